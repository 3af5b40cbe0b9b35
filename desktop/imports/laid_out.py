"""Tables whose heads stand in two rows, or down the first column, laid out as one row of heads with rows below it."""

import re
from collections.abc import Iterator

from desktop.imports.grid import Grid, GridCell, Held
from desktop.imports.looking import HEADS
from desktop.imports.names import plainly

_MOST_ROWS, _MOST_COLUMNS = 60, 60
"""What a table with its heads down the side has at most: inputs, and rows of the plan that stand beside each other."""
_MOST_ABOVE = 12
"""Rows among which heads of two rows begin."""
_SIDE = frozenset(
    {"", "input", "item", "measure", "metric", "parameter", "field", "attribute", "property", "assumption", "figure"}
)
"""What stands in the corner above heads that go down the side."""
_OF_UNITS = frozenset({"unit", "units", "uom"})
_VALUES = frozenset(
    {"value", "values", "new value", "amount", "price", "new price", "quote", "low", "high", "base", "likely"}
)
_NO_ROW = frozenset({"note", "notes", "source", "comment", "comments", "total", "totals", "owner"})


def laid_out(grid: Grid) -> Iterator[Grid]:
    """Yield other readings of a sheet: heads of two rows joined, and heads down the first column turned to the top."""
    for row in sorted(grid.cells)[:_MOST_ABOVE]:
        joined = _joined(grid, row)
        if joined is not None:
            yield joined
    turned = _turned(grid)
    if turned is not None:
        yield turned


def _text(value: Held) -> str:
    return value.strip() if isinstance(value, str) else ""


def _joined(grid: Grid, row: int) -> Grid | None:
    """Return a sheet whose heads stand in a row and the next one as they read together, None where they do not.

    Only texts stand in both, and a head of the first holds for the cells to its right until another begins.
    """
    upper, lower = grid.cells[row], grid.cells.get(row + 1, {})
    both = [*upper.values(), *lower.values()]
    if len(upper) < 2 or not lower or not all(_is_head(cell) for cell in both):  # noqa: PLR2004 - a title has one
        return None
    last, over = max([*upper, *lower]), ""
    heads: dict[int, GridCell] = {}
    for column in range(1, last + 1):
        above, below = _text(grid.at(row, column).value), _text(grid.at(row + 1, column).value)
        over = above or (over if below else "")
        words = f"{over} {below}".strip()
        if words:
            heads[column] = GridCell(words)
    cells = {number: held for number, held in grid.cells.items() if number != row}
    cells[row + 1] = heads
    return Grid(
        grid.name,
        cells,
        grid.hidden_rows,
        grid.hidden_columns,
        [*grid.notices, f"{grid.name}{HEADS}stand in rows {row} and {row + 1}, and are read together."],
        grid.single,
        grid.comma,
        grid.turned,
    )


def _is_head(cell: GridCell) -> bool:
    return isinstance(cell.value, str) and not cell.formula and any(one.isalpha() for one in cell.value)


def _turned(grid: Grid) -> Grid | None:
    """Return a sheet whose heads go down its first column with rows and columns exchanged, None where none do."""
    rows = sorted(grid.cells)
    columns = sorted({column for cells in grid.cells.values() for column in cells})
    if not 2 < len(rows) <= _MOST_ROWS or not 1 < len(columns) <= _MOST_COLUMNS:  # noqa: PLR2004 - two heads or more
        return None
    corner = next((row for row in rows if len(grid.cells[row]) > 1), rows[0])
    side = columns[0]
    if plainly(grid.at(corner, side).value or "") not in _SIDE:
        return None
    names = {column: plainly(cell.value) for column, cell in grid.cells[corner].items() if column != side}
    if _VALUES & set(names.values()):
        return None  # a list of inputs with their values, not rows beside each other
    units = next((column for column, name in names.items() if name in _OF_UNITS), 0)
    kept = [column for column, name in names.items() if name and name not in _NO_ROW and column != units]
    cells: dict[int, dict[int, GridCell]] = {side: {corner: GridCell("Name")}, **{column: {} for column in kept}}
    for row in (row for row in rows if row > corner):
        head = _text(grid.at(row, side).value)
        if head:
            cells[side][row] = GridCell(_with_unit(head, _text(grid.at(row, units).value) if units else ""))
    for column in kept:
        cells[column] = {row: grid.at(row, column) for row in rows if row >= corner and column in grid.cells[row]}
    told = f"{grid.name}{HEADS}go down the first column, and each further column is read as a row of the plan."
    return Grid(
        grid.name,
        cells,
        grid.hidden_columns,
        grid.hidden_rows,
        [*grid.notices, told],
        grid.single,
        grid.comma,
        not grid.turned,
    )


def _with_unit(head: str, unit: str) -> str:
    """Return a head with what the column of units says of it, where it does not say so itself.

    >>> _with_unit("Salary", "£/year"), _with_unit("Salary (£)", "£/year"), _with_unit("Hours", "")
    ('Salary (£/year)', 'Salary (£)', 'Hours')
    """
    return head if not unit or re.search(r"[(\[]", head) else f"{head} ({unit})"
