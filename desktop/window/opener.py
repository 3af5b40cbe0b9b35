"""Plans that the system hands over while the program runs, as macOS does with a double click."""

from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.window.workbench import Workbench

_LATER = 400
"""Milliseconds after which it is tried again."""


class Opener(QObject):
    """An event filter of the application that opens what is handed over."""

    def __init__(self, window: Workbench) -> None:
        super().__init__(window.frame)
        self._window = window

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a plan that is handed over, once the event is done with."""
        if isinstance(event, QFileOpenEvent) and event.file():
            QTimer.singleShot(0, self._window.frame, partial(self._open, Path(event.file())))
            return True
        return False

    def _open(self, path: Path) -> None:
        """Open a plan; while a dialog asks something of the plan that is shown, that comes first."""
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_LATER, self._window.frame, partial(self._open, path))
            return
        self._window.files.open_path(path)
