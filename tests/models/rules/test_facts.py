"""What rules look up is worked out at once: an edit waits for one batch of lines, not for one a rule."""

import pytest
from earlier import example

from desktop.storage.examples import names
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.rules.asked import asked_lines
from models.rules.every_rule import RULES
from models.rules.facts import Facts


@pytest.mark.parametrize("name", names())
def test_every_line_that_a_rule_looks_up_is_worked_out_with_the_others(name: str) -> None:
    plan = example(name).plan
    for scenario in plan.scenarios:
        facts = Facts(plan, dict(plan.values(scenario.slug)), case_result(plan, scenario.slug), scenario.slug)
        for rule in RULES:
            list(rule.condition(facts))
        assert facts._looked_up
        assert set(facts._looked_up) == set(asked_lines(model(plan.structure)))
