"""Levers on what is computed: spot, right-sizing, quantisation, batching."""

from models.formula.trace import Area
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When
from models.quantities.declaring import choice, constant, flag, integer, quantity, share

PRECISIONS = (("fp16", "FP16"), ("fp8", "FP8"), ("int8", "INT8"), ("int4", "INT4"))
_ON = ("True",)
_COST = "People and tools to introduce it, paid once."
_START = "The first month in which it takes effect; the cost of introducing it is paid in that month."


class ComputeLevers(Area):
    """The levers that act on GPUs and their use."""

    spot = flag(
        "Spot with checkpointing",
        default=False,
        essential=True,
        help="Work that can wait is checkpointed and runs on interruptible (spot) capacity.",
        source="plan",
    )
    spot_level = share(
        "Spot share with the lever",
        default=0.7,
        plausible=(0.4, 0.9),
        when=When("spot", _ON),
        help="Replaces the share of interruptible work on spot of every pool.",
        source="plan",
        harmless=True,
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
        harmless=True,
    )
    spot_cost = quantity(
        "Cost to introduce spot",
        units.MONEY,
        default=8_000,
        bounds=(0, 1e8),
        plausible=(0, 30_000),
        decimals=0,
        when=When("spot", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )

    right_size = flag(
        "Routing to a smaller model",
        default=False,
        essential=True,
        help="Requests that a small model answers well enough are routed to it: 7–8B instead of 70B.",
        source="plan",
    )
    right_size_level = share(
        "Requests routed to the smaller model",
        default=0.5,
        plausible=(0.2, 0.8),
        when=When("right_size", _ON),
        help="Replaces the share of requests served by the smaller model named under model hosting.",
        source="evaluation",
        harmless=True,
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
        harmless=True,
    )
    right_size_cost = quantity(
        "Cost to introduce the smaller model",
        units.MONEY,
        default=15_000,
        bounds=(0, 1e8),
        plausible=(0, 60_000),
        decimals=0,
        when=When("right_size", _ON),
        help="Evaluation, fine-tuning and routing, once.",
        source="assumption",
        harmless=True,
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
        harmless=True,
    )
    quantise_cost = quantity(
        "Cost to introduce quantisation",
        units.MONEY,
        default=10_000,
        bounds=(0, 1e8),
        plausible=(0, 40_000),
        decimals=0,
        when=When("quantise", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )
    speed_fp8 = quantity(
        "FP8 throughput relative to FP16",
        units.RATIO,
        default=CatalogueDefault("quantisation.fp8"),
        bounds=(0.1, 20),
        plausible=(1.8, 2.0),
        help="Throughput of the same model and GPU.",
        source="NVIDIA",
    )
    speed_int8 = quantity(
        "INT8 throughput relative to FP16",
        units.RATIO,
        default=CatalogueDefault("quantisation.int8"),
        bounds=(0.1, 20),
        plausible=(1.4, 1.8),
        help="Throughput of the same model and GPU.",
        source="published tests",
    )
    speed_int4 = quantity(
        "INT4 throughput relative to FP16",
        units.RATIO,
        default=CatalogueDefault("quantisation.int4"),
        bounds=(0.1, 20),
        plausible=(1.8, 2.3),
        help="Throughput of the same model and GPU.",
        source="published tests",
    )
    bytes_fp16 = constant(
        "Bytes per parameter at FP16",
        units.NUMBER,
        value=2,
        help="Memory needed scales with precision.",
        source="definition of the format",
    )
    bytes_int4 = constant(
        "Bytes per parameter at INT4",
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
        help=("Requests are served together, which raises throughput within the latency that users accept."),
        source="plan",
    )
    batch_level = share(
        "Throughput at target latency with batching",
        default=0.65,
        bounds=(0.01, 1),
        plausible=(0.5, 0.75),
        when=When("batch", _ON),
        help="Replaces the throughput at target latency of every self-hosted workload.",
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
        harmless=True,
    )
    batch_cost = quantity(
        "Cost to introduce batching",
        units.MONEY,
        default=6_000,
        bounds=(0, 1e8),
        plausible=(0, 30_000),
        decimals=0,
        when=When("batch", _ON),
        help=_COST,
        source="assumption",
        harmless=True,
    )
