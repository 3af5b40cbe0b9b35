"""Resolutions that would approve what their own condition makes pointless; options that are another by half."""

import pytest

from desktop.storage.examples import example
from models.exhibits.board import evidence_grade
from models.exhibits.case_text import resolution
from models.exhibits.judgement import how_sure
from models.exhibits.plots import load_duration
from models.exhibits.simulation import may_cost_far_more
from models.exhibits.verdict import verdict
from models.rules.decisions import judged
from models.rules.judging import judge, judge_at_best
from models.studies.uncertainty import uncertainty
from tests.advice import having

STARTUP, LAW_FIRM = example("startup").plan, example("law_firm").plan
ARCHIVE = having(STARTUP, **{"data.egress": 500.0, "data.hot": 2_000.0})


@pytest.mark.long
def test_no_capital_is_approved_for_a_server_that_the_best_settings_do_without() -> None:
    """£1.1m was approved for a server, subject to settings that call the only model by API and buy none."""
    case = judged(ARCHIVE, "base")
    found = judge_at_best(ARCHIVE, "base", case, cases=200)
    assert found.rebought
    assert "resolves to approve" not in resolution(ARCHIVE, "base", case, found)
    grade = evidence_grade(ARCHIVE, "base")
    assert how_sure(found, grade).endswith("The better settings must be taken into the plan first.")
    assert found.torn == "the best settings of on-premises buy otherwise than planned, and save much"


def test_on_premises_without_a_server_says_what_it_is() -> None:
    plan = having(STARTUP, **{"hosting.workload.assistant.api_share": 1.0, "data.egress": 10.0, "data.hot": 100.0})
    case = judged(plan, "base")
    said = [one.text for one in judge(plan, "base", case).against]
    assert any("owns no server: it keeps the data on storage of its own" in one for one in said)


def test_the_only_option_as_planned_is_not_called_the_only_one() -> None:
    """Four options are allowed each at its best; as planned the other three call everything by API."""
    plan = having(LAW_FIRM, **{"workloads.workload.assistant.users": 3.0, "workloads.workload.review.active": False})
    case = judged(plan, "base")
    assert verdict(plan, case, judge(plan, "base", case)).sentence.startswith(
        "API is the only option allowed as planned:"
    )


def test_a_curve_of_load_is_of_the_last_month_with_work() -> None:
    """It was headed “No GPU has work at once” over a curve of the first month."""
    insurer = example("insurer").plan
    ends = {f"workloads.workload.{work}.end": 7 for work in insurer.slugs["workload"]}
    plot = load_duration(having(insurer, **ends), "base")
    assert plot.title.startswith("The busiest hours take")
    assert plot.lines[0].label == "At once, month 7"


@pytest.mark.long
def test_what_may_cost_far_more_is_not_told_of_an_option_that_is_barred() -> None:
    plan = having(example("saas").plan, **{"security.air_gapped": True, "compute.pool.h100.bridging": "wait"})
    found = uncertainty(plan, "base", cases=1_000)
    assert judged(plan, "base").blocked.keys() >= {found.best}
    assert may_cost_far_more(plan, found) == ""


def test_three_users_whose_tokens_cost_next_to_nothing_are_told_of_all_that_stands_around_them() -> None:
    """£947k for three people, of which an API takes £1.4k: evaluation and retrieval hid it."""
    plan = having(LAW_FIRM, **{"workloads.workload.assistant.users": 3.0, "workloads.workload.review.active": False})
    said = [one.text for one in judge(plan, "base", judged(plan, "base")).against]
    assert any(
        text.startswith("Nearly all of the £1.1m that API costs") and "itself costs £1k" in text for text in said
    )
