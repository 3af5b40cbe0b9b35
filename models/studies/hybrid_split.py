"""The best number of servers to keep in the hybrid, pool by pool.

Lowest discounted cost before tax at the likely case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import Model, model
from models.appraisal.results import A_PENNY
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.studies.limits import LIMITS, with_those_of_plan

MOST_CANDIDATES = 2_000
"""A pool that needs more servers than this is searched up to here, and the finding says so."""


@dataclass(frozen=True, slots=True)
class PoolSplit:
    """The search in one pool.

    costs: present value of the hybrid for 0, 1, 2 … servers kept, in money.
    """

    pool: str
    key: str
    stored: int
    best: int
    costs: Sequence[float]
    bounded: bool

    @property
    def least_kept(self) -> int:
        """The number above 0 that costs least; 0 where none is needed."""
        return 1 + int(np.argmin(np.round(self.costs[1:], 2))) if len(self.costs) > 1 else 0

    @property
    def saving(self) -> float:
        """What the best number saves over the stored one, in present value."""
        return self.saving_with(self.best)

    def saving_with(self, servers: int) -> float:
        """Return what a number of servers saves over the stored one, in present value."""
        return self.costs[min(self.stored, len(self.costs) - 1)] - self.costs[servers]

    @property
    def stale(self) -> bool:
        """True where another number is cheaper than the stored one by more than a penny."""
        return self.saving > A_PENNY


def _allowed(traced: Model, values: Mapping[str, Value], key: str, pool: int, candidates: np.ndarray) -> int:
    """Return how many of the candidates there are the power and the capital for, none kept among them."""
    kept = np.ones(len(candidates), dtype=bool)
    line = "hybrid.site_beyond"
    if line in traced.lines:
        beyond = traced.evaluate({**values, key: candidates}, [line]).rows(line)[pool, 0]
        kept &= np.broadcast_to(beyond, candidates.shape) == 0
    most = with_those_of_plan(values, {}).get("capital", 0.0)
    if most > 0:
        limit = LIMITS["capital"]
        lines = limit.lines(traced, "hybrid")
        needs = limit.holds(traced.evaluate({**values, key: candidates}, lines), lines)
        kept &= np.broadcast_to(limit.keeps(needs, most), candidates.shape)
    return max(len(kept) if kept.all() else int(kept.argmin()), 1)


def best_split(plan: Plan, scenario: str) -> list[PoolSplit]:
    """Return the best number of kept servers of each pool, one pool at a time, each after the pools before it."""
    traced = model(plan.structure)
    values = dict(plan.values(scenario))
    needed = traced.evaluate(values, ["demand.need_ownable.servers"]).rows("demand.need_ownable.servers")
    splits: list[PoolSplit] = []
    for position, pool in enumerate(plan.slugs["pool"]):
        key = f"compute.pool.{pool}.hybrid_servers"
        most = int(needed[position].max())
        candidates = np.arange(0.0, min(most, MOST_CANDIDATES) + 1)
        candidates = candidates[: _allowed(traced, values, key, position, candidates)]
        stored = int(values[key])
        line = OptionLine.COMPARED.of("hybrid")
        costs = traced.evaluate({**values, key: candidates}, [line]).arrays[line].reshape(-1)
        best = int(np.argmin(np.round(costs, 2)))
        splits.append(PoolSplit(pool, key, stored, best, costs.tolist(), most > MOST_CANDIDATES))
        values[key] = best
    return splits
