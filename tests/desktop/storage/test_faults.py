"""Faults that a trusted document program survives, driven as far as the machine allows; the numbers are the list's."""

import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.document.document import Document
from desktop.document.recovery import Recovery, kept_as, left_behind
from desktop.document.settings import Settings
from desktop.storage import plan_file, whole_file
from desktop.storage.examples import example
from desktop.storage.plan_file import PlanFileError, backup_of, load, read, save, text_of
from desktop.storage.whole_file import NotSyncedError, write_whole

PLAN, OTHER = example("insurer").plan, example("bank").plan
AS_ROOT = os.name == "posix" and os.geteuid() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("a disk can be mounted by root alone")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_f02_a_full_disk_leaves_the_old_file_and_says_what_is_needed(small_disk: Path) -> None:
    path = small_disk / "plan.boardcase"
    size = len(text_of(PLAN))
    path.write_bytes(b"x" * 100_000)
    (small_disk / "ballast").write_bytes(b"x" * (600_000 - 100_000 - size // 2))
    with pytest.raises(OSError, match=r"the disk is full: .* kB are needed, .* kB are free") as refused:
        write_whole(path, text_of(PLAN))
    assert refused.value.filename == str(path)
    assert path.read_bytes() == b"x" * 100_000
    assert sorted(one.name for one in small_disk.iterdir()) == ["ballast", "plan.boardcase"]


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_f02_f03_an_error_at_any_call_of_a_save_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    monkeypatch.setattr(whole_file, "_BETWEEN", 0.0)

    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    target, name = {"fsync": (os, "fsync"), "replace": (Path, "replace"), "chmod": (Path, "chmod")}[call]
    monkeypatch.setattr(target, name, fails)
    with pytest.raises(OSError, match=r"plan\.boardcase"):
        write_whole(path, text_of(OTHER))
    monkeypatch.undo()
    assert load(path).plan == PLAN
    assert not list(tmp_path.glob(".*.part"))


def test_f03_an_error_when_the_folder_is_synced_is_not_saved_and_nobody_else_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document(PLAN)
    path = tmp_path / "plan.boardcase"
    document.save_as(path)
    document.set_value("finance.discount_rate", 0.07)

    def fails(_target: Path) -> None:
        raise NotSyncedError(errno.EIO, "was written, but the disk could not confirm it", str(path))

    monkeypatch.setattr(whole_file, "_sync_folder", fails)
    with pytest.raises(NotSyncedError):
        document.save_as(path)
    assert document.modified
    assert not document.changed_on_disk()
    monkeypatch.undo()
    document.save_as(path)
    assert not document.modified
    document.close()


def test_f06_a_target_that_another_program_holds_is_tried_three_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    tries: list[int] = []
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        return replace(self, target)

    monkeypatch.setattr(whole_file, "_BETWEEN", 0.0)
    monkeypatch.setattr(Path, "replace", held)
    write_whole(path, text_of(OTHER))
    assert len(tries) == 3

    def always_held(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "replace", always_held)
    with pytest.raises(PermissionError, match="another program holds it"):
        write_whole(path, text_of(PLAN))
    monkeypatch.undo()
    assert load(path).plan == OTHER


def test_f09_a_link_where_the_backup_stands_is_never_followed(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "plan.boardcase", tmp_path / "diary.txt"
    elsewhere.write_text("mine", encoding="utf-8")
    save(PLAN, path)
    backup_of(path).symlink_to(elsewhere)
    save(OTHER, path)
    assert elsewhere.read_text(encoding="utf-8") == "mine"
    assert not backup_of(path).is_symlink()
    assert load(backup_of(path)).plan == PLAN


def test_f10_a_symbolic_link_is_kept_and_one_that_loops_is_refused(tmp_path: Path) -> None:
    path, link, loop = tmp_path / "plan.boardcase", tmp_path / "link.boardcase", tmp_path / "loop.boardcase"
    save(PLAN, path)
    link.symlink_to(path)
    save(OTHER, link)
    assert link.is_symlink()
    assert load(path).plan == OTHER
    loop.symlink_to(loop)
    with pytest.raises(OSError, match="leads to itself"):
        write_whole(loop, b"x")
    assert loop.is_symlink()


def test_f11_a_hard_link_is_written_through(tmp_path: Path) -> None:
    path, other = tmp_path / "plan.boardcase", tmp_path / "same.boardcase"
    save(PLAN, path)
    other.hardlink_to(path)
    save(OTHER, path)
    assert path.samefile(other)
    assert load(other).plan == OTHER
    assert not list(tmp_path.glob(".*.part"))


def test_f14_a_recovery_that_could_not_be_kept_again_is_not_thrown_away(tmp_path: Path) -> None:
    recovery = Recovery(tmp_path)
    recovery.keep(PLAN, None)
    assert kept_as(recovery.file, PLAN)
    assert not kept_as(recovery.file, OTHER)
    assert not kept_as(tmp_path / "none", PLAN)
    recovery.drop()


def test_f20_recoveries_are_ordered_by_a_counter_whatever_the_clock_says(tmp_path: Path) -> None:
    for number, plan in enumerate((PLAN, OTHER)):
        one = Recovery(tmp_path)
        one.keep(plan, None)
        assert one._lock is not None
        one._lock.unlock()  # as a program that was killed
        when = 4_000_000_000 - number * 1_000_000_000
        os.utime(one.file, (when, when))
    assert [one.plan for one in left_behind(tmp_path)] == [OTHER, PLAN]


def test_f25_a_step_that_fails_half_way_names_itself_and_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    data = path.read_bytes()

    def broken(*_: object) -> None:
        raise KeyError("an input")

    monkeypatch.setattr(plan_file, "_scenarios", broken)
    with pytest.raises(PlanFileError, match=r"of format version .* failed, which is a fault of this program"):
        load(path)
    with pytest.raises(PlanFileError, match="from format version 3 to"):
        read(data.replace(b'"version": 6', b'"version": 3'))
    assert path.read_bytes() == data


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_r15_the_users_mask_holds_and_what_is_private_stays_so(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        save(PLAN, tmp_path / "mine.boardcase")
        os.umask(0o002)
        save(PLAN, tmp_path / "ours.boardcase")
        Settings(tmp_path / "settings").remember("theme", "dark")
        recovery = Recovery(tmp_path / "recovery")
        recovery.keep(PLAN, None)
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in (
                tmp_path / "mine.boardcase",
                tmp_path / "ours.boardcase",
                tmp_path / "settings" / "settings.json",
                recovery.file,
            )
        }
        recovery.drop()
    finally:
        os.umask(before)
    assert list(modes.values()) == [0o600, 0o664, 0o600, 0o600]
