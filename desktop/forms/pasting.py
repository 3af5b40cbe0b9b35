"""A block of cells from a spreadsheet: what pasting it would change, shown before it is done."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QTableView, QVBoxLayout, QWidget

from desktop.style.palette import theme
from desktop.style.tips import tip
from models.plan.plan import Plan
from models.quantities.texts import counted

type Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_AT_ONCE = 200
"""Cells that are pasted without being asked, where every one of them has a place."""
_LISTED = 500
"""Problems that are listed at most."""


@dataclass(frozen=True)
class Block:
    """Texts from a spreadsheet, read against a table from a cell on. plan: with all that can be taken.

    problems: by row and column of the table. rows_outside, columns_outside: of the block, with no place in the table.
    """

    rows: Sequence[Sequence[str]]
    row: int
    column: int
    plan: Plan
    taken: int
    problems: dict[tuple[int, int], str]
    rows_added: int
    rows_outside: int
    columns_outside: int

    @property
    def asks(self) -> bool:
        """Whether it is shown before it is pasted: many cells, some that have no place, or as many that do not fit."""
        whole = sum(map(len, self.rows))
        misfits = whole > 1 and 2 * self.refused >= whole
        return whole > _AT_ONCE or self.rows_outside > 0 or self.columns_outside > 0 or misfits

    @property
    def refused(self) -> int:
        """How many cells do not fit where they would go."""
        return len(self.problems) - bool(self.rows_outside)

    def text(self) -> str:
        """Return what pasting it does, as sentences."""
        size = f"{counted(len(self.rows), 'row')} by {counted(max(map(len, self.rows), default=0), 'column')}"
        parts = [f"The clipboard holds {size}. {counted(self.taken, 'cell')} can be pasted."]
        if self.refused:
            keeps = "it keeps the value it has" if self.refused == 1 else "they keep the values they have"
            parts.append(f"{counted(self.refused, 'cell')} cannot: {keeps}.")
        if self.rows_added:
            parts.append(f"{counted(self.rows_added, 'row')} will be added.")
        if self.rows_outside:
            last = self.problems[self.row + len(self.rows) - self.rows_outside, self.column]
            parts.append(f"The last {counted(self.rows_outside, 'row')} will be left out: {last}.")
        if self.columns_outside:
            parts.append(f"The last {counted(self.columns_outside, 'column')} will be left out: the table ends before.")
        return " ".join(parts)


class _BlockModel(QAbstractTableModel):
    """The cells of a block under the columns they would go to."""

    def __init__(self, block: Block, heads: Sequence[str]) -> None:
        super().__init__()
        self._block, self._heads = block, heads
        self._width = max(map(len, block.rows), default=0)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows the block has."""
        return 0 if parent.isValid() else len(self._block.rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns the block has."""
        return 0 if parent.isValid() else self._width

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the column or the row of the table that cells would go to."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._block.row + section + 1
        place = self._block.column + section
        return self._heads[place] if place < len(self._heads) else "left out"

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell as it was copied, marked where it cannot be taken."""
        line = self._block.rows[index.row()]
        text = line[index.column()] if index.column() < len(line) else ""
        problem = self._block.problems.get((self._block.row + index.row(), self._block.column + index.column()), "")
        out = index.row() >= len(
            self._block.rows
        ) - self._block.rows_outside or self._block.column + index.column() >= len(self._heads)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text[:200]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{text[:200]}, {problem or 'left out'}" if problem or out else text[:200]
            case Qt.ItemDataRole.ToolTipRole:
                return tip(problem or text[:1_000])
            case Qt.ItemDataRole.BackgroundRole if problem:
                return QColor(theme().pale)
            case Qt.ItemDataRole.ForegroundRole if problem:
                return QColor(theme().refused)
            case Qt.ItemDataRole.ForegroundRole if out:
                return QColor(theme().faint)
            case _:
                return None


class PasteDialog(QDialog):
    """Shows a block with what is wrong with it, cell by cell; pasting takes the rest as one step."""

    def __init__(self, parent: QWidget, block: Block, heads: Sequence[str]) -> None:
        """Make the dialog. heads: the columns of the table."""
        super().__init__(parent)
        self.setWindowTitle("Paste")
        self.head = QLabel(block.text(), textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.table = QTableView()
        self.table.setModel(_BlockModel(block, heads))
        self.table.setAccessibleName("Cells to be pasted")
        self.table.resizeColumnsToContents()
        for place in range(self.table.model().columnCount()):
            self.table.setColumnWidth(place, min(210, self.table.columnWidth(place) + 10))
        self.problems = QListWidget()
        self.problems.setAccessibleName("Cells that cannot be pasted")
        self.problems.setWordWrap(True)
        self._places = [(row - block.row, column - block.column) for row, column in block.problems][:_LISTED]
        for (row, column), problem in list(block.problems.items())[:_LISTED]:
            self.problems.addItem(f"Row {row + 1}, {heads[column]}: {problem}")
        if len(block.problems) > _LISTED:
            self.problems.addItem(f"and {len(block.problems) - _LISTED:,} more")
        self.problems.currentRowChanged.connect(self._show)
        self.problems.setVisible(bool(block.problems))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        paste = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        paste.setText(f"Paste {counted(block.taken, 'cell')}")
        paste.setEnabled(block.taken > 0)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column_of_parts = QVBoxLayout(self)
        column_of_parts.addWidget(self.head)
        column_of_parts.addWidget(self.table, 2)
        column_of_parts.addWidget(self.problems, 1)
        column_of_parts.addWidget(self.buttons)
        room = parent.window().size()
        self.resize(min(900, room.width() - 40), min(600, room.height() - 80))

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._places):
            self.table.setCurrentIndex(self.table.model().index(*self._places[row]))


def shown_first(parent: QWidget, heads: Callable[[], Sequence[str]], block: Block) -> bool:
    """Whether a block is to be pasted: a person is asked where it is large or does not fit."""
    return not block.asks or PasteDialog(parent, block, heads()).exec() == QDialog.DialogCode.Accepted


def cells(text: str) -> list[list[str]]:
    """Return the cells of a text from a spreadsheet: tabs between columns, quotes around cells with line ends."""
    try:
        return [
            line for line in csv.reader(io.StringIO(text.replace("\r\n", "\n").rstrip("\n")), delimiter="\t") if line
        ]
    except csv.Error:
        return [line.split("\t") for line in text.splitlines()]


def names_of_new(lines: Sequence[Sequence[str]], held: int, *, named: bool) -> list[str]:
    """Return names for the rows that a block adds. held: rows that are there. named: names come first in the lines."""
    return [
        (" ".join(line[0].split())[:200] if named else "") or f"Row {held + number + 1}"
        for number, line in enumerate(lines)
    ]
