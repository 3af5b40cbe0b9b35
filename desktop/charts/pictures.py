"""A chart as a picture: on the clipboard, as PNG or as SVG."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QWidget

_SHARP = 3
"""Pixels a point in a PNG."""


def copied(widget: QWidget) -> None:
    """Put a widget's picture on the clipboard."""
    QGuiApplication.clipboard().setPixmap(QPixmap.fromImage(_image(widget)))


def picture(widget: QWidget, ending: str) -> bytes:
    """Return a widget's picture as the content of a file: "png" or "svg"."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if ending == "svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(widget.size())
        generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
        generator.setTitle(widget.accessibleName())
        generator.setDescription(widget.accessibleDescription())
        painter = QPainter(generator)
        _render(widget, painter)
        painter.end()
    else:
        # the stub asks for bytes, Qt for a name
        _image(widget).save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    buffer.close()
    return bytes(data.data())


def _image(widget: QWidget) -> QImage:
    image = QImage(widget.size() * _SHARP, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    _render(widget, painter)
    painter.end()
    return image


def _render(widget: QWidget, painter: QPainter) -> None:
    """Paint a widget, a scene as vectors rather than as it stands on the screen."""
    if isinstance(widget, QGraphicsView):
        painter.fillRect(QRect(0, 0, widget.width(), widget.height()), widget.backgroundBrush())
        size = QSize(widget.viewport().size())
        widget.render(painter, QRect(0, 0, size.width(), size.height()), widget.viewport().rect())
    else:
        widget.render(painter, QPoint())


def written(widget: QWidget, path: Path) -> None:
    """Write a widget's picture to a file, by its ending. Raises OSError where that fails."""
    from desktop.storage.whole_file import write_whole  # noqa: PLC0415 - files are written whole or not at all

    write_whole(path, picture(widget, "svg" if path.suffix.lower() == ".svg" else "png"))
