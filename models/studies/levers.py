"""The lever waterfall.

What each cost lever that is on adds, switched on one after the other in a stated order, per option; and what each that
is off would add to them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import present_options
from models.areas.cost_management import LEVERS, CostManagement, lever_key
from models.plan.plan import Plan

LABELS: Mapping[str, str] = {lever: getattr(CostManagement, lever).label for lever in LEVERS}


@dataclass(frozen=True, slots=True)
class Step:
    """One lever, after those before it: what it saves each option in present value, nothing where it is off.

    would_save: of one that is off, what it would save beside all that are on, by its inputs as they are. Both are below
    0 where it costs more than it saves.
    """

    lever: str
    label: str
    on: bool
    saving: Mapping[str, float]
    would_save: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Present value of each option without any lever, the steps in order, and with all that are on."""

    without: Mapping[str, float]
    steps: Sequence[Step]
    with_all: Mapping[str, float]

    def joint(self, option: str) -> float:
        """Return what all levers save an option together, in present value."""
        return self.without[option] - self.with_all[option]


def waterfall(plan: Plan, scenario: str) -> Waterfall:
    """Return the waterfall of the levers a scenario has on, as one batch of cases.

    None on, then one more in each; after these, all that are on with each lever in turn.
    """
    values = plan.values(scenario)
    keys = [lever_key(lever) for lever in LEVERS]
    traced = model(plan.structure_for(dict.fromkeys(keys, True)))
    chosen = [bool(values[key]) for key in keys]
    last = len(keys)
    switched = {
        key: np.array(
            [float(on and case > place) for case in range(last + 1)] + [float(on or one == key) for one in keys]
        )
        for place, (key, on) in enumerate(zip(keys, chosen, strict=True))
    }
    wanted = {option: OptionLine.PRESENT_VALUE.of(option) for option in present_options(plan, scenario)}
    figures = traced.evaluate_once({**values, **switched}, list(wanted.values()))
    costs = {option: figures.arrays[key].reshape(-1) * np.ones(2 * last + 1) for option, key in wanted.items()}
    steps = [
        Step(
            lever,
            LABELS[lever],
            on,
            {option: float(cost[place] - cost[place + 1]) for option, cost in costs.items()},
            {option: float(cost[last] - cost[last + 1 + place]) for option, cost in costs.items()},
        )
        for place, (lever, on) in enumerate(zip(LEVERS, chosen, strict=True))
    ]
    return Waterfall(
        {option: float(cost[0]) for option, cost in costs.items()},
        steps,
        {option: float(cost[last]) for option, cost in costs.items()},
    )
