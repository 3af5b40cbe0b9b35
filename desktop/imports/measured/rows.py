"""The rows of a file of evidence, in chunks, with the columns that are asked for alone.

Text tables, JSON records, Parquet.
"""

import csv
import io
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from desktop.imports.limits import CELL_CHARACTERS, EVIDENCE_BYTES, EVIDENCE_COLUMNS, EVIDENCE_ROWS, EVIDENCE_SECONDS
from desktop.imports.measured.json_values import Packed
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.parquet import groups_of
from desktop.imports.measured.texts import Seen, distinct, folded
from desktop.imports.names import same_name
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look, unwatched

_CHUNK_ROWS = 25_000
_MORE = "boardcase_more_cells"
"""The head of a column put behind the last: where it holds something, a row has more cells than heads."""


def chunks_of(found: Opened, wanted: Sequence[str], look: Look = unwatched) -> Iterator[Chunk]:
    """Yield the rows of a table or of records, with the wanted columns by folded head alone.

    Raises ImportRefusedError with the row where a row does not fit its heads.
    """
    clock = _Clock(found.name)
    many = 0
    if found.prints is not None:
        found.prints = []  # some files are gone through more than once
    head, only = found.only
    for whole in _all_chunks(found, frozenset([*wanted, head] if head else wanted), look):
        chunk = _of_one(whole, head, only) if head else whole
        clock.check()
        many += chunk.count
        if many > EVIDENCE_ROWS:
            raise ImportRefusedError(found.name, f"it has more than {EVIDENCE_ROWS:,} rows")
        yield chunk


def _of_one(chunk: Chunk, head: str, name: str) -> Chunk:
    """Return the rows of a chunk that are of one name alone."""
    codes, names = distinct(chunk.column(head))
    wanted = np.array([same_name(one) == same_name(name) for one in names], dtype=np.bool_)
    rows = wanted[codes] if len(names) else np.zeros(0, dtype=np.bool_)
    return Chunk({one: texts[rows] for one, texts in chunk.columns.items()}, chunk.first, int(rows.sum()))


def _all_chunks(found: Opened, wanted: frozenset[str], look: Look) -> Iterator[Chunk]:
    if found.kind == "records":
        yield from _record_chunks(found, cast("Packed", found.document), wanted)
    elif found.packed == "parquet":
        yield from _parquet_chunks(found, wanted, look)
    else:
        yield from _table_chunks(found, wanted, look)


class _Clock:
    """Refuses a file that takes longer than any honest one."""

    def __init__(self, name: str) -> None:
        self._name, self._begun = name, time.monotonic()

    def check(self) -> None:
        if time.monotonic() - self._begun > EVIDENCE_SECONDS:
            raise ImportRefusedError(
                self._name, f"reading took longer than {EVIDENCE_SECONDS // 60} minutes; cut the file into months"
            )


class _Headed(io.RawIOBase):
    """A stream from the row of heads on, with one head more than it has, so that rows with too many cells show."""

    def __init__(self, inside: BinaryIO, head: bytes, size: int, prints: list[NDArray[np.int64]] | None = None) -> None:
        super().__init__()
        self._inside, self._ahead, self._size = inside, head, size
        self._prints, self._begun = prints, b""
        self._done = 0
        self.tail = b""

    @property
    def part(self) -> float:
        """How much of it was read, of 1."""
        return min(0.95, self._done / max(self._size, 1))

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
        if data:
            self.tail = (
                (self.tail + data)[-CELL_CHARACTERS:] if len(data) < CELL_CHARACTERS else data[-CELL_CHARACTERS:]
            )
        if len(data) < len(into):
            data = data.rstrip(b"\x1a")
        if self._prints is not None:
            self._print(data)
        into[: len(data)] = data
        return len(data)

    def _print(self, data: bytes) -> None:
        """Keep a print of every line that ends in the data, or at the end of the file; blank ones are none."""
        *lines, self._begun = (self._begun + data).split(b"\n") if data else (self._begun, b"")
        whole = [hash(line) for line in lines if line.strip()]
        if whole and self._prints is not None:
            self._prints.append(np.array(whole, dtype=np.int64))


def _table_chunks(found: Opened, wanted: frozenset[str], look: Look) -> Iterator[Chunk]:
    heads = [folded(head) for head in found.heads]
    if len(heads) > EVIDENCE_COLUMNS:
        raise ImportRefusedError(found.name, f"has {len(heads):,} columns; {EVIDENCE_COLUMNS:,} are the most")
    twice = sorted({head for head in heads if head and heads.count(head) > 1 and head in wanted})
    if twice:
        shown = next(head for head in found.heads if folded(head) == twice[0])
        raise ImportRefusedError(
            f"{found.name}, row {found.head_line + 1}",
            f"two columns are headed “{shown[:60]}”; which of the two holds is not said",
        )
    taken = [place for place, head in enumerate(heads) if head in wanted]
    with found.stream() as inside:
        stream = _after_heads(found, inside)
        first = found.head_line + 2
        once = Seen() if found.once and found.prints is not None else None
        try:
            for frame in _frames(found, stream, range(len(heads)) if once else taken):
                look(stream.part, f"Reading {found.name}")
                _refuse_other_heads(found, frame, [(f"c{place}", found.heads[place]) for place in taken], first)
                some = frame[once.new(_prints_of(frame))] if once else frame
                yield _chunk(found, some, [(f"c{place}", heads[place]) for place in taken], first)
                first += len(frame)
        except pd.errors.ParserError as error:
            text = str(error)
            cause = (
                "a quote that is opened is never closed"
                if "EOF" in text or "quote" in text.casefold()
                else text.replace("Error tokenizing data. C error: ", "")
            )
            raise ImportRefusedError(f"{found.name}, after row {first - 1}", cause[:200]) from None
        _check_end(found, stream.tail, len(heads))


def _refuse_other_heads(found: Opened, frame: Any, taken: Sequence[tuple[str, str]], first: int) -> None:  # noqa: ANN401 - as below
    """Refuse a table in which heads stand again that are others: what is below them is of another table."""
    names = [head.strip() for head in found.heads if head.strip()]
    known = np.zeros(len(frame), dtype=np.int64)
    for column, _ in taken:
        known += frame[column].isin(names).to_numpy()
    for place in np.flatnonzero(known):
        row = [(str(frame[column].iloc[place]).strip(), head.strip()) for column, head in taken]
        there = [(cell, head) for cell, head in row if cell]
        own = sum(cell == head for cell, head in there)
        if len(there) < 2 or any(mark.isdigit() for cell, _ in there for mark in cell) or own == len(there):  # noqa: PLR2004 - a head alone is a word
            continue
        if own or known[place] > 1:
            cell, head = next(one for one in there if one[0] != one[1])
            raise ImportRefusedError(
                f"{found.name}, row {first + int(place)}",
                f"heads stand again, “{cell[:40]}” where “{head[:40]}” stood; expected one table: make a file of each",
            )


def _prints_of(frame: Any) -> NDArray[np.uint64]:  # noqa: ANN401 - a frame, which has no full types
    """Return the print of each row, whole rows compared."""
    return np.asarray(pd.util.hash_pandas_object(frame, index=False), dtype=np.uint64)


def _frames(found: Opened, stream: "_Headed", taken: Sequence[int]) -> Iterator[Any]:
    """Yield frames of texts; the stream is one of our own, which the stubs of pandas do not know."""
    read_csv: Any = pd.read_csv
    reader = read_csv(
        io.BufferedReader(stream, 1 << 20),
        sep=found.separator,
        header=0,
        usecols=[*(f"c{place}" for place in taken), _MORE],
        dtype=object,
        keep_default_na=False,
        na_values=[],
        index_col=False,
        chunksize=_CHUNK_ROWS,
        encoding="utf-8",
        encoding_errors="replace",
        skipinitialspace=True,
        skip_blank_lines=True,
    )
    try:
        with ThreadPoolExecutor(1) as ahead:  # the next rows are split into cells while these are added up
            coming = ahead.submit(next, reader, None)
            while (frame := coming.result()) is not None:
                coming = ahead.submit(next, reader, None)
                yield frame
    finally:
        reader.close()


def _after_heads(found: Opened, inside: BinaryIO) -> _Headed:
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
    return _Headed(inside, ahead, size, found.prints)


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


# a frame, which has no full types
def _chunk(found: Opened, frame: Any, taken: Sequence[tuple[str, str]], first: int) -> Chunk:  # noqa: ANN401
    more = frame[_MORE].to_numpy(dtype=object)
    over = np.flatnonzero(more.astype(bool))
    if len(over):
        row, heads = first + int(over[0]), len(found.heads)
        raise ImportRefusedError(
            f"{found.name}, row {row}",
            f"has more than {heads} cells, {heads} expected; a thousands mark without quotes makes two cells of one",
        )
    columns = {head: frame[place].to_numpy(dtype=object) for place, head in taken}
    return Chunk(columns, first, len(frame))


def _check_end(found: Opened, tail: bytes, heads: int) -> None:
    """Warn where the last row is cut short."""
    if not tail or tail.endswith((b"\n", b"\r", b"\x1a")):
        return
    last = tail.replace(b"\r", b"\n").rsplit(b"\n", 1)[-1].decode("utf-8", errors="replace")
    try:
        cells = next(csv.reader([last], delimiter=found.separator), list[str]())
    except csv.Error:
        return
    if 0 < len(cells) < heads:
        found.warnings.append(
            f"{found.name}: the last row has {len(cells)} cells, {heads} expected; the file was cut short."
        )


def _record_chunks(found: Opened, rows: Packed, wanted: frozenset[str]) -> Iterator[Chunk]:
    taken = {head: name for head in found.heads if (name := folded(head)) in wanted}
    first, seen = 1, set[int]()
    for some in rows.in_parts(_CHUNK_ROWS):
        if found.prints is not None:
            prints = [hash(repr(row)) for row in some]
            found.prints.append(np.array(prints, dtype=np.int64))
            if found.once:
                new = [one not in seen and not seen.add(one) for one in prints]
                some = [row for row, fresh in zip(some, new, strict=True) if fresh]  # noqa: PLW2901
        columns = {
            name: np.array([_shown(row.get(head)) for row in some], dtype=object) for head, name in taken.items()
        }
        yield Chunk(columns, first, len(some))
        first += len(some)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _parquet_chunks(found: Opened, wanted: frozenset[str], look: Look) -> Iterator[Chunk]:
    taken = [head for head in found.heads if folded(head) in wanted]
    first = 1
    for columns in groups_of(found, taken):
        look(min(0.95, first / EVIDENCE_ROWS), f"Reading {found.name}")
        count = max((len(texts) for texts in columns.values()), default=0)
        yield Chunk({folded(head): np.array(columns[head], dtype=object) for head in taken}, first, count)
        first += count
