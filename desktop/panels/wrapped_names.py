"""A list of long names, each on as many lines as it needs in the width that is there."""

from typing import override

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

_BESIDE, _AROUND = 26, 18
"""Pixels left and right of a name together, and above and below it: its padding in window.qss, and Qt's own margin."""


class _Wrapped(QStyledItemDelegate):
    """Gives each name the height that its lines take, whether or not the list has a scroll bar."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a name takes."""
        names = self.parent()
        assert isinstance(names, WrappedNames)
        bar = names.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, names)
        room = QRect(0, 0, names.width() - 2 * names.frameWidth() - bar - _BESIDE, 10_000)
        text = str(index.data())
        font = QFont(names.font())
        font.setWeight(QFont.Weight.DemiBold)  # as the one that is chosen is written
        needed = QFontMetrics(font).boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        return QSize(room.width(), needed.height() + _AROUND)


class WrappedNames(QListWidget):
    """The list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setItemDelegate(_Wrapped(self))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the names anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
