"""Money that a file counts by the year and a plan by the month, or the other way about: what it is multiplied by."""

import re

from desktop.imports.said_units import is_money, periods
from models.quantities.declaration import Input

_MONTHS = {"month": 1, "quarter": 3, "half a year": 6, "year": 12}
"""Months in a period that money may be counted by."""

_SAID = {"month": "a month", "quarter": "a quarter", "half a year": "half a year", "year": "a year"}
_NUMBERED = re.compile(r"\d|\b(?:first|last|next|final|current|this|each|up ?front)\b", re.IGNORECASE)
"""Words by which a year is one of several: year 1, the first year."""

_UNITS = frozenset({"unit", "units", "uom", "per", "frequency", "how often"})
"""Heads of columns that say for what time an amount is; one of billing says only when it is paid."""


def of_another_period(said: str, declared: Input) -> tuple[float, str]:
    """Return what money is multiplied by for an input's own period, and the period that it is given for.

    said: a head, or a unit. 1 and nothing where both are of one period, no period is named, or not one alone.

    >>> from models.areas.own_lines import Benefit
    >>> of_another_period("£ p.a.", Benefit.amount), of_another_period("£/month", Benefit.amount)
    ((0.08333333333333333, 'a year'), (1.0, ''))
    >>> of_another_period("year 1", Benefit.amount)
    (1.0, '')
    """
    given, counted = periods(said), periods(declared.unit.symbol)
    if not is_money(declared) or len(given) != 1 or len(counted) != 1 or given == counted or _NUMBERED.search(said):
        return 1.0, ""
    (there,), (here,) = given, counted
    if there not in _MONTHS or here not in _MONTHS:
        return 1.0, ""
    return _MONTHS[here] / _MONTHS[there], _SAID[there]


def period_of_column(head: str, column: str, unit: str, declared: Input) -> tuple[float, str]:
    """Return the same for a cell below a head, beside which a column may name the unit of its row.

    column: the head of that column, plainly. unit: what it says in the row. A head that names a period holds.
    """
    if periods(head):
        return of_another_period(head, declared)
    return of_another_period(unit, declared) if column in _UNITS else (1.0, "")


def counted_by(declared: Input) -> str:
    """Return the period by which an input is counted, as a word."""
    return next(iter(periods(declared.unit.symbol)))
