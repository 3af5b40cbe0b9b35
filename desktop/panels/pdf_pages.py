"""A PDF page under page, as it will be printed: zoom, colour or black and white, what was searched for marked."""

import re
from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfBookmarkModel, QPdfDocument, QPdfDocumentRenderOptions, QPdfSearchModel
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.style.palette import theme

_GAP = 14
_LEAST, _MOST = 0.25, 4.0
_KEPT = 12
"""Pages kept as pictures."""

POINT = 96 / 72
"""Pixels of a point at a zoom of one."""


def rendered(document: QPdfDocument, page: int, size: QSize, *, grey: bool) -> QImage:
    """Return a page as a picture on white."""
    options = QPdfDocumentRenderOptions()
    if grey:
        options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Grayscale)
    drawn = document.render(page, size, options)
    whole = QImage(size, QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return whole.convertToFormat(QImage.Format.Format_Grayscale8) if grey else whole


def names_of_pages(document: QPdfDocument) -> list[str]:
    """Return what each page of a document is called: by its numbered headings, each on a line, or what goes on."""
    model = QPdfBookmarkModel()
    model.setDocument(document)
    titles: dict[int, list[str]] = {}

    def gather(above: QModelIndex) -> None:
        for row in range(model.rowCount(above)):
            at = model.index(row, 0, above)
            page = int(model.data(at, QPdfBookmarkModel.Role.Page.value))
            title = str(model.data(at, QPdfBookmarkModel.Role.Title.value))
            if _NUMBERED.match(title):
                titles.setdefault(page, []).append(" ".join(title.split()))
            gather(at)

    gather(QModelIndex())
    names, before = list[str](), ""
    for page in range(document.pageCount()):
        begun = titles.get(page, [])
        goes_on = f"{before.split(' ', 1)[0]} continued" if before else f"Page {page + 1}"
        names.append("\n".join(begun) or goes_on)
        before = begun[-1] if begun else before
    return names


_NUMBERED = re.compile(r"\w{1,2}  ")
"""A heading of a section or an annex: its number or letter, and two spaces."""


class PdfPages(QAbstractScrollArea):
    """Shows the pages of one PDF, which may be replaced while somebody looks at it."""

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self.search = QPdfSearchModel(self)
        self.search.setDocument(self.document)
        self._buffer: QBuffer | None = None
        self._bytes = QByteArray()
        self._pictures: dict[tuple[int, int, bool], QImage] = {}
        self._grey = False
        self._zoom = 1.0
        self._fitted = True
        self._found = -1
        self._page = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName("Pages of the business case")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.search.countChanged.connect(self.viewport().update)

    # what is shown

    def show_bytes(self, data: bytes) -> None:
        """Show another PDF in the place of the one shown; the place that is looked at stays."""
        at = self.verticalScrollBar().value()
        text = self.search.searchString()
        self.document.close()
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._pictures.clear()
        self.search.setSearchString("")
        self.search.setSearchString(text)
        if self._fitted:
            self.fit_width()
        self._laid_out()
        self.verticalScrollBar().setValue(at)
        self.viewport().update()

    @property
    def pages(self) -> int:
        """The number of pages."""
        return self.document.pageCount()

    @property
    def page(self) -> int:
        """The page that is looked at, counted from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """How large a page is shown; 1 is its size on paper."""
        return self._zoom

    def set_grey(self, *, grey: bool) -> None:
        """Show the pages as they are printed in black and white, or in colour."""
        self._grey = grey
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at a size."""
        self._fitted = False
        self._put_zoom(zoom)

    def fit_width(self) -> None:
        """Show the pages as wide as there is room, also when the room changes."""
        self._fitted = True
        if self.pages:
            width = self.document.pagePointSize(0).width() * POINT
            self._put_zoom((self.viewport().width() - 2 * _GAP) / width)

    def _put_zoom(self, zoom: float) -> None:
        page, share = self._page, self._share()
        self._zoom = min(_MOST, max(_LEAST, zoom))
        self._laid_out()
        self.verticalScrollBar().setValue(self._top(page) + round(share * self._size(page).height()))
        self.zoom_changed.emit()
        self.viewport().update()

    def _share(self) -> float:
        if not self.pages:
            return 0.0
        return (self.verticalScrollBar().value() - self._top(self._page)) / max(1, self._size(self._page).height())

    def go_to(self, page: int) -> None:
        """Bring a page to the top."""
        self.verticalScrollBar().setValue(self._top(max(0, min(page, self.pages - 1))))

    # searching

    def search_for(self, text: str) -> None:
        """Mark a text on every page."""
        self._found = -1
        self.search.setSearchString(text)
        self._look_everywhere()
        self.viewport().update()

    def _look_everywhere(self) -> None:
        """Search every page now: left alone, the model looks at pages as they come into sight."""
        if self.search.searchString():
            for page in range(self.pages):
                self.search.resultsOnPage(page)

    def found(self) -> int:
        """Return how often the text was found so far."""
        return self.search.rowCount(self.search.index(-1, -1))

    def next_found(self, by: int = 1) -> int:
        """Go to the next place the text was found at, and return its number from 1; 0 where there is none."""
        count = self.found()
        if not count:
            return 0
        self._found = (self._found + by) % count
        link = self.search.resultAtIndex(self._found)
        places = link.rectangles()
        y = places[0].top() if places else 0.0
        self.verticalScrollBar().setValue(round(self._top(link.page()) + y * POINT * self._zoom - 80))
        self.viewport().update()
        return self._found + 1

    # layout

    def _size(self, page: int) -> QSize:
        points = self.document.pagePointSize(page)
        return QSize(round(points.width() * POINT * self._zoom), round(points.height() * POINT * self._zoom))

    def _top(self, page: int) -> int:
        return sum(self._size(one).height() + _GAP for one in range(page)) if page > 0 else 0

    def _laid_out(self) -> None:
        height = self._top(self.pages) + _GAP
        width = max((self._size(page).width() for page in range(self.pages)), default=0) + 2 * _GAP
        room = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, height - room.height()))
        self.verticalScrollBar().setPageStep(room.height())
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setRange(0, max(0, width - room.width()))
        self.horizontalScrollBar().setPageStep(room.width())

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = next((one for one in range(self.pages) if self._top(one + 1) > middle), max(0, self.pages - 1))
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as the room, where that is wanted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit_width()
        else:
            self._laid_out()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that are seen, on white, with what was found marked."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme().edge))
        down, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        top = _GAP - down
        for page in range(self.pages):
            size = self._size(page)
            if top + size.height() > 0 and top < self.viewport().height():
                left = max(_GAP, (self.viewport().width() - size.width()) // 2) - across
                painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture(page, size))
                self._mark(painter, page, QPoint(left, top))
            top += size.height() + _GAP
        painter.end()

    def _picture(self, page: int, size: QSize) -> QImage:
        ratio = self.devicePixelRatioF()
        key = (page, size.width(), self._grey)
        if key not in self._pictures:
            if len(self._pictures) >= _KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            self._pictures[key] = rendered(self.document, page, size * ratio, grey=self._grey)
        return self._pictures[key]

    def _mark(self, painter: QPainter, page: int, corner: QPoint) -> None:
        if not self.search.searchString():
            return
        current = self.search.resultAtIndex(self._found) if self._found >= 0 else None
        places: Sequence[QRectF] = [place for link in self.search.resultsOnPage(page) for place in link.rectangles()]
        now = current.rectangles() if current is not None and current.page() == page else []
        scale = POINT * self._zoom
        for place in places:
            shown = QRectF(
                corner.x() + place.x() * scale,
                corner.y() + place.y() * scale,
                place.width() * scale,
                place.height() * scale,
            )
            painter.fillRect(shown, QColor(255, 140, 0, 120) if place in now else QColor(255, 215, 0, 90))
