"""Editors that leave the mouse wheel to the page: a number takes it only in focus and after a click into it."""

from typing import override

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSlider, QSpinBox


class Chooser(QComboBox):
    """A choice; the wheel moves its list while that is open, and scrolls the page at any other time."""

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to the page: whoever has chosen scrolls on."""
        e.ignore()


class Counter(QSpinBox):
    """A whole number; the wheel scrolls the page unless somebody has clicked into it."""

    _clicked = False

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of a click into the number."""
        if isinstance(watched, QLineEdit) and event.type() == QEvent.Type.MouseButtonPress:
            self._clicked = True
        return super().eventFilter(watched, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the wheel to the page again."""
        self._clicked = False
        super().focusOutEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Count by the wheel only after a click."""
        if self._clicked and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Slider(QSlider):
    """A slider; the wheel never moves it."""

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        e.ignore()
