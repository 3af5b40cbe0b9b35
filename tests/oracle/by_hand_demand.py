"""Demand for GPUs by month: section 3.1 of MODEL.md (workloads, load shape, replica floor, pool)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from oracle.by_hand_inputs import HOURS_A_MONTH, SLICES, Inputs, Months, whole

SECONDS_AN_HOUR = 3600
RUNS = ("training", "fine_tuning", "experimentation")


@dataclass(frozen=True)
class Demand:
    """Demand of one month, in GPUs: twenty slices and peak of work at once, and averages of what can wait."""

    slices: tuple[float, ...]
    peak: float
    deferrable: float
    interruptible: float

    @property
    def mean(self) -> float:
        """GPUs busy at once on average."""
        return sum(self.slices) / SLICES


def volume(inputs: Inputs, work: str) -> Months:
    """Return the volume over that of a full first month, by month: growth, ramp, start and end."""
    row = f"workloads.workload.{work}."
    start, end, ramp = (inputs.number(row + name) for name in ("start", "end", "ramp"))
    active = inputs.flag(row + "active")
    return [
        growth * min(1.0, (month - start + 1) / ramp) if active and start <= month <= end else 0.0
        for month, growth in enumerate(inputs.growth(row + "growth"))
    ]


def requests(inputs: Inputs, work: str) -> Months:
    """Return an inference workload's requests by month."""
    asked = inputs.number(f"workloads.workload.{work}.requests")
    return [asked * share for share in volume(inputs, work)]


def burden(inputs: Inputs) -> float:
    """Return hours of a run over those of one without lost hours or added privacy (sections 3.5 and 3.7)."""
    added = sum(
        inputs.number(f"security.control.{control}.overhead")
        for control in inputs.rows["control"]
        if inputs.flag(f"security.control.{control}.active")
    )
    return (1 + added) / inputs.number("operations.goodput")


def busy_hours(inputs: Inputs, work: str) -> Months:
    """Return GPU-hours a month that the work keeps GPUs busy."""
    row = f"workloads.workload.{work}."
    kind = inputs.choice(row + "kind")
    if kind in RUNS:
        run = inputs.number(row + "runs") * inputs.number(row + "run_hours") * burden(inputs)
        return [run * share for share in volume(inputs, work)]
    if kind != "inference":
        raise NotImplementedError(kind)
    seconds = inputs.number(row + "tokens_in") / inputs.number(row + "prefill_rate")
    seconds += inputs.number(row + "tokens_out") / inputs.number(row + "decode_rate")
    hours = seconds / SECONDS_AN_HOUR / inputs.number(row + "efficiency")
    return [asked * hours for asked in requests(inputs, work)]


def load_slices(inputs: Inputs, work: str) -> tuple[tuple[float, ...], float]:
    """Return the mean of each twentieth of the hours over the average, rising, and the peak over it."""
    row = f"workloads.workload.{work}."
    shape = inputs.choice(row + "shape")
    if shape == "flat":
        return (1.0,) * SLICES, 1.0
    peak = inputs.number(row + "peak")
    if shape == "measured":
        return tuple(inputs.number(f"{row}measured_{place:02}") for place in range(1, SLICES + 1)), peak
    trough = inputs.number(row + "trough")
    if peak == 1 or trough == 1:
        return (1.0,) * SLICES, 1.0
    bend = (peak - 1) / (1 - trough)
    risen = [(place / SLICES) ** (bend + 1) for place in range(SLICES + 1)]
    rises = [SLICES * (upper - lower) for lower, upper in pairwise(risen)]
    return tuple(trough + (1 - trough) * rise for rise in rises), peak


def floor_gpus(inputs: Inputs, work: str) -> float:
    """Return GPUs of the replicas that a live self-hosted model always holds."""
    row = f"workloads.workload.{work}."
    if inputs.choice(row + "kind") != "inference":
        return 0.0
    return inputs.number(row + "replicas") * inputs.number(row + "replica_gpus")


def waits(inputs: Inputs, work: str) -> bool:
    """Return whether the work can wait for idle hours."""
    return inputs.choice(f"workloads.workload.{work}.timing") == "deferrable"


@dataclass(frozen=True)
class Load:
    """One workload at once in one month: its slices, rising, and its peak, in GPUs, replicas always on counted."""

    slices: tuple[float, ...]
    peak: float

    @property
    def mean(self) -> float:
        """GPUs on average."""
        return sum(self.slices) / SLICES

    @property
    def above(self) -> float:
        """The peak above the mean, e of the pool's formula."""
        return self.peak - self.mean


def loads(inputs: Inputs, work: str) -> list[Load]:
    """Return the load of work at once by month: each slice and the peak are at least the replicas always on."""
    shape, peak = load_slices(inputs, work)
    floor = floor_gpus(inputs, work)
    months: list[Load] = []
    for hours, live in zip(busy_hours(inputs, work), volume(inputs, work), strict=True):
        average = hours / HOURS_A_MONTH
        least = floor if live else 0.0
        months.append(Load(tuple(max(least, average * part) for part in shape), max(least, average * peak)))
    return months


def joint_above(works: Sequence[Load], coincidence: float) -> float:
    """Return E, the GPUs by which the joint peak of works exceeds their joint mean; κ is the coincidence."""
    above = [work.above for work in works]
    largest = max(above, default=0.0)
    return largest + coincidence * (sum(above) - largest)


def pool_demand(inputs: Inputs, pool: str, works: Collection[str], among: Collection[str]) -> list[Demand]:
    """Return the demand of workloads on one pool among all that it serves, by month 0…H, in GPUs.

    The slices of some workloads of a pool are their part of the pool's joint slices, Σavg + (E/Σe)·Σ avg(q−1)
    with E/Σe of all its workloads, so that what stays and what leaves add up to the demand (section 7). The
    peak is that of these workloads alone.
    """
    here = [work for work in among if inputs.choice(f"workloads.workload.{work}.pool") == pool]
    by_work = {work: loads(inputs, work) for work in here if not waits(inputs, work)}
    hours = {work: busy_hours(inputs, work) for work in here if waits(inputs, work) and work in works}
    saved = [work for work in hours if inputs.flag(f"workloads.workload.{work}.checkpointed")]
    coincidence = inputs.number("workloads.coincidence")
    months: list[Demand] = []
    for month in range(inputs.horizon + 1):
        everything = [each[month] for each in by_work.values()]
        counted = [each[month] for work, each in by_work.items() if work in works]
        mean, summed = sum(each.mean for each in counted), sum(each.above for each in everything)
        spread = joint_above(everything, coincidence) / summed if summed > 0 else 0.0
        slices = tuple(
            mean + spread * sum(each.slices[place] - each.mean for each in counted) for place in range(SLICES)
        )
        deferrable = sum(each[month] for each in hours.values()) / HOURS_A_MONTH
        interruptible = sum(hours[work][month] for work in saved) / HOURS_A_MONTH
        months.append(Demand(slices, mean + joint_above(counted, coincidence), deferrable, interruptible))
    return months


def servers_needed(inputs: Inputs, pool: str, demand: list[Demand]) -> list[int]:
    """Return servers needed for the demand of each month, spares with them (section 3.2, On-premises)."""
    row = f"compute.pool.{pool}."
    gpus, headroom, use = (inputs.number(row + name) for name in ("server_gpus", "headroom", "highest_use"))
    spares = int(inputs.number(row + "spares"))
    needs: list[int] = []
    for month in demand:
        for_peak = whole(month.peak * (1 + headroom) / gpus)
        for_hours = whole((month.mean + month.deferrable) / (use * gpus))
        working = max(for_peak, for_hours)
        needs.append(working + spares if working > 0 else 0)
    return needs
