"""A workbook says what is so after a change: what an option is, of which scenario a stamp is, what is not allowed."""

from dataclasses import replace
from pathlib import Path

import pytest
from advice import typed
from answers import always
from openpyxl.utils import get_column_letter
from recalculated import DAY, Recalculated, exported

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.layout import EVIDENCE_HEADS
from desktop.documents.workbook.sheets import Draft
from desktop.storage.examples import example
from models.plan.plan import Entry, Plan, Scenario
from models.plan.sectors import SECTORS, plan_of
from models.rules.decisions import judged
from models.rules.judgement import State, planned

LAW = plan_of("law", SECTORS["law"].answers, "law")
SERVERS = next(key for key in LAW.entries if key.endswith(".hybrid_servers"))


def having(plan: Plan, key: str, value: object, scenario: str = "base") -> Plan:
    return plan.with_entry(scenario, key, replace(plan.entry(scenario, key), value=value))  # pyright: ignore[reportArgumentType]


def book_of(plan: Plan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Draft, Recalculated]:
    monkeypatch.setattr(writer, "documented", always({}))
    draft, data = writer.draft_and_bytes(plan, "base", DAY)
    return draft, Recalculated(data, folder)


def names(book: Recalculated) -> list[object]:
    return [book.value("Summary", f"A{row}") for row in range(10, 14)]


@pytest.mark.long
def test_mandatory_controls_that_nobody_took_bar_options_here_as_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control that is off in every scenario is left out of the sheets, and was left out of the rules."""
    plan = having(LAW, "security.controls_mandatory", value=True)
    case = judged(plan, "base")
    assert planned(case).state is State.NONE
    _, book = book_of(plan, tmp_path, monkeypatch)
    assert str(book.value("Summary", "A5")).startswith("No option is allowed")
    assert "No option is allowed" in str(book.value("Summary", "A6"))
    assert names(book)[:3] == ["Cloud (not allowed)", "API (not allowed)", "On-premises (not allowed)"]


@pytest.mark.long
def test_a_hybrid_that_keeps_a_server_after_all_is_no_longer_the_cloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(LAW, scenarios=(*LAW.scenarios, Scenario("keep", "Keep one", changes={})))
    plan = having(plan, SERVERS, 1, "keep")
    assert judged(plan, "base").twins == {"hybrid": "cloud"}
    assert not judged(plan, "keep").twins
    _, book = book_of(plan, tmp_path, monkeypatch)
    assert names(book)[3] == "Hybrid (is cloud)"
    book.put("Summary", "B4", "Keep one")
    assert names(book)[3] == "Hybrid"
    assert float(str(book.value("Summary", "C13"))) == pytest.approx(
        judged(plan, "keep").options["hybrid"].present_value
    )


def requests_of(draft: Draft, head: str) -> tuple[int, str]:
    """Return the row of a workload's requests, and the column of what stands under a head of evidence."""
    row = next(one.row for one in draft.layout.inputs if one.key.endswith(".requests"))
    return row, get_column_letter(1 + draft.layout.evidence_column + EVIDENCE_HEADS.index(head))


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Draft, Recalculated]:
    draft, data = exported("bank", monkeypatch)
    return draft, Recalculated(data, tmp_path)


@pytest.mark.long
def test_a_stamp_says_of_which_scenario_it_is(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    assert str(book.value("Summary", "A6")).startswith(f"As exported, {draft.names[0]}: ")
    assert book.value("Summary", "I10") == 0
    book.put("Summary", "B4", draft.names[1])
    assert [book.value("Summary", cell) for cell in ("C4", "C3", "I10")] == [2, 1, 2]
    assert float(str(book.value("Sensitivity", "B4"))) > 0, "the studies are of the scenario that was exported"


@pytest.mark.parametrize("cell", ["Summary!B4", pytest.param("Inputs!C4", marks=pytest.mark.long)])
def test_an_error_where_the_scenario_is_chosen_makes_no_other(bank: tuple[Draft, Recalculated], cell: str) -> None:
    _, book = bank
    before = book.value("Summary", "C10")
    sheet, _, place = cell.partition("!")
    book.enter(sheet, place, "=1/0")
    assert book.value("Summary", "A5") == "An input must be corrected first"
    assert book.value("Summary", "C10") == before
    assert book.value("Summary", "J1") == 1
    assert book.value("Checks", "B5") == "Summary: the scenario chosen is one of the plan's"


@pytest.mark.long
def test_an_error_in_an_input_or_its_range_is_counted_and_spreads_to_no_count(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    row, low = requests_of(draft, "Low")
    book.enter("Inputs", f"{low}{row}", "=1/0")
    assert book.value("Summary", "J1") == 1
    assert book.value("Summary", "J3") == 1, "a range is what the studies are drawn from"
    assert float(str(book.value("Sensitivity", "B4"))) > 0
    book.enter("Inputs", f"C{row}", "=NA()")
    assert book.value("Summary", "J1") == 2
    assert book.value("Summary", "J3") == 2
    assert book.value("Summary", "A5") == "An input must be corrected first"


@pytest.mark.long
def test_a_range_that_was_moved_counts_as_a_change(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    row, high = requests_of(draft, "High")
    assert book.value("Summary", "J3") == 0
    book.put("Inputs", f"{high}{row}", 9e9)
    assert book.value("Summary", "J3") == 1
    assert book.value("Summary", "J1") == 0


def test_nothing_is_recommended_live_before_an_entry_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a server's price the sheets said "Cloud is the only option that the rules do not bar"."""
    plan = example("startup").plan
    missing = typed(plan, **{"hosting.workload.assistant.api_in": 0.0, "hosting.workload.assistant.api_out": 0.0})
    missing = typed(missing, **{"compute.pool.h100.server_price": 0.0})
    priced = {"compute.pool.h100.server_price": Entry(250_000.0)}
    plan = replace(missing, scenarios=(*missing.scenarios, Scenario("priced", "Priced", changes=priced)))
    assert planned(judged(plan, "base")).awaited.keys() == {"on_premises", "hybrid"}
    assert not planned(judged(plan, "priced")).awaited
    _, book = book_of(plan, tmp_path, monkeypatch)
    said = "No recommendation yet: an option that may cost least awaits an entry"
    assert book.value("Summary", "A5") == said
    assert {"On-premises (not judged)", "Hybrid (not judged)"} <= set(names(book))
    book.put("Summary", "B4", "Priced")
    assert str(book.value("Summary", "A5")).startswith("Cloud costs less than ")
    assert not any("not judged" in str(one) for one in names(book))
