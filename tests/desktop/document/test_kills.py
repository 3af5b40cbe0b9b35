"""A process killed at a random moment of a save, an autosave, an export or a recovery loses no plan.

A dozen of each in the suite, two hundred and fifty of each, a thousand in all, in the long tier.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from desktop.document.recovery import Recovery, discard, kept_as, left_behind
from desktop.storage.plan_file import load, save
from desktop.storage.whole_file import sweep, write_whole
from models.plan.plan import Plan, blank_plan

LONGEST = 0.03
"""Seconds within which a child is killed: some saves take less, some more."""


def _killed(work: Callable[[int], None], source: random.Random) -> int:
    """Fork a child that works again and again, kill it at a random moment, and return how often it was done.

    Each time it is done it says so through a pipe, so that what came after the last word may be lost and nothing else.
    """
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os.close(told)
            for number in count(1):
                work(number)
                os.write(tell, b"x")
        os._exit(1)
    os.close(tell)
    time.sleep(source.uniform(0.0, LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done = 0
    while piece := os.read(told, 65_536):
        done += len(piece)
    os.close(told)
    return done


def _plan(number: int) -> Plan:
    return replace(blank_plan(), title=f"Plan {number}")


def _number(plan: Plan) -> int:
    return int(plan.title.removeprefix("Plan "))


def _save(folder: Path, source: random.Random) -> None:
    """Kill while saving: the file is the last that was saved, or the one being saved."""
    path = folder / "plan.boardcase"
    if not path.exists():
        save(_plan(0), path)
    done = _killed(lambda number: save(_plan(number), path), source)
    found = _number(load(path).plan)
    assert found in ({done, done + 1} if done else {found, 1})
    save(_plan(0), path)


def _autosave(folder: Path, source: random.Random) -> None:
    """Kill while unsaved work is kept: the last that was kept, or the one being kept, is found."""
    recoveries = folder / "kept"

    def keep(number: int, mine: list[Recovery]) -> None:
        if not mine:
            mine.append(Recovery(recoveries))
        mine[0].keep(_plan(number), None)

    own: list[Recovery] = []
    done = _killed(lambda number: keep(number, own), source)
    found = left_behind(recoveries)
    if done:
        assert [_number(one.plan) for one in found] in ([done], [done + 1])
    for one in found:
        discard(one)


def _export(folder: Path, source: random.Random) -> None:
    """Kill while a document is written: the file is whole, the one before or the one after."""
    path = folder / "document.pdf"
    done = _killed(lambda number: write_whole(path, f"{number}:".encode() * 60_000), source)
    if path.exists():
        data = path.read_bytes()
        number = int(data[: data.index(b":")])
        assert data == f"{number}:".encode() * 60_000
        assert number in {done, done + 1}
        path.unlink()
    else:
        assert done == 0


def _recover(folder: Path, source: random.Random) -> None:
    """Kill while work that was left behind is taken over: it is there still, once or twice, and never not at all."""
    recoveries = folder / "left"
    if not left_behind(recoveries):
        left = Recovery(recoveries)
        left.keep(_plan(7), None)
        Path(f"{left.file}.lock").unlink()

    def take_over(_number: int) -> None:
        for one in left_behind(recoveries):
            mine = Recovery(recoveries)
            mine.keep(one.plan, None)
            if kept_as(mine.file, one.plan):
                discard(one)
            Path(f"{mine.file}.lock").unlink(missing_ok=True)

    _killed(take_over, source)
    found = left_behind(recoveries)
    assert found
    assert {_number(one.plan) for one in found} == {7}
    for one in found[1:]:
        discard(one)


JOBS = {"save": _save, "autosave": _autosave, "export": _export, "recovery": _recover}


@pytest.mark.parametrize("job", JOBS)
def test_f01_f13_f33_a_dozen_kills_lose_nothing(job: str, tmp_path: Path) -> None:
    _kill(job, tmp_path, 13)


@pytest.mark.long
@pytest.mark.parametrize("job", JOBS)
def test_f01_f13_f33_a_thousand_kills_lose_nothing(job: str, tmp_path: Path) -> None:
    _kill(job, tmp_path, 250)


def _kill(job: str, folder: Path, times: int) -> None:
    source = random.Random(f"{job} {times}")
    for _ in range(times):
        JOBS[job](folder, source)
    for path in ("plan.boardcase", "document.pdf"):
        sweep(folder / path)
    assert not list(folder.glob("*.part"))
