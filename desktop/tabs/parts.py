"""Small parts that tabs without forms are made of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop.forms.quiet import Chooser
from desktop.style.tips import tip


def label_of(text: str, kind: str = "") -> QLabel:
    """Return a text that wraps and holds no markup. kind: its name in the style sheet."""
    made = QLabel(text)
    made.setObjectName(kind)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def box_named(name: str) -> QComboBox:
    """Return a list to choose from, named for those who cannot see it."""
    made = Chooser()
    made.setAccessibleName(name)
    return made


def button_of(text: str) -> QToolButton:
    """Return a small button with a text."""
    made = QToolButton()
    made.setObjectName("row")
    made.setText(text)
    return made


def menu_button(text: str, name: str, help_text: str) -> QToolButton:
    """Return a small button that opens a menu, still empty. name: for those who cannot see it."""
    made = button_of(f"{text} ▾")
    made.setToolTip(tip(help_text))
    made.setAccessibleName(name)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setMenu(QMenu(made))
    return made


def row_of(*parts: QWidget) -> QHBoxLayout:
    """Return parts beside each other, to the left."""
    line = QHBoxLayout()
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line
