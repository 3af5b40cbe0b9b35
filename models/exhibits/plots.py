"""What each decision area shows as a chart: lines of plain values, drawn beside its form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import present_options
from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.scale import nice_ticks
from models.exhibits.series_styles import STYLES, SeriesStyle, barred_label
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money, month_after
from models.rules.decisions import judged

type Curve = NDArray[np.float64]

TONES = tuple(
    SeriesStyle(STYLES[option].colour, dash, "none")
    for option, dash in (("on_premises", ()), ("hybrid", (6, 3)), ("cloud", (2, 2)), ("usual", (8, 3, 2, 3)))
)


@dataclass(frozen=True, slots=True)
class PlotLine:
    """One line: its name, its values at each place of the plot (NaN beyond its end), its style.

    `steps` says whether it stands in steps.
    """

    label: str
    values: Curve
    style: SeriesStyle
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A line chart: its finding, axes, places, lines, and a text for those who cannot see it.

    symbol: the currency's where its height is money, otherwise empty.
    marks: places named at the foot of the plot, such as purchases.
    """

    title: str
    height: str
    places: Curve
    names: Sequence[tuple[float, str]]
    lines: Sequence[PlotLine]
    symbol: str
    alternative: str
    marks: Sequence[tuple[float, str]] = ()


_A_TENTH = 0.05
"""People below which two teams are the same."""

MOST_MARKS = 8

type PlotOf = Callable[[Plan, str], Plot]


def _by_month(plan: Plan) -> tuple[Curve, list[tuple[float, str]]]:
    months = plan.structure.horizon
    step = 12 if months <= 72 else 24  # noqa: PLR2004 - more names than six would touch
    names = [(float(month), f"{month_after(plan.start, month):%b %y}") for month in range(0, months + 1, step)]
    return np.arange(months + 1.0), names


def _plot(
    title: str,
    height: str,
    places: Curve,
    names: Sequence[tuple[float, str]],
    lines: Sequence[PlotLine],
    symbol: str = "",
    marks: Sequence[tuple[float, str]] = (),
) -> Plot:
    ends = "; ".join(f"{line.label} from {line.values[0]:,.1f} to {line.values[-1]:,.1f}" for line in lines)
    marked = f" Marked: {', '.join(f'{text} in month {place:.0f}' for place, text in marks)}." if marks else ""
    return Plot(title, height, places, names, lines, symbol, f"{title}. {height}: {ends}.{marked}", marks)


def _evaluated(plan: Plan, scenario: str, keys: Sequence[str]) -> Mapping[str, Curve]:
    """Return lines summed over their rows, by month."""
    figures = model(plan.structure).evaluate(plan.values(scenario), keys)
    return {key: figures.rows(key).sum(axis=0)[:, 0] for key in keys}


_LEVEL = 1.05
"""Peak over average below which the load is level."""


def load_duration(plan: Plan, scenario: str) -> Plot:
    """Return the load-duration curve of all work that runs at once: GPUs over the share of hours, the busiest first."""
    figures = model(plan.structure).evaluate(plan.values(scenario), ["demand.all.slices", "demand.all.deferrable"])
    slices = figures.rows("demand.all.slices")[:, :, 0].reshape(len(plan.slugs["pool"]), 20, -1).sum(axis=0)
    waiting = figures.rows("demand.all.deferrable")[:, :, 0].sum(axis=0)
    busy = np.flatnonzero(slices.sum(axis=0) + waiting > 0)
    end = int(busy[-1]) if len(busy) else plan.structure.horizon
    hours = np.arange(0.0, 101.0, 5.0)

    def falling(month: int) -> Curve:
        ordered = slices[::-1, month]
        return np.append(ordered, ordered[-1])

    lines = [
        PlotLine(f"At once, month {end}", falling(end), TONES[0], steps=True),
        PlotLine("At once, month 1", falling(1), TONES[1], steps=True),
        PlotLine(f"Can wait, month {end}", np.full(21, waiting[end]), TONES[2]),
    ]
    peak, mean = float(slices[-1, end]), float(slices[:, end].mean())
    title = f"The busiest hours take {peak / mean:.1f} times the average" if mean > 0 else "No GPU has work at once"
    if mean > 0 and peak / mean < _LEVEL:
        title = "GPUs are in use evenly: the busiest hours take hardly more of them than the average"
    return _plot(
        title,
        "GPUs over the share of the hours, the busiest first",
        hours,
        [(0.0, "0%"), (25.0, "25%"), (50.0, "50%"), (75.0, "75%"), (100.0, "100%")],
        lines,
    )


def capacity(plan: Plan, scenario: str) -> Plot:
    """Return demand and owned capacity by month, purchases and refreshes as steps."""
    figures = _evaluated(
        plan,
        scenario,
        [
            "demand.all.mean",
            "demand.all.joint_above",
            "demand.all.deferrable",
            "on_premises.capacity",
            "hybrid.capacity",
            "on_premises.bought",
            "on_premises.retired",
        ],
    )
    places, names = _by_month(plan)
    lines = [
        PlotLine("On-premises", figures["on_premises.capacity"], STYLES["on_premises"], steps=True),
        PlotLine("Hybrid", figures["hybrid.capacity"], STYLES["hybrid"], steps=True),
        PlotLine("Peak at once", figures["demand.all.mean"] + figures["demand.all.joint_above"], TONES[2]),
        PlotLine("Average of all", figures["demand.all.mean"] + figures["demand.all.deferrable"], TONES[3]),
    ]
    bought = round(float(figures["on_premises.bought"].sum()))
    marks = [
        (float(month), f"+{count:.0f}" + (" refresh" if renewed > 0 else ""))
        for month, (count, renewed) in enumerate(
            zip(figures["on_premises.bought"], figures["on_premises.retired"], strict=True)
        )
        if count > 0
    ]
    marks = marks if len(marks) <= MOST_MARKS else _by_year(figures["on_premises.bought"])
    number = "no server" if bought == 0 else "1 server" if bought == 1 else f"{bought:,} servers"
    title = f"On-premises buys {number} over the horizon"
    return _plot(
        title,
        "GPUs owned by option, and demand; servers bought on-premises at the foot",
        places,
        names,
        lines,
        marks=marks,
    )


def _by_year(bought: NDArray[np.float64]) -> list[tuple[float, str]]:
    """Return what is bought in each year, in its first month with a purchase; what is bought at once stands alone."""
    years: dict[int, tuple[float, float]] = {}
    for month, count in enumerate(bought):
        if count > 0:
            first, so_far = years.get(-(-month // 12), (float(month), 0.0))
            years[-(-month // 12)] = (first, so_far + float(count))
    return [(first, f"+{count:.0f}") for first, count in years.values()]


def routes(plan: Plan, scenario: str, wanted: str = "") -> Plot:
    """Return what a workload costs a month by volume: at an API, and self-hosted on rented GPUs.

    wanted: the workload; the first one with models where it is left out or has none.
    """
    slugs = plan.slugs["workload"]
    with_models = [one for one in slugs if plan.entry(scenario, f"workloads.workload.{one}.kind").value == "inference"]
    slug = wanted if wanted in with_models else next(iter(with_models), slugs[0])
    traced, place = model(plan.structure), slugs.index(slug)
    planned = float(traced.evaluate(plan.values(scenario), ["routes.requests"]).rows("routes.requests")[place, 0, 0])
    # the volume is that of all requests, whoever asks them
    values = {**plan.values(scenario), f"workloads.workload.{slug}.users": 0.0}
    pool = plan.slugs["pool"].index(str(values[f"workloads.workload.{slug}.pool"]))
    row = pool * len(slugs) + place
    crossing = float(traced.evaluate(values, ["routes.rented.overtakes"]).rows("routes.rented.overtakes")[row, 0, 0])
    volumes = np.linspace(0.0, 1.6 * max(planned, crossing, 1.0), 41)
    figures = traced.evaluate(
        {**values, f"workloads.workload.{slug}.requests": volumes}, ["routes.api.per_thousand", "routes.rented.monthly"]
    )
    api = np.broadcast_to(figures.rows("routes.api.per_thousand")[place, 0], volumes.shape) * volumes / 1_000
    hosted = np.broadcast_to(figures.rows("routes.rented.monthly")[row, 0], volumes.shape)
    lines = [PlotLine("API", api, TONES[2]), PlotLine("Self-hosted", hosted, TONES[0])]
    name = plan.row_name("workload", slug)
    title = f"{name}: API and hosted model, at today's prices"
    unit, letter = (1e6, "m") if volumes[-1] >= 1e6 else (1e3, "k")  # noqa: PLR2004 - a million
    names = [(tick, f"{tick / unit:,g}{letter}" if tick else "0") for tick in nice_ticks(0.0, float(volumes[-1]), 6)]
    return _plot(
        title,
        f"{SYMBOLS[plan.currency]} a month by requests a month, rented GPUs",
        volumes,
        names,
        lines,
        SYMBOLS[plan.currency],
    )


def _held(first: str, last: str, *, more: bool) -> str:
    """Return how what is held changes from a number of terabytes to another.

    >>> _held("1", "7", more=True), _held("50", "20", more=False), _held("8", "8", more=True)
    ('1 TB grows to 7 TB', '50 TB shrink to 20 TB', '8 TB throughout')
    """
    if first == last:
        return f"{first} TB throughout" if first != "0" else "No data is held"
    return f"{first} TB {'grow' if more else 'shrink'}{'s' if first == '1' else ''} to {last} TB"


def storage(plan: Plan, scenario: str) -> Plot:
    """Return terabytes stored by tier and month."""
    stored = model(plan.structure).evaluate(plan.values(scenario), ["data.stored"]).rows("data.stored")[:, :, 0]
    places, names = _by_month(plan)
    lines = [PlotLine(label, stored[tier], TONES[tier]) for tier, label in enumerate(("Hot", "Warm", "Cold"))]
    first, last = float(stored[:, 0].sum()), float(stored[:, -1].sum())
    title = _held(f"{first:,.0f}", f"{last:,.0f}", more=last > first)
    return _plot(title, "TB stored", places, names, lines)


def team(plan: Plan, scenario: str) -> Plot:
    """Return people by option and month."""
    options, case = present_options(plan, scenario), judged(plan, scenario)
    figures = _evaluated(plan, scenario, [OptionLine.TEAM.of(option) for option in options])
    places, names = _by_month(plan)
    lines = [
        PlotLine(barred_label(option, case), figures[OptionLine.TEAM.of(option)], STYLES[option], steps=True)
        for option in options
    ]
    allowed = [option for option in options if option not in case.blocked]
    if len(allowed) == 1:
        people = f"{float(figures[OptionLine.TEAM.of(allowed[0])][-1]):.1f}"
        title = f"{OPTION_LABELS[allowed[0]]} takes {people} {'person' if people == '1.0' else 'people'} in the end"
        return _plot(title, "People", places, names, lines)
    first, other = _held_against(plan, scenario, allowed or options)
    gap = float(figures[OptionLine.TEAM.of(first)][-1] - figures[OptionLine.TEAM.of(other)][-1])
    same = all(abs(line.values[-1] - lines[0].values[-1]) < _A_TENTH for line in lines)
    title = (
        "Every option takes the same people"
        if same
        else f"{OPTION_LABELS[first]} takes {abs(gap):.1f} people {'more' if gap > 0 else 'fewer'} than"
        f" {in_sentence(other)}"
        if abs(gap) >= _A_TENTH
        else f"{OPTION_LABELS[first]} takes as many people as {in_sentence(other)}"
    )
    return _plot(title, "People", places, names, lines)


def _held_against(plan: Plan, scenario: str, options: Sequence[str]) -> tuple[str, str]:
    """Return the cheapest option allowed and the one it is held against: cloud, or on-premises where that is it."""
    allowed = judged(plan, scenario).allowed()
    first = allowed[0].key if allowed else options[0]
    return first, next(one for one in ("cloud", "on_premises", *options) if one != first and one in options)


def accounts(plan: Plan, scenario: str) -> Plot:
    """Return the charge to profit and loss so far, by option and month."""
    options, case = present_options(plan, scenario), judged(plan, scenario)
    figures = _evaluated(plan, scenario, [OptionLine.ACCOUNTS_CHARGE.of(option) for option in options])
    places, names = _by_month(plan)
    charges = {option: np.cumsum(figures[OptionLine.ACCOUNTS_CHARGE.of(option)]) for option in options}
    lines = [PlotLine(barred_label(option, case), one, STYLES[option]) for option, one in charges.items()]
    allowed = [option for option in options if option not in case.blocked] or options
    least = min(allowed, key=lambda option: float(charges[option][-1]))
    symbol = SYMBOLS[plan.currency]
    charged = money(float(charges[least][-1]), symbol)
    return _plot(
        f"In the accounts {in_sentence(least)} costs {'least' if len(allowed) > 1 else charged}",
        f"{symbol} charged to profit and loss so far",
        places,
        names,
        lines,
        symbol,
    )
