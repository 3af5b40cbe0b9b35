"""Why business as usual is not ranked with the options."""

from models.appraisal.results import CaseResult, case_result
from models.areas.finance import Finance
from models.plan.plan import Plan


def why_unranked(plan: Plan, case: CaseResult) -> str:
    """Return, as the end of a sentence, why business as usual is no choice though it costs something.

    case: with its blocked options marked.
    """
    if case.usual_barred:
        return f"is today’s cloud, which {'cannot be judged yet' if 'cloud' in case.awaited else 'is not allowed'}"
    scenario = plan.slug_named(case.scenario)
    if plan.entry(scenario, Finance.usual_today.key).value == "servers" and not does_all_if_said(plan, scenario):
        return "its servers do not do all the work until the horizon"
    return "is not said to do the same work"


def does_all_if_said(plan: Plan, scenario: str) -> bool:
    """Return whether business as usual would be ranked if it were said to do the same work.

    Servers that are too few for the work, or that retire before the horizon, would not be.
    """
    return case_result(plan, scenario, {Finance.usual_same_work.key: True}).usual_ranked
