"""The typefaces of the business case, embedded as TrueType; their digits have equal widths."""

from functools import cache
from importlib.resources import files
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD, BOLD = "SourceSansPro", "SourceSansPro-Semibold", "SourceSansPro-Bold"


def unprintable(text: str) -> str:
    """Return the characters of a text that the typeface has no shape for, each once; they print as boxes."""
    register()
    face: Any = getattr(pdfmetrics.getFont(REGULAR), "face")  # noqa: B009 - its types leave it out
    return "".join(
        dict.fromkeys(
            character for character in text if not character.isspace() and ord(character) not in face.charToGlyph
        )
    )


@cache
def register() -> None:
    """Make the typefaces known to reportlab."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in ((REGULAR, "Regular"), (SEMIBOLD, "Semibold"), (BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"SourceSansPro-{file}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)
