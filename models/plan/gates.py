"""Pilots with a gate, after which the work goes on or ends."""

from collections.abc import Mapping, Sequence

from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.quantities.declaration import Value


def gated(plan: Plan, scenario: str) -> Sequence[str]:
    """Return the workloads that count and are planned to go on after a pilot with a gate."""
    values = plan.values(scenario)
    return [
        slug
        for slug in plan.slugs["workload"]
        if values[Workload.active.key_in(slug)]
        and values[Workload.gate_passed.key_in(slug)]
        and 0 < float(values[Workload.pilot_until.key_in(slug)]) < plan.structure.horizon
    ]


def not_passed(plan: Plan, scenario: str) -> Mapping[str, Value]:
    """Return what the plan would have where no pilot passes its gate; nothing where it has none."""
    return {Workload.gate_passed.key_in(slug): False for slug in gated(plan, scenario)}


def first_gate(plan: Plan, scenario: str) -> int:
    """Return the month of the first gate of a pilot. The plan has one."""
    values = plan.values(scenario)
    return min(int(float(values[Workload.pilot_until.key_in(slug)])) for slug in gated(plan, scenario))
