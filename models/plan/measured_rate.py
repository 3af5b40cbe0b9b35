"""Amounts in another currency than the plan's, and how small a number may be."""

from collections.abc import Mapping

from models.plan.plan import Plan

RATES: Mapping[str, str] = {"GBP": "finance.pound_rate", "USD": "finance.dollar_rate", "EUR": "finance.euro_rate"}

SMALLEST = 1e-6


def rate(plan: Plan, currency: str, into: str) -> float | None:
    """Return what one unit of a currency is in another at the plan's rates, None where the plan has no rate."""
    if currency == into:
        return 1.0
    if currency not in RATES or into not in RATES:
        return None
    base = plan.scenarios[0].slug
    return float(plan.entry(base, RATES[currency]).value) / float(plan.entry(base, RATES[into]).value)


def legible(value: float) -> float:
    """Return a measured number to six figures; what is smaller than can count is nothing."""
    return 0.0 if abs(value) < SMALLEST else float(f"{value:.6g}")
