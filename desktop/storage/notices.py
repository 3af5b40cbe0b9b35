"""The licences of what is bundled with the program; `installer/notices.py` collects them where it is frozen."""

import sys
from pathlib import Path

NAME = "NOTICES.txt"
NOT_BUNDLED = (
    "This program runs from a checkout: its packages are those of uv.lock, each with its licence in .venv.\n"
    "An installed program shows here the licences of everything that is bundled with it."
)


def places(program: Path) -> tuple[Path, ...]:
    """Return where the notices of a frozen program may be: beside it, or in the resources of a macOS bundle."""
    return program.parent / NAME, program.parent.parent / "Resources" / NAME


def notices() -> str:
    """Return the notices, or a word on where licences are where nothing is bundled."""
    if getattr(sys, "frozen", False):
        for place in places(Path(sys.executable).resolve()):
            if place.is_file():
                return place.read_text(encoding="utf-8")
    return NOT_BUNDLED
