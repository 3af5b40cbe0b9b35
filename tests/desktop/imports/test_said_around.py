"""What stands around a plain table: titles, rows of units, footnotes and a second table; sums by hand."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import pytest
from openpyxl import Workbook

from desktop.imports.files import offered_by
from desktop.imports.offers import Offer, accepted
from desktop.storage.examples import example
from models.quantities.declaration import NUMERIC, Kind

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


@pytest.mark.parametrize(
    "title",
    [
        "Nordic Forsikring A/S",
        "Quarterly cost review, October 2026",
        "For the monthly budget meeting",
        "Daily rates are in another list",
        "Annual budget round 2027",
        "Volumes as per year end 2026",
        "Copilot rollout, per user survey",
        "Rollout to 5 x 1000 users",
        "Prices with VAT excluded",
        "All prices exclude VAT; with tax advice",
        "Prices at $1.27 to £",
        "Status: month end",
    ],
)
def test_ordinary_titles_count_nothing(title: str) -> None:
    for rows in (((title,), HEADS, ROW), ((None, title), HEADS, ROW)):
        found = offers(*rows)
        assert not [one.problem for one in found.values() if one.problem], title


HEADS, ROW = ("Tool", "Licence", "Users"), ("Tracing", 1_850, 20)


def test_the_unit_of_a_row_goes_before_a_title() -> None:
    heads = ("Tool", "Licence", "Unit")
    found = offers(("SaaS, monthly cost in GBP",), heads, ("Tracing", 22_200, "£/year"))
    assert found["Tracing: Licence"].problem == ""


@pytest.mark.long
def test_the_plan_s_own_units_are_those_of_the_plan() -> None:
    """29 inputs were refused against themselves: "given in billion, and the plan counts it in billion"."""
    rows: list[tuple[object, ...]] = [("Input", "Value", "Unit")]
    for key, entry in PLAN.entries.items():
        declared = PLAN.declaration(key)
        if declared.kind in NUMERIC and not isinstance(entry.value, str) and declared.kind is not Kind.SHARE:
            more = float(entry.value) * 1.01 if declared.kind is Kind.QUANTITY else entry.value
            rows.append((key, more, declared.unit.printed(PLAN.symbol("base", key))))
    found = offered_by(PLAN, workbook({"D": rows}), "table.xlsx")
    assert len(rows) > 300
    assert not [one.problem for one in found.offers if "the plan counts it in" in one.problem]


def test_heads_that_stand_again_on_another_page_are_passed_over() -> None:
    heads = ("Workload", "Requests")
    found = offers(heads, ("A", 1_000), heads, ("B", 2_000))
    assert {"A: Requests", "B: Requests"} <= found.keys()
    assert not any("Workload" in what and "row “Workload" in what for what in found)


@pytest.mark.parametrize("name", ["Reserve", "Buffer", "Max", "Source code review", "Notes summariser"])
def test_ordinary_names_are_rows(name: str) -> None:
    found = offers(("Workload", "Requests"), ("A", 1_000), (name,), ("B", 2_000))
    assert any(f"“{name}”" in what for what in found)


def test_contingency_is_an_input_of_the_plan() -> None:
    found = offers(("Input", "Value"), ("Contingency", 0.123))
    assert "Contingency" in found


def test_a_basis_is_no_unit() -> None:
    found = offers(("Tool", "Licence", "Basis"), ("Tracing", 1_850, "50 users"))
    assert found["Tracing: Licence"].problem == ""


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


@pytest.mark.parametrize("name", ["Contingency 10%", "Median", "of which London weighting", "Buffer of 20 %"])
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


@pytest.mark.parametrize(("column", "said", "what"), [("Unit", "GBP per week", "Licence"), ("Ccy", "USD", "Licence")])
def test_a_column_of_units_speaks_beside_several_inputs_too(column: str, said: str, what: str) -> None:
    found = offers(("Tool", "Licence", "Users", column), ("Tracing", 1_850, 20, said))
    assert found[f"Tracing: {what}"].problem
    assert found["Tracing: Users"].problem == ""


def test_notes_are_told_to_be_no_rows() -> None:
    rows = (("Workload", "Requests"), ("A", 2_400), ("* including the pilot",))
    assert "D: lines that are notes and no rows: 1." in offered_by(PLAN, workbook({"D": rows}), "table.xlsx").notices
