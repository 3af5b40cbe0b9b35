"""Why business as usual is not ranked with the options."""

from models.appraisal.results import CaseResult
from models.plan.plan import Plan


def why_unranked(plan: Plan, case: CaseResult) -> str:
    """Return, as the end of a sentence, why business as usual is no choice though it costs something.

    case: with its blocked options marked.
    """
    if case.usual_barred:
        return f"is today’s cloud, which {'cannot be judged yet' if 'cloud' in case.awaited else 'is not allowed'}"
    scenario = plan.slug_named(case.scenario)
    values = plan.values(scenario)
    if values["finance.usual_same_work"] and values["finance.usual_today"] == "servers":
        return "its servers do not do all the work until the horizon"
    return "is not said to do the same work"
