"""JSON read strictly: a document, or records of it with the names of nested values joined."""

import json
import re
from collections.abc import Mapping
from typing import Any, Never, cast

from desktop.imports.limits import JSON_BYTES, JSON_DEPTH
from desktop.imports.measured.opened import Opened
from desktop.imports.refusal import ImportRefusedError

_MOST_VALUES = 4_000_000
"""Lists and records of a document, each of which takes memory of its own."""


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
    lines = [line for line in text.split("\n") if line.strip()]
    if (
        len(lines) > 1
        and beginning.startswith(b"{")
        and all(line.strip().startswith("{") and line.strip().endswith("}") for line in (*lines[:3], lines[-1]))
    ):
        del text
        rows = [_parsed(found.name, line, number) for number, line in enumerate(lines, start=1)]
        del lines
        return _as_records(found, rows)
    del lines
    document = _parsed(found.name, text, 0)
    del text
    found.document = document
    rows = _records_in(document)
    if rows is None:
        found.kind = "document"
        return found
    return _as_records(found, rows)


def _depth(data: bytes) -> int:
    """Return how deep brackets nest, without those in texts, of a document that is not too large to be counted."""
    deepest = depth = 0
    for byte in re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data).translate(
        None, bytes(set(range(256)) - {0x5B, 0x5D, 0x7B, 0x7D})
    )[:4_000_000]:
        depth += 1 if byte in {0x5B, 0x7B} else -1
        deepest = max(deepest, depth)
    return deepest


def _parsed(name: str, text: str, line: int) -> Any:  # noqa: ANN401 - the value of a JSON text
    def constant(what: str) -> Never:
        raise ImportRefusedError(name, f"{f'line {line}: ' if line else ''}{what} is not a JSON number")

    def finite(digits: str) -> float:
        value = float(digits)
        if value in {float("inf"), float("-inf")}:
            raise ImportRefusedError(name, f"{f'line {line}: ' if line else ''}{digits[:40]} is larger than any number")
        return value

    try:
        return json.loads(text, parse_constant=constant, parse_float=finite)
    except json.JSONDecodeError as error:
        raise ImportRefusedError(
            f"{name}, line {line or error.lineno}, column {error.colno}", f"{error.msg}; the file is not whole JSON"
        ) from None
    except (RecursionError, ValueError):
        raise ImportRefusedError(name, "is nested too deeply or holds a number too long for JSON") from None


def _allocations(sets: list[object]) -> list[Any] | None:
    """Return the allocations of OpenCost's answer, whose sets hold them by name, None where it is another answer."""
    rows = [one for some in sets if isinstance(some, dict) for one in cast("dict[str, object]", some).values()]
    known = rows and all(isinstance(row, dict) and "totalCost" in row for row in rows)
    return cast("list[Any]", rows) if known else None


def _samples(measurements: list[object]) -> list[Any] | None:
    """Return the samples of Run:ai's measurements, each with its type and labels, else None."""
    rows: list[Any] = []
    for one in measurements:
        if not isinstance(one, dict) or not {"type", "values"} <= set(cast("dict[str, object]", one)):
            return None
        measured = cast("dict[str, Any]", one)
        labels: Any = measured.get("labels")
        beside = cast("dict[str, object]", labels) if isinstance(labels, dict) else {}
        values: Any = measured["values"]
        rows += [
            {**beside, "type": measured["type"], **cast("dict[str, object]", value)}
            for value in cast("list[object]", values if isinstance(values, list) else [])
            if isinstance(value, dict)
        ]
    return rows or None


def _records_in(document: object) -> list[Any] | None:
    """Return the records of a document: it is a list of them, or an envelope around one; buckets are opened."""
    if isinstance(document, dict):
        envelope = cast("dict[str, object]", document)
        for name, known in (("data", _allocations), ("measurements", _samples)):
            within = envelope.get(name)
            found = known(cast("list[object]", within)) if isinstance(within, list) else None
            if found is not None:
                return found
        inner: object = next(
            (
                envelope[name]
                for name in ("data", "results", "observations", "rows", "items")
                if isinstance(envelope.get(name), list)
            ),
            None,
        )
        if inner is None:
            return None
        document = inner
    rows = cast("list[object]", document)
    if not rows or not all(isinstance(row, dict) for row in rows):
        return None
    opened_rows: list[Any] = []
    for row in cast("list[dict[str, object]]", rows):
        inner = row.get("results")
        if isinstance(inner, list) and ("start_time" in row or "starting_at" in row):
            times = {key: value for key, value in row.items() if not isinstance(value, (list, dict))}
            opened_rows += [
                {**times, **cast("dict[str, object]", one)}
                for one in cast("list[object]", inner)
                if isinstance(one, dict)
            ] or [times]
        else:
            opened_rows.append(row)
    return opened_rows


def _as_records(found: Opened, rows: list[Any]) -> Opened:
    flat = [_level(cast("dict[str, object]", row)) for row in rows if isinstance(row, dict)]
    heads: dict[str, None] = {}
    for row in flat:
        heads.update(dict.fromkeys(row))
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
