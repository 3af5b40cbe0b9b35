"""Figures and tables as plain values; screen, paper and sheet draw them alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.appraisal.results import CaseResult, Curve
from models.exhibits.verdict import cumulative_finding, whole_month
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money, month_name, thousands


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How a series is told apart: by colour, by dash (lengths of line and gap in points) and by marker."""

    colour: str
    dash: tuple[int, ...]
    marker: str


STYLES = {
    "cloud": SeriesStyle("#D4511B", (), "circle"),
    "on_premises": SeriesStyle("#12436D", (6, 3), "square"),
    "hybrid": SeriesStyle("#1F7F77", (2, 2), "triangle"),
    "usual": SeriesStyle("#6B7280", (8, 3, 2, 3), "none"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a figure: money by month 0…H."""

    key: str
    label: str
    values: Curve
    style: SeriesStyle


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that is named in a figure."""

    month: float
    amount: float
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A line chart over the months: its finding as title, what it shows, its series and marks, and a text for those who cannot see it."""

    title: str
    subtitle: str
    series: Sequence[Series]
    marks: Sequence[Mark]
    start: str
    symbol: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, rows of texts, the row that is recommended (−1 for none); the first column is text, the others figures."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    keys: Sequence[str]
    chosen: int = -1


def cumulative_figure(plan: Plan, case: CaseResult, basis: str = "nominal") -> Figure:
    """Return the cumulative cost of the options over the months, with every crossover marked."""
    symbol = SYMBOLS[plan.currency]
    series = [Series(option.key, option.label, option.cumulative if basis == "nominal" else option.discounted, STYLES[option.key]) for option in case.options.values()]
    if case.usual.any() and basis == "nominal":
        series.append(Series("usual", "Business as usual", case.usual, STYLES["usual"]))
    marks = [Mark(one.month, _at(case, one.to, one.month, basis), f"month {whole_month(one.month)}: {_passes(case, one.to, one.origin)}", one.to) for one in case.crossovers if one.basis == basis]
    ends = "; ".join(f"{one.label} {money(float(one.values[-1]), symbol)}" for one in series)
    wording = "" if basis == "nominal" else ", discounted"
    return Figure(
        cumulative_finding(plan, case),
        f"Cumulative cost{wording}, {symbol}, without the resale of what is left",
        series,
        marks,
        plan.start,
        symbol,
        f"Line chart of cumulative cost{wording} from {month_name(plan.start, 0)} over {plan.structure.horizon} months. At the end: {ends}. "
        + ("; ".join(mark.text for mark in marks) or "No crossover")
        + ".",
    )


def _passes(case: CaseResult, to: str, origin: str) -> str:
    return f"{case.options[to].label.lower()} passes {case.options[origin].label.lower()}"


def _at(case: CaseResult, option: str, month: float, basis: str) -> float:
    """Return an option's cumulative cost at a month with its fraction, on the straight line between whole months."""
    values = case.options[option].cumulative if basis == "nominal" else case.options[option].discounted
    before = int(month)
    after = min(before + 1, len(values) - 1)
    return float(values[before] + (month - before) * (values[after] - values[before]))


def options_table(plan: Plan, case: CaseResult, *, always_usual: bool = False) -> Table:
    """Return the options side by side, in thousands, with business as usual first where it costs anything.

    always_usual: business as usual is shown even where nothing is paid today.
    """
    symbol = SYMBOLS[plan.currency]
    best = case.allowed()[0].key if case.allowed() else ""
    rows: list[list[str]] = []
    keys: list[str] = []
    if case.usual.any() or always_usual:
        present = thousands(case.usual_present_value)
        rows.append(["Business as usual", thousands(float(case.usual[-1])), present, "", "", "", ""])
        keys.append("usual")
    for option in case.options.values():
        payback = "" if option.key == "cloud" else _payback(case, option.key)
        unit = f"{symbol}{option.unit_cost:,.2f}" if option.unit_cost is not None else "not defined"
        rows.append(
            [
                option.label if option.key not in case.blocked else f"{option.label} (barred)",
                thousands(option.total_cost),
                thousands(option.present_value),
                thousands(option.equivalent_annual_cost),
                thousands(option.up_front),
                payback,
                unit,
            ]
        )
        keys.append(option.key)
    heads = [f"{symbol}k", "Whole life", "Present value", "A year", "Up front", "Payback", f"{symbol}/GPU-hour"]
    return Table(heads, rows, keys, keys.index(best) if best else -1)


def _payback(case: CaseResult, option: str) -> str:
    month = case.pair("cloud", option, "nominal").payback
    if month is None:
        return "never"
    return "at once" if month <= 0 else f"{whole_month(month)} months"
