"""Leaves of the graph: inputs and constants, filled into their arrays from the values by key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from models.formula.decisions import Kept
from models.formula.node import Node
from models.formula.operation import Array
from models.formula.operations.leaves import CHOSEN, KEPT
from models.formula.operations.leaves import Leaf as LeafOperation
from models.formula.trace import Structure
from models.quantities.declaration import Input, Kind, Value


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf's array by row, and how the value of each row's key becomes a number.

    A calendar month its place in the year.
    """

    rows: tuple[tuple[str, Array], ...]
    number: Callable[[Value], float]

    def fill(self, values: Mapping[str, Value | Array | Kept]) -> None:
        """Write the values of the leaf's keys into its array. Raises KeyError where one is missing."""
        for key, row in self.rows:
            value = values[key]
            row[...] = (
                value
                if isinstance(value, np.ndarray)
                else value.array
                if isinstance(value, Kept)
                else self.number(value)
            )


def leaf(node: Node, array: Array, structure: Structure) -> Leaf:
    """Return the leaf of a term; constants of the graph are written at once."""
    if isinstance(node.op, LeafOperation):
        node.op.fill(node, array)
    if node.op is KEPT:
        return Leaf(((str(node.detail), array),), float)
    declared = declared_of(node)
    if declared is None:
        return Leaf((), float)
    keys = leaf_keys(node, structure)
    rows = array.reshape(len(keys), -1)
    return Leaf(tuple((key, rows[place]) for place, key in enumerate(keys)), _reader(node, declared, structure))


def declared_of(node: Node) -> Input | None:
    """Return the declaration of the input a leaf stands for, None for a constant of the graph."""
    detail = node.operands[0].detail if node.op is CHOSEN else node.detail
    return detail if isinstance(detail, Input) else None


def leaf_keys(node: Node, structure: Structure) -> list[str]:
    """Return the keys of the inputs a leaf stands for, one a row; of a decision that is kept, its line's."""
    if node.op is KEPT:
        return [str(node.detail)]
    declared = declared_of(node)
    if declared is None:
        return []
    return [declared.key_in(row) for row in structure.axis_rows(node.axes[0])] if node.axes else [declared.key]


def _reader(node: Node, declared: Input, structure: Structure) -> Callable[[Value], float]:
    if node.op is CHOSEN:
        option = node.detail
        return lambda value: 1.0 if value == option else 0.0
    if declared.kind is Kind.ROW:
        places = {row: float(place) for place, row in enumerate(structure.rows[declared.table])}
        return lambda value: places[str(value)]
    if declared.kind is Kind.MONTH:
        return lambda value: float(str(value)[5:])
    return float
