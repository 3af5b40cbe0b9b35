"""The verdict of the workbook lives: after a change it says what the judgement of the changed plan says."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from advice import INSURER, having
from answers import always, in_two_tiers
from recalculated import DAY, Recalculated, exported

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.input_cells import fixed
from desktop.documents.workbook.sheets import Draft
from desktop.documents.workbook.verdict_cells import NAME
from models.areas.options import in_sentence, label_of
from models.plan.plan import Entry, Plan
from models.plan.ranges import plausible_range
from models.quantities.declaration import Kind, Value
from models.rules.decisions import judged
from models.rules.judgement import Judgement, Standing, State, planned

CHANGES, IN_THE_SUITE = 30, 6


def row_of(book: Recalculated, sheet: str, label: str) -> int:
    """Return the row of a sheet that a label begins."""
    return next(row for row in range(1, 1_000) if book.value(sheet, f"A{row}") == label)


def expected(standing: Standing) -> tuple[str, float]:
    """Return what the sheet must say, in its words: by hand from the standing."""
    name = label_of(standing.recommended) if standing.recommended else ""
    rival = in_sentence(standing.rival) if standing.rival else ""
    match standing.state:
        case State.CLEAR:
            return f"{name} costs less than {rival}", standing.lead
        case State.CLOSE:
            return f"{name} is too close to call against {rival}", standing.lead
        case State.ONLY:
            return f"{name} is the only option that the rules do not bar", 0.0
        case State.USUAL:
            return f"Business as usual does the same work and costs less than {rival}", standing.lead
        case State.NOTHING:
            return f"Nothing is worth doing: the work is worth less than it costs with {rival}", standing.lead
        case State.NONE:
            return "No option is allowed: the rules bar every one", 0.0


def drawn(plan: Plan, draft: Draft, seed: int) -> tuple[str, Value]:
    """Return an input and a value for it that it may have."""
    chosen = random.Random(seed)
    while True:
        row = chosen.choice(draft.layout.inputs)
        declared = row.declared
        if fixed(declared) or declared.kind in {Kind.ROW, Kind.MONTH, Kind.CHOICE, Kind.CONSTANT}:
            continue
        if not (plan.applies("base", row.key) and plan.counts("base", row.key)):
            continue
        now = plan.entries[row.key].value
        if declared.kind is Kind.FLAG:
            return row.key, not now
        ends = plausible_range(plan, "base", row.key, declared)
        if ends is None:
            continue
        value = chosen.choice(ends)
        if value != now:
            return row.key, round(value) if declared.kind is Kind.INTEGER else float(value)


@pytest.mark.parametrize("name", in_two_tiers(["insurer", "saas", "hospital"], "hospital"))
def test_it_says_what_the_judgement_says_after_a_change(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    changes = CHANGES if request.config.getoption("--long") else IN_THE_SUITE
    draft, data = exported(name, monkeypatch)
    plan = draft.layout.plan
    before = judged(plan, "base")
    book = Recalculated(data, tmp_path)
    rows = {one.key: one.row for one in draft.layout.inputs}
    words, by = row_of(book, NAME, "Words"), row_of(book, NAME, "By")
    count = row_of(book, "Changes", "Cells of Inputs that differ from the export")
    assert book.value("Summary", "A5") == expected(planned(before))[0]
    compared, seen = 0, set[str]()
    for seed in range(changes):
        key, value = drawn(plan, draft, seed)
        changed = plan.with_entry("base", key, Entry(value, plan.entries[key].evidence))
        case = judged(changed, "base")
        cell = f"C{rows[key]}"
        was = book.value("Inputs", cell)
        book.put("Inputs", cell, float(value))
        if case.blocked == before.blocked and case.options.keys() == before.options.keys():
            said, lead = expected(planned(case))
            assert book.value(NAME, f"E{words}") == said, (key, value)
            assert book.value("Summary", "A5") == said
            assert book.value(NAME, f"B{by}") == pytest.approx(lead, abs=1e-6), (key, value)
            compared += 1
            seen.add(said)
        assert book.value("Changes", f"D{count}") != 0, "what has changed is counted"
        book.put("Inputs", cell, was)
    assert compared >= changes * 2 // 3
    assert len(seen) >= (1 if name == "hospital" else 2), "some change turns it"


@pytest.mark.long
def test_business_as_usual_that_comes_next_is_the_rival_and_leaves_with_its_bill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Insurer, who pays £69,500 a month today for the same work: £52k more than on-premises, nearer than the cloud."""
    monkeypatch.setattr(writer, "documented", always({}))
    billed: dict[str, Value] = {"finance.usual_today": "bill", "finance.usual_cost": 69_500.0}
    plan = having(INSURER, **billed)
    draft, data = writer.draft_and_bytes(plan, "base", DAY)
    book = Recalculated(data, tmp_path)
    by = row_of(book, NAME, "By")
    cell = next(f"C{one.row}" for one in draft.layout.inputs if one.key == "finance.usual_cost")
    assert book.value("Summary", "A5") == "On-premises is too close to call against business as usual"
    for bill in (69_500.0, 67_000.0, 90_000.0, 71_000.0):
        book.put("Inputs", cell, bill)
        said, lead = expected(planned(judged(having(plan, **{"finance.usual_cost": bill}), "base")))
        assert book.value("Summary", "A5") == said
        assert book.value(NAME, f"B{by}") == pytest.approx(lead, abs=1e-6)


@pytest.mark.long
def test_a_scenario_is_judged_by_its_own_rules_and_a_bad_input_takes_the_verdict_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, data = exported("insurer", monkeypatch)
    plan, book = draft.layout.plan, Recalculated(data, tmp_path)
    for scenario in plan.scenarios:
        book.put("Summary", "B4", draft.layout.scenario_names[scenario.slug])
        assert book.value("Summary", "A5") == expected(planned(judged(plan, scenario.slug)))[0], scenario.slug
    row = next(one.row for one in draft.layout.inputs if one.key == "finance.discount_rate")
    book.put("Summary", "B4", draft.layout.scenario_names["base"])
    book.put("Inputs", f"C{row}", "January")
    assert book.value("Summary", "A5") == "An input must be corrected first"
    recommended = [book.value(NAME, f"J{place}") for place in range(5, 9)]
    assert recommended == [0, 0, 0, 0]


@pytest.mark.long
def test_what_is_close_by_its_chance_alone_is_so_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lead of £321k, cheaper in 59 of 100 cases: "costs less" in bold above "As exported: too close to call"."""
    monkeypatch.setattr(writer, "documented", always({}))
    case = judged(INSURER, "base")
    clear = planned(case)
    assert clear.state is State.CLEAR
    monkeypatch.setattr(writer, "judgement_in", always(Judgement(replace(clear, state=State.CLOSE, chance=0.59))))
    draft, data = writer.draft_and_bytes(INSURER, "base", DAY)
    book = Recalculated(data, tmp_path)
    close = f"{label_of(clear.recommended)} is too close to call against {in_sentence(clear.rival)}"
    assert book.value("Summary", "A5") == close
    row = next(one.row for one in draft.layout.inputs if one.key == "finance.discount_rate")
    was = book.value("Inputs", f"C{row}")
    book.put("Inputs", f"C{row}", 0.05)
    changed = planned(judged(having(INSURER, **{"finance.discount_rate": 0.05}), "base"))
    assert book.value("Summary", "A5") == expected(changed)[0] != close
    book.put("Inputs", f"C{row}", was)
    assert book.value("Summary", "A5") == close
