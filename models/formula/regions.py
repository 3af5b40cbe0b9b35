"""Stretches of steps that are worked out row by row along a long axis, so that their arrays stay in a core's cache."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.formula.node import Node
from models.formula.operations.rows import TOTAL

LONG_AXES = ("slice", "step")
"""Axes of twenty rows; every other axis is short."""


@dataclass(slots=True)
class Region:
    """Steps along one long axis, run for one row after another.

    kept: slots written in the region that are read outside it; the others live for one row only.
    """

    axis: str
    nodes: list[Node] = field(default_factory=list)
    reads: list[tuple[int, ...]] = field(default_factory=list)
    writes: list[int] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)

    def add(self, node: Node, reads: tuple[int, ...], write: int) -> None:
        """Add a step."""
        self.nodes.append(node)
        self.reads.append(reads)
        self.writes.append(write)

    def sums(self) -> set[int]:
        """Return the slots of sums over the region's own axis."""
        return {
            slot
            for node, slot in zip(self.nodes, self.writes, strict=True)
            if node.op is TOTAL and node.detail == self.axis
        }

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return {slot for reads in self.reads for slot in reads} | set(self.writes)

    def outputs(self) -> Sequence[int]:
        """Return every slot written."""
        return self.writes


def by_row(node: Node, axis: str) -> bool:
    """Return whether a step can be worked out row by row along an axis."""
    if node.op is TOTAL and node.detail == axis:
        return node.timed
    return axis in node.axes and node.timed and (node.op.elementwise or (node.op is TOTAL and node.detail != axis))
