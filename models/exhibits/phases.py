"""The phases of a proposal: what is ordered, installed, hired and reviewed, and when."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.areas.cost_management import LEVERS, lever_key
from models.areas.options import in_sentence
from models.areas.workloads import Workload
from models.exhibits.board_pages import YEAR
from models.exhibits.capital_words import retired_by_pool
from models.exhibits.case_text import short
from models.exhibits.cells import calendar_month
from models.exhibits.conclusions import Known
from models.quantities.writing import month_after

REVIEWED = "tripwires, bills against plan"
"""What is looked at after a year, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of months in the delivery of an option, or one month where both are the same."""

    label: str
    first: int
    last: int
    note: str


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of delivery as bars over months."""

    title: str
    note: str
    months: int
    names: Sequence[tuple[float, str]]
    phases: Sequence[Phase]
    alternative: str


MOST_PHASES = 12

_NAMED_EVERY = ((3, 24), (6, 48), (12, 72), (24, math.inf))
"""Every how many months one is named, and for how many at most: as many names as stand apart."""


def phases(known: Known) -> Phases:
    """Return the phases of the option that is proposed, of the cheapest where none is: orders, hires, levers, work."""
    plan, scenario = known.plan, known.scenario
    nothing = known.keeps_usual or known.does_nothing
    option = None if nothing else known.proposed or next(iter(known.case.allowed()), None)
    horizon = plan.structure.horizon
    found = [Phase("Decision of the board", 0, 0, str(calendar_month(plan.start)))]
    key = option.key if option is not None else ""
    if key in {"on_premises", "hybrid"}:
        found += _deliveries(known, key)
    found += [] if nothing else _pilots(known)
    for role in () if nothing else plan.rows["role"]:
        delay = round(float(plan.entry(scenario, f"operations.role.{role.slug}.hire_delay").value))
        if 0 < delay <= horizon:
            found.append(Phase(f"Hire: {short(role.name, 30)}", 0, delay, f"{delay} months"))
    for lever in () if nothing else LEVERS:
        if plan.entry(scenario, lever_key(lever)).value:
            start = round(float(plan.entry(scenario, f"cost_management.{lever}_start").value))
            label = plan.declaration(lever_key(lever)).label
            found.append(Phase(label, min(start, horizon), min(start, horizon), "takes effect"))
    if horizon > YEAR:
        found.append(Phase("Review after a year", YEAR, YEAR, REVIEWED))
    shown = found if len(found) <= MOST_PHASES else [*found[: MOST_PHASES - 1], found[-1]]
    last = max(18, *(one.last + 6 for one in shown))
    months = min(horizon, last)
    step = next(step for step, most in _NAMED_EVERY if months <= most)
    names = [(float(month), f"{month_after(plan.start, month):%b %y}") for month in range(0, months + 1, step)]
    told = "; ".join(
        f"{one.label}: month {one.first}" + (f" to {one.last}" if one.last > one.first else "") for one in shown
    )
    name = option.label if option is not None else "No option"
    title = f"Delivery of {in_sentence(key)}" if key else "Delivery"
    return Phases(title, "Months from the decision", months, names, shown, f"{name}: {told}.")


def _pilots(known: Known) -> list[Phase]:
    """Return the pilots and second phases of the workloads that count, a pilot with its gate."""
    plan, found = known.plan, list[Phase]()
    values, horizon = plan.values(known.scenario), plan.structure.horizon
    for row in plan.rows["workload"]:
        if not values[Workload.active.key_in(row.slug)]:
            continue
        start, pilot, second = (
            int(float(values[one.key_in(row.slug)]))
            for one in (Workload.start, Workload.pilot_until, Workload.phase_until)
        )
        name = short(row.name, 30)
        if 0 < pilot <= horizon:
            part = float(values[Workload.pilot_share.key_in(row.slug)])
            gate = "then its gate" if values[Workload.gate_passed.key_in(row.slug)] else "ends there"
            found.append(Phase(f"Pilot: {name}", min(start, pilot), pilot, f"{part:.0%} of demand, {gate}"))
        goes_on = pilot <= 0 or values[Workload.gate_passed.key_in(row.slug)]
        if goes_on and pilot < second <= horizon:
            part = float(values[Workload.phase_share.key_in(row.slug)])
            found.append(Phase(f"Second phase: {name}", max(pilot, start), second, f"{part:.0%} of demand"))
    return found


def _deliveries(known: Known, option: str) -> list[Phase]:
    plan = known.plan
    traced = model(plan.structure)
    line = OptionLine.ORDERED.of(option)
    ordered = traced.evaluate(plan.values(known.scenario), [line]).rows(line)[:, :, 0]
    retired = retired_by_pool(plan, known.scenario, option)
    found: list[Phase] = []
    horizon = plan.structure.horizon
    for place, pool in enumerate(plan.rows["pool"]):
        lead = int(plan.entry(known.scenario, f"compute.pool.{pool.slug}.lead").value)
        months = np.flatnonzero(ordered[place] > 0).tolist()
        if not months:
            continue
        name, first = short(pool.name, 24), months[0]
        arrives = min(first + lead, horizon)
        found.append(Phase(f"Order {_servers(ordered[place, first])} for {name}", first, arrives, f"{lead} months"))
        if arrives < horizon:
            found.append(Phase(f"Install and move work: {name}", arrives, arrives + 1, f"from month {arrives}"))
        later = float(ordered[place, first + 1 :].sum())
        if later:
            last = min(months[-1] + lead, horizon)
            renewed = retired[place]
            why = "as work grows" if renewed <= 0 else "replaced" if renewed >= later else "replaced, or as work grows"
            found.append(Phase(f"{_servers(later, more=True)} for {name}", months[1], last, why))
    return found


def _servers(count: float, *, more: bool = False) -> str:
    return f"{round(count):,} {'more ' if more else ''}server{'' if round(count) == 1 else 's'}"
