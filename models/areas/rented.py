"""Compute rented by the hour: commitments, on demand and spot, for whatever part of the demand an option rents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.areas.compute import Pool
from models.areas.cost_management import Levers
from models.areas.demand import Pooled
from models.areas.finance import Prices
from models.areas.market_prices import MarketPrices
from models.areas.use import Use
from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    ceiling,
    cumulative,
    equals,
    greatest,
    held,
    least,
    over_time,
    per_month,
    ratio,
    remainder,
    total,
    value_of,
    where,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class RentedDemand:
    """What an option rents, by pool, in GPUs.

    slices: demand at once by slice of the hours, before it is limited to work that may leave.
    allowed_share: the part of that demand that may be rented; interactive: its mean.
    deferrable: work that can wait.
    """

    slices: Line
    allowed_share: Node
    interactive: Node
    deferrable: Node


@dataclass(frozen=True, slots=True)
class Terms:
    """What an option commits for one and for three years and runs on spot, as shares, by pool.

    after: committed for one year once the three-year terms have ended, on top of one_year.
    """

    one_year: Node
    three_years: Node
    after: Node
    spot: Line


@dataclass(frozen=True, slots=True)
class Market:
    """What an option rents by: prices, the part of each slice in use, what can be interrupted, its terms."""

    prices: MarketPrices
    on_share: Line
    interruptible_share: Line
    use: Use
    terms: Terms


@dataclass(frozen=True, slots=True)
class Rented:
    """What renting comes to, by pool: its cost in money per month, and the GPUs paid for on average."""

    cost: Line
    gpus: Line


@dataclass(frozen=True, slots=True)
class Committed:
    """GPUs committed, what they cost a month, and the room they leave for work that can wait."""

    gpus: Node
    spend: Node
    room: Node


NOTHING_COMMITTED = Committed(ZERO, ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class _Term:
    """A kind of commitment."""

    name: str
    label: str
    length: Node
    share: Node
    discount: Node


def terms_of(trace: Trace, pool: Pool, levers: Levers, planned: Use, option: str) -> Terms:
    """Trace the terms of an option: the cloud's, or its own where it has some.

    planned: how capacity is used, with the cloud's share on spot.
    """
    own: Mapping[str, tuple[Node, Sequence[Node], Node]] = {
        "api": (pool.api_terms, (pool.api_one_year, pool.api_three_years, pool.api_one_year_after), pool.api_spot),
        "on_premises": (pool.on_premises_terms, (), pool.on_premises_spot),
        "hybrid": (
            pool.hybrid_terms,
            (pool.hybrid_one_year, pool.hybrid_three_years, pool.hybrid_one_year_after),
            pool.hybrid_spot,
        ),
    }
    too = pool.hybrid_commitment if option == "hybrid" else 1
    cloud = [one * too for one in (pool.committed_one_year, pool.committed_three_years, pool.one_year_after)]
    if option not in own or value_of(own[option][0]) == 0:
        return Terms(cloud[0], cloud[1], cloud[2], planned.spot)
    taken, committed, spot = own[option]
    if option == "on_premises":
        shares = [ZERO, ZERO, ZERO]
    else:
        shares = [where(taken, mine, shared) for mine, shared in zip(committed, cloud, strict=True)]
    on_spot = trace.line(
        "own_spot",
        "Interruptible work on spot, on its own terms",
        units.SHARE,
        where(taken, levers.raised("spot", spot, levers.inputs.spot_level), planned.spot),
    )
    return Terms(shares[0], shares[1], shares[2], on_spot)


def interruptible_share(trace: Trace, pooled: Pooled, name: str) -> Line:
    """Trace the share of deferred work that saves its state, by pool."""
    saved = trace.line(
        f"{pooled.name}.interruptible",
        f"{pooled.label}: work that can be interrupted",
        units.GPU,
        total(pooled.waiting * pooled.demand.interruptible, "workload"),
    )
    return trace.line(
        name, f"{pooled.label}: share that can be interrupted", units.SHARE, ratio(saved, pooled.deferrable)
    )


def rent(
    trace: Trace, pool: Pool, prices: Prices, world: World, need: RentedDemand, market: Market, committing: Node = ZERO
) -> Rented:
    """Trace what renting costs an option, by pool.

    committing: 1 where the committed shares apply, else 0, by pool; left out where nothing is ever committed.
    """
    whole = whole_instances(trace, pool, world, need, market)
    committed = _committed(trace, pool, prices, world, need, market, whole, committing)
    waiting = need.deferrable
    if committed.room is not ZERO:
        waiting = trace.line(
            "deferred_left",
            "Work that can wait, beyond the commitment",
            units.GPU,
            need.deferrable - least(need.deferrable, committed.room),
        )
    spot = trace.line("spot", "On spot", units.GPU, waiting * market.interruptible_share * market.terms.spot)
    on_demand = gpus_on_demand(trace, world, waiting - spot, market, whole, committed)
    on_demand_cost = trace.cost(
        "on_demand", "Cloud on demand", "compute", "running", on_demand * world.hours_per_month * market.prices.hourly
    )
    spot_hours = trace.line("spot_gpus", "GPUs paid on spot, with rework", units.GPU, spot * (1 + pool.spot_rework))
    spot_price = market.prices.on_demand * (1 - pool.spot_discount)
    spot_cost = trace.cost(
        "spot_cost", "Cloud on spot", "compute", "running", spot_hours * world.hours_per_month * spot_price
    )
    spend = trace.line(
        "gpu_spend", "Spend on rented GPUs", units.MONEY_PER_MONTH, on_demand_cost + spot_cost + committed.spend
    )
    extras = trace.cost(
        "cloud_extras", "Cloud storage, network and head nodes", "compute", "running", spend * pool.cloud_extras
    )
    support = trace.cost(
        "cloud_support", "Cloud support plan", "compute", "running", (spend + extras) * pool.cloud_support
    )
    average = trace.line("rented_gpus", "GPUs paid for on average", units.GPU, on_demand + spot_hours + committed.gpus)
    licences = trace.cost(
        "cloud_software",
        "Software in the cloud",
        "compute",
        "running",
        average * market.prices.software / world.months_per_year * prices.general,
    )
    paid: Node = spend + extras + support + licences
    if value_of(pool.standby) != 0:
        ready = trace.cost("standby", "Standby GPUs at a second site", "compute", "running", paid * pool.standby)
        paid = paid + ready
    return Rented(trace.line("rent", "Cost of renting", units.MONEY_PER_MONTH, paid), average)


def whole_instances(trace: Trace, pool: Pool, world: World, need: RentedDemand, market: Market) -> Node:
    """Return the GPUs of the whole instances that each slice of the hours needs, by pool."""
    instance = trace.line(
        "instance_part",
        "GPUs of an instance over the part of the slice in use",
        units.GPU,
        pool.instance_gpus * market.on_share,
    )
    return ceiling(need.slices * need.allowed_share / instance, world.rounding) * pool.instance_gpus


def gpus_on_demand(
    trace: Trace, world: World, waiting: Node, market: Market, whole: Node, committed: Committed
) -> Line:
    """Trace the GPUs paid on demand on average.

    Whole instances in each slice, deferred work by the hour, both with idle hours.
    """
    by_slice = trace.line(
        "beyond_by_slice",
        "GPUs of whole instances beyond the commitment, by slice",
        units.GPU,
        market.on_share * greatest(whole - committed.gpus, 0),
    )
    beyond = trace.line(
        "beyond", "GPUs of whole instances beyond the commitment", units.GPU, total(by_slice, "slice") / world.slices
    )
    return trace.line("on_demand_gpus", "GPUs paid on demand", units.GPU, (beyond + waiting) / market.use.paid)


def _committed(
    trace: Trace,
    pool: Pool,
    prices: Prices,
    world: World,
    need: RentedDemand,
    market: Market,
    whole: Node,
    committing: Node,
) -> Committed:
    """Trace both kinds of commitment together.

    Their shares are of what is rented on average: GPUs in use, or the whole instances these stand in.
    """
    if committing is ZERO:
        return NOTHING_COMMITTED
    demanded = trace.line("demand_rented", "Average demand rented", units.GPU, need.interactive + need.deferrable)
    if value_of(pool.whole_commitments) != 0:
        in_slice = trace.line("whole_by_slice", "GPUs of whole instances, by slice", units.GPU, market.on_share * whole)
        instances = trace.line(
            "whole_rented", "GPUs of whole instances on average", units.GPU, total(in_slice, "slice") / world.slices
        )
        demanded = trace.line(
            "demand_committed",
            "What the committed shares are of",
            units.GPU,
            where(pool.whole_commitments, instances + need.deferrable, demanded),
        )
    one = _Term("one_year", "for one year", world.one_year, market.terms.one_year, pool.one_year_discount)
    three = _Term(
        "three_years", "for three years", world.three_years, market.terms.three_years, pool.three_year_discount
    )
    begun = _terms_begin(trace, pool, demanded)
    clocks = [_clock(trace, pool, prices, term, committing, begun) for term in (one, three)]
    if value_of(market.terms.after) != 0:
        one = replace(one, share=_with_later(trace, market.terms, clocks[1]))
    taken = [
        _term(trace, prices, world, term, clock, demanded, market.prices.on_demand)
        for term, clock in zip((one, three), clocks, strict=True)
    ]
    gpus = trace.line("committed", "GPUs committed", units.GPU, taken[0][0] + taken[1][0])
    spend = trace.line("committed_spend", "Spend on commitments", units.MONEY_PER_MONTH, taken[0][1] + taken[1][1])
    above = trace.line(
        "above_commitment",
        "Demand at once above the commitment",
        units.GPU,
        total(greatest(need.slices * need.allowed_share - gpus, 0), "slice") / world.slices,
    )
    used = trace.line("commitment_used", "Commitment used at once", units.GPU, need.interactive - above)
    room = trace.line(
        "commitment_room",
        "Commitment available for work that can wait",
        units.GPU,
        greatest(market.use.highest * gpus - used, 0),
    )
    return Committed(gpus, spend, room)


def _terms_begin(trace: Trace, pool: Pool, demanded: Line) -> Node:
    """Trace the months that pass before the first commitment begins: none, or until something is rented."""
    if value_of(pool.terms_with_work) == 0:
        return ZERO
    rents = (demanded > 0) * (trace.month > 0)
    so_far = trace.line("rents_so_far", "Months of renting so far", units.NUMBER, cumulative(per_month(rents)))
    not_yet = trace.line("rents_later", "Nothing is rented yet", units.FLAG, (so_far <= 0) * (trace.month > 0))
    before = trace.line(
        "terms_after", "Months before terms begin", units.MONTH, over_time(not_yet) * pool.terms_with_work
    )
    trace.decides(before, before, lambda kept: kept)
    return before


@dataclass(frozen=True, slots=True)
class _Clock:
    """When terms of a kind begin, the months left of one, and whether one may be taken, by pool and month."""

    starts: Line
    left: Line
    taken: Line


def _clock(trace: Trace, pool: Pool, prices: Prices, term: _Term, committing: Node, begun: Node) -> _Clock:
    """Trace when terms of a kind begin and whether they may be taken.

    begun: months before the first term begins.
    """
    position = trace.line(
        f"{term.name}.position",
        f"Months into the term {term.label}",
        units.MONTH,
        remainder(trace.month - 1 if begun is ZERO else trace.month - 1 - begun, term.length),
    )
    starts = trace.line(
        f"{term.name}.starts", f"Term {term.label} begins", units.FLAG, equals(position, 0) * (trace.month > begun)
    )
    left = trace.line(
        f"{term.name}.left", f"Months left of the term {term.label}", units.MONTH, term.length - position - 1
    )
    taken = trace.line(
        f"{term.name}.taken",
        f"Term {term.label} may be taken",
        units.FLAG,
        committing * greatest(pool.late_terms, trace.month + left <= prices.finance.horizon),
    )
    return _Clock(starts, left, taken)


def _with_later(trace: Trace, terms: Terms, three_years: _Clock) -> Line:
    """Trace the share committed for one year, with what follows the three-year terms in the months without any."""
    return trace.line(
        "one_year.share",
        "Share committed for one year, with what follows the three-year terms",
        units.SHARE,
        terms.one_year + terms.after * (1 - three_years.taken),
    )


def _term(
    trace: Trace, prices: Prices, world: World, term: _Term, clock: _Clock, demanded: Line, price: Line
) -> tuple[Line, Line]:
    """Trace one kind of commitment.

    GPUs and spend, fixed for each term, with the tail of a term that passes the horizon.
    """
    first = trace.line(
        f"{term.name}.first", f"Committed {term.label} if it began now", units.GPU, demanded * term.share * clock.taken
    )
    trace.decides(first, first, lambda kept: kept)
    gpus = trace.line(f"{term.name}.gpus", f"Committed {term.label}", units.GPU, held(first, clock.starts))
    fee = trace.line(
        f"{term.name}.fee",
        f"Monthly fee {term.label} if it began now",
        units.MONEY_PER_MONTH,
        first * world.hours_per_month * price * (1 - term.discount),
    )
    paid = trace.cost(
        f"{term.name}.cost", f"Cloud committed {term.label}", "compute", "running", held(fee, clock.starts)
    )
    rest = trace.line(
        f"{term.name}.rest",
        f"Rest of the term {term.label}",
        units.MONEY,
        paid * clock.left * equals(trace.month, prices.finance.horizon),
    )
    tail = trace.cost(
        f"{term.name}.tail", f"Rest of the term {term.label} at the horizon", "compute", "one-off", per_month(rest)
    )
    return gpus, trace.line(f"{term.name}.spend", f"Spend {term.label}", units.MONEY_PER_MONTH, paid + tail)
