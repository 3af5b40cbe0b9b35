"""Whether the numbers of a text table have a decimal comma, judged by its amounts, and asked where none says."""

import re
from collections.abc import Iterable, Sequence

from desktop.imports.measured.opened import Marks
from desktop.imports.measured.roles import amounts_of, is_series
from desktop.imports.measured.texts import APART, folded

_SIGNS = re.compile(r"[€£$%]|\b(?:eur|gbp|usd|chf|h|std|stunden|heures)\b", re.IGNORECASE)
"""What stands beside a number in a cell: money and hours."""


def _decimal(mark: str, between: str) -> re.Pattern[str]:
    """Return what a number looks like that can only have one mark before its decimals and another between thousands.

    Other than three figures behind the mark, a nought or four figures before it, or both marks in one number.
    """
    one, other = re.escape(mark), re.escape(between)
    return re.compile(
        rf"-?(?:\d*{one}(?:\d{{1,2}}|\d{{4,}})|0+{one}\d+|\d{{4,}}{one}\d+"
        rf"|\d{{1,3}}(?:{other}\d{{3}})+{one}\d+|\d{{1,3}}(?:{other}\d{{3}}){{2,}})"
    )


_COMMA, _POINT = _decimal(",", "."), _decimal(".", ",")
_EITHER_COMMA, _EITHER_POINT = re.compile(r"-?[1-9]\d{0,2},\d{3}"), re.compile(r"-?[1-9]\d{0,2}\.\d{3}")

_CONTINENTAL = re.compile(
    r"kosten|betrag|stunden|anfragen|datum|monat|zeit|auslastung|menge|preis|w[aä]hrung"
    r"|\bco[uû]ts?\b|montant|heures|\bmois\b|requ[eê]tes|\bprix\b|devise"
    r"|costo|importo|\bmese\b|\bore\b|\bcoste\b|importe|\bhoras\b|\bmes\b|bedrag|maand|\buren\b",
    re.IGNORECASE,
)
"""Words of heads in languages that write a decimal comma."""

_NO_AMOUNTS = re.compile(r"version|release|revision|time$|uhrzeit|heure$|clock")
"""Folded heads of what has points or commas and is no amount."""


def marks(heads: Sequence[str], rows: Iterable[Sequence[str]], separator: str) -> Marks:
    """Return how a table writes its numbers. rows: cells as they stand below its heads.

    >>> marks(["Date", "Version", "Cost"], [["1.9.2026", "3.1", "240,31"]], ";").comma
    True
    >>> marks(["Date", "Cost"], [["2026-09-01", "12,345"]], ";")
    Marks(comma=True, asked=True, notice='')
    >>> marks(["Date", "Cost"], [["2026-09-01", "12,345"]], ",")
    Marks(comma=False, asked=False, notice='')
    """
    names = [folded(head) for head in heads]
    known = is_series(heads, {})
    named = {name for name, role in amounts_of(heads, {}).items() if role != "utilisation"}
    amounts = named if known and named else {one for one in names if not _NO_AMOUNTS.search(one)}
    places = [place for place, name in enumerate(names) if name in amounts]
    comma = point = either_comma = either_point = False
    for row in rows:
        for place in places:
            if place >= len(row):
                continue
            cell = re.sub(f"[{APART}]", "", _SIGNS.sub("", row[place]))
            comma |= _COMMA.fullmatch(cell) is not None
            point |= _POINT.fullmatch(cell) is not None
            either_comma |= _EITHER_COMMA.fullmatch(cell) is not None
            either_point |= _EITHER_POINT.fullmatch(cell) is not None
    if comma or point:
        return Marks(comma and not point)
    continental = any(map(_CONTINENTAL.search, heads))
    if either_comma:
        # a table whose columns stand apart by commas is as English programs write it
        likely = separator == ";" or (continental and separator != ",")
        return Marks(likely, likely and not (continental and separator == ";"))
    if either_point and named and (separator == ";" or (continental and separator != ",")):
        why = "columns stand apart by semicolons" if separator == ";" else "heads are not in English"
        sure = continental and separator == ";"
        return Marks(comma=True, asked=not sure, notice=f"Its {why}, so that 1.250 is read as 1,250.")
    return Marks()
