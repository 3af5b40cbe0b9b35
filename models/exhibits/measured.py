"""Measurements beside the plan: the register, the load curve.

Where measured and planned differ and why, the months as they come in, and what the cost rests on.
"""

from collections.abc import Sequence

import numpy as np

from models.appraisal.model import model
from models.exhibits.case_text import short
from models.exhibits.cells import Cell, CellKind, Entered, Form, between, of_input, span, text, written
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.plots import TONES, Plot, PlotLine
from models.plan.measurements import FIGURES, SLICES, Measurement, label_in, unit_of
from models.plan.plan import EvidenceKind, Plan

SMALL = 0.005
MOST_CAUSES = 3


def figure_text(measurement: Measurement, name: str) -> str:
    """Return a measured figure with its unit, and the lowest and highest week where they differ."""
    named = FIGURES[name]
    unit = unit_of(named, measurement.currency)
    ends = measurement.ranges.get(name)

    def one(amount: float) -> str:
        return f"{amount * 100:,.{named.decimals}f}" if unit == "%" else f"{amount:,.{named.decimals}f}"

    figure = f"{one(measurement.figures[name])} {unit}"
    return f"{figure} ({one(ends[0])} to {one(ends[1])})" if ends and one(ends[0]) != one(ends[1]) else figure


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
    rows = [[label_in(measurement, name), *_figure_cells(measurement, name)] for name in names]
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
            if gap < SMALL
            else f"measured and planned load are up to {gap:.2f} of the average apart"
        )
    height = (
        f"Load over its average, by share of the hours, the busiest first; by the hour, {measurement.days:,.4g} days"
    )
    names = [(float(place), f"{place}%") for place in range(0, 101, 25)]
    ends = "; ".join(f"{line.label} from {line.values[0]:.2f} to {line.values[-1]:.2f}" for line in lines)
    return Plot(title, height, hours, names, lines, "", f"{title}. {height}: {ends}.")


def _falling(slices: Sequence[float]) -> np.ndarray:
    falling = np.array(slices)[::-1]
    return np.append(falling, falling[-1])


def _planned_slices(plan: Plan, scenario: str, workload: str) -> list[float]:
    slices = (
        model(plan.structure).evaluate(plan.values(scenario), ["workloads.slices"]).rows("workloads.slices")[:, 0, 0]
    )
    works = plan.slugs["workload"]
    return [float(one) for one in slices.reshape(SLICES, len(works))[:, works.index(workload)]]


# calibration
