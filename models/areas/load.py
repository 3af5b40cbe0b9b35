"""How much work a workload is by month and slice: requests, runs, steady use and their shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.areas.cost_management import Levers, precision_gain
from models.areas.workload_phases import past_its_gate, phased, phases_of
from models.areas.workload_tasks import Tokens, run_hours_of, tokens_of
from models.areas.workloads import Workload
from models.areas.world import World
from models.formula.node import ONE, Line, Node, ceiling, compounded, greatest, least, ratio, stacked, within_unit
from models.formula.trace import FIXED_AXES, Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class SmallModel:
    """The model that takes a share of requests where the lever is on: its rates, and the GPUs of a replica."""

    prefill: Node
    decode: Node
    replica: Node


@dataclass(frozen=True, slots=True)
class Influences:
    """What other areas do to demand.

    api_share: share of requests that commercial APIs serve, by workload.
    goodput: share of training hours that are not lost to failures; overhead: compute that privacy adds to them.
    """

    levers: Levers
    small: SmallModel
    api_share: Node
    goodput: Node
    overhead: Node


@dataclass(frozen=True, slots=True)
class _Scale:
    live: Line
    volume: Line
    tokens: Tokens
    run_hours: Node
    steps: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Served:
    """Requests that need a model, the share a smaller one takes, GPU time of a self-hosted request.

    It also holds the gain of memory by quantisation.
    """

    answered: Line
    smaller: Line
    seconds: Line
    memory_gain: Line


def scale_of(trace: Trace, table: Workload, world: World) -> _Scale:
    """Trace when each workload runs and how its volume grows."""
    live = trace.line(
        "live",
        "Running",
        units.FLAG,
        table.active * (trace.month >= table.start) * (trace.month <= table.end) * past_its_gate(trace, table),
    )
    factor = trace.line(
        "growth_factor", "Growth, monthly factor", units.RATIO, (1 + table.growth) ** (1 / world.months_per_year)
    )
    growth = trace.line("growth_index", "Growth, index", units.RATIO, compounded(factor, ONE))
    ramp = trace.line(
        "ramp_share", "Share of full use", units.SHARE, within_unit((trace.month - table.start + 1) / table.ramp)
    )
    phases = phases_of(trace, table)
    volume = trace.line(
        "volume",
        "Volume over that of a full first month",
        units.RATIO,
        phased(trace, table, live * growth * ramp, phases),
    )
    tokens = tokens_of(trace, table, world, table.requests, table.tokens_in, table.tokens_out)
    return _Scale(live, volume, tokens, run_hours_of(trace, table, world, table.run_hours), (ramp, *phases))


def served_of(trace: Trace, table: Workload, influences: Influences, scale: _Scale) -> _Served:
    """Trace the requests that need a model, and the GPU time one takes where it is hosted."""
    levers, small = influences.levers, influences.small
    requests = trace.line(
        "requests_served",
        "Requests",
        units.REQUESTS_PER_MONTH,
        scale.tokens.requests * table.kind.is_("inference") * scale.volume,
    )
    kept = trace.line(
        "cache_share",
        "Answered from the cache",
        units.SHARE,
        levers.raised("cache", table.cache_hits, levers.inputs.cache_level),
    )
    answered = trace.line("answered", "Requests that need a model", units.REQUESTS_PER_MONTH, requests * (1 - kept))
    smaller = trace.line(
        "smaller", "Share a smaller model takes", units.SHARE, levers.on["right_size"] * levers.inputs.right_size_level
    )
    rate_gain, memory_gain = precision_gain(trace, levers, table.precision)
    usable = trace.line(
        "usable",
        "Throughput at target latency",
        units.SHARE,
        levers.raised("batch", table.efficiency, levers.inputs.batch_level),
    )
    large = trace.line(
        "large_seconds",
        "GPU time per request, offline",
        units.GPU_SECONDS_PER_REQUEST,
        scale.tokens.come_in / table.prefill_rate + scale.tokens.go_out / table.decode_rate,
    )
    little = trace.line(
        "small_seconds",
        "GPU time on the smaller model, offline",
        units.GPU_SECONDS_PER_REQUEST,
        scale.tokens.come_in / small.prefill + scale.tokens.go_out / small.decode,
    )
    seconds = trace.line(
        "request_seconds",
        "GPU time per request",
        units.GPU_SECONDS_PER_REQUEST,
        ((1 - smaller) * large / rate_gain + smaller * little) / usable,
    )
    return _Served(answered, smaller, seconds, memory_gain)


def replica_of(trace: Trace, table: Workload, world: World, influences: Influences, served: _Served) -> Line:
    """Trace the GPUs that one replica of each model takes, the smaller model's beside the larger's."""
    fewer = trace.line(
        "replica_quantised",
        "GPUs per replica, quantised",
        units.GPU,
        ceiling(table.replica_gpus / served.memory_gain, world.rounding),
    )
    large = trace.line("replica_large", "GPUs per replica of the model", units.GPU, least(fewer, table.replica_gpus))
    return trace.line(
        "replica",
        "GPUs per replica, with a smaller model beside it",
        units.GPU,
        large * (served.smaller < 1) + influences.small.replica * (served.smaller > 0),
    )


def busy_hours(
    trace: Trace, table: Workload, world: World, influences: Influences, scale: _Scale, served: _Served
) -> Line:
    """Trace the GPU-hours a month each workload keeps busy."""
    hosted = trace.line(
        "hosted_requests",
        "Requests on hosted models",
        units.REQUESTS_PER_MONTH,
        served.answered * (1 - influences.api_share),
    )
    job_kinds = table.kind.is_("training") + table.kind.is_("fine_tuning") + table.kind.is_("experimentation")
    burden = trace.line(
        "job_burden",
        "Run hours relative to a run without failures or privacy overhead",
        units.RATIO,
        (1 + influences.overhead) / influences.goodput,
    )
    jobs = trace.line("job_hours", "Runs", units.GPU_HOURS_PER_MONTH, job_kinds * table.runs * scale.run_hours * burden)
    steady = trace.line(
        "steady_hours", "Steady use", units.GPU_HOURS_PER_MONTH, table.kind.is_("steady") * table.gpus * table.hours
    )
    return trace.line(
        "busy",
        "Busy GPU-hours",
        units.GPU_HOURS_PER_MONTH,
        hosted * served.seconds / world.seconds_per_hour + (jobs + steady) * scale.volume,
    )


def shape_of(trace: Trace, table: Workload, world: World) -> tuple[Line, Line, Line]:
    """Trace the twenty slices of each workload's demand over its average, rising, the peak beside them.

    It also says where steady use fills part of a slice.
    """
    steady = table.kind.is_("steady")
    curve = trace.line("shape_curve", "Shape: trough and peak", units.FLAG, table.shape.is_("curve") * (1 - steady))
    measured = trace.line("shape_measured", "Shape: measured", units.FLAG, table.shape.is_("measured") * (1 - steady))
    flat = trace.line("shape_flat", "Shape: flat", units.FLAG, 1 - steady - curve - measured)
    steady_peak = trace.line(
        "steady_peak",
        "Steady use: peak over average",
        units.RATIO,
        greatest(1, ratio(world.hours_per_month, table.hours)),
    )
    bend = trace.line("shape_bend", "Curve: bend", units.RATIO, ratio(table.peak - 1, 1 - table.trough))
    position = trace.numbers("slice")
    rise = trace.line(
        "shape_rise", "Curve: share of the rise up to the slice", units.RATIO, (position / world.slices) ** (bend + 1)
    )
    on_curve = trace.line(
        "shape_on_curve",
        "Curve: slice over average",
        units.RATIO,
        table.trough + (1 - table.trough) * world.slices * (rise - ((position - 1) / world.slices) ** (bend + 1)),
    )
    on_steady = trace.line(
        "shape_on_steady",
        "Steady use: slice over average",
        units.RATIO,
        steady_peak * within_unit(position - world.slices * (1 - 1 / steady_peak)),
    )
    hours = trace.line(
        "shape_measured_slice", "Measured: slice over average", units.RATIO, stacked(_measured(table), "slice")
    )
    slices = trace.line(
        "slices",
        "Slice of demand over average",
        units.RATIO,
        steady * on_steady + curve * on_curve + measured * hours + flat,
    )
    peak = trace.line(
        "shape_peak", "Peak over average", units.RATIO, steady * steady_peak + (curve + measured) * table.peak + flat
    )
    part = trace.line("slice_part", "Part of the slice with steady use", units.SHARE, on_steady / steady_peak)
    on = trace.line(
        "slice_on", "Part of the slice in use", units.SHARE, 1 - steady * (1 - part) * (part > world.rounding)
    )
    return slices, peak, on


def _measured(table: Workload) -> list[Node]:
    return [table.term(getattr(Workload, f"measured_{int(number):02}")) for number in FIXED_AXES["slice"]]
