"""What a file offers, line by line: shown with its place, chosen by tick, taken as one step."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QHBoxLayout, QHeaderView, QLabel, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.imports.offers import AcceptanceError, Offer, Offered, accepted
from models.plan.plan import Plan

_HEADS = ("Take", "Cell", "Input", "Scenario", "In the plan", "In the file", "To know")
_MOST_NOTICES = 6
_WIDTHS = (52, 110, 240, 130, 160, 160, 240)


class TakeInDialog(QDialog):
    """Shows the offers of one file; what is ticked is taken when the person says so."""

    def __init__(self, parent: QWidget, plan: Plan, found: Offered) -> None:
        super().__init__(parent)
        self.setWindowTitle("Take in figures")
        self._plan = plan
        self._offers: list[Offer] = [*found.possible, *(offer for offer in found.offers if not offer.possible)]
        self.plan: Plan | None = None
        column = QVBoxLayout(self)
        head = _plain(f"{found.file}: {found.title}")
        head.setObjectName("heading")
        column.addWidget(head)
        column.addWidget(_plain(_counted(found)))
        if found.preview:
            column.addWidget(_plain("; ".join(f"column “{text[:40]}” is {meaning}" for text, meaning in found.preview[:12])))
        notices = [*found.notices[:_MOST_NOTICES], *([f"and {len(found.notices) - _MOST_NOTICES} more notes"] if len(found.notices) > _MOST_NOTICES else [])]
        if notices:
            column.addWidget(_plain("\n".join(notices)))
        self.table = QTableWidget(len(self._offers), len(_HEADS))
        self._fill()
        column.addWidget(self.table, 1)
        column.addLayout(self._buttons(found))
        room = parent.size()
        self.resize(min(1_180, room.width() - 60), min(680, room.height() - 60))

    def _buttons(self, found: Offered) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, ticked in (("Tick all", True), ("Tick none", False)):
            button = QPushButton(text)
            button.setEnabled(bool(found.possible))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, ticked=ticked: self.tick(ticked=ticked))
            line.addWidget(button)
        self.problem = _plain("")
        line.addWidget(self.problem, 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton("Take", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.take_chosen)
        self.buttons.rejected.connect(self.reject)
        line.addWidget(self.buttons)
        self.table.itemChanged.connect(self._count)
        self._count()
        return line

    def _fill(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(_HEADS)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.setAccessibleName("Differences between the file and the plan")
        for row, offer in enumerate(self._offers):
            tick = QTableWidgetItem("" if offer.possible else "no")
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable if offer.possible else Qt.ItemFlag.NoItemFlags)
            if offer.possible:
                tick.setCheckState(Qt.CheckState.Checked if offer.chosen else Qt.CheckState.Unchecked)
                tick.setData(Qt.ItemDataRole.AccessibleTextRole, f"Take {offer.what}")
            table.setItem(row, 0, tick)
            texts = (offer.place, offer.what, offer.scenario_name or ("Base" if offer.key and not offer.evidence else ""), offer.before, offer.after, offer.problem or offer.note)
            for place, text in enumerate(texts, start=1):
                cell = QTableWidgetItem(text[:300])
                cell.setToolTip("" if len(text) < 30 else text[:1_000].replace("<", "‹"))  # noqa: PLR2004 - shorter ones are seen whole
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(row, place, cell)
        for place, width in enumerate(_WIDTHS):
            table.setColumnWidth(place, width)
        table.horizontalHeader().setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Give every row the height its words need, once widths and fonts are known."""
        super().showEvent(event)
        self.table.resizeRowsToContents()
        self.table.setCurrentCell(-1, -1)

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
        return [offer for row, offer in enumerate(self._offers) if offer.possible and self._item(row).checkState() == Qt.CheckState.Checked]

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
        return "There is nothing to take: the file says what the plan says, or nothing that belongs to it."
    possible = len(found.possible)
    cannot = len(found.offers) - possible
    told = f"{possible} difference{'' if possible == 1 else 's'} can be taken"
    return f"{told}; {cannot} line{'' if cannot == 1 else 's'} cannot, and say{'s' if cannot == 1 else ''} why." if cannot else f"{told}. All that is ticked becomes one step, which can be undone."


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
