"""The cumulative chart: read at any month, zoomed, discounted, without an option, as a table.

As a picture, with scenarios laid over it.
"""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.style.palette import LIGHT, theme, use
from desktop.window.main_window import MainWindow
from models.appraisal.results import case_result


def test_the_arrows_read_every_month_with_the_values_of_all_options(window: MainWindow, qtbot: QtBot) -> None:
    chart = window.chart
    chart.setFocus()
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.crosshair.month == 3
    QTest.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    case = case_result(window.document.plan, "base")
    for option in case.options.values():
        assert f"{option.label} £{option.cumulative[15]:,.0f}" in chart.crosshair.text
    assert "Month 15, April 2028" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.crosshair.month is None


def test_the_pointer_reads_the_month_below_it_and_a_click_explains_it(window: MainWindow, qtbot: QtBot) -> None:
    area = window.chart._area()
    at = QPoint(round(area.left + (area.right - area.left) * 0.5), round(area.top) - 40)
    QTest.mouseMove(window.chart.viewport(), at)
    QTest.mouseClick(window.chart.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.docks["explanation"].isVisible()
    assert window.explanation.month.value() == 30
    assert window.explanation.key.endswith(".curve")


def test_zooming_shows_fewer_months_and_all_again(window: MainWindow, qtbot: QtBot) -> None:
    chart = window.chart
    chart.zoom(0.5, 10)
    window.refresh()
    first, last = cast("Any", chart)._view.viewRange()[0]
    assert last - first == pytest.approx(30)
    assert first <= 10 <= last
    assert window.chart_panel.whole.isVisible()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert cast("Any", chart)._view.viewRange()[0] == pytest.approx([0, 60])


def test_discounted_curves_end_at_the_present_value_before_resale(window: MainWindow) -> None:
    window.chart_panel.discounted.click()
    figure = window.chart._figure
    assert figure is not None
    case = case_result(window.document.plan, "base")
    assert [series.values[-1] for series in figure.series] == [
        pytest.approx(option.discounted[-1]) for option in case.options.values()
    ]
    assert "discounted" in window.chart_panel.caption.text()


def test_an_option_can_be_hidden_but_not_the_last(window: MainWindow) -> None:
    actions = window.chart_panel._option_actions
    actions["cloud"].trigger()
    figure = window.chart._figure
    assert figure is not None
    assert [series.key for series in figure.series] == ["api", "on_premises", "hybrid", "usual"]
    assert not [mark for mark in figure.marks if "cloud" in mark.key]
    actions["hybrid"].trigger()
    actions["api"].trigger()
    actions["on_premises"].trigger()
    assert actions["on_premises"].isChecked()
    assert "One option" in window.statusBar().currentMessage()


def test_the_table_has_the_figures_of_the_chart(window: MainWindow) -> None:
    window.chart_panel.as_table.click()
    table = window.chart_panel.table
    case = case_result(window.document.plan, "base")
    assert table.rowCount() == 61
    for column, option in enumerate(case.options.values(), start=1):
        cell = table.item(60, column)
        assert cell is not None
        assert cell.text().split(" (", maxsplit=1)[0] == f"{option.cumulative[60]:,.0f}"


def test_pictures_are_copied_and_written_as_png_and_as_vectors(window: MainWindow, tmp_path: Path) -> None:
    window.document.set_value("compute.pool.h100.cloud_price", 10.0)
    window.chart_panel.copy()
    assert not QGuiApplication.clipboard().pixmap().isNull()
    assert window.chart_panel.save_to(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert window.chart_panel.save_to(tmp_path / "chart.svg")
    drawn = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert drawn.count("<path") + drawn.count("<polyline") > 5
    assert "<image" not in drawn
    assert re.search(r"month \d+: on-premises cheaper than cloud", drawn)
    assert not window.chart_panel.save_to(tmp_path / "none" / "chart.png")
    assert "not saved" in window.statusBar().currentMessage()


def test_ticked_scenarios_are_laid_over_the_chart_and_follow_edits(window: MainWindow) -> None:
    item = window.scenarios.list.item(1)
    item.setCheckState(Qt.CheckState.Checked)
    figure = window.chart._figure
    assert figure is not None
    slug = window.document.plan.scenarios[1].slug
    assert [series.key for series in figure.series][5:] == [
        f"{slug}:{option}" for option in ("cloud", "api", "on_premises", "hybrid")
    ]
    before = figure.series[5].values[-1]
    window.document.set_value("compute.pool.h100.cloud_price", 20.0)
    assert window.chart._figure is not None
    assert window.chart._figure.series[5].values[-1] > before


@pytest.mark.long
def test_themes_change_every_colour_and_are_remembered(window: MainWindow) -> None:
    try:
        window.restyle("dark")
        assert theme().name == "dark"
        assert window.chart.backgroundBrush().color().name().upper() == theme().surface.upper()
        assert window.settings.text("theme") == "dark"
        own = window.document.plan.scenarios[1].colour
        square = window.scenarios.list.item(1).icon().pixmap(24, 24).toImage()
        assert square.pixelColor(12, 12).name().upper() == theme().on_screen(own).upper() != own.upper()
        window.restyle("contrast")
        assert theme().ink == "#000000"
    finally:
        window.restyle("light")
        use("light")
    assert theme() is LIGHT
