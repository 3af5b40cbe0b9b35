"""The document itself.

Headings that are found again in contents and outline, footers, page numbers that are known at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, override
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame

from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.leaf import PAGE_HEIGHT
from desktop.documents.business_case.library import code_of, made_on
from desktop.documents.business_case.tables import GREY, INK, NAVY, RULE, WIDTH
from desktop.documents.business_case.tagging import TaggedParagraph, Tags, tags_of

MARGIN = 20 * mm
LOWEST = 2
"""The level of headings within a section."""

FIRST = "first"
"""The key of the first page."""

_ROW = 15.0
"""Points of a line of the contents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One heading that stands in contents and outline; depth: its level where no level above it is left out."""

    key: str
    text: str
    level: int
    depth: int = 0


@dataclass
class Found:
    """The headings in the order they were made, and the pages they were drawn on."""

    entries: list[Entry] = field(default_factory=list[Entry])
    pages: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def listed(self) -> list[Entry]:
        """The headings of the contents: all without the lowest, which stand in the outline."""
        return [entry for entry in self.entries if entry.level < LOWEST]

    def heading(self, text: str, style: ParagraphStyle, level: int) -> "Heading":
        """Return a heading that is found again."""
        above = self.entries[-1].depth if self.entries else -1
        entry = Entry(f"part{len(self.entries)}", text, level, min(level, above + 1))
        self.entries.append(entry)
        return Heading(entry, style, self)


class Heading(TaggedParagraph):
    """A heading with its place in the outline; it is never split."""

    def __init__(self, entry: Entry, style: ParagraphStyle, found: Found) -> None:
        super().__init__(escape(entry.text), style)
        self._entry = entry
        self._found = found
        self.role = f"H{entry.depth + 1}"

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Return nothing: a heading goes to the next page as a whole."""
        return []

    @override
    def draw(self) -> None:
        """Draw the heading and note where it is."""
        canvas = self.canv
        self._found.pages[self._entry.key] = canvas.getPageNumber()
        canvas.bookmarkHorizontal(self._entry.key, 0, self.height + 6, fit="XYZ")  # pyright: ignore[reportAttributeAccessIssue]
        canvas.addOutlineEntry(self._entry.text, self._entry.key, self._entry.depth, closed=True)
        super().draw()


class Contents(Flowable):
    """The list of headings with page numbers, which are filled in when all are known.

    first: what the first page says, before the headings. lines: how many headings there will be.
    """

    def __init__(self, found: Found, first: str, lines: int) -> None:
        super().__init__()
        self._found = found
        self._first = first
        self._lines = lines + 1

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room it takes."""
        return WIDTH, _ROW * self._lines

    def draw(self) -> None:
        """Draw the headings, each a link, with a place for its page."""
        canvas = self.canv
        tags = tags_of(canvas)
        rows = [Entry(FIRST, self._first, 0), *self._found.listed]
        with tags.group("TOC"):
            for place, entry in enumerate(rows):
                y = _ROW * (self._lines - place) - 11
                indent = 12.0 * entry.level
                face = SEMIBOLD if entry.level == 0 else REGULAR
                text = fitted(entry.text, "", WIDTH - indent - 30, 10, face)
                with tags.group("TOCI"):
                    tags.start(canvas, "Link")
                    canvas.setFont(face, 10)
                    canvas.setFillColor(NAVY if entry.level == 0 else INK)
                    canvas.drawString(indent, y, text)
                    canvas.setStrokeColor(RULE)
                    canvas.setLineWidth(0.4)
                    canvas.line(indent + stringWidth(text, face, 10) + 8, y, WIDTH - 24, y)
                    canvas.saveState()
                    canvas.translate(WIDTH, y)
                    canvas.doForm(f"page-of-{entry.key}")
                    canvas.restoreState()
                    tags.stop(canvas)
                    tags.link(canvas, entry.text, entry.key, (0, y - 3, WIDTH, y + 11))


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page: on the left title and classification, below version, hash and day."""

    title: str
    below: str


def canvas_for(footer: Footer, found: Found, day: date) -> type[Canvas]:
    """Return a canvas that writes the footer of each page and, at the end, the numbers nobody knew before.

    day: the document's own.
    """

    class Numbered(Canvas):
        # handed on to reportlab as they come
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
            super().__init__(*arguments, **{**options, "initialFontName": REGULAR})
            self._last = 0
            self.tags = Tags()
            made_on(self, day)
            self.setViewerPreference("DisplayDocTitle", "true")

        def showPage(self) -> None:
            self._last = self.getPageNumber()
            self.tags.start(self, "Artifact")
            self.saveState()
            self.setStrokeColor(RULE)
            self.setLineWidth(0.5)
            self.line(MARGIN, 17.4 * mm, A4[0] - MARGIN, 17.4 * mm)
            self.setFillColor(GREY)
            self.setFont(REGULAR, 8)
            self.drawString(MARGIN, 13.8 * mm, footer.title)
            self.drawString(MARGIN, 11 * mm, footer.below)
            self.setFont(REGULAR, 8)
            self.drawRightString(A4[0] - MARGIN - 22, 13.8 * mm, f"page {self._last} of")
            self.translate(A4[0] - MARGIN - 20, 13.8 * mm)
            self.doForm("number-of-pages")
            self.restoreState()
            self.tags.stop(self)
            super().showPage()

        def save(self) -> None:
            if code_of(self):
                self.showPage()
            self._form("number-of-pages", str(self._last), 8, right=False)
            for entry in [Entry(FIRST, "", 0), *found.listed]:
                self._form(f"page-of-{entry.key}", str(found.pages.get(entry.key, "")), 10, right=True)
            self.tags.finish(self)
            super().save()

        def _form(self, name: str, text: str, size: float, *, right: bool) -> None:
            self.beginForm(name, -60, -5, 60, 20)
            self.setFont(REGULAR, size)
            self.setFillColor(GREY if not right else INK)
            (self.drawRightString if right else self.drawString)(0, 0, text)
            self.endForm()

    return Numbered


class FirstPage(KeepInFrame):
    """The page that decides, with its place in outline and contents."""

    def __init__(self, content: Sequence[Flowable], title: str, found: Found) -> None:
        super().__init__(WIDTH, PAGE_HEIGHT - 1, [*content], mode="shrink")
        self._title = title
        self._found = found

    @override
    def drawOn(self, canv: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw the page and note where it is."""
        self._found.pages[FIRST] = canv.getPageNumber()
        canv.bookmarkHorizontal(FIRST, 0, A4[1], fit="XYZ")  # pyright: ignore[reportAttributeAccessIssue]
        canv.addOutlineEntry(self._title, FIRST, 0, closed=True)
        super().drawOn(canv, x, y, _sW)  # pyright: ignore[reportCallIssue]


def fitted(first: str, last: str, width: float, size: float, face: str = REGULAR) -> str:
    """Return two texts joined by a middle dot within a width in points.

    The first is shortened before the last loses a letter.
    """
    tail = f" · {last}" if last else ""
    if stringWidth(first + tail, face, size) <= width:
        return first + tail
    while first and stringWidth(f"{first}…{tail}", face, size) > width:
        first = first[:-1]
    while not first and stringWidth(f"…{tail}", face, size) > width:
        tail = tail[:-1]
    return f"{first.rstrip()}…{tail}"
