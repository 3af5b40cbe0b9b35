"""What a cluster's own bookkeeping allocated: OpenCost and Kubecost by window, Run:ai by sample, loads by rank."""

from datetime import tzinfo

import numpy as np

from desktop.imports.measured.gauge_limits import HUNDRED
from desktop.imports.measured.moments import DAY, HOUR, moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.samples import Samples
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, numbers
from desktop.imports.measured.usage import Log, column_numbers, priced, word
from desktop.storage.watching import Look
from models.plan.measurements import HOURS_A_DAY, Flow
from models.quantities.texts import counted

ALLOCATION = (
    "name",
    "start",
    "end",
    "windowstart",
    "windowend",
    "gpuhours",
    "gpucost",
    "gpucostadjustment",
    "totalcost",
)


_TOTALS = frozenset({"total", "totals", "grand total", "__total__"})


def allocation(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read allocations of a cluster by window: GPU-hours, what they cost and all the cost. Idle capacity is cost too.

    Source: OpenCost and Kubecost, allocation API.
    """
    tally = Tally("OpenCost or Kubecost allocation", "opencost")
    log = Log(opened, tally, zone)
    idle = 0
    for chunk in chunks_of(opened, ALLOCATION, look):
        side = "window" if chunk.has("windowstart") else ""
        start, end = log.times(chunk.column(f"{side}start")), log.times(chunk.column(f"{side}end"))
        unused = word(chunk.column("name")) == "__idle__"
        idle += int(np.count_nonzero(unused))
        cost = column_numbers(chunk, "totalcost", tally)
        whole = np.isin(word(chunk.column("name")), list(_TOTALS))
        tally.left["that add others up"] += int(np.count_nonzero(whole))
        cost = np.where(whole, np.nan, cost)
        paid = column_numbers(chunk, "gpucost", tally)
        adjusted = column_numbers(chunk, "gpucostadjustment", tally)
        # what GPUs cost is not known where no column says it; nothing is a price too
        known = np.isfinite(paid) | np.isfinite(adjusted)
        flows: dict[str, Floats] = {
            Flow.GPU_HOURS: np.where(unused, np.nan, column_numbers(chunk, "gpuhours", tally)),
            Flow.GPU_EFFECTIVE: np.where(known & ~unused, np.nan_to_num(paid) + np.nan_to_num(adjusted), np.nan),
            Flow.EFFECTIVE: cost,
            Flow.BILLED: cost.copy(),
        }
        log.take(start, np.isfinite(cost), flows, end, load="")
    if idle:
        tally.notices.append(
            f"{counted(idle, 'row')} of idle capacity: its cost is counted as any other, its GPUs are not in use."
        )
    tally.notices.append("It does not name its currency; take its costs only where they are in the plan's.")
    return priced(tally)


OPENCOST_DAILY = ("date", "gpus", "gpucost", "totalcost")


def opencost_daily(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read OpenCost's export as CSV: a row for each container and day, GPUs held on average that day.

    Source: OpenCost, CSV export.
    """
    tally = Tally("OpenCost export by day", "opencost")
    log = Log(opened, tally, zone, DAY)
    for chunk in chunks_of(opened, OPENCOST_DAILY, look):
        cost = column_numbers(chunk, "totalcost", tally)
        flows: dict[str, Floats] = {
            Flow.GPU_HOURS: column_numbers(chunk, "gpus", tally) * HOURS_A_DAY,
            Flow.GPU_EFFECTIVE: column_numbers(chunk, "gpucost", tally),
            Flow.EFFECTIVE: cost,
            Flow.BILLED: cost.copy(),
        }
        log.take(log.times(chunk.column("date")), np.ones(chunk.count, dtype=np.bool_), flows, load="")
    tally.notices.append("It does not name its currency; take its costs only where they are in the plan's.")
    return priced(tally)


RUNAI = ("type", "timestamp", "value", "gpu", "node")
_RUNAI_SHARE = frozenset({"gpu_utilization", "gpu_utilization_per_gpu"})
_RUNAI_GPUS = frozenset({"allocated_gpu", "gpu_allocation"})


def runai(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read measurements of Run:ai: GPUs allocated at each time, and their utilisation of 0 to 100.

    Source: NVIDIA Run:ai, metrics API.
    """
    tally = Tally("Run:ai measurements", "runai")
    allocated, used = Samples(), Samples()
    for chunk in chunks_of(opened, RUNAI, look):
        kind = word(chunk.column("type")).astype(str)
        times = tally.timed(moments(chunk.column("timestamp"), zone, opened.order))
        values = column_numbers(chunk, "value", tally)
        name = chunk.column("node") + "/" + chunk.column("gpu") if chunk.has("gpu") else np.full(chunk.count, "all")
        for samples, kinds, scale in ((allocated, _RUNAI_GPUS, 1.0), (used, _RUNAI_SHARE, HUNDRED)):
            rows = np.isin(kind, list(kinds))
            keys = np.array([samples.key(str(one)) for one in name[rows]], dtype=np.int64)
            samples.add(times[rows], keys, values[rows] / scale)
        known = np.isin(kind, list(_RUNAI_SHARE | _RUNAI_GPUS))
        tally.left["of measurements that are not read"] += int(np.count_nonzero(~known))
    if used.times and any(len(one) for one in used.times):
        tally = used.into(tally)
    held = _held(allocated)
    if held is not None:
        start, hours, step = held
        tally.flows[Flow.GPU_HOURS] = {}
        tally.add(Flow.GPU_HOURS, np.floor(start / DAY).astype(np.int64), hours)
        tally.used += len(start)
        tally.span(float(start.min()), float(start.max()) + step)
        tally.covered_seconds = max(tally.covered_seconds, len(np.unique(start)) * step)
        tally.cover(start, start + step)
    return tally


def _held(samples: Samples) -> tuple[Floats, Floats, float] | None:
    """Return the times of allocations, the GPU-hours of each and the step; None where there are not two times."""
    times = np.concatenate(samples.times) if samples.times else np.zeros(0)
    values = np.concatenate(samples.values) if samples.values else np.zeros(0)
    good = np.isfinite(times) & np.isfinite(values) & (values >= 0)
    apart = np.diff(np.unique(times[good]))
    if not len(apart):
        return None
    step = float(np.median(apart))
    return times[good], values[good] * step / HOUR, step


LOAD_DURATION = ("shareoftime", "requestsperhour", "tokensoutperhour", "tokenstotalperhour")


def load_duration(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read hours by rank of their load, the busiest first: their sums and shape, but not when they were.

    Source: load-duration curves, as drawn for power stations.
    """
    tally = Tally("load-duration table of hours", "table")
    columns: dict[str, list[Floats]] = {head: [] for head in LOAD_DURATION[1:]}
    for chunk in chunks_of(opened, LOAD_DURATION, look):
        for head, some in columns.items():
            some.append(_column(chunk, head))
    requests, out, whole = (np.concatenate(some) if some else np.zeros(0) for some in columns.values())
    tally.used, tally.undated_days = len(requests), len(requests) / HOURS_A_DAY
    tally.warnings.append("Its hours stand by their load and have no date: what it measured has no period.")
    none = np.zeros(len(requests), dtype=np.int64)
    for flow, values in ((Flow.REQUESTS, requests), (Flow.TOKENS_OUT, out), (Flow.TOKENS_IN, whole - out)):
        tally.add(flow, none, values)
    load = requests if np.isfinite(requests).any() else out
    tally.load_unit = "requests"
    tally.add_load(np.arange(len(load), dtype=np.float64) * HOUR, load)
    return tally


def _column(chunk: Chunk, head: str) -> Floats:
    return numbers(chunk.column(head))[0] if chunk.has(head) else np.full(chunk.count, np.nan)
