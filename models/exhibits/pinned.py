"""The inputs that stand as sliders at first: in the window, in Present and in the pack."""

from collections.abc import Sequence

from models.appraisal.in_use import inputs_shown
from models.areas.register import expanded
from models.plan.plan import Plan

MOST_PINNED = 5

FIRST_PINNED = (
    ("workloads", "workload", "growth"),
    ("compute", "pool", "cloud_price"),
    ("compute", "pool", "server_price"),
    ("finance", "", "cloud_trend"),
)
"""Growth of the first workload, prices of the first pool, the cloud's trend; each by area, table and name."""


def first_pinned(plan: Plan) -> list[str]:
    """Return the keys of the inputs that are pinned at first."""
    slugs = plan.slugs
    return [
        f"{area}.{table}.{slugs[table][0]}.{name}" if table else f"{area}.{name}"
        for area, table, name in FIRST_PINNED
        if not table or slugs[table]
    ]


def askable(plan: Plan, scenario: str) -> Sequence[str]:
    """Return the keys of the inputs of which a room may ask "what if": numbers that count, with a plausible range."""
    shown = inputs_shown(plan)
    return [
        key
        for key, declared, _ in expanded(plan.slugs)
        if declared.numeric and declared.plausible and declared.key in shown and plan.applies(scenario, key)
    ]
