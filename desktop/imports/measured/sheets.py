"""A sheet of a spreadsheet as a table of text, so that what is known as CSV is known in a workbook too."""

import csv
import io
import re
from datetime import date, datetime, timedelta

from desktop.imports.grid import Grid, GridCell
from models.quantities.writing import CODES


def as_table(grid: Grid) -> bytes:
    """Return a sheet as CSV in UTF-8, row for row, with the values of cells as they are meant: 45% as 45%."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if not grid.cells:
        return b""
    width = max(max(cells) for cells in grid.cells.values())
    for row in range(1, max(grid.cells) + 1):
        cells = grid.cells.get(row, {})
        writer.writerow([_text(cells[column]) if column in cells else "" for column in range(1, width + 1)])
    return stream.getvalue().encode()


def _text(cell: GridCell) -> str:
    value = cell.value
    if cell.error or value is None:
        return ""
    if isinstance(value, datetime):
        # midnight is a day, unless the cell shows hours
        day = value.time() == datetime.min.time() and "h" not in cell.number_format.casefold()
        return value.strftime("%Y-%m-%d" if day else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        return f"{int(seconds // 3_600)}:{int(seconds % 3_600 // 60):02}:{int(seconds % 60):02}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        if "%" in cell.number_format:
            return f"{value * 100!r}%"
        sign, times = shown_as(cell.number_format)
        return f"{'-' if value < 0 and sign else ''}{sign}{abs(value * times) if sign else value * times!r}"
    return str(value)


_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]|([£$€])')
_SIZES = {
    **dict.fromkeys(("k", "thousand", "tsd", "t"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million"), 1e6),
    **dict.fromkeys(("bn", "mrd", "billion"), 1e9),
}


def shown_as(number_format: str) -> tuple[str, float]:
    """Return the sign of the currency that a cell is shown with, and what a size behind its figure multiplies it by.

    A format that divides what it shows, by a comma behind its digits, says the size of what is shown alone.

    >>> shown_as('"£"#,##0"k"'), shown_as('#,##0,"k"'), shown_as('#,##0.0 "Mio. €"'), shown_as("[$€-407] 0.00")
    (('£', 1000.0), ('', 1.0), ('€', 1000000.0), ('€', 1.0))
    """
    first = number_format.partition(";")[0]
    said = " ".join(next(part for part in match.groups() if part is not None) for match in _LITERAL.finditer(first))
    sign = next((one for one in CODES if one in said), "")
    size = "".join(one for one in said if one not in CODES).casefold().strip(" .")
    scaled = re.search(r"[0#?],+(?![0#?])", _LITERAL.sub("", first)) is not None
    return sign, 1.0 if scaled else _SIZES.get(size, 1.0)
