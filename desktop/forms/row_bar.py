"""The bar above a table's form: which row is shown.

Also rows added, copied, renamed, moved, deleted or filled from the catalogue.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, count

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from desktop.document.document import Document
from desktop.forms.quiet import Chooser
from models.plan.choosing import CatalogueEntry, ChoiceError, chosen, entries_for
from models.plan.plan import Plan
from models.plan.rows import RowError, moved, renamed, with_row, without_row
from models.quantities.declaration import InputGroup

LONGEST_NAME = 200

_WIDE = 440
"""Pixels across of the question for a name."""


_ROWS = {"own_cost": "cost", "price_step": "change of a price"}
"""What a row of a table is called where the table's own name is none."""


class RowBar(QWidget):
    """Chooses a row of a table and changes the rows. table_wanted.

    All rows are to be shown as a table, or the one row again.
    """

    row_chosen = Signal()
    table_wanted = Signal(bool)

    def __init__(self, document: Document, group: InputGroup) -> None:
        super().__init__()
        self._document = document
        self._group = group
        self.chooser = Chooser()
        self.chooser.setMinimumWidth(100)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setAccessibleName(f"Row of {group.title}")
        self.chooser.activated.connect(self._activated)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 4)
        line.setSpacing(6)
        line.addWidget(self.chooser, 1)
        for button in self._buttons():
            line.addWidget(button)
        self.fill()

    @property
    def slug(self) -> str:
        """The row that is shown."""
        return str(self.chooser.currentData())

    def _buttons(self) -> list[QToolButton]:
        add = QToolButton()
        add.setText("Add")
        add.setToolTip("Add a row to this table")
        add.clicked.connect(self._add)
        rows = QToolButton()
        rows.setText("Row ▾")
        rows.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(rows)
        for text, job in (
            ("Copy", self.copy),
            ("Rename …", self._rename),
            ("Move up", partial(self.shift, -1)),
            ("Move down", partial(self.shift, 1)),
        ):
            menu.addAction(text).triggered.connect(partial(_called, job))
        # what is lost is named before it is
        delete = menu.addAction("Delete")
        delete.triggered.connect(partial(_called, self.delete))
        menu.aboutToShow.connect(lambda: delete.setText(f"Delete “{self.chooser.currentText().replace('&', '&&')}”"))
        rows.setMenu(menu)
        table = QToolButton()
        table.setText("Table")
        table.setCheckable(True)
        table.setToolTip("All rows as a table, to be edited in place and exchanged with a spreadsheet")
        table.toggled.connect(self.table_wanted)
        self._table = table
        for button in (add, rows, table):
            button.setObjectName("row")
            button.setAccessibleName(f"{button.text().rstrip(' ▾')}: {self._group.title}")
        entries = entries_for(self._group)
        if not entries:
            return [add, rows, table]
        known = QToolButton()
        known.setText("Catalogue ▾")
        known.setToolTip("Fill this row from the catalogue; figures are frozen in the plan with their source")
        known.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        known.setMenu(self._catalogue_menu(entries, known))
        known.setObjectName("row")
        known.setAccessibleName(f"Catalogue: {self._group.title}")
        return [add, rows, table, known]

    def _catalogue_menu(self, found: Sequence[CatalogueEntry], parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        vendors = {entry.vendor for entry in found}
        by_vendor: dict[str, QMenu] = {}
        for entry in found:
            # one vendor needs no menu of its own
            target = menu if len(vendors) < 2 or not entry.vendor else by_vendor.get(entry.vendor)  # noqa: PLR2004
            if target is None:
                target = by_vendor[entry.vendor] = menu.addMenu(entry.vendor)
            # what stands behind a tab is set to the right, as shortcuts are
            behind = ", ".join(one for one in (entry.price, entry.where) if one)
            said = f"{entry.name}\t{behind}" if behind else entry.name
            target.addAction(said).triggered.connect(partial(_called, partial(self.choose, entry)))
        return menu

    def fill(self) -> None:
        """Show the rows the plan has; the one shown stays where it can."""
        shown = self.chooser.currentData()
        self.chooser.clear()
        for row in self._document.plan.rows[self._group.table]:
            self.chooser.addItem(row.name, row.slug)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(shown)))

    def show_row(self, slug: str) -> None:
        """Show a row."""
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(slug)))
        self.row_chosen.emit()

    def follow(self, slug: str) -> None:
        """Take the row that is entered in the table for the one that is shown: what is done here is done to it."""
        place = self.chooser.findData(slug)
        if place >= 0:
            self.chooser.setCurrentIndex(place)

    def leave_table(self) -> None:
        """Show the form of the row again."""
        self._table.setChecked(False)

    def _activated(self, _position: int) -> None:
        self.row_chosen.emit()

    def _asked(self, title: str, text: str = "") -> str:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(title)
        dialog.setLabelText("Name")
        dialog.setTextValue(text)
        # a long title and a long name are read whole
        dialog.resize(_WIDE, dialog.sizeHint().height())
        for box in dialog.findChildren(QDialogButtonBox):
            _only_named(box.button(QDialogButtonBox.StandardButton.Ok), dialog)
        given = bool(dialog.exec())
        return " ".join(dialog.textValue().split())[:LONGEST_NAME] if given else ""

    def _add(self) -> None:
        name = self._asked(f"New {_ROWS.get(self._group.table, self._group.table)}")
        if name:
            self.add(name)

    def add(self, name: str, like: str = "") -> None:
        """Add a row and show it."""
        added: list[str] = []

        def work() -> Plan:
            self._free(name)
            plan, slug = with_row(self._document.plan, self._group.table, name, like)
            added.append(slug)
            return plan

        if self._done(f"new row {name}", work):
            self.show_row(added[0])

    def copy(self) -> None:
        """Add a copy of the row that is shown."""
        taken, first = self._names(), f"{self.chooser.currentText()} copy"
        free = (
            name
            for name in chain([first], (f"{first} {number}" for number in count(2)))
            if name.casefold() not in taken
        )
        self.add(next(free), self.slug)

    def _names(self, but: str = "") -> set[str]:
        """Return the names of the rows, as they are compared, without that of one. but: that one."""
        return {row.name.casefold() for row in self._document.plan.rows[self._group.table] if row.slug != but}

    def _free(self, name: str, but: str = "") -> None:
        """Raise RowError where another row has a name: two of one name cannot be told apart where they are chosen."""
        if name.casefold() in self._names(but):
            raise RowError(f"“{name}” is there already; give another name.")

    def _rename(self) -> None:
        name = self._asked("Rename the row", self.chooser.currentText())
        if name:
            self.rename(name)

    def rename(self, name: str) -> None:
        """Give the row that is shown another name."""

        def work() -> Plan:
            self._free(name, self.slug)
            return renamed(self._document.plan, self._group.table, self.slug, name)

        self._done(f"rename of row to {name}", work)

    def shift(self, by: int) -> None:
        """Move the row that is shown up or down."""
        self._done("move of a row", lambda: moved(self._document.plan, self._group.table, self.slug, by))

    def delete(self) -> None:
        """Delete the row that is shown."""
        self._done(
            f"deletion of row {self.chooser.currentText()}",
            lambda: without_row(self._document.plan, self._group.table, self.slug),
        )

    def choose(self, entry: CatalogueEntry) -> None:
        """Fill the row that is shown from the catalogue."""
        target = f"{self._group.area}.{self._group.table}.{self.slug}"
        self._done(
            f"choice of {entry.name}", lambda: chosen(self._document.plan, self._document.scenario, target, entry.id)
        )

    def _done(self, text: str, work: Callable[[], Plan]) -> bool:
        """Make a step of what the work returns, or say why it cannot be done."""
        try:
            plan = work()
        except (RowError, ChoiceError) as error:
            QMessageBox.warning(self, "The rows stay as they are", str(error))
            return False
        self._document.change_plan(text, plan)
        return True


def _only_named(button: QPushButton, dialog: QInputDialog) -> None:
    """Let a button be pressed only while there is a name."""

    def follow(typed: str) -> None:
        button.setEnabled(bool(typed.strip()))

    dialog.textValueChanged.connect(follow)
    follow(dialog.textValue())


def _called(job: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    job()
