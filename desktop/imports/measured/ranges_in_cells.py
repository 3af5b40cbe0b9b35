"""Tables that name the time of a row as a range in one cell, such as 1 Jan – 31 Jan 2026, laid out with two columns."""

import csv
import io
import re

from desktop.imports.measured.moments import moment
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.periods import A_NAME
from desktop.imports.measured.texts import folded
from desktop.imports.measured.time_columns import end_of, time_of
from models.quantities.writing import shown

_MOST_CHARACTERS = 200_000
"""Such a table is written for people."""

_NEARLY_ALL = 0.6
"""Of the rows, which have a range; totals and notes have none."""

_TO = r"\s*(?:[-–—]|\b(?:to|until|till|bis|au|al|tot)\b)\s*"
_APART = re.compile(r"\s+(?:-|–|—|to|until|till|bis|au|al|tot)\s+|[–—]", re.IGNORECASE)
_SLASHED = re.compile(r"^(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\s*-\s*(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$")
_INTERVAL = re.compile(r"^(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})$")
_OF_A_MONTH = re.compile(rf"^(\d{{1,2}}){_TO}(\d{{1,2}})\s+({A_NAME}\.?,?\s+\d{{4}})$", re.IGNORECASE)
_OF_A_YEAR = re.compile(rf"^(\d{{1,2}}\s+{A_NAME}\.?){_TO}(\d{{1,2}}\s+{A_NAME}\.?,?\s+(\d{{4}}))$", re.IGNORECASE)


def from_and_to(text: str) -> tuple[str, str] | None:
    """Return the first and the last day that a range names, as they are written; None where a text is no range.

    >>> from_and_to("01/01/2026 - 31/01/2026"), from_and_to("1-31 Jan 2026"), from_and_to("2026-01-01/2026-01-31")
    (('01/01/2026', '31/01/2026'), ('1 Jan 2026', '31 Jan 2026'), ('2026-01-01', '2026-01-31'))
    >>> from_and_to("1 Jan to 31 Mar 2026"), from_and_to("Jan 2026 – Mar 2026"), from_and_to("2026-01-01")
    (('1 Jan 2026', '31 Mar 2026'), None, None)
    """
    text = " ".join(text.split())
    if found := _SLASHED.match(text) or _INTERVAL.match(text):
        return found[1], found[2]
    if found := _OF_A_MONTH.match(text):
        return f"{found[1]} {found[3]}", f"{found[2]} {found[3]}"
    if found := _OF_A_YEAR.match(text):
        return f"{found[1]} {found[5]}", found[3]
    parts = _APART.split(text)
    days = len(parts) == 2 and all(_is_day(part) for part in parts)  # noqa: PLR2004 - from and to
    return (parts[0], parts[1]) if days else None


def _is_day(text: str) -> bool:
    """Return whether a text names a day, whichever of two numbers is its month."""
    return bool(re.search(r"\d\D+\w+\D+\d", text)) and any(moment(text, order=order) for order in ("dmy", "mdy"))


def in_two(found: Opened) -> Opened | None:
    """Return a table with its ranges in two columns, where its times are such; None where they are not."""
    time = time_of(found.heads, {})
    if found.kind != "table" or found.packed or not 0 < len(found.text) < _MOST_CHARACTERS or not time:
        return None
    if end_of(found.heads, time, {}):
        return None
    try:
        rows = list(csv.reader(io.StringIO(found.text, newline=""), delimiter=found.separator))
    except csv.Error:  # whoever reads it as another table says what is wrong with it
        return None
    heads = rows[found.head_line] if found.head_line < len(rows) else []
    at = next((place for place, head in enumerate(heads) if folded(head) == time), -1)
    below = [row for row in rows[found.head_line + 1 :] if at < len(row) and row[at].strip()] if at >= 0 else []
    ranges = [from_and_to(row[at]) for row in below]
    if not below or sum(one is not None for one in ranges) < _NEARLY_ALL * len(below):
        return None
    laid = [*rows[: found.head_line], [*heads[:at], "Period from", "Period to", *heads[at + 1 :]]]
    for row in rows[found.head_line + 1 :]:
        cell = row[at] if at < len(row) else ""
        laid.append([*row[:at], *(from_and_to(cell) or (cell, "")), *row[at + 1 :]])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", delimiter=found.separator).writerows(laid)
    said = f"{shown(heads[at])} names the first and the last day of each row."
    return found.laid_anew(text.getvalue(), laid[found.head_line], found.separator, said, found.head_line)
