"""The commands of the studies."""

import json
from pathlib import Path

import pandas as pd
import pytest

from desktop.cli import main
from desktop.storage.plan_file import load
from models.appraisal.decided import decided
from models.areas.options import OPTIONS
from models.studies.uncertainty import no_double


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """Return an example plan's file."""
    path = tmp_path / "plan.boardcase"
    assert main(["new", str(path), "--example", "insurer"]) == 0
    return str(path)


def test_a_simulation_is_printed_and_told_as_json(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["simulate", plan, "--cases", "400"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("In 8 of 10 cases cloud costs")
    assert "400 cases" in text
    assert main(["simulate", plan, "--cases", "400", "--seed", "3", "--budget", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == 3
    assert sum(told["options"][option]["cheapest"] for option in OPTIONS) == pytest.approx(1)
    assert all(told["options"][option]["over_budget"] == 1 for option in OPTIONS)
    assert len(told["options"]["cloud"]["cumulative"]["nominal"]["p10"]) == 61
    assert told["saving"]["p10"] < told["saving"]["p50"] < told["saving"]["p90"]


def test_a_table_has_a_row_for_every_case_with_what_was_drawn_and_what_came_out(plan: str, tmp_path: Path) -> None:
    target = tmp_path / "cases.csv"
    assert main(["simulate", plan, "--cases", "300", "--csv", str(target)]) == 0
    table = pd.read_csv(target)
    assert len(table) == 300
    loaded = load(Path(plan)).plan
    ground = decided(loaded, "base")
    row = table.iloc[17]
    inputs = {
        key: float(row[key])
        for key in table.columns
        if key not in {"case", *(f"{option}.present_value" for option in OPTIONS)}
    }
    found = ground.evaluate(
        {**no_double(loaded, "base"), **inputs}, [f"{option}.total.present_value" for option in OPTIONS]
    )
    for option in OPTIONS:
        assert found.number(f"{option}.total.present_value") == pytest.approx(row[f"{option}.present_value"])


def test_sensitivity_names_what_flips_the_verdict(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["sensitivity", plan, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    price = next(one for one in told["switching"] if one["key"] == "compute.pool.h100.cloud_price")
    assert price["flips"][0]["to"] == "on_premises"
    assert price["points"] >= 257
    sizes = [
        max(abs(one["lead_at_low"] - one["lead"]), abs(one["lead_at_high"] - one["lead"])) for one in told["tornado"]
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert main(["sensitivity", plan]) == 0
    assert "The verdict flips first with" in capsys.readouterr().out


def test_the_map_and_the_stress_tests(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["map", plan]) == 0
    assert capsys.readouterr().out.startswith(
        "Cloud is cheapest just below the 60% utilisation that you plan, on-premises just above it."
    )
    assert main(["map", plan, "--across", "finance.discount_rate", "--up", "finance.cloud_trend", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["present_value"]["cloud"]) == len(told["up"]["values"]) == 41
    assert main(["stress", plan, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 9


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["simulate", "--cases", "5"], "--cases 5: expected 100 to"),
        (["simulate", "--seed", "-1"], "--seed -1: expected 0"),
        (["map", "--across", "nothing.here"], "nothing.here: there is no such input"),
        (["map", "--across", "compute.pool.h100.site"], "is not a number"),
        (["map", "--across", "utilisation", "--up", "utilisation"], "two different"),
        (["stress", "--scenario", "none"], "no scenario"),
    ],
)
def test_what_cannot_be_studied_is_said(
    plan: str, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main([arguments[0], plan, *arguments[1:]]) == 1
    assert says in capsys.readouterr().err
