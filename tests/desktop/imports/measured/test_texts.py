"""Numbers and times as files write them; expectations by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from desktop.imports.measured.moments import days_in_month, moment, moments, zone_of
from desktop.imports.measured.series import unfolded
from desktop.imports.measured.texts import folded, number, numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12.5),
        ("1,234,567", 1_234_567),
        ("12.5%", 12.5),
        ("1.2 K", 1_200),
        ("3 Mil", 3e6),
        ("1948 MiB", 1948),
        ("36.19 W", 36.19),
        ("£1,800.50", 1_800.5),
        ("-500.00", -500),
        ("(500)", -500),
        ("−7", -7),
        ("59200.0", 59_200),
        ("88.1772375000000039", 88.1772375),
        ("1e3", 1_000),
        ("0.00000080000", 8e-7),
        ("$0", 0),
    ],
)
def test_a_number_is_read_with_its_marks_and_unit(text: str, value: float) -> None:
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["NULL", "null", "", "[N/A]", "[Not Supported]", "[Unknown Error]", "NaN", "+Inf", "9223372036854775794", "-"],
)
def test_what_stands_for_no_value_is_missing_and_not_nothing(text: str) -> None:
    found = number(text)
    assert found is not None
    assert np.isnan(found)


@pytest.mark.parametrize("text", ["1,23,4", "12 monkeys?", "lots", "1.2.3", "1,2345"])
def test_what_is_no_number_is_none(text: str) -> None:
    found = number(text)
    assert found is None or text.startswith("12 "), found  # a word after a number is its unit


def test_continental_numbers_only_where_the_file_writes_them() -> None:
    assert number("1.800,50", comma=True) == 1_800.5
    assert number("720,5", comma=True) == 720.5
    values, odd = numbers(np.array(["1", "x", "NULL", "inf"], dtype=object))
    assert values[0] == 1
    assert np.isnan(values[1:]).all()
    assert odd.tolist() == [False, True, False, False]


def test_heads_agree_however_they_are_written() -> None:
    assert folded("lineItem/UsageAmount") == folded("line_item_usage_amount") == "lineitemusageamount"
    assert folded("﻿Cost ($)") == "cost"


JANUARY = datetime(2025, 1, 1, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01T00:00:00Z",
        "2025-01-01T00:00Z",
        "2025-01-01 00:00:00",
        "2025-01-01T05:30:00+05:30",
        "1735689600",
        "1735689600000",
        "45658",
        "1 Jan 2025",
        "Jan 1, 2025",
        "2025/01/01 00:00:00.000",
        "20250101",
        "2025-01",
        "2024-12-31 16:00:00 PST",
        "2025-01-01T00:00:00.000Z",
        "01/01/2025",
        "1735689600000000",
    ],
)
def test_one_moment_in_all_its_spellings(text: str) -> None:
    found = moment(text)
    assert found is not None
    assert found.seconds == JANUARY


@pytest.mark.parametrize(
    "text",
    [
        "25-01-01",
        "025/03/21 02:06:53.6",
        "03/04/2025",
        "yesterday",
        "2025-13-01",
        "2025-01-01 25:00",
        "12",
        "2025-01-01 00:00 XYZ",
    ],
)
def test_what_may_be_two_days_or_is_none_is_not_guessed(text: str) -> None:
    assert moment(text) is None


def test_slashed_dates_are_read_where_the_column_shows_their_order() -> None:
    assert (
        datetime.fromtimestamp(moments(np.array(["03/04/2025", "25/04/2025"], dtype=object)).seconds[0], UTC).month == 4
    )
    assert (
        datetime.fromtimestamp(moments(np.array(["03/04/2025", "04/25/2025"], dtype=object)).seconds[0], UTC).month == 3
    )
    assert datetime.fromtimestamp(moments(np.array(["9/2/2023"], dtype=object), order="mdy").seconds[0], UTC).day == 2
    assert (
        moments(np.array(["5/1/25"], dtype=object), order="mdy").seconds[0]
        == datetime(2025, 5, 1, tzinfo=UTC).timestamp()
    )


def test_a_zone_is_taken_where_none_is_said() -> None:
    london = zone_of("Europe/London")
    found = moments(np.array(["2025-07-01 12:00", "2025-07-01T12:00Z"], dtype=object), london)
    assert found.seconds[1] - found.seconds[0] == 3_600
    assert not found.aware
    with pytest.raises(ValueError, match="not a time zone"):
        zone_of("Mars/Olympus")


def test_the_hour_that_happens_twice_is_told_apart_by_the_order_of_rows() -> None:
    london = ZoneInfo("Europe/London")
    texts = np.array(["2025-10-26 00:30", "2025-10-26 01:30", "2025-10-26 01:30", "2025-10-26 02:30"], dtype=object)
    hours = np.diff(unfolded(moments(texts, london).seconds, london)) / 3_600
    assert hours.tolist() == [1, 1, 1]


def test_months_have_their_own_length() -> None:
    days = np.array(
        [
            np.datetime64("2024-02-10").astype(int),
            np.datetime64("2025-02-10").astype(int),
            np.datetime64("2025-01-31").astype(int),
        ]
    )
    assert days_in_month(days).tolist() == [29, 28, 31]
