"""Measurements beside the plan: the register, the load curve, where measured and planned differ and why, the months as they come in, and what the cost rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.appraisal.comparison import OPTION_LABELS
from models.appraisal.model import model
from models.areas.placement import OPTIONS
from models.areas.world import hours_a_month
from models.exhibits.case_text import short
from models.exhibits.figures import STYLES, Table
from models.exhibits.inputs import brief_value, input_name, input_value
from models.exhibits.plots import TONES, Plot, PlotLine
from models.exhibits.studies import Shown
from models.plan.measured_inputs import BILLS, measured_inputs, rate
from models.plan.measurements import DAYS_A_MONTH, FIGURES, SLICES, Measurement, unit_of
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money, month_after, whole_money
from models.studies.resting import Resting

USUAL = "usual"
FOLLOWED: Mapping[str, str] = {USUAL: "Business as usual", **OPTION_LABELS}
"""What actual months can be held against, by key."""

_BILLED = ("compute", "data", "hosting")
"""The areas whose cost is on a provider's bill."""

_SMALL = 0.005
_MOST_CAUSES = 3
_WHOLE = 0.95
"""Share of a month's days from which on it counts as whole."""

KINDS: Mapping[EvidenceKind, str] = {EvidenceKind.MEASURED: "Measured", EvidenceKind.QUOTE: "Quotes and list prices", EvidenceKind.ASSUMPTION: "Assumptions", EvidenceKind.DEFAULT: "Defaults nobody has looked at"}


def figure_text(measurement: Measurement, name: str) -> str:
    """Return a measured figure with its unit, and the lowest and highest week where they differ."""
    named = FIGURES[name]
    unit = unit_of(named, measurement.currency)
    ends = measurement.ranges.get(name)

    def one(amount: float) -> str:
        return f"{amount * 100:,.{named.decimals}f}" if unit == "%" else f"{amount:,.{named.decimals}f}"

    told = f"{one(measurement.figures[name])} {unit}"
    return f"{told} ({one(ends[0])} to {one(ends[1])} by week)" if ends and one(ends[0]) != one(ends[1]) else told


# register


def register_table(plan: Plan) -> Table:
    """Return every measurement: file, what it is with period, coverage and day, its rows, and the beginning of its hash."""
    rows = [[short(one.file), described(one), f"{one.used:,} / {one.aside:,}", one.sha256[:12]] for one in plan.measurements]
    return Table(["File", "What it is", "Rows used / aside", "SHA-256"], rows, [one.sha256 for one in plan.measurements])


def described(one: Measurement) -> str:
    """Return what a measurement is: its kind, period, zone, coverage, currency, and the day it was taken in."""
    zone = f", {one.zone}" if one.zone else ""
    money_in = f", {one.currency}" if one.currency else ""
    return f"{one.format}, {one.period}{zone}, {one.coverage:.0%} covered{money_in}; taken in on {one.taken}"


def figures_table(measurement: Measurement) -> Table:
    """Return what a measurement says of a usual month: each figure, and its lowest and highest week."""
    names = [name for name in FIGURES if name in measurement.figures]
    rows = [[FIGURES[name].label, *_parted(figure_text(measurement, name))] for name in names]
    return Table(["A usual month", "Measured", "Lowest to highest week"], rows, names)


def _parted(text: str) -> list[str]:
    value, _, ends = text.partition(" (")
    return [value, ends.removesuffix(" by week)")]


def measured_inputs_table(plan: Plan, scenario: str) -> Table:
    """Return every input that rests on a measurement: value, range and source."""
    rows: list[list[str]] = []
    keys: list[str] = []
    for key in plan.entries:
        entry = plan.entry(scenario, key)
        if entry.evidence.kind is EvidenceKind.MEASURED and not _is_slice(key):
            low, high = entry.evidence.low, entry.evidence.high
            ends = f"{brief_value(plan, scenario, key, low)} to {brief_value(plan, scenario, key, high)}" if low is not None and high is not None else ""
            rows.append([short(input_name(plan, key)), input_value(plan, scenario, key, entry.value), ends, short(entry.evidence.source.split(" (")[0])])
            keys.append(key)
    return Table(["Input", "Value", "Low to high", "Measured by"], rows, keys)


def _is_slice(key: str) -> bool:
    return ".measured_" in key


# load curve


def measured_load(plan: Plan, scenario: str, measurement: Measurement) -> Plot | None:
    """Return the measured load over the share of the hours, the busiest first, beside the plan's; None where the file has no load by the hour."""
    if not measurement.slices:
        return None
    hours = np.arange(0.0, 101.0, 100 / SLICES)
    lines = [PlotLine("Measured", _falling(measurement.slices), TONES[0], steps=True)]
    title = f"Measured: the busiest hour takes {measurement.figures['peak_to_average']:.2f} times the average"
    work = measurement.workload
    if work in plan.slugs["workload"]:
        planned = _planned_slices(plan, scenario, work)
        lines.append(PlotLine("Plan", _falling(planned), TONES[2], steps=True))
        gap = max(abs(one - other) for one, other in zip(measurement.slices, planned, strict=True))
        title = f"{plan.row_name('workload', work)}: " + ("the plan has the measured load" if gap < _SMALL else f"measured and planned load are up to {gap:.2f} of the average apart")
    height = f"Load over its average, by share of the hours, the busiest first; by the hour, {measurement.days:,.4g} days"
    names = [(float(place), f"{place} %") for place in range(0, 101, 25)]
    ends = "; ".join(f"{line.label} from {line.values[0]:.2f} to {line.values[-1]:.2f}" for line in lines)
    return Plot(title, height, hours, names, lines, "", f"{title}. {height}: {ends}.")


def _falling(slices: Sequence[float]) -> np.ndarray:
    falling = np.array(slices)[::-1]
    return np.append(falling, falling[-1])


def _planned_slices(plan: Plan, scenario: str, workload: str) -> list[float]:
    found = model(plan.structure).evaluate(plan.values(scenario), ["workloads.slices"]).rows("workloads.slices")[:, 0, 0]
    works = plan.slugs["workload"]
    return [float(one) for one in found.reshape(SLICES, len(works))[:, works.index(workload)]]


# calibration


@dataclass(frozen=True, slots=True)
class Cause:
    """An input that is measured otherwise than planned, and what that adds to a figure."""

    key: str
    adds: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure as planned and as measured, in its unit; causes: measured inputs in the order of the declarations; left: what they do not explain."""

    label: str
    unit: str
    planned: float
    measured: float
    causes: Sequence[Cause]
    left: float

    @property
    def difference(self) -> float:
        """Measured less planned."""
        return self.measured - self.planned


@dataclass(frozen=True, slots=True)
class _Comparable:
    """A measured figure and the lines it is held against.

    lines: their sum, at a row or over all; row: −1 for all. times: by which it is multiplied. over: lines it is divided by.
    """

    label: str
    unit: str
    measured: float
    lines: tuple[str, ...]
    row: int = -1
    times: float = 1.0
    over: tuple[str, ...] = ()


def month_of(plan: Plan, measurement: Measurement) -> int:
    """Return the month of the plan that a measurement is held against: its last, or month 1 where it was measured before the plan begins."""
    last = max(measurement.months, default="")
    return min(plan.structure.horizon, max(1, _months_between(plan.start, last))) if last else 1


def _months_between(start: str, month: str) -> int:
    return (int(month[:4]) - int(start[:4])) * 12 + int(month[5:7]) - int(start[5:7])


def calibration(plan: Plan, scenario: str, measurement: Measurement) -> list[Compared]:
    """Return where a measurement and the plan differ, by how much, and which inputs explain it: each is set to what was measured, one after the other."""
    things = _comparables(plan, measurement)
    if not things:
        return []
    traced = model(plan.structure)
    wanted = list(dict.fromkeys(line for thing in things for line in (*thing.lines, *thing.over)))
    month = month_of(plan, measurement)
    values = plan.values(scenario)

    def figures(values: Mapping[str, Value]) -> list[float]:
        found = traced.evaluate(values, wanted)

        def total(lines: Sequence[str], row: int) -> float:
            return sum(float((rows[row] if 0 <= row < len(rows) else rows.sum(axis=0))[min(month, rows.shape[1] - 1), 0]) for rows in (found.rows(line) for line in lines))

        return [thing.times * total(thing.lines, thing.row) / ((total(thing.over, thing.row) or 1.0) if thing.over else 1.0) for thing in things]

    planned = before = figures(values)
    causes: list[list[Cause]] = [[] for _ in things]
    for one in sorted(measured_inputs(plan, measurement), key=lambda one: list(plan.entries).index(one.key)):
        changed = {one.key: one.value, **one.together}
        if one.problem or one.key == "finance.usual_cost" or all(values[key] == value for key, value in changed.items()):
            continue
        values = {**values, **changed}
        after = figures(values)
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if abs(new - old) > 1e-9 * max(abs(old), abs(new), 1.0):
                causes[place].append(Cause(one.key, new - old))
        before = after
    return [Compared(thing.label, thing.unit, now, thing.measured, found, thing.measured - then) for thing, now, then, found in zip(things, planned, before, causes, strict=True)]


def _comparables(plan: Plan, measurement: Measurement) -> list[_Comparable]:
    """Return what of a measurement has its like in the plan."""
    figures, sums = measurement.figures, measurement.sums
    at = rate(plan, measurement.currency, plan.currency)
    symbol = SYMBOLS[plan.currency]
    monthly = DAYS_A_MONTH / measurement.days if measurement.days else 0.0
    found: list[_Comparable] = []
    works, pools = plan.slugs["workload"], plan.slugs["pool"]
    if measurement.workload in works:
        row = works.index(measurement.workload)
        kind = str(plan.entries[f"workloads.workload.{measurement.workload}.kind"].value)
        if kind == "inference" and "requests" in figures:
            found.append(_Comparable("Requests a month", "requests", figures["requests"], ("workloads.requests_served",), row))
        if "gpu_hours" in figures and kind != "inference":
            found.append(_Comparable("GPU-hours a month", "GPU-hours", figures["gpu_hours"], ("workloads.busy",), row))
        if measurement.slices and kind != "steady":
            found.append(_Comparable("Peak over average", "×", figures["peak_to_average"], ("workloads.shape_peak",), row))
    if at is not None and measurement.pool in pools and "gpu_effective" in sums:
        row = pools.index(measurement.pool)
        paid = (sums["gpu_effective"] + sums.get("unused_commitment", 0.0)) * at * monthly
        hours = float(hours_a_month())
        found.append(_Comparable("GPU-hours paid a month", "GPU-hours", figures["gpu_hours"], ("cloud.rented_gpus",), row, hours))
        found.append(_Comparable("Price of a GPU-hour", f"{symbol}/GPU-hour", figures["effective_price"] * at, ("cloud.gpu_spend",), row, 1 / hours, ("cloud.rented_gpus",)))
        found.append(_Comparable("Cost of GPUs a month", symbol, paid, ("cloud.gpu_spend",), row))
    held = sum(sums.get(f"{tier}_cost", 0.0) for tier in ("hot", "warm", "cold"))
    if at is not None and held:
        found.append(_Comparable("Cost of storage a month", symbol, held * at * monthly, ("cloud.data.storage",)))
    if at is not None and sums.get("egress_cost"):
        found.append(_Comparable("Cost of egress a month", symbol, sums["egress_cost"] * at * monthly, ("cloud.data.egress",)))
    if at is not None and measurement.family in BILLS and "spend" in figures and _usual(plan):
        found.append(_Comparable("Business as usual a month", symbol, figures["spend"] * at, ("finance.usual",)))
    if at is not None and measurement.family not in BILLS and measurement.workload in works and "spend" in figures:
        found.append(_Comparable("Spend on model APIs a month", symbol, figures["spend"] * at, ("hosting.api_by_work",), works.index(measurement.workload)))
    return found


def _usual(plan: Plan) -> float:
    return float(plan.entries["finance.usual_cost"].value)


def calibration_table(plan: Plan, scenario: str, measurement: Measurement) -> Table:
    """Return the calibration as it is read: planned, measured, the difference, what explains it, and what is left."""
    rows: list[list[str]] = []
    for one in calibration(plan, scenario, measurement):
        causes = sorted(one.causes, key=lambda cause: -abs(cause.adds))[:_MOST_CAUSES]
        explained = "; ".join(f"{short(input_name(plan, cause.key))} {_signed(cause.adds, one.unit)}" for cause in causes) or ("none of the measured inputs" if abs(one.left) > abs(one.measured) * _SMALL else "")
        apart = _signed(one.difference, one.unit)
        share = f" ({one.difference / one.planned:+.0%})".replace("-", "−") if one.planned and apart != "0" else ""
        rows.append([one.label, _amount(one.planned, one.unit), _amount(one.measured, one.unit), apart + share, explained, _signed(one.left, one.unit)])
    return Table([f"Month {month_of(plan, measurement)} of the plan", "Planned", "Measured", "Difference", "Explained by", "Left"], rows, [row[0] for row in rows])


def calibration_finding(plan: Plan, scenario: str, measurement: Measurement) -> str:
    """Return how far the plan is from what was measured, in one sentence."""
    found = [one for one in calibration(plan, scenario, measurement) if one.planned or one.measured]
    if not found:
        return f"{short(measurement.file)} measures nothing that the plan works out for this workload and pool."
    far = max(found, key=lambda one: abs(one.difference) / max(abs(one.measured), abs(one.planned)))
    if abs(far.difference) <= _SMALL * max(abs(far.measured), abs(far.planned)):
        return f"The plan says what {short(measurement.file)} measured, in {len(found)} figure{'' if len(found) == 1 else 's'}."
    label = far.label if far.label[1].isupper() else far.label[0].lower() + far.label[1:]
    return f"The plan is furthest from what {short(measurement.file)} measured in {label}: {_amount(far.planned, far.unit)} planned, {_amount(far.measured, far.unit)} measured."


def _amount(value: float, unit: str) -> str:
    symbol = unit.split("/", maxsplit=1)[0]
    if symbol in SYMBOLS.values():
        return f"{symbol}{value:,.2f}".replace(f"{symbol}-", f"−{symbol}") if "/" in unit else whole_money(value, symbol)
    return f"{value:,.2f} ×".replace("-", "−") if unit == "×" else f"{value:,.0f}".replace("-", "−")


def _signed(value: float, unit: str) -> str:
    told = _amount(abs(value), unit)
    bare = told.strip("£$€ ×").replace(",", "").replace(".", "").rstrip("kmbn")
    if not bare.strip("0"):
        return "0"
    return f"{'−' if value < 0 else '+'}{told}"


# months as they come in


@dataclass(frozen=True, slots=True)
class Tracked:
    """One actual month: its place in the plan (0 or less before it begins), what was charged and what is planned, in the plan's currency, and its covered days."""

    month: str
    place: int
    actual: float
    planned: float
    days: float
    sources: int
    whole: bool


def tracked(plan: Plan, scenario: str, follow: str) -> list[Tracked]:
    """Return the actual months beside what they are held against: business as usual, or what an option has on providers' bills; months before the plan beside its first.

    Of files of one kind that cover the same month the one taken in last counts; files of different kinds add up.
    """
    actual: dict[str, dict[str, tuple[float, float]]] = {}
    for one in plan.measurements:
        at = rate(plan, one.currency, plan.currency)
        for month, flows in one.months.items():
            if "effective" in flows and at is not None:
                charged = (flows["effective"] + flows.get("unused_commitment", 0.0)) * at
                actual.setdefault(month, {})[one.family] = (charged, flows.get("days", 0.0))
    planned = _planned_months(plan, scenario, follow)
    told: list[Tracked] = []
    for month in sorted(actual):
        place = _months_between(plan.start, month)
        if place > plan.structure.horizon:
            continue
        days = min(covered for _, covered in actual[month].values())
        length = _days_in(month)
        due = float(planned[max(1, place)])
        told.append(Tracked(month, place, sum(charged for charged, _ in actual[month].values()), due, days, len(actual[month]), days >= length * _WHOLE))
    return told


def _days_in(month: str) -> int:
    first = np.datetime64(month)
    return int(((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int))


def _planned_months(plan: Plan, scenario: str, follow: str) -> np.ndarray:
    traced = model(plan.structure)
    lines = ["finance.usual"] if follow == USUAL else [key for area in _BILLED if (key := f"{follow}.total.area_{area}") in traced.lines]
    found = traced.evaluate(plan.values(scenario), lines)
    months = plan.structure.horizon + 1
    return np.sum([np.broadcast_to(found.rows(line).sum(axis=0)[:, 0], months) for line in lines], axis=0)


def tracking_table(plan: Plan, scenario: str, follow: str) -> Table:
    """Return the actual months as they are read, with what has come together so far; a month that is covered in part says so and is not scaled."""
    symbol = SYMBOLS[plan.currency]
    rows: list[list[str]] = []
    gap = 0.0
    for one in tracked(plan, scenario, follow):
        due = one.planned * (1.0 if one.whole else one.days / _days_in(one.month))
        gap += one.actual - due
        where = str(one.place) if one.place >= 1 else "before"
        part = "" if one.whole else f", {one.days:.0f} days"
        rows.append([f"{month_after(one.month, 0):%b %Y}{part}", where, whole_money(one.actual, symbol), whole_money(due, symbol), _signed(one.actual - due, symbol), _signed(gap, symbol)])
    return Table(["Month", "In the plan", "Charged", "Planned", "Difference", "So far"], rows, [row[0] for row in rows])


def _named(month: str) -> str:
    return f"{month_after(month, 0):%B %Y}"


def tracking_plot(plan: Plan, scenario: str, follow: str) -> Plot | None:
    """Return what was charged so far beside the plan's curve from the first actual month on, over a year or more; None where no month has a cost."""
    found = tracked(plan, scenario, follow)
    if not found:
        return None
    first, last = found[0].place, found[-1].place
    end = min(max(last + 3, first + 11), plan.structure.horizon) if plan.structure.horizon > first else last
    planned = _planned_months(plan, scenario, follow)
    months = list(range(first, max(end, last) + 1))
    due = np.cumsum([float(planned[max(1, place)]) for place in months])
    by_place = {one.place: one.actual for one in found}
    charged = np.cumsum([by_place.get(place, 0.0) for place in months])
    charged[[place > last for place in months]] = np.nan
    style = STYLES.get(follow, STYLES["usual"])
    lines = [PlotLine(FOLLOWED[follow], np.append(0.0, due), style), PlotLine("Charged", np.append(0.0, charged), replace(TONES[0], colour="#1F2933"))]
    symbol = SYMBOLS[plan.currency]
    at = months.index(last)
    gap = float(charged[at] - due[at])
    missing = [place for place in months if place <= last and place not in by_place]
    title = f"To {_named(found[-1].month)}, {money(abs(gap), symbol)} {'more' if gap > 0 else 'less'} than planned was charged" if abs(gap) >= 1 else f"To {_named(found[-1].month)}, what was planned was charged"
    title += f"; {len(missing)} month{'' if len(missing) == 1 else 's'} between {'is' if len(missing) == 1 else 'are'} missing" if missing else ""
    step = 1 if len(months) <= 7 else 3 if len(months) <= 24 else 12  # noqa: PLR2004 - more names would touch
    names = [(float(number + 1), f"{month_after(plan.start, place):%b %y}") for number, place in enumerate(months) if number % step == 0]
    height = f"{symbol} so far, {'as business as usual' if follow == USUAL else 'compute, data and model APIs of ' + FOLLOWED[follow].lower()}"
    return Plot(title, height, np.arange(len(months) + 1.0), names, lines, symbol, f"{title}. {height}.")


def followed_first(plan: Plan) -> str:
    """Return what actual months are held against unless somebody says otherwise: business as usual until the plan has begun, where that costs anything, else the cloud."""
    last = max((month for one in plan.measurements for month in one.months), default="")
    return OPTIONS[0] if not _usual(plan) or (last and _months_between(plan.start, last) >= 1) else USUAL


# what the cost rests on


def resting_finding(found: Resting) -> str:
    """Return what the cost of an option rests on, in one sentence."""
    shares = found.shares
    label = OPTION_LABELS[found.option].lower()
    quoted, assumed = shares[EvidenceKind.QUOTE], shares[EvidenceKind.ASSUMPTION] + shares[EvidenceKind.DEFAULT]
    return f"{shares[EvidenceKind.MEASURED]:.0%} of the cost of {label} rests on measurements, {quoted:.0%} on quotes and list prices, {assumed:.0%} on assumptions and defaults."


def resting_shown(plan: Plan, scenario: str, found: Resting) -> Shown:
    """Return what the cost rests on: shares by kind of evidence, and the heaviest inputs that nobody has measured or quoted."""
    shares = Table(["What the cost rests on", "Share"], [[KINDS[kind], f"{found.shares[kind]:.0%}"] for kind in KINDS], [kind.value for kind in KINDS])
    whole = sum(one.moves for one in found.weights) or 1.0
    loose = [one for one in found.weights if one.kind in {EvidenceKind.ASSUMPTION, EvidenceKind.DEFAULT} and one.moves / whole >= _SMALL][:10]
    rows = [[input_name(plan, one.key), input_value(plan, scenario, one.key, plan.entry(scenario, one.key).value), KINDS[one.kind].split(" ")[0].rstrip("s"), f"{one.moves / whole:.0%}"] for one in loose]
    heaviest = Table(["Worth measuring or quoting next", "Value", "Rests on", "Share"], rows, [one.key for one in loose])
    note = "Each number in play is moved by 1 %, one after the other, with the plan's decisions kept; its share is that of all movement of present value. Choices, dates and what is 0 have no share."
    return Shown("evidence", resting_finding(found), note, [], [shares, heaviest] if rows else [shares])
