"""Plans that the system hands over while the program runs, as macOS does with a double click."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent

if TYPE_CHECKING:
    from desktop.window.main_window import MainWindow


class Opener(QObject):
    """An event filter of the application that opens what is handed over."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a plan that is handed over, once the event is done with."""
        if isinstance(event, QFileOpenEvent) and event.file():
            QTimer.singleShot(0, self._window, partial(self._window.files.open_path, Path(event.file())))
            return True
        return False
