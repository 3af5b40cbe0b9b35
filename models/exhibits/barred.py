"""Why options are not allowed that would cost less, or next to nothing more, than what is recommended."""

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement
from models.rules.rule import reasons


def barred_words(plan: Plan, case: CaseResult, judgement: Judgement | None) -> str:
    """Return why others are not allowed, where one option is or what is barred would cost less, and how much less."""
    best = case.allowed()[0]
    cheaper = barred_and_cheaper(case, best)
    if cheaper is None:
        alone = len(case.allowed()) == 1
        return " ".join(reasons(case.blocked)) if alone else _barred_between(plan, case, judgement)
    why = reasons(case.blocked) if len(case.allowed()) == 1 else [case.blocked[cheaper.key]]
    able = judgement is not None and judgement.best is not None and cheaper.key in judgement.best.compared
    less = money(best.compared - cheaper.compared, SYMBOLS[plan.currency])
    barred = f"not allowed{' as planned' if able else ''}"
    than = f" than {best.in_sentence} as planned" if judgement is not None and judgement.turned else ""
    return f"{' '.join(why)} {cheaper.label}, which is {barred}, would cost {less} less{than}."


_NEAR = 0.1
"""Of what the cheapest costs: an option that is not allowed and dearer by less would be weighed, were it allowed."""


def _barred_between(plan: Plan, case: CaseResult, judgement: Judgement | None) -> str:
    """Return why the option is not allowed that would come next by cost, and how near it is; empty where it is none."""
    best = case.allowed()[0]
    after = next((one for one in case.ranked() if one is not best and one.key not in case.twins), None)
    if after is None or after.key not in case.blocked or after.key in case.unpriced or after.key in case.awaited:
        return ""
    more = after.compared - best.compared
    if more > _NEAR * abs(best.compared):
        return ""
    able = judgement is not None and judgement.best is not None and after.key in judgement.best.compared
    barred, symbol = f"not allowed{' as planned' if able else ''}", SYMBOLS[plan.currency]
    return f"{case.blocked[after.key]} {after.label}, which is {barred}, would cost {money(more, symbol)} more."


def barred_and_cheaper(case: CaseResult, best: OptionResult) -> OptionResult | None:
    """Return the cheapest of the options that are not allowed and would cost less than the one that is recommended."""
    cheaper = (one for one in case.ranked() if one.key in case.blocked and one.key not in case.unpriced)
    return next((one for one in cheaper if best.compared - one.compared > A_PENNY), None)
