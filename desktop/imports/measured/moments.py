"""Times as files write them, in seconds since 1970 UTC; which day is meant is never guessed where two are possible."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.periods import A_NAME, DAY_ALONE, a_year, month_number, period, whole_year
from desktop.imports.measured.texts import Floats, Texts, distinct

DAY = 86_400
HOUR = 3_600
A_MONTH = np.timedelta64(1, "M")

_FULL = re.compile(
    r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T"
    r" ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?"
    r"\s*(Z|UTC|GMT|[A-Z]{3,4}|[-+]\d{2}:?\d{2}|[-+]\d{2})?(?: [A-Z]{3,4})?$"
)
_PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[-+]\d{2}:?\d{2})?$")
_SLASHED = re.compile(
    r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?([AaPp])[Mm])?)?$"
)
_DOTTED = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})\b")
_NAMED = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?(?:"
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ -]{A_NAME}\.?,?[ -](\d{{4}}|\d{{2}})"
    rf"|{A_NAME}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})|(\d{{4}})[ -]{A_NAME}[ -](\d{{1,2}}))"
    r"(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?([ap])m)?)?"
    r"\s*(Z|UTC|GMT|[A-Z]{3,4}|[-+]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
"""A date with the name of its month: the day first, behind the name or last, and a time of day."""

_WHOLE = re.compile(r"^\d+(?:\.\d+)?$")
_ZONES = {
    "Z": 0.0,
    "UTC": 0.0,
    "GMT": 0.0,
    "BST": 1.0,
    "CET": 1.0,
    "CEST": 2.0,
    "EST": -5.0,
    "EDT": -4.0,
    "CST": -6.0,
    "CDT": -5.0,
    "PST": -8.0,
    "PDT": -7.0,
}
EARLIEST, LATEST = 946_684_800, 4_102_444_800
"""Epoch seconds of 2000 and 2100; beyond them a number is no time of a bill or a log."""

_LONGEST = 64
_SERIAL = (36_526, 73_051)
"""Days of a spreadsheet for the same years."""


@dataclass(frozen=True, slots=True)
class Read:
    """A time: seconds since 1970, how it was written, and whether it says its zone."""

    seconds: float
    spelling: str
    aware: bool


@dataclass(frozen=True, slots=True)
class Moments:
    """A column of times.

    seconds: NaN where a text is no time that leaves no doubt. unread: such texts with how often they stand. spellings:
        how many times were written which way.
    aware: whether all of them say their zone. undecided: whether some could be two days, since the column does not
        show which of two numbers is the month.
    """

    seconds: Floats
    unread: Counter[str]
    spellings: Counter[str]
    aware: bool
    undecided: bool = False


def zone_of(name: str) -> tzinfo:
    """Return a time zone by name. Raises ValueError where there is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name[:60]} is not a time zone; expected UTC or a name such as Europe/London") from None


def moments(texts: Texts, zone: tzinfo = UTC, order: str = "", *, years: bool = False) -> Moments:
    """Return a column as times.

    zone: of times that do not say theirs. order: "mdy" or "dmy" where the format writes dates that way or somebody
        said so; what the column itself shows goes before it.
    years: its head says that numbers such as 2026 are years.
    """
    codes, values = distinct(texts)
    order = order_in(values) or order
    read = [(_year(value) if years else None) or moment(value, zone, order) for value in values]
    counts = np.bincount(codes, minlength=len(values))
    seconds = np.array([np.nan if one is None else one.seconds for one in read], dtype=np.float64)
    unread: Counter[str] = Counter()
    spellings: Counter[str] = Counter()
    for one, value, count in zip(read, values, counts, strict=True):
        if one is not None:
            spellings[one.spelling] += int(count)
        elif value.strip():
            unread[value.strip()[:40]] += int(count)
    return Moments(
        seconds[codes] if len(values) else np.zeros(0),
        unread,
        spellings,
        all(one.aware for one in read if one is not None),
        not order
        and any(one is None and _SLASHED.match(value.strip()) for one, value in zip(read, values, strict=True)),
    )


def order_in(values: Sequence[str]) -> str:
    """Return which of two numbers comes first in slashed dates, where they show it: dotted dates begin with the day."""
    if any(_DOTTED.match(value.strip()) for value in values):
        return "dmy"
    slashed = [(value, match) for value in values if (match := _SLASHED.match(value.strip()))]
    if not slashed:
        return ""
    pairs = [(int(match[1]), int(match[2])) for _, match in slashed]
    # there are twelve months
    day_first, month_first = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)  # noqa: PLR2004
    if day_first or month_first:
        return "" if day_first and month_first else "dmy" if day_first else "mdy"
    even = [order for order in ("dmy", "mdy") if _even([value for value, _ in slashed], order)]
    return even[0] if len(even) == 1 else ""


def _even(values: Sequence[str], order: str) -> bool:
    """Return whether slashed dates, read one way, follow each other in even steps of less than a month.

    By months too: 01/09, 01/10 and 01/11 may be three days of January, or the first days of three months as the British
    write them, and somebody has to say. Where the month comes first, only of first days, which bills are dated.
    """
    read = [moment(value, UTC, order) for value in values]
    steps = {
        later.seconds - earlier.seconds
        for earlier, later in pairwise(read)
        if earlier is not None and later is not None
    }
    if len(read) <= 2 or None in read:  # noqa: PLR2004 - two dates have one step whichever way
        return False
    days = [datetime.fromtimestamp(one.seconds, UTC) for one in read if one is not None]
    months = {later.month - earlier.month + 12 * (later.year - earlier.year) for earlier, later in pairwise(days)}
    by_months = {one.day for one in days} in ([{days[0].day}] if order == "dmy" else [{1}]) and months == {1}
    return by_months or (len(steps) == 1 and 0 < next(iter(steps)) < 28 * DAY)


def moment(text: str, zone: tzinfo = UTC, order: str = "") -> Read | None:
    """Return a text as a time from 2000 to 2100, None where it is none or may be two."""
    read = _moment(text.strip(), zone, order) if len(text) <= _LONGEST else None
    return read if read is not None and EARLIEST <= read.seconds < LATEST else None


def _year(text: str) -> Read | None:
    found = a_year(text.strip())
    return Read(found[0].timestamp(), found[1], aware=False) if found else None


def _moment(text: str, zone: tzinfo, order: str) -> Read | None:
    match = _FULL.match(text)
    try:
        if match:
            return _full(match, zone)
        if match := _PACKED.match(text):
            year, month, day, hour, minute, second, where = match.groups("")
            return _written(f"{year}-{month}-{day} {hour}:{minute}:{second or '00'}{where}", zone)
        if _WHOLE.match(text) and (read := _epoch(text)):
            return read
        if match := _SLASHED.match(text):
            return _slashed(match, zone, order)
        if match := _NAMED.match(text):
            return _named(match, zone)
        if found := period(text):
            return Read(found[0].timestamp(), found[1], aware=False)
    except (ValueError, OverflowError):
        return None
    return None


def _full(match: re.Match[str], zone: tzinfo) -> Read | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    fraction = float(f"0.{match[7]}") if match[7] else 0.0
    digits = match[8]
    if digits is None:
        where: tzinfo = zone
    elif digits in _ZONES:
        where = timezone(timedelta(hours=_ZONES[digits]))
    elif digits[0] in "+-":
        sign = -1 if digits[0] == "-" else 1
        where = timezone(
            sign * timedelta(hours=int(digits[1:3]), minutes=int(digits[-2:]) if len(digits) > len("+00") else 0)
        )
    else:
        return None
    spelling = "year first" if match[4] else DAY_ALONE
    return Read(
        datetime(year, month, day, int(match[4] or 0), int(match[5] or 0), int(match[6] or 0), tzinfo=where).timestamp()
        + fraction,
        spelling,
        aware=digits is not None,
    )


def _epoch(text: str) -> Read | None:
    value = float(text)
    for unit, scale in (
        ("seconds since 1970", 1),
        ("milliseconds since 1970", 1e3),
        ("microseconds since 1970", 1e6),
        ("nanoseconds since 1970", 1e9),
    ):
        if EARLIEST <= value / scale < LATEST:
            return Read(value / scale, unit, aware=True)
    if len(text) == len("20250101") and "." not in text:
        return Read(
            datetime(int(text[:4]), int(text[4:6]), int(text[6:]), tzinfo=UTC).timestamp(), DAY_ALONE, aware=False
        )
    if _SERIAL[0] <= value < _SERIAL[1]:
        return Read(
            (datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=value)).timestamp(),
            "days of a spreadsheet",
            aware=False,
        )
    return None


def _slashed(match: re.Match[str], zone: tzinfo, order: str) -> Read | None:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if not order and first != second:
        return None
    month, day = (second, first) if order == "dmy" else (first, second)
    hour = int(match[4] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7] in "Pp" else 0)
    return Read(
        datetime(
            year + 2000 if year < 100 else year,  # noqa: PLR2004 - two digits
            month,
            day,
            hour,
            int(match[5] or 0),
            int(match[6] or 0),
            tzinfo=zone,
        ).timestamp(),
        "slashes",
        aware=False,
    )


def _named(match: re.Match[str], zone: tzinfo) -> Read | None:
    first, name, behind, name_first, day, year, year_first, name_within, last = match.groups("")[:9]
    hour, minute, second, half, where = match.groups("")[9:]
    month = month_number(name or name_first or name_within)
    date = f"{whole_year(behind or year or year_first):04}-{month}-{first or day or last}"
    if not hour:
        return _written(f"{date}{where.upper()}", zone, "a named month")
    if half:
        hour = str(int(hour) % 12 + (12 if half in "Pp" else 0))
    return _written(f"{date} {hour}:{minute}:{second or '00'}{where.upper()}", zone, "a named month")


def _written(text: str, zone: tzinfo, spelling: str = "") -> Read | None:
    """Return a time that was written anew with its year first; spelling: how it was written, where that was not so."""
    match = _FULL.match(text)
    read = _full(match, zone) if match else None
    return replace(read, spelling=spelling) if read and spelling else read


def iso(seconds: float) -> str:
    """Return a time as it is kept and shown: day and, where it is not midnight, hour and minute, UTC."""
    moment_read = datetime.fromtimestamp(seconds, UTC)
    return moment_read.strftime("%Y-%m-%d" if seconds % DAY == 0 else "%Y-%m-%dT%H:%MZ")


def month_of(day: int) -> str:
    """Return the month of a day counted from 1970."""
    return datetime.fromtimestamp(day * DAY, UTC).strftime("%Y-%m")


def days_in_month(days: NDArray[np.int64]) -> Floats:
    """Return the length in days of the month of each day counted from 1970."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    return ((months + A_MONTH).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.float64)
