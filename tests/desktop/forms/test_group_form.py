"""A form: who is in a field stays in it when others come and go, and what is looked for is shown."""

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.forms.field import Field
from desktop.window.main_window import MainWindow

WORK = "workloads.workload.assistant."


def field(window: MainWindow, key: str) -> Field:
    return next(one for one in window.findChildren(Field) if one.key == key and not one.isHidden())


def test_what_is_looked_for_is_shown_though_nothing_comes_of_it(window: MainWindow) -> None:
    """Find led to a form without the input, and said nothing: a model that answers has no runs."""
    key = f"{WORK}run_hours"
    assert not window.document.plan.applies("base", key)
    window.show_input(key)
    shown = field(window, key)
    (said,) = [one for one in shown.findChildren(QLabel) if one.objectName() == "doubt"]
    assert said.text() == "As the plan stands, nothing is worked out from this."


def test_who_chooses_another_kind_stays_at_the_choice(window: MainWindow, qtbot: QtBot) -> None:
    window.show()
    qtbot.waitExposed(window)
    key = f"{WORK}kind"
    window.show_input(key)
    editor = field(window, key).editor
    editor.setFocus()
    window.document.set_value(key, "training")
    window.document.end_run()
    qtbot.waitUntil(field(window, key).editor.hasFocus, timeout=3_000)
    assert QApplication.focusWidget() is field(window, key).editor
