"""The inputs that stand as sliders at first: in the window, in Present and in the pack."""

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
