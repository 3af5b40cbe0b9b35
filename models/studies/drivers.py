"""Which inputs a saving moves with, of cases drawn: correlation of ranks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.appraisal.results import A_PENNY
from models.studies.sampling import Draws

SAME = A_PENNY / 2
"""Money; of two costs closer than this neither is the lower."""


@dataclass(frozen=True, slots=True)
class Driver:
    """An input and how the saving moves with it.

    correlation: of their ranks, −1 to 1. share: of the spread that is explained by ranks one by one.
    """

    key: str
    correlation: float
    share: float


def drivers(drawn: Mapping[str, Draws], saving: Draws) -> list[Driver]:
    """Return how the saving moves with each input, the strongest first, by correlation of ranks (Spearman)."""
    if not drawn or np.ptp(saving) <= SAME:
        return []
    target = _standard_ranks(saving)
    moved = {
        key: float(_standard_ranks(column) @ target) / len(saving)
        for key, column in drawn.items()
        if np.ptp(column) > 0 and not key.endswith((".likely", ".high"))
    }
    whole = sum(value**2 for value in moved.values()) or 1.0
    shares = [Driver(key, value, value**2 / whole) for key, value in moved.items()]
    return sorted(shares, key=lambda one: -abs(one.correlation))


def _standard_ranks(values: Draws) -> Draws:
    """Return the ranks of values, equal ones sharing theirs, at mean 0 and variance 1."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (count.cumsum() - (count + 1) / 2)[place]
    ranks = ranks - ranks.mean()
    spread = ranks.std()
    return ranks / spread if spread > 0 else ranks
