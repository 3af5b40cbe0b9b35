"""Energy and carbon of an option as they are told: what the supplier of an API uses and emits is not known."""

from models.appraisal.results import CaseResult
from models.exhibits.cells import Entered, number
from models.plan.plan import Plan
from models.rules.unknown_carbon import calls

CARBON = "carbon_tonnes"
"""The view of a case that has emissions."""


def carbon(plan: Plan, case: CaseResult, option: str, view: str = CARBON) -> Entered:
    """Return emissions, or energy, over the horizon: what a supplier emits who is called by API is not known."""
    amount = case.options[option].views.get(view, 0.0)
    if not calls(plan, plan.slug_named(case.scenario), option):
        return number(amount)
    return number(amount).with_words("at least ") if amount >= 1 else "not known"
