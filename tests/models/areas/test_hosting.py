"""Model hosting against hand calculations."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from conftest import Cases

CHAT = {"kind": "inference", "requests": 100_000, "tokens_in": 1_000, "tokens_out": 500, "replicas": 0}
H = "hosting.workload.steady."


def api(**inputs: float | str | bool) -> dict[str, float | str | bool]:
    return {
        f"{H}{name}": value
        for name, value in {
            "api_share": 1.0,
            "api_in": 2.0,
            "api_out": 8.0,
            "api_cached": 0.5,
            "api_currency": "GBP",
            "batch_discount": 0.0,
            "residency_surcharge": 0.0,
        }.items()
    } | {f"{H}{name}": value for name, value in inputs.items()}


def test_a_request_costs_its_tokens(cases: "Cases") -> None:
    # 1,000 tokens in at £2 a million are £0.002, 500 out at £8 are £0.004: £0.006 a request, £600 for 100,000.
    case = cases(work=CHAT, other=api())
    assert case.line("cloud.hosting.api")[:3].tolist() == pytest.approx([0, 600, 600])
    for option in ("cloud", "on_premises", "hybrid"):
        assert case.monthly(option)[1] == pytest.approx(600), "every option sends the same requests"


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        # Four tenths of the prompt at £0.50: £0.0012 + £0.0002 + £0.004 = £0.0054.
        ({"cached_share": 0.4}, 540),
        # Half the requests at half price: three quarters of £600.
        ({"batch_share": 0.5, "batch_discount": 0.5}, 450),
        ({"negotiated_discount": 0.1, "residency_surcharge": 0.2}, 600 * 0.9 * 1.2),
        ({"residency_surcharge": 0.2, "regional_endpoint": False}, 600),
        ({"step_month": 0, "step_factor": 3.0}, 600),
        # A quarter to the API, and a tenth of the other three quarters after all: 0.25 + 0.075.
        ({"api_share": 0.25, "escalation": 0.1}, 600 * 0.325),
        ({"api_tuning": 200.0}, 800),
    ],
)
def test_terms_of_the_contract(cases: "Cases", inputs: dict[str, float], expected: float) -> None:
    other = {**api(**inputs), f"{H}fixed_cost": 0.0}
    assert cases(work=CHAT, other=other).line("cloud.hosting.api")[1] + cases(work=CHAT, other=other).line(
        "cloud.hosting.tuning"
    )[1] == pytest.approx(expected)


def test_a_dated_price_step_and_the_trend_after_it(cases: "Cases") -> None:
    # The price doubles in month 6; from there it falls by half a year: in month 18 it is back at the first.
    case = cases(work=CHAT, other=api(step_month=6, step_factor=2.0) | {"finance.api_trend": -0.5})
    spend = case.line("cloud.hosting.api")
    assert spend[1:6].tolist() == pytest.approx([600] * 5)
    assert spend[6] == pytest.approx(1_200)
    assert spend[18] == pytest.approx(600)


def test_without_a_step_the_trend_begins_at_once(cases: "Cases") -> None:
    spend = cases(work=CHAT, other=api() | {"finance.api_trend": -0.5}).line("cloud.hosting.api")
    assert spend[[12, 24]].tolist() == pytest.approx([300, 150])


def test_what_an_api_serves_needs_no_gpu(cases: "Cases") -> None:
    work = {**CHAT, "prefill_rate": 1_000, "decode_rate": 100, "efficiency": 0.5, "replicas": 2, "replica_gpus": 2}
    # In ÷ 1,000 + out ÷ 100 are 6 s, 12 s at half the rate: 100,000 of them are 333.3 GPU-hours.
    assert cases(work=work, other=api(api_share=0.0)).line("workloads.busy")[1] == pytest.approx(100_000 * 12 / 3_600)
    assert cases(work=work, other=api(api_share=0.4)).line("workloads.busy")[1] == pytest.approx(
        0.6 * 100_000 * 12 / 3_600
    )
    all_by_api = cases(work=work, other=api())
    assert all_by_api.line("workloads.busy")[1] == 0
    assert all_by_api.line("workloads.floor")[1] == 0, "no replica is kept for it"


def test_overhead_is_paid_where_something_is_hosted(cases: "Cases") -> None:
    for share, expected in ((0.0, 300), (0.5, 300), (1.0, 0)):
        assert (
            cases(work=CHAT, other=api(api_share=share, fixed_cost=300.0)).line("cloud.hosting.overhead")[1] == expected
        )


def test_the_overtaking_volume_is_where_both_routes_cost_the_same(cases: "Cases") -> None:
    # GPU-hour £4; a request takes 12 s and costs £0.01333 hosted, £0.06 by API; one replica of a GPU is 730 × £4 =
    # £2,920 a month.
    work = {
        **CHAT,
        "tokens_in": 1_000,
        "tokens_out": 500,
        "prefill_rate": 1_000,
        "decode_rate": 100,
        "efficiency": 0.5,
        "replicas": 1,
        "replica_gpus": 1,
    }
    other = api(api_share=0.0, api_in=20.0, api_out=80.0, fixed_cost=1_000.0)
    case = cases(work=work, pool={"cloud_price": 4.0}, other=other)
    a, v, floor, fixed = 0.06, 4 * 12 / 3_600, 2_920.0, 1_000.0
    volume = case.number("routes.rented.overtakes")
    assert volume == pytest.approx(max((fixed + floor) / a, fixed / (a - v)))
    # There, S + max(F, v·n) is a·n: the identity behind the formula.
    assert fixed + max(floor, v * volume) == pytest.approx(a * volume)
    assert case.number("routes.api.per_thousand") == pytest.approx(60)
    assert case.number("routes.api.per_million") == pytest.approx(40)
    # At 100,000 requests: the replica alone is dearer than 100,000 × £0.0133.
    assert case.number("routes.rented.per_thousand") == pytest.approx((1_000 + 2_920) / 100)


def test_it_never_overtakes_where_a_hosted_request_costs_more(cases: "Cases") -> None:
    work = {**CHAT, "prefill_rate": 1_000, "decode_rate": 100, "efficiency": 0.5}
    case = cases(work=work, pool={"cloud_price": 4.0}, other=api(api_share=0.0))
    assert case.number("routes.rented.overtakes") == 0
    assert case.number("routes.rented.exists") == 0


def test_owned_hours_cost_less_the_more_they_are_used(cases: "Cases") -> None:
    # £87,600 for a server of 8 GPUs used for 60 months without interest: 8 × 730 × 60 hours at £0.25.
    case = cases(
        work={"kind": "steady", "gpus": 4, "hours": 730},
        pool={"server_price": 87_600, "server_gpus": 8, "life": 60, "server_currency": "GBP"},
    )
    assert case.number("unit.owned_hour_cost") == pytest.approx(87_600 / (8 * 730 * 60))


def test_a_smaller_model_takes_its_share(cases: "Cases") -> None:
    work = {**CHAT, "prefill_rate": 1_000, "decode_rate": 100, "efficiency": 1.0, "replicas": 1, "replica_gpus": 4}
    lever = {
        "cost_management.right_size": True,
        "cost_management.right_size_level": 0.5,
        "cost_management.right_size_start": 3,
        "cost_management.right_size_cost": 0,
    }
    small = {"hosting.small_prefill": 10_000, "hosting.small_decode": 1_000, "hosting.small_replica": 1}
    case = cases(work=work, other=api(api_share=0.0) | lever | small)
    # 6 s on the large model, 0.6 s on the small one: 3.3 s on average from month 3 on; the small replica stands beside
    # the large.
    assert case.line("workloads.request_seconds")[[1, 2, 3]].tolist() == pytest.approx([6, 6, 3.3])
    assert case.line("workloads.replica")[[2, 3]].tolist() == [4, 5]
    whole = cases(work=work, other=api(api_share=0.0) | lever | small | {"cost_management.right_size_level": 1.0})
    assert whole.line("workloads.replica")[3] == 1, "all requests on the small model leave no large replica"
    # Of those hosted, a tenth escalates to the large model of the API at its full price.
    escalating = cases(work=CHAT, other=api(api_share=0.0, escalation=0.1) | lever | {"hosting.small_api": 0.1})
    assert escalating.line("cloud.hosting.api")[3] == pytest.approx(60)
    by_api = cases(work=CHAT, other=api() | lever | {"hosting.small_api": 0.1})
    assert by_api.line("cloud.hosting.api")[[2, 3]].tolist() == pytest.approx([600, 600 * 0.55])


def test_two_workloads_on_two_pools_have_their_own_routes(cases: "Cases") -> None:
    case = cases.several(
        {"a": {**CHAT, "pool": "big"}, "b": {**CHAT, "pool": "small"}},
        {"big": {"cloud_price": 8.0}, "small": {"cloud_price": 1.0}},
        other={
            f"hosting.workload.{row}.{name}": value
            for row in ("a", "b")
            for name, value in (("api_in", 2.0), ("api_currency", "GBP"))
        },
    )
    found = case.rows("routes.rented.per_thousand")[:, 0]
    assert found[1] == found[2] == 0, "a workload has no route through a pool it does not run on"
    assert np.isclose(found[0], 8 * found[3])


def test_only_what_answers_requests_pays_for_tuning_at_a_provider(cases: "Cases") -> None:
    case = cases(work={"kind": "training", "runs": 1, "run_hours": 10}, other=api(api_share=0.5, api_tuning=200.0))
    assert case.line("cloud.hosting.tuning").sum() == 0


def test_the_api_route_counts_smaller_models_as_its_bill_does(cases: "Cases") -> None:
    lever = {
        "cost_management.right_size": True,
        "cost_management.right_size_level": 1.0,
        "cost_management.right_size_start": 0,
        "hosting.small_api": 0.1,
    }
    case = cases(work=CHAT, other=api() | lever)
    assert case.line("cloud.hosting.api")[1] == pytest.approx(60)
    assert case.number("routes.api.per_thousand") == pytest.approx(0.6), "£60 for 100,000"
