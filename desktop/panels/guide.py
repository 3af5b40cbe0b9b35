"""The user guide, with pictures made from the running program."""

from importlib.resources import files

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget


class GuideWindow(QDialog):
    """Shows the guide; it opens nothing but its own pages and pictures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        folder = files("resources") / "help"
        self.text = QTextBrowser()
        self.text.setAccessibleName("User guide")
        self.text.setOpenExternalLinks(False)
        self.text.setSearchPaths([str(folder)])
        self.text.setMarkdown((folder / "guide.md").read_text(encoding="utf-8"))
        self.text.document().setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        room = parent.size()
        self.resize(min(920, room.width() - 60), min(720, room.height() - 40))
