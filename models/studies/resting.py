"""What a cost rests on: how far it moves with each input, and what that input's value rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import OptionLine
from models.areas.register import expanded
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Kind
from models.studies.one_by_one import along

_STEP = 0.01
"""Each input is moved by so much of its value."""

_WHOLE = frozenset({"gpu"})
"""Dimensions of what is taken in whole: 1% more of one GPU is a second one, so one more is tried and shared out."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One input: how far the cost moves, in money, when it moves by 1%, and what its value rests on."""

    key: str
    kind: EvidenceKind
    moves: float


@dataclass(frozen=True, slots=True)
class Resting:
    """What the present value of an option rests on: its inputs, the heaviest first.

    It also holds the share of all movement by kind of evidence.
    """

    option: str
    weights: Sequence[Weight]
    shares: Mapping[EvidenceKind, float]


def resting(plan: Plan, scenario: str, option: str, look: Callable[[float, str], None] | None = None) -> Resting:
    """Return which inputs the present value of an option rests on.

    Every number in play is moved by 1%, one after the other, with the decisions kept; what comes in whole by one, of
    which as much counts as 1% is.

    A choice, a date and what is 0 have no percent and no weight.
    """
    ground = decided(plan, scenario)
    wanted = [OptionLine.PRESENT_VALUE.of(option)]
    now = ground.evaluate({}, wanted).number(wanted[0])
    reads = ground.program(wanted).reads
    points: dict[str, np.ndarray] = {}
    parts: dict[str, float] = {}
    for key, declared, _ in expanded(plan.slugs):
        value = ground.values[key]
        if (
            key not in reads
            or declared.kind not in {Kind.QUANTITY, Kind.SHARE}
            or not value
            or not plan.applies(scenario, key)
            or not plan.counts(scenario, key)
        ):
            continue
        step = 1.0 if declared.unit.dimension in _WHOLE else float(value) * _STEP
        moved = float(value) + step
        parts[key] = float(value) * _STEP / step
        if not declared.bounds[0] <= moved <= declared.bounds[1]:
            moved = float(value) - step
        if declared.bounds[0] <= moved <= declared.bounds[1]:
            points[key] = np.array([moved])
    values = along(ground, points, wanted, look)
    weights = [
        Weight(key, plan.entry(scenario, key).evidence.kind, abs(float(costs[0, 0]) - now) * parts[key])
        for key, costs in values.items()
    ]
    weights.sort(key=lambda one: -one.moves)
    whole = sum(one.moves for one in weights)
    shares = {
        kind: sum(one.moves for one in weights if one.kind is kind) / whole if whole else 0.0 for kind in EvidenceKind
    }
    return Resting(option, weights, shares)
