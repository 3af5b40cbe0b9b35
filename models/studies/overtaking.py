"""The volume above which hosting a model never costs more than its API, from the totals of an option.

Whole servers and instances, levers, people and all that comes with either route are in it: the option is worked out
with the workload hosted and with it called, at volumes from a hundred requests a month to ten billion.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.areas.decisions import CALLS
from models.plan.plan import Plan
from models.quantities.declaration import Value

LEAST, MOST = 1e2, 1e10
"""Requests a month that are looked at."""

COARSE, FINE = 161, 401
A_POUND = 1.0


class Overtakes(StrEnum):
    """Whether there is a volume above which hosting never costs more."""

    AT = "at"
    STEP = "step"
    ANY = "any"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Overtaking:
    """The least volume above which hosting never costs more, in requests a month.

    state: AT where both cost the same there to the pound, STEP where hosting gets dearer by a step just below, as by
        another server, ANY where it never costs more, NEVER where it always does at the end. dearer: what hosting
        costs more just below the step.
    """

    state: Overtakes
    volume: float = 0.0
    dearer: float = 0.0


def overtaking(plan: Plan, scenario: str, work: str, option: str) -> Overtaking:
    """Return where hosting a workload's model overtakes its API in an option.

    work: slug of an inference workload. option: cloud, on_premises or hybrid. The value entered for the work and its
    users are left out: volume alone moves.
    """
    gap = _Gap(plan, scenario, work, option)
    volumes = np.geomspace(LEAST, MOST, COARSE)
    dearer = gap.at(volumes)
    above = np.flatnonzero(dearer > A_POUND / 2)
    if not len(above):
        return Overtaking(Overtakes.ANY)
    last = int(above[-1])
    if last == COARSE - 1:
        return Overtaking(Overtakes.NEVER)
    low, high = float(volumes[last]), float(volumes[min(last + 3, COARSE - 1)])
    for _ in range(8):
        volumes = np.linspace(low, high, FINE)
        dearer = gap.at(volumes)
        above = np.flatnonzero(dearer > A_POUND / 2)
        if not len(above) or int(above[-1]) == FINE - 1:
            break
        low, high = float(volumes[above[-1]]), float(volumes[above[-1] + 1])
        if high - low < 1:
            break
    just_below, just_above = (float(one) for one in gap.at(np.array([low, high])))
    if just_below > A_POUND and just_below - just_above > A_POUND:
        return Overtaking(Overtakes.STEP, high, just_below)
    return Overtaking(Overtakes.AT, high)


class _Gap:
    """What hosting costs more than calling, by volume."""

    def __init__(self, plan: Plan, scenario: str, work: str, option: str) -> None:
        home, route = f"workloads.workload.{work}.", f"hosting.workload.{work}."
        self._requests = f"{home}requests"
        alone: dict[str, Value] = {f"{home}users": 0.0, f"{home}active": True}
        hosted = {**alone, f"{route}api_share": 0.0, **{one.key_in(work): False for one in CALLS.values()}}
        self._hosted, self._called = hosted, {**hosted, f"{route}api_share": 1.0}
        self._line = OptionLine.COMPARED.of(option)
        self._values = plan.values(scenario)
        self._traced = model(plan.structure_for({**self._hosted, **self._called}))

    def at(self, volumes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the gap at volumes, in present value."""
        costs = [
            self._traced.evaluate({**self._values, **settings, self._requests: volumes}, [self._line])
            .arrays[self._line]
            .reshape(-1)
            for settings in (self._hosted, self._called)
        ]
        return np.asarray(costs[0] - costs[1], dtype=np.float64)
