"""The map of two inputs: regions of the cheapest option, the plan's own point.

Also a mark that looks wherever the person asks.
"""

from typing import override

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.charts.lettering import write
from desktop.style.palette import theme
from models.exhibits.shapes import Map, MapRegion

_LEFT, _TOP, _BOTTOM, _RIGHT = 92, 46, 44, 14
_HEIGHT = 340
_PATTERNS = {
    "circle": Qt.BrushStyle.SolidPattern,
    "square": Qt.BrushStyle.BDiagPattern,
    "triangle": Qt.BrushStyle.Dense5Pattern,
    "diamond": Qt.BrushStyle.DiagCrossPattern,
    "none": Qt.BrushStyle.HorPattern,
}
_STEPS = 40
"""Steps of the mark from one side of the map to the other."""


class MapChart(QWidget):
    """Draws one map. looked_at: the person asks about a point, by both inputs' values."""

    looked_at = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._map: Map | None = None
        self._mark: tuple[float, float] | None = None
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("Map of two inputs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_plot(self, shown: Map) -> None:
        """Draw a map."""
        self._map, self._mark = shown, None
        self.setAccessibleName(shown.title)
        self.setAccessibleDescription(f"{shown.alternative} Arrows move a mark, which is described below.")
        self.update()

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)

    def _at(self, shown: Map, x: float, y: float) -> QPointF:
        area = self._area()
        (left, right), (low, high) = shown.across, shown.up
        return QPointF(
            area.left() + (x - left) / (right - left) * area.width(),
            area.bottom() - (y - low) / (high - low) * area.height(),
        )

    def look(self, x: float, y: float) -> None:
        """Put the mark at some values, held to the map, and tell what is there."""
        if self._map is not None:
            self._mark = (
                min(max(x, self._map.across[0]), self._map.across[1]),
                min(max(y, self._map.up[0]), self._map.up[1]),
            )
            self.update()
            self.looked_at.emit(*self._mark)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the point under the pointer."""
        shown, area = self._map, self._area()
        if shown is not None and area.contains(event.position()):
            (left, right), (low, high) = shown.across, shown.up
            self.look(
                left + (event.position().x() - area.left()) / area.width() * (right - left),
                low + (area.bottom() - event.position().y()) / area.height() * (high - low),
            )
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark with the arrows."""
        shown = self._map
        moves = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        if shown is None or event.key() not in moves:
            super().keyPressEvent(event)
            return
        across, up = moves[Qt.Key(event.key())]
        x, y = self._mark or shown.plan
        self.look(
            x + across * (shown.across[1] - shown.across[0]) / _STEPS, y + up * (shown.up[1] - shown.up[0]) / _STEPS
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the regions, the names along both sides and the points."""
        shown = self._map
        if shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        left, ink, grey = Qt.AlignmentFlag.AlignLeft, theme().ink, theme().grey
        write(painter, shown.title, QRectF(0, 2, self.width(), 18), left, ink, bold=True)
        write(painter, shown.height, QRectF(0, 21, self.width(), 16), left, grey)
        for region in shown.regions:
            self._paint_region(painter, shown, region)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme().edge), 1))
        painter.drawRect(area)
        for place, text in shown.names_across:
            x = self._at(shown, place, shown.up[0]).x()
            width = area.width() / 4
            box = QRectF(min(max(0.0, x - width / 2), self.width() - width), area.bottom() + 4, width, 16)
            side = Qt.AlignmentFlag.AlignRight if box.right() >= self.width() else Qt.AlignmentFlag.AlignHCenter
            write(painter, text, box, side, grey)
        for place, text in shown.names_up:
            write(
                painter,
                text,
                QRectF(0, self._at(shown, shown.across[0], place).y() - 8, _LEFT - 6, 16),
                Qt.AlignmentFlag.AlignRight,
                grey,
            )
        self._paint_point(painter, self._at(shown, *shown.plan), "plan")
        if self._mark is not None:
            at = self._at(shown, *self._mark)
            painter.setPen(QPen(QColor(ink), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
            painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()))
        self._paint_key(painter, shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_region(self, painter: QPainter, shown: Map, region: MapRegion) -> None:
        colour = QColor(theme().on_screen(region.style.colour))
        path = QPainterPath()
        for outline in region.outlines:
            for points in outline:
                path.addPolygon(QPolygonF([self._at(shown, float(x), float(y)) for x, y in points]))
                path.closeSubpath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        pale = QColor(colour)
        pale.setAlphaF(0.22)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(pale)
        painter.drawPath(path)
        if _PATTERNS[region.style.marker] is not Qt.BrushStyle.SolidPattern:
            faint = QColor(colour)
            faint.setAlphaF(0.35)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(faint, _PATTERNS[region.style.marker]))
            painter.drawPath(path)

    def _paint_point(self, painter: QPainter, at: QPointF, text: str) -> None:
        painter.setPen(QPen(QColor(theme().ink), 2))
        painter.setBrush(QColor(theme().surface))
        painter.drawEllipse(at, 5, 5)
        write(
            painter,
            text,
            QRectF(at.x() + 9, at.y() - 9, 60, 18),
            Qt.AlignmentFlag.AlignLeft,
            theme().ink,
            bold=True,
            small=True,
        )

    def _paint_key(self, painter: QPainter, shown: Map) -> None:
        drawn = [region for region in shown.regions if region.outlines]
        room = (self.width() - _LEFT) / max(1, len(drawn))
        y = self.height() - 18
        for place, region in enumerate(drawn):
            colour = QColor(theme().on_screen(region.style.colour))
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QBrush(colour, _PATTERNS[region.style.marker]))
            painter.drawRect(QRectF(_LEFT + place * room, y + 3, 12, 10))
            write(
                painter,
                region.label,
                QRectF(_LEFT + place * room + 18, y, room - 22, 16),
                Qt.AlignmentFlag.AlignLeft,
                colour.name(),
                bold=True,
                small=True,
            )
