"""Leasing or borrowing against buying at the after-tax cost of debt: sections 3.8 and 8.6 of MODEL.md.

All is bought in month 0, is plant allowed whole in its first year, and is sold at the end of the lease. A year
passes until tax saved by the allowance is felt; relief for rentals and interest comes with them, since tax follows
the accounts.
"""

from dataclasses import dataclass

from oracle.by_hand_inputs import MONTHS_A_YEAR, Inputs


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


def lease(inputs: Inputs, price: float) -> tuple[float, float]:
    """Return the rental of what costs a price, and the present value of rentals after tax.

    The lessor recovers the price less the value at the end. The lessee deducts depreciation of the right of use
    and interest on what is still owed.
    """
    tax, debt = after_tax_debt(inputs)
    months, rate = int(min(inputs.number("finance.lease_term"), inputs.horizon)), a_month(debt)
    implicit = a_month(inputs.number("finance.lease_rate"))
    recovered = price * (1 - inputs.number("finance.lease_residual") / (1 + implicit) ** months)
    rental = recovered / annuity(implicit, months)
    owed, value = recovered, 0.0
    for month in range(1, months + 1):
        interest = owed * implicit
        value += (rental - tax * (interest + recovered / months)) / (1 + rate) ** month
        owed += interest - rental
    return rental, value


def purchase(inputs: Inputs, price: float) -> float:
    """Return the present value of buying: price, tax saved a year later, resale after tax at the end of the lease."""
    tax, debt = after_tax_debt(inputs)
    term = min(inputs.number("finance.lease_term"), inputs.horizon)
    resale = price * inputs.number("finance.resale_expected") * (1 - tax)
    return price - price * tax / (1 + debt) - resale / (1 + debt) ** (term / MONTHS_A_YEAR)


def borrowed(inputs: Inputs, price: float) -> float:
    """Return the present value of a loan's payments, their interest deducted, and its fee."""
    tax, debt = after_tax_debt(inputs)
    months, rate = int(min(inputs.number("finance.loan_term"), inputs.horizon)), a_month(debt)
    charged = a_month(inputs.number("finance.loan_rate"))
    payment = price / annuity(charged, months)
    owed, value = price, price * inputs.number("finance.loan_fee") * (1 - tax)
    for month in range(1, months + 1):
        interest = owed * charged
        value += (payment - tax * interest) / (1 + rate) ** month
        owed += interest - payment
    return value


def financing(inputs: Inputs, price: float) -> Financing:
    """Return the three ways to pay for what costs a price in month 0."""
    rental, leasing = lease(inputs, price)
    buying = purchase(inputs, price)
    return Financing(rental, leasing, buying, buying - price + borrowed(inputs, price))
