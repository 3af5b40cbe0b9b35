"""Exhibits that are neither lines over time nor tables: falls, matrices and bars by year, as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import present_options
from models.areas.options import OPTION_LABELS, in_sentence
from models.areas.security import REQUIREMENTS
from models.exhibits.cells import A_POUND
from models.exhibits.plans_apart import and_more
from models.exhibits.series_styles import STYLES, SeriesStyle, barred_label, left_open, none_judged
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, in_unit, legible, money
from models.rules.decisions import judged
from models.studies.bridge import Bridge
from models.studies.criteria import criteria
from models.studies.levers import waterfall

MOST_STEPS = 12
"""Steps of a fall that are drawn apart; the smallest of the others stand together."""


@dataclass(frozen=True, slots=True)
class FallStep:
    """One bar of a fall: from one height to another; a total stands on the ground."""

    label: str
    low: float
    high: float
    amount: float
    total: bool = False


@dataclass(frozen=True, slots=True)
class Fall:
    """A bridge from one amount to another in steps."""

    title: str
    height: str
    steps: Sequence[FallStep]
    style: SeriesStyle
    symbol: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Shares from 0 to 1 by row and column, None where a row does not apply, and the text of each."""

    title: str
    note: str
    rows: Sequence[str]
    columns: Sequence[tuple[str, str]]
    shares: Sequence[Sequence[float | None]]
    texts: Sequence[Sequence[str]]
    alternative: str


@dataclass(frozen=True, slots=True)
class BarSeries:
    """One option's amounts by group, and a second amount marked on each bar."""

    label: str
    amounts: Sequence[float]
    marks: Sequence[float]
    style: SeriesStyle


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in groups, such as years."""

    title: str
    height: str
    groups: Sequence[str]
    series: Sequence[BarSeries]
    symbol: str
    alternative: str


@dataclass(frozen=True, slots=True)
class StackBar:
    """One option's cost in parts, in order; what lowers it is negative."""

    label: str
    amounts: Sequence[float]
    style: SeriesStyle

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(self.amounts)


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar an option, stacked of the same parts."""

    title: str
    height: str
    parts: Sequence[str]
    bars: Sequence[StackBar]
    symbol: str
    alternative: str


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """One bar of a tornado: the amount at the low and at the high end of an input, and these ends in words."""

    label: str
    at_low: float
    at_high: float
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Tornado:
    """Bars about the amount as planned, the longest at the top."""

    title: str
    height: str
    bars: Sequence[TornadoBar]
    planned: float
    symbol: str
    alternative: str


@dataclass(frozen=True, slots=True)
class MapRegion:
    """Where one option is the cheapest: outlines, each followed by its holes, as points of both inputs."""

    key: str
    label: str
    outlines: Sequence[Sequence[NDArray[np.float64]]]
    style: SeriesStyle


@dataclass(frozen=True, slots=True)
class Map:
    """Regions over two inputs, with the plan's own point and names along both sides."""

    title: str
    height: str
    across: tuple[float, float]
    up: tuple[float, float]
    plan: tuple[float, float]
    names_across: Sequence[tuple[float, str]]
    names_up: Sequence[tuple[float, str]]
    regions: Sequence[MapRegion]
    alternative: str


type Shape = Fall | Matrix | Bars | Tornado | Stack
type ShapeOf = Callable[[Plan, str], Shape]


def _fall(
    title: str,
    height: str,
    start: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: str,
    style: SeriesStyle,
    symbol: str,
) -> Fall:
    """Return a fall; steps beyond the largest few stand together in one, so that it still adds up."""
    ranked = sorted(range(len(steps)), key=lambda place: -abs(steps[place][1]))
    shown = set(ranked[: MOST_STEPS - 1]) if len(steps) > MOST_STEPS else set(ranked)
    rest = sum(amount for place, (_, amount) in enumerate(steps) if place not in shown)
    listed = [step for place, step in enumerate(steps) if place in shown]
    if len(shown) < len(steps):
        listed.append((f"{len(steps) - len(shown)} smaller ones", rest))
    height_now = start[1]
    bars = [FallStep(start[0], 0.0, height_now, height_now, total=True)]
    for label, amount in listed:
        bars.append(FallStep(label, min(height_now, height_now + amount), max(height_now, height_now + amount), amount))
        height_now += amount
    bars.append(FallStep(end, 0.0, height_now, height_now, total=True))
    amounts = "; ".join(f"{bar.label} {money(bar.amount, symbol)}" for bar in bars)
    return Fall(title, height, bars, style, symbol, f"{title}. {height}: {amounts}.")


def lever_fall(plan: Plan, scenario: str) -> Fall:
    """Return the lever waterfall of the cheapest option allowed."""
    allowed = judged(plan, scenario).allowed()
    option = allowed[0].key if allowed else "cloud"
    fall = waterfall(plan, scenario)
    symbol = SYMBOLS[plan.currency]
    steps = [(step.label, -step.saving[option]) for step in fall.steps if step.on]
    saved = fall.joint(option)
    told = f"save {in_sentence(option)}" if saved >= 0 else f"cost {in_sentence(option)}"
    title = f"The levers {told} {money(abs(saved), symbol)}" if steps else "No lever is on"
    return _fall(
        title,
        f"Present value of {in_sentence(option)}, {symbol}, levers in the order of their stage",
        ("Without", fall.without[option]),
        steps,
        "With all",
        STYLES[option],
        symbol,
    )


def bridge_fall(plan: Plan, cost_bridge: Bridge, option: str) -> Fall:
    """Return the bridge of an option's present value from one scenario to another."""
    symbol = SYMBOLS[plan.currency]
    second = cost_bridge.between[1]
    names = [plan.scenario(slug).name for slug in cost_bridge.between]
    steps: list[tuple[str, float]] = []
    for step in cost_bridge.steps:
        if abs(step.adds[option]) < A_POUND:
            continue
        row = f"{plan.row_name(step.declared.home, step.key.split('.')[2])}: " if step.declared.home else ""
        steps.append(
            (
                (
                    f"{row}{step.declared.label}{and_more(step.inputs)}"
                    f" {in_unit(legible(step.after), step.declared, plan.symbol(second, step.key))}"
                ),
                step.adds[option],
            )
        )
    gap = cost_bridge.end[option] - cost_bridge.start[option]
    apart = f"{money(abs(gap), symbol)} {'more' if gap >= 0 else 'less'}" if abs(gap) >= A_POUND else "the same"
    than = "than" if abs(gap) >= A_POUND else "as"
    title = f"{OPTION_LABELS[option]} costs {apart} in “{names[1]}” {than} in “{names[0]}”"
    return _fall(
        title,
        f"Present value of {in_sentence(option)}, {symbol}, differences one after the other",
        (names[0], cost_bridge.start[option]),
        steps,
        names[1],
        STYLES[option],
        symbol,
    )


def coverage_matrix(plan: Plan, scenario: str) -> Matrix:
    """Return the share of each requirement's controls that are in place, by option."""
    options = present_options(plan, scenario)
    figures = model(plan.structure).evaluate(
        plan.values(scenario), [f"coverage.{option}.{key}" for option in options for key, _ in REQUIREMENTS]
    )
    applies = {key: bool(plan.entry(scenario, f"security.{key}").value) for key, _ in REQUIREMENTS}
    shares = [
        [figures.number(f"coverage.{option}.{key}") if applies[key] else None for option in options]
        for key, _ in REQUIREMENTS
    ]
    texts = [["n/a" if share is None else f"{share:.0%}" for share in row] for row in shares]
    open_ones = len(lacking := [row for row in shares if any(share is not None and share < 1 for share in row)])
    which = "every" if all(share is not None and share < 1 for row in lacking for share in row) else "some"
    asked = sum(applies.values())
    title = "Every control that is asked for is planned and costed" if asked else "No requirement applies"
    if open_ones:
        lack = f"lack{'s' if open_ones == 1 else ''} a control in {which} option"
        title = f"{open_ones} of {asked} requirement{'' if asked == 1 else 's'} {lack}"
    blocked = judged(plan, scenario).blocked
    barred = [in_sentence(one) for one in options if one in blocked]
    note = "Controls planned, of those required"
    if barred:
        named = listed(barred)
        be = "is" if len(barred) == 1 else "are"
        note += f"; {named[0].upper()}{named[1:]} {be} not allowed by the rules all the same"
    return _matrix(options, title, note, [label for _, label in REQUIREMENTS], shares, texts)


def criteria_matrix(plan: Plan, scenario: str) -> Matrix:
    """Return the scores of the options beyond money, by criterion."""
    options = present_options(plan, scenario)
    scored = criteria(plan, scenario)
    scores = [[one.scores[option] for option in options] for one in scored.switches]
    most = round(max(scored.scores[option] for option in options))
    best = [option for option in options if round(scored.scores[option]) == most]
    named = listed([OPTION_LABELS[best[0]], *map(in_sentence, best[1:])])
    rows = [f"{one.name} ({one.weight:.0f})" for one in scored.switches] + ["Weighted"]
    shares: list[list[float | None]] = [[score / 100 for score in row] for row in scores]
    shares.append([scored.scores[option] / 100 for option in options])
    texts = [[f"{score:.0f}" for score in row] for row in scores] + [
        [f"{scored.scores[option]:.0f}" for option in options]
    ]
    return _matrix(
        options,
        f"{named} score{'s' if len(best) == 1 else ''} highest on non-financial criteria",
        "Scores of 0 to 100, weights in brackets",
        rows,
        shares,
        texts,
    )


def _matrix(
    options: Sequence[str],
    title: str,
    note: str,
    rows: Sequence[str],
    shares: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
) -> Matrix:
    columns = [(option, OPTION_LABELS[option]) for option in options]
    rows_text = "; ".join(
        f"{row}: {', '.join(f'{label} {text}' for (_, label), text in zip(columns, line, strict=True))}"
        for row, line in zip(rows, texts, strict=True)
    )
    return Matrix(title, note, rows, columns, shares, texts, f"{title}. {note}. {rows_text}.")


def yearly_bars(plan: Plan, scenario: str) -> Bars:
    """Return cash by year and option as bars, with the charge to profit and loss marked on each."""
    case = judged(plan, scenario)
    options = [option for option in present_options(plan, scenario) if not left_open(option, case)]
    keys = {option: (OptionLine.MONTHLY.of(option), OptionLine.ACCOUNTS_CHARGE.of(option)) for option in options}
    figures = model(plan.structure).evaluate(plan.values(scenario), [key for pair in keys.values() for key in pair])
    edges = sorted({0, *range(13, plan.structure.horizon + 1, 12), plan.structure.horizon + 1})
    symbol = SYMBOLS[plan.currency]
    sums = {
        key: [float(figures.monthly(key)[a:b, 0].sum()) for a, b in pairwise(edges)]
        for pair in keys.values()
        for key in pair
    }
    series = [
        BarSeries(barred_label(option, case), sums[cash], sums[charge], STYLES[option])
        for option, (cash, charge) in keys.items()
    ]
    allowed = [option for option in options if option not in case.blocked] or options
    first = min(allowed, key=lambda option: sums[keys[option][0]][0])
    of_options = " of the options" if 0 < float(case.usual[12]) < sums[keys[first][0]][0] else ""
    title = (
        f"{OPTION_LABELS[first]} needs the least cash{of_options} in the first year"
        if len(allowed) > 1
        else f"{OPTION_LABELS[first]} needs {money(sums[keys[first][0]][0], symbol)} of cash in the first year"
    )
    if none_judged(case):
        title = "Cash by year, without what has no price yet"
    amounts = "; ".join(f"{one.label}: {', '.join(money(amount, symbol) for amount in one.amounts)}" for one in series)
    return Bars(
        title,
        f"{symbol} of cash by year, the decision in year 1; the line on each bar is the charge to profit and loss",
        [f"Year {place + 1}" for place in range(len(edges) - 1)],
        series,
        symbol,
        f"{title}. Cash by year: {amounts}.",
    )


def heights(shape: Fall | Bars | Tornado) -> tuple[float, float]:
    """Return the lowest and the highest height a shape reaches."""
    if isinstance(shape, Fall):
        return min(0.0, *(step.low for step in shape.steps)), max(0.0, *(step.high for step in shape.steps))
    if isinstance(shape, Tornado):
        ends = [end for bar in shape.bars for end in (bar.at_low, bar.at_high)]
        return min(0.0, shape.planned, *ends), max(0.0, shape.planned, *ends)
    every = np.array([[*one.amounts, *one.marks] for one in shape.series])
    return min(0.0, float(every.min())), max(0.0, float(every.max()))
