"""Slips that an input betrays: a figure far outside what is usual that is so many times a usual one."""

from collections.abc import Iterator, Mapping

from models.areas.register import expanded
from models.plan.plan import Plan, default_entry
from models.plan.problems import Problem, Severity
from models.quantities.causes import likely_cause
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import in_unit


def slips(plan: Plan, values: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield every figure that is so many times a usual one, with the likely cause and what would be usual."""
    for key, declared, row in expanded(plan.slugs):
        if not declared.numeric or declared.kind is Kind.CONSTANT or not declared.plausible:
            continue
        value = float(values[key])
        if value in {declared.neutral, default_entry(declared, plan.slugs, row=row).value}:
            continue
        message = _reciprocal(plan, values, key) or _named(declared, value, plan.symbol("base", key))
        if message:
            yield Problem(key, f"{value:g}", message, Severity.WARNING)


def _named(declared: Input, value: float, symbol: str) -> str:
    cause = likely_cause(declared, value, symbol)
    return f"{in_unit(value, declared, symbol)} {cause}" if cause else ""


_USUAL: Mapping[tuple[str, str], tuple[float, float]] = {
    ("dollar", "GBP"): (0.6, 0.95),
    ("euro", "GBP"): (0.7, 0.99),
    ("dollar", "EUR"): (0.7, 0.99),
    ("euro", "USD"): (1.01, 1.45),
}
"""What one dollar and one euro have been worth in the currencies of plans since 2003; source: Bank of England."""


def _reciprocal(plan: Plan, values: Mapping[str, Value], key: str) -> str:
    """Return that an exchange rate stands the wrong way round; empty where it does not, or where nothing is paid at it.

    A rate is in the plan's own currency.
    """
    name, _, what = key.removeprefix("finance.").partition("_")
    usual = _USUAL.get((name, plan.currency)) if what in {"rate", "forward"} else None
    if usual is None or (what == "forward" and float(values[f"finance.{name}_hedged"]) <= 0):
        return ""
    value = float(values[key])
    if value > 0 and not usual[0] <= value <= usual[1] and usual[0] <= 1 / value <= usual[1]:
        return f"{value:g} looks like the rate the other way round; {1 / value:.4f} would be usual"
    return ""
