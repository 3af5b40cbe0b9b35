"""A window on a plan at its limits: as many scenarios and months as a plan may have, while a simulation runs."""

from dataclasses import replace

import pytest
from answers import always
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.storage.examples import example
from desktop.window import judging
from desktop.window.main_window import MainWindow
from models.plan.plan import Plan, Scenario
from models.quantities.limits import MOST_MONTHS, MOST_SCENARIOS

PRICE = "compute.pool.h100.cloud_price"
GROWTH = "workloads.workload.assistant.growth"


def _at_its_limits() -> Plan:
    plan = example().plan
    horizon = plan.entries["finance.horizon"]
    plan = plan.with_entry("base", "finance.horizon", replace(horizon, value=MOST_MONTHS))
    price = plan.entries[PRICE]
    for number in range(len(plan.scenarios), MOST_SCENARIOS):
        changes = {PRICE: replace(price, value=3 + number / 50)}
        plan = plan.with_scenario(Scenario(slug=f"price_{number}", name=f"Price {number}", changes=changes))
    return plan


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))
    monkeypatch.setattr(judging, "_REST", 3_600_000)
    made = MainWindow(Document(_at_its_limits()))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def _simulating(window: MainWindow, qtbot: QtBot, choice: int) -> None:
    titles = [window.tabs.tabText(place) for place in range(window.tabs.count())]
    window.tabs.setCurrentIndex(titles.index("Studies"))
    window.studies.choose("simulation")
    window.studies.cases.setCurrentIndex(choice)
    qtbot.waitUntil(lambda: "%" in window.studies.state.text(), timeout=180_000)


@pytest.mark.long
def test_f50_a_window_at_its_limits_answers_while_it_simulates_and_gives_up_when_asked(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert len(window.document.plan.scenarios) == MOST_SCENARIOS
    _simulating(window, qtbot, 2)
    # a million cases of ten years are at work: the window goes on serving what a person does
    beats: list[int] = []
    heart = QTimer(window, interval=10)
    heart.timeout.connect(lambda: beats.append(1))
    heart.start()
    qtbot.waitUntil(lambda: len(beats) > 50, timeout=90_000)
    # it may have begun anew meanwhile
    qtbot.waitUntil(lambda: "%" in window.studies.state.text(), timeout=180_000)
    window.document.choose_scenario("price_150")
    assert window.document.entry(PRICE).value == 6.0
    window.studies.cancel.click()
    assert window.studies.state.text() == "Cancelled."
    before = window.document.plan
    window.document.set_value(GROWTH, 0.21)
    assert window.document.entry(GROWTH).value == 0.21
    window.document.undo_stack.undo()
    assert window.document.plan.entries == before.entries


@pytest.mark.long
def test_f50_the_same_seed_gives_the_same_figures(window: MainWindow, qtbot: QtBot) -> None:
    said: list[str] = []
    for scenario in ("base", "price_150", "base"):
        window.document.choose_scenario(scenario)
        _simulating(window, qtbot, 2)
        window.studies.cancel.click()
        window.studies.finding.setText("")
        window.studies.cases.setCurrentIndex(0)
        qtbot.waitUntil(lambda: bool(window.studies.finding.text()), timeout=180_000)
        said.append(window.studies.finding.text())
    assert "over ten years" in said[0]
    assert said[0] == said[2]
    assert said[0] != said[1]
