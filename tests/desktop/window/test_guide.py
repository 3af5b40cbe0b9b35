"""The guide's pictures are those of the running program."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[3]
HELP = ROOT / "resources" / "help"
DIFFERENT = 24
"""Steps of 255 from which on a pixel differs; letters may be set a hair apart on another machine."""
MOST = 0.02


def pixels(path: Path) -> np.ndarray:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    data = np.frombuffer(bytes(image.constBits()), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return data[:, : image.width() * 3].astype(int)


@pytest.mark.long
def test_pictures_have_not_drifted_from_the_program(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "installer" / "guide_pictures.py"), str(tmp_path)],
        check=True,
        capture_output=True,
        timeout=300,
        cwd=ROOT,
    )
    made = sorted(one.name for one in tmp_path.glob("*.png"))
    assert made == sorted(one.name for one in HELP.glob("*.png"))
    for name in made:
        kept, now = pixels(HELP / name), pixels(tmp_path / name)
        assert kept.shape == now.shape, f"{name}: run installer/guide_pictures.py and look at the pictures"
        share = float((np.abs(kept - now) > DIFFERENT).mean())
        assert share < MOST, (
            f"{name}: {share:.1%} of it differs; run installer/guide_pictures.py and look at the pictures"
        )


def test_every_picture_of_the_guide_is_there_and_every_picture_is_used() -> None:
    used = set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (HELP / "guide.md").read_text(encoding="utf-8")))
    assert used == {one.name for one in HELP.glob("*.png")}
