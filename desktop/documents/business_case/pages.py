"""The document itself.

Headings that are found again in contents and outline, footers, page numbers that are known at the end.
"""

from dataclasses import dataclass, field
from typing import Any, override
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.tables import GREY, INK, NAVY, RULE, WIDTH
from desktop.documents.business_case.tagging import TaggedParagraph, Tags, tags_of

MARGIN = 20 * mm
_MOST_LISTED = 36
_ROW = 19.0
"""Points of a line of the contents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One heading that stands in contents and outline."""

    key: str
    text: str
    level: int


@dataclass
class Found:
    """The headings in the order they were made, and the pages they were drawn on."""

    entries: list[Entry] = field(default_factory=list[Entry])
    pages: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def listed(self) -> list[Entry]:
        """The headings of the contents: all where they fit on a page, else without the lowest; the outline has all."""
        return (
            self.entries if len(self.entries) <= _MOST_LISTED else [entry for entry in self.entries if entry.level < 2]  # noqa: PLR2004 - the lowest level
        )

    def heading(self, text: str, style: ParagraphStyle, level: int) -> "Heading":
        """Return a heading that is found again."""
        entry = Entry(f"part{len(self.entries)}", text, level)
        self.entries.append(entry)
        return Heading(entry, style, self)


class Heading(TaggedParagraph):
    """A heading with its place in the outline; it is never split."""

    def __init__(self, entry: Entry, style: ParagraphStyle, found: Found) -> None:
        super().__init__(escape(entry.text), style)
        self._entry = entry
        self._found = found
        self.role = f"H{entry.level + 1}"

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
        level = sorted({one.level for one in self._found.entries}).index(
            self._entry.level
        )  # the outline may not leave a level out
        canvas.addOutlineEntry(self._entry.text, self._entry.key, level, closed=level == 0)
        super().draw()


class Contents(Flowable):
    """The list of headings with page numbers, which are filled in when all are known."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._found = found

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room it takes."""
        return WIDTH, _ROW * len(self._found.listed)

    def draw(self) -> None:
        """Draw the headings, each a link, with a place for its page."""
        canvas = self.canv
        tags = tags_of(canvas)
        for place, entry in enumerate(self._found.listed):
            y = _ROW * (len(self._found.listed) - place) - 13
            indent = 14.0 * entry.level
            tags.start(canvas, "P")
            canvas.setFont(SEMIBOLD if entry.level == 0 else REGULAR, 10.5)
            canvas.setFillColor(NAVY if entry.level == 0 else INK)
            canvas.drawString(indent, y, entry.text)
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.4)
            canvas.line(indent + stringWidth(entry.text, SEMIBOLD, 10.5) + 8, y, WIDTH - 24, y)
            canvas.saveState()
            canvas.translate(WIDTH, y)
            canvas.doForm(f"page-of-{entry.key}")
            canvas.restoreState()
            tags.stop(canvas)
            canvas.linkRect("", entry.key, (0, y - 4, WIDTH, y + 12), relative=1, thickness=0)


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page: on the left title and classification, below version, hash and day."""

    title: str
    below: str


def canvas_for(footer: Footer, found: Found) -> type[Canvas]:
    """Return a canvas that writes the footer of each page and, at the end, the numbers nobody knew before."""

    class Numbered(Canvas):
        # handed on to reportlab as they come
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
            super().__init__(*arguments, **{**options, "initialFontName": REGULAR})
            self._last = 0
            self.tags = Tags()
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
            if self._code:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
                self.showPage()
            self._form("number-of-pages", str(self._last), 8, right=False)
            for entry in found.listed:
                self._form(f"page-of-{entry.key}", str(found.pages.get(entry.key, "")), 10.5, right=True)
            self.tags.finish(self)
            super().save()

        def _form(self, name: str, text: str, size: float, *, right: bool) -> None:
            self.beginForm(name, -60, -5, 60, 20)
            self.setFont(REGULAR, size)
            self.setFillColor(GREY if not right else INK)
            (self.drawRightString if right else self.drawString)(0, 0, text)
            self.endForm()

    return Numbered


def fitted(first: str, last: str, width: float, size: float) -> str:
    """Return two texts joined by a middle dot within a width in points.

    The first is shortened before the last loses a letter.
    """
    tail = f" · {last}" if last else ""
    if stringWidth(first + tail, REGULAR, size) <= width:
        return first + tail
    while first and stringWidth(f"{first}…{tail}", REGULAR, size) > width:
        first = first[:-1]
    while not first and stringWidth(f"…{tail}", REGULAR, size) > width:
        tail = tail[:-1]
    return f"{first.rstrip()}…{tail}"
