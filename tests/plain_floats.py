"""A back end of plain Python numbers: each term, row and month by itself, without numpy and without the engine's rules.

It is what a new back end is: one function for each operation.
"""

import math
from collections.abc import Callable, Mapping

from models.formula.node import Line, Node
from models.formula.operation import Operation
from models.formula.operations import arithmetic, functions, gathering, leaves, months, rounding, rows, selection
from models.formula.trace import Structure
from models.quantities.declaration import Input, Kind, Value

type At = tuple[tuple[str, int], ...]
type Worked = Callable[["PlainFloats", Node, dict[str, int], int], float]


class PlainFloats:
    """Works terms out for one set of values; what was worked out is remembered."""

    def __init__(self, structure: Structure, values: Mapping[str, Value]) -> None:
        self.structure = structure
        self.values = values
        self.last = structure.horizon
        self._known: dict[tuple[int, At, int], float] = {}

    def value(self, node: Node, at: Mapping[str, int], month: int) -> float:
        """Return a term at a row of its axes in a month."""
        own = {axis: at[axis] for axis in node.axes}
        key = (id(node), tuple(own.items()), month if node.timed else 0)
        if key not in self._known:
            self._known[key] = BY_OPERATION[node.op](self, node, own, month if node.timed else 0)
        return self._known[key]

    def count(self, axis: str) -> int:
        return len(self.structure.axis_rows(axis))

    def given(self, node: Node, at: Mapping[str, int]) -> tuple[Input, Value]:
        declared = node.detail
        assert isinstance(declared, Input)
        rows = self.structure.axis_rows(node.axes[0]) if node.axes else ()
        return declared, self.values[declared.key_in(rows[at[node.axes[0]]]) if node.axes else declared.key]


def _one(function: Callable[[float], float]) -> Worked:
    return _of(function)


def _size(value: float) -> float:
    return abs(value)


def _two(function: Callable[[float, float], float]) -> Worked:
    return _of(function)


def _three(function: Callable[[float, float, float], float]) -> Worked:
    return _of(function)


def _of(function: Callable[..., float]) -> Worked:
    """Return the function of an operation whose operands stand in its own place."""

    def worked(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
        return float(function(*(ev.value(operand, at, month) for operand in node.operands)))

    return worked


def _input(ev: PlainFloats, node: Node, at: dict[str, int], _month: int) -> float:
    declared, value = ev.given(node, at)
    if declared.kind is Kind.ROW:
        return float(ev.structure.rows[declared.table].index(str(value)))
    return float(str(value)[5:]) if declared.kind is Kind.MONTH else float(value)


def _chosen(ev: PlainFloats, node: Node, at: dict[str, int], _month: int) -> float:
    return float(ev.given(node.operands[0], at)[1] == node.detail)


def _refers(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    return float(ev.value(node.operands[0], at, month) == at[str(node.detail)])


def _over_rows(joined: Callable[[list[float]], float]) -> Worked:
    def worked(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
        axis = str(node.detail)
        return joined([ev.value(node.operands[0], {**at, axis: row}, month) for row in range(ev.count(axis))])

    return worked


def _stacked(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    axis = str(node.detail)
    return ev.value(node.operands[at[axis]], {**at, axis: 0}, month)


def _turned(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    axis, onto = rows.TURNED.axes_of(node)
    return ev.value(node.operands[0], {**at, axis: at[onto]}, month)


def _block_total(ev: PlainFloats, node: Node, _at: dict[str, int], month: int) -> float:
    def everywhere(term: Node, at: dict[str, int], axes: tuple[str, ...]) -> list[float]:
        if not axes:
            return [ev.value(term, at, month)]
        parts = (everywhere(term, {**at, axes[0]: row}, axes[1:]) for row in range(ev.count(axes[0])))
        return [number for part in parts for number in part]

    return sum(number for operand in node.operands for number in everywhere(operand, {}, operand.axes))


def _previous(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    return ev.value(node.operands[0], at, month - 1) if month > 0 else 0.0


def _lag(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    then = month - int(ev.value(node.operands[1], at, month))
    return ev.value(node.operands[0], at, then) if then >= 0 else 0.0


def _ahead(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    return ev.value(node.operands[0], at, min(month + int(ev.value(node.operands[1], at, month)), ev.last))


def _cumulative(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    before = ev.value(node, at, month - 1) if month else 0.0
    return before + ev.value(node.operands[0], at, month)


def _compounded(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    factor, first = node.operands
    if month <= ev.value(first, at, month):
        return 1.0
    return ev.value(node, at, month - 1) * ev.value(factor, at, month)


def _held(ev: PlainFloats, node: Node, at: dict[str, int], month: int) -> float:
    value, flag = node.operands
    if ev.value(flag, at, month):
        return ev.value(value, at, month)
    return ev.value(node, at, month - 1) if month else 0.0


def _months_of(ev: PlainFloats, node: Node, at: dict[str, int]) -> list[float]:
    return [ev.value(node.operands[0], at, month) for month in range(ev.last + 1)]


def _present_value(ev: PlainFloats, node: Node, at: dict[str, int], _month: int) -> float:
    rate = ev.value(node.operands[1], at, 0)
    return sum(amount / (1 + rate) ** month for month, amount in enumerate(_months_of(ev, node, at)))


BY_OPERATION: Mapping[Operation, Worked] = {
    leaves.NUMBER: lambda _ev, node, _at, _month: float(str(node.detail)),
    leaves.MONTH: lambda _ev, _node, _at, month: float(month),
    leaves.NUMBERS: lambda _ev, node, at, _month: at[node.axes[0]] + 1.0,
    leaves.INPUT: _input,
    leaves.CHOICE: _input,
    leaves.CHOSEN: _chosen,
    leaves.REFERS: _refers,
    leaves.LINE: _one(lambda value: value),
    arithmetic.ADD: _two(lambda a, b: a + b),
    arithmetic.SUBTRACT: _two(lambda a, b: a - b),
    arithmetic.MULTIPLY: _two(lambda a, b: a * b),
    arithmetic.DIVIDE: _two(lambda a, b: a / b),
    arithmetic.POWER: _two(lambda a, b: float(a**b)),
    arithmetic.NEGATE: _one(lambda a: -a),
    arithmetic.BELOW: _two(lambda a, b: a < b),
    arithmetic.AT_MOST: _two(lambda a, b: a <= b),
    arithmetic.ABOVE: _two(lambda a, b: a > b),
    arithmetic.AT_LEAST: _two(lambda a, b: a >= b),
    arithmetic.EQUALS: _two(lambda a, b: a == b),
    functions.LEAST: _of(min),
    functions.GREATEST: _of(max),
    functions.ABSOLUTE: _one(_size),
    functions.REMAINDER: _two(lambda a, b: a % b),
    rounding.WITHIN_UNIT: _one(lambda a: min(max(a, 0.0), 1.0)),
    rounding.CEILING: _two(lambda a, tolerance: math.ceil(max(a - tolerance, 0.0))),
    rounding.ROUNDED_UP: _one(lambda a: math.ceil(max(a, 0.0))),
    selection.RATIO: _two(lambda a, b: a / b if b else 0.0),
    selection.WHERE: _three(lambda flag, a, b: a if flag else b),
    selection.PER_MONTH: _one(lambda a: a),
    rows.TOTAL: _over_rows(sum),
    rows.LARGEST: _over_rows(max),
    rows.STACKED: _stacked,
    rows.TURNED: _turned,
    rows.BLOCK_TOTAL: _block_total,
    months.PREVIOUS: _previous,
    months.LAG: _lag,
    months.AHEAD: _ahead,
    months.CUMULATIVE: _cumulative,
    months.COMPOUNDED: _compounded,
    months.HELD: _held,
    gathering.OVER_TIME: lambda ev, node, at, _month: sum(_months_of(ev, node, at)),
    gathering.PEAK_OVER_TIME: lambda ev, node, at, _month: max(_months_of(ev, node, at)),
    gathering.AT_END: lambda ev, node, at, _month: ev.value(node.operands[0], at, ev.last),
    gathering.PRESENT_VALUE: _present_value,
}


def line_values(ev: PlainFloats, line: Line, month: int) -> list[float]:
    """Return a line's rows in a month, in the order of the sheet."""
    places: list[dict[str, int]] = [{}]
    for axis in line.axes:
        places = [{**place, axis: row} for place in places for row in range(ev.count(axis))]
    return [ev.value(line, place, month) for place in places]
