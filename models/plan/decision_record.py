"""What was decided, by whom and when: frozen in the plan with the figures it rested on, and sealed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from models.quantities.declaration import Value

LONGEST_NOTE = 4_000
MOST_RECORDS = 200


@dataclass(frozen=True, slots=True)
class Wire:
    """A tripwire as it stood. at: in the input's unit, or the factor by which the inputs move. words: as it is told."""

    key: str
    keys: Sequence[str]
    at: float
    below: bool
    to: str
    words: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision.

    decided: the option that was decided for, which need not be the one that was recommended. version: of the program.
    chance: that the recommendation holds; None where it was not drawn. compared: cost of every option as it was ranked,
    in the plan's money. approval: the sum to be approved. wires: what was said to reopen it.
    rows: slug and name of every row, by table; values: of every input, so that all figures can be worked out again.
    plan_hash: of the whole plan file at the time. before: seal of the record before it. seal: of all of this.
    """

    by: str
    on: str
    scenario: str
    decided: str
    recommended: str
    state: str
    sentence: str
    currency: str
    version: str
    plan_hash: str
    chance: float | None = None
    approval: float | None = None
    note: str = ""
    compared: Mapping[str, float] = field(default_factory=dict[str, float])
    wires: Sequence[Wire] = ()
    rows: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict[str, Sequence[Sequence[str]]])
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    before: str = ""
    seal: str = ""


def seal_of(record: DecisionRecord) -> str:
    """Return the seal of a record: the SHA-256 of everything else in it, as JSON with its keys in order."""
    content = asdict(replace(record, seal=""))
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sealed(record: DecisionRecord, earlier: Sequence[DecisionRecord]) -> DecisionRecord:
    """Return a record that names the one before it and bears its seal."""
    linked = replace(record, before=earlier[-1].seal if earlier else "", seal="")
    return replace(linked, seal=seal_of(linked))


def latest_of(records: Sequence[DecisionRecord]) -> DecisionRecord:
    """Return the decision of the last day, of several of one day the last one. records: one or more."""
    return max(enumerate(records), key=lambda each: (each[1].on, each[0]))[1]


def broken(records: Sequence[DecisionRecord]) -> Sequence[int]:
    """Return the places of the records that are not as they were sealed, or do not follow the one before them."""
    found: list[int] = []
    before = ""
    for place, one in enumerate(records):
        if seal_of(one) != one.seal or one.before != before:
            found.append(place)
        before = one.seal
    return found
