"""Slurm: the utilisation report of sreport, GPU-hours by account and user over the period that stands above it."""

import re
from collections.abc import Iterator, Sequence
from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.moments import DAY, moment
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import numbers
from desktop.imports.measured.usage import word
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look
from models.plan.measurements import HOURS_A_DAY, Flow

SREPORT = ("account", "login", "tresname", "used")
_PERIOD = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d) - (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_UNIT = re.compile(r"reported in (?:TRES |CPU )?(Hours|Minutes|Seconds)", re.IGNORECASE)
_A_UNIT = {"hours": 1.0, "minutes": 1 / 60, "seconds": 1 / 3_600}


def sreport(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read GPU-hours of users, or of the root account where no user stands in it. Source: Slurm, sreport manual.

    Raises ImportRefusedError where no period stands above the table.
    """
    tally = Tally("Slurm utilisation report (sreport)", "slurm", gaps_are_nothing=True)
    period, scale = _above(opened, zone)
    # what is counted by type is in what is counted of all GPUs, where there is both
    sums = {"all": [0.0, 0.0], "typed": [0.0, 0.0]}
    for chunk, gpus, typed in _of_gpus(opened, SREPORT, look, tally):
        used = np.nan_to_num(numbers(chunk.column("used"))[0]) * scale
        user = np.array([bool(str(one).strip()) for one in chunk.column("login")], dtype=np.bool_)
        tally.left["of accounts, which hold their users"] += int(np.count_nonzero(gpus & ~user))
        root = np.array([str(one).strip() == "root" for one in chunk.column("account")], dtype=np.bool_)
        for name, rows in (("all", gpus & ~typed), ("typed", gpus & typed)):
            for place, of_whom in enumerate((user, root)):
                sums[name][place] += float(used[rows & of_whom].sum())
        tally.used += int(np.count_nonzero(gpus & user))
    by_user, by_account = sums["all"] if any(sums["all"]) else sums["typed"]
    _spread(tally, period, by_user or by_account)
    return tally


OF_CLUSTER = ("cluster", "tresname", "allocated", "reported")


def of_cluster(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the GPU-hours allocated on whole clusters. Source: Slurm, sreport manual (cluster utilization).

    Raises ImportRefusedError where no period stands above the table.
    """
    tally = Tally("Slurm report of clusters (sreport)", "slurm", gaps_are_nothing=True)
    period, scale = _above(opened, zone)
    there = {"all": [0.0, 0.0], "typed": [0.0, 0.0]}
    for chunk, gpus, typed in _of_gpus(opened, OF_CLUSTER, look, tally):
        tally.used += int(np.count_nonzero(gpus))
        for place, head in enumerate(OF_CLUSTER[2:]):
            hours = np.nan_to_num(numbers(chunk.column(head))[0]) * scale
            for name, rows in (("all", gpus & ~typed), ("typed", gpus & typed)):
                there[name][place] += float(hours[rows].sum())
    allocated, reported = there["all"] if any(there["all"]) else there["typed"]
    _spread(tally, period, allocated)
    if reported > 0:
        tally.notices.append(f"Of {reported:,.0f} GPU-hours that were there {allocated / reported:.0%} were allocated.")
    return tally


def _of_gpus(
    opened: Opened, heads: Sequence[str], look: Look, tally: Tally
) -> Iterator[tuple[Chunk, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield the rows of a report, with which of them are of GPUs and which of one type; others are counted as left."""
    for chunk in chunks_of(opened, heads, look):
        names = [str(one) for one in word(chunk.column("tresname"))]
        gpus = np.array([one.partition(":")[0] == "gres/gpu" for one in names], dtype=np.bool_)
        tally.left["of other resources"] += int(np.count_nonzero(~gpus))
        yield chunk, gpus, np.array([":" in one for one in names], dtype=np.bool_)


def _above(opened: Opened, zone: tzinfo) -> tuple[tuple[float, float], float]:
    """Return the period that stands above a report, in seconds, and of how many hours each of its amounts is."""
    period = _PERIOD.search(opened.text[:4_000])
    begin, end = (moment(period[side], zone) for side in (1, 2)) if period else (None, None)
    if begin is None or end is None:
        raise ImportRefusedError(
            opened.name, "no period stands above its table; expected the head of sreport, such as 2026-10-01T00:00:00"
        )
    unit = _UNIT.search(opened.text[:4_000])
    finish = float(-(-end.seconds // DAY) * DAY)  # it says the last second
    return (begin.seconds, finish), _A_UNIT[unit[1].casefold()] if unit else _A_UNIT["minutes"]


def _spread(tally: Tally, period: tuple[float, float], hours: float) -> None:
    """Spread GPU-hours evenly over the days of a period."""
    begin, finish = period
    days = np.arange(begin // DAY, finish // DAY, dtype=np.int64)
    tally.span(begin, finish)
    tally.cover(np.array([begin]), np.array([finish]))
    tally.add(Flow.GPU_HOURS, days, np.full(len(days), hours / len(days)))
    tally.notices.append(
        f"{hours:,.0f} GPU-hours, {hours / HOURS_A_DAY / len(days):,.3g} GPUs on average; by the day it says nothing."
    )
