"""Flows added up by day and loads by the hour while a file is read, and what is told of it afterwards."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.moments import DAY, HOUR, Moments, days_in_month, iso, month_of
from desktop.imports.measured.texts import Floats
from models.plan.measured_growth import growth
from models.plan.measurements import (
    A_MONTHS,
    FIGURES,
    HOURS_A_DAY,
    Flow,
    Measurement,
    load_slices,
    usual_month,
    weekly_ranges,
)
from models.plan.whole_months import paid_a_month

TEN_MINUTES = 600
NO_CURRENCY = "in a currency the file does not name"

_WHOLE = 0.999
"""Of a day that counts among those that are compared."""

_WEEK = 7
_MOST_HOURS = 24 * 366 * 10
_STRETCHED = 0.05
"""Share of the days between the first and the last time that must have a row, before what is in them is made a month.
"""

_A_DAY = 1 - 1e-6
_ROUNDED = 0.01
"""Share of a log's time by which its first and last moment may be rounded outwards to whole hours."""

_MOST_SPREAD = 400
"""Days over which one row may be spread; longer ones are no charge of a bill."""


@dataclass
class Tally:
    """Sums while a file is read.

    flows: by name and day counted from 1970; load: by start of the hour, in any unit; fine: by ten minutes, where the
        file is as fine.
    odd_cells: some of the cells that are no amounts, for a message.
    aside: rows set aside that should not be there, left: rows of kinds that are never read, both by reason. currency:
        of all money in it.
    gpus: hours by model of the GPU, where a bill names it. coarse: rows are longer than a week, so that months are the
        finest there is. covered_seconds: covered time of samples, where days do not say it. undated_days: covered time
        of a file without dates.
    typical: somebody said that less than a day is typical of the month. repeated: lines that stand twice.
    zone_assumed, order_asked, year_asked: its times do not say their zone, which number of a date is the month, or when
        their financial year begins. decimals_asked: nor its numbers whether a comma stands before their decimals.
    twice: whether rows of one time are added up or the first counts, as somebody said; twice_asked: it is open.
    years: hours of GPUs by the term of their commitment in years, 0 where a bill does not say.
    doubted: what it measured is in doubt, such as whether its series are GPUs, and nothing of it is ticked. scattered:
        times of a table read in steps are those of single events.
    ran: its GPU-hours are those of runs, by how long each took.
    today: the day of reading, empty where nobody says.
    of_months: the months that each of its rows is of, 0 where they are of less or of no whole ones.
    ahead: charges for a year, and such as are paid once: how much, and what they are called.
    gaps_are_nothing: a day or hour without a row had no use, as in a log of requests; else it was not measured.
    """

    title: str
    family: str
    flows: dict[Flow, dict[int, float]] = field(default_factory=dict[Flow, dict[int, float]])
    load: dict[int, float] = field(default_factory=dict[int, float])
    fine: dict[int, float] = field(default_factory=dict[int, float])
    load_unit: str = ""
    aside: Counter[str] = field(default_factory=Counter[str])
    odd_cells: dict[str, None] = field(default_factory=dict[str, None])
    left: Counter[str] = field(default_factory=Counter[str])
    used: int = 0
    currency: str = ""
    start: float = np.inf
    end: float = -np.inf
    covered: set[int] = field(default_factory=set[int])
    covered_seconds: float = 0.0
    coarse: bool = False
    gpus: Counter[str] = field(default_factory=Counter[str])
    years: Counter[int] = field(default_factory=Counter[int])
    of_months: int = 0
    gaps_are_nothing: bool = False
    doubted: bool = False
    scattered: bool = False
    ran: bool = False
    today: str = ""
    zone: str = ""
    zone_assumed: bool = False
    order_asked: bool = False
    year_asked: bool = False
    decimals_asked: bool = False
    twice: str = ""
    twice_asked: bool = False
    typical: bool = False
    repeated: int = 0
    moments: int = 0
    first: float = np.inf
    last: float = -np.inf
    undated_days: float = 0.0
    extra: dict[str, float] = field(default_factory=dict[str, float])
    notices: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])
    reconciliation: str = ""
    sure: str = ""
    ahead: dict[str, tuple[float, list[str]]] = field(default_factory=dict[str, tuple[float, list[str]]])

    def add(self, name: Flow, days: NDArray[np.int64], values: Floats) -> None:
        """Add amounts to a flow by day; NaN adds nothing."""
        good = np.isfinite(values)
        flow = self.flows.setdefault(name, {})
        if not good.any():
            return
        which, places = np.unique(days[good], return_inverse=True)
        for day, amount in zip(which.tolist(), np.bincount(places, weights=values[good]).tolist(), strict=True):
            flow[day] = flow.get(day, 0.0) + amount

    def spread(self, name: Flow, start: Floats, end: Floats, values: Floats) -> None:
        """Add amounts to a flow, evenly over the days between start and end.

        What takes up to a day counts on its first.
        """
        days = np.floor(start / DAY).astype(np.int64)
        long = np.isfinite(end) & (end - start > DAY * 1.01) & np.isfinite(values)
        self.coarse |= bool((end - start)[long].max(initial=0.0) > _WEEK * DAY)
        self.add(name, days[~long], values[~long])
        if long.any():
            many = np.minimum(np.ceil((end[long] - start[long]) / DAY).astype(np.int64), _MOST_SPREAD)
            first = np.repeat(days[long], many)
            step = np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)
            self.add(name, first + step, np.repeat(values[long] / many, many))

    def add_load(self, seconds: Floats, values: Floats, bucket: int = HOUR) -> None:
        """Add amounts to the load, by the hour or by ten minutes."""
        good = np.isfinite(values) & np.isfinite(seconds)
        into = self.load if bucket == HOUR else self.fine
        which, places = np.unique(np.floor(seconds[good] / bucket).astype(np.int64), return_inverse=True)
        for start, amount in zip(which.tolist(), np.bincount(places, weights=values[good]).tolist(), strict=True):
            into[start] = into.get(start, 0.0) + amount

    def cover(self, start: Floats, end: Floats) -> None:
        """Note the days that rows cover."""
        good = np.isfinite(start)
        if not good.any():
            return
        first = np.floor(start[good] / DAY).astype(np.int64)
        last = np.ceil(np.where(np.isfinite(end[good]), end[good], start[good] + 1) / DAY).astype(np.int64)
        for one, beyond in set(
            zip(first.tolist(), np.minimum(np.maximum(last, first + 1), first + _MOST_SPREAD).tolist(), strict=True)
        ):
            self.covered.update(range(one, beyond))

    def span(self, start: float, end: float) -> None:
        """Widen the period."""
        self.start, self.end = min(self.start, start), max(self.end, end)

    def span_moments(self, seconds: Floats) -> None:
        """Widen the period by moments, each of which stands for the time until the next.

        It is rounded outwards to whole hours where that hardly lengthens it, so that a log of a month has whole days.
        """
        self.moments += len(seconds)
        self.first, self.last = min(self.first, float(seconds.min())), max(self.last, float(seconds.max()))
        begin, end = self.first - self.first % HOUR, self.last - self.last % HOUR + HOUR
        if end - begin > (self.last - self.first) * (1 + _ROUNDED):
            begin, end = self.first, self.last + (self.last - self.first) / max(self.moments - 1, 1)
        self.start, self.end = begin, max(end, begin + 1.0)

    def with_closed_hours(self) -> None:
        """Widen the period of a log to whole days where nothing comes in the hours up to them on any day.

        A log of the working day begins with its first call, and the night before it was as quiet as every other.
        """
        if not (self.moments and self.gaps_are_nothing and self.load) or self.end - self.start < _WEEK * DAY:
            return
        open_hours = {hour % HOURS_A_DAY for hour in self.load}
        first, beyond = int(self.start // HOUR), int(-(-self.end // HOUR))
        if not open_hours.intersection(range(first % HOURS_A_DAY)):
            self.start -= self.start % DAY
        if beyond % HOURS_A_DAY and not open_hours.intersection(range(beyond % HOURS_A_DAY, HOURS_A_DAY)):
            self.end += -self.end % DAY

    def since_beginning(self, seconds: Floats) -> None:
        """Note the length of a log whose times count from its beginning, so that it has no date."""
        whole = float(seconds.max() - seconds.min())
        self.undated_days = (whole + whole / max(len(seconds) - 1, 1)) / DAY
        self.warnings.append("Its times count from its beginning: what it measured has no date.")

    def timed(self, read: Moments) -> Floats:
        """Return the seconds of a column of times, noting what it leaves open: its zone, its order of day and month."""
        self.zone_assumed |= not read.aware and bool(np.isfinite(read.seconds).any())
        self.order_asked |= read.undecided
        return read.seconds

    # afterwards

    @property
    def dated(self) -> bool:
        """Whether the file says when."""
        return bool(np.isfinite(self.start)) and self.end > self.start

    def days(self) -> float:
        """Return the covered time in days."""
        if not self.dated:
            return self.undated_days
        if self.gaps_are_nothing:
            return (self.end - self.start) / DAY
        if self.covered_seconds:
            return self.covered_seconds / DAY
        return sum(map(self._part, self.covered)) or (self.end - self.start) / DAY

    def _part(self, day: int) -> float:
        """Return how much of a day lies within the period.

        All of it, unless the period is one of whole days that begin at another hour, as months of Pacific time do.
        """
        part = max(0.0, min(self.end, (day + 1) * DAY) - max(self.start, day * DAY)) / DAY
        return part if self.shifted else float(part > 0)

    @property
    def shifted(self) -> bool:
        """Whether the period is one of whole days that do not begin at midnight."""
        return self.dated and self.start % DAY != 0 and (self.end - self.start) % DAY == 0

    @property
    def short(self) -> bool:
        """Whether it covers less than a day, so that nothing of it is made a month unless somebody says it may."""
        return 0 < self.days() < _A_DAY

    def coverage(self) -> float:
        """Return the share of the period that is covered."""
        return min(1.0, self.days() * DAY / (self.end - self.start)) if self.dated else 1.0

    def stretched(self) -> bool:
        """Whether hardly any day of the period has a row, as when one time is far from all others."""
        days = {day for flow in self.flows.values() for day in flow} | self.covered
        return (
            self.dated
            and (self.end - self.start) / DAY > _WEEK
            and len(days) < _STRETCHED * (self.end - self.start) / DAY
        )

    def sums(self) -> dict[str, float]:
        """Return the flows of the whole file."""
        return {str(name): sum(flow.values()) for name, flow in self.flows.items() if flow}

    def loads(self, bucket: int = HOUR) -> list[float]:
        """Return the load of every bucket of the covered time: nothing where a gap means that nothing ran."""
        load = self.load if bucket == HOUR else self.fine
        if not load or (self.dated and (self.end - self.start) / bucket > _MOST_HOURS * 6):
            return []
        if not self.gaps_are_nothing:
            return [load[at] for at in sorted(load)]
        if not self.dated:
            return [load.get(at, 0.0) for at in range(min(load), max(load) + 1)]
        first, beyond = int(self.start // bucket), int(-(-self.end // bucket))
        return [load.get(at, 0.0) for at in range(first, beyond)]

    def measurement(self, file: str, digest: str, taken: str, workload: str, pool: str) -> Measurement:
        """Return what is kept of the file."""
        sums, days = self.sums(), self.days()
        figures = {**usual_month(sums, days), **self.extra} if not self.stretched() else dict(self.extra)
        if self.short and not self.typical:
            figures = {name: value for name, value in figures.items() if not FIGURES[name].unit.endswith(A_MONTHS)}
        slices: tuple[float, ...] = ()
        loads = self.loads()
        if HOURS_A_DAY <= len(loads) <= _MOST_HOURS and max(loads) > 0:
            slices, peak = load_slices(loads)
            figures |= {"peak_to_average": peak, "load_factor": 1 / peak}
            fine = self.loads(TEN_MINUTES)
            if fine and max(fine) > 0:
                figures["peak_ten_minutes"] = load_slices(fine)[1]
        dated = self.dated
        months = self._months() if dated else {}
        ranges = self._ranges() if dated else {}
        if self.of_months and (paid := paid_a_month(months, self.of_months)):
            figures["spend"] = sum(paid) / len(paid)
            ranges = {**ranges, "spend": (min(paid), max(paid))} if "spend" in ranges else ranges
        grown = growth(months) if self.of_months <= 1 else None
        if grown is not None:
            figures["growth"], ranges["growth"] = grown[0], grown[1:]
        return Measurement(
            file[:200],
            digest,
            self.title,
            self.family,
            taken,
            iso(self.start) if dated else "",
            iso(self.end) if dated else "",
            self.zone,
            round(self.coverage(), 4),
            round(days, 6),
            HOUR if slices else 0,
            self.currency,
            self.used,
            sum(self.aside.values()) + sum(self.left.values()),
            self.reconciliation,
            sums,
            months,
            figures,
            {
                name: (min(low, figures[name]), max(high, figures[name]))
                for name, (low, high) in ranges.items()
                if name in figures
            },
            slices,
            workload,
            pool,
        )

    def _months(self) -> dict[str, Mapping[str, float]]:
        """Return the flows by month, with the covered days of each."""
        months: dict[str, dict[str, float]] = {}
        for name, flow in self.flows.items():
            for day, amount in flow.items():
                month = months.setdefault(month_of(day), {})
                month[name.value] = month.get(name.value, 0.0) + amount
        for month, flows in months.items():
            days = self.covered or {day for flow in self.flows.values() for day in flow}
            flows["days"] = round(sum(self._part(day) for day in days if month_of(day) == month), 6)
        return dict(sorted(months.items()))

    def _ranges(self) -> dict[str, tuple[float, float]]:
        if self.stretched():
            return {}
        if self.coarse:
            months = [
                usual_month({name: flow for name, flow in flows.items() if name != "days"}, flows["days"])
                for flows in self._months().values()
                if flows["days"]
            ]
            return {
                name: (min(one[name] for one in months), max(one[name] for one in months))
                for name in FIGURES
                if len(months) > 1 and all(name in one for one in months)
            }
        days = (
            [day for day in sorted(self.covered) if self._part(day) > _WHOLE]
            if not self.gaps_are_nothing
            else list(range(int(self.start // DAY), int(-(-self.end // DAY))))
        )
        return weekly_ranges(self.flows, days)

    def months_of_hours(self, start: Floats, gb_hours: Floats) -> Floats:
        """Return GB-hours as GB-months, by the length of the month they begin in."""
        return gb_hours / (HOURS_A_DAY * days_in_month(np.floor(start / DAY).astype(np.int64)))

    def held(self, name: Flow, start: Floats, end: Floats, gb_months: Floats) -> None:
        """Add what is held: GB-months become GB-days by the length of their month.

        This is so that days add up to an average.
        """
        days = np.floor(start / DAY).astype(np.int64)
        self.spread(name, start, end, gb_months * days_in_month(days))
