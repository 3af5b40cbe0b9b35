"""What the site of owned servers charges: energy by load, colocation by power, racks; and what it allows."""

from models.areas.finance import Prices
from models.areas.fleet import Fleet, Served
from models.areas.world import World
from models.formula.node import (
    Line,
    Node,
    ceiling,
    cumulative,
    equals,
    greatest,
    lag,
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


def energy_and_place(fleet: Fleet, served: Served) -> tuple[Line, Line, Line]:
    """Trace energy by load, and what a colocation site charges for power and racks."""
    trace, pool, world, prices = fleet.trace, fleet.pool, fleet.world, fleet.prices
    busy = trace.line("own_busy", "GPUs busy on owned servers", units.GPU, served.interactive + served.deferrable)
    load = trace.line("load", "Load of owned servers", units.SHARE, ratio(busy, fleet.able * pool.server_gpus))
    draw = trace.line(
        "site_power",
        "Power per server at full load, including the site",
        units.KILOWATT_PER_SERVER,
        pool.pue * pool.server_power,
    )
    energy = trace.line(
        "energy",
        "Energy",
        units.KILOWATT_HOURS_PER_MONTH,
        world.hours_per_month * draw * fleet.drawing * (pool.idle_power + (1 - pool.idle_power) * load),
    )
    colocated = fleet.colocated
    paid = trace.line("metered", "Energy is paid by the unit", units.FLAG, 1 - colocated * pool.colocation_all_in)
    tariff = _tariff(fleet)
    trace.cost("electricity", "Electricity", "compute", "running", energy * tariff * paid * prices.energy)
    power: Node = fleet.drawing * pool.server_power
    if value_of(pool.contracted) != 0:
        least = pool.contracted * (fleet.in_use > 0)
        power = trace.line("colocated_power", "Power paid in colocation", units.KILOWATT, greatest(power, least))
    trace.cost(
        "colocation",
        "Colocation, contracted power",
        "compute",
        "running",
        colocated * power * pool.colocation_price * prices.general,
    )
    _racks(fleet)
    trace.cost(
        "busy_running",
        "Other running cost of busy GPUs",
        "compute",
        "running",
        busy * world.hours_per_month * pool.running_busy_hour * prices.general,
    )
    _allowed(fleet, draw)
    load_power = trace.line(
        "busy_gpu_power",
        "Marginal power, busy GPU, with the site",
        units.KILOWATT_PER_GPU,
        draw * (1 - pool.idle_power) / pool.server_gpus,
    )
    by_load = load_power * tariff * paid * prices.energy + pool.running_busy_hour * prices.general
    return busy, trace.line("busy_hour_cost", "Marginal cost, busy GPU-hour", units.MONEY_PER_GPU_HOUR, by_load), energy


def _tariff(fleet: Fleet) -> Node:
    """Trace the tariff: that of the contract, and the market's once it has ended."""
    trace, pool = fleet.trace, fleet.pool
    if value_of(pool.tariff_until) == 0:
        return pool.tariff
    ended = (pool.tariff_until > 0) * (trace.month > pool.tariff_until) * (pool.tariff_after > 0)
    return trace.line(
        "tariff", "Tariff of the month", units.MONEY_PER_KILOWATT_HOUR, where(ended, pool.tariff_after, pool.tariff)
    )


def _racks(fleet: Fleet) -> None:
    """Trace racks: by the height of the servers and, where the site limits it, by their power."""
    trace, pool, world = fleet.trace, fleet.pool, fleet.world
    by_height: Node = ceiling(fleet.in_use * pool.rack_units / pool.rack_capacity, world.rounding)
    if value_of(pool.rack_power) != 0:
        by_power = trace.line(
            "racks_by_power",
            "Racks by power",
            units.RACK,
            ceiling(ratio(fleet.drawing * pool.server_power, pool.rack_power), world.rounding),
        )
        by_height = greatest(by_height, by_power)
    racks = trace.line("racks", "Racks", units.RACK, by_height)
    trace.cost(
        "racks_cost",
        "Colocation, racks",
        "compute",
        "running",
        fleet.colocated * racks * pool.rack_price * fleet.prices.general,
    )


def _allowed(fleet: Fleet, draw: Line) -> None:
    """Trace where the site has less power than servers draw, or has it later; rules read it."""
    trace, pool = fleet.trace, fleet.pool
    if value_of(pool.site_power) == 0 and value_of(pool.site_from) == 0:
        return
    drawn = trace.line("site_drawn", "Power of servers in use, with the site", units.KILOWATT, fleet.drawing * draw)
    beyond = (pool.site_power > 0) * (peak_over_time(drawn) > pool.site_power)
    trace.line("site_beyond", "Power demand exceeds the site's supply", units.FLAG, beyond)
    early = trace.line(
        "site_too_early", "Servers before power is available", units.FLAG, (drawn > 0) * (trace.month < pool.site_from)
    )
    trace.line(
        "site_early", "Servers are there before the power is", units.FLAG, (pool.site_from > 0) * peak_over_time(early)
    )


def moving_costs(trace: Trace, option: str, fleet: Fleet, day_rate: Node, prices: Prices, world: World) -> None:
    """Trace the effort of moving to own servers, when the first of a pool are in use."""
    pool = fleet.pool
    if value_of(pool.moving_days) == 0:
        return
    with trace.section(option, sheet=option, option=option):
        so_far = trace.line("moving_so_far", "Delivered so far", units.SERVER, cumulative(per_month(fleet.bought)))
        first = trace.line(
            "moving_first",
            "First month on own servers",
            units.FLAG,
            (previous(so_far) > 0) * equals(lag(so_far, world.one_month + world.one_month), 0),
        )
        trace.cost(
            "moving",
            "Migration to own servers",
            "compute",
            "one-off",
            per_month(total(first * pool.moving_days, "pool") * day_rate * prices.wages),
            supply="outside",
        )
