"""What is paid on demand once a three-year term has ended, though one-year terms would still fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.compute import Pool
from models.areas.decisions import held_in
from models.areas.options import RENTING, in_sentence
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against, worth_telling
from models.rules.other_ways import other_ways
from models.studies.sampling import Draws

_LONG, _SHORT = 36, 12
"""Months of the two terms."""

_STEPS = 20
"""Of a commitment, from none of the demand to all of it."""

_OWN_TERMS = (
    (None, Pool.committed_one_year, Pool.committed_three_years),
    (Pool.api_terms, Pool.api_one_year, Pool.api_three_years),
    (Pool.hybrid_terms, Pool.hybrid_one_year, Pool.hybrid_three_years),
)
"""Terms of the cloud, and of options that have their own: what switches them on, and the shares of each."""


@dataclass(frozen=True, slots=True)
class _Saved:
    """What later terms save in present value, and the shares committed for three years and for one year after them.

    over_plan: against the plan's own terms. over_best: against the best that has no other terms behind.
    """

    over_plan: float
    over_best: float
    three: float
    one: float


def later_terms(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield what one-year terms would save once the three-year ones have ended, where that weighs: as planned.

    The search tries them. All terms begin anew in that month, so that what is paid before and after it are each at
    their least. case: with the blocked options marked.
    """
    there = {one.key: one for one in case.allowed() if one.key not in case.twins}
    if option.key not in there:
        return
    saved = _saved_by_option(plan, scenario, case, there)
    now = {key: one.compared for key, one in there.items()}
    costs = {key: cost - (max(0.0, saved[key].over_plan) if key in saved else 0.0) for key, cost in now.items()}
    symbol = SYMBOLS[plan.currency]
    nearest = min((key for key in saved if key != option.key), key=costs.__getitem__, default="")
    gain = now[nearest] - costs[nearest] if nearest else 0.0
    if nearest and min(saved[nearest].over_best, gain) > A_PENNY:
        left, before = costs[nearest] - costs[option.key], now[nearest] - now[option.key]
        less = f"{in_sentence(nearest)} would cost {money(gain, symbol)} less"
        if left < -A_PENNY:
            yield replace(_told(saved[nearest], gain, f"{less} and lead by {money(-left, symbol)}"), turns=True)
            return
        if worth_telling(before - left, option) and left < before / 2:
            only = f"{less}, and {option.in_sentence} lead it by only {money(left, symbol)}"
            yield _told(saved[nearest], gain, only)
            return
    own, less = saved.get(option.key), now[option.key] - costs[option.key]
    if own is not None and worth_telling(min(own.over_best, less), option):
        told = _told(own, less, f"{option.in_sentence} would cost {money(less, symbol)} less")
        yield replace(told, helps=True)


def _saved_by_option(
    plan: Plan, scenario: str, case: CaseResult, there: Mapping[str, OptionResult]
) -> Mapping[str, _Saved]:
    """Return what later terms save, by option that rents; nothing where none would fit or nothing is committed."""
    after = plan.structure.horizon // _LONG * _LONG
    renting = {key: there[key] for key in RENTING if key in there}
    if not renting or after == 0 or plan.structure.horizon - after < _SHORT or not _commits(plan, scenario):
        return {}
    # what society pays is no sum of months that could be made least one by one; where it is, that is five times as fast
    return _saved_at_once(plan, scenario, renting) if case.by_society else _saved(plan, scenario, renting, after)


def _told(saved: _Saved, gain: float, what: str) -> Against:
    terms = f"{saved.three:.0%} committed for three years and then {saved.one:.0%} for one year at a time"
    return Against("after", f"Not tried: with {terms}, {what}.", gain)


def _commits(plan: Plan, scenario: str) -> bool:
    """Return whether some option commits anything, and none for longer than the horizon."""
    values = plan.values(scenario)
    shares = [one.key_in(pool) for pool in plan.slugs["pool"] for _, *terms in _OWN_TERMS for one in terms]
    late = any(values[Pool.late_terms.key_in(pool)] for pool in plan.slugs["pool"])
    return not late and any(float(values[key]) > 0 for key in shares)


def _saved(plan: Plan, scenario: str, options: Mapping[str, OptionResult], after: int) -> Mapping[str, _Saved]:
    """Return by option what later terms save, with the terms.

    The pools of a plan commit the same shares.
    """
    one, three = _shares()
    lines = {key: OptionLine.DISCOUNTED.of(key) for key in options}
    figures = _evaluated(plan, scenario, (one, three), list(lines.values()), {})
    found: dict[str, _Saved] = {}
    for key, line in lines.items():
        by_month = figures.monthly(line) * np.ones((1, len(one)))
        first, rest = by_month[after], by_month[-1] - by_month[after]
        begins = int(np.argmin(first))
        goes_on = int(np.argmin(np.where(three > 0, np.inf, rest)))
        with_them, planned = float(first[begins] + rest[goes_on]), float(options[key].discounted[-1])
        without = min(float((first + rest).min()), planned)
        if three[begins] > 0 and one[goes_on] > 0:
            terms = float(three[begins]), float(one[goes_on])
            found[key] = _Saved(planned - with_them, without - with_them, *terms)
    return found


def _saved_at_once(plan: Plan, scenario: str, options: Mapping[str, OptionResult]) -> Mapping[str, _Saved]:
    """Return by option what later terms save of what ranks, all three shares tried together, with the terms."""
    one, three = _shares()
    steps = np.arange(_STEPS + 1) / _STEPS
    fits = [(a, b, c) for a, b in zip(one, three, strict=True) for c in steps if a + c <= 1 + A_PENNY / _LONG]
    first, long, later = (np.array(column) for column in zip(*fits, strict=True))
    after = {key.key_in(pool): later for pool in plan.slugs["pool"] for key in held_in(Pool.one_year_after)}
    lines = {key: OptionLine.COMPARED.of(key) for key in options}
    figures = _evaluated(plan, scenario, (first, long), list(lines.values()), {}, after)
    found: dict[str, _Saved] = {}
    for key, line in lines.items():
        costs = figures.arrays[line].reshape(-1) * np.ones(len(later))
        best, planned = int(costs.argmin()), options[key].compared
        without = min(float(costs[later == 0].min()), planned)
        if long[best] > 0 and later[best] > 0:
            least = float(costs[best])
            found[key] = _Saved(planned - least, without - least, float(long[best]), float(later[best]))
    return found


def _shares() -> tuple[Draws, Draws]:
    """Return every pair of shares committed for one year and for three, in steps, together all of the demand."""
    steps = np.arange(_STEPS + 1) / _STEPS
    tried = [(one, three) for one in steps for three in steps if one + three <= 1 + A_PENNY / _LONG]
    one, three = (np.array(column) for column in zip(*tried, strict=True))
    return one, three


def _evaluated(
    plan: Plan,
    scenario: str,
    shares: tuple[Draws, Draws],
    lines: list[str],
    changes: Mapping[str, Value],
    after: Mapping[str, Draws] | None = None,
) -> Results:
    """Return lines for shares committed alike in every pool, case by case.

    after: what is committed for one year once the three-year terms have ended, by input; nothing where None.
    """
    values = dict(plan.values(scenario))
    batch: dict[str, Draws] = {}
    # where only shares differ it is mostly the plan's own model
    sample: dict[str, Value] = dict(changes)
    values |= {one.key_in(pool): 0.0 for pool in plan.slugs["pool"] for one in held_in(Pool.one_year_after)}
    for pool in plan.slugs["pool"]:
        for switch, short, long in _OWN_TERMS:
            if switch is None or values[switch.key_in(pool)]:
                batch |= {short.key_in(pool): shares[0], long.key_in(pool): shares[1]}
                sample |= {short.key_in(pool): 0.5, long.key_in(pool): 0.5}
    if after is not None:
        batch |= after
        sample |= dict.fromkeys(after, 0.5)
    # what ends past the horizon is one of the other ways that have a model already
    otherwise = other_ways(plan, scenario) if changes else ()
    return model(plan.structure_for(sample, *otherwise)).evaluate_once({**values, **changes, **batch}, lines)


def past_the_horizon(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield what commitments would save that end after the horizon, what is left of them paid in its last month.

    The search tries none: a term that does not end within the horizon is not taken. case: with the blocked options
    marked.
    """
    late: dict[str, Value] = {Pool.late_terms.key_in(pool): True for pool in plan.slugs["pool"]}
    there = {one.key: one for one in case.allowed() if one.key not in case.twins}
    renting = [key for key in RENTING if key in there]
    values = plan.values(scenario)
    if option.key not in there or all(values[key] for key in late):
        return
    discount = max(float(values[Pool.three_year_discount.key_in(pool)]) for pool in plan.slugs["pool"])
    could = {key: discount * there[key].areas.get("compute", 0.0) for key in renting}
    if not any(
        worth_telling(most, there[key]) and (key == option.key or there[key].compared - most < option.compared)
        for key, most in could.items()
    ):
        return  # nor could the whole discount turn it
    one, three = _shares()
    lines = {key: OptionLine.COMPARED.of(key) for key in renting}
    within, past = (
        {key: figures.arrays[line].reshape(-1) * np.ones(len(one)) for key, line in lines.items()}
        for figures in (_evaluated(plan, scenario, (one, three), list(lines.values()), some) for some in ({}, late))
    )
    costs = {
        key: of
        for key, of in past.items()
        if worth_telling(min(there[key].compared, float(within[key].min())) - float(of.min()), there[key])
    }
    least = {key: float(of.min()) for key, of in costs.items()}
    own = min(option.compared, float(within.get(option.key, np.array(np.inf)).min()), least.get(option.key, np.inf))
    nearest = min((key for key in costs if key != option.key), key=least.__getitem__, default="")
    if nearest and worth_telling(own - least[nearest], option):
        what = f"cost {money(own - least[nearest], SYMBOLS[plan.currency])} less than {option.in_sentence} does"
        told = _past(costs[nearest], one, three, f"{in_sentence(nearest)} would {what}")
        yield replace(told, stake=own - least[nearest], turns=True)
    elif option.key in costs:
        less = money(option.compared - own, SYMBOLS[plan.currency])
        told = _past(costs[option.key], one, three, f"{option.in_sentence} would cost {less} less")
        yield replace(told, stake=option.compared - own)


def _past(costs: Draws, one: Draws, three: Draws, what: str) -> Against:
    best = int(costs.argmin())
    shares = ((one[best], "for one year"), (three[best], "for three years"))
    terms = " and ".join(f"{share:.0%} {term}" for share, term in shares if share > 0)
    return Against("terms", f"Not tried: committed past the horizon, {terms}, {what}.")
