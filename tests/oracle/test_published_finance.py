"""Published examples of returns, annuities, leases and loans. Each names its source and the figures it prints.

Where a printed figure does not follow from its own inputs, the test says so.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from models.appraisal.model import model
from models.appraisal.returns import (
    annuity_factor,
    equivalent_annual,
    internal_rate,
    lease_liability,
    modified_internal_rate,
    net_present_value,
    payback_period,
)
from models.plan.plan import Entry, blank_plan
from models.plan.problems import plan_problems
from models.quantities.declaration import Value

POOL = "compute.pool.main."


def line(key: str, values: Mapping[str, Value]) -> NDArray[np.float64]:
    """Return a line by month of a blank plan with these values; of one column where it does not vary by month."""
    plan = blank_plan()
    for name, value in values.items():
        assert name in plan.entries, name
        plan = plan.with_entry("base", name, Entry(value))
    assert not plan_problems(plan)
    return model(plan.structure).evaluate(plan.values("base"), [key]).rows(key)[0, :, 0]


def bought(price: float, **finance: Value) -> dict[str, Value]:
    """Return a plan that buys one server in month 0, and how it is paid for."""
    machine: dict[str, Value] = {f"{POOL}server_price": price, f"{POOL}server_gpus": 8, f"{POOL}life": 240}
    work: dict[str, Value] = {f"{POOL}lead": 0, "workloads.workload.steady.gpus": 8}
    return machine | work | {f"finance.{name}": value for name, value in finance.items()}


def discounted(rate: float, flows: list[float]) -> list[float]:
    return [flow / (1 + rate) ** period for period, flow in enumerate(flows)]


# Brigham and Houston, Fundamentals of Financial Management, pp. 272–273, "Project M", the strip mine with the flows of
# the oil pump of Lorie and Savage (1955), https://issuhub.com/view/index/5621?pageIndex=272: rates of 25 and
# 400%; at 10% a net present value of −$0.77m and, in a later edition, a modified rate of 5.6%.
STRIP_MINE = [-1.6, 10.0, -10.0]
# Question 910017, https://wizedu.com/questions/910017: −50, 51 and 47, then −17 for three years: 8.234% and 22.446%.
RESTORED_MINE = [-50.0, 51.0, 47.0, -17.0, -17.0, -17.0]


@pytest.mark.parametrize(
    ("flows", "rates", "off"),
    [
        (STRIP_MINE, (0.25, 4.0), 1e-9),
        ([-1_600.0, 10_000.0, -10_000.0], (0.25, 4.0), 1e-6),
        (RESTORED_MINE, (0.08234, 0.22446), 1e-3),
    ],
    ids=["strip mine", "oil pump", "restored mine"],
)
def test_two_published_internal_rates_are_no_internal_rate(
    flows: list[float], rates: tuple[float, float], off: float
) -> None:
    for rate in rates:
        assert net_present_value(rate, flows) == pytest.approx(0, abs=off)
    assert internal_rate(flows) is None


def test_the_strip_mine_is_refused_though_both_its_rates_exceed_its_cost() -> None:
    assert net_present_value(0.1, STRIP_MINE) == pytest.approx(-0.77, abs=0.005)
    assert modified_internal_rate(STRIP_MINE, 0.1, 0.1) == pytest.approx(0.056, abs=0.0005)
    # Between 25 and 400% it is worth something.
    assert net_present_value(0.24, STRIP_MINE) < 0 < net_present_value(0.26, STRIP_MINE)
    assert net_present_value(4.1, STRIP_MINE) < 0 < net_present_value(3.9, STRIP_MINE)


def test_a_rate_is_the_only_one_above_zero_where_the_running_sum_changes_sign_once() -> None:
    # "Multiple ROR values", lecture on Norstrom's criterion, https://slideplayer.com/amp/16422892: thousands of
    # −12, −2, 3, 8, 8, −1 with running sums −12, −14, −11, −3, 5, 4, so one rate though the flows change sign twice.
    flows = [-12_000.0, -2_000.0, 3_000.0, 8_000.0, 8_000.0, -1_000.0]
    assert np.cumsum(flows).tolist() == [-12_000, -14_000, -11_000, -3_000, 5_000, 4_000]
    found = internal_rate(flows)
    assert found is not None
    assert net_present_value(found, flows) == pytest.approx(0, abs=1e-6)
    # Printed is 4.7%, at which the flows are worth $1,659: 8.70% follows.
    assert found == pytest.approx(0.0870, abs=5e-5)
    assert net_present_value(0.047, flows) == pytest.approx(1_659, abs=1)


def test_a_mine_with_one_rate_above_zero_and_one_below() -> None:
    # Question 924844, https://wizedu.com/questions/924844: −$2m, 14 and −11: net present values of 1.64 at 10% and
    # 2.03 at 20%, modified rates of 17.84 and 32.02%. It says that there are as many rates as changes of sign: above
    # zero is one, (7 + √27) ÷ 2 − 1 = 509.8%; the other is −9.8%.
    flows = [-2.0, 14.0, -11.0]
    assert [net_present_value(rate, flows) for rate in (0.1, 0.2)] == pytest.approx([1.64, 2.03], abs=0.005)
    assert modified_internal_rate(flows, 0.1, 0.1) == pytest.approx(0.1784, abs=5e-5)
    assert modified_internal_rate(flows, 0.2, 0.2) == pytest.approx(0.3202, abs=5e-5)
    assert internal_rate(flows) == pytest.approx((7 + 27**0.5) / 2 - 1)
    assert net_present_value((7 - 27**0.5) / 2 - 1, flows) == pytest.approx(0, abs=1e-9)


def test_a_loss_has_a_rate_below_zero() -> None:
    # Exercise, https://indextestingapp.uonbi.ac.ke/preguntia/18759850: −105 and six times 11: −11.84%.
    assert internal_rate([-105.0, *[11.0] * 6]) == pytest.approx(-0.1184, abs=5e-5)


@pytest.mark.parametrize(
    ("flows", "rate", "printed", "off"),
    [
        # Kaplan, ACCA F9 integrated workbook 2017, p. 22: thousands; 3 years and 150 ÷ 175 of the fourth, 3.86 years.
        ([-1_000.0, 400.0, 250.0, 200.0, 175.0, 75.0, 250.0], 0.0, 3 + 150 / 175, 1e-9),
        # Ross, table 9.1, https://www.transtutors.com/questions/1309389: 3 + 20 ÷ 200 = 3.10 years.
        ([-200.0, 50.0, 60.0, 70.0, 200.0], 0.0, 3.10, 1e-9),
        # Kaplan, the same, p. 114: 10%, 3.7 years with factors of three figures.
        ([-10_000.0, 4_000.0, 3_500.0, 3_000.0, 2_500.0], 0.1, 3.7, 0.05),
        # https://partnerperformance.uonbi.ac.ke/preguntia/14856676: 9%, 6.94 years.
        ([-50_000.0, *[10_000.0] * 7], 0.09, 6.94, 0.005),
        # https://justaaa.com/finance/71167: 6%, 11.23 years.
        ([-48_000.0, *[6_000.0] * 12], 0.06, 11.23, 0.005),
        # https://itprospt.com/qa/261867: 10%, 3.59 years.
        ([-17_274.0, 5_000.0, 5_965.0, 5_705.0, 8_743.0], 0.1, 3.59, 0.005),
        # https://currentessays.com, "maximum allowable payback": 9%, 3.45 years, within the 3.5 allowed.
        ([-5_100.0, 1_280.0, 2_480.0, 1_680.0, 1_680.0, 1_480.0, 1_280.0], 0.09, 3.45, 0.005),
    ],
)
def test_payback_simple_and_discounted(flows: list[float], rate: float, printed: float, off: float) -> None:
    assert payback_period(discounted(rate, flows)) == pytest.approx(printed, abs=off)


def test_what_pays_back_may_not_do_so_discounted() -> None:
    # https://mathix.co/problems/finance/discounted-payback-5c17aa: 200,000 against four times 60,000 at 10%, not paid
    # back within four years. Printed discounted sum 190,070.82; 190,191.93 follows.
    flows = [-200_000.0, *[60_000.0] * 4]
    assert sum(discounted(0.1, flows)[1:]) == pytest.approx(190_191.93, abs=0.005)
    assert payback_period(flows) == pytest.approx(10 / 3)
    assert payback_period(discounted(0.1, flows)) is None


def test_the_net_present_value_is_what_comes_after_the_discounted_payback() -> None:
    # Ross, table 9.1: 10%; discounted 45.45, 49.59, 52.59 and 136.60; net present value $84.23, payback in the fourth
    # year.
    flows = [-200.0, 50.0, 60.0, 70.0, 200.0]
    assert discounted(0.1, flows)[1:] == pytest.approx([45.45, 49.59, 52.59, 136.60], abs=0.0051)
    assert net_present_value(0.1, flows) == pytest.approx(84.23, abs=0.01)
    paid = payback_period(discounted(0.1, flows))
    assert paid is not None
    assert (4 - paid) * discounted(0.1, flows)[4] == pytest.approx(net_present_value(0.1, flows))


def test_waiting_a_year_is_worth_seventy_pence() -> None:
    # Finance exercise, https://qammunity.org/1817914: 12%; 480 now and 350 for three years, or 520 a year from now and
    # 385 for three: 360.64 and 361.34; to wait is worth 0.70.
    now = [-480.0, 350.0, 350.0, 350.0]
    later = [0.0, -520.0, 385.0, 385.0, 385.0]
    # Printed parts: 312.50, 279.02, 249.12 and −464.29, 306.92, 274.04, 244.67.
    assert discounted(0.12, now)[1:] == pytest.approx([312.50, 279.02, 249.12], abs=0.0051)
    assert discounted(0.12, later)[1:] == pytest.approx([-464.29, 306.92, 274.04, 244.67], abs=0.0051)
    assert net_present_value(0.12, now) == pytest.approx(360.64, abs=0.005)
    assert net_present_value(0.12, later) == pytest.approx(361.34, abs=0.005)
    assert net_present_value(0.12, later) - net_present_value(0.12, now) == pytest.approx(0.70, abs=0.005)


# HM Treasury, The Green Book, discount factors at 3.5% for years 0 to 30, as in table 1 of the Northern Ireland guide
# to expenditure appraisal, A4, https://ppponline.affinitext.com/public/book?id=1664&toc_id=449782. The edition of
# February 2026 keeps 3.5% up to year 30 (GOV.UK, TAG forthcoming change, 16 April 2026).
GREEN_BOOK = [
    *(1.0000, 0.9662, 0.9335, 0.9019, 0.8714, 0.8420, 0.8135, 0.7860, 0.7594, 0.7337, 0.7089),
    *(0.6849, 0.6618, 0.6394, 0.6178, 0.5969, 0.5767, 0.5572, 0.5384, 0.5202, 0.5026),
    *(0.4856, 0.4692, 0.4533, 0.4380, 0.4231, 0.4088, 0.3950, 0.3817, 0.3687, 0.3563),
]


def test_the_green_books_table_of_discount_factors() -> None:
    found = [net_present_value(0.035, [*[0.0] * year, 1.0]) for year in range(31)]
    assert found == pytest.approx(GREEN_BOOK, abs=5.1e-5)


def test_a_plan_discounts_by_the_green_books_table() -> None:
    values: dict[str, Value] = {"finance.discount_rate": 0.035, "finance.rate_basis": "real", "finance.horizon": 120}
    assert line("finance.discount_factor", values)[::12].tolist() == pytest.approx(GREEN_BOOK[:11], abs=5.1e-5)


@pytest.mark.parametrize(("years", "price", "factor", "printed"), [(7, 2_000, 0.1635, 327), (10, 2_500, 0.1203, 301)])
def test_equivalent_annual_costs_of_two_boilers(years: int, price: float, factor: float, printed: float) -> None:
    # Northern Ireland guide to expenditure appraisal, A4.10: at 3.5% a boiler of £2,000 for seven years costs £327 a
    # year and one of £2,500 for ten £301, so the dearer is chosen. The printed factor of ten years, 0.1203, is 0.1202.
    assert equivalent_annual(1, 0.035, years) == pytest.approx(factor, abs=0.0001)
    assert equivalent_annual(price, 0.035, years) == pytest.approx(printed, abs=0.5)


def test_a_real_rate_and_inflation_make_a_nominal_one() -> None:
    # Manac, ITC summarised notes, p. 112, https://online.flipbuilder.com/bmcx/kwwp/: 20% real and 10% inflation are
    # 32% nominal.
    values: dict[str, Value] = {"finance.discount_rate": 0.2, "finance.inflation": 0.1, "finance.rate_basis": "real"}
    assert line("finance.nominal_rate", values)[0] == pytest.approx(0.32)


# HMRC, Business Leasing Manual, BLM18010 (IFRS 16, and the same under FRS 102 as amended in 2024): ten yearly payments
# of £100,000 in advance, 5%: a liability of £710,782 for the nine that are left. By year: interest and balance at its
# end.
HMRC_INTEREST = [35_539, 32_316, 28_932, 25_379, 21_647, 17_730, 13_616, 9_297, 4_762]
HMRC_ENDS = [746_321, 678_637, 607_569, 532_948, 454_595, 372_325, 285_941, 195_238, 100_000]


def test_hmrcs_lease_liability() -> None:
    left = [lease_liability(100_000, 0.05, payments) for payments in range(9, 0, -1)]
    assert left[0] == pytest.approx(710_782, abs=0.5)
    assert [0.05 * liability for liability in left] == pytest.approx(HMRC_INTEREST, abs=1)
    assert [1.05 * liability for liability in left] == pytest.approx(HMRC_ENDS, abs=0.5)


def test_a_plan_writes_hmrcs_lease_schedule() -> None:
    # The same with a month for a year: nine rentals in arrears at 5% each. A plan shows what is owed after a payment.
    values = bought(710_782.17, lease_rate=1.05**12 - 1, lease_term=9, lease_residual=0.0)
    assert line("financing.rental", values)[0] == pytest.approx(100_000, abs=0.01)
    assert line("financing.interest", values)[1:10].tolist() == pytest.approx(HMRC_INTEREST, abs=1)
    liability = line("financing.liability", values)
    assert (1.05 * liability[:9]).tolist() == pytest.approx(HMRC_ENDS, abs=0.5)
    assert liability[9] == pytest.approx(0, abs=1e-6)


def test_hmrcs_finance_lease_in_the_accounts_of_the_lessor() -> None:
    # BLM14045: £10,000, earning £1,100 in year 1 (11%), are recovered by ten rentals of £1,698 a year. Printed net
    # investment at the end of each year; HMRC's rounding takes it up to £2 away.
    ends = [9_402, 8_739, 8_003, 7_185, 6_277, 5_268, 4_150, 2_908, 1_530]
    rental = equivalent_annual(10_000, 0.11, 10)
    assert rental == pytest.approx(1_698, abs=0.5)
    assert [lease_liability(rental, 0.11, left) for left in range(9, 0, -1)] == pytest.approx(ends, abs=2)
    # Printed gross earnings of year 1 and in all: £1,100 and £6,980.
    assert 0.11 * lease_liability(rental, 0.11, 10) == pytest.approx(1_100)
    assert 10 * rental - 10_000 == pytest.approx(6_980, abs=0.5)
    assert internal_rate([-10_000.0, *[1_698.0] * 10]) == pytest.approx(0.11, abs=1e-5)


def test_ifrs_16_example_13() -> None:
    # IFRS 16, illustrative example 13, as worked out at https://ifrscommunity.com (scribd 601730464): nine payments of
    # 50,000 still to come at 5%: 355,391; 373,161 at the end of year 1 and 339,319 at the end of year 2.
    assert lease_liability(50_000, 0.05, 9) == pytest.approx(355_391.08, abs=0.005)
    assert 1.05 * lease_liability(50_000, 0.05, 9) == pytest.approx(373_161, abs=0.5)
    assert 1.05 * lease_liability(50_000, 0.05, 8) == pytest.approx(339_319, abs=0.5)
    # The discounted payments that it lists:
    parts = [47_619.05, 45_351.47, 43_191.88, 41_135.12, 39_176.31, 37_310.77, 35_534.07, 33_841.97, 32_230.45]
    assert discounted(0.05, [0.0, *[50_000.0] * 9])[1:] == pytest.approx(parts, abs=0.0051)


def test_a_lease_in_arrears_of_seven_years() -> None:
    # OpenTuition, forum of ACCA FR, 2 February 2018, https://opentuition.com/?p=434508: $12,900 at 10%, seven payments
    # of $2,650 at the year's end; 3 of the sum are left over.
    ends = [11_540, 10_044, 8_398, 6_588, 4_597, 2_407]
    assert [lease_liability(2_650, 0.1, left) for left in range(6, 0, -1)] == pytest.approx(ends, abs=3)
    assert internal_rate([12_900.0, *[-2_650.0] * 7]) == pytest.approx(0.1, abs=5e-5)


def test_rents_in_advance_and_in_arrears_decide_between_lease_and_purchase() -> None:
    # OpenTuition, "MCQ on lease versus buy", 8 June 2021: 10%. Ten rents of 12,000 in advance: 81,108, dearer than
    # 80,000. Five of 14,000 in arrears: 53,074, cheaper than 81,000 less 40,000 after five years, 56,160 (three-figure
    # factors).
    advance = 12_000 * (1 + annuity_factor(0.1, 9))
    assert advance == pytest.approx(81_108, abs=0.5)
    assert advance > 80_000 > lease_liability(12_000, 0.1, 10), "in arrears the lease would win"
    arrears = lease_liability(14_000, 0.1, 5)
    purchase = net_present_value(0.1, [81_000.0, 0.0, 0.0, 0.0, 0.0, -40_000.0])
    assert (arrears, purchase) == pytest.approx((53_074, 56_160), abs=4)
    assert arrears < purchase


# Microsoft, PMT function: 10,000 at 8% over ten months. Claris, PMT: 21,000 at 6.9% over 48. Mescius, PMT: 5,000 at 6
# % over 15. Yearly rates with a twelfth a month.
LOANS = [(10_000, 0.08, 10, 1_037.03), (21_000, 0.069, 48, 501.90), (5_000, 0.06, 15, 346.82)]


@pytest.mark.parametrize(("price", "rate", "months", "printed"), LOANS)
def test_payments_of_published_loans(price: float, rate: float, months: int, printed: float) -> None:
    values = bought(price, loan_rate=(1 + rate / 12) ** 12 - 1, loan_term=months)
    assert line("financing.loan_payment", values)[0] == pytest.approx(printed, abs=0.005)
    assert equivalent_annual(price, rate / 12, months) == pytest.approx(printed, abs=0.005)
    assert line("financing.loan_balance", values)[months] == pytest.approx(0, abs=1e-6)
    # And the rate of the loan from its payments.
    assert internal_rate([float(price), *[-printed] * months]) == pytest.approx(rate / 12, abs=2e-6)


def test_principal_in_the_first_payment_of_a_loan() -> None:
    # SAS, PPMT function, and Microsoft's: 2,000 at 10% over two years by month: 75.62 of the first payment.
    balance = line("financing.loan_balance", bought(2_000, loan_rate=(1 + 0.1 / 12) ** 12 - 1, loan_term=24))
    assert balance[0] - balance[1] == pytest.approx(75.62, abs=0.005)
