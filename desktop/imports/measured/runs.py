"""Runs of training and experiments: MLflow and Weights & Biases. A run that crashed cost its hours too."""

import re
from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from desktop.imports.measured.moments import DAY, HOUR, moments
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, folded, numbers, seconds_in
from desktop.storage.watching import Look
from models.plan.measurements import Flow

_COUNT = re.compile(r"^(params)?(num|n|number)?(of)?gpus?(count|num)?$|^gpucount$|^worldsize$|^paramsworldsize$")
_HUNDRED = 100.0
_BAD = frozenset({"failed", "crashed", "killed", "preempted", "preempting"})
_RUNNING = frozenset({"running", "scheduled", "pending"})


def _gpu_head(heads: Sequence[str]) -> str:
    return next((name for name in map(folded, heads) if _COUNT.match(name)), "")


def _utilisation_heads(heads: Sequence[str]) -> list[str]:
    return [folded(head) for head in heads if re.search(r"system/gpu[_.]\d+[_.](utilization_percentage|gpu)$", head)]


def mlflow(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read MLflow's table of runs: GPU-hours are its time, end less start, times its GPUs.

    Source: MLflow's search of runs.
    """
    return _runs(
        opened, Tally("MLflow runs", "mlflow", zone="UTC"), zone, look, start="starttime", end="endtime", state="status"
    )


MLFLOW_PAGE = ("starttime", "duration", "runid", "status")
_LASTING = re.compile(r"^([\d.]+)\s*(ms|s|min|m|h|d)$")
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


def mlflow_page(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the table of runs of MLflow's page, with lengths as 12.4s, 1.5min, 2.3h. Source: MLflow, Download CSV."""
    tally = Tally("MLflow table of runs", "mlflow")
    count = _gpu_head(opened.heads)
    tally.gaps_are_nothing = True
    for chunk in chunks_of(opened, [*MLFLOW_PAGE, count], look):
        begun = tally.timed(moments(chunk.column("starttime"), zone, opened.order))
        codes, values = distinct(chunk.column("duration"))
        seconds = np.array([_lasting(value) for value in values], dtype=np.float64)[codes]
        states = np.array([str(one).strip().casefold() for one in chunk.column("status")])
        running = np.isin(states, list(_RUNNING)) | np.array([not str(one).strip() for one in chunk.column("duration")])
        tally.left["of runs that have not ended"] += int(running.sum())
        good = np.isfinite(begun) & np.isfinite(seconds) & ~running
        tally.aside["without a start or a length"] += int(np.count_nonzero(~good & ~running))
        gpus = numbers(chunk.column(count))[0] if count else np.ones(chunk.count)
        unsaid = good & ~np.isfinite(gpus)
        tally.aside["that do not say their GPUs"] += int(unsaid.sum())
        good &= ~unsaid
        add_runs(tally, begun[good], seconds[good], gpus[good], np.isin(states[good], list(_BAD)))
    if not count:
        tally.warnings.append("No column says how many GPUs a run had; one is taken for each.")
    return tally


def _lasting(text: str) -> float:
    match = _LASTING.match(text.strip())
    try:
        return float(match[1]) * _SECONDS[match[2]] if match else np.nan
    except ValueError:
        return np.nan


def wandb(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the table of runs of Weights & Biases: Runtime is in seconds. Source: W&B's export of runs."""
    return _runs(
        opened, Tally("Weights & Biases runs", "wandb", zone="UTC"), zone, look, start="created", end="", state="state"
    )


def _runs(opened: Opened, tally: Tally, zone: tzinfo, look: Look, *, start: str, end: str, state: str) -> Tally:
    count, shares = _gpu_head(opened.heads), _utilisation_heads(opened.heads)
    tally.gaps_are_nothing = True
    for chunk in chunks_of(opened, [start, end or "runtime", state, count, *shares], look):
        begun = moments(chunk.column(start), zone, opened.order)
        tally.timed(begun)
        codes, states = distinct(chunk.column(state))
        lowered = np.array([one.strip().casefold() for one in states], dtype=object)[codes]
        running = np.isin(lowered.astype(str), list(_RUNNING))
        seconds = (
            moments(chunk.column(end), zone, opened.order).seconds - begun.seconds
            if end
            else _runtimes(chunk.column("runtime"))
        )
        good = np.isfinite(begun.seconds) & np.isfinite(seconds) & (seconds >= 0) & ~running
        tally.left["of runs that have not ended"] += int(running.sum())
        tally.aside["without a start or a length"] += int(np.count_nonzero(~good & ~running))
        gpus = numbers(chunk.column(count))[0] if count else np.ones(chunk.count)
        unsaid = good & ~np.isfinite(gpus)
        tally.aside["that do not say their GPUs"] += int(unsaid.sum())
        good &= ~unsaid
        add_runs(tally, begun.seconds[good], seconds[good], gpus[good], np.isin(lowered[good].astype(str), list(_BAD)))
        if shares:
            used = np.array([numbers(chunk.column(head))[0] for head in shares])
            share = _mean(used) / _HUNDRED
            observed = seconds * gpus / HOUR
            days = np.floor(begun.seconds / DAY)
            there = good & np.isfinite(share)
            tally.add(Flow.OBSERVED_GPU_HOURS, days[there].astype(np.int64), observed[there])
            tally.add(Flow.BUSY_GPU_HOURS, days[there].astype(np.int64), (observed * share)[there])
    if not count:
        tally.warnings.append("No column says how many GPUs a run had; one is taken for each.")
    return tally


def _runtimes(texts: Texts) -> Floats:
    """Return runtimes in seconds, which may be written as 6h 0m 0s; NaN where one is none."""
    seconds, odd = numbers(texts)
    if odd.any():
        codes, said = distinct(texts[odd])
        seconds[odd] = np.array([np.nan if (read := seconds_in(one)) is None else read for one in said])[codes]
    return seconds


def _mean(used: Floats) -> Floats:
    """Return the mean of each run over the GPUs that were sampled, NaN where none was. used: GPUs × runs."""
    there = np.isfinite(used)
    many = there.sum(axis=0)
    return np.where(many > 0, np.where(there, used, 0.0).sum(axis=0) / np.maximum(many, 1), np.nan)


def add_runs(tally: Tally, begun: Floats, seconds: Floats, gpus: Floats, bad: np.ndarray) -> None:
    """Add runs by their start and length in seconds, their GPUs, and whether they went wrong."""
    if not len(begun):
        return
    tally.used += len(begun)
    days = np.floor(begun / DAY).astype(np.int64)
    tally.add(Flow.RUNS, days, np.ones(len(begun)))
    tally.add(Flow.FAILED_RUNS, days, bad.astype(np.float64))
    hours = seconds * gpus / HOUR
    tally.spread(Flow.RUN_GPU_HOURS, begun, begun + seconds, hours)
    tally.flows[Flow.GPU_HOURS] = dict(tally.flows[Flow.RUN_GPU_HOURS])
    tally.span(float(np.floor(begun.min() / DAY) * DAY), last_of(begun, begun + seconds))
    tally.cover(begun, begun + seconds)


def last_of(begun: Floats, over: Floats) -> float:
    """Return when a list of what ran ends: with the day on which the last began, or the last end after it.

    A run that goes on for half an hour past midnight makes no day of its own; one that goes on past noon does.
    """
    day, last = float(np.floor(begun.max() / DAY) * DAY + DAY), float(over.max())
    return max(day, last if last % DAY < DAY / 2 else float(np.ceil(last / DAY) * DAY))
