"""What several files measured of one plan: accounts of the same months, months of one bill, one bill beside another."""

from dataclasses import replace

from models.plan.measurements import Measurement, usual_month
from models.plan.plan import Evidence, EvidenceKind, Plan

OF_ALL_ACCOUNTS = frozenset(
    {"spend", "egress", "egress_price"}
    | {f"{tier}{ending}" for tier in ("hot", "warm", "cold") for ending in ("", "_price")}
)
"""Figures of which a plan has one input for all accounts together."""


def with_accounts(plan: Plan, measurement: Measurement) -> Measurement:
    """Return a measurement with what the plan has one figure of for all accounts, added up over those of its months.

    The measurement itself where there is no other account. Each account counts for as many days as this one covers.
    """
    others = [
        one
        for one in plan.measurements
        if (one.family, one.currency) == (measurement.family, measurement.currency)
        and one.sha256 != measurement.sha256
        and one.days > 0
        and set(one.months) & set(measurement.months)
    ]
    accounts = [
        *([one for one in others if not one.other_account][-1:] if measurement.other_account else []),
        *(one for one in others if one.other_account),
    ]
    if not accounts:
        return measurement
    sums = dict(measurement.sums)
    for one in accounts:
        for flow, amount in one.sums.items():
            sums[flow] = sums.get(flow, 0.0) + amount * measurement.days / one.days
    alike = all(one.workload == measurement.workload for one in accounts)
    wanted = OF_ALL_ACCOUNTS | ({"gpus", "gpu_hours"} if alike else set[str]())
    totals = {name: value for name, value in usual_month(sums, measurement.days).items() if name in wanted}
    # of whole months what is paid is their mean
    own, by_days = measurement.figures.get("spend"), usual_month(measurement.sums, measurement.days).get("spend")
    if own and by_days and "spend" in totals:
        totals["spend"] *= own / by_days
    return replace(
        measurement,
        figures={**measurement.figures, **totals},
        ranges={name: ends for name, ends in measurement.ranges.items() if name not in totals},
    )


def measured_beside(plan: Plan, measurement: Measurement, there: Evidence) -> Measurement | None:
    """Return the measurement of another file and the same months that an input rests on now; None where it is none."""
    if there.kind is not EvidenceKind.MEASURED:
        return None
    return next(
        (
            one
            for one in plan.measurements
            if one.sha256 != measurement.sha256
            and one.sha256[:12] in there.source
            and set(one.months) & set(measurement.months)
        ),
        None,
    )


def follows(plan: Plan, measurement: Measurement, there: Evidence) -> bool:
    """Return whether an input rests on an earlier month of the same bill, whose place the next one takes."""
    return any(
        one.sha256[:12] in there.source
        and (one.family, one.currency) == (measurement.family, measurement.currency)
        and not set(one.months) & set(measurement.months)
        and one.start <= measurement.start
        for one in plan.measurements
    )
