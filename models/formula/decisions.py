"""Decisions that stay as they were made while all else is worked out again.

Their lines read kept values in place of their formulas.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.formula.node import Line, Node
from models.formula.operations.leaves import KEPT


@dataclass(frozen=True, slots=True)
class Kept:
    """Values of a decided line in one case, that hold in every case: rows × months × 1."""

    array: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A line that follows from a decision.

    line: worked out from the decision. decided: the line whose values are the decision; it may be the same one.
    follows: the formula of `line`, given the values kept.
    """

    line: Line
    decided: Line
    follows: Callable[[Line], Node]


def as_decided(decisions: Sequence[Decision]) -> Mapping[int, Line]:
    """Return, by identity of the lines that follow from decisions, the lines that stand in their place."""
    kept: dict[int, Line] = {}
    stand_ins: dict[int, Line] = {}
    for decision in decisions:
        decided = decision.decided
        if id(decided) not in kept:
            kept[id(decided)] = _twin(decided).define(
                Node(KEPT, axes=decided.axes, timed=decided.timed, detail=decided.key)
            )
        formula = decision.follows(kept[id(decided)])
        line = decision.line
        twin = Line(
            line.key, line.label, line.unit, axes={*line.axes, *formula.axes}, timed=line.timed, sheet=line.sheet
        )
        stand_ins[id(line)] = twin.define(formula)
    return stand_ins


def _twin(line: Line) -> Line:
    return Line(line.key, line.label, line.unit, axes=line.axes, timed=line.timed, sheet=line.sheet)
