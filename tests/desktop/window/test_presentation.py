"""A room tries what it likes: the plan stays as it was, unless somebody keeps what was tried."""

import pytest
from answers import always, noting
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.panels.palette import Palette
from desktop.window.main_window import MainWindow
from desktop.window.presentation import Presentation
from models.exhibits.inputs import input_name

PRICE = "compute.pool.h100.cloud_price"


@pytest.fixture
def shown(window: MainWindow) -> Presentation:
    window.actions_by_name["present"].trigger()
    assert window.presentation is not None
    return window.presentation


def move(shown: Presentation, key: str) -> None:
    slider = next(one for one in shown.sliders if one.key == key)
    slider.slider.setValue(slider.slider.maximum())


def test_sliders_move_the_curve_on_a_copy_and_escape_leaves_the_plan_as_it_was(
    window: MainWindow, shown: Presentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, text = window.document.plan, window.verdict.text()
    assert shown.isFullScreen()
    assert "below on-premises over five years" in shown.headline.text()
    assert not shown.keep.isEnabled()
    move(shown, PRICE)
    assert "£2k below on-premises" not in shown.headline.text()
    figure = shown.chart._figure
    assert figure is not None
    assert [one.key for one in figure.series if one.ghost] == [
        f"ghost:{key}" for key in ("cloud", "api", "on_premises", "hybrid")
    ]
    assert "H100 pool: Cloud price $8.944" in shown.changes.text()
    opened: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", noting(opened))
    window.refuse("No", "nothing opens here")
    window.explain("cloud.total.total_cost", 3)
    assert opened == []
    assert not window.docks["explanation"].isVisible()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert window.presentation is None
    assert window.document.plan is plan
    assert window.verdict.text() == text
    assert not window.document.modified
    assert window.document.undo_stack.count() == 0
    monkeypatch.setattr(QMessageBox, "exec", always(QMessageBox.StandardButton.Discard))


def test_back_to_the_plan_takes_everything_back(shown: Presentation) -> None:
    said = shown.headline.text()
    move(shown, PRICE)
    assert shown.tried
    shown.back.click()
    assert not shown.tried
    assert shown.headline.text() == said
    assert not shown.back.isEnabled()


def test_what_was_tried_becomes_a_scenario_that_can_be_undone(window: MainWindow, shown: Presentation) -> None:
    plan = window.document.plan
    move(shown, PRICE)
    value = shown.document.entry(PRICE).value
    shown.keep.click()
    kept = window.document.plan.scenarios[-1]
    assert kept.name == "Base, as tried"
    assert set(kept.changes) == {PRICE}
    assert kept.changes[PRICE].value == value
    assert window.document.scenario == kept.slug
    assert shown.scenario.currentText() == "Base, as tried"
    assert not shown.tried
    shown.close()
    window.document.undo_stack.undo()
    assert window.document.plan == plan


def test_scenarios_are_switched_and_costs_are_stacked_by_area(window: MainWindow, shown: Presentation) -> None:
    shown.scenario.setCurrentIndex(1)
    shown.scenario.activated.emit(1)
    assert shown.document.scenario == window.document.plan.scenarios[1].slug
    assert window.document.scenario == window.document.plan.scenarios[0].slug
    shown.view.setCurrentIndex(1)
    shown.view.activated.emit(1)
    assert "is the largest part of what" in shown.areas.accessibleName()
    assert "Operations" in shown.areas.accessibleDescription()


def test_type_grows_with_the_screen_and_the_organisation_is_named(window: MainWindow, qtbot: QtBot) -> None:
    from dataclasses import replace

    from PySide6.QtCore import QSize

    from desktop.document.document import Document

    class Screen:
        def __init__(self, height: int) -> None:
            self._height = height

        def size(self) -> QSize:
            return QSize(self._height * 16 // 9, self._height)

    plan = window.document.plan
    named = Document(replace(plan, paper=replace(plan.paper, organisation="Wessex Mutual")))
    letters: list[int] = []
    for height in (768, 1440):
        made = Presentation(named, window.pinned.keys, Screen(height))  # pyright: ignore[reportArgumentType]
        qtbot.addWidget(made)
        letters.append(made.chart._pixels)
        assert made.title.text().startswith("Wessex Mutual · ")
        made.close()
    assert letters[1] > 1.5 * letters[0]


def test_the_input_that_is_asked_about_goes_on_a_slider_and_what_was_tried_stays(
    window: MainWindow, shown: Presentation
) -> None:
    """Somebody asks about a price that is not pinned: it is found by its name, and what was moved before stays told."""
    wanted = "compute.pool.h100.server_power"
    before = [one.key for one in shown.sliders]
    assert wanted not in before
    move(shown, before[-1])
    shown.another.click()
    palette = shown.findChild(Palette)
    assert palette is not None
    palette.line.setText("server power")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    keys = [one.key for one in shown.sliders]
    assert len(keys) == len(before)
    assert keys[-1] == before[-1]  # that which was moved stays
    assert wanted in keys
    move(shown, wanted)
    for key in (before[-1], wanted):
        shown.show_slider("finance.discount_rate")
        assert input_name(shown.document.plan, key) in shown.changes.text()
    shown.keep.click()
    assert set(window.document.plan.scenarios[-1].changes) == {before[-1], wanted}


def test_only_numbers_that_count_are_asked_about(shown: Presentation) -> None:
    shown.another.click()
    palette = shown.findChild(Palette)
    assert palette is not None
    palette.line.setText("hybrid servers")
    offered = {thing.name for thing in palette._things}
    assert not any("currency" in name.lower() for name in offered)
    assert not {input_name(shown.document.plan, one.key) for one in shown.sliders} & offered
    assert len(offered) > 50
