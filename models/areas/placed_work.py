"""The work that options place: all of it or what an API leaves, what may be owned of it and what must be."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.cost_management import Levers
from models.areas.demand import Demand, Pooled
from models.areas.finance import Prices
from models.areas.market_prices import MarketPrices, market_prices
from models.areas.options import OPTION_LABELS
from models.areas.owned import ServerPrices, server_prices, servers_needed
from models.areas.rented import interruptible_share
from models.areas.use import Use, use
from models.areas.world import World
from models.formula.node import ONE, Line, Node, greatest, least
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Common:
    """What all options share: prices, how capacity is used, the levers on it."""

    pool: Pool
    prices_of: Prices
    world: World
    levers: Levers
    used: Use
    prices: MarketPrices
    costs: ServerPrices


@dataclass(frozen=True, slots=True)
class Work:
    """The work of an option on GPUs.

    spread: how far its peaks keep of what they are apart. on_share: the part of each slice in which it is there.
    interruptible_share: what of waiting work saves its state.
    """

    all_work: Pooled
    spread: Line
    slices: Line
    on_share: Line
    interruptible_share: Line

    def at_work(self, trace: Trace) -> Line:
        """Trace the GPUs that it takes on average, by pool."""
        with trace.section(f"demand.{self.all_work.name}", sheet="demand"):
            return trace.line("work", "Average demand", units.GPU, self.all_work.mean + self.all_work.deferrable)


@dataclass(frozen=True, slots=True)
class Kept:
    """What of the work of an option may be owned and what must be, and the servers it needs, by pool."""

    ownable: Pooled
    ownable_slices: Line
    elsewhere: Line
    inside: Pooled
    needed: Line
    needed_inside: Line
    hybrid_need: Line


def common_of(trace: Trace, pool: Pool, levers: Levers, prices: Prices, world: World) -> Common:
    """Trace what all options start from."""
    with trace.section("demand", sheet="demand"):
        used = use(trace, pool, levers)
        return Common(
            pool,
            prices,
            world,
            levers,
            used,
            market_prices(trace, pool, prices),
            server_prices(trace, pool, prices, world),
        )


def work_of(trace: Trace, demand: Demand, called: Node | None, option: str) -> Work:
    """Trace the work of an option on GPUs, or of all options that send the plan's share to an API.

    called: 1 for a workload that an API serves alone; None where none is.
    """
    name, label = (f"{option}_all", f"{OPTION_LABELS[option]}: all work") if option else ("all", "All work")
    with trace.section("demand", sheet="demand"):
        every = demand.pooled(name, label, _here(called))
        spread = every.spread()
        return Work(
            every,
            spread,
            every.slices(spread),
            every.on_share(),
            interruptible_share(trace, every, f"{name}.interruptible_share"),
        )


def kept_of(trace: Trace, common: Common, demand: Demand, work: Work, called: Node | None, option: str) -> Kept:
    """Trace what of the work of an option may be owned and what must be, and the servers it needs."""
    pool, place = common.pool, demand.table.place
    name, of = (f"{option}_", f"{OPTION_LABELS[option]}: ") if option else ("", "")

    def called_of(label: str) -> str:
        return f"{of}{label[0].lower()}{label[1:]}" if of else label

    def servers(key: str, pooled: Pooled) -> Line:
        return servers_needed(trace, pool, common.used, common.world, f"{name}{key}", pooled.label, pooled)

    with trace.section("demand", sheet="demand"):
        may_own = called_of("Work a hybrid may own")
        ownable = demand.pooled(f"{name}ownable", may_own, (1 - place.is_("cloud")) * _here(called))
        ownable_slices = ownable.slices(work.spread)
        left = called_of("Demand at once of work a hybrid leaves in the cloud, by slice")
        elsewhere = trace.line(f"{name}elsewhere", left, units.GPU, work.slices - ownable_slices)
        stays = called_of("Work that never leaves")
        inside = demand.pooled(f"{name}inside", stays, place.is_("inside") * _here(called))
        needed, needed_ownable = servers("need", work.all_work), servers("need_ownable", ownable)
        needed_inside = servers("need_inside", inside)
        wanted = greatest(least(pool.hybrid_servers, needed_ownable), needed_inside)
        label = called_of("Servers of the hybrid")
        hybrid_need = trace.line(f"{name}need_hybrid", label, units.SERVER, wanted)
    return Kept(ownable, ownable_slices, elsewhere, inside, needed, needed_inside, hybrid_need)


def _here(called: Node | None) -> Node:
    """Return 1 for a workload whose models are not all at an API."""
    return ONE if called is None else 1 - called
