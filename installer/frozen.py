"""Where the frozen program begins."""

import io
import os
import sys

from desktop.cli import main


def mend_streams() -> None:
    """Give the program streams to write to: on Windows one with a window has none, and one with a console would refuse characters of other code pages."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open as long as the program runs
        elif sys.platform == "win32" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    mend_streams()
    sys.exit(main())
