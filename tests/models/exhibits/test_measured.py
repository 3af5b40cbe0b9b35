"""Measurements beside the plan: bridges add up, months are held against the right ones, shares come to the whole."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from earlier import example
from untuned import untuned

from desktop.commands.record import decided
from models.appraisal.model import model
from models.exhibits.calibration import calibration, calibration_finding, calibration_table
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.measured import figures_table, measured_inputs_table, measured_load, register_table
from models.exhibits.recorded import charged_table
from models.exhibits.tracking import followed_first, tracked, tracking_plot, tracking_table
from models.plan.measured_inputs import measured_inputs
from models.plan.measurements import Measurement
from models.plan.plan import Entry, EvidenceKind, Plan, Row, new_plan
from models.rules.recorded import Signature, held
from models.studies.resting import resting

SAAS, BANK = example("saas").plan, example("bank").plan


@pytest.mark.parametrize("plan", [SAAS, BANK], ids=["saas", "bank"])
def test_planned_and_what_explains_it_come_to_what_was_measured(plan: Plan) -> None:
    for one in plan.measurements:
        for row in calibration(plan, "base", one):
            assert row.planned + sum(cause.adds for cause in row.causes) + row.left == pytest.approx(
                row.measured, rel=1e-9, abs=1e-6
            )
            assert all(cause.key in plan.entries for cause in row.causes)


def test_a_taken_measurement_is_what_the_plan_says() -> None:
    log = next(one for one in SAAS.measurements if one.file == "summaries-by-hour.csv")
    assert all(abs(row.difference) <= row.measured * 1e-5 for row in calibration(SAAS, "base", log))
    assert "says what summaries-by-hour.csv measured" in calibration_finding(SAAS, "base", log)


def test_a_wrong_input_is_named_with_all_that_it_explains() -> None:
    """Requests planned at twice what was measured: the whole difference is theirs."""
    log = next(one for one in SAAS.measurements if one.file == "summaries-by-hour.csv")
    key = "workloads.workload.summaries.requests"
    doubled = SAAS.with_entry("base", key, Entry(2 * float(SAAS.entries[key].value)))
    row = next(row for row in calibration(doubled, "base", log) if row.label == "Requests a month")
    assert [cause.key for cause in row.causes] == [key]
    assert row.difference == pytest.approx(-row.measured, rel=1e-5)
    assert abs(row.left) < row.measured * 1e-6
    table = calibration_table(doubled, "base", log)
    assert "Requests" in table.texts()[0][4]


def _steady(price: float = 2.0) -> Plan:
    """Return a plan of eight GPUs in use all day at a price in pounds, with nothing around it."""
    plan = new_plan("x", {"workload": (Row("work", "Work"),), "pool": (Row("main", "Main"),)}, blank=True)
    given = {
        "workloads.workload.work.kind": "steady",
        "workloads.workload.work.gpus": 8.0,
        "workloads.workload.work.hours": 730.0,
        "compute.pool.main.cloud_price": price,
        "compute.pool.main.cloud_currency": "GBP",
        "finance.usual_cost": 10_000.0,
        "finance.start": "2026-10",
    }
    for key, value in given.items():
        plan = plan.with_entry("base", key, Entry(value))  # type: ignore[arg-type]
    return plan


BILL = Measurement(
    "bill.csv",
    "b" * 64,
    "FOCUS 1.2 cost and usage",
    "focus",
    "2026-12-02",
    "2026-11-01",
    "2026-12-01",
    "UTC",
    days=30.0,
    currency="GBP",
    pool="main",
    workload="work",
    sums={"gpu_hours": 5_760.0, "gpu_effective": 17_280.0},
    figures={"gpu_hours": 5_844.0, "gpus": 8.0, "effective_price": 3.0, "spend": 17_532.0},
    months={"2026-11": {"effective": 17_280.0, "days": 30.0}, "2026-12": {"effective": 500.0, "days": 1.0}},
)


def test_a_dearer_price_is_found_by_hand() -> None:
    """Planned 8 × 730 × £2 = £11,680 a month; measured £3 an hour for the same GPUs.

    The price explains £5,840, all of it.
    """
    plan = replace(_steady(), measurements=(BILL,))
    row = next(row for row in calibration(plan, "base", BILL) if row.label == "Cost of GPUs a month")
    assert row.planned == pytest.approx(11_680)
    assert row.measured == pytest.approx(17_520)
    assert {cause.key: pytest.approx(cause.adds) for cause in row.causes} == {"compute.pool.main.cloud_price": 5_840.0}
    assert row.left == pytest.approx(0, abs=1e-6)


def test_months_stand_beside_the_plan_and_part_of_one_is_not_scaled() -> None:
    """The plan begins in October 2026: November is month 1.

    Also one day of December is held against a thirty-first of month 2.
    """
    plan = replace(_steady(), measurements=(BILL,))
    cloud = tracked(plan, "base", "cloud")
    assert [(one.month, one.place, one.actual, one.whole) for one in cloud] == [
        ("2026-11", 1, 17_280, True),
        ("2026-12", 2, 500, False),
    ]
    assert cloud[0].planned == pytest.approx(11_680)
    usual = tracked(plan, "base", "usual")
    assert usual[0].planned == pytest.approx(10_000)
    table = tracking_table(plan, "base", "usual")
    assert table.texts()[0][1:5] == ["1", "£17,280", "£10,000", "+£7,280"]
    assert table.texts()[1][3] == "£323"
    assert followed_first(plan) == "cloud"
    plot = tracking_plot(plan, "base", "cloud")
    assert plot is not None
    assert plot.lines[1].values[1] == 17_280
    assert np.isnan(plot.lines[1].values[-1])


def test_charged_months_are_held_against_a_decision_by_cause() -> None:
    # £11,680 a month and its thirty-first for a day were expected; the price rose by half, £5,840 and its thirty-first;
    # £17,280 and £500 were charged: (17,280 + 500) − 1.5 × 11,680 × (1 + 1/31) = −£305.16 is explained by nothing.
    decided_on = decided(_steady(), "base", Signature("Board", "2026-10-01", "cloud"))
    key = "compute.pool.main.cloud_price"
    later = replace(decided_on, measurements=(BILL,))
    later = later.with_entry("base", key, Entry(1.5 * float(later.entries[key].value)))
    table = charged_table(held(later.records[0], later, "base"), later)
    assert table is not None
    months = 1 + 1 / 31
    assert [float(cast("float", row[1].value)) for row in table.rows] == pytest.approx(
        [11_680 * months, 5_840 * months, 17_780 - 17_520 * months, 17_780]
    )
    assert table.texts()[1][0].endswith("Cloud price")
    assert charged_table(held(decided_on.records[0], decided_on, "base"), decided_on) is None


def test_of_two_files_of_a_kind_the_later_counts_and_other_kinds_add_up() -> None:
    restated = replace(
        BILL, sha256="c" * 64, taken="2026-12-09", months={"2026-11": {"effective": 20_000.0, "days": 30.0}}
    )
    api = replace(BILL, sha256="d" * 64, family="openai cost", months={"2026-11": {"effective": 100.0, "days": 30.0}})
    plan = replace(_steady(), measurements=(BILL, restated, api))
    assert tracked(plan, "base", "cloud")[0].actual == 20_100


@pytest.mark.parametrize("turned", [False, True])
def test_a_file_that_ends_or_begins_within_a_month_does_not_take_its_place(turned: bool) -> None:
    # the second covers the last eleven days of November and all of December, of which the first has one day
    next_one = replace(
        BILL,
        sha256="e" * 64,
        months={"2026-11": {"effective": 6_000.0, "days": 11.0}, "2026-12": {"effective": 18_000.0, "days": 31.0}},
    )
    files = (next_one, BILL) if turned else (BILL, next_one)
    found = tracked(replace(_steady(), measurements=files), "base", "cloud")
    assert [(one.actual, one.days, one.whole) for one in found] == [(17_280, 30, True), (18_000, 31, True)]


def test_the_load_curve_stands_beside_the_plans() -> None:
    log = next(one for one in SAAS.measurements if one.slices and one.workload == "summaries")
    plot = measured_load(SAAS, "base", log)
    assert plot is not None
    assert "has the measured load" in plot.title
    assert plot.lines[0].values[:-1][::-1] == pytest.approx(log.slices)
    flat = SAAS.with_entry("base", "workloads.workload.summaries.shape", Entry("flat"))
    other = measured_load(flat, "base", log)
    assert other is not None
    assert other.lines[1].values == pytest.approx(np.ones(21))
    assert measured_load(SAAS, "base", BILL) is None


def test_shares_of_what_the_cost_rests_on() -> None:
    """One input alone moves the cost of eight GPUs at a price: GPUs, hours and price weigh the same.

    Also two of the three are measured.
    """
    plan = _steady().with_entry("base", "workloads.workload.work.gpus", Entry(800.0))
    for key in ("workloads.workload.work.gpus", "compute.pool.main.cloud_price"):
        entry = plan.entries[key]
        plan = plan.with_entry("base", key, Entry(entry.value, replace(entry.evidence, kind=EvidenceKind.MEASURED)))
    found = resting(plan, "base", "cloud")
    heavy = {one.key: one.moves for one in found.weights if one.moves > 1}
    cost = (
        model(plan.structure)
        .evaluate(plan.values("base"), ["cloud.total.present_value"])
        .number("cloud.total.present_value")
    )
    for key in ("workloads.workload.work.gpus", "compute.pool.main.cloud_price"):
        assert heavy[key] == pytest.approx(0.01 * cost, rel=1e-6)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.shares[EvidenceKind.MEASURED] == pytest.approx(2 * 0.01 * cost / sum(heavy.values()), rel=1e-6)


@pytest.mark.parametrize("plan", [SAAS, untuned("bank")], ids=["saas", "bank"])
def test_the_study_says_what_the_cost_rests_on(plan: Plan) -> None:
    shown = STUDIES["evidence"](plan, "base", Asked(), None)
    assert "rests on measurements" in shown.finding
    assert not shown.finding.startswith("0%")
    assert shown.tables[0].texts()[0][0] == "Measured"


def test_tables_name_files_figures_and_inputs() -> None:
    assert [row[0] for row in register_table(SAAS).texts()] == [one.file for one in SAAS.measurements]
    assert any(row[0] == "GPU-hours a month" for row in figures_table(SAAS.measurements[0]).texts())
    named = [row[0] for row in measured_inputs_table(SAAS, "base").texts()]
    assert "Summaries: Requests" in named
    assert not any("slice" in name for name in named)


def test_measured_inputs_of_every_example_can_be_taken() -> None:
    for plan in (SAAS, BANK):
        for one in plan.measurements:
            assert all(not row.problem for row in measured_inputs(plan, one))


def test_what_a_cluster_costs_is_no_spend_on_model_apis() -> None:
    """A bill of API calls says so; one with hours of GPUs was held against “£0 planned” for APIs."""
    log = next(one for one in SAAS.measurements if one.file == "summaries-by-hour.csv")
    calls = replace(log, currency="GBP", figures={**log.figures, "spend": 29_430.0})
    assert "Spend on model APIs a month" in [row.label for row in calibration(SAAS, "base", calls)]
    cluster = replace(calls, sums={**calls.sums, "gpu_hours": 11_520.0})
    assert "Spend on model APIs a month" not in [row.label for row in calibration(SAAS, "base", cluster)]
