"""Samples of gauges by GPU and time, and the busy GPUs they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.gauge_limits import ALL, GAP, HUNDRED, IDLE, doubt_scale, within
from desktop.imports.measured.moments import DAY, HOUR
from desktop.imports.measured.tally import TEN_MINUTES, Tally
from desktop.imports.measured.texts import Floats
from models.plan.measurements import Flow
from models.quantities.texts import counted


@dataclass
class Samples:
    """Utilisation of GPUs as samples.

    times: seconds since 1970; keys: the number of each sample's GPU; values: share of 1. weights: of each GPU, less
        than 1 for a slice of one.
    """

    times: list[Floats] = field(default_factory=list[Floats])
    keys: list[NDArray[np.int64]] = field(default_factory=list[NDArray[np.int64]])
    values: list[Floats] = field(default_factory=list[Floats])
    names: dict[str, int] = field(default_factory=dict[str, int])
    weights: dict[int, float] = field(default_factory=dict[int, float])

    def key(self, name: str, weight: float = 1.0) -> int:
        """Return the number of a GPU by what tells it from others; that itself is not kept."""
        number = self.names.setdefault(name, len(self.names))
        self.weights[number] = weight
        return number

    def add(self, times: Floats, keys: NDArray[np.int64], values: Floats) -> None:
        """Add samples; NaN is a sample that was not taken, whose time still shows the step."""
        good = np.isfinite(times)
        self.times.append(times[good])
        self.keys.append(keys[good])
        self.values.append(values[good])

    def largest(self) -> float:
        """Return the largest value of all samples."""
        return max((float(np.nanmax(one)) for one in self.values if np.isfinite(one).any()), default=0.0)

    def as_shares(self, tally: Tally, heads: Sequence[str] = (), *, signed: bool = False) -> bool:
        """Take the values for per cent where their heads, signs or size say so, and return whether they are.

        signed: they have a sign of per cent.
        """
        values = np.concatenate(self.values) if self.values else np.zeros(0)
        keys = np.concatenate(self.keys) if self.keys else np.zeros(0, dtype=np.int64)
        percent = signed or doubt_scale(tally, heads, values, keys)
        if percent:
            self.values = [one / HUNDRED for one in self.values]
        return percent

    def into(self, tally: Tally) -> Tally:
        """Add up the samples: utilisation weighted by time, GPU-hours by covered steps, load by the hour."""
        times = np.concatenate(self.times) if self.times else np.zeros(0)
        if not len(times):
            return tally
        keys, values = np.concatenate(self.keys), within(np.concatenate(self.values), tally.aside)
        order = np.lexsort((times, keys))
        times, keys, values = times[order], keys[order], values[order]
        again = np.zeros(len(times), dtype=np.bool_)
        again[1:] = (times[1:] == times[:-1]) & (keys[1:] == keys[:-1])
        if again.any():
            tally.aside["of a GPU and moment that stand twice"] += int(again.sum())
            times, keys, values = times[~again], keys[~again], values[~again]
        weight = np.array([self.weights[number] for number in range(len(self.names))])
        apart = np.diff(times)[keys[1:] == keys[:-1]]
        there = np.isfinite(values)
        times, keys, values = times[there], keys[there], values[there]
        tally.used += len(times)
        if not len(times):
            return tally
        if not len(apart):
            return self._moment(tally, times, keys, values, weight)
        step = float(np.median(apart))
        apart = np.diff(times)[keys[1:] == keys[:-1]]
        buckets = np.floor(times / step + 0.5).astype(np.int64)
        covered = np.unique(buckets)
        tally.covered_seconds = float(len(covered) * step)
        tally.span(float(times.min()), float(times.max()) + step)
        gaps = int(np.count_nonzero(apart > GAP * step))
        if gaps:
            tally.warnings.append(
                f"In {counted(gaps, 'place')} samples are missing for longer than {GAP:g} steps of {step:g} s; they"
                " are not taken for 0."
            )
        days = np.floor(times / DAY).astype(np.int64)
        hours = weight[keys] * step / HOUR
        tally.add(Flow.OBSERVED_GPU_HOURS, days, hours)
        tally.add(Flow.BUSY_GPU_HOURS, days, hours * values)
        tally.add(Flow.IDLE_GPU_HOURS, days, hours * (values < IDLE))
        first, last = self._allocated(tally, (keys, buckets), covered, step, weight)
        tally.cover(times, times + step)
        tally.load_unit = "busy GPUs"
        self._load(tally, (times, keys, values), (first * step, (last + 1) * step, weight))
        return tally

    def _moment(self, tally: Tally, times: Floats, keys: NDArray[np.int64], values: Floats, weight: Floats) -> Tally:
        tally.extra |= {
            "gpus": float(weight[np.unique(keys)].sum()),
            "utilisation": float(np.average(values, weights=weight[keys])),
        }
        tally.span(float(times.min()), float(times.max()) + 1)
        tally.warnings.append(
            "It holds one moment: GPUs and their utilisation then, but no hours. Ask for a range of at least a week."
        )
        return tally

    def _allocated(
        self,
        tally: Tally,
        samples: tuple[NDArray[np.int64], NDArray[np.int64]],
        covered: NDArray[np.int64],
        step: float,
        weight: Floats,
    ) -> tuple[Floats, Floats]:
        """Add the GPU-hours: each GPU from its first sample to its last, over the steps in which anything was sampled.

        Return the first and the last step of each.
        """
        keys, buckets = samples
        ends = np.flatnonzero(np.diff(np.append(keys, -1)))
        begins = np.append(0, ends[:-1] + 1)
        first, last = np.full(len(weight), np.inf), np.full(len(weight), -np.inf)
        first[keys[begins]], last[keys[begins]] = buckets[begins], buckets[ends]
        change = np.zeros(len(covered) + 1)
        for key in np.unique(keys).tolist():
            change[np.searchsorted(covered, first[key])] += weight[key]
            change[np.searchsorted(covered, last[key], side="right")] -= weight[key]
        tally.add(Flow.GPU_HOURS, np.floor(covered * step / DAY).astype(np.int64), np.cumsum(change)[:-1] * step / HOUR)
        return first, last

    def _load(
        self, tally: Tally, samples: tuple[Floats, NDArray[np.int64], Floats], there: tuple[Floats, Floats, Floats]
    ) -> None:
        """Add the busy GPUs of every hour in which all GPUs then present were sampled.

        Where the samples are as fine, ten-minute buckets are added as well.

        there: from when until when each GPU is, and its weight. Where most hours lack a GPU, those sampled stand for
            all.
        """
        times, keys, values = samples
        begins, ends, weight = there
        step = float(np.min(np.diff(np.unique(times)), initial=np.inf))
        for bucket in (HOUR, TEN_MINUTES):
            if step > bucket * 1.01:
                continue
            which, places = np.unique(np.floor(times / bucket).astype(np.int64), return_inverse=True)
            shares = np.bincount(places, weights=values * weight[keys]) / np.bincount(places, weights=weight[keys])
            pairs = np.unique(places * len(weight) + keys)
            sampled = np.bincount(pairs // len(weight), weights=weight[pairs % len(weight)])
            change = np.zeros(len(which) + 1)
            for place in np.flatnonzero(np.isfinite(begins)).tolist():
                change[np.searchsorted((which + 1) * bucket, begins[place], side="right")] += weight[place]
                change[np.searchsorted(which * bucket, ends[place], side="left")] -= weight[place]
            gpus = np.cumsum(change)[:-1]
            whole = sampled >= gpus * ALL
            whole = whole if whole.sum() * 2 >= len(whole) else np.ones(len(whole), dtype=np.bool_)
            tally.add_load((which[whole] * bucket).astype(np.float64), (shares * gpus)[whole], bucket)
            if bucket == HOUR:
                tally.extra["peak_utilisation"] = float(shares.max())
