"""Asking where to save: the ending comes first, then the question whether a file that is there may be replaced."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_LONGEST = 60


def named_after(title: str, ending: str) -> str:
    """Return a file name for a plan's title, with letters and digits of any script and hyphens between words.

    >>> named_after("AI infrastructure 2027–2031", ".xlsx")
    'AI-infrastructure-2027-2031.xlsx'
    """
    plain = re.sub(r"[^\w]+", "-", title).strip("-_")[:_LONGEST].rstrip("-_")
    return f"{plain or 'plan'}{ending}"


def where_to_save(
    parent: QWidget, title: str, suggested: str, patterns: str, completed: Callable[[str], Path]
) -> Path | None:
    """Ask where to save and return the whole path, None where nothing is to be written.

    completed: gives what was typed its ending. A file that is there under the completed name is replaced only after a
    question: the system's own dialog asks about the name as it was typed.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, title, suggested, patterns)
    if not chosen:
        return None
    path = completed(chosen)
    if path != Path(chosen) and path.exists() and not path.is_dir():
        box = QMessageBox(QMessageBox.Icon.Question, title, f"{path.name} exists already. Replace it?", parent=parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        if QMessageBox.StandardButton(box.exec()) is not QMessageBox.StandardButton.Yes:
            return None
    return path
