"""Scenarios side by side: a window that follows the plan, differences from a base, ticks that stay."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.panels.compare import CompareWindow
from desktop.window.main_window import MainWindow
from models.exhibits.scenarios import scenarios_table
from models.plan.plan import Scenario
from models.rules.decisions import judged
from models.rules.judgement import planned

PRICE = "compute.pool.h100.cloud_price"


@pytest.fixture
def compared(window: MainWindow) -> CompareWindow:
    window.actions_by_name["compare"].trigger()
    return window.findChildren(CompareWindow)[0]


def cells(compared: CompareWindow, row: int) -> list[str]:
    table = compared.results
    return [item.text() if (item := table.item(row, column)) else "" for column in range(table.columnCount())]


def test_it_is_a_window_and_follows_the_plan(window: MainWindow, compared: CompareWindow, qtbot: QtBot) -> None:
    assert compared.isWindow()
    assert not compared.isModal()
    assert compared.windowFlags() & Qt.WindowType.Window
    before = cells(compared, 0)
    window.document.set_value(PRICE, 3.0)
    qtbot.waitUntil(lambda: cells(compared, 0) != before)
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: cells(compared, 0) == before)


def test_amounts_become_differences_from_a_base(window: MainWindow, compared: CompareWindow) -> None:
    plan = window.document.plan
    base, other = plan.scenarios[0].slug, plan.scenarios[1].slug
    compared.base.setCurrentIndex(compared.base.findData(base))
    compared.base.activated.emit(1)
    apart = judged(plan, other).options["cloud"].present_value - judged(plan, base).options["cloud"].present_value
    assert cells(compared, 1)[1] == f"{round(apart / 1_000):,}"
    assert cells(compared, 0)[1] == f"{round(judged(plan, base).options['cloud'].present_value / 1_000):,}"
    compared.tabs.setCurrentIndex(2)
    heads = [compared.lines.horizontalHeaderItem(column).text() for column in range(3)]  # pyright: ignore[reportOptionalMemberAccess]
    assert heads[1:] == ["Base", f"{plan.scenarios[1].name}, difference"]


def test_lines_stand_under_subtotals_that_add_up() -> None:
    from desktop.storage.examples import example
    from models.exhibits.scenarios import lines_table

    plan = example("insurer").plan
    table = lines_table(plan, ["base"])
    amounts = {key: cells_of[1].value for key, cells_of in zip(table.keys, table.rows, strict=True)}
    for option in ("cloud", "on_premises", "hybrid", "api"):
        areas = [
            key
            for key, row in zip(table.keys, table.texts(), strict=True)
            if key.startswith(f"{option}.") and not row[0].startswith("\u2003")
        ]
        assert sum(float(amounts[key]) for key in areas) == pytest.approx(float(amounts[option]), abs=8)  # pyright: ignore[reportArgumentType]
    whole = judged(plan, "base").options["cloud"]
    assert float(amounts["cloud"]) == pytest.approx(whole.total_cost + whole.residual, rel=1e-9)  # pyright: ignore[reportArgumentType]


def test_ticks_stay_and_curves_are_named_with_amounts(window: MainWindow, compared: CompareWindow) -> None:
    item = compared.list.item(2)
    item.setCheckState(Qt.CheckState.Unchecked)
    assert len(compared.chosen) == 3
    assert compared.results.rowCount() == 3
    compared.close()
    window.actions_by_name["compare"].trigger()
    assert window.findChildren(CompareWindow) == [compared]
    assert compared.list.item(2).checkState() is Qt.CheckState.Unchecked
    compared.tabs.setCurrentIndex(3)
    ends = [one.text() for one in compared.curves._ends.values()]
    assert len(ends) == 3
    assert all("£" in text for text in ends)
    assert ends[0].startswith("Base £")


def test_the_bridge_opens_on_an_option_that_the_scenario_moves(window: MainWindow, compared: CompareWindow) -> None:
    """People of the cloud option are no cost of owned servers, which lead."""
    document = window.document
    document.set_value("compute.pool.h100.cloud_price", 9.5)
    assert planned(judged(document.plan, "base")).recommended == "on_premises"
    document.add_scenario(Scenario("people", "More people in the cloud"))
    document.set_value("operations.role.platform.people_cloud", 3.0)
    compared.tabs.setCurrentIndex(4)
    compared.second.setCurrentIndex(compared.second.findData("people"))
    compared.second.activated.emit(0)
    assert compared.option.currentData() == "cloud"
    compared.option.setCurrentIndex(compared.option.findData("on_premises"))
    compared.option.activated.emit(0)
    assert compared.option.currentData() == "on_premises"


def test_only_options_that_a_plan_has_can_be_compared(window: MainWindow, compared: CompareWindow) -> None:
    for row in window.document.plan.rows["workload"]:
        window.document.set_value(f"workloads.workload.{row.slug}.kind", "steady")
    compared.tabs.setCurrentIndex(4)
    compared.refresh()
    assert compared.option.findData("cloud") >= 0
    assert compared.option.findData("api") < 0
    compared.tabs.setCurrentIndex(3)
    assert compared.curve_of.findData("api") < 0


def test_a_scenario_is_told_as_sure_as_its_cases_are(window: MainWindow, compared: CompareWindow, qtbot: QtBot) -> None:
    """It named the cheapest, and left out that page one calls it too close to call."""
    plan = window.document.plan
    slugs = [one.slug for one in plan.scenarios]
    said = [row[-3] for row in scenarios_table(plan, slugs, drawn=True).texts()]
    assert any("too close to call" in one for one in said)
    assert said != [row[-3] for row in scenarios_table(plan, slugs).texts()]
    qtbot.waitUntil(lambda: [cells(compared, row)[-3] for row in range(len(slugs))] == said)
