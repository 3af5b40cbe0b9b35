"""The structure tree of the PDF for screen readers.

Headings, paragraphs, tables with rows and cells and figures with a text are tagged; decoration is an artifact.

The library writes no structure of its own. Flowables mark what they draw with `leaf` and `group`; `finish` turns the
marks into the document's structure tree. What is tagged: headings, paragraphs, lists, tables to the cell, figures, and
the contents with their links.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, override

from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

from desktop.documents.business_case.library import add_link, code_of, document_of, repeated_rows, watch_cells


@dataclass
class Node:
    """One element of the structure: its role, its children, and the page and number of what it marks.

    Page and number are for an element that marks something itself. annotation: the name of a link that belongs to it.
    """

    role: str
    alternative: str = ""
    page: int = -1
    mark: int = -1
    annotation: str = ""
    children: list["Node"] = field(default_factory=list["Node"])


class Tags:
    """Collects what is drawn, in the order in which it is read."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self._open = [self.root]
        self._marks: dict[int, int] = {}
        self._marking = False
        self._links = 0

    @contextmanager
    def group(self, role: str) -> Generator[None]:
        """Put what is drawn within into an element of its own, unless something is being marked as a whole."""
        if self._marking:
            yield
            return
        self.begin(role)
        try:
            yield
        finally:
            self.end()

    def begin(self, role: str) -> None:
        """Open an element."""
        node = Node(role)
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self) -> None:
        """Close the element that was opened last."""
        self._open.pop()

    @contextmanager
    def leaf(self, canvas: Canvas, role: str, alternative: str = "") -> Generator[None]:
        """Mark what is drawn within as one element."""
        if self._marking:
            yield
            return
        self.start(canvas, role, alternative)
        try:
            yield
        finally:
            self.stop(canvas)

    def start(self, canvas: Canvas, role: str, alternative: str = "") -> None:
        """Begin to mark; an artifact belongs to no element."""
        self._marking = True
        if role == "Artifact":
            _write(canvas, "/Artifact BMC")
            return
        page = canvas.getPageNumber() - 1
        mark = self._marks.get(page, 0)
        self._marks[page] = mark + 1
        self._open[-1].children.append(Node(role, alternative, page, mark))
        _write(canvas, f"/{role} <</MCID {mark}>> BDC")

    def stop(self, canvas: Canvas) -> None:
        """End the mark."""
        _write(canvas, "EMC")
        self._marking = False

    @contextmanager
    def item(self) -> Generator[None]:
        """Put what is drawn within into an item of a list; items that follow each other are of one list."""
        above = self._open[-1]
        if not above.children or above.children[-1].role != "L":
            above.children.append(Node("L"))
        node = Node("LI")
        above.children[-1].children.append(node)
        self._open.append(node)
        try:
            yield
        finally:
            self.end()

    def link(self, canvas: Canvas, contents: str, key: str, rectangle: tuple[float, float, float, float]) -> None:
        """Make what was marked last a link to a place of the document."""
        self._links += 1
        name = f"link{self._links}"
        self._open[-1].children[-1].annotation = name
        add_link(canvas, contents, key, rectangle, name, _FIRST_LINK + self._links)

    def finish(self, canvas: Canvas) -> None:
        """Write the structure tree into the document, once every page is known."""
        document = document_of(canvas)
        pages: list[Any] = document.Pages.pages
        by_page: dict[int, list[Any]] = {number: [] for number in range(len(pages))}
        root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        reference = document.Reference(root, "StructureRoot")
        links: dict[int, Any] = {}
        top = self._element(document, self.root, reference, pages, by_page, links)
        numbers: list[Any] = []
        for number, marked in by_page.items():
            numbers += [number, pdfdoc.PDFArray(marked)]
            page = pages[number]
            page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, pdfdoc.PDFName("S")
        for place in sorted(links):
            numbers += [place, links[place]]
        root["K"] = top
        root["ParentTree"] = document.Reference(
            pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)}), "StructureParents"
        )
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    # the library's objects have no types
    def _element(
        self,
        document: Any,  # noqa: ANN401
        node: Node,
        parent: Any,  # noqa: ANN401
        pages: list[Any],
        by_page: dict[int, list[Any]],
        links: dict[int, Any],
    ) -> Any:  # noqa: ANN401
        """Write one element with all below it, and return its reference."""
        made = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(node.role), "P": parent})
        reference = document.Reference(made)
        if node.alternative:
            made["Alt"] = pdfdoc.PDFString(node.alternative)
        if node.mark < 0:
            below = [self._element(document, one, reference, pages, by_page, links) for one in node.children]
            made["K"] = pdfdoc.PDFArray(below)
            return reference
        page = document.Reference(pages[node.page])
        made["Pg"], made["K"] = page, node.mark
        marked = by_page[node.page]
        marked += [reference] if len(marked) == node.mark else []
        if node.annotation:
            link = {"Type": pdfdoc.PDFName("OBJR"), "Obj": document.refAnnotation(node.annotation), "Pg": page}
            made["K"] = pdfdoc.PDFArray([node.mark, pdfdoc.PDFDictionary(link)])
            links[_FIRST_LINK + int(node.annotation.removeprefix("link"))] = reference
        return reference


_FIRST_LINK = 100_000
"""Numbers of links in the tree stand behind those of pages."""


def _write(canvas: Canvas, text: str) -> None:
    code_of(canvas).append(text)


def tags_of(canvas: object) -> Tags:
    """Return what collects the structure of a canvas; one that is thrown away where it has none."""
    tags = getattr(canvas, "tags", None)
    return tags if isinstance(tags, Tags) else Tags()


class TaggedParagraph(Paragraph):
    """A paragraph that says what it is."""

    role = "P"

    @override
    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw it as one element."""
        with tags_of(canvas).leaf(canvas, self.role):
            # its types leave the last argument out
            super().drawOn(canvas, x, y, _sW)  # pyright: ignore[reportCallIssue]


class TaggedItem(TaggedParagraph):
    """A paragraph that is an item of a list."""

    role = "LBody"

    @override
    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw it as one item."""
        with tags_of(canvas).item():
            super().drawOn(canvas, x, y, _sW)


class TaggedFigure(Flowable):
    """A drawing with a text for those who cannot see it."""

    def __init__(self, drawing: Drawing, alternative: str) -> None:
        super().__init__()
        self.drawing = drawing
        self.alternative = alternative

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the drawing's own size."""
        return float(self.drawing.width), float(self.drawing.height)

    @override
    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw it as one element."""
        with tags_of(canvas).leaf(canvas, "Figure", self.alternative):
            self.drawing.drawOn(canvas, x, y, _sW)  # pyright: ignore[reportCallIssue]


class TaggedTable(Table):
    """A table whose rows and cells are elements; its lines and shades are artifacts."""

    @override
    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw it as an element of rows."""
        tags = tags_of(canvas)
        watch_cells(self, _Hooks(tags, canvas, repeated_rows(self)))
        with tags.group("Table"):
            # its types leave the last argument out
            super().drawOn(canvas, x, y, _sW)  # pyright: ignore[reportCallIssue]
        watch_cells(self, None)


class LaidOut(Table):
    """A table that only puts things beside each other: what stands in it says itself what it is."""

    @override
    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw it, its lines and shades as artifacts."""
        watch_cells(self, _Hooks(tags_of(canvas), canvas, None))
        super().drawOn(canvas, x, y, _sW)  # pyright: ignore[reportCallIssue]
        watch_cells(self, None)


class _Hooks:
    """What the library calls while it draws a table."""

    def __init__(self, tags: Tags, canvas: Canvas, heads: int | None) -> None:
        self._tags = tags
        self._canvas = canvas
        self._heads = heads

    def __call__(self, _table: object, step: str, *given: Any) -> None:  # noqa: ANN401 - as the library hands them
        if step in {"startBG", "startLines"}:
            self._tags.start(self._canvas, "Artifact")
        elif step in {"endBG", "endLines"}:
            self._tags.stop(self._canvas)
        elif self._heads is None:
            return
        elif step == "startRow":
            self._tags.begin("TR")
        elif step == "endRow":
            self._tags.end()
        elif step == "startCell":
            self._tags.start(self._canvas, "TH" if given[0] < self._heads else "TD")
        elif step == "endCell":
            self._tags.stop(self._canvas)
