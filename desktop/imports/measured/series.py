"""A plain table of times and amounts: by the hour, the day or the month, with heads that say what is counted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.events import HAPPENED, are_events
from desktop.imports.measured.gathered import SERIES, added_by_month, gathered, of_one_metric
from desktop.imports.measured.gauge_limits import HUNDRED, doubt_scale, within
from desktop.imports.measured.head_units import times_counted
from desktop.imports.measured.incomplete import usable, without_gaps
from desktop.imports.measured.kinds_of_entry import no_charges
from desktop.imports.measured.left_out import MOST_NAMES, Coded, counted_rows, is_over, not_measured, without_answers
from desktop.imports.measured.moments import A_MONTH, DAY, HOUR, Moments, moments
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.periods import DAY_ALONE, MONTHS_OF, Spans, of_paper, of_years, spans
from desktop.imports.measured.role_values import UNITS, Amounts, put_together
from desktop.imports.measured.roles import GAUGES, labels_of, mapped_by_hand
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.table_costs import Costs, currency_in
from desktop.imports.measured.tally import NO_CURRENCY, TEN_MINUTES, Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, folded
from desktop.imports.measured.time_columns import Times, counted_step, note_periods, zone_beside, zone_of
from desktop.imports.measured.twice import once
from desktop.imports.measured.usage import money_alone
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look
from models.plan.measurements import Flow
from models.quantities.texts import counted

MINUTE = 60.0
_MOST_MINUTES = 10_000_000
"""Numbered minutes are fewer; larger numbers are times since 1970."""

_ODD_STEP = 1.5
_MONTH = (27, 32)
"""Days between which a step is a month."""

_SUPPORT = 0.05
"""Share of the steps that must be as short as the shortest, before that is taken for the step."""


def series(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a plain table of times and amounts.

    A time that stands twice counts once, a time that is missing is not taken for 0.
    """
    _no_twins(opened)
    tally = Tally("table of amounts by time", "table", currency=currency_in(opened), twice=opened.twice)
    amounts = Amounts(opened, tally)
    times = Times(opened.heads, mapped_by_hand(opened.answers), opened.year_begins)
    labels: dict[str, list[Texts]] = {
        name: [] for name in labels_of(opened.heads, {*times.wanted, *amounts.wanted} - UNITS)
    }
    times.labels = list(labels)
    time = times.column
    in_per_cent: list[NDArray[np.bool_]] = []
    columns: dict[str, list[Floats]] = {role: [] for role in amounts.roles.values()}
    texts: list[Texts] = []
    odd: list[NDArray[np.bool_]] = []
    costs = Costs(opened, amounts.roles)
    for chunk in chunks_of(opened, [*times.wanted, *amounts.wanted, *costs.wanted, *labels], look):
        texts.append(times.texts(chunk))
        for name, parts in labels.items():
            parts.append(chunk.column(name))
        costs.take(chunk)
        part, bad = amounts.take(chunk)
        if "utilisation" in part:
            # a sign holds for its own cell: 0.5 beside 55% is a share
            in_per_cent.append(signed := amounts.signed(chunk))
            part["utilisation"] = np.where(signed, part["utilisation"] / HUNDRED, part["utilisation"])
        for role, column in part.items():
            columns[role].append(column)
        odd.append(bad)
    whole = np.concatenate(texts) if texts else np.zeros(0, dtype=object)
    values = put_together({role: np.concatenate([np.zeros(0), *some]) for role, some in columns.items()}, tally)
    priced = np.isfinite(values.get("cost", np.zeros(0)))
    values |= {"cost": costs.of_one_currency(tally, values["cost"])} if "cost" in values else {}
    said = {name: np.concatenate(parts) for name, parts in labels.items() if parts}
    coded = {name: distinct(column) for name, column in said.items()}
    outside = _as_shares(tally, values, in_per_cent, (amounts.head_of("utilisation"), coded))
    outside |= no_charges(tally, values, coded) | costs.left_out(len(outside))
    times.tell(tally)
    if (step := counted_step(time)) or _only_counts(whole, time):
        return _undated(tally, values, step or MINUTE)
    zone, zoned = zone_of(opened.heads, time, zone)
    if not (zoned or opened.answers.get("zone")) and (beside := zone_beside(tally, coded, time)) is not None:
        zone, zoned = beside, True
    read = moments(whole, zone, opened.order, years=of_years(time))
    tally.timed(read)
    of_what = _of_what(tally, opened, time, read, zone, set(values))
    tally.zone_assumed = not (read.aware or zoned or of_what.known or set(read.spellings) <= {*MONTHS_OF, DAY_ALONE})
    seconds = of_what.begins if of_what.known else unfolded(read.seconds, zone)
    unread = np.concatenate([np.zeros(0, dtype=np.bool_), *odd])
    good = not_measured(tally, opened, whole, seconds, usable(tally, read, seconds, values, (unread, outside)))
    good = of_one_metric(tally, counted_rows(tally, seconds, good, values, coded), values, said)
    values = without_gaps(tally, seconds, good, values, priced)
    _without_weekends(tally, seconds[good], zone, values)
    if (unanswered := without_answers(coded)) is not None:
        values = money_alone(tally, values, unanswered & good)
    return _dated(tally, read, seconds, values, good, said, opened.heads, of_what, amounts.rates, time)


def _of_what(tally: Tally, opened: Opened, time: str, read: Moments, zone: tzinfo, roles: Collection[str]) -> Spans:
    """Return the periods that times are of; it is said how they are read. roles: what the amounts are.

    Costs alone that all stand at one day are read as that day's, which a bill's would not be: they are in doubt.
    """
    of_money = set(roles) == {"cost"}
    paper = of_paper(time, set(map(folded, opened.heads)))
    of_what = spans(paper, read.spellings, read.seconds, zone, of_money=of_money)
    note_periods(tally, read.spellings, of_what)
    days = np.unique(read.seconds[np.isfinite(read.seconds)])
    if of_money and len(days) == 1 and not of_what.known and set(read.spellings) == {DAY_ALONE}:
        tally.doubted = True
        day = datetime.fromtimestamp(float(days[0]), zone).strftime("%Y-%m-%d")
        tally.warnings.append(
            f"All of its cost is dated {day} and is read as that day's: a month has about 30 of them. Nothing is"
            f" ticked. Where it is a month's, write the month: {day[:7]}."
        )
    return of_what


def _as_shares(
    tally: Tally,
    values: dict[str, Floats],
    in_per_cent: list[NDArray[np.bool_]],
    named: tuple[str, Mapping[str, Coded]],
) -> NDArray[np.bool_]:
    """Make utilisation a share of 1, and return the rows whose own is none.

    in_per_cent: where cells have a sign of per cent. named: how its column is headed, and the columns that say what
        rows are of, the first of which tells machines apart.
    """
    if "utilisation" not in values:
        return np.zeros(len(next(iter(values.values()), ())), dtype=np.bool_)
    signed = np.concatenate(in_per_cent) if in_per_cent else np.zeros(0, dtype=np.bool_)
    head, coded = named
    of = next((codes for codes, names in coded.values() if len(names) <= MOST_NAMES), np.zeros(len(signed), np.int64))
    percent = doubt_scale(tally, [head], values["utilisation"][~signed], of[~signed])
    shares = np.where(~signed & percent, values["utilisation"] / HUNDRED, values["utilisation"])
    values["utilisation"] = within(shares, tally.aside)
    return np.isfinite(shares) & ~np.isfinite(values["utilisation"])


def _no_twins(opened: Opened) -> None:
    names = [folded(head) for head in opened.heads]
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        first, second = [head for head, name in zip(opened.heads, names, strict=True) if name == twice][:2]
        both = f"two columns are headed “{first[:60]}”"
        if first != second:
            both = f"“{first[:60]}” and “{second[:60]}” are the same but for their signs"
        raise ImportRefusedError(
            f"{opened.name}, row {opened.head_line + 1}",
            f"{both}; which of the two holds is not said: keep one of them",
        )


def _tell_spellings(tally: Tally, spellings: Collection[str]) -> None:
    """Say that times are written in several ways; months and days in one column may hold the same use twice."""
    if len(set(spellings)) > 1:
        tally.warnings.append(
            f"Times are written in {len(spellings)} ways ({', '.join(list(spellings)[:6])}); look whether all"
            " mean what they say."
        )
        tally.doubted |= 0 < len(set(spellings) & MONTHS_OF.keys()) < len(set(spellings))


def _dated(
    tally: Tally,
    read: Moments,
    seconds: Floats,
    values: Mapping[str, Floats],
    good: NDArray[np.bool_],
    labels: Mapping[str, Texts],
    heads: Sequence[str],
    of_what: Spans,
    rates: Mapping[str, float],
    head: str,
) -> Tally:
    """Add what the rows that can be used hold, each time once.

    labels: the columns that are no amounts, by folded head; heads: as the file writes all. of_what: the periods that
        its times are of. rates: the seconds in which amounts are counted, by what they are. head: of its
        times, folded.
    """
    _tell_spellings(tally, read.spellings)
    if not good.any():
        tally.warnings.append("No row of it can be used.")
        return tally
    if of_what.invoiced:
        labels, (seconds, values, good) = {}, added_by_month(seconds, values, good)
    together = gathered(tally, seconds, good, values, labels, {folded(head): head for head in heads})
    rows = together.rows if together else 0
    if together:
        seconds, values, good = together.times, together.values, np.ones(len(together.times), dtype=np.bool_)
    keep = once(tally, seconds, good, values)
    order = keep[np.argsort(seconds[keep], kind="stable")]
    if not np.array_equal(order, keep):
        tally.notices.append("Its rows are not in the order of time; they are put into it.")
    times = seconds[order]
    daily = set(read.spellings) == {DAY_ALONE}
    every = np.unique(seconds[np.isfinite(seconds)])
    usual = _step(every, daily=daily)
    clock = not (set(read.spellings) <= {*MONTHS_OF, DAY_ALONE} or of_what.known or together)
    tally.scattered = (
        clock and not rates and are_events(every, usual, values, labels, happened=head in HAPPENED, ran=tally.ran)
    )
    ends, step = ends_of(times, usual, of_what)
    over = is_over(tally, ends, ends - times)
    if not over.any():
        tally.warnings.append("No row of it can be used.")
        return tally
    times, ends, order = times[over], ends[over], order[over]
    tally.used = rows or len(order)
    tally.span(float(times[0]), float(ends[-1]))
    tally.cover(times, ends)
    if step:
        tally.covered_seconds = len(order) * step
        missing = round(float(times[-1] - times[0]) / step) + 1 - len(order)
        if missing > 0:
            tally.warnings.append(
                f"Missing: {missing:,} of {counted(missing + len(order), 'step')} of {_told(step)}; they are not taken"
                " for 0."
            )
    _amounts(tally, times, ends, _counted_in(rates, ends - times, {name: one[order] for name, one in values.items()}))
    return tally


_SATURDAY = 5
_FEWEST, _MOST_HOURS = 10, 50_000
_HOLIDAYS = 0.2
"""Of the weekdays: a file of weekdays alone may leave out so many more."""


def _without_weekends(tally: Tally, times: Floats, zone: tzinfo, values: Mapping[str, Floats]) -> None:
    """Say that a file has weekdays alone: that nothing was counted at weekends is for a person to say."""
    hours = np.unique(times[np.isfinite(times)] // HOUR)
    if not _FEWEST <= len(hours) <= _MOST_HOURS or not values.keys() - GAUGES:
        return
    there = {datetime.fromtimestamp(float(one) * HOUR, zone).date().toordinal() for one in hours}
    every = range(min(there), max(there) + 1)
    # the first day of the first year is a Monday
    weekdays = {day for day in every if (day - 1) % 7 < _SATURDAY}
    enough = len(there) >= max(_FEWEST, (1 - _HOLIDAYS) * len(weekdays))
    if there <= weekdays and enough:
        tally.doubted = True
        tally.warnings.append(
            "It has no Saturday and no Sunday. Where nothing ran on them, add rows of 0; a month is scaled from its"
            " weekdays until then, and nothing of it is ticked."
        )


def _counted_in(rates: Mapping[str, float], lasting: Floats, values: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return what rows hold, of what is a rate so many times as its seconds go into their time."""
    return {
        name: column * (times_counted(lasting, rates[name]) if name in rates else 1.0)
        for name, column in values.items()
    }


def unfolded(seconds: Floats, zone: tzinfo) -> Floats:
    """Return local times in order with the second of two equal hours put behind the first.

    A zone that changes no clock has no such hour.
    """
    if zone is UTC or len(seconds) < 2:  # noqa: PLR2004 - one time has no second
        return seconds
    unfolded_seconds = seconds.copy()
    for place in range(1, len(unfolded_seconds)):
        if (
            unfolded_seconds[place] <= unfolded_seconds[place - 1]
            and unfolded_seconds[place - 1] - unfolded_seconds[place] < HOUR * _ODD_STEP
        ):
            local = datetime.fromtimestamp(float(unfolded_seconds[place]), zone)
            if local.fold == 0 and datetime.fromtimestamp(float(unfolded_seconds[place]) + HOUR, zone).replace(
                tzinfo=None, fold=0
            ) == local.replace(tzinfo=None):
                unfolded_seconds[place] += HOUR
    return unfolded_seconds


def _step(times: Floats, *, daily: bool) -> float:
    """Return the usual step of all times, those without an amount too.

    A shorter one counts where it is no exception.
    """
    apart = np.diff(times)
    step = float(DAY if daily and not len(apart) else np.median(apart) if len(apart) else HOUR)
    if (
        len(apart)
        and apart.min() * 2 <= step
        and np.count_nonzero(apart < apart.min() * _ODD_STEP) > _SUPPORT * len(apart)
    ):
        step = float(apart.min())
    return step


def ends_of(times: Floats, step: float, of_what: Spans) -> tuple[Floats, float]:
    """Return where each row's time ends, and the step of all, 0 where months make it."""
    monthly = not of_what.known and _MONTH[0] * DAY < step < _MONTH[1] * DAY
    if of_what.months or monthly:
        months = times.astype(np.int64).astype("datetime64[s]").astype("datetime64[M]")
        within = times - months.astype("datetime64[s]").astype(np.int64)
        ends = (months + (of_what.months or 1) * A_MONTH).astype("datetime64[s]").astype(np.int64)
        return ends + within, 0.0
    step = of_what.seconds or step
    return times + step, step


def _told(step: float) -> str:
    return (
        "a day"
        if step == DAY
        else "an hour"
        if step == HOUR
        else f"{step / 60:,.0f} minutes"
        if step >= 60  # noqa: PLR2004 - a minute
        else f"{step:g} seconds"
    )


def _amounts(tally: Tally, times: Floats, ends: Floats, values: Mapping[str, Floats]) -> None:
    """Add what each column is: flows as they are, gauges over their time."""
    hours = (ends - times) / HOUR
    # a busy hour of eight GPUs is more than one of a single GPU
    of_gpus = values["gpus"] * hours if "gpus" in values else values.get(SERIES, np.ones(len(times))) * hours
    of_gpus = values.get("gpu_hours", of_gpus)
    for name, column in values.items():
        if name == "utilisation":
            tally.spread(Flow.OBSERVED_GPU_HOURS, times, ends, np.where(np.isfinite(column), of_gpus, np.nan))
            tally.spread(Flow.BUSY_GPU_HOURS, times, ends, column * of_gpus)
        elif name == "gpus":
            # hours that the file has itself are not counted from GPUs again
            if "gpu_hours" not in values:
                tally.spread(Flow.GPU_HOURS, times, ends, column * hours)
        elif name == "cost":
            tally.spread(Flow.EFFECTIVE, times, ends, column)
            tally.spread(Flow.BILLED, times, ends, column)
            said = tally.currency or NO_CURRENCY
            if np.isfinite(column).any():
                rows = counted(tally.used, "row")
                tally.reconciliation = f"Cost {float(np.nansum(column)):,.2f} {said} in {rows}."
        elif name not in {"load", SERIES}:
            tally.spread(Flow(name), times, ends, column)
    load = next(
        (name for name in ("requests", "load", "gpus", "utilisation", "gpu_hours", "tokens_out") if name in values), ""
    )
    width = float(np.median(ends - times))
    if load and width <= HOUR * 1.01:
        tally.load_unit = load
        per_hour = values[load] if load not in {"gpus", "utilisation", "load"} else values[load] * hours
        tally.add_load(times, per_hour)
        if width <= TEN_MINUTES * 1.01:
            tally.add_load(times, per_hour, TEN_MINUTES)
    if load == "load":
        tally.notices.append("The column of values has no unit: its shape is read as a load, not its height.")


def _only_counts(times: Texts, head: str) -> bool:
    """Return whether a column headed as minutes numbers them from the beginning, instead of naming them."""
    if head != "minute" or not len(times):
        return False
    texts = [str(one).strip() for one in distinct(times)[1]]
    return all(text.isascii() and text.isdecimal() and int(text[:16]) < _MOST_MINUTES for text in texts)


def _undated(tally: Tally, values: Mapping[str, Floats], step: float) -> Tally:
    """Add steps that are counted and have no date. step: the seconds of one."""
    length = max((len(column) for column in values.values()), default=0)
    tally.used, tally.undated_days = length, length * step / DAY
    what = "hours" if step == HOUR else "minutes"
    tally.warnings.append(f"Its {what} are counted and have no date: what it measured has no period.")
    for name, column in values.items():
        if name not in {"load", "utilisation", "gpus", "cost"}:
            tally.add(Flow(name), np.zeros(length, dtype=np.int64), column)
    load = next((name for name in ("requests", "load", "gpus", "gpu_hours", "tokens_out") if name in values), "")
    if load:
        tally.load_unit = load
        seconds = np.arange(length, dtype=np.float64) * step
        tally.add_load(seconds, values[load])
        if step <= TEN_MINUTES:
            tally.add_load(seconds, values[load], TEN_MINUTES)
    return tally
