"""Studies kept from one start to the next: the same to the last bit, and of these figures and this program alone."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.storage.examples import example
from models.exhibits import every_study, kept_studies
from models.exhibits.every_study import Asked, asked_study, documented
from models.exhibits.kept_studies import keep, kept, recalled
from models.exhibits.studies import Shown
from models.formula.code_store import CODE
from models.plan.decision_record import DecisionRecord
from models.plan.plan import Plan

PLAN = example("startup").plan


def same(one: Any, other: Any) -> bool:
    """Whether two studies are the same in every value."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        values = cast("NDArray[Any]", one)
        return np.array_equal(values, other, equal_nan=values.dtype.kind == "f")
    if isinstance(one, dict):
        pairs = cast("dict[object, object]", one)
        return list(pairs) == list(other) and all(same(value, other[key]) for key, value in pairs.items())
    if isinstance(one, list | tuple):
        values_of = cast("Sequence[object]", one)
        return len(values_of) == len(other) and all(map(same, values_of, other))
    if is_dataclass(one):
        return all(same(getattr(one, of.name), getattr(other, of.name)) for of in fields(one))
    return bool(one == other)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A store of its own, and nothing remembered in this process."""
    monkeypatch.setattr(CODE, "folder", tmp_path / "code")
    monkeypatch.setattr(every_study, "_last", [])
    return tmp_path / "code"


@pytest.mark.long
def test_what_is_read_again_is_what_was_worked_out(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = documented(PLAN, "base")
    monkeypatch.setattr(every_study, "_last", [])
    monkeypatch.setattr(every_study, "STUDIES", {})
    again = documented(PLAN, "base")
    assert again is not first
    assert same(dict(first), dict(again))


def test_other_figures_another_scenario_and_another_program_have_studies_of_their_own(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {"stress": every_study.STUDIES["stress"](PLAN, "base", Asked(), None)}
    keep(PLAN, "base", shown)
    assert kept(PLAN, "base") is not None
    assert kept(PLAN, PLAN.scenarios[-1].slug if len(PLAN.scenarios) > 1 else "other") is None
    entry = PLAN.entries["finance.discount_rate"]
    assert kept(PLAN.with_entry("base", "finance.discount_rate", replace(entry, value=0.0801)), "base") is None
    monkeypatch.setattr(kept_studies, "_program", lambda: "another")
    assert kept(PLAN, "base") is None


def test_a_decision_on_record_is_part_of_what_studies_rest_on(store: Path) -> None:
    keep(PLAN, "base", {})
    record = DecisionRecord("Ada", "2026-11-24", "base", "cloud", "cloud", "clear", "So.", "GBP", "0.9.0", "a hash")
    assert kept(replace(PLAN, records=(record,)), "base") is None


def test_what_is_recalled_is_made_once_and_of_its_own_kind(store: Path) -> None:
    made: list[int] = []

    def stress() -> Shown:
        made.append(1)
        return every_study.STUDIES["stress"](PLAN, "base", Asked(), None)

    first = recalled(Shown, PLAN, "base", "stress", stress)
    again = recalled(Shown, PLAN, "base", "stress", stress)
    assert len(made) == 1
    assert same(first, again)
    # another name, other figures, and a kind that it is not, are made anew
    recalled(Shown, PLAN, "base", "another", stress)
    recalled(Shown, replace(PLAN, currency="USD"), "base", "stress", stress)
    assert len(made) == 3
    keep(PLAN, "base", {})
    assert asked_study("stress", PLAN, "base", Asked()).finding == first.finding


def test_the_next_process_finds_what_this_one_kept(store: Path) -> None:
    """The order of a set changes from one process to the next: no part of the name may hang on it."""
    asked = "from tests.models.exhibits import test_kept_studies as t; print(t.kept_studies._key(t.PLAN, 'base', 'a'))"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).resolve().parents[3],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(told) == 1


def test_without_a_folder_nothing_is_recalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CODE, "folder", None)
    assert [recalled(int, PLAN, "base", "number", lambda at=at: at) for at in (1, 2)] == [1, 2]


def test_the_words_of_the_business_case_are_no_part_of_it(store: Path) -> None:
    keep(PLAN, "base", {})
    assert kept(replace(PLAN, title="Another title"), "base") == {}


class Harmful:
    """Would run a command where it is read without care."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        import subprocess

        return subprocess.call, ("touch /tmp/boardcase-was-here",)


@pytest.mark.parametrize(
    "stored",
    [
        pickle.dumps(Harmful()),
        pickle.dumps(eval),
        pickle.dumps(Path("/tmp")),
        b"",
        b"no pickle",
        pickle.dumps({"a": 1})[:-3],
        b"\x80\x05cmodels.exhibits.studies\nNone_such\n.",
        # a module of ours that imports one that runs commands, one of its functions, and another library's
        b"\x80\x05\x8c\x19models.formula.code_store\x8c\x09os.system\x93.",
        b"\x80\x05\x8c\x19models.formula.code_store\x8c\x02os\x93.",
        b"\x80\x05\x8c\x19models.formula.code_store\x8c\x06key_of\x93.",
        b"\x80\x05\x8c\x05numpy\x8c\x04load\x93.",
    ],
)
def test_what_is_damaged_or_holds_anything_else_is_worked_out_anew(store: Path, stored: bytes) -> None:
    CODE.write(kept_studies._key(PLAN, "base", "studies"), stored)
    assert kept(PLAN, "base") is None
    assert not Path("/tmp/boardcase-was-here").exists()


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CODE, "folder", None)
    keep(PLAN, "base", {})
    assert kept(PLAN, "base") is None


def _large(plan: Plan) -> int:
    return len(pickle.dumps(dict(documented(plan, "base")), protocol=5))


@pytest.mark.long
def test_an_entry_is_small(store: Path) -> None:
    # the simulation's ten thousand cases are told by their percentiles: a dozen plans fit the store with the code
    assert _large(PLAN) < 3_000_000
