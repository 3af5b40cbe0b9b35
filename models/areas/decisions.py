"""What the organisation decides, as a declaration beside the inputs: whose decision it is and which values are tried.

Studies, forms and rules read this one list. A step binds the search and never the plan: a saved 37% stays.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from models.areas.compute import Pool
from models.areas.data import Data
from models.areas.hosting import Route
from models.areas.options import OPTIONS, OWNING, RENTING
from models.quantities.declaration import Input


class Tried(Enum):
    """Which values the search tries."""

    NONE_OR_ALL = auto()
    STEPS_OF_A_TWENTIETH = auto()
    SERVERS_UP_TO_THE_NEED = auto()
    EVERY_CHOICE = auto()
    QUARTERS_OF_OWNING = auto()


@dataclass(frozen=True, slots=True)
class DecisionVariable:
    """A decision.

    declared: the input that holds it. options: those that take it; it is never charged to another.
    tried: its feasible values. free: whether the search may move it from the start.
    phrase: how a setting is told, with the value for {}.
    own: by option, the input that holds the option's own value where that may differ; switches: by option, the input
        that says whether it has values of its own.
    """

    declared: Input
    options: Sequence[str]
    tried: Tried
    phrase: str
    free: bool = True
    own: Mapping[str, Input] = field(default_factory=dict[str, Input])
    switches: Mapping[str, Input] = field(default_factory=dict[str, Input])

    @property
    def table(self) -> str:
        """The table whose rows each take the decision; empty where an option takes it once."""
        return self.declared.home

    @property
    def held_in(self) -> Sequence[Input]:
        """The inputs that hold it: the one that options share, and those of options with values of their own."""
        return self.declared, *self.own.values()

    def rows(self, slugs: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Return the rows that take the decision; one without a name where an option takes it once.

        slugs: the rows of every table.
        """
        return slugs[self.table] if self.table else ("",)


_TERMS = {"api": Pool.api_terms, "on_premises": Pool.on_premises_terms, "hybrid": Pool.hybrid_terms}

CALLS: Mapping[str, Input] = {
    "cloud": Route.cloud_calls,
    "on_premises": Route.on_premises_calls,
    "hybrid": Route.hybrid_calls,
}
"""By option, the input that says whether it has all requests of a workload served by an API, whatever others do."""

DECISIONS: Sequence[DecisionVariable] = (
    DecisionVariable(Route.api_share, ("cloud", *OWNING), Tried.NONE_OR_ALL, "{} by API", switches=CALLS),
    DecisionVariable(
        Pool.committed_one_year,
        RENTING,
        Tried.STEPS_OF_A_TWENTIETH,
        "{} committed for one year",
        own={"api": Pool.api_one_year, "hybrid": Pool.hybrid_one_year},
        switches=_TERMS,
    ),
    DecisionVariable(
        Pool.committed_three_years,
        RENTING,
        Tried.STEPS_OF_A_TWENTIETH,
        "{} committed for three years",
        own={"api": Pool.api_three_years, "hybrid": Pool.hybrid_three_years},
        switches=_TERMS,
    ),
    DecisionVariable(
        Pool.one_year_after,
        RENTING,
        Tried.STEPS_OF_A_TWENTIETH,
        "{} committed for one year after the three-year terms",
        own={"api": Pool.api_one_year_after, "hybrid": Pool.hybrid_one_year_after},
        switches=_TERMS,
    ),
    DecisionVariable(
        Pool.spot_share,
        OPTIONS,
        Tried.STEPS_OF_A_TWENTIETH,
        "{} of the interruptible work on spot",
        own={"api": Pool.api_spot, "on_premises": Pool.on_premises_spot, "hybrid": Pool.hybrid_spot},
        switches=_TERMS,
    ),
    DecisionVariable(Pool.hybrid_servers, ("hybrid",), Tried.SERVERS_UP_TO_THE_NEED, "{} kept"),
    DecisionVariable(
        Pool.purchase, OWNING, Tried.EVERY_CHOICE, "servers bought {}", own={"hybrid": Pool.hybrid_purchase}
    ),
    DecisionVariable(
        Pool.owning_start,
        OWNING,
        Tried.QUARTERS_OF_OWNING,
        "owning starts {}",
        own={"hybrid": Pool.hybrid_start},
        switches={"hybrid": Pool.hybrid_terms},
    ),
    DecisionVariable(
        Pool.site, OWNING, Tried.EVERY_CHOICE, "servers in {}", free=False, own={"hybrid": Pool.hybrid_site}
    ),
    DecisionVariable(
        Data.hybrid_cloud, ("hybrid",), Tried.STEPS_OF_A_TWENTIETH, "{} of its data in the cloud", free=False
    ),
)
"""Every decision, in the order in which they are told."""

COMMITTED: Sequence[Input] = (Pool.committed_one_year, Pool.committed_three_years, Pool.one_year_after)
"""Shares of a pool that are committed."""

DISCOUNTS: Mapping[Input, Input] = {
    Pool.committed_one_year: Pool.one_year_discount,
    Pool.one_year_after: Pool.one_year_discount,
    Pool.committed_three_years: Pool.three_year_discount,
    Pool.spot_share: Pool.spot_discount,
}
"""By what is committed or run on spot, the discount that it is done for: without one nobody does it."""

AT_ONCE: Sequence[Collection[Input]] = (
    (Pool.committed_one_year, Pool.committed_three_years),
    (Pool.committed_one_year, Pool.one_year_after),
)
"""Shares that are committed in the same months: together all of the demand at most."""

OUTLASTING = DecisionVariable(
    Pool.late_terms, RENTING, Tried.EVERY_CHOICE, "commitments that outlast the horizon", free=False
)
"""Whether commitments may end after the horizon, what is left of them paid there: told, and no part of the search."""


def held_in(declared: Input) -> Sequence[Input]:
    """Return the inputs that hold a decision, by the one that options share."""
    return next(one for one in DECISIONS if one.declared is declared).held_in
