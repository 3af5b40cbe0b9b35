"""A table of the plan as a table: a row a row, a column an input.

Edited in place, copied to and pasted from a spreadsheet.
"""

from functools import partial
from typing import override

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QMenu, QTableView, QWidget

from desktop.document.document import Document
from desktop.forms.cell_editor import CellEditor
from desktop.forms.frozen import FrozenColumn
from desktop.forms.pasting import Block, cells, shown_first
from desktop.forms.rows_model import RowsModel
from models.quantities.declaration import InputGroup
from models.quantities.texts import counted

_ROW = 28


class RowsTable(QTableView):
    """Shows the rows; Ctrl+C and Ctrl+V exchange blocks with a spreadsheet.

    said: what was refused, and why. told: what was done. row_entered: the row of the plan that the cursor comes to.
    """

    row_entered = Signal(str)
    said = Signal(str)
    told = Signal(str)

    def __init__(
        self, document: Document, group: InputGroup, parent: QWidget | None = None, *, alone: bool = False
    ) -> None:
        """Make a table. alone: it has a window of its own, and takes its height."""
        super().__init__(parent)
        self._alone = alone
        self._slug = ""
        self._rows = RowsModel(document, group)
        self._rows.refused.connect(self.said)
        self.setModel(self._rows)
        self.selectionModel().currentRowChanged.connect(self._entered)
        self.setItemDelegate(CellEditor(self._rows, self))
        self.setAccessibleName(f"{group.title} as a table")
        self.setAccessibleDescription("Edit in place; Ctrl+C and Ctrl+V exchange cells with a spreadsheet.")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        for corner in self.findChildren(QAbstractButton):
            corner.setAccessibleName("Select all")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_at)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(70)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._head_menu_at)
        self.frozen = FrozenColumn(self)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds; the place stays."""
        here, slug = self.currentIndex(), self._slug
        place = (here.row(), here.column())
        self._rows.refresh()
        self.resizeColumnsToContents()
        for column in range(self._rows.columnCount()):
            self.setColumnWidth(column, min(210, self.columnWidth(column) + 10))
        if not self._alone:
            head = self.horizontalHeader().sizeHint().height()
            self.setFixedHeight(min(360, head + _ROW * self._rows.rowCount() + 22))
        self.frozen.follow()
        if place[0] >= 0:
            # the row of the plan stays the one it is in, wherever that has gone; only one that is no more gives way
            stays = self._rows.row_of(slug)
            row = stays if stays >= 0 else min(place[0], self._rows.rowCount() - 1)
            self.setCurrentIndex(self._rows.index(row, place[1]))

    def _entered(self, now: QModelIndex, _before: QModelIndex) -> None:
        if 0 <= now.row() < self._rows.rowCount():
            self._slug = self._rows.slug(now.row())
            self.row_entered.emit(self._slug)

    def enter(self, slug: str) -> None:
        """Put the cursor in a row of the plan, in the column in which it is."""
        row = self._rows.row_of(slug)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(row, max(0, self.currentIndex().column())))

    @property
    def rows(self) -> RowsModel:
        """The model of the table."""
        return self._rows

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as a spreadsheet takes them."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows, columns = sorted({one.row() for one in chosen}), sorted({one.column() for one in chosen})
        lines = [
            "\t".join(self._rows.text(row, column).replace("\t", " ").replace("\n", " ") for column in columns)
            for row in rows
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Take a block of cells from the clipboard, from the current cell on."""
        here = self.currentIndex()
        block = cells(QGuiApplication.clipboard().text())
        if not block or not here.isValid():
            return
        headed = self._rows.headed(block)
        column = here.column() if headed is None else 0
        found = self._rows.read_block(block if headed is None else headed.rows, here.row(), column)
        if not shown_first(self, self._rows.heads, found):
            self.told.emit("Nothing was pasted.")
            return
        self._rows.take(found)
        first = self._first_refused(found)
        pasted = f"{'' if headed is None else f'{headed.told} '}{counted(found.taken, 'cell')} pasted"
        if first:
            self.said.emit(f"{pasted}, {len(found.problems)} not: {first}")
        else:
            self.told.emit(f"{pasted}; Undo takes them back.")
        self.refresh()

    def _first_refused(self, found: Block) -> str:
        """Return which cell of a block was refused first, why, and what it holds instead; empty where none was."""
        for (row, column), why in found.problems.items():
            if row >= self._rows.rowCount():
                return why
            keeps = f"; it holds {self._rows.text(row, column) or 'nothing'}" if column else ""
            return f"{self._rows.text(row, 0)}, {self._rows.heads()[column]}: {why}{keeps}"
        return ""

    def fill_down(self) -> None:
        """Give the selected rows the values of the first of them."""
        chosen = self.selectedIndexes()
        rows, columns = sorted({one.row() for one in chosen}), sorted({one.column() for one in chosen})
        if len(rows) < 2:  # noqa: PLR2004 - one to take from, one to fill
            self.said.emit("Select the cells to fill, the first with the value: it is taken for those below.")
            return
        taken, refused = self._rows.filled(rows, columns)
        first = next(iter(self._rows.problems.values()), "")
        (self.said if refused else self.told).emit(
            f"{counted(taken, 'cell')} filled" + (f", {refused} not: {first}" if refused else "")
        )
        self.refresh()

    def sort_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the rows by a column, −1 for the plan's own order."""
        self._rows.sort(column, order)
        self.enter(self._slug)
        self.horizontalHeader().setSortIndicatorShown(column >= 0)
        self.horizontalHeader().setSortIndicator(column, order)

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Copy", self.copy)
        menu.addAction("Paste", self.paste)
        menu.addAction("Fill down", self.fill_down)
        menu.exec(self.viewport().mapToGlobal(place))

    def _head_menu_at(self, place: QPoint) -> None:
        column = self.horizontalHeader().logicalIndexAt(place)
        menu = QMenu(self)
        menu.addAction("Sort, smallest first", partial(self.sort_by, column))
        menu.addAction("Sort, largest first", partial(self.sort_by, column, Qt.SortOrder.DescendingOrder))
        menu.addAction("The plan's order", partial(self.sort_by, -1))
        menu.exec(self.horizontalHeader().mapToGlobal(place))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first column beside the others."""
        super().resizeEvent(event)
        self.frozen.follow()

    @override
    def event(self, event: QEvent) -> bool:
        """Take Ctrl+D for filling down while the table has the focus, as a spreadsheet does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _fills(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste and fill down."""
        if _fills(event):
            self.fill_down()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)


def _fills(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier
