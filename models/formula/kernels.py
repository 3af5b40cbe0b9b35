"""Stretches of steps that become one machine-code loop over months and cases.

What goes into each kernel, and in which order the kernels run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from models.formula.node import Node
from models.formula.recurrence import within_month
from models.formula.regions import LONG_AXES, by_row
from models.formula.schedule import Step
from models.formula.trace import Structure

LOOKING_BACK = frozenset({"previous", "lag", "cumulative", "compounded", "held"})
"""Operations that read an earlier month from memory."""

OVER_MONTHS = frozenset({"over_time", "peak_over_time", "at_end"})
"""Operations that gather a term's months into one number; they are ready when the kernel is through."""

OTHER_MONTHS = LOOKING_BACK | OVER_MONTHS | {"ahead"}

ELEMENTWISE = frozenset(
    {
        "add",
        "subtract",
        "multiply",
        "divide",
        "negate",
        "absolute",
        "least",
        "greatest",
        "below",
        "at_most",
        "above",
        "at_least",
        "equals",
        "ratio",
        "where",
        "ceiling",
        "whole",
        "within_unit",
        "total",
        "largest",
        "stacked",
        "block_total",
        "line",
    }
)
"""Operations whose machine code gives the same bits as numpy's."""

MOST_ROWS = 64
"""A term over more rows than this, its loop's axis aside, is left to numpy: rows are written out one by one."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One term, worked out from references.

    A slot of the program, or below zero a value that lives inside the kernel only.
    """

    node: Node
    reads: tuple[int, ...]
    write: int


@dataclass(slots=True)
class Kernel:
    """A stretch of steps run as one loop over months and cases.

    Inside it runs a loop over the rows of one long axis, or of none.

    timed: False for terms that do not vary by month; their loop is over cases alone.
    kept: slots whose values are written to memory, since something outside or a later month reads them.
    """

    timed: bool
    axis: str
    instructions: list[Instruction] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    _inner: int = -1

    def add(self, step: Step) -> None:
        """Add a step, or the members of a group that look back at each other."""
        if step.group is None:
            self.instructions.append(Instruction(step.node, step.reads, step.writes[0]))
            if step.node.op in {"cumulative", "compounded", "held"} | OVER_MONTHS:
                self.kept.add(step.writes[0])
            elif step.node.op in LOOKING_BACK:
                self.kept |= set(step.reads[:1]) & self.written()
            return
        places = {id(node): slot for node, slot in zip(step.group.outside, step.reads, strict=True)}
        places |= {id(line): slot for line, slot in zip(step.group.lines, step.writes, strict=True)}
        for node in within_month(step.group.members):
            for one in (*node.operands, node):
                if id(one) not in places:
                    places[id(one)] = self._inner
                    self._inner -= 1
                    if one.op == "number":
                        self.instructions.append(Instruction(one, (), places[id(one)]))
            self.instructions.append(
                Instruction(node, tuple(places[id(one)] for one in node.operands), places[id(node)])
            )
        self.kept |= set(step.writes)

    def written(self) -> set[int]:
        """Return the slots the kernel works out."""
        return {one.write for one in self.instructions if one.write >= 0}

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return self.written() | {slot for one in self.instructions for slot in one.reads if slot >= 0}

    def outputs(self) -> Sequence[int]:
        """Return the slots that are written to memory."""
        return sorted(self.kept)

    def sums(self) -> set[int]:
        """Return the slots of sums over the kernel's own axis: they are ready when its rows are through."""
        return {
            one.write
            for one in self.instructions
            if self.axis and one.node.op == "total" and one.node.detail == self.axis
        }


type Kind = tuple[bool, str]
"""Whether a kernel's terms vary by month, and its long axis."""

KINDS: tuple[Kind, ...] = ((False, ""), (True, ""), *((True, axis) for axis in LONG_AXES))


def kind_of(step: Step, structure: Structure) -> Kind | None:
    """Return the kind of kernel a step can run in, None where it is left to numpy."""
    if step.group is not None:
        return (True, "") if all(_by_month(node, structure) for node in step.group.members) else None
    node = step.node
    if not node.timed and node.op not in OVER_MONTHS:
        return (
            (False, "")
            if node.op in ELEMENTWISE and not any(one.timed for one in node.operands) and _few_rows(node, "", structure)
            else None
        )
    for axis in LONG_AXES:
        if by_row(node, axis):
            return (True, axis) if node.op in ELEMENTWISE and _few_rows(node, axis, structure) else None
    return (True, "") if _by_month(node, structure) else None


def _by_month(node: Node, structure: Structure) -> bool:
    if (
        not (node.timed or node.op in OVER_MONTHS)
        or node.op not in ELEMENTWISE | OTHER_MONTHS
        or not _few_rows(node, "", structure)
    ):
        return False
    if node.op in {"compounded", "lag", "ahead"}:
        return not node.operands[1].timed and not (node.op == "compounded" and node.operands[0].timed)
    return True


def _few_rows(node: Node, looped: str, structure: Structure) -> bool:
    if node.op == "stacked" and any(node.detail in operand.axes for operand in node.operands):
        return False
    terms = (node, *node.operands)
    if (node.timed or node.op in OVER_MONTHS) and any((set(one.axes) - {looped}) & set(LONG_AXES) for one in terms):
        return False
    return all(
        prod(len(structure.axis_rows(axis)) for axis in one.axes if axis != looped) <= MOST_ROWS for one in terms
    )


def in_kernels(steps: Sequence[Step], wanted: set[int], structure: Structure) -> list[Step | Kernel]:
    """Return the steps in an order that gathers as many as possible into each kernel; what is left runs in numpy."""
    left = list(steps)
    kinds = {id(step): kind_of(step, structure) for step in left}
    missing = {slot for step in left for slot in step.writes}
    schedule: list[Step | Kernel] = []
    while left:
        schedule += _alone(left, missing, kinds)
        if not left:
            break
        best = max(
            (_gathered(left, missing, kinds, kind) for kind in KINDS), key=lambda kernel: len(kernel.instructions)
        )
        assert best.instructions
        schedule.append(best)
        done = best.written()
        missing -= done
        left = [step for step in left if not done & set(step.writes)]
    for number, part in enumerate(schedule):
        if isinstance(part, Kernel):
            later = {slot for other in schedule[number + 1 :] for slot in other.touched()}
            part.kept |= ((later | wanted) & part.written()) | part.sums()
    return schedule


def _alone(left: list[Step], missing: set[int], kinds: Mapping[int, Kind | None]) -> list[Step]:
    """Remove and return the steps left to numpy that can run now, each after what it needs."""
    taken: list[Step] = []
    rest: list[Step] = []
    for step in left:
        if kinds[id(step)] is None and not missing & set(step.reads):
            taken.append(step)
            missing -= set(step.writes)
        else:
            rest.append(step)
    left[:] = rest
    return taken


def _gathered(left: Sequence[Step], missing: set[int], kinds: Mapping[int, Kind | None], kind: Kind) -> Kernel:
    """Return the kernel of a kind with all steps that need only what is there or what the kernel has by then."""
    kernel = Kernel(*kind)
    waiting = set(missing)
    for step in left:
        needs = missing if step.node.op == "ahead" else waiting
        if kinds[id(step)] == kind and not needs & set(step.reads):
            kernel.add(step)
            if step.node.op not in OVER_MONTHS and (
                not kernel.axis or step.node.op != "total" or step.node.detail != kernel.axis
            ):
                waiting -= set(step.writes)
    return kernel
