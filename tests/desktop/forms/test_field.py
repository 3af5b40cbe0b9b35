"""One field: what is typed stays until it is a value, and a value that looks like a slip is asked about."""

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
    assert asked(made).startswith("Is it right? $71.5 / GPU-hour looks like the price of a whole instance")
    document.undo_stack.undo()
    assert asked(made) == ""
    document.undo_stack.redo()
    assert asked(made).startswith("Is it right?")
    enter(made, "8.9")
    assert asked(made) == ""
