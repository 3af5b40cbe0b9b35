"""What reopens a decision: at each tripwire both options cost the same, beyond it another is cheaper; and the asks."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from advice import having
from earlier import example

from desktop.cli import main
from models.appraisal.decided import decided
from models.appraisal.line_keys import OptionLine
from models.areas.options import NOTHING, USUAL
from models.exhibits.every_study import STUDIES, Asked
from models.plan.plan import Plan
from models.quantities.declaration import Kind
from models.rules.decisions import judged
from models.studies.asks import asks
from models.studies.together import TOGETHER, Scan, members
from models.studies.tripwires import tripwires

INSURER = example("insurer").plan
OPTIONS = ("cloud", "on_premises", "hybrid", "api")


def costs(plan: Plan, keys: tuple[str, ...], factor: float) -> dict[str, float]:
    """Return what options cost where inputs are so many times what they are, decisions kept."""
    changes = {key: float(plan.values("base")[key]) * factor for key in keys}
    lines = [OptionLine.COMPARED.of(option) for option in OPTIONS]
    figures = decided(plan, "base").evaluate(changes, lines)
    return dict(zip(OPTIONS, (figures.number(line) for line in lines), strict=True))


def test_at_a_tripwire_two_options_cost_the_same_and_beyond_it_the_other_is_cheaper() -> None:
    found = tripwires(INSURER, "base", OPTIONS)
    together = [one for one in found if one.together]
    assert {"cloud_prices", "salaries"} <= {one.key for one in together}
    for one in together:
        here = costs(INSURER, tuple(one.keys), one.at)
        assert here[one.to] == pytest.approx(here["on_premises"], rel=1e-5), one.key
        beyond = costs(INSURER, tuple(one.keys), one.at * (0.999 if one.below else 1.001))
        assert min(beyond, key=lambda option: beyond[option]) == one.to, one.key
    assert [one.distance for one in found] == sorted(one.distance for one in found)


@pytest.mark.long
def test_beyond_a_tripwire_of_a_whole_number_the_very_next_one_turns_it() -> None:
    """The bank's servers last 19 months at least: 18 turn it, and "below 18" did not count 18 as beyond."""
    bank = example("bank").plan
    allowed = [one.key for one in judged(bank, "base").allowed()]
    found = tripwires(bank, "base", allowed)
    whole = [one for one in found if not one.together and bank.declaration(one.key).kind is Kind.INTEGER]
    assert whole
    scan = Scan(bank, "base", allowed)
    for one in whole:
        step = -1 if one.below else 1
        leaders = scan.costs_of({one.key: np.array([one.now, one.at, one.at + step])}, 3).argmin(axis=0)
        assert [int(leaders[0] == other) for other in leaders] == [1, 1, 0], one.key
        assert not one.crossed({one.key: one.at}, {})
        assert one.crossed({one.key: one.at + step}, {})


@pytest.mark.long
def test_inputs_that_move_together_are_no_tripwires_alone() -> None:
    found = tripwires(INSURER, "base", OPTIONS)
    alone = {key for keys in members(INSURER, "base").values() for key in keys}
    assert not [one.key for one in found if one.key in alone]
    assert all(one.key in TOGETHER or one.keys == (one.key,) for one in found)


def test_a_supplier_ties_where_its_option_costs_as_much_as_the_next() -> None:
    case = judged(INSURER, "base")
    found = {(one.group, one.option): one for one in asks(INSURER, "base", OPTIONS, case.tolerances)}
    cloud = found["cloud_prices", "cloud"]
    assert cloud.ties is not None
    assert cloud.clear is not None
    assert cloud.likely is not None
    here = costs(INSURER, members(INSURER, "base")["cloud_prices"], cloud.ties)
    assert here["cloud"] == pytest.approx(min(cost for option, cost in here.items() if option != "cloud"), rel=1e-5)
    # to win clearly it must be cheaper still, and cheaper yet to win in 80 of 100 cases
    assert cloud.likely < cloud.clear < cloud.ties < 1
    assert ("server_prices", "hybrid") not in found, "its servers are the very servers of the on-premises option"
    assert found["server_prices", "on_premises"].also == ["hybrid"]


@pytest.mark.long
def test_the_cloud_wins_with_an_api_option_that_rents_the_same_gpus() -> None:
    """The university's API option rents what is trained: no price of a GPU is one at which it costs more than it."""
    plan = example("university").plan
    case = judged(plan, "base")
    found = {(one.group, one.option): one for one in asks(plan, "base", OPTIONS, case.tolerances)}
    cloud = found["cloud_prices", "cloud"]
    assert cloud.also == ["api"]
    assert cloud.ties is not None
    assert cloud.clear is not None
    assert cloud.clear < cloud.ties < 1
    here = costs(plan, members(plan, "base")["cloud_prices"], cloud.ties)
    assert min(here["cloud"], here["api"]) == pytest.approx(min(here["on_premises"], here["hybrid"]), rel=1e-5)


def test_one_option_alone_is_reopened_by_nothing() -> None:
    shown = STUDIES["tripwires"](example("hospital").plan, "base", Asked(), None)
    assert shown.finding == (
        "It is reopened only if a requirement changes, so that the rules allow another option. As planned, in “A UK"
        " cloud were allowed” on-premises still costs £486k less than hybrid."
    )
    assert shown.tables == []


@pytest.mark.long
def test_new_figures_are_held_against_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, prices = str(tmp_path / "plan.boardcase"), tmp_path / "prices.csv"
    assert main(["new", path]) == 0
    prices.write_text("pool,cloud_price\nH100 pool,8.9\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["tripwires", path, str(prices)]) == 0
    assert "Held against prices.csv: No tripwire is crossed." in capsys.readouterr().out
    prices.write_text("pool,cloud_price\nH100 pool,12\n", encoding="utf-8")
    assert main(["tripwires", path, str(prices), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["tripwires"] if one["crossed"]] == ["H100 pool: Cloud price"]
    assert "on-premises" in told["verdict"].casefold()
    assert main(["tripwires", path, str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.long
def test_a_change_within_reach_does_not_cross() -> None:
    one = next(one for one in tripwires(INSURER, "base", OPTIONS) if one.key == "salaries")
    values = INSURER.values("base")
    first = one.keys[0]
    assert not one.crossed({}, values)
    assert not one.crossed({first: float(values[first])}, values)
    beyond = one.at * (0.9 if one.below else 1.1)
    assert one.crossed({key: float(values[key]) * beyond for key in one.keys}, values)
    assert not replace(one, below=not one.below).crossed({key: float(values[key]) * beyond for key in one.keys}, values)


@pytest.mark.long
def test_demand_that_grows_makes_no_work_worth_less() -> None:
    """Work worth a tenth more than it costs was "not worth doing" where all demand is 47% more: its value stayed."""
    plan = example("saas").plan
    for work, value in zip(plan.slugs["workload"], (12_000.0, 11_000.0, 8_000.0), strict=True):
        key = f"workloads.workload.{work}.value"
        plan = plan.with_entry("base", key, replace(plan.entries[key], value=value))
    found = tripwires(plan, "base", [*OPTIONS, NOTHING])
    (demand,) = [one for one in found if one.key == "demand"]
    assert demand.below
    assert demand.to == NOTHING
    assert not [one.key for one in found if one.key.endswith(".growth") and one.key.startswith("workloads.")]
    valued = [f"workloads.workload.{work}.value" for work in plan.slugs["workload"]]
    changes = {key: float(plan.values("base")[key]) * demand.at for key in [*demand.keys, *valued]}
    figures = decided(plan, "base").evaluate(changes, [OptionLine.COMPARED.of("api"), "value.worth"])
    assert figures.number("value.worth") == pytest.approx(figures.number(OptionLine.COMPARED.of("api")), rel=1e-5)


def test_a_bill_that_pays_for_the_same_work_follows_demand() -> None:
    """Business as usual was overtaken at 55% less demand by one study, and led by more at half of it in another."""
    plan = having(
        INSURER, **{"finance.usual_today": "bill", "finance.usual_cost": 10_000.0, "finance.usual_same_work": True}
    )
    scan = Scan(plan, "base", ["cloud", USUAL])
    assert "finance.usual_cost" in scan.with_demand
    once, half = (float(scan.costs(["finance.usual_cost"], np.array([factor]))[1][0]) for factor in (1.0, 0.5))
    assert half == pytest.approx(once / 2)
    assert "finance.usual_cost" not in Scan(plan, "base", ["cloud"]).with_demand
