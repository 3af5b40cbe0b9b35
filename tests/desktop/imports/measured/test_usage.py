"""Use of models, runs and plain tables of times, made here; sums by hand beside them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from evidence_made import table, taken

FIRST = datetime(2025, 1, 6, tzinfo=UTC)
OPENAI = [
    "start_time",
    "end_time",
    "start_time_iso",
    "end_time_iso",
    "project_id",
    "num_model_requests",
    "user_id",
    "api_key_id",
    "model",
    "batch",
    "service_tier",
    "input_tokens",
    "output_tokens",
    "input_cached_tokens",
    "input_uncached_tokens",
    "input_text_tokens",
]


def bucket(
    day: int,
    requests: object = 10,
    into: object = 1_000,
    out: object = 200,
    cached: object = 300,
    *,
    batch: str = "False",
    seconds: int = 86_400,
) -> list[object]:
    start = FIRST + timedelta(seconds=seconds * day)
    end = start + timedelta(seconds=seconds)
    uncached = "" if into == "" else float(str(into)) - float(str(cached))
    return [
        int(start.timestamp()),
        int(end.timestamp()),
        start.isoformat(),
        end.isoformat(),
        "p",
        requests,
        "user-9",
        "key_9",
        "m",
        batch,
        "default",
        into,
        out,
        cached,
        uncached,
        uncached,
    ]


def test_openai_input_holds_the_cached_tokens_and_breakdowns_are_never_added() -> None:
    """Two keys on each of two days, an empty bucket behind.

    40 requests, 4,000 in of which 1,200 cached, 800 out in two days.
    """
    rows = [bucket(0, "10.0", "1000.0"), bucket(0), bucket(1), bucket(1, batch="True"), bucket(2, "", "", "", "")]
    tally, found = taken(table(OPENAI, rows))
    assert found.format == "OpenAI completions usage"
    assert {
        name: found.sums[name] for name in ("requests", "tokens_in", "tokens_cached", "tokens_out", "batch_requests")
    } == {"requests": 40, "tokens_in": 4_000, "tokens_cached": 1_200, "tokens_out": 800, "batch_requests": 10}
    assert found.figures["requests"] == pytest.approx(40 / 2 * 30.4375)
    assert found.figures["cached_share"] == pytest.approx(0.3)
    assert found.figures["batch_share"] == pytest.approx(0.25)
    assert (found.used, found.aside, found.end) == (4, 1, "2025-01-08")
    assert tally.warnings == []


def test_openai_buckets_of_an_hour_give_the_load() -> None:
    rows = [bucket(hour, 30 if hour % 24 == 12 else 10, seconds=3_600) for hour in range(48)]
    _, found = taken(table(OPENAI, rows))
    assert found.figures["peak_to_average"] == pytest.approx(30 / (26 * 10 / 24), rel=1e-6)


def test_an_openai_export_without_use_has_four_columns_and_nothing_to_take() -> None:
    tally, found = taken(table(OPENAI[:4], [bucket(0)[:4]]))
    assert found.figures == {}
    assert any("no use" in one for one in tally.warnings)


def test_openai_answers_of_the_api_are_read_from_their_buckets() -> None:
    page = {
        "object": "page",
        "data": [
            {
                "object": "bucket",
                "start_time": int(FIRST.timestamp()),
                "end_time": int(FIRST.timestamp()) + 86_400,
                "results": [
                    {"input_tokens": 100, "output_tokens": 20, "num_model_requests": 2, "input_cached_tokens": 40}
                ],
            }
        ],
    }
    _, found = taken(json.dumps(page), "usage.json")
    assert (found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_cached"]) == (2, 100, 40)


def test_openai_cost_has_small_letters_sixteen_decimals_and_blank_days() -> None:
    rows = [
        [*bucket(0)[:4], "88.1772375000000039", "usd", "", "", "org", "Example"],
        [*bucket(1)[:4], "", "", "", "", "", ""],
        [*bucket(2)[:4], "11.8227624999999961", "usd", "", "", "org", "Example"],
    ]
    _, found = taken(
        table(
            [
                *OPENAI[:4],
                "amount_value",
                "amount_currency",
                "line_item",
                "project_id",
                "organization_id",
                "organization_name",
            ],
            rows,
        )
    )
    assert found.sums["effective"] == pytest.approx(100)
    assert found.currency == "USD"
    assert found.figures["spend"] == pytest.approx(100 / 3 * 30.4375)


ANTHROPIC = [
    "usage_date_utc",
    "model_version",
    "api_key",
    "workspace",
    "usage_type",
    "context_window",
    "usage_input_tokens_no_cache",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
    "usage_output_tokens",
    "web_search_count",
]


def test_anthropic_input_is_the_sum_of_four_and_of_the_older_three() -> None:
    _, found = taken(
        table(ANTHROPIC, [["2025-01-06", "m", "prod-key", "Default", "standard", "≤ 200k", 600, 50, 50, 300, 200, 0]])
    )
    assert (found.sums["tokens_in"], found.sums["tokens_cached"], found.sums["tokens_out"]) == (1_000, 300, 200)
    assert "requests" not in found.figures
    older = [head for head in ANTHROPIC if not head.endswith("1h")]
    older[older.index("usage_input_tokens_cache_write_5m")] = "usage_input_tokens_cache_write"
    _, old = taken(
        table(older, [["2025-01-06", "m", "prod-key", "Default", "standard", "≤ 200k", 600, 100, 300, 200, 0]])
    )
    assert old.sums["tokens_in"] == 1_000


def test_anthropic_cost_with_and_without_list_price() -> None:
    heads = [
        "usage_date_utc",
        "model",
        "workspace",
        "api_key",
        "usage_type",
        "context_window",
        "token_type",
        "cost_usd",
        "list_price_usd",
        "cost_type",
    ]
    rows = [
        ["2025-01-06", "Claude", "Default", "prod-key", "message", "≤ 200k", kind, cost, cost, "token"]
        for kind, cost in (("input_no_cache", 37.41), ("output", 8.02))
    ]
    tally, found = taken(table(heads, rows))
    assert found.sums["effective"] == pytest.approx(45.43)
    assert any("rounded to cents" in one for one in tally.notices)
    _, without = taken(
        table([head for head in heads if head != "list_price_usd"], [[*row[:8], row[9]] for row in rows])
    )
    assert "list" not in without.sums


LITELLM = [
    "request_id",
    "call_type",
    "api_key",
    "spend",
    "total_tokens",
    "prompt_tokens",
    "completion_tokens",
    "startTime",
    "endTime",
    "model",
    "user",
    "metadata",
    "cache_hit",
    "requester_ip_address",
    "messages",
    "response",
    "status",
]
SECRET = "sk-planted-secret"


def call(minute: int, *, status: str = "success", hit: str = "None", spend: float = 0.01) -> list[object]:
    at = (FIRST + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M:%S.%f")
    failed = status == "failure"
    return [
        f"r{minute}",
        "acompletion",
        SECRET,
        0 if failed else spend,
        0,
        0 if failed else 100,
        0 if failed else 20,
        at,
        at,
        "m",
        "ada@example.org",
        "{}",
        hit,
        "10.0.0.7",
        f"a prompt with {SECRET}",
        "an answer",
        status,
    ]


def test_litellm_counts_what_was_answered_and_keeps_no_word_of_it() -> None:
    """A day with a call every half hour, two failed, four from the cache: 46 answered of 48."""
    rows = [
        call(
            30 * place,
            status="failure" if place in {3, 9} else "success",
            hit="True" if place < 3 or place == 5 else "False",
        )
        for place in range(48)
    ]
    _, found = taken(table(LITELLM, rows))
    assert (found.sums["requests"], found.sums["failed_requests"], found.sums["cache_answers"]) == (46, 2, 4)
    assert found.sums["tokens_in"] == 4_600
    assert found.sums["effective"] == pytest.approx(0.46)
    assert found.figures["requests"] == pytest.approx(46 * 30.4375)
    for secret in (SECRET, "ada@example.org", "10.0.0.7", "prompt with", "an answer"):
        assert secret not in repr(found)


def test_litellm_daily_text_numbers_and_the_repeated_spend() -> None:
    heads = ["Date", "Team", "Team ID", "Model", "Spend ($)", "Requests", "Prompt Tokens", "Completion Tokens"]
    rows = [["2025-01-06", "A", "t1", model, "1,234.5678", "1,000", "50,000", "10,000"] for model in ("x", "y")]
    tally, found = taken(table(heads, rows))
    assert found.sums["effective"] == pytest.approx(1_234.5678)
    assert found.sums["requests"] == 2_000
    assert any("counted once" in one for one in tally.warnings)


def test_langfuse_counts_generations_and_not_the_spans_around_them() -> None:
    heads = [
        "id",
        "traceId",
        "type",
        "startTime",
        "endTime",
        "name",
        "model",
        "inputUsage",
        "outputUsage",
        "totalUsage",
        "inputCost",
        "outputCost",
        "totalCost",
        "latency",
        "usageDetails",
    ]
    rows: list[list[object]] = []
    for hour in range(24):
        at = (FIRST + timedelta(hours=hour)).isoformat()
        more: list[list[object]] = [
            [f"s{hour}", "t", "SPAN", at, at, "chat", "", 100, 20, 120, "", "", "", 3, "{}"],
            [
                f"g{hour}",
                "t",
                "GENERATION",
                at,
                at,
                "chat",
                "m",
                100,
                20,
                120,
                0.001,
                0.002,
                0.003,
                3,
                json.dumps({"input": 60, "input_cached_tokens": 40, "output": 20}),
            ],
        ]
        rows += more
    _, found = taken(table(heads, rows))
    assert (found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_cached"]) == (24, 2_400, 960)
    assert found.figures["token_price_in"] == pytest.approx(10)
    assert found.figures["token_price_out"] == pytest.approx(100)
    assert found.aside == 24
    lines = "\n".join(json.dumps(dict(zip(heads, row, strict=True))) for row in rows)
    _, same = taken(lines, "observations.jsonl")
    assert same.sums == found.sums


def test_deepseek_has_a_row_for_each_count() -> None:
    rows = [
        ["u", "2025-01-06T00:00:00Z", "2025-01-07T00:00:00Z", "m", "k", SECRET, kind, 0, amount]
        for kind, amount in (
            ("request_count", 5),
            ("input_cache_hit_tokens", 300),
            ("input_cache_miss_tokens", 700),
            ("output_tokens", 200),
        )
    ]
    _, found = taken(
        table(
            [
                "user_id",
                "start_time_iso",
                "end_time_iso",
                "model",
                "api_key_name",
                "api_key",
                "type",
                "price",
                "amount",
            ],
            rows,
        )
    )
    assert (found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_cached"], found.sums["tokens_out"]) == (
        5,
        1_000,
        300,
        200,
    )


def test_mlflow_counts_crashed_runs_and_leaves_those_that_run() -> None:
    """Two runs of six hours on eight GPUs, one failed; a third has not ended."""
    heads = [
        "run_id",
        "experiment_id",
        "status",
        "start_time",
        "end_time",
        "metrics.system/gpu_0_utilization_percentage",
        "params.num_gpus",
        "tags.mlflow.user",
    ]
    rows = [
        ["a", 1, "FINISHED", "2025-01-06 00:00:00+00:00", "2025-01-06 06:00:00+00:00", 80, 8, "ada"],
        ["b", 1, "FAILED", "2025-01-09 20:00:00+00:00", "2025-01-10 02:00:00+00:00", 40, 8, "ada"],
        ["c", 1, "RUNNING", "2025-01-10 00:00:00+00:00", "", "", 8, "ada"],
    ]
    _, found = taken(table(heads, rows))
    assert (found.sums["runs"], found.sums["failed_runs"], found.sums["run_gpu_hours"]) == (2, 1, 96)
    assert found.figures["run_hours"] == 48
    assert found.figures["utilisation"] == pytest.approx(0.6)
    assert found.aside == 1
    assert "ada" not in repr(found)


def test_wandb_runtime_is_in_seconds() -> None:
    heads = ["Name", "State", "Notes", "User", "Tags", "Created", "Runtime", "Sweep", "num_gpus", "system/gpu.0.gpu"]
    rows = [
        ["run-0", "crashed", "", "alice", "", "2025-01-06T00:00:00Z", 21_600, "", 8, 72.5],
        ["run-1", "finished", "", "alice", "", "2025-01-07T00:00:00Z", 3_600, "", 4, 72.5],
        ["run-2", "running", "", "alice", "", "2025-01-07T00:00:00Z", 60, "", 4, 10],
    ]
    _, found = taken(table(heads, rows))
    assert found.sums["run_gpu_hours"] == 52
    assert found.figures["failed_runs"] == 0.5
