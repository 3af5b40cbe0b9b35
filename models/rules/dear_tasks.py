"""Work whose every task costs more than an hour of a person: its volume is a slip, or it needs no model."""

from collections.abc import Iterator

from models.appraisal.results import CaseResult, OptionResult
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.judgement import Against

_MANY_HOURS = 2
"""Hours of a person from which the number is told."""


def dear_tasks(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield what a task costs where nobody has said what it is worth and a person would do it for less.

    Only where all the work is tasks; of the whole cost before benefits, since nothing else shares it.
    """
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    works, a_day = list(facts.works()), facts.number("operations.day_rate")
    if case.worth > 0 or a_day <= 0 or not works:
        return
    if any(facts.values[f"{prefix}kind"] != "inference" for _, _, prefix in works):
        return
    requests = dict(zip(plan.slugs["workload"], facts.rows("workloads.requests_served"), strict=True))
    tasks = sum(requests[slug] / facts.number(f"{prefix}steps") for slug, _, prefix in works)
    if tasks <= 0:
        return
    each = (option.total_cost + option.brought_in) / tasks
    hours = each / a_day * facts.number("world.minutes_per_day") / facts.number("world.minutes_per_hour")
    if hours < 1:
        return
    work = "requests" if all(facts.number(f"{prefix}steps") == 1 for _, _, prefix in works) else "tasks"
    symbol = SYMBOLS[plan.currency]
    told = f"{hours:,.0f} hours" if hours >= _MANY_HOURS else "more than an hour"
    yield Against(
        "tasks",
        f"Each of its {tasks:,.0f} {work} costs {money(each, symbol)}, the pay of {told} of your own people at"
        f" {money(a_day, symbol)} a day: check how many there are, or whether a person does them for less.",
    )
