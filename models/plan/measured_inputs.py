"""What a measurement says of a plan's inputs.

One formula for each, its range, and the reason where it cannot be taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from models.areas.world import hours_a_month
from models.plan.measurements import FIGURES, SLICES, Measurement
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.problems import value_problem
from models.quantities.declaration import Kind, Value
from models.quantities.writing import SYMBOLS

RATES: Mapping[str, str] = {"GBP": "finance.pound_rate", "USD": "finance.dollar_rate", "EUR": "finance.euro_rate"}
BILLS = frozenset({"focus", "aws", "azure", "gcp", "oracle"})
"""Families of bills that hold everything a provider charges, so that their cost is business as usual."""

_JOBS = frozenset({"training", "fine_tuning", "experimentation"})
_SMALLEST = 1e-6
_WEEK = 7.0
_APART = 0.005
_MOST_OFF = 0.95
"""A larger discount is none, but a fault of the file."""

_TIMELESS = frozenset(
    {
        "list_price",
        "effective_price",
        "negotiated_discount",
        "committed_discount",
        "spot_discount",
        "discount",
        "hot_price",
        "warm_price",
        "cold_price",
        "egress_price",
        "token_price_in",
        "token_price_out",
    }
)
"""Figures that a day says as well as a month."""


@dataclass(frozen=True, slots=True)
class MeasuredInput:
    """One input as measured.

    figure: the measured figure it follows from. together: inputs that are set with it. note: how it follows. problem:
        why it cannot be taken.
    sure: False where somebody should look before taking it.
    """

    key: str
    value: Value
    figure: str
    low: float | None = None
    high: float | None = None
    together: Mapping[str, Value] = field(default_factory=dict[str, Value])
    note: str = ""
    problem: str = ""
    sure: bool = True


def kinds_for(measurement: Measurement) -> tuple[str, ...]:
    """Return the kinds of workload a measurement can be of, the likeliest first; none where it is of none."""
    figures = measurement.figures
    if "tokens_in" in figures or "requests" in figures or "tokens_out" in figures:
        return ("inference",)
    if "run_hours" in figures:
        return ("training", "fine_tuning", "experimentation")
    if "gpu_hours" in figures:
        return ("steady", "inference") if measurement.slices else ("steady",)
    return ("inference",) if measurement.slices else ()


def workloads_for(plan: Plan, measurement: Measurement) -> list[str]:
    """Return the slugs of the workloads a measurement can be of, the likeliest first."""
    kinds = kinds_for(measurement)
    base = plan.scenarios[0].slug
    found = {
        row: str(plan.entry(base, f"workloads.workload.{row}.kind").value)
        for row in plan.slugs["workload"]
        if plan.counts(base, f"workloads.workload.{row}.kind")
    }
    return [row for kind in kinds for row, its in found.items() if its == kind]


def has_pool(measurement: Measurement) -> bool:
    """Return whether a measurement says something of a pool."""
    return any(name in measurement.figures for name in ("list_price", "effective_price", "commitment_coverage", "idle"))


def rate(plan: Plan, currency: str, into: str) -> float | None:
    """Return what one unit of a currency is in another at the plan's rates, None where the plan has no rate."""
    if currency == into:
        return 1.0
    if currency not in RATES or into not in RATES:
        return None
    base = plan.scenarios[0].slug
    return float(plan.entry(base, RATES[currency]).value) / float(plan.entry(base, RATES[into]).value)


def measured_inputs(plan: Plan, measurement: Measurement) -> list[MeasuredInput]:
    """Return every input a measurement says something of, for the workload and the pool it is of."""
    found: list[MeasuredInput] = []
    if measurement.workload:
        kind = str(plan.entry(plan.scenarios[0].slug, f"workloads.workload.{measurement.workload}.kind").value)
        found += _of_workload(plan, measurement, kind)
    if measurement.pool:
        found += _of_pool(plan, measurement)
    found += _of_data(plan, measurement)
    found += _of_cost(plan, measurement)
    return [_checked(plan, measurement, one) for one in found]


def _checked(plan: Plan, measurement: Measurement, one: MeasuredInput) -> MeasuredInput:
    """Return an input as measured, with what its bounds have against it."""
    if one.problem:
        return one
    if measurement.days < _WEEK and one.figure not in _TIMELESS:
        one = replace(
            one,
            sure=False,
            note="; ".join(
                part
                for part in (
                    one.note,
                    (
                        f"only {measurement.days:,.2g} days are covered: a month is more than these, and no weekend may"
                        " be among them"
                    ),
                )
                if part
            ),
        )
    declared = plan.declaration(one.key)
    problem = value_problem(one.key, declared, one.value, plan.slugs, plan.symbol(plan.scenarios[0].slug, one.key))
    return replace(one, problem=problem.message) if problem is not None else one


def _figure(
    plan: Plan,
    measurement: Measurement,
    key: str,
    figure: str,
    note: str = "",
    change: Callable[[float], float] | None = None,
    *,
    sure: bool = True,
) -> list[MeasuredInput]:
    """Return an input that is a figure, or follows from it by a change; money is converted at the plan's rates."""
    value = measurement.figures.get(figure)
    if value is None:
        return []
    declared = plan.declaration(key)
    change = change or (lambda one: one)
    if FIGURES[figure].unit.startswith("{}"):
        into = next(code for code, sign in SYMBOLS.items() if sign == plan.symbol(plan.scenarios[0].slug, key))
        at = rate(plan, measurement.currency, into)
        if at is None:
            return [
                MeasuredInput(
                    key,
                    value,
                    figure,
                    problem=(
                        f"is in {measurement.currency or 'a currency the file does not name'}, for which the plan has"
                        " no exchange rate"
                    ),
                )
            ]
        if at != 1.0:
            note = f"{note + '; ' if note else ''}{measurement.currency} at the plan's rate, {at:.4g} {into}"
        plain = change

        def converted(one: float) -> float:
            return plain(one) * at

        change = converted
    digits = 0 if declared.kind is Kind.INTEGER else None
    low, high = measurement.ranges.get(figure, (None, None))
    told = change(value)
    ends = sorted([told, *(change(end) for end in (low, high) if end is not None)])
    within = [max(declared.bounds[0], min(declared.bounds[1], end)) for end in (ends[0], ends[-1])]
    ranged = low is not None and within[1] - within[0] > _SMALLEST * max(abs(within[1]), _SMALLEST)
    final: Value = round(told) if digits == 0 else legible(told)
    return [
        MeasuredInput(
            key,
            final,
            figure,
            min(legible(within[0]), float(final)) if ranged else None,
            max(legible(within[1]), float(final)) if ranged else None,
            note=note,
            sure=sure,
        )
    ]


def legible(value: float) -> float:
    """Return a measured number to six figures; what is smaller than can count is nothing."""
    return 0.0 if abs(value) < _SMALLEST else float(f"{value:.6g}")


def _of_workload(plan: Plan, measurement: Measurement, kind: str) -> list[MeasuredInput]:
    home, hosting = f"workloads.workload.{measurement.workload}.", f"hosting.workload.{measurement.workload}."
    found: list[MeasuredInput] = []
    usual = "the sum of the covered days, for a month of 30.4375"
    if kind == "inference":
        found += _figure(plan, measurement, f"{home}requests", "requests", usual)
        for name in ("tokens_in", "tokens_out"):
            found += _figure(
                plan,
                measurement,
                f"{home}{name}",
                f"{name}_request",
                "tokens over requests, cached ones included" if name == "tokens_in" else "tokens over requests",
            )
        if measurement.figures.get("cache_hits"):
            found += _figure(plan, measurement, f"{home}cache_hits", "cache_hits")
        found += _figure(
            plan, measurement, f"{hosting}cached_share", "cached_share", "cached tokens in over all tokens in"
        )
        found += (
            _figure(plan, measurement, f"{hosting}batch_share", "batch_share")
            if measurement.figures.get("batch_share")
            else []
        )
        for name in ("in", "out"):
            found += _figure(plan, measurement, f"{hosting}api_{name}", f"token_price_{name}", "cost over tokens")
    elif kind in _JOBS:
        found += _figure(plan, measurement, f"{home}runs", "runs", f"{usual}; crashed runs are counted")
        found += _figure(
            plan, measurement, f"{home}run_hours", "run_hours", "time times GPUs of each run, crashed ones too"
        )
    elif "gpu_hours" in measurement.figures:
        hours = float(plan.entry(plan.scenarios[0].slug, f"{home}hours").value)
        month = float(hours_a_month())
        if hours > 0:
            found += _figure(
                plan,
                measurement,
                f"{home}gpus",
                "gpus",
                f"GPUs on average, at the plan's {hours:g} of {month:g} hours of use",
                lambda one: one * month / hours,
            )
    if measurement.slices and kind != "steady":
        found += _shape(measurement, home)
    return found


def _shape(measurement: Measurement, home: str) -> list[MeasuredInput]:
    """Return the measured shape: the choice, its twenty slices, and the peak beside them."""
    peak = measurement.figures["peak_to_average"]
    together: dict[str, Value] = {
        f"{home}measured_{number:02}": slice_ for number, slice_ in enumerate(measurement.slices, start=1)
    }
    assert len(together) == SLICES
    rented = measurement.family in BILLS
    shape = MeasuredInput(
        f"{home}shape",
        "measured",
        "peak_to_average",
        together=together,
        note=(
            f"twenty slices of the load by the hour, {measurement.slices[0]:.2f} to {measurement.slices[-1]:.2f} of the"
            " average"
        ),
    )
    fine = measurement.figures.get("peak_ten_minutes")
    apart = fine is not None and abs(fine - peak) > _APART * peak
    low, high = (
        (min(legible(peak), legible(fine)), max(legible(peak), legible(fine)))
        if fine is not None and apart
        else (None, None)
    )
    top = MeasuredInput(
        f"{home}peak",
        max(legible(peak), measurement.slices[-1], 1.0),
        "peak_to_average",
        low,
        high,
        note=f"the busiest hour over the average{f'; the busiest ten minutes {fine:.2f}' if fine else ''}",
    )
    if rented:
        return [
            replace(one, sure=False, note=f"{one.note}; these are hours rented, which need not be hours of use")
            for one in (shape, top)
        ]
    return [shape, top]


def _of_pool(plan: Plan, measurement: Measurement) -> list[MeasuredInput]:
    home = f"compute.pool.{measurement.pool}."
    found: list[MeasuredInput] = []
    if "list_price" in measurement.figures:
        found += _figure(
            plan,
            measurement,
            f"{home}cloud_price",
            "list_price",
            "list price over GPU-hours; discounts are measured beside it",
        )
        if "commitment_coverage" in measurement.figures:
            return [*found, *_discounts(plan, measurement, home), *_idle(plan, measurement, home)]
        if "discount" in measurement.figures:
            found += _figure(
                plan,
                measurement,
                f"{home}negotiated_discount",
                "discount",
                "of all use: which hours a commitment covers is not in the file",
                sure=False,
            )
    elif "effective_price" in measurement.figures:
        found += _figure(
            plan,
            measurement,
            f"{home}cloud_price",
            "effective_price",
            "what was paid over GPU-hours: discounts are in it, so set them to nothing",
            sure=False,
        )
    return found + _idle(plan, measurement, home)


def _idle(plan: Plan, measurement: Measurement, home: str) -> list[MeasuredInput]:
    return _figure(
        plan,
        measurement,
        f"{home}idle_share",
        "idle",
        "GPU-hours below 1 % of use over those sampled; a GPU that waits within a job counts as idle too",
        sure=False,
    )


def _discounts(plan: Plan, measurement: Measurement, home: str) -> list[MeasuredInput]:
    """Return what is taken off the list price as a set that gives the paid price back.

    On demand, commitments and spot each, or all in one where they do not come apart.
    """
    figures = measurement.figures
    committed, spot = figures.get("committed_discount", 0.0), figures.get("spot_discount", 0.0)
    if not 0 <= figures["negotiated_discount"] < 1 or not 0 <= committed <= _MOST_OFF or not 0 <= spot <= _MOST_OFF:
        together = "of all use: on demand, commitments and spot do not come apart"
        none = MeasuredInput(
            f"{home}committed_one_year", 0.0, "discount", note="commitments are in the discount of all use"
        )
        return [*_figure(plan, measurement, f"{home}negotiated_discount", "discount", together), none]
    found = _figure(
        plan,
        measurement,
        f"{home}negotiated_discount",
        "negotiated_discount",
        "on-demand use: 1 less effective over list cost",
    )
    found += _figure(
        plan,
        measurement,
        f"{home}committed_one_year",
        "commitment_coverage",
        "GPU-hours under a commitment over all; its term is not in the file",
    )
    found += _figure(
        plan,
        measurement,
        f"{home}one_year_discount",
        "committed_discount",
        "committed use: 1 less effective over list cost after the discount on demand",
    )
    return found + _figure(
        plan,
        measurement,
        f"{home}spot_discount",
        "spot_discount",
        "spot use: 1 less effective over list cost after the discount on demand",
    )


def _of_data(plan: Plan, measurement: Measurement) -> list[MeasuredInput]:
    found: list[MeasuredInput] = []
    for tier in ("hot", "warm", "cold"):
        found += _figure(plan, measurement, f"data.{tier}", tier, "GB-months of the month: an average, not a sum")
        found += _figure(plan, measurement, f"data.price_{tier}", f"{tier}_price", "effective cost over GB-months")
    if measurement.figures.get("egress"):
        found += _figure(
            plan, measurement, "data.egress", "egress", "lines out to the internet alone, for a month of 30.4375 days"
        )
        found += _figure(plan, measurement, "data.egress_price", "egress_price", "effective cost over GB")
    return found


def _of_cost(plan: Plan, measurement: Measurement) -> list[MeasuredInput]:
    if measurement.figures.get("spend", 0.0) <= 0:
        return []
    whole = measurement.family in BILLS
    note = "effective cost with unused commitments, without tax, credits and purchases, for a month of 30.4375 days"
    evidence = plan.entry(plan.scenarios[0].slug, "finance.usual_cost").evidence
    other = evidence.kind is EvidenceKind.MEASURED and measurement.sha256[:12] not in evidence.source
    if other:
        note += (
            f"; it would replace what {evidence.source.split(' (')[0]} measured: the input holds one figure for all"
            " bills"
        )
    elif not whole:
        note += "; only of this service"
    return _figure(plan, measurement, "finance.usual_cost", "spend", note, sure=whole and not other)


def measured_entry(plan: Plan, measurement: Measurement, one: MeasuredInput, key: str, value: Value) -> Entry:
    """Return the entry an input becomes: measured, with file, period and hash.

    How it is drawn in a simulation stays.
    """
    before = plan.entry(plan.scenarios[0].slug, key).evidence
    own = key == one.key
    covered = f"; {measurement.coverage:.0%} of the period covered" if measurement.coverage < 1 else ""
    evidence = Evidence(
        EvidenceKind.MEASURED,
        measurement.source,
        measurement.end or measurement.taken,
        one.low if own else None,
        one.high if own else None,
        f"{one.note}{covered}"[:1_000],
        "",
        before.shape,
        before.group,
        before.correlation,
    )
    return Entry(value, evidence)
