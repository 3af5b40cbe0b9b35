"""Lease, loan, accounts, the economic view and carbon against hand calculations."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.appraisal.returns import annuity_factor, lease_liability, net_present_value

if TYPE_CHECKING:
    from conftest import Case, Cases

    from models.quantities.declaration import Value

SERVER: dict[str, "Value"] = {"server_price": 100_000, "server_gpus": 8, "life": 240, "lead": 0}


def terms(**inputs: "Value") -> dict[str, "Value"]:
    return {f"finance.{name}": value for name, value in inputs.items()}


def test_a_published_lease_liability() -> None:
    # £100,000 × 5 in arrears at 6%: 421,236.38, and 84,247.28 of depreciation a year.
    assert lease_liability(100_000, 0.06, 5) == pytest.approx(421_236.38, abs=0.01)
    assert lease_liability(100_000, 0.06, 5) / 5 == pytest.approx(84_247.28, abs=0.01)


def test_rentals_recover_the_price_less_what_is_left_at_the_implicit_rate(cases: "Cases") -> None:
    case = cases(work={"gpus": 8}, pool=SERVER, other=terms(lease_term=36, lease_rate=0.1, lease_residual=0.2))
    rental = case.number("financing.rental")
    monthly = 1.1 ** (1 / 12) - 1
    # Net present value at the implicit rate of price, rentals and residual is nothing.
    assert net_present_value(monthly, [-100_000, *[rental] * 35, rental + 20_000]) == pytest.approx(0, abs=1e-6)
    liability = case.line("financing.liability")
    assert liability[0] == pytest.approx(rental * annuity_factor(monthly, 36))
    assert liability[36] == pytest.approx(0, abs=1e-6), "the liability runs out with the lease"


def test_a_loan_is_paid_back(cases: "Cases") -> None:
    case = cases(
        work={"gpus": 8},
        pool=SERVER,
        other=terms(loan_term=48, loan_rate=0.08, loan_fee=0.0, debt_rate=0.08, resale_expected=0.0),
    )
    assert case.line("financing.loan_balance")[48] == pytest.approx(0, abs=1e-6)
    # Borrowing at the cost of debt is worth as much as paying at once.
    assert case.number("financing.loan") == pytest.approx(100_000)
    assert case.number("financing.loan_gain") == pytest.approx(0, abs=1e-6)


def test_a_dearer_loan_costs_more_than_buying(cases: "Cases") -> None:
    case = cases(work={"gpus": 8}, pool=SERVER, other=terms(loan_rate=0.1, debt_rate=0.06, loan_fee=0.01))
    assert case.number("financing.loan_gain") > 1_000


def test_buying_after_tax(cases: "Cases") -> None:
    # Full expensing a year later at 25%, debt at 8% before and 6% after tax: 100,000 × (1 − 0.25 ÷ 1.06); resale of
    # nothing.
    case = cases(
        work={"gpus": 8}, pool=SERVER, other=terms(tax_position="company", debt_rate=0.08, resale_expected=0.0)
    )
    assert case.number("financing.buying") == pytest.approx(100_000 * (1 - 0.25 / 1.06))
    # Writing down for ever at 14%: w ÷ (r + w).
    pooled = cases(
        work={"gpus": 8},
        pool=SERVER,
        other=terms(
            tax_position="company", debt_rate=0.08, resale_expected=0.0, allowances="writing_down", main_pool=0.14
        ),
    )
    shield = 0.25 * sum(0.14 * 0.86**year / 1.06 ** (year + 1) for year in range(2_000))
    assert pooled.number("financing.buying") == pytest.approx(100_000 * (1 - shield))


def test_a_term_runs_beyond_the_horizon(cases: "Cases") -> None:
    # What a purchase costs to lease or to borrow for does not turn on where the plan ends; what is still owed there
    # stands in the accounts: 96 of 120 rentals to come.
    def over(months: int) -> "Case":
        terms_of = terms(lease_term=120, loan_term=120, tax_position="company")
        return cases(work={"gpus": 8}, pool=SERVER, other=terms_of, finance={"horizon": months})

    short, long = over(24), over(120)
    for name in ("rental", "buying", "leasing", "loan"):
        assert short.number(f"financing.{name}") == pytest.approx(long.number(f"financing.{name}"))
    rental = short.number("financing.rental")
    monthly = 1.09 ** (1 / 12) - 1
    assert short.line("financing.liability")[24] == pytest.approx(rental * annuity_factor(monthly, 96))
    assert long.line("financing.liability")[120] == pytest.approx(0, abs=1e-6)


def test_each_purchase_is_leased_from_its_own_month(cases: "Cases") -> None:
    # Demand doubles each year: servers are bought in several months, and each pays £100,000 ÷ 24 = £4,166.67 in each of
    # the 24 months after its own.
    case = cases(
        work={"gpus": 8, "growth": 1.0},
        pool=SERVER,
        other=terms(lease_term=24, debt_rate=0.0, lease_rate=0.0, lease_residual=0.0, resale_expected=0.0),
        finance={"horizon": 36},
    )
    bought = case.line("accounts.on_premises.bought")
    assert np.count_nonzero(bought) > 2
    running = [bought[max(month - 24, 0) : month].sum() / 100_000 for month in range(37)]
    assert case.line("financing.rentals").tolist() == pytest.approx([4_166.67 * count for count in running], abs=0.05)
    assert running[24] > running[12] > running[1] == 1
    # At no rate at all a pound leased is a pound bought.
    assert case.number("financing.lease_gain") == pytest.approx(0, abs=1e-6)


def test_the_accounts_write_off_in_equal_amounts(cases: "Cases") -> None:
    case = cases(work={"gpus": 8}, pool={**SERVER, "running_month": 500}, other=terms(book_life=50))
    charge = case.line("accounts.on_premises.charge")
    assert charge[[0, 1, 50, 51]].tolist() == pytest.approx([0, 2_500, 2_500, 500])
    assert case.line("accounts.on_premises.carrying")[[0, 25, 60]].tolist() == pytest.approx([100_000, 50_000, 0])
    assert case.line("accounts.cloud.charge").tolist() == case.monthly("cloud").tolist()


def test_the_economic_view_is_real_without_vat(cases: "Cases") -> None:
    # £1,000 a month that rises with general prices is £1,000 in real terms, whatever VAT is not recovered.
    other = terms(inflation=0.03, social_rate=0.035, vat_rate=0.2, vat_services=0.0)
    case = cases(
        work={"gpus": 8},
        pool={**SERVER, "server_price": 0, "running_month": 1_000},
        other=other | {"finance.carbon_value": 0.0},
    )
    monthly = 1.035 ** (1 / 12) - 1
    assert case.number("economic.on_premises.present_value") == pytest.approx(1_000 * annuity_factor(monthly, 60))


def test_the_economic_view_counts_the_resale_forgone(cases: "Cases") -> None:
    pool: dict[str, Value] = {
        **SERVER,
        "server_price": 0,
        "owned_servers": 2,
        "owned_months": 240,
        "owned_value": 30_000,
    }
    case = cases(work={"gpus": 8}, pool=pool, other={"finance.carbon_value": 0.0})
    assert case.number("economic.on_premises.present_value") == pytest.approx(60_000)
    assert case.number("economic.cloud.present_value") == 0
    assert case.monthly("on_premises").sum() == 0, "it is no cash"


def test_carbon_of_owned_and_rented_work(cases: "Cases") -> None:
    # Owned: 10 kW × 730 h × 0.2 kg at full load is 1.46 t a month, and 3.6 t to make it. Rented: 8 GPUs × 1.25 kW × 1.2
    # and a share of making.
    energy = terms(
        grid_carbon=0.2,
        grid_trend=0.0,
        embodied=3_600,
        cloud_power=1.25,
        cloud_pue=1.2,
        carbon_value=100.0,
        social_rate=0.0,
    )
    pool: dict[str, Value] = {
        **SERVER,
        "server_price": 0,
        "server_power": 10.0,
        "idle_power": 0.3,
        "pue": 1.0,
        "life": 120,
    }
    case = cases(work={"gpus": 8}, pool=pool, other=energy)
    emitted = case.line("carbon.on_premises.emitted")
    assert emitted[:2].tolist() == pytest.approx([3.6, 1.46])
    assert case.line("carbon.cloud.emitted")[1] == pytest.approx(8 * 1.25 * 1.2 * 730 * 0.2 / 1_000 + 3.6 / 120)
    assert case.number("carbon.on_premises.total") == pytest.approx(3.6 + 60 * 1.46)
    assert case.number("economic.on_premises.present_value") == pytest.approx(100 * (3.6 + 60 * 1.46))


def test_the_grid_gets_cleaner(cases: "Cases") -> None:
    case = cases(other=terms(grid_carbon=0.2, grid_trend=-0.1))
    assert case.line("carbon.intensity")[[0, 12, 24]].tolist() == pytest.approx([0.2, 0.18, 0.162])


def test_value_is_forgone_while_an_option_is_not_ready(cases: "Cases") -> None:
    # Cloud is ready at once; owned servers come after four months in which the work waits: four months of £10,000.
    case = cases(work={"gpus": 8, "value": 10_000}, pool={**SERVER, "lead": 4, "bridging": "wait"})
    assert case.line("value.on_premises.forgone")[:6].tolist() == [0, 10_000, 10_000, 10_000, 10_000, 0]
    assert case.number("value.cloud.forgone_total") == 0
    bridged = cases(work={"gpus": 8, "value": 10_000}, pool={**SERVER, "lead": 4, "bridging": "cloud"})
    assert bridged.number("value.on_premises.forgone_total") == 0, "the work runs in the cloud until then"


def test_value_counts_against_the_earliest_and_only_while_the_work_runs(cases: "Cases") -> None:
    people: dict[str, Value] = {
        **{f"operations.role.data.people_{option}": 1.0 for option in ("cloud", "on_premises", "hybrid")},
        "operations.role.data.hire_delay": 2,
    }
    case = cases(
        work={"gpus": 8, "value": 10_000, "start": 4}, pool={**SERVER, "lead": 5, "bridging": "wait"}, other=people
    )
    # All wait two months for the same people; on premises three more for servers, two of them before month 6 with work:
    # 4 and 5.
    assert np.flatnonzero(case.line("value.on_premises.forgone")).tolist() == [4, 5]
    assert case.number("value.cloud.forgone_total") == 0


def test_a_sale_is_income_of_its_month_and_what_was_bought_is_written_off(cases: "Cases") -> None:
    # Bought for 100,000, sold for half after 24 months and bought again: written off over 36 months, each.
    pool: dict[str, Value] = {**SERVER, "life": 24, "resale_1": 0.5, "resale_2": 0.5}
    case = cases(work={"gpus": 8}, pool=pool, other=terms(book_life=36), finance={"horizon": 36})
    charge = case.line("accounts.on_premises.charge")
    assert charge[[1, 24, 25]].tolist() == pytest.approx([100_000 / 36, 100_000 / 36 - 50_000, 200_000 / 36])
    assert case.number("financing.price") == pytest.approx(200_000), "sales are no negative purchase"


@pytest.mark.parametrize(
    ("work", "pool", "months"),
    [
        ({}, {"bridging": "wait"}, 4),
        ({}, {"bridging": "wait", "owned_servers": 1, "owned_months": 240}, 0),  # there already
        ({"active": False}, {"bridging": "wait"}, 0),  # nothing needs a server
        ({"place": "inside"}, {"bridging": "cloud"}, 4),  # it may not bridge
        ({}, {"bridging": "cloud"}, 0),
    ],
)
def test_what_makes_work_wait_for_servers(
    cases: "Cases", work: "dict[str, Value]", pool: "dict[str, Value]", months: float
) -> None:
    case = cases(work={"gpus": 8, "value": 1_000, **work}, pool={**SERVER, "lead": 4, **pool})
    assert case.number("value.longest_wait") == months
