"""What a measurement says of a plan's inputs.

One formula for each, its range, and the reason where it cannot be taken.
"""

from dataclasses import replace

from models.areas.world import hours_a_month
from models.plan.measured_discounts import discounts, idle
from models.plan.measured_input import MeasuredInput, figure
from models.plan.measured_rate import legible
from models.plan.measured_together import OF_ALL_ACCOUNTS, follows, measured_beside, with_accounts
from models.plan.measurements import SLICES, Flow, Measurement
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.problems import value_problem
from models.plan.whole_months import is_mean_of_months
from models.quantities.declaration import Kind, Value

BILLS = frozenset({"focus", "aws", "azure", "gcp", "oracle"})
"""Families of bills that hold everything a provider charges, so that their cost is business as usual."""

_JOBS = frozenset({"training", "fine_tuning", "experimentation"})
_WEEK = 7.0
_APART = 0.005

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


def kinds_for(measurement: Measurement) -> tuple[str, ...]:
    """Return the kinds of workload a measurement can be of, the likeliest first; none where it is of none."""
    figures = measurement.figures
    if "tokens_in" in figures or "requests" in figures or "tokens_out" in figures:
        return ("inference", "steady") if "gpu_hours" in figures else ("inference",)
    if "run_hours" in figures:
        return ("training", "fine_tuning", "experimentation")
    if "gpu_hours" in figures:
        return ("steady", "inference") if measurement.slices else ("steady",)
    return ("inference",) if measurement.slices else ()


def workloads_for(plan: Plan, measurement: Measurement) -> list[str]:
    """Return the slugs of the workloads a measurement can be of, the likeliest first."""
    kinds = kinds_for(measurement)
    base = plan.scenarios[0].slug
    kind_of = {
        row: str(plan.entry(base, f"workloads.workload.{row}.kind").value)
        for row in plan.slugs["workload"]
        if plan.counts(base, f"workloads.workload.{row}.kind")
    }
    return [row for kind in kinds for row, its in kind_of.items() if its == kind]


def has_pool(measurement: Measurement) -> bool:
    """Return whether a measurement says something of a pool."""
    return any(name in measurement.figures for name in ("list_price", "effective_price", "commitment_coverage", "idle"))


def measured_inputs(plan: Plan, measurement: Measurement) -> list[MeasuredInput]:
    """Return every input a measurement says something of, for the workload and the pool it is of."""
    inputs: list[MeasuredInput] = []
    whole = with_accounts(plan, measurement)
    if measurement.workload:
        kind = str(plan.entry(plan.scenarios[0].slug, f"workloads.workload.{measurement.workload}.kind").value)
        inputs += _of_workload(plan, whole, kind)
    if measurement.pool:
        inputs += _of_pool(plan, measurement)
    inputs += _of_data(plan, whole)
    inputs += _of_cost(plan, whole, added=whole is not measurement)
    return [_checked(plan, measurement, one, added=whole is not measurement) for one in inputs]


def _checked(plan: Plan, measurement: Measurement, one: MeasuredInput, *, added: bool) -> MeasuredInput:
    """Return an input as measured, with what its bounds have against it. added: accounts were added up."""
    if one.problem:
        return one
    there = plan.entry(plan.scenarios[0].slug, one.key).evidence
    beside = (
        measured_beside(plan, measurement, there) if one.figure not in OF_ALL_ACCOUNTS | {"gpus"} or not added else None
    )
    if beside is not None and one.sure:
        note = f"it would replace what {beside.file} measured in the same months: the input holds one of the two"
        one = replace(one, sure=False, note="; ".join(part for part in (one.note, note) if part))
    if measurement.days < _WEEK and one.figure not in _TIMELESS:
        one = replace(
            one,
            sure=False,
            note="; ".join(
                part
                for part in (
                    one.note,
                    (
                        f"only {measurement.days:,.2g} {'day is' if measurement.days == 1 else 'days are'} covered: a"
                        " month is more, and no weekend may be among them"
                    ),
                )
                if part
            ),
        )
    declared = plan.declaration(one.key)
    problem = value_problem(one.key, declared, one.value, plan.slugs, plan.symbol(plan.scenarios[0].slug, one.key))
    return replace(one, problem=problem.message) if problem is not None else one


def _of_workload(plan: Plan, measurement: Measurement, kind: str) -> list[MeasuredInput]:
    home, hosting = f"workloads.workload.{measurement.workload}.", f"hosting.workload.{measurement.workload}."
    inputs: list[MeasuredInput] = []
    usual = "the sum of the covered days, for a month of 30.4375"
    if kind == "inference":
        inputs += figure(plan, measurement, f"{home}requests", "requests", usual)
        for name in ("tokens_in", "tokens_out"):
            inputs += figure(
                plan,
                measurement,
                f"{home}{name}",
                f"{name}_request",
                "tokens over requests, cached ones included" if name == "tokens_in" else "tokens over requests",
            )
        if measurement.figures.get("cache_hits"):
            inputs += figure(plan, measurement, f"{home}cache_hits", "cache_hits")
        inputs += figure(
            plan, measurement, f"{hosting}cached_share", "cached_share", "cached tokens in over all tokens in"
        )
        inputs += (
            figure(plan, measurement, f"{hosting}batch_share", "batch_share")
            if measurement.figures.get("batch_share")
            else []
        )
        for name in ("in", "out"):
            inputs += figure(plan, measurement, f"{hosting}api_{name}", f"token_price_{name}", "cost over tokens")
    elif kind in _JOBS:
        inputs += figure(plan, measurement, f"{home}runs", "runs", f"{usual}; crashed runs are counted")
        inputs += figure(
            plan, measurement, f"{home}run_hours", "run_hours", "time times GPUs of each run, crashed ones too"
        )
    elif "gpu_hours" in measurement.figures:
        hours = float(plan.entry(plan.scenarios[0].slug, f"{home}hours").value)
        month = float(hours_a_month())
        if hours > 0:
            inputs += figure(
                plan,
                measurement,
                f"{home}gpus",
                "gpus",
                f"GPUs on average, at the plan's {hours:g} of {month:g} hours of use",
                lambda one: one * month / hours,
            )
            if measurement.family in BILLS and measurement.pool:
                why = "the hours on a bill are paid for, idle ones among them"
                inputs += _nothing(plan, "gpu_hours", why, f"compute.pool.{measurement.pool}.idle_share")
    if kind not in _JOBS:
        inputs += figure(
            plan,
            measurement,
            f"{home}growth",
            "growth",
            "a line through the logarithms of whole months; one standard error to either side",
            sure=False,
        )
    if measurement.slices and kind != "steady":
        inputs += _shape(measurement, home)
    return inputs


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
    inputs: list[MeasuredInput] = []
    if "list_price" in measurement.figures:
        inputs += figure(
            plan,
            measurement,
            f"{home}cloud_price",
            "list_price",
            "list price over GPU-hours; discounts are measured beside it",
        )
        if "commitment_coverage" in measurement.figures:
            return [*inputs, *discounts(plan, measurement, home), *idle(plan, measurement, home)]
        if "discount" in measurement.figures:
            inputs += figure(
                plan,
                measurement,
                f"{home}negotiated_discount",
                "discount",
                "of all use: which hours a commitment covers is not in the file",
                sure=False,
            )
    elif "effective_price" in measurement.figures:
        inputs += figure(
            plan,
            measurement,
            f"{home}cloud_price",
            "effective_price",
            "what was paid over GPU-hours: discounts are in it, so set them to nothing",
            sure=False,
        )
    return inputs + idle(plan, measurement, home)


def _of_data(plan: Plan, measurement: Measurement) -> list[MeasuredInput]:
    inputs: list[MeasuredInput] = []
    for tier in ("hot", "warm", "cold"):
        inputs += figure(plan, measurement, f"data.{tier}", tier, "GB-months of the month: an average, not a sum")
        inputs += figure(plan, measurement, f"data.price_{tier}", f"{tier}_price", "effective cost over GB-months")
    measured = [tier for tier in ("hot", "warm", "cold") if tier in measurement.figures]
    if measured:
        why = "what is billed is what is stored: its versions are in it, and it is compressed already"
        base = plan.scenarios[0].slug
        every = all(tier in measured or plan.entry(base, f"data.{tier}").value == 0 for tier in ("hot", "warm", "cold"))
        inputs += [
            replace(one, sure=every) for one in _nothing(plan, measured[0], why, "data.versions", "data.compression")
        ]
    if measurement.figures.get("egress"):
        why = "all that went out is in the measured amount and its price is the average of it"
        inputs += _nothing(plan, "egress", why, "data.egress_allowance")
        inputs += figure(
            plan, measurement, "data.egress", "egress", "lines out to the internet alone, for a month of 30.4375 days"
        )
        inputs += figure(plan, measurement, "data.egress_price", "egress_price", "effective cost over GB")
    return inputs


def _nothing(plan: Plan, of: str, why: str, *keys: str) -> list[MeasuredInput]:
    """Return inputs that a measured amount already holds, as nothing, where the plan has something for them.

    Else what was measured would be changed once more, and the plan's bill were not the file's.
    """
    base = plan.scenarios[0].slug
    return [
        MeasuredInput(key, 0 if plan.declaration(key).kind is Kind.INTEGER else 0.0, of, note=why)
        for key in keys
        if key in plan.entries and plan.entry(base, key).value != 0
    ]


def _of_cost(plan: Plan, measurement: Measurement, *, added: bool) -> list[MeasuredInput]:
    if measurement.figures.get("spend", 0.0) <= 0:
        return []
    whole = measurement.family in BILLS
    note = "effective cost with unused commitments, without tax, credits and purchases"
    usual = "the mean of its months" if is_mean_of_months(measurement) else "for a month of 30.4375 days"
    note = f"{note if whole else 'cost as the file has it'}{'' if added and not whole else f', {usual}'}"
    evidence = plan.entry(plan.scenarios[0].slug, "finance.usual_cost").evidence
    other = (
        evidence.kind is EvidenceKind.MEASURED
        and measurement.sha256[:12] not in evidence.source
        and not follows(plan, measurement, evidence)
    )
    actual = measurement.sums.get(Flow.PURCHASES, 0.0) > 0 and "actual" in measurement.format
    if actual:
        note += "; an actual export bills reserved hours at nothing, and what was paid for them is a purchase"
    if added:
        note += "; of all accounts of these months"
    elif other:
        note += (
            f"; it would replace what {evidence.source.split(' (')[0]} measured: the input holds one figure for all"
            " bills"
        )
    elif not whole:
        note += "; only of what the file lists"
    sure = whole and not actual and (added or not other)
    basis = plan.entry(plan.scenarios[0].slug, "finance.usual_today").value
    together: dict[str, Value] = {"finance.usual_today": "bill"} if basis == "nothing" else {}
    aside = "with it business as usual is today's bill, not nothing" if together else ""
    if basis in {"cloud", "servers"}:
        note += "; it counts once business as usual is today's bill"
    made = figure(plan, measurement, "finance.usual_cost", "spend", note, sure=sure)
    return [one if one.problem else replace(one, together=together, aside=aside) for one in made]


def measured_entry(plan: Plan, measurement: Measurement, one: MeasuredInput, key: str, value: Value) -> Entry:
    """Return the entry an input becomes: measured, with file, period and hash.

    How it is drawn in a simulation stays.
    """
    before = plan.entry(plan.scenarios[0].slug, key).evidence
    own = key == one.key
    if not own and plan.declaration(key).kind is Kind.CHOICE:
        return Entry(value, before.for_assumption(f"follows from {measurement.source}"[:200], value))
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
