"""Cost levers, contingency and bills above the estimate against hand calculations."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Cases

    from models.quantities.declaration import Value

SERVED: dict[str, "Value"] = {
    "kind": "inference",
    "requests": 360_000,
    "tokens_in": 0,
    "tokens_out": 100,
    "decode_rate": 100,
    "efficiency": 0.5,
    "replicas": 0,
    "precision": "fp16",
}
"""360,000 requests of one second, two seconds at half the rate: 200 GPU-hours."""


def lever(name: str, **inputs: "Value") -> dict[str, "Value"]:
    values: dict[str, Value] = {
        name: True,
        f"{name}_start": 3,
        f"{name}_cost": 100,
        **{f"{name}_{key}": value for key, value in inputs.items()},
    }
    return {f"cost_management.{key}": value for key, value in values.items()}


def test_a_lever_off_changes_nothing_whatever_its_strength(cases: "Cases") -> None:
    plain = cases(work=SERVED, pool={"cloud_price": 2.0}).monthly("cloud")
    off = lever("batch", level=0.9) | {"cost_management.batch": False}
    assert cases(work=SERVED, pool={"cloud_price": 2.0}, other=off).monthly("cloud").tolist() == plain.tolist()


def test_batching_replaces_the_usable_share(cases: "Cases") -> None:
    busy = cases(work=SERVED, other=lever("batch", level=0.8)).line("workloads.busy")
    assert busy[[2, 3]].tolist() == pytest.approx([200, 125])


def test_caching_replaces_the_share_answered_from_a_cache(cases: "Cases") -> None:
    # A tenth is cached already; the lever makes it four tenths, not four tenths of the rest.
    busy = cases(work={**SERVED, "cache_hits": 0.1}, other=lever("cache", level=0.4)).line("workloads.busy")
    assert busy[[2, 3]].tolist() == pytest.approx([180, 120])


@pytest.mark.parametrize(
    ("own", "to", "rate", "gpus"),
    [
        ("fp16", "fp8", 1.86, 2),
        ("fp16", "int8", 1.65, 2),
        ("fp16", "int4", 2.25, 1),
        # Only a format of fewer bytes counts: from INT8 to FP8, or back up, nothing is gained.
        ("fp8", "int4", 2.25 / 1.86, 2),
        ("fp8", "fp8", 1, 4),
        ("int4", "fp8", 1, 4),
        ("int8", "fp8", 1, 4),
    ],
)
def test_quantisation_counts_from_the_models_own_precision(
    cases: "Cases", own: str, to: str, rate: float, gpus: int
) -> None:
    speeds = {"cost_management.speed_fp8": 1.86, "cost_management.speed_int8": 1.65, "cost_management.speed_int4": 2.25}
    work = {**SERVED, "precision": own, "replicas": 1, "replica_gpus": 4}
    case = cases(work=work, other=lever("quantise", level=to) | speeds)
    assert case.line("workloads.busy")[2] / case.line("workloads.busy")[3] == pytest.approx(rate)
    assert case.line("workloads.replica")[[2, 3]].tolist() == [4, gpus], (
        "FP16 takes two bytes, FP8 and INT8 one, INT4 a half"
    )


def test_spot_makes_work_that_can_wait_interruptible(cases: "Cases") -> None:
    work: dict[str, Value] = {
        "kind": "training",
        "runs": 1,
        "run_hours": 730,
        "timing": "deferrable",
        "checkpointed": False,
    }
    pool: dict[str, Value] = {"cloud_price": 10.0, "spot_discount": 0.6, "spot_share": 0.0}
    monthly = cases(work=work, pool=pool, other=lever("spot", level=0.5)).monthly("cloud")
    # 730 hours at £10; from month 3 half of them at £4. Introducing it costs £100 in month 3.
    assert monthly[[2, 3, 4]].tolist() == pytest.approx([7_300, 5_110 + 100, 5_110])


def test_tuning_replaces_idle_share_and_highest_use(cases: "Cases") -> None:
    work: dict[str, Value] = {"kind": "training", "runs": 1, "run_hours": 730, "timing": "deferrable"}
    case = cases(
        work=work,
        pool={"cloud_price": 1.0, "idle_share": 0.5, "highest_use": 0.5, "server_gpus": 1},
        other=lever("tune", idle=0.2, use=1.0),
    )
    assert case.line("cloud.on_demand")[[2, 3]].tolist() == pytest.approx([1_460, 912.5])
    assert case.line("demand.need.servers")[[2, 3]].tolist() == [2, 1]


def test_contingency_raises_what_is_approved_and_no_cost(cases: "Cases") -> None:
    case = cases(work={"gpus": 1, "hours": 100}, pool={"cloud_price": 1.0}, other={"cost_management.contingency": 0.15})
    assert case.number("cloud.total.total_cost") == pytest.approx(6_000)
    assert case.number("cloud.total.approval") == pytest.approx(6_900)


def test_what_is_approved_counts_no_sale_at_the_horizon(cases: "Cases") -> None:
    pool: dict[str, Value] = {
        "server_price": 100_000,
        "server_gpus": 8,
        "life": 240,
        **{f"resale_{year}": 0.5 for year in range(1, 6)},
    }
    case = cases(work={"gpus": 8}, pool=pool, other={"cost_management.contingency": 0.2})
    assert case.number("on_premises.total.total_cost") == pytest.approx(50_000)
    assert case.number("on_premises.total.approval") == pytest.approx(120_000)


def test_introducing_a_lever_rises_with_prices(cases: "Cases") -> None:
    other = {
        "cost_management.retain": True,
        "cost_management.retain_start": 12,
        "cost_management.retain_cost": 10_000,
        "finance.inflation": 0.1,
    }
    assert cases(other=other).monthly("cloud")[12] == pytest.approx(11_000)


def test_bills_above_the_estimate_touch_what_providers_bill(cases: "Cases") -> None:
    other = {
        "cost_management.bill_factor": 3.0,
        "data.cold": 100.0,
        "data.price_cold": 0.03,
        "data.cloud_currency": "GBP",
        "operations.role.data.people_cloud": 1.0,
        "operations.role.data.salary": 12_000,
    }
    monthly = cases(work={"gpus": 1, "hours": 100}, pool={"cloud_price": 1.0}, other=other).monthly("cloud")
    # £100 of GPUs and £3,000 of storage come three times; the person of £1,000 a month does not.
    assert monthly[1] == pytest.approx(3 * 3_100 + 1_000)
    owned = cases(
        work={"gpus": 1, "hours": 100},
        pool={"server_price": 500, "server_gpus": 1},
        other={"cost_management.bill_factor": 3.0},
    )
    assert owned.monthly("on_premises").sum() == pytest.approx(500)


def test_a_lever_that_would_worsen_its_driver_leaves_it_alone(cases: "Cases") -> None:
    good = {**SERVED, "efficiency": 0.7, "cache_hits": 0.5}
    plain = cases(work=good, pool={"cloud_price": 1.0, "idle_share": 0.02})
    levers = (
        lever("batch", level=0.4)
        | lever("cache", level=0.3)
        | lever("tune", idle=0.2, use=0.5)
        | {f"cost_management.{name}_cost": 0 for name in ("batch", "cache", "tune")}
    )
    worse = cases(work=good, pool={"cloud_price": 1.0, "idle_share": 0.02}, other=levers)
    assert worse.monthly("cloud").tolist() == plain.monthly("cloud").tolist()


def test_a_replica_never_grows_by_quantisation(cases: "Cases") -> None:
    case = cases(work={**SERVED, "replicas": 1, "replica_gpus": 0.5}, other=lever("quantise", level="int4"))
    assert case.line("workloads.replica")[[2, 3]].tolist() == [0.5, 0.5]
