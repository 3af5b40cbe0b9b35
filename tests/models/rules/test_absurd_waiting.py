"""Absurd advice about what waits, begins too late, is owned already or fails: each with the plan it was found on."""

from dataclasses import replace

import pytest
from advice import INSURER, WORKS, P, W, cost, having, of_kind
from earlier import example

from models.exhibits.best import best_finding
from models.exhibits.board import without_option
from models.exhibits.case_text import reason, resolution
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.tripwires import market_first, tripwires_finding
from models.exhibits.verdict import verdict
from models.plan.plan import Entry, Evidence, EvidenceKind
from models.quantities.writing import money
from models.rules.best import best
from models.rules.consistency import consistency
from models.rules.decisions import in_question, judged
from models.rules.judging import judge
from models.studies.best_judged import chosen_by
from models.studies.switching import switching_values
from models.studies.tripwires import tripwires

FREE = having(
    INSURER, **{f"{P}bridging": "wait", f"{P}lead": 12, **{f"{W}{work}.waits_freely": True for work in WORKS}}
)
"""All work waits a year for its servers, and somebody has said that nothing is lost by it."""


@pytest.mark.long
def test_the_search_does_not_let_work_wait_longer_than_planned_where_that_is_free() -> None:
    found = best(FREE, "base")
    planned = judged(FREE, "base").options["on_premises"].undone
    owned = next(one for one in found.found if one.kind == "on_premises")
    assert owned.undone == pytest.approx(planned)
    assert not any(key.endswith("owning_start") for key in owned.settings)


@pytest.mark.long
def test_what_is_assumed_of_waiting_stands_wherever_it_decides() -> None:
    said = "Nothing is assumed to be lost while Claims assistant, Monthly training and Experiments wait"
    case = judged(FREE, "base")
    assert said in reason(FREE, case, judge(FREE, "base", case))
    assert said in best_finding(FREE, best(FREE, "base"))
    assert "costed" not in best_finding(FREE, best(FREE, "base"))
    assert said in STUDIES["owning"](FREE, "base", Asked(), None).finding


@pytest.mark.long
def test_owning_that_would_begin_after_the_horizon_is_no_option_and_bars_none() -> None:
    plan = having(example("law_firm").plan, **{"finance.horizon": 12})
    start = int(plan.entry("base", f"compute.pool.{plan.slugs['pool'][0]}.owning_start").value)
    assert start > 12
    assert "on_premises" in judged(plan, "base").blocked
    found = {one.kind: one for one in best(plan, "base").found}
    # an earlier start is allowed, and a hybrid that owns from beyond the horizon is none: it pays nothing up front
    assert found["on_premises"].capital > 0
    assert found["hybrid"].capital > 0
    assert found["hybrid"].cost > found["cloud"].cost


@pytest.mark.long
def test_idle_servers_that_are_owned_already_are_no_reason_to_run_them() -> None:
    changes = {f"{P}owned_servers": 3, f"{P}owned_months": 36, f"{P}owned_value": 150_000.0}
    said = of_kind(having(INSURER, **changes), "owned")
    assert said[1].startswith("Not tried: with 2 of the 3 servers that are owned already on-premises costs £")
    fewer = having(INSURER, **{**changes, f"{P}owned_servers": 2})
    assert (
        judged(fewer, "base").options["on_premises"].compared
        < judged(having(INSURER, **changes), "base").options["on_premises"].compared
    )
    # with what they would fetch, on-premises costs £450k more, and the cloud, which sells them, is cheaper by the rest
    options = judged(having(INSURER, **changes), "base").options
    less = round((options["on_premises"].compared + 450_000 - options["cloud"].compared) / 1_000)
    assert said[0] == (
        "The servers owned already would fetch £450k today, which the cost of on-premises leaves out: with their sale"
        f" cloud costs £{less}k less."
    )


def test_a_lead_that_rests_on_failed_tasks_is_told() -> None:
    route = f"hosting.workload.{WORKS[0]}."
    rates = {f"{route}hosted_success": 0.8, f"{route}api_success": 0.95}
    (said,) = of_kind(having(INSURER, **rates, **{f"{route}failure_minutes": 2.0}), "service")
    assert said.startswith("API leads by people's time with tasks that fail: without it, on-premises leads by £")


@pytest.mark.long
def test_beyond_a_switching_value_the_option_is_named_that_is_cheaper_there() -> None:
    route = f"hosting.workload.{WORKS[0]}."
    rates = {f"{route}hosted_success": 0.8, f"{route}api_success": 0.95, f"{route}failure_minutes": 2.0}
    plan = having(INSURER, **rates)
    found = {one.key: one for one in switching_values(plan, "base", every=True)}
    flip = found[f"{route}api_success"].nearest
    assert flip is not None
    beyond = judged(having(plan, **{f"{route}api_success": flip.value - 0.01}), "base")
    assert flip.to == beyond.allowed()[0].key == "on_premises"


@pytest.mark.long
def test_a_rate_of_a_hundred_per_cent_that_nobody_checked_is_the_nearest_tripwire() -> None:
    plan = example("law_firm").plan
    found = tripwires(plan, "base", in_question(judged(plan, "base")))
    first = market_first(plan, found)[0]
    assert first.key == "hosting.workload.review.api_success"
    assert 0.999 < first.at < 1
    assert "below 99.9" in tripwires_finding(plan, "base", found)


def test_a_value_outside_the_range_of_its_own_source_is_told_and_not_drawn_there() -> None:
    key = f"{W}{WORKS[0]}.requests"
    entry = INSURER.entry("base", key)
    ranged = Entry(entry.value, Evidence(EvidenceKind.ASSUMPTION, "helpdesk", low=15e6, high=40e6))
    kept = INSURER.with_entry("base", key, replace(ranged, value=20_000.0))
    (told,) = [str(one) for one in consistency(kept, "base") if one.key == key]
    assert "15,000,000 requests/month to 40,000,000 requests/month" in told
    assumed = ranged.evidence.for_assumption("typed", 20_000.0)
    assert (assumed.low, assumed.high) == (None, None)
    assert ranged.evidence.for_assumption("typed", 30e6).low == 15e6


@pytest.mark.long
def test_by_another_objective_options_cost_the_same_only_where_they_do() -> None:
    plan = having(INSURER, **{f"{W}{WORKS[0]}.requests": 8_000_000.0, f"{W}{WORKS[0]}.growth": 1.15})
    bests = chosen_by(plan, "base", best(plan, "base"), "p80")
    said = best_finding(plan, bests)
    first, second = bests.found[:2]
    assert bests.least[first.kind] <= bests.least[second.kind]
    assert ("cost the same" in said) == (bests.least[second.kind] - bests.least[first.kind] <= 0.01)
    assert "at the settings that cost least in 8 of 10 cases" in said


def test_work_that_is_worth_less_than_it_costs_is_not_to_be_done() -> None:
    plan = example("insurer").plan
    for work in WORKS:
        plan = having(plan, **{f"{W}{work}.value": 10_000.0})
    plan = having(plan, **{"finance.usual_same_work": False})
    case = judged(plan, "base")
    judgement = judge(plan, "base", case)
    said = resolution(plan, "base", case, judgement)
    assert "resolves not to proceed, since all the work is worth £" in said
    assert without_option(plan, "base", case, judgement)[0] == "Recommendation on cost: do not proceed."


def test_todays_servers_that_fall_short_are_said_to() -> None:
    plan = having(
        INSURER,
        **{
            "finance.usual_today": "servers",
            "finance.usual_same_work": True,
            f"{P}owned_servers": 1,
            f"{P}owned_months": 12,
        },
    )
    said = verdict(plan, judged(plan, "base")).text
    assert "but is up to 4 servers short from month 1." in said


@pytest.mark.long
def test_two_months_of_service_are_told_as_that_and_price_nothing_else() -> None:
    """Servers for 2 months of 38: waiting work "valued at £19.5m", a control of £34k told as £718k."""
    alone = {f"workloads.workload.{one}.active": False for one in ("assistant", "experiments")}
    plan = having(INSURER, **alone, **{"workloads.workload.training.place": "inside"})
    late = having(plan, **{f"{P}lead": 36, "finance.horizon": 38})
    case = judged(late, "base")
    (own,) = case.allowed()
    assert own.waiting_cost > max(one.present_value for one in case.options.values())
    said = reason(late, case)
    assert "more than all the work would cost in any option, since its value is not entered" in said
    assert (
        "Its servers work in 2 months of 38: a longer horizon, or an earlier delivery, would be a fairer test." in said
    )
    planned = having(late, **{"security.control.extraction.active": True})
    then = judged(planned, "base").options["on_premises"]
    assert then.compared - own.compared > 10 * (then.present_value - own.present_value)
    (told,) = of_kind(late, "controls")
    assert f"it would add {money(then.present_value - own.present_value, '£')} to on-premises" in told
    (moved,) = (text for text in of_kind(late, "doubt") if "Lead time" in text)
    usual = cost(having(late, **{f"{P}lead": 8}), "on_premises")
    assert moved.endswith(f"At 8 months on-premises would cost {money(usual, '£')}, not {money(own.compared, '£')}.")
    # work that waits a little, of which the value is entered, is told as before
    assert "fairer test" not in reason(INSURER, judged(INSURER, "base"))
