"""How far a simulation has settled: its percentiles after a part of the cases and after all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.studies.percentiles import PERCENTILES

FROM = 250
"""The fewest cases that percentiles are told of."""


@dataclass(frozen=True, slots=True)
class Step:
    """Percentiles 10, 50 and 90 of the saving after some cases, in money.

    It also holds the share of them in which there is one.
    """

    cases: int
    low: float
    middle: float
    high: float
    positive: float


def convergence(saving: NDArray[np.float64]) -> Sequence[Step]:
    """Return the steps: all cases, half of them, a quarter and so on, the fewest first.

    The cases stand in no order, so that the first of them are a sample.
    """
    sizes: list[int] = []
    size = len(saving)
    while size >= FROM and len(sizes) < 6:  # noqa: PLR2004 - a thirty-second part
        sizes.append(size)
        size //= 2
    return [_after(saving[:size]) for size in reversed(sizes or [len(saving)])]


def _after(saving: NDArray[np.float64]) -> Step:
    low, middle, high = (float(value) for value in np.percentile(saving, PERCENTILES))
    return Step(len(saving), low, middle, high, float((saving > 0).mean()))
