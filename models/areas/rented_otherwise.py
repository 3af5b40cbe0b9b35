"""What renting would cost that an option does not do: all of it at list price, or its waiting work meanwhile.

Nothing of it is paid: it stays out of the options' costs.
"""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.finance import Prices
from models.areas.rented import NOTHING_COMMITTED, Market, RentedDemand, gpus_on_demand, whole_instances
from models.areas.world import World
from models.formula.node import Line, Node, value_of
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """The work that waits for servers, as it would be rented until they are there, by pool.

    rent: in money per month. gpus: that would be paid for. busy: that would be at work.
    """

    rent: Line
    gpus: Line
    busy: Node


def rent_at_list(trace: Trace, pool: Pool, prices: Prices, world: World, need: RentedDemand, market: Market) -> Line:
    """Trace what renting on demand costs without commitments, spot or a negotiated discount, by pool.

    With what stands by at a second site: who does the same work has one too.
    """
    whole = whole_instances(trace, pool, world, need, market)
    gpus = gpus_on_demand(trace, world, need.deferrable, market, whole, NOTHING_COMMITTED)
    listed = trace.line(
        "list_price",
        "On-demand price before the negotiated discount",
        units.MONEY_PER_GPU_HOUR,
        market.prices.hourly / (1 - pool.negotiated_discount),
    )
    spend = trace.line("spend", "Spend on rented GPUs", units.MONEY_PER_MONTH, gpus * world.hours_per_month * listed)
    licences = gpus * market.prices.software / world.months_per_year * prices.general
    paid = spend * (1 + pool.cloud_extras) * (1 + pool.cloud_support) + licences
    if value_of(pool.standby) != 0:
        paid = paid * (1 + pool.standby)
    return trace.line("rent", "Cost of renting at list price", units.MONEY_PER_MONTH, paid)


def rent_meanwhile(
    trace: Trace, pool: Pool, prices: Prices, world: World, need: RentedDemand, market: Market
) -> Meanwhile:
    """Trace what the work that waits for servers would cost rented meanwhile.

    As bridging is billed: on demand at the negotiated price, what may be interrupted on spot, nothing committed.
    """
    whole = whole_instances(trace, pool, world, need, market)
    spot = trace.line("spot", "On spot", units.GPU, need.deferrable * market.interruptible_share * market.terms.spot)
    gpus = gpus_on_demand(trace, world, need.deferrable - spot, market, whole, NOTHING_COMMITTED)
    paid = trace.line("spot_gpus", "GPUs paid on spot, with rework", units.GPU, spot * (1 + pool.spot_rework))
    spot_price = market.prices.on_demand * (1 - pool.spot_discount)
    spend = trace.line(
        "spend",
        "Spend on rented GPUs",
        units.MONEY_PER_MONTH,
        world.hours_per_month * (gpus * market.prices.hourly + paid * spot_price),
    )
    every = trace.line("gpus", "GPUs paid", units.GPU, gpus + paid)
    licences = every * market.prices.software / world.months_per_year * prices.general
    with_extras = spend * (1 + pool.cloud_extras) * (1 + pool.cloud_support)
    cost = trace.line("rent", "Cost of renting what waits", units.MONEY_PER_MONTH, with_extras + licences)
    return Meanwhile(cost, every, need.interactive + need.deferrable)
