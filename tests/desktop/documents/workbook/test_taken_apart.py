"""A workbook as a finance director takes it apart: rows sorted, scenarios cleared, inputs that do not go together."""

from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter
from recalculated import Recalculated, exported

from desktop.documents.workbook.input_cells import label_of
from desktop.documents.workbook.layout import EVIDENCE_HEADS, VALUE_COLUMN
from desktop.documents.workbook.sheets import Draft

CHAT, SCREENING = "workloads.workload.chat.", "workloads.workload.screening."


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Draft, Recalculated]:
    draft, data = exported("bank", monkeypatch)
    return draft, Recalculated(data, tmp_path)


def row_of(draft: Draft, ending: str) -> int:
    return next(one.row for one in draft.layout.inputs if one.key.endswith(ending))


def failing(draft: Draft, book: Recalculated) -> list[tuple[object, object]]:
    """Return the checks that fail, each with its place."""
    last = max(int(cell[1:]) for sheet, cell in draft.cached if sheet == "Checks" and cell[0] == "D")
    return [
        (book.value("Checks", f"A{row}"), book.value("Checks", f"E{row}"))
        for row in range(8, last + 1)
        if book.value("Checks", f"D{row}") == 1
    ]


@pytest.mark.long
def test_rows_that_were_sorted_are_not_read_as_others(bank: tuple[Draft, Recalculated]) -> None:
    """Three rows sorted by name swapped their figures, and all checks passed: £30.0m stood where £2.7m had."""
    draft, book = bank
    first, second, *_ = (one.row for one in draft.layout.inputs if one.key.endswith(".requests") and one.table_row)
    columns = [
        get_column_letter(1 + column)
        for column in (VALUE_COLUMN, draft.layout.evidence_column + EVIDENCE_HEADS.index("Key"))
    ]
    before = book.value("Summary", "C10")
    swapped = [
        (column, book.value("Inputs", f"{column}{first}"), book.value("Inputs", f"{column}{second}"))
        for column in columns
    ]
    for column, one, other in swapped:
        book.put("Inputs", f"{column}{first}", other)
        book.put("Inputs", f"{column}{second}", one)
    assert [place for _, place in failing(draft, book)] == [f"#Inputs!C{first}", f"#Inputs!C{second}"]
    assert book.value("Summary", "C10") == before, "what was exported stands in their place"
    assert book.value("Summary", "J5") == 2


@pytest.mark.long
def test_a_scenario_that_is_none_is_named_and_makes_no_error(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    before = book.value("Summary", "C10")
    book.put("Summary", "B4", None)
    assert failing(draft, book) == [("Summary: the scenario chosen is one of the plan's", "#Summary!B4")]
    assert book.value("Summary", "C10") == before


def test_a_check_leads_to_the_cell_of_the_scenario_that_is_chosen(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    row = row_of(draft, ".tokens_in")
    book.put("Inputs", f"D{row}", -900)
    assert [place for _, place in failing(draft, book)] == [f"#Inputs!C{row}"]  # of another scenario
    book.put("Summary", "B4", book.value("Inputs", "D4"))
    assert [place for _, place in failing(draft, book)] == [f"#Inputs!D{row}"]


@pytest.mark.long
def test_inputs_that_do_not_go_together_fail_a_check(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    start = next(one for one in draft.layout.inputs if one.key.endswith(".start"))
    end = row_of(draft, start.key.removesuffix("start").removeprefix("workloads.workload") + "end")
    kept = [(f"C{row}", book.value("Inputs", f"C{row}")) for row in (start.row, end)]
    book.put("Inputs", f"C{start.row}", 60)
    book.put("Inputs", f"C{end}", 24)
    assert [place for _, place in failing(draft, book)] == [f"#Inputs!C{end}"]
    for cell, value in kept:
        book.put("Inputs", cell, value)
    measured = row_of(draft, "screening.measured_01")
    book.put("Inputs", f"C{measured}", 2)
    (slices,) = failing(draft, book)
    assert str(slices[0]).endswith("its twenty measured slices average 1")
    book.put("Inputs", f"C{measured}", draft.cached["Live", f"D{measured}"])
    low, high = (
        get_column_letter(1 + draft.layout.evidence_column + EVIDENCE_HEADS.index(head)) for head in ("Low", "High")
    )
    ranged = next(one.row for one in draft.layout.inputs if isinstance(book.value("Inputs", f"{high}{one.row}"), float))
    book.put("Inputs", f"{low}{ranged}", 1e15)
    assert [one for one, _ in failing(draft, book)] == [
        "Ranges: number that end below where they begin, or are no numbers"
    ]


@pytest.mark.long
def test_the_rate_of_the_plans_own_money_is_1(bank: tuple[Draft, Recalculated]) -> None:
    draft, book = bank
    row = row_of(draft, "finance.pound_rate")
    book.put("Inputs", f"C{row}", 1.5)
    assert [place for _, place in failing(draft, book)] == [f"#Inputs!C{row}"]


@pytest.mark.long
def test_a_stamped_scenario_has_moved_where_any_option_has(bank: tuple[Draft, Recalculated]) -> None:
    """A server costs half as much again: the cloud, which alone was looked at, stays as it was."""
    draft, book = bank
    stamps = [int(cell[1:]) for sheet, cell in draft.cached if sheet == "Summary" and cell.startswith("F")]
    row = max(stamps) - 2  # the last table of the sheet has a row for each of three scenarios
    assert book.value("Summary", f"A{row}") == "Base"
    assert book.value("Summary", f"F{row}") == 0
    price = row_of(draft, ".server_price")
    book.put("Inputs", f"C{price}", float(draft.cached["Live", f"D{price}"]) * 1.5)
    assert book.value("Summary", f"F{row}") == 1


@pytest.mark.parametrize(
    ("ending", "bad"),
    [
        (".requests", "twelve"),
        *(
            pytest.param(*one, marks=pytest.mark.long)
            for one in ((".active", 0.5), (".requests", None), (".requests", -5), (".kind", "Guessing"))
        ),
    ],
)
def test_what_is_not_valid_in_a_scenario_that_is_not_chosen_is_named(
    bank: tuple[Draft, Recalculated], ending: str, bad: object
) -> None:
    """It was silent until somebody chose the scenario, in the meeting."""
    draft, book = bank
    row = next(one for one in draft.layout.inputs if one.key.endswith(ending) and one.table_row)
    book.put("Inputs", f"{get_column_letter(2 + VALUE_COLUMN)}{row.row}", bad)
    ((named, place),) = failing(draft, book)
    assert named == f"Not valid in a scenario that is not chosen: {label_of(draft.layout, row)}"
    assert place == f"#Inputs!C{row.row}"
    assert book.value("Summary", "J5") == 0, "the scenario that is chosen reads nothing of it"


@pytest.mark.long
def test_a_likely_figure_that_is_typed_over_fails_a_check(bank: tuple[Draft, Recalculated]) -> None:
    """Simulation takes the value as the likely one: a figure typed beside it was read by nothing."""
    draft, book = bank
    row = row_of(draft, ".requests")
    column = get_column_letter(1 + draft.layout.evidence_column + EVIDENCE_HEADS.index("Likely"))
    book.put("Inputs", f"{column}{row}", 12.0)
    ((named, _),) = failing(draft, book)
    assert named == "Ranges: number whose likely figure is not the value; change the value instead"
