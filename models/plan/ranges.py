"""The range an input is plausible in: of its evidence where that has one, else of its declaration."""

import math

import numpy as np

from models.plan.plan import Plan
from models.quantities.causes import EXTENTS
from models.quantities.declaration import Input, Kind
from models.quantities.writing import in_unit


def plausible_range(plan: Plan, scenario: str, key: str, declared: Input) -> tuple[float, float] | None:
    """Return an input's plausible range within its bounds, None where it has none or does not count in the scenario.

    A value outside a range that is only declared, and holds for any organisation, is no more certain than one inside:
    its range is as wide as the declared one, and lies about the value.
    """
    if (
        not declared.numeric
        or not declared.scenario_may_change
        or not plan.applies(scenario, key)
        or not plan.counts(scenario, key)
    ):
        return None
    entry = plan.entry(scenario, key)
    evidence = entry.evidence
    declared_low, declared_high = about(float(entry.value), declared.plausible) if declared.plausible else (None, None)
    low = evidence.low if evidence.low is not None else declared_low
    high = evidence.high if evidence.high is not None else declared_high
    if low is not None and low == high:
        low, high = declared_low, declared_high
    if low is None or high is None or not low < high:
        return None
    low, high = max(low, declared.bounds[0]), min(high, declared.bounds[1])
    return (float(np.round(low)), float(np.round(high))) if declared.kind is Kind.INTEGER else (low, high)


_TIMES = 4.0
"""Of an amount that is as large as the organisation is: how far a slider goes that tries more of it."""


def tried_range(plan: Plan, scenario: str, key: str) -> tuple[float, float]:
    """Return the range in which somebody tries other values of an input: that of its evidence, else what is usual.

    No range is usual of what is as large as the organisation is, such as its requests and its people: that goes from
    nothing to some times the value. The value itself always lies within.
    """
    declared, entry = plan.declaration(key), plan.entry(scenario, key)
    value, (least, most) = float(entry.value), entry.spread
    low, high = declared.plausible or declared.bounds
    if least is not None and most is not None and least < most:
        low, high = least, most
    elif value > 0 and declared.unit.dimension in {*EXTENTS, "person"}:
        low, high = max(0.0, declared.bounds[0]), min(value * _TIMES, declared.bounds[1])
    return min(low, value), max(high, value)


def about(value: float, usual: tuple[float, float]) -> tuple[float, float]:
    """Return a usual range where a value lies in it, else one as wide about the value: in proportion where it may be.

    Nothing at all is nothing for certain.

    >>> about(1_000, (200, 5_000)), about(4, (200, 5_000)), about(9, (0, 6)), about(0, (200, 5_000))
    ((200, 5000), (0.8, 20.0), (6.0, 12.0), (0.0, 0.0))
    """
    low, high = usual
    if low <= value <= high:
        return usual
    if low > 0 and value >= 0:
        times = math.sqrt(high / low)
        return _figures(value / times), _figures(value * times)
    half = (high - low) / 2
    return _figures(value - half), _figures(value + half)


def _figures(end: float) -> float:
    """Return an end of a range to three figures: it is an estimate, and stands in cells that people read."""
    return float(f"{end:.3g}")


def own_range(plan: Plan, scenario: str, key: str) -> str:
    """Return in words the range that an input's evidence gives, such as "£3 to £5"; empty where it gives none."""
    evidence, declared, symbol = plan.entry(scenario, key).evidence, plan.declaration(key), plan.symbol(scenario, key)
    low, high = ("" if end is None else in_unit(end, declared, symbol) for end in (evidence.low, evidence.high))
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}" if high else ""
