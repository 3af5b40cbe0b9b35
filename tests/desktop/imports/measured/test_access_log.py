"""Access logs of web servers: requests to models by hour, counted from lines that say how many there were."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from evidence_made import taken

from desktop.imports.measured.formats import recognised

BEGINS = datetime(2026, 10, 5, tzinfo=UTC)
HOURS = 14 * 24


def common(at: datetime, request: str, status: int = 200) -> str:
    there = at + timedelta(hours=1)
    return f'10.0.0.9 - ada [{there:%d/%b/%Y:%H:%M:%S} +0100] "{request} HTTP/1.1" {status} 812 "-" "python/3"'


def balanced(at: datetime, request: str, status: int = 200) -> str:
    method, path = request.split()
    times = f"{at:%Y-%m-%dT%H:%M:%S}.364000Z app/models/50dc 10.1.2.3:2817 10.0.0.1:80 0.086 0.048 0.037"
    return f'h2 {times} {status} {status} 0 57 "{method} https://api.example:443{path} HTTP/2.0" "curl/7" ECDHE TLSv1.2'


def extended(at: datetime, request: str, status: int = 200) -> str:
    method, path = request.split()
    return f"{at:%Y-%m-%d %H:%M:%S} 10.0.0.1 {method} {path} - 443 - 10.0.0.9 python/3 {status} 0 0 31"


FIELDS = (
    "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Fields: date time s-ip cs-method"
    " cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status"
    " sc-substatus sc-win32-status time-taken\n"
)
LOGS = {"common": (common, ""), "balanced": (balanced, ""), "extended": (extended, FIELDS)}


def hours(of: str) -> Iterator[str]:
    """Write a log: three requests to a model each hour and ten at noon, a health check and a failure in each."""
    line, head = LOGS[of]
    if head:
        yield head.rstrip("\n")
    for hour in range(HOURS):
        begins = BEGINS + timedelta(hours=hour)
        for minute in range(10 if begins.hour == 12 else 3):
            yield line(begins + timedelta(minutes=minute), "POST /v1/chat/completions")
        yield line(begins + timedelta(minutes=30), "GET /health")
        yield line(begins + timedelta(minutes=40), "POST /v1/chat/completions", 503)
        yield line(begins + timedelta(minutes=58), "POST /login")


@pytest.mark.parametrize("of", list(LOGS))
def test_requests_to_models_are_counted_by_hour(of: str) -> None:
    # by hand: 23 hours of 3 and one of 10 are 79 a day, 14 days: 1,106; the busiest hour has 10, the mean is 79 / 24
    tally, measurement = taken("\n".join(hours(of)) + "\n", "access.log")
    assert measurement.figures["requests"] == pytest.approx(79 * 30.4375)
    assert measurement.days == pytest.approx(14)
    assert measurement.figures["peak_to_average"] == pytest.approx(10 / (79 / 24))
    said = " ".join(tally.notices)
    assert "An access log with 1,106 answered requests to a model, all to /v1/chat/completions." in said
    assert "336 that failed or were refused and 672 to other paths or by other methods" in said
    assert not tally.warnings


def test_posts_of_which_none_is_to_a_model_are_doubted() -> None:
    log = "\n".join(common(BEGINS + timedelta(minutes=20 * step), "POST /ask") for step in range(72 * 3))
    tally, measurement = taken(log, "access.log")
    assert measurement.figures["requests"] == pytest.approx(72 * 30.4375)
    assert any("are all of its POST lines requests to a model?" in one for one in tally.warnings)


def test_an_hour_that_the_log_does_not_cover_is_left_out_and_one_without_a_line_counts() -> None:
    # from 00:20 on day 1 to 06:10 on day 4, six requests an hour, and none from 03:00 to 04:59 on day 2
    log = [
        common(BEGINS + timedelta(minutes=10 * step), "POST /v1/messages")
        for step in range(2, 78 * 6 + 2)
        if not 27 * 6 <= step < 29 * 6
    ]
    tally, measurement = taken("\n".join(log), "access.log")
    # hours 1 to 77 are whole: 77 hours, of which two have none
    assert measurement.days == pytest.approx(77 / 24)
    assert measurement.figures["requests"] == pytest.approx(75 * 6 / 77 * 24 * 30.4375)
    assert any("6 in the hours that it begins and ends within" in one for one in tally.notices)


def test_a_day_without_a_line_is_missing() -> None:
    log = [
        common(BEGINS + timedelta(hours=hour, minutes=2), "POST /v1/embeddings")
        for hour in range(24 * 10)
        if not 72 <= hour < 120
    ]
    _, measurement = taken("\n".join(log), "access.log")
    assert measurement.figures["requests"] == pytest.approx(24 * 30.4375)
    assert measurement.coverage == pytest.approx(0.8, abs=0.01)


def test_office_hours_count_every_hour_that_the_log_covers() -> None:
    """A model called from nine to five was "281 requests a month": hours without a call were no hours."""
    log: list[str] = []
    for hour in range(28 * 24):
        begins = BEGINS + timedelta(hours=hour)
        log += [common(begins + timedelta(minutes=minute), "GET /health") for minute in (1, 30, 58)]
        if 9 <= begins.hour < 17 and begins.weekday() < 5:
            log.append(common(begins + timedelta(minutes=20), "POST /v1/chat/completions"))
    _, measurement = taken("\n".join(log), "access.log")
    # eight a day on twenty weekdays
    assert measurement.figures["requests"] == pytest.approx(160 / 28 * 30.4375)
    assert measurement.coverage == pytest.approx(1)


def test_a_log_of_nothing_but_answered_calls_leaves_nothing_out() -> None:
    log = [
        common(BEGINS + timedelta(hours=hour, minutes=minute), "POST /v1/messages")
        for hour in range(96)
        for minute in (1, 58)
    ]
    tally, measurement = taken("\n".join(log), "access.log")
    assert measurement.figures["requests"] == pytest.approx(48 * 30.4375)
    assert not any("Left out" in one for one in tally.notices)


@pytest.mark.parametrize(
    "line",
    [
        '10.0.0.9 - - [32/Foo/2026:01:01:01 +0000] "POST /v1/messages HTTP/1.1" 200 1',
        '10.0.0.9 - - [31/Feb/2026:01:01:01 +0000] "POST /v1/messages HTTP/1.1" 200 1',
        '10.0.0.9 - - [05/Oct/2026:99:01:01 +9999] "POST /v1/messages HTTP/1.1" 200 1',
        '10.0.0.9 - - [05/Oct/0001:01:01:01 +1400] "POST /v1/messages HTTP/1.1" 200 1',
        '10.0.0.9 - - [05/Oct/2026:01:01:01 +0000] "POST ' + "/a" * 60_000,
        "\x7f",
        "x" * 200_000,
    ],
)
def test_a_line_that_is_damaged_is_left_out_and_counted(line: str) -> None:
    log = [common(BEGINS + timedelta(hours=hour), "POST /v1/messages") for hour in range(96)]
    log.insert(50, line)
    tally, measurement = taken("\n".join(log), "access.log")
    assert measurement.figures["requests"] == pytest.approx(24 * 30.4375)
    assert any("1 that are no line of such a log" in one for one in tally.notices)


def test_tabs_stand_between_the_columns_of_cloudfront_and_heads_may_change() -> None:
    first = "#Version: 1.0\n#Fields: date time x-edge-location cs-method cs-uri-stem sc-status\n"
    second = "#Fields: date time cs-method cs-uri-stem sc-status\n"
    one = "".join(f"2026-10-05\t{hour:02}:01:00\tLHR\tPOST\t/v1/embeddings\t200\n" for hour in range(24))
    other = "".join(f"2026-10-06\t{hour:02}:01:00\tPOST\t/v1/embeddings\t200\n" for hour in range(24))
    tally, measurement = taken(first + one + second + other, "E2.log")
    assert measurement.sums["requests"] == 48
    assert not any("Left out" in one for one in tally.notices)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/openai/deployments/gpt/chat/completions", True),
        ("/v1/responses", True),
        ("/model/anthropic.claude/converse", True),
        ("/v1/projects/p/models/gemini:generateContent", True),
        ("/api/embed", True),
        ("/v1/audio/transcriptions", True),
        ("/generate", True),
        ("/inbox/messages", False),
        ("/slack/messages", False),
        ("/api/v1x/reports/run", False),
        ("/reports/generate", False),
    ],
)
def test_paths_of_models_are_told_from_others(path: str, *, model: bool) -> None:
    log = [common(BEGINS + timedelta(hours=hour), f"POST {path}?x=1") for hour in range(96)]
    tally, _ = taken("\n".join(log), "access.log")
    assert bool(tally.warnings) is not model


def test_lines_that_are_none_of_a_log_are_no_log() -> None:
    words = "\n".join(f"{hour} We met at ten and asked the model [twice] to POST it." for hour in range(60))
    found = recognised("notes.txt", None, words.encode())
    assert found is None or "access log" not in " ".join(found.opened.notices)
