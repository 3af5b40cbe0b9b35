"""Access logs of web servers, proxies and load balancers: lines in which a request to a model is one of many.

nginx and Apache (common and combined), AWS Application Load Balancers, W3C extended logs (IIS, CloudFront).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from desktop.imports.measured.opened import Opened
from models.quantities.texts import counted, listed

_COMMON = re.compile(
    rb"\S+ \S+ .{1,200}?\[(\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}):(\d{2}):\d{2} ([+-]\d{4})\]"
    rb' "([A-Z]{3,8}) ([^" ]*)[^"]*" (\d{3})\b'
)
_BALANCER = re.compile(
    rb"(?:https?|h2|grpcs?|wss?) (\d{4}-\d{2}-\d{2}T\d{2}):(\d{2}):[\d.]+(Z) \S+ \S+ \S+ \S+ \S+ \S+ (\d{3}|-)"
    rb' \S+ \S+ \S+ "([A-Z]{3,8}) ([^" ]*)'
)
_FIELDS = b"#Fields:"

_OF_MODELS = re.compile(
    rb"/(?:chat/completions|completions|responses|embeddings|messages|generate(?:_stream)?|infer(?:ence)?|rerank"
    rb"|predict(?:ions?)?|invocations|invoke(?:-with-response-stream)?|api/chat)/?(?:\?|$)"
    rb"|:(?:streamG|g)enerateContent|:(?:rawP|streamRawP|p)redict"
)
"""The ends of the paths by which models are called: OpenAI's and those after it, Anthropic, vLLM, Triton, Bedrock,
Vertex AI.
"""

_MOST_OF_THEM = 0.5
"""Of the first lines, which have to be of one kind of log."""

_JUDGED = 50
_WHOLE_DAYS = timedelta(hours=48)
"""From which the hours that a log begins and ends within are left out: they are a small part of it, and not whole."""

_EDGE = 5
"""Minutes from the edge of an hour at which a log may begin or end within it, and it is whole."""

_LONGEST = 65_536
"""Bytes of a line that are looked at."""

_GAP = timedelta(hours=24)
"""Without a line after which the log is taken to be missing rather than nothing to have been asked."""

type _Line = tuple[bytes, int, bytes, bytes, bytes, bytes]
"""Its hour as it is written, minute, zone, method, path and status."""


@dataclass
class _Counts:
    """Requests by hour, and lines that are none by what they are."""

    asked: Counter[tuple[bytes, bytes]] = field(default_factory=Counter[tuple[bytes, bytes]])
    to_models: Counter[tuple[bytes, bytes]] = field(default_factory=Counter[tuple[bytes, bytes]])
    failed: int = 0
    looked: int = 0
    odd: int = 0
    first: tuple[bytes, bytes, int] | None = None
    last: tuple[bytes, bytes, int] | None = None


def counted_by_hour(found: Opened, lines: Sequence[str]) -> Opened | None:
    """Return the requests of an access log as a table by hour, None where it is none. lines: the first of its text."""
    reads = _reader([one.encode() for one in lines[:_JUDGED]])
    if reads is None:
        return None
    counts = _Counts()
    for line in _lines(found):
        _count(counts, reads(line), line)
    every = counts.to_models or counts.asked
    hours = sorted((_hour(*key), amount) for key, amount in every.items())
    if not hours or counts.first is None or counts.last is None:
        return None
    table, left = _whole_hours(_filled(hours), counts)
    if counts.to_models:
        counts.looked += counts.asked.total() - counts.to_models.total()
    kind = "to the paths by which models are called" if counts.to_models else "of the method POST"
    doubt = "No path in it is one by which a model is called: are all of its POST lines requests to a model?"
    beside = [
        (counts.failed, "that failed or were refused"),
        (counts.looked, "to other paths or by other methods"),
        (counts.odd, "that are no line of such a log"),
        (left, "in the hours that it begins and ends within"),
    ]
    apart = listed([f"{number:,} {what}" for number, what in beside if number])
    said = f"An access log: its {counted(sum(amount for _, amount in table), 'request')} are lines {kind}, answered."
    text = "Time,Requests\n" + "".join(f"{begins:%Y-%m-%dT%H:%M:%SZ},{amount}\n" for begins, amount in table)
    return replace(
        found,
        path=None,
        data=text.encode(),
        packed="",
        encoding="utf-8",
        text=text,
        heads=("Time", "Requests"),
        separator=",",
        head_line=0,
        notices=[*found.notices, f"{said} Left out: {apart}." if apart else said],
        warnings=found.warnings if counts.to_models else [*found.warnings, doubt],
        file=found,
    )


def _reader(lines: Sequence[bytes]) -> Callable[[bytes], _Line | None] | None:
    """Return what reads the lines of the log that these begin; None where they begin none."""
    heads = next((one for one in lines if one.startswith(_FIELDS)), None)
    if heads is not None:
        return _extended(heads)
    there = [one for one in lines if one.strip()]
    for reads in (_common, _balancer):
        if there and sum(reads(one) is not None for one in there) > _MOST_OF_THEM * len(there):
            return reads
    return None


def _common(line: bytes) -> _Line | None:
    match = _COMMON.match(line)
    return (match[1], int(match[2]), match[3], match[4], match[5], match[6]) if match else None


def _balancer(line: bytes) -> _Line | None:
    match = _BALANCER.match(line)
    return (match[1], int(match[2]), match[3], match[5], match[6], match[4]) if match else None


def _extended(heads: bytes) -> Callable[[bytes], _Line | None] | None:
    """Return what reads the lines below these heads of a W3C extended log, whose times are UTC; None without them."""
    names = heads.removeprefix(_FIELDS).split()
    places = [
        next((names.index(one) for one in some if one in names), -1)
        for some in ((b"date",), (b"time",), (b"cs-method",), (b"cs-uri-stem", b"cs-uri"), (b"sc-status",))
    ]
    if min(places) < 0:
        return None

    def read(line: bytes) -> _Line | None:
        cells = line.split()
        if len(cells) < len(names) or line.startswith(b"#"):
            return None
        day, clock, method, path, status = (cells[place] for place in places)
        hour, _, rest = clock.partition(b":")
        return (day + b"T" + hour, int(rest[:2]), b"Z", method, path, status) if rest[:2].isdigit() else None

    return read


def _count(counts: _Counts, line: _Line | None, raw: bytes) -> None:
    if line is None:
        counts.odd += bool(raw.strip()) and not raw.startswith(b"#")
        return
    hour, minute, zone, method, path, status = line
    counts.first = counts.first or (hour, zone, minute)
    counts.last = (hour, zone, minute)
    if not status.startswith(b"2"):
        counts.failed += 1
    elif method != b"POST":
        counts.looked += 1
    else:
        counts.asked[hour, zone] += 1
        if _OF_MODELS.search(path):
            counts.to_models[hour, zone] += 1


def _lines(found: Opened) -> Iterator[bytes]:
    with found.stream() as stream:
        rest = b""
        while piece := stream.read(1 << 20):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            rest = rest[-_LONGEST:]
        if rest:
            yield rest


def _hour(hour: bytes, zone: bytes) -> datetime:
    """Return the beginning of an hour in UTC.

    >>> _hour(b"05/Oct/2026:09", b"+0100").isoformat(), _hour(b"2026-10-05T09", b"Z").isoformat()
    ('2026-10-05T08:00:00+00:00', '2026-10-05T09:00:00+00:00')
    """
    if zone == b"Z":
        return datetime.strptime(hour.decode(), "%Y-%m-%dT%H").replace(tzinfo=UTC)
    return datetime.strptime((hour + b" " + zone).decode(), "%d/%b/%Y:%H %z").astimezone(UTC)


def _filled(hours: Sequence[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    """Return the hours with those in between in which nothing was asked, but for gaps in which no log was written."""
    summed: Counter[datetime] = Counter()
    for begins, amount in hours:
        summed[begins] += amount
    filled: list[tuple[datetime, int]] = []
    for begins in sorted(summed):
        step = filled[-1][0] + timedelta(hours=1) if filled else begins
        while begins - step < _GAP and step < begins:
            filled.append((step, 0))
            step += timedelta(hours=1)
        filled.append((begins, summed[begins]))
    return filled


def _whole_hours(hours: list[tuple[datetime, int]], counts: _Counts) -> tuple[list[tuple[datetime, int]], int]:
    """Return the hours without those at either end that the log does not cover, and the requests in these."""
    if hours[-1][0] - hours[0][0] < _WHOLE_DAYS or counts.first is None or counts.last is None:
        return hours, 0
    begins, ends = _hour(*counts.first[:2]), _hour(*counts.last[:2])
    kept = [
        (at, amount)
        for at, amount in hours
        if not (at == begins and counts.first[2] > _EDGE) and not (at == ends and counts.last[2] < 60 - _EDGE)
    ]
    return kept, sum(amount for _, amount in hours) - sum(amount for _, amount in kept)
