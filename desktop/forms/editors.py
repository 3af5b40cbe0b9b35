"""The parts a field is made of: a label that can be dragged, a line for a value, a guard against the wheel."""

from functools import lru_cache
from typing import override

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStyle, QStyleOptionFrame

from desktop.style.shapes import shape

# what QLineEdit leaves free on either side of its text
_BESIDE_TEXT = 2


class DragLabel(QLabel):
    """A label that says how far the mouse was dragged along it."""

    dragged = Signal(int)
    released = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._last: QPoint | None = None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        self._last = event.globalPosition().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the pixels moved since the last report."""
        here = event.globalPosition().toPoint()
        if self._last is not None and here.x() != self._last.x():
            self.dragged.emit(here.x() - self._last.x())
            self._last = here

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._last = None
        self.released.emit()


class ValueEdit(QLineEdit):
    """A line for a value; undo and redo are the plan's, and Escape the window's, unless something is being typed.

    A value that has no room is shown shorter, until the cursor comes to it.
    """

    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._whole = self._short = ""

    @property
    def shortened(self) -> str:
        """The whole value where what is shown is shorter or cut off; empty otherwise."""
        return "" if self._fits(self._whole) else self._whole

    def put(self, whole: str, short: str) -> None:
        """Show a value: whole where there is room or the cursor is here, and short otherwise."""
        self._whole, self._short = whole, short
        if self.hasFocus() or self._fits(whole):
            self.setText(whole)
        else:
            self.setText(short)
            self.setCursorPosition(0)  # the beginning of what is cut off is seen

    def _fits(self, text: str) -> bool:
        frame = QStyleOptionFrame()
        self.initStyleOption(frame)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, self)
        return self.fontMetrics().horizontalAdvance(text) <= inside.width() - 2 * _BESIDE_TEXT

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the whole value to whoever is about to change it."""
        if not self.isModified() and self.text() == self._short != self._whole:
            self.setText(self._whole)
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what there is room for."""
        super().focusOutEvent(event)
        if not self.isModified() and self.text() == self._whole:
            self.put(self._whole, self._short)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up what is being typed with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Leave the shortcuts of undo and redo to the window where nothing is being typed."""
        history = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        typing = self.isModified() or event.type() != QEvent.Type.ShortcutOverride
        if not typing and isinstance(event, QKeyEvent) and any(event.matches(key) for key in history):
            event.ignore()
            return False
        return super().event(event)


@lru_cache(maxsize=32)
def dot(colour: str) -> QIcon:
    """Return a dot in a colour."""
    return shape(18, colour, lambda painter: painter.drawEllipse(1, 1, 16, 16))
