"""The line across a chart at one month, and the values of every series there."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsRectItem, QGraphicsScene, QGraphicsSimpleTextItem

from desktop.style.palette import theme
from models.exhibits.figures import Figure, Series
from models.exhibits.labels import Area
from models.quantities.writing import money, month_name, whole_money

_PADDING = 8


class Crosshair:
    """Draws the line and the box of values into a scene.

    month: where it stands, None where it is not shown. text: what the box says.
    """

    def __init__(self, scene: QGraphicsScene, pixels: int) -> None:
        self.month: int | None = None
        self.text = ""
        self._scene = scene
        self._font = QFont("Source Sans Pro")
        self._font.setPixelSize(pixels)
        self._line, self._box = QGraphicsLineItem(), QGraphicsRectItem()
        self._rows: list[tuple[QGraphicsSimpleTextItem, QGraphicsSimpleTextItem]] = []
        for item, depth in ((self._line, 30), (self._box, 31)):
            item.setZValue(depth)
            item.setVisible(False)
            scene.addItem(item)

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        self._line.setPen(QPen(QColor(theme().faint), 1))
        self._box.setPen(QPen(QColor(theme().edge), 1))
        self._box.setBrush(QBrush(QColor(theme().surface)))

    def hide(self) -> None:
        """Take everything away."""
        self.month = None
        for item in (self._line, self._box, *(text for row in self._rows for text in row)):
            item.setVisible(False)

    def show(self, figure: Figure, month: int, x: float, area: Area) -> None:
        """Draw the line at a place across and the values of a month beside it."""
        self.month = month
        texts = [(f"Month {month}, {month_name(figure.start, month)}", "", theme().ink)]
        ordered = sorted(figure.series, key=lambda series: -float(series.values[month]))
        texts += [
            (
                f"{one.label}, {one.other}" if one.other else one.label,
                _value(one, month, figure.symbol),
                theme().on_screen(one.style.colour),
            )
            for one in ordered
        ]
        self.text = "; ".join(f"{name} {value}".strip() for name, value, _ in texts)
        while len(self._rows) < len(texts):
            self._rows.append((self._text(), self._text()))
        metrics = QFontMetricsF(self._font)
        wide = (
            max(
                metrics.horizontalAdvance(name) + metrics.horizontalAdvance(value) + (16 if value else 0)
                for name, value, _ in texts
            )
            + 2 * _PADDING
        )
        step = metrics.height() + 1
        high = step * len(texts) + 2 * _PADDING - 4
        left = x + 12 if x + 12 + wide < area.right else x - 12 - wide
        left = max(left, area.left + 2)
        top = area.bottom + 4  # heights grow downwards here
        self._line.setLine(x, area.top, x, area.bottom)
        self._box.setRect(QRectF(left, top, wide, high))
        self._line.setVisible(True)
        self._box.setVisible(True)
        for place, row in enumerate(self._rows):
            shown = place < len(texts)
            for item, text, right in zip(row, texts[place][:2] if shown else ("", ""), (False, True), strict=True):
                item.setVisible(shown)
                if shown:
                    item.setText(text)
                    item.setBrush(QColor(texts[place][2]))
                    item.setPos(
                        left + wide - _PADDING - metrics.horizontalAdvance(text) if right else left + _PADDING,
                        top + _PADDING - 3 + place * step,
                    )

    def _text(self) -> QGraphicsSimpleTextItem:
        item = QGraphicsSimpleTextItem()
        item.setFont(self._font)
        item.setZValue(32)
        self._scene.addItem(item)
        return item


def _value(one: Series, month: int, symbol: str) -> str:
    """Return what a series costs in a month, with the band of its cases."""
    value = whole_money(float(one.values[month]), symbol)
    return (
        value
        if one.band is None
        else f"{value} ({money(float(one.band.low[month]), symbol)}–{money(float(one.band.high[month]), symbol)})"
    )
