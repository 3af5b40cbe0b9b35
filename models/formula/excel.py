"""Formulas of the graph as spreadsheet text.

A text holds `{c}` where the column of the month stands and `{p}` where the column before it stands, so that
one text serves every month of a row.
"""

from dataclasses import dataclass
from typing import Protocol

from models.formula.axes import AXES
from models.formula.node import Line, Node
from models.formula.operation import Coordinates
from models.formula.operations.arithmetic import Comparison


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

    def formula(self, line: Line, at: Coordinates) -> str:
        """Return the formula of one row of a line, without the equals sign."""
        formula = line.formula
        return formula.op.excel_row(self, formula, at, self._row(line, at))

    def text(self, node: Node, at: Coordinates, block: str | None = None, above: int = 0) -> str:
        """Return a term's text.

        block: the axis that is being summed, whose rows appear as ranges; None for a single value.
        above: how strongly the operator around it binds.
        """
        return node.op.excel(self, node, at, block, above)

    def condition(self, node: Node, at: Coordinates) -> str:
        """Return a term's text as the condition of an IF."""
        return node.op.comparison(self, node, at, None) if isinstance(node.op, Comparison) else self.text(node, at)

    def reference(self, node: Node, at: Coordinates, block: str | None) -> str:
        """Return the cell of a named line, an input or a flag, or the range of its rows along the block's axis."""
        first = self._row(node, {**at, block: 0} if block else at)
        column = "{c}" if node.timed else f"${self.places.constant_column}"
        start = f"{self._sheet(node)}{column}{first}" if node.timed else f"{self._sheet(node)}{column}${first}"
        if block is None or block not in node.axes:
            return start
        last = first + self.places.length(block) - 1
        return f"{start}:{column}{last}" if node.timed else f"{start}:{column}${last}"

    def place(self, node: Node, at: Coordinates) -> tuple[str, int]:
        """Return the sheet prefix and the row of a named line."""
        return self._sheet(node), self._row(node, at)

    def horizon(self) -> str:
        """Return the cell of the horizon."""
        return self.reference(self.places.horizon(), {}, None)

    def schedule(self, node: Node) -> tuple[int, int]:
        """Return the first and last row of the schedule that a block total adds up."""
        return self.places.schedule(node)

    @property
    def month_row(self) -> int:
        """The row in which the months' numbers stand."""
        return self.places.month_row

    @property
    def opening_column(self) -> str:
        """The empty column before month 0."""
        return self.places.opening_column

    @property
    def first_column(self) -> str:
        """The column of month 0."""
        return self.places.first_column

    @property
    def last_column(self) -> str:
        """The column of the last month."""
        return self.places.last_column

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
