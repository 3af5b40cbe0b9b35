"""Work that waits: of which somebody has said that nothing is lost, and for a start that the plan itself sets."""

from collections.abc import Mapping, Sequence

from models.plan.plan import Plan
from models.quantities.declaration import Value
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


def starts_later(
    values: Mapping[str, Value], slugs: Mapping[str, Sequence[str]], option: str
) -> tuple[int, int] | None:
    """Return the month in which an option is set to start owning, and that of delivery, where the first is the later.

    values: of a scenario. slugs: of the plan's tables. Of several pools with work it is the last that starts.
    """
    works = (f"workloads.workload.{work}." for work in slugs["workload"])
    pools = {values[f"{work}pool"] for work in works if values[f"{work}active"]}
    found: list[tuple[int, int]] = []
    for pool in pools:
        prefix = f"compute.pool.{pool}."
        own = option == "hybrid" and bool(values[f"{prefix}hybrid_terms"])
        found.append(
            (int(values[f"{prefix}{'hybrid_start' if own else 'owning_start'}"]), int(values[f"{prefix}lead"]))
        )
    start, lead = max(found, key=max, default=(0, 0))
    return (start, lead) if start > lead else None
