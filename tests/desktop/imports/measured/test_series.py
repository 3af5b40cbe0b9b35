"""Plain tables of times, made here: hours, months, totals among rows and the hour the clocks go back."""

from datetime import UTC, datetime, timedelta

import pytest
from evidence_made import table, taken

from desktop.imports.measured import rows
from desktop.imports.refusal import ImportRefusedError

FIRST = datetime(2025, 1, 6, tzinfo=UTC)


def test_an_hourly_series_gives_the_load_and_its_gaps_stay_gaps() -> None:
    rows = [
        [(FIRST + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:00Z"), 20 if 8 <= hour % 24 < 20 else 0]
        for hour in range(14 * 24)
        if hour not in {30, 31}
    ]
    tally, found = taken(table(["time", "value"], rows))
    assert found.figures["peak_to_average"] == pytest.approx(334 / 168)
    assert any("Missing: 2 of 336 steps of an hour" in one for one in tally.warnings)
    assert "gpu_hours" not in found.sums


def test_months_by_name_of_their_columns() -> None:
    _, found = taken('month,gpu_hours,cost (£),note\n2025-01,720,£1800.50,"a, b"\n2025-02,672,1700,\n')
    assert (found.sums["gpu_hours"], found.sums["effective"], found.currency) == (1_392, 3_500.5, "GBP")
    assert (found.start, found.end) == ("2025-01-01", "2025-03-01")
    assert found.months["2025-02"]["effective"] == pytest.approx(1_700)
    assert found.figures["gpus"] == pytest.approx(1_392 / (59 * 24))


def test_a_preamble_and_totals_are_told_apart_from_rows() -> None:
    text = (
        "Billing report,,\nAccount:,012345-AB,\n,,\nmonth,gpu_hours,cost_gbp\n2025-01,720,1800.5\n"
        ",Subtotal,1800.5\n,Tax,360.1\n"
    )
    tally, found = taken(text)
    assert found.sums["effective"] == 1_800.5
    assert any("2 rows without a time, such as totals" in one for one in tally.warnings)


def test_what_is_below_nothing_and_what_stands_twice() -> None:
    tally, found = taken(
        "month,gpu_hours,cost_gbp\n2025-01,-720,10\n2025-02,100,-10\n2025-03,0,0\n2025-03,0,0\n2025-04,-0.0,5\n"
    )
    assert found.sums["gpu_hours"] == 100
    assert found.sums["effective"] == pytest.approx(-5)
    told = " ".join(tally.warnings)
    assert "1 row with gpu hours below nothing" in told
    assert "1 row whose time stands twice" in told


def test_the_hour_the_clocks_go_back_is_asked_about_and_read_in_its_zone() -> None:
    text = (
        "local_time,requests\n2025-10-26 00:30,100\n2025-10-26 01:30,101\n2025-10-26 01:30,101\n2025-10-26 02:30,102\n"
    )
    tally, found = taken(text)
    assert any("Clocks go back" in one for one in tally.warnings)
    assert found.sums["requests"] == 303
    tally, found = taken(text, zone="Europe/London")
    assert tally.warnings == []
    assert found.sums["requests"] == 404


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("month,cost,cost,Cost , \n2025-01,1,2,3,4\n", "headed “cost”"),
        ('month,gpu_hours\n2025-01,"720\n2025-02,1\n', "never closed"),
        ("month,gpu_hours,cost_gbp\n2025-01,1,234,1800.5\n", "row 2: has more than 3 cells"),
    ],
)
def test_damaged_tables_are_refused_with_their_place(text: str, says: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        taken(text)
    assert says in str(refused.value)


def test_a_month_named_once_is_that_of_the_rows_below_it_wherever_the_file_is_parted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file is read in parts: January's part has a row without a month, February's none, March's first has none."""
    text = "month,team,cost_gbp\n2025-01,A,10\n,B,20\n2025-02,A,30\n2025-03,A,40\n,B,50\n"
    whole = taken(text)[1]
    monkeypatch.setattr(rows, "_CHUNK_ROWS", 2)
    parted = taken(text)[1]
    for found in (whole, parted):
        assert {month: figures["effective"] for month, figures in found.months.items()} == {
            "2025-01": pytest.approx(30),
            "2025-02": pytest.approx(30),
            "2025-03": pytest.approx(90),
        }


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "EVIDENCE_SECONDS", -1)
    with pytest.raises(ImportRefusedError, match="cut the file into months"):
        taken("month,gpu_hours\n2025-01,720\n")
