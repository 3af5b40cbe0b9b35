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
        message = _reciprocal(key, value) or _named(declared, value, plan.symbol("base", key))
        if message:
            yield Problem(key, f"{value:g}", message, Severity.WARNING)


def _named(declared: Input, value: float, symbol: str) -> str:
    cause = likely_cause(declared, value, symbol)
    return f"{in_unit(value, declared, symbol)} {cause}" if cause else ""


def _reciprocal(key: str, value: float) -> str:
    """Return that an exchange rate stands the wrong way round; empty where it does not."""
    dollar, euro = (0.6, 0.95), (0.7, 1.0)
    rates = {"dollar_rate": dollar, "dollar_forward": dollar, "euro_rate": euro, "euro_forward": euro}
    low, high = rates.get(key.removeprefix("finance."), (0.0, 0.0))
    if value > 1 and low <= 1 / value <= high:
        return f"{value:g} looks like the rate the other way round; {1 / value:.4f} would be usual"
    return ""
