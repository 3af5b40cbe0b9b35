"""Blocks from a spreadsheet that are large or do not fit: shown first, with what is wrong, cell by cell."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from desktop.forms.pasting import PasteDialog
from desktop.forms.rows_table import RowsTable
from desktop.window.main_window import MainWindow

WORKLOADS = 100
"""The most that a plan holds."""


@pytest.fixture
def table(window: MainWindow) -> RowsTable:
    form = window.area_tabs[1].forms[0]
    assert form._rows is not None
    form._rows._table.click()
    assert form._table is not None
    table = form._table.table
    table.setCurrentIndex(table.rows.index(0, 0))
    return table


class Answer:
    """Answers the next dialog, and keeps what it showed."""

    def __init__(self, button: QDialogButtonBox.StandardButton) -> None:
        self._button = button
        self.text = ""
        self.problems: list[str] = []
        self.size = (0, 0)
        QTimer.singleShot(0, self._answer)

    def _answer(self) -> None:
        dialog = next((one for one in QApplication.topLevelWidgets() if isinstance(one, PasteDialog)), None)
        if dialog is None:
            QTimer.singleShot(20, self._answer)
            return
        model = dialog.table.model()
        self.text = dialog.head.text()
        self.size = (model.rowCount(), model.columnCount())
        self.problems = [dialog.problems.item(row).text() for row in range(dialog.problems.count())]
        if self.problems:
            dialog.problems.setCurrentRow(0)
            self.marked = (dialog.table.currentIndex().row(), dialog.table.currentIndex().column())
        dialog.buttons.button(self._button).click()


def _clipboard(rows: int, columns: int, name: str = "Row {}") -> None:
    line = "\t".join([name] + ["x"] * (columns - 1))
    QGuiApplication.clipboard().setText("\n".join(line.format(row + 1) for row in range(rows)))


@pytest.mark.long
def test_f38_five_thousand_rows_of_fifty_are_shown_first_and_taken_as_one_step(
    window: MainWindow, table: RowsTable
) -> None:
    heads = table.rows.heads()
    growth = heads.index("Growth of volume")
    line = [""] * 50
    rows: list[str] = []
    for row in range(5_000):
        line[0], line[growth] = f"Service {row + 1}", "#REF!" if row == 7 else "12%"
        rows.append("\t".join(line))
    QGuiApplication.clipboard().setText("\n".join(rows))
    before, count = window.document.plan, window.document.undo_stack.count()

    refused = Answer(QDialogButtonBox.StandardButton.Cancel)
    table.paste()
    assert window.document.plan is before
    assert refused.size == (5_000, 50)

    answer = Answer(QDialogButtonBox.StandardButton.Ok)
    table.paste()
    held = window.document.plan.rows["workload"]
    assert [one.name for one in held] == [f"Service {row + 1}" for row in range(WORKLOADS)]
    # two cells in each of a hundred rows, less the one that is no number
    assert answer.text == (
        "The clipboard holds 5,000 rows by 50 columns. 199 cells can be pasted."
        " 1 cell cannot: it keeps the value it has. 97 rows will be added."
        " The last 4,900 rows will be left out: the table holds at most 100 rows."
        f" The last {50 - len(heads)} columns will be left out: the table ends before."
    )
    assert answer.problems[0].startswith("Row 8, Growth of volume: “#REF!”")
    assert answer.marked == (7, growth)
    assert window.document.undo_stack.count() == count + 1
    window.document.undo_stack.undo()
    assert window.document.plan.rows == before.rows
    assert window.document.plan.entries == before.entries


def test_decimal_commas_and_cells_with_line_ends_are_read_as_a_spreadsheet_writes_them(
    window: MainWindow, table: RowsTable
) -> None:
    QGuiApplication.clipboard().setText('"Two\nlines ""quoted"""\r\nOther')
    table.paste()
    assert [one.name for one in window.document.plan.rows["workload"]][:2] == ['Two lines "quoted"', "Other"]


def test_a_few_cells_that_fit_are_taken_without_being_asked(window: MainWindow, table: RowsTable) -> None:
    _clipboard(3, 1)
    table.paste()
    assert [one.name for one in window.document.plan.rows["workload"]] == ["Row 1", "Row 2", "Row 3"]


def test_a_block_of_which_nothing_can_be_taken_offers_nothing(window: MainWindow, table: RowsTable) -> None:
    place = table.rows.heads().index("Growth of volume")
    table.setCurrentIndex(table.rows.index(0, place))
    QGuiApplication.clipboard().setText("\n".join(["#REF!"] * 201))
    before = window.document.plan
    answer = Answer(QDialogButtonBox.StandardButton.Cancel)
    table.paste()
    assert "0 cells can be pasted." in answer.text
    assert window.document.plan is before


def test_a_block_copied_with_its_heads_goes_under_them(window: MainWindow, table: RowsTable) -> None:
    """The row of heads renamed a workload "Workload", which kept its requests beside the same work pasted below."""
    lines = [
        ["Workload", "Tokens out", "Requests per month", "Owner"],
        ["Tenants", "600", "9,000", "Ms A"],
        ["Search", "500", "126,000", "Mr B"],
    ]
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
    said: list[str] = []
    table.told.connect(said.append)
    before = window.document.undo_stack.count()
    table.setCurrentIndex(table.rows.index(0, 1))
    table.paste()
    rows = window.document.plan.rows["workload"]
    assert [one.name for one in rows[:2]] == ["Tenants", "Search"]
    values = window.document.plan.values("base")
    found = [
        [values[f"workloads.workload.{one.slug}.{name}"] for name in ("requests", "tokens_out")] for one in rows[:2]
    ]
    assert found == [[9_000, 600], [126_000, 500]]
    assert said == [
        (
            "The first row names columns: each is pasted under its own. Left out, since the table shows no such column"
            " in that unit: “Owner”. 6 cells pasted; Undo takes them back."
        )
    ]
    assert window.document.undo_stack.count() == before + 1


def test_a_cell_that_was_refused_is_named_with_what_it_holds_instead(window: MainWindow, table: RowsTable) -> None:
    """“3 cells pasted, 1 not: “lots” is not a number” named no cell, and the row that was added held its default."""
    requests = [one.name for one in table.rows.columns].index("requests") + 1
    table.setCurrentIndex(table.rows.index(table.rows.rowCount() - 1, requests))
    said: list[str] = []
    table.said.connect(said.append)
    QGuiApplication.clipboard().setText("1000\n2000\nlots\n5\n")
    table.paste()
    row = table.rows.rowCount() - 2
    (told,) = [one for one in said if one]
    assert told.startswith(f"3 cells pasted, 1 not: {table.rows.text(row, 0)}, {table.rows.heads()[requests]}: “lots”")
    assert told.endswith(f"; it holds {table.rows.text(row, requests)}")
