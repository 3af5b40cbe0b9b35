"""Compute owned: servers bought as demand grows, what they serve, what they cost and what they are sold for."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.demand import Pooled
from models.areas.finance import Prices
from models.areas.fleet import Fleet, Served
from models.areas.generations import servers
from models.areas.owned_site import energy_and_place
from models.areas.ownership import Ownership
from models.areas.use import Use
from models.areas.world import World
from models.formula.node import (
    ONE,
    Line,
    Node,
    ahead,
    at_end,
    ceiling,
    cumulative,
    equals,
    greatest,
    lag,
    least,
    over_time,
    peak_over_time,
    per_month,
    previous,
    stacked,
    total,
    value_of,
    where,
    within_unit,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class ServerPrices:
    """Price of a server today, and its resale over the price paid by age, in the plan's currency, by pool."""

    quoted: Line
    ordered: Line
    resale_at_life: Line
    resale_at_horizon: Line


@dataclass(frozen=True, slots=True)
class Owned:
    """What owning leaves and means, by pool: residual value, GPUs busy.

    It also holds the cost of a busy GPU-hour beyond standing cost.
    """

    residual: Line
    busy: Line
    busy_hour_cost: Line
    energy: Line


def server_prices(trace: Trace, pool: Pool, prices: Prices, world: World) -> ServerPrices:
    """Trace what servers cost when ordered and what they fetch when sold."""
    quoted = trace.line(
        "server_quoted",
        "Server price today",
        units.MONEY_PER_SERVER,
        prices.in_plan_currency(pool.server_price, pool.server_currency),
    )
    ordered = trace.line("server_price", "Server price when ordered", units.MONEY_PER_SERVER, quoted * prices.hardware)
    resale = [pool.resale_1, pool.resale_2, pool.resale_3, pool.resale_4, pool.resale_5]
    drop = trace.line(
        "resale_drop",
        "Resale value lost in the year",
        units.SHARE,
        stacked([ONE, *resale[:-1]], "age") - stacked(resale, "age"),
    )
    before = trace.line("years_before", "Years before the year of age", units.NUMBER, trace.numbers("age") - 1)
    at_life = trace.line("life_years", "Useful life in years", units.NUMBER, pool.life / world.one_year)
    lived = trace.line(
        "life_part", "Part of the year of age lived at the end of life", units.SHARE, within_unit(at_life - before)
    )
    to_horizon = trace.line(
        "horizon_years", "Years to the horizon", units.NUMBER, (prices.finance.horizon - trace.month) / world.one_year
    )
    left = trace.line(
        "horizon_part", "Part of the year of age lived at the horizon", units.SHARE, within_unit(to_horizon - before)
    )
    return ServerPrices(
        quoted,
        ordered,
        trace.line(
            "resale_at_life", "Resale at the end of the useful life", units.SHARE, 1 - total(drop * lived, "age")
        ),
        trace.line("resale_at_horizon", "Resale at the horizon", units.SHARE, 1 - total(drop * left, "age")),
    )


def servers_needed(trace: Trace, pool: Pool, use: Use, world: World, name: str, label: str, pooled: Pooled) -> Line:
    """Trace the servers that some demand needs, by pool and month: for its peak with headroom, or for its hours."""
    for_peak = trace.line(
        f"{name}.for_peak",
        f"{label}: servers for the peak",
        units.SERVER,
        ceiling(pooled.peak * (1 + pool.headroom) / pool.server_gpus, world.rounding),
    )
    for_hours = trace.line(
        f"{name}.for_hours",
        f"{label}: servers for the hours",
        units.SERVER,
        ceiling((pooled.mean + pooled.deferrable) / use.highest / pool.server_gpus, world.rounding),
    )
    most: Node = greatest(for_peak, for_hours)
    if value_of(pooled.cluster) != 0:
        for_run = trace.line(
            f"{name}.for_run",
            f"{label}: servers for the largest run",
            units.SERVER,
            ceiling((pooled.mean + pooled.cluster) / use.highest / pool.server_gpus, world.rounding),
        )
        most = greatest(most, for_run)
    working = trace.line(f"{name}.working", f"{label}: servers at work", units.SERVER, most)
    spare: Node = pool.spares * (working > 0)
    if value_of(pool.standby) != 0:
        ready = ceiling(working * pool.standby, world.rounding)
        spare = spare + trace.line(f"{name}.standby", f"{label}: servers at a second site", units.SERVER, ready)
    return trace.line(f"{name}.servers", f"{label}: servers with spares", units.SERVER, working + spare)


def fleet(
    trace: Trace, pool: Pool, prices: Prices, world: World, costs: ServerPrices, needed: Line, how: Ownership
) -> Fleet:
    """Trace purchases as demand grows, refresh at the end of the useful life, and what is in use.

    A server bought in month m is in use from m+1 to m+life; it was paid for in month m−lead.
    how: from when and how the option buys.
    """
    existing = trace.line(
        "existing",
        "Servers owned already",
        units.SERVER,
        pool.owned_servers * (trace.month <= pool.owned_months) * (trace.month > 0),
    )
    at_once = trace.line("needed_at_most", "Largest number needed", units.SERVER, peak_over_time(needed))
    target = trace.line("target", "Servers to have", units.SERVER, where(how.at_once, at_once, needed))
    to_buy = trace.line("to_own", "Servers to have bought", units.SERVER, greatest(target - existing, 0))
    may_buy = trace.line(
        "may_buy",
        "Delivery possible",
        units.FLAG,
        (trace.month >= how.delivery) * (trace.month < prices.finance.horizon),
    )
    next_need = trace.line(
        "next_need", "Servers to have bought a month later", units.SERVER, ahead(to_buy, world.one_month)
    )
    there = servers(trace, pool, world, next_need, may_buy, existing)
    bought, able = there.bought, there.able
    capacity = trace.line(
        "capacity",
        "GPUs owned, spares apart",
        units.GPU,
        greatest(able - pool.spares, least(able, 1)) / (1 + pool.standby) * pool.server_gpus,
    )
    value = trace.line(
        "delivered_value", "Price of what was delivered", units.MONEY, bought * lag(costs.ordered, pool.lead)
    )
    return Fleet(
        trace,
        pool,
        prices,
        world,
        bought,
        there.retired,
        there.installed,
        there.in_use,
        able,
        there.drawing,
        existing,
        capacity,
        value,
        how.colocated,
    )


def serve(fleet: Fleet, own: Pooled, slices: Line, elsewhere: Line | None, use: Use) -> Served:
    """Trace what owned servers serve.

    own: the work that may run on owned servers; slices: its demand at once by slice.
    elsewhere: the demand at once, by slice, of work that may not; None where there is none.
    """
    trace, pool, world = fleet.trace, fleet.pool, fleet.world
    threshold = trace.line("threshold", "Demand at once that stays", units.GPU, fleet.capacity / (1 + pool.headroom))
    over = trace.line("over", "Demand at once above what stays, by slice", units.GPU, greatest(slices - threshold, 0))
    left = trace.line(
        "left", "Demand at once that is left, by slice", units.GPU, over if elsewhere is None else over + elsewhere
    )
    interactive = trace.line(
        "own_interactive", "Served at once on owned servers", units.GPU, own.mean - total(over, "slice") / world.slices
    )
    room: Node = greatest(use.highest * fleet.capacity - interactive, 0)
    if value_of(own.cluster) != 0:
        fits = trace.line(
            "run_fits", "The largest run fits at once", units.FLAG, own.cluster * (1 - world.rounding) <= room
        )
        room = room * fits
    return Served(
        interactive,
        trace.line("own_deferrable", "Work that can wait on owned servers", units.GPU, least(own.deferrable, room)),
        left,
    )


def own(fleet: Fleet, costs: ServerPrices, served: Served) -> Owned:
    """Trace what owning costs and what is left at the horizon, by pool."""
    trace = fleet.trace
    pool, horizon = fleet.pool, fleet.prices.finance.horizon
    ordered = trace.line("ordered", "Servers ordered", units.SERVER, ahead(fleet.bought, pool.lead))
    trace.decides(ordered, ordered, lambda kept: kept)
    trace.decides(fleet.bought, ordered, lambda kept: lag(kept, pool.lead))
    so_far = trace.line("ordered_so_far", "Servers ordered so far", units.SERVER, cumulative(per_month(ordered)))
    first = trace.line("first_order", "First order", units.FLAG, (so_far > 0) * (previous(so_far) <= 0))
    spend = trace.line("ordered_value", "Price of what is ordered", units.MONEY, ordered * costs.ordered)
    trace.cost("servers", "Servers", "compute", "up-front", per_month(spend))
    trace.cost(
        "network",
        "Network and fabric",
        "compute",
        "up-front",
        per_month(spend * pool.network_share + pool.network_works * first * fleet.prices.general),
    )
    trace.cost(
        "facility",
        "Facility works",
        "compute",
        "up-front",
        per_month(spend * pool.facility_share + pool.facility_works * first * fleet.prices.general),
        relief="works",
    )
    if value_of(pool.cooling_works) != 0:
        cooled = ordered * pool.server_power * pool.cooling_works * fleet.prices.general
        trace.cost("cooling", "Liquid cooling", "compute", "up-front", per_month(cooled), relief="works")
    sold = trace.line("sold_value", "Original price of servers retired", units.MONEY, lag(fleet.value, pool.life))
    trace.cost(
        "resale",
        "Sale of retired servers",
        "compute",
        "up-front",
        per_month(-(sold * costs.resale_at_life)),
        supply="outside",
        relief="disposal",
    )
    _standing_costs(fleet, costs)
    busy, busy_hour_cost, energy = energy_and_place(fleet, served)
    not_retired = horizon - trace.month < pool.life
    kept = trace.line(
        "kept_value",
        "Resale of servers left",
        units.MONEY_PER_MONTH,
        per_month(fleet.value * costs.resale_at_horizon * not_retired),
    )
    left = at_end(fleet.installed) + pool.owned_servers * (pool.owned_months > horizon)
    removal = trace.line(
        "removal", "Removal of servers left", units.MONEY, left * pool.decommissioning * at_end(fleet.prices.general)
    )
    residual = trace.line("residual_value", "Residual value at the horizon", units.MONEY, over_time(kept) - removal)
    return Owned(residual, busy, busy_hour_cost, energy)


def _standing_costs(fleet: Fleet, costs: ServerPrices) -> None:
    """Trace maintenance, insurance, software, decommissioning and other running costs."""
    trace, pool, world, general = fleet.trace, fleet.pool, fleet.world, fleet.prices.general
    delivered = trace.line("delivered_sum", "Price of all delivered", units.MONEY, cumulative(per_month(fleet.value)))
    retired = trace.line(
        "retired_sum", "Price of all retired a month before", units.MONEY, lag(delivered, pool.life + 1)
    )
    bundled = trace.line(
        "bundled_sum",
        "Price of all whose bundled support has ended",
        units.MONEY,
        lag(delivered, pool.bundled_support + 1),
    )
    sunk = trace.line(
        "existing_value", "Price today of servers owned already", units.MONEY, fleet.existing * costs.quoted
    )
    maintained = trace.line(
        "maintained_value", "Price of what is maintained", units.MONEY, greatest(bundled - retired, 0) + sunk
    )
    trace.cost(
        "maintenance", "Maintenance", "compute", "running", maintained * pool.maintenance / world.months_per_year
    )
    insured = trace.line("insured_value", "Price of what is in use", units.MONEY, previous(delivered) - retired + sunk)
    trace.cost(
        "insurance",
        "Insurance",
        "compute",
        "running",
        insured * pool.insurance / world.months_per_year,
        supply="outside",
    )
    software = trace.line(
        "software_price",
        "Software price on premises",
        units.MONEY_PER_GPU_YEAR,
        fleet.prices.in_plan_currency(pool.server_software, pool.software_currency),
    )
    gpus = trace.line("owned_gpus", "GPUs in use", units.GPU, fleet.in_use * pool.server_gpus)
    trace.cost(
        "software", "Software on premises", "compute", "running", gpus * software / world.months_per_year * general
    )
    hourly = pool.running_month + pool.running_hour * world.hours_per_month
    trace.cost("other_running", "Other running cost of servers", "compute", "running", fleet.in_use * hourly * general)
    leaving = trace.line(
        "leaving",
        "Servers removed",
        units.SERVER,
        fleet.retired + pool.owned_servers * equals(trace.month, pool.owned_months) * (trace.month > 0),
    )
    trace.cost(
        "decommissioning", "Decommissioning", "compute", "one-off", per_month(leaving * pool.decommissioning * general)
    )
