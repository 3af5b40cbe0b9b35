"""What an option forgoes by starting later: the value of work that waits for servers or for the team."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.appraisal.views import Appraised
from models.areas.compute import Pool
from models.areas.demand import Demand
from models.areas.options import OPTION_LABELS
from models.areas.placement import Needs
from models.formula.node import (
    ONE,
    ZERO,
    Line,
    Node,
    greatest,
    largest,
    least,
    over_time,
    peak_over_time,
    total,
    value_of,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Delays:
    """The value forgone by starting later, in money per month by option, and whether any work waits for servers.

    waits: 1 for a workload in a pool where it waits if the servers of that are late, by pool and workload. worth:
    present value of the value of all work. unvalued: workloads that have none.
    """

    worth: Line
    unvalued: Line
    forgone: dict[str, Line]
    waiting: Node
    waits: Node


def delays(
    appraised: Appraised, pool: Pool, demand: Demand, ready: dict[str, Line], called: Mapping[str, Node]
) -> Delays:
    """Trace how much later each option is ready and return the value forgone by it, in money per month.

    Forgone is what the work is worth while it waits for servers, and until the option's team is in post, against the
    earliest team of any option: a workload waits as its own pool does, and what never leaves as long as its pool has
    no server. Value is not cash: it stays out of every cost.
    called: 1 for a workload that an option has served by an API alone; not there for an option that sends the plan's
        share.
    """
    trace = appraised.trace
    with trace.section("value", sheet="appraisal"):
        placed = appraised.placed
        on_premises = hybrid = _wait(trace, pool, placed.needs["on_premises"], "")
        first, other = placed.needs["on_premises"], placed.needs["hybrid"]
        if other.all_work is not first.all_work or other.delivery is not first.delivery:
            hybrid = _wait(trace, pool, placed.needs["hybrid"], "hybrid.")
        kept, longest = _kept(appraised, hybrid) if value_of(hybrid.longest) != 0 else (ZERO, ZERO)
        servers: dict[str, Node] = {"on_premises": on_premises.longest, "hybrid": longest}
        for option, waits in servers.items():
            trace.line(
                f"{option}.delay",
                f"{OPTION_LABELS[option]}: months until ready",
                units.MONTH,
                greatest(waits, ready[option]),
            )
        owning = trace.line(
            "first_owned",
            "Earlier team of on-premises and hybrid",
            units.MONTH,
            least(ready["on_premises"], ready["hybrid"]),
        )
        rented = least(ready["cloud"], ready["api"]) if "api" in ready else ready["cloud"]
        earliest = trace.line("earliest", "Earliest team in post", units.MONTH, least(rented, owning))
        worth, unvalued, lost = _lost(appraised, demand)
        waiting = greatest(largest(on_premises.waiting, "pool"), largest(hybrid.waiting, "pool"))
        waits_there = _waits_there(trace, pool, demand) if value_of(waiting) != 0 else ZERO
        all_lost = trace.line(
            "at_stake",
            "Value lost while it waits",
            units.MONEY_PER_MONTH,
            total(lost, "workload") * appraised.prices.general,
        )
        # what always runs in the cloud waits for no server of the hybrid, nor what is in a pool where it keeps none
        parts: dict[str, Node] = {"on_premises": ONE, "hybrid": kept * (1 - demand.table.place.is_("cloud"))}
        late_servers = {
            option: _LateServers(wait, waits_there * parts[option] * (1 - called.get(option, ZERO)))
            for option, wait in (("on_premises", on_premises), ("hybrid", hybrid))
            if value_of(servers[option]) != 0
        }
        forgone: dict[str, Line] = {}
        for option, team in ready.items():
            # a team that is late in every option excuses no work that waits for servers: what is rented runs meanwhile
            late = (trace.month > earliest) * (trace.month <= team) * (team > earliest)
            forgone[option] = _forgone(appraised, option, lost, all_lost, late, late_servers.get(option))
    return Delays(worth, unvalued, forgone, waiting, waits_there)


@dataclass(frozen=True, slots=True)
class _LateServers:
    """How long the servers of an option are not there, and the work that waits for them, by pool and workload."""

    wait: "_Wait"
    work: Node


def _forgone(
    appraised: Appraised, option: str, lost: Line, every: Node, late: Node, servers: _LateServers | None
) -> Line:
    """Trace the value that an option forgoes: of all work while its team is late, of what waits without servers.

    lost: value lost while it waits, by workload and month, today. every: that of all work, at the month's prices.
    """
    trace, label = appraised.trace, OPTION_LABELS[option]
    given = every * late
    if servers is not None:
        stake = trace.line(
            f"{option}.at_stake",
            f"{label}: value lost while servers are late, by pool",
            units.MONEY_PER_MONTH,
            total(servers.work * lost, "workload") * appraised.prices.general,
        )
        team = trace.line(f"{option}.team_late", f"{label}: the team is late", units.FLAG, late)
        no_servers = (trace.month > 0) * (trace.month <= servers.wait.without)
        given = every * team + (1 - team) * total(stake * no_servers, "pool")
    forgone = trace.line(f"{option}.forgone", f"{label}: value forgone", units.MONEY_PER_MONTH, given)
    trace.line(f"{option}.forgone_total", f"{label}: value forgone in all", units.MONEY, over_time(forgone))
    return forgone


@dataclass(frozen=True, slots=True)
class _Wait:
    """Months without servers, whether the work of a pool waits for them, and for how long; the longest of any pool."""

    without: Line
    waiting: Line
    waits: Line
    longest: Line


def _wait(trace: Trace, pool: Pool, needs: Needs, name: str) -> _Wait:
    """Trace how long the work of an option waits for its servers."""
    needed = trace.line(
        f"{name}needed",
        "Servers are needed and none is there",
        units.FLAG,
        (peak_over_time(needs.all_work) > 0) * (pool.owned_servers * pool.owned_months <= 0),
    )
    waiting = trace.line(
        f"{name}waiting",
        "Work waits for them",
        units.FLAG,
        greatest(pool.bridging.is_("wait"), peak_over_time(needs.inside) > 0),
    )
    without = trace.line(f"{name}without", "Months without servers", units.MONTH, needs.delivery * needed)
    waits = trace.line(f"{name}waits", "Months without servers, where the work waits", units.MONTH, without * waiting)
    longest = trace.line(f"{name}longest_wait", "Longest of them", units.MONTH, largest(waits, "pool"))
    return _Wait(without, waiting, waits, longest)


def _kept(appraised: Appraised, wait: _Wait) -> tuple[Line, Node]:
    """Trace whether the hybrid ever has a server of a pool, and the longest of its waits where it has.

    Where it has none, all of that pool's work is rented.
    """
    trace, servers = appraised.trace, appraised.placed.fleets["hybrid"].in_use
    kept = trace.line(
        "hybrid.kept_there", "The hybrid has servers of this pool", units.FLAG, peak_over_time(servers) > 0
    )
    waits = trace.line("hybrid.kept_waits", "Months that its work waits for them", units.MONTH, wait.waits * kept)
    return kept, largest(waits, "pool")


def _waits_there(trace: Trace, pool: Pool, demand: Demand) -> Line:
    """Trace whether a workload waits where the servers of its pool are late: its pool does, or it never leaves."""
    return trace.line(
        "waits_for_servers",
        "It waits where the servers of this pool are late",
        units.FLAG,
        demand.in_pool * greatest(pool.bridging.is_("wait"), demand.table.place.is_("inside")),
    )


def _lost(appraised: Appraised, demand: Demand) -> tuple[Line, Line, Line]:
    """Trace what the work is worth, how much of it has no value, and what is lost while it waits, by workload."""
    trace = appraised.trace
    in_full = demand.live * demand.table.value
    if value_of(demand.table.value) != 0 and value_of(demand.workloads.value_by_share) != 0:
        done: Node = ONE
        for step in demand.steps:
            done = done * step
        in_full = in_full * (1 - demand.workloads.value_by_share * (1 - done))
    by_work = trace.line("by_work", "Value, by workload", units.MONEY_PER_MONTH, in_full)
    value = trace.line(
        "value", "Value of all work", units.MONEY_PER_MONTH, total(by_work, "workload") * appraised.prices.general
    )
    worth = trace.line(
        "worth", "Present value of the value of all work", units.MONEY, appraised.ranked.worth(value, "value_real")
    )
    runs = trace.line("runs", "Runs at some time", units.FLAG, peak_over_time(demand.live))
    unvalued = trace.line(
        "unvalued", "Workloads without a value", units.NUMBER, total(runs * (demand.table.value <= 0), "workload")
    )
    lost = trace.line(
        "lost_by_work",
        "Value lost while it waits, by workload",
        units.MONEY_PER_MONTH,
        by_work * (1 - demand.table.waits_freely),
    )
    return worth, unvalued, lost
