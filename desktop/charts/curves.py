"""Pens of curves, names at their ends, and where the names of crossovers stand."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen

from desktop.charts.lettering import chart_font
from desktop.style.palette import theme
from models.exhibits.figures import Figure, Mark, Series
from models.exhibits.labels import Area, Placed, placed
from models.quantities.writing import money

_OTHER, _GHOST = 0.55, 0.35
"""How strong the colour of another scenario's curve is, and of what was there before a change."""


def curve_pen(series: Series, scale: float) -> QPen:
    """Return the pen of a series. scale: how much wider than at the usual size of letters."""
    colour = QColor(theme().on_screen(series.style.colour))
    if series.other:
        colour.setAlphaF(_GHOST if series.ghost else _OTHER)
    pen = QPen(colour, (1.1 if series.other else 2.2) * scale)
    pen.setCosmetic(True)
    if series.style.dash:
        pen.setDashPattern([length / 2 for length in series.style.dash])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def name_at_end(series: Series, amount: float, symbol: str) -> str:
    """Return what stands at the end of a curve: its option, the amount there, and the scenario where it is another."""
    told = f"{series.label} {money(amount, symbol)}"
    return f"{told}, {series.other}" if series.other else told


def mark_places(
    figure: Figure,
    marks: Sequence[Mark],
    points: Sequence[QPointF],
    area: Area,
    ranges: Sequence[Sequence[float]],
    pixels: int,
) -> Sequence[Placed | None]:
    """Return where the names of crossovers stand, clear of the curves; None for one that has no room.

    points: of the crossovers, in pixels. ranges: first and last month, lowest and highest amount that are shown.
    """
    (left, right), (low, high) = ranges
    metrics = QFontMetricsF(chart_font(pixels))
    upright = [(point.x(), -point.y()) for point in points]
    months = np.arange(len(figure.series[0].values))
    xs = area.left + (months - left) / (right - left) * (area.right - area.left)
    curves = [
        np.column_stack([xs, -(area.top - (series.values - low) / (high - low) * (area.top - area.bottom))]).astype(
            float
        )
        for series in figure.series
    ]
    inside = Area(area.left + 2, area.right - 2, -area.top + 4, -area.bottom)
    return placed(upright, [metrics.horizontalAdvance(mark.text) for mark in marks], 1.25 * pixels, inside, curves)
