"""The wheel scrolls the page: it edits nothing over a choice, a number or a slider until somebody clicks into it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from wheel import turn

from desktop.forms.quiet import Chooser, Counter, Months, Slider


def chooser() -> Chooser:
    made = Chooser()
    made.addItems(["FP8", "FP16", "INT4"])
    return made


@pytest.mark.parametrize("make", [chooser, Counter, Slider])
@pytest.mark.parametrize("focused", [True, False])
def test_the_wheel_edits_nothing(qtbot: QtBot, make: type[QWidget], *, focused: bool) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    if focused:
        widget.setFocus()
    before = widget.currentIndex() if isinstance(widget, Chooser) else widget.value()  # type: ignore[attr-defined]
    assert not turn(widget)
    after = widget.currentIndex() if isinstance(widget, Chooser) else widget.value()  # type: ignore[attr-defined]
    assert after == before


@pytest.mark.parametrize("make", [chooser, Counter, Slider])
def test_scrolling_past_an_editor_leaves_the_keyboard_where_it_was(qtbot: QtBot, make: type[QWidget]) -> None:
    widget = make()
    qtbot.addWidget(widget)
    assert widget.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_a_choice_that_was_made_stays_while_somebody_scrolls_on(qtbot: QtBot) -> None:
    widget = chooser()
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    widget.setCurrentIndex(1)
    assert not turn(widget)
    assert widget.currentIndex() == 1


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("3 years", 36),
        ("36", 36),
        ("48 months", 48),
        ("2.5y", 30),
        ("2,5y", 30),
        ("1 year", 12),
        ("20 years", 120),
        ("6", 12),
    ],
)
def test_months_may_be_typed_in_years(qtbot: QtBot, typed: str, months: int) -> None:
    """Typing "3 years" left 60 months standing, and said nothing."""
    counter = Months()
    qtbot.addWidget(counter)
    counter.setRange(12, 120)
    counter.setValue(60)
    counter.show()
    counter.selectAll()
    QTest.keyClicks(counter.lineEdit(), typed)
    QTest.keyClick(counter.lineEdit(), Qt.Key.Key_Return)
    assert counter.value() == months
    assert counter.text() == f"{months} months"
    QTest.keyClicks(counter.lineEdit(), "?!")
    assert counter.value() == months
