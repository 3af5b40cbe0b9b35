"""What waits in an option until its servers are there, in words."""

from models.appraisal.results import A_PENNY, SOME_WORK, CaseResult, OptionResult
from models.plan.plan import Plan
from models.plan.waits_freely import nothing_lost, starts_later
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, money

_MOST = 0.5
"""Share of the work: an option that leaves more of it undone is held against a horizon that is too short for it."""


def counts_at(case: CaseResult) -> str:
    """Return how the cost of work that waits is told: what nobody gave a value counts at what doing it would cost."""
    return "counted at" if case.unvalued else "valued at"


def cheaper_but_waits(case: CaseResult, best: OptionResult, option: OptionResult, symbol: str) -> str:
    """Return that an option costs less than the one that is recommended and lets work wait; empty where it does not."""
    less = best.present_value - option.present_value
    if option.waiting_cost <= A_PENNY or less <= A_PENNY:
        return ""
    waits = f"{counts_at(case)} {money(option.waiting_cost, symbol)}"
    return f"{option.label} costs {money(less, symbol)} less but leaves work waiting, {waits}."


def waiting(plan: Plan, case: CaseResult, best: OptionResult, name: str = "It") -> str:
    """Return what waits in an option, and at what it counts in the comparison. name: of what is not recommended."""
    counts = best.waiting_cost > A_PENNY
    inside = ", which is in its cost" if case.by_society else ""
    valued = f", {counts_at(case)} {money(best.waiting_cost, SYMBOLS[plan.currency])}{inside}" if counts else ""
    if counts and not case.unvalued and best.beyond_value > A_PENNY:
        value = money(best.waiting_cost - best.beyond_value, SYMBOLS[plan.currency])
        valued = f", worth {value} and counted at the {money(best.waiting_cost, SYMBOLS[plan.currency])}"
        valued += f" that doing it otherwise would cost{inside}"
    if (
        counts
        and case.unvalued
        and best.waiting_cost > max(one.total_cost + one.brought_in for one in case.options.values())
    ):
        valued += (
            ": more than all the work would cost in any option, since its value is not entered and it counts at what"
            " the busy hours of its servers cost"
        )
    if best.undone > SOME_WORK:
        later = starts_later(plan.values(plan.slug_named(case.scenario)), plan.slugs, best.key)
        what = f"owning to start in month {later[0]}, as is planned" if later is not None else "delivery"
        undone = f"{name} leaves {best.undone:.0%} of the work undone while it waits for {what}{valued}."
        short = _short(plan, best, by_choice=later is not None) if best.undone > _MOST else ""
        return f"{undone} {short}{nothing_lost(plan, plan.slug_named(case.scenario))}".strip()
    inside = "it" if name == "It" else best.in_sentence
    return f"Work waits in {inside} until it is ready{valued}." if valued else ""


def _short(plan: Plan, best: OptionResult, *, by_choice: bool) -> str:
    """Return in how few months of the horizon the servers of an option work, with what would change that.

    by_choice: whether owning is set to start later than servers are delivered.
    """
    left = plan.structure.horizon - round(best.waits)
    if left <= 0 or best.waits <= 0:
        return ""
    earlier = "start of owning" if by_choice else "delivery"
    return (
        f"Its servers work in {counted(left, 'month')} of {plan.structure.horizon}: a longer horizon, or an earlier"
        f" {earlier}, would be a fairer test. "
    )
