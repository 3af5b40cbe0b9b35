"""Rows of tables in the window: added, copied, renamed, deleted, filled from the catalogue, undone."""

import pytest
from answers import warned
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.forms.row_bar import RowBar
from desktop.forms.rows_model import RowsModel
from desktop.forms.rows_table import RowsTable
from desktop.style.palette import theme
from desktop.window.main_window import MainWindow
from models.areas.register import TABLES
from models.areas.workloads import Workload
from models.catalogue.rows import catalogue

WORKLOADS, MODELS, OPERATIONS = 1, 3, 7


def bar(window: MainWindow, tab: int, position: int = 0) -> RowBar:
    window.tabs.setCurrentIndex(tab)
    return window.every_tab[tab].findChildren(RowBar)[position]


def names(shown: RowBar) -> list[str]:
    return [shown.chooser.itemText(place) for place in range(shown.chooser.count())]


@pytest.mark.long
def test_a_row_is_added_shown_and_undone(window: MainWindow) -> None:
    plan, rows = window.document.plan, bar(window, WORKLOADS)
    rows.add("Fraud alerts")
    assert rows.slug == "fraud_alerts"
    assert "workloads.workload.fraud_alerts.kind" in window.document.plan.entries
    form = next(form for form in window.area_tabs[WORKLOADS].forms if form.findChildren(RowBar))
    assert {field.key.split(".")[2] for field in form._fields} == {"fraud_alerts"}
    window.document.undo_stack.undo()
    assert window.document.plan == plan
    assert names(rows) == ["Claims assistant", "Monthly training", "Experiments"]


def test_another_tab_follows_when_it_is_shown(window: MainWindow) -> None:
    models = bar(window, MODELS)
    bar(window, WORKLOADS).add("Fraud alerts")
    window.tabs.setCurrentIndex(MODELS)
    assert "Fraud alerts" in names(models)


def test_a_copy_a_name_an_order_and_a_deletion(window: MainWindow) -> None:
    rows = bar(window, WORKLOADS)
    rows.copy()
    assert names(rows)[-1] == "Claims assistant copy"
    rows.rename("Second assistant")
    assert names(rows)[-1] == "Second assistant"
    rows.shift(-3)
    assert names(rows)[0] == "Second assistant"
    rows.delete()
    assert names(rows) == ["Claims assistant", "Monthly training", "Experiments"]
    assert window.document.undo_stack.count() == 4


def test_what_is_done_to_a_row_is_done_to_the_one_the_table_is_in(window: MainWindow, qtbot: QtBot) -> None:
    """Another row than the one that was selected was deleted, without a word."""
    rows = bar(window, WORKLOADS)
    rows.show_row("assistant")
    rows._table.setChecked(True)
    table = next(one for one in window.every_tab[WORKLOADS].findChildren(RowsTable) if one.isVisibleTo(window))
    assert table.currentIndex().row() == 0
    table.setCurrentIndex(table.model().index(1, 0))
    assert rows.chooser.currentText() == "Monthly training"
    rows.delete()
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    assert names(rows) == ["Claims assistant", "Experiments"]
    assert rows.chooser.currentText() == table.model().index(table.currentIndex().row(), 0).data()
    rows.show_row("assistant")
    assert table.currentIndex().row() == 0


def test_the_table_stays_in_its_row_wherever_that_goes(window: MainWindow, qtbot: QtBot) -> None:
    """Moved up twice it came back, since the second step moved another; sorted, the cursor was in another than told."""
    rows = bar(window, WORKLOADS)
    rows.show_row("experiments")
    rows._table.setChecked(True)
    table = next(one for one in window.every_tab[WORKLOADS].findChildren(RowsTable) if one.isVisibleTo(window))

    def here() -> str:
        return str(table.model().index(table.currentIndex().row(), 0).data())

    for _ in range(2):
        rows.shift(-1)
        qtbot.waitUntil(lambda: here() == "Experiments")
    assert names(rows) == ["Experiments", "Claims assistant", "Monthly training"]
    for column, order in (
        (0, Qt.SortOrder.DescendingOrder),
        (0, Qt.SortOrder.AscendingOrder),
        (-1, Qt.SortOrder.AscendingOrder),
    ):
        table.sort_by(column, order)
        assert here() == rows.chooser.currentText() == "Experiments"


def test_no_two_rows_have_one_name(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", warned(told))
    rows = bar(window, WORKLOADS)
    rows.add("claims Assistant")
    assert "“claims Assistant” is there already" in told[-1]
    rows.show_row("assistant")
    rows.rename("Experiments")
    assert "“Experiments” is there already" in told[-1]
    rows.rename("Claims Assistant")
    assert names(rows) == ["Claims Assistant", "Monthly training", "Experiments"]
    rows.copy()
    rows.show_row("assistant")
    rows.copy()
    assert names(rows)[-2:] == ["Claims Assistant copy", "Claims Assistant copy 2"]


def test_the_first_workload_may_go_though_it_was_pinned(window: MainWindow) -> None:
    rows = bar(window, WORKLOADS)
    rows.show_row("assistant")
    rows.delete()
    assert next(slider.key for slider in window.pinned._sliders) == "workloads.workload.training.growth"


def test_what_cannot_go_says_why(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", warned(said))
    bar(window, 2).delete()
    assert "only row" in said[0]
    assert not window.document.modified


def test_a_model_and_a_tool_are_chosen_from_the_catalogue(window: MainWindow) -> None:
    rows = bar(window, WORKLOADS)
    rows.show_row("assistant")
    from models.areas.workloads import GROUPS
    from models.plan.choosing import entries_for

    table = next(group for group in GROUPS if group.table)
    entry = next(one for one in entries_for(table) if one.id == "model.llama_8b_h100_fp8")
    rows.choose(entry)
    assert (
        window.document.entry("workloads.workload.assistant.decode_rate").value
        == catalogue()["model.llama_8b_h100_fp8.decode_rate"].typical
    )
    assert (
        window.document.entry("workloads.workload.assistant.decode_rate").evidence.catalogue
        == "model.llama_8b_h100_fp8.decode_rate"
    )
    window.document.undo_stack.undo()
    assert not window.document.modified


def test_every_table_with_entries_offers_them(window: MainWindow) -> None:
    from models.areas.register import GROUPS
    from models.plan.choosing import entries_for

    offered = {(group.area, group.table): len(entries_for(group)) for group in GROUPS if group.table}
    assert offered["hosting", "workload"] >= 25
    assert offered["compute", "pool"] >= 6
    assert offered["operations", "tool"] == 14
    assert offered["security", "control"] == 10
    assert offered["risks", "risk"] == 6


def test_a_pinned_slider_has_the_new_name_of_its_row(window: MainWindow) -> None:
    rows = bar(window, WORKLOADS)
    rows.show_row("assistant")
    rows.rename("Tenant assistant")
    (pinned,) = [one for one in window.pinned._sliders if one.key.startswith("workloads.workload.assistant.")]
    assert pinned._label.text().startswith("Tenant assistant: ")
    assert pinned.slider.accessibleName() == pinned._label.text()


def test_the_catalogue_offers_its_entries_with_their_prices() -> None:
    """Of 72 offers of GPUs none said what it costs. The prices are those of the files in resources/catalogue."""
    from models.areas.register import GROUPS
    from models.plan.choosing import entries_for

    prices = {
        entry.id: entry.price
        for group in GROUPS
        if (group.area, group.table) in {("compute", "pool"), ("hosting", "workload"), ("security", "control")}
        for entry in entries_for(group)
    }
    assert prices["offer.aws.p5.virginia"] == "$6.88 / GPU-hour"
    assert prices["buy.8xh100"] == "$250,000 / server"
    assert prices["api.anthropic.claude_haiku_4_5"] == "$1 in, $5 out"
    assert prices["control.encryption"] == ""  # set-up and three running costs: no one price


def test_the_catalogue_says_where_what_is_rented_stands() -> None:
    """Data that must stay in the UK, and an entry outside it that said nothing of it."""
    from models.areas.register import GROUPS
    from models.plan.choosing import entries_for

    pool = next(group for group in GROUPS if group.table == "pool" and group.area == "compute")
    places = {one.id: one.where for one in entries_for(pool)}
    assert places["pool.l40s"] == "outside the UK and EU"
    assert places["pool.cpu"] == "in the UK"
    assert places["buy.8xmi300x"] == "", "a server stands where it is put"


def test_a_table_tells_what_a_row_does_not_use(window: MainWindow) -> None:
    """Training had 2,000,000 requests a month in the print of a figure that counts."""
    document = window.document
    model = RowsModel(document, TABLES["workload"])
    model.choose_columns(frozenset(["requests", "kind"]))
    place = 1 + [one.key for one in model.columns].index(Workload.requests.key)
    rows = {model.text(row, 0): model.index(row, place) for row in range(model.rowCount())}
    said = {name: model.data(at, Qt.ItemDataRole.AccessibleTextRole) for name, at in rows.items()}
    assert {name for name, words in said.items() if words.endswith(", not used by this row")} == {
        "Monthly training",
        "Experiments",
    }
    inks = {name: model.data(at, Qt.ItemDataRole.ForegroundRole) for name, at in rows.items()}
    assert inks["Claims assistant"] is None
    assert inks["Monthly training"] == QColor(theme().faint)
    assert "Not used by this row." in model.data(rows["Experiments"], Qt.ItemDataRole.ToolTipRole)
    model.choose_columns(None)
