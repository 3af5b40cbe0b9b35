"""What options cost where a pilot ends at its gate: what was decided up to it stands, and no more is for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import compared_line
from models.areas.compute import Pool
from models.areas.data import Data
from models.formula.decisions import Kept
from models.formula.operation import Array
from models.plan.gates import first_gate, not_passed
from models.plan.plan import Plan
from models.quantities.declaration import Value


def where_pilots_end(plan: Plan, scenario: str, options: Sequence[str]) -> Mapping[str, float]:
    """Return the present value of some options, in the plan's money, where no pilot passes its gate.

    Servers, terms and arrays up to the first gate are those of the plan that goes on; after it, those of the work that
    is left. The plan has a gate.
    """
    changes = not_passed(plan, scenario)
    ground = decided(plan, scenario, changes)
    stopped = ground.traced.evaluate({**ground.values, **changes}, list(ground.kept))
    gate = first_gate(plan, scenario)
    kept: dict[str, Kept] = {}
    for key, one in ground.kept.items():
        lives = _lives(ground.values, plan.slugs["pool"], key)
        then = stopped.arrays[key]
        kept[key] = Kept(_bought(gate, one.array, then, lives) if lives else _until(gate, one.array, then))
    lines = {option: compared_line(option) for option in options}
    figures = replace(ground, kept=kept).evaluate(changes, list(lines.values()))
    return {option: figures.number(line) for option, line in lines.items()}


def _lives(values: Mapping[str, Value], pools: Sequence[str], key: str) -> Sequence[int]:
    """Return the months that what a line buys is in use, one a row or the same for all; empty where it buys nothing."""
    if key.endswith(".ordered"):
        return [int(float(values[Pool.life.key_in(pool)])) for pool in pools]
    return [int(float(values[Data.array_life.key]))] if key == "data.array_bought" else []


def _until(month: int, first: Array, then: Array) -> Array:
    """Return values by month of which those after a month are another's; one that is no value by month stays."""
    months = first.shape[-2]
    if months == 1:
        return first
    joined = np.broadcast_to(then, first.shape).copy()
    joined[..., : month + 1, :] = first[..., : month + 1, :]
    return joined


def _bought(month: int, first: Array, then: Array, lives: Sequence[int]) -> Array:
    """Return purchases by month: up to one those of a plan, after it what another's needs beyond what is there."""
    needed = np.broadcast_to(then, first.shape)
    joined = _until(month, first, then)
    for row in range(first.shape[-3]):
        life = lives[row % len(lives)]
        for now in range(month + 1, first.shape[-2]):
            since = max(0, now - life + 1)
            there = joined[..., row, since:now, :].sum(axis=-2)
            joined[..., row, now, :] = np.maximum(needed[..., row, since : now + 1, :].sum(axis=-2) - there, 0)
    return joined
