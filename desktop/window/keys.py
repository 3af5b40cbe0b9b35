"""The window's own shortcuts where a line edit has another use for the key: Ctrl+E and Ctrl+K work in a field too."""

from collections.abc import Collection
from typing import override

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

_TYPING = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
)
"""What belongs to the text while somebody types."""


class Keys(QObject):
    """An event filter of the line edit that has the focus, which leaves the window its shortcuts.

    Qt gives Ctrl+E, Ctrl+K, Ctrl+D and others to a line edit, as editors of Unix have them: Ctrl+K would delete what
    stands behind the cursor instead of comparing scenarios.
    """

    def __init__(self, frame: QMainWindow) -> None:
        super().__init__(frame)
        self._frame = frame
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, left: QWidget | None, entered: QWidget | None) -> None:
        if isinstance(left, QLineEdit):
            left.removeEventFilter(self)
        if isinstance(entered, QLineEdit) and entered.window() is self._frame:
            entered.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a line edit from claiming what is a shortcut of the window."""
        return (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()) in self._own()
        )

    def _own(self) -> Collection[QKeySequence]:
        typing = {one for key in _TYPING for one in QKeySequence.keyBindings(key)}
        every = [one for action in self._frame.findChildren(QAction) for one in action.shortcuts()]
        return [one for one in every if one not in typing and one.toString().startswith("Ctrl+")]
