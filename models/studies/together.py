"""Inputs that move together, such as all salaries, and what options cost while some inputs are moved by factors."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import Decided, decided
from models.appraisal.line_keys import compared_line
from models.areas.compute import Pool
from models.areas.decisions import held_in
from models.areas.finance import BILLS
from models.areas.hosting import Route
from models.areas.operations import Role
from models.areas.options import USUAL
from models.areas.workloads import Workload, volumes_of
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.studies.sampling import Draws

type Flags = NDArray[np.bool_]

ROUNDS = 2
BETWEEN = 161
"""Points between two in each round of narrowing a change of sign down."""

FURTHEST = 4.0
"""The factor up to which, and down to whose inverse, what moves together is moved."""

POINTS = 161
"""Factors between one and the furthest at which costs are looked at."""

TOGETHER: Mapping[str, str] = {
    "demand": "All demand",
    "cloud_prices": "All cloud GPU prices",
    "api_prices": "All API prices",
    "server_prices": "All server prices",
    "salaries": "All salaries",
    "people_cloud": "All people in the cloud",
    "people_on_premises": "All people on premises",
    "people_hybrid": "All people of the hybrid",
    "tariffs": "All electricity tariffs",
    "spot": "All work on spot",
}
"""What moves together, in words."""


def members(plan: Plan, scenario: str) -> Mapping[str, tuple[str, ...]]:
    """Return the inputs of each group that are above 0, by key; a group without any is left out."""
    values = plan.values(scenario)
    pools, works, roles = (plan.slugs[table] for table in ("pool", "workload", "role"))
    every: dict[str, list[str]] = {
        "demand": [key for work in works for key in volumes_of(values, work)],
        "cloud_prices": [Pool.cloud_price.key_in(pool) for pool in pools],
        "api_prices": [one.key_in(work) for work in works for one in (Route.api_in, Route.api_out, Route.api_cached)],
        "server_prices": [Pool.server_price.key_in(pool) for pool in pools],
        "salaries": [Role.salary.key_in(role) for role in roles],
        "people_cloud": [Role.people_cloud.key_in(role) for role in roles],
        "people_on_premises": [Role.people_on_premises.key_in(role) for role in roles],
        "people_hybrid": [Role.people_hybrid.key_in(role) for role in roles],
        "tariffs": [Pool.tariff.key_in(pool) for pool in pools],
        # what a provider takes back it takes back from every option that runs on it
        "spot": [one.key_in(pool) for pool in pools for one in held_in(Pool.spot_share)],
    }
    above = {name: tuple(key for key in keys if float(values[key]) > 0) for name, keys in every.items()}
    return {name: keys for name, keys in above.items() if keys}


def worth_of_work(values: Mapping[str, Value], works: Sequence[str]) -> list[str]:
    """Return the keys of what work is worth, those above 0: it moves with the demand for it."""
    return [key for work in works if float(values[key := Workload.value.key_in(work)]) > 0]


def is_a_bill(values: Mapping[str, Value]) -> bool:
    """Return whether business as usual is a bill that was entered."""
    return values["finance.usual_today"] in BILLS and float(values["finance.usual_cost"]) > 0


class Scan:
    """Compared costs of options while some inputs are moved, with purchases as they are planned.

    anew: purchases follow what is moved, as in a plan that has these figures.
    """

    def __init__(self, plan: Plan, scenario: str, options: Sequence[str], *, anew: bool = False) -> None:
        self.options = list(options)
        self.values = plan.values(scenario)
        self._plan = plan
        self._ground: Decided = decided(plan, scenario)
        self._anew = anew
        self._lines = [compared_line(option) for option in options]
        self.with_demand = worth_of_work(self.values, plan.slugs["workload"])
        # a bill that pays for the same work follows it, as in the stress tests
        self.with_demand += ["finance.usual_cost"] * (USUAL in self.options and is_a_bill(self.values))

    def costs(self, keys: Sequence[str], factors: Draws, drawn: Mapping[str, object] | None = None) -> Draws:
        """Return options × factors: what options cost where the inputs are so many times what they are."""
        changes: dict[str, object] = dict(drawn or {})
        for key in keys:
            low, high = self._plan.declaration(key).bounds
            base = changes.get(key, float(self.values[key]))
            changes[key] = np.clip(base * factors, low, high)  # type: ignore[operator]
        return self.costs_of(changes, len(factors))

    def costs_of(self, changes: Mapping[str, object], cases: int) -> Draws:
        """Return options × cases: what options cost where inputs have other figures."""
        if self._anew:
            found = self._ground.traced.evaluate({**self.values, **changes}, self._lines)  # type: ignore[dict-item]
        else:
            found = self._ground.evaluate(changes, self._lines)  # type: ignore[arg-type]
        every = np.ones(cases)
        return np.stack([found.arrays[line].reshape(-1) * every for line in self._lines])

    def crossing(self, keys: Sequence[str], low: float, high: float, sign: Callable[[Draws], Flags]) -> float:
        """Return the factor between two at which a sign turns, narrowed down."""
        return narrowed(lambda points: sign(self.costs(keys, points)), low, high)


def narrowed(sign: Callable[[Draws], Flags], low: float, high: float, rounds: int = ROUNDS) -> float:
    """Return the place between two at which a sign turns, narrowed down."""
    for _ in range(rounds):
        points = np.linspace(low, high, BETWEEN)
        signs = sign(points)
        place = int((signs != signs[0]).argmax())
        low, high = float(points[place - 1]), float(points[place])
    return (low + high) / 2
