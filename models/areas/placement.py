"""The three options of compute: everything rented, everything owned, or owned with bursts to the cloud."""

from dataclasses import dataclass

from models.areas.compute import Compute, Pool
from models.areas.finance import Prices
from models.areas.owned import Fleet, Owned, Served, fleet, own, serve, server_prices, servers_needed
from models.areas.rented import RentedDemand, interruptible_share, price_on_demand, rent
from models.areas.workloads import Demand, Pooled
from models.areas.world import World
from models.formula.node import ONE, ZERO, Line, Node, greatest, least, peak_over_time, ratio, total
from models.formula.trace import Trace
from models.quantities import units

OPTIONS = ("cloud", "on_premises", "hybrid")


@dataclass(frozen=True, slots=True)
class Placement:
    """What the options of compute yield for the appraisal.

    served: GPUs at work on average, by option, by pool.
    rent: what the on-premises option pays for renting, in money per month, by pool.
    """

    price: Line
    served: dict[str, Line]
    fleets: dict[str, Fleet]
    owned: dict[str, Owned]
    rent: Line


@dataclass(frozen=True, slots=True)
class _Site:
    """What the three options share."""

    trace: Trace
    pool: Pool
    prices: Prices
    world: World
    price: Line
    all_work: Pooled
    slices: Line
    interruptible: Line


def placement(trace: Trace, compute: Compute, pool: Pool, demand: Demand, prices: Prices, world: World) -> Placement:
    """Trace all three options of compute."""
    place = demand.table.place
    with trace.section("demand", sheet="demand"):
        all_work = demand.pooled("all", "All work", ONE)
        all_slices = all_work.slices()
        interruptible = interruptible_share(trace, all_work)
        ownable = demand.pooled("ownable", "Work a hybrid may own", 1 - place.is_("cloud"))
        ownable_slices = ownable.slices()
        elsewhere = trace.line("elsewhere", "Demand at once of work a hybrid leaves in the cloud, by slice", units.GPU, greatest(all_slices - ownable_slices, 0))
        inside = demand.pooled("inside", "Work that never leaves", place.is_("inside"))
        price = price_on_demand(trace, pool, prices)
        costs = server_prices(trace, pool, prices, world)
        needed = servers_needed(trace, pool, world, "need", "All work", all_work)
        needed_ownable = servers_needed(trace, pool, world, "need_ownable", "Work a hybrid may own", ownable)
        needed_inside = servers_needed(trace, pool, world, "need_inside", "Work that never leaves", inside)
        hybrid_need = trace.line(
            "need_hybrid", "Servers of the hybrid", units.SERVER, greatest(least(pool.hybrid_servers, needed_ownable), needed_inside)
        )
    site = _Site(trace, pool, prices, world, price, all_work, all_slices, interruptible)
    with trace.section("cloud", sheet="cloud", option="cloud"):
        served_cloud = _all_rented(site)
    with trace.section("on_premises", sheet="on_premises", option="on_premises"):
        owned = fleet(trace, pool, prices, world, costs, needed)
        on_premises = serve(owned, all_work, all_slices, None)
        served_owned, bridging = _rest_rented(site, on_premises, inside, pool.bridging.is_("cloud"), ZERO)
        yields = {"on_premises": own(owned, costs, on_premises)}
    with trace.section("hybrid", sheet="hybrid", option="hybrid"):
        kept = fleet(trace, pool, prices, world, costs, hybrid_need)
        hybrid = serve(kept, ownable, ownable_slices, elsewhere)
        served_hybrid, _ = _rest_rented(site, hybrid, inside, ONE, pool.hybrid_commitment)
        yields["hybrid"] = own(kept, costs, hybrid)
        both = trace.line("keeps_servers", "Servers are ever kept", units.FLAG, _any(trace, kept))
        orchestration = compute.orchestration * prices.general * (trace.month > 0) * both
        trace.cost("orchestration", "Orchestration across both", "compute", "running", orchestration)
    served = {"cloud": served_cloud, "on_premises": served_owned, "hybrid": served_hybrid}
    return Placement(price, served, {"on_premises": owned, "hybrid": kept}, yields, bridging)


def _any(trace: Trace, kept: Fleet) -> Node:
    in_use = trace.line("in_use_all", "Servers in use, all pools", units.SERVER, total(kept.in_use, "pool"))
    return peak_over_time(in_use) > 0


def _all_rented(site: _Site) -> Line:
    """Trace the option that rents everything."""
    work = site.all_work
    slices = site.trace.line("left", "Demand at once, by slice", units.GPU, site.slices)
    need = RentedDemand(slices, work.mean, ONE, work.deferrable, site.interruptible)
    rent(site.trace, site.pool, site.prices, site.world, need, site.price, ONE)
    return site.trace.line("served", "GPUs at work", units.GPU, work.mean + work.deferrable)


def _rest_rented(site: _Site, served: Served, inside: Pooled, allowed: Node, committing: Node) -> tuple[Line, Line]:
    """Trace the renting of what owned servers leave, held to the work that may leave at all: GPUs at work, and cost."""
    trace, work = site.trace, site.all_work
    left = trace.line("left_mean", "Demand at once that is left", units.GPU, total(served.left, "slice") / site.world.slices)
    interactive = trace.line(
        "rented_interactive", "Rented at once", units.GPU, allowed * least(left, work.mean - inside.mean)
    )
    deferrable = trace.line(
        "rented_deferrable", "Rented work that can wait", units.GPU,
        allowed * least(work.deferrable - served.deferrable, work.deferrable - inside.deferrable),
    )  # fmt: skip
    share = trace.line("rented_share", "Rented share of what is left", units.SHARE, ratio(interactive, left))
    need = RentedDemand(served.left, interactive, share, deferrable, site.interruptible)
    cost = rent(trace, site.pool, site.prices, site.world, need, site.price, committing)
    at_work = served.interactive + served.deferrable + interactive + deferrable
    return trace.line("served", "GPUs at work", units.GPU, at_work), cost


