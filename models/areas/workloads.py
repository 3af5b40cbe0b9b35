"""Workloads: what runs, how much of it, and how its demand is spread over the hours, as declared inputs."""

from collections.abc import Mapping, Sequence

from models.areas.model_memory import ModelMemory
from models.areas.workload_columns import Characteristics
from models.areas.workload_phases import WorkloadPhases
from models.areas.workload_tasks import WorkloadTasks
from models.formula.trace import Area, declare
from models.quantities.declaration import Value
from models.quantities.declaring import flag, share

VOLUMES: Mapping[str, Sequence[str]] = {
    "inference": ("requests", "users"),
    "training": ("runs",),
    "fine_tuning": ("runs",),
    "experimentation": ("runs",),
    "steady": ("gpus",),
}
"""The inputs that are a workload's volume, by its kind: what users ask for comes on top of requests by the month."""


class Workload(Characteristics, ModelMemory, WorkloadTasks, WorkloadPhases):
    """The table of workloads, one row each."""

    axis = "workload"
    home = "workload"
    title = "Workloads"


class Workloads(Area):
    """Start by characterising your workloads."""

    name = "workloads"
    title = "All workloads together"

    coincidence = share(
        "Peaks that coincide",
        default=0.7,
        bounds=(0, 1),
        plausible=(0.4, 1.0),
        blank=1.0,
        help=("How far the peaks of workloads on one pool coincide: 100% adds them all, 0% counts the largest alone."),
        source="assumption",
    )
    value_by_share = flag(
        "Value follows the phases",
        default=True,
        blank=False,
        harmless=True,
        source="plan",
        help=(
            "Counts the value of each workload in the share of demand of its ramp-up, its pilot and its second phase;"
            " otherwise in full from its first month."
        ),
    )


def volumes_of(values: Mapping[str, Value], work: str) -> Sequence[str]:
    """Return the keys of what a workload's volume is made of in a plan's values, those above 0."""
    keys = [f"workloads.workload.{work}.{name}" for name in VOLUMES[str(values[Workload.kind.key_in(work)])]]
    return [key for key in keys if float(values[key]) > 0]


GROUPS = declare(Workloads, Workload)
