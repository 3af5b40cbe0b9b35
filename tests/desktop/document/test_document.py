"""A plan that is edited: what undo takes back, and what it may not."""

from desktop.document.document import Document
from desktop.storage.examples import example
from models.plan.decision_record import DecisionRecord
from models.plan.remarks import Remark, Says

PRICE = "compute.pool.h100.cloud_price"
RECORD = DecisionRecord("Ada", "2026-11-24", "base", "cloud", "cloud", "clear", "So.", "GBP", "0.9.0", "a hash")


def test_a_decision_on_record_is_printed_after_undo_and_redo_too() -> None:
    document = Document(example("insurer").plan)
    document.set_value(PRICE, 8.0)
    document.end_run()
    document.add_remark(Remark(PRICE, "CFO", "2026-11-30", Says.DISAGREED, value=8.0))
    document.add_record(RECORD)
    assert document.plan.paper.annexes() == ["lines", "glossary", "review", "record"]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.plan.paper.annexes() == ["lines", "glossary", "record"]
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert document.plan.paper.annexes() == ["lines", "glossary", "review", "record"]
    assert document.plan.records == (RECORD,)


def test_a_plan_that_is_opened_after_an_unsaved_one_has_no_unsaved_changes() -> None:
    """An undo stack that was empty stayed unclean when it was cleared, so that every file opened later was modified."""
    document = Document(example("insurer").plan)
    document.show_plan(example("bank").plan, None, modified=True)
    assert document.modified
    document.show_plan(example("saas").plan, None)
    assert not document.modified
    document.set_value("finance.discount_rate", 0.07)
    document.show_plan(example("saas").plan, None)
    assert not document.modified
