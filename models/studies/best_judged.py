"""Each option at its best, judged again under uncertainty: the same draws for all, decisions kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import OptionLine
from models.plan.plan import Plan
from models.studies.best import AllBest, Best, with_settings
from models.studies.decision_space import Settings
from models.studies.sampling import SEED, Draws
from models.studies.taking import taken
from models.studies.uncertainty import Sampler, no_double

CASES = 2_000
EIGHT_IN_TEN = 80
"""The percentile of cost that eight cases in ten stay below."""

REGRET = 95
"""The percentile of regret that is told; it informs and never ranks."""


@dataclass(frozen=True, slots=True)
class Risked:
    """One option at its best under uncertainty, in money of present value.

    expected: the mean. p80: what eight cases in ten stay below. regret: the 95th percentile of cost above the cheapest
        option of the same case. chance: share of the cases in which it is the cheapest.
    """

    expected: float
    p80: float
    regret: float
    chance: float


def costs_at_best(
    plan: Plan, scenario: str, found: Sequence[Best], cases: int = CASES, seed: int = SEED
) -> Mapping[str, Draws]:
    """Return the present value of options at their best, case by case, by kind: the same cases for all."""
    return {one.kind: _costs(plan, scenario, one.kind, one.settings, cases, seed) for one in found}


def risked(
    plan: Plan,
    scenario: str,
    found: Sequence[Best],
    drawn: Mapping[str, Draws] | None = None,
    *,
    cases: int = CASES,
    seed: int = SEED,
) -> Mapping[str, Risked]:
    """Return every option at its best under uncertainty, by kind; cases in which two cost alike are shared.

    drawn: what `costs_at_best` gave for them, where that is known.
    """
    if not found:
        return {}
    by_kind = drawn or costs_at_best(plan, scenario, found, cases, seed)
    costs = np.array([by_kind[one.kind] for one in found])
    least = costs.min(axis=0)
    cheapest = costs <= least + 1e-6
    part = cheapest / cheapest.sum(axis=0)
    return {
        one.kind: Risked(
            float(cost.mean()),
            float(np.percentile(cost, EIGHT_IN_TEN)),
            float(np.percentile(cost - least, REGRET)),
            float(shared.mean()),
        )
        for one, cost, shared in zip(found, costs, part, strict=True)
    }


OBJECTIVES: Mapping[str, Callable[[Draws], float]] = {
    "expected": lambda costs: float(costs.mean()),
    "p80": lambda costs: float(np.percentile(costs, EIGHT_IN_TEN)),
}
"""What may be made least beside the cost at the plan's values, by name."""


def chosen_by(plan: Plan, scenario: str, found: AllBest, objective: str) -> AllBest:
    """Return every option at the one of its shortlist that has the least expected cost or P80.

    Raises KeyError where there is no such objective.
    """
    least = OBJECTIVES[objective]
    told: list[tuple[float, Best]] = []
    for one in found.found:
        judged = [
            (least(_costs(plan, scenario, one.kind, settings, CASES, SEED)), cost, capital, settings)
            for cost, capital, settings in one.shortlist
        ]
        value, cost, capital, settings = min(judged, key=lambda each: round(each[0], 2))
        told.append((value, replace(one, cost=cost, capital=capital, settings=settings)))
    ranked = [one for _, one in sorted(told, key=lambda each: round(each[0], 2))]
    return replace(found, found=ranked, together=taken(plan, scenario, ranked))


def _costs(plan: Plan, scenario: str, option: str, settings: Settings, cases: int, seed: int) -> Draws:
    """Return the present value of an option at some settings, case by case."""
    at_best = with_settings(plan, scenario, settings)
    line = OptionLine.COMPARED.of(option)
    drawn = Sampler(at_best, scenario, seed).draw(cases)
    found = decided(at_best, scenario).evaluate({**no_double(at_best, scenario), **drawn}, [line])
    return found.arrays[line].reshape(-1) * np.ones(cases)
