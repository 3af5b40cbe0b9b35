"""Draw the program's icon in all sizes a desktop asks for: python installer/icons.py FOLDER."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SOURCE = Path(__file__).parents[1] / "resources" / "icons" / "boardcase.svg"


def draw(folder: Path) -> list[Path]:
    """Write one picture for each size and return their files."""
    _application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(SOURCE))
    made: list[Path] = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        path = folder / f"{size}x{size}" / "apps" / "boardcase.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(str(path))
        made.append(path)
    return made


if __name__ == "__main__":
    for one in draw(Path(sys.argv[1])):
        print(one)
