"""What reopens a decision: how far what the world decides may move before another option is cheaper; what to ask.

Inputs that move together, such as all salaries, are moved by one factor; others alone. Decisions stay as planned.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from models.appraisal.model import model
from models.appraisal.results import present_options
from models.areas.options import NOTHING, OPTIONS, OWNING
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.studies.sampling import SEED, Draws, moving_inputs, uncertain_inputs
from models.studies.switching import SwitchingValue, switching_values
from models.studies.together import TOGETHER, Flags, Scan, members
from models.studies.uncertainty import Sampler, no_double

type Look = Callable[[float, str], None]

FURTHEST = 4.0
"""The factor up to which, and down to whose inverse, what moves together is moved."""

POINTS = 161
"""Factors between one and the furthest at which costs are looked at."""

NEAR = 3.0
"""Widths of its plausible range within which an input's switching value is a tripwire."""

ANCHORS = (0.05, 0.5, 1.0, FURTHEST)
"""Factors of a price at which cases are worked out; cost follows a price on a straight line."""

CASES = 1_000
LIKELY = 0.8
"""The chance at which an option is said to win."""


@dataclass(frozen=True, slots=True)
class Tripwire:
    """A figure at which another option becomes cheaper.

    key: of the input, or the name of what moves together. keys: the inputs that move. at: in the input's unit, or the
        factor by which all move. below: whether beyond is below. to: the option that is cheaper then. distance: how far
        it is, 1 being the width of a plausible range or half as much again. weights: of what moves together, how much
        each moves the lead; all alike where there are none.
    """

    key: str
    keys: Sequence[str]
    now: float
    at: float
    below: bool
    to: str
    distance: float
    weights: Sequence[float] = ()

    @property
    def together(self) -> bool:
        """Whether several inputs move together, by a factor."""
        return self.key in TOGETHER

    def crossed(self, values: Mapping[str, float], plan: Mapping[str, Value]) -> bool:
        """Return whether figures lie beyond it.

        values: new figures by key; of what moves together, the mean of how its members have moved counts, each by how
            much it moves the lead. plan: the figures it was worked out from.
        """
        if not any(key in values for key in self.keys):
            return False
        if not self.together:
            figure = values[self.key]
        else:
            weights = self.weights or [1.0] * len(self.keys)
            moved = [
                (values.get(key, float(plan[key])) / float(plan[key]), weight)
                for key, weight in zip(self.keys, weights, strict=True)
                if float(plan[key])
            ]
            figure = float(np.average([one for one, _ in moved], weights=[weight for _, weight in moved]))
        return figure < self.at if self.below else figure > self.at


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


@dataclass(frozen=True, slots=True)
class Reopening:
    """What reopens a decision, and what to ask of each supplier."""

    tripwires: Sequence[Tripwire]
    asks: Sequence[Ask]


SUPPLIERS: Sequence[tuple[str, str]] = (
    ("cloud_prices", "cloud"),
    ("api_prices", "api"),
    ("server_prices", "on_premises"),
    ("server_prices", "hybrid"),
)
"""Whose price decides which option."""


def tripwires(
    plan: Plan,
    scenario: str,
    options: Sequence[str],
    look: Look | None = None,
    switched: Sequence[SwitchingValue] | None = None,
) -> Sequence[Tripwire]:
    """Return what would reopen the decision, the nearest first.

    options: those that are allowed, and business as usual or nothing where they are ranked. switched: the switching
        values of every input, where they are known.
    """
    if len(options) < 2:  # noqa: PLR2004 - with one nothing can take its place
        return []
    scan = Scan(plan, scenario, options)
    together = members(plan, scenario)
    found: list[Tripwire] = []
    for name, keys in together.items():
        if look is not None:
            look(0.0, "Looking for what would reopen the decision")
        found += _of_group(scan, name, keys)
    alone = {key for keys in together.values() for key in keys}
    drawn = {one.key for one in uncertain_inputs(plan, scenario)} - alone
    # what stands at an end of its range and is not drawn may still leave it, but hardly for more than the range is wide
    near = {**dict.fromkeys(moving_inputs(plan, scenario) - alone, 1.0), **dict.fromkeys(drawn, NEAR)}
    left = [option for option in present_options(plan, scenario) if option not in options]
    growths = {Workload.growth.key_in(work) for work in plan.slugs["workload"]}
    for one in (
        switched
        if switched is not None
        else switching_values(
            plan, scenario, left, [one for one in options if one not in OPTIONS], every=True, look=look
        )
    ):
        flip = one.nearest
        # nor does growth of work make it worth less
        grows = one.key in growths and flip is not None and flip.to == NOTHING and not flip.below
        if flip is not None and not grows and one.distance(flip) <= near.get(one.key, -1.0):
            found.append(Tripwire(one.key, (one.key,), one.plan, flip.value, flip.below, flip.to, one.distance(flip)))
    return sorted(found, key=lambda one: (one.distance, one.key))


def _of_group(scan: Scan, name: str, keys: Sequence[str]) -> list[Tripwire]:
    """Return where another option becomes cheaper while a group moves down, and while it moves up."""
    best = int(scan.costs(keys, np.ones(1))[:, 0].argmin())
    # what work is worth moves with the demand for it
    moved = [*keys, *scan.worth] if name == "demand" else keys
    found: list[Tripwire] = []
    for end in (1 / FURTHEST, FURTHEST):
        factors = np.geomspace(1, end, POINTS)
        costs = scan.costs(moved, factors)
        beyond = costs.argmin(axis=0) != best
        if not beyond.any():
            continue
        place = int(beyond.argmax())
        low, high = float(factors[place - 1]), float(factors[place])
        at = scan.crossing(moved, low, high, lambda some: some.argmin(axis=0) != best)
        to = scan.options[int(costs[:, place].argmin())]
        weights = _weights(scan, keys, at, best, scan.options.index(to))
        found.append(Tripwire(name, tuple(keys), 1.0, at, end < 1, to, abs(at - 1) / 0.5, weights))
    return found


def _weights(scan: Scan, keys: Sequence[str], at: float, best: int, to: int) -> tuple[float, ...]:
    """Return how much each input of a group moves the lead, moved alone to the factor at which all of them turn it."""
    effects: list[float] = []
    for key in keys:
        costs = scan.costs([key], np.array([1.0, at]))
        leads = costs[to] - costs[best]
        effects.append(abs(float(leads[1] - leads[0])))
    whole = sum(effects)
    return tuple(effect / whole for effect in effects) if whole > 0 else ()


def weights_in(plan: Plan, scenario: str, keys: Sequence[str], at: float, pair: tuple[str, str]) -> tuple[float, ...]:
    """Return how much each input of a group moves the lead of the first option of a pair over the second."""
    return _weights(Scan(plan, scenario, pair), keys, at, 0, 1)


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
                _highest(scan, keys, lambda some, own=own, parts=parts: _clear(some + brought, own, parts)),
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


def _clear(costs: Draws, own: Sequence[int], parts: Mapping[tuple[int, int], float]) -> Flags:
    """Return whether one of some options leads every other one by more than the tolerance of the two."""
    clear = np.zeros(costs.shape[1], dtype=bool)
    others = [place for place in range(len(costs)) if place not in own]
    for mine in own:
        leads = np.ones(costs.shape[1], dtype=bool)
        for place in others:
            leads &= costs[place] - costs[mine] > parts[mine, place] * np.minimum(costs[mine], costs[place])
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

    low, high = ANCHORS[0], ANCHORS[-1]
    if chance(low) < LIKELY:
        return None
    if chance(high) >= LIKELY:
        return FURTHEST
    for _ in range(20):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if chance(middle) >= LIKELY else (low, middle)
    return low
