"""One thing that speaks against what is recommended, and what it is a condition of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.quantities.declaration import Value

_A_TRIFLE = 0.02


@dataclass(frozen=True, slots=True)
class Hollow:
    """Why nothing is resolved before something is put right. why: the reason; before: what comes first; clauses."""

    why: str
    before: str


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that speaks against what is recommended.

    kind: what it is, and so where it opens. stake: of another way to do it, the money that is in it. turns: whether
    another option would be recommended then. helps: whether it makes what is recommended cheaper still. settles:
    whether the money in it would be of what is recommended alone, so that a close call may be none. names: of what it
    speaks, where that is rows of the plan. adds: what putting it right adds to the planned cost over the horizon, which
    no figure has. first: what has to be put right before a resolution takes effect, as a clause; empty where nothing.
    of_rival: whether it is the next option that lacks it, and not what is recommended. puts: the inputs that put it
    right, and what they are then. hollow: why nothing is resolved
    before it is put right, such as that much of what is to be approved would not be paid then; None where it may be.
    """

    kind: str
    text: str
    stake: float = field(default=0.0, compare=False)
    turns: bool = field(default=False, compare=False)
    helps: bool = field(default=False, compare=False)
    settles: bool = field(default=False, compare=False)
    names: Sequence[str] = field(default=(), compare=False)
    adds: float = field(default=0.0, compare=False)
    first: str = field(default="", compare=False)
    of_rival: bool = field(default=False, compare=False)
    hollow: Hollow | None = field(default=None, compare=False)
    puts: Mapping[str, Value] = field(default_factory=dict[str, Value], compare=False)

    @property
    def untried(self) -> bool:
        """Whether it says what another way would do that was not tried."""
        return self.text.startswith("Not tried:")

    @property
    def as_clause(self) -> str:
        """What another way would do, as a clause that follows others."""
        return self.text.removeprefix("Not tried: ").removesuffix(".")

    def trifling(self, lead: float) -> bool:
        """Return whether what is in it is next to nothing beside a lead, so that it must not crowd out the rest."""
        return not self.turns and 0 < self.stake < _A_TRIFLE * abs(lead)
