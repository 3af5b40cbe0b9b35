"""Widgets one below the other in as many columns as there is room for, filled down and then across."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from shiboken6 import isValid

COLUMN_WIDTH = 466
"""Pixels that an input needs with its label, its unit and its evidence."""

_GAP = 28


class Columns(QGridLayout):
    """Lays widgets out in columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(_GAP)
        self.setVerticalSpacing(1)
        self._columns = 1
        self._placed: tuple[int, tuple[QWidget, ...]] = (0, ())

    def set_columns(self, columns: int) -> bool:
        """Use so many columns; return whether that is another number than before."""
        changed = columns != self._columns
        self._columns = columns
        return changed

    def place(self, widgets: Sequence[QWidget]) -> None:
        """Put the widgets that are to be seen in place, in order."""
        shown = tuple(widgets)
        if self._placed == (self._columns, shown):
            return
        # what takeAt returns outlives it, and keeps a new item from hearing that its widget needs more room
        for one in filter(isValid, self._placed[1]):
            self.removeWidget(one)
        self._placed = (self._columns, shown)
        rows = -(-len(shown) // self._columns)
        for number, one in enumerate(shown):
            self.addWidget(one, number % rows, number // rows, Qt.AlignmentFlag.AlignTop)
        for column in range(self.columnCount()):
            self.setColumnStretch(column, 1 if column < self._columns else 0)
