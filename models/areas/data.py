"""Data: what is kept in three tiers, what moves, and what both cost in the cloud and on premises."""

from models.formula.trace import Area, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import currency_of, flag, integer, price, quantity, share


class Data(Area):
    """Where data is kept, moved and governed."""

    name = "data"
    title = "Data"

    hot = quantity(
        "Hot data",
        units.TERABYTE,
        default=10,
        bounds=(0, 1e6),
        plausible=(2, 40),
        decimals=1,
        blank=0,
        essential=True,
        help="On fast SSD today, such as training sets in use.",
        source="storage report",
    )
    warm = quantity(
        "Warm data",
        units.TERABYTE,
        default=20,
        bounds=(0, 1e6),
        plausible=(5, 80),
        decimals=1,
        blank=0,
        essential=True,
        help="On standard SSD today.",
        source="storage report",
    )
    cold = quantity(
        "Cold data",
        units.TERABYTE,
        default=70,
        bounds=(0, 1e6),
        plausible=(10, 300),
        decimals=1,
        blank=0,
        essential=True,
        help="In object storage today.",
        source="storage report",
    )
    growth = share(
        "Growth of data",
        unit=units.PER_YEAR,
        default=0.2,
        bounds=(-0.9, 5),
        plausible=(0.0, 0.6),
        blank=0.0,
        essential=True,
        help="The yearly growth of the data held today in each tier and of new data.",
        source="storage report",
    )
    ingestion = quantity(
        "New data",
        units.TERABYTES_PER_MONTH,
        default=1,
        bounds=(0, 1e6),
        plausible=(0, 10),
        blank=0,
        essential=True,
        help=("Data added each month; it passes from hot to warm to cold and is deleted at the end of its retention."),
        source="storage report",
    )
    hot_months = integer(
        "Months in the hot tier",
        units.MONTH,
        default=3,
        bounds=(1, 240),
        plausible=(1, 12),
        help="How long new data stays in the hot tier.",
        source="access logs",
    )
    warm_months = integer(
        "Months in the warm tier",
        units.MONTH,
        default=9,
        bounds=(0, 240),
        plausible=(3, 24),
        help="How long it then stays in the warm tier.",
        source="access logs",
        harmless=True,
    )
    retention = integer(
        "Retention period",
        units.MONTH,
        default=120,
        bounds=(1, 240),
        plausible=(24, 240),
        blank=240,
        help="New data is deleted at this age.",
        source="retention schedule",
    )
    versions = quantity(
        "Earlier versions kept",
        units.NUMBER,
        default=2,
        bounds=(0, 1_000),
        plausible=(0, 10),
        decimals=0,
        blank=0,
        certain=True,
        help="Versions beside the current one.",
        source="plan",
    )
    version_share = share(
        "Change between versions",
        default=0.1,
        plausible=(0.02, 0.5),
        help="Each version adds this share of the data.",
        source="storage report",
        harmless=True,
    )
    compression = share(
        "Compression saving",
        default=0.2,
        bounds=(0, 0.99),
        plausible=(0.0, 0.6),
        blank=0.0,
        help="Share of the size that compression and deduplication take off.",
        source="storage report",
    )
    moved_cold = share(
        "Hot and warm data moved to cold",
        default=0.0,
        plausible=(0.0, 0.5),
        help="Share of today's hot and warm data that is moved to the cold tier.",
        source="access logs",
    )
    deleted = share(
        "Data past retention, deleted",
        default=0.0,
        plausible=(0.0, 0.5),
        help="Share of today's data that is deleted.",
        source="retention schedule",
    )

    price_hot = price(
        "Cloud price, hot tier",
        units.MONEY_PER_GIGABYTE_MONTH,
        default=CatalogueDefault("storage.aws.gp3.london"),
        bounds=(0, 100),
        plausible=(0.08, 0.2),
        decimals=4,
        currency="cloud_currency",
        catalogue_kind="storage",
        essential=True,
        help="Fast SSD, per gigabyte per month.",
        source="price list",
    )
    price_warm = price(
        "Cloud price, warm tier",
        units.MONEY_PER_GIGABYTE_MONTH,
        default=CatalogueDefault("storage.aws.gp3.london"),
        bounds=(0, 100),
        plausible=(0.04, 0.12),
        decimals=4,
        currency="cloud_currency",
        catalogue_kind="storage",
        help="Standard SSD, per gigabyte per month.",
        source="price list",
    )
    price_cold = price(
        "Cloud price, cold tier",
        units.MONEY_PER_GIGABYTE_MONTH,
        default=CatalogueDefault("storage.aws.s3.london"),
        bounds=(0, 100),
        plausible=(0.01, 0.04),
        decimals=4,
        currency="cloud_currency",
        catalogue_kind="storage",
        essential=True,
        help="Object storage, per gigabyte per month.",
        source="price list",
    )
    cloud_currency = currency_of("Cloud storage price currency", default="USD")
    retrieved = quantity(
        "Cold-tier retrieval",
        units.TERABYTES_PER_MONTH,
        default=1,
        bounds=(0, 1e6),
        plausible=(0, 10),
        blank=0,
        help="Data retrieved from the cold tier each month.",
        source="access logs",
    )
    retrieval_price = price(
        "Cold-tier retrieval price",
        units.MONEY_PER_GIGABYTE,
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.03),
        decimals=4,
        currency="cloud_currency",
        help="Per gigabyte retrieved; zero for standard object storage.",
        source="price list",
    )
    egress = quantity(
        "Egress",
        units.TERABYTES_PER_MONTH,
        default=2,
        bounds=(0, 1e6),
        plausible=(0, 20),
        decimals=1,
        blank=0,
        essential=True,
        help="Data that leaves the cloud for users and other sites in the first month; it grows with the data held.",
        source="bill",
    )
    egress_allowance = quantity(
        "Free egress allowance",
        units.TERABYTES_PER_MONTH,
        default=0.1,
        bounds=(0, 1e6),
        plausible=(0, 1),
        blank=0,
        help="Egress that is not billed.",
        source="price list",
    )
    egress_price = price(
        "Egress price",
        units.MONEY_PER_GIGABYTE,
        default=CatalogueDefault("storage.aws.egress"),
        bounds=(0, 10),
        plausible=(0.0, 0.12),
        decimals=4,
        currency="cloud_currency",
        catalogue_kind="egress",
        help="Per gigabyte above the free allowance.",
        source="price list",
    )
    line_cost = quantity(
        "On-premises internet line",
        units.MONEY_PER_MONTH,
        default=300,
        bounds=(0, 1e7),
        plausible=(0, 2_000),
        decimals=0,
        blank=0,
        help="Line and cross-connects that serve the same traffic from owned servers.",
        source="quote",
    )

    array_hot = quantity(
        "Array price, hot tier",
        units.MONEY_PER_TERABYTE,
        default=CatalogueDefault("storage.array.flash"),
        bounds=(0, 1e6),
        plausible=(150, 600),
        decimals=0,
        blank=0,
        essential=True,
        help="Price per usable terabyte of NVMe flash.",
        source="quote",
    )
    array_warm = quantity(
        "Array price, warm tier",
        units.MONEY_PER_TERABYTE,
        default=CatalogueDefault("storage.array.flash"),
        bounds=(0, 1e6),
        plausible=(100, 400),
        decimals=0,
        blank=0,
        help="Price per usable terabyte of standard SSD.",
        source="quote",
    )
    array_cold = quantity(
        "Array price, cold tier",
        units.MONEY_PER_TERABYTE,
        default=CatalogueDefault("storage.array.disk"),
        bounds=(0, 1e6),
        plausible=(25, 90),
        decimals=0,
        blank=0,
        help="Price per usable terabyte on disk.",
        source="quote",
    )
    array_unit = quantity(
        "Smallest array capacity",
        units.TERABYTE,
        default=0.0,
        bounds=(0, 1e5),
        plausible=(20, 500),
        decimals=0,
        help="Capacity of the smallest array or shelf that is sold; 0 where any amount can be bought.",
        source="quote",
    )
    redundancy = quantity(
        "Capacity bought per TB held",
        units.RATIO,
        default=1.3,
        bounds=(1, 5),
        plausible=(1.0, 2.2),
        blank=1.0,
        help="Terabytes bought per terabyte held: second copy, snapshots and free space.",
        source="plan",
    )
    array_life = integer(
        "Useful life of an array",
        units.MONTH,
        default=60,
        bounds=(1, 240),
        plausible=(48, 84),
        blank=240,
        help="Then it is replaced.",
        source="asset policy",
    )
    array_support = share(
        "Array support",
        unit=units.RATE_PER_YEAR,
        default=0.12,
        bounds=(0, 1),
        plausible=(0.08, 0.2),
        blank=0.0,
        help="Yearly maintenance, power and space as a share of today's price of the installed arrays.",
        source="assumption",
    )

    in_cloud = flag(
        "Data held in the cloud today",
        default=False,
        essential=True,
        help="If so, moving it out is billed as egress; if not, moving it in costs effort only.",
        source="plan",
    )
    migration = quantity(
        "Data migration",
        units.MONEY_PER_TERABYTE,
        default=40,
        bounds=(0, 1e6),
        plausible=(10, 200),
        decimals=0,
        blank=0,
        help="One-off effort to move and check one terabyte, where the option keeps it elsewhere than today.",
        source="assumption",
    )
    hybrid_cloud = share(
        "Hybrid: share of data in the cloud",
        default=0.3,
        plausible=(0.1, 0.7),
        certain=True,
        help="Share of the data a hybrid keeps in the cloud; the rest stays on its own arrays.",
        source="plan",
        harmless=True,
    )


GROUPS = declare(Data)
