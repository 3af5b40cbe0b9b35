"""The letters of charts."""

from PySide6.QtGui import QFont


def chart_font(pixels: int, *, bold: bool = False) -> QFont:
    """Return the font of charts."""
    font = QFont("Source Sans Pro")
    font.setPixelSize(pixels)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
