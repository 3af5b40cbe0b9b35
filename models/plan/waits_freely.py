"""Work of which somebody has said that nothing is lost while it waits."""

from models.plan.plan import Plan
from models.quantities.texts import listed


def free_to_wait(plan: Plan, scenario: str) -> list[str]:
    """Return the names of the workloads that lose nothing by waiting, as a scenario has it."""
    values = plan.values(scenario)
    return [
        row.name
        for row in plan.rows["workload"]
        if values[f"workloads.workload.{row.slug}.waits_freely"] and values[f"workloads.workload.{row.slug}.active"]
    ]


def nothing_lost(plan: Plan, scenario: str) -> str:
    """Return that assumption as a sentence, empty where nobody has made it."""
    free = free_to_wait(plan, scenario)
    return f"Nothing is assumed to be lost while {listed(free)} wait{'s' if len(free) == 1 else ''}." if free else ""
