"""What slides are made of: words, call-outs and native tables."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Inches, Length, Pt

from desktop.documents.columns import fitted
from desktop.documents.slides.house import CHOSEN, FACE, GREY, INK, NAVY, PALE, described
from desktop.documents.workbook.cell_text import clean
from models.exhibits.figures import Table

type Box = tuple[Length, Length, Length, Length]
"""Left, top, width and height."""

_LONG = 26
"""Characters from which a cell of a table is set to the left."""

_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own table style without lines or shades."""


def height_of(paragraphs: Sequence[tuple[str, str]], width: Length, size: float = 16) -> Length:
    """Return the height that paragraphs take over a width; see `words`."""
    across = max(int((width - Inches(0.2)) / (size * _MEAN_LETTER * 12_700)), 1)
    lines = sum(len(textwrap.wrap(f"{strong} {rest}".strip(), across)) or 1 for strong, rest in paragraphs)
    return Emu(round((lines * 1.2 + len(paragraphs) * 0.5) * size * 12_700 + Inches(0.1)))


def words(slide: Any, box: Box, paragraphs: Sequence[tuple[str, str]], size: float = 16) -> None:  # noqa: ANN401
    """Write paragraphs, each a strong beginning and what follows it; either may be empty."""
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for place, (strong, rest) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.5)
        for text, bold in ((strong, True), (rest, False)):
            if text:
                run = paragraph.add_run()
                run.text = clean(f"{text} " if bold and rest else text)
                _face(run.font, size, INK, bold=bold)


@dataclass(frozen=True, slots=True)
class CallOut:
    """A heading with lines beside a stroke of colour."""

    head: str
    lines: Sequence[str]
    colour: RGBColor

    def fitted(self, width: Length, height: Length) -> "CallOut":
        """Return it with those of its lines that have room, the first in any case."""
        return replace(self, lines=that_fit(self.lines, width / Inches(1), height / Inches(1)))

    def height(self, width: Length) -> Length:
        """Return the height it takes over a width."""
        across = max(int(width / Inches(_A_LETTER)), 1)
        lines = sum(len(textwrap.wrap(one, across)) or 1 for one in self.lines)
        return Inches(_A_HEAD + lines * _A_LINE + len(self.lines) * _A_GAP)

    def write(self, slide: Any, left: Length, top: Length, width: Length) -> Length:  # noqa: ANN401
        """Write it, and return where it ends."""
        height = self.height(width)
        stroke = slide.shapes.add_textbox(left, top, Inches(0.07), height)
        stroke.fill.solid()
        stroke.fill.fore_color.rgb = self.colour
        words(
            slide,
            (Emu(left + Inches(0.15)), Emu(top - Inches(0.05)), Emu(width - Inches(0.15)), height),
            [(self.head, ""), *(("", one) for one in self.lines)],
            _CALLED,
        )
        return Emu(top + height)


_CALLED = 15
_A_LINE, _A_LETTER, _A_HEAD, _A_GAP = 0.25, 0.105, 0.36, 0.104
"""Height of a line, width of a letter, height of a heading and gap below a paragraph at 15 points, in inches."""


def that_fit(lines: Sequence[str], width: float, height: float) -> list[str]:
    """Return the lines of a call-out that have room in it, in inches; the first alone is cut where it has none.

    A later line that has no room gives way to a shorter one behind it.

    >>> that_fit(["one " * 20, "two"], 3.0, 2.0) == ["one " * 20, "two"], that_fit(["a " * 90, "two"], 3.0, 1.5)[1:]
    (True, [])
    """
    across, room = max(int(width / _A_LETTER), 1), max((height - _A_HEAD) / _A_LINE, 1.0)
    kept: list[str] = []
    for line in lines:
        needs = (len(textwrap.wrap(line, across)) or 1) + (_A_GAP / _A_LINE if kept else 0)
        if needs > room:
            if not kept:
                break
            continue
        kept.append(line)
        room -= needs
    return kept or [_cut(line, across, int(room)) for line in lines[:1]]


def _cut(line: str, across: int, most: int) -> str:
    """Return a line cut so that it wraps into so many at most.

    >>> len(textwrap.wrap(_cut("considerably shorter " * 20, 30, 3), 30))
    3
    """
    for letters in range(across * most, across, -1):
        cut = textwrap.shorten(line, letters, placeholder=" …")
        if len(textwrap.wrap(cut, across)) <= most:
            return cut
    return textwrap.shorten(line, across, placeholder=" …")


def panel(slide: Any, box: Box, strong: str, text: str, size: float = 16) -> None:  # noqa: ANN401
    """Write a text on a pale ground."""
    shape = slide.shapes.add_textbox(*box)
    shape.fill.solid()
    shape.fill.fore_color.rgb = PALE
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Inches(0.2)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for piece, bold in ((f"{strong} ", True), (text, False)):
        run = paragraph.add_run()
        run.text = clean(piece)
        _face(run.font, size, INK, bold=bold)


def table(
    slide: Any,  # noqa: ANN401
    at: tuple[Length, Length, Length],
    shown: Table,
    first: float = 0.3,
    size: float = 14,
    texts: Sequence[int] = (),
) -> Length:
    """Write an exhibit as a table that PowerPoint edits, and return where it ends.

    Figures stand to the right, the chosen row is strong. at: left, top and width. first: share of the width of the
    first column. texts: further columns of words, set to the left.
    """
    left, top, width = at
    rows = [list(shown.heads), *shown.texts()]
    widths = _widths(rows, width, first, size, {0, *texts})
    heights = [_row_height(row, widths, size) for row in rows]
    frame = slide.shapes.add_table(len(rows), len(shown.heads), left, top, width, Emu(sum(heights)))
    described(frame, f"Table: {', '.join(shown.heads)}; {len(shown.rows)} rows.")
    made = frame.table
    made._tbl.tblPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = _STYLE  # noqa: SLF001
    made.horz_banding = False
    for column, room in enumerate(widths):
        made.columns[column].width = Emu(round(room))
    for place, (row, height) in enumerate(zip(rows, heights, strict=True)):
        made.rows[place].height = Emu(height)
        for column, text in enumerate(row):
            cell = made.cell(place, column)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            cell.margin_left = Inches(_BEFORE_WORDS if column in texts else _EDGE)
            cell.margin_right = Inches(_EDGE)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            run = paragraph.add_run()
            run.text = clean(text)
            chosen = place == shown.chosen + 1 and shown.chosen >= 0
            _face(run.font, size, GREY if not place else NAVY if chosen else INK, bold=not place or chosen)
            to_the_left = not column or column in texts or len(text) > _LONG
            paragraph.alignment = PP_ALIGN.LEFT if to_the_left else PP_ALIGN.RIGHT
            cell.fill.solid()
            cell.fill.fore_color.rgb = CHOSEN if chosen else PALE if not place else RGBColor(255, 255, 255)
    return Emu(top + sum(heights))


def table_height(shown: Table, width: Length, first: float, size: float, texts: Sequence[int] = ()) -> int:
    """Return the height that a table takes; see `table`."""
    rows = [list(shown.heads), *shown.texts()]
    widths = _widths(rows, width, first, size, {0, *texts})
    return sum(_row_height(row, widths, size) for row in rows)


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> int:
    """Return the height of a row by the lines that its fullest cell takes."""
    lines = 1
    for text, width in zip(row, widths, strict=True):
        across = max(int((width - _BESIDE) / (size * _MEAN_LETTER * 12_700)), 1)
        lines = max(lines, len(textwrap.wrap(text, across)))
    return int(Inches(size * 0.027) + (lines - 1) * size * 1.2 * 12_700)


_EDGE, _BEFORE_WORDS = 0.06, 0.2
"""Inches at both sides of a cell; the second before a column of words that is not the first."""

_BESIDE = Inches(_BEFORE_WORDS + _EDGE + 0.04)
"""What a cell has beside its text, with a little to spare."""

_MEAN_LETTER = 0.47
"""Of the size of a face, the width of its letters in running words."""

_OF_WORDS = 1.5
"""How much wider a column of words is than one of figures."""

_CHARACTER = 0.58
"""Of the size of a face, the width of one of its characters, on the safe side."""


def _widths(rows: Sequence[Sequence[str]], width: float, first: float, size: float, texts: set[int]) -> list[float]:
    """Return the widths of columns in which no word and no figure is broken."""
    parts = [_OF_WORDS if column in texts else 1.0 for column in range(1, len(rows[0]))]
    others = [(1 - first) * part / sum(parts) for part in parts]
    wanted = [width * part for part in (first, *others)]
    least: list[float] = []
    for column in range(len(rows[0])):
        cells = [row[column] for row in rows[1:]]
        whole = [len(one) for one in cells if column not in texts and len(one) <= _LONG]
        pieces = [len(word) for text in (rows[0][column], *cells) for word in text.split()]
        least.append(max([*whole, *pieces, 1]) * size * _CHARACTER * 12_700 + _BESIDE)
    return fitted(wanted, least)


def _face(font: Any, size: float, colour: RGBColor, *, bold: bool) -> None:  # noqa: ANN401
    font.name, font.size, font.bold = FACE, Pt(size), bold
    font.color.rgb = colour
