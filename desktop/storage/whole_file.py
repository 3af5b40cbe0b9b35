"""Files written whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path


def sweep(path: Path) -> None:
    """Remove what saves of this file that were killed half way have left beside it."""
    target = path.resolve()
    for left in target.parent.glob(f".{_stem(target)}.*.part"):
        left.unlink(missing_ok=True)


def _stem(target: Path) -> str:
    """Return the beginning of the temporary file's name, without characters that a pattern would read."""
    return "".join(character if character not in "[]*?" else "_" for character in target.name[:40])


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write bytes to a file through a temporary one beside it, and sync both file and folder.

    mode: who may read and write a file that was not there; one that was keeps its own.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "is not an ordinary file; give another name", str(path))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{_stem(target)}.", suffix=".part")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
