"""What the place of owned servers allows and asks, moving there, a second site and new generations, as inputs."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaration import When
from models.quantities.declaring import integer, quantity, share

_COLOCATION = When("site", ("colocation",), When("hybrid_site", ("colocation",)))


class PoolSite(Table):
    """The columns of a pool that say what its site allows, how it is moved to, and what later servers do."""

    rack_power = quantity(
        "Power limit per rack",
        units.KILOWATT_PER_RACK,
        default=0.0,
        bounds=(0, 1_000),
        plausible=(4, 120),
        decimals=1,
        help="Density the site allows: 4 kW in an old room, 20 in a modern one, 120 if liquid-cooled. 0 for no limit.",
        source="servnetuk.com, AI server cooling 2026",
    )
    site_power = quantity(
        "Power available at the site",
        units.KILOWATT,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(20, 2_000),
        decimals=0,
        help="For these servers with their cooling. Above it owning is not allowed. 0 if not known.",
        source="network operator or colocation contract",
    )
    site_from = integer(
        "Power available from month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(0, 36),
        help="Servers may not be in use before then: let owning start later.",
        source="network operator",
    )
    cooling_works = quantity(
        "Liquid cooling",
        units.MONEY_PER_KILOWATT,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(500, 3_000),
        decimals=0,
        help="Once, per kilowatt of servers that need it, when they are ordered.",
        source="quote",
    )
    contracted = quantity(
        "Contracted power in colocation",
        units.KILOWATT,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(10, 500),
        decimals=0,
        when=_COLOCATION,
        help="Minimum power paid for while servers are there, used or not; 0 where only use is charged.",
        source="contract",
    )
    tariff_until = integer(
        "Electricity contract ends after month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(12, 36),
        help="Then the tariff below applies, at the market's prices; 0 where the contract lasts.",
        source="supply contract",
    )
    tariff_after = quantity(
        "Electricity price afterwards",
        units.MONEY_PER_KILOWATT_HOUR,
        default=0.0,
        bounds=(0, 10),
        plausible=(0.18, 0.32),
        decimals=4,
        blank=0.0,
        help="Unit rate with levies at today's prices, moved by the trend of energy; 0 for the tariff of the contract.",
        source="broker",
        harmless=True,
    )
    parallel = integer(
        "Parallel running",
        units.MONTH,
        default=0,
        bounds=(0, 36),
        plausible=(1, 6),
        help="After the first delivery the work is still rented for this long, until the servers have proved reliable.",
        source="plan",
    )
    moving_days = quantity(
        "Migration effort to own servers",
        units.DAY,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(10, 120),
        decimals=0,
        help="Days of your own people, once, when the first servers are delivered.",
        source="plan",
    )
    standby = share(
        "Standby at a second site",
        default=0.0,
        bounds=(0, 1),
        plausible=(0.25, 1.0),
        help=(
            "Standby compute elsewhere as a share of that at work: 100% for two sites that can each do all of it. Own"
            " servers and rented GPUs alike; an API's provider has its own."
        ),
        source="recovery plan",
    )
    gain = share(
        "Performance gain of new servers",
        unit=units.PER_YEAR,
        default=0.0,
        bounds=(0, 3),
        plausible=(0.1, 0.5),
        help=(
            "How much more work a server bought a year from now does than one of today, for the price and power below."
            " The trend of cloud prices is for the same work."
        ),
        source="assumption: a generation every two years that does twice the work is 41%",
    )
    power_trend = share(
        "Change in power of new servers",
        unit=units.PER_YEAR,
        default=0.0,
        bounds=(-0.5, 1),
        plausible=(0.0, 0.3),
        help="How much more power a server bought a year from now draws.",
        source="data sheets: 10.2 kW for eight H100, 14.3 kW for eight B200, two years later",
    )
