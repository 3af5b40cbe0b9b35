"""Costs and benefits of one's own: when they are paid, where they stand, what tax sees; hand calculations."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.plan.plan import Entry
from models.plan.problems import plan_problems
from models.quantities.declaration import Value

if TYPE_CHECKING:
    from tests.models.areas.conftest import Case, Cases, Inputs

COST, GAIN = "finance.own_cost.own.", "finance.benefit.benefit."


def costing(cases: "Cases", other: "Inputs | None" = None, /, **own: Value) -> "Case":
    """Return a case with one cost of one's own at £100 whose price stays."""
    entered: dict[str, Value] = {"active": True, "amount": 100.0, "growth": 0.0, **own}
    return cases(
        finance={"horizon": 24}, other={**{f"{COST}{key}": one for key, one in entered.items()}, **(other or {})}
    )


def gaining(cases: "Cases", *, pool: "Inputs | None" = None, work: "Inputs | None" = None, **benefit: Value) -> "Case":
    """Return a case with one benefit of £100 a month whose value stays."""
    entered: dict[str, Value] = {"active": True, "amount": 100.0, "growth": 0.0, **benefit}
    return cases(
        finance={"horizon": 12}, work=work, pool=pool, other={f"{GAIN}{key}": one for key, one in entered.items()}
    )


@pytest.mark.parametrize(
    ("own", "months"),
    [
        ({}, range(1, 25)),
        ({"first": 3, "last": 5}, range(3, 6)),
        ({"paid": "year", "first": 1}, (1, 13)),
        ({"paid": "year", "first": 0}, (0, 12, 24)),
        ({"paid": "once", "first": 7}, (7,)),
    ],
)
def test_a_cost_is_paid_in_its_months(cases: "Cases", own: dict[str, Value], months: range) -> None:
    expected = np.zeros(25)
    expected[list(months)] = 100
    for option in ("cloud", "on_premises", "hybrid"):
        assert costing(cases, **own).monthly(option) == pytest.approx(expected)


def test_its_price_changes_from_month_0_on(cases: "Cases") -> None:
    grown = costing(cases, growth=0.1).monthly("cloud")
    assert grown[12] == pytest.approx(110)
    assert grown[24] == pytest.approx(121)


def test_an_option_that_does_not_have_it_does_not_pay_it(cases: "Cases") -> None:
    without = costing(cases, cloud=False)
    assert not without.monthly("cloud").any()
    assert without.monthly("on_premises").sum() == pytest.approx(2_400)
    # a hybrid that keeps no server is the cloud
    assert not without.monthly("hybrid").any()


def test_it_stands_in_its_area_and_class(cases: "Cases") -> None:
    case = costing(cases, area="security", kind="people")
    assert case.line("cloud.total.people").sum() == pytest.approx(2_400)
    assert case.result.options["cloud"].areas == {"security": pytest.approx(2_400)} | {
        area: 0 for area in case.result.options["cloud"].areas if area != "security"
    }


@pytest.mark.parametrize(("vat", "extra"), [("taxed", 20.0), ("outside", 0.0)])
def test_vat_that_is_not_recovered_is_added_where_there_is_any(cases: "Cases", vat: str, extra: float) -> None:
    # £100 at 20%, of which nothing comes back
    rates: Inputs = {"finance.vat_rate": 0.2, "finance.vat_services": 0.0}
    assert costing(cases, rates, vat=vat).monthly("cloud")[1] == pytest.approx(100 + extra)


def test_plant_is_bought_and_takes_capital_allowances(cases: "Cases") -> None:
    # £1,200 of plant in month 0 by a company at 25% with full expensing: £300 of tax less, paid nine months after the
    # year-end of month 2 (March) in month 11
    company: Inputs = {"finance.tax_position": "company", "finance.year_end": 3, "finance.start": "2027-01"}
    case = costing(cases, company, amount=1_200.0, paid="once", first=0, kind="plant", last=0)
    assert case.line("cloud.total.up_front")[0] == pytest.approx(1_200)
    saved = case.line("tax.cloud.cash")
    assert saved.sum() == pytest.approx(300)
    assert saved[11] == pytest.approx(300)
    # in the accounts it is written off over the life of five years: £20 a month from the month after
    assert case.line("accounts.cloud.charge")[1] == pytest.approx(1_200 / 60)


def test_a_benefit_begins_with_service_and_rises(cases: "Cases") -> None:
    brought = gaining(cases, ramp=4, probability=0.5)
    assert brought.monthly("cloud")[:6] == pytest.approx([0, -12.5, -25, -37.5, -50, -50])
    assert brought.result.options["cloud"].areas["benefits"] == pytest.approx(-(12.5 + 25 + 37.5 + 9 * 50))


def test_a_benefit_makes_no_gpu_hour_cheaper(cases: "Cases") -> None:
    """It is set against the cost of an option as a whole, and is no part of what an hour is paid."""
    work: Inputs = {"gpus": 1, "hours": 730}
    pool: Inputs = {"lead": 0, "server_gpus": 1, "cloud_price": 3.0, "server_price": 18_000.0}
    brought, plain = (gaining(cases, work=work, pool=pool, active=active) for active in (True, False))
    assert brought.number("cloud.total.total_cost") < plain.number("cloud.total.total_cost")
    for line in ("unit.cloud.cost", "unit.on_premises.cost", "unit.cloud.hour"):
        assert brought.number(line) == pytest.approx(plain.number(line), rel=1e-12)
        assert plain.number(line) > 0


def test_a_benefit_waits_for_the_servers_that_bring_it(cases: "Cases") -> None:
    # work from month 1, servers delivered in month 4 and used from the next, nothing rented meanwhile
    work: Inputs = {"gpus": 1, "hours": 730}
    pool: Inputs = {"lead": 4, "bridging": "wait", "server_gpus": 1}
    waiting = gaining(cases, work=work, pool=pool, ramp=2)
    assert waiting.line("on_premises.benefits.benefit")[:8] == pytest.approx([0, 0, 0, 0, 0, -50, -100, -100])
    assert waiting.line("cloud.benefits.benefit")[:4] == pytest.approx([0, -50, -100, -100])


def test_bias_does_not_raise_a_benefit(cases: "Cases") -> None:
    plain = gaining(cases).monthly("cloud").sum()
    case = gaining(cases)
    biased = case.plan.with_entry("base", "finance.bias_counted", Entry(value=True))
    assert cases.of(biased).monthly("cloud").sum() == pytest.approx(plain)


def test_what_ends_before_it_begins_is_refused(cases: "Cases") -> None:
    plan = costing(cases).plan
    for key, value in ((f"{COST}first", 6), (f"{COST}last", 5)):
        plan = plan.with_entry("base", key, Entry(value))
    (problem,) = plan_problems(plan)
    assert problem.key == f"{COST}last"
    assert "ends in month 5, before its first, month 6: expected a month from 6 on" in problem.message


def test_an_api_does_its_work_and_brings_the_whole_benefit(cases: "Cases") -> None:
    # all inference by API: the option keeps no GPU, and nothing of its work is undone
    work: Inputs = {"kind": "inference", "requests": 1_000_000, "tokens_in": 1_000, "tokens_out": 200, "replicas": 1}
    priced: dict[str, Value] = {
        "hosting.workload.steady.api_in": 1.0,
        "hosting.workload.steady.api_out": 5.0,
        "hosting.workload.steady.api_currency": "GBP",
    }
    case = cases(work=work, finance={"horizon": 12}, other={**priced, f"{GAIN}active": True, f"{GAIN}amount": 100.0})
    assert "api" in case.result.options
    for option in case.result.options:
        assert case.line(f"{option}.benefits.benefit").sum() == pytest.approx(-1_200), option


def test_people_with_vat_bear_it(cases: "Cases") -> None:
    rates: Inputs = {"finance.vat_rate": 0.2, "finance.vat_services": 0.25}
    assert costing(cases, rates, kind="people").monthly("cloud")[1] == pytest.approx(115)
    assert costing(cases, rates, kind="people", vat="outside").monthly("cloud")[1] == pytest.approx(100)


def test_what_all_options_pay_or_bring_alike_makes_no_lead_less_clear() -> None:
    plan = example("insurer").plan
    for row, amount in ((COST, 50_000.0), (GAIN, 200_000.0)):
        changed = plan
        for key, value in (("active", True), ("amount", amount)):
            changed = changed.with_entry("base", f"{row}{key}", Entry(value))
        changed = changed.with_entry("base", "finance.vat_services", Entry(1.0))
        same = plan.with_entry("base", "finance.vat_services", Entry(1.0))
        before = case_result(same, "base").tolerances
        assert case_result(changed, "base").tolerances == pytest.approx(before), row
