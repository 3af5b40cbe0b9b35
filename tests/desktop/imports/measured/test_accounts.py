"""Accounts of clusters and logs of providers, made here as they are written, with sums by hand."""

import json

import numpy as np
import pytest

from desktop.imports.measured.jobs import gpus_in, lasting
from tests.evidence_made import table, taken


def lines(*records: object) -> str:
    return "\n".join(json.dumps(one) for one in records) + "\n"


# logs of calls


def bedrock(time: str, into: int, out: int, cached: int = 0, error: str = "") -> dict[str, object]:
    """Return a record as Amazon Bedrock writes it to S3."""
    return {
        "schemaType": "ModelInvocationLog",
        "timestamp": time,
        "accountId": "123456789012",
        "identity": {"arn": "arn:aws:sts::123456789012:assumed-role/secret"},
        "modelId": "anthropic.claude-sonnet",
        **({"errorCode": error} if error else {}),
        "input": {
            "inputBodyJson": {"messages": [{"role": "user", "content": "a secret prompt"}]},
            "inputTokenCount": into,
            **({"cacheReadInputTokenCount": cached} if cached else {}),
        },
        "output": {"outputBodyJson": {"content": "a secret answer"}, "outputTokenCount": out},
    }


def test_bedrocks_cached_tokens_are_part_of_the_input() -> None:
    """(35 + 0) + (40 + 60) tokens in, of which 60 cached; the third call failed, its tokens with it."""
    _, found = taken(
        lines(
            bedrock("2025-04-01T23:00:17Z", 35, 446),
            bedrock("2025-04-03T01:00:00Z", 40, 54, cached=60),
            bedrock("2025-04-05T12:00:00Z", 10, 0, error="ThrottlingException"),
        ),
        "bedrock.jsonl",
    )
    assert found.format == "Amazon Bedrock log of model invocations"
    assert (found.sums["requests"], found.sums["failed_requests"]) == (2, 1)
    assert (found.sums["tokens_in"], found.sums["tokens_cached"], found.sums["tokens_out"]) == (135, 60, 500)
    assert "secret" not in repr(found)


def test_of_vertex_answers_the_counts_of_tokens_alone_are_read() -> None:
    """Thoughts are paid as output: 200 + 100 and 50; a streamed answer repeats its counts and the last holds."""
    answer = {"usageMetadata": {"promptTokenCount": 1_000, "candidatesTokenCount": 200, "thoughtsTokenCount": 100}}
    streamed = json.dumps(
        [
            {"usageMetadata": {"promptTokenCount": 500, "candidatesTokenCount": 10}},
            {"text": "secret", "usageMetadata": {"promptTokenCount": 500, "candidatesTokenCount": 50}},
        ]
    )
    rows = [
        {"endpoint": "e", "logging_time": "2025-04-01 10:00:00 UTC", "model": "gemini", "full_response": answer},
        {"endpoint": "e", "logging_time": "2025-04-02 10:00:00 UTC", "model": "gemini", "full_response": streamed},
    ]
    for text, name in ((lines(*rows), "v.jsonl"), (json.dumps(rows), "v.json")):
        _, found = taken(text, name)
        assert (found.sums["tokens_in"], found.sums["tokens_out"], found.sums["requests"]) == (1_500, 350, 2)
        assert "secret" not in repr(found)


def test_openrouters_two_exports() -> None:
    log = table(
        ["generation_id", "created_at", "cost_total", "tokens_prompt", "tokens_completion", "tokens_cached"],
        [["g1", "2025-04-01 10:00:00", 0.02, 100, 20, 40], ["g2", "2025-04-02 10:00:01", 0.03, 300, 30, 0]],
    )
    _, found = taken(log)
    assert found.format == "OpenRouter log of generations"
    assert (found.sums["tokens_in"], found.sums["tokens_cached"], found.sums["requests"]) == (400, 40, 2)
    assert (found.sums["effective"], found.currency) == (pytest.approx(0.05), "USD")
    daily = [
        {"date": f"2025-04-0{day}", "model": model, "usage": 0.5, "byok_usage_inference": 9.0, "requests": 10,
         "prompt_tokens": 1_000, "completion_tokens": 100, "reasoning_tokens": 5}
        for day in (1, 2)
        for model in ("a", "b")
    ]  # fmt: skip
    _, by_day = taken(json.dumps({"data": daily}), "activity.json")
    assert by_day.format == "OpenRouter activity by day"
    assert (by_day.sums["requests"], by_day.sums["effective"], by_day.days) == (40, pytest.approx(2.0), 2)


def test_rows_for_each_model_of_a_day_add_up() -> None:
    """As Mistral's and other consoles export use: two models, three days, 10 requests and 1,000 tokens a row."""
    rows = [[f"2025-04-0{day}", model, 10, 1_000, 200, 0.4] for day in (1, 2, 3) for model in ("small", "large")]
    tally, found = taken(table(["Date", "Model", "Requests", "Input tokens", "Output tokens", "Cost (€)"], rows))
    assert (found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_out"]) == (60, 6_000, 1_200)
    assert (found.days, found.currency, found.sums["effective"]) == (3, "EUR", pytest.approx(2.4))
    assert not any("stand twice" in one for one in tally.warnings)


def test_calls_broken_down_are_counted_where_no_column_counts_them() -> None:
    rows = [[f"2025-04-0{1 + place // 24} {place % 24:02}:17:{place % 60:02}", "m", 100, 10] for place in range(72)]
    _, found = taken(table(["time", "model", "prompt_tokens", "completion_tokens"], rows))
    assert (found.sums["requests"], found.sums["tokens_in"]) == (72, 7_200)
    assert found.days == pytest.approx(3, abs=1e-3)


def test_a_mooncake_trace_counts_milliseconds() -> None:
    """Sixty-one calls a minute apart: an hour and the minute that the last stands for, so 61 minutes."""
    text = lines(
        *({"timestamp": 60_000 * place, "input_length": 12_000, "output_length": 300, "hash_ids": [1, 2]}
          for place in range(61))
    )  # fmt: skip
    tally, found = taken(text, "trace.jsonl")
    assert (found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_out"]) == (61, 732_000, 18_300)
    assert found.days == pytest.approx(61 / 1_440, abs=1e-6)
    assert found.start == ""
    assert "requests" not in found.figures  # an hour is no month
    assert any("no date" in warning for warning in tally.warnings)


# accounts of jobs


@pytest.mark.parametrize(
    ("text", "gpus"),
    [
        ("billing=32,cpu=32,gres/gpu=4,mem=100G,node=1", 4),
        ("cpu=8,gres/gpu:a100=2,gres/gpu:t4=1,node=2", 3),
        ("cpu=8,gres/gpu=3,gres/gpu:a100=2,gres/gpu:t4=1", 3),
        ("gpu:a100:2(S:0-1)", 2),
        ("gpu:2", 2),
        ("8", 8),
        ("cpu=8,mem=4G", 0),
        ("", 0),
    ],
)
def test_gpus_of_a_job(text: str, gpus: float) -> None:
    assert gpus_in(text) == gpus


@pytest.mark.parametrize(
    ("text", "seconds"), [("1-02:03:04", 93_784), ("00:30:00", 1_800), ("12:30", 750), ("100:00:00", 360_000)]
)
def test_how_long_a_job_took(text: str, seconds: float) -> None:
    assert lasting(text) == seconds


def test_what_is_no_length_is_none() -> None:
    assert np.isnan(lasting("INVALID"))


SACCT = """JobID|JobName|State|Start|End|Elapsed|AllocTRES
101|train|COMPLETED|2025-03-01T00:00:00|2025-03-01T10:00:00|10:00:00|billing=8,cpu=8,gres/gpu=4,node=1
101.batch|batch|COMPLETED|2025-03-01T00:00:00|2025-03-01T10:00:00|10:00:00|cpu=8,gres/gpu=4,node=1
101.0|python|COMPLETED|2025-03-01T00:00:00|2025-03-01T10:00:00|10:00:00|cpu=8,gres/gpu=4,node=1
102_[1-4%2]|sweep|PENDING|Unknown|Unknown|00:00:00|
103_7|sweep|CANCELLED by 1000|2025-03-02T00:00:00|2025-03-03T06:00:00|1-06:00:00|cpu=4,gres/gpu:a100=1
104|cpu only|COMPLETED|2025-03-02T00:00:00|2025-03-02T01:00:00|01:00:00|cpu=64,node=1
105|now|RUNNING|2025-03-03T00:00:00|Unknown|03:00:00|cpu=8,gres/gpu=8
106|fail|FAILED|2025-03-03T00:00:00|2025-03-03T00:30:00|00:30:00|cpu=8,gres/gpu=2
"""


def test_slurms_jobs_without_their_steps() -> None:
    """Ten hours of four GPUs, thirty of one and half an hour of two: 40 + 30 + 1 = 71 GPU-hours in three runs.

    One that still ran had held its GPUs for 24 GPU-hours: in use, and no run.
    """
    tally, found = taken(SACCT, "sacct.txt")
    assert found.format == "Slurm accounts (sacct)"
    assert (found.sums["runs"], found.sums["failed_runs"], found.sums["gpu_hours"]) == (3, 2, 71 + 24)
    assert found.sums["run_gpu_hours"] == 71
    assert tally.left["of steps, which are parts of their job"] == 2
    assert tally.left["of jobs that have not begun, or say no length"] == 1
    assert tally.left["of jobs without a GPU"] == 1
    assert tally.zone_assumed


def pod(start: str, gpus: int, end: str = "", phase: str = "Succeeded") -> dict[str, object]:
    """Return a pod as kubectl writes it."""
    state = {"terminated": {"finishedAt": end}} if end else {"running": {"startedAt": start}}
    limits = {"nvidia.com/gpu": str(gpus)} if gpus else {"cpu": "2"}
    return {
        "kind": "Pod",
        "metadata": {"name": "secret", "namespace": "ml"},
        "spec": {"nodeName": "n1", "containers": [{"name": "c", "resources": {"limits": limits, "requests": limits}}]},
        "status": {"phase": phase, "startTime": start, "containerStatuses": [{"state": state}]},
    }


def test_pods_hold_their_gpus_from_start_to_end() -> None:
    """Two GPUs for five hours, one for ten that failed, four that still run at 20:00 after eight: 10 + 10 + 32."""
    text = json.dumps(
        {
            "apiVersion": "v1",
            "kind": "List",
            "items": [
                pod("2025-03-01T00:00:00Z", 2, "2025-03-01T05:00:00Z"),
                pod("2025-03-01T10:00:00Z", 1, "2025-03-01T20:00:00Z", "Failed"),
                pod("2025-03-01T12:00:00Z", 4, phase="Running"),
                pod("2025-03-01T12:00:00Z", 0, "2025-03-01T13:00:00Z"),
            ],
        }
    )
    tally, found = taken(text, "pods.json")
    assert found.sums["gpu_hours"] == pytest.approx(52)
    assert (found.sums["runs"], found.sums["failed_runs"]) == (3, 1)
    assert any("1 pods have no end" in one for one in tally.notices)
    assert "secret" not in repr(found)


def test_alibabas_traces_of_pods_and_tasks() -> None:
    """Seconds from the beginning: a pod of half a GPU for ten hours, one of two for an hour: 5 + 2 GPU-hours."""
    pods = table(
        ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "qos", "pod_phase", "creation_time",
         "deletion_time", "scheduled_time"],
        [["a", 1, 1, 1, 500, "", "LS", "Running", 0, 36_000, 0],
         ["b", 1, 1, 2, 1_000, "", "LS", "Failed", 3_600, 7_200, 0],
         ["c", 1, 1, 0, 0, "", "LS", "Running", 0, 99, 0]],
    )  # fmt: skip
    _, found = taken(pods)
    assert (found.sums["gpu_hours"], found.sums["runs"], found.sums["failed_runs"]) == (7, 2, 1)
    assert found.days == pytest.approx(10 / 24)
    tasks = table(
        ["job_name", "task_name", "inst_num", "status", "start_time", "end_time", "plan_cpu", "plan_mem", "plan_gpu",
         "gpu_type"],
        [["j", "worker", 4, "Terminated", 3_600, 10_800, 600, 30, 50, "T4"],
         ["k", "ps", 1, "Failed", 0, 3_600, 1, 1, "", ""]],
    )  # fmt: skip
    _, of_tasks = taken(tasks)
    assert of_tasks.sums["gpu_hours"] == 4 * 0.5 * 2


# a cluster's own bookkeeping


def test_allocations_of_opencost_by_window() -> None:
    """Two days: 24 GPU-hours in use on each, and 12 idle on the first, which are paid and used by nobody."""

    def one(day: int, name: str, hours: float, gpu: float, whole: float) -> dict[str, object]:
        return {
            "name": name, "properties": {"cluster": "c"}, "window": {"start": f"2025-03-0{day}T00:00:00Z",
            "end": f"2025-03-0{day + 1}T00:00:00Z"}, "start": f"2025-03-0{day}T00:00:00Z",
            "end": f"2025-03-0{day + 1}T00:00:00Z", "minutes": 1_440, "gpuHours": hours, "gpuCost": gpu,
            "gpuCostAdjustment": -1.0, "cpuCost": 2.0, "totalCost": whole,
        }  # fmt: skip

    sets = [{"a": one(1, "a", 24, 60, 70), "__idle__": one(1, "__idle__", 12, 30, 40)}, {"a": one(2, "a", 24, 60, 70)}]
    _, found = taken(json.dumps({"code": 200, "data": sets}), "allocation.json")
    assert found.format == "OpenCost or Kubecost allocation"
    assert (found.sums["gpu_hours"], found.sums["effective"], found.days) == (48, 180, 2)
    assert found.sums["gpu_effective"] == 118


def test_opencosts_export_by_day_has_gpus_on_average() -> None:
    heads = ["Date", "Namespace", "Pod", "Container", "GPUs", "CPUCost", "GPUCost", "TotalCost"]
    rows = [["2025-03-01", "ml", "p", "c", 2, 1, 120, 130], ["2025-03-01", "web", "q", "c", 0.5, 1, 30, 40]]
    _, found = taken(table(heads, rows))
    assert (found.sums["gpu_hours"], found.sums["effective"]) == (60, 170)


def test_measurements_of_runai() -> None:
    """Three hours of 8, 8 and 4 GPUs allocated and used at 50, 50 and 20%: 20 GPU-hours, 40% of the time."""
    hours = [f"2025-03-01T0{hour}:00:00.000Z" for hour in range(3)]

    def series(kind: str, values: list[float]) -> dict[str, object]:
        pairs = [{"value": str(value), "timestamp": hour} for value, hour in zip(values, hours, strict=True)]
        return {"type": kind, "labels": None, "values": pairs}

    text = json.dumps({"measurements": [series("ALLOCATED_GPU", [8, 8, 4]), series("GPU_UTILIZATION", [50, 50, 20])]})
    _, found = taken(text, "runai.json")
    assert found.sums["gpu_hours"] == pytest.approx(20)
    assert found.figures["utilisation"] == pytest.approx(0.4)


def test_a_load_duration_table_has_a_shape_and_no_date() -> None:
    """Forty-eight hours from 480 down to 10 requests: 11,760 in all, 245 on average, 1.959 times that at the peak."""
    rows = [
        [rank, rank / 48, 490 - 10 * rank, 20 * (490 - 10 * rank), 100 * (490 - 10 * rank)] for rank in range(1, 49)
    ]
    heads = ["rank", "share_of_time", "requests_per_hour", "tokens_out_per_hour", "tokens_total_per_hour"]
    _, found = taken(table(heads, rows))
    assert (found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_out"]) == (11_760, 940_800, 235_200)
    assert (found.days, found.start) == (2, "")
    assert found.figures["peak_to_average"] == pytest.approx(480 / 245)


def test_numbered_minutes_have_no_date() -> None:
    """Two days by the minute, 3 requests of 100 tokens in each."""
    text = table(
        ["minute", "requests", "context_tokens", "generated_tokens"], [[at, 3, 300, 30] for at in range(2_880)]
    )
    _, found = taken(text)
    assert (found.sums["requests"], found.days, found.start) == (8_640, 2, "")
    assert found.figures["requests"] == pytest.approx(4_320 * 30.4375)
    dated = table(["minute", "requests"], [[f"2025-03-01 {at // 60:02}:{at % 60:02}", 3] for at in range(1_440)])
    assert taken(dated)[1].start == "2025-03-01"


def test_mlflows_page_writes_lengths_in_words() -> None:
    """Ninety minutes of two GPUs, thirty minutes of four and a failed half hour of one: 3 + 2 + 0.5 GPU-hours."""
    heads = ["Start Time", "Duration", "Run ID", "Name", "Source Type", "Source Name", "User", "Status", "num_gpus"]
    rows = [
        ["2025-03-01 10:00:00", "1.5h", "r1", "a", "LOCAL", "t.py", "ada", "FINISHED", 2],
        ["2025-03-02 10:00:00", "30.0min", "r2", "b", "LOCAL", "t.py", "ada", "FINISHED", 4],
        ["2025-03-03 10:00:00", "1800s", "r3", "c", "LOCAL", "t.py", "ada", "FAILED", 1],
        ["2025-03-04 10:00:00", "", "r4", "d", "LOCAL", "t.py", "ada", "RUNNING", 1],
    ]
    _, found = taken(table(heads, rows))
    assert found.format == "MLflow table of runs"
    assert (found.sums["run_gpu_hours"], found.sums["runs"], found.sums["failed_runs"]) == (5.5, 3, 1)
    assert "ada" not in repr(found)


def test_anthropics_reports_by_api() -> None:
    """Two days: 100 + 40 + 10 + 5 in and 30 out on each; 12,345 cents of cost on each, 246.90 dollars in all."""

    def day(number: int, results: list[object]) -> dict[str, object]:
        return {
            "starting_at": f"2026-09-0{number}T00:00:00Z",
            "ending_at": f"2026-09-0{number + 1}T00:00:00Z",
            "results": results,
        }

    used = {"uncached_input_tokens": 100, "cache_read_input_tokens": 40, "output_tokens": 30, "model": "m",
            "cache_creation": {"ephemeral_1h_input_tokens": 10, "ephemeral_5m_input_tokens": 5}}  # fmt: skip
    _, found = taken(json.dumps({"data": [day(1, [used]), day(2, [used])], "has_more": False}), "usage.json")
    assert (found.sums["tokens_in"], found.sums["tokens_cached"], found.sums["tokens_out"]) == (310, 80, 60)
    assert "requests" not in found.sums
    paid = {"amount": "12345", "currency": "USD", "cost_type": "tokens"}
    _, costs = taken(json.dumps({"data": [day(1, [paid]), day(2, [paid])], "has_more": False}), "cost.json")
    assert (costs.sums["effective"], costs.currency, costs.days) == (pytest.approx(246.90), "USD", 2)


def test_slices_of_gpus_are_told() -> None:
    text = (
        "JobID|State|Start|Elapsed|AllocTRES\n"
        "1|COMPLETED|2026-09-01T00:00:00|02:00:00|gres/gpu:a100_1g.5gb=2,gres/gpu=2\n"
    )
    tally, found = taken(text, "sacct.txt")
    assert any("MIG" in notice for notice in tally.notices)
    assert found.sums["gpu_hours"] == pytest.approx(2 * 2 / 7)
