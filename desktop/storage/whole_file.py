"""Files written whole or not at all."""

import contextlib
import errno
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

PRIVATE = 0o600
"""Who may read and write what is nobody else's: unsaved work, settings, reports."""

_TRIES, _BETWEEN = 3, 0.7
"""How often a file is put in place that another program holds, and the seconds between two tries."""

_WINDOWS = sys.platform == "win32"


def sweep(path: Path) -> None:
    """Remove what saves of this file that were killed half way have left beside it."""
    target = path.resolve()
    for left in target.parent.glob(f".{_stem(target)}.*.part"):
        left.unlink(missing_ok=True)


def _stem(target: Path) -> str:
    """Return the beginning of the temporary file's name, without characters that a pattern would read."""
    return "".join(character if character not in "[]*?" else "_" for character in target.name[:40])


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write bytes to a file through a temporary one beside it, and sync both file and folder.

    A symbolic link is followed, a hard link is written through. mode: who may read and write a file that was not there,
    less what the user's mask takes away; one that was keeps its own.

    Raises OSError, with the file's name, where it cannot be written; what was there is then there still. NotSyncedError
    where it was written and the system could not say that it will last.
    """
    target = _target(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{_stem(target)}.", suffix=".part")
    except OSError as error:
        raise _named(error, path, len(data)) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else mode & ~_mask())
        if target.exists() and target.stat().st_nlink > 1:
            _through(target, data)
            part.unlink()
        else:
            _put(part, target)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _named(error, path, len(data)) from None
        raise
    _sync_folder(target)


class NotSyncedError(OSError):
    """A file was written, and the system could not say that it will last: it does not count as saved."""


def _target(path: Path) -> Path:
    """Return the file behind a path. Raises OSError where that is no ordinary file, or a link to itself."""
    try:
        target = path.resolve()
        if path.is_symlink() and not target.parent.is_dir():
            raise OSError(errno.ENOENT, "is a link to a folder that is not there; give another name", str(path))
        if target.is_symlink():
            raise OSError(errno.ELOOP, "is a link that leads to itself; give another name", str(path))
    except RuntimeError:
        raise OSError(errno.ELOOP, "is a link that leads to itself; give another name", str(path)) from None
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "is not an ordinary file; give another name", str(path))
    return target


def _put(part: Path, target: Path) -> None:
    """Put the new file in the place of the old one; one that another program holds is tried again for two seconds."""
    for attempt in range(_TRIES):
        try:
            part.replace(target)
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_BETWEEN)
        else:
            return


def _through(target: Path, data: bytes) -> None:
    """Write through a hard link, so that its other names hold the same; where that fails the old bytes come back."""
    before = target.read_bytes()
    with target.open("r+b") as stream:
        try:
            _over(stream, data)
        except OSError:
            _over(stream, before)
            raise


def _over(stream: BinaryIO, data: bytes) -> None:
    stream.seek(0)
    stream.write(data)
    stream.truncate()
    stream.flush()
    os.fsync(stream.fileno())


def _sync_folder(target: Path) -> None:
    if _WINDOWS:
        return
    try:
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise NotSyncedError(
            error.errno, "was written, but the disk could not confirm it; save again or elsewhere", str(target)
        ) from None


def _mask() -> int:
    """Return the user's mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _named(error: OSError, path: Path, size: int) -> OSError:
    """Return an error with the file's own name, and where the disk is full with the room that is needed."""
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        free = ""
        with contextlib.suppress(OSError):
            space = os.statvfs(path.resolve().parent) if hasattr(os, "statvfs") else None
            free = f", {space.f_bavail * space.f_frsize / 1000:,.0f} kB are free" if space is not None else ""
        said = f"the disk is full: {max(1, round(size / 1000)):,} kB are needed{free}; make room or save elsewhere"
        return OSError(error.errno, said, str(path))
    if isinstance(error, PermissionError):
        held = "may not be written here, or another program holds it; close that program or give another name"
        return PermissionError(error.errno, held, str(path))
    return OSError(error.errno, error.strerror or str(error), str(path))
