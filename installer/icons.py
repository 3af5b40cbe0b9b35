"""Draw the program's icon in all sizes a desktop asks for: python installer/icons.py FOLDER."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels, of the icon theme of Linux desktops."""

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Pixels, of Windows at 100 to 200 %."""

ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
"""Pixels, of macOS with and without Retina."""

SOURCE = Path(__file__).parents[1] / "resources" / "icons" / "boardcase.svg"


def drawn(size: int) -> QImage:
    """Return the icon as a picture of so many pixels a side."""
    _application = QGuiApplication.instance() or QGuiApplication([])
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
    return [Image.frombytes("RGBA", (size, size), bytes(drawn(size).constBits())) for size in sorted(sizes, reverse=True)]


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


if __name__ == "__main__":
    for one in draw(Path(sys.argv[1])):
        print(one)
