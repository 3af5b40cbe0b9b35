"""Leasing or borrowing against buying at the after-tax cost of debt: sections 3.8 and 8.6 of MODEL.md.

Each purchase stands in its own month and runs its whole term; servers alone are sold at the end of the lease. A year
passes until tax saved by an allowance is felt; relief for rentals and interest comes with them, since tax follows the
accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.by_hand_inputs import MONTHS_A_YEAR, Inputs, Months
from oracle.by_hand_lines import Line, total


@dataclass(frozen=True)
class Financing:
    """Pounds a month of rental, and the present values of leasing, buying and buying with a loan."""

    rental: float
    leasing: float
    buying: float
    loan: float


def annuity(rate: float, months: int) -> float:
    """Return the present value of one pound a month, paid at the end of each month; the months at a zero rate."""
    return months if rate == 0 else (1 - (1 + rate) ** -months) / rate


def a_month(yearly: float) -> float:
    """Return the rate of a month that compounds to a yearly one."""
    return (1 + yearly) ** (1 / MONTHS_A_YEAR) - 1


def after_tax_debt(inputs: Inputs) -> tuple[float, float]:
    """Return the tax rate that applies and the cost of debt a year after it."""
    tax = inputs.number("finance.tax_rate") if inputs.choice("finance.tax_position") == "company" else 0.0
    return tax, inputs.number("finance.debt_rate") * (1 - tax)


@dataclass(frozen=True)
class Bought:
    """Pounds by month 0…H of what is bought: all of it, the servers in it, and plant and works as tax sees them."""

    servers: Months
    plant: Months
    works: Months

    @property
    def whole(self) -> Months:
        """All of it."""
        return [plant + works for plant, works in zip(self.plant, self.works, strict=True)]


def bought_of(lines: Sequence[Line], horizon: int) -> Bought:
    """Return what an option buys, sales apart."""
    return Bought(
        total(lines, horizon, name="servers"),
        total(lines, horizon, kind="up_front", tax="plant"),
        total(lines, horizon, kind="up_front", tax="works"),
    )


def today(months: Months, yearly: float) -> float:
    """Return the present value of pounds by month."""
    return sum(amount / (1 + yearly) ** (month / MONTHS_A_YEAR) for month, amount in enumerate(months))


def lease(inputs: Inputs, price: float) -> tuple[float, float]:
    """Return the rental of what costs a price, and the present value of rentals after tax in the month of the lease.

    The lessor recovers the price less the value at the end. The lessee deducts depreciation of the right of use
    and interest on what is still owed.
    """
    tax, debt = after_tax_debt(inputs)
    months, rate = int(inputs.number("finance.lease_term")), a_month(debt)
    implicit = a_month(inputs.number("finance.lease_rate"))
    recovered = price * (1 - inputs.number("finance.lease_residual") / (1 + implicit) ** months)
    rental = recovered / annuity(implicit, months)
    owed, value = recovered, 0.0
    for month in range(1, months + 1):
        interest = owed * implicit
        value += (rental - tax * (interest + recovered / months)) / (1 + rate) ** month
        owed += interest - rental
    return rental, value


def allowances(inputs: Inputs, debt: float) -> tuple[float, float]:
    """Return the present value of allowances on one pound of plant and of works, a year's end at a time for 3,000."""
    main, special = inputs.number("finance.main_pool"), inputs.number("finance.special_pool")
    full, first = (1.0, inputs.number("finance.special_first")), (inputs.number("finance.first_year_rate"), 0.0)
    at_once = {"full": full, "first_year": first, "writing_down": (0.0, 0.0)}[inputs.choice("finance.allowances")]
    late = {"full": (0, 1), "first_year": (1, 0), "writing_down": (0, 0)}[inputs.choice("finance.allowances")]
    found: list[float] = []
    for share, pool, delay in zip(at_once, (main, special), late, strict=True):
        left, value = 1 - share, share / (1 + debt)
        for year in range(1 + delay, 3_000):
            value += left * pool / (1 + debt) ** year
            left *= 1 - pool
        found.append(value)
    return found[0], found[1]


def purchase(inputs: Inputs, bought: Bought) -> float:
    """Return the present value of buying: price, tax saved from a year later, resale after tax at the lease's end."""
    tax, debt = after_tax_debt(inputs)
    plant, works = allowances(inputs, debt)
    saved = tax * (today(bought.plant, debt) * plant + today(bought.works, debt) * works)
    taxed = tax * (1.0 if inputs.choice("finance.allowances") == "full" else plant_pool(inputs, debt))
    resale = today(bought.servers, debt) * inputs.number("finance.resale_expected") * (1 - taxed)
    after = (1 + debt) ** (inputs.number("finance.lease_term") / MONTHS_A_YEAR)
    return today(bought.whole, debt) - saved - resale / after


def plant_pool(inputs: Inputs, debt: float) -> float:
    """Return what the main pool is written down less by for each pound that leaves it."""
    pool = inputs.number("finance.main_pool")
    return sum(pool * (1 - pool) ** (year - 1) / (1 + debt) ** year for year in range(1, 3_000))


def borrowed(inputs: Inputs, price: float) -> tuple[float, float]:
    """Return the payment of a loan, and the present value of its payments, interest deducted, and of its fee."""
    tax, debt = after_tax_debt(inputs)
    months, rate = int(inputs.number("finance.loan_term")), a_month(debt)
    charged = a_month(inputs.number("finance.loan_rate"))
    payment = price / annuity(charged, months)
    owed, value = price, price * inputs.number("finance.loan_fee") * (1 - tax)
    for month in range(1, months + 1):
        interest = owed * charged
        value += (payment - tax * interest) / (1 + rate) ** month
        owed += interest - payment
    return payment, value


def most_a_month(payment: float, whole: Months, term: int) -> float:
    """Return the most that is paid in a month: each purchase from the month after it, for its term."""
    return max(payment * sum(whole[max(month - term, 0) : month]) for month in range(1, len(whole)))


def financing(inputs: Inputs, bought: Bought) -> Financing:
    """Return the three ways to pay for what is bought, each purchase for the whole of its term."""
    _, debt = after_tax_debt(inputs)
    rental, leasing = lease(inputs, 1.0)
    _, loan = borrowed(inputs, 1.0)
    buying, price = purchase(inputs, bought), today(bought.whole, debt)
    most = most_a_month(rental, bought.whole, int(inputs.number("finance.lease_term")))
    return Financing(most, leasing * price, buying, buying - price + loan * price)
