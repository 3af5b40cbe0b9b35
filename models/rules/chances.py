"""How often one option is cheaper than another, from cases that are drawn, and what is too close to call."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import compared_line
from models.appraisal.results import A_PENNY
from models.formula.program import Results
from models.plan.plan import Plan
from models.rules.standing import Standing
from models.studies.sampling import SEED, Draws
from models.studies.too_close import LIKELY, SURE
from models.studies.uncertainty import Sampler, no_double

FEW = 200
"""Cases that the chance is drawn from at the plan's settings."""


def least_sure(others: Sequence[str], chances: Mapping[str, float]) -> str:
    """Return the option that is most often cheaper than the leader, where that is too often for a clear lead.

    It need not be the next by cost: an option between two makes neither of them surer. Empty where there is none.

    others: from the cheapest on. chances: that the leader is cheaper than each.

    >>> least_sure(["hybrid", "api"], {"hybrid": 0.99, "api": 0.65}), least_sure(["api"], {"api": 0.8})
    ('api', '')
    """
    known = [one for one in others if chances.get(one, 1.0) < LIKELY]
    return min(known, key=chances.__getitem__, default="")


_ERRORS = 3.0


def may_turn(standing: Standing, cases: int) -> bool:
    """Return whether a chance is so near one from which a lead is clear that more cases may say otherwise."""
    cuts = (LIKELY, SURE) if standing.lead < standing.tolerance else (LIKELY,)
    known = [one for one in (standing.chance, *standing.chances.values()) if one is not None]
    return any(abs(one - cut) < _ERRORS * math.sqrt(one * (1 - one) / cases) for one in known for cut in cuts)


def drawn_lines(plan: Plan, scenario: str, lines: Sequence[str], cases: int = FEW) -> Results:
    """Return lines at the plan's settings, case by case: the same cases for all."""
    drawn = Sampler(plan, scenario, SEED).draw(cases)
    return decided(plan, scenario).evaluate({**no_double(plan, scenario), **drawn}, lines)


def drawn_costs(plan: Plan, scenario: str, options: Sequence[str], cases: int = FEW) -> Mapping[str, Draws]:
    """Return compared cost at the plan's settings, case by case: the same cases for all.

    options: business as usual may be one of them.
    """
    lines = [compared_line(option) for option in options]
    figures = drawn_lines(plan, scenario, lines, cases)
    return {
        option: figures.arrays[line].reshape(-1) * np.ones(cases) for option, line in zip(options, lines, strict=True)
    }


def chances(costs: Mapping[str, Draws], of: str) -> Mapping[str, float]:
    """Return the share of cases in which an option is cheaper than each other one; equal ones count half.

    >>> import numpy as np
    >>> chances({"a": np.array([1.0, 2.0, 3.0, 4.0]), "b": np.array([2.0, 2.0, 2.0, 5.0])}, "a")
    {'b': 0.625}
    """
    own = costs[of]
    return {
        option: float(((own < cost - A_PENNY) + 0.5 * (np.abs(own - cost) <= A_PENNY)).mean())
        for option, cost in costs.items()
        if option != of
    }


def expected_at_least(costs: Mapping[str, Draws], of: str) -> float:
    """Return what an option costs on average over the cases, less twice the error of that; 0 where none was drawn.

    >>> import numpy as np
    >>> expected_at_least({"a": np.array([1.0, 3.0] * 200)}, "a"), expected_at_least({}, "a")
    (1.9, 0.0)
    """
    own = costs.get(of)
    return float(own.mean() - _SURE_OF * own.std() / np.sqrt(len(own))) if own is not None and len(own) else 0.0


_SURE_OF = 2.0
"""Standard errors by which an average difference is more than chance."""


def dearer_on_average(costs: Mapping[str, Draws], of: str) -> Mapping[str, float]:
    """Return by how much an option costs more than others on average, in money: those that are cheaper for sure.

    costs: case by case, the same cases for all.
    >>> import numpy as np
    >>> cases = {"a": np.array([1.0, 1.0, 9.0, 1.0] * 50), "b": np.array([2.0] * 200), "c": np.array([2.9] * 200)}
    >>> dearer_on_average(cases, "a")
    {'b': 1.0}
    """
    apart = {option: costs[of] - cost for option, cost in costs.items() if option != of and of in costs}
    return {
        option: float(one.mean())
        for option, one in apart.items()
        if one.mean() > _SURE_OF * one.std() / np.sqrt(len(one)) + A_PENNY
    }
