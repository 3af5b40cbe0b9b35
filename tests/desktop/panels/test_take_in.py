"""Taking in figures in the window: read beside it, ticked line by line, one step to undo."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from answers import cell_text, named, titled
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop.imports.columns import remembered
from desktop.imports.files import offered_by
from desktop.panels.map_columns import MapColumnsDialog
from desktop.panels.take_in import TakeInDialog
from desktop.window.main_window import MainWindow
from models.plan.plan import Entry

TABLE = "Workload,Requests,Growth\nClaims assistant,30000000,25%\nFraud check,5,lots\n"
REQUESTS = "workloads.workload.assistant.requests"


def test_a_table_is_taken_in_as_one_step(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "work.csv"
    path.write_text(TABLE)
    seen: list[TakeInDialog] = []

    def answered(dialog: TakeInDialog) -> int:
        seen.append(dialog)
        dialog.tick(ticked=True)
        dialog.take_chosen()
        return dialog.result()

    monkeypatch.setattr(TakeInDialog, "exec", answered)
    before = window.document.plan
    window.exchange.take_in_path(path)
    qtbot.waitUntil(lambda: bool(seen) and window.document.plan != before, timeout=15_000)
    assert window.document.plan.entries[REQUESTS].value == 30_000_000
    assert [row.name for row in window.document.plan.rows["workload"]][-1] == "Fraud check"
    assert seen[0].table.rowCount() == 5
    assert cell_text(seen[0].table, 4, 0) == "no"
    window.document.undo_stack.undo()
    assert window.document.plan == before
    assert window.document.undo_stack.isClean()


def test_f30_nothing_ticked_cannot_be_taken_and_cancel_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    dialog = TakeInDialog(window, window.document.plan, offered_by(window.document.plan, TABLE.encode(), "work.csv"))
    qtbot.addWidget(dialog)
    assert dialog.take.text() == "Take 4 differences"
    dialog.tick(ticked=False)
    assert not dialog.take.isEnabled()
    dialog.reject()
    assert dialog.plan is None


def test_a_bad_file_is_refused_in_one_message(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bill.xlsx"
    path.write_bytes(b"%PDF-1.7")
    said: list[str] = []
    monkeypatch.setattr(window, "refuse", titled(said))
    window.exchange.take_in_path(path)
    qtbot.waitUntil(lambda: bool(said), timeout=15_000)
    assert said == [
        "Nothing was imported: bill.xlsx: is a PDF; a workbook ends in .xlsx and is saved by a spreadsheet program"
    ]


def test_a_table_dropped_on_the_window_is_taken_in_and_a_plan_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(window.exchange, "take_in_path", named(seen, "taken in"))
    monkeypatch.setattr(window.files, "open_path", named(seen, "opened"))
    for name in ("work.csv", "plan.boardcase"):
        (tmp_path / name).write_text("x")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        drop = QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        window.dropEvent(drop)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["taken in work.csv", "opened plan.boardcase"]


def test_columns_are_mapped_by_hand(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table with heads in another language: mapped in the dialog, read so, and remembered for the next."""
    monkeypatch.setattr("desktop.imports.columns.mappings_file", lambda: tmp_path / "columns.json")
    plan = window.document.plan
    text = "Päivä,Pyynnöt,Tiimi\n" + "".join(f"2025-03-{day:02},10,7\n" for day in range(1, 31))
    answered: list[Mapping[str, str]] = []
    dialog = TakeInDialog(window, plan, offered_by(plan, text.encode(), "odd.csv"), answered.append)
    qtbot.addWidget(dialog)
    mapping = MapColumnsDialog(dialog, offered_by(plan, text.encode(), "odd.csv").columns)
    ok = mapping.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    assert mapping.problem.text() == "Say which column holds the time of a row."
    for chooser, role in zip(mapping.choosers, ("time", "requests", ""), strict=True):
        chooser.setCurrentIndex(chooser.findData(role))
    assert ok.isEnabled()
    dialog.map_as(mapping.mapped())
    assert answered == [{"column:paiva": "time", "column:pyynnot": "requests"}]
    found = offered_by(plan, text.encode(), "odd.csv", answers=answered[0])
    dialog.show_found(found)
    assert found.measurement is not None
    assert found.measurement.sums == {"requests": 300}
    assert remembered(found.columns) == answered[0]


def test_f29_an_undo_while_a_file_is_read_is_in_order(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is offered is taken by the plan that stands when it is taken: the edit undone meanwhile stays undone."""
    path = tmp_path / "work.csv"
    path.write_text(TABLE)
    document = window.document
    start = document.plan
    document.change_plan("requests", start.with_entry("base", REQUESTS, Entry(1_000.0)))
    seen: list[TakeInDialog] = []

    def answered(dialog: TakeInDialog) -> int:
        seen.append(dialog)
        dialog.tick(ticked=True)
        dialog.take_chosen()
        return dialog.result()

    monkeypatch.setattr(TakeInDialog, "exec", answered)
    window.exchange.take_in_path(path)
    document.undo_stack.undo()
    assert document.plan == start
    qtbot.waitUntil(lambda: bool(seen) and document.plan != start, timeout=15_000)
    assert document.plan.entries[REQUESTS].value == 30_000_000
    document.undo_stack.undo()
    assert document.plan == start
    assert not document.undo_stack.canUndo()
