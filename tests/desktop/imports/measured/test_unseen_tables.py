"""Tables of finance and logs that nobody here had seen: months, totals among rows, budgets, dates with names."""

from datetime import UTC, datetime

import pytest

from desktop.imports.measured.moments import moment
from tests.evidence_made import table, taken

# months


@pytest.mark.parametrize(
    ("head", "month"), [("Billing Month", "2026-09"), ("Month", "2026-09-01"), ("Date", "Sep 2026")]
)
@pytest.mark.parametrize("by", [[], ["Service Name"]])
def test_one_month_of_a_bill_is_a_month_and_no_day(head: str, month: str, by: list[str]) -> None:
    """1,319 of September, of thirty days: a month's bill was taken for a day's, thirty times as dear."""
    tally, found = taken(table([head, *by, "Cost"], [(month, *(["Virtual Server"] if by else []), 1_319)]))
    assert (found.start, found.end, found.days) == ("2026-09-01", "2026-10-01", 30)
    assert found.figures["spend"] == pytest.approx(1_319)
    assert not tally.zone_assumed


def test_a_month_that_is_missing_is_not_taken_for_nothing() -> None:
    """July 100 and September 150, two months: August is not there."""
    rows = [("2026-07", "a", 100), ("2026-09", "a", 100), ("2026-09", "b", 50)]
    _, found = taken(table(["Month", "Service", "Cost"], rows))
    assert (found.days, found.end) == (61, "2026-10-01")
    assert found.figures["spend"] == pytest.approx(125)


def test_a_day_headed_by_its_date_or_its_place_in_a_month_stays_a_day() -> None:
    for head in ("Date", "Day"):
        _, found = taken(table([head, "Cost"], [("2026-09-01", 1_319)]))
        assert found.days == 1


# rows that measured nothing of their own


@pytest.mark.parametrize("name", ["All services", "Total", "Grand total", "(all)", "Overall"])
@pytest.mark.parametrize("head", ["Service", "Kostenstelle"])
def test_rows_that_add_up_the_others_are_set_aside(name: str, head: str) -> None:
    """100 and 200 a month with a row of 300 for both: 600 of two months, and 1,200 was read."""
    rows = [(month, *row) for month in ("2026-07", "2026-08") for row in (("A", 100), ("B", 200), (name, 300))]
    tally, found = taken(table(["Month", head, "Cost"], rows))
    assert found.sums["effective"] == pytest.approx(600)
    assert tally.aside[f"that are totals of the others (“{name}”)"] == 2


def test_totals_of_totals_are_set_aside_and_a_name_alone_sets_nothing_aside() -> None:
    """Two regions of two services, 10 each, with totals by region, by service and of all: 40."""
    parts = [(region, service, 10) for region in ("UK", "EU") for service in ("A", "B")]
    totals = [("UK", "All", 20), ("EU", "All", 20), ("All", "A", 20), ("All", "B", 20), ("All", "All", 40)]
    _, found = taken(table(["Month", "Region", "Service", "Cost"], [("2026-07", *one) for one in parts + totals]))
    assert found.sums["effective"] == pytest.approx(40)
    rows = [("2026-07", "All-purpose compute", 70), ("2026-07", "Jobs compute", 30)]
    _, found = taken(table(["Month", "Service", "Cost"], rows))
    assert found.sums["effective"] == pytest.approx(100)


def test_what_is_budgeted_or_forecast_is_not_what_was_charged() -> None:
    """Actual 100 a month beside a budget of 120, then two months of forecast."""
    rows = [("2026-07", "Budget", 120), ("2026-07", "Actual", 100), ("2026-08", "Budget", 120)]
    rows += [("2026-08", "Actual", 100), ("2026-09", "Forecast", 130), ("2026-10", "Forecast", 130)]
    tally, found = taken(table(["Month", "Type", "Cost"], rows))
    assert found.sums["effective"] == pytest.approx(200)
    assert found.end == "2026-09-01"
    assert tally.aside["that are budgeted, forecast or estimated"] == 4
    tally, _ = taken(table(["Month", "Type", "Cost"], [("2026-09", "Forecast", 130), ("2026-10", "Forecast", 130)]))
    assert any("not measured" in warning for warning in tally.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "01-Sep-26",
        "1 September 2026",
        "1st Sept 2026",
        "Tue, 01 Sep 2026",
        "Sep 1 2026",
        "2026-Sep-01",
        "1 Sep 2026 00:00",
        "Sep 1, 2026 12:00 AM",
        "01-SEP-26 12.00.00.000000 AM",
        "Tue, 01 Sep 2026 00:00:00 GMT",
        "20260901T000000Z",
        "2026-09-01 00:00:00 +0000 UTC",
        "1 Sep 2026 01:00 +01:00",
    ],
)
def test_a_date_in_the_spellings_of_spreadsheets_databases_and_logs(text: str) -> None:
    read = moment(text, UTC, "")
    assert read is not None
    assert datetime.fromtimestamp(read.seconds, UTC) == datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["Marketing 26", "31 Feb 2026", "1 Sep 2026 10:00 XYZ", "1 Sep 2026 25:00"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text, UTC, "") is None


def test_a_column_of_too_many_names_is_given_up_and_the_totals_of_another_are_still_found() -> None:
    """3,000 users of one request each in two services, with a row of 3,000 for both."""
    rows = [("2026-07", f"user {number}", "A" if number % 2 else "B", 1) for number in range(3_000)]
    _, found = taken(table(["Month", "User", "Service", "Requests"], [*rows, ("2026-07", "", "All", 3_000)]))
    assert found.sums["requests"] == pytest.approx(3_000)
