"""Servers already there, what running them costs and where they stand, as declared inputs."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When
from models.quantities.declaring import choice, flag, integer, quantity

_COLOCATION = When("site", ("colocation",), When("hybrid_site", ("colocation",)))


class HousedPool(Table):
    """The columns of a pool that say where its servers stand, and which are there."""

    owned_servers = integer(
        "Servers already owned",
        units.SERVER,
        default=0,
        bounds=(0, 100_000),
        plausible=(0, 4),
        certain=True,
        help="Sunk: their price does not count, their running cost does.",
        source="asset register",
    )
    owned_months = integer(
        "Remaining useful life",
        units.MONTH,
        default=24,
        bounds=(0, 240),
        plausible=(6, 48),
        certain=True,
        help="Then they are retired.",
        source="asset register",
        harmless=True,
    )
    owned_value = quantity(
        "Current resale value",
        units.MONEY_PER_SERVER,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(0, 100_000),
        decimals=0,
        help="Keeping it forgoes its sale: the economic view counts that, the financial one does not.",
        source="broker",
    )
    running_month = quantity(
        "Running cost per month",
        units.MONEY_PER_SERVER_MONTH,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(0, 2_000),
        decimals=0,
        help="Any cost per installed server per month that no other input covers.",
        source="ledger",
    )
    running_hour = quantity(
        "Running cost per hour",
        units.MONEY_PER_SERVER_HOUR,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 3),
        help="The same per installed server per hour, busy or not.",
        source="ledger",
    )
    running_busy_hour = quantity(
        "Running cost per busy GPU-hour",
        units.MONEY_PER_GPU_HOUR,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 1),
        help="The same per owned GPU per busy hour.",
        source="ledger",
    )
    site = choice(
        "Server location",
        ("own_room", "Own server room"),
        ("colocation", "Colocation"),
        default="colocation",
        blank="own_room",
        essential=True,
        help="An own server room pays for energy; colocation also for contracted power and racks.",
        source="plan",
    )
    tariff = quantity(
        "Electricity price",
        units.MONEY_PER_KILOWATT_HOUR,
        default=CatalogueDefault("facility.electricity"),
        bounds=(0, 10),
        plausible=(0.2, 0.278),
        decimals=4,
        blank=0.0,
        essential=True,
        help="Unit rate including levies, excluding VAT.",
        source="broker",
    )
    pue = quantity(
        "Power usage effectiveness",
        units.RATIO,
        default=CatalogueDefault("facility.pue"),
        bounds=(1, 4),
        plausible=(1.1, 2.0),
        blank=1.0,
        help="Total site power divided by server power (PUE).",
        source="Uptime Institute survey 2025",
    )
    colocation_price = quantity(
        "Colocation price per kW",
        units.MONEY_PER_KILOWATT_MONTH,
        default=CatalogueDefault("facility.colocation_uk"),
        bounds=(0, 1e5),
        plausible=(130, 260),
        blank=0.0,
        when=_COLOCATION,
        essential=True,
        help="Per contracted kilowatt per month. UK prices usually exclude the energy itself.",
        source="quote",
    )
    colocation_all_in = flag(
        "Colocation price includes energy",
        default=False,
        when=_COLOCATION,
        help="If so, no electricity tariff is paid on top.",
        source="quote",
    )
    rack_price = quantity(
        "Rack price",
        units.MONEY_PER_RACK_MONTH,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 1_300),
        decimals=0,
        when=_COLOCATION,
        help="Per rack per month, on top of the contracted power.",
        source="quote",
    )
    rack_capacity = integer(
        "Rack units used in a rack",
        units.RACK_UNIT_PER_RACK,
        default=32,
        bounds=(1, 60),
        plausible=(16, 42),
        when=_COLOCATION,
        certain=True,
        help="How full a rack can be, given power and cooling.",
        source="quote",
    )
    hybrid_servers = integer(
        "Servers kept in the hybrid",
        units.SERVER,
        default=0,
        bounds=(0, 100_000),
        plausible=(0, 8),
        essential=True,
        help=(
            "Demand they can serve stays; demand above goes to the cloud. The hybrid study finds the best number"
            " and stores it here."
        ),
        source="hybrid study",
    )
