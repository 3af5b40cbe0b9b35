"""The judgement beside the window, and the tab Decision that shows it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from untuned import untuned

from desktop.window import judging
from desktop.window.main_window import MainWindow
from models.areas.compute import Pool
from models.rules.decisions import judged
from models.studies.best import with_settings


def _once[**Asked, Answer](work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Return work that is done once for the same plan: each window here asks the same of it, the first does it."""
    known: list[tuple[object, Answer]] = []

    def asked(*args: Asked.args, **how: Asked.kwargs) -> Answer:
        of = (*args[:3], how.get("freed"))
        answer = next((answer for before, answer in known if before == of), None)
        if answer is None:
            answer = work(*args, **how)
            known.append((of, answer))
        return answer

    return asked


WORK = {name: _once(getattr(judging, name)) for name in ("best", "costs_at_best", "risked")}


@pytest.fixture
def decided(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    for name, work in WORK.items():
        monkeypatch.setattr(judging, name, work)
    window.document.change_plan("Untuned", untuned("insurer"))
    window.tabs.setCurrentIndex(0)
    window.judging._rest.setInterval(50)
    window.judging._rest.start()
    qtbot.waitUntil(lambda: window.judging.found is not None and window.judging.found.searched, timeout=180_000)
    return window


def test_the_tab_says_what_to_do_how_sure_it_is_and_what_speaks_against_it(decided: MainWindow) -> None:
    panel = decided.decision.panel
    assert panel is not None
    assert panel.headline.accessibleDescription() == (
        "Too close to call: Cloud costs £2k less than on-premises, each at its best."
    )
    assert "of 100 cases. Evidence grade" in panel.sure.text()
    assert panel.against.text().count("<li>") == 3
    assert panel.best.table.rowCount() == 5, "business as usual, which does the same work, is the dearest"
    assert "cheapest" in panel.frontier.accessibleName()
    assert "each at its best" in decided.verdict.accessibleDescription()
    assert decided.judging.state == ""


def test_best_settings_are_taken_in_one_step_and_the_judgement_follows(decided: MainWindow, qtbot: QtBot) -> None:
    panel = decided.decision.panel
    assert panel is not None
    before, steps = decided.document.plan, decided.document.undo_stack.count()
    name, settings = next(one for one in panel._taken if one[0] == "Cloud")
    panel.settings_wanted.emit(name, settings)
    assert decided.document.undo_stack.count() == steps + 1
    assert decided.document.plan.entries == with_settings(before, "base", settings).entries
    case = judged(decided.document.plan, "base")
    lead = case.options["cloud"].compared - case.options["on_premises"].compared
    assert lead == pytest.approx(-2_000, abs=1_000)
    assert decided.judging.found is None, "an edit is judged anew"
    qtbot.waitUntil(lambda: decided.judging.found is not None, timeout=180_000)
    decided.document.undo_stack.undo()
    assert decided.document.plan.entries == before.entries


def test_what_speaks_against_it_opens_its_place(decided: MainWindow) -> None:
    panel = decided.decision.panel
    assert panel is not None
    panel.place_wanted.emit("bias")
    assert decided.tabs.tabText(decided.tabs.currentIndex()) == "Finance"
    panel.place_wanted.emit("resale")
    assert decided.tabs.tabText(decided.tabs.currentIndex()) == "Compute"
    decided.tabs.setCurrentIndex(0)
    for kind in ("rules", "not_at_best"):
        panel.place_wanted.emit(kind)
        assert decided.tabs.currentIndex() == 0


@pytest.mark.long
def test_what_the_search_leaves_alone_is_tried_where_asked(decided: MainWindow, qtbot: QtBot) -> None:
    """The table has what servers elsewhere save; the judgement is that of the documents still."""
    panel, judging = decided.decision.panel, decided.judging
    assert panel is not None
    found, before = judging.found, judging.shown
    action = next(one for one in panel.also.menu().actions() if one.data() == Pool.site.key)
    action.setChecked(True)
    assert panel.also_told.text().startswith("Trying too: ")
    qtbot.waitUntil(lambda: judging.tried == frozenset({Pool.site.key}), timeout=180_000)
    assert panel.also_told.text().startswith("Tried too: ")
    assert judging.found is found
    assert Pool.site.label[1:] in panel.also_told.text()
    own = next(settings for name, settings in panel._taken if name == "On-premises")
    assert own["compute.pool.h100.site"] == "own_room"
    action.setChecked(False)
    assert judging.shown is before
    assert panel.also_told.isHidden()


@pytest.mark.long
def test_saving_leaves_what_is_on_screen(decided: MainWindow, tmp_path: Path) -> None:
    panel = decided.decision.panel
    assert panel is not None
    against, rows, form = panel.against.text(), panel.best.table.rowCount(), decided.decision._forms[0]
    for name in ("first.boardcase", "first.boardcase", "second.boardcase"):
        decided.document.save_as(tmp_path / name)
        assert panel.against.text() == against
        assert not panel.against.isHidden()
        assert not panel.best.isHidden()
        assert panel.best.table.rowCount() == rows
        assert decided.decision._forms[0] is form, "no form is built anew"
        assert decided.windowTitle().startswith(name)
