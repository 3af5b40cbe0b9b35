"""A table of rows: its first column stands still, columns are chosen, rows sorted, filled down, wide when wanted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.forms.rows_panel import RowsPanel, RowsWindow
from desktop.window.docks import remember, restore
from desktop.window.main_window import MainWindow
from models.areas.register import GROUPS
from models.plan.plan import Entry
from models.plan.rows import with_row, without_row

WORKLOADS = 1


@pytest.fixture
def panel(window: MainWindow) -> RowsPanel:
    window.tabs.setCurrentIndex(WORKLOADS)
    form = window.area_tabs[WORKLOADS].forms[0]
    form.show_as_table(True)
    assert form._table is not None
    return form._table


def heads(panel: RowsPanel) -> list[str]:
    return [one.name for one in panel.table.rows.columns]


def names(panel: RowsPanel) -> list[str]:
    return [panel.table.rows.text(row, 0) for row in range(panel.table.rows.rowCount())]


def test_the_columns_that_decide_come_first_and_others_are_chosen(panel: RowsPanel) -> None:
    rows = panel.table.rows
    assert 0 < len(heads(panel)) <= 12
    assert all(one.essential for one in rows.columns)
    assert not [name for name in heads(panel) if name.startswith("load_")]
    first = heads(panel)
    hidden = next(one.name for one in rows.offered() if one.name not in first)
    panel._switch(hidden)
    assert set(heads(panel)) == {*first, hidden}
    panel.choose(frozenset(one.name for one in rows.offered()))
    assert heads(panel) == [one.name for one in rows.offered()]
    panel.choose(None)
    assert heads(panel) == first


def test_the_first_column_stands_still(panel: RowsPanel, qtbot: QtBot) -> None:
    panel.choose(frozenset(one.name for one in panel.table.rows.offered()))
    qtbot.wait(20)
    table = panel.table
    place = table.frozen.geometry()
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert table.horizontalScrollBar().value() > 0
    assert table.frozen.geometry() == place
    assert table.frozen.isVisible()
    assert table.frozen.columnWidth(0) == table.columnWidth(0)
    assert table.frozen.model() is table.model()


def test_rows_are_sorted_on_screen_and_the_plan_keeps_its_order(window: MainWindow, panel: RowsPanel) -> None:
    plan, before = window.document.plan, names(panel)
    growth = heads(panel).index("growth") + 1
    panel.table.sort_by(growth, Qt.SortOrder.DescendingOrder)
    values = [float(window.document.entry(panel.table.rows.key(row, growth)).value) for row in range(len(before))]
    assert values == sorted(values, reverse=True)
    panel.table.sort_by(0)
    assert names(panel) != before
    assert names(panel) == sorted(before, key=str.casefold)
    index = panel.table.rows.index(0, growth)
    key = panel.table.rows.key(0, growth)
    assert panel.table.rows.setData(index, "37 %")
    assert window.document.entry(key).value == pytest.approx(0.37)
    window.document.undo_stack.undo()
    panel.table.sort_by(-1)
    assert names(panel) == before
    assert window.document.plan == plan


def test_values_are_filled_down_as_one_step(window: MainWindow, panel: RowsPanel) -> None:
    plan = window.document.plan
    growth = heads(panel).index("growth") + 1
    panel.table.setCurrentIndex(panel.table.rows.index(0, growth))
    panel.table.fill_down()
    assert "Select the cells to fill" in panel._told.text()
    model = panel.table.selectionModel()
    for row in range(3):
        model.select(panel.table.rows.index(row, growth), model.SelectionFlag.Select)
    QTest.keyClick(panel.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    first, *others = plan.slugs["workload"]
    wanted = plan.entries[f"workloads.workload.{first}.growth"].value
    for slug in others:
        assert window.document.plan.entries[f"workloads.workload.{slug}.growth"].value == wanted
    assert not window.chart_panel.discounted.isChecked(), "Ctrl+D is the table's while it has the focus"
    window.document.undo_stack.undo()
    assert window.document.plan == plan


def test_a_window_of_its_own_follows_the_plan_and_closes_with_it(
    window: MainWindow, panel: RowsPanel, qtbot: QtBot
) -> None:
    panel.window_of_its_own.click()
    own = window.findChildren(RowsWindow)[-1]
    assert own.width() > panel.width()
    growth = heads(panel).index("growth") + 1
    key = panel.table.rows.key(0, growth)
    window.document.set_value(key, 0.44)
    qtbot.waitUntil(lambda: own.panel.table.rows.text(0, growth) == "44%")
    index = own.panel.table.rows.index(0, growth)
    assert own.panel.table.rows.setData(index, "22/2")
    assert window.document.entry(key).value == pytest.approx(0.11)
    own.activateWindow()
    with qtbot.waitActive(own):
        pass
    QTest.keyClick(own, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.entry(key).value == 0.44, "what is undone is the plan's last step, wherever one edits"
    window.document.undo_stack.redo()
    assert window.document.entry(key).evidence.note == "Entered as 22/2"
    own.close()
    window.document.set_value(key, 0.5)


def test_a_cell_with_a_few_answers_is_edited_by_a_list(window: MainWindow, panel: RowsPanel) -> None:
    rows = panel.table.rows
    panel.choose(frozenset(one.name for one in rows.offered()))
    delegate = panel.table.itemDelegate()
    for name, value in (("kind", "training"), ("pool", "h100"), ("active", False), ("requests", 1_200.0)):
        index = rows.index(0, heads(panel).index(name) + 1)
        editor = delegate.createEditor(panel.table.viewport(), QStyleOptionViewItem(), index)
        assert editor is not None
        delegate.setEditorData(editor, index)
        if isinstance(editor, QComboBox):
            assert editor.currentText() == rows.text(0, index.column()), name
            assert editor.accessibleName() == rows.heads()[index.column()]
            wanted = {"kind": "Training", "pool": "H100 pool", "active": "No"}[name]
            editor.setCurrentIndex(editor.findText(wanted))
        else:
            assert name == "requests"
            assert isinstance(editor, QLineEdit)
            editor.setText("1.2k")
        delegate.setModelData(editor, rows, index)
        assert window.document.entry(rows.key(0, index.column())).value == value
        editor.deleteLater()


@pytest.mark.qt_log_ignore("grabbing the keyboard", "propagateSizeHints", "raise")
def test_columns_are_ticked_one_after_the_other_and_kept(window: MainWindow, panel: RowsPanel) -> None:
    """The menu closed after each tick, and what was chosen was gone at the next start."""
    menu = panel.columns.menu()
    assert menu is not None
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    first = heads(panel)
    hidden = [one for one in panel.table.rows.offered() if one.name not in first][:2]
    for one in hidden:
        action = next(known for known in menu.actions() if known.text() == one.label)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        assert menu.isVisible()
    assert set(heads(panel)) == {*first, *(one.name for one in hidden)}
    menu.close()
    remember(window)
    window.document.columns_shown.clear()
    restore(window)
    panel.refresh()
    assert set(heads(panel)) == {*first, *(one.name for one in hidden)}


def test_a_head_has_the_sign_of_its_column_and_a_cell_where_rows_differ(window: MainWindow) -> None:
    """A column of dollars said “/GPU-hour” in a plan of pounds."""
    document = window.document
    plan, slug = with_row(document.plan, "pool", "In pounds")
    document.replace_plan(plan)
    group = next(one for one in GROUPS if one.table == "pool" and any(i.name == "cloud_price" for i in one.inputs))
    rows = RowsPanel(document, group).table.rows
    rows.choose_columns(frozenset({"cloud_price"}))
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "Cloud price\n$/GPU-hour"
    document.replace_plan(plan.with_entry("base", f"compute.pool.{slug}.cloud_currency", Entry("GBP")))
    rows.refresh()
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "Cloud price\n$ or £/GPU-hour"
    assert [rows.text(row, 1)[0] for row in range(2)] == ["$", "£"]
    assert rows.setData(rows.index(1, 1), rows.text(1, 1).replace("£", "£9"))


@pytest.mark.parametrize("alone", [False, True])
def test_what_is_typed_with_the_tab_key_goes_on_from_cell_to_cell(
    panel: RowsPanel, window: MainWindow, qtbot: QtBot, alone: bool
) -> None:
    """In a window of its own the focus went to "Columns" with the first Tab, and what was typed then was lost."""
    if alone:
        panel.open_window()
        panel = window.findChildren(RowsWindow)[-1].panel
    panel.window().activateWindow()
    with qtbot.waitActive(panel.window()):
        pass
    table = panel.table
    first = heads(panel).index("growth") + 1
    assert heads(panel)[first] == "requests"
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, first))
    for typed in ("12%", "375k"):
        text = typed
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            QTest.keyClicks(table.viewport(), text[0])
            text = text[1:]
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        qtbot.wait(30)
        assert not panel.columns.hasFocus()
    assert table.currentIndex().column() == first + 2
    values = window.document.plan.values("base")
    work = window.document.plan.slugs["workload"][0]
    assert values[f"workloads.workload.{work}.growth"] == pytest.approx(0.12)
    assert values[f"workloads.workload.{work}.requests"] == 375_000


def test_a_word_about_a_cell_goes_once_the_cell_is_right(panel: RowsPanel, window: MainWindow) -> None:
    rows, column = panel.table.rows, heads(panel).index("requests") + 1
    assert not rows.setData(rows.index(0, column), "many")
    assert panel._told.text()
    assert not rows.setData(rows.index(1, column), "more")
    assert rows.setData(rows.index(0, column), "1,850")
    assert "more" in panel._told.text()
    assert rows.setData(rows.index(1, column), "1,850")
    assert not panel._told.text()


def test_a_word_about_a_cell_stays_with_its_row(panel: RowsPanel, window: MainWindow) -> None:
    """A cell of the third row was refused; once the first row was deleted, the word stood at what came after it."""
    rows, column = panel.table.rows, heads(panel).index("growth") + 1
    assert not rows.setData(rows.index(2, column), "many")
    window.document.change_plan("deletion", without_row(window.document.plan, "workload", "assistant"))
    assert list(rows.problems) == [(1, heads(panel).index("growth") + 1)]
    assert panel._told.text()
    window.document.change_plan("deletion", without_row(window.document.plan, "workload", "experiments"))
    assert not rows.problems
    assert not panel._told.text()


def test_a_figure_that_was_worked_out_is_shown_short_and_edited_whole(panel: RowsPanel, window: MainWindow) -> None:
    rows, column = panel.table.rows, heads(panel).index("requests") + 1
    key = rows.key(0, column)
    window.document.change_plan("sum", window.document.plan.with_entry("base", key, Entry(1 / 3)))
    index = rows.index(0, column)
    assert rows.data(index, Qt.ItemDataRole.DisplayRole) == "0.333333"
    assert rows.data(index, Qt.ItemDataRole.EditRole) == "0.333333333333"


def test_a_word_about_a_step_goes_with_it(panel: RowsPanel, window: MainWindow) -> None:
    """\"21 cells pasted; Undo takes them back.\" stayed below the table once they were taken back."""
    table = panel.table
    table.setCurrentIndex(table.rows.index(0, heads(panel).index("requests") + 1))
    QApplication.clipboard().setText("1850\n2850")
    table.paste()
    assert panel._told.text() == "2 cells pasted; Undo takes them back."
    window.document.undo_stack.undo()
    assert not panel._told.text()
