"""What the organisation decides, as a declaration beside the inputs: whose decision it is and which values are tried.

Studies, forms and rules read this one list. A step binds the search and never the plan: a saved 37 % stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from models.areas.compute import Pool
from models.areas.hosting import Route
from models.areas.options import OPTIONS, OWNING, RENTING
from models.quantities.declaration import Input


class Tried(Enum):
    """Which values the search tries."""

    NONE_OR_ALL = auto()
    STEPS_OF_A_TWENTIETH = auto()
    SERVERS_UP_TO_THE_NEED = auto()
    EVERY_CHOICE = auto()


@dataclass(frozen=True, slots=True)
class DecisionVariable:
    """A decision.

    declared: the input that holds it. options: those that take it; it is never charged to another.
    tried: its feasible values. free: whether the search may move it from the start.
    phrase: how a setting is told, with the value for {}.
    """

    declared: Input
    options: Sequence[str]
    tried: Tried
    phrase: str
    free: bool = True

    @property
    def table(self) -> str:
        """The table whose rows each take the decision."""
        return self.declared.home


DECISIONS: Sequence[DecisionVariable] = (
    DecisionVariable(Route.api_share, ("cloud", *OWNING), Tried.NONE_OR_ALL, "{} by API"),
    DecisionVariable(Pool.committed_one_year, RENTING, Tried.STEPS_OF_A_TWENTIETH, "{} committed for one year"),
    DecisionVariable(Pool.committed_three_years, RENTING, Tried.STEPS_OF_A_TWENTIETH, "{} committed for three years"),
    DecisionVariable(Pool.spot_share, OPTIONS, Tried.STEPS_OF_A_TWENTIETH, "{} of the interruptible work on spot"),
    DecisionVariable(Pool.hybrid_servers, ("hybrid",), Tried.SERVERS_UP_TO_THE_NEED, "{} kept"),
    DecisionVariable(Pool.purchase, OWNING, Tried.EVERY_CHOICE, "servers bought {}"),
    DecisionVariable(Pool.site, OWNING, Tried.EVERY_CHOICE, "servers in {}", free=False),
)
"""Every decision, in the order in which they are told."""
