"""The cumulative chart on screen: curves with names at their ends, crossovers, and a line that reads a month."""

from typing import override

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainterPath, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsSimpleTextItem

from desktop.charts.crosshair import Crosshair
from desktop.charts.curves import curve_pen, mark_places, name_at_end
from desktop.charts.fan import Around
from desktop.charts.grid import grid
from desktop.charts.lettering import chart_font, fitting, scene_text
from desktop.style.palette import theme
from models.exhibits.apart import apart
from models.exhibits.figures import Figure, Series
from models.exhibits.labels import Area
from models.exhibits.scale import nice_ticks

MOST_MARKS = 6
_SYMBOLS = {"circle": "o", "square": "s", "triangle": "t1", "diamond": "d", "none": None}
_ZOOM = 0.8
"""How much of the months stays in view at each step of the wheel."""
_FEWEST = 6
"""Months in view at least."""
_NOTCH = 12
"""Pixels by which the room of the names at the ends grows, so that it does not move with every amount."""


class CumulativeChart(pg.PlotWidget):
    """Draws one figure; a new figure moves what is there rather than building it anew.

    chosen: a point was asked about: the series' key and the month.
    """

    chosen = Signal(str, int)

    def __init__(self, pixels: int = 13) -> None:
        self._figure: Figure | None = None
        self._pixels = pixels
        self._left, self._right, self._top, self._bottom = (
            round(4.6 * pixels),
            round(10.8 * pixels),
            16,
            round(2.3 * pixels),
        )
        super().__init__(background=theme().surface)
        self.setMinimumHeight(120)
        self.setAccessibleName("Cumulative cost by month")
        self.viewport().setAccessibleName("Cumulative cost by month")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._shown: tuple[float, float] | None = None
        self._held = False
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._points: dict[str, pg.ScatterPlotItem] = {}
        self._around: dict[str, Around] = {}
        self._ends: dict[str, QGraphicsSimpleTextItem] = {}
        self._names: list[QGraphicsSimpleTextItem] = []
        self._ticks: list[QGraphicsSimpleTextItem] = []
        self._stems, self._grid = QGraphicsPathItem(), QGraphicsPathItem()
        self._dots = pg.ScatterPlotItem(size=round(11 * pixels / 13), useCache=False)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.layout.setContentsMargins(self._left, self._top, self._right, self._bottom)
        for axis in ("left", "bottom"):
            plot.hideAxis(axis)
        self._view = plot.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.setDefaultPadding(0)
        self.scene().addItem(self._grid)
        self.scene().addItem(self._stems)
        plot.addItem(self._dots)
        self._dots.setZValue(20)
        self._grid.setZValue(-10)  # behind the curves
        self.crosshair = Crosshair(self.scene(), pixels)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        self.setBackground(theme().surface)
        self._stems.setPen(QPen(QColor(theme().grey), 1))
        self._grid.setPen(QPen(QColor(theme().line), 1))
        self._dots.setPen(pg.mkPen(theme().ink, width=1.6))
        self._dots.setBrush(pg.mkBrush(theme().surface))
        for item in (*self._names, *self._ticks):
            item.setBrush(QColor(theme().ink if item in self._names else theme().grey))
        for key in list(self._curves):
            self._forget(key)
        self.crosshair.restyle()
        if self._figure is not None:
            self.show_figure(self._figure)

    def show_figure(self, figure: Figure) -> None:
        """Draw a figure."""
        if (
            self._figure is not None
            and len(figure.series)
            and len(self._figure.series)
            and len(figure.series[0].values) != len(self._figure.series[0].values)
        ):
            self._shown = None
        self._figure = figure
        self._fit_names()
        self.setAccessibleDescription(figure.alternative)
        for series in figure.series:
            self._curve(series)
        for key in set(self._curves) - {series.key for series in figure.series}:
            self._forget(key)
        self._set_range()
        marks = figure.marks[-MOST_MARKS:]
        self._dots.setData([mark.month for mark in marks], [mark.amount for mark in marks])
        self._annotate()

    def hold(self, held: bool) -> None:  # noqa: FBT001 - a slider is held or not
        """Keep the scale while a slider is held; it only grows where a curve would leave the chart."""
        self._held = held
        if not held:
            self._redraw()

    def _fit_names(self) -> None:
        """Give the names at the curves' ends the room they need, up to a third of the chart."""
        figure = self._figure
        if figure is None:
            return
        metrics = QFontMetricsF(chart_font(self._pixels, bold=True))
        names = [name_at_end(one, float(one.values[-1]), figure.symbol) for one in figure.series if not one.ghost]
        longest = max([0.0, *map(metrics.horizontalAdvance, names)]) + 20
        room = round(min(max(longest, 7.0 * self._pixels), 0.34 * self.width()) / _NOTCH + 0.5) * _NOTCH
        if room != self._right:
            self._right = room
            self.getPlotItem().layout.setContentsMargins(self._left, self._top, self._right, self._bottom)

    @property
    def months(self) -> int:
        """The last month of the figure."""
        return len(self._figure.series[0].values) - 1 if self._figure is not None and self._figure.series else 1

    @property
    def zoomed(self) -> bool:
        """Whether only a part of the months is in view."""
        return self._shown is not None

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show fewer or more months around one."""
        first, last = self._shown or (0.0, float(self.months))
        middle = (first + last) / 2 if around is None else around
        width = max(min(_FEWEST, self.months), (last - first) * factor)
        if width >= self.months:
            self.reset()
            return
        start = min(max(0.0, middle - (middle - first) * width / (last - first)), self.months - width)
        self._shown = (start, start + width)
        self._redraw()

    def reset(self) -> None:
        """Show all months."""
        self._shown = None
        self._redraw()

    def _redraw(self) -> None:
        if self._figure is not None:
            self._set_range()
            self._annotate()

    def _set_range(self) -> None:
        figure = self._figure
        if figure is None or not figure.series:
            return
        first, last = self._shown or (0.0, float(self.months))
        part = slice(int(first), int(np.ceil(last)) + 1)
        heights = [
            values[part]
            for series in figure.series
            for values in (series.values, *((series.band.low, series.band.high) if series.band is not None else ()))
        ]
        highest, lowest = max(float(one.max()) for one in heights), min(float(one.min()) for one in heights)
        ticks = nice_ticks(lowest if self.zoomed else min(0.0, lowest), highest)
        low, high = ticks[0], max(ticks[-1], highest) or 1.0
        if self._held:
            _, (standing_low, standing_high) = self._view.viewRange()
            low, high = min(low, standing_low), max(high, standing_high)
        self._view.setRange(xRange=(first, last), yRange=(low, high), padding=0, update=True)

    @override
    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        """Move names and ticks with the size."""
        super().resizeEvent(ev)
        self._fit_names()
        self._annotate()

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Read the month under the pointer."""
        month = self._month_at(ev.position().x())
        if month is not None:
            self.read_month(month)
        else:
            self.crosshair.hide()
        super().mouseMoveEvent(ev)

    @override
    def leaveEvent(self, ev: object) -> None:
        """Take the line across away."""
        self.crosshair.hide()
        super().leaveEvent(ev)

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Ask about the curve nearest to the pointer."""
        super().mouseReleaseEvent(ev)
        month = self._month_at(ev.position().x())
        if month is not None and ev.button() == Qt.MouseButton.LeftButton:
            self.ask(month, ev.position().y())

    @override
    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        """Show all months."""
        self.reset()

    @override
    def wheelEvent(self, ev: QWheelEvent) -> None:
        """Zoom around the month under the pointer; sideways the months move."""
        first, last = self._shown or (0.0, float(self.months))
        if ev.angleDelta().x() and self.zoomed:
            step = -ev.angleDelta().x() / 120 * (last - first) * 0.1
            start = min(max(0.0, first + step), self.months - (last - first))
            self._shown = (start, start + last - first)
            self._redraw()
        elif ev.angleDelta().y():
            self.zoom(_ZOOM if ev.angleDelta().y() > 0 else 1 / _ZOOM, self._month_at(ev.position().x()))
        ev.accept()

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Move the line across with the arrows, zoom with plus and minus, ask with Enter."""
        month = self.crosshair.month
        match ev.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                step = (12 if ev.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1) * (
                    1 if ev.key() == Qt.Key.Key_Right else -1
                )
                self.read_month(min(max(0, (month if month is not None else 0) + step), self.months))
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.read_month(0 if ev.key() == Qt.Key.Key_Home else self.months)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_ZOOM, month)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _ZOOM, month)
            case Qt.Key.Key_0:
                self.reset()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if month is not None:
                self.ask(month, None)
            case Qt.Key.Key_Escape if month is not None:
                self.crosshair.hide()
            case _:
                super().keyPressEvent(ev)
                return
        ev.accept()

    def _month_at(self, x: float) -> int | None:
        area = self._area()
        if self._figure is None or not area.left <= x <= area.right:
            return None
        (first, last), _ = self._view.viewRange()
        return min(max(0, round(first + (x - area.left) / (area.right - area.left) * (last - first))), self.months)

    def read_month(self, month: int) -> None:
        """Draw the line across at a month, with the values of all series."""
        if self._figure is None or not self._figure.series:
            return
        self.crosshair.show(self._figure, month, self._at(month, 0, self._area()).x(), self._area())
        self.setAccessibleDescription(f"{self.crosshair.text}. {self._figure.alternative}")

    def ask(self, month: int, y: float | None) -> None:
        """Ask about a month: the curve nearest to a height, the lowest where none is given."""
        if self._figure is None or not self._figure.series:
            return
        area = self._area()
        own = [series for series in self._figure.series if not series.other]
        heights = [
            abs(self._at(month, float(series.values[month]), area).y() - (area.top if y is None else y))
            for series in own
        ]
        self.chosen.emit(own[int(np.argmin(heights))].key, month)

    def _curve(self, series: Series) -> None:
        if series.key not in self._curves:
            pen = curve_pen(series, self._pixels / 13 * self.devicePixelRatioF())
            colour = pen.color()
            curve = pg.PlotDataItem(pen=pen, antialias=True)
            self._curves[series.key] = curve
            self.addItem(curve)
            points = pg.ScatterPlotItem(
                size=7 * self._pixels / 13,
                pen=pg.mkPen(None),
                brush=pg.mkBrush(colour),
                symbol=_SYMBOLS[series.style.marker] or "o",
                useCache=False,
            )
            self._points[series.key] = points
            self.addItem(points)
            end = QGraphicsSimpleTextItem()
            end.setBrush(QColor(theme().on_screen(series.style.colour)))
            end.setFont(chart_font(self._pixels, bold=not series.other))
            self._ends[series.key] = end
            self.scene().addItem(end)
        if series.key not in self._around:
            self._around[series.key] = Around(self._view, QColor(theme().on_screen(series.style.colour)))
        self._around[series.key].show(series)
        self._curves[series.key].setData(np.arange(len(series.values)), series.values)
        marked = _SYMBOLS[series.style.marker] and not series.other
        places = np.arange(6, len(series.values), 12) if marked else np.arange(0)
        self._points[series.key].setData(places, series.values[places])

    def _forget(self, key: str) -> None:
        self.removeItem(self._curves.pop(key))
        self.removeItem(self._points.pop(key))
        self._around.pop(key).remove()
        self.scene().removeItem(self._ends.pop(key))

    def _annotate(self) -> None:
        figure = self._figure
        if figure is None or not figure.series:
            return
        area = self._area()
        self._draw_grid(figure, area)
        self._draw_ends(figure, area)
        self._draw_marks(figure, area)
        if self.crosshair.month is not None:
            self.read_month(min(self.crosshair.month, self.months))

    def _area(self) -> Area:
        """Return the plot's own area in pixels; heights grow downwards there."""
        return Area(self._left, self.width() - self._right, self._top, self.height() - self._bottom)

    def _at(self, month: float, amount: float, area: Area) -> QPointF:
        (left, right), (low, high) = self._view.viewRange()
        x = area.left + (month - left) / (right - left) * (area.right - area.left)
        return QPointF(x, area.top - (amount - low) / (high - low) * (area.top - area.bottom))

    def _draw_grid(self, figure: Figure, area: Area) -> None:
        path, texts = grid(figure, area, self._view.viewRange(), self._pixels, self._at)
        self._grid.setPath(path)
        while len(self._ticks) < len(texts):
            self._ticks.append(scene_text(self.scene(), self._pixels, theme().grey))
        metrics = QFontMetricsF(chart_font(self._pixels))
        for item, wanted in zip(self._ticks, [*texts, *[None] * (len(self._ticks) - len(texts))], strict=True):
            item.setVisible(wanted is not None)
            if wanted is not None:
                text, at, anchor = wanted
                item.setText(text)
                advance = metrics.horizontalAdvance(text)
                item.setPos(at.x() - (advance if anchor == "right" else advance / 2), at.y())

    def _draw_ends(self, figure: Figure, area: Area) -> None:
        last = min(int(self._view.viewRange()[0][1]), self.months)
        heights = {series.key: self._at(0, float(series.values[last]), area).y() for series in figure.series}
        for series in figure.series:
            self._ends[series.key].setVisible(not series.ghost)
        named = [series for series in figure.series if not series.ghost]
        # above the plot there is room for names too
        middle = 0.77 * self._pixels
        places = apart([heights[series.key] for series in named], 1.4 * self._pixels, middle, area.top)
        metrics = QFontMetricsF(chart_font(self._pixels, bold=True))
        for place, series in zip(places, named, strict=True):
            item = self._ends[series.key]
            text = name_at_end(series, float(series.values[last]), figure.symbol)
            # what is cut of another scenario's is its name, which the list of scenarios has in full
            cut = Qt.TextElideMode.ElideRight if series.other else Qt.TextElideMode.ElideMiddle
            shorter = text.replace("Business as usual", "As usual")
            # that an option is not allowed says more than what it would cost
            barred = [series.label] if series.label.endswith(")") and not series.other else []
            item.setText(fitting((text, shorter, *barred), self._right - 12, metrics, cut))
            item.setPos(area.right + 8, place - middle)

    def _draw_marks(self, figure: Figure, area: Area) -> None:
        ranges = self._view.viewRange()
        marks = [mark for mark in figure.marks[-MOST_MARKS:] if ranges[0][0] <= mark.month <= ranges[0][1]]
        points = [self._at(mark.month, mark.amount, area) for mark in marks]
        places = mark_places(figure, marks, points, area, ranges, self._pixels)
        while len(self._names) < len(marks):
            self._names.append(scene_text(self.scene(), self._pixels, theme().ink))
        stems = QPainterPath()
        for position, item in enumerate(self._names):
            place = places[position] if position < len(marks) else None
            item.setVisible(place is not None)
            if place is not None:
                item.setText(marks[position].text)
                item.setPos(place.left, -place.middle - 0.7 * self._pixels)
                stems.moveTo(points[position])
                stems.lineTo(points[position].x(), -place.stem)
        self._stems.setPath(stems)
