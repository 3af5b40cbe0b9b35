"""Limits within which samples of a gauge belong together, and what is a utilisation: one rule for all."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, numbers

GAP = 2.5
"""Times the usual step, beyond which samples are missing."""


IDLE = 0.01
"""Utilisation below which a GPU is idle."""

ALL = 0.999
"""Share of the GPUs then present that must be sampled for an hour to count."""

HUNDRED = 100.0
_NEARLY_ONE = 1.5
"""A utilisation above this is written in per cent; a share a little above 1 is a slip."""

NO_SAMPLE = "without a sample, such as NaN, N/A or DCGM's blank"
_ROUNDING = 1e-9


def in_percent(columns: Iterable[Floats]) -> bool:
    """Return whether values are written as 0 to 100; one that no utilisation can be says nothing of the others."""
    return any(bool(np.any((column > _NEARLY_ONE) & (column <= HUNDRED))) for column in columns)


_SAYS_PERCENT = re.compile(r"%|\bper[ _]?cent\b|percent|\bpct\b|_pct|prozent|pourcent", re.IGNORECASE)


def doubt_scale(tally: Tally, heads: Iterable[str], values: Floats, of: NDArray[np.int64]) -> bool:
    """Return whether values that have no sign are in per cent, as their head says or their size, and doubt what is odd.

    of: the number of the GPU or machine that each value is of. A head of per cent over values that would all be below
        1% is odd; so is one GPU at 0.6 beside others at 45.
    """
    percent = in_percent([values])
    if not percent and any(map(_SAYS_PERCENT.search, heads)):
        if bool(np.any(values > 0)) and not bool(np.any(values > 1)):
            tally.doubted = True
            tally.warnings.append(
                "Its head says per cent, and no value is above 1: it is read as below 1%, and nothing is ticked. Where"
                " 0.5 is meant for a half, head it as a share."
            )
        return True
    there = np.isfinite(values) & (values > 0)
    if percent and there.any():
        many = np.bincount(of[there])
        highest = np.zeros(len(many))
        np.maximum.at(highest, of[there], values[there])
        mean = np.bincount(of[there], weights=values[there]) / np.maximum(many, 1)
        if ((highest <= 1) & (mean > _A_TENTH)).any():
            tally.doubted = True
            tally.warnings.append(
                "Some of what it measured is never above 1, and the rest is in per cent: it is read as below 1%"
                " throughout, and nothing is ticked. Look whether two machines write it in two ways."
            )
    return percent


_A_TENTH = 0.1


def within(shares: Floats, aside: Counter[str]) -> Floats:
    """Return shares of 1 with NaN in place of what is no utilisation: below 0 or above 1, counted as set aside."""
    outside = (shares < 0) | (shares > 1 + _ROUNDING)
    aside["with a utilisation below 0 or above 100%"] += int(np.count_nonzero(outside))
    return np.where(outside, np.nan, np.minimum(shares, 1.0))


def sampled(texts: Texts, aside: Counter[str], *, comma: bool = False) -> Floats:
    """Return a column of samples as numbers; texts that say that none was taken, and those that are none, are counted.

    A blank cell is no sample.
    """
    values, odd = numbers(texts, comma=comma)
    there = np.array([bool(str(text).strip()) for text in texts], dtype=np.bool_)
    aside["with an amount that is not a number"] += int(np.count_nonzero(odd))
    aside[NO_SAMPLE] += int(np.count_nonzero(there & ~odd & ~np.isfinite(values)))
    return values
