"""What a lease, a loan and a purchase are asked for, and an option in the accounts."""

from models.formula.node import Line, cumulative, lag, previous, value_of
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaring import integer, share


class Financing(Area):
    """How owned servers could be paid for."""

    name = "finance"
    title = "Lease or loan versus buying"

    lease_term = integer(
        "Lease term",
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
        "Residual value of the lease",
        default=0.15,
        plausible=(0.0, 0.35),
        help="Share of the price the lessor does not recover from the rentals; the servers go back.",
        source="quote",
        harmless=True,
    )
    loan_term = integer(
        "Loan term",
        units.MONTH,
        default=48,
        bounds=(1, 120),
        plausible=(36, 60),
        help="Months of equal payments.",
        source="quote",
    )
    loan_rate = share(
        "Loan interest rate",
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
        help="Share of the sum borrowed, paid at the start.",
        source="quote",
        harmless=True,
    )
    debt_rate = share(
        "Cost of debt before tax",
        unit=units.PER_YEAR,
        default=0.07,
        bounds=(0, 1),
        plausible=(0.05, 0.1),
        help="The rate at which the organisation borrows; after tax, it discounts the comparison.",
        source="treasurer",
        harmless=True,
    )
    book_life = integer(
        "Depreciation period",
        units.MONTH,
        default=60,
        bounds=(1, 240),
        plausible=(36, 72),
        help="Owned hardware is depreciated in equal amounts over these months in the profit and loss view.",
        source="accounting policy",
    )
    book_residual = share(
        "Residual value in the accounts",
        default=0.0,
        bounds=(0, 0.9),
        plausible=(0.0, 0.3),
        help="Share of the price that is not depreciated.",
        source="accounting policy",
    )
    book_start = integer(
        "Start of depreciation",
        units.MONTH,
        default=1,
        bounds=(1, 36),
        plausible=(1, 12),
        blank=1,
        help="Months from the order to the first month of service: the lead time and one.",
        source="accounting policy",
    )
    resale_expected = share(
        "Resale at end of term if bought",
        default=0.17,
        plausible=(0.1, 0.35),
        help="Share of the price; a lessee forgoes it.",
        source="gpuleaseindex.com",
        harmless=True,
    )


GROUPS = declare(Financing)


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
