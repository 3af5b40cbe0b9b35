"""Tables whose columns are months, as finance departments write them, and heads in German and French."""

import io

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.measured.formats import recognised
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from tests.evidence_made import table, taken

SERVICES = [("EC2", 41, 42, 43), ("S3", 1, 1, 2)]
"""Of July, August and September: 42, 43 and 45, together 130."""


@pytest.mark.parametrize("heads", [["Jul-26", "Aug-26", "Sep-26"], ["2026-07", "2026-08", "2026-09"]])
@pytest.mark.parametrize("title", ["Cost (£)", "Monthly spend in GBP"])
def test_columns_of_months_are_read_as_their_months(heads: list[str], title: str) -> None:
    """130 in three months."""
    tally, found = taken(table([title, *heads], SERVICES))
    assert (found.start, found.end, found.days) == ("2026-07-01", "2026-10-01", 92)
    assert found.sums["effective"] == pytest.approx(130)
    assert found.figures["spend"] == pytest.approx(130 / 3)
    assert tally.currency == "GBP"


@pytest.mark.parametrize(
    ("heads", "begins", "start", "end"),
    [
        (["Q1 2025", "Q2 2025", "Q3 2025"], "", "2025-01-01", "2025-10-01"),
        (["FY26 Q1", "FY26 Q2", "FY26 Q3"], "april", "2025-04-01", "2026-01-01"),
        (["Q3 FY25/26", "Q4 FY25/26", "Q1 FY26/27"], "april", "2025-10-01", "2026-07-01"),
    ],
)
def test_columns_of_quarters_are_read_as_their_quarters(heads: list[str], begins: str, start: str, end: str) -> None:
    """60 + 80 + 100 + 5 + 5 + 10 = 260 in nine months: the row of totals adds nothing."""
    rows = [("EC2", 60, 80, 100), ("S3", 5, 5, 10), ("Total", 65, 85, 110)]
    tally, found = taken(table(["Spend (£)", *heads], rows), year=begins)
    assert (found.start, found.end) == (start, end)
    assert found.sums["effective"] == pytest.approx(260)
    assert found.figures["spend"] == pytest.approx(260 / 9)
    assert any(f"{heads[0]} to {heads[-1]}" in one for one in tally.notices)


def test_quarters_of_a_financial_year_across_are_asked_about() -> None:
    tally, _ = taken(table(["Spend (£)", "FY26 Q1", "FY26 Q2"], [("EC2", 60, 80)]))
    assert tally.year_asked
    assert any("say in which month that begins" in one for one in tally.warnings)


def test_first_days_written_the_british_way_are_months() -> None:
    _, found = taken(table(["Spend (£)", "01/07/2026", "01/08/2026", "01/09/2026"], SERVICES))
    assert (found.start, found.end, found.sums["effective"]) == ("2026-07-01", "2026-10-01", pytest.approx(130))


def test_thousands_in_the_title_totals_at_the_foot_and_at_the_side() -> None:
    """130 thousand: neither the row nor the column of totals is added to what they add up."""
    rows: list[tuple[object, ...]] = [("Acme Ltd", "", "", "", ""), ("Cloud spend (£000)", "", "", "", "")]
    rows += [("Service", "2026-07", "2026-08", "2026-09", "Total")]
    rows += [(*one, sum(one[1:])) for one in SERVICES] + [("Total", 42, 43, 45, 130)]
    tally, found = taken(table(["Report", "", "", "", ""], rows))
    assert found.sums["effective"] == pytest.approx(130_000)
    assert any("Not read: “Total”" in one for one in tally.notices)


def test_months_over_heads_are_read_under_their_month() -> None:
    """720 GPU-hours and 41,000 dollars of September, 744 and 42,000 of October."""
    heads = ["", "September 2026", "", "October 2026", "", "Total", ""]
    below = ("Service", "GPU-hours", "Cost (USD)", "GPU-hours", "Cost (USD)", "GPU-hours", "Cost (USD)")
    tally, found = taken(table(heads, [below, ("p5", 720, 41_000, 744, 42_000, 1_464, 83_000)]))
    assert (found.start, found.end) == ("2026-09-01", "2026-11-01")
    assert found.sums["gpu_hours"] == pytest.approx(1_464)
    assert (tally.currency, found.sums["effective"]) == ("USD", pytest.approx(83_000))


def test_of_budget_actual_and_variance_the_actual_counts() -> None:
    """41,100 of April and 44,000 of May were charged."""
    heads = ["Cloud costs (£)", "Apr-26", "", "", "May-26", "", ""]
    below = ("Service", *("Budget", "Actual", "Variance") * 2)
    rows = [below, ("EC2", 41_000, 40_000, 1_000, 41_000, 43_000, -2_000), ("S3", 1_000, 1_100, -100, 1_000, 1_000, 0)]
    _, found = taken(table(heads, rows))
    assert found.sums["effective"] == pytest.approx(85_100)


def test_rows_of_amounts_of_their_own_are_read_as_these() -> None:
    """1.2, 1.25 and 1.3 million requests; heads that are no amount are named as not read."""
    rows = [("Requests", "1,200,000", "1.25m", "1,300,000"), ("Cost (£)", "£41,200", "£42,000", "£43,100")]
    tally, found = taken(table(["Metric", "Jan-26", "Feb-26", "Mar-26"], [*rows, ("Headcount", 3, 3, 3)]))
    assert found.sums["requests"] == pytest.approx(3_750_000)
    assert found.sums["effective"] == pytest.approx(126_300)
    assert any("Not read: “Headcount”" in one for one in tally.notices)


def test_columns_of_whole_years_beside_the_months_are_left_alone() -> None:
    """130 of the three months, whatever 2025 came to."""
    rows = [(name, 500, *amounts, 900) for name, *amounts in SERVICES]
    _, found = taken(table(["Cost (£)", "2025 total", "Jul-26", "Aug-26", "Sep-26", "FY 2026"], rows))
    assert found.sums["effective"] == pytest.approx(130)


def test_rows_with_two_dates_are_no_heads_of_months() -> None:
    text = table(["Kunde", "Von", "Bis", "Wert"], [("A", "2026-09-01", "2026-10-01", 100)] * 3)
    assert recognised("file.csv", None, text.encode()) is None


def test_what_was_expected_is_no_measurement() -> None:
    with pytest.raises(ImportRefusedError, match=r"“Budget 2026/27” is what was expected"):
        taken(table(["Budget 2026/27", "", ""], [("Service", "Apr-26", "May-26"), ("EC2", 41, 42)]))


def test_amounts_that_nothing_names_are_refused_with_what_would_name_them() -> None:
    with pytest.raises(ImportRefusedError, match=r"nothing says what its amounts are; expected in a cell above"):
        taken(table(["Service", "Apr-26", "May-26"], [("EC2", 41, 42)]))


def test_a_sheet_that_cannot_be_read_costs_no_other() -> None:
    book = openpyxl.Workbook()
    for title, corner, name in (("Spend", "Cost (£)", "EC2"), ("Heads", "Team", "A")):
        sheet = book.create_sheet(title)
        sheet.append([corner, "2026-07", "2026-08"])
        sheet.append([name, 41, 42])
    stream = io.BytesIO()
    book.save(stream)
    found = offered_by(example().plan, stream.getvalue(), "book.xlsx")
    assert found.measurement is not None
    assert found.measurement.sums["effective"] == pytest.approx(83)
    assert any("sheet Heads" in one and "other sheets are read" in one for one in found.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "Datum;Dienst;Kosten (EUR)\n2026-09-01;EC2;1.234,56\n2026-09-02;EC2;1.234,56\n",
        "Jour;Service;Coût (EUR)\n2026-09-01;EC2;1234,56\n2026-09-02;EC2;1234,56\n",
    ],
)
def test_heads_in_german_and_french_are_known(text: str) -> None:
    """Twice 1,234.56 euros."""
    tally, found = taken(text)
    assert (tally.currency, found.sums["effective"]) == ("EUR", pytest.approx(2_469.12))


def test_of_net_vat_and_gross_the_net_counts() -> None:
    """VAT that cannot be recovered is the plan's own line: 1,000 and 1,100 are what the supplier charges."""
    rows = [("2026-09", "AWS", 1_000, 200, 1_200), ("2026-10", "AWS", 1_100, 220, 1_320)]
    tally, found = taken(table(["Month", "Supplier", "Net (GBP)", "VAT", "Gross amount"], rows))
    assert (tally.currency, found.sums["effective"]) == ("GBP", pytest.approx(2_100))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(ends: str) -> None:
    _, found = taken(table(["Cost (£)", "2026-07", "2026-08", "2026-09"], SERVICES).replace("\n", ends))
    assert found.sums["effective"] == pytest.approx(130)
