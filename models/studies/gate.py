"""What options cost where a pilot ends at its gate: what was decided up to it stands, and no more is for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import compared_line
from models.formula.decisions import Kept
from models.formula.operation import Array
from models.plan.gates import first_gate, not_passed
from models.plan.plan import Plan


def where_pilots_end(plan: Plan, scenario: str, options: Sequence[str]) -> Mapping[str, float]:
    """Return the present value of some options, in the plan's money, where no pilot passes its gate.

    Servers, terms and arrays up to the first gate are those of the plan that goes on; after it, those of the work that
    is left. The plan has a gate.
    """
    changes = not_passed(plan, scenario)
    ground = decided(plan, scenario, changes)
    stopped = ground.traced.evaluate({**ground.values, **changes}, list(ground.kept))
    gate = first_gate(plan, scenario)
    kept = {key: Kept(_until(gate, one.array, stopped.arrays[key])) for key, one in ground.kept.items()}
    lines = {option: compared_line(option) for option in options}
    figures = replace(ground, kept=kept).evaluate(changes, list(lines.values()))
    return {option: figures.number(line) for option, line in lines.items()}


def _until(month: int, first: Array, then: Array) -> Array:
    """Return values by month of which those after a month are another's; one that is no value by month stays."""
    months = first.shape[-2]
    if months == 1:
        return first
    joined = np.broadcast_to(then, first.shape).copy()
    joined[..., : month + 1, :] = first[..., : month + 1, :]
    return joined
