"""Formulas of the graph as spreadsheet text.

A text holds `{c}` where the column of the month stands and `{p}` where the column before it stands, so that
one text serves every month of a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from models.formula.node import AXES, FormulaError, Line, Node, turned_axes
from models.quantities.declaration import Input, Kind

type Coordinates = Mapping[str, int]
"""The row of each axis, counted from 0."""

_INFIX = {"add": ("+", 2), "subtract": ("-", 2), "multiply": ("*", 3), "divide": ("/", 3), "power": ("^", 4)}
_COMPARE = {"below": "<", "at_most": "<=", "above": ">", "at_least": ">=", "equals": "="}
_ARITHMETIC = 2
"""From this binding strength on a comparison is a number by itself; elsewhere it is written with IF."""


class Places(Protocol):
    """Where rows stand: the sheet, and the first row of a term's rows, counted from 1."""

    constant_column: str
    opening_column: str
    first_column: str
    last_column: str
    month_row: int

    def of(self, node: Node) -> tuple[str, int]:
        """Return the sheet and first row of a named line, an input or a flag of a choice."""
        ...

    def horizon(self) -> Node:
        """Return the term that stands for the horizon."""
        ...

    def length(self, axis: str) -> int:
        """Return the number of rows of an axis."""
        ...

    def schedule(self, line: Node) -> tuple[int, int]:
        """Return the first and last row of the cost schedule that a block total adds up."""
        ...


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the formulas of one sheet."""

    places: Places
    sheet: str

    def formula(self, line: Line, coordinates: Coordinates) -> str:
        """Return the formula of one row of a line, without the equals sign."""
        return self._whole(line, line.formula, coordinates)

    def _whole(self, line: Line, node: Node, at: Coordinates) -> str:
        """Return the text of operators that look back at their own row, and of all others."""
        row = self._row(line, at)
        match node.op:
            case "cumulative":
                return f"{{p}}{row}+{self.text(node.operands[0], at, None, 2)}"
            case "compounded":
                first = self.text(node.operands[1], at, None, 2)
                factor = self.text(node.operands[0], at, None, 3)
                return f"IF({{c}}${self.places.month_row}<={first},1,{{p}}{row}*{factor})"
            case "held":
                return f"IF({self._condition(node.operands[1], at)},{self.text(node.operands[0], at, None)},{{p}}{row})"
            case "block_total":
                first, last = self.places.schedule(node)
                return f"SUM({{c}}{first}:{{c}}{last})"
            case _:
                return self.text(node, at, None)

    def text(self, node: Node, at: Coordinates, block: str | None, above: int = 0) -> str:
        """Return a term's text.

        block: the axis that is being summed, whose rows appear as ranges; None for a single value.
        above: how strongly the operator around it binds.
        """
        if isinstance(node, Line) or node.op in {"input", "choice", "chosen", "refers", "numbers"}:
            return self._reference(node, at, block)
        if node.op in {"number", "month", "per_month"}:
            return self._simple(node, at, block, above)
        if node.op in _INFIX:
            sign, rank = _INFIX[node.op]
            left, right = node.operands
            right_rank = rank + 1 if node.op in {"subtract", "divide", "power"} else rank
            text = f"{self.text(left, at, block, rank)}{sign}{self.text(right, at, block, right_rank)}"
            return f"({text})" if rank < above else text
        if node.op in _COMPARE:
            text = self._comparison(node, at, block)
            return f"({text})" if block is not None or above >= _ARITHMETIC else f"IF({text},1,0)"
        if node.op == "negate":
            return (
                f"-{self.text(node.operands[0], at, block, 3)}"
                if above < _ARITHMETIC
                else f"(-{self.text(node.operands[0], at, block, 3)})"
            )
        if node.op in {"total", "largest"}:
            return self._reduction(node, at)
        if block is not None:
            return self._over_rows(node, at, block)
        return self._single(node, at)

    def _simple(self, node: Node, at: Coordinates, block: str | None, above: int) -> str:
        if node.op == "number":
            return f"{node.detail:g}"
        if node.op == "month":
            return f"{{c}}${self.places.month_row}"
        return self.text(node.operands[0], at, block, above)

    def _comparison(self, node: Node, at: Coordinates, block: str | None) -> str:
        left, right = node.operands
        return f"{self.text(left, at, block, 2)}{_COMPARE[node.op]}{self.text(right, at, block, 2)}"

    def _condition(self, node: Node, at: Coordinates) -> str:
        return self._comparison(node, at, None) if node.op in _COMPARE else self.text(node, at, None)

    def _single(self, node: Node, at: Coordinates) -> str:
        """Return a term that is one value, not a range."""
        if node.op in {"previous", "lag", "ahead", "over_time", "peak_over_time", "at_end", "present_value"}:
            return self._through_time(node, at)
        if node.op == "stacked":
            return self.text(node.operands[at[str(node.detail)]], at, None)
        if node.op == "turned":
            axis, onto = turned_axes(node)
            return self.text(node.operands[0], {**at, axis: at[onto]}, None)
        parts = [self.text(operand, at, None) for operand in node.operands]
        match node.op:
            case "ratio":
                divisor = self.text(node.operands[1], at, None, 4)
                return f"IF({parts[1]}=0,0,{self.text(node.operands[0], at, None, 3)}/{divisor})"
            case "where":
                return f"IF({self._condition(node.operands[0], at)},{parts[1]},{parts[2]})"
            case "least":
                return f"MIN({parts[0]},{parts[1]})"
            case "greatest":
                return f"MAX({parts[0]},{parts[1]})"
            case "within_unit":
                return f"MIN(1,MAX(0,{parts[0]}))"
            case "ceiling":
                return f"ROUNDUP(MAX({self.text(node.operands[0], at, None, 2)}-{parts[1]},0),0)"
            case "absolute":
                return f"ABS({parts[0]})"
            case "remainder":
                return f"MOD({parts[0]},{parts[1]})"
            case _:
                raise FormulaError(f"{node.described()}: {node.op} has no spreadsheet form here")

    def _over_rows(self, node: Node, at: Coordinates, block: str) -> str:
        """Return a term over a range of rows.

        No function there may take the smallest or largest of all rows at once.
        """
        first = self.text(node.operands[0], at, block, 2)
        match node.op:
            case "greatest" | "least":
                second = self.text(node.operands[1], at, block, 2)
                sign, other = (">", "<=") if node.op == "greatest" else ("<", ">=")
                if node.operands[1].op == "number" and not node.operands[1].detail:
                    return f"({first}{sign}0)*({first})"
                return f"(({first}{sign}{second})*({first})+({first}{other}{second})*{second})"
            case "within_unit":
                return f"(({first}>0)*(({first}<1)*({first})+({first}>=1)))"
            case "ceiling":
                tolerance = self.text(node.operands[1], at, block, 2)
                return f"ROUNDUP(({first}>{tolerance})*({first}-{tolerance}),0)"
            case _:
                raise FormulaError(f"{node.described()}: {node.op} has no form over a range of rows")

    def _reduction(self, node: Node, at: Coordinates) -> str:
        inner, axis = node.operands[0], str(node.detail)
        if isinstance(inner, Line):
            return f"{'SUM' if node.op == 'total' else 'MAX'}({self._reference(inner, at, axis)})"
        if node.op == "largest":
            raise FormulaError(f"{inner.described()}: only a named line has a largest row")
        return f"SUMPRODUCT({self.text(inner, at, axis)})"

    def _through_time(self, node: Node, at: Coordinates) -> str:
        line = node.operands[0]
        assert isinstance(line, Line)
        places = self.places
        row = self._row(line, at)
        sheet = self._sheet(line)
        along = f"{sheet}${places.first_column}{row}:${places.last_column}{row}"
        match node.op:
            case "previous":
                return f"{sheet}{{p}}{row}"
            case "lag":
                months = node.operands[1]
                last = "{c}" if isinstance(months.detail, Input) and months.detail.bounds[0] < 1 else "{p}"
                back = self.text(months, at, None, 3)
                past = f"{sheet}${places.opening_column}{row}:{last}{row}"
                return f"INDEX({past},1,MAX({{c}}${places.month_row}-{back}+1,0)+1)"
            case "ahead":
                onward = self.text(node.operands[1], at, None, 2)
                horizon = self._reference(places.horizon(), {}, None)
                return f"INDEX({along},1,MIN({{c}}${places.month_row}+{onward},{horizon})+1)"
            case "over_time":
                return f"SUM({along})"
            case "peak_over_time":
                return f"MAX({along})"
            case "at_end":
                return f"{sheet}${places.last_column}{row}"
            case _:
                second = chr(ord(places.first_column) + 1)
                rate = self.text(node.operands[1], at, None)
                return (
                    f"{sheet}${places.first_column}{row}+NPV({rate},{sheet}${second}{row}:${places.last_column}{row})"
                )

    def _reference(self, node: Node, at: Coordinates, block: str | None) -> str:
        first = self._row(node, {**at, block: 0} if block else at)
        column = "{c}" if node.timed else f"${self.places.constant_column}"
        start = f"{self._sheet(node)}{column}{first}" if node.timed else f"{self._sheet(node)}{column}${first}"
        if isinstance(node.detail, Input) and node.op == "input" and node.detail.kind is Kind.MONTH:
            return f"MONTH({start})"
        if block is None or block not in node.axes:
            return start
        last = first + self.places.length(block) - 1
        return f"{start}:{column}{last}" if node.timed else f"{start}:{column}${last}"

    def _row(self, node: Node, at: Coordinates) -> int:
        _, first = self.places.of(node)
        offset = 0
        for axis in AXES:
            if axis in node.axes:
                offset = offset * self.places.length(axis) + at[axis]
        return first + offset

    def _sheet(self, node: Node) -> str:
        sheet, _ = self.places.of(node)
        return "" if sheet == self.sheet else f"{sheet}!"
