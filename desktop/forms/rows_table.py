"""A table of the plan as a table: a row a row, a column an input.

Edited in place, copied to and pasted from a spreadsheet.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.document.document import Document, sum_note
from desktop.style.palette import theme
from models.appraisal.in_use import inputs_shown
from models.plan.plan import Entry, Plan
from models.plan.problems import plan_problems, value_problem
from models.plan.rows import RowError, renamed, with_row
from models.quantities.declaration import Input, InputGroup, Kind
from models.quantities.sums import typed
from models.quantities.writing import ReadingError, entered, in_unit, one_line

type Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_CELLS = 20_000
"""Cells that are pasted at most."""


class RowsModel(QAbstractTableModel):
    """The rows of a table; the first column is their name. refused: a cell that was not taken, with what is wrong."""

    refused = Signal(str)

    def __init__(self, document: Document, group: InputGroup) -> None:
        super().__init__()
        self._document = document
        self._group = group
        self._columns: list[Input] = []
        self.problems: dict[tuple[int, int], str] = {}

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._document.plan.rows[self._group.table])

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns) + 1

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the head of a column: label and unit."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if section == 0:
            return "Name" if role == Qt.ItemDataRole.DisplayRole else None
        declared = self._columns[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            unit = declared.unit.printed("") if declared.unit.symbol not in {"yes/no", ""} else ""
            return f"{declared.label}\n{unit}" if unit else declared.label
        return declared.help if role == Qt.ItemDataRole.ToolTipRole else None

    def key(self, row: int, column: int) -> str:
        """Return the key of a cell's input."""
        return self._columns[column - 1].key_in(self._document.plan.slugs[self._group.table][row])

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = index.row(), index.column()
        problem = self.problems.get((row, column))
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column and self._columns[column - 1].numeric:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                return problem or (self._columns[column - 1].help if column else None)
            case Qt.ItemDataRole.BackgroundRole if problem:
                return QColor(theme().pale)
            case Qt.ItemDataRole.ForegroundRole if problem:
                return QColor(theme().refused)
            case _:
                return None

    def text(self, row: int, column: int) -> str:
        """Return a cell as text that can be typed again."""
        plan = self._document.plan
        if column == 0:
            return plan.rows[self._group.table][row].name
        declared, value = self._columns[column - 1], self._document.entry(self.key(row, column)).value
        if declared.kind is Kind.ROW:
            return plan.row_name(declared.table, str(value))
        if declared.kind is Kind.SHARE and not isinstance(value, (bool, str)):
            return f"{entered(value, declared)} %"
        return entered(value, declared)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that every cell may be edited."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell, or say what is wrong with it."""
        if role != Qt.ItemDataRole.EditRole or str(value) == self.text(index.row(), index.column()):
            return False
        plan, problem = self._with(self._document.plan, index.row(), index.column(), str(value))
        together = plan_problems(plan) if not problem else []
        problem = problem or (together[0].message if together else "")
        if problem:
            self.problems[index.row(), index.column()] = problem
            self.refused.emit(problem)
            self.dataChanged.emit(index, index)
            return False
        self.problems.pop((index.row(), index.column()), None)
        head = "name" if index.column() == 0 else self._columns[index.column() - 1].label
        self._document.change_plan(f"change of {head}", plan)
        return True

    def _with(self, plan: Plan, row: int, column: int, text: str) -> tuple[Plan, str]:
        """Return the plan with a cell taken from a text, or the plan as it is and what is wrong."""
        slug = plan.slugs[self._group.table][row]
        if column == 0:
            name = one_line(text)
            if not name or len(name) > 200:  # noqa: PLR2004 - as the plan file allows
                return plan, "a row needs a name of up to 200 characters"
            try:
                return renamed(plan, self._group.table, slug, name), ""
            except RowError as error:
                return plan, str(error)
        declared = self._columns[column - 1]
        key, scenario = declared.key_in(slug), self._document.scenario
        symbol = plan.symbol(scenario, key)
        if declared.kind is Kind.ROW:
            text = next(
                (one.slug for one in plan.rows[declared.table] if one.name.casefold() == text.strip().casefold()), text
            )
        try:
            found = typed(text, declared, symbol=symbol, rows=plan.slugs.get(declared.table, ()))
        except ReadingError as error:
            return plan, str(error)
        value = found.value
        problem = value_problem(key, declared, value, plan.slugs, symbol)
        if problem is not None:
            return plan, problem.message
        if plan.entry(scenario, key).value == value:
            return plan, ""
        evidence = plan.entry(scenario, key).evidence.for_assumption("typed in the window", sum_note(found.entered_as))
        return plan.with_entry(scenario, key, Entry(value, evidence)), ""

    def pasted(self, rows: Sequence[Sequence[str]], row: int, column: int) -> tuple[int, int]:
        """Paste a block of texts from a cell on, as one step.

        Returns how many cells were taken and how many were not.

        Rows beyond the last are added. A cell that is not taken keeps its value and says what is wrong.
        """
        plan = self._document.plan
        before = len(plan_problems(plan))
        self.problems.clear()
        taken = 0
        for down, line in enumerate(rows):
            try:
                plan = self._with_rows(plan, row + down, line[0] if column == 0 else "")
            except RowError as error:
                self.problems[row + down, column] = str(error)
                break
            changed, count = self._with_line(plan, row + down, column, line)
            together = plan_problems(changed) if count else []
            if len(together) > before:
                self.problems[row + down, column] = together[-1].message
            else:
                plan, taken = changed, taken + count
        if plan != self._document.plan:
            self._document.change_plan(f"paste of {taken} cells", plan)
        self.refresh()
        return taken, len(self.problems)

    def _with_rows(self, plan: Plan, row: int, name: str) -> Plan:
        """Return the plan with as many rows as it takes to have one at this place."""
        while row >= len(plan.rows[self._group.table]):
            plan, _ = with_row(
                plan, self._group.table, " ".join(name.split())[:200] or f"Row {len(plan.rows[self._group.table]) + 1}"
            )
        return plan

    def _with_line(self, plan: Plan, row: int, column: int, line: Sequence[str]) -> tuple[Plan, int]:
        """Return the plan with the cells of a line taken that can be, and how many; the others are noted."""
        taken = 0
        for across, text in enumerate(line):
            if column + across <= len(self._columns) and text.strip():
                plan, problem = self._with(plan, row, column + across, text)
                if problem:
                    self.problems[row, column + across] = problem
                else:
                    taken += 1
        return plan, taken

    def refresh(self) -> None:
        """Show what the document holds: of the columns, those the plan uses."""
        shown = inputs_shown(self._document.plan)
        self.beginResetModel()
        self._columns = [one for one in self._group.inputs if one.kind is not Kind.CONSTANT and one.key in shown]
        self.endResetModel()

    def described(self, row: int, column: int) -> str:
        """Return a cell in words, for those who cannot see the table."""
        if column == 0:
            return self.text(row, 0)
        declared, key = self._columns[column - 1], self.key(row, column)
        symbol = self._document.plan.symbol(self._document.scenario, key)
        value = in_unit(self._document.entry(key).value, declared, symbol)
        return f"{self.text(row, 0)}, {declared.label}: {value}"


class RowsTable(QTableView):
    """Shows the rows; Ctrl+C and Ctrl+V exchange blocks with a spreadsheet. said: a word for the person."""

    said = Signal(str)

    def __init__(self, document: Document, group: InputGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RowsModel(document, group)
        self._rows.refused.connect(self.said)
        self.setModel(self._rows)
        self.setAccessibleName(f"{group.title} as a table")
        self.setAccessibleDescription("Edit in place; Ctrl+C and Ctrl+V exchange cells with a spreadsheet.")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self.verticalHeader().setDefaultSectionSize(28)
        self.horizontalHeader().setMinimumSectionSize(70)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds; the place stays."""
        here = self.currentIndex()
        place = (here.row(), here.column())
        self._rows.refresh()
        self.resizeColumnsToContents()
        for column in range(self._rows.columnCount()):
            self.setColumnWidth(column, min(210, self.columnWidth(column) + 10))
        self.setFixedHeight(min(360, self.horizontalHeader().sizeHint().height() + 28 * self._rows.rowCount() + 22))
        if place[0] >= 0:
            self.setCurrentIndex(self._rows.index(min(place[0], self._rows.rowCount() - 1), place[1]))

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
        if sum(len(line) for line in block) > _CELLS:
            self.said.emit(f"The clipboard holds more than {_CELLS:,} cells; nothing was pasted.")
            return
        taken, refused = self._rows.pasted(block, here.row(), here.column())
        first = next(iter(self._rows.problems.values()), "")
        self.said.emit(f"{taken} cells pasted" + (f", {refused} not: {first}" if refused else ""))
        self.refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and paste."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)


def cells(text: str) -> list[list[str]]:
    """Return the cells of a text from a spreadsheet: tabs between columns, quotes around cells with line ends."""
    try:
        return [
            line for line in csv.reader(io.StringIO(text.replace("\r\n", "\n").rstrip("\n")), delimiter="\t") if line
        ]
    except csv.Error:
        return [line.split("\t") for line in text.splitlines()]
