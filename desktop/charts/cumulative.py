"""The cumulative chart on screen: the options' curves with names at their ends and crossovers marked."""

from typing import override

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsSimpleTextItem

from desktop.style.palette import GREY, INK, LINE, SURFACE
from models.exhibits.figures import Figure, Series
from models.exhibits.labels import Area, placed
from models.exhibits.scale import nice_ticks
from models.quantities.writing import money, month_after

_MARGIN_RIGHT, _MARGIN_LEFT, _MARGIN_TOP, _MARGIN_BOTTOM = 140, 60, 16, 30
MOST_MARKS = 6
_SYMBOLS = {"circle": "o", "square": "s", "triangle": "t1", "none": None}


class CumulativeChart(pg.PlotWidget):
    """Draws one figure; a new figure moves what is there rather than building it anew."""

    def __init__(self) -> None:
        self._figure: Figure | None = None
        super().__init__(background=SURFACE)
        self.setMinimumHeight(240)
        self.setAccessibleName("Cumulative cost by month")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._ends: dict[str, QGraphicsSimpleTextItem] = {}
        self._names: list[QGraphicsSimpleTextItem] = []
        self._stems = QGraphicsPathItem()
        self._stems.setPen(QPen(QColor(GREY), 1))
        self._dots = pg.ScatterPlotItem(size=11, pen=pg.mkPen(INK, width=1.6), brush=pg.mkBrush(SURFACE))
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.layout.setContentsMargins(_MARGIN_LEFT, _MARGIN_TOP, _MARGIN_RIGHT, _MARGIN_BOTTOM)
        for axis in ("left", "bottom"):
            plot.hideAxis(axis)
        self._view = plot.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.setDefaultPadding(0)
        self._grid = QGraphicsPathItem()
        self._grid.setPen(QPen(QColor(LINE), 1))
        self._ticks: list[QGraphicsSimpleTextItem] = []
        self.scene().addItem(self._grid)
        self.scene().addItem(self._stems)
        plot.addItem(self._dots)
        self._dots.setZValue(20)

    def show_figure(self, figure: Figure) -> None:
        """Draw a figure."""
        self._figure = figure
        self.setAccessibleDescription(figure.alternative)
        for series in figure.series:
            self._curve(series)
        for key in set(self._curves) - {series.key for series in figure.series}:
            self.removeItem(self._curves.pop(key))
            self.scene().removeItem(self._ends.pop(key))
        highest = max(float(series.values.max()) for series in figure.series)
        lowest = min(0.0, *(float(series.values.min()) for series in figure.series))
        ticks = nice_ticks(lowest, highest)
        months = len(figure.series[0].values) - 1
        self._view.setRange(xRange=(0, months), yRange=(ticks[0], max(ticks[-1], highest) or 1.0), padding=0, update=True)
        self._dots.setData([mark.month for mark in figure.marks[:MOST_MARKS]], [mark.amount for mark in figure.marks[:MOST_MARKS]])
        self._annotate()

    @override
    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        """Move names and ticks with the size."""
        super().resizeEvent(ev)
        self._annotate()

    def _curve(self, series: Series) -> None:
        if series.key not in self._curves:
            style = series.style
            pen = pg.mkPen(style.colour, width=2.2 * self.devicePixelRatioF())
            if style.dash:
                pen.setDashPattern([length / 2 for length in style.dash])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            curve = pg.PlotDataItem(pen=pen, antialias=True)
            self._curves[series.key] = curve
            self.addItem(curve)
            end = QGraphicsSimpleTextItem()
            end.setBrush(QColor(style.colour))
            end.setFont(_font(13, bold=True))
            self._ends[series.key] = end
            self.scene().addItem(end)
        self._curves[series.key].setData(np.arange(len(series.values)), series.values)

    def _annotate(self) -> None:
        figure = self._figure
        if figure is None:
            return
        area = self._area()
        self._draw_grid(figure, area)
        self._draw_ends(figure, area)
        self._draw_marks(figure, area)

    def _area(self) -> Area:
        """Return the plot's own area in pixels; heights grow downwards there."""
        return Area(_MARGIN_LEFT, self.width() - _MARGIN_RIGHT, _MARGIN_TOP, self.height() - _MARGIN_BOTTOM)

    def _at(self, month: float, amount: float, area: Area) -> QPointF:
        (left, right), (low, high) = self._view.viewRange()
        x = area.left + (month - left) / (right - left) * (area.right - area.left)
        return QPointF(x, area.top - (amount - low) / (high - low) * (area.top - area.bottom))

    def _draw_grid(self, figure: Figure, area: Area) -> None:
        low, high = self._view.viewRange()[1]
        months = len(figure.series[0].values) - 1
        texts: list[tuple[str, QPointF, str]] = []
        path = QPainterPath()
        for tick in nice_ticks(low, high):
            at = self._at(0, tick, area)
            path.moveTo(area.left, at.y())
            path.lineTo(area.right, at.y())
            texts.append((money(tick, figure.symbol), QPointF(area.left - 6, at.y() - 9), "right"))
        step = 12 if months <= 72 else 24  # noqa: PLR2004 - more labels than six would touch
        for month in range(0, months + 1, step):
            at = self._at(month, low, area)
            path.moveTo(at)
            path.lineTo(at.x(), at.y() + 4)
            day = month_after(figure.start, month)
            texts.append((f"{day:%b} {day.year}" if month == 0 else f"{day:%b} {day:%y}", QPointF(at.x(), at.y() + 6), "middle"))
        self._grid.setPath(path)
        while len(self._ticks) < len(texts):
            item = QGraphicsSimpleTextItem()
            item.setFont(_font(13))
            item.setBrush(QColor(GREY))
            self.scene().addItem(item)
            self._ticks.append(item)
        metrics = QFontMetricsF(_font(13))
        for item, wanted in zip(self._ticks, [*texts, *[None] * (len(self._ticks) - len(texts))], strict=True):
            item.setVisible(wanted is not None)
            if wanted is not None:
                text, at, anchor = wanted
                item.setText(text)
                width = metrics.horizontalAdvance(text)
                item.setPos(at.x() - (width if anchor == "right" else width / 2), at.y())

    def _draw_ends(self, figure: Figure, area: Area) -> None:
        wanted = sorted(((self._at(0, float(series.values[-1]), area).y(), series) for series in figure.series), key=lambda pair: pair[0])
        places: list[float] = []
        for y, _ in wanted:
            places.append(max(y, places[-1] + 18 if places else y))
        overshoot = max(0.0, places[-1] - area.top)
        for place, (_, series) in zip(places, wanted, strict=True):
            item = self._ends[series.key]
            item.setText(f"{series.label} {money(float(series.values[-1]), figure.symbol)}")
            item.setPos(area.right + 8, place - overshoot - 10)

    def _draw_marks(self, figure: Figure, area: Area) -> None:
        marks = figure.marks[:MOST_MARKS]
        metrics = QFontMetricsF(_font(13))
        points = [self._at(mark.month, mark.amount, area) for mark in marks]
        upright = [(point.x(), -point.y()) for point in points]
        months = np.arange(len(figure.series[0].values))
        (left, right), (low, high) = self._view.viewRange()
        xs = area.left + (months - left) / (right - left) * (area.right - area.left)
        curves = [np.column_stack([xs, -(area.top - (series.values - low) / (high - low) * (area.top - area.bottom))]) for series in figure.series]
        inside = Area(area.left + 2, area.right - 2, -area.top + 4, -area.bottom)
        places = placed(upright, [metrics.horizontalAdvance(mark.text) for mark in marks], 16.0, inside, curves)
        while len(self._names) < len(marks):
            item = QGraphicsSimpleTextItem()
            item.setFont(_font(13))
            item.setBrush(QColor(INK))
            self.scene().addItem(item)
            self._names.append(item)
        stems = QPainterPath()
        for position, item in enumerate(self._names):
            item.setVisible(position < len(marks))
            if position < len(marks):
                item.setText(marks[position].text)
                item.setPos(places[position].left, -places[position].middle - 9)
                stems.moveTo(points[position])
                stems.lineTo(points[position].x(), -places[position].stem)
        self._stems.setPath(stems)


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont("Source Sans Pro")
    font.setPixelSize(pixels)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
