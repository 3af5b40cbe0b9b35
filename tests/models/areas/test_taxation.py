"""Irrecoverable VAT, optimism bias and corporation tax against hand calculations and published examples."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.appraisal.returns import marginal_relief

if TYPE_CHECKING:
    from conftest import Cases

    from models.quantities.declaration import Value

BOUGHT: dict[str, "Value"] = {"server_price": 450_000, "server_gpus": 8, "life": 240, "lead": 0}
"""One server of £450,000, bought in month 0, nothing else."""


def tax(**inputs: "Value") -> dict[str, "Value"]:
    values: dict[str, Value] = {
        "tax_position": "company",
        "year_end": 12,
        "start": "2027-01",
        "tax_payment": "instalments",
        **inputs,
    }
    return {f"finance.{name}": value for name, value in values.items()}


def saved(cases: "Cases", pool: dict[str, "Value"] | None = None, **inputs: "Value") -> list[float]:
    """Return tax saved on premises by calendar year.

    Years close in months 11, 23, 35, 47, 59 and at the horizon, month 60.
    """
    case = cases(work={"gpus": 8}, pool={**BOUGHT, **(pool or {})}, other=tax(**inputs))
    line = case.line("tax.on_premises.saved")
    assert np.flatnonzero(line).tolist() == [month for month in (11, 23, 35, 47, 59, 60) if line[month]]
    return [float(line[month]) for month in (11, 23, 35, 47, 59, 60)]


def test_full_expensing_relieves_a_quarter_in_the_first_year(cases: "Cases") -> None:
    # £450,000 at 25%: £112,500 (GOV.UK, full expensing).
    assert saved(cases, allowances="full") == pytest.approx([112_500, 0, 0, 0, 0, 0])


def test_a_fourteen_per_cent_pool(cases: "Cases") -> None:
    # Writing-down allowances of £63,000, 54,180, 46,594.80, 40,071.53 and 34,461.51; what is left is written off at the
    # horizon.
    found = saved(cases, allowances="writing_down", main_pool=0.14)
    assert [4 * one for one in found[:5]] == pytest.approx([63_000, 54_180, 46_594.80, 40_071.53, 34_461.51], abs=0.01)
    assert sum(found) == pytest.approx(112_500)


def test_the_first_year_allowance_then_the_pool(cases: "Cases") -> None:
    # 40% of 450,000 is 180,000; 14% of the other 270,000 from the next year on.
    found = saved(cases, allowances="first_year", main_pool=0.14)
    assert [4 * one for one in found[:3]] == pytest.approx([180_000, 37_800, 32_508])
    assert sum(found) == pytest.approx(112_500)


def test_the_annual_investment_allowance_goes_to_works_first(cases: "Cases") -> None:
    # £300,000 left: 90,000 of works first, 210,000 of plant; 14% of the other 240,000.
    found = saved(cases, pool={"facility_share": 0.2}, allowances="aia", allowance_limit=300_000, main_pool=0.14)
    assert 4 * found[0] == pytest.approx(90_000 + 210_000 + 0.14 * 240_000)
    assert sum(found) == pytest.approx(0.25 * 540_000)


def test_works_under_full_expensing_take_half_and_then_six_per_cent(cases: "Cases") -> None:
    found = saved(cases, pool={"facility_share": 0.2}, allowances="full")
    # the half of the works that is not allowed at once joins the pool in the next year (GOV.UK, 2022)
    assert [4 * one for one in found[:3]] == pytest.approx([450_000 + 45_000, 0.06 * 45_000, 0.06 * 45_000 * 0.94])


def test_fully_expensed_kit_is_taxed_whole_on_sale(cases: "Cases") -> None:
    # Left at the horizon at a third of its price: £150,000 are taxed.
    found = saved(cases, pool={"resale_5": 1 / 3}, allowances="full")
    assert found == pytest.approx([112_500, 0, 0, 0, 0, -37_500])


def test_a_sale_above_the_pool_is_taxed(cases: "Cases") -> None:
    # Life 24 months: sold in month 24 for 80% of its price, and bought again at half the price by then.
    pool: dict[str, Value] = {"life": 24, "resale_2": 0.8, "resale_3": 0.8, "resale_4": 0.8, "resale_5": 0.8}
    case = cases(
        work={"gpus": 8},
        pool={**BOUGHT, **pool},
        other=tax(allowances="writing_down", main_pool=1.0, hardware_trend=-0.5),
    )
    # With a pool of 100% every purchase is written off at once, so every sale is above the pool and taxed in full.
    revenue, sold = case.line("tax.on_premises.main_allowed"), case.line("tax.on_premises.sold")
    assert sold[35] == pytest.approx(360_000)
    assert revenue[35] == pytest.approx(450_000 * 0.5**2 - 360_000)


def test_expenses_are_deducted_in_their_year(cases: "Cases") -> None:
    case = cases(work={"gpus": 1, "hours": 100}, pool={"cloud_price": 10.0}, other=tax())
    # £1,000 a month from month 1: eleven of them by December, then twelve a year, one in the last month.
    assert case.line("tax.cloud.saved")[[11, 23, 60]].tolist() == pytest.approx([2_750, 3_000, 250])


def test_tax_is_paid_nine_months_after_the_year_and_what_is_open_at_the_horizon(cases: "Cases") -> None:
    case = cases(work={"gpus": 1, "hours": 100}, pool={"cloud_price": 10.0}, other=tax(tax_payment="later"))
    cash = case.line("tax.cloud.cash")
    assert cash[[11, 20, 32]].tolist() == pytest.approx([0, 2_750, 3_000])
    assert cash.sum() == pytest.approx(case.line("tax.cloud.saved").sum())
    assert cash[60] == pytest.approx(3_000 + 250), "the last full year and the last month are settled at the horizon"


def test_without_profit_there_is_no_relief_and_losses_are_carried_forward(cases: "Cases") -> None:
    assert saved(cases, allowances="full", other_profit=0) == [0] * 6
    # £100,000 a year are sheltered until the £450,000 are used: 4 × 25,000 and the half of the fifth.
    assert saved(cases, allowances="full", other_profit=100_000) == pytest.approx(
        [25_000, 25_000, 25_000, 25_000, 12_500, 0]
    )


def test_marginal_relief(cases: "Cases") -> None:
    # HMRC: tax on £150,000 is 37,500 less 1,500. A plan that takes £100,000 off leaves £50,000 at 19%.
    assert marginal_relief(150_000, rate=0.25, lower=50_000, upper=250_000, small_rate=0.19, fraction=0.015) == 36_000
    case = cases(
        work={"gpus": 8},
        pool={**BOUGHT, "server_price": 100_000},
        other=tax(by_profit=True, other_profit=150_000, allowances="full"),
    )
    assert case.line("tax.without")[11] == pytest.approx(36_000)
    assert case.line("tax.on_premises.due")[11] == pytest.approx(9_500)


def test_a_year_the_plan_is_in_for_a_part_counts_whole(cases: "Cases") -> None:
    # Decision in October, year-end in December: the company's year has twelve months of profit and whole limits all the
    # same.
    case = cases(other=tax(start="2026-10", other_profit=150_000, by_profit=True))
    assert case.line("tax.closes")[[2, 14, 26]].tolist() == [1, 1, 1]
    assert case.line("tax.without")[2] == pytest.approx(36_000)


def test_f43_a_company_year_closes_in_the_month_it_ends(cases: "Cases") -> None:
    # Decision in October 2026 (month 0), year-end in March: March 2027 is month 5, and the horizon closes what is open.
    closes = cases(other=tax(start="2026-10", year_end=3)).line("tax.closes")
    assert [month for month, closed in enumerate(closes) if closed] == [5, 17, 29, 41, 53, 60]


def test_research_credit_is_taxed_itself(cases: "Cases") -> None:
    case = cases(
        work={"gpus": 1, "hours": 100}, pool={"cloud_price": 10.0}, other=tax(credit_share=0.5, credit_rate=0.2)
    )
    # £12,000 a year, half of it qualifies: 20% of 6,000 less 25% of that is 900 on top of the relief of 3,000.
    assert case.line("tax.cloud.saved")[23] == pytest.approx(3_900)


def test_an_exempt_body_pays_none_and_saves_none(cases: "Cases") -> None:
    case = cases(work={"gpus": 8}, pool=BOUGHT, other=tax(tax_position="exempt"))
    assert case.line("tax.on_premises.cash").sum() == 0
    assert case.number("tax.on_premises.total_cost") == pytest.approx(450_000)


@pytest.mark.parametrize("allowances", ["full", "aia", "first_year", "writing_down"])
def test_with_enough_profit_all_of_the_cost_is_relieved_in_the_end(cases: "Cases", allowances: str) -> None:
    pool: dict[str, Value] = {
        **BOUGHT,
        "facility_share": 0.1,
        "resale_5": 0.2,
        "life": 36,
        "running_month": 500,
        "decommissioning": 1_000,
    }
    case = cases(
        work={"gpus": 12},
        pool=pool,
        other=tax(allowances=allowances, tax_payment="later", vat_rate=0.2, vat_assets=0.0, other_profit=1e9),
    )
    assert case.number("tax.on_premises.total_cost") == pytest.approx(
        0.75 * case.number("on_premises.total.total_cost")
    )


def test_irrecoverable_vat_by_supply(cases: "Cases") -> None:
    pool: dict[str, Value] = {**BOUGHT, "server_price": 100_000, "running_month": 1_000, "insurance": 0.12}
    other: dict[str, Value] = {
        "finance.vat_rate": 0.2,
        "finance.vat_services": 0.9,
        "finance.vat_assets": 0.0,
        "operations.role.data.people_on_premises": 1.0,
        "operations.role.data.salary": 12_000,
    }
    monthly = cases(work={"gpus": 8}, pool=pool, other=other).monthly("on_premises")
    # Hardware bears all of it, services a tenth of a fifth, insurance of £1,000 and the person of £1,000 none.
    assert monthly[:2].tolist() == pytest.approx([120_000, 1_000 * 1.02 + 1_000 + 1_000])


def test_sales_of_retired_servers_bear_no_vat(cases: "Cases") -> None:
    pool: dict[str, Value] = {**BOUGHT, "server_price": 100_000, "life": 12, "resale_1": 0.5}
    case = cases(
        work={"gpus": 8}, pool=pool, other={"finance.vat_rate": 0.2, "finance.vat_assets": 0.5}, finance={"horizon": 24}
    )
    assert case.line("on_premises.total.vat_assets")[[0, 12]].tolist() == pytest.approx([10_000, 10_000])


def test_optimism_bias_counts_what_is_neither_quoted_nor_mitigated(cases: "Cases") -> None:
    bias: dict[str, Value] = {
        "finance.bias_counted": True,
        "finance.bias_capital": 0.5,
        "finance.quoted_capital": 0.2,
        "finance.bias_running": 0.1,
        "finance.quoted_running": 0.5,
        "finance.bias_mitigated": 0.25,
    }
    monthly = cases(
        work={"gpus": 8}, pool={**BOUGHT, "server_price": 100_000, "running_month": 1_000}, other=bias
    ).monthly("on_premises")
    # Up front: 50% × 0.8 × 0.75 = 30%; running: 10% × 0.5 × 0.75 = 3.75%.
    assert monthly[:2].tolist() == pytest.approx([130_000, 1_037.50])
    off = cases(
        work={"gpus": 8}, pool={**BOUGHT, "server_price": 100_000}, other=bias | {"finance.bias_counted": False}
    )
    assert off.monthly("on_premises").sum() == pytest.approx(100_000)


def test_optimism_bias_of_a_published_example(cases: "Cases") -> None:
    # Mott MacDonald: £100m, upper bound 51%, 92% of it mitigated: 4.08%, £104.08m before risk management of £7m.
    bias: dict[str, Value] = {
        "finance.bias_counted": True,
        "finance.bias_capital": 0.51,
        "finance.bias_mitigated": 0.92,
    }
    case = cases(work={"gpus": 8}, pool={**BOUGHT, "server_price": 100e6}, other=bias)
    assert case.monthly("on_premises").sum() == pytest.approx(104.08e6)


def test_optimism_bias_is_relieved_like_the_cost_it_raises(cases: "Cases") -> None:
    other = tax(bias_counted=True, bias_capital=0.5, bias_running=0.1, other_profit=1e9)
    case = cases(work={"gpus": 8}, pool={**BOUGHT, "running_month": 1_000}, other=other)
    assert case.number("on_premises.total.total_cost") == pytest.approx(450_000 * 1.5 + 60_000 * 1.1)
    assert case.number("tax.on_premises.total_cost") == pytest.approx(
        0.75 * case.number("on_premises.total.total_cost")
    )


def test_where_no_tax_is_paid_the_view_after_tax_is_the_one_before(cases: "Cases") -> None:
    case = cases(
        work={"gpus": 8},
        pool={**BOUGHT, "running_month": 1_000},
        other={"finance.discount_rate": 0.1, "finance.after_tax_rate": 0.03},
    )
    assert case.number("tax.on_premises.present_value") == pytest.approx(case.number("on_premises.total.present_value"))
