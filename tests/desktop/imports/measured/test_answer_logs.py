"""Logs of answers of an API, and Slurm's accounts as JSON; sums by hand."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.evidence_made import taken

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
TIMES = [BEGIN + timedelta(hours=hour) for hour in range(720)]
CHAT = {"prompt_tokens": 800, "completion_tokens": 150, "total_tokens": 950}
MESSAGES = {"input_tokens": 500, "cache_read_input_tokens": 200, "cache_creation_input_tokens": 100}
RESPONSES = {"input_tokens": 800, "input_tokens_details": {"cached_tokens": 300}, "output_tokens": 150}


def lines(*records: object) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in records)


def test_answers_of_chat_count_their_tokens_by_the_time_of_the_answer() -> None:
    """720 answers of 800 and 150 tokens."""
    data = lines(*({"created": int(one.timestamp()), "model": "gpt-5-mini", "usage": CHAT} for one in TIMES))
    _, kept = taken(data, "log.jsonl")
    assert kept.sums["requests"] == 720
    assert (kept.sums["tokens_in"], kept.sums["tokens_out"]) == (576_000, 108_000)


def test_what_is_read_from_a_cache_stands_beside_the_input_or_within_it() -> None:
    """Anthropic: 500 + 200 + 100 = 800 read, 200 of it cached; OpenAI: 800 read, 300 of it cached."""
    told = {**MESSAGES, "output_tokens": 150}
    beside = lines(*({"timestamp": one.isoformat(), "model": "claude", "usage": told} for one in TIMES))
    _, kept = taken(beside, "log.jsonl")
    assert (kept.sums["tokens_in"], kept.sums["tokens_cached"]) == (720 * 800, 720 * 200)
    within = lines(
        *({"ts": one.isoformat(), "response": {"model": "gpt-5", "usage": RESPONSES, "error": None}} for one in TIMES)
    )
    _, kept = taken(within, "log.jsonl")
    assert (kept.sums["tokens_in"], kept.sums["tokens_cached"]) == (720 * 800, 720 * 300)


def test_an_answer_that_failed_is_no_request_and_an_embedding_none_of_text() -> None:
    failed = {
        "timestamp": BEGIN.isoformat(),
        "response": {"model": "gpt-5", "usage": RESPONSES, "error": {"code": "x"}},
    }
    good = [{"timestamp": one.isoformat(), "response": {"model": "gpt-5", "usage": RESPONSES}} for one in TIMES]
    _, kept = taken(lines(failed, *good), "log.jsonl")
    assert (kept.sums["requests"], kept.sums["failed_requests"]) == (720, 1)
    assert kept.sums["tokens_in"] == 720 * 800
    embedded = [{"created": int(one.timestamp()), "model": "text-embedding-3-large", "usage": CHAT} for one in TIMES]
    tally, kept = taken(lines(*embedded, {"created": 1788220800, "model": "gpt-5", "usage": CHAT}), "log.jsonl")
    assert kept.sums["requests"] == 1
    assert any("embed" in reason for reason, many in tally.left.items() if many)


def test_a_table_of_days_is_no_log_of_answers() -> None:
    """500 requests a day had become one."""
    days = [f"2026-09-{day:02}" for day in range(1, 31)]
    _, kept = taken(
        "date,usage.input_tokens,usage.output_tokens,requests\n" + "".join(f"{day},500000,90000,500\n" for day in days)
    )
    assert kept.sums["requests"] == 15_000


@pytest.mark.parametrize(
    ("told", "failed"),
    [({"error": False}, 0), ({"error": "overloaded"}, 720), ({"status": 429}, 720), ({"status": "completed"}, 0)],
)
def test_what_says_that_a_call_failed(told: dict[str, object], failed: int) -> None:
    data = lines(*({"timestamp": one.isoformat(), "model": "gpt-5", "usage": CHAT, **told} for one in TIMES))
    _, kept = taken(data, "log.jsonl")
    assert kept.sums["failed_requests"] == failed
    assert kept.sums["requests"] == 720 - failed


def test_both_kinds_of_answers_stand_in_one_log() -> None:
    """360 of chat and 360 of responses, each with a time of its own name, and 800 tokens read."""
    mixed = [
        {"created": int(one.timestamp()), "model": "gpt-5", "usage": CHAT}
        if place % 2
        else {"created_at": int(one.timestamp()), "model": "gpt-5", "usage": RESPONSES}
        for place, one in enumerate(TIMES)
    ]
    _, kept = taken(lines(*mixed), "log.jsonl")
    assert (kept.sums["requests"], kept.sums["tokens_in"], kept.sums["tokens_out"]) == (720, 576_000, 108_000)


def test_the_older_export_of_openai_is_known() -> None:
    """30 days of 100 requests with 90,000 and 20,000 tokens."""
    heads = "aggregation_timestamp,n_requests,operation,snapshot_id,n_context_tokens_total,n_generated_tokens_total\n"
    rows = [
        f"{int((BEGIN + timedelta(days=day)).timestamp())},100,completion,gpt-4o,90000,20000\n" for day in range(30)
    ]
    _, kept = taken(heads + "".join(rows))
    assert (kept.sums["requests"], kept.sums["tokens_in"], kept.sums["tokens_out"]) == (3_000, 2_700_000, 600_000)


@pytest.mark.parametrize("wrapped", [False, True])
def test_slurm_s_accounts_as_json_are_those_of_its_table(*, wrapped: bool) -> None:
    """40 jobs of four GPUs for three hours: 480 GPU-hours; one that waits and one without a GPU count for nothing."""

    def number(value: int) -> object:
        return {"set": True, "infinite": False, "number": value} if wrapped else value

    def job(place: int, state: str, gpus: int) -> dict[str, object]:
        start = int((BEGIN + timedelta(hours=12 * place)).timestamp())
        held = [{"type": "cpu", "name": "", "count": 16}]
        held += [{"type": "gres", "name": name, "count": gpus} for name in ("gpu", "gpu:h100")] if gpus else []
        return {
            "job_id": 100 + place,
            "state": {"current": [state]} if wrapped else {"current": state},
            "time": {"start": number(start), "elapsed": number(10_800), "end": number(start + 10_800)},
            "tres": {"allocated": held, "requested": []},
            "steps": [{"step": {"id": "100.batch"}}],
        }

    jobs = [*(job(place, "COMPLETED", 4) for place in range(40)), job(40, "PENDING", 4), job(41, "COMPLETED", 0)]
    _, kept = taken(json.dumps({"meta": {}, "jobs": jobs}), "sacct.json")
    assert kept.sums["gpu_hours"] == pytest.approx(480)
    assert kept.sums["runs"] == 40
