"""A plan in another currency: its own sums are converted at its own rates, so that nothing changes but the unit."""

from collections.abc import Mapping
from dataclasses import replace

from models.areas.finance import PLAN_CURRENCY_RATES
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Kind

_FORWARDS = {"finance.dollar_forward", "finance.euro_forward"}
"""Rates that are not of the day, in the plan's money as well."""


def in_currency(plan: Plan, currency: str) -> Plan:
    """Return the plan in another currency, one of those it has rates for.

    Sums in the plan's money and the rates themselves are divided by what one of the currency is worth; what is quoted
    in a currency of its own stays as it is quoted. Raises ValueError where the plan has no such rate, or a scenario has
    another.
    """
    if currency not in PLAN_CURRENCY_RATES:
        raise ValueError(f"{currency} is not a currency of plans; expected {', '.join(PLAN_CURRENCY_RATES)}")
    if currency == plan.currency:
        return plan
    own = PLAN_CURRENCY_RATES[currency]
    moving = next((one.name for one in plan.scenarios if own in one.changes), "")
    if moving:
        raise ValueError(
            f"the scenario {moving} has a rate of {currency} of its own, which would be 1: remove it first"
        )
    worth = float(plan.entries[PLAN_CURRENCY_RATES[currency]].value)

    def converted(entries: Mapping[str, Entry]) -> dict[str, Entry]:
        return {key: _divided(entry, worth) if _is_money(plan, key) else entry for key, entry in entries.items()}

    entries = converted(plan.entries)
    entries[own] = replace(entries[own], value=1.0)
    scenarios = tuple(replace(one, changes=converted(one.changes)) for one in plan.scenarios)
    return replace(plan, currency=currency, entries=entries, scenarios=scenarios)


def _is_money(plan: Plan, key: str) -> bool:
    """Return whether an input is in the plan's own money, or a rate into it."""
    declared = plan.declaration(key)
    if key in PLAN_CURRENCY_RATES.values() or key in _FORWARDS:
        return True
    own = declared.numeric and declared.kind is not Kind.CONSTANT and not declared.currency
    return own and "money" in declared.unit.dimension.split("/")[0]


def _divided(entry: Entry, worth: float) -> Entry:
    evidence = entry.evidence
    low, high = (None if one is None else one / worth for one in (evidence.low, evidence.high))
    evidence = replace(evidence, low=low, high=high, catalogue="")
    value = float(f"{float(entry.value) / worth:.12g}")
    return replace(entry, value=value, evidence=evidence)
