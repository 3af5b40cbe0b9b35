"""The path of a plan: what can turn the decision comes first, and what somebody has confirmed is ticked."""

from dataclasses import replace

import pytest
from earlier import example

from desktop.document.document import Document
from models.exhibits.path import MOST, as_confirmed, confirmed, path
from models.plan.plan import Entry, Evidence, EvidenceKind
from models.rules.decisions import judged
from models.studies.influence import Influence, influences

PLAN = example("insurer").plan


@pytest.fixture(scope="module")
def found() -> list[Influence]:
    return influences(PLAN, "base", judged(PLAN, "base").left_out)


def test_the_ten_that_decide_turn_the_decision_first_and_take_most_off_the_lead(found: list[Influence]) -> None:
    """What only adds to the lead comes last: it was first for an option that never uses the input."""
    steps = path(PLAN, "base", found)
    assert len(steps) == MOST
    by_key = {one.key: one for one in found}

    def place(one: Influence) -> tuple[bool, int]:
        return not one.flips, -round(max(one.saving - one.at_low, one.saving - one.at_high, 0.0))

    order = [place(by_key[one.key]) for one in steps]
    assert order == sorted(order)
    left = [one for one in found if one.key not in {step.key for step in steps}]
    assert all(order[-1] <= place(one) for one in left)
    assert all(one.moves.startswith("can turn the decision, ±£") for one in steps if by_key[one.key].flips)


def test_an_input_is_confirmed_by_typing_measuring_or_saying_so() -> None:
    default = Entry(3.0, Evidence())
    assert not confirmed(default)
    assert confirmed(replace(default, evidence=Evidence(EvidenceKind.MEASURED, "bill.csv")))
    said = as_confirmed(default, "27 November 2026")
    assert confirmed(said)
    assert said.value == 3.0
    assert said.evidence.kind is EvidenceKind.ASSUMPTION
    assert said.evidence.note == "Confirmed on 27 November 2026."
    quote = Entry(3.0, Evidence(EvidenceKind.QUOTE, "a quote", note="by letter"))
    assert as_confirmed(quote, "1 May 2026").evidence.kind is EvidenceKind.QUOTE
    assert as_confirmed(quote, "1 May 2026").evidence.note == "Confirmed on 1 May 2026. by letter"
    document = Document(PLAN)
    document.set_value("finance.discount_rate", 0.0625)
    assert confirmed(document.entry("finance.discount_rate"))


def test_confirming_moves_no_figure() -> None:
    key = "compute.pool.h100.cloud_price"
    ticked = PLAN.with_entry("base", key, as_confirmed(PLAN.entries[key], "27 November 2026"))
    assert judged(ticked, "base").options["cloud"].compared == judged(PLAN, "base").options["cloud"].compared
    from desktop.window.judging import alike

    assert alike(PLAN, ticked)
    assert not alike(PLAN, PLAN.with_entry("base", key, replace(PLAN.entries[key], value=9.5)))
