"""The cost of the same work: what an option costs and what the work is worth that waits meanwhile.

Work that waits is not cash: it stays out of curves, funding and tax, and ranks the options.
Source: HM Treasury, The Green Book, which values what is not done beside what is paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from models.appraisal.delays import Delays
from models.appraisal.ranking import Ranking
from models.appraisal.totals import Curves, OptionTotals
from models.appraisal.unit_costs import BusyHours
from models.areas.demand import Demand
from models.areas.finance import Prices
from models.areas.options import ALL_RENTED, OPTION_LABELS
from models.areas.rented_otherwise import Meanwhile
from models.areas.security import Security
from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    cumulative,
    greatest,
    largest,
    least,
    over_time,
    ratio,
    total,
    value_of,
    where,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class SameWork:
    """Present value with the work that waits, and the cumulative curves with it, by option."""

    compared: Mapping[str, Line]
    curves: Mapping[str, Curves]


def _not_done(trace: Trace, worth: Line, compared: Mapping[str, Line], excess: Mapping[str, Line]) -> None:
    """Trace what not doing the work costs where the cheapest option is held against it.

    Work that waits may count at more than its value, as it would cost to have it done otherwise. Not done at all it is
    lost at its value: beside an option in which some waits both have to count that at the same.
    """
    more: Node = ZERO
    if excess:
        label = "Present value with the work that waits, of the cheapest option"
        cheapest = trace.line("cheapest", label, units.MONEY, reduce(least, compared.values()))
        more = reduce(greatest, [line * (compared[option] <= cheapest) for option, line in excess.items()])
    trace.line("not_done", "What not doing the work costs, beside the cheapest option", units.MONEY, worth + more)


def _of_waiting(trace: Trace, name: str, label: str, of: Node, waits: Node) -> Node:
    """Return a sum over the workloads that wait where servers are late."""
    by_pool = trace.line(f"{name}_by_pool", f"{label}, by pool", units.GPU, total(waits * of, "workload"))
    return total(by_pool, "pool")


def _not_free(trace: Trace, demanded: Demand, waits: Node) -> Line:
    """Trace the part of the work that waits which loses something by it: the rest was said to lose nothing."""
    label = "Work that loses nothing while it waits"
    of = demanded.average * demanded.table.waits_freely
    free = trace.line("waits_freely", label, units.GPU, _of_waiting(trace, "waits_freely", label, of, waits))
    label = "Average demand of work that waits"
    summed = _of_waiting(trace, "average_work", label, demanded.average, waits)
    every = trace.line("average_work", label, units.GPU, summed)
    return trace.line("not_free", "Part of the work that loses by waiting", units.SHARE, 1 - ratio(free, every))


def _unvalued(trace: Trace, demanded: Demand, waits: Node) -> Line:
    """Trace the part of the work that loses by waiting of which nobody has entered what it is worth."""
    losing = demanded.average * (1 - demanded.table.waits_freely)
    label = "Work that loses by waiting, without a value"
    of = losing * (demanded.table.value <= 0)
    none = trace.line("loses_unvalued", label, units.GPU, _of_waiting(trace, "loses_unvalued", label, of, waits))
    label = "Work that loses by waiting"
    every = trace.line("loses", label, units.GPU, _of_waiting(trace, "loses", label, losing, waits))
    return trace.line("unvalued_part", "Part of it without a value", units.SHARE, ratio(none, every))


@dataclass(frozen=True, slots=True)
class _Hour:
    """What a GPU-hour of work that waits counts at.

    rented: where it may leave. own: where no cloud may do it, None where any work may leave. none_leaves: 1 where no
    work may; barred: 1 where some may not, so that the cloud is no option.
    """

    rented: Line
    own: Line | None
    none_leaves: Node
    barred: Node


@dataclass(frozen=True, slots=True)
class _Lost:
    """What work that waits counts at, the part of it that loses by waiting, and the part of that without a value."""

    hour: _Hour
    part: Node
    unvalued: Node


def _lost(trace: Trace, delays: Delays, busy: BusyHours, security: Security, demanded: Demand) -> _Lost:
    """Trace what is lost of work that waits for servers."""
    part = delays.waiting * _not_free(trace, demanded, delays.waits)
    unvalued = _unvalued(trace, demanded, delays.waits)
    return _Lost(_hour(trace, busy, part, security, demanded), part, unvalued)


def _hour(trace: Trace, busy: BusyHours, loses: Node, security: Security, demanded: Demand) -> _Hour:
    """Trace what a GPU-hour of work that waits counts at: the average cost of the dearest option that may do it.

    loses: the part of it that loses by waiting, 0 where nothing waits.
    """
    on_premises, hybrid = busy.cost["on_premises"], busy.cost["hybrid"]
    dearest = greatest(on_premises, hybrid)
    rented = trace.line(
        "waiting_hour",
        "A GPU-hour of work that waits",
        units.MONEY_PER_GPU_HOUR,
        where(busy.rented > 0, busy.rented, dearest) * loses,
    )
    table, none_leaves = demanded.table, security.air_gapped
    inside = table.place.is_("inside")
    if value_of(inside) == 0 and value_of(none_leaves) == 0:
        return _Hour(rented, None, none_leaves, ZERO)
    some_stay: Node = ZERO
    if value_of(inside) != 0:
        stays = trace.line("stays", "It counts and may not leave", units.FLAG, inside * table.active)
        some_stay = largest(stays, "workload")
    barred = trace.line(
        "cloud_barred", "Some work may not run in a cloud", units.FLAG, greatest(none_leaves, some_stay)
    )
    own = trace.line(
        "waiting_own_hour",
        "A GPU-hour of work that waits and may not leave",
        units.MONEY_PER_GPU_HOUR,
        where(none_leaves, on_premises, dearest) * loses,
    )
    return _Hour(rented, own, none_leaves, barred)


def _by_hour(trace: Trace, option: str, missing: Node, waits: Meanwhile | None, hour: _Hour, world: World) -> Node:
    """Trace what waits in an option and cannot be rented meanwhile at the cost of a GPU-hour, in money per month.

    missing: its GPU-hours a month; waits: those of it that may leave, which count as renting them would be billed; None
    where none may.
    """
    if value_of(missing) == 0:
        return missing * hour.rented
    label = f"{OPTION_LABELS[option]}: GPU-hours that wait"
    missing = trace.line(f"{option}.waits_hours", label, units.GPU_HOURS_PER_MONTH, missing)
    leaves: Node = ZERO
    if waits is not None:
        leaves = total(waits.busy, "pool") * world.hours_per_month * (1 - hour.none_leaves)
    rest = trace.line(
        f"{option}.waits_and_stays",
        f"{label} and are not rented meanwhile",
        units.GPU_HOURS_PER_MONTH,
        missing - least(leaves, missing),
    )
    return rest * (hour.rented if hour.own is None else where(hour.barred, hour.own, hour.rented))


def same_work(
    trace: Trace,
    totals: dict[str, OptionTotals],
    delays: Delays,
    busy: BusyHours,
    demanded: Demand,
    society: Mapping[str, Line],
    ranked: Ranking,
    rented: Mapping[str, Node],
    waits: Mapping[str, Meanwhile],
    security: Security,
    world: World,
) -> SameWork:
    """Trace what each option costs with the work that waits in it: in present value, undiscounted and month by month.

    Work that waits counts, month by month, at the greater of the value entered for it and what renting it meanwhile
    would add; what cannot be rented meanwhile at the cost of as many busy hours of the dearest option that may do it.
    Work without a value counts apart from work that has one.
    Where the cost to society ranks, which has the value forgone already, only what goes beyond that is added.
    society: economic present value, by option. rented: what renting it would cost an option, in money per month.
    waits: the work that waits and may leave, by option, as its place says.
    """
    forgone, prices = delays.forgone, ranked.prices
    with trace.section("value", sheet="appraisal"):
        lost = _lost(trace, delays, busy, security, demanded) if value_of(delays.waits) != 0 else None
        compared: dict[str, Line] = {}
        excess: dict[str, Line] = {}
        curves: dict[str, Curves] = {}
        for option, whole in totals.items():
            label = OPTION_LABELS[option]
            counted: Node = greatest(forgone[option], ZERO)
            if lost is not None:
                missing = ZERO if option in ALL_RENTED else greatest(busy.work[option] - busy.hours[option], 0)
                by_hour = _by_hour(trace, option, missing, waits.get(option), lost.hour, world)
                billed = rented[option] * (1 - lost.hour.none_leaves) if option in rented else None
                meanwhile = _meanwhile(trace, option, by_hour, billed, lost.part)
                counted = greatest(forgone[option], meanwhile * (1 - lost.unvalued)) + meanwhile * lost.unvalued
            waiting = trace.line(f"{option}.waiting_cost", f"{label}: work that waits", units.MONEY_PER_MONTH, counted)
            cost = _ranked_cost(trace, option, whole, waiting, prices)
            if value_of(ranked.by_society) != 0:
                beyond = ranked.to_society(
                    waiting - forgone[option], f"{option}.waiting_beyond", f"{label}: work that waits beyond its value"
                )
                cost = where(ranked.by_society, society[option] + beyond, cost)
            if lost is not None and value_of(demanded.table.value) != 0:
                excess[option] = _excess(trace, option, waiting, delays, ranked)
            compared[option] = trace.line(
                f"{option}.compared", f"{label}: present value with the work that waits", units.MONEY, cost
            )
            trace.line(
                f"{option}.compared_nominal",
                f"{label}: whole-life cost with the work that waits",
                units.MONEY,
                whole.total_cost + over_time(waiting),
            )
            curves[option] = _curves(trace, option, whole, waiting, prices)
        _not_done(trace, delays.worth, compared, excess)
    return SameWork(compared, curves)


def _excess(trace: Trace, option: str, waiting: Line, delays: Delays, ranked: Ranking) -> Line:
    """Trace by how much the work that waits counts at more than its value, in present value, where all work has one."""
    label = f"{OPTION_LABELS[option]}: work that waits, above its value"
    above = trace.line(
        f"{option}.above_value",
        label,
        units.MONEY_PER_MONTH,
        (waiting - greatest(delays.forgone[option], ZERO)) * (delays.unvalued <= 0),
    )
    today = ranked.worth(above, f"{option}.above_value_real")
    return trace.line(f"{option}.beyond_value", f"{label}, present value", units.MONEY, today)


def _meanwhile(trace: Trace, option: str, by_hours: Node, rented: Node | None, waiting: Node) -> Node:
    """Trace what the work that waits counts at where nobody has said what it is worth.

    by_hours: what cannot be rented meanwhile, at the cost of a busy hour. rented: what can be, as bridging would be
    billed, None where no work waits for servers. waiting: the part of it that loses by waiting.
    """
    label = f"{OPTION_LABELS[option]}: work that waits"
    meanwhile = trace.line(
        f"{option}.meanwhile", f"{label}, by the hour where it is not rented", units.MONEY_PER_MONTH, by_hours
    )
    if rented is None:
        return meanwhile
    losing = trace.line(f"{option}.waits_at_a_loss", f"{label}, part that loses by it", units.SHARE, waiting)
    billed = trace.line(
        f"{option}.billed_meanwhile", f"{label}, at what renting it would cost", units.MONEY_PER_MONTH, rented * losing
    )
    return meanwhile + billed


def _ranked_cost(trace: Trace, option: str, whole: OptionTotals, waiting: Line, prices: Prices) -> Node:
    """Trace what an option costs the organisation with the work that waits in it, in present value."""
    today = trace.line(
        f"{option}.waiting_value",
        f"{OPTION_LABELS[option]}: work that waits, present value",
        units.MONEY,
        prices.worth(trace, waiting, f"{option}.waiting_discounted"),
    )
    return whole.present_value + today


def _curves(trace: Trace, option: str, whole: OptionTotals, waiting: Line, prices: Prices) -> Curves:
    """Trace an option's cumulative cost with the work that waits in it; where nothing does it is what is paid."""
    label = OPTION_LABELS[option]
    today = trace.line(
        f"{option}.waiting_today",
        f"{label}: work that waits, discounted",
        units.MONEY_PER_MONTH,
        waiting * prices.discount_factor,
    )
    so_far = trace.line(f"{option}.waited", f"{label}: work that waited so far", units.MONEY, cumulative(waiting))
    so_far_today = trace.line(
        f"{option}.waited_discounted", f"{label}: the same, discounted", units.MONEY, cumulative(today)
    )
    title = f"{label}: cumulative cost with the work that waits"
    return Curves(
        trace.line(f"{option}.curve", title, units.MONEY, whole.cumulative + so_far),
        trace.line(f"{option}.curve_discounted", f"{title}, discounted", units.MONEY, whole.discounted + so_far_today),
    )
