"""The rows of a plan's table as Qt shows them: a row a row, a column an input, in an order of their own."""

from collections.abc import Callable, Sequence
from typing import Any, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from desktop.document.document import Document, sum_note
from desktop.forms.pasted_heads import UnderHeads, under_heads
from desktop.forms.pasting import Block, names_of_new
from desktop.style.palette import theme
from desktop.style.tips import tip
from models.appraisal.in_use import inputs_shown
from models.plan.plan import Entry, Plan
from models.plan.problems import joint_problems, value_problem
from models.plan.rows import RowError, renamed, with_rows
from models.quantities.declaration import Input, InputGroup, Kind, Value
from models.quantities.limits import most_rows
from models.quantities.sums import typed
from models.quantities.texts import one_line
from models.quantities.writing import SYMBOLS, ReadingError, at_a_glance, entered, in_unit, shown

type Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_COLUMNS = 12
"""Columns that are shown unless others are chosen: the first of those that decide."""


class RowsModel(QAbstractTableModel):
    """The rows of a table; the first column is their name.

    refused: a cell was not taken, with what is wrong; once one is taken, with what is wrong elsewhere, or nothing.
    """

    refused = Signal(str)

    def __init__(self, document: Document, group: InputGroup) -> None:
        super().__init__()
        self._document = document
        self._group = group
        self._columns: list[Input] = []
        self._slugs: tuple[str, ...] = ()
        self._order: list[int] = []
        self.problems: dict[tuple[int, int], str] = {}
        self._steps = 0

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
            signs = " or ".join(self._signs(declared))
            unit = declared.unit.printed(signs) if declared.unit.symbol not in {"yes/no", ""} else ""
            return f"{declared.label}\n{unit}" if unit else declared.label
        return tip(declared.help) if role == Qt.ItemDataRole.ToolTipRole else None

    def _signs(self, declared: Input) -> Sequence[str]:
        """Return the currency signs of a column, each once in the order of the rows."""
        plan, scenario = self._document.plan, self._document.scenario
        rows = plan.slugs[self._group.table]
        return list(dict.fromkeys(plan.symbol(scenario, declared.key_in(row)) for row in rows))

    def place(self, row: int) -> int:
        """Return where a row of the view stands in the plan."""
        return self._order[row] if row < len(self._order) else row

    def key(self, row: int, column: int) -> str:
        """Return the key of a cell's input."""
        return self._columns[column - 1].key_in(self.slug(row))

    def slug(self, row: int) -> str:
        """Return which row of the plan stands at a row of the view."""
        return self._document.plan.slugs[self._group.table][self.place(row)]

    def row_of(self, slug: str) -> int:
        """Return at which row of the view a row of the plan stands; −1 where there is none."""
        return next((row for row in range(self.rowCount()) if self.slug(row) == slug), -1)

    def heads(self) -> list[str]:
        """Return the heads of all columns, without units."""
        return ["Name", *(declared.label for declared in self._columns)]

    def headed(self, rows: Sequence[Sequence[str]]) -> UnderHeads | None:
        """Return a block of texts whose first row names columns under these; None where it names none."""
        return under_heads(rows, self._group.table, self._columns, SYMBOLS[self._document.plan.currency])

    @property
    def columns(self) -> Sequence[Input]:
        """The inputs that are shown, in order."""
        return self._columns

    def answers(self, column: int) -> Sequence[str]:
        """Return what a cell of a column may say, empty where it is a name or a number."""
        declared = self._columns[column - 1] if column else None
        if declared is None:
            return []
        if declared.kind is Kind.ROW:
            return [one.name for one in self._document.plan.rows[declared.table]]
        return ["Yes", "No"] if declared.kind is Kind.FLAG else [one.label for one in declared.choices]

    def offered(self) -> Sequence[Input]:
        """Return every input that may be a column: those the plan uses."""
        shown = inputs_shown(self._document.plan)
        return [one for one in self._group.inputs if one.kind is not Kind.CONSTANT and one.key in shown]

    def choose_columns(self, names: frozenset[str] | None) -> None:
        """Show these inputs as columns, by name; those that decide where None is given. So does every window of it."""
        if names is None:
            self._document.columns_shown.pop(self._group.title, None)
        else:
            self._document.columns_shown[self._group.title] = names
        self.refresh()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the rows by the values of a column; the plan's own order stays, and comes back with column −1."""
        count = self.rowCount()
        self.problems.clear()
        self.layoutAboutToBeChanged.emit()
        self._order = []
        if column >= 0:
            keys = {row: self._sorted_by(row, column) for row in range(count)}
            self._order = sorted(range(count), key=lambda row: keys[row], reverse=order is Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def _sorted_by(self, row: int, column: int) -> tuple[float, str]:
        """Return what a row is sorted by: numbers as numbers, anything else as it is read."""
        if column and self._columns[column - 1].numeric:
            return float(self._document.entry(self.key(row, column)).value), ""
        return 0.0, self.text(row, column).casefold()

    def filled(self, rows: Sequence[int], columns: Sequence[int]) -> tuple[int, int]:
        """Give the rows below the first its values in these columns, as one step; names stay.

        Returns how many cells were taken and how many were not.
        """
        wanted = [column for column in columns if column]
        if len(rows) < 2 or not wanted:  # noqa: PLR2004 - one to take from, one to fill
            return 0, 0
        line = [self.text(rows[0], column) for column in wanted]
        return self.pasted([line] * (len(rows) - 1), rows[1], wanted[0], f"fill down of {len(wanted)} columns")

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = index.row(), index.column()
        problem = self.problems.get((row, column))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row, column, at_a_glance)
            case Qt.ItemDataRole.EditRole:
                return self.text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.described(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column and self._columns[column - 1].numeric:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                unused = "Not used by this row. " if self._unused(row, column) else ""
                return tip(problem or (unused + self._columns[column - 1].help if column else ""))
            case Qt.ItemDataRole.BackgroundRole if problem:
                return QColor(theme().pale)
            case Qt.ItemDataRole.ForegroundRole if problem:
                return QColor(theme().refused)
            case Qt.ItemDataRole.ForegroundRole if self._unused(row, column):
                return QColor(theme().faint)
            case _:
                return None

    def _unused(self, row: int, column: int) -> bool:
        """Return whether a cell is of an input that its row does not use, such as the requests of training."""
        return column > 0 and not self._document.plan.applies(self._document.scenario, self.key(row, column))

    def text(self, row: int, column: int, written: Callable[[Value, Input], str] = entered) -> str:
        """Return a cell as text, such that it can be typed again unless it is written shorter."""
        plan = self._document.plan
        if column == 0:
            return plan.rows[self._group.table][self.place(row)].name
        declared, value = self._columns[column - 1], self._document.entry(self.key(row, column)).value
        if declared.kind is Kind.ROW:
            return plan.row_name(declared.table, str(value))
        if declared.kind is Kind.SHARE and not isinstance(value, (bool, str)):
            return f"{written(value, declared)}%"
        signs = self._signs(declared) if declared.currency else ()
        if len(signs) > 1:  # the head cannot say which
            return f"{plan.symbol(self._document.scenario, self.key(row, column))}{written(value, declared)}"
        return written(value, declared)

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
        together = joint_problems(plan) if not problem else []
        problem = problem or (together[0].message if together else "")
        if problem:
            self.problems[index.row(), index.column()] = problem
            self.refused.emit(problem)
            self.dataChanged.emit(index, index)
            return False
        self.problems.pop((index.row(), index.column()), None)
        self.refused.emit(next(iter(self.problems.values()), ""))
        head = "name" if index.column() == 0 else self._columns[index.column() - 1].label
        self._document.change_plan(f"change of {head}", plan)
        return True

    def _with(self, plan: Plan, row: int, column: int, text: str) -> tuple[Plan, str]:
        """Return the plan with a cell taken from a text, or the plan as it is and what is wrong."""
        slug = plan.slugs[self._group.table][self.place(row)]
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
            every = plan.rows[declared.table]
            wanted = text.strip().casefold()
            found_row = next((one for one in every if wanted in {one.name.casefold(), one.slug}), None)
            if found_row is None:
                return plan, f"{shown(text)} is not among the choices: {', '.join(one.name for one in every)}"
            text = found_row.slug
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
        before = plan.entry(scenario, key).evidence
        evidence = before.for_assumption("typed in the window", value, sum_note(found.entered_as))
        return plan.with_entry(scenario, key, Entry(value, evidence)), ""

    def pasted(self, rows: Sequence[Sequence[str]], row: int, column: int, step: str = "") -> tuple[int, int]:
        """Paste a block of texts from a cell on, as one step.

        Returns how many cells were taken and how many were not.
        """
        found = self.read_block(rows, row, column)
        self.take(found, step)
        return found.taken, len(found.problems)

    def read_block(self, rows: Sequence[Sequence[str]], row: int, column: int) -> Block:
        """Return what pasting a block of texts from a cell on would give; nothing is changed.

        Rows beyond the last are added, as many as a plan may hold. A cell that is not taken keeps its value and says
        what is wrong.
        """
        plan, table = self._document.plan, self._group.table
        before, held = len(joint_problems(plan)), len(plan.rows[table])
        problems: dict[tuple[int, int], str] = {}
        inside = rows[: max(0, most_rows(table) - row)]
        outside = len(rows) - len(inside)
        if outside:
            problems[row + len(inside), column] = f"the table holds at most {most_rows(table)} rows"
        if row + len(inside) > held:
            plan, _ = with_rows(plan, table, names_of_new(inside[held - row :], held, named=column == 0))
        whole, taken, bad = self._with_lines(plan, inside, row, column)
        if len(joint_problems(whole)) > before:
            # some line breaks a rule about several inputs: it is looked for line by line
            whole, taken, bad = self._with_lines(plan, inside, row, column, before)
        plan, problems = whole, bad | problems
        room = len(self._columns) + 1 - column
        return Block(
            rows=rows,
            row=row,
            column=column,
            plan=plan,
            taken=taken,
            problems=problems,
            rows_added=len(plan.rows[self._group.table]) - held,
            rows_outside=outside,
            columns_outside=max(0, max(map(len, rows), default=0) - room),
        )

    def take(self, found: Block, step: str = "") -> None:
        """Take a block as one step, and mark the cells that were not taken."""
        if found.plan != self._document.plan:
            self._document.change_plan(step or f"paste of {found.taken} cells", found.plan)
        self.refresh()
        self.problems = dict(found.problems)
        self._steps = self._document.undo_stack.index()
        if self._slugs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._slugs) - 1, len(self._columns)))

    def _with_lines(
        self, plan: Plan, lines: Sequence[Sequence[str]], row: int, column: int, most: int | None = None
    ) -> tuple[Plan, int, dict[tuple[int, int], str]]:
        """Return the plan with what can be taken of lines, how many cells that are, and what is wrong with the others.

        most: problems of several inputs that there may be; a line that makes more is not taken.
        """
        problems: dict[tuple[int, int], str] = {}
        taken = 0
        for down, line in enumerate(lines):
            changed, good, bad = self._with_line(plan, row + down, column, line)
            problems |= bad
            together = joint_problems(changed) if good and most is not None else []
            if most is not None and len(together) > most:
                problems[row + down, column] = together[-1].message
            else:
                plan, taken = changed, taken + good
        return plan, taken, problems

    def _with_line(
        self, plan: Plan, row: int, column: int, line: Sequence[str]
    ) -> tuple[Plan, int, dict[tuple[int, int], str]]:
        """Return the plan with the cells of a line taken that can be, how many, and what is wrong with the others."""
        taken, problems = 0, dict[tuple[int, int], str]()
        for across, text in enumerate(line[: len(self._columns) + 1 - column]):
            if text.strip():
                plan, problem = self._with(plan, row, column + across, text)
                if problem:
                    problems[row, column + across] = problem
                else:
                    taken += 1
        return plan, taken, problems

    def refresh(self) -> None:
        """Show what the document holds: of the columns, those that were chosen or decide."""
        offered = self.offered()
        essential = [one for one in offered if one.essential]
        chosen = self._document.columns_shown.get(self._group.title)
        wanted = (
            [one for one in offered if one.name in chosen]
            if chosen is not None
            else (essential or list(offered))[:_COLUMNS]
        )
        slugs = tuple(self._document.plan.slugs[self._group.table])
        if self.problems and self._document.undo_stack.index() < self._steps:
            # what was refused belonged to a paste that is taken back
            self.problems.clear()
            self.refused.emit("")
        if self._order and len(self._order) != len(slugs):
            self._order = []
            self.problems.clear()
        if slugs and (slugs, wanted) == (self._slugs, self._columns):
            # whoever types in a cell goes on typing
            self.dataChanged.emit(self.index(0, 0), self.index(len(slugs) - 1, len(wanted)))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(wanted))
            return
        self.beginResetModel()
        before, self.problems = self.problems, self._moved(slugs, wanted)
        self._columns, self._slugs = wanted, slugs
        self.endResetModel()
        if len(before) != len(self.problems):
            self.refused.emit(next(iter(self.problems.values()), ""))

    def _moved(self, slugs: Sequence[str], columns: Sequence[Input]) -> dict[tuple[int, int], str]:
        """Return what is wrong with cells where these rows and columns are shown: with its own row, or no more."""
        rows = {self._slugs.index(slug): place for place, slug in enumerate(slugs) if slug in self._slugs}
        heads = {self._columns.index(one) + 1: place for place, one in enumerate(columns, 1) if one in self._columns}
        heads[0] = 0
        return {
            (rows[row], heads[column]): what
            for (row, column), what in self.problems.items()
            if row in rows and column in heads
        }

    def described(self, row: int, column: int) -> str:
        """Return a cell in words, for those who cannot see the table."""
        if column == 0:
            return self.text(row, 0)
        declared, key = self._columns[column - 1], self.key(row, column)
        symbol = self._document.plan.symbol(self._document.scenario, key)
        value = in_unit(self._document.entry(key).value, declared, symbol)
        unused = ", not used by this row" if self._unused(row, column) else ""
        return f"{self.text(row, 0)}, {declared.label}: {value}{unused}"
