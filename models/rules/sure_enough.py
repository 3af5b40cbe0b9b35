"""How the options stand as planned, drawn from few cases, and from as many as a paper has where few may be wrong."""

from models.appraisal.results import CaseResult
from models.plan.plan import Plan
from models.rules.chances import FEW, may_turn
from models.rules.judgement import Standing, judged_now
from models.studies.uncertainty import CASES

MOST_DRAWN = 20
"""Scenarios side by side up to which each is told with its chance."""


def judged_surely(plan: Plan, scenario: str, case: CaseResult, cases: int = FEW) -> Standing:
    """Return how the options stand at the plan's settings, as every place that tells a clear lead from a close one.

    case: the results of the scenario with its blocked options marked. cases: that are drawn first.
    """
    standing = judged_now(plan, scenario, case, cases)
    if cases < CASES and may_turn(standing, cases):
        return judged_now(plan, scenario, case, CASES)
    return standing
