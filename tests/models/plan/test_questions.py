"""Seven answers make a complete plan; scenarios are put in order and made the base without changing a value."""

import itertools

import pytest

from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.appraisal.results import case_result
from models.plan.plan import EvidenceKind
from models.plan.problems import plan_problems
from models.plan.questions import PURPOSES, SENSITIVITIES, TEAMS, TODAY, Answers, plan_from
from models.plan.scenarios import rebased, reordered


@pytest.mark.parametrize(("purpose", "sensitivity", "team"), list(itertools.product(PURPOSES, SENSITIVITIES, TEAMS)))
def test_every_answer_gives_a_plan_without_problems_that_costs_something(
    purpose: str, sensitivity: str, team: str
) -> None:
    plan = plan_from(
        Answers(purpose=purpose, sensitivity=sensitivity, team=team, today=list(TODAY)[1], spending=12_000)
    )
    assert plan_problems(plan) == []
    assert read(text_of(plan)).plan == plan
    case = case_result(plan, "base")
    assert all(option.present_value > 100_000 for option in case.options.values())
    assert float(case.usual[-1]) == pytest.approx(12_000 * 60, rel=0.2)


def test_what_was_answered_stands_in_the_plan_with_its_origin() -> None:
    plan = plan_from(Answers("all", 5e6, 16, 0.4, "regulated", "nothing", 0, "none", 36), "Ours")
    assert [row.slug for row in plan.rows["workload"]] == ["assistant", "service", "training"]
    assert plan.entries["workloads.workload.assistant.requests"].value == 2.5e6
    hours = float(plan.entries["workloads.workload.training.runs"].value) * float(
        plan.entries["workloads.workload.training.run_hours"].value
    )
    assert hours == pytest.approx(16 * 730 / 3)
    assert plan.entries["workloads.workload.assistant.place"].value == "inside"
    assert plan.entries["finance.horizon"].value == 36
    assert plan.entries["workloads.workload.assistant.growth"].evidence.kind is EvidenceKind.ASSUMPTION


def test_an_answer_beyond_the_bounds_is_held_to_them_and_an_unknown_one_refused() -> None:
    assert plan_from(Answers(growth=99.0)).entries["workloads.workload.assistant.growth"].value == 5
    with pytest.raises(ValueError, match="expected one of"):
        plan_from(Answers(purpose="games"))


def test_making_a_scenario_the_base_changes_no_value() -> None:
    plan = example().plan
    for scenario in plan.scenarios:
        changed = rebased(plan, scenario.slug)
        assert changed.scenarios[0].slug == scenario.slug
        assert changed.scenarios[0].changes == {}
        for one in plan.scenarios:
            assert changed.values(one.slug) == plan.values(one.slug)
    assert rebased(rebased(plan, plan.scenarios[1].slug), "base").values("base") == plan.values("base")


def test_an_order_names_every_scenario_once_the_base_first() -> None:
    plan = example().plan
    slugs = [one.slug for one in plan.scenarios]
    assert [one.slug for one in reordered(plan, [slugs[0], *reversed(slugs[1:])]).scenarios] == [
        slugs[0],
        *reversed(slugs[1:]),
    ]
    for wrong in (slugs[:-1], list(reversed(slugs)), [*slugs, "x"]):
        with pytest.raises(ValueError, match="order"):
            reordered(plan, wrong)
