"""How many scenarios a plan may have, and what is said of one too many."""

from dataclasses import replace

import pytest

from desktop.storage.examples import example
from desktop.storage.plan_file import PlanFileError, read, text_of
from models.plan.problems import plan_problems
from models.plan.scenarios import new_scenario


def test_two_hundred_scenarios_are_read_and_one_more_is_refused_by_its_number() -> None:
    plan = example().plan
    while len(plan.scenarios) < 200:
        plan = plan.with_scenario(new_scenario(plan, f"Scenario {len(plan.scenarios)}", {}))
    assert plan_problems(replace(plan, scenarios=plan.scenarios[-1:])) == []
    assert len(read(text_of(plan)).plan.scenarios) == 200
    more = plan.with_scenario(new_scenario(plan, "One too many", {}))
    assert [str(one) for one in plan_problems(more)] == ["scenarios: there are 201 scenarios; 200 are the most"]
    with pytest.raises(PlanFileError, match="201 scenarios; 200 are the most"):
        read(text_of(more))
