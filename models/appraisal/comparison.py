"""Totals, present values, crossovers, payback and unit costs, as lines of the same graph."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.areas.finance import Prices
from models.areas.placement import OPTIONS, Placement
from models.areas.world import World
from models.formula.node import (
    Line,
    Node,
    absolute,
    at_end,
    block_total,
    cumulative,
    held,
    over_time,
    per_month,
    present_value,
    previous,
    ratio,
    total,
)
from models.formula.trace import Trace
from models.quantities import units

CLASSES = ("up-front", "running", "people", "one-off", "risk")
BASES = ("nominal", "discounted")
PAIRS = (("cloud", "on_premises"), ("cloud", "hybrid"), ("on_premises", "hybrid"))
OPTION_LABELS = {"cloud": "Cloud", "on_premises": "On-premises", "hybrid": "Hybrid"}


@dataclass(frozen=True, slots=True)
class OptionTotals:
    """The totals of one option."""

    monthly: Line
    cumulative: Line
    discounted: Line
    residual: Line
    total_cost: Line
    present_value: Line
    class_totals: Sequence[Line]


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


def option_totals(trace: Trace, option: str, prices: Prices, world: World, residual: Line | None) -> OptionTotals:
    """Trace the totals of an option from its cost lines, class by class."""
    lines = trace.costs(option)
    with trace.section(f"{option}.total", sheet=option):
        parts: list[Line] = []
        for cost_class in CLASSES:
            members = [line for line in lines if line.cost_class == cost_class]
            if members:
                parts.append(trace.line(cost_class.replace("-", "_"), f"All {cost_class} costs", units.MONEY_PER_MONTH, block_total(members)))
        monthly = trace.line("monthly", "Cost in the month", units.MONEY_PER_MONTH, _sum(parts))
        running = trace.line("cumulative", "Cumulative cost", units.MONEY, cumulative(monthly))
        today = trace.line("today", "Cost in the month, discounted", units.MONEY_PER_MONTH, monthly * prices.discount_factor)
        discounted = trace.line("discounted", "Cumulative cost, discounted", units.MONEY, cumulative(today))
        left = trace.line("residual", "Residual value at the horizon", units.MONEY, total(residual, "pool") if residual is not None else 0)
        cost = trace.line("total_cost", "Whole-life cost", units.MONEY, at_end(running) - left)
        value = trace.line(
            "present_value", "Present value of cost", units.MONEY,
            present_value(monthly, prices.monthly_rate) - left * at_end(prices.discount_factor),
        )  # fmt: skip
        payments = trace.line("payments", "Months that carry running cost", units.FLAG, trace.month > 0)
        annuity = trace.line("annuity", "Present value of one a month", units.MONTH, present_value(payments, prices.monthly_rate))
        trace.line("equivalent", "Equivalent annual cost", units.MONEY_PER_YEAR, value / annuity * world.months_per_year)
    return OptionTotals(monthly, running, discounted, left, cost, value, parts)


def _sum(parts: Sequence[Line]) -> Node:
    summed: Node = parts[0]
    for part in parts[1:]:
        summed = summed + part
    return summed


def pair(trace: Trace, first: OptionTotals, second: OptionTotals, names: tuple[str, str], basis: str, world: World) -> PairLines:
    """Trace where one option's cumulative cost passes another's.

    The difference is first less second: above 0 the second is cheaper. Amounts closer than the declared
    tolerance are equal; a crossover follows the last month in which the two differed.
    """
    left, right = (first.cumulative, second.cumulative) if basis == "nominal" else (first.discounted, second.discounted)
    labels = f"{OPTION_LABELS[names[0]]} less {OPTION_LABELS[names[1]].lower()}"
    with trace.section(f"pair.{names[0]}.{names[1]}.{basis}", sheet="appraisal"):
        raw = trace.line("difference", f"{labels}, {basis}", units.MONEY, left - right)
        differs = trace.line("differs", "The two differ", units.FLAG, absolute(raw) > world.equal_within)
        sign = trace.line("sign", "Which is cheaper: 1 the second, −1 the first, 0 equal", units.NUMBER, differs * ((raw > 0) - (raw < 0)))
        standing = trace.line("standing", "Which was cheaper last", units.NUMBER, held(sign, differs))
        crossing = trace.line("crossing", "Crossover in the month", units.FLAG, previous(standing) * sign < 0)
        before = trace.line("before", "Size of the difference a month before", units.MONEY, absolute(previous(raw)))
        share = trace.line("share", "Part of the month", units.SHARE, ratio(before, before + absolute(raw)))
        month = trace.line("month", "Crossover", units.MONTH, crossing * (trace.month - 1 + share * world.one_month))
        count = trace.line("count", "Crossovers so far", units.NUMBER, cumulative(per_month(crossing)))
        last = trace.line("last", "Last crossover so far", units.MONTH, held(month, crossing))
        exists = trace.line("sustained_exists", "The second ends cheaper", units.FLAG, at_end(standing) > 0)
        sustained = trace.line("sustained", "Sustained break-even", units.MONTH, exists * at_end(last))
    return PairLines(names[0], names[1], basis, raw, crossing, month, count, sustained, exists)


def unit_costs(trace: Trace, placement: Placement, totals: dict[str, OptionTotals], prices: Prices, world: World) -> None:
    """Trace cost per busy GPU-hour by option, and the utilisation at which owning breaks even."""
    with trace.section("unit", sheet="appraisal"):
        for option in OPTIONS:
            hours = trace.line(
                f"{option}.hours", f"{OPTION_LABELS[option]}: busy GPU-hours", units.GPU_HOURS_PER_MONTH,
                total(placement.served[option], "pool") * world.hours_per_month,
            )  # fmt: skip
            trace.line(
                f"{option}.cost", f"{OPTION_LABELS[option]}: cost per busy GPU-hour", units.MONEY_PER_GPU_HOUR,
                ratio(totals[option].total_cost, over_time(hours)),
            )  # fmt: skip
        _break_even_utilisation(trace, placement, totals, prices, world)


def _break_even_utilisation(trace: Trace, placement: Placement, totals: dict[str, OptionTotals], prices: Prices, world: World) -> None:
    """Trace the utilisation of owned servers at which their cost equals that of renting the same hours.

    It is the present value of owning without load over that of what all owned hours would save if they were busy.
    """
    fleet, owned = placement.fleets["on_premises"], placement.owned["on_premises"]
    total_lines = totals["on_premises"]
    capacity = trace.line("capacity_hours", "Owned GPU-hours", units.GPU_HOURS_PER_MONTH, fleet.in_use * fleet.pool.server_gpus * world.hours_per_month)
    busy = trace.line("busy_hours", "Busy GPU-hours on owned servers", units.GPU_HOURS_PER_MONTH, owned.busy * world.hours_per_month)
    saved = trace.line(
        "saving_at_full_load", "Saving if every owned hour were busy", units.MONEY_PER_MONTH,
        total(capacity * (placement.price - owned.busy_hour_cost), "pool"),
    )  # fmt: skip
    by_load = trace.line("cost_by_load", "Cost that comes with load", units.MONEY_PER_MONTH, total(busy * owned.busy_hour_cost, "pool"))
    rent = trace.line("bridging_cost", "Cost of renting beside owned servers", units.MONEY_PER_MONTH, total(placement.rent, "pool"))
    standing = trace.line("standing_cost", "Cost of owning without load", units.MONEY_PER_MONTH, total_lines.monthly - rent - by_load)
    standing_value = trace.line(
        "standing_value", "Present value of owning without load", units.MONEY,
        present_value(standing, prices.monthly_rate) - total_lines.residual * at_end(prices.discount_factor),
    )  # fmt: skip
    saving = trace.line("saving_value", "Present value of that saving", units.MONEY, present_value(saved, prices.monthly_rate))
    trace.line("break_even_utilisation", "Break-even utilisation", units.SHARE, ratio(standing_value, saving) * (saving > 0))
    used = trace.line("used_hours", "Busy GPU-hours of all pools", units.GPU_HOURS_PER_MONTH, total(busy, "pool"))
    available = trace.line("available_hours", "Owned GPU-hours of all pools", units.GPU_HOURS_PER_MONTH, total(capacity, "pool"))
    trace.line("utilisation", "Utilisation of owned servers", units.SHARE, ratio(over_time(used), over_time(available)))
