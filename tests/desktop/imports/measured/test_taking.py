"""From a file to the plan: offers, questions, the same file again, refusals with the plan unchanged.

Also nothing of a person kept.
"""

import gzip
import io
import json
import runpy
import zipfile
from pathlib import Path

import pytest
from evidence_made import table

from desktop.cli import main
from desktop.document.worker import Cancelled
from desktop.imports.files import offered, offered_by
from desktop.imports.offers import accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from desktop.storage.plan_file import is_plan, load, read, save, text_of
from models.plan.plan import Entry, EvidenceKind, Plan

ROOT = Path(__file__).parents[4]
MADE = runpy.run_path(str(ROOT / "installer" / "measured_examples.py"))
BILL = MADE["bill"](MADE["_MIDDLE"], MADE["_LAST"])
LOG = MADE["requests_by_hour"]()
INSURER = example("insurer").plan


def test_a_bill_is_taken_one_by_one_and_says_where_it_comes_from() -> None:
    found = offered_by(INSURER, BILL, "bill.csv")
    assert found.title == "FOCUS 1.2 cost and usage"
    assert any(
        notice.startswith("Looks like FOCUS 1.2 cost and usage: 20 of its 20 columns") for notice in found.notices
    )
    assert any("Period 2026-10-01 to 2026-11-01, UTC; 100% covered, 31 days." in notice for notice in found.notices)
    assert any(notice.startswith("Billed 55,658.39 USD in 838 lines, of which tax") for notice in found.notices)
    hot = next(offer for offer in found.possible if offer.key == "data.hot")
    changed = accepted(INSURER, [hot])
    assert [key for key in changed.entries if changed.entries[key] != INSURER.entries[key]] == ["data.hot"]
    entry = changed.entries["data.hot"]
    assert entry.value == pytest.approx(8.2)
    assert entry.evidence.kind is EvidenceKind.MEASURED
    assert entry.evidence.source.startswith("bill.csv (FOCUS 1.2 cost and usage), 2026-10-01 to 2026-11-01, SHA-256 ")


def test_the_same_file_again_replaces_and_never_adds() -> None:
    found = offered_by(INSURER, BILL, "bill.csv")
    once = accepted(INSURER, found.possible)
    again = offered_by(once, BILL, "bill (1).csv")
    assert "this replaces it" in again.offers[0].note
    twice = accepted(once, again.possible)
    assert len(twice.measurements) == len(once.measurements) == 1
    assert twice.measurements[0].file == "bill (1).csv"
    assert {key: entry.value for key, entry in twice.entries.items()} == {
        key: entry.value for key, entry in once.entries.items()
    }


def test_another_file_of_the_kind_for_the_same_month_is_warned_of() -> None:
    once = accepted(INSURER, offered_by(INSURER, BILL, "bill.csv").possible)
    found = offered_by(once, BILL.replace(b"VAT 20 %", b"VAT 20%"), "restated.csv")
    assert any("bill.csv" in warning and "2026-10" in warning for warning in found.warnings)
    assert any(
        "replace what bill.csv measured" in offer.note for offer in found.offers if offer.key == "finance.usual_cost"
    )


def test_a_plan_with_two_workloads_is_asked_which_and_nothing_is_ticked_meanwhile() -> None:
    plan = example("saas").plan
    found = offered_by(plan, LOG, "log.csv")
    ask = next(ask for ask in found.asks if ask.name == "workload")
    assert [words for _, words in ask.options] == ["Summaries", "Semantic search"]
    assert not ask.sure
    assert not any(offer.chosen for offer in found.offers if offer.key)
    told = offered_by(plan, LOG, "log.csv", answers={"workload": "Semantic search"})
    assert all(
        offer.key.startswith(("workloads.workload.search.", "hosting.workload.search."))
        for offer in told.offers
        if offer.key
    )
    assert all(offer.chosen for offer in told.offers)
    assert told.measurement is not None
    assert told.measurement.workload == "search"
    with pytest.raises(ValueError, match="Summaries, Semantic search"):
        offered_by(plan, LOG, "log.csv", answers={"workload": "tuning"})


def test_a_measured_shape_is_one_offer_of_twenty_slices() -> None:
    plan = example("saas").plan
    found = offered_by(plan, LOG, "log.csv", answers={"workload": "search"})
    shape = next(offer for offer in found.offers if offer.key.endswith("search.shape"))
    peak = next(offer for offer in found.offers if offer.key.endswith("search.peak"))
    changed = accepted(plan, [shape, peak])
    slices = [changed.entries[f"workloads.workload.search.measured_{number:02}"] for number in range(1, 21)]
    assert sum(float(one.value) for one in slices) / 20 == pytest.approx(1, abs=1e-3)
    assert all(one.evidence.kind is EvidenceKind.MEASURED for one in slices)


def test_a_scenario_with_a_value_of_its_own_is_named() -> None:
    plan = INSURER.with_entry(INSURER.scenarios[1].slug, "data.hot", Entry(99.0))
    note = next(offer.note for offer in offered_by(plan, BILL, "bill.csv").offers if offer.key == "data.hot")
    assert f"{INSURER.scenarios[1].name} has a value of its own" in note


def test_a_measured_plan_reads_back_from_its_file(tmp_path: Path) -> None:
    changed = accepted(INSURER, offered_by(INSURER, BILL, "bill.csv").possible)
    save(changed, tmp_path / "plan.boardcase")
    assert load(tmp_path / "plan.boardcase").plan == changed
    assert text_of(read(text_of(changed)).plan) == text_of(changed)


SECRETS = ("sk-planted-secret", "ada@example.org", "10.0.0.7", "my private prompt", "org-private")


def _private() -> bytes:
    heads = [
        "request_id",
        "api_key",
        "spend",
        "prompt_tokens",
        "completion_tokens",
        "startTime",
        "endTime",
        "model",
        "user",
        "messages",
        "requester_ip_address",
        "team_id",
        "status",
    ]
    rows = [
        [
            f"r{hour}",
            SECRETS[0],
            0.01,
            100,
            20,
            f"2026-10-01 {hour:02}:10:00",
            f"2026-10-01 {hour:02}:10:01",
            "m",
            SECRETS[1],
            SECRETS[3],
            SECRETS[2],
            SECRETS[4],
            "success",
        ]
        for hour in range(24)
    ]
    return table(heads, rows).encode()


def test_no_name_key_prompt_or_address_reaches_the_plan_or_what_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = offered_by(INSURER, _private(), "log.csv")
    changed = accepted(INSURER, found.possible)
    assert len(changed.measurements) == 1
    for secret in SECRETS:
        assert secret.encode() not in text_of(changed)
        assert secret not in repr(found)
    save(INSURER, tmp_path / "plan.boardcase")
    (tmp_path / "log.csv").write_bytes(_private())
    assert main(["import", str(tmp_path / "plan.boardcase"), str(tmp_path / "log.csv"), "--accept", "all"]) == 0
    said = capsys.readouterr()
    assert not [
        secret
        for secret in SECRETS
        if secret in said.out + said.err or secret.encode() in (tmp_path / "plan.boardcase").read_bytes()
    ]


def test_packed_files_are_what_is_in_them() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bill.csv", BILL)
        archive.writestr("log.csv", LOG)
        archive.writestr("readme.md", "x")
    found = offered_by(INSURER, stream.getvalue(), "export.zip")
    assert len([offer for offer in found.offers if offer.measurement is not None]) == 2
    assert any("readme.md" in warning for warning in found.warnings)
    assert offered_by(INSURER, gzip.compress(BILL), "bill.csv").title == "FOCUS 1.2 cost and usage"


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.json", "empty"),
        (b'{"format": "x", "values": {"g": NaN}}', "a.json", "NaN is not a JSON number"),
        (b'{"a": 1e999}', "a.json", "larger than any number"),
        (b"[" * 100_000 + b"]" * 100_000, "a.json", "nested"),
        (b'{\n // edited\n "a": 1,\n}', "a.json", "line 2, column 2"),
        (b'{"nbformat": 4, "cells": []}', "a.json", "nbformat, cells"),
        (b"[]", "a.json", "a list"),
        (b'{"a": "b', "a.json", "not whole JSON"),
        (b'{"a": 1}\n{"a": 2}\n', "a.json", "names are a"),
        ('{"a": 1}'.encode("utf-16"), "a.json", "UTF-16"),
        (b"2025-01,720,1800.5\n2025-02,700,1700\n", "a.csv", "no header row"),
        (b"PK\x03\x04rest", "a.csv", "named as a table"),
        (b'{"format": "boardcase-plan", "version": 5}', "a.json", "is a plan"),
        (b"\n\n\n", "a.csv", "blank lines"),
        (b"x" * 1_000_000, "a.csv", "characters"),
        (bytes(range(256)) * 20, "a.txt", "is not text"),
        (b"PAR1 and nothing else", "a.parquet", "Parquet"),
        (gzip.compress(b"PK\x03\x04", mtime=0), "a.csv.gz", "unpack it first"),
    ],
)
def test_what_is_no_measurement_is_refused_in_one_sentence(data: bytes, name: str, says: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        offered_by(INSURER, data, name)
    assert says in str(refused.value)
    assert "Traceback" not in str(refused.value)


@pytest.mark.parametrize("at", [0.01, 0.5, 0.99])
def test_reading_can_be_given_up_at_any_time(tmp_path: Path, at: float) -> None:
    rows = BILL.decode().splitlines()
    (tmp_path / "bill.csv").write_text("\n".join([rows[0], *rows[1:800] * 120]) + "\n")
    seen: list[float] = []

    def look(part: float, _doing: str) -> None:
        seen.append(part)
        if part >= at * 0.9:
            raise Cancelled

    with pytest.raises(Cancelled):
        offered(INSURER, tmp_path / "bill.csv", look)
    assert seen == sorted(seen)


def test_the_command_line_takes_several_files_and_prints_what_was_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.boardcase"
    save(INSURER, plan)
    (tmp_path / "bill.csv").write_bytes(BILL)
    (tmp_path / "log.csv").write_bytes(LOG)
    assert main(["measured", str(plan)]) == 0
    assert "Nothing is measured" in capsys.readouterr().out
    assert (
        main(
            [
                "import",
                str(plan),
                str(tmp_path / "bill.csv"),
                str(tmp_path / "log.csv"),
                "--accept",
                "proposed",
                "-o",
                str(tmp_path / "new.boardcase"),
            ]
        )
        == 0
    )
    out = capsys.readouterr().out
    assert "List price per GPU-hour: H100 pool: Cloud price: $8.944 / GPU-hour" in out
    assert "warning:" not in out
    assert main(["import", str(plan), str(tmp_path / "bill.csv"), str(tmp_path / "log.csv"), "--accept", "1"]) == 1
    assert "several files" in capsys.readouterr().err
    assert main(["measured", str(tmp_path / "new.boardcase"), "--against", "cloud"]) == 0
    out = capsys.readouterr().out
    assert "Months charged, against cloud" in out
    assert "Oct 2026" in out
    assert main(["measured", str(tmp_path / "new.boardcase"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in told["measurements"]] == ["bill.csv", "log.csv"]
    assert main(["measured", str(plan), "--against", "elsewhere"]) == 1
    assert main(["import", str(plan), str(tmp_path / "log.csv"), "--zone", "Mars/Olympus", "--json"]) == 1


@pytest.mark.parametrize("name", ["saas", "bank"])
def test_the_examples_are_what_the_script_makes_of_its_files(name: str) -> None:
    made: Plan = MADE["made"](name)
    assert text_of(made) == (ROOT / "resources" / "plans" / f"{name}.json").read_bytes()
    assert len(made.measurements) == len(MADE["FILES"][name])


def test_a_json_file_is_a_plan_only_where_it_says_so(tmp_path: Path) -> None:
    save(INSURER, tmp_path / "plan.json")
    (tmp_path / "metrics.json").write_bytes(MADE["metrics"]())
    assert is_plan(tmp_path / "plan.json")
    assert not is_plan(tmp_path / "metrics.json")


def test_a_table_of_named_rows_with_amounts_is_still_a_table_of_the_plan() -> None:
    found = offered_by(INSURER, b"Workload,Requests,Growth,Month\nClaims assistant,30000000,25%,2026-10\n", "work.csv")
    assert "table of workloads" in found.title
