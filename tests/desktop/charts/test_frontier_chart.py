"""The frontier: its points are the candidates, none that is efficient is beaten, and a click tells the settings."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from untuned import untuned

from desktop.charts.frontier_chart import FrontierChart
from models.exhibits.frontier import ACROSS, Frontier, FrontierPoint, frontier
from models.rules.best import best
from models.studies.best_judged import risked


@pytest.fixture(scope="module")
def drawn() -> list[Frontier]:
    plan = untuned("insurer")
    found = best(plan, "base")
    judged = risked(plan, "base", found.found, cases=200)
    made = [frontier(plan, found, judged, across) for across in ACROSS]
    assert all(one is not None for one in made)
    return [one for one in made if one is not None]


@pytest.mark.long
def test_no_point_is_cheaper_and_asks_for_less_than_an_efficient_one(drawn: list[Frontier]) -> None:
    for shown in drawn:
        costs = np.array([one.cost for one in shown.points])
        asked = np.array([one.across for one in shown.points])
        for one in shown.points:
            better = (costs < one.cost - 0.01) & (asked < one.across - 1)
            assert not (one.efficient and better.any())
        assert shown.points[0].efficient
        assert {one.option for one in shown.points if one.planned} == {"cloud", "api", "on_premises", "hybrid"}


@pytest.mark.long
def test_a_click_and_the_arrows_tell_a_point(drawn: list[Frontier], qtbot: QtBot) -> None:
    chart = FrontierChart()
    qtbot.addWidget(chart)
    chart.resize(700, 270)
    chart.show_plot(drawn[0])
    chart.show()
    told: list[FrontierPoint] = []
    chart.chosen.connect(told.append)
    at = chart._at(drawn[0], drawn[0].points[0].across, drawn[0].points[0].cost)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(int(at.x()), int(at.y())))
    assert told[-1] == drawn[0].points[0]
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert told[-1] == drawn[0].points[1]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(690, 5))
    assert len(told) == 2, "nothing is there"
    said = drawn[0].told(told[0])
    assert said.startswith(f"{told[0].label}: £")
    assert told[0].words.split(";")[0][1:] in said
