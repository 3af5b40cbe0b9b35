"""Plans that pay while no work runs, rows that begin after the end, and settings that no search tries."""

from dataclasses import replace
from datetime import date

import pytest
from advice import INSURER, against, having, of_kind, standing
from earlier import example

from models.exhibits.board import why_none
from models.exhibits.case_text import conditions_of, resolution
from models.exhibits.dated import ends_before, out_of_time
from models.exhibits.priced_as import apis_called
from models.exhibits.register_tables import no_risks
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.decisions import findings, judged
from models.rules.doubts import doubt
from models.rules.judging import judge, judge_at_best

STARTUP, SAAS, FIRM = example("startup").plan, example("saas").plan, example("law_firm").plan
LATE = having(FIRM, **{"workloads.workload.review.start": 70})


def _messages(plan: Plan, key: str) -> list[str]:
    return [one.message for one in findings(plan, "base", judged(plan, "base")) if one.rule.key == key]


def test_work_that_begins_after_the_end_is_told_as_that_and_no_api_is_bought_for_it() -> None:
    """£1.9m for a model of work in month 70 of 60; "Nothing is asked of it: enter its requests"."""
    assert _messages(LATE, "past_the_end") == [
        (
            "Planned for after the end of the plan, so that it counts for nothing: Document review from month 70."
            " Lengthen the horizon, set it earlier or switch it off."
        )
    ]
    assert _messages(LATE, "no_work_yet") == _messages(LATE, "no_work_entered") == []
    assert "Document review" in apis_called(FIRM, "base")
    assert "Document review" not in apis_called(LATE, "base")
    # a warning of all options says nothing of what they cost: the table keeps its rows
    assert set(judged(LATE, "base").unpriced) <= {"on_premises"}
    edge = having(FIRM, **{"workloads.workload.review.start": 60})
    assert _messages(edge, "past_the_end") == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"finance.benefit.benefit.active": True, "finance.benefit.benefit.first": 37}, "A benefit from month 37"),
        ({"finance.own_cost.own.active": True, "finance.own_cost.own.first": 40}, " from month 40"),
    ],
)
def test_what_counts_from_after_the_end_on_is_told(changes: dict[str, Value], named: str) -> None:
    plan = having(STARTUP, **changes)
    (said,) = _messages(plan, "past_the_end")
    assert named in said
    assert against(plan)[0].text == said


@pytest.mark.long
def test_what_is_paid_without_work_is_a_condition_where_it_is_much() -> None:
    """Of £268k over three years for £133 of work in the first month nothing is approved; a third is a condition."""
    ended = having(STARTUP, **{"workloads.workload.assistant.end": 1})
    late = having(STARTUP, **{"workloads.workload.assistant.start": 30})
    for plan, clause in (
        (ended, "nothing being paid once all work has ended (month 1)"),
        (late, "the plan beginning with its work (month 30)"),
    ):
        case = judged(plan, "base")
        found = judge(plan, "base", case)
        assert clause in conditions_of(found, "£")[0]
        assert found.hollow
        assert "resolve nothing yet" in resolution(plan, "base", case, found)
        assert "is paid in months without work. These months" in why_none(plan, "base", case, found)
    two_thirds = having(STARTUP, **{"workloads.workload.assistant.end": 24})
    case = judged(two_thirds, "base")
    found = judge(two_thirds, "base", case)
    assert not found.hollow
    assert "nothing being paid once all work has ended (month 24)" in resolution(two_thirds, "base", case, found)
    # 33 of 36 months: what is paid in the last three is less than a tenth
    nearly = having(STARTUP, **{"workloads.workload.assistant.end": 33})
    assert _messages(nearly, "work_ended")
    assert not any(
        "nothing being paid" in one for one in conditions_of(judge(nearly, "base", judged(nearly, "base")), "£")
    )


def test_a_plan_that_lies_in_the_past_is_not_resolved() -> None:
    """A board was asked to run in 2010 what ended in 2010."""
    past = having(STARTUP, **{"finance.start": "2010-01", "finance.horizon": 12})
    case, day = judged(past, "base"), date(2026, 12, 2)
    assert ends_before(past, "base", day) == "December 2010"
    assert resolution(past, "base", case, None, day).endswith("to resolve nothing: its plan ends in December 2010.")
    assert out_of_time(past, "base", day).startswith("The plan ends in December 2010, before this paper:")
    # in its last month something is left to be decided
    assert ends_before(past, "base", date(2010, 12, 31)) == ""
    assert ends_before(past, "base", date(2011, 1, 1)) == "December 2010"


@pytest.mark.long
def test_nothing_is_resolved_before_a_setting_that_leads_is_taken() -> None:
    """API was to be run for £4.2m; with one flag set on-premises cost £197k less, and the paper said so below."""
    plan = having(SAAS, **{"finance.horizon": 120})
    case = judged(plan, "base")
    found = judge_at_best(plan, "base", case, cases=200)
    assert found.final.recommended == standing(plan).recommended == "api"
    (one,) = found.untried
    assert one.turns
    assert found.waits
    # as is found by setting it by hand: on-premises is recommended then
    calls = {f"hosting.workload.{row}.on_premises_calls": True for row in plan.slugs["workload"]}
    assert judge_at_best(having(plan, **calls), "base", judged(having(plan, **calls), "base"), cases=200).turned
    assert resolution(plan, "base", case, found).endswith("resolve nothing yet: no option is recommended.")
    said = why_none(plan, "base", case, found)
    assert said.startswith("No option is recommended yet: with all models by API and servers for other work alone, on-")
    assert "What was not tried must be taken into the plan first." in said
    assert not replace(found, untried=()).waits


def test_benefits_that_do_not_cover_the_cost_come_before_offers() -> None:
    """£321k for benefits of £36k, against nothing at all: it stood behind three offers, and was not printed."""
    plan = having(
        STARTUP,
        **{
            "finance.benefit.benefit.active": True,
            "finance.benefit.benefit.amount": 1_000.0,
            "finance.usual_today": "nothing",
        },
    )
    assert against(plan)[0].text.startswith("The benefits entered do not cover its cost: £")


@pytest.mark.parametrize(("rate", "doubted"), [(5.0, True), (0.05, True), (1.34, True), (0.75, False), (1.0, False)])
def test_a_rate_that_never_was_is_doubted_and_a_stress_is_not(rate: float, doubted: bool) -> None:
    found = doubt(having(STARTUP, **{"finance.dollar_rate": rate}), "base", "finance.dollar_rate")
    assert (found is not None) == doubted


def test_an_option_that_would_be_dearer_with_an_offer_does_without_it() -> None:
    """ "The cloud would fall to £340k, £4k below API" stood above a table with API at £334k."""
    plan = having(SAAS, **{"finance.horizon": 12})
    (said,) = of_kind(plan, "offer")
    assert " more than API" in said
    assert "below API" not in said


@pytest.mark.long
def test_most_of_a_fleet_that_stands_idle_before_it_is_retired_is_told() -> None:
    """96 servers for one GPU from month 4 on, until they are retired in month 14."""
    plan = having(example("university").plan, **{"workloads.workload.training.end": 3})
    (said,) = of_kind(plan, "idle")
    assert "from month 4 at most 3 of 96 servers (H200) have work, and keeping the others until month 14 costs" in said


def test_that_no_risk_counts_is_said_of_the_option_and_the_horizon() -> None:
    plan = having(INSURER, **{f"risks.risk.{row}.active": False for row in INSURER.slugs["risk"]})
    assert no_risks(plan, "base", "api") == "No risk is counted."
    assert no_risks(INSURER, "base", "api") == "No risk that is counted strikes API within five years."
