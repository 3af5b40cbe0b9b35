"""The months as they come in: what providers charged beside what the plan says."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.appraisal.model import model
from models.areas.options import OPTION_LABELS, OPTIONS, USUAL
from models.exhibits.calibration import months_between, usual_cost
from models.exhibits.cells import Cell, CellKind, Entered, Form, month_number, whole_amount
from models.exhibits.figures import Table
from models.exhibits.plots import Plot, PlotLine
from models.exhibits.series_styles import STYLES, SeriesStyle
from models.plan.measured_rate import rate
from models.plan.measurements import Flow
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money, month_after

FOLLOWED: Mapping[str, str] = {USUAL: "Business as usual", **OPTION_LABELS}
"""What actual months can be held against, by key."""

_BILLED = ("compute", "data", "hosting")
"""The areas whose cost is on a provider's bill."""

_CHARGED = SeriesStyle("#7A1F5C", (), "none")
_WHOLE = 0.95
"""Share of a month's days from which on it counts as whole."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """One actual month.

    Its place in the plan (0 or less before it begins), what was charged and what a whole month has planned, in the
    plan's currency, and its covered days.
    """

    month: str
    place: int
    actual: float
    planned: float
    days: float

    @property
    def whole(self) -> bool:
        """Whether enough of its days are covered for it to count as whole."""
        return self.days >= _days_in(self.month) * _WHOLE

    @property
    def due(self) -> float:
        """What the plan has for the days that are covered, in its currency."""
        return self.planned * (1.0 if self.whole else self.days / _days_in(self.month))


def tracked(plan: Plan, scenario: str, follow: str) -> list[Tracked]:
    """Return the actual months beside what they are held against.

    That is business as usual, or what an option has on providers' bills; months before the plan stand beside its first.

    Of files of one kind that cover the same month the one counts that covers most days of it, of equal ones the one
    taken in last; files of different kinds or of other
    accounts add up.
    """
    actual: dict[str, dict[str, tuple[float, float]]] = {}
    for one in plan.measurements:
        at = rate(plan, one.currency, plan.currency)
        for month, flows in one.months.items():
            if Flow.EFFECTIVE in flows and at is not None:
                charged = (flows[Flow.EFFECTIVE] + flows.get(Flow.UNUSED_COMMITMENT, 0.0)) * at
                account = f"{one.family} {one.sha256}" if one.other_account else one.family
                found, days = actual.setdefault(month, {}), flows.get("days", 0.0)
                if account not in found or days >= found[account][1]:
                    found[account] = charged, days
    planned = _planned_months(plan, scenario, follow)
    months: list[Tracked] = []
    for month in sorted(actual):
        place = months_between(plan.start, month)
        if place > plan.structure.horizon:
            continue
        days = min(covered for _, covered in actual[month].values())
        months.append(
            Tracked(
                month, place, sum(charged for charged, _ in actual[month].values()), float(planned[max(1, place)]), days
            )
        )
    return months


def _days_in(month: str) -> int:
    first = np.datetime64(month)
    return int(((first + np.timedelta64(1, "M")).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int))


def _planned_months(plan: Plan, scenario: str, follow: str) -> np.ndarray:
    traced = model(plan.structure)
    lines = (
        ["finance.usual"]
        if follow == USUAL
        else [key for area in _BILLED if (key := f"{follow}.total.area_{area}") in traced.lines]
    )
    months = plan.structure.horizon + 1
    if not lines:  # the option is not there
        return np.zeros(months)
    figures = traced.evaluate(plan.values(scenario), lines)
    return np.sum([np.broadcast_to(figures.rows(line).sum(axis=0)[:, 0], months) for line in lines], axis=0)


def tracking_table(plan: Plan, scenario: str, follow: str) -> Table:
    """Return the actual months as they are read, with what has come together so far.

    A month that is covered in part says so, and the plan counts for as many of its days.
    """
    symbol = SYMBOLS[plan.currency]
    rows: list[list[Entered]] = []
    gap = 0.0
    for one in tracked(plan, scenario, follow):
        gap += one.actual - one.due
        part = "" if one.whole else f", {one.days:.0f} days"
        rows.append(
            [
                Cell(CellKind.DATE, one.month, "", Form.SHORT_MONTH, after=part),
                month_number(one.place) if one.place >= 1 else "before",
                whole_amount(one.actual, symbol),
                whole_amount(one.due, symbol),
                whole_amount(one.actual - one.due, symbol, signed=True),
                whole_amount(gap, symbol, signed=True),
            ]
        )
    return Table.of(["Month", "In the plan", "Charged", "Planned", "Difference", "So far"], rows)


def _named(month: str) -> str:
    return f"{month_after(month, 0):%B %Y}"


def tracking_plot(plan: Plan, scenario: str, follow: str) -> Plot | None:
    """Return what was charged so far beside the plan's curve from the first actual month on, over a year or more.

    None where no month has a cost.
    """
    found = tracked(plan, scenario, follow)
    if not found:
        return None
    first, last = found[0].place, found[-1].place
    end = min(max(last + 3, first + 11), plan.structure.horizon) if plan.structure.horizon > first else last
    planned = _planned_months(plan, scenario, follow)
    months = list(range(first, max(end, last) + 1))
    due = np.cumsum([float(planned[max(1, place)]) for place in months])
    by_place = {one.place: one.actual for one in found}
    held = sum(one.due for one in found)
    charged = np.cumsum([by_place.get(place, 0.0) for place in months])
    charged[[place > last for place in months]] = np.nan
    style = STYLES.get(follow, STYLES["usual"])
    lines = [
        PlotLine(FOLLOWED[follow], np.append(0.0, due), style),
        PlotLine("Charged", np.append(0.0, charged), _CHARGED),
    ]
    symbol = SYMBOLS[plan.currency]
    at = months.index(last)
    gap = float(charged[at]) - held
    missing = [place for place in months if place <= last and place not in by_place]
    title = (
        f"To {_named(found[-1].month)}, {money(abs(gap), symbol)} {'more' if gap > 0 else 'less'} than planned was"
        " charged"
        if abs(gap) >= 1
        else f"To {_named(found[-1].month)}, what was planned was charged"
    )
    title += (
        f"; {len(missing)} month{'' if len(missing) == 1 else 's'} between {'is' if len(missing) == 1 else 'are'}"
        " missing"
        if missing
        else ""
    )
    step = 1 if len(months) <= 7 else 3 if len(months) <= 24 else 12  # noqa: PLR2004 - more names would touch
    names = [
        (float(number + 1), f"{month_after(plan.start, place):%b %y}")
        for number, place in enumerate(months)
        if number % step == 0
    ]
    followed = "compute, data and model APIs of " + FOLLOWED[follow].lower() if follow != USUAL else ""
    height = f"{symbol} so far, {followed or 'as business as usual'}"
    return Plot(title, height, np.arange(len(months) + 1.0), names, lines, symbol, f"{title}. {height}.")


def followed_first(plan: Plan) -> str:
    """Return what actual months are held against unless somebody says otherwise.

    Business as usual until the plan has begun, where that costs anything, else the cloud.
    """
    last = max((month for one in plan.measurements for month in one.months), default="")
    return OPTIONS[0] if not usual_cost(plan) or (last and months_between(plan.start, last) >= 1) else USUAL
