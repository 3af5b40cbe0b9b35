"""The lever waterfall and the bill shock."""

import pytest
from earlier import example

from models.appraisal.results import case_result
from models.areas.cost_management import LEVERS
from models.exhibits.areas import bill_shock_table, levers_off_table, waterfall_table
from models.exhibits.every_study import STUDIES, Asked
from models.plan.plan import Entry, Plan, blank_plan
from models.rules.decisions import judged
from models.studies.levers import waterfall
from models.studies.stress import BILL_SHOCKS, bill_shock


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the insurer with every lever on."""
    made = example().plan
    for lever in LEVERS:
        made = made.with_entry("base", f"cost_management.{lever}", Entry(value=True))
    return made


def test_the_steps_add_up_to_the_joint_effect_and_the_ends_are_the_plans_own(plan: Plan) -> None:
    fall = waterfall(plan, "base")
    off = plan
    for lever in LEVERS:
        off = off.with_entry("base", f"cost_management.{lever}", Entry(value=False))
    for option, result in case_result(plan, "base").options.items():
        assert fall.with_all[option] == pytest.approx(result.present_value)
        assert fall.without[option] == pytest.approx(case_result(off, "base").options[option].present_value)
        assert sum(step.saving[option] for step in fall.steps) == pytest.approx(fall.joint(option))


def test_a_step_is_its_lever_after_those_before_it(plan: Plan) -> None:
    fall = waterfall(plan, "base")
    first_two = plan
    for lever in LEVERS[2:]:
        first_two = first_two.with_entry("base", f"cost_management.{lever}", Entry(value=False))
    cloud = case_result(first_two, "base").options["cloud"].present_value
    assert fall.without["cloud"] - fall.steps[0].saving["cloud"] - fall.steps[1].saving["cloud"] == pytest.approx(cloud)


def test_a_lever_that_is_off_saves_nothing_and_says_so() -> None:
    plan = example().plan
    assert all(not step.on and not any(step.saving.values()) for step in waterfall(plan, "base").steps)
    assert waterfall_table(plan, "base").rows == []


def test_a_lever_that_is_off_says_what_it_would_save_beside_those_that_are_on() -> None:
    """The study of an example without levers said nothing but dashes."""
    plan = example().plan.with_entry("base", "cost_management.cache", Entry(value=True))
    before = case_result(plan, "base").options
    fall = waterfall(plan, "base")
    for step in fall.steps:
        also = case_result(plan.with_entry("base", f"cost_management.{step.lever}", Entry(value=True)), "base").options
        for option, saved in step.would_save.items():
            assert saved == pytest.approx(before[option].present_value - also[option].present_value, abs=1e-6)
    off = levers_off_table(plan, "base")
    assert [row[0] for row in off.texts()] == [step.label for step in fall.steps if step.lever != "cache"]
    assert len(waterfall_table(plan, "base").rows) == 3, "without levers, caching, with all that are on"
    shown = STUDIES["levers"](plan, "base", Asked(), None)
    best = judged(plan, "base").allowed()[0].key
    most = max((step for step in fall.steps if not step.on), key=lambda step: step.would_save[best])
    assert f"“{most.label}” would save" in shown.finding


def test_bills_of_three_and_five_times_rise_on_straight_lines_and_spare_what_is_owned() -> None:
    plan = example().plan
    as_planned, three, five = bill_shock(plan, "base")
    assert [one.factor for one in (as_planned, three, five)] == list(BILL_SHOCKS)
    for option, result in case_result(plan, "base").options.items():
        assert as_planned.present_value[option] == pytest.approx(result.present_value)
        # Linear: from one to five is twice from one to three.
        assert five.present_value[option] - as_planned.present_value[option] == pytest.approx(
            2 * (three.present_value[option] - as_planned.present_value[option])
        )
    rises = {
        option: five.present_value[option] - as_planned.present_value[option] for option in as_planned.present_value
    }
    assert rises["cloud"] > rises["hybrid"] > rises["on_premises"] > 0, "even owners rent until the first delivery"


def priced_flat(bills: float) -> Plan:
    """Return a flat plan: 8 GPUs at all hours of 60 months, 350,400 GPU-hours at 1.00."""
    made = blank_plan().with_entry("base", "cost_management.bill_factor", Entry(bills))
    for name, value in (("cloud_price", 1.0), ("server_price", 400_000.0)):
        made = made.with_entry("base", f"compute.pool.main.{name}", Entry(value))
    return made


def test_bills_that_the_plan_counts_already_are_no_stress() -> None:
    """A plan with bills of three times the estimate was told of "3 times the estimate" at nine times."""
    plan = priced_flat(2.5)
    planned, three, five = bill_shock(plan, "base")
    # 350,400 GPU-hours at 1.00 are the estimate
    costs = [one.present_value["cloud"] for one in (planned, three, five)]
    assert costs == pytest.approx([2.5 * 350_400, 3 * 350_400, 5 * 350_400])
    assert [one.factor for one in (planned, three, five)] == [2.5, 3, 5]
    assert [one.factor for one in bill_shock(priced_flat(3.0), "base")] == [3, 5]
    beyond = priced_flat(5.0)
    assert [one.label for one in bill_shock(beyond, "base")] == ["As planned"]
    assert not bill_shock_table(beyond, "base", judged(beyond, "base")).rows


def test_what_is_not_allowed_is_never_the_cheapest() -> None:
    plan = example("hospital").plan
    case = judged(plan, "base")
    assert {row[-1] for row in bill_shock_table(plan, "base", case).texts()} == {"On-premises"}
    assert {one.cheapest for one in bill_shock(plan, "base", ["cloud", "on_premises", "hybrid"])} == {""}
