"""Studies as they are shown: a finding in one sentence, charts and tables, and the points that can become scenarios.

Screen, sheet, page and command share them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.appraisal.comparison import OPTION_LABELS
from models.appraisal.results import CaseResult
from models.areas.placement import OPTIONS
from models.exhibits.case_text import short
from models.exhibits.cells import (
    Cell,
    CellKind,
    Entered,
    amount,
    between,
    number,
    of_input,
    share,
    span,
    text,
    thousands_in,
    written,
)
from models.exhibits.figures import STYLES, Table
from models.exhibits.inputs import input_name, input_value
from models.exhibits.plots import Plot, PlotLine
from models.exhibits.shapes import Fall, Map, MapRegion, Shape, Tornado, TornadoBar, lever_fall
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.studies.hybrid_split import PoolSplit
from models.studies.influence import Influence
from models.studies.stress import Stressed
from models.studies.switching import POINTS, Flip, SwitchingValue
from models.studies.two_inputs import UTILISATION, MapAxis, TwoInputs, told_apart
from models.studies.uncertainty import Uncertainty

TITLES: Mapping[str, str] = {
    "simulation": "How sure are we",
    "tornado": "What moves it",
    "switching": "What would change our mind",
    "map": "Two inputs at once",
    "split": "Best hybrid split",
    "levers": "Levers",
    "stress": "Stress tests",
    "evidence": "What the cost rests on",
}
"""Every study by name, in the order in which they are shown."""

MOST_BARS = 12
MOST_ROWS = 40

type Behind = Uncertainty | Sequence[Influence] | Sequence[SwitchingValue] | TwoInputs | Sequence[Stressed] | None
"""The result a study is shown from, for those who need its numbers."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a study that can become a scenario: its name and exactly the inputs it stands for."""

    name: str
    inputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Shown:
    """A study: its name, what was found in one sentence, how it was come by, its charts and tables.

    points: by the key of a table's row.
    """

    name: str
    finding: str
    note: str
    charts: Sequence[Plot | Shape | Map]
    tables: Sequence[Table]
    points: Mapping[str, Sequence[Point]] = field(default_factory=dict[str, Sequence[Point]])
    behind: Behind = None

    @property
    def title(self) -> str:
        """The title of the study."""
        return TITLES[self.name]


KEPT = (
    "Purchases, commitments and the split stay as the plan has decided them; a shortfall bursts or waits, a surplus"
    " idles."
)


# what moves it


def tornado_shown(plan: Plan, scenario: str, found: Sequence[Influence]) -> Shown:
    """Return the tornado."""
    symbol = SYMBOLS[plan.currency]
    moving = [one for one in found if one.size >= 1]
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    bars: list[TornadoBar] = []
    for one in moving[:MOST_ROWS]:
        name = input_name(plan, one.key)
        ends = [input_value(plan, scenario, one.key, value) for value in (one.low, one.high)]
        rows.append(
            [
                text(short(name), CellKind.INPUT),
                span(plan, scenario, one.key, (one.low, one.high), short=True),
                amount(one.at_low, symbol),
                amount(one.at_high, symbol),
            ]
        )
        points[one.key] = [
            Point(f"{name} {end}"[:120], one.inputs_at(high=high))
            for end, high in zip(ends, (False, True), strict=True)
        ]
        bars.append(TornadoBar(short(name), one.at_low, one.at_high, *ends))
    lead = moving[0].saving if moving else 0.0
    finding = tornado_finding(plan, found)
    told = "; ".join(
        f"{bar.label} {money(bar.at_low, symbol)} to {money(bar.at_high, symbol)}" for bar in bars[:MOST_BARS]
    )
    title = "Lead of the cheapest option over the next"
    chart = Tornado(
        title,
        f"{symbol} of present value, each input through its plausible range",
        bars[:MOST_BARS],
        lead,
        symbol,
        f"{finding} {title}: {told}.",
    )
    table = Table.of(
        ["Input", "Plausible range", "Lead, low end", "high end"], rows, [one.key for one in moving[:MOST_ROWS]]
    )
    return Shown(
        "tornado",
        finding,
        f"{len(found)} inputs, one at a time through their plausible range, the {min(len(moving), MOST_ROWS)} strongest"
        f" shown. {KEPT}",
        [chart] if bars else [],
        [table],
        points,
        found,
    )


def tornado_finding(plan: Plan, found: Sequence[Influence]) -> str:
    """Return what the tornado says, in one sentence."""
    if not found or found[0].size < 1:
        return "No input moves the verdict: none has a plausible range that counts, or one option at most is allowed."
    symbol, first = SYMBOLS[plan.currency], found[0]
    flips = sum(one.flips for one in found)
    low, high = sorted((first.at_low, first.at_high))
    alone = (
        "no input alone flips the verdict"
        if not flips
        else (
            "it alone can flip the verdict"
            if flips == 1 and first.flips
            else (
                f"{flips} input{'' if flips == 1 else 's'} alone flip{'s' if flips == 1 else ''} the verdict at an end"
                f" of {'its' if flips == 1 else 'their'} range"
            )
        )
    )
    return (
        f"“{input_name(plan, first.key)}” moves the lead of the cheapest option most, from {money(low, symbol)} to"
        f" {money(high, symbol)}; {alone}."
    )


# what would change our mind


def switching_shown(plan: Plan, scenario: str, found: Sequence[SwitchingValue]) -> Shown:
    """Return the switching values."""
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    flipping = [one for one in found if one.nearest]
    for one in flipping[:MOST_ROWS]:
        assert one.nearest is not None
        flips = [flip_cell(plan, scenario, one, flip) for flip in one.flips[:2]]
        plausible = " (plausible)" if one.is_plausible(one.nearest) else " (beyond)"
        flips[-1] = flips[-1].with_words(flips[-1].before, flips[-1].after + plausible)
        nothing = flip_cell(plan, scenario, one, one.zeros[0], named=False) if one.zeros else "at no value"
        rows.append(
            [
                text(short(one.label), CellKind.INPUT),
                of_input(plan, scenario, one.key, one.plan, short=True),
                flips[0] if len(flips) == 1 else between(flips[0], flips[1], "; "),
                nothing,
            ]
        )
        points[one.key] = [
            Point(
                f"{one.label} {input_value(plan, scenario, one.key, _beyond(one, flip))}"[:120],
                {one.key: _beyond(one, flip)},
            )
            for flip in one.flips
        ]
    reference = OPTION_LABELS[found[0].reference].lower() if found else "the other"
    table = Table.of(
        ["Input", "Plan", "Verdict flips", f"No saving on {reference}"], rows, [one.key for one in flipping[:MOST_ROWS]]
    )
    tables = [table, scans_table(plan, scenario, found)] if found else [table]
    note = (
        f"{len(found)} inputs, each alone over all its bounds: whole numbers one by one, others at {POINTS} points,"
        f" each change narrowed down; between two points a flip and a flip back are not seen. {KEPT}"
    )
    return Shown("switching", switching_finding(plan, scenario, found), note, [], tables, points, found)


def switching_finding(plan: Plan, scenario: str, found: Sequence[SwitchingValue]) -> str:
    """Return what the switching values say, in one sentence."""
    if not found:
        return "Only one option is allowed: no input changes the verdict."
    flipping = [one for one in found if one.nearest]
    if not flipping:
        return f"None of {len(found)} inputs changes the verdict at any value within its bounds."
    first = flipping[0]
    assert first.nearest is not None
    plausible = sum(any(one.is_plausible(flip) for flip in one.flips) for one in flipping)
    return (
        f"The verdict flips first with “{first.label}” {flip_text(plan, scenario, first, first.nearest)} (planned"
        f" {input_value(plan, scenario, first.key, first.plan)}); {plausible} of {len(found)} inputs flip it within"
        f" their plausible range, {len(found) - len(flipping)} at no value."
    )


def flip_text(plan: Plan, scenario: str, one: SwitchingValue, flip: Flip) -> str:
    """Return where a flip lies and to which option, such as "below £6.44, to cloud"."""
    return written(flip_cell(plan, scenario, one, flip))


def flip_cell(plan: Plan, scenario: str, one: SwitchingValue, flip: Flip, *, named: bool = True) -> Cell:
    """Return where a flip lies, with the words of its direction and of the option it flips to."""
    where = "below" if flip.below else "above"
    if flip.jump:
        where = "by a jump at" if flip.below else "by a jump from"
    to = f", to {OPTION_LABELS[flip.to].lower()}" if named else ""
    return of_input(plan, scenario, one.key, flip.value, short=True).with_words(f"{where} ", to)


def scans_table(plan: Plan, scenario: str, found: Sequence[SwitchingValue], most: int = MOST_ROWS) -> Table:
    """Return the inputs that flip nothing, with the limits of their scan."""
    still = [one for one in found if not one.nearest][:most]
    rows = [
        [
            text(short(one.label), CellKind.INPUT),
            of_input(plan, scenario, one.key, one.plan),
            "none in range",
            span(plan, scenario, one.key, one.scanned),
            number(one.points),
        ]
        for one in still
    ]
    return Table.of(["Flips nothing", "Plan", "", "Scanned", "Points"], rows, [one.key for one in still])


def _beyond(one: SwitchingValue, flip: Flip) -> float:
    """Return a value just beyond a flip, seen from the plan, at which the other option is the cheaper."""
    if flip.jump:
        return flip.value
    step = max(abs(flip.value), abs(flip.value - one.plan)) * 1e-6
    low, high = one.declared.bounds
    return min(max(flip.value - step if flip.below else flip.value + step, low), high)


# two inputs at once


def map_shown(plan: Plan, scenario: str, found: TwoInputs) -> Shown:
    """Return the map of two inputs."""
    finding = map_finding(plan, scenario, found)
    names = [axis_name(plan, axis.key) for axis in (found.across, found.up)]
    regions = [
        MapRegion(option, OPTION_LABELS[option], outlines, STYLES[option]) for option, outlines in found.regions.items()
    ]
    ticks = [_ticks(plan, scenario, axis) for axis in (found.across, found.up)]
    told = "; ".join(f"{OPTION_LABELS[option]} {found.share(option):.0%}" for option in found.costs)
    chart = Map(
        "Which option is cheapest",
        f"{names[1]} up, {names[0].lower()} across; boundaries where two cost the same",
        (float(found.across.values[0]), float(found.across.values[-1])),
        (float(found.up.values[0]), float(found.up.values[-1])),
        (found.across.plan, found.up.plan),
        ticks[0],
        ticks[1],
        regions,
        f"{finding} Share of the map by cheapest option: {told}.",
    )
    rows = [[OPTION_LABELS[option], share(found.share(option))] for option in found.costs]
    note = (
        f"{len(found.across.values)} × {len(found.up.values)} points, boundaries on straight lines between them. {KEPT}"
    )
    if UTILISATION in {found.across.key, found.up.key}:
        note += " Utilisation moves with the demand of all workloads, on the servers the plan buys."
    return Shown(
        "map",
        finding,
        note,
        [chart],
        [Table.of(["Cheapest over", "of the map"], rows, list(found.costs))],
        behind=found,
    )


def _ticks(plan: Plan, scenario: str, axis: MapAxis) -> list[tuple[float, str]]:
    first, last = float(axis.values[0]), float(axis.values[-1])
    places = [first + (last - first) * part / 4 for part in range(5)]
    return [(place, axis_value(plan, scenario, axis.key, place)) for place in places]


def map_finding(plan: Plan, scenario: str, found: TwoInputs) -> str:
    """Return where another option wins along the first input, at the plan's second."""
    best = OPTION_LABELS[found.best]
    name, planned = axis_name(plan, found.across.key), axis_value(plan, scenario, found.across.key, found.across.plan)
    crossings = crossings_across(found)
    if not crossings:
        return (
            f"{best} is the cheapest at any {name.lower()} shown, at the plan's"
            f" {axis_name(plan, found.up.key).lower()}; you plan {planned}."
        )
    value, low, high = min(crossings, key=lambda one: abs(one[0] - found.across.plan))
    where = axis_value(plan, scenario, found.across.key, value)
    winner = low if value > found.across.plan else high
    side = "Below" if value > found.across.plan else "Above"
    return f"{side} {where} {name.lower()} {OPTION_LABELS[winner].lower()} wins; you plan {planned}."


def crossings_across(found: TwoInputs) -> list[tuple[float, str, str]]:
    """Return where the cheapest option changes along the first input at the plan's second.

    The value, the option below and the one above it.
    """
    place = float(np.interp(found.up.plan, found.up.values, np.arange(len(found.up.values))))
    row, part = min(int(place), len(found.up.values) - 2), place - min(int(place), len(found.up.values) - 2)
    along = {option: cost[row] * (1 - part) + cost[row + 1] * part for option, cost in found.costs.items()}
    order = list(along)
    winner = np.argmin(np.array(list(told_apart(along).values())), axis=0)
    crossings: list[tuple[float, str, str]] = []
    for at in np.flatnonzero(winner[1:] != winner[:-1]):
        low, high = order[int(winner[at])], order[int(winner[at + 1])]
        before, after = (float(along[high][i] - along[low][i]) for i in (at, at + 1))
        share = before / (before - after) if before != after else 0.5
        crossings.append(
            (
                float(found.across.values[at] + share * (found.across.values[at + 1] - found.across.values[at])),
                low,
                high,
            )
        )
    return crossings


def axis_name(plan: Plan, key: str) -> str:
    """Return the name of a side of the map."""
    return "Utilisation" if key == UTILISATION else input_name(plan, key)


def axis_value(plan: Plan, scenario: str, key: str, value: float) -> str:
    """Return a value on a side of the map."""
    return f"{value:.0%}" if key == UTILISATION else input_value(plan, scenario, key, value)


def map_point(plan: Plan, scenario: str, found: TwoInputs, x: float, y: float) -> tuple[str, Point]:
    """Return what is found at a point of the map, in words, and the point itself."""
    inputs = {**found.across.inputs_at(plan, scenario, x), **found.up.inputs_at(plan, scenario, y)}
    names = [
        f"{axis_name(plan, axis.key)} {axis_value(plan, scenario, axis.key, value)}"
        for axis, value in ((found.across, x), (found.up, y))
    ]
    column, row = int(np.abs(found.across.values - x).argmin()), int(np.abs(found.up.values - y).argmin())
    symbol = SYMBOLS[plan.currency]
    costs = ", ".join(
        f"{OPTION_LABELS[option].lower()} {money(float(cost[row, column]), symbol)}"
        for option, cost in found.costs.items()
    )
    return (
        (
            f"{names[0]}, {names[1]}: {OPTION_LABELS[found.cheapest_at(x, y)].lower()} is the cheapest ({costs}), with"
            " what the plan buys."
        ),
        Point(", ".join(names)[:120], inputs),
    )


# best split, levers, stress


def split_shown(plan: Plan, found: Sequence[PoolSplit]) -> Shown:
    """Return the search for the best number of servers to keep in the hybrid."""
    thousands = thousands_in(plan)
    symbol = SYMBOLS[plan.currency]
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    charts: list[Plot] = []
    for one in found:
        name = plan.row_name("pool", one.pool)
        for servers, cost in enumerate(one.costs[:MOST_ROWS]):
            mark = "best" if servers == one.best else "the plan's" if servers == one.stored else ""
            rows.append([number(servers).with_words(f"{name}: "), thousands(cost), mark])
            points[f"{one.key}={servers}"] = [Point(f"{name}: {servers} servers kept", {one.key: servers})]
        if len(one.costs) > 1:
            places = np.arange(len(one.costs), dtype=float)
            step = max(1, len(one.costs) // 6)
            line = PlotLine("Hybrid", np.array(one.costs), STYLES["hybrid"])
            title = f"{name}: {one.best} kept cost{'s' if one.best == 1 else ''} least"
            charts.append(
                Plot(
                    title,
                    f"Present value of the hybrid by servers kept, {symbol}",
                    places,
                    [(float(p), str(int(p))) for p in places[::step]],
                    [line],
                    symbol,
                    f"{title}.",
                    [(float(one.stored), "plan")],
                )
            )
    keys = list(points)
    table = Table.of(
        ["Servers kept", f"{symbol}k, present value", ""],
        rows,
        keys,
        next((place for place, row in enumerate(rows) if row[2] == "best"), -1),
    )
    return Shown(
        "split",
        split_finding(plan, found),
        "Every whole number is worked out, one pool after the other; here purchases follow the number kept.",
        charts,
        [table],
        points,
    )


def split_finding(plan: Plan, found: Sequence[PoolSplit]) -> str:
    """Return the best split in one sentence."""
    symbol = SYMBOLS[plan.currency]
    said = [
        f"{plan.row_name('pool', one.pool)}: keep {one.best}"
        + (f", which costs {money(one.saving, symbol)} less than the {one.stored} the plan keeps" if one.stale else "")
        for one in found
    ]
    return (
        "The hybrid costs least with this many servers kept:"
        f" {'; '.join(said)}{'.' if any(one.stale for one in found) else ', as the plan has it.'}"
    )


def levers_shown(plan: Plan, scenario: str, table: Table) -> Shown:
    """Return the lever waterfall."""
    fall: Fall = lever_fall(plan, scenario)
    return Shown(
        "levers",
        f"{fall.title}.",
        "Levers one after the other in the order of their stage: each saves what is left by those before it. Off ones"
        " count nothing.",
        [fall],
        [table],
    )


def stress_shown(plan: Plan, case: CaseResult, found: Sequence[Stressed]) -> Shown:
    """Return the stress tests."""
    points = {one.label: [Point(one.label, one.inputs)] for one in found if one.inputs}
    return Shown(
        "stress",
        stress_finding(case, found),
        f"One thing goes wrong at a time. {KEPT}",
        [],
        [stress_table(plan, found)],
        points,
        found,
    )


def stress_table(plan: Plan, found: Sequence[Stressed]) -> Table:
    """Return every stress test: present value by option in thousands, and the cheapest allowed."""
    thousands = thousands_in(plan)
    rows = [
        [
            one.label,
            *(thousands(one.present_value[option]) for option in OPTIONS),
            OPTION_LABELS.get(one.cheapest, "none"),
        ]
        for one in found
    ]
    return Table.of(
        [f"{SYMBOLS[plan.currency]}k, present value", *OPTION_LABELS.values(), "Cheapest"],
        rows,
        [one.label for one in found],
    )


def stress_finding(case: CaseResult, found: Sequence[Stressed]) -> str:
    """Return whether the verdict stands, in one sentence."""
    allowed = case.allowed()
    if len(allowed) < 2:  # noqa: PLR2004 - it takes two
        return "No more than one option is allowed: no stress changes the verdict."
    tests = found[1:]
    flips = [one for one in tests if one.cheapest != found[0].cheapest]
    best = OPTION_LABELS[found[0].cheapest]
    if not flips:
        return f"{best} stays the cheapest in all {len(tests)} stress tests."
    named = "; ".join(f"{one.label[0].lower()}{one.label[1:]} ({OPTION_LABELS[one.cheapest].lower()})" for one in flips)
    return f"{best} stays the cheapest in {len(tests) - len(flips)} of {len(tests)} stress tests; not when {named}."
