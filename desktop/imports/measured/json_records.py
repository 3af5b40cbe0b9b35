"""JSON read strictly: a document, or records of it with the names of nested values joined."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, cast

import numpy as np

from desktop.imports.limits import JSON_BYTES, JSON_DEPTH
from desktop.imports.measured.json_values import JsonText, Packed
from desktop.imports.measured.monitors import samples_of
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.slurm_json import slurm_jobs
from desktop.imports.refusal import ImportRefusedError

_MOST_VALUES = 2_000_000
"""Lists and records of a document, each of which takes time and for a moment memory of its own."""

_LOOKED_AT = 4_000_000
"""Characters at either end, by which a text with a record on each line is told, or at once."""

_BACKSLASH = ord("\\")
_OPEN, _CLOSED = (np.frombuffer(pair, dtype=np.uint8) for pair in (b"[{", b"]}"))


def json_opened(found: Opened, beginning: bytes) -> Opened:
    """Return a JSON document, or records where it is a list of them or a line for each."""
    with found.stream() as stream:
        pieces: list[bytes] = []
        while piece := stream.read(1 << 20):
            pieces.append(piece)
            if len(pieces) > JSON_BYTES >> 20:
                raise ImportRefusedError(found.name, f"has more than {JSON_BYTES // 1_000_000} MB of JSON")
    data = b"".join(pieces)
    pieces.clear()
    if data.count(b"{") + data.count(b"[") > _MOST_VALUES:
        raise ImportRefusedError(
            found.name, f"holds more than {_MOST_VALUES:,} lists and records; export it as CSV, or by the week"
        )
    if _depth(data) > JSON_DEPTH:
        raise ImportRefusedError(found.name, f"is nested more than {JSON_DEPTH} deep; no bill or log is")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(found.name, f"byte {error.start:,} is not UTF-8 text; JSON is") from None
    # a large file stands in memory once: what it was read from is let go before it is parsed
    del data
    if _in_lines(text, beginning):
        return _as_records(found, _of_lines(found.name, text))
    document = JsonText(found.name).document(text)
    del text
    if _is_page(document):
        found.warnings.append(
            "The file is one page of an answer that has more: import the other pages too, or ask for all of it."
        )
    rows = _records_in(document)
    if rows is not None:
        del document
        return _as_records(found, rows)
    found.kind = "document"
    found.document = (
        {name: _unpacked(value) for name, value in cast("dict[str, object]", document).items()}
        if isinstance(document, dict)
        else _unpacked(document)
    )
    return found


def _unpacked(value: object) -> object:
    return list(value) if isinstance(value, Packed) else value


def _in_lines(text: str, beginning: bytes) -> bool:
    """Return whether each line is a record of its own, judged by the first three; the last may be cut short."""
    if not beginning.startswith(b"{"):
        return False
    lines = (line.strip() for line in text[:_LOOKED_AT].split("\n", 100))
    last = text[-_LOOKED_AT:].rstrip().rsplit("\n", 1)[-1].strip()
    some = list(islice(filter(None, lines), 3))
    whole = [line.startswith("{") and line.endswith("}") for line in some if line != last]
    return "\n" in text.strip() and last.startswith("{") and bool(whole) and all(whole)


def _of_lines(name: str, text: str) -> Packed:
    """Return the records of a text with one on each line that is not blank."""
    rows, read, begin = Packed(), JsonText(name), 0
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        read.line += 1
        line = text[begin:end]
        begin = end + 1
        if line.strip():
            rows.add(read.value(line))
    return rows


def _depth(data: bytes) -> int:
    """Return how deep brackets nest, without those in texts."""
    deepest = depth = quotes = 0
    begin = 0
    while begin < len(data):
        end = min(begin + _LOOKED_AT, len(data))
        while end < len(data) and data[end - 1] == _BACKSLASH:  # a quote stays with what it is escaped by
            end += 1
        bare = data[begin:end].replace(b"\\\\", b"").replace(b'\\"', b"")
        begin = end
        signs = np.frombuffer(bare, dtype=np.uint8)
        # an odd number of quotes so far is within a text; the number wraps at 256, which is even
        within = np.cumsum(signs == ord('"'), dtype=np.uint8) + np.uint8(quotes)
        quotes = int(within[-1]) if len(within) else quotes
        signs = signs[(within & 1) == 0]
        steps = np.isin(signs, _OPEN).astype(np.int8) - np.isin(signs, _CLOSED).astype(np.int8)
        levels = depth + np.cumsum(steps[steps != 0], dtype=np.int64)
        if len(levels):
            deepest, depth = max(deepest, int(levels.max())), int(levels[-1])
    return deepest


def _allocations(sets: Packed) -> Iterator[dict[str, object]] | None:
    """Return the allocations of OpenCost's answer, whose sets hold them by name, None where it is another answer."""

    def every() -> Iterator[object]:
        return (one for some in sets if isinstance(some, dict) for one in cast("dict[str, object]", some).values())

    known = [isinstance(row, dict) and "totalCost" in row for row in every()]
    return cast("Iterator[dict[str, object]]", every()) if known and all(known) else None


def _samples(measurements: Packed) -> Iterator[dict[str, object]] | None:
    """Return the samples of Run:ai's measurements, each with its type and labels, else None."""

    def every() -> Iterator[dict[str, object]]:
        for one in measurements:
            measured = cast("dict[str, Any]", one)
            labels: Any = measured.get("labels")
            beside = cast("dict[str, object]", labels) if isinstance(labels, dict) else {}
            values: Any = measured["values"]
            for value in cast("list[object]", values if isinstance(values, list) else []):
                if isinstance(value, dict):
                    yield {**beside, "type": measured["type"], **cast("dict[str, object]", value)}

    known = all(
        isinstance(one, dict) and {"type", "values"} <= set(cast("dict[str, object]", one)) for one in measurements
    )
    return every() if known and any(True for _ in every()) else None


_OF_A_DAY = {
    "countObservations": "requests",
    "inputUsage": "input tokens",
    "outputUsage": "output tokens",
    "totalCost": "cost (USD)",
}
"""What Langfuse counts of a day by model, with the head that it has in a table."""


def _by_day(days: Packed) -> Iterator[dict[str, object]] | None:
    """Return Langfuse's metrics of days, a record for each day and model, None where it is another answer.

    Source: Langfuse's API reference, daily metrics.
    """

    def every() -> Iterator[dict[str, object]]:
        for day in days:
            of_day = cast("dict[str, Any]", day)
            some = cast("list[dict[str, object]]", of_day["usage"])
            for one in some or [dict.fromkeys(_OF_A_DAY, 0)]:  # a day without any is one of nothing
                counted = {head: one.get(name) for name, head in _OF_A_DAY.items()}
                yield {"date": of_day["date"], "model": one.get("model"), **counted}

    def is_one(day: object) -> bool:
        some: Any = cast("dict[str, Any]", day).get("usage") if isinstance(day, dict) else None
        known = isinstance(some, list) and "date" in cast("dict[str, object]", day)
        usage = cast("list[object]", some) if known else []
        return known and all(isinstance(one, dict) and "inputUsage" in one for one in usage)

    return every() if len(days) and all(map(is_one, days)) and any(True for _ in every()) else None


def _is_page(document: object) -> bool:
    """Return whether an answer says that there is more of it."""
    envelope = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    meta: Any = envelope.get("meta")
    pages: Any = cast("dict[str, Any]", meta).get("totalPages") if isinstance(meta, dict) else 1
    return envelope.get("has_more") is True or (isinstance(pages, int) and pages > 1)


def _records_in(document: object) -> Iterator[dict[str, object]] | None:
    """Return the records of a document: it is a list of them, or an envelope around one; buckets are opened."""
    rows = document
    if isinstance(document, dict):
        envelope = cast("dict[str, object]", document)
        for name, known in (("data", _allocations), ("data", _by_day), ("measurements", _samples)):
            within = envelope.get(name)
            found = known(within) if isinstance(within, Packed) else None
            if found is not None:
                return found
        jobs = envelope.get("jobs")
        if isinstance(jobs, Packed) and (accounts := slurm_jobs(jobs)) is not None:
            return accounts
        watched = samples_of(envelope)
        if watched is not None:
            return watched
        names = ("data", "results", "observations", "rows", "items")
        rows = next((envelope[name] for name in names if isinstance(envelope.get(name), Packed)), None)
    if not isinstance(rows, Packed) or not len(rows) or not all(isinstance(row, dict) for row in rows):
        return None
    return _out_of_buckets(rows)


def _out_of_buckets(rows: Packed) -> Iterator[dict[str, object]]:
    """Yield records; of a bucket of time, which holds several, each with the bucket's times."""
    for row in cast("Iterator[dict[str, object]]", iter(rows)):
        inner = row.get("results")
        if isinstance(inner, list) and ("start_time" in row or "starting_at" in row):
            times = {key: value for key, value in row.items() if not isinstance(value, (list, dict))}
            within = [cast("dict[str, object]", one) for one in cast("list[object]", inner) if isinstance(one, dict)]
            yield from ({**times, **one} for one in within)
            if not within:
                yield times
        else:
            yield row


def _as_records(found: Opened, rows: Iterable[object]) -> Opened:
    heads: dict[str, None] = {}
    flat = Packed()
    for row in rows:
        if isinstance(row, dict):
            level = _level(cast("dict[str, object]", row))
            heads.update(dict.fromkeys(level))
            flat.add(level)
    found.kind, found.heads, found.document = "records", list(heads), flat
    return found


def _level(row: dict[str, object]) -> dict[str, object]:
    """Return a record with no nested values: itself where it has none."""
    return _flat(row) if any(isinstance(value, (dict, list)) for value in row.values()) else row


def _flat(row: Mapping[str, object], before: str = "") -> dict[str, object]:
    """Return a record with the names of nested values joined by dots; lists stay as JSON."""
    flat: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat.update(_flat(cast("Mapping[str, object]", value), f"{before}{key}."))
            if not before:
                flat[key] = json.dumps(value)
        elif isinstance(value, list):
            flat[f"{before}{key}"] = json.dumps(value)
        else:
            flat[f"{before}{key}"] = value
    return flat
