"""What the supplier of an API uses and emits is not known, and counts as nothing where society's cost ranks."""

from collections.abc import Iterator

from models.appraisal.results import CaseResult, OptionResult
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.rules.judgement import Against
from models.rules.priced import without
from models.studies.decision_space import called_share


def calls(plan: Plan, scenario: str, option: str) -> bool:
    """Return whether an option calls a model by API."""
    values = plan.values(scenario)
    return option == "api" or any(
        called_share(values, work, option) > 0
        for work in plan.slugs["workload"]
        if values[Workload.active.key_in(work)] and values[Workload.kind.key_in(work)] == "inference"
    )


def unknown_carbon(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that what an option's APIs emit counts as nothing, where carbon has a price that ranks.

    It turns the recommendation where another option leads without that price.
    """
    priced = float(plan.values(scenario)["finance.carbon_value"]) > 0
    if case.by_society and priced and calls(plan, scenario, option.key):
        yield Against(
            "carbon",
            "What the suppliers of its APIs emit is not known and counts as nothing in the economic cost of"
            f" {option.in_sentence}.",
            turns=bool(without(plan, scenario, case, option, {"finance.carbon_value": 0.0})),
        )
