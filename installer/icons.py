"""Draw the program's icon in all sizes a desktop asks for: python installer/icons.py FOLDER."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels, of the icon theme of Linux desktops."""

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Pixels, of Windows at 100 to 200%."""

ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
"""Pixels, of macOS with and without Retina."""

SOURCE = Path(__file__).parents[1] / "resources" / "icons" / "boardcase.svg"


_application: list[QGuiApplication] = []
"""Keeps Qt alive between two pictures."""


def drawn(size: int) -> QImage:
    """Return the icon as a picture of so many pixels a side."""
    if QGuiApplication.instance() is None:
        _application.append(QGuiApplication([]))
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def draw(folder: Path) -> list[Path]:
    """Write one picture for each size, in the folders of an icon theme, and return their files."""
    made: list[Path] = []
    for size in SIZES:
        path = folder / f"{size}x{size}" / "apps" / "boardcase.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn(size).save(str(path))
        made.append(path)
    return made


def _pictures(sizes: tuple[int, ...]) -> list[Image.Image]:
    """Return the icon in several sizes, the largest first, each drawn for itself."""
    images = [drawn(size) for size in sorted(sizes, reverse=True)]
    return [Image.frombytes("RGBA", (image.width(), image.height()), bytes(image.constBits())) for image in images]


def write_ico(path: Path) -> Path:
    """Write the icon for Windows and return its file."""
    first, *others = _pictures(ICO_SIZES)
    first.save(path, format="ICO", sizes=[(size, size) for size in ICO_SIZES], append_images=others)
    return path


def write_icns(path: Path) -> Path:
    """Write the icon for macOS and return its file."""
    first, *others = _pictures(ICNS_SIZES)
    first.save(path, format="ICNS", append_images=others)
    return path


SIDE = (164, 314)
"""Pixels of the picture beside the first and the last words of the Windows installer."""


def write_side(path: Path) -> Path:
    """Write the picture of the Windows installer, two curves that cross on the program's blue, and return its file."""
    drawn(16)  # Qt is there
    image = QImage(*SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("#12436D"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, begin, bend, end in (("#FF8A5C", 236, 170, 96), ("#FFFFFF", 190, 168, 150)):
        curve = QPainterPath(QPointF(18, begin))
        curve.quadTo(QPointF(82, bend), QPointF(146, end))
        painter.setPen(QPen(QColor(colour), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(curve)
    painter.end()
    image.save(str(path))
    return path


if __name__ == "__main__":
    for one in draw(Path(sys.argv[1])):
        print(one)
