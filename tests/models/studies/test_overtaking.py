"""The volume above which hosting never costs more, against hand calculations from whole instances and servers."""

import pytest

from models.plan.plan import Entry, Plan, Row, new_plan
from models.plan.problems import plan_problems
from models.quantities.declaration import Value
from models.studies.overtaking import Overtakes, overtaking

H, W, P = "hosting.workload.chat.", "workloads.workload.chat.", "compute.pool.main."


def plan(**more: Value) -> Plan:
    """Return a workload at 1 p a request by API, or hosted on GPUs rented at £1 an hour for a second a request."""
    made = new_plan("Case", {"workload": (Row("chat", "Chat"),), "pool": (Row("main", "Main"),)}, blank=True)
    values: dict[str, Value] = {
        f"{W}kind": "inference",
        f"{W}requests": 1_000.0,
        f"{W}tokens_in": 0.0,
        f"{W}tokens_out": 1_000.0,
        f"{W}decode_rate": 1_000.0,
        f"{W}efficiency": 1.0,
        f"{W}replicas": 0,
        f"{W}shape": "flat",
        f"{P}cloud_price": 1.0,
        f"{P}instance_gpus": 1,
        f"{H}api_out": 10.0,
        f"{H}api_currency": "GBP",
        "finance.horizon": 12,
    }
    for key, value in {**values, **{key.replace("__", "."): value for key, value in more.items()}}.items():
        made = made.with_entry("base", key, Entry(value))
    assert plan_problems(made) == []
    return made


def test_a_fixed_cost_is_paid_for_by_what_a_request_saves() -> None:
    # 1 p by API. Ten seconds of a GPU at £1 an hour would be 0.2778 p; whole GPUs of 730 hours. At a fixed cost of £500
    # a month the API costs as much at V with 0.01 V = 500 + 730 n: n = 1 GPU serves 2,628,000 requests of a second,
    # and 123,000 requests cost £1,230.
    # Both agree to the pound a year, which is what a hundredth of a penny makes of eight requests.
    case = plan(**{f"{H}fixed_cost".replace(".", "__"): 500.0})
    found = overtaking(case, "base", "chat", "cloud")
    assert found.state is Overtakes.AT
    assert found.volume == pytest.approx(123_000, abs=1 / (12 * 0.01))


def test_every_step_of_a_gpu_is_passed_before_hosting_never_costs_more() -> None:
    # An API at 0.03 p a request: the first GPU (£730) is paid for by 2,433,333 requests, which it serves; it serves
    # 2,628,000, and at the next request a second GPU makes hosting dearer by 1,460 - 788.40 = £671.60 a month. That is
    # paid for at 4,866,667, the third at 7,300,000, and so on; the n-th serves n x 2,628,000 >= n x 2,433,333, so that
    # a step lies there as long as (n + 1) x 2,433,333 > n x 2,628,000: n = 12. After the thirteenth (31,633,333
    # requests at 13 x £730, just where the twelve were full at 31,536,000) hosting never costs more.
    case = plan(**{f"{H}api_out".replace(".", "__"): 0.3})
    found = overtaking(case, "base", "chat", "cloud")
    assert found.state is Overtakes.AT
    assert found.volume == pytest.approx(13 * 730 / 0.0003, abs=1 / (12 * 0.0003))


def test_at_any_volume_never_and_a_number_are_three_answers() -> None:
    free = plan(**{f"{P}cloud_price".replace(".", "__"): 0.000001})
    assert overtaking(free, "base", "chat", "cloud").state is Overtakes.ANY
    dear = plan(**{f"{P}cloud_price".replace(".", "__"): 100.0})
    assert overtaking(dear, "base", "chat", "cloud").state is Overtakes.NEVER
