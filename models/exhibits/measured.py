"""Measurements beside the plan: the register, the load curve.

Where measured and planned differ and why, the months as they come in, and what the cost rests on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.model import model
from models.areas.world import hours_a_month
from models.exhibits.case_text import short
from models.exhibits.cells import (
    Cell,
    CellKind,
    Entered,
    Form,
    between,
    number,
    of_input,
    price,
    share,
    span,
    text,
    whole_amount,
    written,
)
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.plots import TONES, Plot, PlotLine
from models.plan.measured_inputs import BILLS, measured_inputs, rate
from models.plan.measurements import FIGURES, HOURS_A_DAY, SLICES, Measurement, unit_of
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS

_SMALL = 0.005
_MOST_CAUSES = 3


def figure_text(measurement: Measurement, name: str) -> str:
    """Return a measured figure with its unit, and the lowest and highest week where they differ."""
    named = FIGURES[name]
    unit = unit_of(named, measurement.currency)
    ends = measurement.ranges.get(name)

    def one(amount: float) -> str:
        return f"{amount * 100:,.{named.decimals}f}" if unit == "%" else f"{amount:,.{named.decimals}f}"

    told = f"{one(measurement.figures[name])} {unit}"
    return f"{told} ({one(ends[0])} to {one(ends[1])})" if ends and one(ends[0]) != one(ends[1]) else told


# register


def register_table(plan: Plan) -> Table:
    """Return every measurement: file, what it is with period, coverage, rows and day, and the beginning of its hash."""
    rows = [[short(one.file), described(one), one.sha256[:12]] for one in plan.measurements]
    return Table.of(["File", "What it is", "SHA-256"], rows, [one.sha256 for one in plan.measurements])


def described(one: Measurement) -> str:
    """Return what a measurement is: its kind, period, zone, coverage, currency, rows, and the day it was taken in."""
    zone = f", {one.zone}" if one.zone else ""
    money_in = f", {one.currency}" if one.currency else ""
    return (
        f"{one.format}, {one.period}{zone}, {one.coverage:.0%} covered{money_in}; {one.used:,} rows used, {one.aside:,}"
        f" set aside; taken in on {one.taken}"
    )


def figures_table(measurement: Measurement) -> Table:
    """Return what a measurement says of a usual month: each figure, and its lowest and highest week."""
    names = [name for name in FIGURES if name in measurement.figures]
    rows = [[FIGURES[name].label, *_figure_cells(measurement, name)] for name in names]
    return Table.of(["A usual month", "Measured", "Lowest to highest week or month"], rows, names)


def _figure_cells(measurement: Measurement, name: str) -> list[Entered]:
    """Return a measured figure, and its lowest and highest week where they differ as they are written."""
    named = FIGURES[name]
    unit = unit_of(named, measurement.currency)

    def one(value: float, *, alone: bool) -> Cell:
        shown = value * 100 if unit == "%" else value
        return Cell(CellKind.QUANTITY, shown, unit if alone else "", Form.NUMBER, named.decimals)

    ends = [one(end, alone=False) for end in measurement.ranges.get(name, ())]
    differ = len(ends) == 2 and written(ends[0]) != written(ends[1])  # noqa: PLR2004 - low and high
    return [one(measurement.figures[name], alone=True), between(ends[0], ends[1]) if differ else ""]


def measured_inputs_table(plan: Plan, scenario: str) -> Table:
    """Return every input that rests on a measurement: value, range and source."""
    rows: list[list[Entered]] = []
    keys: list[str] = []
    for key in plan.entries:
        entry = plan.entry(scenario, key)
        if entry.evidence.kind is EvidenceKind.MEASURED and not _is_slice(key):
            low, high = entry.evidence.low, entry.evidence.high
            ends: Entered = (
                span(plan, scenario, key, (low, high), short=True) if low is not None and high is not None else ""
            )
            rows.append(
                [
                    text(short(input_name(plan, key)), CellKind.INPUT),
                    of_input(plan, scenario, key, entry.value),
                    ends,
                    short(entry.evidence.source.split(" (")[0]),
                ]
            )
            keys.append(key)
    return Table.of(["Input", "Value", "Low to high", "Measured by"], rows, keys)


def _is_slice(key: str) -> bool:
    return ".measured_" in key


# load curve


def measured_load(plan: Plan, scenario: str, measurement: Measurement) -> Plot | None:
    """Return the measured load over the share of the hours, the busiest first, beside the plan's.

    None where the file has no load by the hour.
    """
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
        title = f"{plan.row_name('workload', work)}: " + (
            "the plan has the measured load"
            if gap < _SMALL
            else f"measured and planned load are up to {gap:.2f} of the average apart"
        )
    height = (
        f"Load over its average, by share of the hours, the busiest first; by the hour, {measurement.days:,.4g} days"
    )
    names = [(float(place), f"{place} %") for place in range(0, 101, 25)]
    ends = "; ".join(f"{line.label} from {line.values[0]:.2f} to {line.values[-1]:.2f}" for line in lines)
    return Plot(title, height, hours, names, lines, "", f"{title}. {height}: {ends}.")


def _falling(slices: Sequence[float]) -> np.ndarray:
    falling = np.array(slices)[::-1]
    return np.append(falling, falling[-1])


def _planned_slices(plan: Plan, scenario: str, workload: str) -> list[float]:
    found = (
        model(plan.structure).evaluate(plan.values(scenario), ["workloads.slices"]).rows("workloads.slices")[:, 0, 0]
    )
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
    """One figure as planned and as measured, in its unit; causes: measured inputs in the order of the declarations.

    Left: what they do not explain.
    """

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

    lines: their sum, at a row or over all; row: −1 for all. times: by which it is multiplied. over: lines it is divided
        by.
    """

    label: str
    unit: str
    measured: float
    lines: tuple[str, ...]
    row: int = -1
    times: float = 1.0
    over: tuple[str, ...] = ()


def month_of(plan: Plan, measurement: Measurement) -> int:
    """Return the month of the plan that a measurement is held against.

    Its last, or month 1 where it was measured before the plan begins.
    """
    last = max(measurement.months, default="")
    return min(plan.structure.horizon, max(1, months_between(plan.start, last))) if last else 1


def months_between(start: str, month: str) -> int:
    """Return how many months one month is after another."""
    return (int(month[:4]) - int(start[:4])) * 12 + int(month[5:7]) - int(start[5:7])


def calibration(plan: Plan, scenario: str, measurement: Measurement) -> list[Compared]:
    """Return where a measurement and the plan differ, by how much, and which inputs explain it.

    Each is set to what was measured, one after the other.
    """
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
            return sum(
                float((rows[row] if 0 <= row < len(rows) else rows.sum(axis=0))[min(month, rows.shape[1] - 1), 0])
                for rows in (found.rows(line) for line in lines)
            )

        return [
            thing.times * total(thing.lines, thing.row) / ((total(thing.over, thing.row) or 1.0) if thing.over else 1.0)
            for thing in things
        ]

    planned = before = figures(values)
    causes: list[list[Cause]] = [[] for _ in things]
    for one in sorted(measured_inputs(plan, measurement), key=lambda one: list(plan.entries).index(one.key)):
        changed = {one.key: one.value, **one.together}
        if (
            one.problem
            or one.key == "finance.usual_cost"
            or all(values[key] == value for key, value in changed.items())
        ):
            continue
        values = {**values, **changed}
        after = figures(values)
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if abs(new - old) > 1e-9 * max(abs(old), abs(new), 1.0):
                causes[place].append(Cause(one.key, new - old))
        before = after
    return [
        Compared(thing.label, thing.unit, now, thing.measured, found, thing.measured - then)
        for thing, now, then, found in zip(things, planned, before, causes, strict=True)
    ]


def _comparables(plan: Plan, measurement: Measurement) -> list[_Comparable]:
    """Return what of a measurement has its like in the plan."""
    figures, sums = measurement.figures, measurement.sums
    at = rate(plan, measurement.currency, plan.currency)
    symbol = SYMBOLS[plan.currency]
    hours = float(hours_a_month())
    monthly = hours / (HOURS_A_DAY * measurement.days) if measurement.days else 0.0
    found: list[_Comparable] = []
    works, pools = plan.slugs["workload"], plan.slugs["pool"]
    if measurement.workload in works:
        row = works.index(measurement.workload)
        kind = str(plan.entries[f"workloads.workload.{measurement.workload}.kind"].value)
        if kind == "inference" and "requests" in figures:
            found.append(
                _Comparable("Requests a month", "requests", figures["requests"], ("workloads.requests_served",), row)
            )
        if "gpus" in figures and kind != "inference":
            found.append(
                _Comparable("GPU-hours a month", "GPU-hours", figures["gpus"] * hours, ("workloads.busy",), row)
            )
        if measurement.slices and kind != "steady":
            found.append(
                _Comparable("Peak over average", "×", figures["peak_to_average"], ("workloads.shape_peak",), row)
            )
    if at is not None and measurement.pool in pools and "gpu_effective" in sums:
        row = pools.index(measurement.pool)
        paid = (sums["gpu_effective"] + sums.get("unused_commitment", 0.0)) * at * monthly
        found.append(
            _Comparable(
                "GPU-hours paid a month", "GPU-hours", figures["gpus"] * hours, ("cloud.rented_gpus",), row, hours
            )
        )
        found.append(
            _Comparable(
                "Price of a GPU-hour",
                f"{symbol}/GPU-hour",
                figures["effective_price"] * at,
                ("cloud.gpu_spend",),
                row,
                1 / hours,
                ("cloud.rented_gpus",),
            )
        )
        found.append(_Comparable("Cost of GPUs a month", symbol, paid, ("cloud.gpu_spend",), row))
    held = sum(sums.get(f"{tier}_cost", 0.0) for tier in ("hot", "warm", "cold"))
    if at is not None and held:
        found.append(_Comparable("Cost of storage a month", symbol, held * at * monthly, ("cloud.data.storage",)))
    if at is not None and sums.get("egress_cost"):
        found.append(
            _Comparable("Cost of egress a month", symbol, sums["egress_cost"] * at * monthly, ("cloud.data.egress",))
        )
    if at is not None and measurement.family in BILLS and "spend" in figures and usual_cost(plan):
        found.append(_Comparable("Business as usual a month", symbol, figures["spend"] * at, ("finance.usual",)))
    if at is not None and measurement.family not in BILLS and measurement.workload in works and "spend" in figures:
        found.append(
            _Comparable(
                "Spend on model APIs a month",
                symbol,
                figures["spend"] * at,
                ("hosting.api_by_work",),
                works.index(measurement.workload),
            )
        )
    return found


def usual_cost(plan: Plan) -> float:
    """Return what business as usual costs a month in the base, in the plan's currency."""
    return float(plan.entries["finance.usual_cost"].value)


def calibration_table(plan: Plan, scenario: str, measurement: Measurement) -> Table:
    """Return the calibration as it is read: planned, measured, the difference, what explains it, and what is left."""
    rows: list[list[Entered]] = []
    for one in calibration(plan, scenario, measurement):
        causes = sorted(one.causes, key=lambda cause: -abs(cause.adds))[:_MOST_CAUSES]
        explained = "; ".join(
            f"{short(input_name(plan, cause.key))} {signed(cause.adds, one.unit)}" for cause in causes
        ) or ("none of the measured inputs" if abs(one.left) > abs(one.measured) * _SMALL else "")
        apart = signed_amount(one.difference, one.unit)
        if one.planned and written(apart) != "0":
            part = share(one.difference / one.planned, signed=True).with_words("(", ")")
            apart = between(apart, part, " ")
        rows.append(
            [
                one.label,
                _amount(one.planned, one.unit),
                _amount(one.measured, one.unit),
                apart,
                explained,
                signed_amount(one.left, one.unit),
            ]
        )
    return Table.of(
        [f"In month {month_of(plan, measurement)}", "Planned", "Measured", "Difference", "Explained by", "Left"], rows
    )


def calibration_finding(plan: Plan, scenario: str, measurement: Measurement) -> str:
    """Return how far the plan is from what was measured, in one sentence."""
    found = [one for one in calibration(plan, scenario, measurement) if one.planned or one.measured]
    if not found:
        return f"{short(measurement.file)} measures nothing that the plan works out for this workload and pool."
    far = max(found, key=lambda one: abs(one.difference) / max(abs(one.measured), abs(one.planned)))
    if abs(far.difference) <= _SMALL * max(abs(far.measured), abs(far.planned)):
        return (
            f"The plan says what {short(measurement.file)} measured, in {len(found)}"
            f" figure{'' if len(found) == 1 else 's'}."
        )
    label = far.label if far.label[1].isupper() else far.label[0].lower() + far.label[1:]
    return (
        f"The plan is furthest from what {short(measurement.file)} measured in {label}:"
        f" {_amount(far.planned, far.unit)} planned, {_amount(far.measured, far.unit)} measured."
    )


def _amount(value: float, unit: str, *, signed: bool = False) -> Cell:
    symbol = unit.split("/", maxsplit=1)[0]
    if symbol in SYMBOLS.values():
        return price(value, symbol, signed=signed) if "/" in unit else whole_amount(value, symbol, signed=signed)
    return number(value, 2, unit, signed=signed) if unit == "×" else number(value, signed=signed)


def signed_amount(value: float, unit: str) -> Cell:
    """Return an amount with its sign, 0 where nothing of it would be seen."""
    return _amount(value, unit, signed=True)


def signed(value: float, unit: str) -> str:
    """Return an amount with its sign as it is written."""
    return written(signed_amount(value, unit))
