"""Parts of a job shared out over processes: same answers, what fails is told, a process that dies is made up for."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from desktop.commands import side_by_side
from desktop.commands.exports import export
from desktop.commands.side_by_side import Helpers, helpers
from desktop.documents.kinds import KINDS
from desktop.storage.examples import example
from models.exhibits import every_study
from models.plan.plan import blank_plan


def _squared(number: int) -> int:
    return number * number


def _refused(number: int) -> int:
    if number in {2, 3}:
        raise ValueError(f"{number} is refused")
    return number


def _ended(parent: int) -> int:
    """End the process it runs in, unless that is the first one."""
    if os.getpid() != parent:
        signal.raise_signal(signal.SIGTERM)
    return os.getpid()


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(side_by_side, "MOST_HELPERS", 1)


def test_without_helpers_all_is_done_here() -> None:
    assert Helpers().all_of([partial(_squared, number) for number in range(5)]) == [0, 1, 4, 9, 16]


@pytest.mark.usefixtures("two_processors")
def test_answers_come_in_order_and_the_first_failure_is_told() -> None:
    with helpers(blank_plan(), 5, partial(_squared, 0)) as helping:
        assert helping.number == 1
        assert helping.all_of([partial(_squared, number) for number in range(20)]) == [n * n for n in range(20)]
        with pytest.raises(ValueError, match="2 is refused"):
            helping.all_of([partial(_refused, number) for number in range(5)])


@pytest.mark.usefixtures("two_processors")
def test_a_process_that_dies_is_made_up_for() -> None:
    with helpers(blank_plan(), 3, partial(_squared, 0)) as helping:
        assert helping.all_of([partial(_ended, os.getpid())] * 3) == [os.getpid()] * 3


@pytest.mark.long
@pytest.mark.usefixtures("two_processors")
def test_documents_are_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = example("startup").plan
    written: list[list[bytes]] = []
    for most in (0, 1):
        monkeypatch.setattr(side_by_side, "MOST_HELPERS", most)
        monkeypatch.setattr(every_study, "_last", [])
        targets = {kind: tmp_path / f"{most}.{kind}" for kind in KINDS}
        written.append([path.read_bytes() for path in export(plan, "base", targets, "2026-11-24")])
    assert written[0] == written[1]
