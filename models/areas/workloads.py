"""Workloads: what runs, how much of it, and how its demand is spread over the hours, as declared inputs."""

from models.areas.model_memory import ModelMemory
from models.areas.workload_columns import Characteristics
from models.areas.workload_phases import WorkloadPhases
from models.areas.workload_tasks import WorkloadTasks
from models.formula.trace import Area, declare
from models.quantities.declaring import share

VOLUMES = {
    "inference": "requests",
    "training": "runs",
    "fine_tuning": "runs",
    "experimentation": "runs",
    "steady": "gpus",
}
"""The input that is a workload's volume, by its kind."""


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


GROUPS = declare(Workloads, Workload)
