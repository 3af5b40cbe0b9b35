"""A file of evidence before its rows are read, and some of its rows: columns of texts by folded head."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from desktop.imports.limits import EVIDENCE_INFLATED, RATIO, RATIO_FROM_BYTES
from desktop.imports.measured.texts import Texts, folded
from desktop.imports.questions import MONTHS
from desktop.imports.refusal import ImportRefusedError


@dataclass(frozen=True, slots=True)
class Marks:
    """How a table writes its numbers: whether with a decimal comma, whether that is asked, and what is noticed."""

    comma: bool = False
    asked: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table: texts by folded head, all of one length; first.

    The number of the first row as a person counts them in the file.
    """

    columns: Mapping[str, Texts]
    first: int
    count: int

    def column(self, head: str) -> Texts:
        """Return a column, empty texts where the file has none of that head."""
        column = self.columns.get(head)
        return column if column is not None else np.full(self.count, "", dtype=object)

    def has(self, head: str) -> bool:
        """Return whether the file has a column."""
        return head in self.columns


@dataclass
class Opened:
    """A file of evidence before its rows are read.

    kind: "table", "records" (JSON), "document" (JSON of another shape) or "lines" (text that is no table).
    heads: as the file writes them, where it is a table. separator, head_line: how the table stands in the text. marks:
        how its numbers are written.
    answers: what somebody said of the file, by name of the question.
    prints: of every line, where lines that stand twice are looked for.
    document: the value of a JSON file. text: the beginning of a text.
    file: the file as it lies on the disk, where its table was laid out anew.
    which: the columns that say what rows are of, by folded head, with their names. only: the one of them, and the
        name in it, whose rows count; all where it is empty.
    today: the day of reading, as 2026-11-29; what begins later was not measured. Empty where nobody says.
    """

    name: str
    path: Path | None
    data: bytes | None
    kind: str
    heads: Sequence[str] = ()
    separator: str = ","
    head_line: int = 0
    marks: Marks = field(default_factory=Marks)
    document: Any = None
    text: str = ""
    packed: str = ""
    encoding: str = "utf-8"
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    notices: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])
    prints: list[NDArray[np.int64]] | None = None
    file: "Opened | None" = None
    today: str = ""
    which: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    only: tuple[str, str] = ("", "")

    @property
    def folded_heads(self) -> frozenset[str]:
        """The heads as they are compared."""
        return frozenset(folded(head) for head in self.heads)

    @property
    def gpu(self) -> str:
        """The only kind of GPU of a bill that counts, empty for all."""
        return self.answers.get("gpu", "")

    @property
    def comma(self) -> bool:
        """Whether 1.234,5 stands for what is 1,234.5 here, as somebody said or as its numbers show."""
        said = self.answers.get("decimals", "")
        return said == "comma" if said else self.marks.comma

    @property
    def order(self) -> str:
        """Whether the day or the month comes first in its dates, "dmy" or "mdy"; empty where nobody said."""
        return self.answers.get("order", "")

    @property
    def year_begins(self) -> int:
        """The month in which its financial year begins, 0 where nobody said."""
        return MONTHS.get(self.answers.get("year", ""), 0)

    @property
    def repeated(self) -> int:
        """How many lines are duplicates, of those that were looked at."""
        if not self.prints:
            return 0
        every = np.concatenate(self.prints)
        return len(every) - len(np.unique(every))

    @property
    def once(self) -> bool:
        """Whether duplicate lines count once."""
        return self.answers.get("duplicates", "") == "once"

    @property
    def twice(self) -> str:
        """Whether rows of one time are added up or the first counts, "added" or "first"; empty where nobody said."""
        return self.answers.get("twice", "")

    def laid_anew(self, text: str, heads: Sequence[str], separator: str, said: str, head_line: int = 0) -> "Opened":
        """Return the file as a table that was laid out anew from it. said: how, in a sentence."""
        return replace(
            self,
            path=None,
            data=text.encode(),
            kind="table",
            heads=heads,
            separator=separator,
            head_line=head_line,
            text=text,
            packed="",
            encoding="utf-8",
            notices=[*self.notices, said],
            file=self,
        )

    def stream(self) -> BinaryIO:
        """Open the bytes, unpacked."""
        raw: BinaryIO = io.BytesIO(self.data) if self.data is not None else cast("Path", self.path).open("rb")
        return cast("BinaryIO", _Inflated(self.name, raw)) if self.packed == "gzip" else raw

    def digest(self) -> str:
        """Return the SHA-256 of the file as it lies on the disk."""
        if self.file is not None:
            return self.file.digest()
        if self.data is not None:
            return hashlib.sha256(self.data).hexdigest()
        with cast("Path", self.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


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
        except (gzip.BadGzipFile, zlib.error, EOFError, OSError):
            raise ImportRefusedError(
                self._name, "the gzip data are damaged or cut short; fetch the file again"
            ) from None
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
