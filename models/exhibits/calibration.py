"""Where a measurement and the plan differ, by how much, and which inputs explain it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.model import model
from models.areas.world import hours_a_month
from models.exhibits.case_text import short
from models.exhibits.cells import Cell, Entered, between, number, price, share, whole_amount, written
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.measured import MOST_CAUSES, SMALL
from models.plan.measured_inputs import BILLS, measured_inputs
from models.plan.measured_rate import rate
from models.plan.measurements import HOURS_A_DAY, Flow, Measurement
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS


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
    proposed = sorted(measured_inputs(plan, measurement), key=lambda one: list(plan.entries).index(one.key))
    traced = model(plan.structure_for({key: value for one in proposed for key, value in one.sets.items()}))
    wanted = list(dict.fromkeys(line for thing in things for line in (*thing.lines, *thing.over)))
    month = month_of(plan, measurement)
    values = plan.values(scenario)

    def figures(values: Mapping[str, Value]) -> list[float]:
        figures = traced.evaluate(values, wanted)

        def total(lines: Sequence[str], row: int) -> float:
            return sum(
                float((rows[row] if 0 <= row < len(rows) else rows.sum(axis=0))[min(month, rows.shape[1] - 1), 0])
                for rows in (figures.rows(line) for line in lines)
            )

        return [
            thing.times * total(thing.lines, thing.row) / ((total(thing.over, thing.row) or 1.0) if thing.over else 1.0)
            for thing in things
        ]

    planned = before = figures(values)
    causes: list[list[Cause]] = [[] for _ in things]
    for one in proposed:
        changed = one.sets
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


def _comparables_of_work(plan: Plan, measurement: Measurement, hours: float) -> list[_Comparable]:
    """Return what a measurement of a workload has its like in."""
    figures, works = measurement.figures, plan.slugs["workload"]
    comparables: list[_Comparable] = []
    if measurement.workload in works:
        row = works.index(measurement.workload)
        kind = str(plan.entries[f"workloads.workload.{measurement.workload}.kind"].value)
        if kind == "inference" and "requests" in figures:
            comparables.append(
                _Comparable("Requests a month", "requests", figures["requests"], ("workloads.requests_served",), row)
            )
        if "gpus" in figures and kind != "inference":
            comparables.append(
                _Comparable("GPU-hours a month", "GPU-hours", figures["gpus"] * hours, ("workloads.busy",), row)
            )
        if measurement.slices and kind != "steady":
            comparables.append(
                _Comparable("Peak over average", "×", figures["peak_to_average"], ("workloads.shape_peak",), row)
            )
    return comparables


def _comparables(plan: Plan, measurement: Measurement) -> list[_Comparable]:
    """Return what of a measurement has its like in the plan."""
    figures, sums = measurement.figures, measurement.sums
    at = rate(plan, measurement.currency, plan.currency)
    symbol = SYMBOLS[plan.currency]
    hours = float(hours_a_month())
    monthly = hours / (HOURS_A_DAY * measurement.days) if measurement.days else 0.0
    works, pools = plan.slugs["workload"], plan.slugs["pool"]
    comparables = _comparables_of_work(plan, measurement, hours)
    if at is not None and measurement.pool in pools and Flow.GPU_EFFECTIVE in sums:
        row = pools.index(measurement.pool)
        paid = (sums[Flow.GPU_EFFECTIVE] + sums.get(Flow.UNUSED_COMMITMENT, 0.0)) * at * monthly
        comparables.append(
            _Comparable(
                "GPU-hours paid a month", "GPU-hours", figures["gpus"] * hours, ("cloud.rented_gpus",), row, hours
            )
        )
        comparables.append(
            _Comparable(
                "Price per GPU-hour",
                f"{symbol}/GPU-hour",
                figures["effective_price"] * at,
                ("cloud.gpu_spend",),
                row,
                1 / hours,
                ("cloud.rented_gpus",),
            )
        )
        comparables.append(_Comparable("Cost of GPUs a month", symbol, paid, ("cloud.gpu_spend",), row))
    held = sum(sums.get(f"{tier}_cost", 0.0) for tier in ("hot", "warm", "cold"))
    if at is not None and held:
        comparables.append(_Comparable("Cost of storage a month", symbol, held * at * monthly, ("cloud.data.storage",)))
    if at is not None and sums.get(Flow.EGRESS_COST):
        comparables.append(
            _Comparable("Cost of egress a month", symbol, sums[Flow.EGRESS_COST] * at * monthly, ("cloud.data.egress",))
        )
    if at is not None and measurement.family in BILLS and "spend" in figures and usual_cost(plan):
        comparables.append(_Comparable("Business as usual a month", symbol, figures["spend"] * at, ("finance.usual",)))
    # what is paid for GPUs, or for a cluster that has them, is no price of an API
    of_apis = measurement.family not in BILLS and not sums.get(Flow.GPU_HOURS)
    if at is not None and of_apis and measurement.workload in works and "spend" in figures:
        comparables.append(
            _Comparable(
                "Spend on model APIs a month",
                symbol,
                figures["spend"] * at,
                ("hosting.api_by_work",),
                works.index(measurement.workload),
            )
        )
    return comparables


def usual_cost(plan: Plan) -> float:
    """Return what business as usual costs a month in the base, in the plan's currency."""
    return float(plan.entries["finance.usual_cost"].value)


def calibration_table(plan: Plan, scenario: str, measurement: Measurement) -> Table:
    """Return the calibration as it is read: planned, measured, the difference, what explains it, and what is left."""
    rows: list[list[Entered]] = []
    for one in calibration(plan, scenario, measurement):
        causes = sorted(one.causes, key=lambda cause: -abs(cause.adds))[:MOST_CAUSES]
        explained = "; ".join(
            f"{short(input_name(plan, cause.key))} {signed(cause.adds, one.unit)}" for cause in causes
        ) or ("none of the measured inputs" if abs(one.left) > abs(one.measured) * SMALL else "")
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
    compared = [one for one in calibration(plan, scenario, measurement) if one.planned or one.measured]
    if not compared:
        return f"{short(measurement.file)} measures nothing that the plan works out for this workload and pool."
    far = max(compared, key=lambda one: abs(one.difference) / max(abs(one.measured), abs(one.planned)))
    if abs(far.difference) <= SMALL * max(abs(far.measured), abs(far.planned)):
        return (
            f"The plan says what {short(measurement.file)} measured, in {len(compared)}"
            f" figure{'' if len(compared) == 1 else 's'}."
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
