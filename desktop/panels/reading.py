"""Texts to read in a window of their own: the guide, what is new, the licences of others.

None keeps the person from working on.
"""

from pathlib import Path
from typing import override

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

_WIDER = 40
"""Pixels by which the page becomes wider or narrower before its pictures are fitted anew."""


class ReadingWindow(QDialog):
    """A window with one text and a button that closes it."""

    def __init__(self, parent: QWidget, title: str, shown: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(shown)
        column.addWidget(buttons)
        room = parent.size()
        self.resize(min(920, room.width() - 60), min(720, room.height() - 40))


class Pages(QTextBrowser):
    """Shows Markdown with pictures that fit; it opens nothing but its own pages and pictures."""

    def __init__(self, markdown: str, folder: Path | None = None) -> None:
        """Make the pages. folder: where their pictures are, None where they have none."""
        super().__init__()
        self._markdown, self._folder, self._fitted = markdown, folder, 0
        self.setOpenExternalLinks(False)
        if folder is not None:
            self.setSearchPaths([str(folder)])
        self._show()

    def _show(self) -> None:
        self._fitted = self.viewport().width()
        self.setMarkdown(self._markdown)
        if self._folder is not None:
            self.document().setBaseUrl(QUrl.fromLocalFile(f"{self._folder}/"))

    @override
    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Return a picture no wider than the page; anything else as it is."""
        found: object = super().loadResource(type, name)
        if type == QTextDocument.ResourceType.ImageResource.value and self._folder is not None:
            picture = QImage(str(self._folder / QUrl(name).fileName()))
            room = max(200, self._fitted - 48)
            if picture.width() > room:
                return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return found

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        """Fit the pictures anew, and stay where the reader was."""
        super().resizeEvent(e)
        if abs(self.viewport().width() - self._fitted) > _WIDER:
            bar = self.verticalScrollBar()
            share = bar.value() / max(1, bar.maximum())
            self._show()
            bar.setValue(round(share * bar.maximum()))

    def headings(self) -> list[tuple[int, str, int]]:
        """Return every heading: its level, its text and where it begins in the document."""
        found: list[tuple[int, str, int]] = []
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                found.append((level, block.text(), block.position()))
            block = block.next()
        return found

    def go_to(self, title: str) -> None:
        """Bring a heading to the top."""
        place = next((at for _, text, at in self.headings() if text == title), None)
        if place is not None:
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.setTextCursor(cursor)
            cursor.setPosition(place)
            self.setTextCursor(cursor)


class MarkdownWindow(ReadingWindow):
    """Shows Markdown in a window.

    folder: where its pictures are, None where it has none.
    """

    def __init__(self, parent: QWidget, title: str, markdown: str, folder: Path | None = None) -> None:
        self.text = Pages(markdown, folder)
        super().__init__(parent, title, self.text)


class GuideWindow(ReadingWindow):
    """Shows the guide with its contents at the left and a line to search it."""

    def __init__(self, parent: QWidget, title: str, markdown: str, folder: Path) -> None:
        self.text = Pages(markdown, folder)
        self.text.setAccessibleName(title)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Contents")
        self.contents.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.contents.setWordWrap(True)
        self.contents.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for level, text, _ in self.text.headings():
            if level > 1:
                item = QListWidgetItem(f"{'   ' * (level - 2)}{text}")
                item.setData(Qt.ItemDataRole.UserRole, text)
                self.contents.addItem(item)
        self.contents.currentItemChanged.connect(self._open)
        self.search = QLineEdit()
        self.search.setAccessibleName("Search the guide")
        self.search.setPlaceholderText("Search the guide")
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self.find_next)
        self.search.textChanged.connect(self._searched)
        self.found = QLabel()
        self.found.setObjectName("unit")
        self.found.setTextFormat(Qt.TextFormat.PlainText)
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 6, 0)
        for part in (self.search, self.found, self.contents):
            left.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([230, 690])
        super().__init__(parent, title, split)
        self.resize(min(1_160, parent.width() - 60), min(780, parent.height() - 40))
        self.search.setFocus()

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.go_to(str(item.data(Qt.ItemDataRole.UserRole)))

    def _searched(self) -> None:
        """Go to the first place as the person types, and say how many there are."""
        wanted = self.search.text()
        cursor = self.text.textCursor()
        cursor.setPosition(0)
        self.text.setTextCursor(cursor)
        if not wanted:
            self.found.setText("")
            return
        count = self.text.toPlainText().casefold().count(wanted.casefold())
        self.found.setText(f"{count} place{'' if count == 1 else 's'}; Enter for the next" if count else "Not found")
        if count:
            self.text.find(wanted)

    def find_next(self) -> None:
        """Go to the next place, from the first again after the last."""
        wanted = self.search.text()
        if wanted and not self.text.find(wanted):
            cursor = self.text.textCursor()
            cursor.setPosition(0)
            self.text.setTextCursor(cursor)
            self.text.find(wanted)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter for the search; it closes nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.search.hasFocus():
            return
        super().keyPressEvent(event)


class PlainWindow(ReadingWindow):
    """Shows a plain text in letters of one width, such as licences."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        self.text = QPlainTextEdit()
        super().__init__(parent, title, self.text)
        self.text.setReadOnly(True)
        self.text.setObjectName("fixed")
        self.text.setPlainText(text)
