"""What stood in the way of somebody who had not seen the program: each thing as it was met."""

from dataclasses import replace
from pathlib import Path

import pytest
from answers import always
from evidence_made import table
from PySide6.QtCore import Qt, QThread, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QProgressDialog, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.document.worker import Ticket
from desktop.forms.field import Field
from desktop.imports.files import offered_by
from desktop.panels.take_in import TakeInDialog
from desktop.panels.verdict import VerdictLabel
from desktop.panels.waited_for import GivenUp, waited_for
from desktop.storage.examples import example
from desktop.storage.plan_file import save
from desktop.style.palette import style_sheet, theme
from desktop.window.docks import show_explanation
from desktop.window.main_window import MainWindow
from desktop.window.questions import QuestionsDialog
from models.exhibits.verdict import verdict
from models.rules.decisions import judged


def test_a_long_verdict_never_stands_over_what_is_below_it(qtbot: QtBot) -> None:
    """At 1000 × 740 its last lines were printed over the bar of the chart."""
    label = VerdictLabel()
    label.setStyleSheet(style_sheet(theme()))
    qtbot.addWidget(label)
    label.resize(480, 200)
    label.show()
    plan = example("saas").plan
    said = verdict(plan, judged(plan, "base"))
    label.show_verdict(said)
    whole = label.heightForWidth(480)
    heights: list[int] = []
    for room in (1_000, whole - 1, whole // 2):
        label.set_room(room)
        label.show_verdict(said)
        heights.append(label.heightForWidth(480))
        assert ("does not overtake" in label.text()) == (label.toolTip() == "")
    assert heights[0] > heights[1] > heights[2], "smaller type first, then what follows goes to the tool tip"
    assert all(height < whole for height in heights[1:])
    label.set_room(1_000)
    assert label.heightForWidth(480) == heights[0]


def test_a_field_that_was_looked_for_is_in_view(window: MainWindow, qtbot: QtBot) -> None:
    """It had the focus, far below the edge of the page: what was typed went in unseen."""
    window.frame.resize(1_366, 768)
    key = f"workloads.workload.{window.document.plan.slugs['workload'][-1]}.context"
    window.show_input(key)
    qtbot.wait(50)
    found = next(one for one in window.findChildren(Field) if one.key == key)
    page = found.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    assert isinstance(page, QScrollArea)
    top = found.mapTo(page, found.rect().topLeft()).y()
    assert 0 <= top <= page.viewport().height() - found.height()


def test_escape_closes_the_explanation(window: MainWindow) -> None:
    show_explanation(window)
    dock = window.docks["explanation"]
    assert dock.isVisible()
    QTest.keyClick(window.frame, Qt.Key.Key_Escape)
    assert not dock.isVisible()


def test_the_name_of_a_new_plan_is_what_is_typed_first(window: MainWindow) -> None:
    dialog = QuestionsDialog(window.frame)
    dialog.show()
    assert dialog.focusWidget() is dialog.title
    assert dialog.title.selectedText() == "New plan"
    dialog.close()


def test_a_plan_made_of_answers_is_not_lost_unasked(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said "not saved", and closing threw it away without a question and without a copy to recover."""
    monkeypatch.setattr(QDialog, "exec", always(QDialog.DialogCode.Accepted))
    window.actions_by_name["new"].trigger()
    assert window.document.plan.title == "New plan"
    assert window.document.modified
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Cancel))
    assert not window.close()
    window.files.keep()
    kept = window.files.recovery.file
    qtbot.waitUntil(lambda: kept.is_file() and b"New plan" in kept.read_bytes())
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_who_keeps_the_open_plan_is_not_asked_seven_questions(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.set_value("finance.discount_rate", 0.05)
    asked: list[QDialog] = []
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Cancel))
    monkeypatch.setattr(QuestionsDialog, "exec", asked.append)
    before = window.document.plan
    window.actions_by_name["new"].trigger()
    assert not asked
    assert window.document.plan is before
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_work_that_is_waited_for_is_painted_told_and_can_be_given_up(window: MainWindow) -> None:
    told: list[str] = []

    def work(ticket: Ticket) -> int:
        ticket.look(0.5, "half of it")
        QThread.msleep(30)
        return 42

    def endless(ticket: Ticket) -> int:
        while True:
            ticket.look(0.1, "for ever")
            QThread.msleep(5)

    def give_up() -> None:
        box = window.frame.findChildren(QProgressDialog)[-1]
        told.append(box.labelText())
        button = box.findChild(QPushButton)
        assert button is not None
        button.click()

    assert waited_for(window.frame, "Work", "Working …", work) == 42
    QTimer.singleShot(200, give_up)
    with pytest.raises(GivenUp):
        waited_for(window.frame, "Work", "Working …", endless)
    assert told == ["Working …\nfor ever"]
    with pytest.raises(ZeroDivisionError):
        waited_for(window.frame, "Work", "Working …", lambda _ticket: 1 // 0)


def test_where_data_stays_and_the_vat_are_asked_at_the_start(window: MainWindow) -> None:
    """Both decide between options, and stood three tabs away; a sector answers them, and a person corrects it."""
    dialog = QuestionsDialog(window.frame)
    assert dialog.resident.currentData() == "no"
    assert dialog.vat_services.text() == "100%"
    dialog.sector.setCurrentIndex(dialog.sector.findData("insurance"))
    assert dialog.resident.currentData() == "yes"
    assert dialog.vat_services.text() == "10%"
    dialog.vat_services.setText("25%")
    dialog.resident.setCurrentIndex(dialog.resident.findData("no"))
    entries = dialog.plan().entries
    assert entries["security.residency"].value is False
    assert (entries["finance.vat_services"].value, entries["finance.vat_assets"].value) == (0.25, 0.1)
    assert entries["finance.vat_services"].evidence.source == "one of the seven questions"
    assert entries["finance.vat_assets"].evidence.source == "usual for this sector: Insurer"
    dialog.vat_services.setText("a tenth")
    dialog.accept_if_right()
    assert dialog._problem.text().startswith("VAT recovered on services: ")
    assert "a tenth" in dialog._problem.text()
    QTest.keyClick(dialog.vat_services, Qt.Key.Key_1)
    assert not dialog._problem.text(), "it was told until the next try, of a field that had long been mended"


def test_a_plan_has_a_name_before_it_is_made(window: MainWindow) -> None:
    dialog = QuestionsDialog(window.frame)
    dialog.title.setText(" ")
    dialog.accept_if_right()
    assert dialog.result() == 0
    assert dialog._problem.text().startswith("Name of the plan: is empty")


def test_a_plan_that_is_open_for_reading_says_so_in_its_title(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(example("startup").plan, path)
    holder = Document(example("startup").plan)
    holder.open(path)
    window.document.open(path, lock="none")
    assert "(read only)" in window.windowTitle()
    holder.close()


def test_an_import_shows_its_question_first_and_every_note(window: MainWindow) -> None:
    """The question stood behind “and 1 more notes”, and two columns without a figure took the room of the notes."""
    text = table(["date", "requests", "cost"], [(f"2026-10-{day:02}", 1_000, 10) for day in range(1, 32)])
    found = offered_by(window.document.plan, text.encode(), "use.csv")
    many = replace(found, notices=[f"Note {number}" for number in range(9)])
    dialog = TakeInDialog(window.frame, window.document.plan, many, lambda _answers: None)
    dialog.show()
    notes = next(one for one in dialog.findChildren(QScrollArea) if one.accessibleName() == "Notes on the file")
    label = notes.widget()
    assert isinstance(label, QLabel)
    assert label.text().split("\n") == many.notices
    asked = dialog.answers["currency"]
    assert asked.mapTo(dialog, asked.rect().topLeft()).y() < notes.mapTo(dialog, notes.rect().topLeft()).y()
    assert not any(offer.low or offer.high for offer in many.offers)
    low = next(
        place
        for place in range(dialog.table.columnCount())
        if (head := dialog.table.horizontalHeaderItem(place)) is not None and head.text() == "Low"
    )
    assert dialog.table.isColumnHidden(low)
    dialog.close()
