"""How much each input moves the verdict: the saving of the cheapest option, with one input after the other at the ends of its plausible range."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.model import model
from models.areas.placement import OPTIONS
from models.areas.register import expanded
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value

EVERY = 200
"""Cases worked out between two looks at whether to go on."""


@dataclass(frozen=True, slots=True)
class Influence:
    """One input at its plausible low and high: the saving in present value of the option that is cheapest now against the next, in money.

    saving: as the plan stands.
    """

    key: str
    declared: Input
    low: float
    high: float
    saving: float
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """How far the saving moves at most, in money."""
        return max(abs(self.at_low - self.saving), abs(self.at_high - self.saving))

    @property
    def flips(self) -> bool:
        """Whether an end of the range makes the other option the cheaper one."""
        return min(self.at_low, self.at_high) < 0 <= self.saving


def plausible_range(plan: Plan, scenario: str, key: str, declared: Input) -> tuple[float, float] | None:
    """Return an input's plausible range within its bounds: of its evidence where that has one, else of its declaration; None where it has none."""
    evidence = plan.entry(scenario, key).evidence
    declared_low, declared_high = declared.plausible or (None, None)
    low = evidence.low if evidence.low is not None else declared_low
    high = evidence.high if evidence.high is not None else declared_high
    if low is not None and low == high:
        low, high = declared_low, declared_high
    if low is None or high is None or not low < high:
        return None
    low, high = max(low, declared.bounds[0]), min(high, declared.bounds[1])
    return (float(np.round(low)), float(np.round(high))) if declared.kind is Kind.INTEGER else (low, high)


def uncertain_inputs(plan: Plan, scenario: str) -> list[tuple[str, Input, tuple[float, float]]]:
    """Return the numeric inputs that count in a scenario and have a plausible range, with it."""
    found: list[tuple[str, Input, tuple[float, float]]] = []
    for key, declared, _ in expanded(plan.slugs):
        if declared.numeric and declared.scenario_may_change and plan.applies(scenario, key) and plan.counts(scenario, key):
            within = plausible_range(plan, scenario, key, declared)
            if within is not None:
                found.append((key, declared, within))
    return found


def influences(plan: Plan, scenario: str, blocked: Sequence[str] = (), look: Callable[[float, str], None] | None = None) -> list[Influence]:
    """Return the influence of every input that has a plausible range, the largest first, from one batch of cases.

    blocked: options that are not allowed. look: told how far it is; it may raise to give up.
    """
    allowed = [option for option in OPTIONS if option not in blocked] or list(OPTIONS)
    inputs = uncertain_inputs(plan, scenario)
    values = plan.values(scenario)
    cases = 2 * len(inputs) + 1
    batch: dict[str, Value | np.ndarray] = dict(values)
    for place, (key, _, (low, high)) in enumerate(inputs):
        column = np.full(cases, float(values[key]))
        column[2 * place], column[2 * place + 1] = low, high
        batch[key] = column
    traced = model(plan.structure)
    wanted = [f"{option}.total.present_value" for option in allowed]
    costs = np.empty((len(wanted), cases))
    for start in range(0, cases, EVERY):
        if look is not None:
            look(start / cases, "Moving one input after another")
        part = {key: value[start : start + EVERY] if isinstance(value, np.ndarray) else value for key, value in batch.items()}
        found = traced.evaluate(part, wanted)
        for row, line in enumerate(wanted):
            costs[row, start : start + EVERY] = found.arrays[line].reshape(-1)
    best = int(np.argmin(np.round(costs[:, -1], 2)))
    others = np.delete(costs, best, axis=0)
    saving = (others.min(axis=0) if len(others) else np.zeros(cases)) - costs[best]
    told = [Influence(key, declared, low, high, float(saving[-1]), float(saving[2 * place]), float(saving[2 * place + 1])) for place, (key, declared, (low, high)) in enumerate(inputs)]
    return sorted(told, key=lambda one: -one.size)
