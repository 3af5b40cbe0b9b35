"""Panels of Grafana as CSV: a column of times and a column for each GPU, or a row for each."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from desktop.imports.measured.gauge_limits import HUNDRED, sampled
from desktop.imports.measured.moments import moments
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.samples import Samples
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Texts, distinct, folded
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look, unwatched

_SERIES_HEADS = ("series", "gpu", "gpuid", "uuid", "gpuuuid", "device", "name", "instance")


def grafana(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the CSV of a Grafana panel, in any of its modes.

    A column of times and a column for each series, or a row for each. Source: Grafana's inspect drawer.
    """
    tally = Tally("Grafana panel as CSV", "gpu metrics")
    heads = [folded(head) for head in opened.heads]
    series_head = next((head for head in _SERIES_HEADS if head in heads), "")
    time = "time" if "time" in heads else heads[0]
    series = [head for head in heads if head and head not in {time, series_head}]
    samples = Samples()
    texts, others = 0, set[str]()
    extremes = _extremes(opened.heads)
    for chunk in chunks_of(opened, [time, series_head, *series], look):
        read = moments(chunk.column(time), zone, opened.order)
        tally.timed(read)
        blank = np.array([not str(one).strip() for one in chunk.column(time)], dtype=np.bool_)
        tally.aside["without a time that can be read"] += int(np.count_nonzero(~np.isfinite(read.seconds) & ~blank))
        for head in series:
            column = chunk.column(head)
            if _of_another_kind(head, column) or head in extremes:
                others.add(head)
                continue
            texts += int(any("%" in str(one) for one in column[:50]))
            values = sampled(column, tally.aside, comma=opened.comma)
            if series_head:
                codes, names = distinct(chunk.column(series_head))
                keys = np.array([samples.key(f"{name} {head}") for name in names], dtype=np.int64)[codes]
            else:
                keys = np.full(chunk.count, samples.key(head), dtype=np.int64)
            samples.add(read.seconds, keys, values)
    if others:
        tally.warnings.append(f"Left out, since no utilisation: {', '.join(sorted(others))[:120]}.")
    if others and not samples.names:
        raise ImportRefusedError(opened.name, "none of its series is the utilisation of a GPU, 0 to 1 or in per cent")
    percent = samples.as_shares(tally, opened.heads, signed=texts > 0)
    tally.notices.append(
        f"Each of {len(samples.names)} series is taken for a GPU, its values for utilisation of"
        f" {'0 to 100' if percent else '0 to 1'}. A panel shows averages of its points, so peaks within them are lost."
    )
    read = [head for head in opened.heads if folded(head) in series and folded(head) not in others]
    if not all(re.search(_OF_GPUS, head.casefold()) for head in read):
        tally.doubted = True
        tally.warnings.append("Its heads do not say that its series are GPUs: look whether they are; none is ticked.")
    if any(_EXTREME.search(head) for head in read):
        tally.doubted = True
        tally.warnings.append("A series of it is the lowest or the highest of a time, and no mean; none is ticked.")
    return samples.into(tally)


_OTHER_UNIT = re.compile(r"\d\s*(?!%)[A-Za-zµ°/]+[A-Za-z/°]*\s*$")
_OTHER_HEAD = re.compile(
    r"temp|power|watt|energy|mem(?:ory|_)|fb_?use|clock|fan|latenc|request|token|byte|cost|hit ?rate|err|humid|room|cpu"
    r"|cache|disk|swap|filesystem|inode"
)
_ELSE = re.compile(r"ram(?:use|free|avail)|storage|volume|network")
"""What a series is of where its head speaks of no utilisation of a GPU."""

_NEVER = re.compile(r"quota|saturat|queue")

_EXTREME = re.compile(r"(?<![a-z\d])(?:min|max|minimum|maximum|peak|p(?:50|75|90|95|99))(?![a-z\d])", re.IGNORECASE)
_MEAN = re.compile(r"(?<![a-z\d])(?:avg|average|mean|last)(?![a-z\d])", re.IGNORECASE)


def _extremes(heads: Sequence[str]) -> set[str]:
    """Return the series, by folded head, that are the lowest or the highest of a GPU which has a series of its own.

    >>> _extremes(["Time", "gpu 0", "gpu 0 max"]), _extremes(["Time", "gpu 0 max", "gpu 1"])
    ({'gpu0max'}, set())
    """
    whole = {folded(_MEAN.sub("", head)) for head in heads if not _EXTREME.search(head)}
    extreme = {folded(head): folded(_EXTREME.sub("", head)) for head in heads if _EXTREME.search(head)}
    return {name for name, of in extreme.items() if of in whole}


def _of_another_kind(head: str, column: Texts) -> bool:
    """Return whether a series is something else than a utilisation: by its name, or by the unit of its values."""
    units = [bool(_OTHER_UNIT.search(str(one))) for one in column[:50] if str(one).strip()]
    of_gpu = re.search(r"gpu|dcgm", head) and "util" in head
    another = bool(_OTHER_HEAD.search(head) or _NEVER.search(head)) or (bool(_ELSE.search(head)) and not of_gpu)
    return another or (bool(units) and all(units))


_OF_GPUS = r"gpu|util|dcgm"
_UTILISED = r"(gpu|dcgm).*(util|sm_active|gr_engine_active)|(util|sm_active|gr_engine_active).*gpu"
"""Heads of series whose column of times is not headed as a panel's."""


def is_grafana(heads: Sequence[str]) -> bool:
    """Return whether heads are those of a panel: Time first and series after it, or Series, Time and Value."""
    names = [folded(head) for head in heads]
    if len(names) > 1 and names[0] in {"timestamp", "date", "datetime"}:
        return all(re.search(_UTILISED, head.casefold()) for head in heads[1:])
    return len(names) > 1 and (names[0] == "time" or names[:3] == ["series", "time", "value"])


def holds_gauges(found: Opened) -> bool:
    """Return whether a panel may be of utilisation: its heads speak of GPUs, or most values are no more than 100."""
    heads = [folded(head) for head in found.heads]
    if any(re.search(_OF_GPUS, head) for head in heads):
        return True
    first = next(iter(chunks_of(found, heads[1:], unwatched)), None)
    columns = [] if first is None else [sampled(first.column(head), Counter()) for head in heads[1:] if head]
    values = np.concatenate(columns) if columns else np.zeros(0)
    there = values[np.isfinite(values)]
    return not len(there) or bool(np.mean(there > HUNDRED) <= _HALF)


_HALF = 0.5


def is_long(heads: Sequence[str]) -> bool:
    """Return whether heads are those of samples with a row for each GPU: a time, what tells the GPU.

    A third head is one utilisation.
    """
    names = [folded(head) for head in heads]
    return (
        "time" in names
        and any(name in _SERIES_HEADS for name in names)
        and len(names) == 3  # noqa: PLR2004 - these three
        and any(
            name in {"value", "gpuutil", "utilisation", "utilization", "gpuutilisation", "gpuutilization"}
            for name in names
        )
    )
