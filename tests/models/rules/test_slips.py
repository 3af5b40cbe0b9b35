"""Forty slips of units, periods and counting, each named with its cause; none is named where nothing slipped."""

import pytest
from earlier import example

from desktop.storage.examples import names
from models.appraisal.model import model
from models.plan.plan import Entry, Plan
from models.plan.problems import value_problem
from models.quantities.declaration import Value
from models.rules.consistency import consistency

POOL, WORK, ROUTE = "compute.pool.h100.", "workloads.workload.assistant.", "hosting.workload.assistant."
ROLE, TOOL, OWN = "operations.role.ml.", "operations.tool.wandb.", "finance.own_cost.own."
INSURER = example("insurer").plan

SLIPS: list[tuple[str, Value, str]] = [
    # of a period
    (f"{POOL}cloud_price", 6_500.0, "price of a month"),
    (f"{POOL}cloud_price", 78_000.0, "price of a year"),
    (f"{POOL}running_month", 18_000.0, "cost of a year"),
    (f"{POOL}running_hour", 1_500.0, "was a monthly cost meant"),
    (f"{POOL}colocation_price", 2_400.0, "price of a year"),
    (f"{POOL}colocation_price", 0.25, "price of a kWh"),
    (f"{POOL}rack_price", 12_000.0, "price of a year"),
    (f"{ROLE}salary", 5_800.0, "pay of a month"),
    (f"{ROLE}salary", 320.0, "pay of a day"),
    ("operations.day_rate", 55.0, "rate of an hour"),
    ("operations.day_rate", 92_000.0, "pay of a year"),
    (f"{TOOL}user_price", 600.0, "sum of a year"),
    (f"{POOL}life", 5, "looks like years"),
    (f"{POOL}lead", 120, "looks like days"),
    (f"{WORK}hours", 24.0, "hours of a day"),
    (f"{WORK}hours", 8_760.0, "out of range"),
    # thousandfold, and thousandths
    (f"{POOL}server_power", 10_200.0, "looks like watts"),
    (f"{POOL}server_price", 240.0, "looks like thousands"),
    (f"{ROLE}salary", 75.0, "looks like thousands"),
    (f"{ROUTE}api_in", 0.002, "price of a thousand tokens"),
    (f"{ROUTE}api_out", 0.000012, "price of a token"),
    ("data.price_hot", 100.0, "price of a TB"),
    ("data.egress_price", 80.0, "price of a TB"),
    ("data.array_hot", 0.4, "price of a GB"),
    (f"{POOL}tariff", 240.0, "price of a MWh"),
    ("finance.grid_carbon", 129.0, "looks like grams"),
    ("finance.embodied", 3.5, "looks like tonnes"),
    (f"{WORK}kv_kilobytes", 327_680.0, "looks like bytes"),
    (f"{WORK}tokens_in", 1.5, "thousands of tokens"),
    (f"{POOL}device_memory", 80_000.0, "looks like megabytes"),
    # pence, per cent, the other way round
    (f"{POOL}tariff", 24.0, "looks like pence or cents"),
    (f"{ROUTE}api_in", 250.0, "looks like pence or cents"),
    (f"{POOL}pue", 154.0, "looks like a percentage"),
    ("finance.dollar_rate", 1.34, "the other way round"),
    # a GPU for a server, a server for a GPU
    (f"{POOL}cloud_price", 71.552, "price of a whole instance"),
    (f"{POOL}server_price", 30_000.0, "price of one GPU"),
    (f"{POOL}server_power", 1.2, "power of one GPU"),
    (f"{POOL}device_memory", 2_000.0, "memory of a whole server"),
    # counted twice
    ("finance.social_rate", 0.00035, "percentage of a percentage"),
    (f"{POOL}maintenance", 0.21, "is the price itself"),
]


def told(plan: Plan, key: str, value: Value) -> str:
    """Return what is said of an input with a value that slipped, by a check or as it is refused."""
    changed = plan.with_entry("base", key, Entry(value))
    refused = value_problem(key, plan.declaration(key), value, plan.slugs)
    if refused is not None:
        return refused.message
    return " ".join(problem.message for problem in consistency(changed, "base") if problem.key == key)


@pytest.mark.parametrize(("key", "value", "cause"), SLIPS, ids=[f"{key} {value}" for key, value, _ in SLIPS])
def test_a_slip_is_named_with_its_cause(key: str, value: Value, cause: str) -> None:
    assert len(SLIPS) == 40
    assert cause in told(INSURER, key, value)


@pytest.mark.parametrize("name", names())
def test_no_example_has_one(name: str) -> None:
    plan = example(name).plan
    for scenario in plan.scenarios:
        assert [one for one in consistency(plan, scenario.slug) if "looks like" in one.message] == []


def test_the_servers_price_spread_over_months_is_found_among_costs_of_ones_own() -> None:
    plan = INSURER.with_entry("base", f"{OWN}active", Entry(value=True))
    figures = model(plan.structure).evaluate(plan.values("base"), ["on_premises.ordered"])
    servers = float(figures.rows("on_premises.ordered").sum())
    price = float(plan.values("base")[f"{POOL}server_price"]) * float(plan.values("base")["finance.dollar_rate"])
    amount = round(servers * price / 60)
    assert "amortisation, counted twice" in told(plan, f"{OWN}amount", amount)
    assert told(plan, f"{OWN}amount", amount * 3) == ""


@pytest.mark.parametrize("field", ["running_month", "running_hour", "running_busy_hour"])
def test_a_server_is_not_paid_and_powered_twice_by_any_running_field(field: str) -> None:
    values = INSURER.values("base")
    gpus = float(values[f"{POOL}server_gpus"])
    hours = {"running_month": 1.0, "running_hour": 730.0, "running_busy_hour": 730.0 * gpus}
    price = float(values[f"{POOL}server_price"]) * float(values["finance.dollar_rate"])
    spread = price / float(values[f"{POOL}life"]) / hours[field]
    assert "amortisation counted beside the purchase" in told(INSURER, f"{POOL}{field}", spread)
    power = float(values[f"{POOL}server_power"]) * float(values[f"{POOL}tariff"]) * 730 / hours[field]
    own = INSURER.with_entry("base", f"{POOL}site", Entry("own_room"))
    assert "is its electricity counted twice" in told(own, f"{POOL}{field}", power)
    assert "electricity" not in told(INSURER, f"{POOL}{field}", power), "a fee for colocation is none"
