"""Figures and tables as plain values; screen, paper and sheet draw them alike."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.results import A_PENNY, CaseResult, Curve, OptionResult
from models.areas.options import in_sentence
from models.exhibits.cells import (
    BLANK,
    Cell,
    CellKind,
    Entered,
    Form,
    between,
    cells,
    number,
    price,
    record,
    thousands_in,
    written,
)
from models.exhibits.cumulative_finding import cumulative_finding
from models.exhibits.option_rows import option_row
from models.exhibits.series_styles import STYLES, SeriesStyle, barred_label, left_open
from models.exhibits.spans import whole_month
from models.plan.plan import EvidenceKind, Plan
from models.quantities.writing import SYMBOLS, money, month_name
from models.rules.judgement import Judgement, planned
from models.studies.percentiles import Band


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a figure: money by month 0…H; of another scenario laid over it, where `other` names that.

    Where cases were drawn, it has the band they lie in. paid: the part of its values that is cash, where work waits in
    it: what lies between is drawn hatched. ghost: what was there before a change, drawn behind without a name.
    """

    key: str
    label: str
    values: Curve
    style: SeriesStyle
    other: str = ""
    band: Band | None = None
    paid: Curve | None = None
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that is named in a figure."""

    month: float
    amount: float
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A line chart over the months: its finding as title, what it shows, its series and marks.

    It also holds a text for those who cannot see it.
    """

    title: str
    subtitle: str
    series: Sequence[Series]
    marks: Sequence[Mark]
    start: str
    symbol: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, rows of cells, a key behind each row, the row that is recommended (−1 for none)."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    keys: Sequence[str]
    chosen: int = -1

    @classmethod
    def of(
        cls,
        heads: Sequence[str],
        rows: Iterable[Iterable[Entered]],
        keys: Sequence[str] | None = None,
        chosen: int = -1,
    ) -> "Table":
        """Return a table of rows in which a text may stand for a cell; keys: the first cells where left out."""
        made = [cells(row) for row in rows]
        return cls(heads, made, [str(row[0]) for row in made] if keys is None else keys, chosen)

    def texts(self) -> list[list[str]]:
        """Return the rows as screen and page show them."""
        return [[written(cell) for cell in row] for row in self.rows]

    def first(self, most: int) -> "Table":
        """Return the table with so many rows at most."""
        chosen = self.chosen if self.chosen < most else -1
        return Table(self.heads, self.rows[:most], self.keys[:most], chosen)

    def records(self) -> dict[str, object]:
        """Return the table for JSON, made of its cells."""
        rows = [
            {"key": key, "cells": [record(cell) for cell in row]} for key, row in zip(self.keys, self.rows, strict=True)
        ]
        return {"heads": list(self.heads), "rows": rows}


STROKES = 40
"""Slanted strokes over the whole of a chart, so that they are told apart at any size."""

HATCHED = "; hatched: work that waits"
RESALE = ", before resale"


def cumulative_figure(
    plan: Plan, case: CaseResult, basis: str = "nominal", judgement: Judgement | None = None
) -> Figure:
    """Return the cumulative cost of the options over the months.

    The crossovers of the cheapest option are marked: those of other pairs stand in the workbook. Beside options that
    can be judged, one that awaits an entry is not drawn: a part of its cost is missing.
    """
    symbol = SYMBOLS[plan.currency]
    series = [
        Series(
            option.key,
            curve_label(case, option),
            option.drawn(basis),
            STYLES[option.key],
            paid=option.paid(basis) if option.waiting_cost > A_PENNY else None,
        )
        for option in to_draw(case)
    ]
    if case.usual.any() and basis == "nominal":
        series.append(Series("usual", "Business as usual", case.usual, STYLES["usual"]))
    first = next((option.key for option in case.allowed() if option.key not in case.twins), "")
    undrawn = case.options.keys() - {option.key for option in to_draw(case)}
    marks = [
        Mark(
            one.month,
            _at(case, one.to, one.month, basis),
            f"month {whole_month(one.month)}: {_cheaper(case, one.to, one.origin)}",
            f"{one.to}/{one.origin}",
        )
        for one in case.crossovers
        if one.basis == basis and first in {one.origin, one.to} and not {one.origin, one.to} & undrawn
    ]
    ends = "; ".join(f"{one.label} {money(float(one.values[-1]), symbol)}" for one in series)
    wording = "" if basis == "nominal" else ", discounted"
    waits = HATCHED if any(one.paid is not None for one in series) else ""
    return Figure(
        cumulative_finding(plan, case, judgement, basis),
        f"Cumulative cost{wording}, {symbol}{RESALE}{waits}",
        series,
        marks,
        plan.start,
        symbol,
        f"Line chart of cumulative cost{wording} from {month_name(plan.start, 0)} over {plan.structure.horizon} months."
        f" At the end: {ends}. " + ("; ".join(mark.text for mark in marks) or "No crossover") + ".",
    )


def to_draw(case: CaseResult) -> Sequence[OptionResult]:
    """Return the options of a chart: without those that are another, or await an entry while others can be judged."""
    return [one for one in case.apart if not left_open(one.key, case)]


def strokes(low: Curve | None, high: Curve) -> list[tuple[float, float, float, float]]:
    """Return the strokes that hatch what lies between two curves: month and amount of each one's foot and head.

    low: nothing is hatched where it is None.
    """
    if low is None:
        return []
    apart_by = (len(high) - 1) / STROKES
    months = np.arange(0.0, len(high) - 1, apart_by)
    heads = np.minimum(months + apart_by, len(high) - 1)
    at = np.arange(len(high), dtype=float)
    feet, tops = np.interp(months, at, low), np.interp(heads, at, high)
    apart = np.interp(months, at, high - low) > A_PENNY
    return [
        (float(month), float(foot), float(head), float(top))
        for month, foot, head, top, counts in zip(months, feet, heads, tops, apart, strict=True)
        if counts
    ]


def curve_label(case: CaseResult, option: OptionResult) -> str:
    """Return an option with those that are it, for they are drawn once; one that is not allowed says so."""
    same = [in_sentence(key) for key, of in case.twins.items() if of == option.key]
    label = barred_label(option.key, case)
    return f"{label} = {' = '.join(same)}" if same else label


def line_behind(option: str, basis: str) -> str:
    """Return the key of the line of the model that a curve shows."""
    if option == "usual":
        return "finance.usual_cumulative"
    return (OptionLine.CURVE_DISCOUNTED if basis == "discounted" else OptionLine.CURVE).of(option)


def overlaid(figure: Figure, others: Sequence[tuple[str, str, CaseResult]], basis: str = "nominal") -> Figure:
    """Return a figure with the curves of other scenarios laid over it, each given as slug, name and results."""
    added = [
        Series(f"{slug}:{option.key}", curve_label(case, option), option.drawn(basis), STYLES[option.key], name)
        for slug, name, case in others
        for option in case.options.values()
        if not left_open(option.key, case)
    ]
    laid_over = "".join(f" Laid over it: {name}." for _, name, _ in others)
    return replace(figure, series=[*figure.series, *added], alternative=figure.alternative + laid_over)


def ghosted(figure: Figure, case: CaseResult, basis: str = "nominal") -> Figure:
    """Return a figure with the curves of other results behind it, thin and without a name."""
    behind = [
        Series(f"ghost:{option.key}", option.label, option.drawn(basis), STYLES[option.key], "before", ghost=True)
        for option in case.apart
    ]
    ends = "; ".join(f"{one.label} {money(float(one.values[-1]), figure.symbol)}" for one in behind)
    return replace(
        figure, series=[*behind, *figure.series], alternative=f"{figure.alternative} Before the changes: {ends}."
    )


def with_bands(figure: Figure, bands: Mapping[str, Band], cases: int) -> Figure:
    """Return a figure with the bands of its options, from percentile 10 to 90 of some cases."""
    series = [replace(one, band=bands.get(one.key)) if not one.other else one for one in figure.series]
    ends = "; ".join(
        f"{one.label} {money(float(one.band.low[-1]), figure.symbol)} to"
        f" {money(float(one.band.high[-1]), figure.symbol)}"
        for one in series
        if one.band is not None
    )
    return replace(
        figure,
        series=series,
        subtitle=f"{figure.subtitle}; 8 in 10 of {cases:,} cases",
        alternative=f"{figure.alternative} At the end, in 8 of 10 cases: {ends}.",
    )


def lasting(figure: Figure) -> Figure:
    """Return a figure that names only the last crossover of each pair, as paper has room for.

    A table or the workbook has them all.
    """
    last = {frozenset(mark.key.split("/")): mark for mark in sorted(figure.marks, key=lambda one: one.month)}
    return replace(figure, marks=sorted(last.values(), key=lambda one: one.month))


def only(figure: Figure, hidden: Collection[str]) -> Figure:
    """Return a figure without the options that are hidden, their marks and their curves in other scenarios."""
    series = [one for one in figure.series if one.key.rsplit(":", maxsplit=1)[-1] not in hidden]
    return replace(
        figure, series=series, marks=[mark for mark in figure.marks if not set(mark.key.split("/")) & set(hidden)]
    )


def figure_table(figure: Figure) -> Table:
    """Return what a figure shows as a table: a row a month."""
    heads = [
        "Month",
        *((f"{one.label}, {figure.symbol}" if not one.other else f"{one.label}, {one.other}") for one in figure.series),
    ]
    months = range(len(figure.series[0].values))
    rows = [
        [
            number(month).with_words(after=f", {month_name(figure.start, month)}"),
            *(_cell(one, month) for one in figure.series),
        ]
        for month in months
    ]
    return Table.of(heads, rows, [str(month) for month in months])


def _cell(one: Series, month: int) -> Cell:
    """Return the amount in a month, with the ends of the band where there is one."""
    value = number(float(one.values[month]))
    if one.band is None:
        return value
    low, high = number(float(one.band.low[month])), number(float(one.band.high[month]))
    return between(value, between(low.with_words("("), high.with_words(after=")"), "–"), " ")


def _cheaper(case: CaseResult, to: str, origin: str) -> str:
    return f"{case.options[to].in_sentence} cheaper than {case.options[origin].in_sentence}"


def _at(case: CaseResult, option: str, month: float, basis: str) -> float:
    """Return an option's cumulative cost at a month with its fraction, on the straight line between whole months."""
    values = case.options[option].drawn(basis)
    before = int(month)
    after = min(before + 1, len(values) - 1)
    return float(values[before] + (month - before) * (values[after] - values[before]))


ECONOMIC, WITH_WAITING = "Economic cost", "With waiting"
"""Heads of what options are ranked by, where that is not what is paid."""

NOTHING = "nothing"
NOT_SAID = "not stated"
"""Of business as usual, until somebody has said what it costs, be it nothing."""


def usual_is_considered(plan: Plan, scenario: str) -> bool:
    """Return whether somebody has said what business as usual costs, be it nothing."""
    if plan.entry(scenario, "finance.usual_today").value in {"nothing", "cloud", "servers"}:
        return True
    entry = plan.entry(scenario, "finance.usual_cost")
    return float(entry.value) > 0 or entry.evidence.kind is not EvidenceKind.DEFAULT


MOST_AN_HOUR = 100_000.0
"""Money for a busy GPU-hour from which the figure tells of next to no hours, not of their price."""


def told_hour(option: OptionResult) -> float | None:
    """Return what a busy GPU-hour of an option costs, None where it takes none, or next to none."""
    return option.unit_cost if option.unit_cost is not None and option.unit_cost < MOST_AN_HOUR else None


def options_table(plan: Plan, case: CaseResult) -> Table:
    """Return the options side by side, in thousands, business as usual first, be it that nobody has said its cost.

    Where work waits in one, present value with what that is worth stands in place of the cost of a year, and in the
    public sector the economic cost does: by it they are ranked.
    """
    waits = any(option.waiting_cost > A_PENNY for option in case.options.values())
    ranked_apart = waits or case.by_society
    symbol = SYMBOLS[plan.currency]
    best = planned(case).recommended
    thousands = thousands_in(plan)
    scenario = plan.slug_named(case.scenario)
    usual: list[Entered] = [thousands(float(case.usual[-1])), thousands(case.usual_present_value)]
    said = usual_is_considered(plan, scenario)
    words = [NOTHING if said else NOT_SAID, ""]
    ranked: Entered = thousands(case.usual_compared) if case.by_society and case.usual.any() else ""
    rows: list[list[Entered]] = [["Business as usual", *(usual if case.usual.any() else words), ranked, "", "", ""]]
    keys = ["usual"]
    for option in case.options.values():
        payback = pays_back(case, option.key)
        hour = told_hour(option)
        unit = price(hour, symbol) if hour is not None else "not defined"
        rows.append(
            option_row(
                option.key,
                case,
                [
                    thousands(option.total_cost),
                    thousands(option.present_value),
                    thousands(option.compared if ranked_apart else option.equivalent_annual_cost),
                    thousands(option.up_front),
                    payback,
                    unit,
                ],
            )
        )
        keys.append(option.key)
    heads = [
        f"{symbol}k",
        "Whole life",
        "Present value",
        (ECONOMIC if case.by_society else WITH_WAITING) if ranked_apart else "A year",
        "Up front",
        "Payback",
        f"{symbol}/GPU-hour",
    ]
    return Table.of(heads, rows, keys, keys.index(best) if best in keys else -1)


def pays_back(case: CaseResult, key: str) -> Entered:
    """Return from when an option stays cheaper than cloud, to the horizon; nothing where cloud is barred.

    That it was cheaper for a time is no payback; work that waits in it counts as it does in the comparison. An option
    that is cheaper only once its servers are sold at the horizon says so.
    """
    if key == "cloud" or "cloud" in case.blocked or left_open(key, case):
        return BLANK
    pair = case.pair("cloud", key, "nominal")
    if pair.sustained is None:
        if case.options[key].total_cost < case.options["cloud"].total_cost - 1:
            return "by resale"
        return "not lasting" if pair.first_cheaper is not None else "never"
    return "at once" if pair.sustained <= 0 else months_later(pair.sustained)


def months_later(month: float) -> Cell:
    """Return a number of months, such as "31 months"."""
    whole = whole_month(month)
    return Cell(CellKind.MONTH, float(whole), form=Form.NUMBER, after=" month" if whole == 1 else " months")
