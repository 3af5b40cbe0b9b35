"""What a plain table looks like before anything is made of it: where its heads stand.

Also what in it wants a second look.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from desktop.imports.grid import Grid, GridCell
from desktop.imports.names import is_called_total
from models.quantities.texts import listed

HEADS = ": the heads "
"""What begins what is said of where the heads of a sheet stand."""
MOST_PREAMBLE = 40
"""Rows among which the heads must stand."""


def head_rows(grid: Grid) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """Yield the first rows with the columns of every text."""
    for row, cells in grid.rows():
        if row > MOST_PREAMBLE:
            return
        columns: dict[str, list[int]] = {}
        for column, cell in cells.items():
            if isinstance(cell.value, str):
                columns.setdefault(cell.value.strip(), []).append(column)
        yield row, columns


def head_row(grid: Grid) -> int:
    """Return the row of the heads: of the first rows the one with most texts; 0 where there is none."""
    best, most = 0, (0, 1)
    for count, (row, cells) in enumerate(grid.rows()):
        if count > MOST_PREAMBLE:
            break
        texts = [cell.value for cell in cells.values() if isinstance(cell.value, str) and not cell.formula]
        # in a table of text figures are texts too, and years may be heads
        words = sum(any(letter.isalpha() for letter in text) for text in texts)
        if len(texts) > 1 and (words, 1) > most:
            best, most = row, (words, 1)
    return best


def headless(grid: Grid) -> bool:
    """Return whether a table of text has no row of heads.

    The row that would be it holds nothing but numbers and times.
    """
    head = head_row(grid)
    return not head or all(
        not any(letter.isalpha() for letter in str(cell.value)) for cell in grid.cells[head].values()
    )


def is_total(cells: Mapping[int, GridCell]) -> bool:
    """Return whether a row adds others up.

    The first word of its first cell says so, in whichever column that stands.
    """
    first = cells[min(cells)].value
    return isinstance(first, str) and (is_called_total(first) or _OF_THE_TABLE.match(first.strip()) is not None)


_OF_THE_TABLE = re.compile(
    r"(?:average|mean|median|all (?:roles|staff|people|teams|workloads|pools|rows))$|notes?:"
    r"|(?:of which|thereof|davon|dont)\b|(?:contingency|buffer|headroom|uplift|reserve)(?: of)?\W*\d+\s?%$",
    re.IGNORECASE,
)
"""Names of rows that sum the others up, or say something of the table."""


def noticed(grid: Grid) -> list[str]:
    """Return what somebody should look at in a plain table.

    Heads without rows, columns of mixed kinds, shares written two ways.
    """
    head = head_row(grid)
    rows = [(row, cells) for row, cells in grid.rows() if row > head]
    if not head or not rows:
        return (
            [f"{grid.name}: there are heads and no rows of data."]
            if head
            else [f"{grid.name}: no header row was found."]
        )
    notices: list[str] = []
    numbers = [row for row, _ in rows]
    gaps = numbers[-1] - head - len(numbers)
    if head > min(grid.cells) and not any(HEADS in one for one in grid.notices):
        notices.append(f"{grid.name}{HEADS}stand in row {head}; what is above them is left out.")
    if gaps > 0:
        be = "row is" if gaps == 1 else "rows are"
        notices.append(f"{grid.name}: {gaps} empty {be} passed over within the table.")
    totals = [row for row, cells in rows if is_total(cells)]
    if totals:
        which = listed([str(row) for row in totals[:5]]) + (" and more" if len(totals) > 5 else "")  # noqa: PLR2004
        told = f"row {which} is a total" if len(totals) == 1 else f"rows {which} are totals"
        notices.append(f"{grid.name}: {told} and not added in.")
    for column, cell in grid.cells[head].items():
        below = [cells[column] for row, cells in rows if column in cells and row not in totals]
        notices += _column(grid, str(cell.value)[:40], below)
    return notices


_OF_MONEY = re.compile(r"[£$€]|price|cost|amount|total|charge|\bfee|gbp|usd|eur|preis|kosten|betrag", re.IGNORECASE)


def _column(grid: Grid, head: str, cells: list[GridCell]) -> list[str]:
    kinds = Counter(_kind(cell) for cell in cells)
    notices: list[str] = []
    if kinds["date"] and (kinds["number"] or kinds["text"]):
        notices.append(
            f"{grid.name}: column “{head}” mixes dates, numbers and text; say dates as 2027-01-31 in all rows."
        )
    told = sum(isinstance(cell.value, str) and cell.value.strip().endswith("%") for cell in cells)
    # per cent among amounts of money are a rate of tax or the like
    if kinds["percent"] + told and kinds["number"] and not _OF_MONEY.search(head):
        notices.append(f"{grid.name}: column “{head}” writes shares in more than one way; 45 is not taken for 45%.")
    errors = kinds["error"]
    if errors:
        notices.append(f"{grid.name}: column “{head}” holds {errors} cells in error; they are not taken.")
    return notices


def _kind(cell: GridCell) -> str:
    if cell.error:
        return "error"
    if isinstance(cell.value, (datetime, date)):
        return "date"
    if isinstance(cell.value, (int, float)):
        return "percent" if "%" in cell.number_format else "number"
    return "text"
