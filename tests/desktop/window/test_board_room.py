"""What a board room asks for.

Presenting, finding, explaining, comparing, recovering, tables, scenarios, keyboard and screen readers.
"""

from dataclasses import replace
from typing import cast

import pytest
from answers import in_two_tiers
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from desktop.charts.area_chart import AreaChart
from desktop.charts.shape_chart import ShapeChart
from desktop.document.document import Document
from desktop.forms.evidence import EvidenceDialog
from desktop.forms.field import Field
from desktop.panels.palette import Palette
from desktop.panels.reading import GuideWindow
from desktop.storage.examples import example, names
from desktop.tabs.area_tab import AreaTab
from desktop.window import dialogs
from desktop.window.main_window import MainWindow
from models.appraisal.results import case_result
from models.plan.plan import EvidenceKind

PRICE = "compute.pool.h100.cloud_price"


def field(window: MainWindow, key: str) -> Field:
    return next(one for one in window.findChildren(Field) if one.key == key)


def test_any_input_is_found_by_words_and_shown_with_the_cursor_in_it(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["find"].trigger()
    palette = window.findChildren(Palette)[-1]
    palette.line.setText("discount rate")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    shown = field(window, "finance.discount_rate")
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Finance"
    assert shown.isVisible()
    assert window.focusWidget() is shown.editor


@pytest.mark.long
def test_every_input_that_can_be_edited_can_be_found_and_shown(window: MainWindow) -> None:
    things = dialogs.input_things(window)
    assert len(things) > 500
    for thing in things[:: max(1, len(things) // 60)]:
        thing.job()
        key = thing.words.split()[0]
        assert any(one.key == key for one in window.findChildren(Field)), key


def test_the_palette_runs_commands(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["palette"].trigger()
    palette = window.findChildren(Palette)[-1]
    palette.line.setText("chart as a table")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.chart_panel.as_table.isChecked()


def test_an_explanation_goes_down_to_the_source_and_jumps_to_the_input(window: MainWindow) -> None:
    window.explain("cloud.total.cumulative", 12)
    tree = window.explanation.tree
    seen: list[str] = []
    item = tree.topLevelItem(0)
    for _ in range(12):
        assert item is not None
        item.setExpanded(True)
        children = [item.child(place) for place in range(item.childCount())]
        seen += [child.text(0) for child in children if child is not None]
        lines = [
            child
            for child in children
            if child is not None and (child.data(0, Qt.ItemDataRole.UserRole) or ("", False))[1]
        ]
        inputs = [
            child
            for child in children
            if child is not None
            and (told := child.data(0, Qt.ItemDataRole.UserRole))
            and not told[1]
            and told[0] in window.document.plan.entries
            and not told[0].startswith("world.")
        ]
        if inputs:
            source = inputs[0].child(0)
            assert source is not None
            assert source.text(0), "the source stands below the input"
            window.explanation.input_wanted.emit(inputs[0].data(0, Qt.ItemDataRole.UserRole)[0])
            break
        item = lines[0]
    else:
        pytest.fail("no input was reached")
    assert any(text.startswith("= ") for text in seen)
    assert window.area_tabs[window.tabs.currentIndex()].holds(str(inputs[0].data(0, Qt.ItemDataRole.UserRole)[0]))


def test_a_figure_of_the_table_is_explained(window: MainWindow) -> None:
    window.table.cellActivated.emit(3, 2)
    assert window.explanation.key == "on_premises.total.present_value"
    top = window.explanation.tree.topLevelItem(0)
    assert top is not None
    assert top.text(1) == f"£{case_result(window.document.plan, 'base').options['on_premises'].present_value:,.0f}"


def test_influences_are_shown_beside_the_inputs_and_taken_away_again(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["influence"].trigger()
    qtbot.waitUntil(lambda: bool(window.influence.found), timeout=10_000)
    price = field(window, PRICE)
    assert "£" in price.evidence.text()
    window.actions_by_name["influence"].trigger()
    assert price.evidence.text().startswith("quote")


def test_evidence_is_edited_with_the_plausible_range_checked(window: MainWindow, qtbot: QtBot) -> None:
    shown = field(window, PRICE)
    dialog = EvidenceDialog(window, window.document, PRICE, shown.declared)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("measured"))
    dialog.source.setText("Invoice 7 <b>of</b> October")
    dialog.low.setText("9")
    dialog.high.setText("abc")
    dialog.accept_if_right()
    assert "not a number" in dialog._problem.text()
    dialog.high.setText("7")
    dialog.accept_if_right()
    assert "below the lower end" in dialog._problem.text()
    dialog.high.setText("12")
    dialog.accept_if_right()
    evidence = window.document.entry(PRICE).evidence
    assert (evidence.kind, evidence.source, evidence.low, evidence.high) == (
        EvidenceKind.MEASURED,
        "Invoice 7 <b>of</b> October",
        9,
        12,
    )
    assert "&lt;b&gt;" in shown.evidence.toolTip()


def test_an_input_returns_to_the_base_and_to_its_default(window: MainWindow) -> None:
    window.document.choose_scenario(window.document.plan.scenarios[1].slug)
    window.document.set_value(PRICE, 20.0)
    shown = field(window, PRICE)
    shown.evidence.return_to_base()
    assert window.document.entry(PRICE).value == window.document.plan.entries[PRICE].value
    window.document.choose_scenario("base")
    window.document.set_value("compute.pool.h100.lead", 9)
    shown = field(window, "compute.pool.h100.lead")
    shown.evidence.reset()
    assert window.document.entry("compute.pool.h100.lead").evidence.source != "typed in the window"


def test_scenarios_are_duplicated_coloured_moved_and_made_the_base(window: MainWindow) -> None:
    panel, document = window.scenarios, window.document
    slugs = [one.slug for one in document.plan.scenarios]
    document.choose_scenario(slugs[1])
    before = {slug: case_result(document.plan, slug).options["cloud"].present_value for slug in slugs}
    panel.duplicate()
    assert document.plan.scenario(document.scenario).changes == document.plan.scenario(slugs[1]).changes
    panel.recolour("#801650")
    assert document.plan.scenario(document.scenario).colour == "#801650"
    panel.shift(-1)
    assert document.plan.scenarios[0].slug == "base"
    document.undo_stack.undo()
    document.choose_scenario(slugs[1])
    panel.make_base()
    assert document.plan.scenarios[0].slug == slugs[1]
    assert {
        slug: pytest.approx(case_result(document.plan, slug).options["cloud"].present_value) for slug in slugs
    } == before
    for _ in range(10):
        document.undo_stack.undo()
    assert [one.slug for one in document.plan.scenarios] == slugs


def test_f38_a_block_from_a_spreadsheet_is_pasted_as_one_step_and_bad_cells_say_so(window: MainWindow) -> None:
    form = window.area_tabs[1].forms[0]
    assert form._rows is not None
    form._rows._table.click()
    assert form._table is not None
    table = form._table.table
    heads = [
        table.rows.headerData(column, Qt.Orientation.Horizontal).split("\n")[0]
        for column in range(table.rows.columnCount())
    ]
    growth = heads.index("Growth of volume")
    table.setCurrentIndex(table.rows.index(0, growth))
    QGuiApplication.clipboard().setText("12%\n1,5x\n30\n40")
    count = window.document.undo_stack.count()
    table.paste()
    plan = window.document.plan
    slugs = plan.slugs["workload"]
    assert [plan.entries[f"workloads.workload.{slug}.growth"].value for slug in slugs] == [
        pytest.approx(0.12),
        pytest.approx(0.1),
        pytest.approx(0.3),
        pytest.approx(0.4),
    ]
    assert table.rows.problems[1, growth].startswith("“1,5x” is not a number")
    assert window.document.undo_stack.count() == count + 1
    table.setCurrentIndex(table.rows.index(0, 0))
    table.selectRow(0)
    table.copy()
    assert QGuiApplication.clipboard().text().startswith("Claims assistant\tInference\tH100 pool")
    window.document.undo_stack.undo()
    assert len(window.document.plan.rows["workload"]) == 3


def test_a_cell_edited_in_place_is_taken_or_says_what_is_wrong(window: MainWindow) -> None:
    form = window.area_tabs[2].forms[0]
    assert form._rows is not None
    form._rows._table.click()
    assert form._table is not None
    table = form._table.table
    index = table.rows.index(
        0,
        1
        + [one.key for one in table.rows._columns].index(
            next(one.key for one in table.rows._columns if one.name == "server_price")
        ),
    )
    assert table.rows.setData(index, "£1.2m") is False
    assert table.rows.setData(index, "210k") is True
    assert window.document.entry("compute.pool.h100.server_price").value == 210_000
    assert table.rows.setData(index, "nan") is False
    assert "not a number" in str(table.rows.data(index, Qt.ItemDataRole.ToolTipRole))
    assert window.document.entry("compute.pool.h100.server_price").value == 210_000


def test_docks_and_pinned_inputs_are_remembered(window: MainWindow, qtbot: QtBot) -> None:
    window.docks["pinned"].hide()
    window.pinned.choose([PRICE])
    window.close()
    again = MainWindow(Document(example().plan), type(window.settings)())
    qtbot.addWidget(again)
    again.show()
    assert not again.docks["pinned"].isVisible()
    assert again.verdict.isVisible()
    assert again.pinned.keys == [PRICE]


def test_every_control_and_chart_has_a_name_and_nothing_that_takes_the_focus_is_hidden_from_the_tab_key(
    window: MainWindow,
) -> None:
    for position, tab in enumerate(window.every_tab):
        window.tabs.setCurrentIndex(position)
        for form in tab.forms if isinstance(tab, AreaTab) else ():
            if not form._all:
                form._toggle()
    kinds = (QLineEdit, QComboBox, QAbstractButton, QSlider, QAbstractSpinBox, AreaChart, ShapeChart)
    inside = (QComboBox, QAbstractSpinBox)
    nameless = [
        one
        for one in window.findChildren(QWidget)
        if isinstance(one, kinds)
        and not isinstance(one.parent(), inside)
        and not one.objectName().startswith("qt_")
        and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]
    assert nameless == []
    for one in (*window.findChildren(AreaChart), *window.findChildren(ShapeChart)):
        assert one.accessibleDescription()


def test_the_tab_key_goes_through_a_form_from_top_to_bottom(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(8)
    fields = [one for one in window.every_tab[8].findChildren(Field) if one.isVisible()]
    fields[0].editor.setFocus()
    order: list[Field] = []
    for _ in range(40):
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, Field):
            widget = widget.parentWidget()
        if widget is not None and (not order or order[-1] is not widget):
            order.append(widget)
        QTest.keyClick(cast("QWidget", QApplication.focusWidget()), Qt.Key.Key_Tab)
    inside = window.area_tabs[8].widget()
    assert inside is not None
    heights = [one.mapTo(inside, one.rect().topLeft()).y() for one in order[:12]]
    assert len(order) >= 8
    assert heights == sorted(heights)


def test_f35_names_with_markup_are_shown_as_they_are(window: MainWindow) -> None:
    hostile = "<b>x</b><img src=file:///etc/passwd>"
    plan = window.document.plan
    first = plan.rows["workload"][0]
    window.document.change_plan(
        "name",
        replace(
            plan,
            title=hostile,
            rows={**plan.rows, "workload": (replace(first, name=hostile), *plan.rows["workload"][1:])},
        ),
    )
    window.document.change_scenario(replace(window.document.plan.scenarios[1], name=hostile))
    for position in range(window.tabs.count()):
        window.tabs.setCurrentIndex(position)
        window.every_tab[position].show_exhibits()
    window.explain("demand.all.mean", 3)
    assert hostile in window.windowTitle()
    assert window.scenarios.list.item(1).text() == hostile


def test_the_guide_shows_its_pictures_and_the_about_box_its_licences(window: MainWindow) -> None:
    window.actions_by_name["guide"].trigger()
    guide = window.findChildren(GuideWindow)[-1]
    assert "Boardcase" in guide.text.toPlainText()
    guide.close()
    assert "LGPL" in dialogs.about_text()


@pytest.mark.parametrize("name", in_two_tiers(names(), "insurer"))
def test_every_tab_of_every_example_draws_its_chart(window: MainWindow, name: str) -> None:
    window.document.show_plan(example(name).plan, None)
    for position in range(window.tabs.count()):
        window.tabs.setCurrentIndex(position)
        if window.every_tab[position] in (window.studies, window.measured):
            continue  # test_studies.py, test_measured.py
        window.every_tab[position].show_exhibits()
        charts = window.area_tabs[position]._charts
        assert charts
        assert all(chart.accessibleDescription() for chart in charts)
        assert all(not chart.grab().isNull() for chart in charts)
