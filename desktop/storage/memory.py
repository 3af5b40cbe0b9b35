"""Where there is not enough memory: what was under way is let go of first, so that there is room to say so."""

import ctypes
import sys
from contextlib import suppress
from traceback import clear_frames

NO_MEMORY = "there is not enough memory for this; close other programs and try again"


def let_go(error: BaseException) -> None:
    """Let go of what the work that ended in an error still held: it stands in the frames of its traceback."""
    clear_frames(error.__traceback__)


def no_memory(error: BaseException) -> str:
    """Return what is said where work ended for want of memory, with what it held let go of."""
    let_go(error)
    return NO_MEMORY


def give_back() -> None:
    """Give memory that is free back to the system, where the C library has to be asked for it (glibc)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
