"""A sheet as cells with their places, whatever file it came from, and what was noticed while it was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.utils import get_column_letter

type Held = str | float | int | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: what it holds, its formula where it has one (empty else), its number format.

    It also holds whether it is in error.
    """

    value: Held
    formula: str = ""
    number_format: str = "General"
    error: bool = False

    @property
    def empty(self) -> bool:
        """True where the cell holds nothing a person sees."""
        return not self.formula and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


EMPTY = GridCell(None)


@dataclass
class Grid:
    """A sheet.

    cells: by row, then column, both counted from 1; only cells that are not empty.
    notices: what somebody should know of how it was read. single: the file holds no other sheet, so that its places
        need no name.
    comma: its numbers have a decimal comma and points between thousands.
    turned: its rows are the columns of the file, and its columns the rows. lower: of heads that stand in two rows, what
        the second row says alone, by column.
    """

    name: str
    cells: dict[int, dict[int, GridCell]] = field(default_factory=dict[int, dict[int, GridCell]])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    notices: list[str] = field(default_factory=list[str])
    single: bool = False
    comma: bool = False
    turned: bool = False
    lower: Mapping[int, str] = field(default_factory=dict[int, str])

    def at(self, row: int, column: int) -> GridCell:
        """Return a cell, an empty one where nothing stands."""
        return self.cells.get(row, {}).get(column, EMPTY)

    def rows(self) -> Iterator[tuple[int, dict[int, GridCell]]]:
        """Yield the rows that hold something, in order."""
        for number in sorted(self.cells):
            yield number, self.cells[number]

    def line(self, row: int) -> str:
        """Return what a person calls a row: a column where the sheet was turned."""
        return f"column {get_column_letter(row)}" if self.turned else f"row {row}"

    def place(self, row: int, column: int) -> str:
        """Return the place of a cell as a person finds it."""
        cell = f"{get_column_letter(row)}{column}" if self.turned else f"{get_column_letter(column)}{row}"
        return cell if self.single else f"{self.name}!{cell}"
