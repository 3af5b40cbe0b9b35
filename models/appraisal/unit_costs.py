"""What a GPU-hour costs, rented and owned, and how busy servers must be to pay."""

from dataclasses import dataclass

from models.appraisal.totals import OptionTotals
from models.areas.compute import Pool
from models.areas.demand import Demand
from models.areas.finance import Prices
from models.areas.market_prices import MarketPrices, hour_today
from models.areas.options import OPTION_LABELS
from models.areas.placement import Placement
from models.areas.world import World
from models.formula.node import Line, Node, over_time, ratio, total
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class BusyHours:
    """GPU-hours at work a month and the cost of one, by option; beside an API there is none.

    Also the cost of an owned hour, busy or not. work: the GPU-hours that the work of an option takes, done or not.
    rented: what a GPU-hour of the cloud costs with all that comes with it, what its APIs bill apart.
    """

    hours: dict[str, Line]
    work: dict[str, Line]
    rented: Line
    cost: dict[str, Line]
    owned: Line


def unit_costs(
    trace: Trace, placement: Placement, totals: dict[str, OptionTotals], called: Line, prices: Prices, world: World
) -> BusyHours:
    """Trace cost per busy GPU-hour by option, and the utilisation at which owning breaks even.

    called: what APIs bill in the cloud option.
    """
    every: dict[str, Line] = {}
    cost: dict[str, Line] = {}
    with trace.section("unit", sheet="appraisal"):
        for option, whole in totals.items():
            hours = every[option] = trace.line(
                f"{option}.hours",
                f"{OPTION_LABELS[option]}: busy GPU-hours",
                units.GPU_HOURS_PER_MONTH,
                total(placement.served[option], "pool") * world.hours_per_month,
            )
            if option == "api":
                continue
            cost[option] = trace.line(
                f"{option}.cost",
                f"{OPTION_LABELS[option]}: cost per busy GPU-hour",
                units.MONEY_PER_GPU_HOUR,
                ratio(whole.spent, over_time(hours)),
            )
        work = {
            option: trace.line(
                f"{option}.work",
                f"{OPTION_LABELS[option]}: GPU-hours of its work",
                units.GPU_HOURS_PER_MONTH,
                total(average, "pool") * world.hours_per_month,
            )
            for option, average in placement.work.items()
        }
        apart = trace.line(
            "cloud.apart", "Cloud: its cost, APIs apart", units.MONEY, totals["cloud"].spent - over_time(called)
        )
        rented = trace.line(
            "cloud.hour",
            "Cloud: cost per busy GPU-hour, APIs apart",
            units.MONEY_PER_GPU_HOUR,
            ratio(apart, over_time(every["cloud"])),
        )
        every_work = dict.fromkeys(totals, every["cloud"]) | work
        owned = _break_even_utilisation(trace, placement, totals, prices, world)
        return BusyHours(every, every_work, rented, cost, owned)


def _break_even_utilisation(
    trace: Trace, placement: Placement, totals: dict[str, OptionTotals], prices: Prices, world: World
) -> Line:
    """Trace the utilisation of owned servers at which their cost equals that of renting the same hours.

    It is the present value of owning without load over that of what all owned hours would save if they were busy.
    """
    fleet, owned = placement.fleets["on_premises"], placement.owned["on_premises"]
    total_lines = totals["on_premises"]
    capacity = trace.line(
        "capacity_hours",
        "Owned GPU-hours",
        units.GPU_HOURS_PER_MONTH,
        fleet.able * fleet.pool.server_gpus * world.hours_per_month,
    )
    busy = trace.line(
        "busy_hours", "Busy GPU-hours on owned servers", units.GPU_HOURS_PER_MONTH, owned.busy * world.hours_per_month
    )
    saved = trace.line(
        "saving_at_full_load",
        "Saving if every owned hour were busy",
        units.MONEY_PER_MONTH,
        total(capacity * (placement.market.on_demand - owned.busy_hour_cost), "pool"),
    )
    by_load = trace.line(
        "cost_by_load", "Cost that comes with load", units.MONEY_PER_MONTH, total(busy * owned.busy_hour_cost, "pool")
    )
    rent = trace.line(
        "bridging_cost",
        "Cost of renting beside owned servers",
        units.MONEY_PER_MONTH,
        total(placement.rent["on_premises"], "pool"),
    )
    standing = trace.line(
        "standing_cost",
        "Cost of owning without load",
        units.MONEY_PER_MONTH,
        total_lines.areas["compute"] - rent - by_load,
    )
    standing_value = trace.line(
        "standing_value",
        "Present value of owning without load",
        units.MONEY,
        prices.worth(trace, standing, "standing_today") - total_lines.residual * prices.end_factor,
    )
    saving = trace.line(
        "saving_value", "Present value of that saving", units.MONEY, prices.worth(trace, saved, "saved_today")
    )
    trace.line(
        "break_even_utilisation", "Break-even utilisation", units.SHARE, ratio(standing_value, saving) * (saving > 0)
    )
    return _by_hour(trace, capacity, busy, standing_value, prices)


def _by_hour(trace: Trace, capacity: Line, busy: Line, standing_value: Line, prices: Prices) -> Line:
    """Trace what an owned GPU-hour costs, busy or not, and how busy owned servers are."""
    available = trace.line(
        "available_hours", "Owned GPU-hours of all pools", units.GPU_HOURS_PER_MONTH, total(capacity, "pool")
    )
    available_value = trace.line(
        "available_value",
        "Present value of owned GPU-hours",
        units.GPU_HOURS,
        prices.worth(trace, available, "available_today"),
    )
    hour_cost = trace.line(
        "owned_hour_cost",
        "Cost of an owned GPU-hour, busy or not",
        units.MONEY_PER_GPU_HOUR,
        ratio(standing_value, available_value),
    )
    used = trace.line("used_hours", "Busy GPU-hours of all pools", units.GPU_HOURS_PER_MONTH, total(busy, "pool"))
    trace.line("utilisation", "Utilisation of owned servers", units.SHARE, ratio(over_time(used), over_time(available)))
    return hour_cost


def hour_costs(
    trace: Trace, pool: Pool, market: MarketPrices, demand: Demand, world: World, owned_hour: Node
) -> dict[str, Node]:
    """Trace what one GPU-hour costs, rented by pool and workload, and owned.

    Rented is on demand today, with all that comes on top. The owned one is the cost of owning without load over all
    owned hours, in present value.
    """
    with trace.section("routes", sheet="appraisal"):
        rented = hour_today(trace, pool, market, world)
        here = trace.line(
            "rented_here", "Rented GPU-hour, where the workload runs", units.MONEY_PER_GPU_HOUR, rented * demand.in_pool
        )
    return {"rented": here, "owned": owned_hour}
