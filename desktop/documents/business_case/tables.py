"""Paragraph styles and tables of the business case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import TableStyle

from desktop.documents.business_case.fonts import BOLD, REGULAR, SEMIBOLD, register
from desktop.documents.business_case.tagging import TaggedParagraph, TaggedTable
from desktop.documents.workbook.cell_text import clean
from models.exhibits.figures import Table as Exhibit

NAVY, INK, GREY, RULE, PALE, CHOSEN = (
    HexColor(one) for one in ("#12436D", "#1F2933", "#5B6472", "#DCE1E7", "#F3F5F8", "#E6EDF5")
)
WIDTH = A4[0] - 40 * mm
_ROLES = {"title": "H1", "heading": "H2"}
"""What a style says of its paragraphs to those who hear the paper."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph styles."""

    title: ParagraphStyle
    section: ParagraphStyle
    heading: ParagraphStyle
    body: ParagraphStyle
    strong: ParagraphStyle
    small: ParagraphStyle
    cell: ParagraphStyle


def made_styles() -> Styles:
    """Return the styles of the document, its fonts made known."""
    register()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=14, textColor=INK)
    return Styles(
        ParagraphStyle(
            "title",
            parent=body,
            fontName=SEMIBOLD,
            fontSize=21,
            leading=25,
            textColor=NAVY,
            spaceAfter=8,
            keepWithNext=1,
        ),
        ParagraphStyle(
            "section",
            parent=body,
            fontName=SEMIBOLD,
            fontSize=15,
            leading=18,
            textColor=NAVY,
            spaceBefore=8,
            spaceAfter=5,
            keepWithNext=1,
        ),
        ParagraphStyle(
            "heading",
            parent=body,
            fontName=SEMIBOLD,
            fontSize=12,
            leading=15,
            textColor=NAVY,
            spaceBefore=9,
            spaceAfter=3,
            keepWithNext=1,
        ),
        body,
        ParagraphStyle("strong", parent=body, fontName=SEMIBOLD),
        ParagraphStyle("small", parent=body, fontSize=9, leading=11.5, textColor=GREY),
        ParagraphStyle("cell", parent=body, fontSize=9, leading=11),
    )


def paragraph(text: str, style: ParagraphStyle) -> TaggedParagraph:
    """Return a text as a paragraph; nothing in it is markup."""
    made = TaggedParagraph(escape(clean(text)), style)
    made.role = _ROLES.get(style.name, "P")
    return made


def shortened(text: str, limit: int) -> str:
    """Return a text of so many characters at most."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def exhibit(
    table: Exhibit, widths: Sequence[float] | None = None, texts: Sequence[int] = (), styles: Styles | None = None
) -> TaggedTable:
    """Return an exhibit's table: figures right-aligned, the chosen row marked by shade and weight.

    texts: columns of text, set to the left and wrapped in the styles given.
    """
    first = 0.24
    columns = len(table.heads) - 1
    even = [first, *[(1 - first) / columns] * columns]
    parts = widths if widths is not None and len(widths) == len(table.heads) else even
    rows = [
        [
            paragraph(cell, styles.cell) if styles is not None and column in texts else cell
            for column, cell in enumerate(row)
        ]
        for row in table.texts()
    ]
    drawn = TaggedTable([list(table.heads), *rows], colWidths=[WIDTH * part for part in parts], repeatRows=1)
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
        ("FONT", (0, 0), (-1, 0), SEMIBOLD, 9),
        ("TEXTCOLOR", (0, 0), (-1, 0), GREY),
        ("TEXTCOLOR", (0, 1), (-1, -1), INK),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
        ("LEFTPADDING", (0, 0), (0, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    style += [("ALIGN", (column, 0), (column, -1), "LEFT") for column in texts]
    if table.chosen >= 0:
        style += [
            ("BACKGROUND", (0, table.chosen + 1), (-1, table.chosen + 1), CHOSEN),
            ("FONT", (0, table.chosen + 1), (-1, table.chosen + 1), BOLD, 9.5),
        ]
    drawn.setStyle(TableStyle(style))
    return drawn
