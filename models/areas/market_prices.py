"""What a rented GPU costs, by pool: on demand, with dearer regions, and all-in today."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.finance import Prices
from models.areas.world import World
from models.formula.node import Line, Node
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class MarketPrices:
    """What a rented GPU costs, by pool.

    quoted: an hour today. on_demand: an hour by month; hourly: that with dearer regions. software: a year.
    """

    quoted: Line
    on_demand: Line
    hourly: Line
    software: Line


def market_prices(trace: Trace, pool: Pool, prices: Prices) -> MarketPrices:
    """Trace what a rented GPU costs, by pool, in the plan's currency."""
    quoted = trace.line(
        "cloud_quoted",
        "Cloud price today",
        units.MONEY_PER_GPU_HOUR,
        prices.in_plan_currency(pool.cloud_price, pool.cloud_currency) * (1 - pool.negotiated_discount),
    )
    price = trace.line("cloud_price", "On-demand cloud price", units.MONEY_PER_GPU_HOUR, quoted * prices.cloud)
    hourly = trace.line(
        "on_demand_price", "On-demand price with dearer regions", units.MONEY_PER_GPU_HOUR, price * dearer(pool)
    )
    software = trace.line(
        "cloud_software_price",
        "Software price in the cloud",
        units.MONEY_PER_GPU_YEAR,
        prices.in_plan_currency(pool.cloud_software, pool.software_currency),
    )
    return MarketPrices(quoted, price, hourly, software)


def dearer(pool: Pool) -> Node:
    """Return what dearer regions make of a price on demand, by pool."""
    return 1 + pool.dearer_hours * pool.dearer_premium


def hour_today(trace: Trace, pool: Pool, market: MarketPrices, world: World) -> Line:
    """Trace what a GPU-hour rented on demand costs today, with all that comes on top, by pool.

    Dearer regions, hours paid and not used, extras, support and software, each as `rent` counts it.
    """
    used = trace.line("used_share", "Hours used of those paid", units.SHARE, 1 - pool.idle_share)
    listed = trace.line(
        "listed",
        "Cloud price today with dearer regions and idle hours",
        units.MONEY_PER_GPU_HOUR,
        market.quoted * dearer(pool) / used,
    )
    software = trace.line(
        "software_hour",
        "Software in the cloud, an hour in use",
        units.MONEY_PER_GPU_HOUR,
        market.software / world.months_per_year / world.hours_per_month / used,
    )
    return trace.line(
        "rented_hour",
        "Rented GPU-hour, all-in",
        units.MONEY_PER_GPU_HOUR,
        listed * (1 + pool.cloud_extras) * (1 + pool.cloud_support) + software,
    )
