"""Falls, matrices, bars and tornados, painted as they are asked for."""

from typing import override

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.charts.lettering import room_for, write
from desktop.charts.stack import paint_stack, stack_height
from desktop.style.palette import theme
from models.exhibits.scale import nice_ticks
from models.exhibits.shapes import Bars, Fall, Matrix, Shape, Stack, Tornado, heights
from models.quantities.writing import money

_LEFT, _TOP, _BOTTOM = 52, 46, 24
_STEP, _CELL = 20, 26
_PATTERNS = {
    "circle": Qt.BrushStyle.SolidPattern,
    "square": Qt.BrushStyle.BDiagPattern,
    "triangle": Qt.BrushStyle.Dense5Pattern,
    "diamond": Qt.BrushStyle.DiagCrossPattern,
    "none": Qt.BrushStyle.HorPattern,
}


class ShapeChart(QWidget):
    """Draws one shape; it is as high as that needs."""

    def __init__(self, scale: float = 1.0) -> None:
        """Make an empty chart. scale: how much larger everything in it is drawn, for a room."""
        super().__init__()
        self._shape: Shape | None = None
        self._scale = scale
        self.setAccessibleName("Chart")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_plot(self, shape: Shape) -> None:
        """Draw a shape."""
        self._shape = shape
        self.setAccessibleName(shape.title)
        self.setAccessibleDescription(shape.alternative)
        match shape:
            case Fall():
                self.setFixedHeight(_TOP + _STEP * len(shape.steps) + 8)
            case Matrix():
                self.setFixedHeight(_TOP + _CELL * (len(shape.rows) + 1) + 6)
            case Bars():
                self.setFixedHeight(230)
            case Tornado():
                self.setFixedHeight(_TOP + _STEP * (len(shape.bars) + 1) + 8)
            case Stack():
                self.setFixedHeight(round((_TOP + stack_height(shape, self._wide)) * self._scale))
        self.update()

    @property
    def _wide(self) -> float:
        """How wide the chart is in its own measure."""
        return self.width() / self._scale

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as a stack's key needs at the new width."""
        super().resizeEvent(event)
        if isinstance(self._shape, Stack) and event.size().width() != event.oldSize().width():
            self.show_plot(self._shape)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title and the shape."""
        shape = self._shape
        if shape is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        left, ink, grey = Qt.AlignmentFlag.AlignLeft, theme().ink, theme().grey
        write(painter, shape.title, QRectF(0, 2, self._wide, 18), left, ink, bold=True)
        write(
            painter,
            shape.note if isinstance(shape, Matrix) else shape.height,
            QRectF(0, 21, self._wide, 16),
            left,
            grey,
        )
        match shape:
            case Fall():
                self._paint_fall(painter, shape)
            case Matrix():
                self._paint_matrix(painter, shape)
            case Bars():
                self._paint_bars(painter, shape)
            case Tornado():
                self._paint_tornado(painter, shape)
            case Stack():
                paint_stack(painter, shape, _TOP, self._wide)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().accent), 1))
            painter.drawRect(QRectF(0, 0, self._wide - 1, self.height() / self._scale - 1))
        painter.end()

    def _paint_fall(self, painter: QPainter, fall: Fall) -> None:
        """Paint a bar a step, one below the other, so that long names have room."""
        names, figures = room_for((one.label for one in fall.steps), self.width() * 0.4), 62.0
        low, high = heights(fall)
        room = self.width() - names - figures - 12
        colour = QColor(theme().on_screen(fall.style.colour))

        def across(amount: float) -> float:
            return names + 6 + (amount - low) / (high - low or 1.0) * room

        for place, step in enumerate(fall.steps):
            y = _TOP + place * _STEP
            bar = QRectF(
                QPointF(across(step.low), y + 3), QPointF(max(across(step.high), across(step.low) + 1), y + _STEP - 3)
            )
            saves = step.amount < 0 and not step.total
            painter.setPen(QPen(colour, 1))
            painter.setBrush(
                QBrush(
                    colour,
                    (
                        Qt.BrushStyle.SolidPattern
                        if step.total
                        else Qt.BrushStyle.Dense4Pattern
                        if saves
                        else Qt.BrushStyle.BDiagPattern
                    ),
                )
            )
            painter.drawRect(bar)
            write(
                painter,
                step.label,
                QRectF(0, y, names - 4, _STEP),
                Qt.AlignmentFlag.AlignLeft,
                theme().ink,
                bold=step.total,
                small=True,
            )
            sign = "+" if step.amount > 0 and not step.total else ""
            write(
                painter,
                sign + money(step.amount, fall.symbol),
                QRectF(self.width() - figures, y, figures, _STEP),
                Qt.AlignmentFlag.AlignRight,
                theme().ink,
                bold=step.total,
                small=True,
            )

    def _paint_tornado(self, painter: QPainter, tornado: Tornado) -> None:
        """Paint a bar an input about the amount as planned: hatched towards the low end, full towards the high one.

        A line marks where there is no lead.
        """
        names, figures = room_for((one.label for one in tornado.bars), self.width() * 0.36), 54.0
        low, high = heights(tornado)
        start, room = names + figures + 4, self.width() - names - 2 * figures - 12
        colour = QColor(theme().accent)

        def across(amount: float) -> float:
            return start + (amount - low) / (high - low or 1.0) * room

        foot = _TOP + _STEP * len(tornado.bars)
        for place, bar in enumerate(tornado.bars):
            y = _TOP + place * _STEP
            painter.setPen(QPen(colour, 1))
            for end, brush in ((bar.at_low, Qt.BrushStyle.BDiagPattern), (bar.at_high, Qt.BrushStyle.SolidPattern)):
                first, last = sorted((across(end), across(tornado.planned)))
                painter.setBrush(QBrush(colour, brush))
                painter.drawRect(QRectF(QPointF(first, y + 4), QPointF(max(last, first + 1), y + _STEP - 4)))
            left_end, right_end = sorted((bar.at_low, bar.at_high))
            write(
                painter, bar.label, QRectF(0, y, names - 4, _STEP), Qt.AlignmentFlag.AlignLeft, theme().ink, small=True
            )
            write(
                painter,
                money(left_end, tornado.symbol),
                QRectF(names, y, figures, _STEP),
                Qt.AlignmentFlag.AlignRight,
                theme().ink if left_end >= 0 else theme().refused,
                small=True,
            )
            write(
                painter,
                money(right_end, tornado.symbol),
                QRectF(self.width() - figures, y, figures, _STEP),
                Qt.AlignmentFlag.AlignRight,
                theme().ink,
                small=True,
            )
        painter.setPen(QPen(QColor(theme().refused), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(across(0.0), _TOP), QPointF(across(0.0), foot))
        painter.setPen(QPen(QColor(theme().ink), 1))
        painter.drawLine(QPointF(across(tornado.planned), _TOP), QPointF(across(tornado.planned), foot))
        key = f"Planned {money(tornado.planned, tornado.symbol)}. Hatched: low end; full: high end; red line: no lead."
        write(painter, key, QRectF(0, foot, self.width(), _STEP), Qt.AlignmentFlag.AlignLeft, theme().grey, small=True)

    def _paint_matrix(self, painter: QPainter, matrix: Matrix) -> None:
        names = self.width() * 0.42
        width = (self.width() - names) / max(1, len(matrix.columns))
        for column, (_, label) in enumerate(matrix.columns):
            write(
                painter,
                label,
                QRectF(names + column * width, _TOP - 4, width - 8, _CELL),
                Qt.AlignmentFlag.AlignLeft,
                theme().grey,
                bold=True,
                small=True,
            )
        for row, (name, shares, texts) in enumerate(zip(matrix.rows, matrix.shares, matrix.texts, strict=True)):
            y = _TOP + (row + 1) * _CELL
            write(painter, name, QRectF(0, y, names - 8, _CELL), Qt.AlignmentFlag.AlignLeft, theme().ink)
            for column, (share, text) in enumerate(zip(shares, texts, strict=True)):
                x = names + column * width
                if share is not None:
                    room = max(10.0, width - 52)
                    painter.setPen(QPen(QColor(theme().edge), 1))
                    painter.setBrush(QColor(theme().ground))
                    painter.drawRect(QRectF(x, y + 8, room, 10))
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(
                        QBrush(
                            QColor(theme().accent),
                            Qt.BrushStyle.SolidPattern if share >= 1 else Qt.BrushStyle.BDiagPattern,
                        )
                    )
                    painter.drawRect(QRectF(x, y + 8, room * min(1.0, share), 10))
                    write(painter, text, QRectF(x + room + 6, y, 46, _CELL), Qt.AlignmentFlag.AlignLeft, theme().ink)
                else:
                    write(painter, text, QRectF(x, y, width - 6, _CELL), Qt.AlignmentFlag.AlignLeft, theme().grey)

    def _paint_bars(self, painter: QPainter, bars: Bars) -> None:
        low, high = heights(bars)
        ticks = nice_ticks(low, high or 1.0, 5)
        bottom, top = min(ticks[0], low), max(ticks[-1], high)
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - 6, self.height() - _TOP - _BOTTOM - 18)

        def up(amount: float) -> float:
            return area.bottom() - (amount - bottom) / (top - bottom or 1.0) * area.height()

        for tick in ticks:
            painter.setPen(QPen(QColor(theme().line), 1))
            painter.drawLine(QPointF(area.left(), up(tick)), QPointF(area.right(), up(tick)))
            write(
                painter,
                money(tick, bars.symbol),
                QRectF(0, up(tick) - 8, _LEFT - 6, 16),
                Qt.AlignmentFlag.AlignRight,
                theme().grey,
            )
        group = area.width() / max(1, len(bars.groups))
        width = group * 0.8 / max(1, len(bars.series))
        for place, name in enumerate(bars.groups):
            start = area.left() + place * group + group * 0.1
            write(
                painter,
                name,
                QRectF(area.left() + place * group, area.bottom() + 3, group, 16),
                Qt.AlignmentFlag.AlignHCenter,
                theme().grey,
            )
            for number, one in enumerate(bars.series):
                colour = QColor(theme().on_screen(one.style.colour))
                bar = QRectF(
                    QPointF(start + number * width + 1, up(max(0.0, one.amounts[place]))),
                    QPointF(start + (number + 1) * width - 1, up(min(0.0, one.amounts[place]))),
                )
                painter.setPen(QPen(colour, 1))
                painter.setBrush(QBrush(colour, _PATTERNS[one.style.marker]))
                painter.drawRect(bar)
                painter.setPen(QPen(QColor(theme().ink), 2))
                painter.drawLine(
                    QPointF(bar.left() - 1, up(one.marks[place])), QPointF(bar.right() + 1, up(one.marks[place]))
                )
        self._paint_key(painter, bars, self.height() - 18)

    def _paint_key(self, painter: QPainter, bars: Bars, y: float) -> None:
        room = (self.width() - _LEFT) / max(1, len(bars.series))
        for start, one in zip((_LEFT + number * room for number in range(len(bars.series))), bars.series, strict=True):
            colour = QColor(theme().on_screen(one.style.colour))
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QBrush(colour, _PATTERNS[one.style.marker]))
            painter.drawRect(QRectF(start, y + 3, 12, 10))
            write(
                painter,
                one.label,
                QRectF(start + 18, y, room - 22, 16),
                Qt.AlignmentFlag.AlignLeft,
                colour.name(),
                bold=True,
                small=True,
            )
