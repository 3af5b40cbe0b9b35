"""Bars stacked of the same parts, one an option, with a key of the parts below."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from desktop.charts.lettering import write
from desktop.style.palette import theme
from models.exhibits.series_styles import AREAS
from models.exhibits.shapes import Stack
from models.quantities.writing import money

_ROW, _KEY = 34, 20
_NAMES, _TOTALS = 104, 62
_LEAST = 44
"""Pixels of a part that has room for its amount."""

_FILLS = tuple(
    (colour, pattern)
    for pattern in (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.DiagCrossPattern)
    for colour in AREAS
)
"""How the parts are filled, in order: by colour, and the later ones by pattern too; amounts stand in them."""


def rows_of_key(stack: Stack, width: float) -> int:
    """Return in how many lines the key stands."""
    return -(-len(stack.parts) // max(1, int(width // 150)))


def stack_height(stack: Stack, width: float) -> int:
    """Return how high a stack is below its titles."""
    return _ROW * len(stack.bars) + _KEY * rows_of_key(stack, width) + 10


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where amounts stand across a chart."""

    low: float
    high: float
    left: float
    width: float

    def at(self, amount: float) -> float:
        return self.left + (amount - self.low) / (self.high - self.low or 1.0) * self.width


def paint_stack(painter: QPainter, stack: Stack, top: float, width: float) -> None:
    """Paint the bars from a height down, and the key below them."""
    low = min(0.0, *(sum(one for one in bar.amounts if one < 0) for bar in stack.bars))
    high = max(1.0, *(sum(one for one in bar.amounts if one > 0) for bar in stack.bars))
    scale = _Scale(low, high, _NAMES, width - _NAMES - _TOTALS - 6)
    for place, bar in enumerate(stack.bars):
        y = top + place * _ROW
        colour = theme().on_screen(bar.style.colour)
        write(
            painter,
            bar.label,
            QRectF(0, y, _NAMES - 6, _ROW),
            Qt.AlignmentFlag.AlignLeft,
            colour,
            bold=True,
            small=True,
        )
        up = down = 0.0
        for part, amount in enumerate(bar.amounts):
            start = up if amount >= 0 else down
            _paint_part(painter, part, QRectF(scale.at(min(start, start + amount)), y + 4, 0, _ROW - 8), scale, amount)
            if abs(scale.at(amount) - scale.at(0.0)) >= _LEAST:
                box = QRectF(scale.at(min(start, start + amount)), y, abs(scale.at(amount) - scale.at(0.0)), _ROW)
                full = _FILLS[part % len(_FILLS)][1] is Qt.BrushStyle.SolidPattern
                ink, told = theme().surface if full else theme().ink, money(amount, stack.symbol)
                if not full:
                    # strokes under letters cannot be read
                    wide = painter.fontMetrics().horizontalAdvance(told) + 6.0
                    plate = QRectF(box.center().x() - wide / 2, box.center().y() - 8, wide, 16)
                    painter.fillRect(plate, QColor(theme().surface))
                write(painter, told, box, Qt.AlignmentFlag.AlignHCenter, ink, small=True)
            up, down = (up + amount, down) if amount >= 0 else (up, down + amount)
        box = QRectF(width - _TOTALS, y, _TOTALS, _ROW)
        write(
            painter,
            money(bar.total, stack.symbol),
            box,
            Qt.AlignmentFlag.AlignRight,
            theme().ink,
            bold=True,
            small=True,
        )
    painter.setPen(QPen(QColor(theme().grey), 1))
    foot = top + _ROW * len(stack.bars)
    painter.drawLine(int(scale.at(0.0)), int(top), int(scale.at(0.0)), int(foot))
    _paint_key(painter, stack, foot + 8, width)


def _paint_part(painter: QPainter, part: int, box: QRectF, scale: _Scale, amount: float) -> None:
    name, pattern = _FILLS[part % len(_FILLS)]
    colour = QColor(theme().on_screen(name))
    box.setWidth(abs(scale.at(amount) - scale.at(0.0)))
    painter.setPen(QPen(QColor(theme().surface), 1))
    painter.setBrush(QBrush(QColor(theme().surface)))
    painter.drawRect(box)
    painter.setBrush(QBrush(colour, pattern))
    painter.drawRect(box)


def _paint_key(painter: QPainter, stack: Stack, top: float, width: float) -> None:
    """Paint what each filling stands for."""
    across = max(1, int(width // 150))
    for part, label in enumerate(stack.parts):
        name, pattern = _FILLS[part % len(_FILLS)]
        x, y = (part % across) * (width / across), top + (part // across) * _KEY
        painter.setPen(QPen(QColor(theme().on_screen(name)), 1))
        painter.setBrush(QBrush(QColor(theme().on_screen(name)), pattern))
        painter.drawRect(QRectF(x, y + 4, 12, 10))
        write(
            painter,
            label,
            QRectF(x + 18, y, width / across - 22, _KEY),
            Qt.AlignmentFlag.AlignLeft,
            theme().ink,
            small=True,
        )
