"""Terms of the formula graph and the arithmetic that builds them.

A term stands for numbers over cases, over the rows of some axes, and over months when it is timed.
"""

from collections.abc import Iterable, Sequence
from typing import Never

from models.formula.axes import DIMENSIONS, in_order
from models.formula.folding import Constant, folded
from models.formula.operation import FormulaError, Operation
from models.formula.operations import arithmetic, functions, gathering, leaves, months, rounding, rows, selection
from models.quantities.declaration import Input
from models.quantities.units import Unit


class Node:
    """One term: an operation and its operands.

    axes: the row axes it varies over, in the order of AXES.
    timed: True where it varies by month.
    unused: of a choice, its values that no plan of this structure has.
    """

    __slots__ = ("axes", "detail", "op", "operands", "timed", "unused")
    __array_ufunc__ = None

    def __init__(
        self,
        op: Operation,
        operands: Sequence["Node"] = (),
        *,
        axes: Iterable[str] = (),
        timed: bool = False,
        detail: object = None,
    ) -> None:
        self.op = op
        self.operands = tuple(operands)
        self.axes: tuple[str, ...] = in_order(axes) if axes else ()
        self.timed = timed
        self.detail = detail
        self.unused: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> Never:  # pyright: ignore[reportIncompatibleMethodOverride]
        raise FormulaError(f"{self.described()}: a term is not compared with ==; use equals(a, b)")

    def __ne__(self, other: object) -> Never:  # pyright: ignore[reportIncompatibleMethodOverride]
        raise FormulaError(f"{self.described()}: a term is not compared with !=; use equals(a, b)")

    def __bool__(self) -> Never:
        raise FormulaError(
            f"{self.described()}: a term has no truth of its own; use where(condition, a, b), least or greatest"
        )

    def __float__(self) -> Never:
        raise FormulaError(f"{self.described()}: a term has no value until it is evaluated")

    def described(self) -> str:
        """Return the name of the nearest named quantity in the term, for messages."""
        queue: list[Node] = [self]
        for node in queue:
            if isinstance(node, Line):
                return node.key
            if isinstance(node.detail, Input):
                return node.detail.key
            queue.extend(node.operands)
            if len(queue) > 200:  # noqa: PLR2004 - only to bound a message's search
                break
        return self.op.name

    def __add__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.ADD, self, other)

    def __radd__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.ADD, other, self)

    def __sub__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.SUBTRACT, self, other)

    def __rsub__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.SUBTRACT, other, self)

    def __mul__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.MULTIPLY, self, other)

    def __rmul__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.MULTIPLY, other, self)

    def __truediv__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.DIVIDE, self, other)

    def __rtruediv__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.DIVIDE, other, self)

    def __pow__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.POWER, self, other)

    def __neg__(self) -> "Node":
        return _elementwise(arithmetic.NEGATE, self)

    def __lt__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.BELOW, self, other)

    def __le__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.AT_MOST, self, other)

    def __gt__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.ABOVE, self, other)

    def __ge__(self, other: "Term") -> "Node":
        return _elementwise(arithmetic.AT_LEAST, self, other)

    def is_(self, option: str) -> "Node":
        """Return 1 where this choice has the given value, else 0."""
        declared = self.detail
        if not isinstance(declared, Input) or option not in {choice.value for choice in declared.choices}:
            raise FormulaError(f"{self.described()}: there is no choice {option!r}")
        if option in self.unused:
            return constant(0.0, self)
        if len(declared.choices) == len(self.unused) + 1:
            return constant(1.0, self)
        return Node(leaves.CHOSEN, (self,), axes=self.axes, detail=option)

    def rows_of(self, axis: str) -> "Node":
        """Return, for a reference to a row, 1 at the row it names and 0 at the others, over both axes."""
        return Node(leaves.REFERS, (self,), axes=(*self.axes, axis), detail=axis)


type Term = Node | float


class Line(Node):
    """A named quantity: a row of the workbook, with a key, a label and a unit.

    option, area, cost_class: set for a cost line, empty for any other quantity.
    supply, relief: how value added tax and corporation tax look at a cost line.
    derived: True for a cost worked out from the totals of the others.
    """

    __slots__ = ("area", "cost_class", "derived", "key", "label", "note", "option", "relief", "sheet", "supply", "unit")

    def __init__(self, key: str, label: str, unit: Unit, *, axes: Iterable[str], timed: bool, sheet: str) -> None:
        super().__init__(leaves.LINE, (), axes=axes, timed=timed)
        self.key = key
        self.label = label
        self.unit = unit
        self.sheet = sheet
        self.note = ""
        self.option = ""
        self.area = ""
        self.cost_class = ""
        self.supply = ""
        self.relief = ""
        self.derived = False

    def define(self, formula: Node) -> "Line":
        """Give a line declared ahead of its formula that formula.

        Raises FormulaError where it has one already or varies over more than was declared.
        """
        if self.operands:
            raise FormulaError(f"{self.key}: the line already has a formula")
        if set(formula.axes) - set(self.axes) or (formula.timed and not self.timed):
            raise FormulaError(f"{self.key}: its formula varies over {formula.axes}, the line over {self.axes}")
        self.operands = (formula,)
        return self

    @property
    def formula(self) -> Node:
        """The term the line names."""
        if not self.operands:
            raise FormulaError(f"{self.key}: the line has no formula")
        return self.operands[0]


ZERO = Node(leaves.NUMBER, detail=0.0)
ONE = Node(leaves.NUMBER, detail=1.0)


def term(value: Term) -> Node:
    """Return a term for a value.

    Raises FormulaError for a number other than 0 and 1: every other number is a declared input.
    """
    if isinstance(value, Node):
        return value
    if isinstance(value, (bool, int, float)) and value in (0, 1):
        return ONE if value else ZERO
    raise FormulaError(f"{value!r} in a formula: only 0 and 1 may stand there, other numbers are declared inputs")


def _elementwise(op: Operation, *values: Term) -> Node:
    operands = tuple(term(value) for value in values)
    axes = {axis for operand in operands for axis in operand.axes}
    if len({DIMENSIONS[axis] for axis in axes}) < len(axes):
        raise FormulaError(
            f"{operands[0].described()}: {' and '.join(sorted(axes))} share a dimension of the arrays and cannot meet"
            " in one term"
        )
    return made(op, operands, axes=axes, timed=any(operand.timed for operand in operands))


def constant(value: float, like: Node | None = None) -> Node:
    """Return 0 or 1 with the rows and months of a term; without one, a number by itself."""
    if like is None or not (like.axes or like.timed):
        return ONE if value else ZERO
    return Node(leaves.NUMBER, axes=like.axes, timed=like.timed, detail=value)


def value_of(node: Node) -> float | None:
    """Return what a term is in every plan of its structure, None where that is not known."""
    while isinstance(node, Line) and node.operands:
        node = node.operands[0]
    return float(str(node.detail)) if node.op is leaves.NUMBER else None


def made(
    op: Operation, operands: Sequence[Node], *, axes: Iterable[str] = (), timed: bool = False, detail: object = None
) -> Node:
    """Return a term of an operation, or what it comes out as where that is known."""
    node = Node(op, operands, axes=axes, timed=timed, detail=detail)
    result = folded(op, operands, [value_of(operand) for operand in operands], node.axes, timed=timed)
    if result is None:
        return node
    return constant(result.value, node) if isinstance(result, Constant) else operands[result.place]


def ratio(numerator: Term, denominator: Term) -> Node:
    """Return the quotient, 0 where the denominator is 0; the line then counts as not defined."""
    return _elementwise(selection.RATIO, numerator, denominator)


def least(first: Term, second: Term) -> Node:
    """Return the smaller of two."""
    return _elementwise(functions.LEAST, first, second)


def greatest(first: Term, second: Term) -> Node:
    """Return the larger of two."""
    return _elementwise(functions.GREATEST, first, second)


def within_unit(value: Term) -> Node:
    """Return the value held between 0 and 1."""
    return _elementwise(rounding.WITHIN_UNIT, value)


def absolute(value: Term) -> Node:
    """Return the size of a value."""
    return _elementwise(functions.ABSOLUTE, value)


def where(condition: Term, then: Term, otherwise: Term) -> Node:
    """Return one of two terms by a flag of 0 or 1."""
    return _elementwise(selection.WHERE, condition, then, otherwise)


def equals(first: Term, second: Term) -> Node:
    """Return 1 where two terms are equal, else 0."""
    return _elementwise(arithmetic.EQUALS, first, second)


def remainder(value: Term, divisor: Term) -> Node:
    """Return what is left of a whole number after division by another."""
    return _elementwise(functions.REMAINDER, value, divisor)


def ceiling(value: Term, tolerance: Node) -> Node:
    """Return the next whole number at or above a value of 0 or more, forgiving an excess up to the tolerance.

    A negative value gives 0.
    """
    return _elementwise(rounding.CEILING, value, tolerance)


def per_month(amount: Node) -> Node:
    """Return an amount that falls in a month as a monthly flow: the same number in another unit."""
    return made(selection.PER_MONTH, (amount,), axes=amount.axes, timed=amount.timed)


def total(value: Node, axis: str) -> Node:
    """Return the sum over the rows of an axis."""
    return _reduced(rows.TOTAL, value, axis)


def largest(value: Node, axis: str) -> Node:
    """Return the largest over the rows of an axis."""
    return _reduced(rows.LARGEST, value, axis)


def _reduced(op: Operation, value: Node, axis: str) -> Node:
    if axis not in value.axes:
        raise FormulaError(f"{value.described()}: it does not vary over {axis}")
    if value.axes[-1] != axis:
        raise FormulaError(f"{value.described()}: only the last of its axes {value.axes} can be summed as one block")
    return made(op, (value,), axes=[name for name in value.axes if name != axis], timed=value.timed, detail=axis)


def stacked(values: Sequence[Node], axis: str) -> Node:
    """Return terms laid along an axis, one a row."""
    axes = {name for value in values for name in value.axes} | {axis}
    return made(
        rows.STACKED, tuple(term(value) for value in values), axes=axes, timed=any(v.timed for v in values), detail=axis
    )


def turned(value: Node, axis: str, onto: str) -> Node:
    """Return the same rows along another axis of the same length."""
    return made(
        rows.TURNED,
        (value,),
        axes=[onto if name == axis else name for name in value.axes],
        timed=value.timed,
        detail=(axis, onto),
    )


def _named(line: Node, operation: Operation) -> Line:
    if not isinstance(line, Line):
        raise FormulaError(f"{line.described()}: {operation.name} looks along a named line only")
    return line


def previous(line: Node) -> Node:
    """Return a named line's value of the month before, 0 before month 0."""
    return made(months.PREVIOUS, (_named(line, months.PREVIOUS),), axes=line.axes, timed=True)


def lag(line: Node, away: Node) -> Node:
    """Return a named line's value a number of months ago, 0 before month 0. The number may differ by case and row."""
    return made(months.LAG, (_named(line, months.LAG), away), axes=(*line.axes, *away.axes), timed=True)


def ahead(line: Node, away: Node) -> Node:
    """Return a named line's value a number of months later, its last value where that is past the horizon."""
    return made(months.AHEAD, (_named(line, months.AHEAD), away), axes=(*line.axes, *away.axes), timed=True)


def cumulative(value: Node) -> Node:
    """Return the running total over the months; it must be the whole formula of a line."""
    return made(months.CUMULATIVE, (value,), axes=value.axes, timed=True)


def compounded(factor: Node, first_month: Node) -> Node:
    """Return a running product: 1 up to the first month, times the factor every month after.

    It must be the whole formula of a line.
    """
    return made(months.COMPOUNDED, (factor, first_month), axes=factor.axes, timed=True)


def held(value: Node, at: Node) -> Node:
    """Return the value of the last month in which the flag was set, 0 before.

    It must be the whole formula of a line.
    """
    return made(months.HELD, (value, at), axes=(*value.axes, *at.axes), timed=True)


def over_time(line: Node) -> Node:
    """Return the sum of a named line over all months."""
    return made(gathering.OVER_TIME, (_named(line, gathering.OVER_TIME),), axes=line.axes)


def peak_over_time(line: Node) -> Node:
    """Return the largest monthly value of a named line."""
    return made(gathering.PEAK_OVER_TIME, (_named(line, gathering.PEAK_OVER_TIME),), axes=line.axes)


def at_end(line: Node) -> Node:
    """Return the value of a named line in the last month."""
    return made(gathering.AT_END, (_named(line, gathering.AT_END),), axes=line.axes)


def present_value(line: Node, monthly_rate: Node) -> Node:
    """Return the value at month 0 of a named monthly line, month 0 itself undiscounted.

    Source: Microsoft's NPV function, which discounts its first value; month 0 is therefore added apart.
    """
    return made(gathering.PRESENT_VALUE, (_named(line, gathering.PRESENT_VALUE), monthly_rate), axes=line.axes)


def block_total(lines: Sequence[Line]) -> Node:
    """Return the sum of lines that stand one below the other on a sheet, over all their rows."""
    timed = any(line.timed for line in lines)
    counted = tuple(line for line in lines if value_of(line) != 0)
    return made(rows.BLOCK_TOTAL, counted, timed=timed) if counted else constant(0.0, Node(leaves.NUMBER, timed=timed))
