"""Heads in short: weeks, zones, averages and rates as people write them. Every sum is that of the rows by hand."""

from datetime import date, timedelta

import pytest
from evidence_made import table, taken

from desktop.imports.measured.formats import recognised
from models.plan.measurements import DAYS_A_MONTH, Flow

_JUNE = [date(2026, 6, 1) + timedelta(one) for one in range(30)]


@pytest.mark.parametrize(
    ("head", "each", "a_month"),
    [
        # ten thousand a day, as its average, however often that is said
        ("Average requests per day", 10_000, 10_000 * DAYS_A_MONTH),
        ("Requests/day (avg)", 10_000, 10_000 * DAYS_A_MONTH),
        # seven a minute of 1,440 a day
        ("req/min", 7, 7 * 1_440 * DAYS_A_MONTH),
        ("reqs/s", 2, 2 * 86_400 * DAYS_A_MONTH),
    ],
)
def test_requests_by_the_day_or_the_minute_are_read_as_that(head: str, each: int, a_month: float) -> None:
    found, _ = taken(table(["Date", head], [(day, each) for day in _JUNE]))
    assert found.sums()[Flow.REQUESTS] / 30 * DAYS_A_MONTH == pytest.approx(a_month)


@pytest.mark.parametrize("head", ["Average requests", "Mean requests"])
def test_an_average_of_nothing_that_is_named_is_no_count(head: str) -> None:
    assert recognised("file.csv", None, table(["Date", head], [(day, 10_000) for day in _JUNE]).encode()) is None


def test_tokens_a_minute_beside_requests_a_minute_are_named_as_not_read() -> None:
    found, _ = taken(table(["Date", "RPM", "TPM"], [(day, 7, 900) for day in _JUNE]))
    assert found.sums()[Flow.REQUESTS] == 7 * 1_440 * 30
    assert "Columns that are not read: “TPM”." in found.notices


@pytest.mark.parametrize(
    ("head", "first"), [("W/C", "2026-04-06"), ("Wk commencing", "2026-04-06"), ("w/e", "2026-03-31")]
)
def test_short_heads_of_weeks_are_those_of_weeks(head: str, first: str) -> None:
    """Week ending 6 April began on 31 March: seventy thousand a week is ten thousand a day either way."""
    weeks = [date(2026, 4, 6) + timedelta(7 * one) for one in range(12)]
    found, kept = taken(table([head, "Requests"], [(f"{day:%d/%m/%Y}", 70_000) for day in weeks]))
    assert found.sums()[Flow.REQUESTS] == 12 * 70_000
    assert kept.start == first


@pytest.mark.parametrize(
    ("head", "begins"),
    [("Time (PST)", "2026-06-01T07:00Z"), ("Time (ET)", "2026-06-01T04:00Z"), ("Date [BST]", "2026-05-31T23:00Z")],
)
def test_a_short_name_of_a_zone_in_a_head_is_that_of_its_times(head: str, begins: str) -> None:
    """In June Los Angeles is seven hours behind UTC, New York four, and London one before it."""
    found, kept = taken(table([head, "Requests"], [(f"{day} 00:00", 10_000) for day in _JUNE]))
    assert found.sums()[Flow.REQUESTS] == 300_000
    assert kept.start == begins
    assert not found.zone_assumed


@pytest.mark.parametrize(
    ("zones", "begins", "says"),
    [
        (["America/New_York"], "2026-06-01T04:00Z", ""),
        (["PDT"], "2026-06-01T07:00Z", ""),
        (["UTC"], "2026-06-01", ""),
        (["Europe/London", "Asia/Tokyo"], "2026-06-01", "Its column of time zones is not read: asia/tokyo and"),
        (["Moon/Base"], "2026-06-01", "Its column of time zones is not read: moon/base."),
    ],
)
def test_a_column_of_time_zones_is_that_of_the_times(zones: list[str], begins: str, says: str) -> None:
    rows = [(f"{day} 00:00", zones[at % len(zones)], 10_000) for at, day in enumerate(_JUNE)]
    text = table(["Timestamp", "Timezone", "Requests"], rows)
    found, kept = taken(text, zone="")
    assert found.sums()[Flow.REQUESTS] == 300_000
    assert kept.start == begins
    assert found.zone_assumed == bool(says)
    assert (says in " ".join(found.warnings)) if says else not found.warnings
    # what somebody says, or the head of the times, goes before what may be the zone of an account
    _, kept = taken(text, zone="Europe/London")
    assert kept.start == "2026-05-31T23:00Z"
    _, kept = taken(text.replace("Timestamp", "Time (UTC)"), zone="")
    assert kept.start == "2026-06-01"


def test_a_zone_of_one_row_is_not_that_of_all_and_summer_time_is_of_its_place() -> None:
    one = [(f"{day} 00:00", "" if at else "America/New_York", 10_000) for at, day in enumerate(_JUNE)]
    found, kept = taken(table(["Timestamp", "tz", "Requests"], one), zone="")
    assert kept.start == "2026-06-01"
    assert found.zone_assumed
    both = [(f"{day} 00:00", "BST" if at else "GMT", 10_000) for at, day in enumerate(_JUNE)]
    _, kept = taken(table(["Timestamp", "tz", "Requests"], both), zone="")
    assert kept.start == "2026-05-31T23:00Z"


def test_a_file_of_weekdays_alone_is_asked_about() -> None:
    """Twenty-two weekdays of 10,000 are 220,000, and no 304,375, where nothing runs on eight days at weekends."""
    weekdays = [(day, 10_000) for day in _JUNE if day.weekday() < 5]
    found, _ = taken(table(["Date", "Requests"], weekdays))
    assert found.doubted
    assert any("It has no Saturday and no Sunday" in one for one in found.warnings)
    # late in the day, by the hour, or with a holiday missing it is the same; with a Saturday, or of Mondays, it is not
    late = [(f"{day} 18:00", amount) for day, amount in weekdays]
    hourly = [(f"{day} {hour:02}:00", 400) for day, _ in weekdays for hour in range(24)]
    mondays = [(_JUNE[0] + timedelta(7 * one), 70_000) for one in range(12)]
    for rows, asked in (
        (late, True),
        (hourly, True),
        (weekdays[1:5] + weekdays[6:], True),
        ([*weekdays, (_JUNE[5], 10)], False),
        (mondays, False),
    ):
        found, _ = taken(table(["Date", "Requests"], rows))
        assert any("no Saturday and no Sunday" in one for one in found.warnings) == asked


@pytest.mark.parametrize("head", ["Avg output tokens per second", "Output tokens/s (avg)", "Average tokens per second"])
def test_how_fast_answers_come_is_no_volume(head: str) -> None:
    """45 tokens a second became 388.8 of each of ten thousand requests a day."""
    found, _ = taken(table(["Date", "Requests", head], [(day, 10_000, 45) for day in _JUNE]))
    assert set(found.sums()) == {Flow.REQUESTS}
    assert f"Columns that are not read: “{head}”." in found.notices


def test_a_number_of_a_requisition_is_no_count_of_requests() -> None:
    bought = [(day, 100_230 + at, 500) for at, day in enumerate(_JUNE)]
    found, _ = taken(table(["Date", "Req", "Cost (GBP)"], bought))
    assert Flow.REQUESTS not in found.sums()
    beside = [(day, f"PO-{at}", 10_000, 500) for at, day in enumerate(_JUNE)]
    found, _ = taken(table(["Date", "Req", "Requests", "Cost (GBP)"], beside))
    assert found.sums()[Flow.REQUESTS] == 300_000


def test_the_number_of_a_week_gives_way_to_its_date() -> None:
    weeks = [(14 + one, f"{date(2026, 4, 12) + timedelta(7 * one):%d/%m/%Y}", 70_000) for one in range(12)]
    found, kept = taken(table(["Wk", "W/E", "Requests"], weeks))
    assert found.sums()[Flow.REQUESTS] == 12 * 70_000
    assert kept.start == "2026-04-06"
