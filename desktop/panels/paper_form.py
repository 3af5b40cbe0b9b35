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
from models.plan.paper import LONGEST_NAME, LONGEST_WORDS, MODES, NAMES, SECTIONS, WORDS, Paper

_REST = 120
"""Milliseconds after a key within which the next one belongs to the same change."""

_PLACES = {
    "sponsor": "who asks for the decision",
    "author": "who wrote this",
    "board": "who decides",
    "purpose": "what is to be decided, in one line",
    "classification": "such as Confidential",
    "reference_class": "public sector: such as equipment and development",
    "background": "Left empty, the plan's story stands here.",
    "strategic": "Left empty, a general reason stands here.",
    "delivery": "Stands above the steps that follow from lead times.",
    "mitigation": "Public sector: what lowers the optimism bias.",
}


class PaperForm(QScrollArea):
    """Edits the paper of the open plan; every change is a step that can be undone."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._showing = False
        self.mode = Chooser()
        self.mode.setAccessibleName("Kind of business case")
        for key, label in MODES.items():
            self.mode.addItem(label, key)
        self.lines = {name: QLineEdit() for name in NAMES}
        self.words = {name: QPlainTextEdit() for name in WORDS}
        self.sections = QListWidget()
        self._rests: dict[str, QTimer] = {}
        self._build()
        self.show_paper()
        document.plan_changed.connect(self.show_paper)

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("form")
        column = QVBoxLayout(inner)
        form = QFormLayout()
        form.addRow("For", self.mode)
        self.mode.currentIndexChanged.connect(self._mode_chosen)
        for name, line in self.lines.items():
            line.setMaxLength(LONGEST_NAME)
            line.setPlaceholderText(_PLACES[name])
            line.setAccessibleName(NAMES[name])
            self._watch(name, line.textEdited.connect)
            form.addRow(NAMES[name], line)
        column.addLayout(form)
        for name, edit in self.words.items():
            column.addWidget(QLabel(WORDS[name]))
            edit.setPlaceholderText(_PLACES[name])
            edit.setAccessibleName(WORDS[name])
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(84)
            self._watch(name, edit.textChanged.connect)
            column.addWidget(edit)
        column.addWidget(QLabel("Sections, in their order"))
        self.sections.setAccessibleName("Sections and their order")
        self.sections.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.sections.setFixedHeight(23 * len(SECTIONS) + 8)
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

    def _mode_chosen(self) -> None:
        if not self._showing:
            self._document.change_plan("change of mode", with_body(self._document.plan, str(self.mode.currentData())))

    def _typed(self, name: str) -> None:
        text = self.lines[name].text() if name in self.lines else self.words[name].toPlainText()[:LONGEST_WORDS]
        self._change(name, text)

    def _change(self, name: str, value: object) -> None:
        if not self._showing:
            paper = self._document.plan.paper
            self._document.set_paper(f"change of {name.replace('_', ' ')}", replace(paper, **{name: value}), name)

    def _sections_changed(self, *_: object) -> None:
        if self._showing:
            return
        items = [self.sections.item(row) for row in range(self.sections.count())]
        names = [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]
        hidden = tuple(
            name for name, item in zip(names, items, strict=True) if item.checkState() is Qt.CheckState.Unchecked
        )
        order = () if names == list(SECTIONS) else tuple(names)
        self._document.set_paper(
            "change of sections", replace(self._document.plan.paper, order=order, hidden=hidden), "sections"
        )

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
        for name, line in self.lines.items():
            if line.text() != getattr(paper, name) and not self._rests[name].isActive():
                line.setText(getattr(paper, name))
                line.setCursorPosition(0)
        for name, edit in self.words.items():
            if edit.toPlainText() != getattr(paper, name) and not self._rests[name].isActive():
                edit.setPlainText(getattr(paper, name))
        self._show_sections(paper)
        self._showing = False

    def _show_sections(self, paper: Paper) -> None:
        names = paper.ordered()
        shown = [str(self.sections.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.sections.count())]
        if shown != names:
            self.sections.clear()
            for name in names:
                item = QListWidgetItem(f"{SECTIONS[name]} (public sector)" if name == "economic" else SECTIONS[name])
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.sections.addItem(item)
        for row, name in enumerate(names):
            self.sections.item(row).setCheckState(
                Qt.CheckState.Unchecked if name in paper.hidden else Qt.CheckState.Checked
            )
