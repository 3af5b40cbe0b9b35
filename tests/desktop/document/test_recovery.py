"""Unsaved work survives a crash, files survive a kill, two programs do not write over each other."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.document.document import Document, PlanInUse
from desktop.document.recovery import Recovery, differences, discard, left_behind
from desktop.document.settings import Settings
from desktop.document.worker import Ticket, Worker
from desktop.storage.examples import example
from desktop.storage.plan_file import backup_of, load, save
from desktop.storage.whole_file import sweep
from models.plan.plan import blank_plan
from models.plan.remarks import Remark, Says

ROOT = Path(__file__).resolve().parents[3]
KILLS = 200
KEEPER = """
import sys
from pathlib import Path
from dataclasses import replace
from desktop.document.recovery import Recovery
from models.plan.plan import blank_plan
recovery = Recovery(Path(sys.argv[1]))
recovery.keep(replace(blank_plan(), title="Never saved"), None)
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.mark.long
def test_f01_two_hundred_kills_while_saving_lose_nothing(tmp_path: Path) -> None:
    """One program after the other saves without pause and is killed at a random moment; the file always opens whole."""
    path = tmp_path / "plan.boardcase"
    save(blank_plan(), path)
    source = random.Random(7)
    for number in range(KILLS):
        child = _forked_saver(path, number)
        time.sleep(source.uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert load(path).plan.title.startswith(("Plan", "Blank"))
    sweep(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plan.boardcase", "plan.boardcase.bak"]
    assert load(backup_of(path)).plan.title.startswith(("Plan", "Blank"))


def _forked_saver(path: Path, number: int) -> int:
    """Start a child that saves again and again; fork is quick, and the child runs nothing of Qt or pytest."""
    plan = replace(blank_plan(), title=f"Plan {number}")
    child = os.fork()
    if child == 0:
        try:
            while True:
                save(plan, path)
        finally:
            os._exit(1)
    return child


def test_f13_f19_what_a_killed_program_had_not_saved_is_found_and_what_a_living_one_has_is_not(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert keeper.stdout is not None
    assert keeper.stdin is not None
    assert keeper.stdout.readline() == b"kept\n"
    assert left_behind(tmp_path) == []
    keeper.kill()
    keeper.wait()
    keeper.stdout.close()
    keeper.stdin.close()
    found = left_behind(tmp_path)
    assert [(one.plan.title, one.path) for one in found] == [("Never saved", "")]
    assert left_behind(tmp_path), "looking deletes nothing"
    discard(found[0])
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_recovery_file_is_passed_over_and_kept(tmp_path: Path) -> None:
    (tmp_path / "1-abc.recovery").write_bytes(b"\x00" * 100)
    assert left_behind(tmp_path) == []
    assert (tmp_path / "1-abc.recovery").exists()


@pytest.mark.parametrize("lock", [b"", b"\x00" * 20])
def test_f17_a_lock_that_was_cut_short_hides_no_work_and_no_plan(lock: bytes, tmp_path: Path) -> None:
    """A program killed while it writes its lock leaves an empty one, which names nobody."""
    recovery = Recovery(tmp_path)
    recovery.keep(replace(blank_plan(), title="Unsaved"), None)
    (tmp_path / f"{recovery.file.name}.lock").write_bytes(lock)
    assert [one.plan.title for one in left_behind(tmp_path)] == ["Unsaved"]
    path = tmp_path / "plan.boardcase"
    save(blank_plan(), path)
    (tmp_path / ".~lock.plan.boardcase#").write_bytes(lock)
    document = Document(example().plan)
    document.open(path)
    assert not document.read_only
    document.close()


def test_recovery_is_dropped_when_all_is_saved(tmp_path: Path) -> None:
    recovery = Recovery(tmp_path)
    recovery.keep(blank_plan(), None)
    assert recovery.file.exists()
    recovery.drop()
    assert list(tmp_path.iterdir()) == []


def test_f16_a_plan_that_is_open_is_not_opened_a_second_time_unasked(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(blank_plan(), path)
    first, second = Document(example().plan), Document(example().plan)
    first.open(path)
    with pytest.raises(PlanInUse, match=str(os.getpid())):
        second.open(path)
    second.open(path, lock="none")
    assert second.read_only
    third = Document(example().plan)
    with pytest.raises(PlanInUse):
        third.save_as(path)
    third.open(path, lock="take")
    for one in (first, second, third):
        one.close()
    assert [one.name for one in tmp_path.iterdir()] == ["plan.boardcase"]


def test_opening_the_same_file_again_in_the_same_window_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(blank_plan(), path)
    document = Document(example().plan)
    document.open(path)
    document.open(path)
    assert document.plan == blank_plan()
    assert document.path == path
    document.close()


def test_f18_a_change_by_somebody_else_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    document = Document(blank_plan())
    document.save_as(path)
    assert not document.changed_on_disk()
    save(replace(blank_plan(), title="Somebody else's"), path)
    assert document.changed_on_disk()
    document.save_as(path)
    assert not document.changed_on_disk()
    document.close()


def test_f09_the_version_before_is_kept_and_a_damaged_file_never_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    document = Document(blank_plan())
    document.save_as(path)
    document.change_plan("title", replace(document.plan, title="Second"))
    document.save_as(path)
    assert load(backup_of(path)).plan.title == "Blank plan"
    path.write_bytes(b"\x00" * 1_000)
    document.change_plan("title", replace(document.plan, title="Third"))
    document.save_as(path)
    assert load(backup_of(path)).plan.title == "Blank plan"
    assert load(path).plan.title == "Third"
    document.close()


def test_f27_undo_crosses_a_save_and_the_mark_follows(tmp_path: Path) -> None:
    document = Document(blank_plan())
    document.change_plan("title", replace(document.plan, title="Second"))
    document.save_as(tmp_path / "plan.boardcase")
    assert not document.modified
    document.undo_stack.undo()
    assert document.modified
    assert document.plan.title == "Blank plan"
    document.undo_stack.redo()
    assert not document.modified
    document.close()


def test_f22_damaged_settings_are_set_aside_and_never_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{ not json", encoding="utf-8")
    settings = Settings(tmp_path)
    assert "damaged" in settings.notice
    assert (tmp_path / "settings.damaged.json").exists()
    settings.used(tmp_path / "a.boardcase")
    settings.used(tmp_path / "b.boardcase")
    assert Settings(tmp_path).texts("recent") == [str(tmp_path / "b.boardcase"), str(tmp_path / "a.boardcase")]
    (tmp_path / "settings.json").write_text('{"version": 99}', encoding="utf-8")
    assert "damaged" in Settings(tmp_path).notice


def test_settings_that_cannot_be_written_are_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(tmp_path / "file")
    settings.remember("theme", "dark")
    assert settings.text("theme") == "dark"


def test_the_newest_work_of_a_kind_wins_and_failure_is_told(qtbot: QtBot) -> None:
    worker, said, parts = Worker(), list[str](), list[int]()

    def slow(ticket: Ticket) -> str:
        for part in range(200):
            parts.append(part)
            ticket.look(part / 200, "")
            time.sleep(0.005)
        return "slow"

    def broken(_ticket: Ticket) -> str:
        raise OSError("disk")

    worker.run("a", slow, said.append)
    worker.run("a", lambda _ticket: "quick", said.append)
    qtbot.waitUntil(lambda: bool(said), timeout=3_000)
    assert said == ["quick"]
    worker.run("b", broken, said.append, failed=lambda error: said.append(str(error)))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=3_000)
    assert said[1] == "disk"
    parts.clear()
    worker.run("c", slow, said.append)
    worker.close()
    assert len(parts) < 200, "what nobody waits for is not worked to its end"
    assert len(said) == 2


def test_what_would_be_recovered_is_told_in_words() -> None:
    """A scenario and a decision on record were at stake, and "1 input differs" was said."""
    plan = example("insurer").plan
    assert differences(plan, plan) == "nothing"
    key = "compute.pool.h100.cloud_price"
    moved = plan.with_entry("base", key, replace(plan.entry("base", key), value=9.0))
    moved = moved.with_remark(Remark(key, "CFO", "2026-11-30", Says.DISAGREED, value=9.0))
    fewer = replace(moved, scenarios=moved.scenarios[:-1])
    assert differences(plan, fewer) == "1 input, 1 scenario, 1 remark and the business case"
