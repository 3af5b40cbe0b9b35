"""The cost of the same work: what waits is counted, by hand."""

import pytest
from earlier import example

from desktop.storage.examples import names
from models.appraisal.results import OptionResult, case_result
from models.exhibits.verdict import verdict
from models.plan.plan import Entry, Plan, blank_plan
from models.plan.rows import with_row
from models.quantities.declaration import Value
from models.rules.decisions import judged

POOL = "compute.pool.main."
HOURS = 8 * 730


def having(plan: Plan, **values: Value) -> Plan:
    for name, value in values.items():
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    return plan


def flat(**values: Value) -> Plan:
    """Return 8 GPUs at all hours of 60 months at 1.00 an hour, or one server of 300,000."""
    return having(blank_plan(), cloud_price=1.0, server_price=300_000.0, **values)


def owned(plan: Plan) -> OptionResult:
    return case_result(plan, "base").options["on_premises"]


def test_what_waits_counts_what_renting_it_meanwhile_costs() -> None:
    waits = owned(flat(bridging="wait", lead=6))
    assert waits.present_value == pytest.approx(300_000)
    assert waits.waiting_cost == pytest.approx(6 * HOURS)
    # rented meanwhile it costs the same, in cash
    bridged = owned(flat(bridging="cloud", lead=6))
    assert bridged.waiting_cost == 0
    assert bridged.compared == pytest.approx(waits.compared)


def test_a_value_above_that_counts_instead() -> None:
    plan = flat(bridging="wait", lead=6)
    valued = plan.with_entry("base", "workloads.workload.steady.value", Entry(100_000.0))
    assert owned(valued).waiting_cost == pytest.approx(6 * 100_000)
    cheap = plan.with_entry("base", "workloads.workload.steady.value", Entry(10.0))
    assert owned(cheap).waiting_cost == pytest.approx(6 * HOURS)


def test_what_may_not_leave_counts_what_own_servers_cost() -> None:
    # a server of 300,000 is busy in 54 of 60 months, so that six more of them cost a ninth of it; no cloud may do them
    cut_off = flat(bridging="wait", lead=6).with_entry("base", "security.air_gapped", Entry(value=True))
    assert owned(cut_off).waiting_cost == pytest.approx(300_000 / 9)
    inside = flat(bridging="wait", lead=6).with_entry("base", "workloads.workload.steady.place", Entry("inside"))
    assert owned(inside).waiting_cost == pytest.approx(300_000 / 9)
    valued = cut_off.with_entry("base", "workloads.workload.steady.value", Entry(100_000.0))
    assert owned(valued).waiting_cost == pytest.approx(6 * 100_000)


def test_what_may_leave_beside_what_may_not_counts_what_renting_it_costs() -> None:
    inside = flat(bridging="wait", lead=6).with_entry("base", "workloads.workload.steady.place", Entry("inside"))
    both, slug = with_row(inside, "workload", "May leave", like="steady")
    both = both.with_entry("base", f"workloads.workload.{slug}.place", Entry("cloud"))
    both = having(both, hybrid_servers=1)
    # hybrid: a server of 300,000 busy in 54 months and 60 months rented, the dearest that may do what stays;
    # on-premises two servers busy in 54 months, 600,000 / 108
    dearest = max((300_000 + 60 * HOURS) / (54 + 60), 600_000 / 108)
    assert owned(both).waiting_cost == pytest.approx(6 * HOURS + 6 * dearest)


def test_options_are_ranked_by_the_cost_of_the_same_work() -> None:
    # owning costs 300,000 against 350,400 rented; twelve months that wait at 5,840 turn it
    plan = flat(bridging="wait", lead=12)
    case = judged(plan, "base")
    assert case.options["on_premises"].present_value < case.options["cloud"].present_value
    assert case.allowed()[0].key == "cloud"
    assert case.allowed("nominal")[0].key == "cloud"
    said = verdict(plan, case)
    assert said.cheapest == "cloud"
    assert "On-premises costs £50k less but leaves work waiting, counted at £70k." in said.text


def test_millions_of_value_that_wait_are_never_counted_as_saved() -> None:
    plan = example("insurer").plan
    for key, value in (
        ("workloads.workload.assistant.value", 5_000_000.0),
        ("compute.pool.h100.bridging", "wait"),
        ("compute.pool.h100.lead", 9),
    ):
        plan = plan.with_entry("base", key, Entry(value))
    said = verdict(plan, judged(plan, "base"))
    assert said.cheapest == "cloud"
    # nine months of £5m, discounted, are £43.9m; what the other two, without a value, would cost rented comes on top
    waits = judged(plan, "base").options["on_premises"].waiting_cost
    worth = sum(5_000_000 * (1.02 / 1.08) ** (month / 12) for month in range(1, 10))
    assert waits > worth > 43_800_000
    alone = plan
    for work in ("training", "experiments"):
        alone = alone.with_entry("base", f"workloads.workload.{work}.active", Entry(value=False))
    assert judged(alone, "base").options["on_premises"].waiting_cost == pytest.approx(worth, rel=1e-3)


def test_work_without_a_value_is_not_hidden_by_work_that_has_one() -> None:
    # a steady GPU that waits six months counts its cost rented, 730 hours at £8; a copy of it that is worth a
    # thousand times as much counts that, and takes nothing off the first
    plan = flat(bridging="wait", lead=6)
    first = owned(plan).waiting_cost
    both, slug = with_row(plan, "workload", "Another", like="steady")
    valued = both.with_entry("base", f"workloads.workload.{slug}.value", Entry(1_000_000.0))
    assert owned(both).waiting_cost == pytest.approx(2 * first)
    assert owned(valued).waiting_cost == pytest.approx(6 * 1_000_000 + first)


@pytest.mark.parametrize("name", names())
def test_a_later_delivery_never_makes_the_same_work_cheaper_where_it_waits(name: str) -> None:
    plan = example(name).plan
    pools = [f"compute.pool.{pool}." for pool in plan.slugs["pool"]]
    costs: list[float] = []
    for later in (0, 3, 6, 12):
        moved = plan
        for pool in pools:
            moved = moved.with_entry("base", f"{pool}bridging", Entry("wait"))
            moved = moved.with_entry("base", f"{pool}lead", Entry(int(plan.values("base")[f"{pool}lead"]) + later))
        costs.append(owned(moved).compared)
    assert costs == sorted(costs)


@pytest.mark.parametrize("name", [name for name in names() if name not in {"hospital", "laboratory"}])
def test_where_nothing_waits_nothing_is_added(name: str) -> None:
    plan = example(name).plan
    for scenario in plan.scenarios:
        result = case_result(plan, scenario.slug)
        for option in result.options.values():
            assert option.compared == (
                option.views["economic_present_value"] if result.by_society else option.present_value
            )
            assert option.compared_nominal == option.total_cost
