"""Folders of the user's that are not plans: where what can be made again is kept."""

from pathlib import Path

from platformdirs import user_cache_path


def code_folder() -> Path:
    """Return where compiled code of earlier starts is kept on this system."""
    return user_cache_path("boardcase", appauthor=False) / "code"
