"""How the options stand at some settings: what the figures come to, which option leads and by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.areas.options import in_sentence
from models.studies.too_close import is_close


class State(StrEnum):
    """What the judgement comes to."""

    CLEAR = "clear"
    CLOSE = "close"
    ONLY = "only"
    USUAL = "usual"
    NOTHING = "nothing"
    NONE = "none"


_AS_SURE = 0.02
"""Of chances: those no further apart are told as one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the options stand at some settings, in money of compared cost.

    recommended: an option's key, USUAL, or empty where none is. rival: the next option, or USUAL where that does the
        same work and comes next, or a dearer one that is too often the cheaper of the two for a clear lead; empty where
        there is none.
    lead: what the rival costs more. tolerance: the lead below which it is close unless it is nearly certain.
    chance: share of the cases in which the recommended option is cheaper than the rival; None before cases are drawn.
    compared: by option. blocked: options that are not allowed, each with its reason.
    benefit: value of all work less the cost of the recommended option, None where some work has no value entered.
    chances: shares of the cases in which the recommended option is cheaper than each other one that is allowed.
    awaited: options that nothing forbids, that wait for something to be entered and may cost least then, each with
        what is missing: nothing is recommended yet.
    dearer_by: what the recommended option costs more than another one on average over the cases, by the other's key;
        those of which the cases do not leave a doubt.
    expected: what the recommended option costs on average over the cases, less what chance may add; 0 before any.
    """

    state: State
    recommended: str
    rival: str
    lead: float
    tolerance: float
    chance: float | None
    compared: Mapping[str, float]
    blocked: Mapping[str, str]
    benefit: float | None = None
    dearer_by: Mapping[str, float] = field(default_factory=dict[str, float])
    chances: Mapping[str, float] = field(default_factory=dict[str, float])
    awaited: Mapping[str, str] = field(default_factory=dict[str, str])
    expected: float = 0.0

    @property
    def least_sure(self) -> tuple[str, float | None]:
        """What is most often cheaper than a clear leader, and the share of cases in which it is not; else the rival.

        One that is hardly likelier to be cheaper than the rival is not told in its place.
        """
        if self.state is not State.CLEAR or self.chance is None or not self.chances:
            return self.rival, self.chance
        other = min(self.chances, key=self.chances.__getitem__)
        less_sure = self.chances[other] < self.chance - _AS_SURE
        return (other, self.chances[other]) if less_sure else (self.rival, self.chance)

    @property
    def close(self) -> bool:
        """Whether the lead is too close to call."""
        return is_close(self.lead, self.tolerance, self.chance)

    @property
    def tied(self) -> bool:
        """Whether what costs least and the next are too close to call, be it business as usual: the choice is left."""
        return bool(self.rival) and (self.state is State.CLOSE or (self.state is State.USUAL and self.close))

    @property
    def as_close(self) -> Sequence[str]:
        """Other options than the rival of a tie that are within the tolerance too and not surely dearer, nearest first.

        The tolerance is that to the rival. What is far dearer as planned and often cheaper all the same is no choice.
        """
        if not self.tied or self.recommended not in self.compared:
            return []
        least = self.compared[self.recommended]
        others = {
            one: self.compared[one] - least
            for one, chance in self.chances.items()
            if one in self.compared
            and one not in {self.recommended, self.rival, *self.blocked}
            and self.compared[one] - least < self.tolerance
            and is_close(self.compared[one] - least, self.tolerance, chance)
        }
        return sorted(others, key=others.__getitem__)


def comes_to(standing: Standing) -> str:
    """Return what the options come to at some settings, as a clause."""
    if standing.state is State.NOTHING:
        return "nothing is worth doing"
    if standing.state is State.NONE:
        return "no option can be judged yet" if standing.awaited else "no option is allowed"
    if standing.state is State.CLOSE:
        return f"{in_sentence(standing.recommended)} and {in_sentence(standing.rival)} are too close to call"
    return f"{in_sentence(standing.recommended)} costs least"
