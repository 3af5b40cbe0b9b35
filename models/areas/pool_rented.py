"""What renting from a pool costs, as declared inputs."""

from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import currency_of, flag, integer, price, share

_LISTED = "price list"


class RentedPool(Table):
    """The columns of a pool that say what its cloud instance costs."""

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
        help="On demand, per GPU-hour: the instance's price divided by its GPUs.",
        source=_LISTED,
    )
    cloud_currency = currency_of("Cloud price currency", default="USD")
    instance_gpus = integer(
        "GPUs per instance",
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
        help="Reduction in every cloud price of this pool under your agreement.",
        source="agreement",
    )
    committed_one_year = share(
        "Committed for one year",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        essential=True,
        help=(
            "Share of average demand in the term's first month that is committed and paid every hour, used or not;"
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
        help="Reduction from the on-demand price for a one-year commitment.",
        source=_LISTED,
    )
    committed_three_years = share(
        "Committed for three years",
        default=0.0,
        bounds=(0, 10),
        plausible=(0.0, 0.6),
        help="Share of average demand in the term's first month that is committed for three years.",
        source="plan",
    )
    three_year_discount = share(
        "Three-year discount",
        default=CatalogueDefault("cloud.commitment.three_years"),
        bounds=(0, 0.95),
        plausible=(0.5, 0.6),
        blank=0.0,
        help="Reduction from the on-demand price for a three-year commitment.",
        source=_LISTED,
    )
    one_year_after = share(
        "Committed for one year after three-year terms",
        default=0.0,
        bounds=(0, 1),
        plausible=(0.0, 0.9),
        help=(
            "Share of average demand committed for one year once no three-year term ends within the horizon any more,"
            " on top of what is committed for one year throughout."
        ),
        source="plan",
        harmless=True,
    )
    hybrid_commitment = flag(
        "Commit in the hybrid too",
        default=True,
        source="plan",
        help=(
            "Applies the committed shares to what the hybrid rents. Bursts are peaky: where servers are kept, a"
            " commitment rarely pays off."
        ),
        harmless=True,
    )
    whole_commitments = flag(
        "Commit whole instances",
        default=True,
        blank=False,
        harmless=True,
        source="plan",
        help=(
            "Commits the shares of the whole instances that are rented; otherwise of the GPUs in use, and what an"
            " instance has beyond them is billed on demand."
        ),
    )
    terms_with_work = flag(
        "Terms begin with the work",
        default=True,
        blank=False,
        harmless=True,
        source="plan",
        help=(
            "The first commitments begin in the month in which something is first rented; otherwise in the first month,"
            " and work that begins later is on demand until they are renewed."
        ),
    )
    late_terms = flag(
        "Commit past the horizon",
        default=False,
        source="plan",
        help=(
            "Takes a term that ends after the horizon and charges the rest of it in the last month; otherwise that"
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
        help="Of the checkpointed work that can wait, the share that runs on spot capacity.",
        source="plan",
    )
    spot_discount = share(
        "Spot discount",
        default=CatalogueDefault("cloud.aws.p5.london.spot_discount"),
        bounds=(0, 0.95),
        plausible=(0.4, 0.8),
        blank=0.0,
        help="Reduction from the on-demand price for spot capacity.",
        source=_LISTED,
    )
    spot_rework = share(
        "Rework on spot",
        default=0.1,
        bounds=(0, 2),
        plausible=(0.05, 0.25),
        blank=0.0,
        help="Hours repeated after interruptions, as a share of the hours of work.",
        source="assumption",
    )
    cloud_extras = share(
        "Storage, network and head nodes",
        default=0.05,
        bounds=(0, 2),
        plausible=(0.02, 0.15),
        blank=0.0,
        help="Cloud cost on top of GPU spend, as a share of it.",
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
        help="Share of on-demand hours in which capacity is unavailable here and another region serves.",
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
        help="Licences per rented GPU per year.",
        source=_LISTED,
    )
