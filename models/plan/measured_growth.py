"""The growth that a file of several months shows."""

from collections.abc import Mapping

import numpy as np

from models.plan.measurements import Flow

_MONTHS = 12
_FEWEST_MONTHS = 3
"""Whole months from which growth is drawn."""

GROWING = (Flow.REQUESTS, Flow.TOKENS_OUT, Flow.GPU_HOURS, Flow.RUNS)
"""What growth is drawn from, the first that a file has."""


def growth(months: Mapping[str, Mapping[str, float]]) -> tuple[float, float, float] | None:
    """Return the growth a year over whole months, and one standard error below and above.

    None of fewer than three, and where all amounts are the same, by the month or by the day: nobody counted them. A
    straight line through the logarithms of the amounts a day, by least squares. months: with the days of each.
    """
    flow = next(
        (name for name in GROWING if sum(flows.get(name, 0.0) > 0 for flows in months.values()) >= _FEWEST_MONTHS), None
    )
    if flow is None:
        return None
    places: list[float] = []
    logs: list[float] = []
    counted: list[float] = []
    for month, flows in months.items():
        first = np.datetime64(month, "M")
        days = float(
            ((first + np.timedelta64(1, "M")).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int)
        )
        if flows.get("days", 0.0) >= days and flows.get(flow, 0.0) > 0:
            places.append(float(first.astype(int)))
            logs.append(float(np.log(flows[flow] / days)))
            counted.append(flows[flow])
    if len(places) < _FEWEST_MONTHS or np.allclose(counted, counted[0]) or np.allclose(logs, logs[0]):
        return None
    at, amounts = np.array(places), np.array(logs)
    apart = at - at.mean()
    slope = float((apart * amounts).sum() / (apart**2).sum())
    rest = amounts - amounts.mean() - slope * apart
    error = float(np.sqrt((rest**2).sum() / (len(at) - 2) / (apart**2).sum()))
    return tuple(float(np.expm1(_MONTHS * one)) for one in (slope, slope - error, slope + error))  # type: ignore[return-value]
