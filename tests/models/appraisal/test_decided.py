"""Decisions kept: what was bought stays bought, whatever comes."""

import numpy as np
import pytest
from earlier import example

from desktop.storage.examples import names
from models.appraisal.decided import decided
from models.appraisal.model import model
from models.areas.options import OPTIONS
from models.plan.plan import Entry, blank_plan

POOL = "compute.pool.main."
COSTS = [f"{option}.total.present_value" for option in ("cloud", "on_premises", "hybrid")]
HOURS = 8 * 730 * 60


@pytest.mark.parametrize("name", names())
def test_nothing_moves_where_no_input_does(name: str) -> None:
    plan = example(name).plan
    curves = [f"{option}.total.cumulative" for option in OPTIONS]
    for scenario in plan.scenarios:
        kept = decided(plan, scenario.slug).evaluate({}, [*COSTS, *curves])
        free = model(plan.structure).evaluate(plan.values(scenario.slug), [*COSTS, *curves])
        for line in (*COSTS, *curves):
            assert kept.arrays[line] == pytest.approx(free.arrays[line], rel=1e-12)


def test_a_server_bought_for_eight_gpus_stays_when_demand_halves_and_the_rest_is_rented_when_it_doubles() -> None:
    # one server for 8 GPUs at 250,000, renting at 5 an hour. Half the demand: still one server. Twice: 8 more GPUs at 8
    # x 730 x 60 x 5
    plan = blank_plan()
    for key, value in (
        (f"{POOL}server_price", 250_000.0),
        (f"{POOL}cloud_price", 5.0),
        ("workloads.workload.steady.gpus", 8),
    ):
        plan = plan.with_entry("base", key, Entry(value))
    ground = decided(plan, "base")
    found = ground.evaluate(
        {"workloads.workload.steady.gpus": np.array([4.0, 8.0, 16.0])}, [*COSTS, "on_premises.in_use"]
    )
    assert found.arrays["on_premises.total.present_value"].reshape(-1) == pytest.approx(
        [250_000, 250_000, 250_000 + HOURS * 5]
    )
    assert found.arrays["cloud.total.present_value"].reshape(-1) == pytest.approx([HOURS * 2.5, HOURS * 5, HOURS * 10])
    assert found.arrays["on_premises.in_use"].max() == 1
    free = model(plan.structure).evaluate(
        {**plan.values("base"), "workloads.workload.steady.gpus": 16}, ["on_premises.total.present_value"]
    )
    assert free.number("on_premises.total.present_value") == pytest.approx(500_000)


def test_a_late_delivery_is_late_and_bridged_at_the_clouds_price() -> None:
    # paid in month 0 and delivered 6 months later than the plan thought: 6 more months of 8 GPUs are rented
    plan = blank_plan()
    for key, value in ((f"{POOL}server_price", 250_000.0), (f"{POOL}cloud_price", 5.0), (f"{POOL}lead", 3)):
        plan = plan.with_entry("base", key, Entry(value))
    ground = decided(plan, "base")
    wanted = ["on_premises.total.present_value", "on_premises.bought", "on_premises.ordered"]
    found = ground.evaluate({f"{POOL}lead": np.array([3.0, 9.0])}, wanted)
    cost = found.arrays[wanted[0]].reshape(-1)
    assert cost[1] - cost[0] == pytest.approx(6 * 8 * 730 * 5)
    assert found.monthly("on_premises.bought")[:, 1].argmax() == 9
    assert found.monthly("on_premises.ordered")[0].max() == 1


def test_commitments_stay_as_they_were_made() -> None:
    # half of 8 GPUs committed for a year at 20% off; with half the demand all of it is committed and nothing on demand
    plan = blank_plan()
    for key, value in (
        (f"{POOL}cloud_price", 5.0),
        (f"{POOL}committed_one_year", 0.5),
        (f"{POOL}one_year_discount", 0.2),
    ):
        plan = plan.with_entry("base", key, Entry(value))
    ground = decided(plan, "base")
    found = ground.evaluate(
        {"workloads.workload.steady.gpus": np.array([8.0, 4.0, 2.0])}, ["cloud.total.present_value"]
    )
    hour = 730 * 60 * 5
    assert found.arrays["cloud.total.present_value"].reshape(-1) == pytest.approx(
        [4 * hour * 0.8 + 4 * hour, 4 * hour * 0.8, 4 * hour * 0.8]
    )


def test_machine_code_and_single_cases_agree_with_decisions_kept() -> None:
    plan = example().plan
    ground = decided(plan, "base")
    random = np.random.default_rng(3)
    drawn = {
        "workloads.workload.assistant.growth": random.uniform(0, 0.5, 3_000),
        "compute.pool.h100.lead": np.round(random.uniform(1, 12, 3_000)),
        "compute.pool.h100.life": np.round(random.uniform(24, 72, 3_000)),
        "data.growth": random.uniform(0, 1, 3_000),
        "finance.discount_rate": random.uniform(0.02, 0.15, 3_000),
    }
    found = ground.evaluate(drawn, COSTS)
    for case in (0, 1_499, 2_999):
        alone = ground.evaluate({key: float(column[case]) for key, column in drawn.items()}, COSTS)
        for line in COSTS:
            assert found.arrays[line][..., case].reshape(-1)[0] == pytest.approx(alone.number(line), rel=1e-12)
