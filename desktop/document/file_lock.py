"""A plan that is open is locked beside its file, so that a second window is told who has it."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from desktop.document.settings import settings_folder


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a plan open: program, host and process."""

    program: str
    host: str
    process: int

    def __str__(self) -> str:
        """Return the holder in words."""
        return f"{self.program or 'another program'} on {self.host or 'this computer'} (process {self.process})"


_SETTLES = 0.05
"""Seconds in which a program that is writing a lock has written it."""


def locked(lock: QLockFile) -> bool:
    """Try to take a lock and return whether it is taken.

    One that was cut short while it was written, by a kill or a full disk, names no process: it is nobody's, and would
    else stand for ever.
    """
    if lock.tryLock(0):
        return True
    path = Path(lock.fileName())
    if lock.error() == QLockFile.LockError.LockFailedError and _cut_short(path):
        time.sleep(_SETTLES)
        if _cut_short(path):
            path.unlink(missing_ok=True)
            return lock.tryLock(0)
    return False


def _cut_short(path: Path) -> bool:
    try:
        return not path.read_bytes()[:32].split(b"\n", 1)[0].isdigit()
    except OSError:
        return False


class FileLock:
    """The lock of one file, held from opening to closing."""

    def __init__(self) -> None:
        self._lock: QLockFile | None = None

    def take(self, path: Path, *, by_force: bool = False) -> Holder | None:
        """Lock a file in place of the one held; return who has it where somebody else does.

        by_force: take it over from whoever has it. Where the folder cannot be written the lock lies in the program's
            own folder.
        """
        lock = self._of(path)
        if self._lock is not None and self._lock.fileName() == lock.fileName():
            return None
        if by_force:
            Path(lock.fileName()).unlink(missing_ok=True)
        if not locked(lock) and lock.error() != QLockFile.LockError.LockFailedError:
            folder = settings_folder() / "locks"
            folder.mkdir(parents=True, exist_ok=True)
            lock = QLockFile(str(folder / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]))
            lock.setStaleLockTime(0)
            lock.tryLock(0)
        if not lock.isLocked():
            process, host, program = lock.getLockInfo()
            return Holder(str(program), str(host), int(process))
        self.release()
        self._lock = lock
        return None

    def _of(self, path: Path) -> QLockFile:
        target = path.resolve()
        lock = QLockFile(str(target.parent / f".~lock.{target.name}#"))
        lock.setStaleLockTime(0)
        return lock

    def release(self) -> None:
        """Give the lock back."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
