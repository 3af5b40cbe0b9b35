"""Own storage beside models that are called by API: what keeps its data on arrays of its own is no API option."""

from models.appraisal.model import model
from models.appraisal.results import CaseResult
from models.plan.plan import Plan

_PART = 0.1
"""Of what the API option costs, from which what own storage saves makes an option of it."""


def owns_servers(plan: Plan, scenario: str) -> bool:
    """Return whether on-premises has a server in any month."""
    line = "on_premises.in_use"
    return bool((model(plan.structure).evaluate(plan.values(scenario), [line]).arrays[line] > 0).any())


def decided_by_storage(case: CaseResult) -> bool:
    """Return whether keeping data on own arrays sets on-premises apart from the API option, whoever serves the models.

    Less than a tenth of the cost is a detail of either.
    """
    if not {"api", "on_premises"} <= case.options.keys() - case.twins.keys():
        return False
    api, own = case.options["api"], case.options["on_premises"]
    saved = api.areas.get("data", 0.0) - own.areas.get("data", 0.0)
    return saved > _PART * abs(api.total_cost)
