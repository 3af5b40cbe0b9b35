"""The house's own layout of slides: size, master, fonts and colours, footers; and the file with fixed dates.

What is asked of python-pptx beyond its public names is held by a test and a bound: the theme's bytes, the placeholders
of a layout, the description of a shape, and what charts have no name for.
"""

import io
import re
import zipfile
from copy import deepcopy
from datetime import date, datetime
from typing import Any, cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from pptx.oxml import parse_xml  # pyright: ignore[reportUnknownVariableType]
from pptx.util import Emu, Inches, Pt

from desktop.documents.workbook.cell_text import clean
from models.exhibits.series_styles import STYLES

FACE = "Arial"
"""A face that every system has or has the widths of: a file of slides cannot carry its own."""

NAVY, INK, GREY, RULE, PALE, CHOSEN = (
    RGBColor.from_string(one) for one in ("12436D", "1F2933", "5B6472", "DCE1E7", "F3F5F8", "E6EDF5")
)
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN, TOP = Inches(0.6), Inches(1.3)
ROOM = Emu(WIDTH - 2 * MARGIN)
_FOOT = Inches(6.98)
_OPTIONS = {"accent1": "on_premises", "accent2": "cloud", "accent3": "hybrid", "accent4": "api"}
_THEME = {"dk2": str(NAVY), **{name: STYLES[option].colour.lstrip("#") for name, option in _OPTIONS.items()}}
_TITLE_ONLY, _TITLE, _FOOTER, _NUMBER = "Title Only", 0, 11, 12

_TITLE_OF_ONE_LINE, _SMALLER = 58, 21
"""Characters that a line of a title holds, and the points at which longer ones are set."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Deck:
    """A file of slides that is being written."""

    def __init__(self, title: str, author: str, footer: str, day: date) -> None:
        # the library's objects have no types
        self._made: Any = Presentation()
        self._made.slide_width, self._made.slide_height = WIDTH, HEIGHT
        self._footer = clean(footer)
        self._theme()
        self._layout = self._only_layout()
        known = self._made.core_properties
        known.title, known.author, known.language = clean(title)[:250], clean(author)[:250], "en-GB"
        known.subject, known.last_modified_by = "Business case for AI infrastructure", "Boardcase"
        known.created = known.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as the format has it
        known.revision = 1

    def slide(self, title: str, notes: str) -> Any:  # noqa: ANN401 - the library's slide
        """Add a slide with its title, its footer and what is said beside it."""
        made = self._made.slides.add_slide(self._layout)
        made.shapes.title.text_frame.text = clean(title)
        if len(title) > _TITLE_OF_ONE_LINE:
            # two lines of it would run into what stands below
            made.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(_SMALLER)
        for shape in self._layout.placeholders:
            if shape.placeholder_format.idx in {_FOOTER, _NUMBER}:
                made.shapes._spTree.append(deepcopy(shape._element))  # noqa: SLF001 - it copies no footers
        for shape in made.placeholders:
            if shape.placeholder_format.idx == _FOOTER:
                shape.text_frame.text = self._footer
        made.notes_slide.notes_text_frame.text = clean(notes)
        return made

    def bytes(self) -> bytes:
        """Return the file; the same slides of the same day give the same bytes."""
        stream = io.BytesIO()
        self._made.save(stream)
        stream.seek(0)
        fixed = io.BytesIO()
        with zipfile.ZipFile(stream) as read, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as written:
            for name in read.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(entry, read.read(name))
        return fixed.getvalue()

    def _theme(self) -> None:
        part = self._made.slide_master.part.part_related_by(RELATIONSHIP.THEME)
        text = part.blob.decode("utf-8")
        for name, colour in _THEME.items():
            text = re.sub(
                rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', text, flags=re.DOTALL
            )
        text = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FACE}"', text)
        part._blob = text.encode("utf-8")  # noqa: SLF001 - a part that it does not know is bytes

    def _only_layout(self) -> Any:  # noqa: ANN401 - the library's layout
        """Return the one layout that is kept, laid out as the house does."""
        layouts = self._made.slide_layouts
        kept = next(one for one in layouts if one.name == _TITLE_ONLY)
        for one in [one for one in layouts if one.name != _TITLE_ONLY]:
            layouts.remove(one)
        master = self._made.slide_master
        for shape in list(master.placeholders):
            self._place(shape, {0: _TITLE, 3: _FOOTER, 4: _NUMBER}.get(shape.placeholder_format.idx, -1))
        for shape in list(kept.placeholders):
            self._place(shape, shape.placeholder_format.idx)
        return kept

    def _place(self, shape: Any, kind: int) -> None:  # noqa: ANN401 - the library's shape
        """Put a placeholder where the house has it; those that the house does not have are put away."""
        if kind == _TITLE:
            shape.left, shape.top, shape.width, shape.height = MARGIN, Inches(0.42), ROOM, Inches(0.8)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            shape.text_frame.word_wrap = True
            _set(shape, 26, NAVY, "l", bold=True)
        elif kind == _FOOTER:
            shape.left, shape.top, shape.width, shape.height = MARGIN, _FOOT, Inches(11), Inches(0.3)
            _set(shape, 11, GREY, "l")
        elif kind == _NUMBER:
            shape.left, shape.top, shape.width, shape.height = (
                Emu(WIDTH - MARGIN - Inches(1)),
                _FOOT,
                Inches(1),
                Inches(0.3),
            )
            _set(shape, 11, GREY, "r")
        else:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - there is no other way


def _set(shape: Any, size: float, colour: RGBColor, to: str, *, bold: bool = False) -> None:  # noqa: ANN401
    """Set size, colour and side of a placeholder by its list style, which its copies on slides follow."""
    body = shape.text_frame._txBody  # noqa: SLF001 - the list style has no public name
    for old in body.findall("{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle"):
        body.remove(old)
    style = element(
        '<a:lstStyle xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:lvl1pPr algn="{to}"><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FACE}"/></a:defRPr></a:lvl1pPr>'
        "</a:lstStyle>"
    )
    body.insert(1, style)


def element(text: str) -> Any:  # noqa: ANN401 - the library's element
    """Return a piece of a slide's own XML, which nothing of the user's is put into."""
    return cast("Any", parse_xml)(text)


def described(shape: Any, text: str) -> None:  # noqa: ANN401 - the library's shape
    """Give a shape a text for those who cannot see it."""
    named = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001 - there is no public name
    named.set("descr", clean(text)[:2000])
