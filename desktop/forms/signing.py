"""Asks who decides, for which option and on what conditions, before a decision is recorded."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.quiet import Chooser
from desktop.forms.scrolled import lay_out
from models.plan.decision_record import LONGEST_NOTE
from models.plan.remarks import LONGEST_NAME
from models.quantities.texts import clean_text, one_line
from models.rules.recorded import Signature

_WIDE = 640
"""Pixels of the dialog."""

_A_LINE = 60
"""Characters that fit beside a heading: a shorter text does not wrap, and leaves no line empty below it."""


class SigningDialog(QDialog):
    """Asks for a signature; what is recorded cannot be changed afterwards."""

    def __init__(
        self,
        parent: QWidget,
        told: Sequence[tuple[str, str]],
        options: Sequence[tuple[str, str]],
        recommended: str | None,
        day: str,
    ) -> None:
        """Make the dialog. told: what is decided on, each with its heading. options: of the choice, key and name.

        recommended: by key, which stands first; None where nothing is recommended yet, and somebody has to choose.
        """
        super().__init__(parent)
        self.setWindowTitle("Record the decision")
        self._day = day
        form = QFormLayout()
        for head, words in told:
            form.addRow(_heading(head), _in_words(words))
        self.by, self.note, self.option = QLineEdit(), QPlainTextEdit(), Chooser()
        self.by.setMaxLength(LONGEST_NAME)
        self.by.setPlaceholderText("such as Investment committee, or a name")
        self.note.setPlaceholderText("why, and under which conditions")
        self.note.setFixedHeight(80)
        self.note.setTabChangesFocus(True)
        for key, name in options:
            self.option.addItem(name, key)
        self.option.setCurrentIndex(-1 if recommended is None else max(self.option.findData(recommended), 0))
        for name, edit in (("Decided by", self.by), ("Decided for", self.option), ("Note", self.note)):
            form.addRow(_heading(name), edit)
            edit.setAccessibleName(name)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Record")
        buttons.accepted.connect(self.accept_if_signed)
        buttons.rejected.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addLayout(form)
        column.addWidget(
            _in_words(
                "The record keeps the verdict with its conditions, every figure it rests on and what would reopen it,"
                " under today’s date. It stays in the plan, is printed as an annex, and cannot be changed or undone."
            )
        )
        lay_out(self, inside, self.problem, buttons, width=_WIDE)
        self.by.setFocus()

    def accept_if_signed(self) -> None:
        """Accept where somebody signs, else say what is missing."""
        if not self.signature().by:
            self.problem.setText("Enter who decides: a body such as the Investment committee, or a name.")
            self.by.setFocus()
            return
        if self.option.currentIndex() < 0:
            self.problem.setText("Choose what is decided for: no option is recommended yet.")
            self.option.setFocus()
            return
        self.accept()

    def signature(self) -> Signature:
        """Return what was given."""
        note = clean_text(self.note.toPlainText())
        return Signature(
            one_line(self.by.text()), self._day, str(self.option.currentData() or ""), note[:LONGEST_NOTE].strip()
        )


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


def _in_words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setWordWrap(len(text) > _A_LINE)
    return label
