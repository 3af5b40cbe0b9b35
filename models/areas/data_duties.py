"""Duties and work that come with data: preparing it, features, requests to erase it, a copy elsewhere, and leaving."""

from models.areas.data import Data
from models.areas.finance import Prices
from models.areas.options import ALL_RENTED
from models.areas.storage import Kept
from models.areas.world import World
from models.formula.node import ONE, ZERO, Line, Node, at_end, equals, per_month, total, value_of, where
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaring import flag, quantity


class DataDuties(Area):
    """What data asks for beside being kept."""

    name = "data"
    title = "Data preparation, duties and exit"

    preparation_hours = quantity(
        "Data preparation",
        units.HOURS_PER_MONTH,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(50, 2_000),
        decimals=0,
        help="Processor-hours a month to clean, label and convert data, the same in every option.",
        source="pipeline logs",
    )
    preparation_price = quantity(
        "Price per processor-hour",
        units.MONEY_PER_HOUR,
        default=0.4,
        bounds=(0, 1_000),
        plausible=(0.2, 1.5),
        blank=0,
        help="A processor with eight cores and its storage.",
        source="assumption: list prices of general instances",
        harmless=True,
    )
    feature_reads = quantity(
        "Feature-store reads",
        units.REQUESTS_PER_MONTH,
        default=0.0,
        bounds=(0, 1e12),
        plausible=(1_000_000, 500_000_000),
        decimals=0,
        help="Reads a month from the feature store during inference.",
        source="gateway logs",
    )
    feature_price = quantity(
        "Price per thousand reads",
        units.MONEY_PER_THOUSAND,
        default=0.001,
        bounds=(0, 1_000),
        plausible=(0.0005, 0.01),
        decimals=4,
        blank=0,
        help="Cost of feature reads, on top of the store's licence.",
        source="assumption: list prices of key-value stores",
        harmless=True,
    )
    erasures = quantity(
        "Erasure requests",
        units.REQUESTS_PER_MONTH,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(1, 200),
        decimals=0,
        help="They cover training sets, prompts, logs, caches and backups.",
        source="data protection officer; UK GDPR, article 17",
    )
    erasure_days = quantity(
        "Effort per erasure request",
        units.DAYS_PER_REQUEST,
        default=0.25,
        bounds=(0, 100),
        plausible=(0.1, 1.0),
        blank=0,
        help="Days of your own people until erasure is proved.",
        source="assumption",
        harmless=True,
    )
    replicated = quantity(
        "Replication to a second site",
        units.TERABYTES_PER_MONTH,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(0.5, 50),
        decimals=1,
        help="Data changed in a month and replicated there, priced as egress in every option: lines and landing.",
        source="recovery plan",
    )
    leaving = flag(
        "Count exit costs",
        default=False,
        help="At the horizon all data is extracted and certified deleted, and the work handed over, in every option.",
        source="plan",
    )
    leaving_days = quantity(
        "Exit effort",
        units.DAY,
        default=20.0,
        bounds=(0, 1e5),
        plausible=(5, 90),
        decimals=0,
        blank=0,
        help="Days of your own people who move the work to whatever comes next.",
        source="assumption",
        harmless=True,
    )
    leaving_proof = quantity(
        "Certificate of deletion",
        units.MONEY,
        default=2_000.0,
        bounds=(0, 1e7),
        plausible=(0, 10_000),
        decimals=0,
        blank=0,
        help="What a provider, or a data-wiping firm, charges for the certificate.",
        source="quote",
        harmless=True,
    )


def duties_of_data(
    trace: Trace, option: str, kept: Kept, data: Data, day_rate: Node, hybrid_keeps: Node, prices: Prices, world: World
) -> Node:
    """Trace what an option pays for the duties of data; return what a provider bills of it, in money per month."""
    own = DataDuties(trace)
    runs = trace.month > 0
    with trace.section(f"{option}.data", sheet=option, option=option):
        trace.cost(
            "preparation",
            "Data and feature preparation",
            "data",
            "running",
            (
                own.preparation_hours * own.preparation_price
                + own.feature_reads * own.feature_price / world.requests_per_thousand
            )
            * prices.general
            * runs,
        )
        trace.cost(
            "erasures",
            "Erasure requests",
            "data",
            "people",
            own.erasures * own.erasure_days * day_rate * prices.wages * runs,
        )
        in_cloud = _in_cloud(option, data, hybrid_keeps)
        copied = trace.cost(
            "replication", "Replication to a second site", "data", "running", own.replicated * kept.egress_price * runs
        )
        if in_cloud is ZERO:
            if value_of(own.leaving) != 0:
                _handing_over(trace, own, day_rate, prices)
            return ZERO
        billed: Node = copied * in_cloud
        if value_of(own.leaving) != 0:
            billed = billed + _leaving(trace, own, kept, in_cloud, day_rate, prices)
        return trace.line("duties_billed", "Data duties billed by a provider", units.MONEY_PER_MONTH, billed)


def _handing_over(trace: Trace, own: DataDuties, day_rate: Node, prices: Prices) -> Node:
    """Trace the effort and the proof of leaving; return 1 in the month of it."""
    ends = equals(trace.month, prices.finance.horizon) * own.leaving
    trace.cost(
        "leaving",
        "Exit: effort",
        "data",
        "one-off",
        per_month(own.leaving_days * day_rate * prices.wages * ends),
        supply="outside",
    )
    trace.cost(
        "leaving_proof",
        "Exit: proof of deletion",
        "data",
        "one-off",
        per_month(own.leaving_proof * prices.general * ends),
    )
    return ends


def _leaving(trace: Trace, own: DataDuties, kept: Kept, in_cloud: Node, day_rate: Node, prices: Prices) -> Line:
    """Trace leaving at the horizon; return the egress of all data."""
    ends = _handing_over(trace, own, day_rate, prices)
    stored = trace.line("stored_all", "Data stored, all tiers", units.TERABYTE, total(kept.tiers, "tier"))
    held = trace.line("leaving_data", "Data taken out at the horizon", units.TERABYTE, at_end(stored))
    return trace.cost(
        "leaving_egress",
        "Exit: egress of all data",
        "data",
        "one-off",
        per_month(held * in_cloud * kept.egress_price * ends),
    )


def _in_cloud(option: str, data: Data, hybrid_keeps: Node) -> Node:
    """Return the share of an option's data that is in the cloud."""
    if option in ALL_RENTED:
        return ONE
    return where(hybrid_keeps, data.hybrid_cloud, 1) if option == "hybrid" else ZERO


GROUPS = declare(DataDuties)
