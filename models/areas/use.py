"""How fully capacity is used, pool by pool, with the levers that act on it."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.cost_management import Levers
from models.formula.node import Line
from models.formula.trace import Trace
from models.quantities import units


@dataclass(frozen=True, slots=True)
class Use:
    """By pool and month: the used share of hours paid on demand, the highest utilisation of what is held.

    It also holds interruptible work on spot.
    """

    paid: Line
    highest: Line
    spot: Line


def use(trace: Trace, pool: Pool, levers: Levers) -> Use:
    """Trace how fully capacity is used."""
    own = levers.inputs
    return Use(
        trace.line(
            "paid_share",
            "Used share of hours paid on demand",
            units.SHARE,
            1 - levers.lowered("tune", pool.idle_share, own.tune_idle),
        ),
        trace.line(
            "highest_use",
            "Maximum utilisation of capacity held",
            units.SHARE,
            levers.raised("tune", pool.highest_use, own.tune_use),
        ),
        trace.line(
            "spot_share",
            "Interruptible work on spot",
            units.SHARE,
            levers.raised("spot", pool.spot_share, own.spot_level),
        ),
    )
