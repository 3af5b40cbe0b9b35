"""Other views of the options: after tax, for society, carbon, value forgone, criteria, and cost by user and task."""

from collections.abc import Callable, Sequence

from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult
from models.areas.options import OPTION_LABELS
from models.areas.taxation import Tax
from models.areas.workloads import Workload
from models.exhibits.cells import BLANK, Entered, number, of_input, price, thousands_in, written
from models.exhibits.emissions import CARBON, carbon
from models.exhibits.figures import Table
from models.exhibits.series_styles import left_open
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS
from models.rules.decisions import judged

_PER_TASK = ("cost_per_user", "cost_per_task", "cost_per_success")
_WHERE_ANY = ("value_forgone", *_PER_TASK)
"""Views that are there only where work that starts later has a value, or users or tasks are counted."""


_IN_MONEY = frozenset({"present_value_after_tax", "economic_present_value", "value_forgone", *_WHERE_ANY})
"""Views that rest on all of a cost."""


def views_table(plan: Plan, case: CaseResult) -> Table:
    """Return the other views of the options: after tax, for society, carbon, value forgone, criteria."""
    options = list(case.options)
    symbol = SYMBOLS[plan.currency]
    thousands, scenario = thousands_in(plan), plan.slug_named(case.scenario)
    waits = case.by_society and any(one.waiting_cost > A_PENNY for one in case.apart)
    before = ", waiting at its value" if waits else ""
    after_tax = written(
        of_input(plan, scenario, Tax.after_tax_rate.key, plan.entry(scenario, Tax.after_tax_rate.key).value)
    )
    views: Sequence[tuple[str, str, Callable[[float], Entered]]] = (
        ("present_value_after_tax", f"Present value after tax, at {after_tax}, {symbol}k", thousands),
        ("economic_present_value", f"Economic present value{before}, {symbol}k", thousands),
        ("value_forgone", f"Value forgone by starting later, {symbol}k", thousands),
        (CARBON, "Carbon, tCO₂e", number),
        ("criteria_score", "Non-financial criteria, of 100", number),
        ("controls_missing", "Missing controls, by requirement", number),
        ("cost_per_user", "All costs, per user per month", lambda cost: price(cost, symbol)),
        ("cost_per_task", "All costs, per task", lambda cost: price(cost, symbol, 2 if cost >= 1 else 4)),
        (
            "cost_per_success",
            "All costs, per successful task",
            lambda cost: price(cost, symbol, 2 if cost >= 1 else 4) if cost > 0 else "not defined",
        ),
    )
    there = {name for option in case.options.values() for name, value in option.views.items() if value}
    there -= set(_PER_TASK if _work_without_tasks(plan, case) else ())
    if not any(
        abs(option.views.get("cost_per_success", 0.0) - option.views.get("cost_per_task", 0.0)) > A_PENNY / 1_000
        for option in case.options.values()
    ):
        there.discard("cost_per_success")
    taxed = any(
        abs(option.views.get("present_value_after_tax", option.present_value) - option.present_value) > A_PENNY
        for option in case.options.values()
    )
    views = tuple(
        view
        for view in views
        if (view[0] not in _WHERE_ANY or view[0] in there) and (taxed or view[0] != "present_value_after_tax")
    )
    rows = [
        [
            label,
            *(
                BLANK
                if name in _IN_MONEY and left_open(option, case)
                else carbon(plan, case, option)
                if name == CARBON
                else printed(value)
                for option in options
                for value in (case.options[option].views.get(name, 0.0),)
            ),
        ]
        for name, label, printed in views
    ]
    return Table.of(["", *(OPTION_LABELS[option] for option in options)], rows, [name for name, _, _ in views])


def _work_without_tasks(plan: Plan, case: CaseResult) -> bool:
    """Return whether some of the cost is for work that is no task of anybody, such as training.

    All costs divided by the tasks of other work say nothing then.
    """
    traced, key = model(plan.structure), "unit.tasks_by_work"
    if key not in traced.lines:
        return False
    values = plan.values(plan.slug_named(case.scenario))
    tasks = traced.evaluate(values, [key]).rows(key).sum(axis=(1, 2))
    return any(
        values[Workload.active.key_in(work)] and not done
        for work, done in zip(plan.slugs["workload"], tasks.tolist(), strict=True)
    )


def views_of(plan: Plan, scenario: str) -> Table:
    """Return the other views of a scenario."""
    return views_table(plan, judged(plan, scenario))
