"""Returns against published examples."""

from datetime import date

import pytest
from untuned import untuned

from models.appraisal.results import case_result
from models.appraisal.returns import (
    annuity_factor,
    day_weighted_rate,
    equivalent_annual,
    internal_rate,
    marginal_relief,
    modified_internal_rate,
    net_present_value,
    payback_period,
    sign_changes,
)

RENT = [-450_000, 120_000, 150_000, 180_000, 180_000, 180_000]


def test_microsofts_net_present_values() -> None:
    flows = [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500]
    assert net_present_value(0.08, flows) == pytest.approx(1_922.0615549, abs=1e-6)
    assert net_present_value(0.08, [*flows, -9_000]) == pytest.approx(-3_749.4650871, abs=1e-6)
    assert net_present_value(0.1, RENT) == pytest.approx(153_002.7755, abs=1e-3)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.08663095),  # Microsoft, IRR
        ([-70_000, 12_000, 15_000, 18_000, 21_000], -0.02124485),
        ([-70_000, 12_000, 15_000], -0.44350694),
        ([-250_000, 100_000, 150_000, 200_000, 250_000, 300_000], 0.56723033),  # numpy-financial
        (RENT, 0.2162540),
    ],
)
def test_internal_rates(flows: list[float], rate: float) -> None:
    found = internal_rate(flows)
    assert found == pytest.approx(rate, abs=1e-7)
    assert found is not None
    assert net_present_value(found, flows) == pytest.approx(0, abs=1e-5), "the present value at that rate is nothing"


@pytest.mark.parametrize("flows", [[-1, 3, -2], [1, 2], [-1, -2], [0, 0], []])
def test_without_exactly_one_change_of_sign_of_flows_or_sums_there_is_no_internal_rate(flows: list[float]) -> None:
    assert internal_rate(flows) is None


def test_changes_of_sign_leave_zeros_out() -> None:
    assert sign_changes([-1, 0, 0, 2]) == 1
    assert sign_changes([-1, 3, -2]) == 2


@pytest.mark.parametrize(
    ("flows", "finance", "reinvested", "rate"),
    [
        ([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12, 0.12609413),  # Microsoft, MIRR
        ([-120_000, 39_000, 30_000, 21_000], 0.10, 0.12, -0.04804466),
        ([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.14, 0.13475911),
        (RENT, 0.10, 0.10, 0.1663101),
    ],
)
def test_modified_internal_rates(flows: list[float], finance: float, reinvested: float, rate: float) -> None:
    assert modified_internal_rate(flows, finance, reinvested) == pytest.approx(rate, abs=1e-7)


def test_a_modified_rate_needs_something_paid_and_something_received() -> None:
    assert modified_internal_rate([1, 2], 0.1, 0.1) is None
    assert modified_internal_rate([-1, -2], 0.1, 0.1) is None


def test_paybacks() -> None:
    # summaryplanet: 100,000 against 20, 30, 40, 30 and 40 thousand: 3.33 years.
    assert payback_period([-100_000, 20_000, 30_000, 40_000, 30_000, 40_000]) == pytest.approx(10 / 3)
    assert payback_period([-100, 10, 10]) is None


def test_equivalent_annual_costs_of_keeping_a_machine_one_two_or_three_years() -> None:
    # Kaplan, ACCA F9 2017, p. 98: 20,000; maintenance 1,500, 2,300, 4,000; sale 12,000, 10,000, 6,000; 14%.
    maintenance, sales = [1_500, 2_300, 4_000], [12_000, 10_000, 6_000]
    expected = [12_300.00, 9_346.73, 9_362.22]
    for years in (1, 2, 3):
        flows = [20_000.0, *maintenance[:years]]
        flows[-1] -= sales[years - 1]
        assert equivalent_annual(net_present_value(0.14, flows), 0.14, years) == pytest.approx(
            expected[years - 1], abs=0.01
        )


def test_an_annuity_without_interest_is_its_number_of_payments() -> None:
    assert annuity_factor(0, 5) == 5
    assert annuity_factor(0.06, 5) == pytest.approx(4.2123638, abs=1e-7)


@pytest.mark.parametrize(
    ("profit", "due"), [(50_000, 9_500), (150_000, 36_000), (250_000, 62_500), (1_000_000, 250_000), (0, 0)]
)
def test_corporation_tax_with_marginal_relief(profit: float, due: float) -> None:
    assert marginal_relief(
        profit, rate=0.25, lower=50_000, upper=250_000, small_rate=0.19, fraction=0.015
    ) == pytest.approx(due)


def test_a_year_that_spans_the_change_of_the_writing_down_rate() -> None:
    # Year to 31 December 2026, 18% until 31 March, 14% after: 14.99%.
    assert day_weighted_rate(date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 1), 0.18, 0.14) == pytest.approx(
        0.1499
    )
    assert day_weighted_rate(date(2026, 4, 1), date(2027, 3, 31), date(2026, 4, 1), 0.18, 0.14) == pytest.approx(0.14)
    assert day_weighted_rate(date(2025, 1, 1), date(2025, 12, 31), date(2026, 4, 1), 0.18, 0.14) == pytest.approx(0.18)
    # March and April 2026, both days counted: 31 of 61 days at 18% and 30 at 14% are 16.0328%, rounded up 16.04%.
    assert day_weighted_rate(date(2026, 3, 1), date(2026, 4, 30), date(2026, 4, 1), 0.18, 0.14) == pytest.approx(0.1604)


def test_the_insurer_as_it_was_planned_has_a_rate_though_its_flows_turn_five_times() -> None:
    # servers are bought in months 0, 16 and 46, so that flows turn five times, and what is saved so far once
    case = case_result(untuned("insurer"), "base")
    assert case.pair("cloud", "on_premises", "nominal").internal_rate == pytest.approx(0.448, abs=5e-4)
