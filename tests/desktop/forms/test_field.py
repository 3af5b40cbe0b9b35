"""One field: what is typed stays until it is a value, and a value that looks like a slip is asked about."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.forms.field import Field
from desktop.storage.examples import example

PLAN = example().plan
POOL = "compute.pool.h100."


def field(qtbot: QtBot, key: str) -> tuple[Document, Field]:
    document = Document(PLAN)
    made = Field(document, key, PLAN.declaration(key))
    document.plan_changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return document, made


def line(made: Field) -> QLineEdit:
    assert isinstance(made.editor, QLineEdit)
    return made.editor


def asked(made: Field) -> str:
    (label,) = [one for one in made.findChildren(QLabel) if one.objectName() == "doubt"]
    return label.text() if label.isVisible() else ""


def enter(made: Field, text: str) -> None:
    editor = line(made)
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("key", "typed", "becomes"),
    [
        ("workloads.workload.assistant.hours", "2500/8", 312.5),
        ("finance.horizon", "1200/25", 48),
        (f"{POOL}headroom", "150/2%", 0.75),
        ("finance.discount_rate", "900/100%", 0.09),
    ],
)
def test_a_sum_whose_beginning_is_out_of_bounds_is_worked_out(
    qtbot: QtBot, key: str, typed: str, becomes: float
) -> None:
    """At 2500 hours a month the old 160 jumped back, "/8" went behind it, and 20 was taken in silence."""
    document, made = field(qtbot, key)
    enter(made, typed)
    assert document.entry(key).value == pytest.approx(becomes)


def test_what_is_refused_stays_where_it_was_typed(qtbot: QtBot) -> None:
    key = "workloads.workload.assistant.hours"
    document, made = field(qtbot, key)
    before = document.entry(key).value
    enter(made, "2500")
    assert line(made).text() == "2500"
    assert document.entry(key).value == before


def test_a_value_that_looks_like_a_slip_is_asked_about_until_it_is_mended(qtbot: QtBot) -> None:
    document, made = field(qtbot, f"{POOL}cloud_price")
    assert asked(made) == ""
    enter(made, "71.5")
    assert asked(made).startswith("Is it right? $71.50 / GPU-hour looks like the price of a whole instance")
    document.undo_stack.undo()
    assert asked(made) == ""
    document.undo_stack.redo()
    assert asked(made).startswith("Is it right?")
    enter(made, "8.9")
    assert asked(made) == ""


def test_pounds_refused_in_a_field_of_dollars_are_taken_once_the_currency_is_pounds(qtbot: QtBot) -> None:
    """ "£4.20 is in £" stood beside "£/GPU-hour", and the price was typed a second time."""
    document, made = field(qtbot, f"{POOL}cloud_price")
    enter(made, "£4.20")
    assert document.entry(f"{POOL}cloud_price").value == PLAN.entry("base", f"{POOL}cloud_price").value
    document.set_value(f"{POOL}cloud_currency", "GBP")
    qtbot.waitUntil(lambda: document.entry(f"{POOL}cloud_price").value == 4.2)
    assert line(made).text() == "4.2"
    assert not line(made).property("refused")


def test_a_new_value_does_not_keep_a_range_without_width(qtbot: QtBot) -> None:
    """A price from a list is from 8.944 to 8.944; a quote typed over it kept that."""
    document, made = field(qtbot, f"{POOL}cloud_price")
    before = document.entry(f"{POOL}cloud_price")
    document.set_entry(
        before_key := f"{POOL}cloud_price", replace(before, evidence=replace(before.evidence, low=8.944, high=8.944))
    )
    enter(made, "6")
    assert document.entry(before_key).spread == (None, None)


def test_a_value_that_has_no_room_is_shown_short_until_the_cursor_comes_to_it(qtbot: QtBot) -> None:
    """The mean of a year of 365 million requests showed "0,416,666.66667", its beginning cut off."""
    key = "workloads.workload.assistant.requests"
    document, made = field(qtbot, key)
    elsewhere = QLineEdit(made)
    elsewhere.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    elsewhere.setFocus()
    editor = line(made)
    editor.setFixedWidth(90)
    document.set_value(key, 365_000_000 / 12)
    assert editor.text() == "30,416,667"
    assert "<p>30,416,666.66667" in editor.toolTip()
    editor.setFocus()
    assert editor.text() == "30,416,666.66667"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    elsewhere.setFocus()
    assert editor.text() == "30,416,667"
    assert document.entry(key).value == 365_000_000 / 12
    document.set_value(key, 250_000.5)
    assert editor.text() == "250,000.5"
    assert "250,000.5" not in editor.toolTip()
