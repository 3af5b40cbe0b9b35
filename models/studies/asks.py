"""What to ask of each supplier: the price at which its option wins, costs the same, or is mostly the cheapest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from models.appraisal.model import model
from models.areas.options import OPTIONS, OWNING
from models.plan.plan import Plan
from models.studies.sampling import SEED, Draws
from models.studies.together import FURTHEST, POINTS, Flags, Scan, members
from models.studies.uncertainty import Sampler, no_double

ANCHORS = (0.05, 0.5, 1.0, FURTHEST)
"""Factors of a price at which cases are worked out; cost follows a price on a straight line."""

CASES = 1_000
LIKELY = 0.8
"""The chance at which an option is said to win."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a supplier would have to offer for its option to win, as factors of what is planned; None at no price.

    group: of TOGETHER. also: other options that the supplier wins with at the same price. ties: both cost the same.
    clear: it leads by more than the tolerance. likely: it is the cheapest in 80 of 100 cases.
    """

    group: str
    option: str
    ties: float | None
    clear: float | None
    likely: float | None
    also: Sequence[str] = ()


SUPPLIERS: Sequence[tuple[str, str]] = (
    ("cloud_prices", "cloud"),
    ("api_prices", "api"),
    ("server_prices", "on_premises"),
    ("server_prices", "hybrid"),
)
"""Whose price decides which option."""


def asks(
    plan: Plan, scenario: str, options: Sequence[str], tolerances: Mapping[frozenset[str], float], cases: int = CASES
) -> Sequence[Ask]:
    """Return what each supplier would have to offer for its option to win.

    tolerances: by pair of options, the lead below which it is too close to call.
    """
    scan, together = Scan(plan, scenario, options), members(plan, scenario)
    drawn = {**no_double(plan, scenario), **Sampler(plan, scenario, SEED).draw(cases)}
    brought = _brought_in(plan, scenario, options)
    made: list[Ask] = []
    for group, option in SUPPLIERS:
        told = any(one.group == group and option in one.also for one in made)
        if told or option not in options or group not in together or len(options) < 2:  # noqa: PLR2004 - nobody to win against
            continue
        keys = together[group]
        apart = {one.option for one in made if one.group == group}
        own = [place for place in _paid_alike(scan, keys, option) if options[place] not in apart]
        if len(own) == len(options):
            continue
        parts = _parts(scan.costs(keys, np.ones(1))[:, 0] + brought[:, 0], options, tolerances)
        made.append(
            Ask(
                group,
                option,
                _highest(scan, keys, lambda some, own=own: _lead(some, own) >= 0),
                _highest(scan, keys, lambda some, own=own, parts=parts: _clear(some, some + brought, own, parts)),
                _likely(scan, keys, own, drawn, cases),
                [options[place] for place in own if options[place] != option],
            )
        )
    return made


_MOSTLY = 0.5
"""Of what a price moves its option by: an option that it moves so much is paid to the same supplier."""


def _paid_alike(scan: Scan, keys: Sequence[str], option: str) -> Sequence[int]:
    """Return the places of an option and of those of its sort that pay the same supplier at least half as much.

    An API option that rents most of its GPUs is won with the very price of the cloud, a hybrid with that of servers:
    against these no price wins.
    """
    moved = np.abs(np.diff(scan.costs(keys, np.array([0.5, 1.0])), axis=1))[:, 0]
    place = scan.options.index(option)
    owns = option in OWNING
    like = [at for at, other in enumerate(scan.options) if other in OPTIONS and (other in OWNING) == owns]
    return [at for at in like if at == place or moved[at] >= _MOSTLY * moved[place] > 0]


def _lead(costs: Draws, own: Sequence[int]) -> Draws:
    """Return by how much the cheapest of some options is cheaper than the next."""
    return np.delete(costs, own, axis=0).min(axis=0) - costs[list(own)].min(axis=0)


def _brought_in(plan: Plan, scenario: str, options: Sequence[str]) -> Draws:
    """Return the present value of what each option brings in, one a row: a price moves none of it."""
    traced = model(plan.structure)
    lines = {option: f"value.{option}.area_benefits" for option in options}
    there = [line for line in lines.values() if line in traced.lines]
    found = traced.evaluate(plan.values(scenario), there)
    values = [-found.number(line) if line in there else 0.0 for line in lines.values()]
    return np.array(values)[:, None]


def _parts(
    costs: Draws, options: Sequence[str], tolerances: Mapping[frozenset[str], float]
) -> Mapping[tuple[int, int], float]:
    """Return the tolerance of each pair as a part of the cheaper's cost before benefits: a price moves both."""
    return {
        (one, other): tolerances.get(frozenset((options[one], options[other])), 0.0)
        / max(min(costs[one], costs[other]), 1)
        for one in range(len(options))
        for other in range(len(options))
    }


def _clear(costs: Draws, spent: Draws, own: Sequence[int], parts: Mapping[tuple[int, int], float]) -> Flags:
    """Return whether one of some options leads every other one by more than the tolerance of the two.

    spent: costs before benefits, of which the tolerance is a part.
    """
    clear = np.zeros(costs.shape[1], dtype=bool)
    others = [place for place in range(len(costs)) if place not in own]
    for mine in own:
        leads = np.ones(costs.shape[1], dtype=bool)
        for place in others:
            leads &= costs[place] - costs[mine] > parts[mine, place] * np.minimum(spent[mine], spent[place])
        clear |= leads
    return clear


def _highest(scan: Scan, keys: Sequence[str], wins: Callable[[Draws], Flags]) -> float | None:
    """Return the highest factor of a price up to which an option wins; None where it does not at next to nothing."""
    factors = np.geomspace(FURTHEST, 1 / 20, POINTS)
    won = wins(scan.costs(keys, factors)).astype(bool)
    if not won.any():
        return None
    place = int(won.argmax())
    if place == 0:
        return FURTHEST
    return scan.crossing(keys, float(factors[place - 1]), float(factors[place]), wins)


def _likely(
    scan: Scan, keys: Sequence[str], own: Sequence[int], drawn: Mapping[str, object], cases: int
) -> float | None:
    """Return the highest factor at which one of some options is the cheapest in 80 of 100 cases; None where none is.

    What options cost is worked out at a few factors of the price and read on straight lines between them.
    """
    repeated: dict[str, object] = {
        key: np.tile(cast("Draws", column), len(ANCHORS)) if np.ndim(cast("Draws", column)) else column
        for key, column in drawn.items()
    }
    whole = scan.costs(keys, np.repeat(np.array(ANCHORS), cases), repeated)
    at = np.split(whole, len(ANCHORS), axis=1)

    def chance(factor: float) -> float:
        place = int(np.clip(np.searchsorted(ANCHORS, factor) - 1, 0, len(ANCHORS) - 2))
        part = (factor - ANCHORS[place]) / (ANCHORS[place + 1] - ANCHORS[place])
        costs = at[place] * (1 - part) + at[place + 1] * part
        return float(np.isin(costs.argmin(axis=0), own).mean())

    # what else falls with the price, such as business as usual, may lead at next to nothing and not above it
    factors = np.geomspace(ANCHORS[0], FURTHEST, POINTS)
    won = [place for place, factor in enumerate(factors) if chance(float(factor)) >= LIKELY]
    if not won:
        return None
    if won[-1] == len(factors) - 1:
        return FURTHEST
    low, high = float(factors[won[-1]]), float(factors[won[-1] + 1])
    for _ in range(20):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if chance(middle) >= LIKELY else (low, middle)
    return low
