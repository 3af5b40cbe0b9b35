"""Where the frozen program begins."""

import io
import multiprocessing
import sys
from typing import override

from desktop.cli import main


class Nowhere(io.TextIOBase):
    """A stream nobody reads, and no terminal, which the null device of Windows takes itself for."""

    @override
    def write(self, text: str, /) -> int:
        """Take a text and forget it."""
        return len(text)


def mend_streams() -> None:
    """Give the program streams to write to: on Windows one with a window has none.

    Also one with a console would refuse characters of other code pages.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Nowhere())
        elif sys.platform == "win32" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a process that reads Parquet begins here too
    mend_streams()
    sys.exit(main())
