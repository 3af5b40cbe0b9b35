"""What is not saved yet, kept in the program's own folder within a second, and offered after a crash."""

import json
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QLockFile, QStandardPaths

from desktop.document.file_lock import locked
from desktop.storage.plan_file import PlanFileError, read, text_of
from desktop.storage.whole_file import PRIVATE, write_whole
from models.plan.plan import Plan
from models.quantities.texts import counted, listed

ENDING = ".recovery"


def recovery_folder() -> Path:
    """Return where unsaved work is kept on this system."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "recovery"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Work that a program left behind: the recovery file, the plan, the file it came from ("" for none).

    Also when it was kept. number: counts the recovery files, so that a clock that jumps does not put them in another
        order.
    """

    file: Path
    plan: Plan
    path: str
    when: str
    number: int = 0


class Recovery:
    """The recovery file of one open document. A lock beside it tells others that the program is alive."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or recovery_folder()
        self._file = self._folder / f"{os.getpid()}-{uuid.uuid4().hex[:12]}{ENDING}"
        self._lock: QLockFile | None = None
        self._number = 0

    @property
    def file(self) -> Path:
        """The recovery file."""
        return self._file

    def keep(self, plan: Plan, path: Path | None) -> None:
        """Write the plan to the recovery file. Raises OSError where that fails."""
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._number = 1 + max((_number(one) for one in self._folder.glob(f"*{ENDING}")), default=0)
            self._lock = QLockFile(str(self._file) + ".lock")
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)
        head = {
            "path": str(path.resolve()) if path is not None else "",
            "number": self._number,
            "when": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        }
        write_whole(self._file, json.dumps(head).encode() + b"\n" + text_of(plan), PRIVATE)

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
        if not locked(lock):
            continue
        lock.unlock()
        try:
            head, _, plan = file.read_bytes().partition(b"\n")
            header = cast("dict[str, object]", json.loads(head))
            path, when = (str(header.get(name, "")) for name in ("path", "when"))
            unsaved.append(Unsaved(file, read(plan).plan, path, when, _number(file)))
        except (OSError, ValueError, AttributeError, PlanFileError):
            continue
    return sorted(unsaved, key=lambda one: (one.number, one.file.stat().st_mtime_ns), reverse=True)


def _number(file: Path) -> int:
    """Return the number of a recovery file, 0 where it has none."""
    try:
        with file.open("rb") as stream:
            number = json.loads(stream.readline(4_096)).get("number", 0)
    except (OSError, ValueError, AttributeError):
        return 0
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def kept_as(file: Path, plan: Plan) -> bool:
    """Return whether a recovery file holds a plan, read back from the disk."""
    try:
        return read(file.read_bytes().partition(b"\n")[2]).plan == plan
    except (OSError, PlanFileError):
        return False


def discard(one: Unsaved) -> None:
    """Remove work that was left behind."""
    one.file.unlink(missing_ok=True)
    Path(str(one.file) + ".lock").unlink(missing_ok=True)


def differences(before: Plan, after: Plan) -> str:
    """Return what differs between two plans, in words: what would be recovered, or lost."""
    inputs = {key for key in {*before.entries, *after.entries} if before.entries.get(key) != after.entries.get(key)}
    scenarios, others = ({one.slug: one for one in plan.scenarios} for plan in (before, after))
    moved = {slug for slug in {*scenarios, *others} if scenarios.get(slug) != others.get(slug)}
    counts = (
        (len(inputs), "input"),
        (len(moved), "scenario"),
        (abs(len(after.records) - len(before.records)), "decision"),
        (abs(len(after.remarks) - len(before.remarks)), "remark"),
        (abs(len(after.measurements) - len(before.measurements)), "measurement"),
    )
    told = [counted(many, word) for many, word in counts if many] + ["the business case"] * (
        after.paper != before.paper
    )
    return listed(told or ["nothing"])
