"""Cost management: levers that replace the value of their own driver where that is an improvement, contingency.

And bills above the estimate.
"""

from dataclasses import dataclass

from models.formula.node import Line, Node, equals, greatest, least, per_month, where
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When, choice, constant, flag, integer, quantity, share

PRECISIONS = (("fp16", "FP16"), ("fp8", "FP8"), ("int8", "INT8"), ("int4", "INT4"))
LEVERS = ("spot", "right_size", "quantise", "batch", "cache", "lifecycle", "retain", "tune")
"""The levers in the order in which the waterfall switches them on."""

_ON = ("True",)
_START = "The first month in which it works; what it costs to introduce is paid in that month."
_COST = "People and tools to bring it in, once."


class CostManagement(Area):
    """How costs are managed: every lever acts on its own driver and never takes a percentage off a total."""

    name = "cost_management"
    title = "Levers and contingency"

    spot = flag(
        "Spot with checkpointing",
        default=False,
        essential=True,
        help="Work that can wait is made to save its state and runs on interruptible capacity.",
        source="plan",
    )
    spot_level = share(
        "Work on spot with the lever",
        default=0.7,
        plausible=(0.4, 0.9),
        when=When("spot", _ON),
        help="Replaces the share of interruptible work on spot of every pool.",
        source="plan",
    )
    spot_start = integer(
        "Spot from month",
        units.MONTH,
        default=1,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("spot", _ON),
        help=_START,
        source="plan",
    )
    spot_cost = quantity(
        "Introducing spot",
        units.MONEY,
        default=8_000,
        bounds=(0, 1e8),
        plausible=(0, 30_000),
        decimals=0,
        when=When("spot", _ON),
        help=_COST,
        source="assumption",
    )

    right_size = flag(
        "Smaller model where it will do",
        default=False,
        essential=True,
        help="Requests that a small model answers well enough go to it: 7–8B for 70B.",
        source="plan",
    )
    right_size_level = share(
        "Requests the smaller model takes",
        default=0.5,
        plausible=(0.2, 0.8),
        when=When("right_size", _ON),
        help="Replaces the share of requests served by the smaller model named under model hosting.",
        source="evaluation",
    )
    right_size_start = integer(
        "Smaller model from month",
        units.MONTH,
        default=4,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("right_size", _ON),
        help=_START,
        source="plan",
    )
    right_size_cost = quantity(
        "Introducing the smaller model",
        units.MONEY,
        default=15_000,
        bounds=(0, 1e8),
        plausible=(0, 60_000),
        decimals=0,
        when=When("right_size", _ON),
        help="Evaluation, fine-tuning and routing, once.",
        source="assumption",
    )

    quantise = flag(
        "Quantisation",
        default=False,
        essential=True,
        help="Models are served at a lower precision than the one their rates were measured at.",
        source="plan",
    )
    quantise_level = choice(
        "Precision with the lever",
        *PRECISIONS,
        default="int4",
        when=When("quantise", _ON),
        help="Replaces the precision of every self-hosted model that is served at a higher one; the others stay.",
        source="evaluation",
    )
    quantise_start = integer(
        "Quantised from month",
        units.MONTH,
        default=3,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("quantise", _ON),
        help=_START,
        source="plan",
    )
    quantise_cost = quantity(
        "Introducing quantisation",
        units.MONEY,
        default=10_000,
        bounds=(0, 1e8),
        plausible=(0, 40_000),
        decimals=0,
        when=When("quantise", _ON),
        help=_COST,
        source="assumption",
    )
    speed_fp8 = quantity(
        "Rate at FP8 over FP16",
        units.RATIO,
        default=CatalogueDefault("quantisation.fp8"),
        bounds=(0.1, 20),
        plausible=(1.8, 2.0),
        help="Throughput of the same model and GPU.",
        source="NVIDIA",
    )
    speed_int8 = quantity(
        "Rate at INT8 over FP16",
        units.RATIO,
        default=CatalogueDefault("quantisation.int8"),
        bounds=(0.1, 20),
        plausible=(1.4, 1.8),
        help="Throughput of the same model and GPU.",
        source="published tests",
    )
    speed_int4 = quantity(
        "Rate at INT4 over FP16",
        units.RATIO,
        default=CatalogueDefault("quantisation.int4"),
        bounds=(0.1, 20),
        plausible=(1.8, 2.3),
        help="Throughput of the same model and GPU.",
        source="published tests",
    )
    bytes_fp16 = constant(
        "Bytes of a parameter at FP16",
        units.NUMBER,
        value=2,
        help="Memory follows the precision.",
        source="definition of the format",
    )
    bytes_int4 = constant(
        "Bytes of a parameter at INT4",
        units.NUMBER,
        value=0.5,
        decimals=1,
        help="FP8 and INT8 take one byte.",
        source="definition of the format",
    )

    batch = flag(
        "Batching",
        default=False,
        essential=True,
        help=(
            "Requests are served together, so that more of the offline rate is used within the latency that users"
            " accept."
        ),
        source="plan",
    )
    batch_level = share(
        "Usable share of the offline rate with batching",
        default=0.65,
        bounds=(0.01, 1),
        plausible=(0.5, 0.75),
        when=When("batch", _ON),
        help="Replaces the usable share of every self-hosted workload.",
        source="load test",
    )
    batch_start = integer(
        "Batching from month",
        units.MONTH,
        default=2,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("batch", _ON),
        help=_START,
        source="plan",
    )
    batch_cost = quantity(
        "Introducing batching",
        units.MONEY,
        default=6_000,
        bounds=(0, 1e8),
        plausible=(0, 30_000),
        decimals=0,
        when=When("batch", _ON),
        help=_COST,
        source="assumption",
    )

    cache = flag(
        "Caching",
        default=False,
        essential=True,
        help="Frequent questions are answered from a cache, without a model.",
        source="plan",
    )
    cache_level = share(
        "Requests answered from the cache",
        default=CatalogueDefault("article.caching"),
        plausible=(0.3, 0.6),
        when=When("cache", _ON),
        help="Replaces the share of requests answered from a cache of every workload.",
        source="the article: 30–60 %",
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
    )
    cache_cost = quantity(
        "Introducing caching",
        units.MONEY,
        default=8_000,
        bounds=(0, 1e8),
        plausible=(0, 30_000),
        decimals=0,
        when=When("cache", _ON),
        help=_COST,
        source="assumption",
    )

    lifecycle = flag(
        "Lifecycle moves",
        default=False,
        essential=True,
        help="Data that is seldom read moves to cheaper tiers by itself.",
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
    )
    lifecycle_moved = share(
        "Hot and warm holdings moved to cold",
        default=0.5,
        plausible=(0.2, 0.8),
        when=When("lifecycle", _ON),
        help="Replaces the share of what is held hot and warm today that goes to the cold tier.",
        source="access logs",
    )
    lifecycle_start = integer(
        "Lifecycle moves from month",
        units.MONTH,
        default=3,
        bounds=(0, 120),
        plausible=(1, 12),
        when=When("lifecycle", _ON),
        help=_START,
        source="plan",
    )
    lifecycle_cost = quantity(
        "Introducing lifecycle moves",
        units.MONEY,
        default=5_000,
        bounds=(0, 1e8),
        plausible=(0, 20_000),
        decimals=0,
        when=When("lifecycle", _ON),
        help=_COST,
        source="assumption",
    )

    retain = flag(
        "Retention policy",
        default=False,
        essential=True,
        help="Data is deleted when it is no longer needed or allowed.",
        source="plan",
    )
    retain_months = integer(
        "Months data is kept with the lever",
        units.MONTH,
        default=36,
        bounds=(1, 240),
        plausible=(12, 84),
        when=When("retain", _ON),
        help="Replaces the months new data is kept.",
        source="retention schedule",
    )
    retain_deleted = share(
        "Holdings deleted",
        default=CatalogueDefault("article.retention"),
        plausible=(0.4, 0.7),
        when=When("retain", _ON),
        help="Replaces the share of what is held today that is past its retention and is deleted.",
        source="the article: 40–70 %",
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
    )
    retain_cost = quantity(
        "Introducing retention",
        units.MONEY,
        default=10_000,
        bounds=(0, 1e8),
        plausible=(0, 40_000),
        decimals=0,
        when=When("retain", _ON),
        help=_COST,
        source="assumption",
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
    )
    tune_use = share(
        "Highest utilisation with the lever",
        default=0.92,
        bounds=(0.01, 1),
        plausible=(0.8, 0.97),
        when=When("tune", _ON),
        help="Replaces the highest utilisation of every pool.",
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
    )
    tune_cost = quantity(
        "Introducing tuning",
        units.MONEY,
        default=12_000,
        bounds=(0, 1e8),
        plausible=(0, 40_000),
        decimals=0,
        when=When("tune", _ON),
        help=_COST,
        source="assumption",
    )

    contingency = share(
        "Contingency",
        default=0.1,
        bounds=(0, 2),
        plausible=(0.05, 0.2),
        blank=0.0,
        essential=True,
        help=(
            "Raises the sum to be approved. It is no cost until it is spent, and stays out of every curve and present"
            " value."
        ),
        source="policy",
    )
    bill_factor = quantity(
        "Bills over the estimate",
        units.RATIO,
        default=1.0,
        bounds=(0.1, 10),
        plausible=(1.0, 5.0),
        certain=True,
        help=(
            "What the cloud and API bills come to over what is estimated here: 1 is the estimate. The article warns of"
            " bills three to five times the first estimate."
        ),
        source="the article: 3–5 times",
    )


GROUPS = declare(CostManagement)


@dataclass(frozen=True, slots=True)
class Levers:
    """Which levers work in which month, and the values they set."""

    trace: Trace
    inputs: CostManagement
    on: dict[str, Line]
    introducing: Line

    def raised(self, lever: str, value: Node, level: Node) -> Node:
        """Return an input's value, or the lever's where that is higher, in the months in which it works."""
        return greatest(value, self.on[lever] * level)

    def lowered(self, lever: str, value: Node, level: Node) -> Node:
        """Return an input's value, or the lever's where that is lower, in the months in which it works."""
        return where(self.on[lever], least(value, level), value)

    def speed(self, precision: Node) -> Node:
        """Return the rate at a precision over that at FP16."""
        own = self.inputs
        return (
            precision.is_("fp16")
            + precision.is_("fp8") * own.speed_fp8
            + precision.is_("int8") * own.speed_int8
            + precision.is_("int4") * own.speed_int4
        )

    def size(self, precision: Node) -> Node:
        """Return the bytes of a parameter at a precision."""
        own = self.inputs
        return (
            precision.is_("fp16") * own.bytes_fp16
            + precision.is_("fp8")
            + precision.is_("int8")
            + precision.is_("int4") * own.bytes_int4
        )


@dataclass(frozen=True, slots=True)
class _Lever:
    """One lever's inputs."""

    name: str
    label: str
    switched: Node
    start: Node
    cost: Node


def levers(trace: Trace, inputs: CostManagement) -> Levers:
    """Trace when each lever works, and what all of them cost to introduce."""
    own = inputs
    all_levers = (
        _Lever("spot", "Spot with checkpointing", own.spot, own.spot_start, own.spot_cost),
        _Lever("right_size", "Smaller model", own.right_size, own.right_size_start, own.right_size_cost),
        _Lever("quantise", "Quantisation", own.quantise, own.quantise_start, own.quantise_cost),
        _Lever("batch", "Batching", own.batch, own.batch_start, own.batch_cost),
        _Lever("cache", "Caching", own.cache, own.cache_start, own.cache_cost),
        _Lever("lifecycle", "Lifecycle moves", own.lifecycle, own.lifecycle_start, own.lifecycle_cost),
        _Lever("retain", "Retention", own.retain, own.retain_start, own.retain_cost),
        _Lever("tune", "Utilisation tuning", own.tune, own.tune_start, own.tune_cost),
    )
    with trace.section("levers", sheet="demand"):
        on = {
            one.name: trace.line(
                f"{one.name}.on", f"{one.label} works", units.FLAG, one.switched * (trace.month >= one.start)
            )
            for one in all_levers
        }
        cost = [
            trace.line(
                f"{one.name}.introducing",
                f"Introducing: {one.label.lower()}",
                units.MONEY_PER_MONTH,
                per_month(one.switched * equals(trace.month, one.start) * one.cost),
            )
            for one in all_levers
        ]
        serving = trace.line(
            "serving",
            "Introducing levers on compute and models",
            units.MONEY_PER_MONTH,
            cost[0] + cost[1] + cost[2] + cost[3] + cost[4],
        )
        introducing = trace.line(
            "introducing", "Introducing all levers", units.MONEY_PER_MONTH, serving + cost[5] + cost[6] + cost[7]
        )
    return Levers(trace, inputs, on, introducing)


def precision_gain(trace: Trace, levers: Levers, precision: Node) -> tuple[Line, Line]:
    """Trace what quantisation makes of a workload's rates and of its memory, against its own precision.

    A workload that is already served at that precision or a lower one gains nothing.
    """
    target = levers.inputs.quantise_level
    speed = trace.line("speed", "Rate at the own precision over FP16", units.RATIO, levers.speed(precision))
    quantised_speed = trace.line(
        "quantised_speed", "Rate at the lever's precision over FP16", units.RATIO, levers.speed(target)
    )
    size = trace.line("size", "Bytes of a parameter at the own precision", units.NUMBER, levers.size(precision))
    quantised_size = trace.line(
        "quantised_size", "Bytes of a parameter at the lever's precision", units.NUMBER, levers.size(target)
    )
    rate = trace.line(
        "quantised_rate",
        "Rate with quantisation over the own",
        units.RATIO,
        where(size > quantised_size, greatest(quantised_speed / speed, 1), 1),
    )
    memory = trace.line(
        "quantised_memory", "Memory over that with quantisation", units.RATIO, greatest(size / quantised_size, 1)
    )
    return (
        trace.line("rate_gain", "Gain of rate", units.RATIO, where(levers.on["quantise"], rate, 1)),
        trace.line("memory_gain", "Gain of memory", units.RATIO, where(levers.on["quantise"], memory, 1)),
    )
