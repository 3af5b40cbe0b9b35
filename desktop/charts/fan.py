"""What stands around a curve: the band of its cases, and the strokes of the work that waits in it.

A band reaches from the tenth to the ninetieth percentile of all cases, with a dotted line at half of them.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from models.exhibits.figures import Curve, Series, strokes
from models.studies.percentiles import Band

_ALPHA, _MIDDLE = 0.13, 0.75


class Hatch:
    """Draws what lies between two curves as slanted strokes into a view, below its curves."""

    def __init__(self, view: pg.ViewBox, colour: QColor) -> None:
        self._view, self._strokes = view, QGraphicsPathItem()
        pen = QPen(colour, 1)
        pen.setCosmetic(True)
        self._strokes.setPen(pen)
        self._strokes.setZValue(-15)
        view.addItem(self._strokes, ignoreBounds=True)

    def show(self, low: Curve | None, high: Curve) -> None:
        """Draw what lies between two curves by month, or nothing."""
        path = QPainterPath()
        for start, foot, end, head in strokes(low, high):
            path.moveTo(start, foot)
            path.lineTo(end, head)
        self._strokes.setPath(path)

    def remove(self) -> None:
        """Take the strokes out of the view."""
        self._view.removeItem(self._strokes)


class Fan:
    """Draws one band into a view, below its curves."""

    def __init__(self, view: pg.ViewBox, colour: QColor) -> None:
        self._view = view
        self._area, self._middle = QGraphicsPathItem(), QGraphicsPathItem()
        fill, line = QColor(colour), QColor(colour)
        fill.setAlphaF(_ALPHA)
        line.setAlphaF(_MIDDLE)
        pen = QPen(line, 1, Qt.PenStyle.DotLine)
        pen.setCosmetic(True)
        self._area.setPen(QPen(Qt.PenStyle.NoPen))
        self._area.setBrush(fill)
        self._middle.setPen(pen)
        for item, depth in ((self._area, -20), (self._middle, -10)):
            item.setZValue(depth)
            view.addItem(item, ignoreBounds=True)

    def show(self, band: Band | None) -> None:
        """Draw a band, or nothing."""
        for item in (self._area, self._middle):
            item.setVisible(band is not None)
        if band is not None:
            months = np.arange(len(band.low), dtype=float)
            self._area.setPath(
                pg.arrayToQPath(np.concatenate([months, months[::-1]]), np.concatenate([band.low, band.high[::-1]]))
            )
            self._middle.setPath(pg.arrayToQPath(months, band.middle))

    def remove(self) -> None:
        """Take the band out of the view."""
        for item in (self._area, self._middle):
            self._view.removeItem(item)


class Around:
    """Draws what stands around one curve, each part from when it is first there."""

    def __init__(self, view: pg.ViewBox, colour: QColor) -> None:
        self._view, self._colour = view, colour
        self._fan: Fan | None = None
        self._hatch: Hatch | None = None

    def show(self, series: Series) -> None:
        """Draw the band and the strokes of a series, or nothing."""
        if self._fan is None and series.band is not None:
            self._fan = Fan(self._view, self._colour)
        if self._fan is not None:
            self._fan.show(series.band)
        if self._hatch is None and series.paid is not None:
            self._hatch = Hatch(self._view, self._colour)
        if self._hatch is not None:
            self._hatch.show(series.paid, series.values)

    def remove(self) -> None:
        """Take both out of the view."""
        for part in (self._fan, self._hatch):
            if part is not None:
                part.remove()
