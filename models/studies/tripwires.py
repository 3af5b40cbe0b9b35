"""What reopens a decision: how far what the world decides may move before another option is cheaper; what to ask.

Inputs that move together, such as all salaries, are moved by one factor; others alone. Decisions stay as planned; where
a plan that is made with the figure turns elsewhere, that is told beside it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.appraisal.results import present_options
from models.areas.options import NOTHING, OPTIONS
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value
from models.studies.asks import Ask
from models.studies.sampling import Draws, moving_inputs, uncertain_inputs
from models.studies.switching import SwitchingValue, switching_values
from models.studies.together import FURTHEST, POINTS, TOGETHER, Scan, members, narrowed

type Look = Callable[[float, str], None]

NEAR = 3.0
"""Widths of its plausible range within which an input's switching value is a tripwire."""


@dataclass(frozen=True, slots=True)
class Tripwire:
    """A figure at which another option becomes cheaper.

    key: of the input, or the name of what moves together. keys: the inputs that move. at: in the input's unit, or the
        factor by which all move; of whole numbers the last that turns nothing. below: whether beyond is below. to: the
        option that is cheaper then. distance: how far it is, 1 being the width of a plausible range or half as much
        again. weights: of what moves together, how much each moves the lead; all alike where there are none.
    anew: the same tripwire of a plan that is made with the figure, so that what is bought follows it; None where no
        figure within reach turns such a plan. once_bought: it turns only what has been bought as it is planned now.
    """

    key: str
    keys: Sequence[str]
    now: float
    at: float
    below: bool
    to: str
    distance: float
    weights: Sequence[float] = ()
    anew: "Tripwire | None" = None
    once_bought: bool = False

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
class Reopening:
    """What reopens a decision, and what to ask of each supplier."""

    tripwires: Sequence[Tripwire]
    asks: Sequence[Ask]


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
        # what costs nothing is free: its price is no figure that anybody watches
        grows = grows or (one.plan == 0 and plan.declaration(one.key).unit.dimension.startswith("money"))
        if flip is not None and not grows and one.distance(flip) <= near.get(one.key, -1.0):
            found.append(Tripwire(one.key, (one.key,), one.plan, flip.value, flip.below, flip.to, one.distance(flip)))
    found.sort(key=lambda one: (one.distance, one.key))
    again = Scan(plan, scenario, options, anew=True)
    turns = _turns_anew(plan, again, found)
    apart = [one for one, turn in zip(found, turns, strict=True) if turn != _THERE]
    near_ones = {one.key for one in apart if one.together} | {one.key for one in apart[:_MOST_ANEW]}
    every = [
        replace(one, anew=one)
        if turn == _THERE
        else _made_anew(plan, again, one, NEAR if one.together else near.get(one.key, NEAR))
        if one.key in near_ones
        else replace(one, once_bought=turn != _BEFORE)
        for one, turn in zip(found, turns, strict=True)
    ]
    return [replace(_last(plan, one), anew=_last(plan, one.anew) if one.anew is not None else None) for one in every]


def _last(plan: Plan, one: Tripwire) -> Tripwire:
    """Return a tripwire at the last figure that turns nothing: of whole numbers the next one does.

    So "below 19 months" is said where 18 turn it.
    """
    if one.together or plan.declaration(one.key).kind is not Kind.INTEGER:
        return one
    return replace(one, at=one.at + (1 if one.below else -1))


_BEFORE, _THERE, _LATER = "before", "there", "later"
"""Where a plan that is made with the figure turns: before the tripwire, at it, or beyond it if at all."""

_JUST_BEYOND = 0.02
"""Of the way to a tripwire: a plan that is made with a figure so far beyond it turns, or holds."""

_MOST_ANEW, _STEPS_ANEW = 8, 41
"""Tripwires of one input that turn elsewhere in a plan made anew and are looked at, the nearest, and figures tried."""

_ON_THE_WAY = (0.25, 0.5, 0.75, 0.9, 1 - _JUST_BEYOND, 1 + _JUST_BEYOND)
"""Parts of the way to a tripwire at which a plan made anew is looked at."""


def _figure(plan: Plan, one: Tripwire, part: float) -> float:
    """Return a figure so far on the way to a tripwire, within its bounds; a whole one where it counts."""
    figure = one.now + part * (one.at - one.now)
    if one.together:
        return figure
    declared = plan.declaration(one.key)
    if declared.kind is Kind.INTEGER:
        figure = (math.floor if one.below == (part > 1) else math.ceil)(figure)
    return float(np.clip(figure, *declared.bounds))


def _turns_anew(plan: Plan, scan: Scan, found: Sequence[Tripwire]) -> list[str]:
    """Return where plans turn that are made with figures on the way to each tripwire and just beyond it.

    All of them are cases of one evaluation; the first is the plan as it is.
    """
    cases = len(found) * len(_ON_THE_WAY) + 1
    changes: dict[str, Draws] = {}
    for place, one in enumerate(found):
        moved = [*one.keys, *scan.with_demand] if one.key == "demand" else one.keys
        for step, part in enumerate(_ON_THE_WAY):
            figure = _figure(plan, one, part)
            for key in moved:
                now = float(scan.values[key])
                column = changes.setdefault(key, np.full(cases, now))
                low, high = plan.declaration(key).bounds
                column[1 + place * len(_ON_THE_WAY) + step] = (
                    np.clip(now * figure, low, high) if one.together else figure
                )
    best = scan.costs_of(changes, cases).argmin(axis=0)
    turned = (best[1:] != best[0]).reshape(len(found), len(_ON_THE_WAY))
    return [_BEFORE if row[:-1].any() else _THERE if row[-1] else _LATER for row in turned]


def _made_anew(plan: Plan, scan: Scan, one: Tripwire, reach: float) -> Tripwire:
    """Return a tripwire with where a plan turns that is made anew, before it or beyond it.

    reach: the distance that is looked at.
    """
    whole = not one.together and plan.declaration(one.key).kind is Kind.INTEGER
    way = (one.at - one.now) * max(reach / one.distance if one.distance > 0 else 1.0, 1.0)
    low, high = (1 / FURTHEST, FURTHEST) if one.together else plan.declaration(one.key).bounds
    near, far = np.linspace(one.now, one.at, _STEPS_ANEW), np.linspace(one.at, one.now + way, _STEPS_ANEW)
    points = np.clip(np.append(near, far), low, high)
    points = np.unique(np.round(points) if whole else points)
    points = points[::-1] if way < 0 else points
    keys = [*one.keys, *scan.with_demand] if one.key == "demand" else list(one.keys)

    def costs(some: Draws) -> Draws:
        return scan.costs(keys, some) if one.together else scan.costs_of({one.key: some}, len(some))

    found = costs(points)
    best = int(found[:, 0].argmin())
    beyond = found.argmin(axis=0) != best
    if not beyond.any():
        return replace(one, once_bought=True)
    place = int(beyond.argmax())
    turn = float(points[place])
    if not whole:
        turn = narrowed(lambda some: costs(some).argmin(axis=0) != best, float(points[place - 1]), turn, 1)
    to = scan.options[int(found[:, place].argmin())]
    part = (turn - one.now) / (one.at - one.now)
    return replace(one, anew=replace(one, at=turn, to=to, distance=one.distance * part), once_bought=part > 1)


def _of_group(scan: Scan, name: str, keys: Sequence[str]) -> list[Tripwire]:
    """Return where another option becomes cheaper while a group moves down, and while it moves up."""
    best = int(scan.costs(keys, np.ones(1))[:, 0].argmin())
    # what work is worth moves with the demand for it
    moved = [*keys, *scan.with_demand] if name == "demand" else keys
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
