"""A file of evidence as chunks of columns: opened by its content, unpacked with care, and only the columns that are asked for are ever kept."""

import csv
import gzip
import hashlib
import io
import json
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Never, cast

import numpy as np
import pandas as pd

from desktop.imports.delimited import text_of
from desktop.imports.limits import CELL_CHARACTERS, EVIDENCE_BYTES, EVIDENCE_COLUMNS, EVIDENCE_INFLATED, EVIDENCE_ROWS, JSON_BYTES, JSON_DEPTH, RATIO, RATIO_FROM_BYTES, SECONDS
from desktop.imports.measured.texts import Texts, folded
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look, unwatched

_HEAD_BYTES = 262_144
_CHUNK_ROWS = 20_000
_MOST_PREAMBLE = 40
_SEPARATORS = ",;\t|"
_NEARLY = 0.8
"""Of the texts in the fullest row of texts: the first row that has so many holds the heads."""

_MORE = "boardcase_more_cells"
"""The head of a column put behind the last: where it holds something, a row has more cells than heads."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table: texts by folded head, all of one length; first: the number of the first row as a person counts them in the file."""

    columns: Mapping[str, Texts]
    first: int
    count: int

    def column(self, head: str) -> Texts:
        """Return a column, empty texts where the file has none of that head."""
        found = self.columns.get(head)
        return found if found is not None else np.full(self.count, "", dtype=object)

    def has(self, head: str) -> bool:
        """Return whether the file has a column."""
        return head in self.columns


@dataclass
class Opened:
    """A file of evidence before its rows are read.

    kind: "table", "records" (JSON), "document" (JSON of another shape) or "lines" (text that is no table).
    heads: as the file writes them, where it is a table. separator, head_line: how the table stands in the text. comma: 1.234,5 is meant.
    document: the value of a JSON file. text: the beginning of a text.
    """

    name: str
    path: Path | None
    data: bytes | None
    kind: str
    heads: Sequence[str] = ()
    separator: str = ","
    head_line: int = 0
    comma: bool = False
    document: Any = None
    text: str = ""
    packed: str = ""
    encoding: str = "utf-8"
    notices: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])

    @property
    def folded_heads(self) -> frozenset[str]:
        """The heads as they are compared."""
        return frozenset(folded(head) for head in self.heads)

    def stream(self) -> BinaryIO:
        """Open the bytes, unpacked."""
        raw: BinaryIO = io.BytesIO(self.data) if self.data is not None else cast("Path", self.path).open("rb")
        return cast("BinaryIO", _Inflated(self.name, raw)) if self.packed == "gzip" else raw

    def digest(self) -> str:
        """Return the SHA-256 of the file as it lies on the disk."""
        if self.data is not None:
            return hashlib.sha256(self.data).hexdigest()
        with cast("Path", self.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def chunks(self, wanted: Sequence[str], look: Look = unwatched) -> Iterator[Chunk]:
        """Yield the rows of a table or of records, with the wanted columns by folded head alone.

        Raises ImportRefusedError with the row where a row does not fit its heads.
        """
        clock = _Clock(self.name)
        many = 0
        for chunk in self._all_chunks(frozenset(wanted), look):
            clock.check()
            many += chunk.count
            if many > EVIDENCE_ROWS:
                raise ImportRefusedError(self.name, f"it has more than {EVIDENCE_ROWS:,} rows")
            yield chunk

    def _all_chunks(self, wanted: frozenset[str], look: Look) -> Iterator[Chunk]:
        if self.kind == "records":
            yield from _record_chunks(cast("list[Mapping[str, object]]", self.document), wanted)
        elif self.packed == "parquet":
            yield from _parquet_chunks(self, wanted, look)
        else:
            yield from _table_chunks(self, wanted, look)


class _Clock:
    """Refuses a file that takes longer than any honest one."""

    def __init__(self, name: str) -> None:
        self._name, self._begun = name, time.monotonic()

    def check(self) -> None:
        if time.monotonic() - self._begun > SECONDS:
            raise ImportRefusedError(self._name, f"reading took longer than {SECONDS} seconds; cut the file into months")


class _Inflated(io.RawIOBase):
    """The inside of a gzip file, with an eye on how far it inflates."""

    def __init__(self, name: str, raw: BinaryIO) -> None:
        super().__init__()
        self._name, self._raw, self._inside, self._out = name, raw, gzip.GzipFile(fileobj=raw), 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:  # noqa: ANN401 - the type of a buffer
        try:
            data = self._inside.read(len(into))
        except (gzip.BadGzipFile, zlib.error, EOFError, OSError) as error:
            raise ImportRefusedError(self._name, f"the gzip data are damaged or cut short ({error}); fetch the file again") from None
        self._out += len(data)
        if self._out > EVIDENCE_INFLATED:
            raise ImportRefusedError(self._name, f"inflates to more than {EVIDENCE_INFLATED:,} bytes")
        if self._out > RATIO_FROM_BYTES and self._out > RATIO * max(self._raw.tell(), 1):
            raise ImportRefusedError(self._name, f"inflates more than {RATIO} to 1; no bill or log does")
        into[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


def opened(name: str, path: Path | None, data: bytes | None) -> Opened | None:
    """Return a file of evidence, None where it is a workbook, a zip, or a document of another kind.

    Raises ImportRefusedError where it cannot be read as what it is.
    """
    size = len(data) if data is not None else cast("Path", path).stat().st_size
    if size > EVIDENCE_BYTES:
        raise ImportRefusedError(name, f"the file has {size:,} bytes; {EVIDENCE_BYTES:,} are the most")
    found = Opened(name, path, data, "table")
    beginning = _beginning(found)
    if beginning.startswith(b"\x1f\x8b"):
        found.packed = "gzip"
        beginning = _beginning(found)
        found.notices.append(f"{name} is unpacked with gzip.")
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0")):
        if found.packed:
            raise ImportRefusedError(name, "holds a package within gzip; unpack it first")
        return None
    if beginning.startswith(b"PAR1"):
        return _parquet(found)
    if beginning[:2] in {b"\xff\xfe", b"\xfe\xff"} and beginning[2:8].replace(b"\0", b"").strip()[:1] in {b"{", b"["}:
        raise ImportRefusedError(name, "is JSON in UTF-16; JSON is UTF-8 text")
    bare = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    if bare[:1] in {b"{", b"["} and not bare.startswith(b"[N/A"):
        return _json(found, bare)
    return _text(found, beginning)


def _beginning(found: Opened) -> bytes:
    with found.stream() as stream:
        pieces: list[bytes] = []
        while sum(map(len, pieces)) < _HEAD_BYTES and (piece := stream.read(_HEAD_BYTES)):
            pieces.append(piece)
    return b"".join(pieces)[:_HEAD_BYTES]


# tables of text


def _text(found: Opened, beginning: bytes) -> Opened | None:
    """Find out the encoding, the separator and the row of heads."""
    if not beginning.strip(b"\x00 \t\r\n\x1a"):
        return None
    whole = len(beginning) < _HEAD_BYTES
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.encoding = "utf-16"
    text, notices = text_of(beginning if whole else beginning[: beginning.rfind(b"\n") + 1] or beginning, found.name)
    if notices and not beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.encoding = "cp1252" if "Windows-1252" in notices[0] else "utf-8"
        found.warnings += notices
    text = text.rstrip("\x1a")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found.text = text
    skip = 0
    if lines[0].startswith("sep=") and len(lines[0]) == len("sep=,"):
        found.separator, skip = lines[0][-1], 1
    else:
        found.separator = _separator(lines)
    head = _head_line(lines, found.separator, skip)
    if head is None:
        found.kind = "lines"
        return found
    found.head_line, found.heads = head
    found.comma = found.separator == ";" and _commas(lines[found.head_line + 1 : 60], ";")
    return found


def _separator(lines: Sequence[str]) -> str:
    sample = [line for line in lines[:60] if line.strip()]
    counts = {mark: sorted(line.count(mark) for line in sample) for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: (counts[mark][len(sample) // 5], counts[mark][len(sample) // 2]))


def _commas(lines: Sequence[str], separator: str) -> bool:
    """Return whether numbers have a decimal comma: some cell has digits, a comma and digits, and none a point before decimals."""
    cells = [cell.strip().strip('"') for line in lines for cell in line.split(separator)]
    return any(cell.count(",") == 1 and cell.replace(",", "").replace(".", "").lstrip("-").isdigit() for cell in cells)


def _head_line(lines: Sequence[str], separator: str, skip: int) -> tuple[int, list[str]] | None:
    """Return the line of the heads and these: the first line that is as wide as the usual one and holds texts alone."""
    cells: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines[: _MOST_PREAMBLE + 200]):
        if number < skip or not line.strip():
            continue
        try:
            cells.append((number, [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]))
        except (csv.Error, StopIteration):
            continue
    if not cells:
        return None
    widths = [len(row) for _, row in cells]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    if usual < 2:  # noqa: PLR2004 - a table has at least two columns
        return None
    texts = {number: (row, len([cell for cell in row if cell])) for number, row in cells[:_MOST_PREAMBLE] if len(row) >= usual and not any(_numeric(cell) for cell in row if cell)}
    most = max((filled for _, filled in texts.values()), default=0)
    if most < 2:  # noqa: PLR2004 - as above
        return None
    return next((number, row) for number, (row, filled) in texts.items() if filled >= most * _NEARLY)


def _numeric(text: str) -> bool:
    bare = text.replace(",", "").replace(".", "").replace("-", "").replace(":", "").replace("/", "").strip()
    return bare.isdigit()


class _Headed(io.RawIOBase):
    """A stream from the row of heads on, with one head more than it has, so that rows with too many cells show."""

    def __init__(self, inside: BinaryIO, head: bytes, look: Look, size: int, name: str) -> None:
        super().__init__()
        self._inside, self._ahead, self._look, self._size, self._name = inside, head, look, size, name
        self._done = 0
        self.tail = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:  # noqa: ANN401 - the type of a buffer
        if self._ahead:
            taken = min(len(into), len(self._ahead))
            into[:taken] = self._ahead[:taken]
            self._ahead = self._ahead[taken:]
            return taken
        data = self._inside.read(len(into))
        self._done += len(data)
        self._look(min(0.95, self._done / max(self._size, 1)), f"Reading {self._name}")
        if data:
            self.tail = (self.tail + data)[-CELL_CHARACTERS:] if len(data) < CELL_CHARACTERS else data[-CELL_CHARACTERS:]
        if len(data) < len(into):
            data = data.rstrip(b"\x1a")
        into[: len(data)] = data
        return len(data)


def _table_chunks(found: Opened, wanted: frozenset[str], look: Look) -> Iterator[Chunk]:
    heads = [folded(head) for head in found.heads]
    if len(heads) > EVIDENCE_COLUMNS:
        raise ImportRefusedError(found.name, f"has {len(heads):,} columns; {EVIDENCE_COLUMNS:,} are the most")
    twice = sorted({head for head in heads if head and heads.count(head) > 1 and head in wanted})
    if twice:
        shown = next(head for head in found.heads if folded(head) == twice[0])
        raise ImportRefusedError(f"{found.name}, row {found.head_line + 1}", f"two columns are headed “{shown[:60]}”; which of the two holds is not said")
    taken = [place for place, head in enumerate(heads) if head in wanted]
    with found.stream() as inside:
        stream = _after_heads(found, inside, look)
        first = found.head_line + 2
        try:
            for frame in _frames(found, stream, taken):
                yield _chunk(found, frame, [(f"c{place}", heads[place]) for place in taken], first)
                first += len(frame)
        except pd.errors.ParserError as error:
            text = str(error)
            cause = "a quote that is opened is never closed" if "EOF" in text or "quote" in text.casefold() else text.replace("Error tokenizing data. C error: ", "")
            raise ImportRefusedError(f"{found.name}, after row {first - 1}", cause[:200]) from None
        _check_end(found, stream.tail, len(heads))


def _frames(found: Opened, stream: "_Headed", taken: Sequence[int]) -> Iterator[Any]:
    """Yield frames of texts; the stream is one of our own, which the stubs of pandas do not know."""
    read_csv: Any = pd.read_csv
    reader = read_csv(
        io.BufferedReader(stream, 1 << 20), sep=found.separator, header=0, usecols=[*(f"c{place}" for place in taken), _MORE], dtype=str, keep_default_na=False, na_values=[], index_col=False,
        chunksize=_CHUNK_ROWS, encoding="utf-8", encoding_errors="replace", skipinitialspace=True, skip_blank_lines=True,
    )  # fmt: skip
    try:
        yield from reader
    finally:
        reader.close()


def _after_heads(found: Opened, inside: BinaryIO, look: Look) -> _Headed:
    """Return the stream of the rows, behind a row of heads that has one more."""
    size = len(found.data) if found.data is not None else cast("Path", found.path).stat().st_size
    ahead = (found.separator.join([*(f"c{place}" for place in range(len(found.heads))), _MORE]) + "\n").encode()
    if found.encoding != "utf-8":
        data = inside.read(EVIDENCE_BYTES)
        text = data.decode(found.encoding, errors="replace")
        inside = io.BytesIO(text.encode())
    elif found.packed == "gzip":
        size *= 12
    for _ in range(found.head_line + 1):
        _line(inside)
    return _Headed(inside, ahead, look, size, found.name)


def _line(stream: BinaryIO) -> bytes:
    """Read one line, whichever way it ends."""
    pieces: list[bytes] = []
    while piece := stream.read(1):
        if piece == b"\n":
            break
        if piece == b"\r":
            position = stream.tell() if stream.seekable() else None
            if position is not None and stream.read(1) != b"\n":
                stream.seek(position)
            break
        pieces.append(piece)
    return b"".join(pieces)


def _chunk(found: Opened, frame: Any, taken: Sequence[tuple[str, str]], first: int) -> Chunk:  # noqa: ANN401 - a frame, which has no full types
    more = frame[_MORE].to_numpy(dtype=object)
    over = np.flatnonzero(more.astype(bool))
    if len(over):
        row, heads = first + int(over[0]), len(found.heads)
        raise ImportRefusedError(f"{found.name}, row {row}", f"has more than {heads} cells, {heads} expected; a thousands mark without quotes makes two cells of one")
    columns = {head: frame[place].to_numpy(dtype=object) for place, head in taken}
    return Chunk(columns, first, len(frame))


def _check_end(found: Opened, tail: bytes, heads: int) -> None:
    """Warn where the last row is cut short."""
    if not tail or tail.endswith((b"\n", b"\r", b"\x1a")):
        return
    last = tail.replace(b"\r", b"\n").rsplit(b"\n", 1)[-1].decode("utf-8", errors="replace")
    try:
        cells = next(csv.reader([last], delimiter=found.separator), [])
    except csv.Error:
        return
    if 0 < len(cells) < heads:
        found.warnings.append(f"{found.name}: the last row has {len(cells)} cells, {heads} expected; the file was cut short.")


# JSON


def _json(found: Opened, beginning: bytes) -> Opened:
    """Return a JSON document, or records where it is a list of them or a line for each."""
    with found.stream() as stream:
        pieces: list[bytes] = []
        while piece := stream.read(1 << 20):
            pieces.append(piece)
            if len(pieces) > JSON_BYTES >> 20:
                raise ImportRefusedError(found.name, f"has more than {JSON_BYTES // 1_000_000} MB of JSON")
    data = b"".join(pieces)
    if _depth(data) > JSON_DEPTH:
        raise ImportRefusedError(found.name, f"is nested more than {JSON_DEPTH} deep; no bill or log is")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(found.name, f"byte {error.start:,} is not UTF-8 text; JSON is") from None
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and beginning.startswith(b"{") and all(line.strip().startswith("{") and line.strip().endswith("}") for line in (*lines[:3], lines[-1])):
        rows = [_parsed(found.name, line, number) for number, line in enumerate(lines, start=1)]
        return _as_records(found, rows)
    document = _parsed(found.name, text, 0)
    found.document = document
    rows = _records_in(document)
    if rows is None:
        found.kind = "document"
        return found
    return _as_records(found, rows)


def _depth(data: bytes) -> int:
    """Return how deep brackets nest, texts left out of account only roughly: more than any document has is enough to know."""
    deepest = depth = 0
    for byte in data.translate(None, bytes(set(range(256)) - {0x5B, 0x5D, 0x7B, 0x7D}))[:4_000_000]:
        depth += 1 if byte in {0x5B, 0x7B} else -1
        deepest = max(deepest, depth)
    return deepest


def _parsed(name: str, text: str, line: int) -> Any:  # noqa: ANN401 - the value of a JSON text
    def constant(what: str) -> Never:
        raise ImportRefusedError(name, f"{f'line {line}: ' if line else ''}{what} is no number of JSON")

    def finite(digits: str) -> float:
        value = float(digits)
        if value in {float("inf"), float("-inf")}:
            raise ImportRefusedError(name, f"{f'line {line}: ' if line else ''}{digits[:40]} is larger than any number")
        return value

    try:
        return json.loads(text, parse_constant=constant, parse_float=finite)
    except json.JSONDecodeError as error:
        raise ImportRefusedError(f"{name}, line {line or error.lineno}, column {error.colno}", f"{error.msg}; the file is not whole JSON") from None
    except (RecursionError, ValueError):
        raise ImportRefusedError(name, "is nested too deeply or holds a number too long for JSON") from None


def _records_in(document: object) -> list[Any] | None:
    """Return the records of a document: it is a list of them, or an envelope around one; buckets are opened."""
    if isinstance(document, dict):
        envelope = cast("dict[str, object]", document)
        inside: list[object] = [envelope[name] for name in ("data", "results", "observations", "rows", "items") if isinstance(envelope.get(name), list)]
        inner = inside[0] if inside else None
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
            opened_rows += [{**times, **cast("dict[str, object]", one)} for one in cast("list[object]", inner) if isinstance(one, dict)] or [times]
        else:
            opened_rows.append(row)
    return opened_rows


def _as_records(found: Opened, rows: list[Any]) -> Opened:
    flat = [_flat(cast("Mapping[str, object]", row)) for row in rows if isinstance(row, dict)]
    heads: dict[str, None] = {}
    for row in flat:
        heads.update(dict.fromkeys(row))
    found.kind, found.heads, found.document = "records", list(heads), flat
    return found


def _flat(row: Mapping[str, object], before: str = "") -> dict[str, object]:
    """Return a record with the names of nested values joined by dots; lists stay as JSON."""
    told: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            told.update(_flat(cast("Mapping[str, object]", value), f"{before}{key}."))
            if not before:
                told[key] = json.dumps(value)
        elif isinstance(value, list):
            told[f"{before}{key}"] = json.dumps(value)
        else:
            told[f"{before}{key}"] = value
    return told


def _record_chunks(rows: Sequence[Mapping[str, object]], wanted: frozenset[str]) -> Iterator[Chunk]:
    heads: dict[str, str] = {}
    for row in rows:
        heads.update({head: folded(head) for head in row if head not in heads})
    taken = {head: name for head, name in heads.items() if name in wanted}
    for begin in range(0, len(rows), _CHUNK_ROWS):
        some = rows[begin : begin + _CHUNK_ROWS]
        columns = {name: np.array([_shown(row.get(head)) for row in some], dtype=object) for head, name in taken.items()}
        yield Chunk(columns, begin + 1, len(some))


def _shown(value: object) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


# Parquet


def _parquet(found: Opened) -> Opened:
    import fastparquet  # noqa: PLC0415 - takes a moment, and few files are of this kind

    found.packed, found.kind = "parquet", "table"
    try:
        found.heads = list(fastparquet.ParquetFile(_parquet_input(found)).columns)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    except Exception as error:  # noqa: BLE001 - whatever it raises at a damaged file
        raise ImportRefusedError(found.name, f"the Parquet data cannot be read ({type(error).__name__}); fetch the file again, or export it as CSV") from None
    return found


def _parquet_input(found: Opened) -> Any:  # noqa: ANN401 - a path or a stream
    return io.BytesIO(found.data) if found.data is not None else str(found.path)


def _parquet_chunks(found: Opened, wanted: frozenset[str], look: Look) -> Iterator[Chunk]:
    import fastparquet  # noqa: PLC0415

    taken = [head for head in found.heads if folded(head) in wanted]
    first = 1
    try:
        file = fastparquet.ParquetFile(_parquet_input(found))
        groups = max(1, len(file.row_groups))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
        for number, frame in enumerate(cast("Iterator[pd.DataFrame]", file.iter_row_groups(columns=taken)), start=1):  # pyright: ignore[reportUnknownMemberType]
            look(0.95 * number / groups, f"Reading {found.name}")
            yield Chunk({folded(head): _as_texts(frame[head]) for head in taken}, first, len(frame))
            first += len(frame)
    except ImportRefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it raises at a damaged file
        raise ImportRefusedError(found.name, f"the Parquet data cannot be read ({type(error).__name__}); fetch the file again, or export it as CSV") from None


def _as_texts(column: "pd.Series[Any]") -> Texts:
    whole = column.astype(object).to_numpy()
    told = [("" if value is None or value != value else value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)) for value in whole]  # noqa: PLR0124 - NaN and NaT differ from themselves
    return np.array(told, dtype=object)
