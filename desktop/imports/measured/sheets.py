"""A sheet of a spreadsheet as a table of text, so that what is known as CSV is known in a workbook too."""

import csv
import io
import re
from datetime import date, datetime, timedelta

from desktop.imports.grid import Grid, GridCell
from desktop.imports.measured.head_units import without_unit
from models.quantities.writing import CODES


def as_table(grid: Grid) -> bytes:
    """Return a sheet as CSV in UTF-8, row for row, with the values of cells as they are meant: 45% as 45%."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if not grid.cells:
        return b""
    width = max(max(cells) for cells in grid.cells.values())
    heads: dict[int, str] = {}
    for row in range(1, max(grid.cells) + 1):
        cells = grid.cells.get(row, {})
        heads |= {column: cell.value for column, cell in cells.items() if isinstance(cell.value, str)}
        writer.writerow(
            [_text(cells[column], heads.get(column, "")) if column in cells else "" for column in range(1, width + 1)]
        )
    return stream.getvalue().encode()


def _text(cell: GridCell, head: str) -> str:
    """Return what a cell holds. head: the last text above it in its column."""
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
        return _figure(value, cell.number_format, head)
    return str(value)


def _figure(value: float, number_format: str, head: str) -> str:
    """Return a number as it is meant: in per cent, or with the currency and the size that it is shown with.

    What its head says of either holds.
    """
    if "%" in number_format:
        return f"{value * 100!r}%"
    sign, size = shown_as(number_format)
    sign = "" if _MONEY.search(head) else sign
    of_money = sign or _MONEY.search(head) or _OF_MONEY.search(head)
    # behind other figures an m may be minutes, metres or months, and a t tonnes
    counts = of_money or size == "k" or _OF_COUNTS.search(head)
    times = 1.0 if without_unit(head)[1] else _SIZES.get(size, 1.0) if counts else 1.0
    whole = value if times == 1 else value * times
    return f"{'-' if whole < 0 else ''}{sign}{abs(whole)!r}" if sign else repr(whole)


_MONEY = re.compile(r"[£$€]|\b(?:gbp|usd|eur)\b", re.IGNORECASE)
_OF_MONEY = re.compile(r"\b(?:costs?|spend|amount|bill|kosten|betrag|co[uû]ts?|montant)\b", re.IGNORECASE)

_OF_COUNTS = re.compile(r"\b(?:requests|calls|queries|tokens)\b", re.IGNORECASE)

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]|([£$€])')
_US_DOLLAR = frozenset({"", "409", "2"})
"""Locales whose dollar is that of the United States; without one nothing else is said."""

_SIZES = {
    **dict.fromkeys(("k", "thousand", "tsd", "t"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million"), 1e6),
    **dict.fromkeys(("bn", "mrd", "billion"), 1e9),
}


def shown_as(number_format: str) -> tuple[str, str]:
    """Return the sign of the currency that a cell is shown with, and the word of size behind its figure.

    A format that divides what it shows, by a comma behind its digits, says the size of what is shown alone; one that
    changes with the figure says nothing. A dollar is taken for that of the United States where no other is named.

    >>> shown_as('"£"#,##0"k"'), shown_as('#,##0,"k"'), shown_as('#,##0.0 "Mio. €"'), shown_as("[$€-407] 0.00")
    (('£', 'k'), ('', ''), ('€', 'mio'), ('€', ''))
    >>> shown_as("[$$-C09]#,##0.00"), shown_as("[$CA$]#,##0"), shown_as("General")
    (('', ''), ('', ''), ('', ''))
    """
    first = number_format.partition(";")[0]
    if "[>" in number_format or "[<" in number_format:
        return "", ""
    said: list[str] = []
    for match in _LITERAL.finditer(first):
        text = next(part for part in match.groups()[:3] + match.groups()[4:] if part is not None)
        if "$" in text and (match[4] or "").upper() not in _US_DOLLAR:
            continue
        said.append(text)
    words = " ".join(said)
    sign = next((one for one in CODES if one in words), "")
    rest = "".join(one for one in words if one not in CODES).casefold().strip(" .")
    if sign == "$" and rest not in {"", *_SIZES}:
        return "", ""  # of another country
    scaled = re.search(r"[0#?],+(?![0#?])", _LITERAL.sub("", first)) is not None
    return sign, "" if scaled or rest not in _SIZES else rest
