"""What is decided about files, without a window: may this be opened, saved, written over; is there a version before."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from desktop.storage.memory import no_memory
from desktop.storage.plan_file import backup_of

ENDING = ".boardcase"


class Saving(Enum):
    """What saving a plan comes to."""

    WRITE = "write"
    ASK_WHERE = "ask where"
    ASK_WHICH = "ask which version to keep"


def saving(path: Path | None, *, read_only: bool, changed_on_disk: bool) -> Saving:
    """Return what saving comes to: a new or read-only plan asks where, one that others changed asks which to keep."""
    if path is None or read_only:
        return Saving.ASK_WHERE
    return Saving.ASK_WHICH if changed_on_disk else Saving.WRITE


def plan_path(name: str) -> Path:
    """Return the path of a plan from what was typed: without an ending it gets that of plans."""
    path = Path(name)
    return path if path.suffix else Path(f"{name}{ENDING}")


def document_path(name: str, kind: str) -> Path:
    """Return the path of an exported document from what was typed: without an ending it gets that of its kind."""
    path = Path(name)
    return path if path.suffix else path.with_suffix(f".{kind}")


def picture_path(name: str) -> Path:
    """Return the path of a picture from what was typed: PNG unless it ends as an SVG drawing."""
    path = Path(name)
    return path if path.suffix.lower() in {".png", ".svg"} else Path(f"{name}.png")


def export_refused(path: Path, plan: Path | None) -> str:
    """Return why a document may not be written here, nothing where it may: a plan is not written over by one."""
    if path.is_dir():
        return f"{path} is a folder; give the name of a file."
    if plan is not None and path.resolve() == plan.resolve():
        return f"{path} is the plan itself; give another name."
    return ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version of a plan before the last save."""

    path: Path
    when: datetime


def earlier_version(path: Path) -> Earlier | None:
    """Return the version before of a file that cannot be read, None where there is none."""
    backup = backup_of(path)
    if not backup.is_file():
        return None
    return Earlier(backup, datetime.fromtimestamp(backup.stat().st_mtime, UTC).astimezone())


def failure(error: Exception) -> str:
    """Return why file work failed, in one message with the file's name where it is known."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    if isinstance(error, MemoryError):
        return no_memory(error)
    return str(error)
