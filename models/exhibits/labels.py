"""Places for the names of marked points, so that they touch neither each other nor the curves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a name stands: the left and the middle height of its text, and the end of the line that leads to it."""

    left: float
    middle: float
    stem: float


@dataclass(frozen=True, slots=True)
class Area:
    """The area names may stand in; heights grow upwards."""

    left: float
    right: float
    bottom: float
    top: float


def placed(
    points: Sequence[tuple[float, float]],
    widths: Sequence[float],
    height: float,
    area: Area,
    curves: Sequence[NDArray[np.float64]],
) -> list[Placed]:
    """Return a place for the name of each point.

    points: horizontal and vertical place. widths, height: of the texts. curves: each an array of points to keep clear
        of.
    """
    taken: list[tuple[float, float, float, float]] = []
    result: list[Placed] = []
    cloud = (
        np.concatenate([np.column_stack([_dense(curve[:, 0]), _dense(curve[:, 1])]) for curve in curves])
        if curves
        else np.empty((0, 2))
    )
    for (x, y), width in zip(points, widths, strict=True):
        best: tuple[float, Placed, tuple[float, float, float, float]] | None = None
        for rise in (step * sign for step in np.arange(2.0, 16.0) * height for sign in (1.0, -1.0)):
            for left in (x + 3, x - width - 3):
                middle = y + rise
                box = (left, middle - height * 0.6, left + width, middle + height * 0.6)
                if box[0] < area.left or box[2] > area.right or box[1] < area.bottom or box[3] > area.top:
                    continue
                penalty = (
                    1e6 * sum(_overlap(box, other) for other in taken) + 4.0 * _inside(box, cloud) + abs(rise) / height
                )
                if best is None or penalty < best[0]:
                    best = (penalty, Placed(left, middle, middle), box)
        if best is None:
            left = min(max(x + 3, area.left), area.right - width)
            best = (0.0, Placed(left, y, y), (left, y - height / 2, left + width, y + height / 2))
        result.append(best[1])
        taken += [best[2], (x - 3, min(y, best[1].middle), x + 3, max(y, best[1].middle))]
    return result


def _dense(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return four points for every step of a curve."""
    steps = np.arange(0, len(values) - 1 + 0.25, 0.25)
    return np.interp(steps, np.arange(len(values)), values)


def _overlap(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _inside(box: tuple[float, float, float, float], cloud: NDArray[np.float64]) -> int:
    return int(
        ((cloud[:, 0] > box[0]) & (cloud[:, 0] < box[2]) & (cloud[:, 1] > box[1]) & (cloud[:, 1] < box[3])).sum()
    )
