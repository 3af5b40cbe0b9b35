"""Quarters and periods of financial years as those of the calendar: FY26 Q1, P03 2025/26."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from desktop.imports.measured.periods import whole_year
from desktop.imports.measured.texts import Texts

_YEAR = r"(?P<fy>FY ?)?(?P<year>20\d\d|\d\d)(?:[/–-](?P<second>20\d\d|\d\d))?"
_PART = r"(?P<kind>Q|P|PD|period|month|M) ?0?(?P<part>\d{1,2})"
_NAMED = tuple(
    re.compile(rf"^{form}$", re.IGNORECASE) for form in (rf"{_YEAR}[ ,_/-]*{_PART}", rf"{_PART}[ ,_/-]*{_YEAR}")
)
_MONTHS, _QUARTERS = 12, 4


def _match(text: str) -> re.Match[str] | None:
    """Return the quarter or period of a financial year that a text names; those of a plain year are the calendar's."""
    match = next((found for form in _NAMED if (found := form.match(text.strip()))), None)
    if match is None or not 1 <= int(match["part"]) <= (_QUARTERS if match["kind"] in "Qq" else _MONTHS):
        return None
    if match["second"] and int(match["second"]) % 100 != (int(match["year"]) + 1) % 100:
        return None
    plain = not match["fy"] and not match["second"] and (match["kind"] in "Qq" or match["kind"].casefold() in "month")
    return None if plain else match


_BARE = re.compile(r"^(?:Q|P|PD|period) ?0?\d{1,2}$", re.IGNORECASE)
_FINANCIAL = re.compile(r"(?<!\d)(?:FY ?(?:20)?\d\d(?:[/–-](?:20)?\d\d)?|20\d\d[/–-](?:20)?\d\d)(?!\d)", re.IGNORECASE)
"""A financial year in a title."""


def parts_of(texts: Sequence[str], title: str = "") -> tuple[dict[int, str], bool]:
    """Return the quarters or periods that texts are, by their place, and whether they are quarters.

    None unless at least two are there, each after the one before. title: above them, in which one financial year may
    stand that they leave out.

    >>> parts_of(["AI", "P1", "P2", "Q1 total"], "AI cost FY 2026/27")
    ({1: 'P1 FY 2026/27', 2: 'P2 FY 2026/27'}, False)
    >>> parts_of(["Item", "FY26 Q1", "FY26 Q2", "Total"])
    ({1: 'FY26 Q1', 2: 'FY26 Q2'}, True)
    """
    years = {one.group() for one in _FINANCIAL.finditer(title)}
    if len(years) == 1 and any(map(_BARE.match, map(str.strip, texts))):
        year = years.pop()
        texts = [f"{text.strip()} {year}" if _BARE.match(text.strip()) else text for text in texts]
    if quarters := quarters_of(texts):
        return quarters, True
    found = {place: match for place, text in enumerate(texts) if (match := _match(text)) and match["kind"] not in "Qq"}
    order = [(whole_year(match["year"]), int(match["part"])) for match in found.values()]
    follow = len(order) > 1 and all(one < later for one, later in pairwise(order))
    return ({place: texts[place].strip() for place in found} if follow else {}), False


def quarters_of(texts: Sequence[str]) -> dict[int, str]:
    """Return the quarters that texts are, by their place, of the calendar or of a financial year.

    None unless at least two are there, each after the one before.

    >>> quarters_of(["Item", "FY26 Q1", "FY26 Q2", "Total"])
    {1: 'FY26 Q1', 2: 'FY26 Q2'}
    >>> quarters_of(["Q4 2025", "Q1 2026"])
    {0: 'Q4 2025', 1: 'Q1 2026'}
    >>> quarters_of(["Q2 2026", "Q1 2026"])
    {}
    """
    found: dict[int, str] = {}
    order: list[tuple[int, int]] = []
    for place, text in enumerate(texts):
        match = next(filter(None, (form.match(text.strip()) for form in _NAMED)), None)
        if match is not None and match["kind"] in "Qq" and 1 <= int(match["part"]) <= _QUARTERS:
            found[place] = text.strip()
            order.append((whole_year(match["year"]), int(match["part"])))
    return found if len(order) > 1 and all(one < later for one, later in pairwise(order)) else {}


def of_financial_years(texts: Texts) -> bool:
    """Return whether times are quarters or periods of a financial year: nobody knows in which month it begins."""
    return any(_match(str(text)) for text in texts[:_LOOKED_AT])


_LOOKED_AT = 50
"""Rows by which it is judged."""


def of_calendar(texts: Texts, begins: int) -> Texts:
    """Return quarters and periods of a financial year as those of the calendar; what is neither is left.

    A year of one number is named for the one in which it ends. begins: the month in which it begins.

    >>> list(of_calendar(np.array(["FY26 Q1", "P10 2025/26", "2026 Q1"], dtype=object), 4))
    ['2025 Q2', '2026-01', '2026 Q1']
    >>> list(of_calendar(np.array(["Q1 FY26", "FY26 P12"], dtype=object), 1))
    ['2026 Q1', '2026-12']
    """
    return np.array([_of_calendar(str(text), begins) for text in texts], dtype=object)


def _of_calendar(text: str, begins: int) -> str:
    match = _match(text)
    if match is None:
        return text
    first = whole_year(match["year"]) - (0 if match["second"] or begins == 1 else 1)
    in_quarters = match["kind"] in "Qq"
    months = begins - 1 + (int(match["part"]) - 1) * (_MONTHS // _QUARTERS if in_quarters else 1)
    year, month = first + months // _MONTHS, months % _MONTHS
    if not in_quarters:
        return f"{year}-{month + 1:02}"
    # a quarter of which the calendar has none is left, and set aside
    return f"{year} Q{month * _QUARTERS // _MONTHS + 1}" if month % (_MONTHS // _QUARTERS) == 0 else text
