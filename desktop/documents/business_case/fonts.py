"""The typefaces of the business case, embedded as TrueType; their digits have equal widths."""

from functools import cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD, BOLD = "SourceSansPro", "SourceSansPro-Semibold", "SourceSansPro-Bold"


@cache
def register() -> None:
    """Make the typefaces known to reportlab."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in ((REGULAR, "Regular"), (SEMIBOLD, "Semibold"), (BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"SourceSansPro-{file}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)
