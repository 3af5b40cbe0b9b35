"""The other ways in which a plan is looked at when what speaks against an option is asked, with one model for all."""

from collections.abc import Mapping, Sequence

from models.areas.cost_management import LEVERS, lever_key
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.all_by_api import calling_all
from models.rules.worth_doing import untried

BIASED: Mapping[str, Value] = {"finance.bias_counted": True}
"""The plan with its own optimism bias."""


def levers_off(plan: Plan, scenario: str) -> Sequence[str]:
    """Return the cost levers that a scenario does not pull."""
    values = plan.values(scenario)
    return [lever for lever in LEVERS if not values[lever_key(lever)]]


def other_ways(plan: Plan, scenario: str) -> Sequence[Mapping[str, Value]]:
    """Return settings by which the plan is tried otherwise, each by itself; one model is traced for all of them."""
    return [
        BIASED,
        *(changes for _, _, changes in untried(plan, scenario)),
        *calling_all(plan, scenario).values(),
        dict.fromkeys(map(lever_key, levers_off(plan, scenario)), True),
    ]
