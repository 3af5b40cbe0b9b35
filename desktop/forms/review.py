"""What people said of an input, and a line to add what somebody says of it now."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.quiet import Chooser
from models.plan.remarks import LONGEST_NAME, LONGEST_REMARK, Remark, Says, by_input
from models.quantities.declaration import Value
from models.quantities.texts import one_line
from models.quantities.writing import ReadingError

_CHOICES = {
    "": "Nothing",
    Says.AGREED: "Agrees with the value",
    Says.DISAGREED: "Does not agree",
    Says.QUESTION: "Asks",
    Says.ANSWER: "Answers the first open question",
    Says.COMMENT: "Comments",
}
_SHOWN = 6
"""Remarks that are shown, the latest."""

_last_name: list[str] = []
"""Who reviewed an input last in this window, so that nobody types their name for each."""


class ReviewPart(QWidget):
    """Shows remarks on an input and takes one more."""

    def __init__(self, document: Document, key: str, label: str) -> None:
        super().__init__()
        self._document, self._key = document, key
        remarks = by_input(document.plan.remarks).get((document.scenario, key), ())
        history = (
            "\n".join(f"{one.on}, {one.by}: {_said(one)}" for one in remarks[-_SHOWN:])
            or "Nobody has reviewed this input yet."
        )
        self.history = QLabel(history)
        self.history.setTextFormat(Qt.TextFormat.PlainText)
        self.history.setWordWrap(True)
        self.history.setAccessibleName(f"Review of {label}")
        self.by, self.says, self.text = QLineEdit(_last_name[0] if _last_name else ""), Chooser(), QLineEdit()
        self.by.setMaxLength(LONGEST_NAME)
        self.by.setPlaceholderText("who says it")
        self.text.setMaxLength(LONGEST_REMARK)
        self.text.setPlaceholderText("text")
        asked = sum(one.says is Says.QUESTION for one in remarks)
        answered = sum(one.says is Says.ANSWER for one in remarks)
        for says, name in _CHOICES.items():
            if says != Says.ANSWER or asked > answered:  # without an open question there is nothing to answer
                self.says.addItem(name, str(says))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        for name, edit in (("Reviewed by", self.by), ("Says", self.says), ("In words", self.text)):
            form.addRow(name, edit)
            edit.setAccessibleName(f"{name}, of {label}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.history)
        column.addLayout(form)

    def remark(self, value: Value) -> Remark | None:
        """Return what is said now, None where nothing is. value: the input's. Raises ReadingError."""
        chosen, text = str(self.says.currentData()), one_line(self.text.text())
        by = one_line(self.by.text())
        if not chosen and not text:
            return None
        says = Says(chosen) if chosen else Says.COMMENT
        if not by:
            raise ReadingError("Enter the name of the reviewer.")
        agreement = says in {Says.AGREED, Says.DISAGREED}
        if not text and not agreement:
            raise ReadingError("Enter the text of the question, answer or comment.")
        _last_name[:] = [by]
        day = datetime.now(UTC).date().isoformat()
        return Remark(self._key, by, day, says, text, value if agreement else None, self._document.scenario)


def _said(one: Remark) -> str:
    words = {Says.AGREED: "agrees", Says.DISAGREED: "does not agree", Says.QUESTION: "asks", Says.ANSWER: "answers"}
    return ": ".join(piece for piece in (words.get(one.says, ""), one.text) if piece)
