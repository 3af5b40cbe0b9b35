"""Steps bound to their arrays: what is left of an evaluation is a list of numpy calls with their arguments ready."""

from collections.abc import Mapping, Sequence

import numpy as np

from models.formula.axes import DIMENSIONS
from models.formula.decisions import Kept
from models.formula.leaves import Leaf, leaf
from models.formula.machine import Machine
from models.formula.node import Node
from models.formula.operation import Array, Call
from models.formula.operations.leaves import KEPT
from models.formula.operations.leaves import Leaf as LeafOperation
from models.formula.operations.rows import TOTAL
from models.formula.regions import Region
from models.formula.schedule import Part, Step, last_reads
from models.formula.trace import Structure
from models.quantities.declaration import Value

type Values = Mapping[str, Value | Array | Kept]
"""Values of inputs by key: one number, text or flag for all cases, or an array with one number a case.

Of decisions by the key of their line.
"""


class Bound:
    """A schedule with an array for every slot it writes.

    Running it again with other values writes into the same arrays.
    """

    def __init__(
        self,
        structure: Structure,
        nodes: Sequence[Node],
        leaves: Sequence[tuple[int, Node]],
        schedule: Sequence[Part | Machine],
        still: Sequence[Array | None],
        cases: int,
        kept: set[int] | None = None,
    ) -> None:
        """Allocate arrays and bind the calls.

        leaves, schedule: the inputs to fill and the steps to run; everything else is read from `still`.
        kept: slots whose arrays must outlast the run; None keeps all, otherwise arrays are used again.
        """
        self._structure = structure
        self._nodes = nodes
        self._cases = cases
        self.held: list[Array | None] = list(still)
        self._free: dict[tuple[int, ...], list[Array]] = {}
        self._leaves: list[Leaf] = []
        for slot, node in leaves:
            array = np.zeros(self._shape(node))
            self.held[slot] = array
            self._leaves.append(leaf(node, array, structure))
        self._calls: list[Call] = []
        written = {slot for part in schedule for slot in part.outputs()}
        ends = last_reads(schedule)
        for part, done in zip(schedule, ends, strict=True):
            dying = {slot for slot in done if slot in written and slot not in kept} if kept is not None else set[int]()
            if isinstance(part, Region):
                self._bind_region(part)
            elif isinstance(part, Machine):
                self._bind_machine(part)
            else:
                dying -= self._bind(part, dying)
            for slot in dying:
                array = self.held[slot]
                if array is not None:
                    self._give(array)

    def run(self, values: Values) -> None:
        """Fill the inputs and work every step out."""
        for one in self._leaves:
            one.fill(values)
        for function, arguments in self._calls:
            function(*arguments)

    def _shape(self, node: Node) -> tuple[int, ...]:
        cases = 1 if isinstance(node.op, LeafOperation) and (node.op.constant or node.op is KEPT) else self._cases
        return (*self._structure.row_shape(node.axes), self._structure.horizon + 1 if node.timed else 1, cases)

    def _take(self, shape: tuple[int, ...]) -> Array:
        free = self._free.get(shape)
        return free.pop() if free else np.empty(shape)

    def _give(self, array: Array) -> None:
        self._free.setdefault(array.shape, []).append(array)

    def _array(self, slot: int) -> Array:
        array = self.held[slot]
        assert array is not None
        return array

    def _bind(self, step: Step, dying: set[int]) -> set[int]:
        """Bind a step and return the slots whose arrays it writes over: those that nothing reads after it."""
        operands = [self._array(slot) for slot in step.reads]
        if step.group is not None:
            outs = [self._take(self._shape(self._nodes[slot])) for slot in step.writes]
            self._calls.append((step.group.run, (operands, outs)))
            for slot, out in zip(step.writes, outs, strict=True):
                self.held[slot] = out
            return set()
        shape = self._shape(step.node)
        over = next(
            (
                slot
                for slot in step.reads
                if slot in dying and step.node.op.overwrites and self._array(slot).shape == shape
            ),
            None,
        )
        out = self._take(shape) if over is None else self._array(over)
        self._calls += step.node.op.calls(step.node, operands, out)
        self.held[step.writes[0]] = out
        return set() if over is None else {over}

    def _bind_machine(self, machine: Machine) -> None:
        """Bind kernels to the arrays they read and to one for each slot they write to memory."""
        for slot in machine.outputs():
            shape = self._shape(self._nodes[slot])
            self.held[slot] = self._take(machine.layout.shape(slot, shape))
        self._calls.append((machine.bound(self._array, self._cases), ()))

    def _bind_region(self, region: Region) -> None:
        """Bind a region's steps row by row; slots that live for one row share one row's array."""
        place = DIMENSIONS[region.axis]
        full = {slot: self._take(self._shape(self._nodes[slot])) for slot in region.kept}
        scratch, borrowed = self._scratch(region, place, full)
        for slot in region.sums():
            self._calls.append((full[slot].fill, (0.0,)))
        for row in range(len(self._structure.axis_rows(region.axis))):
            at = (*(slice(None),) * place, slice(row, row + 1))
            for node, reads, write in zip(region.nodes, region.reads, region.writes, strict=True):
                operands = [
                    _row(
                        scratch[slot] if slot in scratch else full[slot] if slot in full else self._array(slot),
                        at,
                        place,
                    )
                    for slot in reads
                ]
                if node.op is TOTAL and node.detail == region.axis:
                    self._calls.append((np.add, (full[write], operands[0], full[write])))
                else:
                    self._calls += node.op.calls(node, operands, full[write][at] if write in full else scratch[write])
        for slot, array in full.items():
            self.held[slot] = array
        for array in borrowed:
            self._give(array)

    def _scratch(self, region: Region, place: int, full: dict[int, Array]) -> tuple[dict[int, Array], list[Array]]:
        """Return one row's array for each slot that lives for one row, written over where nothing reads it any more.

        It also gives all that were taken.
        """
        last = {slot: number for number, reads in enumerate(region.reads) for slot in reads}
        scratch: dict[int, Array] = {}
        borrowed: list[Array] = []
        free: list[Array] = []
        for number, (node, reads, write) in enumerate(zip(region.nodes, region.reads, region.writes, strict=True)):
            dying = [slot for slot in dict.fromkeys(reads) if slot in scratch and last[slot] == number]
            if write not in full:
                shape = self._shape(self._nodes[write])
                shape = (*shape[:place], 1, *shape[place + 1 :])
                over = next((slot for slot in dying if node.op.overwrites and scratch[slot].shape == shape), None)
                if over is not None:
                    dying.remove(over)
                    scratch[write] = scratch[over]
                else:
                    array = next((one for one in free if one.shape == shape), None)
                    if array is None:
                        array = self._take(shape)
                        borrowed.append(array)
                    else:
                        free = [one for one in free if one is not array]
                    scratch[write] = array
            free += [scratch[slot] for slot in dying]
        return scratch, borrowed


def _row(array: Array, at: tuple[slice, ...], place: int) -> Array:
    return array[at] if array.shape[place] > 1 else array
