"""The chart of a decision area, painted as it is asked for: few lines, named at their ends."""

from typing import override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.charts.lettering import chart_font, write
from desktop.style.palette import theme
from models.exhibits.plots import Plot, PlotLine
from models.exhibits.scale import nice_ticks
from models.quantities.writing import money

HEIGHT = 216
_LEFT, _TOP, _BOTTOM = 46, 42, 24
_LEAST_NAMES, _MOST_NAMES = 60, 0.42
"""Pixels of the names at the right at least, and the share of the width they take at most."""
_TOGETHER = 15
"""Pixels between the names of lines at least."""


class AreaChart(QWidget):
    """Draws one plot."""

    def __init__(self) -> None:
        super().__init__()
        self._plot: Plot | None = None
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Chart")
        self.setAccessibleDescription("Nothing is drawn yet.")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_plot(self, plot: Plot) -> None:
        """Draw a plot."""
        self._plot = plot
        self.setAccessibleName(plot.title)
        self.setAccessibleDescription(plot.alternative)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title, grid, lines and their names."""
        plot = self._plot
        if plot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = self._room_of_names(plot)
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - names, self.height() - _TOP - _BOTTOM)
        highest = max(float(np.nanmax(line.values)) for line in plot.lines)
        ticks = nice_ticks(0.0, highest or 1.0, 5)
        top = max(ticks[-1], highest) or 1.0
        self._write_titles(painter, plot)
        self._draw_grid(painter, plot, area, ticks, top)
        for line in plot.lines:
            self._draw_line(painter, plot, line, area, top)
        self._name_lines(painter, plot, area, top)
        self._mark(painter, plot, area)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _room_of_names(self, plot: Plot) -> int:
        """Return the room that the names of the lines need, up to their share of the width."""
        metrics = QFontMetrics(chart_font(12, bold=True))
        longest = max(metrics.horizontalAdvance(line.label) for line in plot.lines) + 10
        return min(max(_LEAST_NAMES, longest), round(_MOST_NAMES * self.width()))

    def _mark(self, painter: QPainter, plot: Plot, area: QRectF) -> None:
        """Write what is marked at the foot, each with a triangle.

        A text that would touch the one before is left to its triangle.
        """
        reached = -100.0
        for place, text in plot.marks:
            x = self._across(plot, place, area)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme().ink))
            painter.drawPolygon(
                QPolygonF([QPointF(x, area.bottom() - 7), QPointF(x - 4, area.bottom()), QPointF(x + 4, area.bottom())])
            )
            width = painter.fontMetrics().horizontalAdvance(text) + 8.0
            if x - width / 2 > reached:
                write(
                    painter,
                    text,
                    QRectF(max(area.left(), x - width / 2), area.bottom() - 23, width, 16),
                    Qt.AlignmentFlag.AlignHCenter,
                    theme().ink,
                )
                reached = x + width / 2

    def _write_titles(self, painter: QPainter, plot: Plot) -> None:
        write(painter, plot.title, QRectF(0, 2, self.width(), 18), Qt.AlignmentFlag.AlignLeft, theme().ink, bold=True)
        write(painter, plot.height, QRectF(0, 20, self.width(), 16), Qt.AlignmentFlag.AlignLeft, theme().grey)

    def _draw_grid(self, painter: QPainter, plot: Plot, area: QRectF, ticks: list[float], top: float) -> None:
        for tick in ticks:
            y = area.bottom() - tick / top * area.height()
            painter.setPen(QPen(QColor(theme().line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            text = money(tick, plot.symbol) if plot.symbol else f"{tick:,.6g}"
            write(painter, text, QRectF(0, y - 8, _LEFT - 6, 16), Qt.AlignmentFlag.AlignRight, theme().grey)
        for place, name in plot.names:
            x = self._across(plot, place, area)
            write(painter, name, QRectF(x - 30, area.bottom() + 4, 60, 16), Qt.AlignmentFlag.AlignHCenter, theme().grey)

    def _across(self, plot: Plot, place: float, area: QRectF) -> float:
        first, last = float(plot.places[0]), float(plot.places[-1])
        return area.left() + (place - first) / ((last - first) or 1.0) * area.width()

    def _draw_line(self, painter: QPainter, plot: Plot, line: PlotLine, area: QRectF, top: float) -> None:
        there = np.isfinite(line.values)
        xs = np.array([self._across(plot, float(place), area) for place in plot.places[there]])
        ys = area.bottom() - line.values[there] / top * area.height()
        points = _stepped(xs, ys) if line.steps else np.column_stack([xs, ys])
        pen = QPen(QColor(theme().on_screen(line.style.colour)), 2)
        if line.style.dash:
            pen.setDashPattern([length / 2 for length in line.style.dash])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(float(x), float(y)) for x, y in points]))

    def _name_lines(self, painter: QPainter, plot: Plot, area: QRectF, top: float) -> None:
        wanted = sorted(
            (
                (area.bottom() - float(line.values[np.isfinite(line.values)][-1]) / top * area.height(), line)
                for line in plot.lines
            ),
            key=lambda pair: pair[0],
        )
        places: list[float] = []
        for y, _ in wanted:
            places.append(max(y, places[-1] + _TOGETHER) if places else y)
        beyond = max(0.0, places[-1] - area.bottom())
        for place, (_, line) in zip(places, wanted, strict=True):
            write(
                painter,
                line.label,
                QRectF(area.right() + 6, place - beyond - 8, self.width() - area.right() - 6, 16),
                Qt.AlignmentFlag.AlignLeft,
                theme().on_screen(line.style.colour),
                bold=True,
                small=True,
            )


def _stepped(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners of a line that holds each value until the next place."""
    return np.column_stack([np.repeat(xs, 2)[1:], np.repeat(ys, 2)[:-1]])
