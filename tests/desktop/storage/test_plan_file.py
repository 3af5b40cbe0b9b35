"""The plan file: what is refused, what survives, and that a save is whole or not at all."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.storage.examples import example
from desktop.storage.plan_file import PlanFileError, load, read, save, text_of
from models.plan.plan import Entry, Evidence, EvidenceKind, Scenario, blank_plan

PRICE = "compute.pool.main.server_price"


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(text_of(blank_plan()))
    change(document)
    return json.dumps(document).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(PlanFileError) as error:
        read(data)
    return str(error.value)


def put(value: object) -> bytes:
    def change(document: dict[str, Any]) -> None:
        document["inputs"][PRICE] = {"value": value}

    return changed(change)


def test_a_plan_comes_back_as_it_was() -> None:
    plan = blank_plan("Plan – with é, “quotes” and 漢字")
    plan = plan.with_scenario(Scenario("two", "Zwei", "#123456"))
    plan = plan.with_entry(
        "two", PRICE, Entry(5.5, Evidence(EvidenceKind.QUOTE, "a quote", "2026-11-24", 5, 6.5, "valid 30 days"))
    )
    loaded = read(text_of(plan))
    assert loaded.plan == plan
    assert loaded.notices == ()
    assert text_of(loaded.plan) == text_of(plan)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "the file is empty"),
        (b"\x00\x00\x00\x00", "the file is empty"),
        (b'{"format": "boardcase-plan", "version": 1, "inp', "line 1"),
        (b'{"format": "boardcase-plan",}', "line 1, column"),
        (b'{"format": "boardcase-plan"}\n{}', "line 2"),
        (b"[1, 2]", "holds a list"),
        (b'"text"', "holds a text"),
        ('{"format": "x"}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"format": "foreign"}', "not a plan of this program"),
        (b'{"format": "boardcase-plan"}', "format version"),
        (b'{"format": "boardcase-plan", "version": true}', "format version"),
        (b'{"format": "boardcase-plan", "version": 7}', "format version 7, this program reads up to 6"),
        (b'{"format": "boardcase-plan", "version": 1, "version": 1}', "version.*stands twice"),
        (b'{"format": "boardcase-plan", "version": 1, "title": NaN}', "NaN is not a number"),
        (b'{"format": "boardcase-plan", "version": 1, "title": Infinity}', "Infinity is not a number"),
        (b'{"format": "boardcase-plan", "version": 1, "title": 1e999}', "1e999 is larger"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(text: bytes, says: str) -> None:
    with pytest.raises(PlanFileError, match=says):
        read(text)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (-1, "out of range; allowed is £0"),
        (1e300, "out of range"),
        ("12", "not a number"),
        (True, "not a number"),
        (None, "expected true or false, a number or a text"),
        ([1], "expected true or false, a number or a text"),
    ],
)
def test_f40_a_value_that_is_not_allowed_is_named_with_key_and_range(value: object, says: str) -> None:
    message = refusal(put(value))
    assert PRICE in message
    assert says in message


def test_every_problem_is_reported_at_once() -> None:
    def change(document: dict[str, Any]) -> None:
        document["inputs"][PRICE] = {"value": -1}
        document["inputs"]["finance.discount_rate"] = {"value": 9}
        document["inputs"]["workloads.workload.steady.kind"] = {"value": "magic"}

    message = refusal(changed(change))
    assert all(key in message for key in (PRICE, "finance.discount_rate", "workloads.workload.steady.kind"))
    assert "inference, training" in message


def test_f26_unknown_keys_are_refused_by_name() -> None:
    assert "finance.magic" in refusal(
        changed(lambda document: document["inputs"].update({"finance.magic": {"value": 1}}))
    )
    assert "colour_scheme" in refusal(changed(lambda document: document.update({"colour_scheme": "dark"})))
    assert "inputs.finance.inflation.note" in refusal(
        changed(lambda document: document["inputs"]["finance.inflation"].update({"note": "x"}))
    )


def test_inputs_that_are_not_in_the_file_add_nothing_and_are_named() -> None:
    loaded = read(changed(lambda document: document["inputs"].pop("finance.inflation")))
    assert [notice.key for notice in loaded.notices] == ["finance.inflation"]
    assert loaded.plan.entries["finance.inflation"].value == 0


def test_f36_control_characters_leave_names_with_a_notice() -> None:
    loaded = read(changed(lambda document: document.update({"title": "A\u0000B\u0007C"})))
    assert loaded.plan.title == "ABC"
    assert "control characters" in loaded.notices[0].message


def test_f37_a_name_of_a_megabyte_is_refused() -> None:
    assert "title" in refusal(changed(lambda document: document.update({"title": "x" * 1_000_000})))


def test_scenarios_are_checked() -> None:
    def two(document: dict[str, Any]) -> None:
        document["scenarios"].append(
            {"slug": "two", "name": "Two", "changes": {PRICE: {"value": -5}, "finance.horizon": {"value": 24}}}
        )

    message = refusal(changed(two))
    assert "cannot differ by scenario" in message


def test_inputs_that_do_not_go_together_are_refused() -> None:
    def half_flat(document: dict[str, Any]) -> None:
        prefix = "workloads.workload.steady."
        document["inputs"][f"{prefix}kind"] = {"value": "inference"}
        document["inputs"][f"{prefix}shape"] = {"value": "curve"}
        document["inputs"][f"{prefix}peak"] = {"value": 1}

    assert "flat when both are 1" in refusal(changed(half_flat))


def test_measured_slices_that_rise_need_a_peak_above_the_average() -> None:
    def measured(document: dict[str, Any]) -> None:
        prefix = "workloads.workload.steady."
        document["inputs"][f"{prefix}kind"] = {"value": "inference"}
        document["inputs"][f"{prefix}shape"] = {"value": "measured"}
        document["inputs"][f"{prefix}peak"] = {"value": 1}
        for number in range(1, 21):
            document["inputs"][f"{prefix}measured_{number:02}"] = {"value": 0.5 if number <= 10 else 1.5}

    assert "peak 1 of Steady GPU use does not go with slices up to 1.5" in refusal(changed(measured))


def test_a_plan_in_dollars_has_a_dollar_rate_of_one() -> None:
    assert "finance.dollar_rate" in refusal(changed(lambda document: document.update({"currency": "USD"})))


def test_f10_saving_goes_through_a_link_and_keeps_the_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "plan.boardcase", tmp_path / "link.boardcase"
    save(blank_plan(), target)
    target.chmod(0o640)
    link.symlink_to(target)
    save(blank_plan("Second"), link)
    assert link.is_symlink()
    assert load(target).plan.title == "Second"
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.boardcase", "link.boardcase.bak", "plan.boardcase"]
    assert (
        tmp_path / "link.boardcase.bak"
    ).stat().st_mode & 0o777 == 0o640  # who may not read the plan may not read its backup


def test_only_an_ordinary_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(OSError, match="not an ordinary file"):
        save(blank_plan(), path)
    assert path.is_fifo()


def test_f04_a_missing_folder_is_said_with_the_name_that_was_given(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nowhere/plan\.boardcase"):
        save(blank_plan(), tmp_path / "nowhere" / "plan.boardcase")


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = tmp_path / "plan.boardcase"
    save(blank_plan("Old"), path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, fail)
    with pytest.raises(OSError, match="the disk is full"):
        save(blank_plan("New"), path)
    monkeypatch.undo()
    assert load(path).plan.title == "Old"
    assert [one.name for one in tmp_path.iterdir()] == ["plan.boardcase"]


@pytest.mark.long
def test_a_process_killed_while_saving_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(blank_plan("0"), path)
    script = (
        "import sys, itertools\nfrom pathlib import Path\nfrom desktop.storage.plan_file import save\nfrom"
        " models.plan.plan import blank_plan\nprint('ready', flush=True)\n[save(blank_plan(str(n)), Path(sys.argv[1]))"
        " for n in itertools.count(1)]"
    )
    for pause in (0.0, 0.003, 0.011, 0.02, 0.037, 0.05):
        child = subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[3]
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        os.kill(child.pid, signal.SIGKILL)
        child.wait(timeout=10)
        child.stdout.close()
        assert load(path).plan == replace(blank_plan(), title=load(path).plan.title)


def test_a_folder_or_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="is not a file"):
        load(tmp_path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none")


def test_the_example_is_a_plan_with_four_scenarios() -> None:
    assert [one.name for one in example().plan.scenarios] == [
        "Base",
        "Demand doubles",
        "Cloud gets cheaper",
        "A tenth of the demand",
    ]


def test_a_part_that_was_off_and_is_used_again_is_saved(tmp_path: Path) -> None:
    key, path = "compute.pool.h100.committed_three_years", tmp_path / "again.boardcase"
    plan = example().plan
    for value in (0.0, 0.3):
        plan = plan.with_entry("base", key, Entry(value))
    save(plan, path)
    assert load(path).plan.entries[key].value == 0.3
    kept = plan.with_entry("base", key, Entry(0.0))
    save(replace(kept, kept_on=kept.features), path)
    assert load(path).plan.features == kept.features
