"""What is not saved yet, kept in the program's own folder within a second, and offered after a crash."""

import json
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QLockFile, QStandardPaths

from desktop.storage.plan_file import PlanFileError, read, text_of
from desktop.storage.whole_file import write_whole
from models.plan.plan import Plan

ENDING = ".recovery"


def recovery_folder() -> Path:
    """Return where unsaved work is kept on this system."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "recovery"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Work that a program left behind: the recovery file, the plan, the file it came from ("" for none).

    Also when it was kept.
    """

    file: Path
    plan: Plan
    path: str
    when: str


class Recovery:
    """The recovery file of one open document. A lock beside it tells others that the program is alive."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or recovery_folder()
        self._file = self._folder / f"{os.getpid()}-{uuid.uuid4().hex[:12]}{ENDING}"
        self._lock: QLockFile | None = None

    @property
    def file(self) -> Path:
        """The recovery file."""
        return self._file

    def keep(self, plan: Plan, path: Path | None) -> None:
        """Write the plan to the recovery file. Raises OSError where that fails."""
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(self._file) + ".lock")
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)
        head = {
            "path": str(path.resolve()) if path is not None else "",
            "when": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        }
        write_whole(self._file, json.dumps(head).encode() + b"\n" + text_of(plan))

    def drop(self) -> None:
        """Remove the recovery file: its work is saved or was given up."""
        self._file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def left_behind(folder: Path | None = None) -> list[Unsaved]:
    """Return the work that programs which are no longer alive left behind, the latest first; nothing is deleted."""
    place = folder or recovery_folder()
    unsaved: list[Unsaved] = []
    for file in sorted(place.glob(f"*{ENDING}")) if place.is_dir() else []:
        lock = QLockFile(str(file) + ".lock")
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            continue
        lock.unlock()
        try:
            head, _, plan = file.read_bytes().partition(b"\n")
            header = cast("dict[str, object]", json.loads(head))
            unsaved.append(Unsaved(file, read(plan).plan, str(header.get("path", "")), str(header.get("when", ""))))
        except (OSError, ValueError, AttributeError, PlanFileError):
            continue
    return sorted(unsaved, key=lambda one: one.file.stat().st_mtime_ns, reverse=True)


def discard(one: Unsaved) -> None:
    """Remove work that was left behind."""
    one.file.unlink(missing_ok=True)
    Path(str(one.file) + ".lock").unlink(missing_ok=True)


def differences(before: Plan, after: Plan) -> int:
    """Return how many inputs and scenarios differ between two plans, for a word on what would be recovered."""
    keys = {key for key in {*before.entries, *after.entries} if before.entries.get(key) != after.entries.get(key)}
    scenarios = {one.slug: one for one in before.scenarios}
    others = {one.slug: one for one in after.scenarios}
    return len(keys) + len({slug for slug in {*scenarios, *others} if scenarios.get(slug) != others.get(slug)})
