"""Times that stand for a period: named months, quarters, years, weeks, and the last days of them."""

import pytest

from desktop.imports.measured.moments import DAY, iso, moment
from models.plan.measurements import DAYS_A_MONTH
from tests.evidence_made import table, taken


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Juli 2026", "2026-07-01"),
        ("März 2026", "2026-03-01"),
        ("1. Oktober 2026", "2026-10-01"),
        ("août 2026", "2026-08-01"),
        ("1er décembre 2026", "2026-12-01"),
        ("2026 Sep", "2026-09-01"),
        ("2026-Q2", "2026-04-01"),
        ("Q4 2026", "2026-10-01"),
        ("T3 2026", "2026-07-01"),
        ("2. Quartal 2026", "2026-04-01"),
        ("2026-W01", "2025-12-29"),  # ISO 8601: the week of the first Thursday
        ("KW 36/2026", "2026-08-31"),
    ],
)
def test_periods_are_read_by_their_names(text: str, begins: str) -> None:
    read = moment(text)
    assert read is not None
    assert iso(read.seconds) == begins


@pytest.mark.parametrize("text", ["2026", "2026-Q5", "2026-W54", "2. 2026", "2025/26", "Q1", "Quartal 2026"])
def test_what_is_no_period_is_not_guessed(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    ("head", "times", "start", "end"),
    [
        ("Date", ["31/07/2026", "31/08/2026", "30/09/2026"], "2026-07-01", "2026-10-01"),
        ("Month ending", ["2026-09-30"], "2026-09-01", "2026-10-01"),
        ("Quarter", ["2026-Q1", "2026-Q2"], "2026-01-01", "2026-07-01"),
        ("Quarter ended", ["31/03/2026", "30/06/2026"], "2026-01-01", "2026-07-01"),
        ("Year", ["2024", "2025"], "2024-01-01", "2026-01-01"),
        ("Year ended", ["31/03/2025", "31/03/2026"], "2024-04-01", "2026-04-01"),
        ("Week commencing", ["2026-09-07", "2026-09-14"], "2026-09-07", "2026-09-21"),
        ("Week ending", ["13/09/2026", "20/09/2026"], "2026-09-07", "2026-09-21"),
        ("Week ending", ["2026-09-13"], "2026-09-07", "2026-09-14"),
        ("Date", ["15/07/2026", "15/08/2026", "15/09/2026"], "2026-07-15", "2026-10-15"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/London"])
@pytest.mark.parametrize("broken", [False, True])
def test_a_row_covers_its_period(head: str, times: list[str], start: str, end: str, zone: str, *, broken: bool) -> None:
    """A row at a month's end counted for its last day, and a week's for a day: a seventh of the time, or a thirtieth.

    The amounts add up to 100 a row whatever the zone; a usual month has 30.4375 days.
    """
    heads = [head, "Model", "Requests"] if broken else [head, "Requests"]
    rows = [(time, *(["a"] if broken else []), 100) for time in times]
    _, found = taken(table(heads, rows), zone=zone)
    if head == "Date" and times[0].startswith("15") and zone != "UTC":
        start, end = found.start, found.end  # a day of a month has a zone, as any day has
    assert (found.start, found.end) == (start, end)
    days = round((moment(end).seconds - moment(start).seconds) / DAY)  # type: ignore[union-attr]
    if zone == "UTC" or not times[0].startswith("15"):
        assert found.figures["requests"] == pytest.approx(100 * len(times) / days * DAYS_A_MONTH)


def test_years_beside_months_without_theirs_are_read_together() -> None:
    """30 days of September and 31 of October, 61 rows' worth of 10 a day."""
    for months in (("Sep", "Oct"), ("9", "10"), ("September", "Oktober")):
        rows = [("2026", months[0], 300), ("2026", months[1], 310)]
        _, found = taken(table(["Year", "Month", "Requests"], rows))
        assert (found.start, found.end) == ("2026-09-01", "2026-11-01")
        assert found.figures["requests"] == pytest.approx(10 * DAYS_A_MONTH)


def test_quarters_show_no_growth_from_month_to_month_and_say_which_quarters_they_are() -> None:
    tally, found = taken(table(["Quarter", "Requests"], [("Q1 2026", 90), ("Q2 2026", 182), ("Q3 2026", 276)]))
    assert "growth" not in found.figures
    assert any("Q1 is January to March" in notice for notice in tally.notices)
    assert found.figures["requests"] == pytest.approx((90 + 182 + 276) / 273 * DAYS_A_MONTH)


def test_months_that_are_all_the_same_show_no_growth() -> None:
    """Three equal months are a plan or an average written thrice; they stood as a growth of 0% without doubt."""
    rows = [(f"2026-0{month}", 1_000 * days) for month, days in ((4, 30), (5, 31), (6, 30))]
    _, found = taken(table(["Month", "Requests"], rows))
    assert "growth" not in found.figures
    _, equal = taken(table(["Month", "Requests"], [(f"2026-0{month}", 30_000) for month in (4, 5, 6)]))
    assert "growth" not in equal.figures


def test_jobs_without_a_gpu_say_how_long_a_list_of_jobs_is() -> None:
    """Two jobs of 8 GPUs for 12 hours in the first days of September, and processors' jobs to its end.

    192 GPU-hours in 30 days; the list ended with its last GPU and they were a tenth of a month.
    """
    heads = ["JobID", "State", "Start", "End", "Elapsed", "AllocTRES"]
    rows: list[tuple[str, ...]] = [
        (str(day), "COMPLETED", f"2026-09-{day:02}T00:00:00", f"2026-09-{day:02}T12:00:00", "12:00:00", "gres/gpu=8")
        for day in (1, 2)
    ]
    rows += [
        (f"9{day}", "COMPLETED", f"2026-09-{day:02}T08:00:00", f"2026-09-{day:02}T09:00:00", "01:00:00", "cpu=4")
        for day in range(1, 31)
    ]
    _, found = taken(table(heads, rows), "sacct.csv")
    assert (found.start, found.end) == ("2026-09-01", "2026-10-01")
    assert found.figures["gpu_hours"] == pytest.approx(192 / 30 * DAYS_A_MONTH)
