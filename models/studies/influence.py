"""Tornado.

The saving of the cheapest option, with one input after the other at the ends of its plausible range, decisions kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import OptionLine
from models.appraisal.results import present_options
from models.areas.register import expanded
from models.plan.plan import Plan
from models.plan.ranges import plausible_range
from models.quantities.declaration import Input
from models.studies.one_by_one import along


@dataclass(frozen=True, slots=True)
class Influence:
    """One input at its plausible low and high, and the lead at either.

    The lead is what the cheapest option saves against the next, in present value, in money.

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
    def takes(self) -> float:
        """What it takes off the saving at most, in money; 0 where it can only add to it."""
        return max(self.saving - min(self.at_low, self.at_high), 0.0)

    @property
    def flips(self) -> bool:
        """Whether an end of the range makes another option the cheaper one."""
        return min(self.at_low, self.at_high) < 0 <= self.saving

    def inputs_at(self, *, high: bool) -> Mapping[str, float]:
        """Return the inputs that one end of the bar stands for."""
        return {self.key: self.high if high else self.low}


def deciding(found: Sequence[Influence]) -> list[Influence]:
    """Return what can turn the decision first, then what takes most off the lead, last what can only add to it."""
    return sorted(found, key=lambda one: (not one.flips, -round(one.takes), -one.size))


def influences(
    plan: Plan, scenario: str, blocked: Sequence[str] = (), look: Callable[[float, str], None] | None = None
) -> list[Influence]:
    """Return the influence of every input that has a plausible range, the largest first, from one batch of cases.

    blocked: options that are not allowed; where they leave fewer than two, nothing has an influence. look: told how far
        it is; it may raise to give up.
    """
    allowed = [option for option in present_options(plan, scenario) if option not in blocked]
    if len(allowed) < 2:  # noqa: PLR2004 - it takes two to lead
        return []
    ground = decided(plan, scenario)
    wanted = [OptionLine.COMPARED.of(option) for option in allowed]
    planned = np.array([ground.evaluate({}, wanted).number(line) for line in wanted])
    best = int(np.argmin(np.round(planned, 2)))
    values = plan.values(scenario)
    # a value outside what is usual still lies between the two ends that are told of it
    ranges = {
        key: (declared, (min(within[0], float(values[key])), max(within[1], float(values[key]))))
        for key, declared, _ in expanded(plan.slugs)
        if (within := plausible_range(plan, scenario, key, declared)) is not None
    }
    reads = ground.program(wanted).reads
    ranges = {key: one for key, one in ranges.items() if key in reads}
    costs = along(ground, {key: np.array(within) for key, (_, within) in ranges.items()}, wanted, look)
    saving = _saving(planned[:, None], best)[0]
    influenced: list[Influence] = []
    for key, (declared, (low, high)) in ranges.items():
        at_low, at_high = _saving(costs[key], best)
        influenced.append(Influence(key, declared, low, high, float(saving), float(at_low), float(at_high)))
    return sorted(influenced, key=lambda one: -one.size)


def _saving(costs: np.ndarray, best: int) -> np.ndarray:
    return np.delete(costs, best, axis=0).min(axis=0) - costs[best]
