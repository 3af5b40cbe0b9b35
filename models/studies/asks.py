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
from models.studies.too_close import LIKELY, is_close
from models.studies.uncertainty import Sampler, no_double

ANCHORS = (0.05, 0.5, 1.0, FURTHEST)
"""Factors of a price at which cases are worked out; cost follows a price on a straight line."""

CASES = 1_000
IN_MOST = 0.8
"""The chance at which an option is said to win."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a supplier would have to offer for its option to win, as factors of what is planned; None at no price.

    group: of TOGETHER. also: other options that the supplier wins with at the same price. ties: both cost the same.
    clear: its lead is not too close to call. likely: it is the cheapest in 80 of 100 cases.
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
        cases_at = _Cases(scan, keys, drawn, cases)
        made.append(
            Ask(
                group,
                option,
                _highest(scan, keys, lambda some, own=own: _lead(some, own) >= 0),
                _clearly(scan, keys, own, brought, parts, cases_at),
                _likely(own, cases_at),
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


class _Cases:
    """What options cost, case by case, at any factor of a price.

    It is worked out at a few factors and read on straight lines between them.
    """

    def __init__(self, scan: Scan, keys: Sequence[str], drawn: Mapping[str, object], cases: int) -> None:
        repeated: dict[str, object] = {
            key: np.tile(cast("Draws", column), len(ANCHORS)) if np.ndim(cast("Draws", column)) else column
            for key, column in drawn.items()
        }
        whole = scan.costs(keys, np.repeat(np.array(ANCHORS), cases), repeated)
        self._at = np.split(whole, len(ANCHORS), axis=1)

    def costs(self, factor: float) -> Draws:
        """Return options × cases at a factor of the price."""
        place = int(np.clip(np.searchsorted(ANCHORS, factor) - 1, 0, len(ANCHORS) - 2))
        part = (factor - ANCHORS[place]) / (ANCHORS[place + 1] - ANCHORS[place])
        return self._at[place] * (1 - part) + self._at[place + 1] * part


def _clearly(
    scan: Scan,
    keys: Sequence[str],
    own: Sequence[int],
    brought: Draws,
    parts: Mapping[tuple[int, int], float],
    at: _Cases,
) -> float | None:
    """Return the highest factor of a price at which the lead of one of some options is not too close to call.

    As the judgement has it: by the tolerance, and by how often the lead holds. parts: the tolerances as a part of what
    is spent before benefits. None where there is none.
    """
    factors = np.geomspace(ANCHORS[0], FURTHEST, POINTS)
    known = dict(zip(factors.tolist(), scan.costs(keys, factors).T, strict=True))

    def wins(factor: float) -> bool:
        costs = known[factor] if factor in known else scan.costs(keys, np.array([factor]))[:, 0]
        mine = min(own, key=costs.__getitem__)
        others = sorted((place for place in range(len(costs)) if place not in own), key=costs.__getitem__)
        if costs[others[0]] < costs[mine]:
            return False
        by_case, spent = at.costs(factor), costs + brought[:, 0]
        held = [float((by_case[mine] < by_case[place]).mean()) for place in others]
        tolerance = parts[mine, others[0]] * min(spent[mine], spent[others[0]])
        return not is_close(costs[others[0]] - costs[mine], tolerance, held[0]) and min(held) >= LIKELY

    return _highest_of(wins, factors)


_HALVINGS = 12
"""Between two factors that were tried: to a hundred-thousandth of the price."""


def _highest_of(wins: Callable[[float], bool], factors: Draws) -> float | None:
    """Return the highest factor of a price at which something holds; None where it does at none.

    What else falls with the price, such as business as usual, may lead at next to nothing and not above it.
    """
    place = next((place for place in reversed(range(len(factors))) if wins(float(factors[place]))), None)
    if place is None:
        return None
    if place == len(factors) - 1:
        return FURTHEST
    low, high = float(factors[place]), float(factors[place + 1])
    for _ in range(_HALVINGS):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if wins(middle) else (low, middle)
    return low


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


def _likely(own: Sequence[int], at: _Cases) -> float | None:
    """Return the highest factor at which one of some options is the cheapest in 80 of 100 cases; None where none is."""
    factors = np.geomspace(ANCHORS[0], FURTHEST, POINTS)
    return _highest_of(lambda factor: float(np.isin(at.costs(factor).argmin(axis=0), own).mean()) >= IN_MOST, factors)
