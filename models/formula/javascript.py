"""The graph as JavaScript: the same terms for a browser, in one array of numbers and a list of short functions.

A term that is a line, is read in more than one place or is gathered has its values stored; every other stands inside
the formula that reads it. A row's months stand beside each other.

JavaScript rather than WebAssembly: measured on the loop of a typical formula both take the same time (0.38 and 0.40 ms
for 60,000 values in V8), and WebAssembly would need a policy that allows code to be compiled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from models.formula.leaves import declared_of, leaf_keys
from models.formula.node import Line, Node
from models.formula.operations.leaves import CHOICE, CHOSEN, INPUT
from models.formula.operations.rows import STACKED
from models.formula.order import components
from models.formula.recurrence import within_month
from models.formula.trace import Structure
from models.quantities.declaration import Kind

HELPERS = """\
function sum(o,n,s){let t=V[o];for(let i=1;i<n;i++)t+=V[o+i*s];return t}
function most(o,n,s){let t=V[o];for(let i=1;i<n;i++)t=Math.max(t,V[o+i*s]);return t}
function away(o,m,k,n){const i=m+Math.trunc(k);return i<0?0:V[o+Math.min(i,n-1)]}
function ratio(a,b){return b?a/b:0}
function remainder(a,b){return a-b*Math.floor(a/b)}
function today(o,n,r){let t=0,g=1;for(let i=0;i<n;i++){t+=V[o+i]*g;g/=1+r}return t}
"""
"""What the operations call: sums and the largest of values a distance apart, another month, a quotient, what is left of
a division, the present value of months."""

TOGETHER = 24
"""Formulas in one function: a browser makes short functions fast, and thousands of them slow."""


@dataclass(frozen=True, slots=True)
class Given:
    """A leaf: where its values stand, one a row, the keys of its inputs, and how a value becomes a number.

    how: "given" for a number as it is, "month" for the place of a calendar month in its year, "row" for the place of a
        row in a table, "is" for 1 where the value is `of`. of: that value, or the table.
    """

    place: int
    keys: Sequence[str]
    how: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the values of a line stand: its first, how many rows, how many months in each row."""

    place: int
    rows: int
    months: int


@dataclass(frozen=True, slots=True)
class Script:
    """A graph as JavaScript. text: declares `V` and the functions `F` to be called in order. size: of `V`."""

    text: str
    size: int
    given: Sequence[Given]
    lines: Mapping[str, Kept]


def script(structure: Structure, lines: Sequence[Line]) -> Script:
    """Return the lines, and all they rest on, as JavaScript.

    Raises FormulaError where an operation has no form there.
    """
    return _Writer(structure).written(lines)


@dataclass
class _Writer:
    structure: Structure
    _places: dict[int, tuple[Node, int]] = field(default_factory=dict[int, tuple[Node, int]])
    _size: int = 0

    def written(self, lines: Sequence[Line]) -> Script:
        groups = list(components(lines))
        stored = _stored(groups)
        given: list[Given] = []
        for node in (node for group in groups for node in group):
            if node.op in {INPUT, CHOICE, CHOSEN}:
                given.append(self._given(node))
            elif id(node) in stored:
                self._store(node)
        statements = [text for group in groups for text in self._statements(group, stored)]
        functions = [
            "()=>{" + "".join(statements[start : start + TOGETHER]) + "}"
            for start in range(0, len(statements), TOGETHER)
        ]
        text = f"const V=new Float64Array({self._size});\n{HELPERS}const F=[\n" + ",\n".join(functions) + "\n];\n"
        kept = {
            line.key: Kept(int(self.place(line, dict.fromkeys(line.axes, "0"))), self.all_rows(line), self.months(line))
            for line in lines
        }
        return Script(text, self._size, given, kept)

    def _given(self, node: Node) -> Given:
        declared = declared_of(node)
        assert declared is not None
        place = self._store(node)
        keys = leaf_keys(node, self.structure)
        if node.op is CHOSEN:
            return Given(place, keys, "is", str(node.detail))
        if declared.kind is Kind.ROW:
            return Given(place, keys, "row", declared.table)
        return Given(place, keys, "month" if declared.kind is Kind.MONTH else "given")

    def _store(self, node: Node) -> int:
        place = self._size
        self._places[id(node)] = (node, place)
        self._size += self.all_rows(node) * self.months(node)
        if isinstance(node, Line) and not node.formula.op.is_leaf:
            self._places.setdefault(id(node.formula), (node, place))  # what runs on from month to month reads itself
        return place

    def _statements(self, group: Sequence[Node], stored: set[int]) -> Iterator[str]:
        """Yield what works a group out: a loop for each stored term, one loop over the months for terms that look back.

        Terms that look back at each other are worked out month by month, and row by row within it.
        """
        if len(group) == 1:
            if id(group[0]) in stored:
                yield self._loops(group[0], by_month=True)
            return
        inner = "".join(self._loops(node, by_month=False) for node in within_month(group) if id(node) in stored)
        yield f"for(let m=0;m<{self.structure.horizon + 1};m++){{{inner}}}"

    def _loops(self, node: Node, *, by_month: bool) -> str:
        """Return the loops over rows, and over months where they are this term's own, that store a term."""
        formula = node.formula if isinstance(node, Line) else node
        along = str(formula.detail) if formula.op is STACKED else ""
        places = range(self.rows(along)) if along else (0,)
        return "".join(self._loop(node, formula, {along: str(place)} if along else {}, by_month) for place in places)

    def _loop(self, node: Node, formula: Node, fixed: Mapping[str, str], by_month: bool) -> str:  # noqa: FBT001
        looped = [axis for axis in node.axes if axis not in fixed and self.rows(axis) > 1]
        counters = {axis: "ijkl"[place] for place, axis in enumerate(looped)}
        at = {axis: fixed.get(axis) or counters.get(axis, "0") for axis in node.axes}
        loops = [f"for(let {name}=0;{name}<{self.rows(axis)};{name}++)" for axis, name in counters.items()]
        if node.timed and by_month:
            loops.append(f"for(let m=0;m<{self.months(node)};m++)")
        month = "m" if node.timed else "0"
        body = (
            formula.op.javascript(self, formula, at, month) if formula is node else self.text(formula, at, month, node)
        )
        return f"{''.join(loops)}V[{self._index(node, at, month)}]={body};"

    def text(self, node: Node, at: Mapping[str, str], month: str, named: Node | None = None) -> str:
        """Return the text of a term's value. named: the line whose formula it is, which is not read but written."""
        own, _ = self._places.get(id(node), (None, 0))
        if own is not None and own is not named:
            return f"V[{self.place(node, at, month)}]"
        return node.op.javascript(self, node, at, month)

    def place(self, node: Node, at: Mapping[str, str], month: str = "0") -> str:
        """Return the place of the value of a stored term."""
        own, _ = self._places[id(node)]
        return self._index(own, at, month)

    def _index(self, node: Node, at: Mapping[str, str], month: str) -> str:
        _, place = self._places[id(node)]
        pieces: list[str] = []
        for axis in node.axes:
            row, step = at[axis], self.apart(node, axis)
            if row.isdigit():
                place += int(row) * step
            else:
                pieces.append(f"{row}*{step}" if step > 1 else row)
        if node.timed:
            if month.isdigit():
                place += int(month)
            else:
                pieces.append(month)
        return "+".join([str(place), *pieces])

    def rows(self, axis: str) -> int:
        """Return the number of rows of an axis."""
        return len(self.structure.axis_rows(axis))

    def apart(self, node: Node, axis: str) -> int:
        """Return how far apart two rows of an axis stand."""
        inner = node.axes[node.axes.index(axis) + 1 :]
        return prod(self.rows(one) for one in inner) * self.months(node)

    def all_rows(self, node: Node) -> int:
        """Return the number of rows of a term."""
        return prod(self.rows(axis) for axis in node.axes)

    def months(self, node: Node) -> int:
        """Return the number of values of a term in one row."""
        return self.structure.horizon + 1 if node.timed else 1


def _stored(groups: Sequence[Sequence[Node]]) -> set[int]:
    """Return the terms, by identity, that have values of their own."""
    stored: set[int] = set()
    readers: dict[int, int] = {}
    for node in (node for group in groups for node in group):
        if isinstance(node, Line):
            stored.add(id(node))
        for operand in node.operands if not node.op.is_leaf else ():
            readers[id(operand)] = readers.get(id(operand), 0) + 1
            if node.op.elementwise or node.op.is_named:
                apart = readers[id(operand)] > 1 or (operand.op is STACKED and not node.op.is_named)
                once = node.timed and not operand.timed and not node.op.is_named
                if not operand.op.is_leaf and (apart or once):
                    stored.add(id(operand))
            elif operand.op not in {INPUT, CHOICE, CHOSEN}:
                stored.add(id(operand))
    return stored
