"""Options ranked by what they cost society: without VAT, real, at the social rate. Hand figures beside the checks."""

from dataclasses import replace

import pytest

from models.appraisal.results import CaseResult, case_result
from models.plan.deciding_body import with_body
from models.plan.plan import Entry, Plan, Row, new_plan
from models.quantities.declaration import Value
from models.rules.decisions import findings, judged
from models.rules.judging import judge

HOURS = 8 * 730
"""GPU-hours of eight GPUs in a month."""


def plan(**more: Value) -> Plan:
    """Return eight GPUs for a year: rented at £1 an hour, or one server of £64,000 whose VAT is not recovered."""
    made = new_plan("Case", {"workload": (Row("steady", "Steady"),), "pool": (Row("main", "Main"),)}, blank=True)
    values: dict[str, Value] = {
        "workloads.workload.steady.gpus": 8.0,
        "compute.pool.main.cloud_price": 1.0,
        "compute.pool.main.server_price": 64_000.0,
        "finance.horizon": 12,
        "finance.carbon_value": 0.0,
        "finance.vat_rate": 0.2,
        "finance.vat_services": 1.0,
        "finance.vat_assets": 0.0,
        **{key.replace("__", "."): value for key, value in more.items()},
    }
    for key, value in values.items():
        made = made.with_entry("base", key, Entry(value))
    return made


def case(made: Plan) -> CaseResult:
    return case_result(made, "base")


def test_what_the_organisation_pays_and_what_society_pays_rank_the_options_differently() -> None:
    # Rented: 12 x 5,840 = 70,080. Owned: 64,000 with VAT of 12,800 = 76,800; to society VAT is no cost.
    own = case(plan())
    assert own.ranked()[0].key == "cloud"
    assert own.options["cloud"].compared == pytest.approx(70_080)
    assert own.options["on_premises"].compared == pytest.approx(76_800)
    public = case(with_body(plan(), "public"))
    assert public.options["cloud"].compared == pytest.approx(70_080)
    assert public.options["on_premises"].compared == pytest.approx(64_000)
    assert judge(
        with_body(plan(), "public"), "base", judged(with_body(plan(), "public"), "base")
    ).planned.recommended == ("on_premises")
    # What is paid stays what is paid.
    assert public.options["on_premises"].present_value == pytest.approx(76_800)


def test_social_discounting_is_real() -> None:
    # 5,840 a month at an inflation of 2% a year: in real terms 5,840 again; at 3.5% a year real, twelve months of it.
    public = with_body(plan(finance__inflation=0.02, finance__cloud_trend=0.02, finance__social_rate=0.035), "public")
    by_hand = sum(HOURS / 1.035 ** (month / 12) for month in range(1, 13))
    assert case(public).options["cloud"].compared == pytest.approx(by_hand)


def test_work_that_waits_is_counted_once() -> None:
    # Three months wait. With a value of 1,000 a month the economic cost has 3,000 of it; renting meanwhile would cost
    # 5,840 a month, so that 3 x 4,840 are added. Without a value all of 3 x 5,840 are: nothing undone counts as saved.
    # The server is nine months old at the horizon and keeps a quarter of its price, which falls to nothing in a year.
    waits: dict[str, Value] = {"compute__pool__main__lead": 3, "compute__pool__main__bridging": "wait"}
    valued = case(with_body(plan(**waits, workloads__workload__steady__value=1_000.0), "public"))
    plain = case(with_body(plan(**waits), "public"))
    assert valued.options["on_premises"].compared == pytest.approx(48_000 + 3 * HOURS)
    assert plain.options["on_premises"].compared == pytest.approx(48_000 + 3 * HOURS)
    assert valued.options["on_premises"].views["economic_present_value"] == pytest.approx(48_000 + 3_000)


def test_business_as_usual_and_the_value_of_the_work_are_on_the_same_basis() -> None:
    usual = with_body(
        plan(finance__usual_cost=5_000.0, finance__usual_same_work=True, finance__social_rate=0.035), "public"
    )
    by_hand = sum(5_000 / 1.035 ** (month / 12) for month in range(1, 13))
    assert case(usual).usual_compared == pytest.approx(by_hand)


def test_a_business_case_that_asks_for_the_other_cost_is_told() -> None:
    company = plan()
    told = replace(company, paper=replace(company.paper, mode="public"))
    names = {one.rule.key for one in findings(told, "base", case(told))}
    assert "ranked_otherwise" in names
    for mode in ("public", "company"):
        settled = with_body(told, mode)
        assert "ranked_otherwise" not in {one.rule.key for one in findings(settled, "base", case(settled))}
