"""Leads that rest on the sale of what is left at the horizon, or that are clear only by it."""

from collections.abc import Iterator

import numpy as np

from models.appraisal.line_keys import OptionLine, compared_line
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import USUAL, in_sentence
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.chances import FEW, chances, drawn_lines
from models.rules.judgement import Against, Judgement, State
from models.studies.sampling import Draws
from models.studies.too_close import is_close


def rests_on_resale(
    plan: Plan, scenario: str, case: CaseResult, judgement: Judgement, option: OptionResult
) -> Iterator[Against]:
    """Yield that the lead, or that it is clear, rests on the sale of what is left at the horizon."""
    standing, symbol = judgement.told, SYMBOLS[plan.currency]
    if not standing.rival or standing.state not in {State.CLEAR, State.CLOSE}:
        return
    # business as usual leaves nothing to be sold
    leads = {standing.rival: standing.lead}
    if standing is judgement.planned:
        leads |= {one.key: one.compared - option.compared for one in case.allowed() if one.key not in case.twins}
    left = {key: _resold(option) - (_resold(case.options[key]) if key in case.options else 0.0) for key in leads}
    rest = {key: lead - left[key] for key, lead in leads.items() if key != option.key and left[key] > A_PENNY}
    if not rest:
        return
    other = min(rest, key=rest.__getitem__)
    apart = f"{money(left[other], symbol)} (in present value)"
    assumed = f"without the {apart} assumed at the horizon"
    if other in case.options and _resold(case.options[other]) > A_PENNY:
        assumed = f"without residual value at the horizon, of which {in_sentence(other)} has {apart} less"
    if rest[other] < -A_PENNY:
        # where the plan's settings have another one lead, what it is the lead of has to be said
        whose = f"At its best {option.in_sentence} leads, but its" if judgement.turned else "Its"
        yield Against("resale", f"{whose} lead depends on residual value: {assumed}, {in_sentence(other)} leads.")
    elif standing.state is State.CLEAR and _too_close(
        plan,
        scenario,
        (option.key, other),
        rest[other],
        case.tolerances.get(frozenset((option.key, other)), standing.tolerance),
    ):
        said = f"it leads {in_sentence(other)} by {money(rest[other], symbol)}, too close to call"
        yield Against("resale", f"Its lead is clear only by residual value: {assumed}, {said}.")


def _resold(option: OptionResult) -> float:
    """Return the present value of what is left at the horizon."""
    return float(option.discounted[-1]) - option.present_value


def _too_close(plan: Plan, scenario: str, pair: tuple[str, str], lead: float, tolerance: float) -> bool:
    """Return whether a lead that is left without resale is too close to call, by the rule of every lead.

    Within the tolerance it is so unless it is nearly certain, which a few cases tell, each without its resale.
    """
    if lead >= tolerance:
        return False
    if USUAL in pair:
        return True
    return is_close(lead, tolerance, chances(_unsold(plan, scenario, pair), pair[0])[pair[1]])


def _unsold(plan: Plan, scenario: str, options: tuple[str, str]) -> dict[str, Draws]:
    """Return compared cost, case by case, without what is left at the horizon."""
    lines = {
        one: (compared_line(one), OptionLine.DISCOUNTED.of(one), OptionLine.PRESENT_VALUE.of(one)) for one in options
    }
    found = drawn_lines(plan, scenario, [key for keys in lines.values() for key in keys])
    every = np.ones(FEW)
    return {
        one: (found.arrays[compared].reshape(-1) + found.monthly(paid)[-1] - found.arrays[worth].reshape(-1)) * every
        for one, (compared, paid, worth) in lines.items()
    }
