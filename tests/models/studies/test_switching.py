"""Switching values against closed forms, and the search for the best split."""

import pytest

from desktop.storage.examples import example
from models.plan.plan import Entry, Plan, blank_plan
from models.rules.consistency import consistency
from models.studies.hybrid_split import best_split
from models.studies.switching import switching_values


def flat_plan() -> Plan:
    plan = blank_plan()
    for name, value in (("server_price", 250_000.0), ("cloud_price", 5.0)):
        plan = plan.with_entry("base", f"compute.pool.main.{name}", Entry(value))
    return plan


def test_a_linear_input_switches_where_the_costs_are_equal() -> None:
    # owning costs the price of the server; renting 8 x 730 h x 60 months = 350,400 GPU-hours at 0.80: 280,320
    plan = flat_plan().with_entry("base", "compute.pool.main.cloud_price", Entry(0.8))
    found = {one.key: one for one in switching_values(plan, "base")}
    price = found["compute.pool.main.server_price"]
    assert price.value == pytest.approx(280_320, rel=1e-9)
    assert not price.below
    assert price.to == "cloud"


def test_the_nearest_comes_first_and_none_is_outside_its_range() -> None:
    plan = example().plan
    found = switching_values(plan, "base")
    assert [one.swing for one in found] == sorted(one.swing for one in found)
    for one in found:
        assert one.declared.bounds[0] <= one.value <= one.declared.bounds[1]


def test_no_input_switches_what_is_far_apart() -> None:
    assert switching_values(flat_plan().with_entry("base", "compute.pool.main.cloud_price", Entry(1000.0)), "base") == []


def test_the_best_split_is_the_cheapest_of_all_whole_numbers() -> None:
    plan = example().plan
    for scenario in ("base", "doubles", "falls", "quiet"):
        (one,) = best_split(plan, scenario)
        assert one.costs[one.best] == min(one.costs)
        assert one.best == one.stored
        assert not one.stale


def test_a_stale_split_is_said_with_the_better_one() -> None:
    plan = example().plan.with_entry("base", "compute.pool.h100.hybrid_servers", Entry(4))
    (one,) = best_split(plan, "base")
    assert one.stale
    assert any("the hybrid keeps 4; 2 cost" in str(finding) for finding in consistency(plan, "base"))


def test_slips_are_found() -> None:
    plan = example().plan
    pool = "compute.pool.h100."
    for name, value, says in (
        ("server_power", 102.0, "kW a GPU"),
        ("running_hour", 800.0, "was a monthly cost meant"),
        ("committed_one_year", 1.5, "more than there is"),
        ("committed_three_years", 0.2, "no term of 36 months is taken after month 36"),
    ):
        assert any(says in str(one) for one in consistency(plan.with_entry("base", f"{pool}{name}", Entry(value)), "base")), name
