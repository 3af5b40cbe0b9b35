"""What a rule between decisions is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.areas.options import OPTION_LABELS, OPTIONS, in_sentence
from models.quantities.texts import listed
from models.rules.facts import Facts

ALL: Sequence[str] = OPTIONS


NOT_AS_PLANNED = " is not allowed as planned: "
_NOT_AS_PLANNED_SEVERAL = " are not allowed as planned: "
"""What stands between an option, or several, and why its settings, and not the option, are barred."""


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


def reasons(blocked: Mapping[str, str]) -> list[str]:
    """Return why options are not allowed, each reason once: what bars several options as planned names them all.

    >>> of = " is not allowed as planned: no."
    >>> reasons({"cloud": f"Cloud{of}", "api": f"API{of}", "hybrid": "It may not."})
    ['Cloud and API are not allowed as planned: no.', 'It may not.']
    >>> reasons({"cloud": "Cloud lacks controls: no.", "api": "API lacks controls: no."})
    ['Cloud and API lack controls: no.']
    """
    alike: dict[str, list[str]] = {}
    for option, reason in blocked.items():
        alike.setdefault(what_bars(option, reason), []).append(option)
    said: list[str] = []
    for why, options in alike.items():
        named = [OPTION_LABELS[options[0]], *(in_sentence(one) for one in options[1:])]
        first = blocked[options[0]]
        if len(options) == 1 or first == why:
            said.append(first)
        elif NOT_AS_PLANNED in first:
            said.append(f"{listed(named)}{_NOT_AS_PLANNED_SEVERAL}{why}")
        else:
            said.append(f"{listed(named)} {of_many(why)}")
    return said


_VERBS = {"lacks": "lack", "needs": "need", "owns": "own", "has": "have", "is": "are"}
"""Verbs that reasons have after the name of an option, for one and for several of them."""


def what_bars(option: str, reason: str) -> str:
    """Return a reason without the option that it names first, so that the same one of several options is known."""
    rest = reason.removeprefix(f"{OPTION_LABELS[option]} ")
    verb = rest.split(" ", 1)[0]
    return reason.partition(NOT_AS_PLANNED)[2] or (rest if rest != reason and verb in _VERBS else reason)


def of_many(why: str) -> str:
    """Return what bars an option, such as "lacks a control", as it is said of several."""
    verb, _, rest = why.partition(" ")
    return f"{_VERBS.get(verb, verb)} {rest}"
