"""Where a value comes from, edited: kind, source, date, plausible range, note."""

from dataclasses import replace

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

from desktop.document.document import Document
from desktop.forms.quiet import Chooser
from desktop.forms.review import ReviewPart
from desktop.forms.scrolled import lay_out
from desktop.forms.worth import WorthLine
from models.plan.distributions import SHAPES
from models.plan.plan import Evidence, EvidenceKind
from models.plan.problems import value_problem
from models.quantities.declaration import Input
from models.quantities.texts import one_line
from models.quantities.writing import ReadingError, entered, in_unit, read

LONGEST_TEXT = 2_000
_KINDS = {
    EvidenceKind.DEFAULT: "Default of the program",
    EvidenceKind.ASSUMPTION: "Assumption",
    EvidenceKind.QUOTE: "Quote or list price",
    EvidenceKind.MEASURED: "Measured",
}


class EvidenceDialog(QDialog):
    """Asks where the value of one input comes from, and how low and high it may plausibly be."""

    def __init__(self, parent: QWidget, document: Document, key: str, declared: Input) -> None:
        super().__init__(parent)
        self.setWindowTitle("Evidence")
        self._document = document
        self._key = key
        self._declared = declared
        evidence = document.entry(key).evidence
        symbol = document.plan.symbol(document.scenario, key)
        self._symbol = symbol
        head = _plain(f"{declared.label}: {in_unit(document.entry(key).value, declared, symbol)}")
        head.setObjectName("heading")
        self.kind = Chooser()
        for kind, label in _KINDS.items():
            self.kind.addItem(label, kind.value)
        self.kind.setCurrentIndex(self.kind.findData(evidence.kind.value))
        self.source, self.date = QLineEdit(evidence.source), QLineEdit(evidence.date)
        self.low, self.high = QLineEdit(), QLineEdit()
        self.source.setPlaceholderText(declared.source)
        self.date.setPlaceholderText("such as 2026-11")
        for edit in (self.source, self.date):
            edit.setMaxLength(LONGEST_TEXT if edit is self.source else 40)
        self.note = QPlainTextEdit(evidence.note)
        self.note.setFixedHeight(70)
        self.note.setTabChangesFocus(True)
        form = QFormLayout()
        form.addRow("Based on", self.kind)
        form.addRow("Source", self.source)
        form.addRow("Date", self.date)
        if declared.numeric:
            for edit, value, usual, name in (
                (self.low, evidence.low, 0, "Plausible from"),
                (self.high, evidence.high, 1, "Plausible to"),
            ):
                edit.setText("" if value is None else entered(value, declared))
                if declared.plausible:
                    edit.setPlaceholderText(f"usual: {in_unit(declared.plausible[usual], declared, symbol)}")
                form.addRow(name, edit)
        self._add_drawing(form, evidence)
        form.addRow("Note", self.note)
        self._name_for_all(declared.label)
        self._problem = _plain("")
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept_if_right)
        buttons.rejected.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(head)
        column.addWidget(_plain(declared.help))
        column.addLayout(form)
        self._add_review(column)
        lay_out(self, inside, self._problem, buttons)

    def _add_review(self, column: QVBoxLayout) -> None:
        """Add what it is worth to know the input, and what people say of it."""
        self.worth = WorthLine(self, self._document, self._key) if self._declared.numeric else None
        if self.worth is not None:
            column.addWidget(self.worth)
            self.finished.connect(self.worth.stop)
        self.review = ReviewPart(self._document, self._key, self._declared.label)
        column.addWidget(self.review)

    def _name_for_all(self, label: str) -> None:
        """Name every field for those who cannot see it."""
        for edit, name in (
            (self.kind, "Based on"),
            (self.source, "Source"),
            (self.date, "Date"),
            (self.low, "Plausible from"),
            (self.high, "Plausible to"),
            (self.note, "Note"),
        ):
            edit.setAccessibleName(f"{name} of {label}")

    def _add_drawing(self, form: QFormLayout, evidence: Evidence) -> None:
        """Add how a simulation draws the input."""
        self.shape, self.group, self.correlation = (
            Chooser(),
            QLineEdit(evidence.group),
            QLineEdit(f"{evidence.correlation:g}" if evidence.group else ""),
        )
        for shape, label in SHAPES.items():
            self.shape.addItem(label, str(shape))
        self.shape.setCurrentIndex(max(self.shape.findData(evidence.shape), 0))
        self.group.setPlaceholderText("inputs of one group move together")
        self.group.setMaxLength(40)
        self.correlation.setPlaceholderText("with the group: −1 to 1, such as 0.8")
        if self._declared.numeric:
            for label, edit in (("Drawn as", self.shape), ("Group", self.group), ("Correlation", self.correlation)):
                form.addRow(label, edit)
                edit.setAccessibleName(f"{label} of {self._declared.label}")

    def accept_if_right(self) -> None:
        """Store what was given, or say beside it what is wrong and keep it."""
        try:
            low, high = (self._bound(edit) for edit in (self.low, self.high))
            correlation = self._correlation()
            remark = self.review.remark(self._document.entry(self._key).value)
        except ReadingError as error:
            self._problem.setText(str(error))
            return
        if low is not None and high is not None and low > high:
            self._problem.setText("The upper end of the plausible range is below the lower end.")
            return
        if self.group.text().strip() and not correlation:
            self._problem.setText("A group needs a non-zero correlation from −1 to 1.")
            return
        entry = self._document.entry(self._key)
        evidence = replace(
            entry.evidence,
            shape=str(self.shape.currentData()),
            group=one_line(self.group.text()) if correlation else "",
            correlation=correlation if self.group.text().strip() else 0.0,
            kind=EvidenceKind(str(self.kind.currentData())),
            source=one_line(self.source.text()),
            date=one_line(self.date.text()),
            low=low,
            high=high,
            note=one_line(self.note.toPlainText())[:LONGEST_TEXT],
        )
        self._document.end_run()
        self._document.set_entry(self._key, replace(entry, evidence=evidence))
        if remark is not None:
            self._document.add_remark(remark)
        self._document.end_run()
        self.accept()

    def _correlation(self) -> float:
        text = self.correlation.text().strip().replace("−", "-").replace(",", ".")
        try:
            value = float(text) if text else 0.0
        except ValueError:
            raise ReadingError(
                f"“{self.correlation.text().strip()}” is not a correlation; expected a number from −1 to 1."
            ) from None
        if not -1 <= value <= 1:
            raise ReadingError(f"{value:g} is not a correlation; expected a number from −1 to 1.")
        return value

    def _bound(self, edit: QLineEdit) -> float | None:
        if not edit.text().strip():
            return None
        value = read(edit.text(), self._declared, percent=True, symbol=self._symbol)
        problem = value_problem(self._key, self._declared, value, self._document.plan.slugs, self._symbol)
        if problem is not None:
            raise ReadingError(problem.message)
        return float(value)


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
