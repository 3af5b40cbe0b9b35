"""Places for the names of marked points, so that they touch neither each other nor the curves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NARROW = 7.0
"""Width up to which a box is the line that leads to a name."""


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
) -> list[Placed | None]:
    """Return a place for the name of each point, None where it would touch another: that point goes without.

    The last points have the first choice, since what they tell is what lasts.

    points: horizontal and vertical place. widths, height: of the texts. curves: each an array of points to keep clear
        of.
    """
    taken: list[_Box] = [(x - NARROW / 2, y - height / 2, x + NARROW / 2, y + height / 2) for x, y in points]
    result: list[Placed | None] = []
    cloud = (
        np.concatenate([np.column_stack([_dense(curve[:, 0]), _dense(curve[:, 1])]) for curve in curves])
        if curves
        else np.empty((0, 2))
    )
    for point, width in reversed(list(zip(points, widths, strict=True))):
        best = _best(point, width, height, area, taken, cloud)
        result.append(best)
        if best is not None:
            taken += [_box(best.left, best.middle, width, height), _stem(point, best.middle)]
    return result[::-1]


type _Box = tuple[float, float, float, float]


def _box(left: float, middle: float, width: float, height: float) -> _Box:
    return left, middle - height * 0.6, left + width, middle + height * 0.6


def _stem(point: tuple[float, float], middle: float) -> _Box:
    x, y = point
    return x - 3, min(y, middle), x + 3, max(y, middle)


def _best(
    point: tuple[float, float],
    width: float,
    height: float,
    area: Area,
    taken: Sequence[_Box],
    cloud: NDArray[np.float64],
) -> Placed | None:
    """Return the place nearest to a point that keeps clear of curves, None where every place touches another name."""
    x, y = point
    places: list[tuple[float, Placed]] = []
    for rise in (step * sign for step in np.arange(2.0, 16.0) * height for sign in (1.0, -1.0)):
        for left in (x + 3, x - width - 3):
            box, stem = _box(left, y + rise, width, height), _stem(point, y + rise)
            outside = box[0] < area.left or box[2] > area.right or box[1] < area.bottom or box[3] > area.top
            touches = any(_overlap(box, other) or (_overlap(stem, other) and _is_name(other)) for other in taken)
            if not outside and not touches:
                places.append((4.0 * _inside(box, cloud) + abs(rise) / height, Placed(left, y + rise, y + rise)))
    return min(places, key=lambda one: one[0])[1] if places else None


def _is_name(box: _Box) -> bool:
    """Return whether a box holds a name and not the line that leads to one."""
    return box[2] - box[0] > NARROW


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
