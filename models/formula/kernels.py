"""What becomes machine code together: phases over the months, and inside each, nests of loops over rows.

A phase is one loop over the months (or none, for what does not vary by month). Its nests run one after the other within
a month, each a loop over the rows of every long axis of its terms; rows of short axes are written out one by one. So
neither code nor compile time grows with the rows of a table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.formula.node import Node
from models.formula.operation import Instruction
from models.formula.operations.leaves import NUMBER
from models.formula.operations.months import COMPOUNDED
from models.formula.operations.rows import STACKED, Reduction, axis_of
from models.formula.recurrence import within_month
from models.formula.regions import LONG_AXES
from models.formula.schedule import Step
from models.formula.trace import Structure

WIDTH = 8
"""Cases worked on at once: a register of the widest kind, two of the usual kind."""

WRITTEN_OUT = 8
"""The most rows of an axis that are written out one by one; more are a loop."""


@dataclass(slots=True)
class Nest:
    """Terms that are worked out together for one row after another of some axes.

    kept: slots whose values are written to memory, since another nest or another month reads them.
    """

    axes: tuple[str, ...]
    instructions: list[Instruction] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    _inner: int = -1

    def add(self, step: Step) -> None:
        """Add a step, or the members of a group that look back at each other."""
        if step.group is None:
            one = Instruction(step.node, step.reads, step.writes[0])
            self.instructions.append(one)
            if step.node.op.runs_on or self.reduces(one):
                self.kept.add(one.write)
            elif step.node.op.looks_back:
                self.kept |= set(step.reads[:1]) & self.written()
            return
        places = {id(node): slot for node, slot in zip(step.group.outside, step.reads, strict=True)}
        places |= {id(line): slot for line, slot in zip(step.group.lines, step.writes, strict=True)}
        for node in within_month(step.group.members):
            for one in (*node.operands, node):
                if id(one) not in places:
                    places[id(one)] = self._inner
                    self._inner -= 1
                    if one.op is NUMBER:
                        self.instructions.append(Instruction(one, (), places[id(one)]))
            reads = tuple(places[id(one)] for one in node.operands)
            self.instructions.append(Instruction(node, reads, places[id(node)]))
        self.kept |= set(step.writes)

    def reduces(self, one: Instruction) -> bool:
        """Return whether an instruction adds up, or takes the largest of, the rows of one of the nest's loops."""
        return isinstance(one.node.op, Reduction) and axis_of(one.node) in self.axes

    def written(self) -> set[int]:
        """Return the slots the nest works out."""
        return {one.write for one in self.instructions if one.write >= 0}

    def read(self) -> set[int]:
        """Return the slots its instructions read."""
        return {slot for one in self.instructions for slot in one.reads if slot >= 0}

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return self.written() | self.read()


@dataclass(slots=True)
class Phase:
    """Nests that run one after the other in each month; not timed: once, for terms that do not vary by month."""

    timed: bool
    nests: list[Nest] = field(default_factory=list)

    def instructions(self) -> list[Instruction]:
        """Return the instructions of all nests, in order."""
        return [one for nest in self.nests for one in nest.instructions]

    def written(self) -> set[int]:
        """Return the slots the phase works out."""
        return {slot for nest in self.nests for slot in nest.written()}

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return {slot for nest in self.nests for slot in nest.touched()}

    def outputs(self) -> Sequence[int]:
        """Return the slots that are written to memory."""
        return sorted({slot for nest in self.nests for slot in nest.kept})

    def brief(self) -> set[int]:
        """Return the slots of which only the month at work is ever read; the phase needs no other month of them."""
        instructions = self.instructions()
        back = {one.reads[0] for one in instructions if one.node.op.looks_back}
        return {one.write for one in instructions if one.write >= 0 and one.node.timed} - back


@dataclass(frozen=True, slots=True)
class Layout:
    """How the values of slots lie in memory.

    narrow: slots whose array holds only the cases worked on, since nothing outside the machine reads them.
    brief: of these, slots whose array holds one month only.
    """

    nodes: Sequence[Node]
    moves: Sequence[bool]
    narrow: frozenset[int]
    brief: frozenset[int]
    structure: Structure

    def shape(self, slot: int, whole: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of a slot's array, given that of all its months and cases."""
        if slot not in self.narrow:
            return whole
        return (*whole[:-2], 1 if slot in self.brief else whole[-2], WIDTH)


type Kind = tuple[bool, tuple[str, ...]]
"""Whether terms vary by month, and the axes they loop over."""


def looped(axis: str, structure: Structure) -> bool:
    """Return whether the rows of an axis are a loop."""
    return axis in LONG_AXES or len(structure.axis_rows(axis)) > WRITTEN_OUT


def kind_of(step: Step, structure: Structure) -> Kind | None:
    """Return the kind of nest a step can run in, None where it is left to numpy."""
    if step.group is None:
        return _kind(step.node, structure)
    kinds = {_kind(node, structure) for node in step.group.members if node.timed}
    axes = {axis for node in step.group.members for axis in node.axes if looped(axis, structure)}
    one = kinds.pop() if len(kinds) == 1 else None
    return one if one is not None and set(one[1]) == axes else None


def _kind(node: Node, structure: Structure) -> Kind | None:
    op = node.op
    if op.numpy_only:
        return None
    timed = node.timed or op.gathers
    if not timed and any(operand.timed for operand in node.operands):
        return None
    if op is STACKED:
        along = axis_of(node)
        if looped(along, structure) or any(along in operand.axes for operand in node.operands):
            return None
    if (op.looks_back or op.looks_ahead or op is COMPOUNDED) and any(term.timed for term in node.operands[1:]):
        return None
    if op is COMPOUNDED and node.operands[0].timed:
        return None
    axes = node.operands[0].axes if isinstance(op, Reduction) else node.axes
    return timed, tuple(axis for axis in axes if looped(axis, structure))


def in_phases(steps: Sequence[Step], wanted: set[int], structure: Structure) -> list[Step | Phase]:
    """Return the steps in an order that gathers as many as possible into each phase; what is left runs in numpy."""
    left = list(steps)
    kinds = {id(step): kind_of(step, structure) for step in left}
    missing = {slot for step in left for slot in step.writes}
    schedule: list[Step | Phase] = []
    while left:
        schedule += _alone(left, missing, kinds)
        if not left:
            break
        phases = (_phase(left, missing, kinds, timed=timed) for timed in (False, True))
        best = max(phases, key=lambda phase: len(phase.instructions()))
        assert best.nests
        schedule.append(best)
        done = best.written()
        missing -= done
        left = [step for step in left if not done & set(step.writes)]
    _keep(schedule, wanted)
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


def _phase(left: Iterable[Step], missing: set[int], kinds: Mapping[int, Kind | None], *, timed: bool) -> Phase:
    """Return the phase with all steps that need only what is there, or what the phase has in the month by then."""
    phase = Phase(timed)
    absent = set(missing)
    rest: dict[tuple[str, ...], list[Step]] = {}
    for step in left:
        kind = kinds[id(step)]
        if kind is not None and kind[0] == timed:
            rest.setdefault(kind[1], []).append(step)
    while rest:
        nests = (_gathered(steps, absent, missing, axes) for axes, steps in rest.items())
        best = max(nests, key=lambda nest: len(nest.instructions))
        if not best.instructions:
            break
        phase.nests.append(best)
        done = best.written()
        absent -= {one.write for one in best.instructions if not one.node.op.gathers}
        rest[best.axes] = [step for step in rest[best.axes] if not done & set(step.writes)]
        if not rest[best.axes]:
            del rest[best.axes]
    return phase


def _gathered(steps: Iterable[Step], absent: set[int], missing: set[int], axes: tuple[str, ...]) -> Nest:
    """Return the nest over some axes with all steps that need only what is there or what the nest has by then."""
    nest = Nest(axes)
    waiting = set(absent)
    for step in steps:
        needs = missing if step.node.op.looks_ahead else waiting
        if needs & set(step.reads):
            continue
        nest.add(step)
        if not step.node.op.gathers and not nest.reduces(nest.instructions[-1]):
            waiting -= set(step.writes)
    return nest


def _keep(schedule: Sequence[Step | Phase], wanted: set[int]) -> None:
    """Mark what is read outside the nest that works it out."""
    readers: dict[int, set[int]] = {}
    for part in schedule:
        for reader in part.nests if isinstance(part, Phase) else (part,):
            for slot in reader.read() if isinstance(reader, Nest) else reader.reads:
                readers.setdefault(slot, set()).add(id(reader))
    for part in schedule:
        if isinstance(part, Phase):
            for nest in part.nests:
                elsewhere = {slot for slot in nest.written() if readers.get(slot, set()) - {id(nest)}}
                nest.kept |= elsewhere | (wanted & nest.written())
