"""A running total is explained by area and by year before a month of it is looked at."""

import re

import pytest
from earlier import example

from models.appraisal.results import case_result
from models.exhibits.explained_total import LATER, LEFT
from models.exhibits.explanation import Step, explanation
from models.plan.plan import Entry, Plan

PLAN = example("insurer").plan


def pounds(step: Step) -> float:
    found = re.fullmatch(r"(−?)£([\d,.]+)", step.value)
    assert found is not None, step.value
    return float(found[2].replace(",", "")) * (-1 if found[1] else 1)


def steps(plan: Plan, key: str, month: int) -> tuple[Step, Step, Step]:
    """Return the total, it by area and it by year."""
    whole = explanation(plan, "base", key, month, 1)
    areas, years = whole.steps[:2]
    assert (areas.label, years.label) == ("By area", "By year")
    return whole, areas, years


@pytest.mark.parametrize("option", ["cloud", "api", "on_premises", "hybrid"])
def test_areas_and_years_add_up_to_the_total(option: str) -> None:
    whole, areas, years = steps(PLAN, f"{option}.total.cumulative", 60)
    assert sum(map(pounds, areas.steps)) == pytest.approx(pounds(whole), abs=10), "each is rounded to a pound"
    assert sum(map(pounds, years.steps)) == pytest.approx(pounds(whole), abs=10)
    told = {one.label: pounds(one) for one in areas.steps}
    engine = case_result(PLAN, "base").options[option].areas
    assert told["Compute"] == pytest.approx(engine["compute"], abs=1)
    assert told["Operations"] == pytest.approx(engine["operations"], abs=1)
    for area in areas.steps:
        of_years = [one for one in area.steps if one.label.startswith(("Decision", "Year"))]
        assert sum(map(pounds, of_years)) == pytest.approx(pounds(area), abs=5), area.label


def test_a_total_in_the_middle_has_the_years_up_to_it() -> None:
    whole, _, years = steps(PLAN, "on_premises.total.cumulative", 30)
    assert [one.label for one in years.steps] == ["Decision", "Year 1", "Year 2", "Year 3, to month 30"]
    assert sum(map(pounds, years.steps)) == pytest.approx(pounds(whole), abs=5)


@pytest.mark.parametrize("name", ["insurer", "hospital", "laboratory", "bank"])
def test_a_present_value_is_its_areas_less_what_is_left_all_discounted(name: str) -> None:
    """The insurer's servers leave 203,909 at the horizon, times the discount factor of 0.6806 there."""
    plan = example(name).plan
    for scenario in plan.scenarios:
        for option in case_result(plan, scenario.slug).options:
            whole = explanation(plan, scenario.slug, f"{option}.total.present_value", 60, 1)
            areas, years = whole.steps[:2]
            assert sum(map(pounds, areas.steps)) == pytest.approx(pounds(whole), abs=10), (scenario.slug, option)
            assert sum(map(pounds, years.steps)) == pytest.approx(pounds(whole), abs=10), (scenario.slug, option)
    if name == "insurer":
        _, areas, _ = steps(plan, "on_premises.total.present_value", 60)
        left = next(pounds(one) for one in areas.steps if one.label == LEFT)
        assert left == pytest.approx(-203_909 * 0.6806, abs=25)
        _, of_rent, _ = steps(plan, "cloud.total.present_value", 60)
        assert LEFT not in [one.label for one in of_rent.steps]


def test_what_is_paid_later_than_it_arises_is_a_part_of_its_own() -> None:
    plan = PLAN.with_entry("base", "finance.running_after", Entry(2))
    whole, areas, _ = steps(plan, "cloud.total.cumulative", 10)
    assert LATER in [one.label for one in areas.steps]
    assert sum(map(pounds, areas.steps)) == pytest.approx(pounds(whole), abs=10)


def test_a_cost_of_one_month_has_no_areas_before_it() -> None:
    assert explanation(PLAN, "base", "cloud.total.monthly", 3, 1).steps[0].key.startswith("cloud.total.")
