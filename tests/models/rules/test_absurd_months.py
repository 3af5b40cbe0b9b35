"""Months in which less is done than is counted, and traffic, sites and teams that turn a lead unseen."""

import pytest
from advice import INSURER, W, having, of_kind, standing

from models.appraisal.results import case_result
from models.plan.plan import Plan
from models.rules.decisions import findings
from models.rules.judgement import State

WORKS = ("assistant", "training", "experiments")
WORTH = {f"{W}assistant.value": 55_000.0, f"{W}training.value": 2_000.0, f"{W}experiments.value": 1_000.0}


def struck(plan: Plan) -> set[str]:
    return {one.rule.key for one in findings(plan, "base")}


def _of_each(name: str, value: float) -> dict[str, float]:
    return {f"{W}{work}.{name}": value for work in WORKS}


def test_a_pilot_of_a_tenth_brings_a_tenth_of_the_value() -> None:
    """48 months at 10% of demand were credited with £3.0m of value: "nothing is worth doing" became "API"."""
    full, pilot = having(INSURER, **WORTH), having(INSURER, **WORTH, **_of_each("pilot_until", 48))
    assert standing(full).state is State.NOTHING
    assert standing(pilot).state is State.NOTHING
    undiscounted = {"finance.discount_rate": 0.0, "finance.inflation": 0.0}
    worth = [case_result(having(one, **undiscounted), "base").worth for one in (pilot, full)]
    # 60 months in full; a tenth of 48 months and 12 in full
    assert worth[0] / worth[1] == pytest.approx((0.1 * 48 + 12) / 60)


def test_a_value_that_does_not_follow_its_pilot_is_told_before_all_else() -> None:
    plan = having(INSURER, **WORTH, **_of_each("pilot_until", 48), **{"workloads.value_by_share": False})
    assert standing(plan).state is State.CLEAR
    said = of_kind(plan, "rules")
    # 48 months × 90% × £55,000, £2,000 and £1,000
    assert said[0].startswith("The value of work counts in full while a ramp-up, a pilot or a second phase does part")
    assert "Claims assistant by £2.4m, Monthly training by £86k, Experiments by £43k too much" in said[0]


def test_months_before_the_work_are_told_with_what_they_cost() -> None:
    """With all work from month 55 of 60, API paid £1.3m before any of it, and nothing was said."""
    late = having(INSURER, **_of_each("start", 55))
    paid = case_result(late, "base").options["api"].cumulative
    assert float(paid[54] - paid[0]) == pytest.approx(1_300_000, abs=50_000)
    assert of_kind(late, "rules")[0].startswith("No work runs before month 55, and API pays £1.3m until then:")
    gap = having(INSURER, **{f"{W}assistant.end": 6, f"{W}training.start": 50, f"{W}experiments.active": False})
    assert of_kind(gap, "rules")[0].startswith("No work runs in 43 months before month 60, and API pays")
    assert "work_waited_for" not in struck(having(INSURER, **_of_each("start", 3)))


def test_a_workload_that_asks_for_nothing_and_costs_nothing_is_not_said_to_be_charged() -> None:
    """ "What it takes all the same is charged" came first for a training of 0 runs; every figure stayed the same."""
    idle = having(INSURER, **{f"{W}training.runs": 0})
    off = having(INSURER, **{f"{W}training.active": False})
    costs = [[one.compared for one in case_result(plan, "base").options.values()] for plan in (idle, off)]
    assert costs[0] == pytest.approx(costs[1])
    assert "no_work_yet" not in struck(idle)
    assert "no_work_entered" in struck(idle)


def test_a_lead_by_what_is_sent_out_is_said_to_be_that() -> None:
    """With 500 TB a month the £3.4m of lead was egress, and "leads by storage" was said no more."""
    plan = having(INSURER, **{"data.egress": 500.0})
    assert of_kind(plan, "data") == [
        "On-premises leads by storage and egress, not by compute: without both, cloud leads by £85k."
    ]
    bare = having(plan, **{f"data.{name}": 0.0 for name in ("hot", "warm", "cold", "ingestion", "egress")})
    costs = {one.key: one.compared for one in case_result(bare, "base").options.values()}
    assert costs["on_premises"] - costs["cloud"] == pytest.approx(85_000, abs=500)
