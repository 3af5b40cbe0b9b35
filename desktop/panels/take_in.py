"""What a file offers, line by line: shown with its place, chosen by tick, taken as one step."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import override

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.quiet import Chooser
from desktop.imports.columns import Column, as_answers
from desktop.imports.mapped import remember_quietly
from desktop.imports.measured.roles import COLUMN
from desktop.imports.offers import AcceptanceError, Ask, Offer, Offered, accepted
from desktop.panels.map_columns import MapColumnsDialog
from desktop.style.tips import tip
from models.plan.plan import Plan

_HEADS = ("Take", "Cell", "Input", "Scenario", "In the plan", "In the file", "Note")
_WIDTHS = (52, 110, 240, 130, 160, 160, 240)
_MEASURED_HEADS = ("Take", "Measured", "Input", "In the plan", "Measured", "Low", "High", "Note")
_MEASURED_WIDTHS = (52, 170, 220, 130, 130, 100, 100, 240)
_NOTE = 220
"""Pixels that a note needs at least."""
_MOST_NOTICES = 6
"""Notes that stand whole; where there are more, they scroll in the room of these."""
_LONG = 30
"""Characters of a cell that is seen whole."""

type Again = Callable[[Mapping[str, str]], None]
"""Reads the file once more with other answers; the dialog is then shown what it offers."""


class TakeInDialog(QDialog):
    """Shows the offers of one file; what is ticked is taken when the person says so."""

    def __init__(self, parent: QWidget, plan: Plan, found: Offered, again: Again | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import figures")
        self._plan, self._again = plan, again
        self.plan: Plan | None = None
        self._column = QVBoxLayout(self)
        self._top = QWidget()
        self.answers: dict[str, QComboBox] = {}
        self._given: dict[str, str] = {}
        self._mapped: Sequence[Column] = ()
        self._column.addWidget(self._top)
        self.table = QTableWidget(0, 0)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(self._buttons())
        self.show_found(found)
        room = parent.size()
        self.resize(min(1_180, room.width() - 60), min(680, room.height() - 60))

    def show_found(self, found: Offered) -> None:
        """Show what a file offers, in place of what was shown."""
        if self._mapped and found.measurement is not None:
            remember_quietly(self._mapped)
            self._mapped = ()
        self._found = found
        self._offers: list[Offer] = [*found.possible, *(offer for offer in found.offers if not offer.possible)]
        top = self._head(found)
        self._column.replaceWidget(self._top, top)
        self._top.deleteLater()
        self._top = top
        with QSignalBlocker(self.table):
            self._fill()
        for button in self._ticks:
            button.setEnabled(bool(found.possible))
        self.table.setEnabled(True)
        self._count()
        if self.isVisible():
            self.table.resizeRowsToContents()

    def _head(self, found: Offered) -> QWidget:
        """Return what stands above the table: what the file is, what was noticed of it, what it asks."""
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        head = _plain(f"{found.file}: {found.title}")
        head.setObjectName("heading")
        column.addWidget(head)
        column.addWidget(_plain(_counted(found)))
        if found.preview and found.measurement is None:
            column.addWidget(
                _plain("; ".join(f"column “{text[:40]}” is {meaning}" for text, meaning in found.preview[:12]))
            )
        self.answers = {}
        asks = [ask for ask in found.asks if len(ask.options) > 1]
        if asks:
            line = QHBoxLayout()
            for ask in asks:
                line.addWidget(QLabel(ask.label, textFormat=Qt.TextFormat.PlainText))
                line.addWidget(self._box(ask))
                line.addSpacing(12)
            line.addStretch(1)
            column.addLayout(line)
        for texts, name in ((found.warnings, "warning"), (found.notices, "")):
            if texts:
                column.addWidget(_notes(texts, name))
        if found.columns and self._again is not None:
            button = QPushButton("Map columns …")
            button.setAutoDefault(False)
            button.clicked.connect(self.map_columns)
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        return top

    def map_columns(self) -> None:
        """Ask what the columns hold, and have the file read once more so."""
        dialog = MapColumnsDialog(self, self._found.columns)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.map_as(dialog.mapped())

    def map_as(self, columns: Sequence[Column]) -> None:
        """Have the file read once more with its columns mapped so; once it was, that is remembered."""
        if self._again is not None:
            self._mapped = columns
            others = {name: answer for name, answer in self._given.items() if not name.startswith(COLUMN)}
            self._given = {**others, **as_answers(columns)}
            self.wait(waiting=True)
            self._again(dict(self._given))

    def _box(self, ask: Ask) -> QComboBox:
        box = Chooser()
        box.setAccessibleName(ask.label)
        for answer, words in ask.options:
            box.addItem(words, answer)
        box.setCurrentIndex(box.findData(ask.answer))
        box.activated.connect(partial(self._ask_again, ask.name))
        self.answers[ask.name] = box
        return box

    def _ask_again(self, name: str, _index: int = 0) -> None:
        """Have the file read once more with the answers a person has given; a guess is none."""
        if self._again is not None:
            self._given[name] = str(self.answers[name].currentData())
            self.wait(waiting=True)
            self._again(dict(self._given))

    def wait(self, *, waiting: bool) -> None:
        """Hold everything but leaving while the file is read once more."""
        for part in (self._top, self.table, self.take, *self._ticks):
            part.setEnabled(not waiting)
        self.problem.setText("Reading the file once more …" if waiting else "")

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._ticks: list[QPushButton] = []
        for text, ticked in (("Tick all", True), ("Tick none", False)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, ticked=ticked: self.tick(ticked=ticked))
            self._ticks.append(button)
            line.addWidget(button)
        self.problem = _plain("")
        line.addWidget(self.problem, 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton("Take", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.take_chosen)
        self.buttons.rejected.connect(self.reject)
        line.addWidget(self.buttons)
        self.table.itemChanged.connect(self._count)
        return line

    def _fill(self) -> None:
        table, measured = self.table, self._found.measurement is not None
        heads, widths = (_MEASURED_HEADS, _MEASURED_WIDTHS) if measured else (_HEADS, _WIDTHS)
        table.clear()
        table.setRowCount(len(self._offers))
        table.setColumnCount(len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.setAccessibleName("Differences between the file and the plan")
        for row, offer in enumerate(self._offers):
            tick = QTableWidgetItem("" if offer.possible else "no")
            tick.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
                if offer.possible
                else Qt.ItemFlag.NoItemFlags
            )
            if offer.possible:
                tick.setCheckState(Qt.CheckState.Checked if offer.chosen else Qt.CheckState.Unchecked)
                tick.setData(Qt.ItemDataRole.AccessibleTextRole, f"Take {offer.what}")
            table.setItem(row, 0, tick)
            last = offer.problem or offer.note
            where = offer.scenario_name or ("Base" if offer.key and not offer.evidence else "")
            texts = (
                (offer.place, offer.what, offer.before, offer.after, offer.low, offer.high, last)
                if measured
                else (offer.place, offer.what, where, offer.before, offer.after, last)
            )
            for place, text in enumerate(texts, start=1):
                cell = QTableWidgetItem(text[:300])
                cell.setToolTip("" if len(text) < _LONG else tip(text[:1_000]))
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(row, place, cell)
        for place, width in enumerate(widths):
            table.setColumnWidth(place, width)
            ends = measured and heads[place] in {"Low", "High"}
            table.setColumnHidden(place, ends and not any(offer.low or offer.high for offer in self._offers))
        table.horizontalHeader().setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Give every row the height its words need, once widths and fonts are known."""
        super().showEvent(event)
        self._leave_room_for_notes()
        self.table.resizeRowsToContents()
        self.table.setCurrentCell(-1, -1)

    def _leave_room_for_notes(self) -> None:
        """Make the columns before the last narrower where it would have no room for a sentence."""
        columns = range(self.table.columnCount() - 1)
        taken, room = sum(self.table.columnWidth(one) for one in columns), self.table.viewport().width()
        if taken > room - _NOTE:
            for one in columns[1:]:
                self.table.setColumnWidth(one, int(self.table.columnWidth(one) * max(0.4, (room - _NOTE) / taken)))

    def tick(self, *, ticked: bool) -> None:
        """Tick all offers that can be taken, or none."""
        for row, offer in enumerate(self._offers):
            if offer.possible:
                self._item(row).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _item(self, row: int) -> QTableWidgetItem:
        item = self.table.item(row, 0)
        assert item is not None
        return item

    def chosen(self) -> Sequence[Offer]:
        """Return the offers that are ticked."""
        return [
            offer
            for row, offer in enumerate(self._offers)
            if offer.possible and self._item(row).checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        count = len(self.chosen())
        self.take.setText(f"Take {count} difference{'' if count == 1 else 's'}")
        self.take.setEnabled(count > 0)
        self.problem.setText("")

    def take_chosen(self) -> None:
        """Close with the changed plan, or say which of the chosen contradict each other."""
        try:
            self.plan = accepted(self._plan, self.chosen())
        except AcceptanceError as error:
            self.problem.setText(f"These do not go together: {error}")
            return
        self.accept()


def _counted(found: Offered) -> str:
    if not found.offers:
        return "There is nothing to import: the file says what the plan says, or nothing that belongs to it."
    possible = len(found.possible)
    cannot = len(found.offers) - possible
    summary = f"{possible} difference{'' if possible == 1 else 's'} can be taken"
    return (
        f"{summary}; {cannot} line{'' if cannot == 1 else 's'} cannot, and say{'s' if cannot == 1 else ''} why."
        if cannot
        else f"{summary}. All that is ticked becomes one step, which can be undone."
    )


def _notes(texts: Sequence[str], name: str) -> QWidget:
    """Return notes, one below the other; more than a few lines scroll, so that none is hidden."""
    label = _plain("\n".join(texts))
    label.setObjectName(name)
    if len(texts) <= _MOST_NOTICES:
        return label
    label.setContentsMargins(0, 0, 8, 0)
    scroll = QScrollArea()
    scroll.setWidget(label)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFixedHeight(_MOST_NOTICES * label.fontMetrics().lineSpacing())
    scroll.setAccessibleName("Notes on the file")
    return scroll


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
