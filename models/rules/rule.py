"""What a rule between decisions is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.areas.options import OPTIONS
from models.rules.facts import Facts

ALL: Sequence[str] = OPTIONS


NOT_AS_PLANNED = " not as planned: "
"""What stands between an option and why its settings, and not the option, are barred."""


class Effect(StrEnum):
    """What a rule does to the options it touches."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    condition: yields what it strikes at, in words that fill the reason's braces; nothing where it does not apply.
    inputs: the names of the inputs its condition reads, for the map of what each input does.
    """

    key: str
    title: str
    options: Sequence[str]
    effect: Effect
    reason: str
    source: str
    inputs: tuple[str, ...]
    condition: Callable[[Facts], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that strikes: on what, which options, with which effect, and why."""

    rule: Rule
    message: str

    @property
    def blocks(self) -> bool:
        """True where the options touched are not allowed."""
        return self.rule.effect is Effect.BLOCKS
