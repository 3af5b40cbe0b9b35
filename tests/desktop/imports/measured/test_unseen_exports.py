"""Exports of tools as others wrote them from memory, each with its truth reckoned by hand."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from desktop.imports.measured.formats import recognised
from desktop.imports.refusal import ImportRefusedError
from models.plan.measurements import DAYS_A_MONTH, Flow
from tests.evidence_made import table, taken

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
WEEK = [BEGIN + timedelta(hours=hour) for hour in range(168)]


def written(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize("hours", [168, 24])
def test_buckets_of_an_hour_are_no_days(hours: int) -> None:
    """2,000 tokens in, an hour: 336,000 in a week. The last hour was taken for a day, and a day for two."""
    buckets = [
        {
            "starting_at": (BEGIN + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "ending_at": (BEGIN + timedelta(hours=hour + 1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "results": [{"uncached_input_tokens": 1_000, "cache_read_input_tokens": 1_000, "output_tokens": 500}],
        }
        for hour in range(hours)
    ]
    tally, found = taken(json.dumps({"data": buckets, "has_more": hours == 24}), "usage.json")
    assert found.days == hours / 24
    assert found.figures["tokens_in"] == pytest.approx(2_000 * 24 * DAYS_A_MONTH)
    assert any("one page of an answer that has more" in one for one in tally.warnings) is (hours == 24)


@pytest.mark.parametrize(
    "head",
    [
        *("Avg GPU utilization (64 GPUs)", "GPU utilization (8 GPUs)", "GPU utilisation across all GPUs"),
        *("Average utilization of GPUs", "GPUs busy"),
    ],
)
def test_a_utilisation_that_names_gpus_is_no_number_of_them(head: str) -> None:
    """41 per cent were 41 GPUs."""
    _, found = taken(table(["Time", head], [(written(time), f"{40 + time.day % 2 * 2} %") for time in WEEK]))
    # four days of 42, those with an odd date, and three of 40
    assert found.figures["utilisation"] == pytest.approx((4 * 0.42 + 3 * 0.40) / 7)
    assert "gpus" not in found.figures


@pytest.mark.parametrize(
    "head", ["KV cache usage pod-1", "node1 RAM used", "/data disk used", "swap used", "queue saturation"]
)
def test_panels_in_per_cent_of_something_else_are_no_gpus(head: str) -> None:
    rows = [(written(time), "60 %", "55 %") for time in WEEK]
    with pytest.raises(ImportRefusedError, match="none of its series is the utilisation of a GPU"):
        taken(table(["Time", head, f"{head} b"], rows))


def test_of_a_panel_what_is_no_gpu_is_left_and_extremes_are_no_gpus_of_their_own() -> None:
    rows = [(written(time), "30 %", "50 %", "90 %", "20 %") for time in WEEK]
    _, found = taken(table(["Time", "GPU 0", "GPU 1", "KV cache", "GPU 0 min"], rows))
    assert (found.figures["gpus"], found.figures["utilisation"]) == (pytest.approx(2), pytest.approx(0.4))


def test_per_cent_alone_does_not_make_a_series_a_gpu() -> None:
    """A sign of per cent switched off the question what the series are."""
    tally, _ = taken(table(["Time", "left", "right"], [(written(time), "30 %", "50 %") for time in WEEK]))
    assert tally.doubted


def _google(day: int, cost: float, sku: str = "Nvidia H100 80GB GPU running in London") -> dict[str, object]:
    return {
        "service.description": "Compute Engine",
        "sku.description": sku,
        "usage_start_time": f"2026-09-{day:02} 00:00:00 UTC",
        "usage_end_time": f"2026-09-{day + 1:02} 00:00:00 UTC",
        "cost": cost,
        "currency": "GBP",
        "usage.amount_in_pricing_units": 192,
        "usage.pricing_unit": "hour",
        "cost_type": "regular",
        "cost_at_list": cost,
    }


def test_a_line_that_stands_once_for_each_of_its_credits_costs_once() -> None:
    """Ten days of 192 GPU-hours for £240 less £80 and £10: £1,500, where £3,900 were read.

    Two lines on one day that differ in nothing are two, each with both credits.
    """
    heads = [*_google(1, 0.0), "credits.name", "credits.amount", "credits.type"]
    rows = [
        [*_google(day, 240.0).values(), *credit]
        for day in (*range(1, 11), 10)
        for credit in (("CUD", -80.0, "COMMITTED_USAGE_DISCOUNT"), ("Promo", -10.0, "PROMOTION"))
    ]
    tally, found = taken(table(heads, rows[:20]), "google.csv")
    assert found.sums[Flow.BILLED] == pytest.approx(10 * 150)
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(10 * 160)
    assert found.sums[Flow.GPU_HOURS] == found.sums[Flow.COMMITTED_GPU_HOURS] == pytest.approx(1_920)
    assert tally.left["that repeat a line for another of its credits, all of which are read"] == 10
    twice, _ = taken(table(heads, rows), "google.csv", repeats="keep")
    assert twice.sums()[Flow.BILLED] == pytest.approx(11 * 150)


def test_spot_is_held_against_the_list_price_on_demand() -> None:
    """192 hours a day at £9 on demand, as many on spot at £3.60: 60 per cent off, and £9 is the list price.

    Google lists spot at the spot price: £6.30 was the list price, and nothing saved.
    """
    spot = "Nvidia H100 80GB GPU attached to Spot Preemptible VMs running in London"
    lines = [one for day in range(1, 11) for one in (_google(day, 1_728.0), _google(day, 691.2, spot))]
    tally, found = taken("\n".join(map(json.dumps, lines)), "google.jsonl")
    assert found.figures["list_price"] == pytest.approx(9.0)
    assert (found.figures["spot_discount"], found.figures["spot_share"]) == (pytest.approx(0.6), pytest.approx(0.5))
    assert any("held against 9 GBP an hour" in one for one in tally.notices)
    alone, kept = taken("\n".join(json.dumps(one) for one in lines[1::2]), "google.jsonl")
    assert "list_price" not in kept.figures
    assert any("list price and discount of spot are not drawn" in one for one in alone.warnings)


@pytest.mark.parametrize("hand", [False, True])
def test_what_is_paid_to_each_supplier_adds_up(hand: bool) -> None:
    """Three months of £100 and £20: £360; a budget beside them is nobody's bill. It was refused."""
    heads = ["Month", "AWS (£)", "OpenAI (£)", "Budget (£)"]
    rows = [(f"2026-{month:02}", 100, 20, 999) for month in (7, 8, 9)]
    said = {"column:month": "time", "column:aws": "cost", "column:openai": "cost"} if hand else {}
    tally, found = taken(table(heads, rows), **said)
    assert (found.sums["effective"], found.currency) == (pytest.approx(360), "GBP")
    assert "Its costs are added up: “AWS (£)” and “OpenAI (£)”." in tally.notices


def test_a_gateways_table_counts_what_is_answered_by_a_model() -> None:
    """An hour has three calls of a model, one of which fails, and a look at its health: 2 x 168 requests in a week."""
    asked = [("POST", "/v1/chat/completions", 200), ("POST", "/v1/chat/completions?a=1", 201)]
    asked += [("POST", "/v1/chat/completions", 503), ("GET", "/health", 200)]
    rows = [
        ((time + timedelta(minutes=10 * place)).isoformat(), *one) for time in WEEK for place, one in enumerate(asked)
    ]
    tally, found = taken(table(["timestamp", "method", "path", "status"], rows))
    assert (found.sums["requests"], found.days) == (336, pytest.approx(7))
    assert tally.left["that failed or were refused"] == tally.left["to other paths or by other methods"] == 168
    names = ("time_iso8601", "request_method", "request_uri", "status")
    _, same = taken("\n".join(json.dumps(dict(zip(names, one, strict=True))) for one in rows), "access.jsonl")
    assert same.sums["requests"] == 336
    unknown, _ = taken(table(["timestamp", "method", "path", "status"], [(*one[:2], "/ask", one[3]) for one in rows]))
    assert unknown.doubted


def test_slurms_report_of_a_cluster_is_read_under_its_preamble() -> None:
    """12,000 of 23,040 GPU-hours allocated in 30 days; processors beside them are no GPUs."""
    rule = "-" * 80
    text = (
        f"{rule}\nCluster Utilization 2026-09-01T00:00:00 - 2026-09-30T23:59:59 (2592000 secs)\n"
        f"Usage reported in TRES Hours\n{rule}\n"
        "Cluster|TRES Name|Allocated|Down|PLND Down|Idle|Planned|Reported\n"
        "hpc|gres/gpu|12000|300|0|7000|60|23040\n"
    )
    tally, found = taken(text, "sreport.txt")
    assert (found.days, found.sums["gpu_hours"]) == (30, pytest.approx(12_000))
    assert "Of 23,040 GPU-hours that were there 52% were allocated." in tally.notices
    _, beside = taken(f"{text}hpc|cpu|99999|0|0|0|0|99999\n", "sreport.txt")
    assert beside.sums["gpu_hours"] == pytest.approx(12_000)


def test_dmons_heads_come_again_and_its_gpus_are_told_apart() -> None:
    """Two GPUs for 25 hours by the minute, at 60 and 20 per cent; one sample has no value."""
    heads = "#Date       Time        gpu    pwr     sm    mem\n#YYYYMMDD   HH:MM:SS    Idx      W      %      %\n"
    times = [BEGIN + timedelta(minutes=minute) for minute in range(25 * 60)]
    lines = [
        (heads if gpu == 0 and place % 20 == 0 else "")
        + f" {time:%Y%m%d}   {time:%H:%M:%S}      {gpu}    350     {'-' if place == gpu == 1 else share}     30\n"
        for place, time in enumerate(times)
        for gpu, share in enumerate((60, 20))
    ]
    _, found = taken("".join(lines), "dmon.txt")
    assert (found.figures["gpus"], found.figures["utilisation"]) == (
        pytest.approx(2, abs=0.01),
        pytest.approx(0.4, abs=0.001),
    )
    with pytest.raises(ImportRefusedError, match="write it with nvidia-smi dmon -o DT"):
        taken("# gpu    pwr     sm\n# Idx      W      %\n    0    350     60\n", "dmon.txt")


def test_events_of_any_second_add_up() -> None:
    """2,000 calls at 50p in thirty days, at no regular times: £1,014.58 a month, where £1,529 was read."""
    seconds = sorted((7_919 * place * place) % (30 * 86_400) for place in range(1, 2_001))
    rows = [((BEGIN + timedelta(seconds=one)).strftime("%Y-%m-%dT%H:%M:%SZ"), 0.5) for one in seconds]
    tally, found = taken(table(["created_at", "cost_gbp"], rows))
    assert found.sums["effective"] == pytest.approx(1_000)
    assert found.days == pytest.approx(30, rel=0.01)
    assert any("each row is taken for an event of its own" in one for one in tally.notices)
    hourly = [(written(time), 0.5) for time in WEEK if time.hour != 3]
    tally, found = taken(table(["created_at", "cost_gbp"], hourly))
    assert not any("event of its own" in one for one in tally.notices)
    assert found.sums["effective"] == pytest.approx(7 * 23 * 0.5)


def test_a_metric_that_was_looked_at_now_and_then_is_no_log_of_events() -> None:
    """Two hours by the minute, a week apart: what was asked between them is not known, and not nothing."""
    hours = [BEGIN + timedelta(days=7 * week, minutes=minute) for week in (0, 1) for minute in range(60)]
    tally, found = taken(table(["time", "requests"], [(written(time), 10) for time in hours]))
    assert not any("event of its own" in one for one in tally.notices)
    assert found.coverage < 0.02


def test_a_payment_that_failed_is_no_cost() -> None:
    rows = [(f"2026-09-{day:02}", state, 100) for day in range(1, 31) for state in ("Paid", "Cancelled")]
    _, found = taken(table(["date", "status", "amount_gbp"], rows))
    assert found.sums["effective"] == pytest.approx(3_000)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("gpu 0 (avg)", "gpu 0 (max)"),
        ("GPU 0 last", "GPU 0 max"),
        ("gpu 0", "network util"),
        ("gpu 0", "gpu quota used"),
    ],
)
def test_of_one_gpu_one_series_is_read(first: str, second: str) -> None:
    _, found = taken(table(["Time", first, second], [(written(time), "40 %", "90 %") for time in WEEK]))
    assert (found.figures["gpus"], found.figures["utilisation"]) == (pytest.approx(1), pytest.approx(0.4))


def test_gpus_that_are_named_like_percentiles_are_gpus() -> None:
    _, found = taken(table(["Time", "P40 GPU 0", "T4 GPU 1"], [(written(time), "40 %", "60 %") for time in WEEK]))
    assert found.figures["gpus"] == pytest.approx(2)


def test_a_line_without_a_credit_beside_one_with_is_a_line_of_its_own() -> None:
    """Ten days of two alike lines of £240, one with two commitments: half of the hours are covered."""
    heads = [*_google(1, 0.0), "credits.name", "credits.amount", "credits.type"]
    taken_off = (
        ("CUD", -80.0, "COMMITTED_USAGE_DISCOUNT"),
        ("Base", -20.0, "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE"),
        ("", "", ""),
    )
    rows = [[*_google(day, 240.0).values(), *credit] for day in range(1, 11) for credit in taken_off]
    _, found = taken(table(heads, rows), "google.csv")
    assert found.sums[Flow.BILLED] == pytest.approx(10 * (480 - 100))
    assert found.sums[Flow.COMMITTED_GPU_HOURS] == pytest.approx(found.sums[Flow.GPU_HOURS] / 2)


def test_a_table_that_counts_requests_by_status_is_no_log_of_them() -> None:
    rows = [(written(time), "POST", "/v1/chat/completions", 200, 5_000) for time in WEEK]
    found = recognised("agg.csv", None, table(["time", "method", "path", "status", "count"], rows).encode())
    assert found is None or "a row for each request" not in found.sure


def test_jobs_that_failed_held_their_gpus_and_cost_what_they_cost() -> None:
    """100, 40 and 20 GPU-hours a day, of which 60 failed or were cancelled: 160 count."""
    states = (("COMPLETED", 100), ("FAILED", 40), ("CANCELLED", 20))
    rows = [
        (f"2026-09-{day:02}", f"j{state}", hours, state, hours * 3) for day in range(1, 31) for state, hours in states
    ]
    _, found = taken(table(["Date", "Job", "GPU hours", "Status", "Cost (USD)"], rows))
    assert (found.sums["gpu_hours"], found.sums["effective"]) == (pytest.approx(4_800), pytest.approx(14_400))


def test_a_log_that_keeps_a_share_of_all_is_in_doubt() -> None:
    tally, _ = taken(table(["timestamp", "requests", "sample_rate"], [(written(time), 5, 0.1) for time in WEEK]))
    assert tally.doubted
    assert any("“sample_rate”" in one for one in tally.warnings)


def test_hosts_whose_gpus_have_the_same_numbers_have_gpus_of_their_own() -> None:
    """Two hosts of two GPUs: four at 30 per cent, where two were read."""
    rows = [(f"{written(time)}.000", host, gpu, "30 %") for time in WEEK for host in ("n1", "n2") for gpu in (0, 1)]
    _, found = taken(table(["timestamp", "hostname", "index", "utilization.gpu [%]"], rows))
    assert (found.figures["gpus"], found.figures["utilisation"]) == (pytest.approx(4), pytest.approx(0.3))


def test_what_stands_above_a_table_scales_money_in_thousands_of_pounds() -> None:
    text = "Cloud spend (in thousands of GBP)\n" + table(["Month", "Cost"], [("2026-07", 50), ("2026-08", 60)])
    _, found = taken(text)
    assert (found.sums["effective"], found.currency) == (pytest.approx(110_000), "GBP")
    _, german = taken(table(["Monat", "Kosten in EUR"], [("2026-07", 50), ("2026-08", 60)]))
    assert (german.sums["effective"], german.currency) == (pytest.approx(110), "EUR")


def test_generations_that_ended_in_an_error_are_no_requests() -> None:
    heads = ["type", "level", "startTime", "model", "promptTokens", "completionTokens"]
    rows = [
        ("GENERATION", level, time.isoformat(), "m", *tokens)
        for time in WEEK
        for level, tokens in (("DEFAULT", (1_200, 300)), ("ERROR", ("", "")))
    ]
    _, found = taken(table(heads, rows), "observations.csv")
    assert (found.sums["requests"], found.sums["failed_requests"]) == (168, 168)


def test_a_head_may_name_the_place_of_its_times() -> None:
    """Nine in the morning in London is eight in UTC in September."""
    rows = [(written(time), 5) for time in WEEK]
    tally, found = taken(table(["Timestamp (Europe/London)", "Requests"], rows))
    assert (found.start, found.end, tally.zone_assumed) == ("2026-08-31T23:00Z", "2026-09-07T23:00Z", False)


def test_a_job_that_ends_past_midnight_adds_no_day() -> None:
    """Two jobs a day for ten days, the last until half past midnight: 2 a day, where 11 days were read."""
    heads = ["JobID", "State", "Start", "ElapsedRaw", "AllocTRES"]
    rows = [
        (2 * day + late, "COMPLETED", f"2026-09-{day + 1:02}T{9 + 12 * late:02}:00:00", 12_600, "gres/gpu=4")
        for day in range(10)
        for late in (0, 1)
    ]
    _, found = taken(table(heads, rows), "sacct.csv")
    assert found.days == pytest.approx(10 + 0.5 / 24)
    assert found.figures["runs"] == pytest.approx(20 / found.days * DAYS_A_MONTH)
