"""Texts to read in a window of their own: the guide, what is new, the licences of others.

None keeps the person from working on.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget


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


class MarkdownWindow(ReadingWindow):
    """Shows Markdown; it opens nothing but its own pages and pictures.

    folder: where its pictures are, None where it has none.
    """

    def __init__(self, parent: QWidget, title: str, markdown: str, folder: Path | None = None) -> None:
        self.text = QTextBrowser()
        super().__init__(parent, title, self.text)
        self.text.setOpenExternalLinks(False)
        if folder is not None:
            self.text.setSearchPaths([str(folder)])
        self.text.setMarkdown(markdown)
        if folder is not None:
            self.text.document().setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))


class PlainWindow(ReadingWindow):
    """Shows a plain text in letters of one width, such as licences."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        self.text = QPlainTextEdit()
        super().__init__(parent, title, self.text)
        self.text.setReadOnly(True)
        self.text.setObjectName("fixed")
        self.text.setPlainText(text)
