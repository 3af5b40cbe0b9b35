"""Servers that stand idle once the work they were bought for has ended, though other work goes on."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import servers_needed
from models.appraisal.model import model
from models.appraisal.results import OptionResult
from models.appraisal.usual import HOUSED, UPKEEP
from models.areas.finance import Finance
from models.areas.options import OWNING, in_sentence
from models.areas.workloads import Workload
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.texts import counted, listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.judgement import Against, State, planned, worth_telling
from models.studies.best import with_settings

_IDLE = 0.5
"""Of the servers of a pool, from which they stand idle."""

_LONG, _SEASON = 12, 4
"""Months that they stand so at least; fewer, longer than a season, where keeping them is worth telling all the same."""

_FEW = 3
"""Servers below which the last of them is not idle but the smallest that is sold."""


def stands_idle(plan: Plan, scenario: str, option: OptionResult) -> Iterator[Against]:
    """Yield from when most servers of a pool have no work, what keeping them costs, and what leads until then.

    That is where the work they were bought for ends or falls and other work goes on.
    """
    if option.key not in OWNING:
        return
    traced = model(plan.structure)
    needs, there = servers_needed(option.key, traced.lines), f"{option.key}.in_use"
    # what a server that is kept costs whether it works or not
    kept = [key for name in (*UPKEEP, *HOUSED) if (key := f"{option.key}.{name}") in traced.lines]
    if not {needs, there} <= traced.lines.keys():
        return
    values = plan.values(scenario)
    found = traced.evaluate(values, [needs, there, *kept])
    in_use, needed = found.rows(there)[:, :, 0], found.rows(needs)[:, :, 0]
    for place, pool in enumerate(plan.rows["pool"]):
        servers, work = in_use[place], np.minimum(needed[place], in_use[place])
        told = None
        for idle in _idle_months(servers, work):
            if not needed[:, idle].any():
                continue  # of a plan of which all work has ended another remark tells
            share = (1 - work / np.maximum(servers, 1))[idle]
            costs = sum(float((share * _by_month(found, key, place)[idle]).sum()) for key in kept)
            ends = idle.stop - 1 == plan.structure.horizon
            if idle.stop - idle.start >= _LONG or (worth_telling(costs, option) and not ends):
                told = idle, costs
                break
        if told is None:
            continue
        idle, costs = told
        first, last = idle.start, idle.stop - 1
        ended = [
            row.name
            for row in plan.rows["workload"]
            if values[Workload.active.key_in(row.slug)]
            and values[Workload.pool.key_in(row.slug)] == pool.slug
            and float(values[Workload.end.key_in(row.slug)]) == first - 1
        ]
        why = f"{listed(ended)} end{'s' if len(ended) == 1 else ''} in month {first - 1}: from" if ended else "From"
        until = "to the horizon" if last == plan.structure.horizon else f"until month {last}"
        most, busy = round(float(servers[idle].max())), round(float(work[idle].max()))
        have = f"at most {busy} of {counted(most, 'server')} ({pool.name}) {'has' if busy == 1 else 'have'} work"
        have = have if busy else f"none of {counted(most, 'server')} ({pool.name}) has work"
        yield Against(
            "idle",
            f"{why} month {first} {have}, and keeping the others {until} costs {money(costs, SYMBOLS[plan.currency])}"
            f" as paid.{_before(plan, scenario, option, first - 1)}",
        )


def _idle_months(servers: NDArray[np.float64], work: NDArray[np.float64]) -> Iterator[slice]:
    """Yield the stretches, longer than a season, in which most servers stand idle that were busy before."""
    idle = (servers >= _FEW) & (work <= (1 - _IDLE) * servers)
    busy = (servers >= _FEW) & ~idle
    edges = np.flatnonzero(np.diff(np.concatenate(([0], idle.astype(int), [0]))))
    for start, end in edges.reshape(-1, 2).tolist():
        if end - start > _SEASON and busy[:start].any():
            yield slice(start, end)


def _by_month(found: Results, key: str, place: int) -> NDArray[np.float64]:
    by_row = found.rows(key)[:, :, 0]
    return by_row[place] if len(by_row) > place else np.zeros(by_row.shape[1])


def _before(plan: Plan, scenario: str, option: OptionResult, months: int) -> str:
    """Return what leads over the months in which they have work alone, as a sentence that follows."""
    short = judged(with_settings(plan, scenario, {Finance.horizon.key: months}), scenario)
    made = planned(short)
    if made.state not in {State.CLEAR, State.CLOSE} or option.key in short.blocked:
        return ""
    over = f" Over those {months} months alone"
    if made.recommended == option.key:
        return f"{over} it still costs least."
    leads = short.options.get(made.recommended)
    if leads is None:
        return f"{over} business as usual costs less."
    more = short.options[option.key].compared - leads.compared
    less = money(more, SYMBOLS[plan.currency])
    return f"{over} {in_sentence(made.recommended)} costs {less} less."
