"""Sheets of costs as departments keep them: credit notes, payments, ranges of days, financial years, pence and VAT."""

import pytest

from desktop.imports.columns import Column, given
from desktop.imports.measured.formats import measured, nearest, recognised
from tests.evidence_made import table, taken

MONTHS = ("Jan 2026", "Feb 2026", "Mar 2026")


def _kept(heads: list[str], *rows: tuple[object, ...]) -> float:
    """Return what a sheet cost a month; each of those below has £9,500, £11,000 and £12,500, which are £11,000."""
    return taken(table(heads, rows))[1].figures["spend"]


@pytest.mark.parametrize("kind", ["Credit note", "Credit memo", "Refund", "Gutschrift"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_credit_note_is_taken_off_with_or_without_a_minus(kind: str, sign: int) -> None:
    """£10,000, £11,000 less £2,000, and £12,000: £31,000 in three months, where £35,000 had been read."""
    rows = [("01/01/2026", "Invoice", 10_000), ("05/02/2026", "Invoice", 11_000)]
    rows += [("17/02/2026", kind, sign * 2_000), ("06/03/2026", "Invoice", 12_000)]
    tally, kept = taken(table(["Date", "Type", "Amount (GBP)"], rows))
    assert kept.sums["effective"] == pytest.approx(31_000)
    assert kept.ranges["spend"] == (pytest.approx(9_000), pytest.approx(12_000))
    told = [one for one in tally.notices if one.startswith("1 credit note written without a minus")]
    assert len(told) == (sign > 0)


def test_a_payment_settles_what_is_charged_and_is_no_credit() -> None:
    rows = [("01/01/2026", "Invoice", 10_000), ("31/01/2026", "Payment", -10_000), ("05/02/2026", "Invoice", 11_000)]
    tally, kept = taken(table(["Date", "Type", "Amount (GBP)"], rows))
    assert kept.sums["effective"] == pytest.approx(21_000)
    assert "Set aside: 1 row of payments, which settle what is charged beside them." in tally.warnings
    # by its description alone a payment is one where it has the amount of another row
    named = [("01/01/2026", "OpenAI", 10_000), ("31/01/2026", "Payment received", -10_000), ("05/02/2026", "Azure", 9)]
    assert taken(table(["Date", "Description", "Amount (GBP)"], named))[1].sums["effective"] == pytest.approx(10_009)
    other = [("01/01/2026", "OpenAI", 10_000), ("31/01/2026", "Payments", 300), ("05/02/2026", "Azure", 9)]
    assert taken(table(["Date", "Service", "Amount (GBP)"], other))[1].sums["effective"] == pytest.approx(10_309)


@pytest.mark.parametrize("head", ["Total £", "Cost (£)", "Net amount (GBP)"])
def test_what_is_paid_a_month_is_the_mean_of_whole_months(head: str) -> None:
    """February has 28 days: £10,000 in each month was £10,871 in it, for a month of 30.4375 days."""
    _, kept = taken(table(["Month", head], [(month, 10_000) for month in MONTHS]))
    assert kept.figures["spend"] == pytest.approx(10_000)
    assert kept.ranges["spend"] == (pytest.approx(10_000), pytest.approx(10_000))
    quarters = taken(table(["Quarter", head], [("Q1 2026", 30_000), ("Q2 2026", 36_000)]))[1]
    assert quarters.figures["spend"] == pytest.approx(66_000 / 6)
    assert quarters.ranges["spend"] == (pytest.approx(10_000), pytest.approx(12_000))
    # half of a month is no whole one: £5,000 of 15 days
    _, half = taken(table(["Date", head], [(f"2026-03-{day:02}", 5_000 / 15) for day in range(1, 16)]))
    assert half.figures["spend"] == pytest.approx(5_000 / 15 * 30.4375)


@pytest.mark.parametrize(
    "times",
    [
        ("01/01/2026 - 31/01/2026", "01/02/2026 - 28/02/2026", "01/03/2026 - 31/03/2026"),
        ("1 Jan 2026 to 31 Jan 2026", "1-28 Feb 2026", "1 Mar – 31 Mar 2026"),
        ("2026-01-01/2026-01-31", "2026-02-01/2026-02-28", "2026-03-01/2026-03-31"),
    ],
)
@pytest.mark.parametrize("head", ["Period", "Billing period", "Dates"])
def test_a_range_of_days_in_one_cell_is_the_time_of_its_row(times: tuple[str, str, str], head: str) -> None:
    rows = list(zip(times, (9_500, 11_000, 12_500), strict=True))
    assert _kept([head, "Amount (£)"], *rows) == pytest.approx(11_000)
    assert taken(table([head, "Amount (£)"], rows))[1].period == "2026-01-01 to 2026-04-01"


def test_where_a_row_ends_shows_which_number_is_the_month() -> None:
    """01/02 may be two days; 28/02 beside it may not."""
    rows = [("01/02/2026", "28/02/2026", 10_000), ("01/03/2026", "31/03/2026", 12_000)]
    tally, kept = taken(table(["Period from", "Period to", "Cost (£)"], rows))
    assert (kept.period, kept.figures["spend"]) == ("2026-02-01 to 2026-04-01", pytest.approx(11_000))
    assert not tally.order_asked


def test_heads_of_hand_kept_sheets_are_known() -> None:
    costs = (9_500, 11_000, 12_500)
    ends = ("31/01/2026", "28/02/2026", "31/03/2026")
    assert _kept(["Period end", "Spend"], *zip(ends, costs, strict=True)) == pytest.approx(11_000)
    beside = zip(MONTHS, (10_000,) * 3, costs, strict=True)
    assert _kept(["Month", "Budget", "Actual"], *beside) == pytest.approx(11_000)
    in_pence = [(month, 100 * cost) for month, cost in zip(MONTHS, costs, strict=True)]
    tally, kept = taken(table(["Month", "Cost (p)"], in_pence))
    assert (tally.currency, kept.figures["spend"]) == ("GBP", pytest.approx(11_000))


@pytest.mark.parametrize("year", ["Financial year", "FY", "Fiscal year"])
def test_periods_beside_their_financial_year(year: str) -> None:
    text = table(["Period", year, "Cost (£)"], [("P01", "2025/26", 9_500), ("P02", "2025/26", 11_000)])
    assert taken(text)[0].year_asked
    assert taken(text, year="april")[1].period == "2025-04-01 to 2025-06-01"


@pytest.mark.parametrize(("times", "expected"), [(("Q1", "Q2"), "Q1 2026"), (("P01", "P02"), "P01 2025/26")])
def test_a_period_without_its_year_is_told_what_it_lacks(times: tuple[str, str], expected: str) -> None:
    tally, _ = taken(table(["Period", "Cost (£)"], [(time, 10_000) for time in times]))
    assert any(f"has no year; expected here is {expected}" in one for one in tally.warnings)


def test_money_that_is_no_cost_of_its_time_is_told_and_not_ticked() -> None:
    text = table(["Month", "Cost YTD"], list(zip(MONTHS, (9_500, 20_500, 33_000), strict=True)))
    assert recognised("ytd.csv", None, text.encode()) is None
    assert nearest(["Month", "Cost YTD"]).startswith("“Cost YTD” adds up from the beginning of a year")
    by_hand = {"column:month": "time", "column:totalincvat": "cost"}
    text = table(["Month", "Total inc VAT"], [(month, 12_000) for month in MONTHS])
    found = recognised("vat.csv", None, text.encode(), by_hand)
    assert found is not None
    tally = measured(found, by_hand)
    assert tally.doubted
    assert any("give amounts before VAT" in one for one in tally.warnings)
    of_power, _ = taken(table(["Month", "kWh", "Cost (£)"], [(month, 41_000, 10_250) for month in MONTHS]))
    assert of_power.doubted
    assert any("a bill for electricity is no bill for AI" in one for one in of_power.warnings)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("Annual licence for the database", "12,000.00 of its cost is for a year or more"),
        ("Support, 12 months", "12,000.00 of its cost is for a year or more"),
        ("Server purchase", "12,000.00 of its cost is paid once"),
        ("Set-up fee", "12,000.00 of its cost is paid once"),
    ],
)
def test_what_is_paid_for_a_year_or_once_is_told_and_not_ticked(what: str, said: str) -> None:
    """£6,000 of use and a licence of £12,000 for the year were £3,000 a month: £2,000 is what a month of both costs."""
    use = [(f"2026-{month:02}", "API usage", 1_000) for month in range(1, 7)]
    tally, _ = taken(table(["Month", "Description", "Cost (£)"], [*use, ("2026-03", what, 12_000)]))
    assert tally.doubted
    assert len([one for one in tally.warnings if one.startswith(said)]) == 1


def test_what_is_paid_for_a_year_each_month_or_within_a_whole_year_is_no_doubt() -> None:
    heads = ["Month", "Description", "Cost (£)"]
    use = [(f"2026-{month:02}", "API usage", 1_000) for month in range(1, 13)]
    reserved = [(f"2026-{month:02}", "Reserved machine, 1 year", 500) for month in range(1, 13)]
    assert not taken(table(heads, [*use[:6], *reserved[:6]]))[0].doubted
    tally, kept = taken(table(heads, [*use, ("2026-03", "Annual licence", 12_000)]))
    assert (tally.doubted, kept.figures["spend"]) == (False, pytest.approx(2_000))


def test_a_cost_in_another_currency_is_left_out_once_and_nothing_is_missing() -> None:
    rows = [(month, code, 1_000) for month in MONTHS for code in ("USD", "GBP")]
    tally, _ = taken(table(["Month", "Currency", "Amount"], [*rows, ("Mar 2026", "GBP", 500)]))
    assert tally.doubted
    assert [one for one in tally.warnings if "3 costs not in GBP are left out" in one]
    assert not [one for one in tally.warnings if "missing" in one]


def test_a_time_that_its_head_says_need_not_be_mapped() -> None:
    columns = [Column("Month", "", "time"), Column("Blah", "", ""), Column("Ref", "", "")]
    assert [one.role for one in given(["Blah=cost"], columns)] == ["time", "cost", ""]
    assert [one.role for one in given(["Ref=time", "Blah=cost"], columns)] == ["", "cost", "time"]
