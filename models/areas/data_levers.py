"""Levers on what is asked and kept: caching, lifecycle, retention, smaller models."""

from models.formula.trace import Area
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When
from models.quantities.declaring import flag, integer, quantity, share

_ON = ("True",)
_COST = "People and tools to introduce it, paid once."
_START = "The first month in which it takes effect; the cost of introducing it is paid in that month."


class DataLevers(Area):
    """The levers that act on requests, storage and idle time."""

    cache = flag(
        "Caching",
        default=False,
        essential=True,
        help="Frequent questions are answered from a cache, without a model.",
        source="plan",
    )
    cache_level = share(
        "Cache hit rate with the lever",
        default=CatalogueDefault("article.caching"),
        plausible=(0.3, 0.6),
        when=When("cache", _ON),
        help="Replaces the cache hit rate of every workload.",
        source="the article: 30–60%",
        harmless=True,
    )
    cache_start = integer(
        "Caching from month",
        units.MONTH,
        default=3,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("cache", _ON),
        help=_START,
        source="plan",
        harmless=True,
    )
    cache_cost = quantity(
        "Cost to introduce caching",
        units.MONEY,
        default=8_000,
        bounds=(0, 1e8),
        plausible=(0, 30_000),
        decimals=0,
        when=When("cache", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )

    lifecycle = flag(
        "Storage tiering",
        default=False,
        essential=True,
        help="Rarely read data moves to cheaper tiers automatically.",
        source="plan",
    )
    lifecycle_hot = integer(
        "Months in the hot tier with the lever",
        units.MONTH,
        default=1,
        bounds=(1, 240),
        plausible=(1, 6),
        when=When("lifecycle", _ON),
        help="Replaces the months new data stays hot.",
        source="access logs",
    )
    lifecycle_warm = integer(
        "Months in the warm tier with the lever",
        units.MONTH,
        default=3,
        bounds=(0, 240),
        plausible=(1, 12),
        when=When("lifecycle", _ON),
        help="Replaces the months it then stays warm.",
        source="access logs",
        harmless=True,
    )
    lifecycle_moved = share(
        "Hot and warm data moved to cold",
        default=0.5,
        plausible=(0.2, 0.8),
        when=When("lifecycle", _ON),
        help="Replaces the share of today's hot and warm data that is moved to the cold tier.",
        source="access logs",
        harmless=True,
    )
    lifecycle_start = integer(
        "Storage tiering from month",
        units.MONTH,
        default=3,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("lifecycle", _ON),
        help=_START,
        source="plan",
        harmless=True,
    )
    lifecycle_cost = quantity(
        "Cost to introduce storage tiering",
        units.MONEY,
        default=5_000,
        bounds=(0, 1e8),
        plausible=(0, 20_000),
        decimals=0,
        when=When("lifecycle", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )

    retain = flag(
        "Retention policy",
        default=False,
        essential=True,
        help="Data is deleted when it is no longer needed or allowed.",
        source="plan",
    )
    retain_months = integer(
        "Retention period with the lever",
        units.MONTH,
        default=36,
        bounds=(1, 240),
        plausible=(12, 84),
        when=When("retain", _ON),
        help="Replaces the retention period of new data.",
        source="retention schedule",
    )
    retain_deleted = share(
        "Data past retention, deleted",
        default=CatalogueDefault("article.retention"),
        plausible=(0.4, 0.7),
        when=When("retain", _ON),
        help="Replaces the share of today's data that is past its retention and is deleted.",
        source="the article: 40–70%",
        harmless=True,
    )
    retain_start = integer(
        "Retention from month",
        units.MONTH,
        default=4,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("retain", _ON),
        help=_START,
        source="plan",
        harmless=True,
    )
    retain_cost = quantity(
        "Cost to introduce retention",
        units.MONEY,
        default=10_000,
        bounds=(0, 1e8),
        plausible=(0, 40_000),
        decimals=0,
        when=When("retain", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )

    tune = flag(
        "Utilisation tuning",
        default=False,
        essential=True,
        help="Idle instances are stopped and owned servers are filled better.",
        source="plan",
    )
    tune_idle = share(
        "Idle share of rented hours with the lever",
        default=0.05,
        bounds=(0, 0.95),
        plausible=(0.02, 0.15),
        when=When("tune", _ON),
        help="Replaces the idle share of every pool.",
        source="bill against usage",
        harmless=True,
    )
    tune_use = share(
        "Maximum utilisation with the lever",
        default=0.92,
        bounds=(0.01, 1),
        plausible=(0.8, 0.97),
        when=When("tune", _ON),
        help="Replaces the maximum utilisation of every pool.",
        source="plan",
    )
    tune_start = integer(
        "Tuning from month",
        units.MONTH,
        default=6,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("tune", _ON),
        help=_START,
        source="plan",
        harmless=True,
    )
    tune_cost = quantity(
        "Cost to introduce tuning",
        units.MONEY,
        default=12_000,
        bounds=(0, 1e8),
        plausible=(0, 40_000),
        decimals=0,
        when=When("tune", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )
