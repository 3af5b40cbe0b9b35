"""The command line: every command, its exit codes, and one message for each thing that is wrong."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from answers import always
from untuned import untuned

from desktop.cli import main
from desktop.storage.examples import example
from desktop.storage.plan_file import load, save


@pytest.fixture
def blank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / "blank.boardcase"
    assert main(["new", str(path), "--blank"]) == 0
    capsys.readouterr()
    return str(path)


@pytest.fixture
def insurer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / "insurer.boardcase"
    assert main(["new", str(path), "--example", "insurer"]) == 0
    capsys.readouterr()
    return str(path)


def evaluated(capsys: pytest.CaptureFixture[str], path: str, *settings: str) -> dict[str, Any]:
    arguments = [piece for setting in settings for piece in ("--set", setting)]
    assert main(["evaluate", path, "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_blank_plan_costs_nothing(blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = evaluated(capsys, blank)
    assert {option["total_cost"] for option in found["options"].values()} == {0.0}
    assert found["crossovers"] == []


def test_plain_arithmetic_comes_out_of_the_blank_plan(blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    # 200,000 of capital; the cloud costs 8 GPUs x 730 h x 2.50 = 14,600 a month, running the server 3,000: 200,000 /
    # 11,600 months
    main_pool = "compute.pool.main."
    found = evaluated(
        capsys, blank, f"{main_pool}server_price=200k", f"{main_pool}cloud_price=2.5", f"{main_pool}running_month=3,000"
    )
    crossing = next(
        one
        for one in found["crossovers"]
        if one["from"] == "cloud" and one["to"] == "on_premises" and one["basis"] == "nominal"
    )
    assert crossing["month"] == pytest.approx(200_000 / 11_600, rel=1e-15)
    assert found["options"]["cloud"]["total_cost"] == 14_600 * 60
    assert found["options"]["on_premises"]["total_cost"] == 200_000 + 3_000 * 60


def test_lines_add_up_to_the_total_cost(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = evaluated(capsys, insurer)
    for option in found["options"].values():
        assert sum(sum(line["monthly"]) for line in option["lines"]) == pytest.approx(option["total_cost"], rel=1e-12)
        assert option["total_cost"] == pytest.approx(
            option["cumulative"][found["months"]] - option["residual"], rel=1e-12
        )
        assert np.diff(option["cumulative"], prepend=0) == pytest.approx(
            np.sum([line["monthly"] for line in option["lines"] if line["class"] != "residual"], axis=0)
        )
        assert len(option["cumulative"]) == found["months"] + 1


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("compute.pool.main.server_price=-5", "−£5 is out of range; allowed is £0"),
        ("compute.pool.main.server_price=1e999", "not a finite number"),
        ("compute.pool.main.server_price=nan", "is not a number; expected an amount such as"),
        ("compute.pool.main.server_price=inf", "is not a number"),
        ("compute.pool.main.server_price=1_000", "is not a number"),
        ("compute.pool.main.server_price=60%", "is a percentage"),
        ("compute.pool.main.server_price=", "nothing is entered; expected an amount"),
        ("compute.pool.main.life=2.5", "not a whole number"),
        ("compute.pool.main.site=moon", "not among the choices: Own server room, Colocation"),
        ("finance.discount_rate=200%", "out of range; allowed is 0% a year to 50% a year"),
        ("finance.horizon=6", "allowed is 12 months to 120 months"),
        ("finance.start=2027-13", "not a month"),
        ("world.hours_per_month=720", "fixed at 730 in this model"),
        ("compute.pool.main.maintenance=15", "for 15 per cent write 15% or 0.15"),
        ("compute.pool.main.server_prise=5", "there is no such input"),
        ("compute.pool.other.server_price=5", "did you mean compute.pool.main.server_price"),
        ("nonsense", "expected KEY=VALUE"),
        ("workloads.workload.steady.active=maybe", "neither yes nor no"),
    ],
)
def test_a_setting_that_is_wrong_is_named_and_nothing_is_printed(
    blank: str, capsys: pytest.CaptureFixture[str], setting: str, says: str
) -> None:
    before = Path(blank).read_bytes()
    assert main(["evaluate", blank, "--set", setting]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert "Traceback" not in captured.err
    assert Path(blank).read_bytes() == before


def test_every_wrong_setting_is_named_at_once(blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", blank, "--set", "a.b=1", "--set", "finance.inflation=x"]) == 1
    said = capsys.readouterr().err
    assert "a.b" in said
    assert "finance.inflation" in said


def test_a_file_that_is_no_plan_is_refused_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.boardcase"
    path.write_bytes(b'{"format": "boardcase-plan", "version": 1')
    for command in ("evaluate", "check", "inputs"):
        assert main([command, str(path)]) == 1
        assert "line 1" in capsys.readouterr().err
    assert path.read_bytes() == b'{"format": "boardcase-plan", "version": 1'
    assert main(["evaluate", str(tmp_path / "none")]) == 1
    assert "No such file" in capsys.readouterr().err
    assert main(["evaluate", str(tmp_path)]) == 1
    assert "is not a file" in capsys.readouterr().err


def test_new_does_not_write_over_a_file(blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(blank).read_bytes()
    assert main(["new", blank]) == 1
    assert "is there already" in capsys.readouterr().err
    assert Path(blank).read_bytes() == before


def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["evaluate"], ["evaluate", "x", "--what"], ["--what"], ["a", "b"]):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = stop.code
        assert code == 2
    assert "usage" in capsys.readouterr().err


def test_an_unknown_scenario_is_said_with_those_there_are(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", insurer, "--scenario", "Best"]) == 1
    assert "Base, Demand doubles" in capsys.readouterr().err


def test_scenarios_are_found_by_name_or_slug(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", insurer, "--scenario", "demand doubles"]) == 0
    by_name = capsys.readouterr().out
    assert main(["evaluate", insurer, "--scenario", "doubles"]) == 0
    assert capsys.readouterr().out == by_name


def test_explain_goes_down_to_the_source(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", insurer, "demand.cloud_quoted", "--depth", "3"]) == 0
    told = capsys.readouterr().out
    assert "Cloud price" in told
    assert "SkyPilot" in told
    assert "8.944" in told
    assert main(["explain", insurer, "cloud.nothing"]) == 1
    assert "there is no line" in capsys.readouterr().err
    assert main(["explain", insurer, "cloud.on_demand", "--month", "61"]) == 1
    assert "allowed is 0 to 60" in capsys.readouterr().err


def test_every_line_can_be_explained(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop.storage.examples import example
    from models.appraisal.model import model
    from models.exhibits.explanation import _Explainer

    plan = example().plan
    traced = model(plan.structure)
    found = traced.evaluate(plan.values("base"), list(traced.lines))
    explainer = _Explainer(plan, "base", traced, found, 12)
    for line in traced.lines.values():
        step = explainer.line(line, 1)
        assert step.formula
        assert step.value
        assert step.steps or step.formula in {"month > 0", "number of the age − 1", "0", "1"}


@pytest.fixture
def insurer_untuned(tmp_path: Path) -> str:
    path = tmp_path / "untuned.boardcase"
    save(untuned("insurer"), path)
    return str(path)


def test_best_finds_settings_and_stores_them(
    insurer_untuned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    insurer, better = insurer_untuned, tmp_path / "better.boardcase"
    assert main(["best", insurer, "--json", "-o", str(better)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["options"]) == ["cloud", "on_premises", "hybrid", "api"]
    cloud = found["options"]["cloud"]
    assert cloud["planned"] - cloud["best"] == pytest.approx(743_500, rel=0.002)
    assert found["complete"]
    assert found["candidates"] > 5_000
    assert main(["evaluate", str(better), "--scenario", "Cloud at its best", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["options"]["cloud"]["present_value"]
    assert told == pytest.approx(cloud["best"], rel=1e-12)


@pytest.mark.long
def test_best_takes_an_option_and_refuses_what_it_does_not_know(
    insurer: str, insurer_untuned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.boardcase"
    assert main(["best", insurer, "--take", "cloud", "--objective", "p80", "-o", str(taken)]) == 0
    assert "Chosen within a shortlist" in capsys.readouterr().out
    assert main(["evaluate", str(taken), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["options"]["cloud"]["present_value"] < 3_600_000
    assert main(["best", insurer_untuned, "--take", "all", "-o", str(taken)]) == 0
    capsys.readouterr()
    assert main(["best", str(taken), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["together"] == {}
    assert all(one["planned"] == pytest.approx(one["best"], abs=0.01) for one in again["options"].values())
    for wrong, says in (
        (["--within", "capita=1"], "expected capital"),
        (["--within", "capital=much"], "expected a number of 0 or more"),
        (["--take", "moon"], "expected one of all, cloud, api, on_premises, hybrid"),
        (["--set", "security.air_gapped=true", "--take", "cloud"], "--take cloud: Air-gapped"),
    ):
        assert main(["best", insurer, *wrong]) == 1
        assert says in capsys.readouterr().err
    assert main(["best", insurer, "--within", "capital=300000"]) == 0
    assert "Limits given with --within hold for this search alone" in capsys.readouterr().out


def test_split_stores_the_best_number(insurer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    better = tmp_path / "better.boardcase"
    assert main(["split", insurer, "--scenario", "falls", "--json", "-o", str(better)]) == 0
    found = json.loads(capsys.readouterr().out)
    costs = found[0]["present_values"]
    assert costs[found[0]["best"]] == min(costs)
    assert main(["split", str(better), "--scenario", "falls", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again[0]["stored"] == again[0]["best"] == found[0]["best"]


def test_check_finds_an_instance_priced_as_one_gpu(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(
            [
                "check",
                insurer,
                "--set",
                "compute.pool.h100.instance_gpus=8",
                "--set",
                "compute.pool.h100.cloud_price=71.552",
            ]
        )
        == 1
    )
    assert "divide by 8" in capsys.readouterr().out


@pytest.mark.long
def test_export_writes_all_three(insurer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xlsx, pdf, csv = tmp_path / "a.xlsx", tmp_path / "a.pdf", tmp_path / "tables"
    assert (
        main(["export", insurer, "--xlsx", str(xlsx), "--pdf", str(pdf), "--csv", str(csv), "--date", "2026-11-24"])
        == 0
    )
    assert capsys.readouterr().out.split() == [str(xlsx), str(pdf), str(csv / "cumulative.csv"), str(csv / "lines.csv")]
    assert xlsx.read_bytes()[:2] == b"PK"
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert len((csv / "cumulative.csv").read_text().splitlines()) == 62


def test_export_writes_nothing_over_the_plan(insurer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = tmp_path / "a.pdf"
    before = Path(insurer).read_bytes()
    assert main(["export", insurer, "--pdf", insurer]) == 1
    assert "is the plan itself" in capsys.readouterr().err
    assert Path(insurer).read_bytes() == before
    assert main(["export", insurer]) == 1
    assert main(["export", insurer, "--pdf", str(pdf), "--date", "yesterday"]) == 1
    assert "is not a day" in capsys.readouterr().err
    assert main(["export", insurer, "--pdf", str(tmp_path / "none" / "a.pdf")]) == 1


@pytest.mark.long
def test_the_commands_of_catalogue_levers_comparison_and_claims(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, better = tmp_path / "plan.json", tmp_path / "better.json"
    assert main(["new", str(plan), "--example", "bank"]) == 0
    assert main(["choose", str(plan), "hosting.workload.chat", "api.openai.gpt_5", "-o", str(better)]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(better), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["options"]["cloud"]["areas"]["hosting"] > 0
    assert main(["choose", str(plan), "hosting.workload.chat", "api.nobody"]) == 1
    assert "no such entry" in capsys.readouterr().err
    assert main(["catalogue", "--kind", "server", "--json"]) == 0
    assert {row["kind"] for row in json.loads(capsys.readouterr().out)} == {"server"}
    assert main(["catalogue", "--kind", "nothing"]) == 1
    assert "the catalogue has" in capsys.readouterr().err
    assert main(["catalogue", "--offers", str(better)]) == 0
    assert "what the catalogue gives today" in capsys.readouterr().out
    assert main(["levers", str(plan), "--json"]) == 0
    assert [one["factor"] for one in json.loads(capsys.readouterr().out)["bill_shock"]] == [1, 3, 5]
    assert main(["compare", str(plan), "--json"]) == 0
    assert [one["scenario"] for one in json.loads(capsys.readouterr().out)] == [
        "Base",
        "Screening by API too",
        "Cost levers on",
    ]
    assert main(["claims", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 16


def test_evaluate_says_which_rules_strike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.json"
    assert main(["new", str(plan), "--example", "laboratory"]) == 0
    assert main(["evaluate", str(plan)]) == 0
    assert "blocks cloud, api, hybrid: Air-gapped" in capsys.readouterr().out


@pytest.mark.parametrize("sort", ["device", "fifo", "folder", "empty", "missing", "other"])
def test_audit_opens_anything_safely(sort: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    if sort == "device":
        path = Path("/dev/zero")
    elif sort == "fifo":
        os.mkfifo(path)
    elif sort == "folder":
        path.mkdir()
    elif sort == "empty":
        path.write_bytes(b"")
    elif sort == "other":
        book = openpyxl.Workbook()
        for name in ("About", "Inputs", "Summary", "Checks", "Calc_Cloud"):
            book.create_sheet(name)
        book.save(path)
    assert main(["audit", str(path)]) == 1
    told = capsys.readouterr()
    said = told.out + told.err
    wanted = {"empty": "the file is empty", "missing": "does not exist", "other": "cannot be judged"}
    assert wanted.get(sort, "is not an ordinary file") in said
    assert "Traceback" not in said


@pytest.mark.long
def test_audit_reports_on_a_workbook_by_sheet_and_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    from desktop.documents.workbook import workbook as writer

    monkeypatch.setattr(writer, "documented", always({}))
    path = tmp_path / "a.xlsx"
    path.write_bytes(writer.workbook(example("startup").plan, "base", date(2026, 11, 25)))
    book = openpyxl.load_workbook(path)
    book["Calc_Cloud"]["J8"] = "=I8*1.1"
    book.save(path)
    assert main(["audit", str(path)]) == 1
    said = capsys.readouterr().out
    assert "W6 Calc_Cloud!J8: holds the constant 1.1" in said
    assert "26 rules checked" in said


def test_inputs_are_set_and_saved_or_refused(insurer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other, price = tmp_path / "other.boardcase", "compute.pool.h100.cloud_price"
    before = Path(insurer).read_bytes()
    assert main(["set", insurer, f"{price}=7.5", "finance.inflation=3%", "-o", str(other)]) == 0
    assert Path(insurer).read_bytes() == before
    entries = load(other).plan.entries
    assert (entries[price].value, entries["finance.inflation"].value) == (7.5, 0.03)
    assert main(["set", str(other), f"{price}=8", "--scenario", "falls"]) == 0
    assert load(other).plan.entry("falls", price).value == 8
    capsys.readouterr()
    kept = other.read_bytes()
    for wrong, says in ((f"{price}=much", "expected"), ("no.such=1", "there is no such input"), (price, "KEY=VALUE")):
        assert main(["set", str(other), "finance.inflation=4%", wrong]) == 1
        assert says in capsys.readouterr().err
        assert other.read_bytes() == kept, "all or nothing"


def test_explain_lists_what_it_explains_and_takes_settings(insurer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", insurer, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"key", "label", "unit"} == set(listed[0])
    assert "cloud.total.present_value" in [one["key"] for one in listed]
    assert main(["explain", insurer, "finance.monthly_rate", "--json"]) == 0
    usual = json.loads(capsys.readouterr().out)
    assert main(["explain", insurer, "finance.monthly_rate", "--set", "finance.discount_rate=0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) != usual
    assert main(["split", insurer, "--set", "compute.pool.h100.cloud_price=1", "--json"]) == 0
