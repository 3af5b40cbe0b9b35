"""Compute: cloud, on-premises and hybrid, pool by pool, as declared inputs."""

from models.formula.trace import Area, Table, declare
from models.quantities import units
from models.quantities.declaration import (
    CatalogueDefault,
    When,
    choice,
    currency_of,
    flag,
    integer,
    price,
    quantity,
    share,
)

_OWN_ROOM = When("site", ("own_room",))
_COLOCATION = When("site", ("colocation",))
_LISTED = "price list"


class Pool(Table):
    """The table of pools: a kind of accelerator with the cloud instance and the server that provide it."""

    axis = "pool"
    home = "pool"
    title = "Pools of accelerators"

    cloud_price = price(
        "Cloud price",
        units.MONEY_PER_GPU_HOUR,
        default=CatalogueDefault("cloud.aws.p5.london"),
        bounds=(0, 1e6),
        plausible=(4.0, 12.0),
        decimals=3,
        currency="cloud_currency",
        catalogue_kind="cloud_gpu",
        essential=True,
        help="On demand, for one GPU and one hour: the instance's price divided by its GPUs.",
        source=_LISTED,
    )
    cloud_currency = currency_of("Cloud price in", default="USD")
    instance_gpus = integer(
        "GPUs in an instance",
        units.GPU,
        default=8,
        bounds=(1, 128),
        plausible=(1, 8),
        blank=1,
        certain=True,
        help="Only whole instances are billed: demand in each slice of the hours is rounded up to them.",
        source=_LISTED,
    )
    negotiated_discount = share(
        "Negotiated discount",
        default=0.0,
        bounds=(0, 0.95),
        plausible=(0.0, 0.2),
        essential=True,
        help="What your agreement takes off every cloud price of this pool.",
        source="agreement",
    )
    committed_one_year = share(
        "Committed for one year",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        essential=True,
        help=(
            "Share of the term's first month's average demand that is committed and paid every hour, used or not;"
            " renewed each year."
        ),
        source="plan",
    )
    one_year_discount = share(
        "One-year discount",
        default=CatalogueDefault("cloud.commitment.one_year"),
        bounds=(0, 0.95),
        plausible=(0.3, 0.45),
        blank=0.0,
        help="What a one-year commitment takes off the price on demand.",
        source=_LISTED,
    )
    committed_three_years = share(
        "Committed for three years",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        help="Share of the term's first month's average demand that is committed for three years.",
        source="plan",
    )
    three_year_discount = share(
        "Three-year discount",
        default=CatalogueDefault("cloud.commitment.three_years"),
        bounds=(0, 0.95),
        plausible=(0.5, 0.6),
        blank=0.0,
        help="What a three-year commitment takes off the price on demand.",
        source=_LISTED,
    )
    hybrid_commitment = flag(
        "Commit in the hybrid too",
        default=True,
        source="plan",
        help=(
            "Applies the committed shares to what the hybrid rents. Bursts are peaky: where servers are kept, a"
            " commitment seldom pays."
        ),
    )
    late_terms = flag(
        "Commit past the horizon",
        default=False,
        source="plan",
        help=(
            "Takes a term that ends after the horizon and charges what is left of it in the last month; otherwise that"
            " term is not taken."
        ),
    )
    idle_share = share(
        "Idle share of rented hours",
        default=0.1,
        bounds=(0, 0.95),
        plausible=(0.05, 0.4),
        blank=0.0,
        help="Hours on demand that are paid but not used: starting, stopping, waiting.",
        source="bill against usage",
    )
    spot_share = share(
        "Interruptible work on spot",
        default=0.0,
        bounds=(0, 1),
        plausible=(0.0, 0.8),
        essential=True,
        help="Share of the work that can wait and saves its state that runs on spot capacity.",
        source="plan",
    )
    spot_discount = share(
        "Spot discount",
        default=CatalogueDefault("cloud.aws.p5.london.spot_discount"),
        bounds=(0, 0.95),
        plausible=(0.4, 0.8),
        blank=0.0,
        help="What spot capacity takes off the price on demand.",
        source=_LISTED,
    )
    spot_rework = share(
        "Rework on spot",
        default=0.1,
        bounds=(0, 2),
        plausible=(0.05, 0.25),
        blank=0.0,
        help="Hours repeated after interruptions, over the hours of the work.",
        source="assumption",
    )
    cloud_extras = share(
        "Storage, network and head nodes",
        default=0.05,
        bounds=(0, 2),
        plausible=(0.02, 0.15),
        blank=0.0,
        help="What comes on top of GPU spend in the cloud, as a share of it.",
        source="bill",
    )
    cloud_support = share(
        "Cloud support plan",
        default=0.03,
        bounds=(0, 0.5),
        plausible=(0.0, 0.1),
        blank=0.0,
        help="Support as a share of everything billed for this pool.",
        source=_LISTED,
    )
    dearer_hours = share(
        "Hours served from a dearer region",
        default=0.0,
        bounds=(0, 1),
        plausible=(0.0, 0.1),
        help="Share of hours on demand in which capacity is not to be had here and another region serves.",
        source="capacity record",
    )
    dearer_premium = share(
        "Premium of the dearer region",
        default=0.25,
        bounds=(0, 5),
        plausible=(0.1, 0.5),
        blank=0.0,
        help="How much dearer that region is.",
        source=_LISTED,
    )
    cloud_software = price(
        "Software in the cloud",
        units.MONEY_PER_GPU_YEAR,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 6_535),
        decimals=0,
        currency="software_currency",
        help="Licences paid for each rented GPU and year.",
        source=_LISTED,
    )

    server_price = price(
        "Price of a server",
        units.MONEY_PER_SERVER,
        default=CatalogueDefault("server.8xh100"),
        bounds=(0, 1e8),
        plausible=(200_000, 300_000),
        decimals=0,
        currency="server_currency",
        catalogue_kind="server",
        essential=True,
        help="Complete, delivered, without network. No UK reseller's quote is in the catalogue: ask for one.",
        source="quote",
    )
    server_currency = currency_of("Server price in", default="USD")
    server_gpus = integer(
        "GPUs in a server",
        units.GPU_PER_SERVER,
        default=8,
        bounds=(1, 128),
        plausible=(4, 8),
        certain=True,
        help="Accelerators in one server.",
        source="data sheet",
    )
    server_power = quantity(
        "Power of a server",
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
        "Idle share of that power",
        default=CatalogueDefault("power.idle_share"),
        bounds=(0, 1),
        plausible=(0.25, 0.45),
        help="Draw without load over draw at full load.",
        source="data sheet",
    )
    rack_units = integer(
        "Rack units of a server",
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
        help="Switches, cables and fabric as a share of the price of the servers; one server alone needs 3–5 %.",
        source="quote",
    )
    network_works = quantity(
        "Network and fabric, once",
        units.MONEY,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(0, 60_000),
        decimals=0,
        help="What the first server needs of network at once, in money beside the share above.",
        source="quote",
    )
    facility_share = share(
        "Facility works by server",
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
        "Headroom over the peak",
        default=0.1,
        bounds=(0, 5),
        plausible=(0.0, 0.3),
        blank=0.0,
        certain=True,
        help="Capacity kept free above peak demand.",
        source="plan",
    )
    highest_use = share(
        "Highest utilisation",
        default=0.85,
        bounds=(0.01, 1),
        plausible=(0.6, 0.95),
        blank=1.0,
        essential=True,
        help="Share of owned GPU-hours that work can fill at all.",
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
    bridging = choice(
        "Until the first delivery the work",
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
        "Servers are bought",
        ("growth", "As demand grows"),
        ("at_once", "All at once"),
        default="growth",
        help="As demand grows, or at the start for the largest need within the horizon.",
        source="plan",
    )
    resale_1 = share(
        "Resale after 1 year",
        default=CatalogueDefault("server.resale.1"),
        plausible=(0.60, 0.65),
        blank=0.0,
        help="Over the price paid.",
        source="gpuleaseindex.com",
    )
    resale_2 = share(
        "Resale after 2 years",
        default=CatalogueDefault("server.resale.2"),
        plausible=(0.40, 0.45),
        blank=0.0,
        help="Over the price paid.",
        source="gpuleaseindex.com",
    )
    resale_3 = share(
        "Resale after 3 years",
        default=CatalogueDefault("server.resale.3"),
        plausible=(0.25, 0.45),
        blank=0.0,
        essential=True,
        help="Over the price paid.",
        source="gpuleaseindex.com",
    )
    resale_4 = share(
        "Resale after 4 years",
        default=CatalogueDefault("server.resale.4"),
        plausible=(0.15, 0.20),
        blank=0.0,
        help="Over the price paid.",
        source="gpuleaseindex.com",
    )
    resale_5 = share(
        "Resale after 5 years",
        default=CatalogueDefault("server.resale.5"),
        plausible=(0.10, 0.15),
        blank=0.0,
        help="Over the price paid, and at any greater age.",
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
        help="Support a year over the price paid, from the end of the support that is bundled.",
        source="quote",
    )
    bundled_support = integer(
        "Bundled support",
        units.MONTH,
        default=36,
        bounds=(0, 240),
        plausible=(12, 60),
        blank=0,
        help="Months of support in the price of the server.",
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
        help="Licences paid for each owned GPU and year, such as NVIDIA AI Enterprise.",
        source=_LISTED,
    )
    software_currency = currency_of("Software prices in", default="USD")
    insurance = share(
        "Insurance",
        unit=units.RATE_PER_YEAR,
        default=0.005,
        bounds=(0, 0.5),
        plausible=(0.002, 0.02),
        blank=0.0,
        help="A year, over the price paid.",
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
    owned_servers = integer(
        "Servers owned already",
        units.SERVER,
        default=0,
        bounds=(0, 100_000),
        plausible=(0, 4),
        certain=True,
        help="Sunk: their price does not count, their running cost does.",
        source="asset register",
    )
    owned_months = integer(
        "Months these still last",
        units.MONTH,
        default=24,
        bounds=(0, 240),
        plausible=(6, 48),
        certain=True,
        help="Then they are retired.",
        source="asset register",
    )
    owned_value = quantity(
        "What one of these would fetch today",
        units.MONEY_PER_SERVER,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(0, 100_000),
        decimals=0,
        help="Keeping it forgoes its sale: the economic view counts that, the financial one does not.",
        source="broker",
    )
    running_month = quantity(
        "Running cost by month",
        units.MONEY_PER_SERVER_MONTH,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(0, 2_000),
        decimals=0,
        help="Anything paid for each installed server and month that no other input names.",
        source="ledger",
    )
    running_hour = quantity(
        "Running cost by hour",
        units.MONEY_PER_SERVER_HOUR,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 3),
        help="The same for each installed server and hour, busy or not.",
        source="ledger",
    )
    running_busy_hour = quantity(
        "Running cost by busy GPU-hour",
        units.MONEY_PER_GPU_HOUR,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 1),
        help="The same for each owned GPU and busy hour.",
        source="ledger",
    )
    site = choice(
        "Servers stand in",
        ("own_room", "Own room"),
        ("colocation", "Colocation"),
        default="colocation",
        blank="own_room",
        essential=True,
        help="An own server room pays for energy; colocation also for contracted power and racks.",
        source="plan",
    )
    tariff = quantity(
        "Electricity",
        units.MONEY_PER_KILOWATT_HOUR,
        default=CatalogueDefault("facility.electricity"),
        bounds=(0, 10),
        plausible=(0.2, 0.278),
        decimals=4,
        blank=0.0,
        essential=True,
        help="Unit rate with levies, without VAT.",
        source="broker",
    )
    pue = quantity(
        "Power usage effectiveness",
        units.RATIO,
        default=CatalogueDefault("facility.pue"),
        bounds=(1, 4),
        plausible=(1.1, 2.0),
        blank=1.0,
        help="Power of the site over power of the servers.",
        source="Uptime Institute survey 2025",
    )
    colocation_price = quantity(
        "Colocation for each kW",
        units.MONEY_PER_KILOWATT_MONTH,
        default=CatalogueDefault("facility.colocation_uk"),
        bounds=(0, 1e5),
        plausible=(130, 260),
        blank=0.0,
        when=_COLOCATION,
        essential=True,
        help="For each contracted kilowatt and month. UK prices usually exclude the energy itself.",
        source="quote",
    )
    colocation_all_in = flag(
        "That price includes the energy",
        default=False,
        when=_COLOCATION,
        help="Then no tariff is paid on top.",
        source="quote",
    )
    rack_price = quantity(
        "Price of a rack",
        units.MONEY_PER_RACK_MONTH,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0, 1_300),
        decimals=0,
        when=_COLOCATION,
        help="For each rack and month on top of the contracted power.",
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
        help="How high a rack is filled, as power and cooling allow.",
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
            "Demand they can serve stays, demand above goes to the cloud. The best number is found by the hybrid study"
            " and stored here."
        ),
        source="hybrid study",
    )


class Compute(Area):
    """Where compute happens: cloud, on-premises or both."""

    name = "compute"
    title = "Compute"

    orchestration = quantity(
        "Orchestration across both",
        units.MONEY_PER_MONTH,
        default=500,
        bounds=(0, 1e7),
        plausible=(0, 5_000),
        decimals=0,
        blank=0,
        help="Kubernetes with the GPU operator and the network between sites, paid by the hybrid alone.",
        source="assumption",
    )


GROUPS = declare(Compute, Pool)
