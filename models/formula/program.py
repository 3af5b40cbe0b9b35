"""The graph as a program: ordered steps, evaluated over cases in blocks on all cores."""

import os
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np

from models.formula.bound import Bound, Values
from models.formula.collect import Collector
from models.formula.kernels import WIDTH, in_phases
from models.formula.leaves import leaf_keys
from models.formula.machine import Machine, compiled
from models.formula.node import Line, Node
from models.formula.operation import Array
from models.formula.operations.months import MANY_CASES
from models.formula.order import components
from models.formula.recurrence import recurrence
from models.formula.regions import Region
from models.formula.schedule import Part, Step, with_regions
from models.formula.trace import Structure

BLOCK_CASES = 1_000
"""Cases worked on together at most by numpy.

Smaller blocks stay in the cache but the cores then wait for each other's short calls.
"""

BLOCK_CASES_COMPILED = 2_500
"""The same for machine code, which goes through a block eight cases at a time: a block only spares calls."""

MOST_NUMBERS = 4_000_000
"""Numbers in the largest array of a block: with many rows a block has fewer cases, so that memory stays bounded."""

MOST_KEPT = 2_000_000
"""Numbers in the arrays that a batch leaves for the next one like it."""

COMPILE_FROM = 2_000
"""From this many cases on machine code is worth its compilation, once for each set of varying inputs (about 0.3 s)."""

WORTH_A_CORE = 500
"""Cases that one core gets at least: with fewer, the cores of a small plan wait for each other's short calls."""

CORES = min(os.cpu_count() or 1, 8)


_share = threading.local()


@contextmanager
def one_core_left() -> Generator[None]:
    """Leave one core to others for as long as this thread works batches out: long work beside a window."""
    _share.cores = max(1, CORES - 1)
    try:
        yield
    finally:
        del _share.cores


@dataclass(frozen=True, slots=True)
class Results:
    """Values of lines: arrays of rows × months × cases, as one dimension for each row axis, then months, cases."""

    arrays: Mapping[str, Array]

    def __getitem__(self, line: str) -> Array:
        return self.arrays[line]

    def monthly(self, line: str) -> Array:
        """Return a line without rows as months × cases, or 1 × cases where it does not vary by month."""
        array = self.arrays[line]
        return array.reshape(array.shape[-2:])

    def rows(self, line: str) -> Array:
        """Return a line as rows × months × cases."""
        array = self.arrays[line]
        return array.reshape(-1, *array.shape[-2:])

    def curve(self, line: str) -> Array:
        """Return a line of one case by month."""
        return self.monthly(line)[:, 0]

    def number(self, line: str) -> float:
        """Return the one value of a line that has neither rows nor months, for a single case."""
        return float(self.arrays[line].reshape(-1)[0])


@dataclass
class Program:
    """The steps that yield some lines, and the slots their values live in.

    collect: rewrite the lines for speed first; the numbers are the same.
    stand_ins: lines that are read in place of others, by the others' identity; they need collecting.
    """

    structure: Structure
    lines: Sequence[Line]
    collect: bool = True
    stand_ins: Mapping[int, Line] = field(default_factory=dict[int, Line])
    roots: dict[str, Node] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    leaves: list[tuple[int, Node]] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    _slots: dict[int, int] = field(default_factory=dict)
    _plans: dict[frozenset[str], "Plan"] = field(default_factory=dict)
    _whole: "Plan | None" = None
    _own: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        """Order the terms into steps."""
        self.roots = {line.key: line for line in self.lines}
        if self.collect:
            collector = Collector(self.structure, self.lines, self.stand_ins)
            self.roots = {line.key: collector.line(line) for line in self.lines}
        for group in components(self.roots.values()):
            if len(group) > 1:
                self._add_group(group)
            else:
                self._add(group[0])

    @cached_property
    def reads(self) -> frozenset[str]:
        """The keys of all inputs that the lines depend on."""
        return frozenset(key for _, node in self.leaves for key in leaf_keys(node, self.structure))

    def slot(self, node: Node) -> int:
        """Return the slot a term's value lives in."""
        while id(node) not in self._slots:
            node = node.operands[0]
        return self._slots[id(node)]

    def slot_of(self, line: Line) -> int:
        """Return the slot a line's value lives in."""
        return self.slot(self.roots[line.key])

    def _new_slot(self, node: Node) -> int:
        self._slots[id(node)] = len(self.nodes)
        self.nodes.append(node)
        return self._slots[id(node)]

    def _add(self, node: Node) -> None:
        if node.op.renames:
            self._slots[id(node)] = self.slot(node.operands[0])
        elif not node.op.is_leaf:
            reads = tuple(self.slot(operand) for operand in node.operands)
            self.steps.append(Step(node, reads, (self._new_slot(node),)))
        else:
            self.leaves.append((self._new_slot(node), node))

    def _add_group(self, members: Sequence[Node]) -> None:
        group = recurrence(members)
        reads = tuple(self.slot(node) for node in group.outside)
        writes = tuple(self._new_slot(line) for line in group.lines)
        self.steps.append(Step(group.lines[0], reads, writes, group))

    def one_case(self) -> Bound:
        """Return all steps bound for one case at a time, every value kept."""
        empty: list[Array | None] = [None] * len(self.nodes)
        return Bound(self.structure, self.nodes, self.leaves, self.steps, empty, 1)

    def prepare(self) -> None:
        """Compile what one case needs (about half a second), where this machine can.

        Single cases then take a fifth of the time.
        """
        plan = self.plan(self.reads)
        plan.compile()
        if plan.compiled:
            self._whole = plan

    @property
    def prepared(self) -> bool:
        """Whether single cases run as machine code."""
        return self._whole is not None

    def _shared_case(self, values: Values) -> Bound:
        """Return this thread's own bound steps for one case.

        Machine code takes several cases at once; they are then equal ones.
        """
        if self._own.__dict__.get("whole") is not self._whole or not hasattr(self._own, "bound"):
            self._own.bound = self.one_case()
            if self._whole is not None:
                self._own.bound.run(values)
                self._own.bound = self._whole.bound(
                    self._own.bound.held, WIDTH, {self.slot(root) for root in self.roots.values()}
                )
            self._own.whole = self._whole
        return self._own.bound

    def evaluate(self, values: Values, wanted: Sequence[Line]) -> Results:
        """Return the wanted lines for all cases.

        values: every input of the graph by key; arrays must have one length, the number of cases.
        """
        varying = {key: value for key, value in values.items() if isinstance(value, np.ndarray)}
        if not varying:
            bound = self._shared_case(values)
            bound.run(values)
            return Results({line.key: self._held(bound.held, line)[..., :1].copy() for line in wanted})
        cases = max(len(value) for value in varying.values())
        plan = self.plan(frozenset(varying))
        moving = [plan.moves[self.slot_of(line)] for line in wanted]
        outputs = [
            np.empty((*self._shape(line), cases if moves else 1)) for line, moves in zip(wanted, moving, strict=True)
        ]

        def keep(start: int, stop: int, block: Results) -> None:
            for line, output, moves in zip(wanted, outputs, moving, strict=True):
                if moves:
                    output[..., start:stop] = block[line.key]
                elif start == 0:
                    output[...] = block[line.key]

        self.evaluate_blocks(
            values, lambda start, stop: {k: v[start:stop] for k, v in varying.items()}, cases, wanted, keep
        )
        return Results({line.key: output for line, output in zip(wanted, outputs, strict=True)})

    def evaluate_blocks(
        self,
        values: Values,
        draw: Callable[[int, int], Mapping[str, Array | float]],
        cases: int,
        wanted: Sequence[Line],
        keep: Callable[[int, int, Results], None],
    ) -> None:
        """Work through any number of cases block by block, on all cores, in bounded memory.

        draw: returns the varying inputs of the cases start…stop; a number for one that is the same in all of them.
        keep: takes the wanted lines of those cases; it is called from several threads, each with its own cases, and
            must copy what it keeps.
        """
        first = draw(0, 1)
        plan = self.plan(frozenset(first))
        if cases >= COMPILE_FROM:
            plan.compile()
        slots = [(line.key, self.slot_of(line)) for line in wanted]
        batch = plan.batch(frozenset(slot for _, slot in slots))
        batch.one.run(values)
        cores = int(getattr(_share, "cores", CORES))
        size = min(plan.most_cases(), max(WORTH_A_CORE, -(-cases // cores)))
        starts = range(0, cases, size)

        def work(part: Sequence[int]) -> None:
            for start in part:
                stop = min(start + size, cases)
                bound = batch.taken(stop - start)
                bound.run({**values, **draw(start, stop)})
                keep(
                    start, stop, Results({key: array for key, slot in slots if (array := bound.held[slot]) is not None})
                )
                batch.give(stop - start, bound)

        if len(starts) <= 1 or cores == 1:
            work(starts)
        else:
            with ThreadPoolExecutor(cores) as threads:
                list(threads.map(work, [starts[core::cores] for core in range(cores)]))
        plan.keep(batch)

    def _shape(self, line: Line) -> tuple[int, ...]:
        return (*self.structure.row_shape(line.axes), self.structure.horizon + 1 if line.timed else 1)

    def _held(self, held: Sequence[Array | None], line: Line) -> Array:
        array = held[self.slot_of(line)]
        assert array is not None
        return array

    def plan(self, varying: frozenset[str]) -> "Plan":
        """Return what has to be worked out again when some inputs vary."""
        if varying not in self._plans:
            if len(self._plans) > 64:  # noqa: PLR2004 - a plan is small; this only bounds a long session
                self._plans.clear()
            self._plans[varying] = Plan(self, varying)
        return self._plans[varying]


class Plan:
    """Which leaves and steps depend on the inputs that vary."""

    def __init__(self, program: Program, varying: frozenset[str]) -> None:
        self._program = program
        self.moves = [False] * len(program.nodes)
        self._leaves: list[tuple[int, Node]] = []
        for slot, node in program.leaves:
            if varying & set(leaf_keys(node, program.structure)):
                self.moves[slot] = True
                self._leaves.append((slot, node))
        self._steps: list[Step] = []
        for step in program.steps:
            if any(self.moves[slot] for slot in step.reads):
                self._steps.append(step)
                for slot in step.writes:
                    self.moves[slot] = True
        self._wanted = {program.slot(root) for root in program.roots.values()}
        self._by_rows: list[Part] = with_regions(self._steps, self._wanted)
        self._in_kernels: list[Step | Machine] | None = None
        self._kept: list[_Batch] = []

    def batch(self, wanted: frozenset[int]) -> "_Batch":
        """Return what a batch with the wanted slots runs on, nobody else's until it is kept again."""
        try:
            batch = self._kept.pop()  # at once, for another thread may take it
        except IndexError:
            return _Batch(self, wanted)
        return batch if batch.wanted == wanted and batch.compiled == self.compiled else _Batch(self, wanted)

    def keep(self, batch: "_Batch") -> None:
        """Keep what a batch ran on for the next one like it, where it is small."""
        if batch.compiled == self.compiled and batch.numbers() <= MOST_KEPT:
            self._kept[:] = [batch]

    def still(self) -> Bound:
        """Return the steps that do not depend on what varies, bound for the one case they are."""
        program = self._program
        leaves = [leaf for leaf in program.leaves if not self.moves[leaf[0]]]
        steps = [step for step in program.steps if not self.moves[step.writes[0]]]
        empty: list[Array | None] = [None] * len(program.nodes)
        return Bound(program.structure, program.nodes, leaves, steps, empty, 1)

    def most_cases(self) -> int:
        """Return how many cases are worked on together at most, so that no array passes the bound."""
        program, length = self._program, self._program.structure.horizon + 1
        schedule: Sequence[Part | Machine] = self._in_kernels if self._in_kernels is not None else self._by_rows
        narrow = {slot for part in schedule if isinstance(part, Machine) for slot in part.layout.narrow}
        slots = {slot for part in schedule for slot in part.outputs() if not isinstance(part, Region)} - narrow
        slots |= {slot for part in schedule if isinstance(part, Region) for slot in part.kept}
        rows = max((prod(program.structure.row_shape(program.nodes[slot].axes)) for slot in slots), default=1)
        most = BLOCK_CASES_COMPILED if self.compiled else BLOCK_CASES
        return max(WIDTH, min(most, MOST_NUMBERS // (rows * length)))

    @property
    def compiled(self) -> bool:
        """Whether batches run as machine code."""
        return self._in_kernels is not None

    def compile(self) -> None:
        """Compile the moving steps to machine code for batches, where this machine can.

        The numbers are the same to the last bit.
        """
        if self._in_kernels is None:
            program = self._program
            self._in_kernels = compiled(
                in_phases(self._steps, self._wanted, program.structure),
                self._wanted,
                program.nodes,
                self.moves,
                program.structure,
            )

    def bound(self, still: Sequence[Array | None], cases: int, kept: set[int]) -> Bound:
        """Return the moving steps bound to arrays for a number of cases.

        All else is read from one case that was worked out.
        """
        program = self._program
        schedule: Sequence[Part | Machine] = self._by_rows if cases >= MANY_CASES else self._steps
        if self._in_kernels is not None and cases >= WIDTH:
            schedule = self._in_kernels
        return Bound(program.structure, program.nodes, self._leaves, schedule, still, cases, kept)


class _Batch:
    """What does not vary, worked out once, and the moving steps bound for as many cases as a block has."""

    def __init__(self, plan: Plan, wanted: frozenset[int]) -> None:
        self.one = plan.still()
        self.wanted = wanted
        self.compiled = plan.compiled
        self._plan = plan
        self._free: dict[int, list[Bound]] = {}

    def taken(self, cases: int) -> Bound:
        """Return steps bound for a number of cases; the caller's own until given back."""
        try:
            return self._free[cases].pop()
        except (KeyError, IndexError):
            return self._plan.bound(self.one.held, cases, set(self.wanted))

    def give(self, cases: int, bound: Bound) -> None:
        """Give steps back for the next block."""
        self._free.setdefault(cases, []).append(bound)

    def numbers(self) -> int:
        """Return how many numbers its arrays hold."""
        arrays = {
            id(array): array.size
            for some in self._free.values()
            for bound in some
            for array in bound.held
            if array is not None
        }
        return sum(arrays.values())
