"""Measurements in the window.

An empty tab that says what to do, a file dropped, questions answered, one step to undo.
"""

import runpy
from pathlib import Path

import pytest
from answers import cell_text, head_text
from pytestqt.qtbot import QtBot

from desktop.panels.take_in import TakeInDialog
from desktop.storage.examples import example
from desktop.window.main_window import MainWindow

MADE = runpy.run_path(str(Path(__file__).parents[3] / "installer" / "measured_examples.py"))


def looked_at(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(window.every_tab.index(window.measured))
    window.measured.show_exhibits()


def test_an_empty_tab_says_what_may_be_dropped(window: MainWindow) -> None:
    looked_at(window)
    tab = window.measured
    assert "Nothing is measured yet" in tab.empty.text()
    assert not tab.empty.isHidden()
    assert tab.register.isHidden()
    assert tab.curve.isHidden()
    assert tab.remove.isHidden()


def test_f28_a_bill_is_taken_in_shown_and_undone_in_one_step(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bill.csv"
    path.write_bytes(MADE["bill"](MADE["_MIDDLE"], MADE["_LAST"]))
    seen: list[TakeInDialog] = []

    def answered(dialog: TakeInDialog) -> int:
        seen.append(dialog)
        dialog.tick(ticked=True)
        dialog.take_chosen()
        return dialog.result()

    monkeypatch.setattr(TakeInDialog, "exec", answered)
    before = window.document.plan
    looked_at(window)
    window.exchange.take_in_path(path)
    qtbot.waitUntil(lambda: bool(seen) and bool(window.document.plan.measurements), timeout=20_000)
    heads = [head_text(seen[0].table, column) for column in range(seen[0].table.columnCount())]
    assert heads == ["Take", "Measured", "Input", "In the plan", "Measured", "Low", "High", "Note"]
    tab = window.measured
    tab.show_exhibits()
    assert tab.empty.isHidden()
    assert tab.register.rowCount() == 1
    assert tab.differences.rowCount() > 3
    assert cell_text(tab.months, 0, 0) == "Oct 2026"
    assert "Billed 55,658.39 USD" in tab.reconciled.text()
    window.document.undo_stack.undo()
    assert window.document.plan == before


def test_another_answer_reads_the_file_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.show_plan(example("saas").plan, None)
    path = tmp_path / "log.csv"
    path.write_bytes(MADE["requests_by_hour"]())
    held: list[TakeInDialog] = []

    def shown(dialog: TakeInDialog) -> int:
        held.append(dialog)
        dialog.show()
        box = dialog.answers["workload"]
        box.setCurrentIndex(box.findText("Semantic search"))
        box.activated.emit(box.currentIndex())
        assert not dialog.table.isEnabled()
        assert dialog.buttons.isEnabled()
        qtbot.waitUntil(dialog.table.isEnabled, timeout=20_000)
        inputs = {cell_text(dialog.table, row, 2) for row in range(1, dialog.table.rowCount())}
        assert all(text.startswith("Semantic search: ") for text in inputs)
        assert dialog.take.text().startswith(f"Take {dialog.table.rowCount()} ")
        dialog.reject()
        return dialog.result()

    monkeypatch.setattr(TakeInDialog, "exec", shown)
    before = window.document.plan
    window.exchange.take_in_path(path)
    qtbot.waitUntil(lambda: bool(held) and not window.progress.isVisible(), timeout=20_000)
    assert window.document.plan == before


@pytest.mark.long
def test_months_can_be_held_against_something_else_and_a_measurement_removed(window: MainWindow) -> None:
    window.document.show_plan(example("saas").plan, None)
    looked_at(window)
    tab = window.measured
    assert tab.which.count() == 4
    for place in range(4):
        tab.which.setCurrentIndex(place)
        tab.show_exhibits()
        assert tab.finding.text()
        assert tab.load.isHidden() == (tab.shown is not None and not tab.shown.slices)
    tab.follow.setCurrentIndex(tab.follow.findData("on_premises"))
    tab.follow.activated.emit(tab.follow.currentIndex())
    assert "on-premises" in tab.curve.accessibleDescription()
    gone = tab.shown
    assert gone is not None
    tab.remove_shown()
    assert gone not in window.document.plan.measurements
    tab.show_exhibits()
    assert tab.which.count() == 3
    window.document.undo_stack.undo()
    assert gone in window.document.plan.measurements
    tab.restyle()
    tab.rebuild()
