"""What files have measured: flows added up by month, the figures of a usual month that follow from them.

Also what the file was. No name, key or text of a person is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

DAYS_A_MONTH = 30.4375
"""365.25 / 12: by so many days a sum of some days is made that of a usual month."""

_OF_A_WHOLE = 3
"""Days by which so many whole months may be shorter or longer than usual ones."""


def length_of_its_months(days: float) -> float:
    """Return how many days a month of a period has: of whole months their own mean, otherwise those of a usual one."""
    months = max(1, round(days / DAYS_A_MONTH))
    return days / months if abs(days - months * DAYS_A_MONTH) <= _OF_A_WHOLE else DAYS_A_MONTH


HOURS_A_DAY = 24
A_MONTHS = "/month"
"""How the unit of a figure ends that is of a whole month."""

SLICES = 20


@dataclass(frozen=True, slots=True)
class Named:
    """What a flow or a figure is called, its unit with {} for a currency, and its decimals."""

    label: str
    unit: str
    decimals: int = 0


class Flow(StrEnum):
    """What is added up of a file, by day; the value is its name in a plan."""

    GPU_HOURS = "gpu_hours"
    OBSERVED_GPU_HOURS = "observed_gpu_hours"
    BUSY_GPU_HOURS = "busy_gpu_hours"
    IDLE_GPU_HOURS = "idle_gpu_hours"
    COMMITTED_GPU_HOURS = "committed_gpu_hours"
    GPU_LIST = "gpu_list"
    GPU_EFFECTIVE = "gpu_effective"
    COMMITTED_LIST = "committed_list"
    COMMITTED_EFFECTIVE = "committed_effective"
    SPOT_GPU_HOURS = "spot_gpu_hours"
    SPOT_LIST = "spot_list"
    SPOT_EFFECTIVE = "spot_effective"
    UNUSED_COMMITMENT = "unused_commitment"
    HOT_GB_DAYS = "hot_gb_days"
    HOT_GB_MONTHS = "hot_gb_months"
    WARM_GB_DAYS = "warm_gb_days"
    WARM_GB_MONTHS = "warm_gb_months"
    COLD_GB_DAYS = "cold_gb_days"
    COLD_GB_MONTHS = "cold_gb_months"
    HOT_COST = "hot_cost"
    WARM_COST = "warm_cost"
    COLD_COST = "cold_cost"
    EGRESS_GB = "egress_gb"
    EGRESS_COST = "egress_cost"
    REQUESTS = "requests"
    CACHE_ANSWERS = "cache_answers"
    BATCH_REQUESTS = "batch_requests"
    FAILED_REQUESTS = "failed_requests"
    TOKENS_IN = "tokens_in"
    TOKENS_CACHED = "tokens_cached"
    TOKENS_OUT = "tokens_out"
    TOKEN_COST_IN = "token_cost_in"  # noqa: S105 - tokens of text
    TOKEN_COST_OUT = "token_cost_out"  # noqa: S105
    RUNS = "runs"
    FAILED_RUNS = "failed_runs"
    RUN_GPU_HOURS = "run_gpu_hours"
    BILLED = "billed"
    EFFECTIVE = "effective"
    LIST = "list"
    TAX = "tax"
    CREDITS = "credits"
    PURCHASES = "purchases"
    ADJUSTMENTS = "adjustments"


FLOWS: Mapping[Flow, Named] = {
    Flow.GPU_HOURS: Named("GPU-hours", "GPU-hours"),
    Flow.OBSERVED_GPU_HOURS: Named("GPU-hours with samples", "GPU-hours"),
    Flow.BUSY_GPU_HOURS: Named("Busy GPU-hours", "GPU-hours"),
    Flow.IDLE_GPU_HOURS: Named("Idle GPU-hours", "GPU-hours"),
    Flow.COMMITTED_GPU_HOURS: Named("GPU-hours under commitment", "GPU-hours"),
    Flow.GPU_LIST: Named("GPU use at list price", "{}", 2),
    Flow.GPU_EFFECTIVE: Named("GPU use, effective cost", "{}", 2),
    Flow.COMMITTED_LIST: Named("GPU use under commitment at list price", "{}", 2),
    Flow.COMMITTED_EFFECTIVE: Named("GPU use under commitment, effective cost", "{}", 2),
    Flow.SPOT_GPU_HOURS: Named("GPU-hours on spot", "GPU-hours"),
    Flow.SPOT_LIST: Named("GPU use on spot at list price", "{}", 2),
    Flow.SPOT_EFFECTIVE: Named("GPU use on spot, effective cost", "{}", 2),
    Flow.UNUSED_COMMITMENT: Named("Commitments not used", "{}", 2),
    Flow.HOT_GB_DAYS: Named("Fast disks, GB times days", "GB-days"),
    Flow.HOT_GB_MONTHS: Named("Fast disks", "GB-months"),
    Flow.WARM_GB_DAYS: Named("Standard disks and files, GB times days", "GB-days"),
    Flow.WARM_GB_MONTHS: Named("Standard disks and files", "GB-months"),
    Flow.COLD_GB_DAYS: Named("Object storage, GB times days", "GB-days"),
    Flow.COLD_GB_MONTHS: Named("Object storage", "GB-months"),
    Flow.HOT_COST: Named("Cost of fast disks", "{}", 2),
    Flow.WARM_COST: Named("Cost of standard disks and files", "{}", 2),
    Flow.COLD_COST: Named("Cost of object storage", "{}", 2),
    Flow.EGRESS_GB: Named("Egress to the internet", "GB"),
    Flow.EGRESS_COST: Named("Cost of that egress", "{}", 2),
    Flow.REQUESTS: Named("Requests", "requests"),
    Flow.CACHE_ANSWERS: Named("Requests answered from a cache", "requests"),
    Flow.BATCH_REQUESTS: Named("Requests in batches", "requests"),
    Flow.FAILED_REQUESTS: Named("Requests that failed", "requests"),
    Flow.TOKENS_IN: Named("Input tokens, including cached", "tokens"),
    Flow.TOKENS_CACHED: Named("Cached input tokens", "tokens"),
    Flow.TOKENS_OUT: Named("Output tokens", "tokens"),
    Flow.TOKEN_COST_IN: Named("Cost of input tokens", "{}", 2),
    Flow.TOKEN_COST_OUT: Named("Cost of output tokens", "{}", 2),
    Flow.RUNS: Named("Runs", "runs"),
    Flow.FAILED_RUNS: Named("Runs that failed", "runs"),
    Flow.RUN_GPU_HOURS: Named("GPU-hours of runs", "GPU-hours"),
    Flow.BILLED: Named("Billed", "{}", 2),
    Flow.EFFECTIVE: Named("Effective cost of use", "{}", 2),
    Flow.LIST: Named("Use at list price", "{}", 2),
    Flow.TAX: Named("Tax", "{}", 2),
    Flow.CREDITS: Named("Credits and refunds", "{}", 2),
    Flow.PURCHASES: Named("Commitments and other purchases", "{}", 2),
    Flow.ADJUSTMENTS: Named("Adjustments", "{}", 2),
}
"""What is added up, day by day."""

FIGURES: Mapping[str, Named] = {
    "gpu_hours": Named("GPU-hours a month", "GPU-hours/month"),
    "gpus": Named("GPUs on average", "GPUs", 2),
    "utilisation": Named("Utilisation of the GPUs", "%", 1),
    "idle": Named("Idle GPU-hours", "%", 1),
    "peak_utilisation": Named("Utilisation in the busiest hour", "%", 1),
    "peak_to_average": Named("Peak-to-average ratio, hourly", "×", 2),
    "peak_ten_minutes": Named("Peak-to-average ratio, ten-minute", "×", 2),
    "load_factor": Named("Average over peak", "×", 2),
    "requests": Named("Requests a month", "requests/month"),
    "tokens_in": Named("Input tokens per month, including cached", "tokens/month"),
    "tokens_cached": Named("Cached input tokens per month", "tokens/month"),
    "tokens_out": Named("Output tokens per month", "tokens/month"),
    "tokens_in_request": Named("Input tokens per request", "tokens/request", 1),
    "tokens_out_request": Named("Output tokens per request", "tokens/request", 1),
    "cached_share": Named("Cached input tokens", "%", 1),
    "cache_hits": Named("Requests answered from a cache", "%", 1),
    "batch_share": Named("Requests in batches", "%", 1),
    "failed_share": Named("Requests that failed", "%", 1),
    "growth": Named("Growth a year, from month to month", "%", 1),
    "runs": Named("Runs a month", "runs/month", 1),
    "run_hours": Named("GPU-hours per run", "GPU-hours/run", 1),
    "failed_runs": Named("Runs that failed", "%", 1),
    "hot": Named("Fast disks, average held", "TB", 2),
    "warm": Named("Standard disks and files, average held", "TB", 2),
    "cold": Named("Object storage, average held", "TB", 2),
    "hot_price": Named("Price of fast disks", "{}/GB-month", 4),
    "warm_price": Named("Price of standard disks and files", "{}/GB-month", 4),
    "cold_price": Named("Price of object storage", "{}/GB-month", 4),
    "egress": Named("Egress to the internet", "TB/month", 2),
    "egress_price": Named("Price of egress", "{}/GB", 4),
    "list_price": Named("List price per GPU-hour", "{}/GPU-hour", 4),
    "effective_price": Named("Effective price per GPU-hour", "{}/GPU-hour", 4),
    "discount": Named("Discount on GPU use, of all", "%", 1),
    "negotiated_discount": Named("Discount on GPU use on demand", "%", 1),
    "committed_discount": Named("Discount of commitments, beyond that", "%", 1),
    "spot_discount": Named("Discount of spot, beyond that", "%", 1),
    "spot_share": Named("GPU-hours on spot", "%", 1),
    "commitment_coverage": Named("GPU-hours under commitment", "%", 1),
    "token_price_in": Named("Price per million input tokens", "{}/million tokens", 4),
    "token_price_out": Named("Price per million output tokens", "{}/million tokens", 4),
    "spend": Named("Cost a month, without tax, credits and purchases", "{}/month", 2),
}
"""What is worked out of the flows, for a usual month."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One file that was taken in.

    sha256: of the file as it lay on the disk. format: what it was taken for. family: files of one family replace each
    other in the same months.
    taken: the day it was taken in. start, end: of the period, end not included, UTC; empty where the file does not say.
        zone: in which times were read.
    coverage: share of the period that the file covers. days: covered time. bucket: seconds by which the load was added
        up; 0 where there is none.
    used, aside: rows. reconciliation: a line that can be checked against an invoice.
    sums: flows of the whole file; months: flows by month; figures: of a usual month; ranges: the figures in the lowest
        and the highest whole week, where there are two, or month where rows are of months.
    slices: mean load of each twentieth of the hours over the average, rising; empty where the file has no load by the
        hour.
    workload, pool: rows of the plan it was taken for; empty where none. term: how long its commitments run, empty
        where nobody said. other_account: than that of files of its family which cover the same months.
    """

    file: str
    sha256: str
    format: str
    family: str
    taken: str
    start: str = ""
    end: str = ""
    zone: str = ""
    coverage: float = 1.0
    days: float = 0.0
    bucket: int = 0
    currency: str = ""
    used: int = 0
    aside: int = 0
    reconciliation: str = ""
    sums: Mapping[str, float] = field(default_factory=dict[str, float])
    months: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    figures: Mapping[str, float] = field(default_factory=dict[str, float])
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    slices: tuple[float, ...] = ()
    workload: str = ""
    pool: str = ""
    term: str = ""
    other_account: bool = False

    @property
    def period(self) -> str:
        """The period in words."""
        return f"{self.start} to {self.end}" if self.start else "a period the file does not name"

    @property
    def source(self) -> str:
        """What an input that rests on it names as its source: file, kind, period and the beginning of its hash."""
        return f"{self.file} ({self.format}), {self.period}, SHA-256 {self.sha256[:12]}"


PLAIN = "table"
"""The family of plain tables, whose cost is whatever their column says."""


def label_in(measurement: Measurement, figure: str) -> str:
    """Return the label of a figure: what a plain table calls cost may have tax and credits in it."""
    return "Cost a month" if figure == "spend" and measurement.family == PLAIN else FIGURES[figure].label


def unit_of(named: Named, currency: str) -> str:
    """Return the unit of a flow or a figure with its currency."""
    return named.unit.format(currency or "money")


def usual_month(sums: Mapping[str, float], days: float) -> dict[str, float]:
    """Return the figures of a usual month.

    sums: flows of the covered time, GB-days for what is held. days: how long that is. A figure whose parts are not
        there is left out.
    """
    if days <= 0:
        return {}
    scale = DAYS_A_MONTH / days
    usual: dict[str, float] = {}

    def add(name: str, above: float | None, below: float | None = 1.0) -> None:
        if above is not None and below is not None and below > 0:
            usual[name] = above / below

    def scaled(name: str) -> float | None:
        return sums[name] * scale if name in sums else None

    for name in ("gpu_hours", "requests", "tokens_in", "tokens_cached", "tokens_out", "runs"):
        add(name, scaled(name))
    hours = sums.get(Flow.GPU_HOURS)
    add("gpus", hours, HOURS_A_DAY * days)
    add("utilisation", sums.get(Flow.BUSY_GPU_HOURS), sums.get(Flow.OBSERVED_GPU_HOURS))
    add("idle", sums.get(Flow.IDLE_GPU_HOURS), sums.get(Flow.OBSERVED_GPU_HOURS))
    requests = sums.get(Flow.REQUESTS)
    for name in ("tokens_in", "tokens_out"):
        add(f"{name}_request", sums.get(name), requests)
    add("cached_share", sums.get(Flow.TOKENS_CACHED), sums.get(Flow.TOKENS_IN))
    for name, flow in (
        ("cache_hits", "cache_answers"),
        ("batch_share", "batch_requests"),
        ("failed_share", "failed_requests"),
    ):
        every = (requests or 0.0) + (sums.get(flow, 0.0) if name == "failed_share" else 0.0)
        add(name, sums.get(flow), every)
    add("run_hours", sums.get(Flow.RUN_GPU_HOURS), sums.get(Flow.RUNS))
    add("failed_runs", sums.get(Flow.FAILED_RUNS), sums.get(Flow.RUNS))
    for tier in ("hot", "warm", "cold"):
        add(tier, sums.get(f"{tier}_gb_days"), days * 1_000)
        if sums.get(f"{tier}_cost"):
            add(f"{tier}_price", sums[f"{tier}_cost"], sums.get(f"{tier}_gb_months"))
    gone = sums.get(Flow.EGRESS_GB)
    add("egress", scaled("egress_gb"), 1_000)
    if gone and sums.get(Flow.EGRESS_COST):
        add("egress_price", sums[Flow.EGRESS_COST], gone)
    usual.update(_prices(sums))
    for name in ("in", "out"):
        add(
            f"token_price_{name}",
            sums[f"token_cost_{name}"] * 1e6 if sums.get(f"token_cost_{name}") else None,
            sums.get(f"tokens_{name}"),
        )
    add(
        "spend",
        (sums[Flow.EFFECTIVE] + sums.get(Flow.UNUSED_COMMITMENT, 0.0)) * scale if Flow.EFFECTIVE in sums else None,
    )
    return usual


_NO_DISCOUNT = 1e-9


def _prices(sums: Mapping[str, float]) -> dict[str, float]:
    """Return prices and discounts of a GPU-hour; what a discount is taken off must be there and above nothing."""
    hours, paid, listed = sums.get(Flow.GPU_HOURS, 0.0), sums.get(Flow.GPU_EFFECTIVE, 0.0), sums.get(Flow.GPU_LIST, 0.0)
    prices: dict[str, float] = {}
    if hours <= 0 or Flow.GPU_EFFECTIVE not in sums:
        return prices
    unused = sums.get(Flow.UNUSED_COMMITMENT, 0.0)
    prices["effective_price"] = (paid + unused) / hours
    if listed > 0:
        prices |= {"list_price": listed / hours, "discount": _none(1 - (paid + unused) / listed)}
    if Flow.COMMITTED_GPU_HOURS not in sums:
        return prices
    prices["commitment_coverage"] = sums[Flow.COMMITTED_GPU_HOURS] / hours
    if sums.get(Flow.SPOT_GPU_HOURS, 0.0) > 0:
        prices["spot_share"] = sums[Flow.SPOT_GPU_HOURS] / hours
    if listed <= 0:
        return prices
    committed_list, committed_paid = sums.get(Flow.COMMITTED_LIST, 0.0), sums.get(Flow.COMMITTED_EFFECTIVE, 0.0)
    spot_list, spot_paid = sums.get(Flow.SPOT_LIST, 0.0), sums.get(Flow.SPOT_EFFECTIVE, 0.0)
    demanded = listed - committed_list - spot_list
    negotiated = _none(1 - (paid - committed_paid - spot_paid) / demanded) if demanded > listed * 1e-9 else 0.0
    prices["negotiated_discount"] = negotiated
    if committed_list > 0 and negotiated < 1:
        prices["committed_discount"] = _none(1 - (committed_paid + unused) / (committed_list * (1 - negotiated)))
    if spot_list > 0 and negotiated < 1:
        prices["spot_discount"] = _none(1 - spot_paid / (spot_list * (1 - negotiated)))
    return prices


def _none(discount: float) -> float:
    """Return a discount, 0 where it is none but for how numbers are kept."""
    return 0.0 if abs(discount) < _NO_DISCOUNT else discount


def load_slices(load: ArrayLike) -> tuple[tuple[float, ...], float]:
    """Return the mean of each twentieth of the time over the average, rising, and the peak over the average.

    Means are rounded to four decimals and average 1.

    load: by bucket, all of one length, unit as given. Raises ValueError where nothing runs in it.
    """
    ordered = np.sort(np.asarray(load, dtype=np.float64))
    if len(ordered) == 0 or ordered[-1] <= 0:
        raise ValueError("nothing runs in it")
    below = np.concatenate([[0.0], np.cumsum(ordered)])
    edges = np.interp(np.linspace(0, len(ordered), SLICES + 1), np.arange(len(ordered) + 1), below)
    mean = ordered.mean()
    slices = np.diff(edges) * SLICES / len(ordered) / mean
    return tuple(round(float(one), 4) for one in slices), float(ordered[-1] / mean)


def weekly_ranges(by_day: Mapping[Flow, Mapping[int, float]], days: Sequence[int]) -> dict[str, tuple[float, float]]:
    """Return the figures of a usual month in the lowest and the highest whole week, where there are two or more.

    by_day: flows by day counted from 1970. days: the covered ones.
    """
    covered = set(days)
    weeks: list[dict[str, float]] = []
    day = min(covered, default=0)
    last = max(covered, default=-1)
    while day + 6 <= last:
        if all(day + step in covered for step in range(7)):
            sums = {str(name): sum(flow.get(day + step, 0.0) for step in range(7)) for name, flow in by_day.items()}
            weeks.append(usual_month(sums, 7))
            day += 7
        else:
            day += 1
    if len(weeks) < 2:  # noqa: PLR2004 - a range needs two
        return {}
    return {
        name: (min(week[name] for week in weeks), max(week[name] for week in weeks))
        for name in FIGURES
        if all(name in week for week in weeks)
    }


def with_measurement(measurements: Sequence[Measurement], one: Measurement) -> tuple[Measurement, ...]:
    """Return the measurements with one added; what came from the same file is replaced."""
    return (*(known for known in measurements if known.sha256 != one.sha256), one)
