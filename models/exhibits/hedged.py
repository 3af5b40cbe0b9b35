"""What of an option's payments in other currencies is hedged, in words."""

from models.appraisal.results import A_PENNY, OptionResult, case_result
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS

_CURRENCIES = ("dollar", "euro")

_A_LITTLE = 1.01
"""Factor by which a rate is moved, to see which options pay at it."""


def hedge(plan: Plan, scenario: str, option: OptionResult) -> str:
    """Return what an option's payments are hedged at, as a sentence after a space; empty where none of them is.

    What it pays in another currency that is not hedged is named beside it.
    """
    values = plan.values(scenario)
    hedged = {name: float(values[f"finance.{name}_hedged"]) for name in _CURRENCIES}
    if not any(hedged.values()):
        return ""
    paid = [name for name in _CURRENCIES if _pays_in(plan, scenario, option, name)]
    told = [
        f"{hedged[name]:.0%} of {name} payments at {SYMBOLS[plan.currency]}"
        f"{float(values[f'finance.{name}_forward']):.4g} per {name}"
        for name in paid
        if hedged[name] > 0
    ]
    if not told:
        return ""
    open_to = [f"{name} payments" for name in paid if not hedged[name]]
    rest = f"; {listed(open_to)} are not" if open_to else ""
    return f" Hedged are {listed(told)}{rest}."


def _pays_in(plan: Plan, scenario: str, option: OptionResult, name: str) -> bool:
    """Return whether an option pays at the rate of a currency: its cost moves with it."""
    values = plan.values(scenario)
    moved = {key: float(values[key]) * _A_LITTLE for key in (f"finance.{name}_rate", f"finance.{name}_forward")}
    other = case_result(plan, scenario, moved).options.get(option.key)
    return other is not None and abs(other.total_cost - option.total_cost) > A_PENNY
