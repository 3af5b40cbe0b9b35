"""Access logs of web servers, proxies and load balancers: lines in which a request to a model is one of many.

nginx and Apache (common and combined), AWS Application Load Balancers, W3C extended logs (IIS, CloudFront).
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial

from desktop.imports.measured.moments import EARLIEST, LATEST
from desktop.imports.measured.opened import Opened
from models.quantities.texts import counted, listed

_COMMON = re.compile(
    rb"^\S++ \S++ [^\[\n]{1,200}\[(?P<hour>\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d):(?P<minute>\d\d):\d\d (?P<zone>[+-]\d{4})\]"
    rb' "(?P<method>[A-Z]{3,8}) (?P<path>[^" \n]*+)(?: [^"\n]*+)?" (?P<status>\d)\d\d\b',
    re.MULTILINE,
)
_BALANCER = re.compile(
    rb"^(?:https?|h2|grpcs?|wss?) (?P<hour>\d{4}-\d\d-\d\dT\d\d):(?P<minute>\d\d):[\d.]++(?P<zone>Z)(?: [^ \n]++){6}"
    rb' (?P<status>[\d-])(?:\d\d)?(?: [^ \n]++){3} "(?P<method>[A-Z]{3,8}) (?P<path>[^" \n]*+)',
    re.MULTILINE,
)
_FIELDS = b"#Fields:"

_OF_MODELS = re.compile(
    rb"/chat/completions/?$"
    rb"|/v\d\w*/(?:[\w.-]+/)*(?:completions|responses|embeddings|messages|rerank|audio/\w+|images/\w+)/?$"
    rb"|/api/(?:chat|generate|embed|embeddings)/?$"
    rb"|^/(?:generate|generate_stream|embed|rerank|infer|predict|predictions|invocations)/?$"
    rb"|/models?/[^/]+/(?:infer|invoke|invoke-with-response-stream|converse|converse-stream)/?$"
    rb"|:(?:generateContent|streamGenerateContent|predict|rawPredict|streamRawPredict)$"
)
"""Paths by which models are called: OpenAI's and those like it, Anthropic, Ollama, TGI, Triton, Bedrock, Vertex AI."""

_HOST = re.compile(rb"^[a-z]+://[^/]*")
"""Before the path, where a line has the whole address."""


def calls_a_model(path: str) -> bool:
    """Return whether a path, or a whole address, is one by which a model is called.

    >>> calls_a_model("https://gw.example/v1/chat/completions?x=1"), calls_a_model("/health")
    (True, False)
    """
    return bool(_OF_MODELS.search(_plain(path.encode())))


def _plain(path: bytes) -> bytes:
    return _HOST.sub(b"", path.partition(b"?")[0])


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

type _Line = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""Its hour as it is written, minute, zone, method and path, and the first figure of its status."""

type _Reads = Callable[[bytes], Counter[_Line]]
"""Returns the lines of a piece of a log, alike ones counted."""


@dataclass
class _Counts:
    """Requests by hour, and lines that are none by what they are.

    there: by hour the first and the last minute of any line.
    """

    asked: Counter[datetime] = field(default_factory=Counter[datetime])
    to_models: Counter[datetime] = field(default_factory=Counter[datetime])
    paths: Counter[bytes] = field(default_factory=Counter[bytes])
    there: dict[datetime, tuple[int, int]] = field(default_factory=dict[datetime, tuple[int, int]])
    failed: int = 0
    looked: int = 0
    odd: int = 0


def counted_by_hour(found: Opened, lines: Sequence[str]) -> Opened | None:
    """Return the requests of an access log as a table by hour, None where it is none. lines: the first of its text."""
    reads = _reader([one[:_LONGEST].encode() for one in lines[:_JUDGED]])
    if reads is None:
        return None
    counts = _Counts()
    for piece in _pieces(found):
        _count(counts, reads, piece)
    every = counts.to_models or counts.asked
    if not every:
        return None
    table, left = _whole_hours(counts, every)
    if counts.to_models:
        counts.looked += counts.asked.total() - counts.to_models.total()
    beside = [
        (counts.failed, "that failed or were refused"),
        (counts.looked, "to other paths or by other methods"),
        (counts.odd, "that are no line of such a log"),
        (left, "in the hours that it begins and ends within"),
    ]
    apart = [f"{number:,} {what}" for number, what in beside if number]
    path = next((one for one, _ in counts.paths.most_common(1)), b"")
    most = "all" if len(counts.paths) == 1 else "most"
    number = counted(sum(amount for _, amount in table), "answered request")
    what = f"to a model, {most} to {path.decode(errors='replace')[:60]}" if counts.to_models else "of the method POST"
    said = f"An access log with {number} {what}.{f' Left out: {listed(apart)}.' if apart else ''}"
    doubt = "No path in it is one by which a model is called: are all of its POST lines requests to a model?"
    text = "Time,Requests\n" + "".join(f"{begins:%Y-%m-%dT%H:%M:%SZ},{amount}\n" for begins, amount in table)
    laid = found.laid_anew(text, ("Time", "Requests"), ",", said)
    return laid if counts.to_models else replace(laid, warnings=[*laid.warnings, doubt])


def _reader(lines: Sequence[bytes]) -> _Reads | None:
    """Return what reads the lines of the log that these begin; None where they begin none."""
    extended = _Extended()
    if any(one.startswith(_FIELDS) for one in lines):
        extended.read(b"\n".join(lines))
        return _Extended().read if extended.known else None
    there = [one for one in lines if one.strip()]
    for form in (_COMMON, _BALANCER):
        if there and sum(form.match(one) is not None for one in there) > _MOST_OF_THEM * len(there):
            return partial(_found, form)
    return None


def _found(form: re.Pattern[bytes], piece: bytes) -> Counter[_Line]:
    names = ("hour", "minute", "zone", "method", "path", "status")
    hour, minute, zone, method, path, status = (form.groupindex[name] - 1 for name in names)
    alike: Counter[tuple[bytes, ...]] = Counter(form.findall(piece))
    return Counter(
        {(one[hour], one[minute], one[zone], one[method], one[path], one[status]): n for one, n in alike.items()}
    )


class _Extended:
    """Reads W3C extended logs, whose times are UTC and whose heads may change on the way."""

    def __init__(self) -> None:
        self.known = False
        self._places: Sequence[int] = ()
        self._width = 0

    def read(self, piece: bytes) -> Counter[_Line]:
        """Return the lines of a piece, alike ones counted."""
        return Counter(self._lines_of(piece))

    def _lines_of(self, piece: bytes) -> Iterator[_Line]:
        for line in piece.split(b"\n"):
            if line.startswith(_FIELDS):
                self._take_heads(line)
                continue
            cells = line.split() if self._places and not line.startswith(b"#") else ()
            if len(cells) < self._width or not cells:
                continue
            day, clock, method, path, status = (cells[place] for place in self._places)
            yield day + b"T" + clock[:2], clock[3:5], b"Z", method, path, status[:1]

    def _take_heads(self, line: bytes) -> None:
        names = line.removeprefix(_FIELDS).split()
        places = [
            next((names.index(one) for one in some if one in names), -1)
            for some in ((b"date",), (b"time",), (b"cs-method",), (b"cs-uri-stem", b"cs-uri"), (b"sc-status",))
        ]
        whole = min(places) >= 0
        self._places, self._width, self.known = places if whole else (), len(names), self.known or whole


def _count(counts: _Counts, reads: _Reads, piece: bytes) -> None:
    """Count the lines of a piece of a log, alike ones at once."""
    read = reads(piece)
    there = piece.count(b"\n") + 1 - piece.count(b"\n\n") - piece.count(b"\n#") - piece.startswith((b"#", b"\n"))
    counts.odd += max(0, there - read.total())
    for (hour, minute, zone, method, path, status), number in read.items():
        begins = _hour(hour, zone)
        if begins is None or not minute.isdigit():
            counts.odd += number
            continue
        first, last = counts.there.get(begins, (59, 0))
        counts.there[begins] = min(first, int(minute)), max(last, int(minute))
        plain = _plain(path)
        if status != b"2":
            counts.failed += number
        elif method != b"POST":
            counts.looked += number
        else:
            counts.asked[begins] += number
            if _OF_MODELS.search(plain):
                counts.to_models[begins] += number
                counts.paths[plain] += number


def _pieces(found: Opened) -> Iterator[bytes]:
    """Yield whole lines of a file as UTF-8, about a megabyte of them at a time, and of long ones the beginning."""
    decoder = codecs.getincrementaldecoder(found.encoding)("replace") if "utf-16" in found.encoding else None
    with found.stream() as stream:
        rest = b""
        while piece := stream.read(1 << 20):
            text = decoder.decode(piece).encode() if decoder else piece
            whole, _, rest = (rest + text).rpartition(b"\n")
            if whole:
                yield _short(whole.replace(b"\r", b""))
            rest = rest[:_LONGEST]
        if rest:
            yield _short(rest)


def _short(piece: bytes) -> bytes:
    lines = piece.split(b"\n")
    return b"\n".join(line[:_LONGEST] for line in lines) if max(map(len, lines)) > _LONGEST else piece


@lru_cache(maxsize=4_096)
def _hour(hour: bytes, zone: bytes) -> datetime | None:
    """Return the beginning of an hour in UTC, None where there is no such hour.

    >>> _hour(b"05/Oct/2026:09", b"+0100").isoformat(), _hour(b"2026-10-05T09", b"Z").isoformat()
    ('2026-10-05T08:00:00+00:00', '2026-10-05T09:00:00+00:00')
    >>> _hour(b"32/Oct/2026:09", b"+0100")
    """
    try:
        if zone == b"Z":
            begins = datetime.strptime(hour.decode(), "%Y-%m-%dT%H").replace(tzinfo=UTC)
        else:
            begins = datetime.strptime((hour + b" " + zone).decode(), "%d/%b/%Y:%H %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return begins if EARLIEST <= begins.timestamp() < LATEST else None


def _whole_hours(counts: _Counts, asked: Counter[datetime]) -> tuple[list[tuple[datetime, int]], int]:
    """Return the requests of every hour that the log covers, and those in hours at either end that it covers in part.

    An hour without a line has none, but for gaps in which no log was written.
    """
    hours = sorted(counts.there)
    first, last = hours[0], hours[-1]
    long = last - first >= _WHOLE_DAYS
    late, early = counts.there[first][0] > _EDGE, counts.there[last][1] < 60 - _EDGE
    kept: list[tuple[datetime, int]] = []
    left, step = 0, first
    for begins in hours:
        if begins - step < _GAP:
            while step < begins:
                kept.append((step, 0))
                step += timedelta(hours=1)
        step = begins + timedelta(hours=1)
        if long and ((begins == first and late) or (begins == last and early)):
            left += asked[begins]
        else:
            kept.append((begins, asked[begins]))
    return kept, left
