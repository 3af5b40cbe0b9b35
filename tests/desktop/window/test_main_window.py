"""The window: it opens on the example, follows every edit, undoes it, saves it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from answers import always, cell_text, menu_named
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.field import DragLabel, Field
from desktop.panels.verdict import _font
from desktop.storage.plan_file import load
from desktop.tabs.area_tab import AreaTab
from desktop.window.main_window import MainWindow
from models.appraisal.results import case_result

PRICE = "compute.pool.h100.cloud_price"


def field(window: MainWindow, key: str) -> Field:
    return next(one for one in window.findChildren(Field) if one.key == key)


def line_edit(window: MainWindow, key: str) -> QLineEdit:
    editor = field(window, key).editor
    assert isinstance(editor, QLineEdit)
    return editor


def cloud_end(window: MainWindow) -> float:
    figure = window.chart._figure
    assert figure is not None
    return float(figure.series[0].values[-1])


def type_in(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)


def test_it_opens_on_the_example_with_curves_crossovers_and_verdict(window: MainWindow) -> None:
    figure = window.chart._figure
    assert figure is not None
    assert [series.key for series in figure.series] == ["cloud", "api", "on_premises", "hybrid", "usual"]
    assert not figure.marks, "cloud is the cheapest of all from the start"
    assert "below on-premises over five years" in window.verdict.text()
    assert [window.tabs.tabText(i) for i in range(window.tabs.count())] == [
        "Decision",
        "Workloads",
        "Compute",
        "Models",
        "Data",
        "Security",
        "Costs",
        "Operations",
        "Finance",
        "Studies",
        "Measured",
    ]
    assert "AI infrastructure 2027–2031 (not saved)" in window.windowTitle()
    assert not window.isWindowModified()


def test_typing_moves_the_curves_at_once_to_what_the_engine_says(window: MainWindow, qtbot: QtBot) -> None:
    before = cloud_end(window)
    type_in(qtbot, line_edit(window, PRICE), "12")
    assert cloud_end(window) > before
    assert cloud_end(window) == pytest.approx(case_result(window.document.plan, "base").options["cloud"].cumulative[-1])
    assert window.isWindowModified()


def test_one_run_of_typing_is_one_step_and_undo_brings_everything_back(window: MainWindow, qtbot: QtBot) -> None:
    plan, before = window.document.plan, cloud_end(window)
    type_in(qtbot, line_edit(window, PRICE), "12.5")
    QTest.keyClick(line_edit(window, PRICE), Qt.Key.Key_Return)
    type_in(qtbot, line_edit(window, PRICE), "15")
    QTest.keyClick(line_edit(window, PRICE), Qt.Key.Key_Return)
    assert window.document.undo_stack.count() == 2
    assert window.document.undo_stack.undoText() == "change of Cloud price"
    window.actions_by_name["undo"].trigger()
    window.actions_by_name["undo"].trigger()
    assert window.document.plan == plan
    assert cloud_end(window) == before
    assert line_edit(window, PRICE).text() == "8.944"
    assert not window.isWindowModified()
    window.actions_by_name["redo"].trigger()
    assert window.document.entry(PRICE).value == 12.5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("abc", "is not a number"),
        ("-3", "out of range"),
        ("1e999", "not a finite number"),
        ("nan", "is not a number"),
        ("", "nothing is entered; expected an amount"),
        ("5%", "is a percentage"),
        ("12k+", "is not a number"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_typing_is_kept(
    window: MainWindow, qtbot: QtBot, text: str, says: str
) -> None:
    plan = window.document.plan
    editor = line_edit(window, PRICE)
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    assert says in field(window, PRICE)._problem.text()
    assert editor.text() == text
    # what was a value on the way, such as 5 of 5%, is taken back
    assert window.document.plan == plan
    assert window.document.undo_stack.count() == 0
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert (editor.text(), field(window, PRICE)._problem.text()) == ("8.944", "")


def test_escape_gives_up_what_is_being_typed(window: MainWindow, qtbot: QtBot) -> None:
    plan, editor = window.document.plan, line_edit(window, PRICE)
    type_in(qtbot, editor, "12")
    assert window.document.entry(PRICE).value == 12.0
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert window.document.plan == plan
    assert (editor.text(), window.document.undo_stack.count()) == ("8.944", 0)


def test_amounts_and_percentages_are_read_as_people_write_them(window: MainWindow, qtbot: QtBot) -> None:
    type_in(qtbot, line_edit(window, "compute.pool.h100.server_price"), "$1.2m")
    assert window.document.entry("compute.pool.h100.server_price").value == 1_200_000
    type_in(qtbot, line_edit(window, "compute.pool.h100.spot_share"), "60")
    assert window.document.entry("compute.pool.h100.spot_share").value == 0.6
    type_in(qtbot, line_edit(window, "compute.pool.h100.spot_share"), "70%")
    assert window.document.entry("compute.pool.h100.spot_share").value == 0.7


def test_dragging_a_label_moves_the_value_within_its_bounds(window: MainWindow, qtbot: QtBot) -> None:
    label = field(window, PRICE).findChild(DragLabel)
    assert label is not None
    before = cloud_end(window)
    QTest.mousePress(label, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    for x in (15, 25, 40):
        QTest.mouseMove(label, QPoint(x, 5))
    label.dragged.emit(30)
    QTest.mouseRelease(label, Qt.MouseButton.LeftButton, pos=QPoint(40, 5))
    assert cloud_end(window) > before
    label.dragged.emit(-1_000_000)
    assert float(window.document.entry(PRICE).value) == 0.0


def test_a_pinned_slider_moves_the_curves(window: MainWindow) -> None:
    before = cloud_end(window)
    slider = window.pinned._sliders[1].slider
    slider.setValue(slider.maximum())
    assert window.document.entry(PRICE).value == 12.0
    assert cloud_end(window) > before


def test_a_choice_changes_the_plan_and_an_impossible_one_is_explained(window: MainWindow) -> None:
    site = field(window, "compute.pool.h100.site").editor
    assert isinstance(site, QComboBox)
    site.setCurrentIndex(site.findData("own_room"))
    site.activated.emit(site.currentIndex())
    assert window.document.entry("compute.pool.h100.site").value == "own_room"
    assert not field(window, "compute.pool.h100.colocation_price").isVisible()


def test_a_scenario_holds_its_own_changes(window: MainWindow, qtbot: QtBot) -> None:
    window.document.choose_scenario("doubles")
    type_in(qtbot, line_edit(window, PRICE), "5")
    assert line_edit(window, PRICE).property("changed")
    window.document.choose_scenario("base")
    assert line_edit(window, PRICE).text() == "8.944"
    window.document.choose_scenario("doubles")
    window.document.return_to_base(PRICE)
    assert line_edit(window, PRICE).text() == "8.944"


def test_scenarios_are_added_renamed_and_deleted_with_undo(window: MainWindow) -> None:
    window.scenarios.add()
    assert window.document.plan.scenario(window.document.scenario).name == "Scenario 4"
    item = window.scenarios.list.currentItem()
    assert item is not None
    item.setText("  <b>Board’s</b> wish ")
    assert window.document.plan.scenario(window.document.scenario).name == "<b>Board’s</b> wish"
    window.scenarios.delete()
    assert len(window.document.plan.scenarios) == 4
    window.document.undo_stack.undo()
    assert len(window.document.plan.scenarios) == 5
    window.document.choose_scenario("base")
    window.scenarios.delete()
    assert len(window.document.plan.scenarios) == 5


def test_save_as_open_and_the_modified_mark(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "board.boardcase"
    type_in(qtbot, line_edit(window, PRICE), "7")
    window.document.save_as(path)
    assert not window.isWindowModified()
    assert "board.boardcase" in window.windowTitle()
    window.document.undo_stack.undo()
    assert window.isWindowModified()
    assert load(path).plan.entries[PRICE].value == 7
    assert window.files.save()
    assert load(path).plan.entries[PRICE].value == 8.944
    assert window.document.undo_stack.canRedo()


def test_a_file_that_is_no_plan_leaves_everything_as_it_is(window: MainWindow, tmp_path: Path) -> None:
    plan = window.document.plan
    path = tmp_path / "broken.boardcase"
    path.write_text("{")
    window.files.open_path(path)
    window.files.open_path(tmp_path / "none")
    assert window.document.plan is plan
    assert window.document.path is None


def test_another_plan_rebuilds_the_forms(window: MainWindow, tmp_path: Path) -> None:
    from desktop.storage.plan_file import save
    from models.plan.plan import blank_plan

    save(blank_plan(), tmp_path / "blank.boardcase")
    window.files.open_path(tmp_path / "blank.boardcase")
    assert line_edit(window, "compute.pool.main.cloud_price").text() == "0"
    assert "No option can be judged yet" in window.verdict.text(), "nothing has a price yet"


@pytest.mark.long
def test_documents_are_written_from_the_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.exchange.export_to(tmp_path / "a.xlsx", "xlsx")
    qtbot.waitUntil(lambda: not window.progress.isVisible(), timeout=90_000)
    window.exchange.export_to(tmp_path / "a.pdf", "pdf")
    qtbot.waitUntil(lambda: not window.progress.isVisible(), timeout=90_000)
    window.exchange.export_to(tmp_path / "none" / "a.pdf", "pdf")
    qtbot.waitUntil(lambda: not window.progress.isVisible(), timeout=90_000)
    window.document.save_as(tmp_path / "plan.boardcase")
    assert not window.exchange.export_to(tmp_path / "plan.boardcase", "pdf")
    assert sorted(one.name for one in tmp_path.iterdir() if not one.name.startswith(".~lock")) == [
        "a.pdf",
        "a.xlsx",
        "plan.boardcase",
    ]


def test_every_editor_and_view_has_a_name_for_screen_readers(window: MainWindow) -> None:
    for position, tab in enumerate(window.every_tab):
        window.tabs.setCurrentIndex(position)
        for form in tab.forms if isinstance(tab, AreaTab) else ():
            form._toggle()
    for kind in (QLineEdit, QComboBox):
        assert not [
            one
            for one in window.findChildren(kind)
            if not one.accessibleName() and not isinstance(one.parent(), (QComboBox, QAbstractSpinBox))
        ]
    assert window.chart.accessibleDescription().startswith("Line chart of cumulative cost")


def test_it_fits_the_small_laptop(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1366, 700)
    qtbot.wait(10)
    for tab in window.every_tab:
        assert tab.horizontalScrollBar().maximum() == 0
    assert window.minimumSizeHint().width() <= 1366


def test_an_edit_while_closing_is_asked_about(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(qtbot, line_edit(window, PRICE), "7")
    answer: Callable[[QMessageBox], object] = lambda _: QMessageBox.StandardButton.Cancel  # noqa: E731
    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert not window.close()
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))
    assert QWidget.close(window)


@pytest.mark.long
def test_a_new_plan_and_every_example_are_shown_complete(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDialog, "exec", always(QDialog.DialogCode.Accepted))
    window.actions_by_name["new"].trigger()
    assert window.document.plan.title == "New plan"
    assert " less" in window.verdict.text()
    menu = menu_named(window, "E&xamples")
    menu.aboutToShow.emit()
    assert len(menu.actions()) == 8
    for action in menu.actions():
        action.trigger()
        assert window.document.plan.title in action.text()
        for position in range(window.tabs.count()):
            window.tabs.setCurrentIndex(position)
            window.every_tab[position].show_exhibits()
    assert not window.document.modified


@pytest.mark.long
def test_scenarios_side_by_side_and_the_articles_claims_open_in_windows_of_their_own(window: MainWindow) -> None:
    from desktop.charts.exhibit_table import ExhibitTable
    from desktop.panels.compare import CompareWindow
    from desktop.panels.exhibit_window import ExhibitWindow

    window.actions_by_name["compare"].trigger()
    compared = window.findChildren(CompareWindow)[-1]
    assert len(window.document.plan.scenarios) in {one.rowCount() for one in compared.findChildren(ExhibitTable)}
    compared.tabs.setCurrentIndex(4)
    assert compared.chart.accessibleDescription().startswith("Cloud costs")
    compared.close()
    window.actions_by_name["claims"].trigger()
    shown = window.findChildren(ExhibitWindow)[-1]
    assert shown.findChildren(ExhibitTable)[0].rowCount() == 16
    shown.close()


def test_a_blocked_option_is_shown_as_not_allowed(window: MainWindow) -> None:
    window.document.set_value("hosting.workload.assistant.escalation", 0.0)
    window.document.set_value("compute.pool.h100.bridging", "wait")
    window.document.set_value("security.air_gapped", True)
    assert "only option allowed" in window.verdict.text()
    assert [cell_text(window.table, row, 0) for row in range(1, 4)] == [
        "Cloud (not allowed)",
        "On-premises",
        "Hybrid (not allowed)",
    ]
    window.pinned.show_findings()
    assert "apply" in window.pinned._problems.text()


def test_figures_of_the_options_are_whole_however_narrow_the_panel(window: MainWindow, qtbot: QtBot) -> None:
    table = window.table
    for width in (1_200, 700, 560, 1):
        window.desk.splitter.setSizes([window.desk.splitter.width() - width, width])
        qtbot.wait(20)
        for column in range(table.columnCount()):
            head = table.horizontalHeaderItem(column)
            assert head is not None
            if table.isColumnHidden(column):  # it steps aside; what decides stays
                assert head.text().replace("\n", " ") in {"A year", "Whole life", "Up front"}
                continue
            small = QFontMetrics(_font(QFont.Weight.DemiBold, 12))
            words = [small.horizontalAdvance(line) for line in head.text().split("\n")]
            figures = [
                QFontMetrics(_font(QFont.Weight.DemiBold)).horizontalAdvance(item.text())
                for row in range(table.rowCount())
                if (item := table.item(row, column)) is not None
            ]
            assert max(*words, *figures) + 10 <= table.columnWidth(column)
        assert sum(table.columnWidth(column) for column in range(table.columnCount())) <= table.viewport().width()
