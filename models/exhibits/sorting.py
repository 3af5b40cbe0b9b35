"""Tables in another order: by the figures or the words of one column."""

import re
from dataclasses import replace

from models.exhibits.figures import Table

_FIGURE = re.compile(
    r"(?P<open>\()?(?P<sign>[−-])?[£$€]?(?P<digits>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>bn|k|m)?(?![a-z])", re.IGNORECASE
)
_SCALES = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
_NONE = {"", "–", "none in range", "at no value", "never"}


def figure(text: str) -> float | None:
    """Return the first figure in a text, such as −£1.2m, (1,234) or 42 %, None where there is none."""
    match = _FIGURE.search(text)
    if match is None:
        return None
    size = float(match["digits"].replace(",", "")) * _SCALES[(match["scale"] or "").lower()]
    return -size if match["sign"] or match["open"] else size


def in_order(table: Table, column: int, *, descending: bool) -> Table:
    """Return a table by one of its columns: figures by size, words by alphabet, cells that say nothing at the end.

    Keys and the chosen row go along.
    """
    cells = [row[column] for row in table.rows]
    figures = [figure(cell) for cell in cells]
    said = [place for place, cell in enumerate(cells) if cell not in _NONE]
    silent = [place for place, cell in enumerate(cells) if cell in _NONE]
    if column > 0 and all(figures[place] is not None for place in said):
        order = sorted(said, key=lambda place: figures[place] or 0.0, reverse=descending)
    else:
        order = sorted(said, key=lambda place: cells[place].casefold(), reverse=descending)
    order += silent
    chosen = order.index(table.chosen) if table.chosen >= 0 else -1
    return replace(
        table, rows=[table.rows[place] for place in order], keys=[table.keys[place] for place in order], chosen=chosen
    )
