"""Advice that was nonsense: work that ended and was paid and worth as before, people nobody planned, slips unsaid."""

import pytest
from advice import INSURER, WORKS, P, W, against, cost, having, of_kind, standing

from models.appraisal.results import case_result
from models.exhibits.board import board_table
from models.exhibits.case_text import resolution
from models.exhibits.figures import WITH_WAITING
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.against import speaks_against
from models.rules.decisions import judged
from models.rules.judgement import State
from models.rules.judging import judge, judge_at_best

A = f"{W}assistant."
FAILS = {f"{A}pilot_until": 6, f"{A}gate_passed": False}
SOCIETY = {"finance.ranked_by": "society", "finance.carbon_value": 5_000.0}


@pytest.mark.long
def test_a_pilot_that_fails_ends_all_that_the_work_costs_and_is_worth() -> None:
    """Its replicas stood idle for 54 months: £444k of the £760k by which an API was recommended."""
    stopped, without = having(INSURER, **FAILS), having(INSURER, **FAILS, **{f"{A}end": 6})
    for option in ("cloud", "on_premises", "hybrid", "api"):
        assert cost(stopped, option) == cost(without, option)
    valued = {f"{W}{work}.value": 100.0 for work in WORKS if work != "assistant"}
    assert standing(having(stopped, **valued)).state is State.NOTHING, "its value counted for five years"
    (said,) = [text for text in of_kind(stopped, "rules") if "pilot" in text]
    assert said == (
        "Planned not to continue after its pilot: Claims assistant (its last month is 6). After it that"
        " work neither runs nor counts."
    )


@pytest.mark.long
def test_a_value_that_outlasts_its_work_is_told() -> None:
    falls = having(INSURER, **{f"{A}value": 110_000.0, f"{A}growth": -0.9})
    (said,) = [text for text in of_kind(falls, "rules") if "lowered" in text]
    assert "Claims assistant (£110k a month while its work falls to less than 1%)" in said
    grows = having(INSURER, **{f"{A}value": 110_000.0})
    assert not [text for text in of_kind(grows, "rules") if "lowered" in text]


def waits() -> Plan:
    return having(INSURER, **{f"{P}bridging": "wait", f"{P}lead": 6})


@pytest.mark.long
def test_what_waits_counts_after_tax_too_and_stands_beside_the_sum_that_is_recommended() -> None:
    """On-premises is £386k cheaper before its £498k of lost work: it was said to be so by tax."""
    plan = waits()
    assert standing(plan).recommended == "cloud"
    assert not of_kind(plan, "tax")
    case = judged(plan, "base")
    table = board_table(plan, case, "base")
    column = table.heads.index(WITH_WAITING)
    ranked = {row[0]: row[column] for row in table.texts()[1:]}
    assert ranked["Cloud"] == f"{case.options['cloud'].compared / 1e3:,.0f}"
    assert ranked["On-premises"] == f"{case.options['on_premises'].compared / 1e3:,.0f}"
    assert float(ranked["Cloud"].replace(",", "")) < float(ranked["On-premises"].replace(",", ""))
    nobody_waits = board_table(INSURER, judged(INSURER, "base"), "base")
    assert WITH_WAITING not in nobody_waits.heads


def test_servers_that_nobody_is_planned_to_run_speak_against_owning_first() -> None:
    """A lead of £742k, of which £445k were people who had been left out; a resolution followed."""
    nobody = {f"operations.role.{role}.people_on_premises": 0.0 for role in INSURER.slugs["role"]}
    plan = having(INSURER, **nobody)
    assert standing(plan).recommended == "on_premises"
    first = against(plan)[0]
    same = {
        f"operations.role.{role}.people_on_premises": INSURER.values("base")[f"operations.role.{role}.people_cloud"]
        for role in INSURER.slugs["role"]
    }
    more = cost(having(plan, **same), "on_premises") - cost(plan, "on_premises")
    assert first.text.startswith("Nobody is planned to run its servers; with the people of the cloud option")
    assert f"costs {money(more)} more" in first.text


@pytest.mark.long
def test_a_hedge_at_the_rate_the_other_way_round_is_said_beside_the_recommendation() -> None:
    plan = having(INSURER, **{"finance.dollar_hedged": 1.0, "finance.dollar_forward": 1.34})
    assert of_kind(plan, "slip") == [
        "Forward rate, US dollar: 1.34 looks like the rate the other way round; 0.7463 would be usual."
    ]
    assert not of_kind(having(INSURER, **{"finance.dollar_forward": 1.34}), "slip"), "nothing is hedged at it"
    assert not of_kind(INSURER, "slip")


@pytest.mark.long
def test_where_society_ranks_nothing_is_put_down_to_discounting_or_resale() -> None:
    plan = having(INSURER, **SOCIETY)
    text = verdict(plan, judged(plan, "base")).text
    assert "but not in economic terms" in text
    assert "residual value" not in text
    assert "disagree" not in text
    dear = having(INSURER, **{**SOCIETY, "finance.carbon_value": 10_000.0})
    assert standing(dear).recommended == "api"
    case = judged(dear, "base")
    every = speaks_against(dear, "base", case, judge(dear, "base", case))
    assert [one.text for one in every if one.kind == "carbon"] == [
        "What the suppliers of its APIs emit is not known and counts as nothing in the economic cost of API."
    ]
    assert standing(having(dear, **{"finance.carbon_value": 0.0})).recommended != "api", "so that it decides"
    assert not of_kind(INSURER, "carbon")


@pytest.mark.parametrize(
    "changes",
    [
        {"workloads.workload.assistant.parameters": 2_000.0, f"{A}replica_gpus": 1.0},
        {f"{P}site": "colocation", f"{P}rack_power": 8.0},
    ],
)
def test_what_cannot_run_at_all_is_no_saving_that_is_not_allowed(changes: dict[str, float | str]) -> None:
    plan = having(INSURER, **changes)
    case = judged(plan, "base")
    assert case.blocked
    assert case_result(plan, "base").options.keys() == case.options.keys()
    assert "What is not allowed" not in verdict(plan, case).text


@pytest.mark.parametrize("without", [{"active": False}, {"start": 100}])
def test_where_nothing_runs_there_is_nothing_to_decide(without: dict[str, Value]) -> None:
    plan = having(INSURER, **{f"{W}{work}.{name}": value for work in WORKS for name, value in without.items()})
    found = standing(plan)
    assert found.state is State.NONE
    assert all("has any work" in reason for reason in found.blocked.values())


@pytest.mark.long
def test_a_resolution_that_rests_on_better_settings_makes_them_a_condition() -> None:
    """Cloud £53k ahead with three years committed of one, £212k at its best: the sum was that of the poor settings."""
    plan = having(INSURER, **{"finance.horizon": 12, f"{P}committed_one_year": 0.0, f"{P}committed_three_years": 1.0})
    case = judged(plan, "base")
    judgement = judge_at_best(plan, "base", case)
    assert judgement.best is not None
    assert (judgement.planned.close, judgement.best.close) == (True, False)
    saved = judgement.not_at_best["cloud"]
    words = resolution(plan, "base", case, judgement)
    assert f"subject to its best settings being taken, which cost {money(saved)} less in present value, and to" in words
    sound = judged(INSURER, "base")
    assert "best settings" not in resolution(INSURER, "base", sound, judge_at_best(INSURER, "base", sound))
