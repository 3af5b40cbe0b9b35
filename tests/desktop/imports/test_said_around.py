"""What stands around a plain table: titles, rows of units, footnotes and a second table; sums by hand."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import pytest
from openpyxl import Workbook

from desktop.imports.files import offered_by
from desktop.imports.offers import Offer, accepted
from desktop.storage.examples import example

PLAN = example("insurer").plan


def offers(*rows: tuple[object, ...]) -> dict[str, Offer]:
    return {offer.what: offer for offer in offered_by(PLAN, workbook({"D": rows}), "table.xlsx").offers}


def workbook(sheets: Mapping[str, Sequence[tuple[object, ...]]], hidden: str = "") -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    held = BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("title", "heads", "figure", "what", "says"),
    [
        ("Team 2027, all figures in £000", ("Role", "Salary"), 92, "Salary", "counts this in £/person-year"),
        ("Team 2027 (all amounts in USD)", ("Role", "Salary"), 165_000, "Salary", "quoted in $"),
        ("Monthly gross salaries, September", ("Role", "Salary"), 7_600, "Salary", "counts this in £/person-year"),
        ("Annual volumes 2027", ("Workload", "Requests"), 24_000_000, "Requests", "counts this in requests/month"),
        (
            "Volumes (figures in thousands)",
            ("Workload", "Requests"),
            2_000,
            "Requests",
            "counts this in requests/month",
        ),
        ("SaaS, monthly cost in GBP", ("Tool", "Licence"), 1_850, "Licence", "counts this in £/year"),
        ("Benefits p.a., £", ("Benefit", "Amount"), 480_000, "Amount", "counts this in £/month"),
    ],
)
def test_a_title_that_counts_otherwise_takes_the_tick(
    title: str, heads: tuple[str, str], figure: float, what: str, says: str
) -> None:
    """£92 a person and year, $165,000 as pounds, 24 million requests a month where a title said otherwise."""
    found = offers((title,), heads, ("New one", figure))[f"New one: {what}"]
    assert found.entry is None
    assert says in found.problem


@pytest.mark.parametrize(
    ("title", "heads", "figure"),
    [
        ("AI platform team 2027, in £", ("Role", "Salary"), 92_000),
        ("Annual salaries by role", ("Role", "Salary"), 92_000),
        ("Volumes per month; the annual review is in May", ("Workload", "Requests"), 2_000_000),
        ("Demand of 20 branches in Kent, 2026/27", ("Workload", "Requests"), 2_000_000),
        ("Annual plan, monthly volumes", ("Workload", "Requests (per month)"), 2_000_000),
    ],
)
def test_a_title_that_counts_alike_takes_none(title: str, heads: tuple[str, str], figure: float) -> None:
    found = offers((title,), heads, ("New one", figure))[f"New one: {heads[1].split(' ')[0]}"]
    assert found.problem == ""
    assert found.entry is not None
    assert found.entry.value == figure


def test_a_title_of_money_leaves_shares_and_counts_alone() -> None:
    found = offers(
        ("Risks (impact in £k)",),
        ("Risk", "Probability", "Impact, low", "Impact, likely", "Impact, high"),
        ("Supplier fails", 0.1, 50, 120, 400),
    )
    assert found["Supplier fails: Probability"].problem == ""
    assert "counts this in £" in found["Supplier fails: Impact, likely"].problem


def test_a_row_of_units_under_the_heads_is_no_row_and_counts() -> None:
    found = offers(
        ("Workload", "Requests", "Input tokens"), (None, "thousands/month", "per request"), ("A", 2_400, 900)
    )
    assert "counts this in requests/month" in found["A: Requests"].problem
    assert found["A: Input tokens"].problem == ""


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("* Requests in thousands", "counts this in requests/month"),
        ("Note: all figures in millions", "counts this in requests/month"),
    ],
)
def test_a_footnote_counts_too_and_is_no_row(note: str, says: str) -> None:
    found = offers(("Workload", "Requests"), ("A", 2_400), (), (note,))
    assert says in found["A: Requests"].problem
    assert not any(note[:8] in what for what in found)


def test_heads_again_begin_a_second_table_which_is_not_read() -> None:
    """A table of roles below one of workloads made the workload "ML engineer: 92,000 requests"."""
    rows = (("Workload", "Requests"), ("A", 2_400), (), ("Our team",), ("Role", "Salary"), ("ML engineer", 92_000))
    told = offered_by(PLAN, workbook({"D": rows}), "table.xlsx")
    assert [offer.what for offer in told.offers] == ["row “A” of workloads", "A: Requests"]
    assert any("other heads stand in row 5; what is below them is not read" in one for one in told.notices)


@pytest.mark.parametrize("name", ["Contingency 10%", "Median", "Max", "of which London weighting", "Buffer of 20 %"])
def test_what_sums_up_or_pads_a_table_is_no_row(name: str) -> None:
    assert not any(name in what for what in offers(("Role", "Salary"), ("SRE", 85_000), (name, 9_000)))


def test_two_sheets_of_one_table_are_ticked_once_and_a_hidden_one_not_at_all() -> None:
    """Sheets of two years were ticked both, and taking them failed: offered twice."""
    heads, years = ("Workload", "Requests"), {"2026": 100_000, "2027": 200_000}
    sheets = {year: (heads, ("Claims assistant", requests)) for year, requests in years.items()}
    told = offered_by(PLAN, workbook(sheets), "table.xlsx")
    assert [(offer.place, offer.chosen) for offer in told.offers] == [("2026!B2", True), ("2027!B2", False)]
    key = "workloads.workload.assistant.requests"
    taken = accepted(PLAN, [offer for offer in told.offers if offer.chosen])
    assert taken.entries[key].value == 100_000
    hidden = offered_by(PLAN, workbook(sheets, hidden="2026"), "table.xlsx")
    assert [(offer.place, offer.chosen) for offer in hidden.offers] == [("2026!B2", False), ("2027!B2", True)]


@pytest.mark.parametrize(
    ("column", "said", "what"),
    [("Unit", "GBP per month", "Licence"), ("Ccy", "USD", "Licence"), ("Billing", "monthly", "Licence")],
)
def test_a_column_of_units_speaks_beside_several_inputs_too(column: str, said: str, what: str) -> None:
    found = offers(("Tool", "Licence", "Users", column), ("Tracing", 1_850, 20, said))
    assert found[f"Tracing: {what}"].problem
    assert found["Tracing: Users"].problem == ""
