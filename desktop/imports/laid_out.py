"""Tables whose heads stand in two rows, or down the first column, laid out as one row of heads with rows below it.

A sheet that goes down the side is read so only where its further columns can be rows of a plan: never where they are
years, scenarios, options or figures drawn from the others.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from desktop.imports.grid import Grid, GridCell, Held
from desktop.imports.looking import HEADS
from desktop.imports.names import is_summary, plainly
from desktop.imports.said_units import currency_said
from desktop.imports.table_heads import BESIDE

_MOST_ROWS, _MOST_COLUMNS = 60, 60
"""What a table with its heads down the side has at most: inputs, and rows of the plan that stand beside each other."""
_MOST_ABOVE = 12
"""Rows among which heads of two rows begin."""
_SIDE = frozenset(
    {"", "input", "inputs", "item", "measure", "metric", "parameter", "field", "attribute", "property", "assumption"}
)
"""What stands in the corner above heads that go down the side, beside the plan's own words for its rows."""
_OF_UNITS = frozenset(head for head, what in BESIDE.items() if what in {"unit", "currency"})
_NO_ROW = re.compile(
    r"(?:notes?|sources?|comments?|remarks?|rationale|reason|owner|date|as of|status|sum|min|max|minimum|maximum|mean"
    r"|median|average|range|change|difference|delta|reference|evidence)$"
)
"""Columns that say something of the others."""
_NO_TABLE = re.compile(
    r"(?:new |proposed |current |likely )?(?:values?|amount|price|unit price|costs?|figures?|settings?"
    r"|defaults?|quote|low|high|base|likely|minimum|most likely|maximum|p\d\d)$|(?:our|your|vendor|supplier)s? .*$"
    r"|(?:fy ?|cy ?)?(?:19|20)\d\d(?: \d\d(?:\d\d)?)?(?: .*)?$|fy ?\d\d$"
    r"|(?:year|yr|month|quarter|period|week|phase) ?\d+$"
    r"|(?:\d\d(?:\d\d)? )?q[1-4](?: \d+)?$|\d+$"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?: \d+)?$"
    r"|(?:cloud|on prem(?:ises)?|hybrid|api|self hosted|own servers|today|current|target|planned?|actuals?|budget"
    r"|forecast|old|new|before|after|now|then|as is|to be|proposed|existing|business as usual)$"
    r"|(?:option|scenario|alternative|variant|version|case) ?\w*$"
    r"|(?:\w+ )?(?:pessimistic|realistic|optimistic|conservative|expected|baseline|best|worst|upside|downside)"
    r"(?: case)?$"
)
"""Columns of periods, scenarios and options, and of the values of a list: of a table that is of no rows of a plan."""


def laid_out(grid: Grid, corners: Collection[str]) -> Iterator[Grid]:
    """Yield other readings of a sheet: heads of two rows joined, and heads down the first column turned to the top.

    corners: what the plan calls its rows, which may stand above heads that go down the side.
    """
    for row in sorted(grid.cells)[:_MOST_ABOVE]:
        joined = _joined(grid, row)
        if joined is not None:
            yield joined
    turned = _turned(grid, corners)
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
    alone: dict[int, str] = {}
    for column in range(1, last + 1):
        above, below = _text(grid.at(row, column).value), _text(grid.at(row + 1, column).value)
        over = above or (over if below else "")
        words = f"{over} {below}".strip()
        if words:
            heads[column] = GridCell(words)
            alone[column] = below
    cells = {number: held for number, held in grid.cells.items() if number != row}
    cells[row + 1] = heads
    told = f"{grid.name}{HEADS}stand in rows {row} and {row + 1}, and are read together."
    return replace(grid, cells=cells, notices=[*grid.notices, told], lower=alone)


def _is_head(cell: GridCell) -> bool:
    return isinstance(cell.value, str) and not cell.formula and any(one.isalpha() for one in cell.value)


def _turned(grid: Grid, corners: Collection[str]) -> Grid | None:
    """Return a sheet whose heads go down its first column with rows and columns exchanged, None where none do."""
    rows = sorted(grid.cells)
    columns = sorted({column for cells in grid.cells.values() for column in cells})
    if not 2 < len(rows) <= _MOST_ROWS or not 1 < len(columns) <= _MOST_COLUMNS:  # noqa: PLR2004 - two heads or more
        return None
    corner = next((row for row in rows if len(grid.cells[row]) > 1), rows[0])
    side = columns[0]
    own = _text(grid.at(corner, side).value)
    money = bool(own) and bool(currency_said(own)) and not any(one.islower() for one in own)
    if not money and plainly(own) not in _SIDE and plainly(own) not in corners:
        return None
    across = {column: cell for column, cell in grid.cells[corner].items() if column != side}
    if not all(_is_head(cell) for cell in across.values()):
        return None
    names = {column: plainly(cell.value) for column, cell in across.items()}
    if any(_NO_TABLE.match(name) for name in names.values()):
        return None
    units = [column for column, name in names.items() if name in _OF_UNITS]
    kept = [
        column
        for column, name in names.items()
        if column not in units and not _NO_ROW.match(name) and not is_summary(_text(across[column].value))
    ]
    # titles above hold for the figures below them, and so do lines of words among them
    around = [own] * money + [_text(cell.value) for row in rows if row < corner for cell in grid.cells[row].values()]
    cells: dict[int, dict[int, GridCell]] = {side: {corner: GridCell("Name")}, **{column: {} for column in kept}}
    for row in (row for row in rows if row > corner):
        head = _text(grid.at(row, side).value)
        if head and grid.cells[row].keys() == {side}:
            around.append(head)
        elif head:
            unit = " ".join(
                text for column in sorted(units, reverse=True) if (text := _text(grid.at(row, column).value))
            )
            cells[side][row] = GridCell(_with_unit(head, unit))
    for column in kept:
        cells[column] = {row: grid.at(row, column) for row in cells[side] if column in grid.cells[row]}
    cells |= {side - 1 - place: {0: GridCell(text)} for place, text in enumerate(filter(None, around))}
    told = f"{grid.name}{HEADS}go down the first column, and each further column is read as a row of the plan."
    return replace(
        grid,
        cells=cells,
        hidden_rows=grid.hidden_columns,
        hidden_columns=grid.hidden_rows,
        notices=[*grid.notices, told],
        turned=not grid.turned,
    )


def _with_unit(head: str, unit: str) -> str:
    """Return a head with what the column of units says of it, in place of a remark in brackets that is no unit.

    >>> _with_unit("Salary", "£/year"), _with_unit("Salary (£)", "£/year"), _with_unit("Hours", "")
    ('Salary (£/year)', 'Salary (£)', 'Hours')
    >>> _with_unit("Lead time (delivery)", "weeks"), _with_unit("Requests (k)", "per month")
    ('Lead time (weeks)', 'Requests (k)')
    """
    said = re.search(r"[(\[](.*?)[)\]]", head)
    if not unit or (said is not None and (currency_said(said[1]) or len(said[1]) <= _A_SIZE)):
        return head
    return f"{re.sub(r'[(\[].*?[)\]]', '', head).strip()} ({unit})"


_A_SIZE = 3
"""Letters of a size in brackets at most: k, m, bn, 000."""
