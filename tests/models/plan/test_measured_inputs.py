"""From measured figures to a plan's inputs: conversions and what cannot be taken, by hand."""

from dataclasses import replace

import pytest

from models.plan.measured_inputs import measured_entry, measured_inputs, workloads_for
from models.plan.measured_rate import rate
from models.plan.measurements import Measurement, load_slices
from models.plan.plan import Entry, EvidenceKind, Plan, Row, new_plan

BASE = Measurement(
    "bill.csv",
    "a" * 64,
    "FOCUS 1.2 cost and usage",
    "focus",
    "2026-11-25",
    "2026-10-01",
    "2026-11-01",
    "UTC",
    days=31,
    currency="USD",
    pool="main",
)


def plan(kind: str = "inference", **more: object) -> Plan:
    made = new_plan("x", {"workload": (Row("work", "Work"),), "pool": (Row("main", "Main"),)})
    entries = {"workloads.workload.work.kind": kind, "finance.dollar_rate": 0.8, **more}
    for key, value in entries.items():
        made = made.with_entry("base", key, Entry(value))  # type: ignore[arg-type]
    return made


def values(made: Plan, measurement: Measurement) -> dict[str, object]:
    return {one.key: one.value for one in measured_inputs(made, measurement) if not one.problem}


def test_a_bill_sets_prices_discounts_storage_and_what_is_paid_today() -> None:
    found = values(
        plan(),
        replace(
            BASE,
            figures={
                "list_price": 4.0,
                "effective_price": 3.0,
                "negotiated_discount": 0.1,
                "commitment_coverage": 0.25,
                "committed_discount": 0.3,
                "hot": 20.0,
                "hot_price": 0.09,
                "egress": 12.0,
                "spend": 1_000.0,
            },
        ),
    )
    assert found == {
        "compute.pool.main.cloud_price": 4.0,
        "compute.pool.main.negotiated_discount": 0.1,
        "compute.pool.main.committed_one_year": 0.25,
        "compute.pool.main.one_year_discount": 0.3,
        "data.hot": 20.0,
        "data.price_hot": 0.09,
        "data.versions": 0,
        "data.compression": 0,
        "data.egress_allowance": 0,
        "data.egress": 12.0,
        "finance.usual_cost": 800.0,
    }


def test_f41_money_in_a_currency_without_a_rate_is_not_taken() -> None:
    found = measured_inputs(
        plan(), replace(BASE, currency="CAD", figures={"list_price": 4.0, "spend": 10.0, "hot": 1.0})
    )
    assert {one.key: bool(one.problem) for one in found} == {
        "compute.pool.main.cloud_price": True,
        "data.hot": False,
        "data.versions": False,
        "data.compression": False,
        "finance.usual_cost": True,
    }
    assert "CAD" in next(one.problem for one in found if one.problem)
    assert rate(plan(), "EUR", "CAD") is None


def test_a_pool_priced_in_pounds_has_dollars_converted() -> None:
    made = plan(**{"compute.pool.main.cloud_currency": "GBP"})
    found = next(
        one
        for one in measured_inputs(made, replace(BASE, figures={"list_price": 4.0}))
        if one.key.endswith("cloud_price")
    )
    assert found.value == pytest.approx(3.2)
    assert "0.8 GBP" in found.note


def test_use_of_models_sets_requests_tokens_and_the_measured_shape() -> None:
    slices, peak = load_slices([1.0] * 18 + [4.0] * 6)
    found = measured_inputs(
        plan(),
        replace(
            BASE,
            pool="",
            workload="work",
            figures={
                "requests": 1_000.4,
                "tokens_in_request": 110.0,
                "tokens_out_request": 20.0,
                "cached_share": 0.3,
                "peak_to_average": peak,
                "peak_ten_minutes": 3.5,
            },
            slices=slices,
            bucket=3_600,
        ),
    )
    by_key = {one.key: one for one in found}
    assert by_key["workloads.workload.work.requests"].value == 1_000.4
    assert by_key["hosting.workload.work.cached_share"].value == 0.3
    shape = by_key["workloads.workload.work.shape"]
    assert shape.value == "measured"
    assert list(shape.together.values()) == list(slices)
    top = by_key["workloads.workload.work.peak"]
    assert (top.value, top.high) == (pytest.approx(4 / 1.75, rel=1e-5), 3.5)


def test_steady_use_takes_gpu_hours_at_the_hours_of_the_plan() -> None:
    made = plan("steady", **{"workloads.workload.work.hours": 365.0})
    assert values(made, replace(BASE, pool="", workload="work", figures={"gpu_hours": 3_652.5, "gpus": 5.0}))[
        "workloads.workload.work.gpus"
    ] == pytest.approx(10)


def test_runs_go_to_training() -> None:
    found = values(plan("training"), replace(BASE, pool="", workload="work", figures={"runs": 6.0, "run_hours": 48.0}))
    assert found == {"workloads.workload.work.runs": 6.0, "workloads.workload.work.run_hours": 48.0}


def test_which_workloads_a_file_can_be_of() -> None:
    made = plan()
    assert workloads_for(made, replace(BASE, figures={"requests": 1.0})) == ["work"]
    assert workloads_for(made, replace(BASE, figures={"run_hours": 1.0})) == []
    off = made.with_entry("base", "workloads.workload.work.active", Entry(False))
    assert workloads_for(off, replace(BASE, figures={"requests": 1.0})) == []


def test_less_than_a_week_is_offered_and_not_ticked() -> None:
    found = measured_inputs(
        plan(), replace(BASE, days=2, workload="work", figures={"requests": 10.0, "list_price": 4.0})
    )
    assert {one.figure: one.sure for one in found} == {"requests": False, "list_price": True}


def test_what_is_out_of_bounds_says_so() -> None:
    found = measured_inputs(plan(), replace(BASE, figures={"list_price": -4.0}))
    assert "out of range" in found[0].problem


def test_the_entry_names_file_period_hash_and_range() -> None:
    measurement = replace(
        BASE, workload="work", figures={"requests": 100.0}, ranges={"requests": (80.0, 90.0)}, coverage=0.9
    )
    one = measured_inputs(plan(), measurement)[0]
    assert (one.low, one.high) == (80, 100)
    entry = measured_entry(plan(), measurement, one, one.key, one.value)
    assert entry.evidence.kind is EvidenceKind.MEASURED
    assert (
        entry.evidence.source == "bill.csv (FOCUS 1.2 cost and usage), 2026-10-01 to 2026-11-01, SHA-256 aaaaaaaaaaaa"
    )
    assert "90% of the period covered" in entry.evidence.note
    assert entry.evidence.date == "2026-11-01"
