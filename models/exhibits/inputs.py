"""Inputs as they are named in findings and tables of studies."""

from models.areas.former_labels import FORMER_LABELS
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value
from models.quantities.writing import brief, in_unit


def input_name(plan: Plan, key: str) -> str:
    """Return an input's label, after the name of its row where its table has one."""
    return plan.input_name(key)


def former_name(plan: Plan, key: str) -> str:
    """Return the name an input had before, today's where it is the same."""
    declared = plan.declaration(key)
    label = FORMER_LABELS.get(declared.key, declared.label)
    return f"{plan.row_name(declared.home, key.split('.')[2])}: {label}" if declared.home else label


def input_value(plan: Plan, scenario: str, key: str, value: Value) -> str:
    """Return a value of an input with its unit, to about three figures where it was not typed."""
    declared = plan.declaration(key)
    if declared.kind is Kind.ROW:
        return plan.row_name(declared.table, str(value))
    if isinstance(value, float):
        value = rounded(value * 100) / 100 if declared.kind is Kind.SHARE else rounded(value)
    return in_unit(value, declared, plan.symbol(scenario, key))


def brief_value(plan: Plan, scenario: str, key: str, value: float) -> str:
    """Return a value beside its input's name or planned value.

    It has a currency or percent sign, but not the rest of its unit.
    """
    declared = plan.declaration(key)
    return brief(
        rounded(value * 100) / 100 if declared.kind is Kind.SHARE else rounded(value),
        declared,
        plan.symbol(scenario, key),
    ).replace("-", "−")


def rounded(value: float) -> float:
    """Return a number to three figures, or to whole ones where it is large."""
    return float(f"{value:.3g}") if abs(value) < 1_000 else float(f"{value:.4g}")  # noqa: PLR2004 - as people say it
