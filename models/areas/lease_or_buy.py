"""Lease or loan against buying, at the cost of debt after tax.

Options are appraised before financing; this stands apart.
"""

from dataclasses import dataclass

from models.areas.financing import Financing
from models.areas.taxation import Tax
from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    absolute,
    cumulative,
    lag,
    over_time,
    peak_over_time,
    present_value,
    previous,
    ratio,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Purchases:
    """What an option buys, in money per month, and the share of it that tax allows in the year it is bought.

    whole: all of it, sales apart. servers: those in it, at their price; they alone are sold again. plant, works: the
        two classes of capital allowances, and the shares of them allowed at once.
    """

    whole: Line
    servers: Node
    plant: Line
    works: Line
    plant_at_once: Node
    works_at_once: Node


@dataclass(frozen=True, slots=True)
class _Debt:
    """The tax rate, and the cost of debt after tax by year and by month."""

    tax: Line
    yearly: Line
    monthly: Line


def financing_of(trace: Trace, financing: Financing, tax: Tax, bought: Purchases, world: World) -> None:
    """Trace the present value of buying, leasing and borrowing what an option buys, each purchase in its own month.

    Every purchase runs for the whole of its term, beyond the horizon too, so that the three ways are compared over the
    same months. Tax follows the accounts for the lease (depreciation and interest); what is bought, with or without a
    loan, takes the capital allowances of the view after tax and is then written down for ever, at yearly rests.
    Without corporation tax all of that is nil.
    """
    with trace.section("financing", sheet="tax"):
        trace.line("price", "Price of what is bought", units.MONEY, over_time(bought.whole))
        rate = trace.line("tax_rate", "Tax rate", units.SHARE, tax.tax_rate * tax.tax_position.is_("company"))
        yearly = trace.line("debt_rate", "Cost of debt after tax", units.PER_YEAR, financing.debt_rate * (1 - rate))
        monthly = trace.line(
            "monthly_rate", "The same a month", units.SHARE, (1 + yearly) ** (1 / world.months_per_year) - 1
        )
        debt = _Debt(rate, yearly, monthly)
        today = trace.line("bought", "What is bought, present value", units.MONEY, present_value(bought.whole, monthly))
        shield = _shield(trace, tax, bought, debt)
        resale = _resale(trace, financing, tax, bought.servers, debt, world)
        buying = trace.line("buying", "Buying, present value", units.MONEY, today - shield - resale)
        so_far = trace.line("bought_so_far", "Bought so far", units.MONEY, cumulative(bought.whole))
        leased = _lease(trace, financing, bought.whole, so_far, debt, world)
        leasing = trace.line("leasing", "Leasing, present value", units.MONEY, today * leased)
        repaid = _loan(trace, financing, bought.whole, so_far, debt, world)
        borrowing = trace.line("borrowing", "Loan, present value", units.MONEY, today * repaid)
        loan = trace.line("loan", "Buying with a loan, present value", units.MONEY, borrowing - shield - resale)
        trace.line("lease_gain", "Leasing costs more than buying by", units.MONEY, leasing - buying)
        trace.line("loan_gain", "A loan costs more than buying by", units.MONEY, loan - buying)


def _shield(trace: Trace, tax: Tax, bought: Purchases, debt: _Debt) -> Line:
    """Trace the present value of the tax that allowances save: the first year's, and writing down for ever after.

    What is left of a first-year allowance joins its pool a year later, as in the view after tax.
    """
    classes = (
        ("plant", "Plant", bought.plant, bought.plant_at_once, tax.main_pool, tax.allowances.is_("first_year")),
        ("works", "Works", bought.works, bought.works_at_once, tax.special_pool, tax.allowances.is_("full")),
    )
    saved: Node = ZERO
    for name, label, flow, first, pool, later in classes:
        at_once = trace.line(f"{name}_at_once", f"{label}: share allowed in the first year", units.SHARE, first)
        written = trace.line(
            f"{name}_written",
            f"{label}: present value of writing down one for ever",
            units.SHARE,
            ratio(pool, debt.yearly + pool),
        )
        rest = trace.line(
            f"{name}_rest",
            f"{label}: written down later, present value",
            units.SHARE,
            (1 - at_once) * written / (1 + debt.yearly * later),
        )
        allowed = trace.line(
            f"{name}_allowed", f"{label}: allowed, present value", units.SHARE, at_once / (1 + debt.yearly) + rest
        )
        today = trace.line(
            f"{name}_today", f"{label} bought, present value", units.MONEY, present_value(flow, debt.monthly)
        )
        saved = saved + today * allowed
    return trace.line("shield", "Tax saved by allowances, present value", units.MONEY, debt.tax * saved)


def _resale(trace: Trace, financing: Financing, tax: Tax, servers: Node, debt: _Debt, world: World) -> Line:
    """Trace what servers fetch at the end of the lease's term, after tax, at present value.

    Under full expensing all of it is taxed; else it leaves the pool, which is written down by so much less.
    """
    flow = trace.line("servers", "Servers bought", units.MONEY_PER_MONTH, servers)
    today = trace.line("servers_today", "Servers, present value", units.MONEY, present_value(flow, debt.monthly))
    full = tax.allowances.is_("full")
    written = trace.line(
        "resale_written",
        "Pool lost by one of resale, present value",
        units.SHARE,
        ratio(tax.main_pool, debt.yearly + tax.main_pool),
    )
    taxed = trace.line("resale_taxed", "Tax on one of resale", units.SHARE, debt.tax * (full + (1 - full) * written))
    end = trace.line(
        "discount_to_end",
        "Discount factor at the end of the lease",
        units.RATIO,
        (1 + debt.monthly) ** (-(financing.lease_term / world.one_month)),
    )
    return trace.line(
        "resale", "Resale after tax, present value", units.MONEY, today * financing.resale_expected * (1 - taxed) * end
    )


def _annuity(trace: Trace, name: str, label: str, rate: Line, term: Node, world: World) -> Line:
    """Trace the discounted sum of one paid at the end of each month of a term; the months at a rate of nothing."""
    factor = trace.line(
        f"{name}_factor", f"{label}: discount factor at the end", units.RATIO, (1 + rate) ** (-(term / world.one_month))
    )
    flat = trace.line(f"{name}_flat", f"{label}: rate of nothing", units.FLAG, absolute(rate) < world.rounding)
    return trace.line(
        f"{name}_annuity",
        f"{label}: present value of one a month",
        units.MONTH,
        ratio(1 - factor, rate) * (1 - flat) * world.one_month + flat * term,
    )


@dataclass(frozen=True, slots=True)
class _Repaid:
    """One unit of money repaid in equal payments at the end of each month.

    rate: a month. annuity, of_one: present value of one a month, at that rate and at the cost of debt, in months.
    value, interest: present value, at the cost of debt, of the payments and of the interest in them.
    """

    rate: Line
    annuity: Line
    value: Line
    interest: Line
    of_one: Line


def _repaid(trace: Trace, name: str, label: str, yearly: Node, term: Node, debt: _Debt, world: World) -> _Repaid:
    """Trace how one unit of money is repaid over a term at a yearly rate."""
    rate = trace.line(
        f"{name}_rate", f"{label}: rate a month", units.SHARE, (1 + yearly) ** (1 / world.months_per_year) - 1
    )
    own = _annuity(trace, name, label, rate, term, world)
    of_one = _annuity(trace, f"{name}_debt", f"{label}: at the cost of debt", debt.monthly, term, world)
    value = trace.line(f"{name}_value", f"{label}: payments for one, present value", units.SHARE, of_one / own)
    # what is repaid grows by the rate each month; discounted, it falls by the one rate over the other
    over = trace.line(
        f"{name}_over",
        f"{label}: cost of debt over its rate, a month",
        units.SHARE,
        (1 + debt.monthly) / (1 + rate) - 1,
    )
    falling = _annuity(trace, f"{name}_repaid", f"{label}: what is repaid", over, term, world)
    capital = trace.line(
        f"{name}_capital",
        f"{label}: what is repaid of one, present value",
        units.SHARE,
        (1 / own - rate / world.one_month) * falling / (1 + rate),
    )
    interest = trace.line(f"{name}_cost", f"{label}: interest on one, present value", units.SHARE, value - capital)
    return _Repaid(rate, own, value, interest, of_one)


def _running(trace: Trace, name: str, label: str, so_far: Line, term: Node) -> Line:
    """Trace the price of all that is being paid for in a month: bought before it, within the term."""
    ended = trace.line(f"{name}_ended", f"{label}: price of what has ended", units.MONEY, lag(so_far, term))
    open_ = trace.line(f"{name}_open", f"{label}: price of what runs on", units.MONEY, so_far - ended)
    return trace.line(f"{name}_running", f"{label}: price of what is paid for", units.MONEY, previous(open_))


def _owed(trace: Trace, name: str, label: str, rate: Line, flow: Node, world: World) -> Line:
    """Trace what is owed each month, with interest; flow: what is taken on less what is paid, in money per month."""
    owed = trace.declared(name, label, units.MONEY, like=flow)
    owed.define(previous(owed) * (1 + rate) + flow * world.one_month)
    return owed


def _lease(trace: Trace, financing: Financing, bought: Line, so_far: Line, debt: _Debt, world: World) -> Line:
    """Trace a lease: rentals, the liability and depreciation in the accounts; return its present value for one."""
    term = financing.lease_term
    repaid = _repaid(trace, "lease", "Lease", financing.lease_rate, term, debt, world)
    recovered = trace.line(
        "lease_recovered",
        "Recovered by rentals, of the price",
        units.SHARE,
        1 - financing.lease_residual / (1 + financing.lease_rate) ** (term / world.one_year),
    )
    running = _running(trace, "lease", "Lease", so_far, term)
    rentals = trace.line("rentals", "Rentals", units.MONEY_PER_MONTH, running * recovered / repaid.annuity)
    trace.line("rental", "Rental, the most a month", units.MONEY_PER_MONTH, peak_over_time(rentals))
    liability = _owed(trace, "liability", "Lease liability", repaid.rate, bought * recovered - rentals, world)
    trace.line("interest", "Interest in the lease", units.MONEY, previous(liability) * repaid.rate)
    trace.line(
        "lease_depreciation", "Depreciation of the right of use", units.MONEY_PER_MONTH, running * recovered / term
    )
    deducted = trace.line(
        "lease_deducted",
        "Deducted from profit for one recovered, present value",
        units.SHARE,
        repaid.interest + repaid.of_one / term,
    )
    return trace.line(
        "lease_today",
        "Leasing one of the price, present value",
        units.SHARE,
        recovered * (repaid.value - debt.tax * deducted),
    )


def _loan(trace: Trace, financing: Financing, bought: Line, so_far: Line, debt: _Debt, world: World) -> Line:
    """Trace a loan: payments and the balance; return its present value for one, interest and fee after tax."""
    term = financing.loan_term
    repaid = _repaid(trace, "loan", "Loan", financing.loan_rate, term, debt, world)
    running = _running(trace, "loan", "Loan", so_far, term)
    payments = trace.line("loan_payments", "Payments on the loan", units.MONEY_PER_MONTH, running / repaid.annuity)
    trace.line("loan_payment", "Payment on the loan, the most a month", units.MONEY_PER_MONTH, peak_over_time(payments))
    balance = _owed(trace, "loan_balance", "Balance of the loan", repaid.rate, bought - payments, world)
    trace.line("loan_interest", "Interest on the loan", units.MONEY, previous(balance) * repaid.rate)
    fee = financing.loan_fee * (1 - debt.tax)
    return trace.line(
        "loan_today", "Loan of one, present value", units.SHARE, repaid.value - debt.tax * repaid.interest + fee
    )
