"""What is kept and compared in the window: a decision recorded for good, reviews, another plan, figures that reopen."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.document.worker import Ticket
from desktop.forms.evidence import EvidenceDialog
from desktop.forms.signing import SigningDialog
from desktop.panels.tables_window import TablesWindow
from desktop.storage.examples import example
from desktop.storage.plan_file import load, save
from desktop.window.main_window import MainWindow
from models.exhibits.verdict import verdict
from models.plan.plan import Entry
from models.plan.remarks import Remark, Says
from models.rules.decisions import judged
from models.rules.judging import judge_at_best
from models.rules.recorded import Signature

PRICE = "compute.pool.h100.cloud_price"


def opened(window: MainWindow) -> list[TablesWindow]:
    return [one for one in window.findChildren(TablesWindow) if one.isVisible()]


@pytest.mark.long
def test_a_decision_is_recorded_and_undo_does_not_take_it_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    document = window.document
    document.set_value(PRICE, 8.0)
    window.keeping.record(Signature("Board", "2026-11-26", note="as proposed"))
    qtbot.waitUntil(lambda: bool(document.plan.records), timeout=120_000)
    assert document.modified
    document.undo_stack.undo()
    assert document.entry(PRICE).value == pytest.approx(8.944)
    assert document.plan.records[0].by == "Board"
    document.save_as(tmp_path / "plan.boardcase")
    assert not document.modified
    assert load(tmp_path / "plan.boardcase").plan.records == document.plan.records
    window.actions_by_name["record"].trigger()
    qtbot.waitUntil(lambda: bool(opened(window)), timeout=90_000)
    (shown,) = opened(window)
    assert "Decided on 2026-11-26 by Board" in shown.finding.text()
    assert shown.tables[0].rowCount() == 1


def test_a_message_at_the_foot_stands_alone(window: MainWindow) -> None:
    """“3 rules apply” was drawn over “Recorded: decided by …”, for it is counted anew meanwhile."""
    window.pinned.counted.emit("3 rules apply")
    (rules,) = [one for one in window.statusBar().findChildren(QPushButton) if one.text() == "3 rules apply"]
    assert rules.isVisible()
    window.say("Recorded.")
    window.pinned.counted.emit("2 rules apply")
    assert not rules.isVisible()
    window.progress.begin("Working", Ticket(lambda _, __: None))
    assert window.statusBar().currentMessage() == ""
    assert rules.isVisible()
    assert window.progress.isVisible()
    window.progress.end()


@pytest.mark.long
def test_what_is_sealed_is_what_the_search_has_found(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision was sealed as cheaper in every case drawn, seconds before each at its best led by £21k."""
    asked: list[SigningDialog] = []

    def sign(dialog: SigningDialog) -> SigningDialog.DialogCode:
        asked.append(dialog)
        dialog.by.setText("The board")
        return SigningDialog.DialogCode.Accepted

    monkeypatch.setattr(SigningDialog, "exec", sign)
    document = window.document
    assert "record" not in document.plan.paper.annexes()
    window.keeping.decide(None)
    qtbot.waitUntil(lambda: bool(document.plan.records), timeout=180_000)
    at_best = judge_at_best(document.plan, document.scenario, judged(document.plan, document.scenario))
    said = verdict(document.plan, judged(document.plan, document.scenario), at_best).text
    (shown,) = [[label.text() for label in one.findChildren(QLabel)] for one in asked]
    assert shown[shown.index("Verdict") + 1] == said
    assert shown[shown.index("Scenario") + 1] == "Base"
    conditions = shown[shown.index("Conditions") + 1]
    assert conditions.startswith("The decision is subject to the API used being in the UK or EU")
    assert document.plan.records[0].sentence == f"{said} {conditions}"
    assert "record" in document.plan.paper.annexes(), "as the dialog says"


def test_who_does_not_agree_is_printed_without_being_asked() -> None:
    plan = example("insurer").plan
    assert "review" not in plan.paper.annexes()
    agreed = plan.with_remark(Remark(PRICE, "CFO", "2026-11-30", Says.AGREED, value=8.944))
    assert agreed.paper == plan.paper
    disagreed = agreed.with_remark(Remark(PRICE, "CFO", "2026-11-30", Says.DISAGREED, value=8.944))
    assert "review" in disagreed.paper.annexes()
    assert disagreed.with_remark(disagreed.remarks[-1]).paper == disagreed.paper


def test_nobody_signs_nothing(qtbot: QtBot) -> None:
    dialog = SigningDialog(None, [("Verdict", "On-premises.")], [("cloud", "Cloud")], "cloud", "2026-11-26")  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.accept_if_signed()
    assert "Enter who decides" in dialog.problem.text()
    dialog.by.setText("  The board ")
    dialog.note.setPlainText("one\ntwo\x00")
    assert dialog.signature() == Signature("The board", "2026-11-26", "cloud", "one\ntwo")


@pytest.mark.long
def test_an_input_is_reviewed_where_its_evidence_stands_and_its_worth_is_told(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    key = "finance.cloud_trend"
    dialog = EvidenceDialog(window, document, key, document.plan.declaration(key))
    assert dialog.worth is not None
    worth = dialog.worth
    qtbot.waitUntil(lambda: "worth" in worth.text() and "Working out" not in worth.text(), timeout=90_000)
    assert "Knowing it before deciding is worth £" in worth.text()
    dialog.review.says.setCurrentIndex(dialog.review.says.findData(str(Says.AGREED)))
    dialog.accept_if_right()
    assert "name of the reviewer" in dialog._problem.text()
    dialog.review.by.setText("Ann")
    dialog.accept_if_right()
    (remark,) = document.plan.remarks
    assert (remark.by, remark.says, remark.value) == ("Ann", Says.AGREED, document.entry(key).value)
    again = EvidenceDialog(window, document, key, document.plan.declaration(key))
    assert "Ann: agrees" in again.review.history.text()
    assert again.review.by.text() == "Ann"
    again.reject()
    window.actions_by_name["review"].trigger()
    assert "1 of 1 reviewed inputs is agreed." in opened(window)[0].finding.text()


def test_another_plan_is_compared_input_by_input_and_a_file_that_is_none_is_refused(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other.boardcase"
    save(example("insurer").plan.with_entry("base", PRICE, Entry(14.0)), other)
    assert window.keeping.compare_with(other) is not None
    qtbot.waitUntil(lambda: bool(opened(window)), timeout=90_000)
    (shown,) = opened(window)
    assert "other.boardcase recommends on-premises, the plan on screen cloud" in shown.finding.text()
    refused: list[str] = []
    window.refuse = lambda title, message: refused.append(f"{title}: {message}")  # type: ignore[method-assign]
    other.write_text("{}", encoding="utf-8")
    assert window.keeping.compare_with(other) is None
    assert window.keeping.compare_with(tmp_path / "none.boardcase") is None
    assert "other.boardcase: format" in refused[0]
    assert "none.boardcase" in refused[1]


def test_figures_that_were_taken_in_are_held_against_what_reopens_the_decision(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.set_value(PRICE, 7.0)
    before = window.document.plan
    window.document.set_value(PRICE, 7.05)
    window.exchange.taken.emit(before, "near.csv")
    window.document.set_value(PRICE, 12.0)
    window.exchange.taken.emit(before, "far.csv")
    qtbot.waitUntil(lambda: bool(opened(window)), timeout=90_000)
    (shown,) = opened(window)
    assert shown.windowTitle() == "far.csv reopens the decision"
    assert "Tripwire crossed: H100 pool: Cloud price above" in shown.finding.text()
    assert "With the new figures: On-premises" in shown.finding.text()
