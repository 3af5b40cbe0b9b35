"""The insurer's options against a calculation written from MODEL.md alone (its section 8.8).

Beside the plan as it is stand changes of price, volume, growth, rate, life and shape, and five drawn by chance. Sums
of months are compared with every line's own month, so that no two differences can cancel.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from oracle.by_hand import OPTIONS, Option, crossovers, discounted, option_of, present_value
from oracle.by_hand_inputs import Inputs, Value
from oracle.by_hand_lease import bought_of, financing
from oracle.by_hand_limits import left_out
from oracle.by_hand_lines import total
from oracle.by_hand_tax import after_tax_value, tax_saved

from desktop.storage.examples import example
from models.appraisal.model import model
from models.appraisal.results import Results
from models.plan.plan import Plan

NEAR = 1e-9
A_MILLIONTH = 1e-6  # of a pound, where a month has nothing
POOL = "compute.pool.h100."
WORK = "workloads.workload."
PAIRS = (("cloud", "on_premises"), ("cloud", "hybrid"), ("on_premises", "hybrid"), ("cloud", "api"))

CHANGES: Mapping[str, Mapping[str, Value]] = {
    "as it is": {},
    "other VAT": {"finance.vat_services": 0.2, "finance.vat_assets": 0.1},
    "no VAT recovered": {"finance.vat_services": 0.0, "finance.vat_assets": 0.0},
    "a real rate": {"finance.rate_basis": "real", "finance.discount_rate": 0.035},
    "prices move": {
        **{f"finance.{name}_trend": change for name, change in (("cloud", 0.08), ("hardware", 0.1), ("energy", -0.05))},
        "finance.inflation": 0.04,
        "finance.wage_trend": 0.01,
        "finance.api_trend": 0.1,
    },
    "servers live three years": {POOL + "life": 36},
    "a life that does not divide the horizon": {POOL + "life": 17},
    "all servers at once": {POOL + "purchase": "at_once", POOL + "spares": 1},
    "an own room": {POOL + "site": "own_room", POOL + "facility_share": 0.1},
    "delivered after nine months": {POOL + "lead": 9},
    "delivered at once": {POOL + "lead": 0},
    "instances of eight": {POOL + "instance_gpus": 8},
    "terms beyond the horizon, dearer hours": {
        POOL + "late_terms": True,
        POOL + "hybrid_three_years": 0.4,
        POOL + "hybrid_one_year": 0.5,
        POOL + "dearer_hours": 0.2,
    },
    "falling demand": {WORK + "assistant.requests": 40_000_000, WORK + "assistant.growth": -0.2},
    "starts and ends": {WORK + "assistant.start": 7, WORK + "assistant.end": 40, WORK + "assistant.ramp": 5},
    "flat load": {WORK + "assistant.shape": "flat"},
    "no load": {WORK + "assistant.requests": 0.0, WORK + "training.runs": 0.0, WORK + "experiments.runs": 0.0},
    "one workload less": {WORK + "experiments.active": False},
    "experiments wait": {WORK + "experiments.timing": "deferrable"},
    "experiments are owned": {WORK + "experiments.place": "anywhere"},
    "peaks that seldom meet": {"workloads.coincidence": 0.2},
    "training cannot be interrupted": {WORK + "training.checkpointed": False},
    "privacy": {"security.control.privacy.active": True},
    "hybrid on the cloud's terms": {POOL + "hybrid_terms": False},
    "hybrid without commitment": {POOL + "hybrid_terms": False, POOL + "hybrid_commitment": False},
    "hybrid with a third server": {POOL + "hybrid_servers": 3, POOL + "hybrid_one_year": 0.3},
    "short retention": {"data.retention": 10, "data.array_life": 24},
    "expected values off": {"risks.expected": False},
}

DRAWN = {
    POOL + "cloud_price": (5.0, 12.0),
    POOL + "server_price": (180_000.0, 320_000.0),
    WORK + "assistant.requests": (12_000_000.0, 45_000_000.0),
    WORK + "assistant.growth": (-0.1, 0.45),
    WORK + "training.run_hours": (600.0, 2400.0),
    "finance.discount_rate": (0.03, 0.12),
    "finance.cloud_trend": (-0.12, 0.05),
    "operations.role.platform.people_on_premises": (0.3, 1.2),
    POOL + "committed_one_year": (0.0, 0.5),
    POOL + "hybrid_one_year": (0.0, 1.0),
    POOL + "tariff": (0.15, 0.35),
}


def drawn() -> dict[str, dict[str, Value]]:
    """Return five changes of all of these inputs at once, the same at every run."""
    chance = random.Random(20270101)
    return {
        f"drawn {number}": {key: chance.uniform(low, high) for key, (low, high) in DRAWN.items()}
        for number in range(1, 6)
    }


CASES: Mapping[str, Mapping[str, Value]] = {**CHANGES, **drawn()}

TAXED: Mapping[str, Mapping[str, Value]] = {
    "as it is": {},
    "exempt": {"finance.tax_position": "exempt"},
    "other VAT": {"finance.vat_services": 0.2, "finance.vat_assets": 0.1},
    "year-end in March": {"finance.year_end": 3},
    "year-end in the month of the decision": {"finance.year_end": 1},
    "paid at the year-end": {"finance.year_end": 7, "finance.tax_payment": "instalments"},
    "paid twelve months on": {"finance.months_to_payment": 12},
    "little profit": {"finance.other_profit": 300_000.0},
    "no profit": {"finance.other_profit": 0.0},
    "servers sold": {POOL + "life": 36},
    **{name: {**change} for name, change in drawn().items()},
}

# All is bought in month 0, servers alone, so that dates and resale of lease and purchase are the same.
AT_ONCE: Mapping[str, Value] = {
    POOL + "purchase": "at_once",
    POOL + "facility_works": 0.0,
    POOL + "network_share": 0.0,
    "finance.vat_assets": 1.0,
    **{f"data.array_{tier}": 0.0 for tier in ("hot", "warm", "cold")},
}
FINANCED: Mapping[str, Mapping[str, Value]] = {
    "bought at once": AT_ONCE,
    "exempt": {**AT_ONCE, "finance.tax_position": "exempt"},
    "a longer lease": {**AT_ONCE, "finance.lease_term": 60, "finance.lease_rate": 0.06, "finance.lease_residual": 0.0},
    "a lease beyond the horizon": {**AT_ONCE, "finance.lease_term": 72, "finance.loan_term": 84},
    "bought as needed": {},
    "bought as needed, written down": {"finance.allowances": "writing_down"},
    "bought as needed, two fifths in the first year": {"finance.allowances": "first_year"},
    "VAT on works": {"finance.vat_assets": 0.1},
    "a loan at the cost of debt after tax": {"finance.loan_rate": 0.0525},
    "a lease at no rate": {"finance.lease_rate": 0.0, "finance.debt_rate": 0.0},
    **drawn(),
}


@cache
def insurer() -> Plan:
    return example("insurer").plan


def plan_with(change: Mapping[str, Value]) -> Plan:
    plan = insurer()
    for key, value in change.items():
        plan = plan.with_entry("base", key, replace(plan.entry("base", key), value=value))
    return plan


def inputs_of(plan: Plan, *but: str) -> Inputs:
    inputs = Inputs({key: plan.entry("base", key).value for key in plan.entries}, plan.structure.rows)
    assert set(left_out(inputs)) <= set(but)
    return inputs


def program(plan: Plan, *lines: str) -> Results:
    return model(plan.structure).evaluate(plan.values("base"), lines)


def by_month(results: Results, line: str, horizon: int) -> list[float]:
    """Return a line by month; one that the plan leaves without months stands at the same in all."""
    amounts = [float(amount) for amount in results.arrays[line].reshape(-1)]
    return amounts if len(amounts) > 1 else amounts * (horizon + 1)


@cache
def worked(case: str) -> tuple[Plan, Inputs, dict[str, Option]]:
    plan = plan_with(CASES[case])
    inputs = inputs_of(plan)
    return plan, inputs, {option: option_of(inputs, option) for option in OPTIONS}


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("case", CASES)
def test_cost_of_every_month_is_that_of_the_page(case: str, option: str) -> None:
    plan, inputs, options = worked(case)
    line = f"{option}.total.monthly"
    results = program(plan, line, f"{option}.total.cumulative")
    assert by_month(results, line, inputs.horizon) == pytest.approx(options[option].monthly, rel=NEAR, abs=A_MILLIONTH)
    assert results.curve(f"{option}.total.cumulative")[-1] == pytest.approx(sum(options[option].monthly), rel=NEAR)


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("case", CASES)
def test_present_value_is_that_of_the_page(case: str, option: str) -> None:
    plan, inputs, options = worked(case)
    line = f"{option}.total.present_value"
    assert program(plan, line).number(line) == pytest.approx(present_value(inputs, options[option]), rel=NEAR)


@pytest.mark.parametrize("option", ["on_premises", "hybrid"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_left_at_the_horizon_is_that_of_the_page(case: str, option: str) -> None:
    plan, _, options = worked(case)
    line = f"{option}.total.residual"
    assert program(plan, line).number(line) == pytest.approx(options[option].residual, rel=NEAR, abs=A_MILLIONTH)


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("case", CASES)
def test_irrecoverable_vat_is_that_of_the_page(case: str, option: str) -> None:
    plan, inputs, options = worked(case)
    names = ("vat_services",) if option in ("api", "cloud") else ("vat_services", "vat_assets")
    lines = [f"{option}.total.{name}" for name in names]
    results = program(plan, *lines)
    for name, line in zip(names, lines, strict=True):
        mine = total(options[option].lines, inputs.horizon, name=name)
        assert by_month(results, line, inputs.horizon) == pytest.approx(mine, rel=NEAR, abs=A_MILLIONTH)


@pytest.mark.parametrize("kind", ["nominal", "discounted"])
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("case", CASES)
def test_crossovers_are_those_of_the_page(case: str, pair: tuple[str, str], kind: str) -> None:
    plan, inputs, options = worked(case)
    first, second = (
        options[name].monthly if kind == "nominal" else discounted(inputs, options[name].monthly) for name in pair
    )
    mine = crossovers(first, second)
    at = f"{'.'.join(('pair', *pair))}.{kind}."
    results = program(plan, *(at + name for name in ("month", "crossing", "sustained", "sustained_exists")))
    months = by_month(results, at + "month", inputs.horizon)
    crossing = by_month(results, at + "crossing", inputs.horizon)
    assert [month for month, here in zip(months, crossing, strict=True) if here] == pytest.approx(mine.months, rel=NEAR)
    assert bool(results.number(at + "sustained_exists")) == (mine.sustained is not None)
    if mine.sustained is not None:
        assert results.number(at + "sustained") == pytest.approx(mine.sustained, rel=NEAR)


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("case", TAXED)
def test_corporation_tax_is_that_of_the_page(case: str, option: str) -> None:
    plan = plan_with(TAXED[case])
    inputs = inputs_of(plan)
    mine = option_of(inputs, option)
    saved = tax_saved(inputs, mine.lines, mine.residual)
    cash, value = f"tax.{option}.cash", f"tax.{option}.present_value"
    results = program(plan, cash, value)
    assert by_month(results, cash, inputs.horizon) == pytest.approx(saved, rel=NEAR, abs=A_MILLIONTH)
    assert results.number(value) == pytest.approx(after_tax_value(inputs, mine.monthly, saved, mine.residual), rel=NEAR)


@pytest.mark.parametrize("case", FINANCED)
def test_lease_loan_and_purchase_are_those_of_the_page(case: str) -> None:
    plan = plan_with(FINANCED[case])
    inputs = inputs_of(plan, "finance.allowances")
    mine = financing(inputs, bought_of(option_of(inputs, "on_premises").lines, inputs.horizon))
    results = program(plan, *(f"financing.{name}" for name in ("rental", "leasing", "buying", "loan")))
    assert results.number("financing.rental") == pytest.approx(mine.rental, rel=NEAR)
    assert results.number("financing.leasing") == pytest.approx(mine.leasing, rel=NEAR)
    assert results.number("financing.buying") == pytest.approx(mine.buying, rel=NEAR)
    assert results.number("financing.loan") == pytest.approx(mine.loan, rel=NEAR)


def test_what_is_left_out_is_refused() -> None:
    plan = plan_with({"cost_management.tune": True})
    inputs = Inputs({key: plan.entry("base", key).value for key in plan.entries}, plan.structure.rows)
    assert left_out(inputs) == ["cost_management.tune"]
