"""The order of work: single steps, and stretches of steps that run row by row along a long axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from models.formula.node import Node
from models.formula.recurrence import Recurrence
from models.formula.regions import LONG_AXES, Region, by_row


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: the slots it reads and writes; a group of lines that look back at each other writes several."""

    node: Node
    reads: tuple[int, ...]
    writes: tuple[int, ...]
    group: Recurrence | None = None

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return {*self.reads, *self.writes}

    def outputs(self) -> Sequence[int]:
        """Return every slot written."""
        return self.writes


type Part = Step | Region


class Touching(Protocol):
    """A part of a schedule, as far as the slots it touches matter."""

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        ...


def last_reads(schedule: Sequence[Touching]) -> list[list[int]]:
    """Return, for each part, the slots that nothing reads after it."""
    last: dict[int, int] = {}
    for number, part in enumerate(schedule):
        for slot in part.touched():
            last[slot] = number
    ends: list[list[int]] = [[] for _ in schedule]
    for slot, number in last.items():
        ends[number].append(slot)
    return ends


def with_regions(steps: Sequence[Step], wanted: set[int]) -> list[Part]:
    """Return the steps with those along a long axis gathered into regions.

    A region is run when something outside it needs one of its sums or rows.
    """
    schedule: list[Part] = []
    pending: dict[str, Region] = {}

    def flush(axis: str) -> None:
        region = pending.pop(axis)
        inputs = {slot for reads in region.reads for slot in reads} - set(region.writes)
        for other in [name for name, one in pending.items() if inputs & set(one.writes)]:
            flush(other)
        schedule.append(region)

    for step in steps:
        axis = next((name for name in LONG_AXES if step.group is None and by_row(step.node, name)), "")
        for name in list(pending):
            if name in pending:
                blocking = pending[name].sums() if name == axis else set(pending[name].writes)
                if blocking & set(step.reads):
                    flush(name)
        if axis:
            pending.setdefault(axis, Region(axis)).add(step.node, step.reads, step.writes[0])
        else:
            schedule.append(step)
    for name in list(pending):
        if name in pending:
            flush(name)
    _keep(schedule, wanted)
    return schedule


def _keep(schedule: Sequence[Part], wanted: set[int]) -> None:
    """Mark what is read outside its region."""
    for number, part in enumerate(schedule):
        if isinstance(part, Region):
            later = {slot for other in schedule[number + 1 :] for slot in other.touched()}
            part.kept = ((later | wanted) & set(part.writes)) | part.sums()
