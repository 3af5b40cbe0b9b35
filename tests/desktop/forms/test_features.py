"""Parts of a plan turned on and off in the window, as steps that can be undone."""

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.document.document import Document
from desktop.forms.group_form import GroupForm
from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.areas.register import GROUPS
from models.plan.plan import Entry

SPARES = "compute.pool.h100.spares"


@pytest.fixture
def shown(qtbot: QtBot) -> tuple[GroupForm, Document]:
    document = Document(example("insurer").plan)
    pools = next(group for group in GROUPS if any(one.key == "compute.pool.*.spares" for one in group.inputs))
    made = GroupForm(document, pools)
    qtbot.addWidget(made)
    document.plan_changed.connect(made.refresh)
    return made, document


def _shown(form: GroupForm) -> list[str]:
    return [field.key for field in form._fields]


def _choose(form: GroupForm, title: str) -> None:
    next(one for one in form._parts._menu.actions() if one.text() == title).trigger()


def test_a_part_is_turned_on_in_one_step_that_is_undone(shown: tuple[GroupForm, Document]) -> None:
    form, document = shown
    before = document.plan
    form._toggle()
    assert SPARES not in _shown(form)
    _choose(form, "Spare servers")
    assert SPARES in _shown(form)
    assert document.undo_stack.undoText() == "turning on Spare servers"
    assert document.plan.values("base") == before.values("base")
    now, then = (case_result(plan, "base").ranked() for plan in (document.plan, before))
    assert [one.present_value for one in now] == pytest.approx([one.present_value for one in then], rel=1e-12)
    document.undo_stack.undo()
    assert document.plan == before
    assert SPARES not in _shown(form)


def test_a_part_that_a_scenario_changes_is_turned_off_only_if_one_agrees(
    shown: tuple[GroupForm, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    form, document = shown
    document.change_plan("test", document.plan.with_entry("quiet", SPARES, Entry(2)))
    asked: list[str] = []
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]

    def answer(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return answers[len(asked) - 1]

    monkeypatch.setattr(QMessageBox, "question", answer)
    _choose(form, "Spare servers")
    assert document.plan.entry("quiet", SPARES).value == 2
    _choose(form, "Spare servers")
    assert document.plan.entry("quiet", SPARES).value == 0
    assert document.plan.scenario("quiet").name in asked[0]
    document.undo_stack.undo()
    assert document.plan.entry("quiet", SPARES).value == 2


def test_an_input_that_is_looked_for_brings_its_part(shown: tuple[GroupForm, Document]) -> None:
    form, document = shown
    declared = document.plan.declaration(SPARES)
    field = form.show_input(SPARES, declared)
    assert field is not None
    assert field.key == SPARES
    assert "spares" in document.plan.features
