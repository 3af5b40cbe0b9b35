"""Cost management: levers that replace the value of their own driver where that is an improvement, contingency.

Also bills above the estimate.
"""

from dataclasses import dataclass

from models.areas.compute_levers import ComputeLevers
from models.areas.data_levers import DataLevers
from models.formula.node import Line, Node, equals, greatest, least, per_month, where
from models.formula.trace import Trace, declare
from models.quantities import units
from models.quantities.declaring import quantity, share

PRECISIONS = (("fp16", "FP16"), ("fp8", "FP8"), ("int8", "INT8"), ("int4", "INT4"))
LEVERS = ("spot", "right_size", "quantise", "batch", "cache", "lifecycle", "retain", "tune")
"""The levers in the order in which the waterfall switches them on."""


def lever_key(lever: str) -> str:
    """Return the key of the input that turns a lever on."""
    return f"cost_management.{lever}"


_ON = ("True",)
_START = "The first month in which it takes effect; the cost of introducing it is paid in that month."
_COST = "People and tools to introduce it, paid once."


class CostManagement(ComputeLevers, DataLevers):
    """How costs are managed: every lever acts on its own driver and never takes a percentage off a total."""

    name = "cost_management"
    title = "Levers and contingency"

    contingency = share(
        "Contingency",
        default=0.1,
        bounds=(0, 2),
        plausible=(0.05, 0.2),
        blank=0.0,
        essential=True,
        help=(
            "Raises the sum to be approved. It is not a cost until spent, and is left out of every curve and present"
            " value."
        ),
        source="policy",
    )
    bill_factor = quantity(
        "Bills as a multiple of the estimate",
        units.RATIO,
        default=1.0,
        bounds=(0.1, 10),
        plausible=(1.0, 5.0),
        certain=True,
        help=(
            "Cloud and API bills as a multiple of those estimated here: 1 is the estimate. The article warns of"
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
        _Lever("lifecycle", "Storage tiering", own.lifecycle, own.lifecycle_start, own.lifecycle_cost),
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
            "Introducing compute and model levers",
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
    speed = trace.line("speed", "Throughput at current precision over FP16", units.RATIO, levers.speed(precision))
    quantised_speed = trace.line(
        "quantised_speed", "Throughput at the lever's precision over FP16", units.RATIO, levers.speed(target)
    )
    size = trace.line("size", "Bytes per parameter at current precision", units.NUMBER, levers.size(precision))
    quantised_size = trace.line(
        "quantised_size", "Bytes per parameter at the lever's precision", units.NUMBER, levers.size(target)
    )
    rate = trace.line(
        "quantised_rate",
        "Throughput with quantisation relative to current",
        units.RATIO,
        where(size > quantised_size, greatest(quantised_speed / speed, 1), 1),
    )
    memory = trace.line(
        "quantised_memory", "Memory relative to that with quantisation", units.RATIO, greatest(size / quantised_size, 1)
    )
    return (
        trace.line("rate_gain", "Throughput gain", units.RATIO, where(levers.on["quantise"], rate, 1)),
        trace.line("memory_gain", "Memory gain", units.RATIO, where(levers.on["quantise"], memory, 1)),
    )
