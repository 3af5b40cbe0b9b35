"""The wheel scrolls the page: it edits nothing over a choice, a number or a slider until somebody clicks into it."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.quiet import Chooser, Counter, Slider


def turn(widget: QWidget) -> bool:
    """Turn the wheel over a widget and return whether it took the turn."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


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
