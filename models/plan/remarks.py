"""What people say of an input: comments, questions, and whether they agree with its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.quantities.declaration import Value

LONGEST_NAME, LONGEST_REMARK = 120, 2_000
MOST_REMARKS = 5_000


class Says(StrEnum):
    """What a remark says."""

    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"
    AGREED = "agreed"
    DISAGREED = "not agreed"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on an input.

    on: the day. value: what the input had when somebody agreed or did not; None for other remarks. scenario: whose
        value it is of.
    """

    key: str
    by: str
    on: str
    says: Says
    text: str = ""
    value: Value | None = None
    scenario: str = "base"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where an input stands: who agrees and who does not, whether the value has moved since, and open questions.

    stale: those who agreed to another value than the one it has. questions: those that nobody has answered since.
    """

    agreed: Sequence[Remark]
    disagreed: Sequence[Remark]
    stale: Sequence[Remark]
    questions: Sequence[Remark]

    @property
    def open(self) -> bool:
        """Whether something is left to do: a question, a disagreement, or a value that moved since it was agreed."""
        return bool(self.disagreed or self.stale or self.questions)


def standpoint(remarks: Sequence[Remark], value: Value) -> Standpoint:
    """Return where an input of a value stands; of each person the latest word on agreement counts.

    remarks: those on the input, in the order in which they were made. A question is closed by a later answer.
    """
    last: dict[str, Remark] = {}
    questions: list[Remark] = []
    for one in remarks:
        if one.says in {Says.AGREED, Says.DISAGREED}:
            last[one.by.casefold()] = one
        elif one.says is Says.QUESTION:
            questions.append(one)
        elif one.says is Says.ANSWER and questions:
            questions.pop(0)
    agreed = [one for one in last.values() if one.says is Says.AGREED and one.value == value]
    stale = [one for one in last.values() if one.says is Says.AGREED and one.value != value]
    return Standpoint(agreed, [one for one in last.values() if one.says is Says.DISAGREED], stale, questions)


def by_input(remarks: Sequence[Remark]) -> Mapping[tuple[str, str], Sequence[Remark]]:
    """Return remarks by scenario and input, in the order in which they were made."""
    found: dict[tuple[str, str], list[Remark]] = {}
    for one in remarks:
        found.setdefault((one.scenario, one.key), []).append(one)
    return found
