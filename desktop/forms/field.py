"""One input in a form: label, editor, unit, where the value comes from, and what is wrong with it."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.document.document import Document
from desktop.forms.columns import COLUMN_WIDTH
from desktop.forms.describing import description
from desktop.forms.doubt_line import DoubtLine
from desktop.forms.editors import DragLabel, ValueEdit
from desktop.forms.evidence_button import EvidenceButton
from desktop.forms.quiet import Chooser
from desktop.style.tips import tip
from models.plan.plan import Entry
from models.plan.problems import joint_problems, value_problem
from models.quantities.declaration import Choice, Input, Kind, Value
from models.quantities.sums import Typed, typed
from models.quantities.writing import ReadingError, at_a_glance, entered, of_one

LABEL_WIDTH, EDITOR_WIDTH, UNIT_WIDTH, _GAP = 150, 120, 92, 8
_MORE = 90
"""Pixels that a label may have beyond its own width where a column has them."""
_FIRST = 1_000
"""The label's claim on pixels that are over, where the evidence has 1."""
_DRAG_STEPS = 200
"""Pixels that dragging a label takes to cross the plausible range."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that was typed and is no value, in which scenario, and the value that stands instead."""

    text: str
    scenario: str
    over: Value | None


class Field(QWidget):
    """A row of a form for one input. It writes to the document and follows it."""

    def __init__(self, document: Document, key: str, declared: Input) -> None:
        super().__init__()
        self.key = key
        self.declared = declared
        self._document = document
        self._typed_in = ""
        self._refused_over: Value | None = None
        self._refused_in = ""
        self._label = DragLabel(declared.label)
        self._label.setMinimumWidth(LABEL_WIDTH)
        self._label.setMaximumWidth(LABEL_WIDTH + _MORE)
        self._label.setWordWrap(True)
        self.evidence = EvidenceButton(self, document, key, declared)
        self.evidence.refused.connect(self._say)
        self._problem = _plain("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._doubt = DoubtLine(document, key)
        self._taking_back = False
        self.editor = self._editor()
        self._lay_out()
        self._name()
        if declared.numeric:
            self._label.dragged.connect(self._drag)
            self._label.released.connect(document.end_run)
        self.refresh()

    def _editor(self) -> "ValueEdit | QComboBox | QCheckBox":
        kind = self.declared.kind
        if kind is Kind.FLAG:
            box = QCheckBox()
            box.setFixedWidth(EDITOR_WIDTH)
            box.toggled.connect(self._store)
            return box
        if kind in {Kind.CHOICE, Kind.ROW}:
            combo = Chooser()
            combo.setFixedWidth(EDITOR_WIDTH + _GAP + UNIT_WIDTH)
            combo.activated.connect(self._chosen)
            return combo
        line = ValueEdit()
        line.setFixedWidth(EDITOR_WIDTH)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self._typed)
        line.editingFinished.connect(self._finished)
        line.given_up.connect(self._given_up)
        return line

    def mark_found(self) -> None:
        """Take the focus and stand out, since somebody looked for this input."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(self.editor, ValueEdit):
            self.editor.selectAll()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        # the label has what is over beside the evidence: fewer of them stand in two lines
        row.addWidget(self._label, _FIRST)
        row.addWidget(self.editor)
        self._unit = _plain("unit")
        self._unit.setFixedWidth(UNIT_WIDTH)
        if not isinstance(self.editor, QComboBox):
            row.addWidget(self._unit)
        self.evidence.setMinimumWidth(COLUMN_WIDTH - LABEL_WIDTH - EDITOR_WIDTH - UNIT_WIDTH - 3 * _GAP)
        row.addWidget(self.evidence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(1)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._doubt)

    def _name(self) -> None:
        declared = self.declared
        self.editor.setAccessibleName(declared.label)
        described = description(declared, self._symbol())
        self.editor.setAccessibleDescription(described)
        for widget in (self.editor, self._label):
            widget.setToolTip(tip(described))

    def _symbol(self) -> str:
        return self._document.plan.symbol(self._document.scenario, self.key)

    def refresh(self) -> None:
        """Show what the document holds, unless the person is in the middle of typing it."""
        entry = self._document.entry(self.key)
        editor = self.editor
        if isinstance(editor, QCheckBox):
            blocker = QSignalBlocker(editor)
            editor.setChecked(bool(entry.value))
            blocker.unblock()
        elif isinstance(editor, QComboBox):
            self._refresh_choices(editor, str(entry.value))
        elif self._refused_in not in {"", self._symbol()} and self._being_typed(editor, entry.value):
            QTimer.singleShot(0, self, self._read_again)  # its currency was changed: "£4.20" is in its own now
        elif not self._being_typed(editor, entry.value):
            self._put(editor)
            self._say("")
            self._doubt.look()
        changed = self.key in self._document.plan.scenario(self._document.scenario).changes
        if editor.property("changed") != changed:
            editor.setProperty("changed", changed)
            editor.style().polish(editor)
        self.evidence.refresh()
        self._unit.setToolTip(tip(self.declared.unit.printed(self._symbol())))
        unit = self.declared.unit.printed(self._symbol()) if self.declared.unit.symbol != "yes/no" else ""
        self._unit.setText(of_one(unit) if entered(entry.value, self.declared) == "1" else unit)

    def _put(self, editor: ValueEdit) -> None:
        """Show the value, and in the tool tip what has no room."""
        value = self._document.entry(self.key).value
        editor.put(entered(value, self.declared), at_a_glance(value, self.declared, 0))
        described = description(self.declared, self._symbol())
        editor.setToolTip(tip(f"{editor.shortened}\n\n{described}" if editor.shortened else described))

    def _being_typed(self, editor: ValueEdit, value: Value) -> bool:
        """Return whether the text is being typed here.

        It stands for the value, or was refused and is kept until the value itself changes.
        """
        if self._taking_back:
            return True
        if not (editor.isModified() and self._typed_in == self._document.scenario):
            return False
        if self.editor.property("refused") and value == self._refused_over:
            return True
        if not editor.hasFocus():
            return False
        try:
            return typed(editor.text(), self.declared, symbol=self._symbol()).value == value
        except ReadingError:
            return True

    def _read_again(self) -> None:
        """Take what was refused, if its currency was all that stood against it."""
        editor = self.editor
        if isinstance(editor, ValueEdit) and editor.property("refused") and self._typed_in == self._document.scenario:
            self._typed(editor.text())
            if not editor.property("refused") and not editor.hasFocus():
                self._finished()

    def _refresh_choices(self, combo: QComboBox, value: str) -> None:
        choices = list(self.declared.choices)
        if self.declared.kind is Kind.ROW:
            choices = [Choice(row.slug, row.name) for row in self._document.plan.rows[self.declared.table]]
        blocker = QSignalBlocker(combo)
        combo.clear()
        for choice in choices:
            combo.addItem(choice.label, choice.value)
        combo.setCurrentIndex(combo.findData(value))
        blocker.unblock()

    def _typed(self, text: str) -> None:
        """Take what is typed at once where it is a value; otherwise say what is wrong and keep the text.

        The plan then has what it had before: "200k" was a value on the way to "200k+", which is none.
        """
        self._typed_in = self._document.scenario
        found = self._read(text)
        if found is not None:
            self._document.set_value(self.key, found.value, found.entered_as)
            return
        # what follows may make it a value: 2500 is too large, 2500/8 is not
        self._taking_back = True
        self._document.take_back(self.key)
        self._taking_back = False
        self._refused_over = self._document.entry(self.key).value

    def _given_up(self) -> None:
        """Put back the value from before the typing."""
        editor = self.editor
        assert isinstance(editor, ValueEdit)
        self._document.take_back(self.key)
        self._document.end_run()
        editor.setModified(False)
        self.refresh()
        editor.selectAll()

    def _read(self, text: str) -> Typed | None:
        plan = self._document.plan
        try:
            found = typed(text, self.declared, symbol=self._symbol(), rows=plan.slugs.get(self.declared.table, ()))
        except ReadingError as error:
            self._say(str(error))
            return None
        value = found.value
        problem = value_problem(self.key, self.declared, value, plan.slugs, self._symbol())
        if problem is None:
            together = joint_problems(
                plan.with_entry(self._document.scenario, self.key, _with_value(self._document, self.key, value))
            )
            problem = together[0] if together else None
        self._say(problem.message if problem else "")
        return None if problem else found

    @property
    def refused(self) -> "Refused | None":
        """What was typed here and is no value; None where nothing is."""
        editor = self.editor
        if isinstance(editor, ValueEdit) and editor.isModified() and editor.property("refused"):
            return Refused(editor.text(), self._typed_in, self._refused_over)
        return None

    def take_up(self, refused: "Refused") -> None:
        """Show what was refused before the form was built anew, unless the value was changed meanwhile."""
        editor, document = self.editor, self._document
        there = (document.scenario, document.entry(self.key).value)
        unchanged = there == (refused.scenario, refused.over)
        if unchanged and isinstance(editor, ValueEdit) and self._read(refused.text) is None:
            editor.setText(refused.text)
            editor.setModified(True)
            self._typed_in = refused.scenario

    def _finished(self) -> None:
        editor = self.editor
        assert isinstance(editor, ValueEdit)
        if not editor.isModified():
            return
        if self._read(editor.text()) is not None:
            editor.setModified(False)
            self._put(editor)
            self._doubt.look()
        self._document.end_run()

    def _store(self, value: Value) -> None:
        plan = self._document.plan.with_entry(
            self._document.scenario, self.key, _with_value(self._document, self.key, value)
        )
        together = joint_problems(plan)
        if together:
            self._say(together[0].message)
            self.refresh()
            return
        self._say("")
        self._document.set_value(self.key, value)
        self._document.end_run()

    def _chosen(self, _position: int) -> None:
        assert isinstance(self.editor, QComboBox)
        self._store(str(self.editor.currentData()))

    def _drag(self, distance: int) -> None:
        """Move the value with the mouse, a plausible range to every few hundred pixels, within its bounds."""
        low, high = self.declared.plausible or self.declared.bounds
        value = float(self._document.entry(self.key).value) + distance * (high - low or 1.0) / _DRAG_STEPS
        value = min(max(value, self.declared.bounds[0]), self.declared.bounds[1])
        value = round(value) if self.declared.kind is Kind.INTEGER else float(f"{value:.4g}")
        plan = self._document.plan.with_entry(
            self._document.scenario, self.key, _with_value(self._document, self.key, value)
        )
        if not joint_problems(plan):
            self._document.set_value(self.key, value)

    def _say(self, message: str) -> None:
        self._refused_over = self._document.entry(self.key).value
        self._refused_in = self._symbol() if message else ""
        self._problem.setText(message)
        self._problem.setVisible(bool(message))
        refused = bool(message)
        if self.editor.property("refused") != refused:
            self.editor.setProperty("refused", refused)
            self.editor.style().polish(self.editor)


def _with_value(document: Document, key: str, value: Value) -> Entry:
    return replace(document.entry(key), value=value)


def _plain(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
