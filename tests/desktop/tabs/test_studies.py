"""The tab of studies and the bands around the curves, in the running window."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.charts.map_chart import MapChart
from desktop.charts.study_table import StudyTable
from desktop.document.worker import EDITING, Ticket
from desktop.forms.evidence import EvidenceDialog
from desktop.forms.field import Field
from desktop.forms.group_form import GroupForm
from desktop.storage.plan_file import read, text_of
from desktop.window.main_window import MainWindow
from desktop.window.questions import QuestionsDialog
from models.appraisal.decided import decided
from models.exhibits.every_study import STUDIES
from models.exhibits.studies import at_plans_settings
from models.plan.feature_switch import with_feature
from models.plan.plan import Entry
from models.rules.decisions import judged
from models.rules.judgement import Judgement, State, planned
from models.studies.stress import stress_tests
from models.studies.uncertainty import uncertainty

PRICE = "compute.pool.h100.cloud_price"


def shown(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Open a study and wait until it is there."""
    window.tabs.setCurrentIndex(window.every_tab.index(window.studies))
    window.studies.choose(name)
    qtbot.waitUntil(lambda: bool(window.studies.finding.text()) and not window.studies.state.text(), timeout=180_000)


def table_with(window: MainWindow, key: str) -> StudyTable:
    return next(
        one for one in window.studies.findChildren(StudyTable) if one._shown is not None and key in one._shown.keys
    )


@pytest.mark.long
@pytest.mark.parametrize("name", list(STUDIES))
def test_every_study_says_what_it_found_and_is_told_to_those_who_cannot_see(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    shown(window, qtbot, name)
    assert window.studies.finding.text().endswith((".", "%."))
    assert window.studies._parts
    for part in window.studies._parts:
        told = part.table if isinstance(part, StudyTable) else part
        assert told.accessibleName()
        assert isinstance(part, StudyTable) or part.accessibleDescription()
        assert not part.grab().isNull()


@pytest.mark.long
def test_the_simulation_on_screen_is_that_of_the_engine(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot, "simulation")
    found = uncertainty(window.document.plan, "base")
    assert f"{found.cheapest_at_end['cloud']:.0%} of cases" in window.studies.finding.text()


def test_a_row_becomes_a_scenario_with_its_inputs_whatever_the_order(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot, "stress")
    label = "All demand halves"
    table = table_with(window, label)
    for column in (0, 1, 1, 3):
        table.sort(column)
        row = [table.key_of(place) for place in range(table.table.rowCount())].index(label)
        table.table.selectRow(row)
        assert table.selected == label
        (point,) = table.points
        expected = next(one for one in stress_tests(window.document.plan, "base") if one.label == label)
        assert point.inputs == expected.inputs
    count = window.document.undo_stack.count()
    table.scenario_wanted.emit(point)
    scenario = window.document.plan.scenario(window.document.scenario)
    assert scenario.name == label
    assert {key: entry.value for key, entry in scenario.changes.items()} == pytest.approx(dict(point.inputs))
    assert window.document.undo_stack.count() == count + 1
    assert "replans its purchases" in window.statusBar().currentMessage()
    window.document.undo_stack.undo()
    assert label not in {one.name for one in window.document.plan.scenarios}


def test_figures_are_sorted_by_size(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot, "stress")
    table = table_with(window, "All demand halves")
    table.sort(1)
    cells = [table.table.item(row, 1) for row in range(table.table.rowCount())]
    amounts = [float(cell.text().replace(",", "")) for cell in cells if cell is not None]
    assert amounts == sorted(amounts, reverse=True)


def test_the_map_looks_where_one_clicks_and_makes_a_scenario_of_it(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot, "map")
    chart = window.studies.findChildren(MapChart)[0]
    chart.look(0.3, 6.0)
    assert "cloud is the cheapest" in window.studies.looked.text()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert window.studies.take.isEnabled()
    point = window.studies._looked
    assert point is not None
    found = decided(window.document.plan, "base").evaluate(
        point.inputs, ["cloud.total.present_value", "on_premises.total.present_value"]
    )
    assert found.number("cloud.total.present_value") < found.number("on_premises.total.present_value")
    window.studies.take.click()
    assert window.document.plan.scenario(window.document.scenario).changes[PRICE].value == pytest.approx(6.0)


def test_a_study_follows_an_edit_and_can_be_given_up(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot, "stress")
    before = window.studies._shown
    window.document.set_value(PRICE, 4.0)
    qtbot.waitUntil(lambda: window.studies._shown is not before, timeout=180_000)
    assert window.studies.finding.text().startswith("Cloud stays")
    window.studies.choose("simulation")
    window.studies.cases.setCurrentIndex(2)
    qtbot.waitUntil(lambda: "%" in window.studies.state.text(), timeout=180_000)
    window.studies.cancel.click()
    assert window.studies.state.text() == "Cancelled."


def test_bands_come_follow_every_edit_settle_and_go(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "10,000 cases" in window.chart_panel.caption.text(), timeout=180_000)
    figure = window.chart._figure
    assert figure is not None
    found = uncertainty(window.document.plan, "base")
    for series in figure.series[:4]:
        assert series.band is not None
        assert series.band.high == pytest.approx(found.bands[series.key]["nominal"].high)
    window.document.set_value("workloads.workload.assistant.growth", 0.21)
    assert "200 cases" in window.chart_panel.caption.text()
    moved = window.chart._figure
    assert moved is not None
    few = moved.series[0].band
    assert few is not None
    qtbot.waitUntil(lambda: "10,000 cases" in window.chart_panel.caption.text(), timeout=180_000)
    figure = window.chart._figure
    assert figure is not None
    settled = figure.series[0].band
    assert settled is not None
    assert np.abs(few.high / settled.high - 1)[1:].max() < 0.02, "the few stand where the many will be"
    window.chart_panel.band.click()
    assert window.chart._figure is not None
    assert all(series.band is None for series in window.chart._figure.series)
    assert "cases" not in window.chart_panel.caption.text()


def test_an_input_behind_a_row_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot, "tornado")
    table = table_with(window, PRICE)
    table.input_wanted.emit(PRICE)
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Compute"


def test_how_an_input_is_drawn_is_edited_with_its_evidence_and_survives_a_drag(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = EvidenceDialog(window, window.document, PRICE, window.document.plan.declaration(PRICE))
    qtbot.addWidget(dialog)
    dialog.shape.setCurrentIndex(dialog.shape.findData("uniform"))
    dialog.group.setText("cloud")
    dialog.correlation.setText("1.5")
    dialog.accept_if_right()
    assert "not a correlation" in dialog._problem.text()
    dialog.correlation.setText("−0.5")
    dialog.accept_if_right()
    evidence = window.document.entry(PRICE).evidence
    assert (evidence.shape, evidence.group, evidence.correlation) == ("uniform", "cloud", -0.5)
    window.document.set_value(PRICE, 9.5)
    kept = window.document.entry(PRICE).evidence
    assert (kept.shape, kept.group, kept.correlation) == ("uniform", "cloud", -0.5)
    assert (kept.low, kept.high) == (None, None), "a list's price from 8.944 to 8.944 is no range of another"
    assert read(text_of(window.document.plan)).plan == window.document.plan


def test_refused_text_stays_while_other_inputs_change(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(2)
    field = next(one for one in window.every_tab[2].findChildren(Field) if one.key == "compute.pool.h100.server_price")
    editor = field.editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "£225k")
    assert "is in £; this amount is in $" in field._problem.text()
    other = next(one for one in window.every_tab[2].findChildren(Field) if one.key == PRICE).editor
    other.setFocus()
    window.document.set_value(PRICE, 9.1)
    assert editor.text() == "£225k"
    assert "is in £" in field._problem.text()
    window.document.set_value("compute.pool.h100.server_price", 230_000.0)
    assert editor.text() == "230,000"


def test_refused_text_stays_while_its_form_is_built_anew_and_another_row_is_looked_at(window: MainWindow) -> None:
    def field() -> Field:
        every = window.every_tab[2].findChildren(Field)
        return next(one for one in every if one.key == "compute.pool.h100.server_price" and not one.isHidden())

    def text() -> str:
        editor = field().editor
        assert isinstance(editor, QLineEdit)
        return editor.text()

    window.tabs.setCurrentIndex(2)
    first = field().editor
    assert isinstance(first, QLineEdit)
    before = first.text()
    first.setFocus()
    first.selectAll()
    QTest.keyClicks(first, "£225k")
    window.document.change_plan("", with_feature(window.document.plan, "spares"))
    assert field().editor is not first
    assert (text(), field()._problem.isHidden()) == ("£225k", False)
    assert "is in £" in field()._problem.text()
    # not where the value was changed meanwhile, nor in another plan
    form = next(form for form in window.every_tab[2].findChildren(GroupForm) if field() in form.findChildren(Field))
    window.every_tab[2].rebuild()
    assert text() == before
    QTest.keyClicks(field().editor, "lots")
    window.document.set_value("compute.pool.h100.server_price", 230_000.0)
    form.rebuild()
    assert text() == "230,000"


def test_the_questions_take_amounts_as_they_are_spoken(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QuestionsDialog(window)
    qtbot.addWidget(dialog)
    dialog.today.setCurrentIndex(1)
    for edit, text in ((dialog.requests, "750k"), (dialog.growth, "25%"), (dialog.spending, "£25k")):
        edit.setText(text)
    assert (dialog.answers().requests, dialog.answers().growth, dialog.answers().spending) == (750_000, 0.25, 25_000)
    dialog.spending.setText("lots")
    dialog.spending.editingFinished.emit()
    assert "“lots” is not a number" in dialog._problem.text(), "as soon as it is left"
    dialog._problem.clear()
    dialog.accept_if_right()
    assert "“lots” is not a number" in dialog._problem.text()
    assert dialog.spending.text() == "lots"


def test_work_beside_the_window_waits_while_somebody_edits_and_can_be_given_up_meanwhile(
    window: MainWindow, qtbot: QtBot
) -> None:
    looks: list[float] = []

    def work(ticket: Ticket) -> None:
        for _ in range(10_000):
            time.sleep(0.002)
            ticket.look()
            looks.append(time.monotonic())

    window.worker.run("study", work, lambda _done: None)
    qtbot.waitUntil(lambda: len(looks) > 5)
    window.worker.make_way()
    edited = time.monotonic()
    qtbot.waitUntil(lambda: looks[-1] > edited + EDITING)
    assert sum(edited + 0.01 < one < edited + EDITING for one in looks) == 0
    # an edit that rests for ten minutes: the work is given up though it would still have to wait
    window.worker._quiet_until = until = time.monotonic() + 600
    window.worker.close()
    assert time.monotonic() < until


def test_studies_are_told_of_what_leads_at_its_best(window: MainWindow) -> None:
    document = window.document
    own = planned(judged(document.plan, document.scenario))
    assert own.recommended == "cloud"
    assert at_plans_settings(Judgement(own)) == at_plans_settings(Judgement(own, best=own)) == ""
    another = Judgement(own, best=replace(own, recommended="api", rival="cloud"))
    assert "with which cloud leads; each at its best, API leads." in at_plans_settings(another)
    none = Judgement(replace(own, state=State.NONE, recommended=""), best=own)
    assert "with which no option is allowed; each at its best, cloud leads." in at_plans_settings(none)


@pytest.mark.long
def test_studies_at_settings_that_are_not_the_best_say_so(window: MainWindow, qtbot: QtBot) -> None:
    """After an edit a study found for on-premises below a verdict that found for cloud, each at its best."""
    window.tabs.setCurrentIndex(window.every_tab.index(window.studies))
    window.studies.choose("levers")
    document = window.document
    three_years = "compute.pool.h100.committed_three_years"
    entry = document.plan.entry(document.scenario, three_years)
    document.change_plan("terms", document.plan.with_entry(document.scenario, three_years, replace(entry, value=0.6)))
    window.judging._rest.setInterval(50)
    window.judging._rest.start()
    qtbot.waitUntil(lambda: not window.studies.aside.isHidden(), timeout=180_000)
    said = "with which on-premises leads; each at its best, cloud leads."
    assert said in window.studies.aside.text()
    qtbot.waitUntil(lambda: "each at its best" in window.desk.line.text(), timeout=60_000)
    first, second = window.desk.line.text().split("\n")
    assert first
    assert second
    window.studies.choose("best")
    assert window.studies.aside.isHidden(), "the search itself says it"
    document.undo_stack.undo()
    window.studies.choose("levers")
    assert window.studies.aside.isHidden()
    assert "would save" in window.studies.finding.text() or window.studies.state.text()


def test_costs_show_no_fall_of_levers_where_none_is_on(window: MainWindow) -> None:
    tab = next(one for one in window.area_tabs if one.title == "Costs")
    window.tabs.setCurrentIndex(window.every_tab.index(tab))
    tab.show_exhibits()
    levers, *rest = tab._tables
    assert [levers.isHidden(), *(one.isHidden() for one in rest)] == [True, False, False]
    assert [one.isHidden() for one in tab._charts] == [False, True]
    document = window.document
    caching = document.plan.with_entry(document.scenario, "cost_management.cache", Entry(value=True))
    document.change_plan("caching", caching)
    tab.show_exhibits()
    assert not levers.isHidden()
    assert levers.rowCount() == 3
    assert not any(one.isHidden() for one in tab._charts)
