"""When money is paid, how it is discounted, hedged, taxed and written off; each with a hand calculation."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.quantities.declaration import Value

if TYPE_CHECKING:
    from tests.models.areas.conftest import Case, Cases, Inputs

OWN = "finance.own_cost.own."
COMPANY: "Inputs" = {"tax_position": "company", "year_end": 12, "start": "2027-01", "other_profit": 1_000_000}


def spending(cases: "Cases", own: "Inputs | None" = None, /, **finance: Value) -> "Case":
    """Return a case of £100 a month from month 1 on, outside VAT and at a price that stays."""
    entered: dict[str, Value] = {"active": True, "amount": 100.0, "growth": 0.0, "vat": "outside", **(own or {})}
    return cases(finance=finance, other={f"{OWN}{key}": value for key, value in entered.items()})


@pytest.mark.parametrize(
    ("discounting", "factor"),
    # Three years at 10%: 1/1.1 + 1/1.21 + 1/1.331 = 2.486852, at the middle of the years times 1.1 to the half
    [("year_end", 2.4868519910), ("mid_year", 2.4868519910 * 1.0488088482)],
)
def test_years_are_discounted_as_a_whole(cases: "Cases", discounting: str, factor: float) -> None:
    case = spending(cases, horizon=36, discount_rate=0.1, discounting=discounting)
    assert case.number("cloud.total.present_value") == pytest.approx(1_200 * factor)
    assert case.line("cloud.total.discounted")[-1] == pytest.approx(1_200 * factor)


def test_what_is_paid_at_the_decision_is_not_discounted(cases: "Cases") -> None:
    once: Inputs = {"paid": "once", "first": 0}
    for discounting in ("monthly", "mid_year", "year_end"):
        case = spending(cases, once, horizon=36, discount_rate=0.1, discounting=discounting)
        assert case.number("cloud.total.present_value") == pytest.approx(100)


def test_the_last_year_ends_at_the_horizon(cases: "Cases") -> None:
    # 18 months: £1,200 after one year, £600 after one and a half; at the middle after half a year and after 1.25
    ended = spending(cases, horizon=18, discount_rate=0.1, discounting="year_end")
    assert ended.number("cloud.total.present_value") == pytest.approx(1_200 / 1.1 + 600 / 1.1**1.5)
    middle = spending(cases, horizon=18, discount_rate=0.1, discounting="mid_year")
    assert middle.number("cloud.total.present_value") == pytest.approx(1_200 / 1.1**0.5 + 600 / 1.1**1.25)


@pytest.mark.parametrize(("paid", "sum_a_year"), [("arrears", 1_200.0), ("advance", 1_090.9090909)])
def test_the_equivalent_annual_cost_in_arrears_and_in_advance(cases: "Cases", paid: str, sum_a_year: float) -> None:
    # £1,200 at the end of each year is itself in arrears; a year earlier it is £1,200 / 1.1
    case = spending(cases, horizon=36, discount_rate=0.1, discounting="year_end", annual_cost=paid)
    assert case.number("cloud.total.equivalent") == pytest.approx(sum_a_year)
    free = spending(cases, horizon=36, discount_rate=0.0, discounting="year_end", annual_cost=paid)
    assert free.number("cloud.total.equivalent") == pytest.approx(1_200)


@pytest.mark.parametrize(
    ("terms", "months"),
    [
        ({"running_after": 2}, [0, 0, 0, *[100] * 9, 300]),  # month 12 settles what is still owed
        ({"running_before": 3}, [300, *[100] * 9, 0, 0, 0]),  # months 1 to 3 at once
        ({"people_after": 2}, [0, *[100] * 12]),  # of another class
    ],
)
def test_running_cost_is_paid_later_or_in_advance(cases: "Cases", terms: dict[str, Value], months: list[int]) -> None:
    case = spending(cases, horizon=12, **terms)
    assert case.monthly("cloud") == pytest.approx(months)
    assert case.number("cloud.total.total_cost") == pytest.approx(1_200)


def test_tax_and_accounts_do_not_ask_when_it_is_paid(cases: "Cases") -> None:
    plant: Inputs = {"paid": "once", "first": 0, "kind": "plant", "amount": 1_200.0}
    at_once = spending(cases, plant, horizon=24, **COMPANY)
    late = spending(cases, plant, horizon=24, capital_after=2, **COMPANY)
    assert late.monthly("cloud")[:3] == pytest.approx([0, 0, 1_200])
    for key in ("tax.cloud.cash", "accounts.cloud.charge"):
        assert late.line(key) == pytest.approx(at_once.line(key)), key


@pytest.mark.parametrize(
    ("how", "profit", "months"),
    [
        ("later", 1e6, {20: 275.0}),
        ("twelve", 1e6, {23: 275.0}),
        ("by_profit", 1e6, {20: 275.0}),
        ("by_profit", 5e6, dict.fromkeys((6, 9, 12, 15), 68.75)),
        ("by_profit", 3e7, dict.fromkeys((2, 5, 8, 11), 68.75)),
    ],
)
def test_tax_is_paid_by_the_size_of_profit(cases: "Cases", how: str, profit: float, months: dict[int, float]) -> None:
    # £1,100 up to the year-end in December, month 11, saves £275 at 25%: a large company pays in July, October,
    # January and April (CTM92560), a very large one in March, June, September and December (CTM92805)
    finance: dict[str, Value] = {**COMPANY, "tax_payment": how, "other_profit": profit}
    saved = spending(cases, {"last": 11}, horizon=36, **finance).line("tax.cloud.cash")
    expected = np.zeros(37)
    for month, amount in months.items():
        expected[month] = amount
    assert saved == pytest.approx(expected)


def test_half_of_works_joins_the_special_pool_a_year_later(cases: "Cases") -> None:
    # Bravo Ltd (GOV.UK, examples for the special rate first-year allowance, 2022): of £10,000 half is allowed in the
    # year and the other £5,000 joins the pool in the next, of which 6% is £300, then £282
    works: Inputs = {"paid": "once", "first": 0, "kind": "works", "amount": 10_000.0}
    allowed = spending(cases, works, horizon=48, **COMPANY).line("tax.cloud.allowed")
    assert allowed[[11, 23, 35]] == pytest.approx([5_000, 300, 282])


def test_a_hedged_share_is_paid_at_the_forward_rate(cases: "Cases") -> None:
    # a GPU at $1 for 730 hours: half at 0.70 and half at 0.80 is £547.50
    case = cases(
        work={"gpus": 1, "hours": 730},
        pool={"cloud_price": 1.0, "cloud_currency": "USD", "instance_gpus": 1},
        finance={"horizon": 12, "dollar_rate": 0.8, "dollar_hedged": 0.5, "dollar_forward": 0.7},
    )
    assert case.monthly("cloud")[1] == pytest.approx(730 * 0.75)


def test_what_is_saved_may_earn_another_rate(cases: "Cases") -> None:
    # £1,000 now against £100 a month for 12 months at 12.68% a year, 1% a month: reinvested at nothing they come to
    # £1,200, and (1,200 / 1,000)^(1/12) a month is 20% a year; at 1% a month to £1,268.25, 26.825% a year
    entered: Inputs = {f"{OWN}active": True, f"{OWN}amount": 100.0, f"{OWN}growth": 0.0, f"{OWN}on_premises": False}
    pool: Inputs = {"server_price": 1_000.0, "server_gpus": 1, "lead": 0, "resale_1": 0.0, "life": 60}
    for earns, rate in ((1e-9, 0.2), (1.01**12 - 1, 0.26825)):
        case = cases(
            work={"gpus": 1, "hours": 730, "start": 1},
            pool=pool,
            finance={"horizon": 12, "discount_rate": 1.01**12 - 1, "reinvestment_rate": earns},
            other=entered,
        )
        found = case.result.pair("cloud", "on_premises", "nominal").modified_rate
        assert found == pytest.approx(rate, abs=1e-5)


def test_written_off_from_service_and_down_to_a_residual_value(cases: "Cases") -> None:
    # £1,200 over 60 months less a quarter is £15 a month, from month 4 on
    plant: Inputs = {"paid": "once", "first": 0, "kind": "plant", "amount": 1_200.0}
    case = spending(cases, plant, horizon=72, book_residual=0.25, book_start=4, book_life=60)
    charge = case.line("accounts.cloud.charge")
    assert charge[:6] == pytest.approx([0, 0, 0, 0, 15, 15])
    assert charge.sum() == pytest.approx(900)
    assert case.line("accounts.cloud.carrying")[-1] == pytest.approx(300)
