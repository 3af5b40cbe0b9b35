"""Reports of errors of the program itself: places in it and no text or figure of a plan, kept on this computer."""

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_data_path

from desktop.storage.release_notes import current
from desktop.storage.whole_file import PRIVATE, write_whole


def reports_folder() -> Path:
    """Return where reports of errors are kept on this system."""
    return user_data_path("boardcase", appauthor=False) / "reports"


def places(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where in the program an error arose and of what kind it is, without its message: that may quote a plan."""
    lines = [f'  File "{one.filename}", line {one.lineno}, in {one.name}' for one in traceback.extract_tb(trace)]
    return "\n".join(["Traceback (most recent call last):", *lines, kind.__name__, ""])


def reported(text: str, folder: Path | None = None, beside: str = "") -> Path | None:
    """Write a report and return its file, None where that fails.

    folder: that of the system when left out. beside: what else ran, with its version.
    """
    now = datetime.now(UTC)
    head = (
        f"Boardcase {current()}, {now.isoformat(timespec='seconds')}\n{platform.platform()}, Python"
        f" {platform.python_version()}{beside and f', {beside}'}\n\n"
    )
    folder = folder or reports_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{now:%Y%m%d-%H%M%S-%f}.txt"
        write_whole(file, (head + text).encode(), PRIVATE)
    except OSError:
        return None
    return file
