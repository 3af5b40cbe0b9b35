"""The range an input is plausible in: of its evidence where that has one, else of its declaration."""

import numpy as np

from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind
from models.quantities.writing import in_unit


def plausible_range(plan: Plan, scenario: str, key: str, declared: Input) -> tuple[float, float] | None:
    """Return an input's plausible range within its bounds, None where it has none or does not count in the scenario."""
    if (
        not declared.numeric
        or not declared.scenario_may_change
        or not plan.applies(scenario, key)
        or not plan.counts(scenario, key)
    ):
        return None
    evidence = plan.entry(scenario, key).evidence
    declared_low, declared_high = declared.plausible or (None, None)
    low = evidence.low if evidence.low is not None else declared_low
    high = evidence.high if evidence.high is not None else declared_high
    if low is not None and low == high:
        low, high = declared_low, declared_high
    if low is None or high is None or not low < high:
        return None
    low, high = max(low, declared.bounds[0]), min(high, declared.bounds[1])
    return (float(np.round(low)), float(np.round(high))) if declared.kind is Kind.INTEGER else (low, high)


def own_range(plan: Plan, scenario: str, key: str) -> str:
    """Return in words the range that an input's evidence gives, such as "£3 to £5"; empty where it gives none."""
    evidence, declared, symbol = plan.entry(scenario, key).evidence, plan.declaration(key), plan.symbol(scenario, key)
    low, high = ("" if end is None else in_unit(end, declared, symbol) for end in (evidence.low, evidence.high))
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}" if high else ""
