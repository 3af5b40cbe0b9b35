"""Amounts in another currency than the plan's, and how small a number may be."""

from collections.abc import Mapping

from models.areas.finance import PLAN_CURRENCY_RATES
from models.plan.plan import Plan
from models.quantities.declaration import Value

SMALLEST = 1e-6


def rate(plan: Plan, currency: str, into: str) -> float | None:
    """Return what one unit of a currency is in another at the plan's rates, None where the plan has no rate."""
    if currency == into:
        return 1.0
    if currency not in PLAN_CURRENCY_RATES or into not in PLAN_CURRENCY_RATES:
        return None
    base = plan.scenarios[0].slug
    own, other = (float(plan.entry(base, PLAN_CURRENCY_RATES[one]).value) for one in (currency, into))
    return own / other


def legible(value: float) -> float:
    """Return a measured number to six figures; what is smaller than can count is nothing."""
    return 0.0 if abs(value) < SMALLEST else float(f"{value:.6g}")


def rate_of(values: Mapping[str, Value], currency: str) -> float:
    """Return what one unit of the currency that an input names is worth in the plan's money."""
    return float(values[PLAN_CURRENCY_RATES[str(values[currency])]])
