"""The band around a curve.

From the tenth to the ninetieth percentile of all cases, with a dotted line at half of them.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from models.studies.percentiles import Band

_ALPHA, _MIDDLE = 0.13, 0.75


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
