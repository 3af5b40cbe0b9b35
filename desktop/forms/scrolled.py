"""A dialog whose fields scroll on a small screen, while what is wrong and the buttons stay in view."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

_AROUND, _BELOW = 20, 80
"""Pixels of the screen that the dialog leaves free beside it, and above and below it with its title."""


def lay_out(dialog: QDialog, inside: QWidget, *below: QWidget, width: int = 0) -> None:
    """Give a dialog its fields, in an area that scrolls, what stays below them, and a size that fits the screen.

    width: pixels that it should have, at least as many as its fields need.
    """
    inside.setObjectName("form")
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field, and each is scrolled to
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(inside)
    whole = QVBoxLayout(dialog)
    whole.addWidget(scroll, 1)
    for part in below:
        whole.addWidget(part)
    sides = whole.contentsMargins().left() + whole.contentsMargins().right()
    bar = scroll.verticalScrollBar().sizeHint().width()
    room = dialog.screen().availableGeometry()
    needs = max(width - sides, inside.sizeHint().width() + bar)
    high = inside.heightForWidth(needs) if inside.hasHeightForWidth() else inside.sizeHint().height()
    rest = sum(max(part.sizeHint().height(), 24) + whole.spacing() for part in below)
    margins = whole.contentsMargins().top() + whole.contentsMargins().bottom()
    dialog.resize(
        min(needs + sides, room.width() - _AROUND), min(high + rest + margins + whole.spacing(), room.height() - _BELOW)
    )
