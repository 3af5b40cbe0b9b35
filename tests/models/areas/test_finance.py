"""Money of different months and currencies: discounting, inflation, trends, exchange rates, business as usual."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from models.appraisal.results import case_result
from models.plan.plan import Entry
from models.plan.problems import plan_problems

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Inputs

MIXED: "Inputs" = {
    "cloud_price": 2,
    "server_price": 90_000,
    "life": 24,
    "resale_2": 0.4,
    "resale_1": 0.6,
    "running_month": 300,
}


def test_discounting_at_zero_changes_nothing(cases: "Cases") -> None:
    result = cases(work={"growth": 0.3}, pool=MIXED).result
    for option in result.options.values():
        assert option.discounted.tolist() == pytest.approx(option.cumulative.tolist())
        assert option.present_value == pytest.approx(option.total_cost)
    for nominal in (one for one in result.pairs if one.basis == "nominal"):
        discounted = result.pair(nominal.first, nominal.second, "discounted")
        assert (discounted.sustained, discounted.first_cheaper) == (nominal.sustained, nominal.first_cheaper)


def test_present_value_is_the_sum_of_each_month_over_its_compound_factor(cases: "Cases") -> None:
    case = cases(work={"growth": 0.3}, pool=MIXED, finance={"horizon": 36, "discount_rate": 0.08})
    for option in ("cloud", "on_premises"):
        paid = case.monthly(option)
        by_hand = sum(amount / 1.08 ** (month / 12) for month, amount in enumerate(paid))
        result = case.result.options[option]
        assert result.present_value == pytest.approx(by_hand - result.residual / 1.08**3)
        assert result.discounted[-1] == pytest.approx(by_hand)


def test_month_zero_is_not_discounted_and_a_year_is_discounted_once(cases: "Cases") -> None:
    # £80,000 now and, for a life of a year, £80,000 in month 12: 80,000 + 80,000 / 1.25.
    case = cases(pool={"server_price": 80_000, "life": 12}, finance={"horizon": 24, "discount_rate": 0.25})
    assert case.result.options["on_premises"].present_value == pytest.approx(144_000)


def test_a_level_rent_is_worth_its_annuity(cases: "Cases") -> None:
    # At 12.682503% a year, 1% a month, £1 a month for 24 months is worth (1 − 1.01⁻²⁴) / 0.01 = £21.2434 (annuity
    # tables).
    case = cases(
        work={"gpus": 1}, pool={"cloud_price": 1 / 730}, finance={"horizon": 24, "discount_rate": 1.01**12 - 1}
    )
    assert case.result.options["cloud"].present_value == pytest.approx(21.2434, abs=5e-5)


def test_a_real_rate_is_turned_nominal_with_inflation(cases: "Cases") -> None:
    # The Green Book's 3.5% with 2% inflation: 1.035 × 1.02 = 1.0557.
    finance: Inputs = {"horizon": 24, "inflation": 0.02}
    real = cases(pool=MIXED, finance={**finance, "discount_rate": 0.035, "rate_basis": "real"})
    nominal = cases(pool=MIXED, finance={**finance, "discount_rate": 0.0557})
    assert real.number("finance.nominal_rate") == pytest.approx(0.0557)
    for option, found in real.result.options.items():
        assert found.present_value == pytest.approx(nominal.result.options[option].present_value)


def test_costs_that_rise_with_inflation_are_worth_their_amount_of_today_at_a_real_rate_of_zero(cases: "Cases") -> None:
    # £300 a month in prices of today for 24 months, whatever inflation is.
    for inflation in (-0.05, 0.0, 0.1):
        case = cases(pool={"running_month": 300}, finance={"horizon": 24, "inflation": inflation, "rate_basis": "real"})
        assert case.result.options["on_premises"].present_value == pytest.approx(7_200)


def test_equivalent_annual_cost_without_interest_is_present_value_over_years(cases: "Cases") -> None:
    for horizon, years in ((12, 1), (30, 2.5), (60, 5)):
        option = cases(pool=MIXED, finance={"horizon": horizon}).result.options["on_premises"]
        assert option.equivalent_annual_cost == pytest.approx(option.present_value / years)


def test_equivalent_annual_cost_of_a_level_rent_is_twelve_months_of_it(cases: "Cases") -> None:
    for rate in (0.0, 0.08, 0.5):
        case = cases(pool={"cloud_price": 1}, finance={"horizon": 48, "discount_rate": rate})
        assert case.result.options["cloud"].equivalent_annual_cost == pytest.approx(12 * 5_840)


def test_equivalent_annual_cost_of_a_purchase_is_its_loan_repayment(cases: "Cases") -> None:
    # A loan of £10,000 over 24 months at 1% a month is repaid at £470.73 a month (annuity tables: 10,000 / 21.2434).
    case = cases(pool={"server_price": 10_000}, finance={"horizon": 24, "discount_rate": 1.01**12 - 1})
    assert case.result.options["on_premises"].equivalent_annual_cost == pytest.approx(12 * 470.73, abs=0.06)


@pytest.mark.parametrize(("currency", "rate"), [("GBP", 1.0), ("USD", 0.8), ("EUR", 0.85)])
def test_every_price_is_converted_from_the_currency_it_is_quoted_in(cases: "Cases", currency: str, rate: float) -> None:
    finance: Inputs = {"dollar_rate": 0.8, "euro_rate": 0.85, "horizon": 12}
    pool: Inputs = {
        "cloud_price": 2,
        "cloud_currency": currency,
        "cloud_software": 1_200,
        "software_currency": currency,
    }
    rented = cases(pool=pool, finance=finance).monthly("cloud")
    assert rented[1:].tolist() == pytest.approx([(5_840 * 2 + 8 * 100) * rate] * 12)
    owned: Inputs = {
        "server_price": 90_000,
        "server_currency": currency,
        "server_software": 1_200,
        "software_currency": currency,
    }
    paid = cases(pool={**owned, "running_month": 10}, finance=finance).monthly("on_premises")
    # Amounts without a currency of their own are in the plan's.
    assert paid.tolist() == pytest.approx([90_000 * rate] + [800 * rate + 10] * 12)


def test_a_plan_in_dollars_turns_pounds_into_dollars(cases: "Cases") -> None:
    case = cases(pool={"cloud_price": 2, "cloud_currency": "GBP", "server_price": 90_000, "server_currency": "USD"})
    plan = replace(case.plan, currency="USD")
    for name, rate in (("pound", 1.25), ("dollar", 1.0), ("euro", 1.1)):
        plan = plan.with_entry("base", f"finance.{name}_rate", Entry(rate))
    assert not plan_problems(plan)
    options = case_result(plan, "base").options
    assert options["cloud"].total_cost == pytest.approx(5_840 * 60 * 2 * 1.25)
    assert options["on_premises"].total_cost == pytest.approx(90_000)


def test_a_rate_of_the_plans_own_currency_other_than_one_is_refused(cases: "Cases") -> None:
    plan = cases().plan.with_entry("base", "finance.pound_rate", Entry(0.9))
    assert [problem.key for problem in plan_problems(plan)] == ["finance.pound_rate"]


def test_price_indices_start_at_one_in_month_zero_and_compound_by_year(cases: "Cases") -> None:
    finance: Inputs = {
        "cloud_trend": 0.21,
        "hardware_trend": -0.36,
        "energy_trend": 0.44,
        "inflation": 0.0609,
        "horizon": 24,
    }
    case = cases(finance=finance)
    # After half a year, a year and two years: the root, the factor and its square.
    for name, half, year in (
        ("cloud", 1.1, 1.21),
        ("hardware", 0.8, 0.64),
        ("energy", 1.2, 1.44),
        ("general", 1.03, 1.0609),
    ):
        found = case.line(f"finance.{name}_index")[[0, 6, 12, 24]].tolist()
        assert found == pytest.approx([1, half, year, year * year]), name


def test_business_as_usual_grows_from_its_first_month(cases: "Cases") -> None:
    # £1,000 in month 1, 21% a year: £1,100 in month 7, £1,210 in month 13.
    case = cases(finance={"horizon": 24, "usual_cost": 1_000, "usual_growth": 0.21})
    usual = case.line("finance.usual")
    assert usual[[0, 1, 7, 13, 19]].tolist() == pytest.approx([0, 1_000, 1_100, 1_210, 1_331])
    assert case.result.usual.tolist() == pytest.approx([sum(usual[: month + 1]) for month in range(25)])


def test_business_as_usual_is_discounted_like_everything(cases: "Cases") -> None:
    case = cases(finance={"horizon": 24, "usual_cost": 1_000, "discount_rate": 1.01**12 - 1})
    assert case.result.usual_present_value == pytest.approx(21_243.4, abs=0.05)


def test_business_as_usual_is_part_of_no_option(cases: "Cases") -> None:
    result = cases(finance={"usual_cost": 1_000}).result
    assert [option.total_cost for option in result.options.values()] == [0, 0, 0]
