"""Kernels as LLVM text: straight code for eight cases and one month, inside a loop over months and.

Where there is one, over the rows of a long axis.
"""

import itertools
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.formula.kernels import OVER_MONTHS, Instruction, Kernel
from models.formula.node import Node
from models.formula.trace import Structure

WIDTH = 8
"""Cases worked on at once: a register of the widest kind, two of the usual kind."""

_ARITHMETIC = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
_COMPARE = {"below": "olt", "at_most": "ole", "above": "ogt", "at_least": "oge", "equals": "oeq"}
_V = f"<{WIDTH} x double>"
_I = f"<{WIDTH} x i64>"
_P = f"<{WIDTH} x ptr>"
_FLAGS = f"<{WIDTH} x i1>"
DECLARED = f"""
declare {_V} @llvm.ceil.v{WIDTH}f64({_V})
declare {_V} @llvm.fabs.v{WIDTH}f64({_V})
declare {_V} @llvm.masked.gather.v{WIDTH}f64.v{WIDTH}p0({_P}, i32, {_FLAGS}, {_V})
"""

_RUNNING = OVER_MONTHS | {"cumulative", "compounded", "held"}
"""Operations whose own array carries them from month to month."""


type _Row = tuple[int, ...]


@dataclass
class KernelText:
    """Writes one kernel as the text of a function.

    It takes the table of array addresses, the number of cases and the first case it works on.

    narrow: slots whose array holds only the cases worked on, since nothing outside the run of kernels reads them.
    """

    kernel: Kernel
    nodes: Sequence[Node]
    moves: Sequence[bool]
    narrow: frozenset[int]
    structure: Structure
    slots: list[int] = field(default_factory=list)
    _body: list[str] = field(default_factory=list)
    _names: "itertools.count[int]" = field(default_factory=itertools.count)
    _values: dict[tuple[int, _Row], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._written = {one.write: one.node for one in self.kernel.instructions}
        self._emitted: set[int] = set()
        self._sums: dict[tuple[int, _Row], str] = {}

    def function(self, name: str) -> str:
        """Return the function's text."""
        return "\n".join(
            [
                f"define internal void @{name}(ptr %table, i64 %cases, i64 %first) {{",
                "entry:",
                f"  %across = mul i64 %cases, {self.structure.horizon + 1}",
                *self._laid_out(),
                "done:",
                "  ret void",
                "}",
            ]
        )

    def _laid_out(self) -> list[str]:
        """Return the loop over months with the body inside.

        The addresses, known once the body is written, before it.
        """
        months = self.structure.horizon + 1 if self.kernel.timed else 1
        body = self._by_rows() if self.kernel.axis else self._straight()
        pointers = [
            line
            for number in range(len(self.slots))
            for line in (
                f"  %at{number} = getelementptr ptr, ptr %table, i64 {number}",
                f"  %p{number} = load ptr, ptr %at{number}",
            )
        ]
        return [
            *pointers,
            "  br label %monthly",
            "monthly:",
            "  %m = phi i64 [ 0, %entry ], [ %m1, %month_end ]",
            "  %started = icmp sgt i64 %m, 0",
            "  %before = sub i64 %m, 1",
            "  %back = select i1 %started, i64 %before, i64 0",
            *self._month_places("", "%m"),
            *self._month_places("_back", "%back"),
            "  %m_number = sitofp i64 %m to double",
            "  br label %work",
            "work:",
            *body,
            "  br label %month_end",
            "month_end:",
            "  %m1 = add i64 %m, 1",
            f"  %unfinished = icmp slt i64 %m1, {months}",
            "  br i1 %unfinished, label %monthly, label %done",
        ]

    def _month_places(self, name: str, month: str) -> list[str]:
        return [
            f"  %row{name} = mul i64 {month}, %cases",
            f"  %wide{name} = add i64 %row{name}, %first",
            f"  %narrow{name} = mul i64 {month}, {WIDTH}",
        ]

    def _straight(self) -> list[str]:
        for one in self.kernel.instructions:
            self._emit(one)
        return self._body

    def _by_rows(self) -> list[str]:
        """Return the body as a loop over the rows of the kernel's axis, with running sums."""
        self._read_outside()
        outside, self._body = self._body, []
        for one in self.kernel.instructions:
            self._emit(one)
        inside, self._body = self._body, []
        for (slot, row), name in self._sums.items():
            self._store(slot, row, name)
        return [
            *outside,
            "  br label %start",
            "start:",
            "  br label %rows",
            "rows:",
            "  %s = phi i64 [ 0, %start ], [ %s1, %rows ]",
            *(
                f"  {self._phi(slot, row)} = phi {_V} [ zeroinitializer, %start ], [ {name}, %rows ]"
                for (slot, row), name in self._sums.items()
            ),
            *inside,
            "  %s1 = add i64 %s, 1",
            f"  %more = icmp slt i64 %s1, {len(self.structure.axis_rows(self.kernel.axis))}",
            "  br i1 %more, label %rows, label %after",
            "after:",
            *self._body,
        ]

    # names and rows

    def _line(self, text: str) -> str:
        name = f"%v{next(self._names)}"
        self._body.append(f"  {name} = {text}")
        return name

    def _phi(self, slot: int, row: _Row) -> str:
        return "%sum" + "_".join(str(part) for part in (slot, *row))

    def _node(self, reference: int) -> Node:
        return self.nodes[reference] if reference >= 0 else self._written[reference]

    def _axes(self, node: Node) -> list[str]:
        return [axis for axis in node.axes if axis != self.kernel.axis]

    def _rows(self, node: Node) -> list[_Row]:
        return list(itertools.product(*(range(len(self.structure.axis_rows(axis))) for axis in self._axes(node))))

    def _projected(self, node: Node, at: Mapping[str, int]) -> _Row:
        """Return a term's row at a place; an axis of one row that the place does not name was dropped by its sum."""
        return tuple(
            at[axis] if axis in at or len(self.structure.axis_rows(axis)) > 1 else 0 for axis in self._axes(node)
        )

    # memory

    def _pointer(self, slot: int) -> str:
        if slot not in self.slots:
            self.slots.append(slot)
        return f"%p{self.slots.index(slot)}"

    def _flat(self, slot: int, row: _Row) -> tuple[int, int]:
        """Return the number of a row in its array with the loop's axis at its first row.

        Also how far its next row is.
        """
        node = self.nodes[slot]
        at = dict(zip(self._axes(node), row, strict=True))
        number = step = 0
        for axis in node.axes:
            size = len(self.structure.axis_rows(axis))
            number, step = number * size, step * size
            if axis == self.kernel.axis:
                step += 1
            else:
                number += at[axis]
        return number, step

    def _address(self, slot: int, row: _Row, back: str = "") -> str:
        """Return the address of a row's value in this month, or in the one before."""
        number, step = self._flat(slot, row)
        size, at = self._layout(slot, back)
        index = self._sum(self._product(size, number), at)
        if step:
            index = self._sum(index, self._line(f"mul i64 %s, {self._product(size, step)}"))
        return self._line(f"getelementptr double, ptr {self._pointer(slot)}, i64 {index or 0}")

    def _layout(self, slot: int, back: str) -> tuple[str, str]:
        """Return how far apart the rows of an array are, and the place of a month in a row."""
        timed, months = self.nodes[slot].timed, self.structure.horizon + 1
        if slot in self.narrow:
            return (str(months * WIDTH), f"%narrow{back}") if timed else (str(WIDTH), "")
        if self._moves(slot):
            return ("%across", f"%wide{back}") if timed else ("%cases", "%first")
        return (str(months), "%back" if back else "%m") if timed else ("1", "")

    def _product(self, size: str, number: int) -> str:
        if not number:
            return ""
        return self._line(f"mul i64 {size}, {number}") if size.startswith("%") else str(int(size) * number)

    def _sum(self, one: str, other: str) -> str:
        return self._line(f"add i64 {one}, {other}") if one and other else one or other

    def _moves(self, slot: int) -> bool:
        return slot in self._written or self.moves[slot]

    def _load(self, slot: int, row: _Row, back: str = "") -> str:
        node = self.nodes[slot]
        if node.op == "number":
            return self._constant(float(str(node.detail)))
        address = self._address(slot, row, back)
        if self._moves(slot):
            return self._line(f"load {_V}, ptr {address}, align 8")
        return self._splat(self._line(f"load double, ptr {address}"))

    def _splat(self, scalar: str, kind: str = "double") -> str:
        one = self._line(f"insertelement <{WIDTH} x {kind}> poison, {kind} {scalar}, i64 0")
        return self._line(
            f"shufflevector <{WIDTH} x {kind}> {one}, <{WIDTH} x {kind}> poison, <{WIDTH} x i32> zeroinitializer"
        )

    def _constant(self, value: float) -> str:
        bits = struct.unpack("<Q", struct.pack("<d", value))[0]
        return "<" + ", ".join([f"double 0x{bits:016X}"] * WIDTH) + ">"

    def _store(self, slot: int, row: _Row, name: str) -> None:
        self._body.append(f"  store {_V} {name}, ptr {self._address(slot, row)}, align 8")

    # values

    def _read_outside(self) -> None:
        """Read what does not vary along the loop's axis before the loop."""
        for one in self.kernel.instructions:
            for reference in one.reads:
                if reference not in self._written and self.kernel.axis not in self.nodes[reference].axes:
                    for row in self._rows(self.nodes[reference]):
                        if (reference, row) not in self._values:
                            self._values[reference, row] = self._load(reference, row)

    def _value(self, reference: int, at: Mapping[str, int]) -> str:
        row = self._projected(self._node(reference), at)
        key = (reference, row)
        if key not in self._values:
            self._values[key] = self._load(reference, row)
        return self._values[key]

    def _emit(self, one: Instruction) -> None:
        node = one.node
        looped = self.kernel.axis and node.op == "total" and node.detail == self.kernel.axis
        for row in self._rows(node):
            at = dict(zip(self._axes(node), row, strict=True))
            if looped:
                self._sums[one.write, row] = self._line(
                    f"fadd {_V} {self._phi(one.write, row)}, {self._value(one.reads[0], at)}"
                )
                continue
            name = self._computed(one, at, row)
            self._values[one.write, row] = name
            if one.write in self.kernel.kept:
                self._store(one.write, row, name)
        self._emitted.add(one.write)

    def _computed(self, one: Instruction, at: Mapping[str, int], row: _Row) -> str:
        match one.node.op:
            case "total" | "largest":
                return self._reduced(one, at)
            case "stacked":
                return self._value(one.reads[at[str(one.node.detail)]], at)
            case "block_total":
                return self._block_total(one)
            case "previous":
                return self._earlier(one.reads[0], self._projected(self._node(one.reads[0]), at))
            case "lag" | "ahead":
                return self._shifted(one, at)
            case "number":
                return self._constant(float(str(one.node.detail)))
            case _:
                values = [self._value(read, at) for read in one.reads]
                return (
                    self._kept_on(one, values, row)
                    if one.node.op in _RUNNING
                    else self._elementwise(one.node.op, values)
                )

    def _elementwise(self, op: str, values: list[str]) -> str:
        if op in _ARITHMETIC:
            return self._line(f"{_ARITHMETIC[op]} {_V} {values[0]}, {values[1]}")
        if op in _COMPARE:
            return self._select(
                self._line(f"fcmp {_COMPARE[op]} {_V} {values[0]}, {values[1]}"),
                self._constant(1.0),
                self._constant(0.0),
            )
        match op:
            case "line":
                return values[0]
            case "negate":
                return self._line(f"fneg {_V} {values[0]}")
            case "absolute":
                return self._line(f"call {_V} @llvm.fabs.v{WIDTH}f64({_V} {values[0]})")
            case "least":
                return self._extreme("olt", *values)
            case "greatest":
                return self._extreme("ogt", *values)
            case "where":
                return self._select(self._not_zero(values[0]), values[1], values[2])
            case "ratio":
                flag = self._not_zero(values[1])
                divisor = self._select(flag, values[1], self._constant(1.0))
                return self._select(flag, self._line(f"fdiv {_V} {values[0]}, {divisor}"), self._constant(0.0))
            case "ceiling":
                return self._whole(self._line(f"fsub {_V} {values[0]}, {values[1]}"))
            case "whole":
                return self._whole(values[0])
            case _:
                assert op == "within_unit", op
                return self._extreme("olt", self._extreme("ogt", values[0], self._constant(0.0)), self._constant(1.0))

    def _select(self, flag: str, then: str, otherwise: str) -> str:
        return self._line(f"select {_FLAGS} {flag}, {_V} {then}, {_V} {otherwise}")

    def _not_zero(self, value: str) -> str:
        return self._line(f"fcmp une {_V} {value}, zeroinitializer")

    def _extreme(self, order: str, first: str, second: str) -> str:
        return self._select(self._line(f"fcmp {order} {_V} {first}, {second}"), first, second)

    def _whole(self, value: str) -> str:
        return self._line(f"call {_V} @llvm.ceil.v{WIDTH}f64({_V} {self._extreme('ogt', value, self._constant(0.0))})")

    # rows

    def _reduced(self, one: Instruction, at: Mapping[str, int]) -> str:
        axis = str(one.node.detail)
        values = [
            self._value(one.reads[0], {**at, axis: place}) for place in range(len(self.structure.axis_rows(axis)))
        ]
        result = values[0]
        for value in values[1:]:
            result = (
                self._line(f"fadd {_V} {result}, {value}")
                if one.node.op == "total"
                else self._extreme("ogt", result, value)
            )
        return result

    def _block_total(self, one: Instruction) -> str:
        result = ""
        for read in one.reads:
            node = self._node(read)
            part = ""
            for row in self._rows(node):
                value = self._value(read, dict(zip(self._axes(node), row, strict=True)))
                part = self._line(f"fadd {_V} {part}, {value}") if part else value
            result = self._line(f"fadd {_V} {result}, {part}") if result else part
        return result

    # months

    def _earlier(self, slot: int, row: _Row) -> str:
        """Return a slot's value of the month before, 0 in month 0."""
        value = self._load(slot, row, "_back")
        return self._line(f"select i1 %started, {_V} {value}, {_V} zeroinitializer")

    def _shifted(self, one: Instruction, at: Mapping[str, int]) -> str:
        """Return a line's value some months ago or later, gathered from memory.

        What this month has not written yet counts as 0.
        """
        slot = one.reads[0]
        row = self._projected(self._node(slot), at)
        if not self._node(slot).timed:
            return self._load(slot, row)
        months = self._line(f"fptosi {_V} {self._value(one.reads[1], at)} to {_I}")
        wanted = self._line(f"{'add' if one.node.op == 'ahead' else 'sub'} {_I} {self._splat('%m', 'i64')}, {months}")
        inside = self._line(f"icmp sge {_I} {wanted}, zeroinitializer")
        if slot in self._written:
            newest = "%m" if slot in self._emitted else self._line("sub i64 %m, 1")
            inside = self._line(
                f"and {_FLAGS} {inside}, {self._line(f'icmp sle {_I} {wanted}, {self._splat(newest, "i64")}')}"
            )
        else:
            last = self._splat(str(self.structure.horizon), "i64")
            wanted = self._line(
                f"select {_FLAGS} {self._line(f'icmp slt {_I} {wanted}, {last}')}, {_I} {wanted}, {_I} {last}"
            )
        number, _step = self._flat(slot, row)
        size, _ = self._layout(slot, "")
        cell, start = wanted, self._product(size, number)
        if self._moves(slot):
            lanes = "<" + ", ".join(f"i64 {lane}" for lane in range(WIDTH)) + ">"
            cell = self._line(
                f"mul {_I} {wanted}, {self._splat(str(WIDTH) if slot in self.narrow else '%cases', 'i64')}"
            )
            if slot not in self.narrow:
                cell = self._line(f"add {_I} {cell}, {self._splat('%first', 'i64')}")
            cell = self._line(f"add {_I} {cell}, {lanes}")
        if start:
            cell = self._line(f"add {_I} {cell}, {self._splat(start, 'i64')}")
        places = self._line(f"getelementptr double, ptr {self._pointer(slot)}, {_I} {cell}")
        return self._line(
            f"call {_V} @llvm.masked.gather.v{WIDTH}f64.v{WIDTH}p0({_P} {places}, i32 8, {_FLAGS} {inside}, {_V}"
            " zeroinitializer)"
        )

    def _kept_on(self, one: Instruction, values: list[str], row: _Row) -> str:
        """Return what runs on from month to month in its own array."""
        match one.node.op:
            case "at_end":
                return values[0]
            case "held":
                return self._select(self._not_zero(values[1]), values[0], self._earlier(one.write, row))
            case "compounded":
                early = self._line(f"fcmp ole {_V} {self._splat('%m_number')}, {values[1]}")
                return self._select(
                    early,
                    self._constant(1.0),
                    self._line(f"fmul {_V} {self._load(one.write, row, '_back')}, {values[0]}"),
                )
            case op:
                so_far = self._load(one.write, row, "_back" if one.node.timed else "")
                both = (
                    self._extreme("ogt", so_far, values[0])
                    if op == "peak_over_time"
                    else self._line(f"fadd {_V} {so_far}, {values[0]}")
                )
                return self._line(f"select i1 %started, {_V} {both}, {_V} {values[0]}")
