"""Levers as a decision: those that are off turned on where the cheapest option, at its best, costs least with them.

All options share them. Some change answers or delete data, which a cost does not show: they are tried only where asked.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY
from models.areas.cost_management import LEVERS, lever_key
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.best import best
from models.rules.decisions import judged
from models.studies.best import with_settings
from models.studies.sampling import Draws

LEVERS_TRIED = 4
"""Sets of levers that are searched, the cheapest first at the plan's own settings."""


def with_best_levers(
    plan: Plan, scenario: str, within: Mapping[str, float] | None = None, freed: Collection[str] = ()
) -> tuple[Plan, Sequence[str]]:
    """Return the plan with the levers that serve it best turned on, and which these are.

    Each works at its own inputs: from its month, at its cost and level. Those that are on stay on.
    """
    values = plan.values(scenario)
    off = [lever for lever in LEVERS if not values[lever_key(lever)]]
    better, taken = plan, list[str]()
    least = _least(plan, scenario, within, freed)
    for some in _cheapest_sets(plan, scenario, off):
        with_them = with_settings(plan, scenario, {lever_key(lever): True for lever in some})
        cost = _least(with_them, scenario, within, freed)
        if cost < least - A_PENNY:
            better, taken, least = with_them, list(some), cost
    return better, taken


def _cheapest_sets(plan: Plan, scenario: str, off: Sequence[str]) -> Sequence[Sequence[str]]:
    """Return the sets of levers with which an option costs least as planned, one option after the other."""
    case = judged(plan, scenario)
    lines = {one.key: OptionLine.COMPARED.of(one.key) for one in case.allowed() if one.key not in case.twins}
    if not off or not lines:
        return []
    sets = [some for size in range(len(off) + 1) for some in itertools.combinations(off, size)]
    batch: dict[str, Draws] = {lever_key(lever): np.array([float(lever in some) for some in sets]) for lever in off}
    sample: dict[str, Value] = {lever_key(lever): True for lever in off}
    figures = model(plan.structure_for(sample)).evaluate_once({**plan.values(scenario), **batch}, list(lines.values()))
    costs = {key: figures.arrays[line].reshape(-1) * np.ones(len(sets)) for key, line in lines.items()}
    # of sets that cost the same the smallest comes first
    best_of = {key: int(np.argmin(cost.round(2))) for key, cost in costs.items()}
    ranked = sorted(best_of, key=lambda key: float(costs[key][best_of[key]]))
    return list(dict.fromkeys(sets[best_of[key]] for key in ranked if sets[best_of[key]]))[:LEVERS_TRIED]


def _least(plan: Plan, scenario: str, within: Mapping[str, float] | None, freed: Collection[str]) -> float:
    """Return what the cheapest option costs at its best, infinite where none is allowed."""
    return min((one.cost for one in best(plan, scenario, within, freed).found), default=float("inf"))
