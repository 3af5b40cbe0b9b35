"""Switching values: where, within its plausible range, an input turns the cheapest option into another.

Each input is scanned alone, all others at the plan's values; decisions such as servers kept stay as they are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.appraisal.model import Model, model
from models.areas.placement import OPTIONS
from models.areas.register import expanded
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value

type Grid = NDArray[np.float64]

POINTS = 33
"""Points scanned over the plausible range; a flip and a flip back between two of them are not seen."""


@dataclass(frozen=True, slots=True)
class SwitchingValue:
    """An input's value at which the cheapest option changes.

    value, plan: in the input's unit. below: True where the other option is cheapest below the value.
    swing: how far the value is from the plan's, over the width of the plausible range.
    """

    key: str
    label: str
    declared: Input
    value: float
    plan: float
    to: str
    below: bool
    swing: float


def switching_values(plan: Plan, scenario: str, blocked: Collection[str] = ()) -> Sequence[SwitchingValue]:
    """Return the switching values of the inputs that decide, the nearest first.

    blocked: options that are not allowed, between which no verdict can switch.
    """
    allowed = [option for option in OPTIONS if option not in blocked]
    if len(allowed) < 2:  # noqa: PLR2004 - it takes two to switch
        return []
    traced = model(plan.structure)
    values = plan.values(scenario)
    inputs = [
        (key, declared, row)
        for key, declared, row in expanded(plan.slugs)
        if declared.numeric
        and declared.essential
        and declared.plausible
        and declared.scenario_may_change
        and declared.name != "hybrid_servers"
        and plan.applies(scenario, key)
        and plan.counts(scenario, key)
    ]
    grids = [_grid(plan, scenario, key, declared) for key, declared, _ in inputs]
    costs_of_all = _costs(traced, values, [key for key, _, _ in inputs], grids, allowed)
    found: list[SwitchingValue] = []
    for (key, declared, row), grid, costs in zip(inputs, grids, costs_of_all, strict=True):
        name = f"{plan.row_name(declared.home, row)}: {declared.label}" if row and len(plan.slugs[declared.home]) > 1 else declared.label
        flip = _nearest(grid, costs, key, name, declared, float(values[key]), allowed)
        if flip is not None:
            found.append(flip)
    return sorted(found, key=lambda one: one.swing)


def _costs(traced: Model, values: Mapping[str, Value], keys: Sequence[str], grids: Sequence[Grid], allowed: Sequence[str]) -> list[Grid]:
    """Return the present values of the options allowed along each grid: one batch, in which each input moves in its own stretch."""
    ends = np.cumsum([len(grid) for grid in grids])
    batch: dict[str, Value | Grid] = dict(values)
    for key, grid, end in zip(keys, grids, ends, strict=True):
        column = np.full(int(ends[-1]), float(values[key]))
        column[end - len(grid) : end] = grid
        batch[key] = column
    wanted = [f"{option}.total.present_value" for option in allowed]
    found = traced.evaluate(batch, wanted)
    costs = np.array([found.arrays[line].reshape(-1) * np.ones(int(ends[-1])) for line in wanted])
    return [costs[:, end - len(grid) : end] for grid, end in zip(grids, ends, strict=True)]


def _grid(plan: Plan, scenario: str, key: str, declared: Input) -> Grid:
    """Return the points to scan: the plausible range, from evidence where it has one, with the plan's own value."""
    evidence = plan.entry(scenario, key).evidence
    assert declared.plausible is not None
    low = evidence.low if evidence.low is not None else declared.plausible[0]
    high = evidence.high if evidence.high is not None else declared.plausible[1]
    own = float(plan.entry(scenario, key).value)
    grid = np.union1d(np.linspace(min(low, own), max(high, own), POINTS), [own])
    if declared.kind is Kind.INTEGER:
        grid = np.unique(np.round(grid))
    return grid.clip(*declared.bounds)


def _nearest(grid: Grid, costs: Grid, key: str, name: str, declared: Input, own: float, allowed: Sequence[str]) -> SwitchingValue | None:
    """Return the flip nearest to the plan's own value, between the two points that enclose it."""
    here = int(np.argmin(np.abs(grid - own)))
    best = np.argmin(np.round(costs, 2), axis=0)
    width = float(grid[-1] - grid[0]) or 1.0
    flips: list[SwitchingValue] = []
    for direction in (-1, 1):
        at = here
        while 0 <= at + direction < len(grid) and best[at + direction] == best[here]:
            at += direction
        if not 0 <= at + direction < len(grid):
            continue
        old, new = int(best[here]), int(best[at + direction])
        before, after = (float(costs[new, i] - costs[old, i]) for i in (at, at + direction))
        part = 1.0 if declared.kind is Kind.INTEGER or before == after else before / (before - after)
        value = float(grid[at] + part * (grid[at + direction] - grid[at]))
        flips.append(SwitchingValue(key, name, declared, value, own, allowed[new], direction < 0, abs(value - own) / width))
    return min(flips, key=lambda one: one.swing, default=None)
