"""What is planned for after the end of the plan, and so counts for nothing in it."""

from collections.abc import Iterator, Mapping

from models.areas.own_lines import Benefit, OwnCost
from models.areas.price_steps import PriceStep
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.quantities.declaration import Input, Value
from models.rules.facts import Facts
from models.rules.rule import ALL, Effect, Rule

_FROM: tuple[tuple[str, Input, Input], ...] = (
    ("benefit", Benefit.active, Benefit.first),
    ("own_cost", OwnCost.active, OwnCost.first),
    ("price_step", PriceStep.active, PriceStep.month),
)
"""Tables whose rows count from a month on, with what switches a row on and its month."""


def starts_too_late(plan: Plan, values: Mapping[str, Value], slug: str) -> bool:
    """Return whether the first month of a workload comes after the end of the plan."""
    return float(values[Workload.start.key_in(slug)]) > plan.structure.horizon


def past_the_end(facts: Facts) -> Iterator[str]:
    """Yields what is switched on and begins after the end of the plan, with its month."""
    for slug, name, _ in facts.entered():
        if starts_too_late(facts.plan, facts.values, slug):
            yield f"{name} from month {facts.number(Workload.start.key_in(slug)):.0f}"
    for table, active, first in _FROM:
        for row in facts.plan.rows[table]:
            month = facts.number(first.key_in(row.slug))
            if facts.is_on(active.key_in(row.slug)) and month > facts.plan.structure.horizon:
                yield f"{row.name} from month {month:.0f}"


PAST_THE_END_RULES: tuple[Rule, ...] = (
    Rule(
        "past_the_end",
        "Planned for after the end of the plan",
        ALL,
        Effect.WARNS,
        "Planned for after the end of the plan, so that it counts for nothing: {}. Lengthen the horizon, set it earlier"
        " or switch it off.",
        "by definition: what comes after the end is not counted",
        ("start", "first", "horizon"),
        past_the_end,
    ),
)
