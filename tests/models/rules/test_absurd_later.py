"""Terms that are never taken told as taken, and the other of two that are too close to call as another than it is."""

import pytest
from advice import P, having, in_region

from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.case_text import resolution
from models.exhibits.settings_words import all_settings
from models.quantities.writing import money
from models.rules.best import best
from models.rules.consistency import consistency
from models.rules.decisions import judged
from models.rules.judgement import Judgement, planned, with_against
from models.rules.judging import judge, judge_at_best
from models.rules.remark import Against

INSURER = example("insurer").plan


@pytest.mark.long
def test_no_term_is_told_that_none_of_the_plan_can_take() -> None:
    """ "60% committed for one year after the three-year terms", in a plan of two years."""
    short = having(INSURER, **{"finance.horizon": 24})
    words = all_settings(short, short.values("base"), "cloud")
    assert words.startswith("75% committed for one year, as no three-year term fits")
    assert "three years" not in words
    best_words = {one.kind: one.settings for one in best(short, "base").found}
    assert not any(key.endswith("one_year_after") and value for key, value in best_words["cloud"].items())
    # eleven months are left behind three years
    left = having(INSURER, **{"finance.horizon": 47})
    assert "one year" not in all_settings(left, left.values("base"), "cloud")
    # without any for three years it is more of those for one year, from the month in which these would have ended
    alone = having(INSURER, **{f"{P}committed_one_year": 0.2, f"{P}committed_three_years": 0.0})
    words = all_settings(alone, alone.values("base"), "cloud")
    assert words.startswith("20% committed for one year; 75% more committed for one year from month 37 on")
    told = all_settings(INSURER, INSURER.values("base"), "cloud")
    assert told.startswith("all committed for three years; 75% committed for one year after the three-year terms")


@pytest.mark.parametrize(("horizon", "says"), [(47, "after month 36"), (24, "is taken: the first"), (60, "")])
def test_months_on_demand_are_told_though_something_is_planned_behind_the_terms(horizon: int, says: str) -> None:
    plan = having(INSURER, **{"finance.horizon": horizon})
    told = [one.message for one in consistency(plan, "base") if "no term of 36 months" in one.message]
    assert bool(told) is bool(says)
    assert all(says in one for one in told)


def test_terms_that_begin_before_there_is_work_are_told_with_that() -> None:
    works = {f"workloads.workload.{one}.start": 4 for one in INSURER.slugs["workload"]}
    plan = having(INSURER, **works, **{f"{P}terms_with_work": False})
    told = [one.message for one in consistency(plan, "base") if "no term of" in one.message]
    assert any("no term of 36 months is taken: there is no work to commit where one would begin" in one for one in told)
    assert "three years" not in all_settings(plan, plan.values("base"), "cloud")


@pytest.mark.long
def test_the_other_choice_is_told_with_all_its_capital() -> None:
    """ "Choosing on-premises instead is to approve up to £14,000 now", and £942k that follows unsaid."""
    plan = having(INSURER, **{f"{P}owning_start": 7})
    case = judged(plan, "base")
    made = judge(plan, "base", case)
    assert made.planned.rival == "on_premises"
    said = resolution(plan, "base", case, made)
    own = case.options["on_premises"]
    later = float(case_result(plan, "base").options["on_premises"].up_front)
    assert "Choosing on-premises instead would mean approving capital expenditure of up to £14,000 now" in said
    assert "and noting that £942,000, before contingency, follows" in said
    assert f"at a planned cost, less resale, of {money(own.total_cost)} over five years, subject to the same." in said
    assert later < 20_000


@pytest.mark.long
def test_what_the_other_choice_asks_for_first_is_named() -> None:
    """ "Subject to conditions of its own", which no page named, also where there were none."""
    plan = having(INSURER, **{f"{P}owning_start": 7, "security.control.extraction.works_cloud": False})
    told = resolution(plan, "base", judged(plan, "base"), judge(plan, "base", judged(plan, "base")))
    cloud, other = told.split(" Choosing on-premises instead would mean ")
    assert "the missing control (Extraction defence) being in place." in cloud
    assert "the missing control (Extraction defence) being in place at £" in other
    hired = having(plan, **{"operations.role.platform.hire_delay": 3})
    made = judge(hired, "base", judged(hired, "base"))
    assert (
        "and the people needed for on-premises being in post"
        in resolution(hired, "base", judged(hired, "base"), made).partition(" instead would mean ")[2]
    )
    missing = {"security.control.extraction.active": True, "security.control.extraction.works_cloud": True}
    free = having(in_region(plan), **missing)
    made = judge(free, "base", judged(free, "base"))
    assert made.planned.close
    assert not made.instead
    assert resolution(free, "base", judged(free, "base"), made).endswith("over five years.")


def test_people_that_only_the_other_option_lacks_are_no_condition_of_the_recommended_one() -> None:
    lacks = Against("people", "On-premises has too few people.", of_rival=True)
    made = with_against(Judgement(planned(judged(INSURER, "base"))), [lacks])
    assert made.against == (lacks,)
    assert not made.conditions


@pytest.mark.long
def test_the_other_choice_that_is_close_at_other_settings_asks_for_them_first() -> None:
    """On-premises was close at its best alone, £680k below what was named as its cost."""
    plan = having(INSURER, **{f"{P}owning_start": 24, f"{P}purchase": "at_once"})
    case = judged(plan, "base")
    made = judge_at_best(plan, "base", case)
    assert "on_premises" in made.not_at_best
    said = resolution(plan, "base", case, made)
    assert said.endswith("Choosing on-premises instead would mean taking its best settings into the plan first.")


@pytest.mark.long
def test_benefits_are_told_beside_both() -> None:
    benefit = {"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 60_000.0}
    plan = having(INSURER, **benefit)
    case = judged(plan, "base")
    said = resolution(plan, "base", case, judge(plan, "base", case))
    assert said.count("before benefits of £3.6m") == 2
