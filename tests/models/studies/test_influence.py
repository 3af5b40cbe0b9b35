"""Influence of inputs against single cases, and the bridge between scenarios against its ends."""

import pytest
from earlier import example

from models.appraisal.decided import decided
from models.appraisal.results import case_result
from models.areas.options import OPTIONS
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.ranges import plausible_range
from models.studies.bridge import bridge
from models.studies.influence import influences

PRICE = "compute.pool.h100.cloud_price"


def saving(plan: Plan, **changes: float) -> float:
    """Return by how much on-premises, the cheapest of the example, is below the next option, in present value, with
    some inputs changed and decisions kept.
    """
    found = decided(plan, "base").evaluate(
        {key.replace("__", "."): value for key, value in changes.items()},
        [f"{option}.total.present_value" for option in OPTIONS],
    )
    costs = {option: found.number(f"{option}.total.present_value") for option in OPTIONS}
    return min(costs["cloud"], costs["hybrid"]) - costs["on_premises"]


def test_each_influence_is_what_two_single_cases_give() -> None:
    plan = example().plan
    found = {one.key: one for one in influences(plan, "base")}
    for key in (
        PRICE,
        "compute.pool.h100.server_price",
        "workloads.workload.assistant.growth",
        "finance.discount_rate",
    ):
        one = found[key]
        for value, expected in ((one.low, one.at_low), (one.high, one.at_high)):
            assert saving(plan, **{key.replace(".", "__"): value}) == pytest.approx(expected, abs=0.01)
        assert one.saving == pytest.approx(saving(plan), abs=0.01)


def test_the_largest_comes_first_and_a_flip_is_one() -> None:
    found = influences(example().plan, "base")
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    for one in found:
        assert one.flips == (min(one.at_low, one.at_high) < 0)


def test_the_range_is_the_evidences_within_the_bounds() -> None:
    plan = example().plan
    declared = plan.declaration(PRICE)
    quoted = plan.with_entry("base", PRICE, Entry(9.0, Evidence(EvidenceKind.QUOTE, low=8.0, high=10.0)))
    assert plausible_range(quoted, "base", PRICE, declared) == (8.0, 10.0)
    exact = plan.with_entry("base", PRICE, Entry(9.0, Evidence(EvidenceKind.QUOTE, low=9.0, high=9.0)))
    assert plausible_range(exact, "base", PRICE, declared) == declared.plausible
    wide = plan.with_entry("base", PRICE, Entry(9.0, Evidence(EvidenceKind.QUOTE, low=-5.0, high=1e15)))
    assert plausible_range(wide, "base", PRICE, declared) == declared.bounds


def test_inputs_that_do_not_count_have_no_influence() -> None:
    plan = example().plan
    keys = {one.key for one in influences(plan, "base")}
    assert "compute.pool.h100.hybrid_servers" not in keys
    assert "criteria.criterion.speed.weight" not in keys
    assert "workloads.workload.assistant.runs" not in keys
    assert "workloads.workload.training.runs" in keys


def test_giving_up_is_possible() -> None:
    class Enough(Exception):  # noqa: N818
        pass

    def look(_part: float, _doing: str) -> None:
        raise Enough

    with pytest.raises(Enough):
        influences(example().plan, "base", (), look)


def test_a_bridge_begins_and_ends_at_the_scenarios_and_adds_up() -> None:
    plan = example().plan
    for scenario in plan.scenarios[1:]:
        found = bridge(plan, "base", scenario.slug)
        first, last = case_result(plan, "base"), case_result(plan, scenario.slug)
        for option in ("cloud", "on_premises", "hybrid"):
            assert found.start[option] == pytest.approx(first.options[option].present_value)
            assert found.end[option] == pytest.approx(last.options[option].present_value)
            assert found.start[option] + sum(step.adds[option] for step in found.steps) == pytest.approx(
                found.end[option]
            )
        assert {step.key for step in found.steps} == {
            key for key, entry in scenario.changes.items() if entry.value != plan.entries[key].value
        }


def test_the_bridge_from_a_scenario_to_itself_has_no_step() -> None:
    assert bridge(example().plan, "base", "base").steps == []


def test_a_value_outside_what_is_usual_lies_between_the_ends_that_are_told() -> None:
    """Ten output tokens of a classifier, where 50 to 1,500 are usual, 5.48 times less or more than their middle."""
    key = "workloads.workload.assistant.tokens_out"
    plan = example().plan.with_entry("base", key, Entry(10.0))
    found = next(one for one in influences(plan, "base") if one.key == key)
    assert (found.low, found.high) == (1.83, 54.8)
    assert min(found.at_low, found.at_high) <= found.saving <= max(found.at_low, found.at_high)
