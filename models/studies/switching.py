"""Switching values: where an input turns the cheapest option into another, or its saving into nothing.

Source: HM Treasury, Green Book, chapter 5.

Each input is scanned alone over all its bounds, decisions kept: coarsely first, and at up to 257 points, integers one
by one, where a difference may change its sign; every change is narrowed down to the last digits. Between two
neighbouring points a flip and a flip back are not seen.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import Decided, decided
from models.appraisal.line_keys import compared_line
from models.appraisal.results import present_options
from models.areas.options import NOTHING as NONE_OF_THEM
from models.areas.register import expanded
from models.plan.plan import Plan
from models.plan.ranges import plausible_range
from models.quantities.declaration import Input, Kind
from models.studies.finer import finer_where_it_turns
from models.studies.one_by_one import along

type Grid = NDArray[np.float64]
type Look = Callable[[float, str], None]

POINTS = 257
"""Points an input is scanned at: half of them where it is plausible, the others ever wider apart out to its bounds."""

INSIDE = POINTS // 2 + 1

BETWEEN = 15
"""Points looked at between two in each round of narrowing down."""

ROUNDS = 14
NOTHING = 1e-7
"""Money; a difference of less is none."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A place where the sign changes.

    value: in the input's unit. to: the option that is cheaper beyond it, seen from the plan. below: True where beyond
        is below.
    jump: True where the difference leaps over zero and is never zero.
    """

    value: float
    to: str
    below: bool
    jump: bool


@dataclass(frozen=True, slots=True)
class SwitchingValue:
    """What an input's scan found.

    plan, scanned, plausible: in the input's unit; plausible is None where nothing is declared. points: into how many
        the range is laid out; those far from any change of sign are passed over.
    flips: where another option becomes the cheapest, outwards from the plan's value; zeros: where the best option's
        saving against `reference` is nothing.
    """

    key: str
    label: str
    declared: Input
    plan: float
    best: str
    reference: str
    plausible: tuple[float, float] | None
    scanned: tuple[float, float]
    points: int
    flips: Sequence[Flip]
    zeros: Sequence[Flip]

    @property
    def nearest(self) -> Flip | None:
        """The flip nearest to the plan's value.

        Near is meant as a part of the plausible range; None where the scan has no flip.
        """
        return min(self.flips, key=self.distance, default=None)

    def distance(self, flip: Flip) -> float:
        """Return how far a flip is from the plan's value, over the width of the plausible range.

        Where there is no range, over the value itself.
        """
        width = self.plausible[1] - self.plausible[0] if self.plausible else abs(self.plan)
        return abs(flip.value - self.plan) / (width or 1.0)

    def is_plausible(self, flip: Flip) -> bool:
        """Return whether a flip lies within the plausible range."""
        return self.plausible is not None and self.plausible[0] <= flip.value <= self.plausible[1]


@dataclass(slots=True)
class _Bracket:
    """Two points of an input between which a difference changes its sign."""

    key: str
    kind: str
    low: float
    high: float
    at_low: float
    at_high: float
    found: float | None = None


@dataclass(frozen=True, slots=True)
class _Scan:
    """What all inputs are compared by: rows of costs by option, the best of them as planned.

    It also holds the one its saving is held against.
    """

    options: Sequence[str]
    best: int
    reference: int
    wanted: Sequence[str] = field(default_factory=list[str])

    def differences(self, costs: Grid) -> dict[str, Grid]:
        """Return how much dearer the cheapest other option, and the reference, is than the best, along the points."""
        others = np.delete(costs, self.best, axis=0).min(axis=0)
        return {"flips": others - costs[self.best], "zeros": costs[self.reference] - costs[self.best]}


def _switching(
    plan: Plan,
    ground: Decided,
    scan: _Scan,
    of: tuple[str, Input, str, tuple[float, float] | None],
    grid: Grid,
    brackets: list[_Bracket],
    ends: Grid | None,
) -> SwitchingValue:
    """Return what the scan of one input found."""
    key, declared, row, within = of
    own = float(ground.values[key])
    flips = _flips(scan, own, declared, brackets, ends)
    several = row and len(plan.slugs[declared.home]) > 1
    name = f"{plan.row_name(declared.home, row)}: {declared.label}" if several else declared.label
    return SwitchingValue(
        key,
        name,
        declared,
        own,
        scan.options[scan.best],
        scan.options[scan.reference],
        within,
        (float(grid[0]), float(grid[-1])),
        len(grid),
        flips["flips"],
        flips["zeros"],
    )


def switching_values(
    plan: Plan,
    scenario: str,
    blocked: Collection[str] = (),
    beside: Sequence[str] = (),
    *,
    every: bool = False,
    look: Look | None = None,
) -> Sequence[SwitchingValue]:
    """Return what each input's scan found, the nearest flips first.

    Those that flip where it is plausible stand before those that flip beyond.

    blocked: options that are not allowed, between which no verdict can switch. beside: business as usual or nothing,
        where they are ranked with the options. every: all inputs that count, or the essential ones alone.
    """
    allowed = [option for option in present_options(plan, scenario) if option not in blocked]
    allowed += beside
    if len(allowed) < 2:  # noqa: PLR2004 - it takes two to switch
        return []
    ground = decided(plan, scenario)
    wanted = [compared_line(option) for option in allowed]
    planned = ground.evaluate({}, wanted)
    costs = np.array([planned.number(line) for line in wanted])
    order = np.argsort(np.round(costs, 2), kind="stable")
    best = int(order[0])
    others = [int(one) for one in order[1:] if allowed[one] != NONE_OF_THEM] or [int(order[1])]
    reference = allowed.index("cloud") if "cloud" in allowed and allowed[best] != "cloud" else others[0]
    scan = _Scan(allowed, best, reference, wanted)
    reads = ground.program(wanted).reads
    inputs = [one for one in _inputs(plan, scenario, every=every) if one[0] in reads]
    grids = {key: _grid(declared, float(ground.values[key]), within) for key, declared, _, within in inputs}
    watch: Look | None = None if look is None else lambda part, doing: look(part * 0.8, doing)
    looked_at, scans = finer_where_it_turns(ground, grids, wanted, scan.differences, watch)
    brackets = [
        bracket
        for key, declared, _, _ in inputs
        for bracket in _brackets(scan, key, declared, looked_at[key], scans[key])
    ]
    _narrow(ground, scan, brackets, {key: declared for key, declared, _, _ in inputs}, look)
    by_key: dict[str, list[_Bracket]] = {}
    for bracket in brackets:
        by_key.setdefault(bracket.key, []).append(bracket)
    ends = along(
        ground,
        {key: np.array([point for one in by_key.get(key, []) for point in (one.low, one.high)]) for key in grids},
        wanted,
    )
    switching = [
        _switching(plan, ground, scan, one, grids[one[0]], by_key.get(one[0], []), ends.get(one[0])) for one in inputs
    ]
    return sorted(
        switching,
        key=lambda one: (
            (not one.is_plausible(one.nearest), one.distance(one.nearest)) if one.nearest else (True, np.inf)
        ),
    )


def _inputs(plan: Plan, scenario: str, *, every: bool) -> list[tuple[str, Input, str, tuple[float, float] | None]]:
    """Return the inputs to scan, with row and plausible range: those that count.

    What the organisation decides moves nothing, since decisions are kept, and is left out with all that moves nothing.
    """
    return [
        (key, declared, row, plausible_range(plan, scenario, key, declared))
        for key, declared, row in expanded(plan.slugs)
        if declared.numeric
        and (every or (declared.essential and declared.plausible is not None))
        and declared.scenario_may_change
        and plan.applies(scenario, key)
        and plan.counts(scenario, key)
    ]


def _grid(declared: Input, own: float, within: tuple[float, float] | None) -> Grid:
    """Return the points to scan.

    All whole numbers where they are few, else half of them where the input is plausible and the others out to the
    bounds.
    """
    low, high = declared.bounds
    if declared.kind is Kind.INTEGER and high - low < POINTS * 4:
        return np.arange(low, high + 1)
    inner = within or ((min(own / 2, own * 2), max(own / 2, own * 2)) if own else (low, min(high, low + 1)))
    first, last = max(min(inner[0], own), low), min(max(inner[1], own), high)
    parts = [np.linspace(first, last, INSIDE), np.array([own])]
    step = (last - first) / INSIDE or 1e-3
    outside = [(first, low), (last, high)]
    rooms = [abs(end - start) for start, end in outside]
    share = (POINTS - INSIDE) // max(sum(room > 0 for room in rooms), 1)
    for (start, end), room in zip(outside, rooms, strict=True):
        if room > 0:
            away = np.geomspace(min(step, room / 2), room, share)
            parts.append(start + np.sign(end - start) * away)
            parts[-1][-1] = end
    grid = np.unique(np.concatenate(parts).clip(low, high))
    return np.unique(np.round(grid)) if declared.kind is Kind.INTEGER else grid


def _brackets(scan: _Scan, key: str, declared: Input, grid: Grid, costs: Grid) -> list[_Bracket]:
    """Return the pairs of neighbouring points between which a sign changes."""
    brackets: list[_Bracket] = []
    for kind, difference in scan.differences(costs).items():
        sign = np.where(difference < -NOTHING, -1, 1)
        brackets += [
            _Bracket(key, kind, *(float(one) for one in (grid[at], grid[at + 1], difference[at], difference[at + 1])))
            for at in np.flatnonzero(sign[1:] != sign[:-1])
        ]
    for bracket in brackets:
        if declared.kind is Kind.INTEGER and bracket.high - bracket.low <= 1:
            bracket.found = bracket.low if bracket.at_low < -NOTHING else bracket.high
    return brackets


def _narrow(
    ground: Decided, scan: _Scan, brackets: Sequence[_Bracket], declared: Mapping[str, Input], look: Look | None
) -> None:
    """Narrow all brackets down together, round by round.

    It ends where the difference is nothing or the two ends are next to each other.
    """
    for number in range(ROUNDS):
        left = [bracket for bracket in brackets if bracket.found is None]
        if not left:
            return
        if look is not None:
            look(0.8 + 0.2 * number / ROUNDS, "Narrowing down")
        points: dict[str, Grid] = {key: np.empty(0) for key in declared}
        for bracket in left:
            points[bracket.key] = np.union1d(points[bracket.key], _between(bracket, declared[bracket.key]))
        costs = along(ground, points, scan.wanted)
        for bracket in left:
            _cut(
                bracket, points[bracket.key], scan.differences(costs[bracket.key])[bracket.kind], declared[bracket.key]
            )


def _between(bracket: _Bracket, declared: Input) -> Grid:
    """Return the points to look at within a bracket: evenly spaced ones, and where a straight line would cross."""
    inner = np.linspace(bracket.low, bracket.high, BETWEEN + 2)[1:-1]
    straight = (
        bracket.low + (bracket.high - bracket.low) * bracket.at_low / (bracket.at_low - bracket.at_high)
        if bracket.at_low != bracket.at_high
        else inner[0]
    )
    points = np.unique(np.append(inner, straight))
    if declared.kind is Kind.INTEGER:
        points = np.unique(np.round(points))
    return points[(points > bracket.low) & (points < bracket.high)]


def _cut(bracket: _Bracket, points: Grid, difference: Grid, declared: Input) -> None:
    """Take the first pair of neighbouring points in a bracket between which the sign changes."""
    inside = (points > bracket.low) & (points < bracket.high)
    places = np.concatenate([[bracket.low], points[inside], [bracket.high]])
    amounts = np.concatenate([[bracket.at_low], difference[inside], [bracket.at_high]])
    nothing = np.flatnonzero(np.abs(amounts[1:-1]) <= NOTHING) + 1
    if len(nothing) and declared.kind is not Kind.INTEGER:
        bracket.found = float(places[nothing[0]])
        bracket.at_low = bracket.at_high = 0.0
        return
    sign = np.where(amounts < -NOTHING, -1, 1)
    at = int(np.flatnonzero(sign[1:] != sign[:-1])[0])
    bracket.low, bracket.high, bracket.at_low, bracket.at_high = (
        float(one) for one in (places[at], places[at + 1], amounts[at], amounts[at + 1])
    )
    if declared.kind is Kind.INTEGER:
        if bracket.high - bracket.low <= 1:
            bracket.found = bracket.low if bracket.at_low < -NOTHING else bracket.high
    elif bracket.high - bracket.low <= 4 * np.spacing(max(abs(bracket.low), abs(bracket.high))):
        bracket.found = bracket.high


def _flips(
    scan: _Scan, own: float, declared: Input, brackets: Sequence[_Bracket], ends: Grid | None
) -> dict[str, list[Flip]]:
    """Return where an input's signs change, by kind, the nearest to the plan's value first.

    ends: costs by option at both ends of every bracket.
    """
    flips: dict[str, list[Flip]] = {"flips": [], "zeros": []}
    for place, bracket in enumerate(brackets):
        assert ends is not None
        value = bracket.found if bracket.found is not None else bracket.high
        below = value < own or (value == own and bracket.at_low < bracket.at_high)
        beyond = ends[:, 2 * place + (0 if below else 1)]
        rivals = np.delete(np.arange(len(beyond)), scan.best)
        rival = scan.reference if bracket.kind == "zeros" else int(rivals[np.argmin(beyond[rivals])])
        # next to where it turns the costs differ by less than their rounding: the sign alone says which way
        back = (bracket.at_low if below else bracket.at_high) > NOTHING
        to = scan.options[scan.best if back else rival]
        leap = abs(bracket.at_high - bracket.at_low) > max(NOTHING * 10, 1e-9 * float(np.abs(beyond).max()))
        flips[bracket.kind].append(Flip(value, to, below, declared.kind is Kind.INTEGER or leap))
    for some in flips.values():
        some.sort(key=lambda one: abs(one.value - own))
    return flips
