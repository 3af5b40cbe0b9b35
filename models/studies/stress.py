"""Stress tests: the plan as it stands, with one thing gone wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.model import model
from models.areas.placement import OPTIONS
from models.plan.plan import Plan

BILL_SHOCKS = (1.0, 3.0, 5.0)
"""Bills over the estimate: as planned, and the article's three and five times."""


@dataclass(frozen=True, slots=True)
class Stressed:
    """Present value of every option under a stress, and the cheapest of those allowed."""

    label: str
    factor: float
    present_value: Mapping[str, float]
    cheapest: str


def bill_shock(plan: Plan, scenario: str, blocked: Sequence[str] = ()) -> list[Stressed]:
    """Return what bills of three and five times the estimate do; what providers bill is multiplied, what is owned is not.

    blocked: options that are not allowed and cannot be the cheapest.
    """
    traced = model(plan.structure)
    keys = {option: f"{option}.total.present_value" for option in OPTIONS}
    own = float(plan.values(scenario)["cost_management.bill_factor"])
    found = traced.evaluate({**plan.values(scenario), "cost_management.bill_factor": np.array(BILL_SHOCKS) * own}, list(keys.values()))
    costs = {option: found.arrays[key].reshape(-1) * np.ones(len(BILL_SHOCKS)) for option, key in keys.items()}
    allowed = [option for option in OPTIONS if option not in blocked]
    return [
        Stressed(
            "As planned" if factor == 1 else f"Bills {factor:g} times the estimate",
            factor,
            {option: float(cost[place]) for option, cost in costs.items()},
            min(allowed, key=lambda option: round(float(costs[option][place]), 2)) if allowed else "",
        )
        for place, factor in enumerate(BILL_SHOCKS)
    ]
