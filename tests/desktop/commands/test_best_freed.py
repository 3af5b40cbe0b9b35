"""What is not free from the start is searched where it is asked: other offers, and where servers stand."""

import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.storage.plan_file import load, save
from models.plan.choosing import chosen
from models.plan.plan import Entry, Plan, Row, new_plan
from models.rules.best import best
from models.rules.best_levers import with_best_levers
from models.rules.best_offers import with_best_offers
from models.rules.decisions import judged

POOL = "compute.pool.main."


def training() -> Plan:
    """Return a plan that trains on H100s of AWS in London; public data, so that any region may be used."""
    plan = new_plan("Training", {"workload": (Row("runs", "Runs"),), "pool": (Row("main", "Main"),)})
    for key, value in (("kind", "steady"), ("gpus", 16.0), ("hours", 730.0), ("sensitivity", "public")):
        plan = plan.with_entry("base", f"workloads.workload.runs.{key}", Entry(value))
    return chosen(plan, "base", "compute.pool.main", "offer.aws.p5.london")


@pytest.mark.long
def test_the_offer_found_makes_the_cheapest_option_cheaper_and_no_tried_one_is_cheaper_still() -> None:
    plan = training()
    better, taken = with_best_offers(plan, "base")
    assert set(taken) == {"main"}
    costs = [{one.kind: one.cost for one in best(some, "base").found} for some in (better, plan)]
    assert costs[0]["cloud"] < costs[1]["cloud"]
    assert better.entries[f"{POOL}cloud_price"].value == taken["main"].on_demand
    assert with_best_offers(better, "base")[1] == {}, "nothing is left to find"


@pytest.mark.long
def test_an_offer_that_may_not_be_used_is_never_found() -> None:
    plan = training().with_entry("base", "security.residency", Entry(value=True))
    _, taken = with_best_offers(plan, "base")
    assert all(one.jurisdiction in {"uk", "eu"} for one in taken.values())


@pytest.mark.long
def test_the_command_frees_both_and_takes_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "plan.boardcase", tmp_path / "out.boardcase"
    save(training(), path)
    assert (
        main(["best", str(path), "--free", "offer", "--free", "site", "--take", "all", "-o", str(out), "--json"]) == 0
    )
    record = json.loads(capsys.readouterr().out)
    assert set(record["offers"]) == {"main"}
    taken = load(out).plan
    assert taken.entries[f"{POOL}cloud_price"].evidence.catalogue == f"offer.{record['offers']['main']}.cloud_price"
    assert main(["best", str(path), "--free", "offer"]) == 0
    assert capsys.readouterr().out.startswith("Main is rented as ")


@pytest.mark.long
def test_levers_are_turned_on_where_asked_and_where_they_pay(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By hand: quantisation that costs nothing and is at the precision already served gains nothing, and stays off."""
    plan = training()
    better, taken = with_best_levers(plan, "base")
    before, after = (min(one.cost for one in best(some, "base").found) for some in (plan, better))
    assert after < before
    assert all(better.entries[f"cost_management.{lever}"].value is True for lever in taken)
    # steady work asks no model: what a model is served by moves nothing
    assert not {"quantise", "cache", "right_size", "batch"} & set(taken)
    assert with_best_levers(better, "base")[1] == [], "nothing is left to find"
    path = tmp_path / "plan.boardcase"
    save(better, path)
    assert main(["best", str(path), "--free", "levers"]) == 0
    assert capsys.readouterr().out.startswith("No other cost lever makes the cheapest option cheaper.")


@pytest.mark.long
def test_as_planned_is_the_plan_s_own_where_levers_are_turned_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ "Cloud £152k less" stood beside levers that save a million: what is planned had been taken with them on."""
    path = tmp_path / "plan.boardcase"
    save(training(), path)
    assert main(["best", str(path), "--free", "levers", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["levers"]
    own = judged(training(), "base").options["cloud"].compared
    assert record["options"]["cloud"]["planned"] == pytest.approx(own)
