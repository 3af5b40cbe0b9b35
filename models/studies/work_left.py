"""How much of each workload a later plan still does.

Work that begins later, ends earlier or is dropped is demand that has gone.
"""

from collections.abc import Mapping, Sequence

from models.areas.finance import Finance
from models.areas.workloads import Workload, volumes_of
from models.quantities.declaration import Value


def with_work_gone(
    figures: Mapping[str, float], works: Sequence[str], before: Mapping[str, Value], now: Mapping[str, Value]
) -> dict[str, float]:
    """Return figures by key in which the volume of work that has gone is less by the months in which it is not done.

    works: the workloads that were decided on. before: the values then. now: today's; a workload without any was
    deleted.
    """
    told, horizon = dict(figures), float(before[Finance.horizon.key])
    for work in works:
        lasted, lasts = _months(before, work, horizon), _months(now, work, horizon)
        if lasts < lasted:
            for key in volumes_of(before, work):
                told[key] = told.get(key, float(before[key])) * lasts / lasted
    return told


def _months(values: Mapping[str, Value], work: str, horizon: float) -> float:
    """Return the months in which a workload is done within a horizon."""
    active, start, end = (of.key_in(work) for of in (Workload.active, Workload.start, Workload.end))
    if not values.get(active, False):
        return 0.0
    return max(0.0, min(float(values[end]), horizon) - float(values[start]) + 1)
