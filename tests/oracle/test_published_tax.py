"""Published examples of corporation tax, allowances and VAT. Each names its source and the figures it prints."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from models.appraisal.model import model
from models.appraisal.returns import annuity_factor, day_weighted_rate, marginal_relief, net_present_value
from models.plan.plan import Entry, blank_plan
from models.plan.problems import plan_problems
from models.quantities.declaration import Value

POOL = "compute.pool.main."
WORK = "workloads.workload.steady."
COMPANY: dict[str, Value] = {
    "finance.tax_position": "company",
    "finance.tax_payment": "instalments",
    "finance.start": "2027-01",
    "finance.year_end": 12,
}
"""A company whose years close in months 11, 23, 35 … and at the horizon."""


def line(key: str, values: Mapping[str, Value]) -> NDArray[np.float64]:
    """Return a line by month of a blank plan with these values, of a company."""
    plan = blank_plan()
    for name, value in (COMPANY | dict(values)).items():
        assert name in plan.entries, name
        plan = plan.with_entry("base", name, Entry(value))
    assert not plan_problems(plan)
    return model(plan.structure).evaluate(plan.values("base"), [key]).rows(key)[0, :, 0]


def server(price: float, **finance: Value) -> dict[str, Value]:
    """Return a plan that buys one server in month 0, and its taxes."""
    machine: dict[str, Value] = {f"{POOL}server_price": price, f"{POOL}server_gpus": 8, f"{POOL}life": 240}
    work: dict[str, Value] = {f"{POOL}lead": 0, f"{WORK}gpus": 8}
    return machine | work | {f"finance.{name}": value for name, value in finance.items()}


def pooled(price: float, rate: float, years: int, **finance: Value) -> dict[str, Value]:
    """Return a plan that writes a server down at a rate and closes with the last of these years."""
    terms: dict[str, Value] = {"allowances": "writing_down", "main_pool": rate, "horizon": 12 * years - 1}
    return server(price, **(terms | finance))


# Profit, lower and upper limit, tax printed. Main rate 25%, small profits rate 19%, fraction 3/200.
MARGINAL = {
    # ACCA, "Associated companies and corporation tax: examples", March 2023, example 1: £50,000 less £750.
    "ACCA": (200_000, 50_000, 250_000, 49_250.0),
    # HMRC, Company Taxation Manual, CTM03956: two associated companies, limits of £16,667 and £83,333; £13,750 less
    # £425.
    "CTM03956": (55_000, 50_000 / 3, 250_000 / 3, 13_325.0),
    # CTM03930: nine months, limits of £37,500 and £187,500; £13,750 less £1,987.50. The limits are entered: a plan
    # counts every year whole.
    "CTM03930": (55_000, 37_500, 187_500, 11_762.50),
    # CTM03925: where the limits meet: £9,500 at £50,000 and £62,500 at £250,000.
    "CTM03925 lower": (50_000, 50_000, 250_000, 9_500.0),
    "CTM03925 upper": (250_000, 50_000, 250_000, 62_500.0),
}


@pytest.mark.parametrize("name", MARGINAL)
def test_corporation_tax_with_marginal_relief(name: str) -> None:
    profit, lower, upper, due = MARGINAL[name]
    found = marginal_relief(profit, rate=0.25, lower=lower, upper=upper, small_rate=0.19, fraction=0.015)
    assert found == pytest.approx(due, abs=0.01)
    limits: dict[str, Value] = {"finance.lower_limit": lower, "finance.upper_limit": upper}
    profits: dict[str, Value] = {"finance.other_profit": profit, "finance.by_profit": True}
    assert line("tax.without", limits | profits)[11] == pytest.approx(due, abs=0.01)


def test_the_marginal_rate_is_26_and_a_half_per_cent() -> None:
    # CTM03925: the tax on the £200,000 between the limits is £53,000, 26.5%.
    between = [MARGINAL[name][3] for name in ("CTM03925 lower", "CTM03925 upper")]
    assert between[1] - between[0] == 53_000
    profits: dict[str, Value] = {"finance.other_profit": 200_000, "finance.by_profit": True}
    # So a plan that spends £10,000 saves £2,650.
    bought = server(10_000, allowances="full") | profits
    assert line("tax.on_premises.saved", bought)[11] == pytest.approx(2_650)


def test_marginal_relief_where_the_main_rate_changes_within_the_year() -> None:
    # CTM03957: £45,000 with limits of a fifth; 91 days at 25% and 275 at 26%: £2,797.25 + £8,790.86 = £11,588.11,
    # less £75: £11,513.11.
    rate = (91 * 0.25 + 275 * 0.26) / 366
    found = marginal_relief(45_000, rate=rate, lower=10_000, upper=50_000, small_rate=0.2, fraction=0.015)
    assert found + 75 == pytest.approx(11_588.11, abs=0.01)
    assert found == pytest.approx(11_513.11, abs=0.01)


def test_marginal_relief_under_former_rates() -> None:
    # https://www.sfm.com/corporation-rateforprofituk: £400,000 at 26%, upper limit £1.5m: £104,000 less £16,500:
    # £87,500.
    found = marginal_relief(400_000, rate=0.26, lower=300_000, upper=1_500_000, small_rate=0.2, fraction=0.015)
    assert found == pytest.approx(87_500)
    # HMRC, CTM03655, year to 30 June 2007: £350,000 at 30%, upper limit £375,000, 11/400 for 274 days and 1/40 for 91:
    # £104,328.09. The sum follows; its two reliefs, printed as £469.18 and £171.40, are £516.10 and £155.82.
    parts = [11 / 400 * 25_000 * 274 / 365, 1 / 40 * 25_000 * 91 / 365]
    assert parts == pytest.approx([516.10, 155.82], abs=0.005)
    fraction = (11 / 400 * 274 + 1 / 40 * 91) / 365
    found = marginal_relief(350_000, rate=0.3, lower=75_000, upper=375_000, small_rate=0.2, fraction=fraction)
    assert found == pytest.approx(104_328.09, abs=0.011)


def test_the_hybrid_rate_of_2026_from_its_parts() -> None:
    # Bonham and Brook, "What the Autumn Budget 2025 means in practice": 90 days at 18% are 4.44%, 275 at 14% are
    # 10.55%: 14.99%. HMRC, CA23222, has the same days and a pool of £10,000, of which that is £1,499.
    rate = day_weighted_rate(date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 1), 0.18, 0.14)
    assert rate == pytest.approx(0.0444 + 0.1055)
    assert line("tax.on_premises.main_allowed", pooled(10_000, rate, 2))[11] == pytest.approx(1_499)


# McLaney, Business Finance, example 5.3, https://issuhub.com/view/index/4197?pageIndex=137: a van of £12,000 written
# down at 25%: £3,000, £2,250 and £1,688, £5,062 left. Sold in the fourth year for £6,000, £938 are taxed; for £4,000,
# £1,062 are relieved.
@pytest.mark.parametrize(("sold_for", "printed"), [(6_000, -938), (4_000, 1_062)])
def test_balancing_charge_and_allowance_of_a_van(sold_for: float, printed: float) -> None:
    resale: dict[str, Value] = {f"{POOL}resale_{year}": sold_for / 12_000 for year in range(1, 6)}
    values = pooled(12_000, 0.25, 4) | resale
    assert line("tax.on_premises.main_pool", values)[[11, 23, 35]].tolist() == pytest.approx(
        [9_000, 6_750, 5_062], abs=0.51
    )
    found = line("tax.on_premises.allowed", values)[[11, 23, 35, 47]]
    assert found.tolist() == pytest.approx([3_000, 2_250, 1_688, printed], abs=0.51)


@pytest.mark.parametrize(
    ("pool", "allowance", "left"),
    [
        # aCOWtancy, ACCA TX-UK, E, capital allowances: £100,000 at 18%: £18,000.
        (100_000, 18_000, 82_000),
        # HMRC, CA23225: £1,200 at 18%: £216, and £984 are left.
        (1_200, 216, 984),
    ],
)
def test_a_years_writing_down_allowance(pool: float, allowance: float, left: float) -> None:
    values = pooled(pool, 0.18, 3)
    assert line("tax.on_premises.main_allowed", values)[11] == pytest.approx(allowance)
    assert line("tax.on_premises.main_pool", values)[11] == pytest.approx(left)


def test_lease_or_buy_with_allowances() -> None:
    # aCOWtancy, ACCA, "Lease or buy",
    # https://www.acowtancy.com/find/textbook/topic?topic=a33bc1b1-aa70-cc33-f701-b050421dc9ab: $6,400 over five years
    # at 25%, tax of 30% a year later, 8% after tax. Allowances of 1,600, 1,200, 900, 675 and 2,025 save 480, 360,
    # 270, 203 and 608; buying costs 4,984. Five rents of 1,420 in advance cost 4,548.
    values = pooled(6_400, 0.25, 5, tax_rate=0.3)
    closes = [11, 23, 35, 47, 59]
    allowed = line("tax.on_premises.allowed", values)[closes]
    assert allowed.tolist() == pytest.approx([1_600, 1_200, 900, 675, 2_025])
    saved = line("tax.on_premises.saved", values)[closes]
    assert saved.tolist() == pytest.approx([480, 360, 270, 203, 608], abs=0.51)
    buying = net_present_value(0.08, [6_400.0, 0.0, *(-saved).tolist()])
    relief = 0.3 * 1_420 * (annuity_factor(0.08, 6) - annuity_factor(0.08, 1))
    leasing = 1_420 * (1 + annuity_factor(0.08, 4)) - relief
    assert (buying, leasing) == pytest.approx((4_984, 4_548), abs=1)


def test_a_million_under_the_first_year_allowance_of_2026() -> None:
    # Policy Wire, 1 January 2026, on HMRC's policy paper of 26 November 2025: £400,000 at once saves £100,000 at 25%;
    # the other £600,000 join the pool, where 14% are £84,000 in the year after.
    values = server(1_000_000, allowances="first_year", main_pool=0.14, horizon=59)
    assert line("tax.on_premises.allowed", values)[[11, 23]].tolist() == pytest.approx([400_000, 84_000])
    assert line("tax.on_premises.saved", values)[11] == pytest.approx(100_000)
    assert line("tax.on_premises.main_pool", values)[11] == pytest.approx(600_000)


def test_proceeds_after_the_first_year_allowance_come_off_the_pool() -> None:
    # ICAEW, TAXline 2026, "Budget changes to capital allowances": they are deducted from the main pool, no balancing
    # charge by themselves. £300,000 for the same machine at the end leave 600,000 − 84,000 − 300,000 to relieve.
    resale: dict[str, Value] = {f"{POOL}resale_{year}": 0.3 for year in range(1, 6)}
    values = server(1_000_000, allowances="first_year", main_pool=0.14, horizon=35) | resale
    allowed = line("tax.on_premises.allowed", values)
    assert allowed[35] == pytest.approx(600_000 - 84_000 - 300_000)
    assert allowed.sum() == pytest.approx(700_000)


def test_research_credit_of_a_million() -> None:
    # ForrestBrown, "R&D tax rates", merged scheme, example 1: £1,000,000 qualify for a credit of £200,000, worth
    # £150,000 (15%) to a company at the main rate.
    values: dict[str, Value] = {
        f"{WORK}gpus": 1,
        f"{WORK}hours": 100,
        f"{POOL}cloud_price": 1_000_000 / 12 / 100,
        "finance.horizon": 24,
        "finance.year_end": 1,
        "finance.credit_share": 1.0,
        "finance.credit_rate": 0.2,
    }
    assert line("tax.cloud.cloud", values)[12] == pytest.approx(1_000_000)
    assert line("tax.cloud.credit", values)[12] == pytest.approx(150_000)


def test_vat_recovered_at_first_by_a_partly_exempt_business() -> None:
    # aCOWtancy, ACCA ATX-UK, A6, capital goods scheme: VAT of £100,000, use 80% taxable: £80,000 are recovered at
    # first.
    values = server(500_000, vat_rate=0.2, vat_assets=0.8)
    assert 100_000 - line("on_premises.total.vat_assets", values)[0] == pytest.approx(80_000)
