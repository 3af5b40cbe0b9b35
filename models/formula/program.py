"""The graph as a program: ordered steps, evaluated over cases in blocks on all cores."""

import os
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from models.formula.node import AXES, Line, Node
from models.formula.operations import OPERATIONS, Array
from models.formula.recurrence import Recurrence, recurrence
from models.formula.trace import Structure
from models.quantities.declaration import Input, Kind, Value

type Values = Mapping[str, Value | Array]
"""Values of inputs by key: one number, text or flag for all cases, or an array with one number a case."""

SAME = frozenset({"line", "per_month"})
"""Operations that change a name or a unit, not a number."""

BLOCK_CASES = 256
"""Cases worked on together: their monthly arrays stay within a core's cache."""

CORES = min(os.cpu_count() or 1, 8)


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: the slots it reads and writes, and the slots nothing reads after it."""

    node: Node
    reads: tuple[int, ...]
    writes: tuple[int, ...]
    group: Recurrence | None = None


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

    def number(self, line: str) -> float:
        """Return the one value of a line that has neither rows nor months, for a single case."""
        return float(self.arrays[line].reshape(-1)[0])


@dataclass
class Program:
    """The steps that yield some lines, and the slots their values live in."""

    structure: Structure
    lines: Sequence[Line]
    steps: list[Step] = field(default_factory=list)
    leaves: list[tuple[int, Node]] = field(default_factory=list)
    slots: dict[int, int] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    _shapes: dict[tuple[tuple[str, ...], bool], tuple[int, ...]] = field(default_factory=dict)
    _plans: dict[frozenset[str], "Plan"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Order the graph into steps."""
        for group in _components(self.lines):
            if len(group) > 1:
                self._add_group(group)
            else:
                self._add(group[0])

    def _slot(self, node: Node) -> int:
        while id(node) not in self.slots:
            node = node.operands[0]
        return self.slots[id(node)]

    def _new_slot(self, node: Node) -> int:
        self.slots[id(node)] = len(self.nodes)
        self.nodes.append(node)
        return self.slots[id(node)]

    def _add(self, node: Node) -> None:
        if node.op in SAME:
            self.slots[id(node)] = self._slot(node.operands[0])
        elif node.operands and node.op not in {"chosen"}:
            reads = tuple(self._slot(operand) for operand in node.operands)
            self.steps.append(Step(node, reads, (self._new_slot(node),)))
        else:
            self.leaves.append((self._new_slot(node), node))

    def _add_group(self, members: Sequence[Node]) -> None:
        group = recurrence(members)
        reads = tuple(self._slot(node) for node in group.outside)
        writes = tuple(self._new_slot(line) for line in group.lines)
        self.steps.append(Step(group.lines[0], reads, writes, group))

    def shape(self, node: Node, cases: int) -> tuple[int, ...]:
        """Return the shape of a term's array."""
        kind = (node.axes, node.timed)
        if kind not in self._shapes:
            rows = [len(self.structure.axis_rows(axis)) if axis in node.axes else 1 for axis in AXES]
            self._shapes[kind] = (*rows, self.structure.horizon + 1 if node.timed else 1)
        return (*self._shapes[kind], cases)

    def evaluate(self, values: Values, wanted: Sequence[Line]) -> Results:
        """Return the wanted lines for all cases.

        values: every input of the graph by key; arrays must have one length, the number of cases.
        """
        varying = {key: value for key, value in values.items() if isinstance(value, np.ndarray)}
        cases = max((len(value) for value in varying.values()), default=1)
        outputs = [np.empty(self.shape(line, cases if self._depends(line, varying) else 1)) for line in wanted]

        def keep(start: int, stop: int, block: Results) -> None:
            for line, output in zip(wanted, outputs, strict=True):
                if output.shape[-1] == cases:
                    output[..., start:stop] = block[line.key]
                elif start == 0:
                    output[...] = block[line.key]

        self.evaluate_blocks(values, lambda start, stop: {k: v[start:stop] for k, v in varying.items()}, cases, wanted, keep)
        return Results({line.key: output for line, output in zip(wanted, outputs, strict=True)})

    def evaluate_blocks(
        self,
        values: Values,
        draw: Callable[[int, int], Mapping[str, Array]],
        cases: int,
        wanted: Sequence[Line],
        keep: Callable[[int, int, Results], None],
    ) -> None:
        """Work through any number of cases block by block, on all cores, in bounded memory.

        draw: returns the varying inputs of the cases start…stop.
        keep: takes the wanted lines of those cases; it is called from several threads, each with its own cases.
        """
        first = draw(0, 1)
        fixed: dict[str, Value | Array] = {key: value for key, value in values.items() if key not in first}
        plan = self._plan(frozenset(first))
        still = plan.still(fixed)
        starts = range(0, cases, BLOCK_CASES)

        def work(part: Sequence[int]) -> None:
            memory = _Memory()
            for start in part:
                stop = min(start + BLOCK_CASES, cases)
                found = plan.block(still, ChainMap(dict(draw(start, stop)), fixed), stop - start, wanted, memory)
                keep(start, stop, found)

        if len(starts) <= 1:
            work(starts)
            return
        with ThreadPoolExecutor(CORES) as threads:
            list(threads.map(work, [starts[core::CORES] for core in range(CORES)]))

    def _depends(self, line: Line, varying: Mapping[str, object]) -> bool:
        return self._plan(frozenset(varying)).moves[self._slot(line)]

    def _plan(self, varying: frozenset[str]) -> "Plan":
        if varying not in self._plans:
            if len(self._plans) > 64:  # noqa: PLR2004 - a plan is small; this only bounds a long session
                self._plans.clear()
            self._plans[varying] = Plan(self, varying)
        return self._plans[varying]


class _Memory:
    """Arrays used again from block to block, by shape."""

    def __init__(self) -> None:
        self._free: dict[tuple[int, ...], list[Array]] = {}

    def take(self, shape: tuple[int, ...]) -> Array:
        """Return an array of the shape; its content is left over from earlier use."""
        free = self._free.get(shape)
        return free.pop() if free else np.empty(shape)

    def give(self, array: Array) -> None:
        """Return an array for further use."""
        self._free.setdefault(array.shape, []).append(array)


class Plan:
    """Which steps depend on the inputs that vary, and when each value is last read."""

    def __init__(self, program: Program, varying: frozenset[str]) -> None:
        self.program = program
        self.moves = [False] * len(program.nodes)
        for slot, node in program.leaves:
            self.moves[slot] = bool(varying & set(leaf_keys(node, program.structure)))
        self.still_steps: list[Step] = []
        self.moving_steps: list[Step] = []
        for step in program.steps:
            moving = any(self.moves[slot] for slot in step.reads)
            for slot in step.writes:
                self.moves[slot] = moving
            (self.moving_steps if moving else self.still_steps).append(step)
        last: dict[int, int] = {}
        for number, step in enumerate(self.moving_steps):
            for slot in (*step.reads, *step.writes):
                if self.moves[slot]:
                    last[slot] = number
        self.ends: list[list[int]] = [[] for _ in self.moving_steps]
        for slot, number in last.items():
            self.ends[number].append(slot)

    def still(self, fixed: Values) -> list[Array | None]:
        """Return the values of everything that is the same in all cases, by slot."""
        held: list[Array | None] = [None] * len(self.program.nodes)
        for slot, node in self.program.leaves:
            if not self.moves[slot]:
                held[slot] = leaf_value(node, self.program, fixed, 1)
        memory = _Memory()
        for step in self.still_steps:
            _run(self.program, step, held, 1, memory)
        return held

    def block(
        self, still: Sequence[Array | None], values: Values, cases: int, wanted: Sequence[Line], memory: _Memory
    ) -> Results:
        """Return the wanted lines of one block of cases."""
        held = list(still)
        program = self.program
        for slot, node in program.leaves:
            if self.moves[slot]:
                held[slot] = leaf_value(node, program, values, cases)
        slots = [program._slot(line) for line in wanted]  # noqa: SLF001 - Plan and Program are one thing in two parts
        kept = set(slots)
        leaves = {slot for slot, _ in program.leaves}
        for step, ends in zip(self.moving_steps, self.ends, strict=True):
            _run(program, step, held, cases, memory)
            for slot in ends:
                array = held[slot]
                if slot not in kept and slot not in leaves and array is not None:
                    memory.give(array)
                    held[slot] = None
        found = {line.key: held[slot] for line, slot in zip(wanted, slots, strict=True)}
        arrays = {key: array.copy() for key, array in found.items() if array is not None}
        for slot in kept - leaves:
            array = held[slot]
            if self.moves[slot] and array is not None:
                memory.give(array)
        return Results(arrays)


def _run(program: Program, step: Step, held: list[Array | None], cases: int, memory: _Memory) -> None:
    operands = [array for slot in step.reads if (array := held[slot]) is not None]
    if step.group is not None:
        outs = [memory.take(program.shape(program.nodes[slot], cases)) for slot in step.writes]
        step.group.run(operands, outs)
        for slot, out in zip(step.writes, outs, strict=True):
            held[slot] = out
        return
    out = memory.take(program.shape(step.node, cases))
    OPERATIONS[step.node.op](operands, step.node, out)
    held[step.writes[0]] = out


def leaf_keys(node: Node, structure: Structure) -> list[str]:
    """Return the keys of the inputs a leaf stands for, one a row."""
    declared = node.operands[0].detail if node.op == "chosen" else node.detail
    if not isinstance(declared, Input):
        return []
    return [declared.key_in(row) for row in structure.axis_rows(node.axes[0])] if node.axes else [declared.key]


def leaf_value(node: Node, program: Program, values: Values, cases: int) -> Array:
    """Return the array of a leaf."""
    structure = program.structure
    if node.op == "number":
        return np.full(program.shape(node, 1), node.detail)
    if node.op == "month":
        return np.arange(structure.horizon + 1, dtype=float).reshape(program.shape(node, 1))
    if node.op == "numbers":
        return np.arange(1.0, len(structure.axis_rows(str(node.detail))) + 1).reshape(program.shape(node, 1))
    declared = node.operands[0].detail if node.op == "chosen" else node.detail
    assert isinstance(declared, Input)
    keys = leaf_keys(node, structure)
    out = np.empty((len(keys), cases))
    for row, key in enumerate(keys):
        out[row] = _number(node, declared, key, values, structure, row)
    return out.reshape(program.shape(node, cases))


def _number(
    node: Node, declared: Input, key: str, values: Values, structure: Structure, row: int
) -> float | Array:
    value = values[key]
    if isinstance(value, np.ndarray):
        return value
    if node.op == "chosen":
        return 1.0 if value == node.detail else 0.0
    if declared.kind is Kind.ROW:
        return float(structure.rows[declared.table].index(str(value)))
    return float(value)


def _components(lines: Sequence[Line]) -> Iterator[list[Node]]:
    """Yield the strongly connected groups of terms, each after all that it needs (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[Node] = []
    for root in lines:
        if id(root) in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(_needs(root)))]
        index[id(root)] = low[id(root)] = len(index)
        stack.append(root)
        on_stack.add(id(root))
        while work:
            node, needs = work[-1]
            following = next(needs, None)
            if following is not None:
                if id(following) not in index:
                    index[id(following)] = low[id(following)] = len(index)
                    stack.append(following)
                    on_stack.add(id(following))
                    work.append((following, iter(_needs(following))))
                elif id(following) in on_stack:
                    low[id(node)] = min(low[id(node)], index[id(following)])
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                low[id(parent)] = min(low[id(parent)], low[id(node)])
            if low[id(node)] == index[id(node)]:
                group: list[Node] = []
                while True:
                    member = stack.pop()
                    on_stack.discard(id(member))
                    group.append(member)
                    if member is node:
                        break
                yield group


def _needs(node: Node) -> Sequence[Node]:
    return () if node.op == "chosen" else node.operands


class Incremental:
    """One case worked out again and again while one input after another changes.

    Terms that do not depend on the input being changed are kept from one call to the next.
    """

    def __init__(self, program: Program, wanted: Sequence[Line]) -> None:
        self._program = program
        self._wanted = wanted
        self._memory = _Memory()
        self._values: dict[str, Value | Array] = {}
        self._key = ""
        self._still: list[Array | None] = []

    def evaluate(self, values: Mapping[str, Value]) -> Results:
        """Return the wanted lines for one set of values."""
        changed = [key for key, value in values.items() if self._values.get(key) != value]
        key = changed[0] if len(changed) == 1 else self._key if not changed else ""
        plan = self._program._plan(frozenset({key} if key else ()))  # noqa: SLF001 - both are the evaluator
        if key != self._key or not self._still or len(changed) > 1:
            fixed: dict[str, Value | Array] = {name: value for name, value in values.items() if name != key}
            self._still = plan.still(fixed)
            self._key = key
        self._values = dict(values)
        return plan.block(self._still, self._values, 1, self._wanted, self._memory)
