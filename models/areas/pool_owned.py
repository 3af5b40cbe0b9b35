"""What owning servers of a pool costs, as declared inputs."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import choice, currency_of, integer, price, quantity, share

_LISTED = "price list"


class OwnedPool(Table):
    """The columns of a pool that say what its server is and costs."""

    server_price = price(
        "Server price",
        units.MONEY_PER_SERVER,
        default=CatalogueDefault("server.8xh100"),
        bounds=(0, 1e8),
        plausible=(200_000, 300_000),
        decimals=0,
        currency="server_currency",
        catalogue_kind="server",
        essential=True,
        help="Complete and delivered, excluding network. The catalogue has no UK reseller's quote: ask for one.",
        source="quote",
    )
    server_currency = currency_of("Server price currency", default="USD")
    server_gpus = integer(
        "GPUs per server",
        units.GPU_PER_SERVER,
        default=8,
        bounds=(1, 128),
        plausible=(4, 8),
        certain=True,
        help="Accelerators in one server.",
        source="data sheet",
    )
    server_power = quantity(
        "Power per server",
        units.KILOWATT_PER_SERVER,
        default=CatalogueDefault("power.8xh100"),
        bounds=(0, 1_000),
        plausible=(8.0, 10.5),
        decimals=1,
        blank=0.0,
        essential=True,
        help="Draw at full load.",
        source="data sheet",
    )
    idle_power = share(
        "Idle power",
        default=CatalogueDefault("power.idle_share"),
        bounds=(0, 1),
        plausible=(0.25, 0.45),
        help="Draw without load as a share of draw at full load.",
        source="data sheet",
        harmless=True,
    )
    rack_units = integer(
        "Rack units per server",
        units.RACK_UNIT_PER_SERVER,
        default=8,
        bounds=(1, 60),
        plausible=(4, 10),
        certain=True,
        help="Height in the rack.",
        source="data sheet",
    )
    network_share = share(
        "Network and fabric",
        default=CatalogueDefault("server.network_share"),
        bounds=(0, 5),
        plausible=(0.03, 0.3),
        blank=0.0,
        essential=True,
        help="Switches, cables and fabric as a share of the price of the servers; one server alone needs 3–5%.",
        source="quote",
    )
    network_works = quantity(
        "Network and fabric, fixed cost",
        units.MONEY,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(0, 60_000),
        decimals=0,
        help="Network cost that comes with the first server, as a fixed sum on top of the share above.",
        source="quote",
    )
    facility_share = share(
        "Facility works per server",
        default=0.0,
        bounds=(0, 5),
        plausible=(0.0, 0.15),
        help="Power, cooling and room that come with each server, as a share of its price.",
        source="quote",
    )
    facility_works = quantity(
        "Facility works",
        units.MONEY,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(0, 100_000),
        decimals=0,
        help="Power, cooling and room, once, when the first server is ordered.",
        source="quote",
    )
    headroom = share(
        "Headroom above peak",
        default=0.1,
        bounds=(0, 5),
        plausible=(0.0, 0.3),
        blank=0.0,
        certain=True,
        help="Capacity kept free above peak demand.",
        source="plan",
    )
    highest_use = share(
        "Maximum utilisation",
        default=0.85,
        bounds=(0.01, 1),
        plausible=(0.6, 0.95),
        blank=1.0,
        essential=True,
        help="Largest share of owned GPU-hours that work can fill.",
        source="plan",
    )
    spares = integer(
        "Spare servers",
        units.SERVER,
        default=0,
        bounds=(0, 1_000),
        plausible=(0, 1),
        certain=True,
        help="Kept for failures where any server is needed.",
        source="plan",
    )
    lead = integer(
        "Lead time",
        units.MONTH,
        default=CatalogueDefault("server.lead_time"),
        bounds=(0, 36),
        plausible=(2, 9),
        blank=0,
        essential=True,
        help="Months from order to use. Until then the work runs in the cloud, or waits.",
        source="quote",
    )
    owning_start = integer(
        "Owning starts in month",
        units.MONTH,
        default=0,
        bounds=(0, 120),
        plausible=(0, 24),
        blank=0,
        certain=True,
        help="The month in which the first servers are due; 0 means as soon as they can be delivered.",
        source="plan",
    )
    bridging = choice(
        "Work before first delivery",
        ("cloud", "Runs in the cloud"),
        ("wait", "Waits"),
        default="cloud",
        help="And whenever owned capacity falls short of demand in the on-premises option.",
        source="plan",
    )
    life = integer(
        "Useful life",
        units.MONTH,
        default=60,
        bounds=(1, 240),
        plausible=(36, 72),
        blank=240,
        essential=True,
        help="Months a server is used; then it is sold and, where still needed, replaced.",
        source="asset policy",
    )
    purchase = choice(
        "Purchase timing",
        ("growth", "As demand grows"),
        ("at_once", "All at once"),
        default="growth",
        help="As demand grows, or at the start for the largest need within the horizon.",
        source="plan",
    )
    resale_1 = share(
        "Resale value after 1 year",
        default=CatalogueDefault("server.resale.1"),
        plausible=(0.60, 0.65),
        blank=0.0,
        help="As a share of the price paid.",
        source="gpuleaseindex.com",
    )
    resale_2 = share(
        "Resale value after 2 years",
        default=CatalogueDefault("server.resale.2"),
        plausible=(0.40, 0.45),
        blank=0.0,
        help="As a share of the price paid.",
        source="gpuleaseindex.com",
    )
    resale_3 = share(
        "Resale value after 3 years",
        default=CatalogueDefault("server.resale.3"),
        plausible=(0.25, 0.45),
        blank=0.0,
        essential=True,
        help="As a share of the price paid.",
        source="gpuleaseindex.com",
    )
    resale_4 = share(
        "Resale value after 4 years",
        default=CatalogueDefault("server.resale.4"),
        plausible=(0.15, 0.20),
        blank=0.0,
        help="As a share of the price paid.",
        source="gpuleaseindex.com",
    )
    resale_5 = share(
        "Resale value after 5 years",
        default=CatalogueDefault("server.resale.5"),
        plausible=(0.10, 0.15),
        blank=0.0,
        help="As a share of the price paid, and at any greater age.",
        source="gpuleaseindex.com",
    )
    maintenance = share(
        "Maintenance",
        unit=units.RATE_PER_YEAR,
        default=CatalogueDefault("server.maintenance"),
        bounds=(0, 1),
        plausible=(0.04, 0.2),
        blank=0.0,
        essential=True,
        help="Yearly support as a share of the price paid, once bundled support ends.",
        source="quote",
    )
    bundled_support = integer(
        "Bundled support",
        units.MONTH,
        default=36,
        bounds=(0, 240),
        plausible=(12, 60),
        blank=0,
        help="Months of support included in the server price.",
        source="quote",
    )
    server_software = price(
        "Software on premises",
        units.MONEY_PER_GPU_YEAR,
        default=CatalogueDefault("software.nvidia_ai_enterprise"),
        bounds=(0, 1e6),
        plausible=(0, 4_500),
        decimals=0,
        currency="software_currency",
        help="Licences per owned GPU per year, such as NVIDIA AI Enterprise.",
        source=_LISTED,
    )
    software_currency = currency_of("Software price currency", default="USD")
    insurance = share(
        "Insurance",
        unit=units.RATE_PER_YEAR,
        default=0.005,
        bounds=(0, 0.5),
        plausible=(0.002, 0.02),
        blank=0.0,
        help="Yearly, as a share of the price paid.",
        source="assumption",
    )
    decommissioning = quantity(
        "Decommissioning",
        units.MONEY_PER_SERVER,
        default=1_000,
        bounds=(0, 1e6),
        plausible=(500, 3_000),
        decimals=0,
        blank=0,
        help="Data wiping, removal and recycling of one server when it is retired.",
        source="assumption",
    )
