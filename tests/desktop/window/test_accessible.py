"""What a screen reader is told: every control that takes the focus has a name, a role and a value where it has one."""

from collections.abc import Iterator
from typing import override

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.evidence import EvidenceDialog
from desktop.panels.compare import CompareWindow
from desktop.tabs.area_tab import AreaTab
from desktop.window.dialogs import current_field
from desktop.window.main_window import MainWindow
from desktop.window.questions import QuestionsDialog

OPENED = ("guide", "changes", "about", "hints", "compare", "find", "palette", "paper", "review")


def told(root: QWidget) -> Iterator[tuple[QWidget, QAccessibleInterface]]:
    """Every control a person can reach, with what a screen reader is told of it."""
    for one in (root, *root.findChildren(QWidget)):
        reached = one.focusPolicy() is not Qt.FocusPolicy.NoFocus or isinstance(one, QAbstractButton)
        if one.isVisible() and reached:
            yield one, QAccessible.queryAccessibleInterface(one)


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one, interface in told(root)
        if not interface.text(QAccessible.Text.Name) and one.objectName() != "qt_spinbox_lineedit"
    ]


def test_every_control_of_the_window_has_a_name_and_a_role(window: MainWindow, qtbot: QtBot) -> None:
    for position, tab in enumerate(window.every_tab):
        window.tabs.setCurrentIndex(position)
        if isinstance(tab, AreaTab):
            for form in tab.forms:
                form._toggle()
                if form._rows is not None:
                    form._rows._table.click()
        qtbot.wait(10)
        assert nameless(window) == [], tab.title
        assert not [one for one, interface in told(window) if interface.role() is QAccessible.Role.NoRole]


@pytest.mark.long
def test_every_control_of_what_opens_beside_it_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    for name in OPENED:
        window.actions_by_name[name].trigger()
        qtbot.wait(20)
        opened = [one for one in window.findChildren(QWidget) if one.isWindow() and one.isVisible()]
        assert opened, name
        for one in opened:
            if isinstance(one, CompareWindow):
                for position in range(one.tabs.count()):
                    one.tabs.setCurrentIndex(position)
                    assert nameless(one) == [], f"{name}: {position}"
            assert nameless(one) == [], name
            one.close()


def test_a_field_tells_its_value_and_a_cell_its_row_and_its_column(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(2)
    edits = [one for one in window.findChildren(QLineEdit) if one.isVisible()]
    edit = next(one for one in edits if one.accessibleName() == "Server price")
    interface = QAccessible.queryAccessibleInterface(edit)
    assert interface.text(QAccessible.Text.Value) == "250,000"
    assert interface.role() is QAccessible.Role.EditableText
    form = window.area_tabs[1].forms[0]
    form.show_as_table(True)
    assert form._table is not None
    rows = form._table.table.rows
    growth = [one.name for one in rows.columns].index("growth") + 1
    spoken = rows.data(rows.index(0, growth), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Claims assistant, ")
    assert spoken.endswith("20% a year")


def follower(one: QWidget) -> QWidget:
    """The control that Tab goes to from another."""
    after = one.nextInFocusChain()
    while after is not None and not (
        after.isEnabled() and after.isVisible() and after.focusPolicy() & Qt.FocusPolicy.TabFocus
    ):
        after = after.nextInFocusChain()
    assert after is not None
    return after


def test_tab_goes_through_the_questions_in_their_order_and_never_into_one_that_is_off(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = QuestionsDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.title.setFocus()
    order: list[QWidget] = [dialog.title]
    while len(order) < 20:
        after = follower(order[-1])
        if after is dialog.title:
            break
        order.append(after)
    asked = [one for one in order if one in dialog._labels]
    assert asked == [one for one in dialog._labels if one.isEnabled()]
    assert not dialog.gpus.isEnabled()
    assert not dialog._labels[dialog.gpus].isEnabled()
    assert dialog.spending not in order
    assert isinstance(dialog, QDialog)


class Claiming(QLineEdit):
    """A line edit that claims every key for itself, as one of Unix does Ctrl+E and Ctrl+K."""

    @override
    def event(self, arg__1: QEvent) -> bool:
        """Claim a key before it is looked for among shortcuts."""
        if arg__1.type() == QEvent.Type.ShortcutOverride:
            arg__1.accept()
            return True
        return super().event(arg__1)


@pytest.mark.parametrize(
    ("key", "name"), [(Qt.Key.Key_E, "workbook"), (Qt.Key.Key_K, "compare"), (Qt.Key.Key_A, ""), (Qt.Key.Key_Z, "")]
)
def test_a_shortcut_of_the_window_works_while_somebody_types(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, name: str
) -> None:
    ran: list[str] = []
    for one in ("workbook", "compare", "undo"):
        window.actions_by_name[one].triggered.disconnect()
        window.actions_by_name[one].triggered.connect(lambda _checked=False, one=one: ran.append(one))
    field = Claiming("1,200", window.centralWidget())
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    assert ran == ([name] if name else [])
    assert field.text() == "1,200"


def test_f6_goes_through_the_parts_of_the_window_and_back(window: MainWindow, qtbot: QtBot) -> None:
    parts = [window.tabs, window.pages, window.chart_panel, window.table, *window.docks.values()]

    def here() -> QWidget:
        focused = window.focusWidget()
        assert focused is not None
        return next(one for one in parts if one is focused or one.isAncestorOf(focused))

    window.resize(1366, 768)
    window.activateWindow()
    window.tabs.setFocus()
    qtbot.waitUntil(window.tabs.hasFocus)
    walked = [here()]
    for _ in range(5):
        window.actions_by_name["next_pane"].trigger()
        walked.append(here())
    assert walked == [parts[0], parts[1], parts[2], parts[3], window.docks["scenarios"], window.docks["pinned"]]
    window.actions_by_name["last_pane"].trigger()
    assert here() is window.docks["scenarios"]


def test_questions_and_evidence_have_no_control_without_a_name(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QuestionsDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert nameless(dialog) == []
    window.show_input("compute.pool.h100.cloud_price")
    field = current_field()
    assert field is not None
    evidence = EvidenceDialog(field, window.document, field.key, field.declared)
    qtbot.addWidget(evidence)
    evidence.show()
    assert nameless(evidence) == []


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_other_values_of_an_input_are_offered_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.show_input("compute.pool.h100.cloud_price")
    field = current_field()
    assert field is not None
    seen: list[str] = []
    menu = field.evidence.menu()

    def look() -> None:
        seen.extend(one.text() for one in menu.actions())
        menu.close()

    QTimer.singleShot(200, look)
    window.actions_by_name["values"].trigger()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["Evidence …", "From the catalogue", "Return to the base's value", "Reset to the default"]
