"""Text tables (CSV and its kin) as a grid.

Encoding, separator and quotes are found out and said, never guessed in silence.
"""

import csv
import io

from desktop.imports.grid import Grid, GridCell
from desktop.imports.limits import CELL_CHARACTERS, COLUMNS, ROWS
from desktop.imports.refusal import ImportRefusedError

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE = 200
"""Lines from which the separator is found out."""


def utf_16_of(data: bytes) -> str:
    """Return the encoding of a text in UTF-16, with its mark or as it shows by every other byte; empty for another.

    >>> utf_16_of("Month,Requests".encode("utf-16-le")), utf_16_of(b"Month,Requests")
    ('utf-16-le', '')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    looked = data[:_SAMPLE] if len(data) > 1 else b""
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        high, low = looked[first::2], looked[1 - first :: 2]
        if high and not low.count(0) and high.count(0) >= _WIDE * len(high):
            return encoding
    return ""


_WIDE = 0.9
"""Of every other byte of a text in UTF-16 with few letters beyond Latin ones, which are nought."""


def text_of(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text of a file and what was noticed of its encoding.

    Raises ImportRefusedError where it is no text.
    """
    if wide := utf_16_of(data):
        try:
            return data[: len(data) // 2 * 2].decode(wide), []
        except UnicodeDecodeError:
            raise ImportRefusedError(name, "begins as UTF-16 text and does not go on as such; fetch it again") from None
    if b"\0" in data:
        raise ImportRefusedError(
            name, f"byte {data.index(bytes(1)):,} is not text; expected a text table or a workbook"
        )
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:
            return data[: error.start].decode("utf-8-sig"), [
                f"{name} ends within a character; the rest of it was lost."
            ]
        # below the printable characters
        odd = sum(byte < 32 and byte not in b"\t\r\n" for byte in data[:4_000])  # noqa: PLR2004
        if odd > 1:
            raise ImportRefusedError(
                name, f"byte {error.start:,} is not text; expected a text table or a workbook"
            ) from None
        return data.decode("cp1252", errors="replace"), [
            f"{name} is not UTF-8; it is read as Windows-1252, as older programs write it. Look at £ and € signs."
        ]


def delimited(data: bytes, name: str) -> Grid:
    """Return a table of text as a grid.

    Raises ImportRefusedError with the row where it is none.
    """
    text, notices = text_of(data, name)
    text = text.rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ImportRefusedError(name, "holds only blank lines")
    if text.lstrip()[:1] == "<":
        raise ImportRefusedError(name, "is a web page or XML, not a table; was the download a login page?")
    longest = max(len(line) for line in text.split("\n"))
    if longest > CELL_CHARACTERS * 10:
        raise ImportRefusedError(name, f"a line has {longest:,} characters; expected rows of cells")
    first = text.split("\n", 1)[0]
    if first.startswith("sep=") and len(first) == len("sep=,"):
        separator, text = first[-1], text.partition("\n")[2]
        if not text.strip():
            raise ImportRefusedError(name, "holds only blank lines")
    else:
        separator = _separator(text)
    grid = Grid(name, notices=notices, single=True)
    _fill(grid, name, text, separator)
    if separator == ";":
        grid.comma = True
        grid.notices.append(
            f"{name}: cells are apart by semicolons; numbers such as 1.234,56 are read with a decimal comma."
        )
    return grid


def _separator(text: str) -> str:
    """Return the separator that most lines hold, and hold equally often."""
    lines = [line for line in text.split("\n")[:_SAMPLE] if line.strip()]

    def fit(separator: str) -> tuple[float, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count)
        return (counts.count(usual) / len(counts) if usual else 0.0, usual)

    return max(_SEPARATORS, key=fit)


def _fill(grid: Grid, name: str, text: str, separator: str) -> None:
    csv.field_size_limit(CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = 0
    try:
        for number, row in enumerate(reader, start=1):
            if number > ROWS:
                raise ImportRefusedError(name, f"it has more than {ROWS:,} rows")
            if len(row) > COLUMNS:
                raise ImportRefusedError(f"{name}, row {number}", f"has {len(row)} cells; {COLUMNS} are the most")
            filled = [(column, value) for column, value in enumerate(row, start=1) if value.strip()]
            if len(filled) > 1 and not width:
                width = len(row)
            if width and len(row) > width:
                raise ImportRefusedError(
                    f"{name}, row {number}",
                    f"has {len(row)} cells, {width} expected; a thousands mark without quotes makes two cells of one",
                )
            if filled:
                grid.cells[number] = {column: GridCell(value) for column, value in filled}
    except csv.Error as error:
        raise ImportRefusedError(
            f"{name}, row {reader.line_num}", f"{error}; a quote that is opened must be closed"
        ) from None
