"""Samples of GPUs over time: Prometheus, DCGM, Grafana, nvidia-smi. A sample that is missing is not a GPU at rest."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.gauge_limits import HUNDRED, NO_SAMPLE, sampled
from desktop.imports.measured.json_values import as_written
from desktop.imports.measured.moments import DAY, EARLIEST, HOUR, LATEST, moments
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.samples import Samples
from desktop.imports.measured.tally import TEN_MINUTES, Tally
from desktop.imports.measured.texts import Floats, distinct
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look
from models.plan.measurements import Flow

PERCENT = frozenset(
    {
        "DCGM_FI_DEV_GPU_UTIL",
        "nvidia_gpu_duty_cycle",
        "nvidia_smi_utilization_gpu",
        "DCGM_FI_DEV_GPU_UTIL_RATIO_PERCENT",
    }
)
RATIO = frozenset({"DCGM_FI_PROF_GR_ENGINE_ACTIVE", "nvidia_smi_utilization_gpu_ratio"})
COUNTERS: Mapping[str, Flow] = {
    "vllm:prompt_tokens_total": Flow.TOKENS_IN,
    "vllm:generation_tokens_total": Flow.TOKENS_OUT,
    "vllm:request_success_total": Flow.REQUESTS,
    "vllm:prefix_cache_hits_total": Flow.TOKENS_CACHED,
}
_OF_SCRAPING = frozenset({"job", "prometheus", "prometheus_replica", "replica", "receive", "tenant_id"})
"""Labels that say who scraped a counter: one that differs in these alone is the same, one of another pod is none."""

_SLICE = re.compile(r"^(\d)g\.")
_SLICES_OF_A_GPU = 7

_LABEL = re.compile(r'([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"')
_LINE = re.compile(r"^([A-Za-z_:][A-Za-z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+(\d+))?\s*$")


def prometheus(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read the answer of a Prometheus range query. Source: Prometheus HTTP API."""
    answer = cast("dict[str, Any]", opened.document)
    if answer.get("status") == "error":
        kind = as_written(answer.get("errorType", "without a type"))
        raise ImportRefusedError(opened.name, f"is an error answer of Prometheus ({kind}); repeat the query")
    data: Any = answer.get("data") or {}
    if not isinstance(data, dict):
        raise ImportRefusedError(opened.name, "its data are no object; expected the answer of a range query")
    data = cast("dict[str, Any]", data)
    results = cast("list[dict[str, Any]]", data.get("result") or [])
    if data.get("resultType") != "matrix":
        held = as_written(data.get("resultType", "nothing"))
        told = (
            "is an instant query, which holds for one moment" if held == "vector" else f"holds a result of type {held}"
        )
        raise ImportRefusedError(opened.name, f"{told}; expected a range query (query_range, a matrix)")
    if not results:
        raise ImportRefusedError(opened.name, "the query found no series; look at its labels and its time range")
    if not isinstance(results, list) or not all(
        isinstance(one, dict) and isinstance(one.get("metric", {}), dict) for one in results
    ):  # pyright: ignore[reportUnnecessaryIsInstance] - the file says so, not we
        raise ImportRefusedError(
            opened.name, "a series of it is no object with a metric; expected the answer of a range query"
        )
    for one in results:
        for label, value in cast("dict[str, object]", one.get("metric", {})).items():
            if not isinstance(value, str):
                raise ImportRefusedError(
                    opened.name, f"the label {as_written(label)} of a series is {as_written(value)}; expected a text"
                )
    tally = Tally("Prometheus range query", "gpu metrics", zone="UTC")
    if answer.get("warnings"):
        tally.warnings.append("Prometheus gave warnings with its answer; it may be partial.")
    named = {one.get("metric", {}).get("__name__", "") for one in results}
    return _series(opened, tally, results, named, look)


def _series(opened: Opened, tally: Tally, results: Sequence[Mapping[str, Any]], named: set[str], look: Look) -> Tally:
    """Add the series of every metric that is known."""
    known = (named & PERCENT) or (named & RATIO)
    counters = named & set(COUNTERS)
    nameless = named == {""}
    if nameless and not any(re.search("gpu|uuid", " ".join(one.get("metric", {})).casefold()) for one in results):
        return _loads(opened, tally, results)
    if named & PERCENT and named & RATIO:
        tally.warnings.append(
            f"It holds a metric of 0 to 100 beside one of 0 to 1; {', '.join(sorted(known))} is read,"
            f" {', '.join(sorted(named & RATIO))} is left."
        )
    if known and counters:
        tally.warnings.append(
            "It holds counters of vLLM beside the utilisation of GPUs; the GPUs are read. Query the counters by"
            " themselves."
        )
        counters = set[str]()
    if not known and not counters and not nameless:
        raise ImportRefusedError(
            opened.name,
            f"holds {', '.join(sorted(named))[:200]}; expected the utilisation of GPUs such as DCGM_FI_DEV_GPU_UTIL, or"
            " vLLM's counters",
        )
    others = named - known - counters - {""}
    if others - (RATIO if known & PERCENT else set()):
        tally.left["of metrics that are not read"] += sum(
            str(one.get("metric", {}).get("__name__", "")) in others for one in results
        )
    samples = Samples()
    twice = 0
    seen: dict[str, Mapping[str, Any]] = {}
    for number, one in enumerate(results):
        look(0.5 + 0.45 * number / len(results), f"Reading {opened.name}")
        labels = cast("dict[str, Any]", one.get("metric", {}))
        name = str(labels.get("__name__", ""))
        times, values = _points(opened, one, tally)
        if name in counters:
            left = _OF_SCRAPING | ({"instance"} if "pod" in labels else set[str]())
            same = json.dumps({key: value for key, value in labels.items() if key not in left}, sort_keys=True)
            if same not in seen:
                _count(tally, COUNTERS[name], times, values)
            twice += same in seen
            seen[same] = labels
        elif name in known or nameless:
            gpu = _gpu_of(labels, number)
            twice += gpu in seen
            seen[gpu] = labels
            profile = _SLICE.match(str(labels.get("GPU_I_PROFILE", "")))
            key = samples.key(gpu, int(profile[1]) / _SLICES_OF_A_GPU if profile else 1.0)
            samples.add(times, np.full(len(times), key, dtype=np.int64), values / (HUNDRED if name in PERCENT else 1.0))
    if twice:
        tally.warnings.append(
            f"{twice:,} series of what another series has too, as when two jobs scrape it; each counts once at a"
            " moment."
        )
    if nameless:
        _as_shares(tally, samples)
    return samples.into(tally)


def _loads(opened: Opened, tally: Tally, results: Sequence[Mapping[str, Any]]) -> Tally:
    """Read series that neither a name nor a label makes GPUs as a load without a unit, added up."""
    read = [_points(opened, one, tally) for one in results]
    times, values = (np.concatenate(parts) for parts in zip(*read, strict=True))
    good = np.isfinite(times) & np.isfinite(values)
    times, values = times[good], values[good]
    moments_of = np.unique(times)
    step = float(np.median(np.diff(moments_of))) if len(moments_of) > 1 else HOUR
    tally.doubted = True
    tally.warnings.append(
        "Neither a name nor a label says that its series are GPUs: they are added up and read as a load, its shape and"
        " not its height. For GPUs keep the label gpu or UUID in the query."
    )
    if not len(times):
        return tally
    tally.used += len(times)
    tally.span(float(times.min()), float(times.max()) + step)
    tally.cover(times, times + step)
    tally.covered_seconds = len(moments_of) * step
    tally.load_unit = "load"
    for bucket in (HOUR, TEN_MINUTES):
        if step <= bucket * 1.01:
            tally.add_load(times, values * step / HOUR, bucket)
    return tally


def _points(opened: Opened, one: Mapping[str, Any], tally: Tally) -> tuple[Floats, Floats]:
    points = one.get("values") or ([one["value"]] if "value" in one else [])
    try:
        times = np.array([float(point[0]) for point in points], dtype=np.float64)
        times[~((times >= EARLIEST) & (times < LATEST))] = np.nan
        values = sampled(np.array([str(point[1]) for point in points], dtype=object), tally.aside)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise ImportRefusedError(
            opened.name, "a series holds something else than pairs of a time and a value"
        ) from None
    return times, values


def _gpu_of(labels: Mapping[str, Any], number: int) -> str:
    """Return what tells one GPU from another: its UUID with the slice of it, or host and number.

    Never the whole set of labels, which changes when a pod does.
    """
    slice_of = str(labels.get("GPU_I_ID", ""))
    if labels.get("UUID") or labels.get("uuid"):
        return f"{labels.get('UUID') or labels.get('uuid')}/{slice_of}"
    host = labels.get("Hostname") or labels.get("hostname") or labels.get("instance") or ""
    return f"{host}/{labels['gpu']}/{slice_of}" if "gpu" in labels else f"series {number}"


def _count(tally: Tally, flow: Flow, times: Floats, values: Floats) -> None:
    """Add the increase of a counter; one that falls was started anew."""
    order = np.argsort(times)
    times, values = times[order], values[order]
    good = np.isfinite(values) & np.isfinite(times)
    times, values = times[good], values[good]
    if len(times) < 2:  # noqa: PLR2004 - an increase needs two
        return
    rise = np.diff(values)
    rise = np.where(rise < 0, values[1:], rise)
    tally.add(flow, np.floor(times[:-1] / DAY).astype(np.int64), rise)
    tally.used += len(times)
    tally.span(float(times[0]), float(times[-1]))
    tally.gaps_are_nothing = True
    if flow == "requests" and float(np.median(np.diff(times))) <= HOUR:
        tally.load_unit = "requests"
        tally.add_load(times[:-1], rise)


def _as_shares(tally: Tally, samples: Samples) -> None:
    """Take values without a metric's name for percent where any is above 1, else for shares, and say so."""
    largest = samples.largest()
    percent = samples.as_shares(tally)
    tally.warnings.append(
        f"The series have no name; their values, up to {largest:,.4g}, are taken for the utilisation of a GPU each,"
        f" {'0 to 100' if percent else '0 to 1'}."
    )


def exposition(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read one scrape of an exporter in Prometheus' text format, as DCGM's exporter shows it."""
    with opened.stream() as stream:
        text = stream.read().decode("utf-8", errors="replace")
    results: list[dict[str, Any]] = []
    for line in text.splitlines():
        match = _LINE.match(line.strip())
        if match and not line.startswith("#"):
            # the pairs of findall have no type of their own
            labels = {name: value for name, value in _LABEL.findall(match[2] or "")}  # noqa: C416
            results.append(
                {
                    "metric": {"__name__": match[1], **labels},
                    "value": [float(match[4]) / 1_000 if match[4] else EARLIEST, match[3]],
                }
            )
    tally = Tally("a scrape of an exporter", "gpu metrics", zone="UTC")
    named = {str(one["metric"]["__name__"]) for one in results}
    if named & set(COUNTERS) and not named & (PERCENT | RATIO):
        raise ImportRefusedError(
            opened.name,
            "holds counters of vLLM at one moment, which say nothing of a time; expected the answer of a range query to"
            " Prometheus (query_range)",
        )
    tallied = _series(opened, tally, results, named, look)
    if all(one["value"][0] == EARLIEST for one in results):
        tallied.start, tallied.end = np.inf, -np.inf
    return tallied


def is_exposition(text: str) -> bool:
    """Return whether a text is Prometheus' text format: a metric with its type said, and a line of it."""
    lines = text.splitlines()[:200]
    return any(line.startswith("# TYPE ") for line in lines) and any(
        _LINE.match(line.strip()) for line in lines if not line.startswith("#")
    )


# tables of samples

SMI_WANTED = ("timestamp", "index", "uuid", "pcibusid", "gpuuuid", "gpubusid", "name", "utilizationgpu")


def nvidia_smi(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a log of nvidia-smi --query-gpu … --format=csv -l N; its times say no zone. Source: nvidia-smi manual."""
    tally = Tally("nvidia-smi log", "gpu metrics", zone_assumed=True)
    samples = Samples()
    device_head = next(
        (head for head in ("uuid", "gpuuuid", "index", "pcibusid", "gpubusid") if head in opened.folded_heads), ""
    )
    host = next((head for head in ("hostname", "host", "node", "machine") if head in opened.folded_heads), "")
    seconds_before: dict[int, int] = {}
    for chunk in chunks_of(opened, (*SMI_WANTED, host), look):
        times, used = chunk.column("timestamp"), chunk.column("utilizationgpu")
        heads = np.array([str(one).strip().casefold() == "timestamp" for one in times], dtype=np.bool_)
        tally.left["that repeat the heads"] += int(heads.sum())
        read = moments(times, zone, opened.order)
        values = sampled(np.where(heads, "", used).astype(object), tally.aside)
        unread = ~np.isfinite(read.seconds) & ~heads
        tally.aside["without a whole time"] += int(unread.sum())
        blank = np.array([not str(one).strip() for one in used], dtype=np.bool_) & ~heads
        tally.aside[NO_SAMPLE] += int(np.count_nonzero(np.isfinite(read.seconds) & blank))
        if device_head:
            of_host = chunk.column(host) if host else np.full(chunk.count, "", dtype=object)
            both = zip(of_host, chunk.column(device_head), strict=True)
            codes, names = distinct(np.array([f"{on}/{name.strip()}" for on, name in both], dtype=object))
            keys = np.array([samples.key(name) for name in names], dtype=np.int64)[codes]
        else:
            keys = _ranked(samples, read.seconds, seconds_before)
        samples.add(read.seconds, keys, values / HUNDRED)
    if not device_head and len(samples.names) > 1:
        tally.warnings.append(
            f"The log does not say which GPU a line is of; up to {len(samples.names)} lines stand at one second and are"
            " taken for as many GPUs."
        )
    return samples.into(tally)


def _ranked(samples: Samples, seconds: Floats, before: dict[int, int]) -> NDArray[np.int64]:
    """Return a number for each line among those of its second, for logs that do not name the GPU."""
    keys = np.zeros(len(seconds), dtype=np.int64)
    for place, one in enumerate(seconds.tolist()):
        if one == one:  # noqa: PLR0124 - NaN differs from itself
            rank = before.get(int(one), 0)
            before[int(one)] = rank + 1
            keys[place] = samples.key(f"line {rank}")
    if len(before) > 10_000:  # noqa: PLR2004 - only the last seconds can go on in the next chunk
        for second in sorted(before)[:-10]:
            del before[second]
    return keys
