"""The frontier painted: every option's efficient settings as points, of which one is told."""

from typing import override

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.charts.lettering import write
from desktop.style.palette import theme
from models.exhibits.frontier import Frontier, FrontierPoint
from models.quantities.writing import money

_LEFT, _TOP, _BOTTOM, _RIGHT = 58, 46, 58, 18
_HEIGHT = 270
_SIZE, _NEAR, _ON_ANOTHER = 5.0, 14.0, 3.0
"""Half the width of a point, how near the pointer must be to one, and how near two are that lie on one another; in
pixels.
"""


class FrontierChart(QWidget):
    """Draws one frontier. chosen: the person asks about a point."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Frontier | None = None
        self._mark = -1
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("Frontier")
        self.setAccessibleDescription("Nothing is drawn yet.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plot(self, shown: Frontier) -> None:
        """Draw a frontier."""
        self._shown, self._mark = shown, -1
        self.setAccessibleName(shown.title)
        self.setAccessibleDescription(f"{shown.alternative} Left and right arrows step through the points.")
        self.update()

    @property
    def marked(self) -> FrontierPoint | None:
        """The point that is told."""
        return self._shown.points[self._mark] if self._shown is not None and self._mark >= 0 else None

    def look(self, place: int) -> None:
        """Mark a point, by its place from the cheapest on, and tell it."""
        if self._shown is not None:
            self._mark = min(max(place, 0), len(self._shown.points) - 1)
            self.update()
            self.chosen.emit(self._shown.points[self._mark])

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)

    def _at(self, shown: Frontier, across: float, cost: float) -> QPointF:
        area, ((left, right), (low, high)) = self._area(), shown.extent()
        return QPointF(
            area.left() + (across - left) / (right - left or 1.0) * area.width(),
            area.bottom() - (cost - low) / (high - low or 1.0) * area.height(),
        )

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell the point under the pointer."""
        shown = self._shown
        if shown is not None:
            apart = [
                (self._at(shown, one.across, one.cost) - event.position()).manhattanLength() for one in shown.points
            ]
            least = min(apart)
            on_another = [place for place, far in enumerate(apart) if far <= least + _ON_ANOTHER]
            # of points that lie on one another that which nothing beats
            nearest = min(on_another, key=lambda place: (not shown.points[place].efficient, apart[place]))
            if apart[nearest] <= _NEAR:
                self.look(nearest)
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell one point after the other."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in moves:
            super().keyPressEvent(event)
            return
        self.look(self._mark + moves[Qt.Key(event.key())] if self._mark >= 0 else 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title, grid, the line of the efficient points, all points and the key."""
        shown = self._shown
        if shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = Qt.AlignmentFlag.AlignLeft
        write(painter, shown.title, QRectF(0, 2, self.width(), 18), left, theme().ink, bold=True)
        write(painter, shown.height, QRectF(0, 21, self.width(), 16), left, theme().grey)
        self._paint_grid(painter, shown)
        line = [self._at(shown, one.across, one.cost) for one in shown.points if one.efficient]
        painter.setPen(QPen(QColor(theme().edge), 1, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(line))
        for one in reversed(shown.points):
            self._paint_point(painter, one, self._at(shown, one.across, one.cost))
        marked = self.marked
        if marked is not None:
            at = self._at(shown, marked.across, marked.cost)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().accent), 2))
            painter.drawRect(QRectF(at.x() - 10, at.y() - 10, 20, 20))
        self._paint_key(painter, shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_grid(self, painter: QPainter, shown: Frontier) -> None:
        area, (xs, ys) = self._area(), shown.ticks()
        grey, right = theme().grey, Qt.AlignmentFlag.AlignRight
        for tick in ys:
            y = self._at(shown, xs[0], tick).y()
            painter.setPen(QPen(QColor(theme().line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            write(painter, money(tick, shown.symbol), QRectF(0, y - 8, _LEFT - 8, 16), right, grey)
        for tick in xs:
            x = self._at(shown, tick, ys[0]).x()
            box = QRectF(min(x - 40, self.width() - 80), area.bottom() + 4, 80, 16)
            side = right if box.left() < x - 40 else Qt.AlignmentFlag.AlignHCenter
            write(painter, shown.amount(tick), box, side, grey)

    @staticmethod
    def _paint_point(painter: QPainter, point: FrontierPoint, at: QPointF) -> None:
        """Paint a point in its option's colour and marker; full where it is efficient, a ring about the plan's own."""
        colour = QColor(theme().on_screen(point.style.colour))
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if point.efficient else QColor(theme().ground))
        match point.style.marker:
            case "square":
                painter.drawRect(QRectF(at.x() - _SIZE, at.y() - _SIZE, 2 * _SIZE, 2 * _SIZE))
            case "triangle":
                corners = [(0.0, -_SIZE), (_SIZE, _SIZE), (-_SIZE, _SIZE)]
                painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))
            case "diamond":
                corners = [(0.0, -_SIZE - 1), (_SIZE + 1, 0.0), (0.0, _SIZE + 1), (-_SIZE - 1, 0.0)]
                painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))
            case _:
                painter.drawEllipse(at, _SIZE, _SIZE)
        if point.planned:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().ink), 1.2))
            painter.drawEllipse(at, 2 * _SIZE, 2 * _SIZE)

    def _paint_key(self, painter: QPainter, shown: Frontier) -> None:
        y, x = self.height() - 16.0, float(_LEFT)
        for option in dict.fromkeys(one.option for one in shown.points):
            one = next(point for point in shown.points if point.option == option)
            key = FrontierPoint(option, 0.0, 0.0, "", {}, one.style, planned=False, efficient=True)
            self._paint_point(painter, key, QPointF(x + 6, y))
            box = QRectF(x + 18, y - 9, 90, 18)
            write(painter, one.label, box, Qt.AlignmentFlag.AlignLeft, theme().ink, small=True)
            x += 108
