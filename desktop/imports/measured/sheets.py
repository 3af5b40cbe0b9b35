"""A sheet of a spreadsheet as a table of text, so that what is known as CSV is known in a workbook too."""

import csv
import io
from datetime import date, datetime, timedelta

from desktop.imports.grid import Grid, GridCell


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
        return f"{value * 100!r}%" if "%" in cell.number_format else repr(value)
    return str(value)
