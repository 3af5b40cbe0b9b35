"""Servers bought month by month, and what later ones do and draw over those of today.

A server bought in month m does (1 + gain)^(m/12) of the work of one of today. Capacity and need are counted in servers
of today; power, racks, licences and spares go by servers.
"""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.world import World
from models.formula.node import (
    ZERO,
    Line,
    Node,
    ceiling,
    compounded,
    cumulative,
    greatest,
    lag,
    per_month,
    previous,
    value_of,
)
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Servers:
    """Servers delivered, retired and installed by month; those in use, what they do and what they draw.

    able: in servers of today; drawing: in servers that draw as one of today.
    """

    bought: Line
    retired: Line
    installed: Line
    in_use: Line
    able: Line
    drawing: Line


def servers(trace: Trace, pool: Pool, world: World, next_need: Line, may_buy: Line, existing: Line) -> Servers:
    """Trace servers bought as they are needed, and retired at the end of their life.

    next_need: servers of today that are to be there a month later.
    """
    grows = value_of(pool.gain) != 0
    does = _index(trace, world, pool.gain, "gain", "Work of a new server over one of today") if grows else None
    lost = trace.declared("lost", "Retired, in servers of today", units.SERVER, like=next_need) if grows else None
    retired = trace.declared("retired", "Servers retired", units.SERVER, like=next_need)
    bought = trace.declared("bought", "Servers delivered", units.SERVER, like=next_need)
    installed = trace.declared("installed", "Servers installed", units.SERVER, like=next_need)
    retired.define(lag(bought, pool.life))
    if does is None or lost is None:
        bought.define(may_buy * greatest(next_need - previous(installed) + retired, 0))
        installed.define(previous(installed) + bought - retired)
        in_use = trace.line("in_use", "Servers in use", units.SERVER, previous(installed) + existing)
        return Servers(
            bought, retired, installed, in_use, in_use, _drawing(trace, pool, world, bought, existing, in_use)
        )
    added = trace.declared("added", "Delivered, in servers of today", units.SERVER, like=next_need)
    held = trace.declared("held", "Installed, in servers of today", units.SERVER, like=next_need)
    lost.define(lag(added, pool.life))
    missing = greatest(next_need - previous(held) + lost, 0)
    bought.define(may_buy * ceiling(missing / does, world.rounding))
    added.define(bought * does)
    held.define(previous(held) + added - lost)
    installed.define(previous(installed) + bought - retired)
    in_use = trace.line("in_use", "Servers in use", units.SERVER, previous(installed) + existing)
    able = trace.line("able", "What they do, in servers of today", units.SERVER, previous(held) + existing)
    return Servers(bought, retired, installed, in_use, able, _drawing(trace, pool, world, bought, existing, in_use))


def _drawing(trace: Trace, pool: Pool, world: World, bought: Line, existing: Line, in_use: Line) -> Line:
    """Trace servers in use by what they draw."""
    if value_of(pool.power_trend) == 0:
        return in_use
    draws = _index(trace, world, pool.power_trend, "power", "Power of a new server over one of today")
    delivered = trace.line("drawn_delivered", "Delivered, by power", units.SERVER, bought * draws)
    so_far = trace.line("drawn_so_far", "Delivered so far, by power", units.SERVER, cumulative(per_month(delivered)))
    gone = trace.line("drawn_gone", "Retired so far, by power", units.SERVER, lag(so_far, pool.life + 1))
    return trace.line("drawing", "In use, by power", units.SERVER, previous(so_far) - gone + existing)


def _index(trace: Trace, world: World, yearly: Node, name: str, label: str) -> Line:
    factor = trace.line(
        f"{name}_factor", f"{label}, monthly factor", units.RATIO, (1 + yearly) ** (1 / world.months_per_year)
    )
    return trace.line(f"{name}_index", label, units.RATIO, compounded(factor, ZERO))
