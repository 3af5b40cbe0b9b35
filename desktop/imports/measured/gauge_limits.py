"""Limits within which samples of a gauge belong together, and what is a utilisation: one rule for all."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

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
