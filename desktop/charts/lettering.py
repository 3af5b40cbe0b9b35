"""The letters of charts."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsScene, QGraphicsSimpleTextItem


def chart_font(pixels: int, *, bold: bool = False) -> QFont:
    """Return the font of charts."""
    font = QFont("Source Sans Pro")
    font.setPixelSize(pixels)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def scene_text(scene: QGraphicsScene, pixels: int, colour: str) -> QGraphicsSimpleTextItem:
    """Return an empty text of a chart's scene."""
    item = QGraphicsSimpleTextItem()
    item.setFont(chart_font(pixels))
    item.setBrush(QColor(colour))
    scene.addItem(item)
    return item


def fitting(
    texts: Iterable[str],
    room: float,
    metrics: QFontMetrics | QFontMetricsF,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> str:
    """Return the first of several wordings that has the room, the longest first; the last one cut where none has."""
    shown = ""
    for shown in texts:
        if metrics.horizontalAdvance(shown) <= room:
            return shown
    return metrics.elidedText(shown, cut, int(room))


def write(
    painter: QPainter,
    text: str,
    box: QRectF,
    alignment: Qt.AlignmentFlag,
    colour: str,
    *,
    bold: bool = False,
    small: bool = False,
) -> None:
    """Write a text into a box, cut off where it does not fit."""
    painter.setFont(chart_font(14 if bold and not small else 12, bold=bold))
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, int(alignment | Qt.AlignmentFlag.AlignVCenter), shown)


def room_for(texts: Iterable[str], most: float) -> float:
    """Return the pixels that the longest of small names needs, bold or not, and no more than there may be."""
    metrics = QFontMetricsF(chart_font(12, bold=True))
    return min(most, max((metrics.horizontalAdvance(one) for one in texts), default=0.0) + 12)
