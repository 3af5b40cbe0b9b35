"""The graph rewritten for speed: the same numbers with fewer monthly operations.

Equal terms are shared, factors that do not change by month are multiplied apart from those that do, and sums
collect terms with the same time profile, so that a total is a few profiles times a few coefficients.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from models.formula.node import ONE, ZERO, Line, Node, total, turned
from models.formula.operation import Operation
from models.formula.operations.arithmetic import ADD, DIVIDE, MULTIPLY, NEGATE, SUBTRACT
from models.formula.operations.leaves import INPUT, NUMBER, REFERS
from models.formula.operations.rounding import CEILING, ROUNDED_UP
from models.formula.operations.rows import BLOCK_TOTAL, TOTAL, TURNED
from models.formula.order import components
from models.formula.trace import Structure

ALONG_SLICES = Node(TOTAL, detail="slice")
"""The steps of the load-duration curve are its slices laid out twice for the sheet; numbers need them once."""
NONE: Mapping[int, Line] = {}


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of coefficients, constant over time, times profiles; a profile of None stands for 1."""

    terms: tuple[tuple[Node | None, Node], ...]


class Collector:
    """Rewrites terms; one collector shares what it has built among all of them."""

    def __init__(self, structure: Structure, lines: Sequence[Line], stand_ins: Mapping[int, Line] = NONE) -> None:
        """Look at the lines to rewrite. stand_ins: lines that are read in place of others, by the others' identity."""
        self._structure = structure
        self._stand_ins = stand_ins
        self._built: dict[tuple[object, ...], Node] = {}
        self._sums: dict[int, _Sum] = {}
        self._whole: dict[int, Node] = {}
        self._uses: dict[int, int] = {}
        self._over_rows: dict[int, Node] = {}
        self._loops = {id(node) for group in components(lines, stand_ins) if len(group) > 1 for node in group}
        self._count(lines)

    def _count(self, lines: Sequence[Line]) -> None:
        seen: set[int] = set()
        stack: list[Node] = list(lines)
        while stack:
            node = self._read(stack.pop())
            self._uses[id(node)] = self._uses.get(id(node), 0) + 1
            if id(node) not in seen:
                seen.add(id(node))
                stack.extend(node.operands)

    def line(self, line: Line) -> Node:
        """Return a term with the numbers of a line, laid out as the line is."""
        node = self._node(line)
        return turned(node, "slice", "step") if "step" in line.axes else node

    def _node(self, node: Node) -> Node:
        """Return the rewritten term."""
        node = self._read(node)
        if id(node) not in self._whole:
            self._whole[id(node)] = (
                self._copy(node) if id(node) in self._loops else self._node_of(self._sum(node), node)
            )
        return self._whole[id(node)]

    def _read(self, node: Node) -> Node:
        """Return the line that stands in for a term, or the term itself."""
        return self._stand_ins.get(id(node), node)

    def _copy(self, node: Node) -> Node:
        """Return a term of a loop over the months; it keeps its form, its outside operands are rewritten."""
        if isinstance(node, Line):
            twin = Line(node.key, node.label, node.unit, axes=node.axes, timed=node.timed, sheet=node.sheet)
            self._whole[id(node)] = twin
            twin.operands = (self._node(node.formula),)
            return twin
        return Node(
            node.op,
            [self._node(operand) for operand in node.operands],
            axes=node.axes,
            timed=node.timed,
            detail=node.detail,
        )

    def _sum(self, node: Node) -> _Sum:
        """Return a term as coefficients times profiles."""
        node = self._read(node)
        if id(node) not in self._sums:
            self._sums[id(node)] = self._summed(node)
        return self._sums[id(node)]

    def _summed(self, node: Node) -> _Sum:
        if id(node) in self._loops:
            return _Sum(((self._node(node), ONE),))
        if node.op.renames:
            inner = self._sum(node.operands[0])
            if len(inner.terms) > 1 and self._uses.get(id(node), 0) > 1:
                return _Sum(((self._node_of(inner, node), ONE),)) if node.timed else inner
            return inner
        if not node.timed:
            return _Sum(((None, self._plain(node)),))
        op = node.op
        if op in {ADD, SUBTRACT}:
            left, right = (self._sum(operand) for operand in node.operands)
            return self._added(left, right, negative=op is SUBTRACT)
        if op is NEGATE:
            return self._scaled(self._sum(node.operands[0]), self._make(NEGATE, [ONE], node))
        if op is MULTIPLY:
            return self._product(self._sum(node.operands[0]), self._sum(node.operands[1]), node)
        if op is DIVIDE and not node.operands[1].timed:
            inverse = self._make(DIVIDE, [ONE, self._node(node.operands[1])], node)
            return self._scaled(self._sum(node.operands[0]), inverse)
        if op is TOTAL and len(self._structure.axis_rows(str(node.detail))) == 1:
            return self._sum(node.operands[0])
        if op is BLOCK_TOTAL:
            whole = self._sum(self._all_rows(node.operands[0]))
            for operand in node.operands[1:]:
                whole = self._added(whole, self._sum(self._all_rows(operand)), negative=False)
            return whole
        if op.scales >= 0:
            return self._taken_out(node)
        return _Sum(((self._plain(node), ONE),))

    def _all_rows(self, node: Node) -> Node:
        """Return the sum of a term over all its rows, axis after axis; the same term for the same one."""
        if id(node) not in self._over_rows:
            summed = node
            for axis in reversed(node.axes):
                summed = total(summed, axis)
            self._over_rows[id(node)] = summed
        return self._over_rows[id(node)]

    def _plain(self, node: Node) -> Node:
        """Return a term with its operands rewritten and nothing else changed."""
        if node.op is TURNED:
            return self._node(node.operands[0])
        if node.op is TOTAL and node.detail == "step":
            return self._make(TOTAL, [self._node(node.operands[0])], ALONG_SLICES)
        if node.op is CEILING:
            tolerance = _Sum(((None, self._node(node.operands[1])),))
            inner = self._added(self._sum(node.operands[0]), tolerance, negative=True)
            return self._make(ROUNDED_UP, [self._node_of(inner, node)], ONE)
        if node.op.is_leaf or node.op is REFERS:
            return self._leaf(node)
        if node.op is TOTAL and len(self._structure.axis_rows(str(node.detail))) == 1:
            return self._node(node.operands[0])
        if node.op is BLOCK_TOTAL:
            parts = [self._node(self._all_rows(operand)) for operand in node.operands]
            return reduce(lambda first, second: self._make(ADD, [first, second], ONE), parts)
        return self._make(node.op, [self._node(operand) for operand in node.operands], node)

    def _leaf(self, node: Node) -> Node:
        detail = (node.detail, node.axes, node.timed) if node.op is NUMBER else node.detail
        key = (node.op, *(id(operand) for operand in node.operands), detail if node.op is not INPUT else id(node))
        return self._built.setdefault(key, node)

    def _make(self, op: Operation, operands: Sequence[Node], like: Node) -> Node:
        """Return a term of an operation, the same one for the same operands."""
        if op is MULTIPLY and any(operand is ONE for operand in operands):
            return operands[1] if operands[0] is ONE else operands[0]
        if op is ADD and any(operand is ZERO for operand in operands):
            return operands[1] if operands[0] is ZERO else operands[0]
        order = sorted(operands, key=id) if op.commutes else operands
        detail = like.detail if op is like.op else None
        key = (op, *(id(operand) for operand in order), detail if not isinstance(detail, Node) else id(detail))
        if key not in self._built:
            axes = op.varies_over(operands, detail)
            self._built[key] = Node(op, operands, axes=axes, timed=op.varies_by_month(operands), detail=detail)
        return self._built[key]

    def _added(self, left: _Sum, right: _Sum, *, negative: bool) -> _Sum:
        factors: dict[int, tuple[Node | None, Node]] = {
            id(profile): (profile, factor) for profile, factor in left.terms
        }
        for profile, factor in right.terms:
            signed = self._make(NEGATE, [factor], factor) if negative else factor
            if id(profile) in factors:
                signed = self._make(ADD, [factors[id(profile)][1], signed], ONE)
            factors[id(profile)] = (profile, signed)
        return _Sum(tuple(factors.values()))

    def _scaled(self, one: _Sum, factor: Node) -> _Sum:
        return _Sum(tuple((profile, self._make(MULTIPLY, [own, factor], ONE)) for profile, own in one.terms))

    def _product(self, left: _Sum, right: _Sum, node: Node) -> _Sum:
        for one, other in ((left, right), (right, left)):
            if len(one.terms) == 1 and one.terms[0][0] is None:
                return self._scaled(other, one.terms[0][1])
        (left_profile, left_factor), (right_profile, right_factor) = (self._single(one, node) for one in (left, right))
        profile = self._make(MULTIPLY, [left_profile, right_profile], ONE)
        return _Sum(((profile, self._make(MULTIPLY, [left_factor, right_factor], ONE)),))

    def _single(self, one: _Sum, node: Node) -> tuple[Node, Node]:
        """Return a sum as one profile and one factor."""
        if len(one.terms) == 1 and one.terms[0][0] is not None:
            return one.terms[0][0], one.terms[0][1]
        return self._node_of(one, node), ONE

    def _taken_out(self, node: Node) -> _Sum:
        """Return an operator along the months with the constant factor outside it."""
        position = node.op.scales
        inner = self._sum(node.operands[position])
        profile, factor = (
            self._single(inner, node)
            if len(inner.terms) == 1 and inner.terms[0][0] is not None
            else (self._node(node.operands[position]), ONE)
        )
        rest = [profile if i == position else self._node(operand) for i, operand in enumerate(node.operands)]
        axes = {axis for operand in rest for axis in operand.axes}
        key = (node.op, *(id(operand) for operand in rest))
        if key not in self._built:
            self._built[key] = Node(node.op, rest, axes=axes, timed=node.timed)
        return _Sum(((self._built[key], factor),))

    def _node_of(self, one: _Sum, node: Node) -> Node:
        """Return a sum as a term: each profile times its factor, one added to the next."""
        result: Node | None = None
        owed = False
        for profile, factor in sorted(one.terms, key=_few_rows_first):
            negative = factor.op is NEGATE
            size = factor.operands[0] if negative else factor
            part = size if profile is None else self._make(MULTIPLY, [profile, size], ONE)
            if result is None:
                result, owed = part, negative
            elif owed:
                result, owed = (
                    (self._make(ADD, [result, part], ONE), True)
                    if negative
                    else (self._make(SUBTRACT, [part, result], ONE), False)
                )
            else:
                result = self._make(SUBTRACT if negative else ADD, [result, part], ONE)
        if owed and result is not None:
            result = self._make(NEGATE, [result], ONE)
        assert result is not None, node.described()
        return result


def _few_rows_first(term: tuple[Node | None, Node]) -> tuple[int, bool]:
    """Order the terms of a sum so that those with the fewest rows are added up before they meet the many."""
    axes = {*(term[0].axes if term[0] is not None else ()), *term[1].axes}
    timed = term[0] is not None
    return (len(axes & {"slice", "workload"}) * 2 + timed, term[1].op is NEGATE)
