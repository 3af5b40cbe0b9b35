"""Percentiles of curves by month over any number of cases: exact, or from histograms in bounded memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Curves = NDArray[np.float64]

PERCENTILES = (10, 50, 90)
BINS = 4_000
"""Steps of a month's histogram, over the range of the first cases widened by half on either side."""


@dataclass(frozen=True, slots=True)
class Band:
    """Percentiles 10, 50 and 90 of a curve, by month."""

    low: Curves
    middle: Curves
    high: Curves


class Percentiles:
    """Gathers a curve's cases, months × cases at a time.

    exact: keep them all; otherwise count them in histograms, the same number of steps for every month.
    """

    def __init__(self, months: int, *, exact: bool) -> None:
        self._months, self._exact = months, exact
        self._kept: list[Curves] = []
        self._counts = np.zeros((months, BINS + 2), dtype=np.int64)
        self._low = np.zeros((months, 1))
        self._step = np.zeros((months, 1))

    def add(self, curves: Curves) -> None:
        """Take some cases."""
        if self._exact:
            self._kept.append(curves)
            return
        if not self._step.any():
            low, high = curves.min(axis=-1, keepdims=True), curves.max(axis=-1, keepdims=True)
            room = np.maximum(high - low, 1e-9 * np.maximum(np.abs(high), 1.0)) / 2
            self._low, self._step = low - room, (high - low + 2 * room) / BINS
        place = ((curves - self._low) / self._step + 1).clip(0, BINS + 1).astype(np.int64)
        place += np.arange(self._months)[:, None] * (BINS + 2)
        self._counts += np.bincount(place.reshape(-1), minlength=self._counts.size).reshape(self._counts.shape)

    @property
    def resolution(self) -> float:
        """The widest step of the histograms, 0 where percentiles are exact."""
        return 0.0 if self._exact else float(self._step.max())

    def band(self) -> Band:
        """Return the percentiles by month. Those beyond the histograms are held to their ends."""
        if self._exact:
            whole = self._kept[0] if len(self._kept) == 1 else np.concatenate(self._kept, axis=-1)
            return Band(*np.percentile(whole, PERCENTILES, axis=-1))
        so_far = self._counts.cumsum(axis=-1)
        curves: list[Curves] = []
        for percentile in PERCENTILES:
            target = so_far[:, -1:] * percentile / 100
            place = (so_far >= target).argmax(axis=-1)
            before = np.take_along_axis(so_far, np.maximum(place - 1, 0)[:, None], axis=-1)[:, 0] * (place > 0)
            here = np.maximum(np.take_along_axis(self._counts, place[:, None], axis=-1)[:, 0], 1)
            part = (target[:, 0] - before) / here
            curves.append(self._low[:, 0] + (place - 1 + part).clip(0, BINS) * self._step[:, 0])
        return Band(*curves)
