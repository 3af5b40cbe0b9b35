"""Demand of the workloads: how much of each runs when, how it is spread over the hours.

Also what several on one pool come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.areas.load import Influences, busy_hours, replica_of, scale_of, served_of, shape_of
from models.areas.workload_tasks import Tokens, at_once_of
from models.areas.workloads import Workload, Workloads
from models.areas.world import World
from models.formula.node import ONE, ZERO, Line, Node, equals, greatest, largest, ratio, total, turned, value_of
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of the workloads, by row: mean and peak GPUs, and what is needed to pool them.

    steps: shares of full use that a month has of each, in its ramp-up and its phases.
    """

    trace: Trace
    world: World
    workloads: Workloads
    table: Workload
    busy: Line
    average: Line
    floor: Line
    mean: Line
    excess: Line
    slices: Line
    on: Line
    deferrable: Line
    interruptible: Line
    in_pool: Node
    live: Line
    volume: Line
    answered: Line
    smaller: Line
    replica: Line
    request_seconds: Line
    peak: Line
    tokens: Tokens
    at_once: Node
    steps: Sequence[Line]

    def pooled(self, name: str, label: str, included: Node) -> "Pooled":
        """Trace the demand of some workloads together, pool by pool.

        included: 1 for a workload that counts, else 0, by workload.
        """
        trace = self.trace
        interactive = trace.line(
            f"{name}.interactive",
            f"{label}: at once, in this pool",
            units.FLAG,
            self.in_pool * included * self.table.timing.is_("interactive"),
        )
        waiting = trace.line(
            f"{name}.waiting",
            f"{label}: can wait, in this pool",
            units.FLAG,
            self.in_pool * included * self.table.timing.is_("deferrable"),
        )
        mean = trace.line(
            f"{name}.mean", f"{label}: mean demand at once", units.GPU, total(interactive * self.mean, "workload")
        )
        above = trace.line(f"{name}.above", f"{label}: peak above mean", units.GPU, interactive * self.excess)
        largest_above = trace.line(
            f"{name}.largest_above", f"{label}: largest peak above mean", units.GPU, largest(above, "workload")
        )
        sum_above = trace.line(
            f"{name}.sum_above", f"{label}: sum of peaks above mean", units.GPU, total(above, "workload")
        )
        joint = trace.line(
            f"{name}.joint_above",
            f"{label}: joint peak above mean",
            units.GPU,
            largest_above + self.workloads.coincidence * (sum_above - largest_above),
        )
        cluster: Node = ZERO
        if value_of(self.at_once) != 0:
            here = trace.line(
                f"{name}.at_once_here",
                f"{label}: GPUs a run needs at once, in this pool",
                units.GPU,
                (interactive + waiting) * self.at_once,
            )
            cluster = trace.line(
                f"{name}.at_once", f"{label}: GPUs the largest run needs at once", units.GPU, largest(here, "workload")
            )
        deferred = trace.line(
            f"{name}.deferrable",
            f"{label}: work that can wait",
            units.GPU,
            total(waiting * self.deferrable, "workload"),
        )
        return Pooled(self, name, label, interactive, waiting, mean, joint, sum_above, deferred, cluster)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Demand of some workloads together, by pool: mean and peak at once, and work that can wait, in GPUs."""

    demand: Demand
    name: str
    label: str
    interactive: Line
    waiting: Line
    mean: Line
    joint_above: Line
    sum_above: Line
    deferrable: Line
    cluster: Node

    @property
    def peak(self) -> Node:
        """Peak demand at once, in GPUs."""
        return self.mean + self.joint_above

    def on_share(self) -> Line:
        """Trace the part of each slice in which its demand is there.

        Less than 1 where all of it is steady use that begins within the slice.
        """
        trace = self.demand.trace
        if value_of(self.demand.on) == 1:
            return trace.line(f"{self.name}.on", f"{self.label}: part of the slice in use", units.SHARE, ONE)
        by_work = trace.line(
            f"{self.name}.on_by_work",
            f"{self.label}: part of the slice in use",
            units.SHARE,
            self.interactive * self.demand.table.active * self.demand.on,
        )
        joint = trace.line(
            f"{self.name}.on_joint",
            f"{self.label}: longest part of the slice in use",
            units.SHARE,
            largest(by_work, "workload"),
        )
        return trace.line(
            f"{self.name}.on",
            f"{self.label}: part of the slice in use, 1 where nothing runs",
            units.SHARE,
            joint + equals(joint, 0),
        )

    def spread(self) -> Line:
        """Trace how far the peaks, pooled, keep of what they are apart: joint over summed peaks above the mean."""
        return self.demand.trace.line(
            f"{self.name}.spread",
            f"{self.label}: joint over summed peaks",
            units.RATIO,
            ratio(self.joint_above, self.sum_above),
        )

    def slices(self, spread: Line) -> Line:
        """Trace the demand at once of each slice of the hours, in GPUs.

        spread: that of the pool; parts of the work take the spread of all of it, so that they add up to it.
        """
        demand, trace = self.demand, self.demand.trace
        always = trace.line(
            f"{self.name}.always",
            f"{self.label}: replicas always on",
            units.GPU,
            total(self.interactive * demand.floor, "workload"),
        )
        common = trace.line(
            f"{self.name}.common",
            f"{self.label}: part every slice has",
            units.GPU,
            (1 - spread) * self.mean + spread * always,
        )
        over_floor = greatest(demand.average * demand.slices - demand.floor, 0)
        above = trace.line(
            f"{self.name}.above_always",
            f"{self.label}: above replicas, by slice",
            units.GPU,
            total(self.interactive * over_floor, "workload"),
        )
        return trace.line(
            f"{self.name}.slices", f"{self.label}: demand at once by slice", units.GPU, common + spread * above
        )


def demand(trace: Trace, workloads: Workloads, table: Workload, influences: Influences, world: World) -> Demand:
    """Trace the demand of every workload, in GPU-hours a month and in GPUs by slice of the hours."""
    with trace.section("workloads", sheet="demand"):
        scale = scale_of(trace, table, world)
        served = served_of(trace, table, influences, scale)
        busy = busy_hours(trace, table, world, influences, scale, served)
        average = trace.line("average", "Average demand", units.GPU, busy / world.hours_per_month)
        hosted = trace.line(
            "self_hosted",
            "Hosts its model",
            units.FLAG,
            (influences.api_share < 1) * table.kind.is_("inference") * table.timing.is_("interactive"),
        )
        replica = replica_of(trace, table, world, influences, served)
        floor = trace.line("floor", "Replicas always on", units.GPU, table.replicas * replica * hosted * scale.live)
        slices, peak, on = shape_of(trace, table, world)
        by_workload = trace.line(
            "slices_by_workload",
            "Slice of demand over average, by workload",
            units.RATIO,
            turned(slices, "slice", "step"),
        )
        over_floor = total(greatest(by_workload * average - floor, 0), "step")
        spread = floor + over_floor / world.slices
        mean = trace.line("mean", "Mean demand with the replicas always on", units.GPU, spread)
        above = trace.line(
            "above_mean", "Peak above mean, with rounding", units.GPU, greatest(floor, average * peak) - mean
        )
        excess = trace.line("excess", "Peak above mean", units.GPU, above * (above > mean * world.rounding))
        deferrable = trace.line("deferrable", "Work that can wait", units.GPU, average * table.timing.is_("deferrable"))
        jobs = table.kind.is_("training") + table.kind.is_("fine_tuning") + table.kind.is_("experimentation")
        at_once = at_once_of(trace, table, jobs, scale.run_hours, scale.volume)
        saved = deferrable * influences.levers.raised("spot", table.checkpointed, ONE)
        interruptible = trace.line("interruptible", "Work that can be interrupted", units.GPU, saved)
    return Demand(
        trace,
        world,
        workloads,
        table,
        busy,
        average,
        floor,
        mean,
        excess,
        slices,
        on,
        deferrable,
        interruptible,
        table.pool.rows_of("pool"),
        scale.live,
        scale.volume,
        served.answered,
        served.smaller,
        replica,
        served.seconds,
        peak,
        scale.tokens,
        at_once,
        scale.steps,
    )
