"""Totals, present values, crossovers, payback and unit costs, as lines of the same graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.totals import Curves, OptionTotals, before_benefits, benefits_in
from models.areas.cost_management import CostManagement
from models.areas.finance import Prices
from models.areas.options import OPTION_LABELS, in_sentence
from models.areas.payment import annual_annuity, paid
from models.areas.taxation import Tax
from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    absolute,
    at_end,
    block_total,
    cumulative,
    equals,
    greatest,
    held,
    peak_over_time,
    per_month,
    previous,
    ratio,
    total,
    value_of,
    where,
)
from models.formula.trace import Trace
from models.quantities import units

CLASSES = ("up-front", "running", "people", "one-off", "risk", "benefit")


@dataclass(frozen=True, slots=True)
class PairLines:
    """How two options compare: month by month and in one figure each."""

    first: str
    second: str
    basis: str
    difference: Line
    crossing: Line
    crossing_month: Line
    count: Line
    sustained: Line
    sustained_exists: Line


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Every line a result is read from."""

    options: dict[str, OptionTotals]
    pairs: Sequence[PairLines]


@dataclass(frozen=True, slots=True)
class Adjusting:
    """What turns the cost lines of an option into its totals.

    VAT and bias inputs, bills above the estimate, and what a provider bills.

    bill: money per month that cloud and API providers bill, as estimated.
    """

    tax: Tax
    costs: CostManagement
    bill: Node


def option_totals(
    trace: Trace, option: str, prices: Prices, world: World, residual: Line | None, adjusting: Adjusting
) -> OptionTotals:
    """Trace the totals of an option from its cost lines.

    Class by class, with optimism bias, bills above the estimate and irrecoverable VAT.
    """
    with trace.section(f"{option}.total", sheet=option, option=option):
        lines = trace.costs(option)
        classes = [name for name in CLASSES if any(line.cost_class == name for line in lines)]
        base = {
            name: _block(
                trace,
                f"estimated_{_slug(name)}",
                f"Estimated {name} costs",
                [line for line in lines if line.cost_class == name],
            )
            for name in classes
        }
        _adjust(trace, lines, base, adjusting)
        derived = [line for line in trace.costs(option) if line.derived]
        every = {name: _sum([base[name], *(line for line in derived if line.cost_class == name)]) for name in classes}
        parts, incurred = _paid(trace, every, prices)
        monthly = arises = trace.line("monthly", "Cost in the month", units.MONEY_PER_MONTH, _sum(parts))
        if any(one is not other for one, other in zip(incurred, parts, strict=True)):
            arises = trace.line("arises", "Cost, when it arises", units.MONEY_PER_MONTH, _sum(incurred))
        by_area = {
            area: _block(
                trace,
                f"area_{area}",
                f"Estimated cost of {area.replace('_', ' ')}",
                [line for line in lines if line.area == area],
            )
            for area in _areas(lines)
        }
        valued = _valued(trace, (monthly, benefits_in(parts)), residual, prices, world, adjusting)
    return OptionTotals(monthly, *valued, parts, by_area, derived, incurred, arises)


def _paid(trace: Trace, every: Mapping[str, Node], prices: Prices) -> tuple[list[Line], list[Line]]:
    """Trace what is paid of each class of cost, and what is incurred of it: the same where it is paid at once."""
    labels = {name: f"All {name} costs" for name in every}
    arising: dict[str, Line] = {}
    when: dict[str, Node] = dict(every)
    for name, cost in every.items():
        terms = prices.payment.terms(name)
        if terms is not None:
            key, label = f"incurred_{_slug(name)}", labels[name]
            arising[name] = trace.line(key, f"{label}, when they arise", units.MONEY_PER_MONTH, cost)
            when[name] = paid(trace, key, label, arising[name], terms, prices.finance.horizon)
    # one below the other, so that a reader adds them up in one range
    parts = {name: trace.line(_slug(name), labels[name], units.MONEY_PER_MONTH, when[name]) for name in every}
    return list(parts.values()), list((parts | arising).values())


def _valued(
    trace: Trace,
    paid: tuple[Line, Line | None],
    residual: Line | None,
    prices: Prices,
    world: World,
    adjusting: Adjusting,
) -> tuple[Line, Line, Line, Line, Line]:
    """Trace an option's cumulative cost, nominal and discounted, residual, whole-life cost and present value.

    paid: what is paid in a month, and the benefits in it, below nothing: they are no part of the sum to be approved.
    """
    monthly, brought = paid
    running = trace.line("cumulative", "Cumulative cost", units.MONEY, cumulative(monthly))
    today = trace.line(
        "today", "Cost in the month, discounted", units.MONEY_PER_MONTH, monthly * prices.discount_factor
    )
    discounted = trace.line("discounted", "Cumulative cost, discounted", units.MONEY, cumulative(today))
    left = trace.line(
        "residual", "Residual value at the horizon", units.MONEY, total(residual, "pool") if residual is not None else 0
    )
    cost = trace.line("total_cost", "Whole-life cost", units.MONEY, at_end(running) - left)
    value = trace.line(
        "present_value",
        "Present value of cost",
        units.MONEY,
        (prices.worth(trace, monthly, "worth") - left * prices.end_factor),
    )
    payments = trace.line("payments", "Months that carry running cost", units.FLAG, trace.month > 0)
    annuity = trace.line(
        "annuity", "Present value of one a month", units.MONTH, prices.worth(trace, payments, "payments_today")
    )
    monthly_sum = value / annuity * world.months_per_year
    by_year = 1 - prices.payment.annual_cost.is_("monthly")
    if value_of(by_year) != 0:
        one_a_year = annual_annuity(trace, prices.payment, prices.yearly_rate, prices.finance.horizon, world)
        monthly_sum = where(by_year, value / one_a_year / world.a_year, monthly_sum)
    trace.line("equivalent", "Equivalent annual cost", units.MONEY_PER_YEAR, monthly_sum)
    trace.line(
        "approval",
        "Sum to be approved, with contingency",
        units.MONEY,
        before_benefits(at_end(running), brought) * (1 + adjusting.costs.contingency),
    )
    return running, discounted, left, cost, value


def _slug(cost_class: str) -> str:
    return cost_class.replace("-", "_")


def _areas(lines: Sequence[Line]) -> list[str]:
    return list(dict.fromkeys(line.area for line in lines))


def _block(trace: Trace, key: str, label: str, members: Sequence[Line]) -> Line:
    return trace.line(key, label, units.MONEY_PER_MONTH, block_total(members))


def _adjust(trace: Trace, lines: Sequence[Line], base: dict[str, Line], adjusting: Adjusting) -> None:
    """Trace the costs that follow from the totals of the others."""
    tax, costs = adjusting.tax, adjusting.costs

    def taxable(cost_class: str) -> Node:
        outside = [line for line in lines if line.cost_class == cost_class and line.supply == "outside"]
        if not outside:
            return base[cost_class]
        return base[cost_class] - _block(
            trace, f"outside_{_slug(cost_class)}", f"{cost_class.capitalize()} costs outside VAT", outside
        )

    bill = trace.line("bill", "Billed by cloud and API providers", units.MONEY_PER_MONTH, adjusting.bill)
    above = bill * (costs.bill_factor - 1)
    over = trace.cost("bill_over", "Bills above the estimate", "cost_management", "running", above, derived=True)
    bias = trace.line("bias", "Optimism bias that is counted", units.SHARE, tax.bias_counted * (1 - tax.bias_mitigated))
    if "up-front" in base:
        capital = trace.line("capital", "Hardware and works", units.MONEY_PER_MONTH, taxable("up-front"))
        trace.cost(
            "bias_capital",
            "Optimism bias, up-front",
            "finance",
            "up-front",
            capital * tax.bias_capital * (1 - tax.quoted_capital) * bias,
            supply="outside",
            derived=True,
        )
        trace.cost(
            "vat_assets",
            "Irrecoverable VAT on hardware",
            "finance",
            "up-front",
            capital * tax.vat_rate * (1 - tax.vat_assets),
            derived=True,
        )
    expected = base["running"] + base["people"] + base["one-off"]
    trace.cost(
        "bias_running",
        "Optimism bias, running",
        "finance",
        "running",
        expected * tax.bias_running * (1 - tax.quoted_running) * bias,
        supply="outside",
        derived=True,
    )
    supplied: Node = taxable("running") + taxable("one-off") + over
    services = trace.line("services", "Services", units.MONEY_PER_MONTH, supplied + _agency(trace, lines))
    trace.cost(
        "vat_services",
        "Irrecoverable VAT on services",
        "finance",
        "running",
        services * tax.vat_rate * (1 - tax.vat_services),
        derived=True,
    )


def _agency(trace: Trace, lines: Sequence[Line]) -> Node:
    """Return the people that are bought with VAT, such as those of an agency."""
    bought = [line for line in lines if line.cost_class == "people" and line.supply == "services"]
    return _block(trace, "agency", "People with VAT", bought) if bought else ZERO


def _sum(parts: Sequence[Node]) -> Node:
    summed: Node = parts[0]
    for part in parts[1:]:
        summed = summed + part
    return summed


def pair(
    trace: Trace,
    totals: Mapping[str, OptionTotals],
    curves: Mapping[str, Curves],
    names: tuple[str, str],
    basis: str,
    world: World,
) -> PairLines:
    """Trace where one option's cumulative cost, with the work that waits in it, passes another's.

    What the second needs more at any time is cash: work that waits is no part of it.

    The difference is first less second: above 0 the second is cheaper. Amounts closer than the declared
    tolerance are equal; a crossover follows the last month in which the two differed.
    """
    left, right = (curves[name].on(basis) for name in names)
    labels = f"{OPTION_LABELS[names[0]]} less {in_sentence(names[1])}"
    with trace.section(f"pair.{names[0]}.{names[1]}.{basis}", sheet="appraisal"):
        apart = left - right
        raw = trace.line(
            "difference",
            f"{labels}, {basis}, where it counts",
            units.MONEY,
            where(absolute(apart) > world.equal_within, apart, 0),
        )
        differs = trace.line("differs", "The two differ", units.FLAG, absolute(raw) > 0)
        sign = trace.line(
            "sign", "Which is cheaper: 1 the second, −1 the first, 0 equal", units.NUMBER, (raw > 0) - (raw < 0)
        )
        standing = trace.line("standing", "Which was cheaper last", units.NUMBER, held(sign, differs))
        crossing = trace.line("crossing", "Crossover in the month", units.FLAG, previous(standing) * sign < 0)
        before = trace.line("before", "Size of the difference a month before", units.MONEY, absolute(previous(raw)))
        share = trace.line("share", "Part of the month", units.SHARE, ratio(before, before + absolute(raw)))
        month = trace.line("month", "Crossover", units.MONTH, crossing * (trace.month - 1 + share * world.one_month))
        count = trace.line("count", "Crossovers so far", units.NUMBER, cumulative(per_month(crossing)))
        last = trace.line("last", "Last crossover so far", units.MONTH, held(month, crossing))
        paid = raw
        if not all(_is_cash(curves[name].on(basis)) for name in names):
            cash = [totals[name].cumulative if basis == "nominal" else totals[name].discounted for name in names]
            apart = cash[0] - cash[1]
            counts = where(absolute(apart) > world.equal_within, apart, 0)
            paid = trace.line("cash_difference", f"{labels}, {basis}, what is paid", units.MONEY, counts)
        more = trace.line("more", "The second costs more by", units.MONEY, -paid)
        trace.line(
            "peak_funding",
            "Most that the second has cost more at any time",
            units.MONEY,
            greatest(peak_over_time(more), 0),
        )
        exists = trace.line("sustained_exists", "The second ends cheaper", units.FLAG, at_end(standing) > 0)
        sustained = trace.line("sustained", "Sustained break-even", units.MONTH, exists * at_end(last))
    return PairLines(names[0], names[1], basis, raw, crossing, month, count, sustained, exists)


def _is_cash(curve: Line) -> bool:
    """Return whether nothing waits in an option, so that its curve is what is paid."""
    return isinstance(curve.formula, Line)


def returns(
    trace: Trace, first: OptionTotals, second: OptionTotals, names: tuple[str, str], horizon: Node, world: World
) -> None:
    """Trace what choosing the second option saves month by month, with the sale of what is left.

    It also traces whether these flows have one internal rate of return.

    One rate exists where the flows change sign exactly once, or their running sum does; amounts within the tolerance of
    equal ones count as none.
    """
    labels = f"{OPTION_LABELS[names[1]]} instead of {in_sentence(names[0])}"
    with trace.section(f"returns.{names[0]}.{names[1]}", sheet="appraisal"):
        sold = per_month(second.residual - first.residual) * equals(trace.month, horizon)
        flow = trace.line(
            "flow",
            f"{labels}: saved in the month, with residual value",
            units.MONEY_PER_MONTH,
            first.monthly - second.monthly + sold,
        )
        moves = trace.line("moves", "The flow counts", units.FLAG, absolute(flow) > per_month(world.equal_within))
        turns = _turns(trace, "", "Changes of sign so far", flow, moves)
        counted = trace.line("counted", "Saved so far", units.MONEY, cumulative(flow * moves))
        matters = trace.line(
            "counted_moves", "What is saved so far counts", units.FLAG, absolute(counted) > world.equal_within
        )
        running = _turns(trace, "counted_", "Changes of sign of what is saved so far", counted, matters)
        trace.line(
            "exists",
            "There is one internal rate of return",
            units.FLAG,
            greatest(equals(at_end(turns), 1), equals(at_end(running), 1) * at_end(matters)),
        )


def _turns(trace: Trace, name: str, label: str, flow: Line, moves: Line) -> Line:
    """Trace how often a line has changed sign, months in which it does not count apart."""
    side = trace.line(f"{name}side", f"{label}: 1 saved, −1 spent", units.NUMBER, moves * ((flow > 0) - (flow < 0)))
    standing = trace.line(f"{name}standing", f"{label}: which it was last", units.NUMBER, held(side, moves))
    return trace.line(f"{name}turns", label, units.NUMBER, cumulative(per_month(previous(standing) * side < 0)))
