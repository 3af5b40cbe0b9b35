"""The same value, period and date are judged the same way whatever file they come in."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.evidence_made import table, taken

FIRST = datetime(2025, 1, 6, tzinfo=UTC)
BAD = ["101", "250", "-1", "NaN", "+Inf", "-Inf", "9223372036854775792", "2147483632"]
"""101% and 250%, below nothing, no number, infinities, the blanks of DCGM in 64 and in 32 bits."""


def _hours(count: int) -> list[str]:
    return [(FIRST + timedelta(hours=hour)).strftime("%Y-%m-%d %H:%M:%S") for hour in range(count)]


def _prometheus(values: list[str]) -> str:
    start = FIRST.timestamp()
    points = [[start + 3_600 * place, value] for place, value in enumerate(values)]
    result = [{"metric": {"__name__": "DCGM_FI_DEV_GPU_UTIL", "gpu": "0", "Hostname": "a"}, "values": points}]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


def _smi(values: list[str]) -> str:
    return table(
        ["timestamp", "index", "utilization.gpu [%]"],
        [[time.replace("-", "/"), 0, value] for time, value in zip(_hours(len(values)), values, strict=True)],
    )


def _grafana(values: list[str]) -> str:
    return table(["Time", "gpu 0"], list(zip(_hours(len(values)), values, strict=True)))


def _by_hour(values: list[str]) -> str:
    return table(["hour_start", "GPU utilisation"], list(zip(_hours(len(values)), values, strict=True)))


@pytest.mark.parametrize("written", [_prometheus, _smi, _grafana, _by_hour])
@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_utilisation_is_set_aside_counted_and_told(written: object, bad: str) -> None:
    """Forty-eight hours at 50%, the eleventh of which is no utilisation: 47 count, and their mean is 50%."""
    values = ["50"] * 48
    values[10] = bad
    tally, found = taken(written(values), "file.json" if written is _prometheus else "file.csv")  # type: ignore[operator]
    assert found.figures["utilisation"] == pytest.approx(0.5)
    assert sum(tally.aside.values()) == 1, tally.aside
    assert any("Set aside: 1 row" in warning for warning in tally.warnings)
    assert found.sums["busy_gpu_hours"] == pytest.approx(47 * 0.5)


@pytest.mark.parametrize("written", [_prometheus, _smi, _grafana, _by_hour])
def test_minutes_of_a_gauge_make_no_month(written: object) -> None:
    """Seven samples, a second or an hour apart, are less than a day: no figure of a month comes of them."""
    tally, found = taken(written(["40"] * 7), "file.json" if written is _prometheus else "file.csv")  # type: ignore[operator]
    assert tally.short
    assert not {"gpu_hours", "requests", "spend"} & set(found.figures)
    assert found.figures["utilisation"] == pytest.approx(0.4)
    assert any("less than a day" in notice for notice in tally.notices)


def test_which_of_two_numbers_is_the_month_is_asked() -> None:
    """From 1 to 12 February by day, written 02/01: the file does not decide, and no day is guessed.

    By the hour it cannot be even steps of a day, so that nothing shows the order.
    """
    rows = [[f"{day:02}/02/2025 0{hour}:00", 10] for day in (3, 4, 7) for hour in range(6)]
    text = table(["time", "requests"], rows)
    tally, found = taken(text)
    assert tally.order_asked
    assert tally.used == 0
    _, day_first = taken(text, order="dmy")
    assert (day_first.start[:10], day_first.sums["requests"]) == ("2025-02-03", 180)
    _, month_first = taken(text, order="mdy")
    assert month_first.start[:10] == "2025-03-02"
    assert found.sums == {}


def test_what_a_column_shows_goes_before_what_somebody_says() -> None:
    rows = [[f"{day}/02/2025", 10] for day in (3, 14, 15)]
    tally, found = taken(table(["time", "requests"], rows), order="mdy")
    assert not tally.order_asked
    assert found.start == "2025-02-03"


def test_a_range_holds_its_figure() -> None:
    """Three weeks of 10, 10 and 40 requests a day, and two days of 100 that make no whole week.

    The mean, (70 + 70 + 280 + 200) / 23 = 26.96 a day, lies between 10 and 40; without the last it would be 20.
    """
    per_day = [10] * 14 + [40] * 7 + [100] * 2
    days = [(FIRST + timedelta(days=day)).strftime("%Y-%m-%d") for day in range(len(per_day))]
    _, found = taken(table(["date", "requests"], list(zip(days, per_day, strict=True))))
    low, high = found.ranges["requests"]
    assert low <= found.figures["requests"] <= high
    # one long day at the end of two equal weeks lifts the mean above both of them
    _, lifted = taken(table(["date", "requests"], list(zip(days[:15], [10] * 14 + [1_000], strict=True))))
    low, high = lifted.ranges["requests"]
    assert lifted.figures["requests"] == pytest.approx(1_140 / 15 * 30.4375)
    assert low <= lifted.figures["requests"] <= high


def test_a_trace_of_forty_minutes_is_neither_an_hour_nor_a_month() -> None:
    # eighty requests, one every 30 seconds from 18:15:00: the last stands for its own 30 seconds too, 40 minutes in all
    rows = [[f"2023-11-16 18:{15 + place // 2:02}:{30 * (place % 2):02}.0", 100, 10] for place in range(80)]
    text = table(["TIMESTAMP", "ContextTokens", "GeneratedTokens"], rows)
    tally, found = taken(text)
    assert found.days == pytest.approx(40 / 1_440, abs=1e-6)
    assert found.figures == {"tokens_in_request": 100, "tokens_out_request": 10}
    assert any("40 minutes" in notice for notice in tally.notices)
    _, typical = taken(text, month="typical")
    assert typical.figures["requests"] == pytest.approx(80 * 36 * 30.4375)  # 36 times 40 minutes a day


def test_a_log_of_days_is_rounded_to_whole_hours() -> None:
    # a request every half hour from 00:03 on the 1st to 23:33 on the 10th: ten whole days
    rows = [
        [f"2023-11-{1 + place // 48:02} {place % 48 // 2:02}:{3 + 30 * (place % 2):02}:00", 100, 10]
        for place in range(480)
    ]
    _, found = taken(table(["TIMESTAMP", "ContextTokens", "GeneratedTokens"], rows))
    assert found.days == 10
