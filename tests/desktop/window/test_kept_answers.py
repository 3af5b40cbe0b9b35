"""What somebody has typed, pinned or sorted stays so: in New plan, beside other plans, in tables and forms."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.charts.study_table import StudyTable
from desktop.document.document import Document
from desktop.forms.field import Field
from desktop.panels.wrapped_names import WrappedNames
from desktop.storage.examples import example
from desktop.window.main_window import MainWindow
from desktop.window.questions import QuestionsDialog
from models.exhibits.figures import Table
from models.exhibits.studies import Shown

REQUESTS = "workloads.workload.assistant.requests"
BOXES = (("(5)", False), ("-5", False), ("12m", True))


def test_a_sector_leaves_what_somebody_has_answered(window: MainWindow, qtbot: QtBot) -> None:
    """Five million requests became a bank's fifty, without a word."""
    dialog = QuestionsDialog(window.frame)
    qtbot.addWidget(dialog)
    dialog.requests.setText("5m")
    dialog.requests.textEdited.emit("5m")
    tax = dialog.tax.findData("exempt")
    dialog.tax.setCurrentIndex(tax)
    dialog.tax.activated.emit(tax)
    growth = dialog.growth.text()
    dialog.sector.setCurrentIndex(dialog.sector.findData("bank"))
    assert dialog.requests.value() == 5_000_000
    assert dialog.tax.currentData() == "exempt"
    assert dialog.growth.text() != growth or dialog.team.currentData() != "nobody"
    assert dialog.resident.currentData() == "yes"


@pytest.mark.parametrize(("text", "taken"), BOXES)
def test_a_number_in_brackets_is_below_nothing(window: MainWindow, qtbot: QtBot, text: str, *, taken: bool) -> None:
    """Requests of (5) were taken as five."""
    dialog = QuestionsDialog(window.frame)
    qtbot.addWidget(dialog)
    dialog.requests.setText(text)
    assert (dialog.requests.problem() == "") is taken


def test_what_a_new_plan_pins_is_pinned_in_no_other(window: MainWindow) -> None:
    first = list(window.pinned.keys)
    window.pinned.propose([REQUESTS])
    assert window.pinned.keys == [REQUESTS, *[one for one in first if one != REQUESTS]][: len(window.pinned.keys)]
    assert window.pinned.chosen == []
    window.document.show_plan(example("bank").plan, None)
    assert REQUESTS not in window.pinned.keys
    # what a person has pinned comes before what is proposed
    window.document.show_plan(example("insurer").plan, None)
    window.pinned.choose([first[-1]])
    window.pinned.propose([REQUESTS])
    assert window.pinned.keys[0] == first[-1]
    assert window.pinned.chosen == [first[-1]]


def test_a_study_shows_its_order_and_gives_its_own_back(qtbot: QtBot) -> None:
    table = StudyTable()
    qtbot.addWidget(table)
    given = Table.of(["Option", "£k"], [["A", "2"], ["B", "3"], ["C", "1"]], ["a", "b", "c"])
    table.show_table(given, Shown("best", "", "", (), (given,)))
    head = table.table.horizontalHeader()
    assert not head.isSortIndicatorShown()
    orders: list[tuple[str, bool]] = []
    for _ in range(3):
        table.sort(1)
        orders.append(("".join(table.key_of(row) for row in range(3)), head.isSortIndicatorShown()))
        if head.isSortIndicatorShown():
            assert head.sortIndicatorSection() == 1
    assert orders == [("bac", True), ("cab", True), ("abc", False)]


def test_a_refusal_has_room_after_the_form_stood_in_two_columns(window: MainWindow, qtbot: QtBot) -> None:
    """The message was drawn over the field: the form had stood in two columns and back."""
    window.resize(1366, 768)
    for tab in (1, window.tabs.count() - 1, 1):
        window.tabs.setCurrentIndex(tab)
        qtbot.wait(20)
    shown = window.pages.currentWidget()
    assert shown is not None
    field = next(one for one in shown.findChildren(Field) if one.key == REQUESTS)
    before = field.height()
    field._say("“abc” is not a number; expected a number such as 1,234.5 or 12m, and as many words as take two lines")
    qtbot.waitUntil(lambda: field.height() > before)
    assert field.height() >= field.heightForWidth(field.width())


def test_panels_that_made_room_come_back_as_wide_as_they_were(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1500, 800)
    dock = window.docks["pinned"]
    window.frame.resizeDocks([window.docks["scenarios"]], [300], Qt.Orientation.Horizontal)
    qtbot.wait(30)
    wide, high = dock.width(), dock.height()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not dock.isVisible())
    window.resize(1500, 800)
    qtbot.waitUntil(lambda: dock.isVisible() and abs(dock.width() - wide) <= 2 and abs(dock.height() - high) <= 20)


def test_a_panel_that_was_closed_does_not_come_back_with_the_room_for_it(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1500, 800)
    window.docks["pinned"].close()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not window.docks["scenarios"].isVisible())
    window.resize(1500, 800)
    qtbot.waitUntil(window.docks["scenarios"].isVisible)
    assert not window.docks["pinned"].isVisible()


def test_f6_puts_the_cursor_where_it_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    """A frame that scrolls took it, and shows no mark."""
    window.resize(1366, 768)
    window.activateWindow()
    window.tabs.setFocus()
    qtbot.waitUntil(window.tabs.hasFocus)
    for _ in range(6):
        window.actions_by_name["next_pane"].trigger()
        assert not isinstance(QApplication.focusWidget(), QScrollArea)


def test_names_of_pages_have_the_lines_they_need(qtbot: QtBot) -> None:
    names = WrappedNames()
    qtbot.addWidget(names)
    names.addItems([f"{place} The procurement route is not stated\n{place + 1} And one more" for place in range(40)])
    for width in (210, 150, 320):
        names.resize(width, 300)
        names.show()
        qtbot.wait(20)
        for row in range(names.count()):
            room = names.visualItemRect(names.item(row))
            needed = names.fontMetrics().boundingRect(
                0, 0, names.viewport().width() - 6, 999, int(Qt.TextFlag.TextWordWrap), names.item(row).text()
            )
            assert room.height() >= needed.height()


def test_a_hebrew_name_turns_no_sentence_round() -> None:
    plan = example().plan
    assert Document(plan).shown_name == Document(plan).name
    assert Document(replace(plan, title="שלום")).shown_name.startswith("\u2068שלום")
