"""The options of compute.

Everything rented, rented beside what an API serves, everything owned, or owned with bursts to the cloud.
"""

from dataclasses import dataclass, replace

from models.areas.compute import Compute, Pool
from models.areas.cost_management import Levers
from models.areas.demand import Demand, Pooled
from models.areas.finance import Prices
from models.areas.owned import Fleet, Owned, Served, ServerPrices, fleet, own, serve, server_prices, servers_needed
from models.areas.rented import Market, MarketPrices, Rented, RentedDemand, interruptible_share, market_prices, rent
from models.areas.use import Use, use
from models.areas.world import World
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    cumulative,
    greatest,
    least,
    peak_over_time,
    per_month,
    previous,
    ratio,
    total,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Placement:
    """What the options of compute yield for the appraisal.

    served: GPUs at work on average, by option, by pool.
    rent: what an option pays for renting, in money per month, by pool; rented: GPUs it pays for on average.
    keeps: 1 where the hybrid ever keeps a server. needed: servers all work needs, needed_inside: those of work that
        never leaves, by pool.
    """

    market: MarketPrices
    served: dict[str, Line]
    fleets: dict[str, Fleet]
    owned: dict[str, Owned]
    rent: dict[str, Line]
    rented: dict[str, Line]
    keeps: Line
    needed: Line
    needed_inside: Line
    use: Use


@dataclass(frozen=True, slots=True)
class _Site:
    """What the options share."""

    trace: Trace
    pool: Pool
    prices: Prices
    world: World
    all_work: Pooled
    slices: Line
    inside: Pooled
    market: Market


def placement(
    trace: Trace,
    compute: Compute,
    pool: Pool,
    demand: Demand,
    called: Node | None,
    levers: Levers,
    prices: Prices,
    world: World,
) -> Placement:
    """Trace all options of compute.

    called: 1 for a workload that the API option has served by an API, by workload; None where there is no such option.
    """
    shared = _shared(trace, pool, demand, levers, prices, world)
    used, market, costs = shared.used, shared.market, shared.costs
    all_work, ownable = shared.all_work, shared.ownable
    site = _Site(trace, pool, prices, world, all_work, shared.slices, shared.inside, market)
    with trace.section("cloud", sheet="cloud", option="cloud"):
        served_cloud, rented_cloud = _all_rented(site)
    served, rented = {"cloud": served_cloud}, {"cloud": rented_cloud}
    if called is not None:
        with trace.section("api", sheet="api", option="api"):
            served["api"], rented["api"] = _beside_api(site, demand, called)
    with trace.section("on_premises", sheet="on_premises", option="on_premises"):
        owned = fleet(trace, pool, prices, world, costs, shared.needed)
        on_premises = serve(owned, all_work, shared.slices, None, used)
        served_owned, bridging = _rest_rented(
            site, on_premises, _Leaving(all_work, pool.bridging.is_("cloud"), market.interruptible_share), ZERO
        )
        yields = {"on_premises": own(owned, costs, on_premises)}
    with trace.section("hybrid", sheet="hybrid", option="hybrid"):
        kept = fleet(trace, pool, prices, world, costs, shared.hybrid_need)
        hybrid = serve(kept, ownable, shared.ownable_slices, shared.elsewhere, used)
        served_hybrid, bursts = _hybrid_rented(site, kept, hybrid, ownable)
        yields["hybrid"] = own(kept, costs, hybrid)
        both = trace.line("keeps_servers", "Servers are ever kept", units.FLAG, _any(trace, kept))
        orchestration = compute.orchestration * prices.general * (trace.month > 0) * both
        trace.cost("orchestration", "Orchestration across both", "compute", "running", orchestration)
    served |= {"on_premises": served_owned, "hybrid": served_hybrid}
    rented |= {"on_premises": bridging, "hybrid": bursts}
    return Placement(
        market.prices,
        served,
        {"on_premises": owned, "hybrid": kept},
        yields,
        {option: one.cost for option, one in rented.items()},
        {option: one.gpus for option, one in rented.items()},
        both,
        shared.needed,
        shared.needed_inside,
        used,
    )


@dataclass(frozen=True, slots=True)
class _Shared:
    """Demand of the pools, what of it may stay and where, prices and the servers it needs."""

    all_work: Pooled
    slices: Line
    ownable: Pooled
    ownable_slices: Line
    elsewhere: Line
    inside: Pooled
    used: Use
    market: Market
    costs: ServerPrices
    needed: Line
    needed_inside: Line
    hybrid_need: Line


def _shared(trace: Trace, pool: Pool, demand: Demand, levers: Levers, prices: Prices, world: World) -> _Shared:
    """Trace what all options start from."""
    place = demand.table.place
    with trace.section("demand", sheet="demand"):
        all_work = demand.pooled("all", "All work", ONE)
        spread = all_work.spread()
        all_slices = all_work.slices(spread)
        used = use(trace, pool, levers)
        market = Market(
            market_prices(trace, pool, prices),
            all_work.on_share(),
            interruptible_share(trace, all_work, "all.interruptible_share"),
            used,
        )
        ownable = demand.pooled("ownable", "Work a hybrid may own", 1 - place.is_("cloud"))
        ownable_slices = ownable.slices(spread)
        left = "Demand at once of work a hybrid leaves in the cloud, by slice"
        elsewhere = trace.line("elsewhere", left, units.GPU, all_slices - ownable_slices)
        inside = demand.pooled("inside", "Work that never leaves", place.is_("inside"))
        costs = server_prices(trace, pool, prices, world)
        needed = servers_needed(trace, pool, used, world, "need", "All work", all_work)
        needed_ownable = servers_needed(trace, pool, used, world, "need_ownable", "Work a hybrid may own", ownable)
        needed_inside = servers_needed(trace, pool, used, world, "need_inside", "Work that never leaves", inside)
        wanted = greatest(least(pool.hybrid_servers, needed_ownable), needed_inside)
        hybrid_need = trace.line("need_hybrid", "Servers of the hybrid", units.SERVER, wanted)
    return _Shared(
        all_work,
        all_slices,
        ownable,
        ownable_slices,
        elsewhere,
        inside,
        used,
        market,
        costs,
        needed,
        needed_inside,
        hybrid_need,
    )


def _any(trace: Trace, kept: Fleet) -> Node:
    in_use = trace.line("in_use_all", "Servers in use, all pools", units.SERVER, total(kept.in_use, "pool"))
    return peak_over_time(in_use) > 0


def _all_rented(site: _Site) -> tuple[Line, Rented]:
    """Trace the option that rents everything."""
    work = site.all_work
    slices = site.trace.line("left", "Demand at once, by slice", units.GPU, site.slices)
    rented = rent(
        site.trace,
        site.pool,
        site.prices,
        site.world,
        RentedDemand(slices, ONE, work.mean, work.deferrable),
        site.market,
        ONE,
    )
    return site.trace.line("served", "GPUs at work", units.GPU, work.mean + work.deferrable), rented


def _beside_api(site: _Site, demand: Demand, called: Node) -> tuple[Line, Rented]:
    """Trace the option in which an API serves all that one may serve: the rest is rented as in the cloud."""
    trace = site.trace
    with trace.section("demand", sheet="demand"):
        rest = demand.pooled("rest", "Work beside the API", 1 - called)
        slices = rest.slices(rest.spread())
        on_share = rest.on_share()
        interruptible = interruptible_share(trace, rest, "rest.interruptible_share")
    market = Market(site.market.prices, on_share, interruptible, site.market.use)
    return _all_rented(replace(site, all_work=rest, slices=slices, market=market))


def _hybrid_rented(site: _Site, kept: Fleet, served: Served, ownable: Pooled) -> tuple[Line, Rented]:
    """Trace what a hybrid rents: bridging until the first delivery is on demand or waits, like on premises.

    After it bursts are rented.
    """
    trace, pool = site.trace, site.pool
    delivered = trace.line(
        "delivered_so_far", "Servers delivered so far", units.SERVER, cumulative(per_month(kept.bought))
    )
    ever = trace.line(
        "ever_installed", "Servers are installed at some time", units.FLAG, peak_over_time(kept.installed) > 0
    )
    bridging = trace.line("bridging", "Before the first delivery", units.FLAG, ever * (previous(delivered) <= 0))
    allowed = trace.line(
        "may_burst", "What is left may be rented", units.FLAG, 1 - bridging * pool.bridging.is_("wait")
    )
    rest = trace.line(
        "left_deferrable",
        "Work a hybrid may own that can wait and is left",
        units.GPU,
        ownable.deferrable - served.deferrable,
    )
    elsewhere = site.all_work.deferrable - ownable.deferrable
    saved = total(ownable.waiting * ownable.demand.interruptible, "workload")
    ownable_share = trace.line(
        "ownable_interruptible",
        "Interruptible share of work a hybrid may own",
        units.SHARE,
        ratio(saved, ownable.deferrable),
    )
    all_saved = site.market.interruptible_share * site.all_work.deferrable
    left_saved = trace.line(
        "left_interruptible",
        "Work left that can be interrupted",
        units.GPU,
        all_saved - ownable_share * served.deferrable,
    )
    share = trace.line(
        "interruptible_share", "Interruptible share of work left", units.SHARE, ratio(left_saved, rest + elsewhere)
    )
    return _rest_rented(site, served, _Leaving(ownable, allowed, share), pool.hybrid_commitment * (1 - bridging))


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What may leave owned servers: the work they may serve, 1 where its rest may be rented.

    It also holds the interruptible share of the rest.
    """

    own: Pooled
    allowed: Node
    interruptible_share: Line


def _rest_rented(site: _Site, served: Served, leaving: _Leaving, committing: Node) -> tuple[Line, Rented]:
    """Trace the renting of what owned servers leave, held to the work that may leave at all: GPUs at work.

    It also traces what is rented.
    """
    trace, work, own_work, inside = site.trace, site.all_work, leaving.own, site.inside
    left = trace.line(
        "left_mean", "Demand at once that is left", units.GPU, total(served.left, "slice") / site.world.slices
    )
    may_leave = trace.line(
        "may_leave",
        "Demand at once that may be rented",
        units.GPU,
        work.mean - own_work.mean + leaving.allowed * (own_work.mean - inside.mean),
    )
    interactive = trace.line("rented_interactive", "Rented at once", units.GPU, least(left, may_leave))
    may_leave_later = trace.line(
        "may_leave_later",
        "Work that can wait and may be rented",
        units.GPU,
        work.deferrable - own_work.deferrable + leaving.allowed * (own_work.deferrable - inside.deferrable),
    )
    deferrable = trace.line(
        "rented_deferrable",
        "Rented work that can wait",
        units.GPU,
        least(work.deferrable - served.deferrable, may_leave_later),
    )
    share = trace.line("rented_share", "Rented share of what is left", units.SHARE, ratio(interactive, left))
    market = Market(site.market.prices, site.market.on_share, leaving.interruptible_share, site.market.use)
    rented = rent(
        trace,
        site.pool,
        site.prices,
        site.world,
        RentedDemand(served.left, share, interactive, deferrable),
        market,
        committing,
    )
    at_work = served.interactive + served.deferrable + interactive + deferrable
    return trace.line("served", "GPUs at work", units.GPU, at_work), rented
