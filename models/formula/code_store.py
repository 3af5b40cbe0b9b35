"""Machine code and tables that were worked out before, kept in a folder of the user's for the next start.

LLVM reads what it is given without doubt: a cut object ends the process. So every entry carries its own SHA-256, which
is checked first; the folder is private, no links are followed, entries are written whole, and the oldest go.
"""

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path

MOST_BYTES = 50_000_000
"""What all entries together may take."""

_DIGEST_BYTES = 32
_PRIVATE = 0o700
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def key_of(text: str, processor: str, features: str, version: str) -> str:
    """Return the name of an entry: it changes with the code, the processor, its features and LLVM's version."""
    return hashlib.sha256(f"{text}\0{processor}\0{features}\0{version}".encode()).hexdigest()


class CodeStore:
    """A folder of compiled code; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def read(self, key: str) -> bytes | None:
        """Return the code of an entry, None where there is none, or none that can be trusted."""
        if self.folder is None or not self._is_private(self.folder):
            return None
        try:
            handle = os.open(self.folder / key, os.O_RDONLY | _NO_LINKS)
            with os.fdopen(handle, "rb") as file:
                state = os.fstat(handle)
                if not stat.S_ISREG(state.st_mode) or state.st_size > MOST_BYTES:
                    return None
                digest, code = file.read(_DIGEST_BYTES), file.read()
        except OSError:
            return None
        if hashlib.sha256(code).digest() != digest:
            return None
        with contextlib.suppress(OSError):
            os.utime(self.folder / key)  # the oldest go first: those used longest ago
        return code

    def write(self, key: str, code: bytes) -> None:
        """Keep an entry, whole or not at all; a folder that cannot be written is done without."""
        if self.folder is None or len(code) > MOST_BYTES:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            if not self._is_private(self.folder):
                return
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(code).digest() + code)
                Path(name).replace(self.folder / key)
            except OSError:
                Path(name).unlink()
                raise
            self._bound(self.folder)

    @staticmethod
    def _is_private(folder: Path) -> bool:
        """Return whether a folder is one, no link, and nobody else's."""
        try:
            state = folder.lstat()
        except OSError:
            return False
        if not stat.S_ISDIR(state.st_mode):
            return False
        own = getattr(os, "getuid", None)
        return own is None or (state.st_uid == own() and not state.st_mode & 0o077)

    @staticmethod
    def _bound(folder: Path) -> None:
        """Remove the entries used longest ago until all together are within the bound."""
        entries = sorted((entry for entry in folder.iterdir() if entry.is_file()), key=lambda entry: -_used(entry))
        total = 0
        for entry in entries:
            total += entry.lstat().st_size
            if total > MOST_BYTES:
                entry.unlink(missing_ok=True)


def _used(entry: Path) -> float:
    try:
        return entry.lstat().st_mtime
    except OSError:
        return 0.0


CODE = CodeStore()
"""The store of this process; whoever starts the program says in which folder."""
