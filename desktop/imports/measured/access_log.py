"""Access logs of web servers, proxies and load balancers: lines in which a request to a model is one of many.

nginx and Apache (common and combined), AWS Application Load Balancers, W3C extended logs (IIS, CloudFront).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from desktop.imports.measured.opened import Opened
from models.quantities.texts import counted, listed

_COMMON = re.compile(
    rb"^\S+ \S+ [^\[\n]{1,200}\[(?P<hour>\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d):\d\d:\d\d (?P<zone>[+-]\d{4})\]"
    rb' "(?P<method>[A-Z]{3,8}) (?P<path>[^" \n]*)[^"\n]*" (?P<status>\d)\d\d\b',
    re.MULTILINE,
)
_BALANCER = re.compile(
    rb"^(?:https?|h2|grpcs?|wss?) (?P<hour>\d{4}-\d\d-\d\dT\d\d):\d\d:[\d.]+(?P<zone>Z)(?: [^ \n]+){6}"
    rb' (?P<status>[\d-])(?:\d\d)?(?: [^ \n]+){3} "(?P<method>[A-Z]{3,8}) (?P<path>[^" \n]*)',
    re.MULTILINE,
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

type _Line = tuple[bytes, bytes, bytes, bytes, bytes]
"""Its hour as it is written, its zone, method and path, and the first figure of its status."""

type _Reads = Callable[[bytes], Counter[_Line]]
"""Returns the lines of a piece of a log, alike ones counted."""

_MINUTE = re.compile(rb"[T: ]\d\d:(\d\d):\d\d")
"""Of the first time in a line."""


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
    for piece in _pieces(found):
        _count(counts, reads, piece)
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


def _reader(lines: Sequence[bytes]) -> _Reads | None:
    """Return what reads the lines of the log that these begin; None where they begin none."""
    heads = next((one for one in lines if one.startswith(_FIELDS)), None)
    if heads is not None:
        return _extended(heads)
    there = [one for one in lines if one.strip()]
    for form in (_COMMON, _BALANCER):
        if there and sum(form.match(one) is not None for one in there) > _MOST_OF_THEM * len(there):
            return partial(_found, form)
    return None


def _found(form: re.Pattern[bytes], piece: bytes) -> Counter[_Line]:
    places = [form.groupindex[name] - 1 for name in ("hour", "zone", "method", "path", "status")]
    hour, zone, method, path, status = places
    alike: Counter[_Line] = Counter(form.findall(piece))
    return Counter({(one[hour], one[zone], one[method], one[path], one[status]): n for one, n in alike.items()})


def _extended(heads: bytes) -> _Reads | None:
    """Return what reads the lines below these heads of a W3C extended log, whose times are UTC; None without them."""
    names = heads.removeprefix(_FIELDS).split()
    places = [
        next((names.index(one) for one in some if one in names), -1)
        for some in ((b"date",), (b"time",), (b"cs-method",), (b"cs-uri-stem", b"cs-uri"), (b"sc-status",))
    ]
    if min(places) < 0:
        return None

    def lines_of(piece: bytes) -> Iterator[_Line]:
        for line in piece.split(b"\n"):
            cells = line.split()
            if len(cells) < len(names) or line.startswith(b"#"):
                continue
            day, clock, method, path, status = (cells[place] for place in places)
            yield day + b"T" + clock[:2], b"Z", method, path, status[:1]

    def read(piece: bytes) -> Counter[_Line]:
        return Counter(lines_of(piece))

    return read


def _count(counts: _Counts, reads: _Reads, piece: bytes) -> None:
    """Count the lines of a piece of a log, alike ones at once."""
    read = reads(piece)
    there = piece.count(b"\n") + 1 - piece.count(b"\n\n") - piece.count(b"\n#") - piece.startswith((b"#", b"\n"))
    counts.odd += max(0, there - read.total())
    if not read:
        return
    counts.first = counts.first or _edge(reads, piece.split(b"\n", _JUDGED))
    counts.last = _edge(reads, reversed(piece.rsplit(b"\n", _JUDGED))) or counts.last
    for (hour, zone, method, path, status), number in read.items():
        if status != b"2":
            counts.failed += number
        elif method != b"POST":
            counts.looked += number
        else:
            counts.asked[hour, zone] += number
            if _OF_MODELS.search(path):
                counts.to_models[hour, zone] += number


def _edge(reads: _Reads, lines: Iterable[bytes]) -> tuple[bytes, bytes, int] | None:
    """Return the hour, zone and minute of the first of some lines that is one of the log."""
    for line in lines:
        minute = _MINUTE.search(line)
        for hour, zone, *_ in reads(line) if minute else ():
            return hour, zone, int(minute[1]) if minute else 0
    return None


def _pieces(found: Opened) -> Iterator[bytes]:
    """Yield whole lines of a file, about a megabyte of them at a time."""
    with found.stream() as stream:
        rest = b""
        while piece := stream.read(1 << 20):
            whole, _, rest = (rest + piece).rpartition(b"\n")
            if whole:
                yield whole.replace(b"\r", b"")
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
