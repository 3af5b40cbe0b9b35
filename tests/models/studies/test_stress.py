"""Stress tests against single cases worked out by hand."""

from dataclasses import replace

import pytest
from earlier import example

from models.appraisal.decided import decided
from models.areas.options import NOTHING, OPTIONS
from models.plan.plan import Entry, blank_plan
from models.studies.stress import LATE, demand_at, stress_tests
from models.studies.together import members

POOL = "compute.pool.main."
HOURS = 8 * 730 * 60


def test_each_stress_is_what_its_inputs_alone_give() -> None:
    plan = example().plan
    ground = decided(plan, "base", {"cost_management.bill_factor": 3.0})
    wanted = [f"{option}.total.present_value" for option in OPTIONS]
    found = stress_tests(plan, "base")
    assert len({one.label for one in found}) == len(found) == 9
    for one in found:
        alone = ground.evaluate(one.inputs, wanted)
        for option, line in zip(OPTIONS, wanted, strict=True):
            assert one.present_value[option] == pytest.approx(alone.number(line))
        assert one.cheapest == min(OPTIONS, key=lambda option: one.present_value[option])


def test_stresses_of_a_flat_plan_come_to_what_is_reckoned_by_hand() -> None:
    # a server of 250,000 against 350,400 GPU-hours at 0.80; nothing else costs
    plan = blank_plan()
    for name, value in (("server_price", 250_000.0), ("cloud_price", 0.8)):
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    found = {one.label: one for one in stress_tests(plan, "base")}
    rent = HOURS * 0.8
    for label, cloud, owned, cheapest in (
        ("As planned", rent, 250_000, "on_premises"),
        ("Cloud and API bills are 3 times the estimate", 3 * rent, 250_000, "on_premises"),
        ("Cloud and API bills are 5 times the estimate", 5 * rent, 250_000, "on_premises"),
        ("Cloud and API prices fall by half", rent / 2, 250_000, "cloud"),
        ("All demand halves", rent / 2, 250_000, "cloud"),
        ("All demand doubles", 2 * rent, 250_000 + rent, "on_premises"),
        ("Servers are delivered 6 months late", rent, 250_000 + rent / 10, "on_premises"),
    ):
        assert found[label].present_value["cloud"] == pytest.approx(cloud), label
        assert found[label].present_value["on_premises"] == pytest.approx(owned), label
        assert found[label].cheapest == cheapest, label
    assert not any(label.startswith("Foreign currency") for label in found), "nothing of it is paid in any"


@pytest.mark.parametrize("bridging", ["wait", "cloud"])
def test_a_start_of_owning_is_missed_by_as_many_months(bridging: str) -> None:
    """Owning is to start in month 12, three months after its lead time: six months late is month 18, not month 12.

    By hand: 5,840 GPU-hours a month at 0.80 are 4,672 a month, rented or, where they wait, lost until the server is
    there. Only the lead time moved, so that work which waits was rented in the months in between.
    """
    plan = blank_plan()
    for name, value in (
        ("server_price", 250_000.0),
        ("cloud_price", 0.8),
        ("owning_start", 12),
        ("lead", 9),
        ("bridging", bridging),
    ):
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    found = {one.label: one for one in stress_tests(plan, "base")}
    month = 8 * 730 * 0.8
    assert found["As planned"].present_value["on_premises"] == pytest.approx(250_000 + 12 * month)
    assert found[LATE].present_value["on_premises"] == pytest.approx(250_000 + 18 * month)


def test_a_price_in_dollars_follows_the_rate() -> None:
    plan = blank_plan()
    for name, value in (("server_price", 250_000.0), ("cloud_price", 0.8), ("cloud_currency", "USD")):
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    found = {one.label: one for one in stress_tests(plan, "base")}
    planned = found["As planned"].present_value["cloud"]
    assert found["Foreign currency is 10% dearer"].present_value["cloud"] == pytest.approx(1.1 * planned)
    assert found["Foreign currency is 10% cheaper"].present_value["cloud"] == pytest.approx(0.9 * planned)


def test_a_blocked_option_is_worked_out_and_never_the_cheapest() -> None:
    found = stress_tests(example().plan, "base", ["on_premises"])
    assert all(one.cheapest != "on_premises" and one.present_value["on_premises"] > 0 for one in found)


def test_demand_that_doubles_doubles_what_users_ask_for_too() -> None:
    """A law firm's 300 users were left at 300: its API rose by a fortieth of what double the demand costs."""
    plan = example("law_firm").plan
    doubled = demand_at(plan, "base", 2.0)
    assert {key: value for key, value in doubled.items() if key.startswith("workloads.workload.assistant.")} == {
        "workloads.workload.assistant.users": 600.0
    }
    assert set(members(plan, "base")["demand"]) == set(doubled)
    found = {one.label: one.present_value["api"] for one in stress_tests(plan, "base")}
    # 1.58m as planned, 2.20m with each input typed in double
    assert found["All demand doubles"] / found["As planned"] == pytest.approx(2_204 / 1_584, rel=0.001)


def test_what_the_work_is_worth_moves_with_demand() -> None:
    """Work worth £2.1m for £1.9m was "not worth doing" where demand doubles: £2.4m for the same £2.1m."""
    plan = example("saas").plan
    for work, value in zip(plan.slugs["workload"], (12_000.0, 11_000.0, 8_000.0), strict=True):
        key = f"workloads.workload.{work}.value"
        plan = plan.with_entry("base", key, replace(plan.entries[key], value=value))
    found = {one.label: one for one in stress_tests(plan, "base", beside=[NOTHING])}
    assert found["All demand doubles"].cheapest == "api"
    worth = [found[label].present_value[NOTHING] for label in ("All demand halves", "As planned", "All demand doubles")]
    assert worth == pytest.approx([worth[1] / 2, worth[1], worth[1] * 2])
