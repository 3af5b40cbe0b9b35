"""The grid of a chart over months: lines at round amounts, names of months, and where each stands."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from models.exhibits.figures import Figure
from models.exhibits.labels import Area
from models.exhibits.scale import nice_ticks
from models.quantities.writing import money, month_after

type Lettered = tuple[str, QPointF, str]
"""A text, where it stands, and whether that is its right end or its middle."""


_STEPS = (1, 3, 6, 12, 24, 36, 60, 120)
_NAME = 5.2
"""Widths of a letter that a month's name takes with the room beside it."""


def month_step(months: float, width: float, pixels: float) -> int:
    """Return every how many months one is named, so that names do not touch.

    months: in view. width: of the plot, in pixels. pixels: of the letters.
    """
    fit = max(1.0, width / (_NAME * pixels))
    return next((step for step in _STEPS if months / step <= fit), _STEPS[-1])


def grid(
    figure: Figure,
    area: Area,
    ranges: Sequence[Sequence[float]],
    pixels: float,
    at: Callable[[float, float, Area], QPointF],
) -> tuple[QPainterPath, list[Lettered]]:
    """Return the lines of a grid and the texts beside them.

    ranges: first and last month, lowest and highest amount that are shown. at: where a month and an amount stand.
    """
    (first, last), (low, high) = ranges
    texts: list[Lettered] = []
    path = QPainterPath()
    # amounts keep a line's height between them
    most = min(8, max(3, int(abs(area.top - area.bottom) / (1.8 * pixels))))
    for tick in nice_ticks(low, high, most):
        place = at(first, tick, area)
        if area.bottom - 1 <= place.y() <= area.top + 1:
            path.moveTo(area.left, place.y())
            path.lineTo(area.right, place.y())
            texts.append((money(tick, figure.symbol), QPointF(area.left - 6, place.y() - 0.7 * pixels), "right"))
    step = month_step(last - first, area.right - area.left, pixels)
    for month in range(int(np.ceil(first / step)) * step, int(last) + 1, step):
        place = at(month, low, area)
        path.moveTo(place)
        path.lineTo(place.x(), place.y() + 4)
        day = month_after(figure.start, month)
        name = f"{day:%b} {day.year}" if month == 0 else f"{day:%b} {day:%y}"
        texts.append((name, QPointF(place.x(), place.y() + 6), "middle"))
    return path, texts
