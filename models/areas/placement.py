"""The options of compute.

Everything rented, rented beside what an API serves, everything owned, or owned with bursts to the cloud.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.areas.compute import Compute, Pool
from models.areas.cost_management import Levers
from models.areas.demand import Demand, Pooled
from models.areas.finance import Prices
from models.areas.fleet import Fleet, Served
from models.areas.market_prices import MarketPrices
from models.areas.options import ALL_RENTED, OPTIONS, OWNING
from models.areas.owned import Owned, fleet, own, serve
from models.areas.ownership import ownership
from models.areas.placed_work import Common, Kept, Work, common_of, kept_of, work_of
from models.areas.rented import Market, Rented, RentedDemand, rent, terms_of
from models.areas.rented_otherwise import Meanwhile, rent_at_list, rent_meanwhile
from models.areas.use import Use
from models.areas.world import World
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    cumulative,
    equals,
    lag,
    least,
    peak_over_time,
    per_month,
    previous,
    ratio,
    total,
    value_of,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Needs:
    """Servers that all work of an option needs, and those of work that never leaves, by pool.

    It also holds the month from which they may be there.
    """

    all_work: Line
    inside: Line
    delivery: Node


@dataclass(frozen=True, slots=True)
class Placement:
    """What the options of compute yield for the appraisal.

    served: GPUs at work on average, by option, by pool.
    rent: what an option pays for renting, in money per month, by pool; rented: GPUs it pays for on average.
    keeps: 1 where the hybrid ever keeps a server. needs: the servers an option that owns needs, by option.
    work: GPUs that the work of an option takes on average, by pool, where it is not all work; by option.
    listed: what the cloud option's work would cost at list price on demand, in money per month, by pool;
        None where nobody asks for it.
    meanwhile: the work that waits for servers as it would be rented until they are there, by option; not there where
        no work waits.
    """

    market: MarketPrices
    served: dict[str, Line]
    fleets: dict[str, Fleet]
    owned: dict[str, Owned]
    rent: dict[str, Line]
    rented: dict[str, Line]
    keeps: Line
    needs: dict[str, Needs]
    work: dict[str, Line]
    listed: Line | None
    meanwhile: dict[str, Meanwhile]
    use: Use


@dataclass(frozen=True, slots=True)
class _Site:
    """What an option stands on."""

    option: str
    trace: Trace
    pool: Pool
    prices: Prices
    world: World
    all_work: Pooled
    slices: Line
    market: Market


def placement(
    trace: Trace,
    compute: Compute,
    pool: Pool,
    demand: Demand,
    called: Mapping[str, Node],
    levers: Levers,
    prices: Prices,
    world: World,
) -> Placement:
    """Trace all options of compute.

    called: 1 for a workload that an option has served by an API alone, by workload; not there for an option that sends
        the plan's share.
    """
    common = common_of(trace, pool, levers, prices, world)
    planned = work_of(trace, demand, None, "")
    works = {
        option: work_of(trace, demand, called[option], option) if option in called else planned for option in OPTIONS
    }
    shared = kept_of(trace, common, demand, planned, None, "")
    keeps = {
        option: kept_of(trace, common, demand, works[option], called[option], option) if option in called else shared
        for option in OWNING
    }
    served: dict[str, Line] = {}
    rented: dict[str, Rented] = {}
    for option in ALL_RENTED:
        if option == "api" and option not in called:
            continue
        with trace.section(option, sheet=option, option=option):
            served[option], rented[option] = _all_rented(_site(trace, common, works[option], option))
    with trace.section("on_premises", sheet="on_premises", option="on_premises"):
        alone = _all_owned(trace, common, works["on_premises"], keeps["on_premises"])
    with trace.section("hybrid", sheet="hybrid", option="hybrid"):
        split = _part_owned(trace, common, works["hybrid"], keeps["hybrid"])
        both = trace.line("keeps_servers", "Servers are ever kept", units.FLAG, _any(trace, split.fleet))
        orchestration = compute.orchestration * prices.general * (trace.month > 0) * both
        trace.cost("orchestration", "Cross-site orchestration", "compute", "running", orchestration)
    owning = {"on_premises": alone, "hybrid": split}
    served |= {option: one.served for option, one in owning.items()}
    rented |= {option: one.rented for option, one in owning.items()}
    return Placement(
        common.prices,
        served,
        {option: one.fleet for option, one in owning.items()},
        {option: one.owned for option, one in owning.items()},
        {option: one.cost for option, one in rented.items()},
        {option: one.gpus for option, one in rented.items()},
        both,
        {
            option: Needs(keeps[option].needed, keeps[option].needed_inside, one.delivery)
            for option, one in owning.items()
        },
        _at_work(trace, planned, works, called),
        _at_list(trace, common, planned),
        {option: one.meanwhile for option, one in owning.items() if one.meanwhile is not None},
        common.used,
    )


def _at_list(trace: Trace, common: Common, work: Work) -> Line | None:
    """Trace what all work would cost at list price on demand, where business as usual is that."""
    if value_of(common.prices_of.finance.usual_today.is_("cloud")) == 0:
        return None
    with trace.section("usual", sheet="appraisal"):
        site = _site(trace, common, work, "cloud")
        all_work = work.all_work
        need = RentedDemand(work.slices, ONE, all_work.mean, all_work.deferrable)
        return rent_at_list(trace, common.pool, common.prices_of, common.world, need, site.market)


@dataclass(frozen=True, slots=True)
class _Owning:
    """What an option that owns yields: GPUs at work, what it rents, its servers and what they leave and mean.

    It also holds the month from which they may be there, and what renting would cost what waits for them.
    """

    served: Line
    rented: Rented
    meanwhile: Meanwhile | None
    fleet: Fleet
    owned: Owned
    delivery: Node


def _all_owned(trace: Trace, common: Common, work: Work, need: Kept) -> _Owning:
    """Trace the option that owns servers for all its work."""
    pool, costs = common.pool, common.costs
    how = ownership(trace, pool, "on_premises")
    servers = fleet(trace, pool, common.prices_of, common.world, costs, need.needed, how)
    there = serve(servers, work.all_work, work.slices, None, common.used)
    leaving = _Leaving(work.all_work, need.inside, pool.bridging.is_("cloud"), work.interruptible_share)
    site = _site(trace, common, work, "on_premises")
    served, rented, meanwhile = _rest_rented(site, there, leaving, ZERO, servers.bought)
    return _Owning(served, rented, meanwhile, servers, own(servers, costs, there), how.delivery)


def _part_owned(trace: Trace, common: Common, work: Work, need: Kept) -> _Owning:
    """Trace the option that owns some servers and rents the rest; it may buy them otherwise than on-premises."""
    pool, costs = common.pool, common.costs
    how = ownership(trace, pool, "hybrid")
    servers = fleet(trace, pool, common.prices_of, common.world, costs, need.hybrid_need, how)
    there = serve(servers, need.ownable, need.ownable_slices, need.elsewhere, common.used)
    site = _site(trace, common, work, "hybrid")
    served, rented, meanwhile = _hybrid_rented(site, servers, there, need)
    return _Owning(served, rented, meanwhile, servers, own(servers, costs, there), how.delivery)


def _site(trace: Trace, common: Common, work: Work, option: str) -> _Site:
    """Trace the terms of an option within its section, and return what it rents by."""
    terms = terms_of(trace, common.pool, common.levers, common.used, option)
    market = Market(common.prices, work.on_share, work.interruptible_share, common.used, terms)
    return _Site(option, trace, common.pool, common.prices_of, common.world, work.all_work, work.slices, market)


def _at_work(trace: Trace, planned: Work, works: Mapping[str, Work], called: Mapping[str, Node]) -> dict[str, Line]:
    """Trace the GPUs that the work of each option that hosts models takes, where not all have the same."""
    hosting = ("cloud", *OWNING)
    if not any(option in called for option in hosting):
        return {}
    shared = planned.at_work(trace)
    return {option: works[option].at_work(trace) if option in called else shared for option in hosting}


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


def _hybrid_rented(site: _Site, kept: Fleet, served: Served, need: Kept) -> tuple[Line, Rented, Meanwhile | None]:
    """Trace what a hybrid rents: bridging until the first delivery is on demand or waits, like on premises.

    After it bursts are rented.
    """
    trace, pool, ownable = site.trace, site.pool, need.ownable
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
    return _rest_rented(site, served, _Leaving(ownable, need.inside, allowed, share), 1 - bridging, kept.bought)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What may leave owned servers: the work they may serve, what of it never leaves, 1 where its rest may be rented.

    It also holds the interruptible share of the rest.
    """

    own: Pooled
    inside: Pooled
    allowed: Node
    interruptible_share: Line


def _rest_rented(
    site: _Site, served: Served, leaving: _Leaving, committing: Node, bought: Line | None = None
) -> tuple[Line, Rented, Meanwhile | None]:
    """Trace the renting of what owned servers leave, held to the work that may leave at all: GPUs at work.

    It also traces what is rented, and what renting what waits would cost, None where nothing waits. bought: servers
    delivered, after the first of which both may run for a while.
    """
    trace, work, own_work, inside = site.trace, site.all_work, leaving.own, leaving.inside
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
    market = Market(
        site.market.prices, site.market.on_share, leaving.interruptible_share, site.market.use, site.market.terms
    )
    rented = rent(
        trace,
        site.pool,
        site.prices,
        site.world,
        RentedDemand(served.left, share, interactive, deferrable),
        market,
        committing,
    )
    if value_of(site.pool.parallel) != 0 and bought is not None:
        rented = _running_both(site, served, bought, rented)
    at_work = served.interactive + served.deferrable + interactive + deferrable
    waits = None
    if value_of(site.pool.bridging.is_("wait")) != 0:
        at_once = least(left, work.mean - inside.mean) - interactive
        later = least(work.deferrable - served.deferrable, work.deferrable - inside.deferrable) - deferrable
        waits = _meanwhile(site, served, left, (at_once, later), leaving.interruptible_share)
    return trace.line("served", "GPUs at work", units.GPU, at_work), rented, waits


def _meanwhile(site: _Site, served: Served, left: Line, waiting: tuple[Node, Node], interruptible: Line) -> Meanwhile:
    """Trace the work that waits and may leave as it would be rented. waiting: at once, and what can wait."""
    trace = site.trace
    with trace.section(f"{site.option}.meanwhile", sheet=site.option):
        at_once = trace.line("at_once", "Waits, of demand at once", units.GPU, waiting[0])
        later = trace.line("later", "Waits, of work that can wait", units.GPU, waiting[1])
        share = trace.line("share", "Share of what is left that waits", units.SHARE, ratio(at_once, left))
        market = Market(site.market.prices, site.market.on_share, interruptible, site.market.use, site.market.terms)
        need = RentedDemand(served.left, share, at_once, later)
        return rent_meanwhile(trace, site.pool, site.prices, site.world, need, market)


def _running_both(site: _Site, served: Served, bought: Line, rented: Rented) -> Rented:
    """Trace renting that goes on for the work of own servers, for months after the first delivery."""
    trace, pool, world = site.trace, site.pool, site.world
    so_far = trace.line(
        "delivered_sum_all", "Servers delivered, all so far", units.SERVER, cumulative(per_month(bought))
    )
    proving = trace.line(
        "proving",
        "Both run",
        units.FLAG,
        (previous(so_far) > 0) * equals(lag(so_far, pool.parallel + world.one_month), 0) * (pool.parallel > 0),
    )
    gpus = served.interactive + served.deferrable
    hourly = site.market.prices.hourly * (1 + pool.cloud_extras) * (1 + pool.cloud_support)
    both = trace.cost(
        "running_both",
        "Renting that goes on beside own servers",
        "compute",
        "running",
        gpus * world.hours_per_month * hourly * proving,
    )
    return Rented(
        trace.line("rent_all", "Cost of renting, with both", units.MONEY_PER_MONTH, rented.cost + both), rented.gpus
    )
