"""Corporation tax that an option saves, and its cost after tax: section 3.8 of MODEL.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oracle.by_hand_inputs import MONTHS_A_YEAR, Inputs, Months, nominal_rate
from oracle.by_hand_lines import Line, total


@dataclass(frozen=True)
class TaxYear:
    """A company year within the horizon: the month in which it closes, and the months of it that count."""

    closes: int
    months: range


def tax_years(inputs: Inputs) -> list[TaxYear]:
    """Return the company's years from month 0, the last closed by the horizon."""
    start = int(inputs.choice("finance.start").split("-")[1])
    year_end, horizon = int(inputs.number("finance.year_end")), inputs.horizon
    ends = [month for month in range(horizon) if (start + month - year_end) % MONTHS_A_YEAR == 0]
    years: list[TaxYear] = []
    first = 0
    for end in (*ends, horizon):
        years.append(TaxYear(end, range(first, end + 1)))
        first = end + 1
    return years


@dataclass
class Pools:
    """What is left to be allowed of plant and of works, in pounds, under full expensing."""

    special: float = 0.0

    def allowed(self, inputs: Inputs, bought: Mapping[str, float], sold: float, *, last: bool) -> float:
        """Return pounds deducted for a year: plant at once, works in part and then from their pool, sales taxed whole.

        The rest of works joins the pool for the years after the one of their purchase (Capital Allowances Act
        2001, section 58(5)). In the last year all that is left is allowed, so that reliefs lie within the horizon.
        """
        works = bought["works"] * inputs.number("finance.special_first")
        down = self.special * (1.0 if last else inputs.number("finance.special_pool"))
        rest = bought["works"] - works
        self.special += (0.0 if last else rest) - down
        return bought["plant"] + works + down + (rest if last else 0.0) - sold


def tax_saved(inputs: Inputs, lines: Sequence[Line], residual: float) -> Months:
    """Return corporation tax saved by month, when it would have been paid; charges are negative.

    What a company may deduct of its year lowers the tax on its other profit; losses are carried forward. It is
    paid some months after the year-end; what would be paid after the horizon counts in its last month.
    """
    horizon = inputs.horizon
    if inputs.choice("finance.tax_position") == "exempt":
        return [0.0] * (horizon + 1)
    by_tax = {name: total(lines, horizon, tax=name) for name in ("expense", "plant", "works", "sale")}
    rate, delay = inputs.number("finance.tax_rate"), int(inputs.number("finance.months_to_payment"))
    if inputs.choice("finance.tax_payment") == "instalments":
        delay = 0
    paid = [0.0] * (horizon + 1)
    profit = inputs.number("finance.other_profit")
    pools, losses = Pools(), 0.0
    for year in tax_years(inputs):
        amounts = {name: sum(months[month] for month in year.months) for name, months in by_tax.items()}
        last = year.closes == horizon
        sold = -amounts["sale"] + (residual if last else 0.0)
        allowed = pools.allowed(inputs, amounts, sold, last=last)
        taxable = profit - amounts["expense"] - allowed - losses
        losses = max(0.0, -taxable)
        paid[min(horizon, year.closes + delay)] += rate * (profit - max(0.0, taxable))
    return paid


def after_tax_value(inputs: Inputs, monthly: Sequence[float], saved: Sequence[float], residual: float) -> float:
    """Return pounds of cost after tax in present value at the after-tax rate, less what is left at the horizon.

    Who pays no tax discounts at the rate before it.
    """
    exempt = inputs.choice("finance.tax_position") == "exempt"
    yearly = nominal_rate(inputs) + 1 if exempt else 1 + inputs.number("finance.after_tax_rate")
    factors = [yearly ** (-month / MONTHS_A_YEAR) for month in range(inputs.horizon + 1)]
    costs = sum((cost - tax) * factor for cost, tax, factor in zip(monthly, saved, factors, strict=True))
    return costs - residual * factors[-1]
