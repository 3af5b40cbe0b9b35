"""Why business as usual is not ranked with the options."""

from collections.abc import Sequence

import numpy as np

from models.appraisal.model import model
from models.appraisal.results import CaseResult
from models.areas.finance import Finance
from models.plan.plan import Plan


def why_unranked(plan: Plan, case: CaseResult) -> str:
    """Return, as the end of a sentence, why business as usual is no choice though it costs something.

    case: with its blocked options marked.
    """
    if case.usual_barred:
        return f"is today’s cloud, which {'cannot be judged yet' if 'cloud' in case.awaited else 'is not allowed'}"
    scenario = plan.slug_named(case.scenario)
    if too_few_today(plan, scenario, case):
        return _short_from(plan, scenario)
    return "is not said to do the same work"


def too_few_today(plan: Plan, scenario: str, case: CaseResult) -> bool:
    """Return whether business as usual is servers that are too few for the work, or that retire before the horizon."""
    return plan.entry(scenario, Finance.usual_today.key).value == "servers" and not case.usual_enough


_SHORT = "finance.usual_servers_short"


def _short_from(plan: Plan, scenario: str) -> str:
    """Return from which month today's servers are too few for the work, and how many are missing at most."""
    by_month = model(plan.structure).evaluate(plan.values(scenario), [_SHORT]).rows(_SHORT)[:, :, 0].sum(axis=0)
    short: Sequence[int] = np.flatnonzero(by_month > 0).tolist()
    if not short:
        return "its servers do not do all the work until the horizon"
    most = round(float(by_month.max()))
    return f"is {'one server' if most == 1 else f'up to {most} servers'} short from month {short[0]}"
