"""Never against the user: over every editor of the window the wheel scrolls, and pounds are never taken for dollars."""

import pytest
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot
from wheel import turn

from desktop.storage.examples import example
from desktop.tabs.area_tab import AreaTab
from desktop.window.main_window import MainWindow
from models.areas.register import expanded
from models.quantities.sums import typed
from models.quantities.writing import ReadingError

EDITORS = (QComboBox, QAbstractSlider, QAbstractSpinBox, QLineEdit)


def test_the_wheel_over_every_editor_of_the_window_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    before, scenario = window.document.plan, window.document.scenario
    met = 0
    for position, tab in enumerate(window.every_tab):
        window.tabs.setCurrentIndex(position)
        if isinstance(tab, AreaTab):
            for form in tab.forms:
                form._toggle()
        qtbot.wait(10)
        for one in window.findChildren(QWidget):
            if isinstance(one, EDITORS) and not isinstance(one, QScrollBar) and one.isVisible() and one.isEnabled():
                shown = one.currentIndex() if isinstance(one, QComboBox) else None
                turn(one)
                met += 1
                assert window.document.plan is before, f"{tab.title}: {one.accessibleName()}"
                if isinstance(one, QComboBox):
                    assert one.currentIndex() == shown, f"{tab.title}: {one.accessibleName()}"
    assert met > 100
    assert window.document.scenario == scenario


@pytest.mark.parametrize(("text", "symbol"), [("£4.20", "$"), ("$4.20", "£"), ("€4.20", "£"), ("4.20 GBP", "$")])
def test_an_amount_of_other_money_is_refused_in_every_field_of_money(text: str, symbol: str) -> None:
    plan = example().plan
    fields = [declared for _, declared, _ in expanded(plan.slugs) if "£" in declared.unit.symbol]
    assert len(fields) > 50
    for declared in fields:
        with pytest.raises(ReadingError):
            typed(text, declared, symbol=symbol)
