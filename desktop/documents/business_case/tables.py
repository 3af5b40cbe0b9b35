"""Paragraph styles and tables of the business case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import TableStyle

from desktop.documents.business_case.fonts import BOLD, REGULAR, SEMIBOLD, reads_from_the_right, register
from desktop.documents.business_case.tagging import TaggedParagraph, TaggedTable
from desktop.documents.columns import fitted
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
    """Return a text as a paragraph; nothing in it is markup. What is read from the right stands on the right."""
    if not text.isascii() and reads_from_the_right(text) and not style.alignment:
        style = ParagraphStyle(style.name, parent=style, alignment=2)
    made = TaggedParagraph(escape(clean(text)), style)
    made.role = _ROLES.get(style.name, "P")
    return made


def shortened(text: str, limit: int) -> str:
    """Return a text of so many characters at most."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def in_whole_sentences(text: str, most: int) -> str:
    """Return a text with no more characters than that, cut behind a sentence; within one only where it is the first."""
    if len(text) <= most:
        return text
    kept = text[: most + 1].rpartition(". ")[0]
    return f"{kept}." if kept else shortened(text, most)


_PADDING = 12.0
"""Points that a cell keeps free on its sides, together."""

_NAMES = 0.24
"""Share of the width that the first column has unless somebody says otherwise."""

_LONG_FIGURE = 22
"""Characters from which what stands in a column of figures is wrapped like words."""


def exhibit(
    table: Exhibit,
    widths: Sequence[float] | None = None,
    texts: Sequence[int] = (),
    styles: Styles | None = None,
    *,
    size: float = 9.5,
    one_line: Sequence[int] = (),
    width: float = WIDTH,
) -> TaggedTable:
    """Return an exhibit's table: figures right-aligned, the chosen row marked by shade and weight.

    widths: shares of the page; columns grow to what cannot be broken in them. texts: columns of text, set to the left
    and wrapped in the styles given. size: of figures, in points; tables of many rows are set smaller and closer.
    one_line: those of them that are shortened to their column instead. width: of the whole table, in points.
    """
    parts = widths if widths is not None and len(widths) == len(table.heads) else even(_NAMES, table)
    written = table.texts()
    room = _fitted(
        [width * part for part in parts],
        table.heads,
        written,
        texts if styles is not None else (),
        size,
        one_line=one_line,
    )
    cell = ParagraphStyle("cell", parent=styles.cell, fontSize=size - 0.5, leading=size + 1.5) if styles else None
    to_the_right = ParagraphStyle("figure", parent=cell, alignment=2) if cell is not None else None
    rows: list[list[object]] = []
    for place, row in enumerate(written):
        bold = place == table.chosen
        made: list[object] = []
        for column, words in enumerate(row):
            if column in one_line:
                made.append(_cut(words, room[column] - _PADDING, size))
                continue
            style = cell if column in texts else to_the_right if len(words) > _LONG_FIGURE else None
            weighed = _weighty(style) if bold and style is not None else style
            made.append(_cell(words, weighed, room[column] - _PADDING) if weighed is not None else words)
        rows.append(made)
    heads = [_in_lines(head, width - _PADDING, size - 0.5) for head, width in zip(table.heads, room, strict=True)]
    drawn = TaggedTable([heads, *rows], colWidths=room, repeatRows=1, hAlign="LEFT")
    drawn.setStyle(TableStyle(_style(table, texts, size)))
    return drawn


_LONG, _TALLEST = 400, 240.0
"""Characters from which the height of a cell is looked at, and the points it may take: no row goes on overleaf."""


def _cell(words: str, style: ParagraphStyle, width: float) -> TaggedParagraph:
    """Return the words of a cell, cut behind a sentence where they would be taller than a page has room for."""
    made = paragraph(words, style)
    height = float(made.wrap(width, A4[1])[1]) if len(words) > _LONG else 0.0
    fits = int(len(words) * _TALLEST / max(height, 1.0))
    return made if height <= _TALLEST else paragraph(in_whole_sentences(words, fits), style)


_LONGEST_LINE = 160
"""Characters; no line of a table has room for more."""


def _cut(words: str, width: float, size: float) -> str:
    """Return words shortened to a width in points."""
    plain = shortened(" ".join(clean(words).split()), _LONGEST_LINE)
    if stringWidth(plain, REGULAR, size) <= width:
        return plain
    plain = plain.rstrip("…")
    while plain and stringWidth(f"{plain}…", REGULAR, size) > width:
        plain = plain[:-1]
    return f"{plain.rstrip()}…"


def _weighty(style: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"{style.name} bold", parent=style, fontName=BOLD)


def _style(table: Exhibit, texts: Sequence[int], size: float) -> list[Any]:
    close = size < 9  # noqa: PLR2004 - points
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, size),
        ("FONT", (0, 0), (-1, 0), SEMIBOLD, size - 0.5),
        ("LEADING", (0, 0), (-1, -1), size + 1.5),
        ("TEXTCOLOR", (0, 0), (-1, 0), GREY),
        ("TEXTCOLOR", (0, 1), (-1, -1), INK),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
        ("LEFTPADDING", (0, 0), (0, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5 if close else 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5 if close else 4),
    ]
    style += [("ALIGN", (column, 0), (column, -1), "LEFT") for column in texts]
    if table.chosen >= 0:
        row = table.chosen + 1
        style += [("BACKGROUND", (0, row), (-1, row), CHOSEN), ("FONT", (0, row), (-1, row), BOLD, size)]
    return style


def _fitted(
    wanted: Sequence[float],
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    texts: Sequence[int],
    size: float,
    *,
    one_line: Sequence[int],
) -> list[float]:
    """Return widths in which nothing that cannot be broken is broken, as near to those wanted as that leaves."""
    whole = sum(wanted)
    least: list[float] = []
    for column, head in enumerate(heads):
        pieces = set(head.split())
        for row in rows if column not in one_line else ():
            wraps = column in texts or len(row[column]) > _LONG_FIGURE
            pieces |= set(row[column].split()) if wraps else {row[column]}
        need = max((stringWidth(piece, BOLD, size) for piece in pieces), default=0.0) + _PADDING
        least.append(min(need, whole * 0.45) if column not in one_line else wanted[column] * 0.9)
    return fitted(wanted, least)


def even(first: float, table: Exhibit) -> tuple[float, ...]:
    """Return shares of the width: so much for the first column, the others alike."""
    others = len(table.heads) - 1
    return (first, *[(1 - first) / others] * others) if others else (1.0,)


def _in_lines(head: str, width: float, size: float) -> str:
    """Return a column's head broken into lines between its words."""
    lines: list[str] = []
    for word in head.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, SEMIBOLD, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)
