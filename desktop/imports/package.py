"""Zip packages opened with care: nothing is unpacked to disk, nothing is read that was not asked for by name."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from desktop.imports.limits import ENTRIES, FILE_BYTES, INFLATED_BYTES, RATIO, RATIO_FROM_BYTES
from desktop.imports.refusal import ImportRefusedError

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
)
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What the library raises at a package that is damaged."""

_LONGEST_NAME = 200
_HEADS = (
    (b"%PDF", "is a PDF; a workbook ends in .xlsx and is saved by a spreadsheet program"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel file or has a password; save it as “Excel Workbook (.xlsx)” without one"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
    (b"<", "is a web page or XML, not a workbook; was the download a login page?"),
)


@dataclass(frozen=True, slots=True)
class Package:
    """A zip package whose entries were looked at; parts are read one by one.

    inflated: bytes read so far, counted against the limit.
    """

    name: str
    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    inflated: list[int] = field(default_factory=lambda: [0])

    def part(self, name: str) -> bytes:
        """Return a part.

        Raises ImportRefusedError where it is not there, is damaged, or inflates beyond the limits.
        """
        info = self.entries.get(name)
        if info is None:
            raise ImportRefusedError(self.name, f"the part {name} is missing; the file is damaged or no workbook")
        try:
            with self.archive.open(info) as stream:
                data = stream.read(min(info.file_size, INFLATED_BYTES) + 1)
        except _DAMAGES:
            raise ImportRefusedError(
                self.name,
                f"the part {name} is damaged; open and save the file in a spreadsheet program, or fetch it again",
            ) from None
        self.inflated[0] += len(data)
        if len(data) > info.file_size or self.inflated[0] > INFLATED_BYTES:
            raise ImportRefusedError(
                self.name,
                f"the part {name} inflates to more than it says or than {INFLATED_BYTES // 1_000_000} MB; nothing of it"
                " is read",
            )
        return data


def opened(data: bytes, name: str) -> Package:
    """Return a zip package.

    Raises ImportRefusedError where it is none, or one that no honest program writes.
    """
    if not data:
        raise ImportRefusedError(name, "the file is empty")
    if len(data) > FILE_BYTES:
        raise ImportRefusedError(name, f"the file has {len(data):,} bytes; {FILE_BYTES:,} are the most")
    if not data.startswith(b"PK"):
        instead = next((text for head, text in _HEADS if data.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(head)), "")
        instead = instead or (
            "holds something before the package begins; fetch it again"
            if b"PK\x03\x04" in data
            else "is not a workbook; expected a file saved as .xlsx"
        )
        raise ImportRefusedError(name, instead)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _DAMAGES:
        raise ImportRefusedError(
            name, "the package cannot be read; it was cut short or damaged: fetch or save it again"
        ) from None
    _check_entries(name, infos)
    return Package(name, archive, {_usual(info.filename): info for info in infos})


def _check_entries(name: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > ENTRIES:
        raise ImportRefusedError(name, f"the package has {len(infos):,} parts; {ENTRIES:,} are the most")
    seen: set[str] = set()
    for info in infos:
        problem = _name_problem(info.orig_filename)
        if problem:
            raise ImportRefusedError(name, f"the part “{info.orig_filename[:60]}” {problem}; nothing is unpacked")
        if _usual(info.filename).casefold() in seen:
            raise ImportRefusedError(
                name, f"the part {info.filename[:80]} stands twice; which of the two holds is not said"
            )
        seen.add(_usual(info.filename).casefold())
        if info.flag_bits & 1:
            raise ImportRefusedError(
                name, f"the part {info.filename[:80]} is encrypted; save the file without a password"
            )
        if info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO * max(info.compress_size, 1):
            raise ImportRefusedError(
                name,
                f"the part {info.filename[:80]} inflates {info.file_size // max(info.compress_size, 1):,} to 1; {RATIO}"
                " to 1 is the most",
            )
    whole = sum(info.file_size for info in infos)
    if whole > INFLATED_BYTES:
        raise ImportRefusedError(name, f"the package inflates to {whole:,} bytes; {INFLATED_BYTES:,} are the most")


def _usual(name: str) -> str:
    """Return the name of a part as the format writes it: some programs write Windows' separators."""
    return name.replace("\\", "/")


def _name_problem(name: str) -> str:
    """Return what is wrong with the name of a part."""
    name = _usual(name)
    if re.match(r"^[A-Za-z]:", name) or name.startswith("/") or ".." in PurePosixPath(name).parts:
        return "names a place outside the package"
    if len(name) > _LONGEST_NAME or "\0" in name:
        return "has a name no program writes"
    for piece in name.split("/"):
        if piece.split(".")[0].casefold() in _RESERVED or (piece and piece[-1] in ". "):
            return "has a name that no Windows machine can hold"
    return ""
