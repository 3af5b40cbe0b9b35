"""Phases as machine code: an LLVM function each, with vectors of eight cases, written with llvmlite.

The code does what numpy's calls do, in the same order and without contraction, so that it gives the same bits.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from llvmlite import ir

from models.formula.kernels import WIDTH, Layout, Nest, Phase, looped
from models.formula.node import Node
from models.formula.operation import Coordinates, Instruction, Vector
from models.formula.operations.leaves import NUMBER
from models.formula.operations.rows import Reduction

_F64: Any = ir.DoubleType()
_I64: Any = ir.IntType(64)
_I32: Any = ir.IntType(32)
_POINTER: Any = ir.PointerType()
_VECTOR: Any = ir.VectorType(_F64, WIDTH)
_WHOLES: Any = ir.VectorType(_I64, WIDTH)
_POINTERS: Any = ir.VectorType(_POINTER, WIDTH)
_FLAGS: Any = ir.VectorType(ir.IntType(1), WIDTH)

type Row = tuple[int, ...]


class _Module:
    """An LLVM module with the functions of the processor that vectors need."""

    def __init__(self) -> None:
        self.module: Any = ir.Module()
        one = ir.FunctionType(_VECTOR, [_VECTOR])
        self.ceil: Any = ir.Function(self.module, one, f"llvm.ceil.v{WIDTH}f64")
        self.fabs: Any = ir.Function(self.module, one, f"llvm.fabs.v{WIDTH}f64")
        gather = ir.FunctionType(_VECTOR, [_POINTERS, _I32, _FLAGS, _VECTOR])
        self.gather: Any = ir.Function(self.module, gather, f"llvm.masked.gather.v{WIDTH}f64.v{WIDTH}p0")


def machine_text(phases: Sequence[Phase], layout: Layout) -> tuple[str, tuple[tuple[int, ...], ...]]:
    """Return phases as LLVM text, and of each the slots whose arrays its code takes, in order.

    The text defines run(tables, cases): tables is an array with an array of addresses for each phase.
    """
    module = _Module()
    functions: list[Any] = []
    slots: list[tuple[int, ...]] = []
    for number, phase in enumerate(phases):
        code = _PhaseCode(module, f"phase{number}", phase, layout)
        functions.append(code.function)
        slots.append(tuple(code.slots))
    _one_after_the_other(module.module, functions)
    return str(module.module), tuple(slots)


def _one_after_the_other(module: Any, functions: Sequence[Any]) -> None:  # noqa: ANN401
    """Add the function that runs phases on eight cases after another.

    The last eight overlap those before where the number of cases is no multiple.
    """
    run: Any = ir.Function(module, ir.FunctionType(ir.VoidType(), [_POINTER, _I64]), "run")
    tables, cases = run.args
    b: Any = ir.IRBuilder(run.append_basic_block("entry"))
    places = [b.gep(tables, [_I64(number)], source_etype=_POINTER) for number in range(len(functions))]
    own = [b.load(place, typ=_POINTER) for place in places]
    last = b.sub(cases, _I64(WIDTH))
    entry, some, done = b.block, run.append_basic_block("some"), run.append_basic_block("done")
    b.branch(some)
    b.position_at_end(some)
    following = b.phi(_I64)
    first = b.select(b.icmp_signed("<", following, last), following, last)
    for function, table in zip(functions, own, strict=True):
        b.call(function, [table, cases, first])
    after = b.add(following, _I64(WIDTH))
    following.add_incoming(_I64(0), entry)
    following.add_incoming(after, some)
    b.cbranch(b.icmp_signed("<", after, cases), some, done)
    b.position_at_end(done)
    b.ret_void()


@dataclass
class _Places:
    """The number of a month and where its values begin in arrays of each layout."""

    month: Any
    wide: Any
    narrow: Any


class _PhaseCode:
    """Writes one phase as a function of the table of its arrays' addresses, the cases, and the first case at work."""

    def __init__(self, module: _Module, name: str, phase: Phase, layout: Layout) -> None:
        self.module = module
        self.layout = layout
        self.horizon = layout.structure.horizon
        self.slots: list[int] = []
        signature = ir.FunctionType(ir.VoidType(), [_POINTER, _I64, _I64])
        self.function: Any = ir.Function(module.module, signature, name)
        self.function.linkage = "internal"
        self._table, self._cases, self._first = self.function.args
        self._entry: Any = ir.IRBuilder(self.function.append_basic_block("entry"))
        self._pointers: dict[int, Any] = {}
        self.across: Any = self._entry.mul(self._cases, _I64(self.horizon + 1))
        self.written = {one.write: one.node for one in phase.instructions() if one.write >= 0}
        self.flow: Any = ir.IRBuilder(self.function.append_basic_block("month"))
        start = self.flow.block
        self.month: Any = self.flow.phi(_I64)
        self.started: Any = self.flow.icmp_signed(">", self.month, _I64(0))
        before = self.flow.select(self.started, self.flow.sub(self.month, _I64(1)), _I64(0))
        self.now, self.back = self._places(self.month), self._places(before)
        for nest in phase.nests:
            self.flow = _NestCode(self, nest).write()
        after = self.flow.add(self.month, _I64(1))
        self.month.add_incoming(_I64(0), self._entry.block)
        self.month.add_incoming(after, self.flow.block)
        done = self.function.append_basic_block("done")
        months = self.horizon + 1 if phase.timed else 1
        self.flow.cbranch(self.flow.icmp_signed("<", after, _I64(months)), start, done)
        self._entry.branch(start)
        self.flow.position_at_end(done)
        self.flow.ret_void()

    def _places(self, month: Any) -> _Places:  # noqa: ANN401
        b = self.flow
        return _Places(month, b.add(b.mul(month, self._cases), self._first), b.mul(month, _I64(WIDTH)))

    def pointer(self, slot: int) -> Any:  # noqa: ANN401
        """Return the address of a slot's array."""
        if slot not in self._pointers:
            place = self._entry.gep(self._table, [_I64(len(self.slots))], source_etype=_POINTER)
            self._pointers[slot] = self._entry.load(place, typ=_POINTER)
            self.slots.append(slot)
        return self._pointers[slot]

    def moves(self, slot: int) -> bool:
        """Return whether a slot's array holds a number for each case."""
        return slot in self.written or self.layout.moves[slot]

    def row_size(self, slot: int) -> Any:  # noqa: ANN401
        """Return how far apart the rows of a slot's array are."""
        timed, months = self.layout.nodes[slot].timed, self.horizon + 1
        if slot in self.layout.narrow:
            return months * WIDTH if timed and slot not in self.layout.brief else WIDTH
        if self.moves(slot):
            return self.across if timed else self._cases
        return months if timed else 1

    def month_place(self, slot: int, places: _Places) -> Any:  # noqa: ANN401
        """Return where a month's values begin within a row of a slot's array, None at its beginning."""
        timed = self.layout.nodes[slot].timed
        if slot in self.layout.narrow:
            return places.narrow if timed and slot not in self.layout.brief else None
        if self.moves(slot):
            return places.wide if timed else self._first
        return places.month if timed else None

    def case_place(self, slot: int, b: Any, months: Any) -> Any:  # noqa: ANN401
        """Return where the cases at work begin in a row, for vectors of months that differ by case."""
        if not self.moves(slot):
            return months
        lanes = ir.Constant(_WHOLES, [_I64(lane) for lane in range(WIDTH)])
        if slot in self.layout.narrow:
            return b.add(b.mul(months, splat(b, _I64(WIDTH))), lanes)
        return b.add(b.add(b.mul(months, splat(b, self._cases)), splat(b, self._first)), lanes)


def splat(b: Any, scalar: Any) -> Any:  # noqa: ANN401
    """Return one number in every place of a vector."""
    if isinstance(scalar, ir.Constant):
        return ir.Constant(ir.VectorType(scalar.type, WIDTH), [scalar] * WIDTH)
    kind = ir.VectorType(scalar.type, WIDTH)
    empty: Any = ir.Constant(kind, cast("Any", ir).Undefined)
    one = b.insert_element(empty, scalar, _I32(0))
    return b.shuffle_vector(one, empty, ir.Constant(ir.VectorType(_I32, WIDTH), [0] * WIDTH))


@dataclass
class _NestCode:
    """Writes one nest into its phase; what an operation sees as the machine code.

    Values that do not vary along the inner loops are read before these loops: `_builders` has a place for each depth.
    """

    phase: _PhaseCode
    nest: Nest
    _builders: list[Any] = field(default_factory=list)
    _counters: dict[str, Any] = field(default_factory=dict)
    _values: dict[tuple[int, Row], Vector] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._structure = self.phase.layout.structure
        self._own = {one.write: one.node for one in self.nest.instructions}
        self._done: set[int] = set()

    def write(self) -> Any:  # noqa: ANN401
        """Write the loops and the instructions inside them; return what writes on after them."""
        function = self.phase.function
        self._builders = [self.phase.flow]
        for axis in self.nest.axes:
            self._builders.append(ir.IRBuilder(function.append_basic_block(axis)))
            self._counters[axis] = self._builders[-1].phi(_I64)
        blocks = [b.block for b in self._builders]
        for one in self.nest.instructions:
            self._emit(one)
        for outer, block in itertools.pairwise(range(len(blocks))):
            self._builders[outer].branch(blocks[block])
        end: Any = self._builders[-1]
        for depth in range(len(self.nest.axes), 0, -1):
            axis = self.nest.axes[depth - 1]
            counter, after = self._counters[axis], end.add(self._counters[axis], _I64(1))
            counter.add_incoming(_I64(0), blocks[depth - 1])
            counter.add_incoming(after, end.block)
            through = function.append_basic_block(f"{axis}_done")
            end.cbranch(end.icmp_signed("<", after, _I64(self.rows(axis))), blocks[depth], through)
            end = ir.IRBuilder(through)
        return end

    @property
    def _b(self) -> Any:  # noqa: ANN401
        return self._builders[-1]

    def _emit(self, one: Instruction) -> None:
        for row in self._rows(one.node):
            at = dict(zip(self._axes(one.node), row, strict=True))
            if self.nest.reduces(one):
                self._add_up(one, row, at)
                continue
            value = one.node.op.machine(self, one, at)
            self._values[one.write, row] = value
            if one.write in self.nest.kept:
                self._b.store(value, self._address(self._b, one.write, row, self.phase.now), align=8)
        self._done.add(one.write)

    def _add_up(self, one: Instruction, row: Row, at: Coordinates) -> None:
        """Add a row of the loop to what the instruction has in memory so far this month."""
        assert isinstance(one.node.op, Reduction)
        value = self.value(one.reads[0], at)
        address = self._address(self._b, one.write, row, self.phase.now)
        joined = one.node.op.joined(self, self._b.load(address, typ=_VECTOR, align=8), value)
        begun = self._b.icmp_signed("==", self._counters[str(one.node.detail)], _I64(0))
        self._b.store(self._b.select(begun, value, joined), address, align=8)

    # rows and memory

    def _node(self, reference: int) -> Node:
        return self._own[reference] if reference in self._own else self.phase.layout.nodes[reference]

    def _axes(self, node: Node) -> list[str]:
        return [axis for axis in node.axes if not looped(axis, self._structure)]

    def _rows(self, node: Node) -> list[Row]:
        return list(itertools.product(*(range(self.rows(axis)) for axis in self._axes(node))))

    def _row(self, node: Node, at: Mapping[str, int]) -> Row:
        """Return a term's row at a place; an axis of one row that the place does not name was dropped by its sum."""
        return tuple(at[axis] if axis in at or self.rows(axis) > 1 else 0 for axis in self._axes(node))

    def _index(self, b: Any, slot: int, row: Row) -> Any:  # noqa: ANN401
        """Return where a row begins in its array, None at the beginning."""
        node = self.phase.layout.nodes[slot]
        written_out = dict(zip(self._axes(node), row, strict=True))
        number, strides, stride = 0, list[tuple[str, int]](), 1
        for axis in reversed(node.axes):
            if axis in written_out:
                number += written_out[axis] * stride
            else:
                strides.append((axis, stride))
            stride *= self.rows(axis)
        rows: Any = _I64(number) if number else None
        for axis, step in strides:
            part = self._counters[axis] if step == 1 else b.mul(self._counters[axis], _I64(step))
            rows = part if rows is None else b.add(rows, part)
        size = self.phase.row_size(slot)
        return None if rows is None else b.mul(rows, _I64(size) if isinstance(size, int) else size)

    def _address(self, b: Any, slot: int, row: Row, places: _Places) -> Any:  # noqa: ANN401
        """Return the address of a row's value in a month."""
        parts = [part for part in (self._index(b, slot, row), self.phase.month_place(slot, places)) if part is not None]
        index = _I64(0) if not parts else parts[0] if len(parts) == 1 else b.add(*parts)
        return b.gep(self.phase.pointer(slot), [index], source_etype=_F64)

    def _load(self, b: Any, slot: int, row: Row, places: _Places) -> Vector:  # noqa: ANN401
        node = self.phase.layout.nodes[slot]
        if node.op is NUMBER:
            return self.constant(float(str(node.detail)))
        address = self._address(b, slot, row, places)
        if self.phase.moves(slot):
            return b.load(address, typ=_VECTOR, align=8)
        return splat(b, b.load(address, typ=_F64))

    # what operations ask for

    def value(self, reference: int, at: Coordinates) -> Vector:
        """Return the value of a reference at a row, in this month; read where the loops it varies along begin."""
        node = self._node(reference)
        row = self._row(node, at)
        if (reference, row) not in self._values:
            depth = max((self.nest.axes.index(axis) + 1 for axis in node.axes if axis in self._counters), default=0)
            self._values[reference, row] = self._load(self._builders[depth], reference, row, self.phase.now)
        return self._values[reference, row]

    def rows(self, axis: str) -> int:
        """Return the number of rows of an axis."""
        return len(self._structure.axis_rows(axis))

    def earlier(self, one: Instruction, reference: int, at: Coordinates) -> Vector:
        """Return a value of the month before, 0 in month 0."""
        del one
        value = self._load(self._b, reference, self._row(self._node(reference), at), self.phase.back)
        return self._b.select(self.phase.started, value, self.constant(0.0))

    def so_far(self, one: Instruction, at: Coordinates) -> Vector:
        """Return what the instruction itself left in memory in the month before."""
        places = self.phase.back if one.node.timed else self.phase.now
        return self._load(self._b, one.write, self._row(one.node, at), places)

    def after_first(self, then: Vector, otherwise: Vector) -> Vector:
        """Return one value from month 1 on, the other in month 0."""
        return self._b.select(self.phase.started, then, otherwise)

    def month(self) -> Vector:
        """Return the number of the month."""
        return splat(self._b, self._b.sitofp(self.phase.month, _F64))

    def shifted(self, one: Instruction, at: Coordinates, *, onward: bool) -> Vector:
        """Return a line's value some months away, gathered from memory.

        What this month has not written yet counts as 0, and so does what lies before month 0.
        """
        b, slot = self._b, one.reads[0]
        line = self._node(slot)
        row = self._row(line, at)
        if not line.timed:
            return self._load(b, slot, row, self.phase.now)
        zero = splat(b, _I64(0))
        months = b.fptosi(self.value(one.reads[1], at), _WHOLES)
        move: Callable[..., Any] = b.add if onward else b.sub
        wanted = move(splat(b, self.phase.month), months)
        inside = b.icmp_signed(">=", wanted, zero)
        if slot in self._own:
            newest = self.phase.month if slot in self._done else b.sub(self.phase.month, _I64(1))
            inside = b.and_(inside, b.icmp_signed("<=", wanted, splat(b, newest)))
        elif slot not in self.phase.written:
            last = splat(b, _I64(self.phase.horizon))
            wanted = b.select(b.icmp_signed("<", wanted, last), wanted, last)
        cell, start = self.phase.case_place(slot, b, wanted), self._index(b, slot, row)
        if start is not None:
            cell = b.add(cell, splat(b, start))
        places = b.gep(self.phase.pointer(slot), [cell], source_etype=_F64)
        places.type = _POINTERS  # the library gives the type of one address, where the index is a vector
        return b.call(self.phase.module.gather, [places, _I32(8), inside, self.constant(0.0)])

    # arithmetic

    def constant(self, value: float) -> Vector:
        """Return a number as a vector."""
        return ir.Constant(_VECTOR, [_F64(value)] * WIDTH)

    def add(self, first: Vector, second: Vector) -> Vector:
        """Return a sum."""
        return self._b.fadd(first, second)

    def subtract(self, first: Vector, second: Vector) -> Vector:
        """Return a difference."""
        return self._b.fsub(first, second)

    def multiply(self, first: Vector, second: Vector) -> Vector:
        """Return a product."""
        return self._b.fmul(first, second)

    def divide(self, first: Vector, second: Vector) -> Vector:
        """Return a quotient."""
        return self._b.fdiv(first, second)

    def negate(self, value: Vector) -> Vector:
        """Return the value with the other sign."""
        return self._b.fneg(value)

    def absolute(self, value: Vector) -> Vector:
        """Return the size of a value."""
        return self._b.call(self.phase.module.fabs, [value])

    def ceiling(self, value: Vector) -> Vector:
        """Return the next whole number at or above."""
        return self._b.call(self.phase.module.ceil, [value])

    def compare(self, order: str, first: Vector, second: Vector) -> Vector:
        """Return a flag by an order such as "<"."""
        if order == "!=":
            return self._b.fcmp_unordered(order, first, second)
        return self._b.fcmp_ordered("==" if order == "=" else order, first, second)

    def select(self, flag: Vector, then: Vector, otherwise: Vector) -> Vector:
        """Return one of two values by a flag."""
        return self._b.select(flag, then, otherwise)
