"""What was written, with buttons that open it and show it in its folder."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.style.tips import tip

_SHOWN = 60_000
"""Milliseconds for which it is shown."""


class Written(QWidget):
    """Stands in the status bar after an export."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.open, self.folder = QToolButton(), QToolButton()
        for button, text in ((self.open, "Open"), (self.folder, "Show in folder")):
            button.setObjectName("quiet")
            button.setText(text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.open.clicked.connect(self._open)
        self.folder.clicked.connect(self._show_folder)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (self._label, self.open, self.folder):
            line.addWidget(part)
        self._rest = QTimer(self, singleShot=True, interval=_SHOWN)
        self._rest.timeout.connect(self.hide)
        self.hide()

    def show_path(self, path: Path) -> None:
        """Say that a file was written."""
        self.path = path
        self._label.setText(f"Written: {path.name}")
        self._label.setToolTip(tip(str(path)))
        for button, does in ((self.open, "Open"), (self.folder, "Show in its folder")):
            button.setAccessibleName(f"{does}: {path.name}")
        self.show()
        self._rest.start()

    def _open(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def _show_folder(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))
