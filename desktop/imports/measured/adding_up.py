"""Whether rows of a table come to others: their sum, a rate on them, their mean."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.texts import Floats

_LEVELS = 3
"""Rows of all rows of all may stand this deep."""

_ROUNDED = 0.005
"""Share by which a total that was rounded may miss the sum of the others."""

_UNITS = (1_000.0, 100.0, 10.0, 1.0, 0.1)
"""Units that amounts are rounded to: a table in thousands, in pounds, with one decimal place."""

_MOST_LOST = 0.04
"""Share of a total that rounding can explain, at most."""

_RATES = (0.04, 0.30)
"""Between which the rates of value added tax lie."""

_ONE_RATE = 1.15
"""How far rates of several months may lie apart: credits are taken off before or after the tax."""


def add_up(
    seconds: Floats,
    totals: NDArray[np.bool_],
    others: NDArray[np.bool_],
    values: Mapping[str, Floats],
    levels: int = _LEVELS,
) -> bool:
    """Return whether rows hold what the others of their time do, once or, with totals of totals, a few times over."""
    times = np.unique(seconds[totals])
    if not np.isin(times, seconds[others]).all():
        return False
    amounts = [column for name, column in values.items() if name != "utilisation"]
    pairs = [
        (
            by_time(times, seconds, column, totals),
            by_time(times, seconds, column, others),
            _lost(column[totals | others]) * (1 + by_time(times, seconds, np.ones(len(seconds)), others)),
        )
        for column in amounts
    ]
    return bool(pairs) and any(
        all(_comes_to(whole, level * parts, level * lost) for whole, parts, lost in pairs)
        for level in range(1, levels + 1)
    )


def _lost(written: Floats) -> float:
    """Return the most that rounding can have taken from each of some amounts: half of the unit they are written in."""
    written = written[np.isfinite(written)]
    for unit in _UNITS:
        if np.allclose(written / unit, np.round(written / unit), rtol=0, atol=1e-6):
            return unit / 2
    return 0.0


def _comes_to(whole: Floats, parts: Floats, lost: Floats) -> bool:
    """Return whether totals are the sums of their parts but for what rounding took from each."""
    allowed = np.maximum(_ROUNDED * np.abs(parts), np.minimum(lost, _MOST_LOST * np.abs(parts)))
    return bool((np.abs(whole - parts) <= allowed + 0.01).all())


def is_rate(seconds: Floats, paid: Floats, taxes: NDArray[np.bool_], others: NDArray[np.bool_]) -> bool:
    """Return whether rows are a tax on the others of their time: one rate of them, such as taxes have."""
    times = np.unique(seconds[taxes])
    if not np.isin(times, seconds[others]).all():
        return False
    on = by_time(times, seconds, paid, others)
    if (on <= 0).any():
        return False
    rates = by_time(times, seconds, paid, taxes) / on
    return bool((rates >= _RATES[0]).all() and (rates <= _RATES[1]).all() and rates.max() <= _ONE_RATE * rates.min())


def is_mean(seconds: Floats, means: NDArray[np.bool_], others: NDArray[np.bool_], values: Mapping[str, Floats]) -> bool:
    """Return whether rows hold the mean of the others of their time."""
    times = np.unique(seconds[means])
    if not np.isin(times, seconds[others]).all():
        return False
    many = by_time(times, seconds, np.ones(len(seconds)), others)
    if (many < 2).any():  # noqa: PLR2004 - one other row is its own mean
        return False
    amounts = [column for name, column in values.items() if name != "utilisation"]
    return bool(amounts) and all(
        np.allclose(
            by_time(times, seconds, column, means), by_time(times, seconds, column, others) / many, rtol=_ROUNDED
        )
        for column in amounts
    )


def by_time(times: Floats, seconds: Floats, column: Floats, rows: NDArray[np.bool_]) -> Floats:
    """Return the sum of some rows at each of some times."""
    rows = rows & np.isfinite(column) & np.isin(seconds, times)
    return np.bincount(np.searchsorted(times, seconds[rows]), weights=column[rows], minlength=len(times))
