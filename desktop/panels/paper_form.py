"""The user's part of the business case, edited: who brings it to whom, own words, sections and their order."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.document.document import Document
from desktop.forms.quiet import Chooser
from models.plan.deciding_body import with_body
from models.plan.paper import (
    ANNEXES,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MODES,
    NAMES,
    PARTS,
    PUBLIC_ONLY,
    USUAL_ANNEXES,
    WORDS,
    Paper,
)

_REST = 120
"""Milliseconds after a key within which the next one belongs to the same change."""

_PLACES = {
    "organisation": "whose plan this is",
    "sponsor": "who asks for the decision",
    "author": "who wrote this",
    "board": "who decides",
    "purpose": "what is to be decided, in one line",
    "classification": "such as Confidential",
    "reference_class": "such as equipment and development",
    "delegated": "such as the CTO and the CFO",
    "signatories": "such as the chair, the CFO",
    "objectives": "What is to be achieved, measurably.",
    "success_factors": "What an option must do to be acceptable.",
    "background": "Left empty, the plan's story stands here.",
    "strategic": "Why this is decided now; left empty, the paper says that it is not stated.",
    "considered": "What else was looked at and dropped, each with the reason.",
    "benefits": "What the work brings beyond money, and who will see to it.",
    "resilience": "What happens if a site, a provider or a server fails.",
    "exit": "How the organisation leaves a provider or a site, and what that costs.",
    "procurement": "Which framework or tender, which terms, which notice.",
    "delivery": "Stands above the steps that follow from lead times.",
    "owners": "Each risk's owner by name or office.",
    "funding": "From which budget, and who holds it.",
    "conditions": "Such as: the written quote is below $262,000 a server.",
    "after_a_year": "What is looked at after a year, by whom.",
    "mitigation": "What lowers the optimism bias.",
}


_PUBLIC = ("reference_class", "objectives", "success_factors", "mitigation")
"""What is asked of the public sector alone."""


class PaperForm(QScrollArea):
    """Edits the paper of the open plan; every change is a step that can be undone."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.setAccessibleName("Business case")
        self._document = document
        self._showing = False
        self.mode = Chooser()
        self.mode.setAccessibleName("Kind of business case")
        for key, label in MODES.items():
            self.mode.addItem(label, key)
        self.title = QLineEdit()
        self.lines = {name: QLineEdit() for name in NAMES}
        self.words = {name: QPlainTextEdit() for name in WORDS}
        self.sections = QListWidget()
        self._rests: dict[str, QTimer] = {}
        self._labels: dict[str, QWidget] = {}
        self._build()
        self.show_paper()
        document.plan_changed.connect(self.show_paper)

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("form")
        column = QVBoxLayout(inner)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setAccessibleName("Name of the plan")
        self.title.setToolTip("It heads the business case, the slides and the workbook")
        self.title.editingFinished.connect(self._named)
        form.addRow("Name of the plan", self.title)
        form.addRow("For", self.mode)
        self.mode.currentIndexChanged.connect(self._mode_chosen)
        for name, line in self.lines.items():
            line.setMaxLength(LONGEST_NAME)
            line.setPlaceholderText(_PLACES[name])
            line.setAccessibleName(NAMES[name])
            self._watch(name, line.textEdited.connect)
            # a text that is longer than its line shows how it begins
            line.editingFinished.connect(partial(line.setCursorPosition, 0))
            form.addRow(NAMES[name], line)
            self._labels[name] = form.labelForField(line)
        column.addLayout(form)
        for name, edit in self.words.items():
            self._labels[name] = QLabel(WORDS[name])
            column.addWidget(self._labels[name])
            edit.setPlaceholderText(_PLACES[name])
            edit.setAccessibleName(WORDS[name])
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(84)
            self._watch(name, edit.textChanged.connect)
            column.addWidget(edit)
        column.addWidget(QLabel("Sections and annexes, in their order"))
        self.sections.setAccessibleName("Sections and their order")
        self.sections.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.sections.setFixedHeight(23 * len(PARTS) + 8)
        self.sections.itemChanged.connect(self._sections_changed)
        self.sections.model().rowsMoved.connect(self._sections_changed)
        column.addWidget(self.sections)
        line = QHBoxLayout()
        for text, by in (("Move up", -1), ("Move down", 1)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.shift, by))
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # a signal's own method, which has no type of its own
    def _watch(self, name: str, connect: Any) -> None:  # noqa: ANN401
        rest = QTimer(self, singleShot=True, interval=_REST)
        rest.timeout.connect(lambda: self._typed(name))
        self._rests[name] = rest
        connect(partial(self._key_pressed, rest))

    def _key_pressed(self, rest: QTimer, *_: object) -> None:
        if not self._showing:
            rest.start()

    def _named(self) -> None:
        """Give the plan the name that was typed; without one it keeps its own."""
        plan, name = self._document.plan, " ".join(self.title.text().split())
        # another plan may have come while the cursor was in it: only what was typed is a name
        if name and self.title.isModified() and name != plan.title:
            self._document.change_plan("name of the plan", replace(plan, title=name))
        self.title.setText(self._document.plan.title)
        self.title.setCursorPosition(0)

    def _mode_chosen(self) -> None:
        if not self._showing:
            self._document.change_plan("change of mode", with_body(self._document.plan, str(self.mode.currentData())))

    def _typed(self, name: str) -> None:
        text = self.lines[name].text() if name in self.lines else self.words[name].toPlainText()[:LONGEST_WORDS]
        self._change(name, text)

    def _change(self, name: str, value: object) -> None:
        if not self._showing:
            paper = self._document.plan.paper
            label = {**NAMES, **WORDS}.get(name, name.replace("_", " "))
            self._document.set_paper(f"change of “{label}”", replace(paper, **{name: value}), name)

    def _sections_changed(self, *_: object) -> None:
        if self._showing:
            return
        items = [self.sections.item(row) for row in range(self.sections.count())]
        names = [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]
        on = {name for name, item in zip(names, items, strict=True) if item.checkState() is not Qt.CheckState.Unchecked}
        switched_on = [name for name in names if name in ANNEXES and name not in USUAL_ANNEXES]
        hidden = tuple(name for name in names if name not in on and name not in switched_on)
        added = tuple(name for name in switched_on if name in on)
        order = () if names == list(PARTS) else tuple(names)
        changed = replace(self._document.plan.paper, order=order, hidden=hidden, added=added)
        self._document.set_paper("change of sections", changed, "sections")

    def shift(self, by: int) -> None:
        """Move the section that is chosen up or down."""
        row = self.sections.currentRow()
        if row < 0 or not 0 <= row + by < self.sections.count():
            return
        self._showing = True
        self.sections.insertItem(row + by, self.sections.takeItem(row))
        self.sections.setCurrentRow(row + by)
        self._showing = False
        self._sections_changed()

    def show_paper(self) -> None:
        """Show what the plan says; a field somebody types in is left alone while it says the same."""
        paper: Paper = self._document.plan.paper
        self._showing = True
        self.mode.setCurrentIndex(self.mode.findData(paper.mode))
        if not (self.title.hasFocus() and self.title.isModified()):
            self.title.setText(self._document.plan.title)
            self.title.setCursorPosition(0)
        for name, line in self.lines.items():
            if line.text() != getattr(paper, name) and not self._rests[name].isActive():
                line.setText(getattr(paper, name))
                line.setCursorPosition(0)
        for name, edit in self.words.items():
            if edit.toPlainText() != getattr(paper, name) and not self._rests[name].isActive():
                edit.setPlainText(getattr(paper, name))
        for name in _PUBLIC:
            for widget in (self._labels[name], self.lines.get(name) or self.words[name]):
                widget.setVisible(paper.mode == "public")
        self._show_sections(paper)
        self._showing = False

    def _show_sections(self, paper: Paper) -> None:
        names = paper.ordered()
        shown = [str(self.sections.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.sections.count())]
        if shown != names:
            self.sections.clear()
            for name in names:
                item = QListWidgetItem(_part_name(name))
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.sections.addItem(item)
        for row, name in enumerate(names):
            self.sections.item(row).setCheckState(
                Qt.CheckState.Unchecked if name in paper.hidden or name in _not_added(paper) else Qt.CheckState.Checked
            )


def _part_name(name: str) -> str:
    """Return what a section or an annex is called in the list."""
    if name in ANNEXES:
        return f"Annex: {ANNEXES[name].lower()}"
    return f"{PARTS[name]} (public sector)" if name in PUBLIC_ONLY else PARTS[name]


def _not_added(paper: Paper) -> set[str]:
    return {name for name in ANNEXES if name not in USUAL_ANNEXES and name not in paper.added}
