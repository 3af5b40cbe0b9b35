"""The row axes of the graph and the dimensions of arrays that stand for them."""

from collections.abc import Iterable
from functools import cache

AXES = (
    "pool",
    "slice",
    "workload",
    "step",
    "age",
    "tier",
    "control",
    "role",
    "tool",
    "risk",
    "criterion",
    "own_cost",
    "benefit",
    "price_step",
)
"""Every row axis, in the order in which rows stand on a sheet; the last one varies fastest."""

DIMENSIONS = {axis: min(place, 4) for place, axis in enumerate(AXES)}
"""The dimension of an array that stands for each axis.

Axes that never meet in one term share the last: fewer dimensions are faster.
"""

ROW_DIMENSIONS = max(DIMENSIONS.values()) + 1

MONTH_AXIS = -2
"""The dimension of months; cases are the last."""


@cache
def _of(axes: frozenset[str]) -> tuple[str, ...]:
    return tuple(axis for axis in AXES if axis in axes)


def in_order(axes: Iterable[str]) -> tuple[str, ...]:
    """Return axes in the order of AXES, each once; one that is none is left out.

    >>> in_order({"workload", "pool"}), in_order(())
    (('pool', 'workload'), ())
    """
    return _of(frozenset(axes))
