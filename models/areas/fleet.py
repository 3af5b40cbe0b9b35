"""What an option's own servers are, month by month, and what they serve."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.finance import Prices
from models.areas.world import World
from models.formula.node import Line, Node
from models.formula.trace import Trace


@dataclass(frozen=True, slots=True)
class Fleet:
    """Servers of an option by pool and month: bought, installed at the end of the month, in use during it.

    able: those in use, in servers of today by what they do; drawing: by what they draw.
    """

    trace: Trace
    pool: Pool
    prices: Prices
    world: World
    bought: Line
    retired: Line
    installed: Line
    in_use: Line
    able: Line
    drawing: Line
    existing: Line
    capacity: Line
    value: Line
    colocated: Node


@dataclass(frozen=True, slots=True)
class Served:
    """What owned servers serve by pool and month, in GPUs: at once, deferred.

    It also holds the demand at once that is left by slice.
    """

    interactive: Line
    deferrable: Line
    left: Line
