"""Financing: lease or loan against buying, at the cost of debt after tax.

Options are appraised before financing; this stands apart.
"""

from models.areas.taxation import Tax
from models.areas.world import World
from models.formula.node import (
    Line,
    Node,
    cumulative,
    greatest,
    lag,
    least,
    over_time,
    per_month,
    present_value,
    previous,
    ratio,
    value_of,
)
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaring import integer, share


class Financing(Area):
    """How owned servers could be paid for."""

    name = "finance"
    title = "Lease or loan against buying"

    lease_term = integer(
        "Term of a lease",
        units.MONTH,
        default=48,
        bounds=(1, 120),
        plausible=(36, 60),
        help="Months of equal rentals, each at the end of its month.",
        source="quote",
    )
    lease_rate = share(
        "Rate implicit in the lease",
        unit=units.PER_YEAR,
        default=0.09,
        bounds=(0, 1),
        plausible=(0.06, 0.14),
        help="What the lessor charges, compounded yearly; the rentals follow from it and from the value at the end.",
        source="quote",
        harmless=True,
    )
    lease_residual = share(
        "Value at the end of the lease",
        default=0.15,
        plausible=(0.0, 0.35),
        help="Share of the price the lessor does not recover from the rentals; the servers go back.",
        source="quote",
        harmless=True,
    )
    loan_term = integer(
        "Term of a loan",
        units.MONTH,
        default=48,
        bounds=(1, 120),
        plausible=(36, 60),
        help="Months of equal payments.",
        source="quote",
    )
    loan_rate = share(
        "Rate of a loan",
        unit=units.PER_YEAR,
        default=0.075,
        bounds=(0, 1),
        plausible=(0.05, 0.12),
        help="Compounded yearly.",
        source="quote",
        harmless=True,
    )
    loan_fee = share(
        "Arrangement fee",
        default=0.01,
        bounds=(0, 0.2),
        plausible=(0.0, 0.02),
        help="Of the sum borrowed, at once.",
        source="quote",
        harmless=True,
    )
    debt_rate = share(
        "Cost of debt before tax",
        unit=units.PER_YEAR,
        default=0.07,
        bounds=(0, 1),
        plausible=(0.05, 0.1),
        help="What the organisation borrows at; after tax it discounts the comparison.",
        source="treasurer",
        harmless=True,
    )
    book_life = integer(
        "Life in the accounts",
        units.MONTH,
        default=60,
        bounds=(1, 240),
        plausible=(36, 72),
        help="Owned kit is written off in equal amounts over these months in the profit and loss view.",
        source="accounting policy",
    )
    book_residual = share(
        "Residual value in the accounts",
        default=0.0,
        bounds=(0, 0.9),
        plausible=(0.0, 0.3),
        help="Share of the price that is not written off.",
        source="accounting policy",
    )
    book_start = integer(
        "Written off from",
        units.MONTH,
        default=1,
        bounds=(1, 36),
        plausible=(1, 12),
        blank=1,
        help="Months from the order to the first month of service: the lead time and one.",
        source="accounting policy",
    )
    resale_expected = share(
        "Resale at the end of the term if bought",
        default=0.17,
        plausible=(0.1, 0.35),
        help="Of the price; a lessee gives it up.",
        source="gpuleaseindex.com",
        harmless=True,
    )


GROUPS = declare(Financing)


def financing_of(trace: Trace, financing: Financing, tax: Tax, bought: Line, horizon: Node, world: World) -> None:
    """Trace the present value of buying, leasing and borrowing what an option buys.

    All of it is taken as bought in month 0.

    bought: what it buys, in money per month. Tax follows the accounts for the lease (depreciation and interest); what
        is bought, with or without a loan, takes capital allowances for ever at yearly rests. Without corporation tax
        all of it is nil.
    """
    with trace.section("financing", sheet="tax"):
        price = trace.line("price", "Price of what is bought", units.MONEY, over_time(bought))
        rate = trace.line("tax_rate", "Tax rate", units.SHARE, tax.tax_rate * tax.tax_position.is_("company"))
        debt = trace.line("debt_rate", "Cost of debt after tax", units.PER_YEAR, financing.debt_rate * (1 - rate))
        monthly = trace.line(
            "monthly_rate", "The same a month", units.SHARE, (1 + debt) ** (1 / world.months_per_year) - 1
        )
        at_once = trace.line(
            "at_once",
            "Allowed in the first year",
            units.SHARE,
            tax.allowances.is_("full")
            + tax.allowances.is_("aia")
            + tax.allowances.is_("first_year") * tax.first_year_rate,
        )
        written = trace.line(
            "written",
            "Present value of writing down one for ever",
            units.SHARE,
            ratio(tax.main_pool, debt + tax.main_pool),
        )
        shield = trace.line(
            "shield",
            "Tax saved by allowances, of the price",
            units.SHARE,
            rate * (at_once / (1 + debt) + (1 - at_once) * written),
        )
        lease_term = trace.line(
            "lease_term", "Term of the lease, within the horizon", units.MONTH, least(financing.lease_term, horizon)
        )
        loan_term = trace.line(
            "loan_term", "Term of the loan, within the horizon", units.MONTH, least(financing.loan_term, horizon)
        )
        to_end = trace.line(
            "discount_to_end",
            "Discount factor at the end of the lease",
            units.RATIO,
            (1 + monthly) ** (-(lease_term / world.one_month)),
        )
        resale = trace.line(
            "resale",
            "Resale after tax, present value",
            units.MONEY,
            price * financing.resale_expected * (1 - rate) * to_end,
        )
        buying = trace.line("buying", "Buying, present value", units.MONEY, price * (1 - shield) - resale)
        leasing = _lease(trace, financing, price, rate, monthly, lease_term, world)
        borrowing = _loan(trace, financing, price, rate, monthly, loan_term, world)
        loan = trace.line("loan", "Buying with a loan, present value", units.MONEY, borrowing - price * shield - resale)
        trace.line("lease_gain", "Leasing costs more than buying by", units.MONEY, leasing - buying)
        trace.line("loan_gain", "A loan costs more than buying by", units.MONEY, loan - buying)


def _annuity(trace: Trace, name: str, label: str, yearly: Node, term: Node, world: World) -> tuple[Line, Line]:
    """Trace a yearly rate as a monthly one, and the discounted sum of one paid at the end of each month of a term."""
    rate = trace.line(
        f"{name}_rate", f"{label}: rate a month", units.SHARE, (1 + yearly) ** (1 / world.months_per_year) - 1
    )
    factor = trace.line(
        f"{name}_factor", f"{label}: discount factor at the end", units.RATIO, (1 + rate) ** (-(term / world.one_month))
    )
    return rate, trace.line(
        f"{name}_annuity",
        f"{label}: present value of one a month",
        units.MONTH,
        ratio(1 - factor, rate) * world.one_month + (rate <= 0) * term,
    )


def _balance(trace: Trace, name: str, label: str, rate: Line, payment: Line, term: Line, world: World) -> Line:
    """Trace what is still owed each month: the present value of the payments to come, which ends at nothing."""
    left = trace.line(f"{name}_months", f"{label}: months left", units.MONTH, greatest(term - trace.month, 0))
    factor = trace.line(
        f"{name}_factor",
        f"{label}: discount factor of the last payment",
        units.RATIO,
        (1 + rate) ** (-(left / world.one_month)),
    )
    owed = trace.line(
        f"{name}_annuity",
        f"{label}: present value of one a month",
        units.MONTH,
        ratio(1 - factor, rate) * world.one_month + (rate <= 0) * left,
    )
    return trace.line(name, label, units.MONEY, payment * owed)


def _lease(
    trace: Trace, financing: Financing, price: Line, rate: Line, monthly: Line, term: Line, world: World
) -> Line:
    """Trace a lease: rentals, the liability and depreciation in the accounts, and its present value after tax."""
    own, annuity = _annuity(trace, "lease", "Lease", financing.lease_rate, term, world)
    recovered = trace.line(
        "lease_recovered",
        "Recovered by rentals",
        units.MONEY,
        price * (1 - financing.lease_residual / (1 + financing.lease_rate) ** (term / world.one_year)),
    )
    rental = trace.line("rental", "Rental", units.MONEY_PER_MONTH, recovered / annuity)
    paid = trace.line("rentals", "Rentals", units.MONEY_PER_MONTH, rental * (trace.month > 0) * (trace.month <= term))
    liability = _balance(trace, "liability", "Lease liability", own, rental, term, world)
    interest = trace.line("interest", "Interest in the lease", units.MONEY, previous(liability) * own)
    depreciation = trace.line(
        "lease_depreciation",
        "Depreciation of the right of use",
        units.MONEY_PER_MONTH,
        recovered / term * (trace.month > 0) * (trace.month <= term),
    )
    after_tax = trace.line(
        "lease_flow", "Rentals after tax", units.MONEY_PER_MONTH, paid - (per_month(interest) + depreciation) * rate
    )
    return trace.line("leasing", "Leasing, present value", units.MONEY, present_value(after_tax, monthly))


def _loan(trace: Trace, financing: Financing, price: Line, rate: Line, monthly: Line, term: Line, world: World) -> Line:
    """Trace a loan: payments, the balance, and the present value of its payments after tax on interest."""
    own, annuity = _annuity(trace, "loan", "Loan", financing.loan_rate, term, world)
    level = trace.line("loan_payment", "Payment on the loan", units.MONEY_PER_MONTH, price / annuity)
    payment = trace.line(
        "loan_payments",
        "Payments on the loan",
        units.MONEY_PER_MONTH,
        level * (trace.month > 0) * (trace.month <= term),
    )
    balance = _balance(trace, "loan_balance", "Balance of the loan", own, level, term, world)
    interest = trace.line("loan_interest", "Interest on the loan", units.MONEY, previous(balance) * own)
    after_tax = trace.line(
        "loan_flow", "Payments after tax", units.MONEY_PER_MONTH, payment - per_month(interest) * rate
    )
    return trace.line(
        "borrowing",
        "Loan, present value",
        units.MONEY,
        present_value(after_tax, monthly) + price * financing.loan_fee * (1 - rate),
    )


def accounts(trace: Trace, financing: Financing, option: str, monthly: Line, bought: Line | None) -> None:
    """Trace an option in the accounts: expenses, straight-line depreciation and book value.

    bought: what it buys, sales apart, in money per month; None where it buys nothing, so that all of it is expensed.
        Money from sales is income of its month; what was bought is written off over its life in the accounts.
    """
    with trace.section(f"accounts.{option}", sheet="tax"):
        if bought is None:
            trace.line("charge", "Charge to profit and loss", units.MONEY_PER_MONTH, monthly)
            return
        so_far = trace.line("bought_so_far", "Bought so far", units.MONEY, cumulative(bought))
        in_service = previous(so_far) if value_of(financing.book_start) == 1 else lag(so_far, financing.book_start)
        opening = trace.line("opening", "Bought and in service", units.MONEY, in_service)
        gone = trace.line("written_off", "Bought and written off", units.MONEY, lag(opening, financing.book_life))
        depreciation = trace.line(
            "depreciation",
            "Depreciation",
            units.MONEY_PER_MONTH,
            (opening - gone) * (1 - financing.book_residual) / financing.book_life,
        )
        trace.line("charge", "Charge to profit and loss", units.MONEY_PER_MONTH, monthly - bought + depreciation)
        charged = trace.line("depreciated", "Depreciation so far", units.MONEY, cumulative(depreciation))
        trace.line("carrying", "Carrying amount", units.MONEY, so_far - charged)
