"""When money is paid and how it is discounted: payment terms by class of cost, and the convention of discounting."""

from models.areas.world import World
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    ahead,
    ceiling,
    cumulative,
    equals,
    greatest,
    lag,
    least,
    per_month,
    previous,
    ratio,
    value_of,
    where,
)
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaring import choice, integer, share


class Payment(Area):
    """When what is bought and used is paid."""

    name = "finance"
    title = "Payment timing and discounting"

    discounting = choice(
        "Discounting",
        ("monthly", "Month by month"),
        ("mid_year", "At the middle of each year"),
        ("year_end", "At the end of each year"),
        default="monthly",
        help="Years count from the month of the decision; what is paid then is not discounted.",
        source="finance department",
    )
    annual_cost = choice(
        "Timing of equivalent annual cost",
        ("monthly", "Every month"),
        ("arrears", "At the end of each year"),
        ("advance", "At the start of each year"),
        default="monthly",
        help="The level sum a year with the same present value.",
        source="finance department",
    )
    reinvestment_rate = share(
        "Reinvestment rate",
        unit=units.PER_YEAR,
        default=0.0,
        bounds=(0, 0.5),
        plausible=(0.02, 0.1),
        help="Rate earned on savings until the horizon, in the modified rate of return; 0 for the discount rate.",
        source="treasurer",
    )
    capital_after = integer(
        "Up-front cost: months to payment",
        units.MONTH,
        default=0,
        bounds=(0, 12),
        plausible=(0, 3),
        help="Months after it is ordered. What is still owed at the horizon is paid there.",
        source="supplier's terms",
    )
    capital_before = integer(
        "Up-front cost: months in advance",
        units.MONTH,
        default=0,
        bounds=(0, 12),
        plausible=(0, 3),
        help="Months before it is ordered, at the earliest in month 0.",
        source="supplier's terms",
    )
    running_after = integer(
        "Running cost: months to payment",
        units.MONTH,
        default=0,
        bounds=(0, 12),
        plausible=(0, 2),
        help="Months after the month of use: 1 is thirty days. What is still owed at the horizon is paid there.",
        source="supplier's terms",
    )
    running_before = integer(
        "Running cost: months in advance",
        units.MONTH,
        default=0,
        bounds=(0, 12),
        plausible=(0, 12),
        help="Months before the month of use, at the earliest in month 0.",
        source="supplier's terms",
    )
    people_after = integer(
        "People: months to payment",
        units.MONTH,
        default=0,
        bounds=(0, 12),
        plausible=(0, 1),
        help="Months after the month of work. What is still owed at the horizon is paid there.",
        source="payroll",
    )
    one_off_after = integer(
        "One-off cost: months to payment",
        units.MONTH,
        default=0,
        bounds=(0, 12),
        plausible=(0, 2),
        help="Months after the month in which it arises. What is still owed at the horizon is paid there.",
        source="supplier's terms",
    )

    def terms(self, cost_class: str) -> tuple[Node, Node] | None:
        """Return the months in advance and to payment of a class of cost; None where it is paid at once."""
        before, after = {
            "up-front": (self.capital_before, self.capital_after),
            "running": (self.running_before, self.running_after),
            "people": (ZERO, self.people_after),
            "one-off": (ZERO, self.one_off_after),
        }.get(cost_class, (ZERO, ZERO))
        return None if value_of(before) == 0 and value_of(after) == 0 else (before, after)


GROUPS = declare(Payment)


def paid(trace: Trace, name: str, label: str, incurred: Line, terms: tuple[Node, Node], horizon: Node) -> Node:
    """Trace when a class of cost is paid, in money per month; what is still owed at the horizon is paid there.

    terms: months in advance, and months to payment.
    """
    so_far = trace.line(f"{name}_so_far", f"{label}, incurred so far", units.MONEY, cumulative(incurred))
    early = trace.line(f"{name}_early", f"{label}, with what is paid in advance", units.MONEY, ahead(so_far, terms[0]))
    late = trace.line(f"{name}_due", f"{label}, due so far", units.MONEY, lag(early, terms[1]))
    settled = where(equals(trace.month, horizon), so_far, late)
    settled = trace.line(f"{name}_settled", f"{label}, paid so far", units.MONEY, settled)
    return per_month(settled - previous(settled))


def discount_months(trace: Trace, payment: Payment, horizon: Node, world: World) -> Line:
    """Trace the months by which each month is discounted: to the month, to the middle of its year or to its end.

    The last year ends at the horizon.
    """
    year = trace.line(
        "discount_year",
        "Year",
        units.NUMBER,
        ceiling(trace.month / world.one_month / world.months_in_year, world.rounding),
    )
    ends = trace.line("discount_end", "End of the year", units.MONTH, least(year * world.one_year, horizon))
    middle = trace.line(
        "discount_middle",
        "Middle of the year",
        units.MONTH,
        (greatest(year - 1, 0) * world.one_year + ends) / (ONE + ONE),
    )
    at = {"year_end": ends, "mid_year": middle}
    by_year: Node = ZERO
    months: Node = ZERO
    for name, month in at.items():
        by_year = by_year + payment.discounting.is_(name)
        months = months + payment.discounting.is_(name) * month
    return trace.line("discount_months", "Discounted by", units.MONTH, months + (1 - by_year) * trace.month)


def annual_annuity(trace: Trace, payment: Payment, rate: Node, horizon: Node, world: World) -> Line:
    """Trace the present value of one a year until the horizon, at the end of each year or at its start."""
    years = trace.line("years", "Years until the horizon", units.NUMBER, horizon / world.one_year)
    arrears = ratio(1 - (1 + rate) ** -years, rate) + (rate <= 0) * years
    at_end = trace.line("annuity_year", "Present value of one at the end of each year", units.NUMBER, arrears)
    return trace.line(
        "annuity_chosen",
        "Present value of one a year",
        units.NUMBER,
        at_end * (1 + rate * payment.annual_cost.is_("advance")),
    )
