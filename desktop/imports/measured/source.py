"""A file of evidence opened by its content.

How it is packed, its encoding, its separator and the row of its heads are found out and said.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from desktop.imports.delimited import text_of, utf_16_of
from desktop.imports.limits import EVIDENCE_BYTES
from desktop.imports.measured.access_log import counted_by_hour
from desktop.imports.measured.decimal_marks import marks
from desktop.imports.measured.gpu_monitor import monitored
from desktop.imports.measured.json_records import json_opened
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.parquet import heads_of
from desktop.imports.measured.ruled import laid_out
from desktop.imports.refusal import ImportRefusedError

_HEAD_BYTES = 262_144
_MOST_PREAMBLE = 40
_SEPARATORS = ",;\t|"
_ADDRESS = re.compile(r"^\d+\.\d+\.\d+\.\d+(:\d+)?$")
"""Of a machine, by which a panel may name its series."""

_LABELLED = re.compile(r"^[A-Za-z ]{2,30}: \S")
"""A line above a table that says what it is of, such as Start: 2026-10-01."""

_JUDGED = 5_000
"""Lines by which it is judged how a table writes its numbers."""

_NEARLY_ALL = 0.95
"""Of the lines, which have a separator equally often."""

_NEARLY = 0.8
"""Of the texts in the fullest row of texts: the first row that has so many holds the heads."""


def opened(name: str, path: Path | None, data: bytes | None) -> Opened | None:
    """Return a file of evidence, None where it is a workbook, a zip, or a document of another kind.

    Raises ImportRefusedError where it cannot be read as what it is.
    """
    size = len(data) if data is not None else cast("Path", path).stat().st_size
    if size > EVIDENCE_BYTES:
        raise ImportRefusedError(name, f"the file has {size:,} bytes; {EVIDENCE_BYTES:,} are the most")
    table = Opened(name, path, data, "table")
    beginning = _beginning(table)
    if beginning.startswith(b"\x1f\x8b"):
        table.packed = "gzip"
        beginning = _beginning(table)
        table.notices.append(f"{name} is unpacked with gzip.")
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0")):
        if table.packed:
            raise ImportRefusedError(name, "holds a package within gzip; unpack it first")
        return None
    if beginning.startswith(b"PAR1"):
        return _parquet(table)
    if beginning[:2] in {b"\xff\xfe", b"\xfe\xff"} and beginning[2:8].replace(b"\0", b"").strip()[:1] in {b"{", b"["}:
        raise ImportRefusedError(name, "is JSON in UTF-16; JSON is UTF-8 text")
    bare = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    if bare[:1] in {b"{", b"["} and not bare.startswith(b"[N/A"):
        return json_opened(table, bare)
    return _text(table, beginning)


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
    if wide := utf_16_of(beginning):
        found.encoding = wide
    text, notices = text_of(beginning if whole else beginning[: beginning.rfind(b"\n") + 1] or beginning, found.name)
    if notices and not wide:
        found.encoding = "cp1252" if "Windows-1252" in notices[0] else "utf-8"
        found.warnings += notices
    text = text.rstrip("\x1a")
    if not text.strip():
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if table := laid_out(found, lines) or monitored(found, lines) or counted_by_hour(found, lines):
        return table
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
    below = lines[found.head_line + 1 : found.head_line + 1 + _JUDGED]
    found.marks = marks(found.heads, _rows(below, found.separator), found.separator)
    if found.marks.notice:
        found.notices.append(found.marks.notice)
    return found


def _separator(lines: Sequence[str]) -> str:
    sample = [line for line in lines[:60] if line.strip()]
    counts = {mark: sorted(line.count(mark) for line in sample) for mark in _SEPARATORS}

    def even(mark: str) -> bool:
        """Return whether nearly all lines have the mark equally often."""
        usual = max(set(counts[mark]), key=counts[mark].count)
        return usual > 0 and counts[mark].count(usual) >= _NEARLY_ALL * len(sample)

    def in_head(mark: str) -> bool:
        """Return whether the first line has the mark as often as nearly all do."""
        return even(mark) and sample[0].count(mark) == max(set(counts[mark]), key=counts[mark].count)

    of_numbers = "," not in "".join(sample[:1]) and any(in_head(mark) for mark in _SEPARATORS)

    def fit(mark: str) -> tuple[bool, bool, int, int, int, bool, int]:
        """Return how well a mark fits: decimal commas may stand as often as semicolons do, and in no head."""
        often = counts[mark]
        return (
            even(mark),
            not (of_numbers and mark == ","),
            often[len(sample) // 5],
            often[len(sample) // 2],
            often[0],
            mark != ",",
            often[-1],
        )

    return max(_SEPARATORS, key=fit)


def _rows(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    """Yield the cells of lines that are not blank, as far as they can be read."""
    try:
        yield from csv.reader((line for line in lines if line.strip()), delimiter=separator, skipinitialspace=True)
    except csv.Error:  # whoever reads it says what is wrong with it
        return


def _head_line(lines: Sequence[str], separator: str, skip: int) -> tuple[int, list[str]] | None:
    """Return the line of the heads and these: the first line that is as wide as the usual one and holds texts alone."""
    cells: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines[: _MOST_PREAMBLE + 200]):
        if number < skip or not line.strip():
            continue
        try:
            cells.append(
                (
                    number,
                    [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))],
                )
            )
        except (csv.Error, StopIteration):
            continue
    if not cells:
        return None
    widths = [len(row) for _, row in cells]
    usual = max(set(widths), key=lambda width: (widths.count(width), width == widths[0]))
    if usual < 2 and len(widths) > 1 and widths[-1] == widths[-2]:  # noqa: PLR2004 - a table has at least two columns
        usual = widths[-1]  # a short table under a long preamble
    if usual < 2:  # noqa: PLR2004 - as above
        return None
    texts = {
        number: (row, len([cell for cell in row if cell]))
        for number, row in cells[:_MOST_PREAMBLE]
        if len(row) >= usual and not any(_numeric(cell) for cell in row if cell) and not all(map(_LABELLED.match, row))
    }
    most = max((filled for _, filled in texts.values()), default=0)
    if most < 2:  # noqa: PLR2004 - as above
        return None
    return next((number, row) for number, (row, filled) in texts.items() if filled >= most * _NEARLY)


def _numeric(text: str) -> bool:
    bare = text.replace(",", "").replace(".", "").replace("-", "").replace(":", "").replace("/", "").strip()
    return bare.isdigit() and not _ADDRESS.match(text)


def _parquet(found: Opened) -> Opened:
    found.packed, found.kind = "parquet", "table"
    found.heads = heads_of(found)
    return found
