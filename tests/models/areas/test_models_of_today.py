"""Users, agents, caches, long prompts, limits, failures and retrieval, each with a hand calculation."""

from typing import TYPE_CHECKING

import pytest

from models.plan.plan import Entry
from models.plan.problems import plan_problems

if TYPE_CHECKING:
    from tests.models.areas.conftest import Case, Cases, Inputs

H = "hosting.workload.steady."
WORK: "Inputs" = {"kind": "inference", "requests": 10_000, "tokens_in": 1_000, "tokens_out": 200}
CALLED: "Inputs" = {f"{H}api_share": 1.0, f"{H}api_in": 1.0, f"{H}api_out": 5.0, f"{H}api_currency": "GBP"}
"""£1 a million tokens in and £5 out: a request costs 0.2 p."""


def called(cases: "Cases", work: "Inputs | None" = None, other: "Inputs | None" = None) -> "Case":
    """Return a case in which an API serves ten thousand requests a month."""
    case = cases(work={**WORK, **(work or {})}, finance={"horizon": 12}, other={**CALLED, **(other or {})})
    assert plan_problems(case.plan) == []
    return case


def spend(case: "Case") -> float:
    return float(case.line("cloud.hosting.api")[1])


def test_a_request_by_api(cases: "Cases") -> None:
    assert spend(called(cases)) == pytest.approx(10_000 * 0.002)


def test_users_ask_on_top_of_what_is_given(cases: "Cases") -> None:
    # 300 users, ten tasks a day on 21 days: 63,000 requests beside the 10,000.
    users: Inputs = {"users": 300, "tasks_a_day": 10, "working_days": 21}
    assert spend(called(cases, users)) == pytest.approx(73_000 * 0.002)


def test_each_step_of_a_task_sends_the_context_so_far(cases: "Cases") -> None:
    # Four steps; each adds its answer of 200 and 300 of tools. The first sends 1,000, the last 2,500: 1,750 on average.
    # 63,000 tasks are 252,000 requests at 1,750 in and 200 out: 0.275 p each.
    agent: Inputs = {"requests": 0, "users": 300, "steps": 4, "step_tokens": 300}
    assert spend(called(cases, agent)) == pytest.approx(252_000 * 0.00275)


def test_reasoning_and_checks_are_billed_like_what_they_are(cases: "Cases") -> None:
    # 300 tokens of reasoning: 500 out; a tenth more of both for guardrails.
    more: Inputs = {"reasoning": 300, "checked": 0.1}
    assert spend(called(cases, more)) == pytest.approx(10_000 * 1.1 * (0.001 + 0.0025))


def test_the_same_tokens_take_gpus_where_the_model_is_hosted(cases: "Cases") -> None:
    rates: Inputs = {"prefill_rate": 10_000, "decode_rate": 1_000, "efficiency": 0.5, "replicas": 0}
    plain = cases(work={**WORK, **rates}, finance={"horizon": 12})
    # (1,000 ÷ 10,000 + 200 ÷ 1,000) ÷ 0.5 = 0.6 GPU-seconds; reasoning of 300 makes 1.2; a tenth of checks 1.32.
    assert plain.line("workloads.busy")[1] == pytest.approx(10_000 * 0.6 / 3_600)
    more = cases(work={**WORK, **rates, "reasoning": 300, "checked": 0.1}, finance={"horizon": 12})
    assert more.line("workloads.busy")[1] == pytest.approx(10_000 * 1.32 / 3_600)


def test_cache_writes_have_their_price(cases: "Cases") -> None:
    # Half of the prompt is read from the cache at 10 p, a fifth written at £1.25: 0.3 + 0.05 + 0.25 = 60 p a million.
    cache: Inputs = {f"{H}cached_share": 0.5, f"{H}api_cached": 0.1, f"{H}written_share": 0.2, f"{H}api_written": 1.25}
    assert spend(called(cases, other=cache)) == pytest.approx(10_000 * (0.0006 + 0.001))


def test_cache_writes_without_a_price_cost_what_tokens_in_do(cases: "Cases") -> None:
    assert spend(called(cases, other={f"{H}written_share": 1.0})) == pytest.approx(10_000 * 0.002)


def test_more_of_a_prompt_than_there_is_cannot_be_cached(cases: "Cases") -> None:
    plan = called(cases).plan
    for name in ("cached_share", "written_share"):
        plan = plan.with_entry("base", f"{H}{name}", Entry(0.6))
    assert [one.key for one in plan_problems(plan)] == [f"{H}written_share"]


def test_long_prompts_are_dearer(cases: "Cases") -> None:
    long: Inputs = {f"{H}long_share": 0.1, f"{H}long_in": 2.0, f"{H}long_out": 1.5}
    assert spend(called(cases, other=long)) == pytest.approx(10_000 * (0.001 * 1.1 + 0.001 * 1.05))


@pytest.mark.parametrize(("limit", "over"), [(0.5, True), (0.6, False)])
def test_an_api_serves_nothing_beyond_its_limit(cases: "Cases", limit: float, over: bool) -> None:
    # 10,000 requests in 730 hours are 0.228 a minute, at a peak of twice the average 0.457; a growth of a quarter over
    # the year makes 0.57 of it, which is what counts.
    work: Inputs = {**WORK, "shape": "curve", "peak": 2.0, "trough": 0.4, "growth": 0.25}
    other: Inputs = {**CALLED, f"{H}api_share": 0.0, f"{H}requests_a_minute": limit}
    case = cases(work=work, finance={"horizon": 13}, other=other)
    assert case.line("hosting.over_limit")[0] == over
    assert case.line("hosting.may_be_called")[0] == (not over)


def test_an_api_that_answers_too_late_may_not_serve(cases: "Cases") -> None:
    late: Inputs = {**CALLED, f"{H}api_share": 0.0, f"{H}latency": 500, f"{H}api_latency": 900}
    assert cases(work=WORK, other=late).line("hosting.may_be_called")[0] == 0
    assert cases(work=WORK, other={**late, f"{H}api_latency": 400}).line("hosting.may_be_called")[0] == 1


def test_tasks_that_fail_take_people(cases: "Cases") -> None:
    # 10,000 tasks, a tenth fail and take six minutes: 6,000 minutes are 13.33 days of 450 minutes at £400.
    fails: Inputs = {f"{H}api_success": 0.9, f"{H}failure_minutes": 6.0, "operations.day_rate": 400.0}
    assert called(cases, other=fails).line("cloud.hosting.failures")[1] == pytest.approx(6_000 / 450 * 400)
    # Four requests are one task.
    assert called(cases, {"steps": 4}, fails).line("cloud.hosting.failures")[1] == pytest.approx(1_500 / 450 * 400)
    # Hosted models fail by their own share: a quarter of requests by API.
    both: Inputs = {**fails, f"{H}api_share": 0.25, f"{H}hosted_success": 0.8}
    failed = 10_000 * (0.25 * 0.1 + 0.75 * 0.2) * 6
    assert called(cases, other=both).line("cloud.hosting.failures")[1] == pytest.approx(failed / 450 * 400)


def test_retrieval_is_paid_in_every_option(cases: "Cases") -> None:
    # 100 million tokens once and 10 a month at 13 p; £50 for the store; £2 a thousand requests put in order.
    retrieval: Inputs = {
        f"{H}embedded_once": 100.0,
        f"{H}embedded_monthly": 10.0,
        f"{H}embedding_price": 0.13,
        f"{H}vector_store": 50.0,
        f"{H}reranked_price": 2.0,
    }
    case = called(cases, other=retrieval)
    for option in ("cloud", "on_premises"):
        line = case.line(f"{option}.hosting.retrieval")
        assert line[:3].tolist() == pytest.approx([0, 13 + 1.3 + 50 + 20, 1.3 + 50 + 20])


def test_effort_follows_the_route(cases: "Cases") -> None:
    effort: Inputs = {
        f"{H}integration_api": 5.0,
        f"{H}integration_hosted": 30.0,
        f"{H}evaluation_days": 2.0,
        f"{H}withdrawal_month": 6,
        f"{H}withdrawal_days": 10.0,
        "operations.day_rate": 400.0,
    }
    by_api = called(cases, other=effort)
    assert by_api.line("cloud.hosting.integration").tolist() == pytest.approx([2_000] + [0] * 12)
    assert by_api.line("cloud.hosting.evaluation")[1:].tolist() == pytest.approx([800] * 12)
    assert by_api.line("cloud.hosting.withdrawal").tolist() == pytest.approx([0] * 6 + [4_000] + [0] * 6)
    hosted = called(cases, other={**effort, f"{H}api_share": 0.0})
    assert hosted.line("cloud.hosting.integration")[0] == pytest.approx(12_000)
    assert hosted.line("cloud.hosting.withdrawal").sum() == 0


def test_cost_by_user_and_by_task(cases: "Cases") -> None:
    # 300 users for twelve months, 63,000 tasks a month at 0.2 p: £126 a month, 42 p a user and month. A tenth fails and
    # takes nobody: 0.2222 p for a task that succeeds.
    users: Inputs = {"requests": 0, "users": 300, "tasks_a_day": 10, "working_days": 21}
    fails: Inputs = {f"{H}api_success": 0.9, f"{H}failure_minutes": 0.0}
    views = called(cases, users, fails).result.options["cloud"].views
    assert views["cost_per_user"] == pytest.approx(0.42)
    assert views["cost_per_task"] == pytest.approx(0.002)
    assert views["cost_per_success"] == pytest.approx(0.002 / 0.9)
    # Four steps make one task.
    assert called(cases, {**users, "steps": 4}).result.options["cloud"].views["cost_per_task"] > 4 * 0.002


def test_a_small_model_takes_a_part_of_a_gpu_and_four_copies_fill_one(cases: "Cases") -> None:
    # Four replicas of a quarter are one GPU at all hours; at whole GPUs they would be four.
    part = cases(work={**WORK, "replicas": 4, "replica_gpus": 0.25}, finance={"horizon": 12})
    assert part.line("workloads.floor")[1] == pytest.approx(1)
    whole = cases(work={**WORK, "replicas": 4, "replica_gpus": 1}, finance={"horizon": 12})
    assert whole.line("workloads.floor")[1] == pytest.approx(4)
