"""The typefaces of the business case, embedded as TrueType in part; their digits have equal widths.

The house's face has Latin, Greek and Cyrillic; what it lacks is set in a face of its script. Arabic and Hebrew stand in
the order in which they are read, Arabic letters joined.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast, override

import arabic_reshaper
from bidi import get_display  # pyright: ignore[reportUnknownVariableType]
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.documents.business_case.library import Face, shapes_of

REGULAR, SEMIBOLD, BOLD = "SourceSansPro", "SourceSansPro-Semibold", "SourceSansPro-Bold"

_NOTO, _CJK = "manimgx_fonts", "paperang_p2_fonts_cjk"

_SCRIPTS: Sequence[tuple[str, str, str]] = (
    ("Arabic", _NOTO, "NotoSansArabic[wght].ttf"),
    ("Hebrew", _NOTO, "NotoSansHebrew[wght].ttf"),
    ("CJK", _CJK, "fonts/wqy-microhei.ttc"),
    ("Emoji", _NOTO, "NotoEmoji[wght].ttf"),
    ("Sans", _NOTO, "NotoSans[wght].ttf"),
    ("Symbols", _NOTO, "NotoSansSymbols[wght].ttf"),
    ("Georgian", _NOTO, "NotoSansGeorgian[wght].ttf"),
    ("Armenian", _NOTO, "NotoSansArmenian[wght].ttf"),
    ("Thai", _NOTO, "NotoSansThai[wght].ttf"),
    ("Ethiopic", _NOTO, "NotoSansEthiopic[wght].ttf"),
)
"""What the house's face lacks is looked for in these, in this order: name, package, file."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_UNSEEN = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400))
)
"""Characters that only say how others are set: joiners, directions, variants, the tone of a skin."""

_PART = 10_000
"""Numbers of parts of a face that stand between those of two faces."""


def reads_from_the_right(text: str) -> bool:
    """Return whether most letters of a text are of scripts that are read from right to left.

    An input of a row is named in English, however long the row's own name is.

    >>> reads_from_the_right("\u05d0\u05d1\u05d2\u05d3 GPU"), reads_from_the_right("\u05d0\u05d1: Cloud price")
    (True, False)
    """
    _, colon, named = text.rpartition(": ")
    if colon and named.isascii() and named[1:2].islower():
        return False
    letters = [one for one in text if one.isalpha()]
    return 2 * len(_RIGHT_TO_LEFT.findall("".join(letters))) > len(letters)


@lru_cache(maxsize=2_000)
def visual(text: str) -> str:
    """Return a line in the order in which its letters stand on paper, Arabic ones joined.

    >>> visual("abc \u05d0\u05d1"), visual("plain")
    ('abc \u05d1\u05d0', 'plain')
    """
    if text.isascii():
        return text
    seen = text.translate(_UNSEEN)
    if not _RIGHT_TO_LEFT.search(seen):
        return seen
    joined = cast("Any", arabic_reshaper).reshape(seen)
    base = "R" if reads_from_the_right(seen) else "L"
    return str(cast("Any", get_display)(joined, base_dir=base))


class _House(Face):
    """A face of the house that sets what it lacks in the faces of other scripts."""

    @override
    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Return the width of a text in points."""
        if _plain(self, text):
            return float(super().stringWidth(text, size, encoding))
        return sum(float(TTFont.stringWidth(face, run, size, encoding)) for face, _, run in _runs(self, visual(text)))

    @override
    def splitString(self, text: str, doc: object, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Return the parts of faces that a text is written with, those of other faces by their number."""
        if _plain(self, text):
            return cast("Any", super()).splitString(text, doc, encoding)
        made: list[tuple[int, bytes]] = []
        for face, number, run in _runs(self, visual(text)):
            parts = cast("Any", TTFont).splitString(face, run, doc, encoding)
            made += [(part + _PART * number, piece) for part, piece in parts]
        return made

    @override
    def getSubsetInternalName(self, subset: int, doc: object) -> str:
        """Return what a part is called in a document."""
        number, part = divmod(subset, _PART)
        face = self if not number else _face(number)
        return cast("Any", TTFont).getSubsetInternalName(face, part, doc)


def _plain(face: TTFont, text: object) -> bool:
    """Return whether a face has a shape for all of a text, which stands as it is."""
    if not isinstance(text, str) or text.isascii():
        return True
    shapes = shapes_of(face)
    return all(ord(one) in shapes or one == "\xa0" for one in set(text)) and not _RIGHT_TO_LEFT.search(text)


def _runs(house: TTFont, text: str) -> Iterator[tuple[TTFont, int, str]]:
    """Give the pieces of a text that one face sets: the face, its number and the piece."""
    piece, last = "", 0
    for character in text:
        number = _number(house, character)
        if piece and number != last:
            yield (_face(last) if last else house), last, piece
            piece = ""
        piece, last = piece + character, number
    if piece:
        yield (_face(last) if last else house), last, piece


def _number(house: TTFont, character: str) -> int:
    """Return the number of the face that has a shape for a character, 0 for the house's."""
    code = ord(character)
    if code in shapes_of(house) or character.isspace():
        return 0
    return next((number for number in range(1, len(_SCRIPTS) + 1) if code in shapes_of(_face(number))), 0)


@cache
def _face(number: int) -> TTFont:
    """Return the face of a script by its number, from 1 on."""
    name, package, file = _SCRIPTS[number - 1]
    return Face(f"Boardcase-{name}", str(files(package) / file), subfontIndex=0)


def unprintable(text: str) -> str:
    """Return the characters of a text that no face has a shape for, each once; they print as boxes."""
    register()
    house = pdfmetrics.getFont(REGULAR)
    assert isinstance(house, TTFont)
    shapes = shapes_of(house)
    missing = [one for one in dict.fromkeys(text.translate(_UNSEEN)) if not one.isspace() and ord(one) not in shapes]
    return "".join(one for one in missing if not _number(house, one))


@cache
def register() -> None:
    """Make the typefaces known to reportlab."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in ((REGULAR, "Regular"), (SEMIBOLD, "Semibold"), (BOLD, "Bold")):
        pdfmetrics.registerFont(_House(name, str(folder / f"SourceSansPro-{file}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)
