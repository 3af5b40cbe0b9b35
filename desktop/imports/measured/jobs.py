"""Accounts of jobs that held GPUs: Slurm, Kubernetes, traces of clusters. A job that failed held its GPUs too."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, cast

import numpy as np

from desktop.imports.measured.moments import DAY, HOUR, iso, moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.runs import add_runs, last_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, numbers
from desktop.imports.measured.usage import word
from desktop.storage.watching import Look
from models.plan.measurements import Flow
from models.quantities.texts import counted

# Slurm

SACCT = (
    "jobid",
    "jobidraw",
    "state",
    "start",
    "end",
    "elapsed",
    "elapsedraw",
    "alloctres",
    "reqtres",
    "allocgres",
    "reqgres",
    "reqgpus",
)
_STEP = re.compile(r"^\d+(?:_\d+|_\[[^\]]*\]|\+\d+)?\.")
_ELAPSED = re.compile(r"^(?:(\d+)-)?(\d{1,3}):(\d{2}):(\d{2})(?:\.\d+)?$|^(\d{1,3}):(\d{2})(?:\.\d+)?$")
_ALL_GPUS = re.compile(r"(?:^|,)gres/gpu=(\d+)")
_KINDS_OF_GPU = re.compile(r"(?:^|,)gres/gpu:[^=,]+=(\d+)")
_OLD_GPUS = re.compile(r"(?:^|,)gpu(?::[^:,(]+)?:(\d+)")
_SLICES = re.compile(r"(?:^|,)(?:gres/)?gpu:([^=,:]*?)(\d)g\.[^=,:]*[=:](\d+)")
_HELD = ("alloctres", "allocgres", "reqtres", "reqgres", "reqgpus")
"""Columns of what a job was given, then of what it asked for."""

_OF_A_GPU, _OF_AN_A30 = 7, 4
"""Slices that a GPU is cut into."""

_FAILED = (
    *("failed", "timeout", "node_fail", "out_of_memory", "cancelled", "preempted", "boot_fail", "deadline"),
    "requeued",  # the attempt that was given up; the job is listed again
)
_WAITING = ("pending", "running", "suspended", "resizing")
_RUNNING = ("running", "suspended", "resizing")


_FEW_JOBS = 0.2
"""Of the jobs, which began before the time that a list is of."""

type _Jobs = tuple[Floats, Floats, Floats, np.ndarray]
"""By start, length in seconds, GPUs and whether they went wrong."""

_NO_JOBS: _Jobs = (np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_))


def _together(jobs: Sequence[_Jobs]) -> _Jobs:
    if not jobs:
        return _NO_JOBS
    begun, seconds, gpus, failed = (np.concatenate(parts) for parts in zip(*jobs, strict=True))
    return begun, seconds, gpus, failed


def sacct(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read Slurm's accounts: GPU-hours are the elapsed time of a job times the GPUs allocated to it.

    Steps are parts of their job. Source: Slurm, sacct manual (--parsable2, or another separator).
    """
    tally, slices = Tally("Slurm accounts (sacct)", "slurm", gaps_are_nothing=True), False
    jobs: list[_Jobs] = []
    running: list[_Jobs] = []
    others: list[tuple[Floats, Floats]] = []
    for chunk in chunks_of(opened, SACCT, look):
        name = chunk.column("jobidraw") if chunk.has("jobidraw") else chunk.column("jobid")
        steps = np.array([bool(_STEP.match(str(one).strip())) for one in name], dtype=np.bool_)
        state = word(chunk.column("state"))
        waiting = _begins(state, _WAITING)
        begun = tally.timed(moments(chunk.column("start"), zone, opened.order))
        seconds = _elapsed(chunk, zone, opened.order, begun)
        gpus = _allocated(chunk)
        slices |= any(_SLICES.search(str(one)) for head in _HELD for one in distinct(chunk.column(head))[1])
        tally.left["of steps, which are parts of their job"] += int(steps.sum())
        under_way = _begins(state, _RUNNING) & ~steps & np.isfinite(begun) & np.isfinite(seconds)
        there = under_way & (gpus > 0)
        running.append((begun[there], seconds[there], gpus[there], np.zeros(int(there.sum()), dtype=np.bool_)))
        tally.left["of jobs that have not begun, or say no length"] += int(
            np.count_nonzero(waiting & ~steps & ~under_way)
        )
        tally.left["of jobs without a GPU"] += int(np.count_nonzero(~steps & (~waiting | under_way) & (gpus == 0)))
        whole = np.isfinite(begun) & np.isfinite(seconds)
        without = ~steps & ~waiting & whole & (gpus == 0)
        others.append((begun[without], seconds[without]))
        good = ~steps & ~waiting & (gpus > 0)
        unread = good & ~whole
        tally.aside["without a start or a length"] += int(unread.sum())
        good &= ~unread
        jobs.append((begun[good], seconds[good], gpus[good], _begins(state, _FAILED)[good]))
    _add_jobs(tally, jobs, running)
    _as_long_as(tally, others)
    if slices:
        tally.notices.append("Slices of GPUs (MIG) are in it: each is counted as its part of a GPU.")
    return tally


def _add_jobs(tally: Tally, jobs: Sequence[_Jobs], running: Sequence[_Jobs]) -> None:
    """Add jobs that have ended, and the hours of those that still ran when the list was made.

    A list of a time holds the jobs that ran in it, some of which began before. Those that ended before are not in it,
    so that what a few used before the day on which the first of all ended says nothing of that time.
    """
    begun, seconds, gpus, failed = _together(jobs)
    if not len(begun):
        _add_running(tally, _together(running), -np.inf)
        return
    opens = float(np.floor((begun + seconds).min() / DAY) * DAY)
    early = begun < opens
    if not early.any() or begun.min() >= opens - DAY or early.mean() > _FEW_JOBS:
        add_runs(tally, begun, seconds, gpus, failed)
        _add_running(tally, _together(running), tally.start)
        return
    add_runs(tally, begun[~early], seconds[~early], gpus[~early], failed[~early])
    tally.span(opens, opens + DAY)
    _add_hours(tally, begun[early], seconds[early], gpus[early], opens)
    _add_running(tally, _together(running), opens)
    tally.notices.append(
        f"{counted(int(early.sum()), 'job')} began before {iso(opens)}, from which on the list seems whole: what"
        " they used before it is left out, and they are no runs of this time."
    )


def _add_hours(tally: Tally, begun: Floats, seconds: Floats, gpus: Floats, opens: float) -> float:
    """Add the hours of jobs that are no runs of this time, from when it opens; return the GPU-hours."""
    starts = np.maximum(begun, opens)
    left = np.maximum(begun + seconds - starts, 0.0)
    hours = left * gpus / HOUR
    tally.spread(Flow.GPU_HOURS, starts, starts + left, hours)
    tally.cover(starts, starts + left)
    tally.used += len(begun)
    return float(hours.sum())


def _add_running(tally: Tally, jobs: _Jobs, opens: float) -> None:
    """Add what jobs held that still ran when the list was made, up to then: it is no run, and no less of the GPUs."""
    begun, seconds, gpus, _ = jobs
    if not len(begun):
        return
    hours = _add_hours(tally, begun, seconds, gpus, opens)
    first = float(np.floor(np.maximum(begun, opens).min() / DAY) * DAY)
    tally.span(first, last_of(begun, begun + seconds))
    tally.notices.append(
        f"{counted(len(begun), 'job')} still ran when the list was made: {hours:,.0f} GPU-hours up to then are read,"
        " and no run."
    )


def _as_long_as(tally: Tally, others: Sequence[tuple[Floats, Floats]]) -> None:
    """Widen the period to that of jobs without a GPU: days on which they ran and no GPU did are days without use."""
    begun, seconds = (np.concatenate(parts) for parts in zip(*others, strict=True)) if others else _NO_JOBS[:2]
    if len(begun) and tally.dated:
        over = begun + seconds
        tally.span(float(np.floor(over.min() / DAY) * DAY), last_of(begun, over))


def _begins(state: Texts, words: tuple[str, ...]) -> np.ndarray:
    codes, values = distinct(state)
    return np.array([value.startswith(words) for value in values], dtype=np.bool_)[codes]


def _elapsed(chunk: Chunk, zone: tzinfo, order: str, begun: Floats) -> Floats:
    """Return the length of each job in seconds."""
    if chunk.has("elapsedraw"):
        return numbers(chunk.column("elapsedraw"))[0]
    if chunk.has("elapsed"):
        codes, values = distinct(chunk.column("elapsed"))
        return np.array([lasting(value) for value in values], dtype=np.float64)[codes]
    return moments(chunk.column("end"), zone, order).seconds - begun


def lasting(text: str) -> float:
    """Return a length such as 1-02:03:04 or 12:30 in seconds, NaN where it is none."""
    match = _ELAPSED.match(text.strip())
    if match is None:
        return np.nan
    if match[5]:
        return int(match[5]) * 60.0 + int(match[6])
    return int(match[1] or 0) * float(DAY) + int(match[2]) * 3_600 + int(match[3]) * 60 + int(match[4])


def _allocated(chunk: Chunk) -> Floats:
    """Return the GPUs of each job: those allocated, else those asked for."""
    gpus = np.zeros(chunk.count)
    for head in _HELD:
        if chunk.has(head):
            codes, values = distinct(chunk.column(head))
            found = np.array([gpus_in(value) for value in values], dtype=np.float64)[codes]
            gpus = np.where(gpus > 0, gpus, found)
    return gpus


def gpus_in(text: str) -> float:
    """Return the GPUs in a text of resources such as cpu=8,gres/gpu=4 or gpu:a100:2; kinds add up to all of them.

    A slice of a GPU such as gpu:a100_3g.40gb=1 is so many sevenths of it, of an A30 so many fourths.

    >>> gpus_in("cpu=8,gres/gpu=4,gres/gpu:h100=4"), round(gpus_in("gres/gpu:nvidia_a100_1g.10gb=1,gres/gpu=1"), 3)
    (4.0, 0.143)
    >>> gpus_in("gres/gpu:a30_4g.24gb=1"), round(gpus_in("gres/gpu=6,gres/gpu:a100_1g.10gb=2"), 3)
    (1.0, 4.286)
    """
    bare = text.strip()
    if bare.isdecimal() and bare.isascii():
        return float(bare)
    told = _ALL_GPUS.search(bare)
    sliced = [(kind, int(parts), int(many)) for kind, parts, many in _SLICES.findall(bare)]
    if sliced:
        named = max(sum(map(int, _KINDS_OF_GPU.findall(bare))), int(told[1]) if told else 0)
        whole = max(named - sum(many for *_, many in sliced), 0)
        return whole + sum(
            parts * many / (_OF_AN_A30 if "a30" in kind.casefold() else _OF_A_GPU) for kind, parts, many in sliced
        )
    if told:
        return float(told[1])
    return float(sum(map(int, _KINDS_OF_GPU.findall(bare))) or sum(map(int, _OLD_GPUS.findall(bare))))


# Kubernetes

PODS = (
    "kind",
    "metadatanamespace",
    "specnodename",
    "statusphase",
    "statusstarttime",
    "speccontainers",
    "statuscontainerstatuses",
)
_GPU = re.compile(r"^(?:nvidia\.com/(?:gpu|mig-.*)|amd\.com/gpu|gpu\.intel\.com/.*)$")


def pods(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a list of pods, as kubectl get pods -o json writes it: GPUs asked for, from the start to the last end.

    A pod that still runs counts up to the latest time in the file. Source: Kubernetes API, PodStatus.
    """
    tally = Tally("Kubernetes list of pods", "kubernetes", gaps_are_nothing=True, zone="UTC")
    starts: list[Floats] = []
    ends: list[Floats] = []
    counts: list[Floats] = []
    failed: list[np.ndarray] = []
    for chunk in chunks_of(opened, PODS, look):
        starts.append(moments(chunk.column("statusstarttime"), zone).seconds)
        last = np.array([_finished(str(text)) for text in chunk.column("statuscontainerstatuses")], dtype=object)
        ends.append(moments(last, zone).seconds)
        counts.append(np.array([_asked(str(text)) for text in chunk.column("speccontainers")], dtype=np.float64))
        failed.append(word(chunk.column("statusphase")) == "failed")
    begun, over, gpus = (np.concatenate(some) if some else np.zeros(0) for some in (starts, ends, counts))
    tally.left["of pods without a GPU"] += int(np.count_nonzero(gpus == 0))
    tally.aside["without a start"] += int(np.count_nonzero((gpus > 0) & ~np.isfinite(begun)))
    good = (gpus > 0) & np.isfinite(begun)
    known = np.append(begun[good], over[good & np.isfinite(over)])
    if len(known):
        running = good & ~np.isfinite(over)
        if running.any():
            tally.notices.append(
                f"{int(running.sum()):,} pods have no end; each counts up to the latest time in the file."
            )
        over = np.where(running, float(np.nanmax(known)), over)
        seconds = np.maximum(over - begun, 0.0)
        add_runs(tally, begun[good], seconds[good], gpus[good], np.concatenate(failed)[good])
    return tally


def _asked(text: str) -> float:
    """Return the GPUs that the containers of a pod ask for, in JSON."""
    whole = 0.0
    for one in _listed(text):
        resources = cast("dict[str, Any]", one.get("resources") or {})
        asked: Any = resources.get("limits") or resources.get("requests") or {}
        if isinstance(asked, dict):
            for name, count in cast("dict[str, object]", asked).items():
                if _GPU.match(name) and str(count).isdecimal():
                    whole += float(str(count))
    return whole


def _finished(text: str) -> str:
    """Return the latest time at which a container of a pod ended, empty where one still runs."""
    ends: list[str] = []
    for one in _listed(text):
        state = cast("dict[str, Any]", one.get("state") or {})
        over: Any = state.get("terminated")
        if not isinstance(over, dict):
            return ""
        ends.append(str(cast("dict[str, object]", over).get("finishedAt") or ""))
    return max(ends, default="")


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        values: Any = json.loads(text) if text else []
    except ValueError:
        return []
    return (
        [cast("dict[str, Any]", one) for one in cast("list[object]", values) if isinstance(one, dict)]
        if isinstance(values, list)
        else []
    )


# traces of clusters

ALIBABA_PODS = ("numgpu", "gpumilli", "creationtime", "deletiontime", "scheduledtime", "podphase")
ALIBABA_TASKS = ("instnum", "plangpu", "starttime", "endtime", "status")


def alibaba_pods(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read the pods of a cluster with seconds since its beginning. Source: Alibaba cluster-trace-gpu-v2023."""
    tally = Tally("Alibaba trace of pods", "trace", gaps_are_nothing=True)
    parts: list[tuple[Floats, Floats, Floats, np.ndarray]] = []
    for chunk in chunks_of(opened, ALIBABA_PODS, look):
        begun, over = numbers(chunk.column("creationtime"))[0], numbers(chunk.column("deletiontime"))[0]
        whole, milli = numbers(chunk.column("numgpu"))[0], numbers(chunk.column("gpumilli"))[0]
        gpus = whole * np.where(np.isfinite(milli) & (whole == 1), milli / 1_000, 1.0)
        parts.append((begun, over - begun, gpus, word(chunk.column("podphase")) == "failed"))
    return _relative(tally, parts)


def alibaba_tasks(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read tasks of training with GPUs in hundredths and seconds since the beginning.

    Source: Alibaba cluster-trace-gpu-v2020, pai_task_table.
    """
    tally = Tally("Alibaba trace of tasks", "trace", gaps_are_nothing=True)
    parts: list[tuple[Floats, Floats, Floats, np.ndarray]] = []
    for chunk in chunks_of(opened, ALIBABA_TASKS, look):
        begun, over = numbers(chunk.column("starttime"))[0], numbers(chunk.column("endtime"))[0]
        gpus = numbers(chunk.column("plangpu"))[0] / 100 * numbers(chunk.column("instnum"))[0]
        parts.append((begun, over - begun, gpus, word(chunk.column("status")) == "failed"))
    return _relative(tally, parts)


def _relative(tally: Tally, parts: list[tuple[Floats, Floats, Floats, np.ndarray]]) -> Tally:
    """Add jobs whose times count from the beginning of a trace."""
    begun, seconds, gpus = (
        np.concatenate([part[place] for part in parts]) if parts else np.zeros(0) for place in range(3)
    )
    failed = np.concatenate([part[3] for part in parts]) if parts else np.zeros(0, dtype=np.bool_)
    none = ~(gpus > 0)
    tally.left["of jobs without a GPU"] += int(np.count_nonzero(none))
    unread = ~none & ~(np.isfinite(begun) & np.isfinite(seconds) & (seconds >= 0))
    tally.aside["without a start or an end"] += int(np.count_nonzero(unread))
    good = ~none & ~unread
    if not good.any():
        return tally
    begun, seconds, gpus, failed = begun[good], seconds[good], gpus[good], failed[good]
    first = float(begun.min())
    tally.used = int(good.sum())
    tally.undated_days = float((begun + seconds).max() - first) / DAY
    tally.warnings.append("Its times count from its beginning: what it measured has no date.")
    day = np.floor((begun - first) / DAY).astype(np.int64)
    hours = seconds * gpus / HOUR
    sums: Mapping[Flow, Floats] = {
        Flow.RUNS: np.ones(len(begun)),
        Flow.FAILED_RUNS: failed.astype(np.float64),
        Flow.RUN_GPU_HOURS: hours,
        Flow.GPU_HOURS: hours,
    }
    for flow, values in sums.items():
        tally.add(flow, day, values)
    return tally
