"""Two inputs at once.

Which option is cheapest over a grid of both, decisions kept, with the lines on which two options cost the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import Decided, decided
from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, compared_options
from models.areas.register import expanded
from models.plan.plan import Plan
from models.plan.ranges import plausible_range
from models.quantities.declaration import Kind, Value
from models.studies.stress import demand_at

type Grid = NDArray[np.float64]
type Look = Callable[[float, str], None]

SIDE = 41
"""Points along either input."""

NEXT_TO_NOTHING = 1e-5
"""Money: more than rounding, less than anybody pays."""

UTILISATION = "utilisation"
"""The axis that is no input: how busy owned servers are, reached by moving the demand of all workloads."""

WIDEST = 3.0
"""Demand over the plan's at the end of the axis of utilisation, at most."""


@dataclass(frozen=True, slots=True)
class MapAxis:
    """One side of the map: an input's key, or UTILISATION; its values, and the plan's own."""

    key: str
    values: Grid
    plan: float

    def inputs_at(self, plan: Plan, scenario: str, value: float) -> Mapping[str, Value]:
        """Return the inputs that a value on this axis stands for."""
        if self.key == UTILISATION:
            return demand_at(plan, scenario, value / self.plan)
        return {self.key: round(value) if plan.declaration(self.key).kind is Kind.INTEGER else value}


@dataclass(frozen=True, slots=True)
class TwoInputs:
    """The map.

    costs: present value by option, rows along `up`, columns along `across`. regions: by option, the outlines of where
        it is the cheapest, holes after
    their outlines, as points of both inputs. best: the cheapest at the plan's own point.
    """

    across: MapAxis
    up: MapAxis
    costs: Mapping[str, Grid]
    regions: Mapping[str, Sequence[Sequence[Grid]]]
    best: str

    def cheapest_at(self, x: float, y: float) -> str:
        """Return the option that is the cheapest at the grid's point nearest to some values."""
        column, row = int(np.abs(self.across.values - x).argmin()), int(np.abs(self.up.values - y).argmin())
        apart = told_apart(self.costs)
        return min(apart, key=lambda option: float(apart[option][row, column]))

    def share(self, option: str) -> float:
        """Return the part of the grid in which an option is the cheapest."""
        order = list(self.costs)
        winner = np.argmin(np.array(list(told_apart(self.costs).values())), axis=0)
        return float((winner == order.index(option)).mean())


def two_inputs(
    plan: Plan,
    scenario: str,
    across: str = UTILISATION,
    up: str = "",
    blocked: Sequence[str] = (),
    look: Look | None = None,
) -> TwoInputs:
    """Return the map of two inputs.

    across, up: keys of numeric inputs, or UTILISATION; up is by default the cloud price of the first pool. blocked:
        options that are not allowed.
    Raises KeyError for a key that is no input of the plan, ValueError for one that is no number or stands on both
    sides.
    """
    up = up or f"compute.pool.{plan.slugs['pool'][0]}.cloud_price"
    if across == up:
        raise ValueError("a map needs two different inputs")
    ground = decided(plan, scenario, {key: np.empty(0) for key in (across, up)})
    axes = [_axis(plan, scenario, ground, key) for key in (across, up)]
    options = compared_options(plan, scenario, blocked)
    wanted = [OptionLine.COMPARED.of(option) for option in options]
    columns = _columns(plan, scenario, ground, axes)
    costs = {option: np.empty((SIDE, SIDE)) for option in options}
    for row in range(0, SIDE, 8):
        if look is not None:
            look(row / SIDE, "Working out the map")
        part = {key: column.reshape(SIDE, SIDE)[row : row + 8].reshape(-1) for key, column in columns.items()}
        figures = ground.evaluate(part, wanted)
        for option, line in zip(options, wanted, strict=True):
            costs[option][row : row + 8] = (
                figures.arrays[line].reshape(-1) * np.ones(len(next(iter(part.values()))))
            ).reshape(-1, SIDE)
    own = {option: ground.evaluate({}, [line]).number(line) for option, line in zip(options, wanted, strict=True)}
    return TwoInputs(
        axes[0],
        axes[1],
        costs,
        regions(axes[0].values, axes[1].values, costs),
        min(own, key=lambda option: round(own[option], 2)),
    )


def told_apart(costs: Mapping[str, Grid]) -> dict[str, Grid]:
    """Return costs by option with next to nothing more for each later one.

    This is so that of options that cost the same the first is the cheapest.
    """
    return {option: cost + place * NEXT_TO_NOTHING for place, (option, cost) in enumerate(costs.items())}


def regions(x: Grid, y: Grid, costs: Mapping[str, Grid]) -> dict[str, Sequence[Sequence[Grid]]]:
    """Return, by option, the outlines of where it costs no more than any other, straight between the points.

    An option that costs the same as an earlier one everywhere is that one, and has no region: next to it the other's
    outline would follow the points of the grid, not the line of equal cost.
    """
    # only maps need it, and the window must not wait for it
    from contourpy import FillType, contour_generator  # noqa: PLC0415

    grids: dict[str, Sequence[Sequence[Grid]]] = {}
    apart = told_apart(costs)
    named = list(costs)
    same = {
        name
        for place, name in enumerate(named)
        if any(np.allclose(costs[name], costs[first], rtol=0, atol=A_PENNY) for first in named[:place])
    }
    apart = {name: cost for name, cost in apart.items() if name not in same}
    for option, cost in apart.items():
        others = [other for name, other in apart.items() if name != option]
        ahead = np.minimum.reduce(others) - cost if others else np.ones_like(cost)
        filled = contour_generator(x, y, ahead, fill_type=FillType.OuterOffset).filled(0.0, np.inf)
        outlines: list[list[Grid]] = []
        for points, offsets in zip(filled[0], filled[1], strict=True):
            if points is not None and offsets is not None:
                outlines.append([np.asarray(points[first:last], dtype=float) for first, last in pairwise(offsets)])
        grids[option] = outlines
    return {option: grids.get(option, []) for option in costs}


def map_keys(plan: Plan, scenario: str) -> list[str]:
    """Return what may stand on a side of the map: the inputs that have a plausible range and move a cost.

    It also gives the utilisation of owned servers where there are some.
    """
    traced = model(plan.structure)
    reads = traced.decided_program([OptionLine.COMPARED.of(option) for option in traced.options]).reads
    return [
        UTILISATION,
        *(
            key
            for key, declared, _ in expanded(plan.slugs)
            if key in reads and plausible_range(plan, scenario, key, declared) is not None
        ),
    ]


def _axis(plan: Plan, scenario: str, ground: Decided, key: str) -> MapAxis:
    if key == UTILISATION:
        planned = ground.evaluate({}, ["unit.utilisation"]).number("unit.utilisation") or 1.0
        return MapAxis(key, np.linspace(planned / SIDE, min(max(1.0, planned * 1.2), planned * WIDEST), SIDE), planned)
    declared = plan.declaration(key)
    if not declared.numeric:
        raise ValueError(f"{key} is not a number; a map is drawn over numbers")
    own = float(ground.values[key])
    low, high = plausible_range(plan, scenario, key, declared) or (own / 2, own * 2 or 1.0)
    low, high = max(min(low, own), declared.bounds[0]), min(max(high, own), declared.bounds[1])
    return MapAxis(key, np.linspace(low, high, SIDE), own)


def _columns(plan: Plan, scenario: str, ground: Decided, axes: Sequence[MapAxis]) -> dict[str, Grid]:
    """Return the inputs that move, one number a point of the grid, row after row."""
    columns: dict[str, Grid] = {}
    for place, axis in enumerate(axes):
        for key in axis.inputs_at(plan, scenario, float(axis.values[0])):
            along = np.array([float(axis.inputs_at(plan, scenario, float(value))[key]) for value in axis.values])
            whole = np.tile(along, SIDE) if place == 0 else np.repeat(along, SIDE)
            columns[key] = (
                columns[key] * whole / float(ground.values[key]) if key in columns and ground.values[key] else whole
            )
    return columns
