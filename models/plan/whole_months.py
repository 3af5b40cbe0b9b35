"""What is paid a month where amounts are those of whole months: their mean, however many days each has."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from itertools import batched
from math import isclose

from models.plan.measurements import PLAIN, Flow, Measurement


def paid_a_month(months: Mapping[str, Mapping[str, float]], each: int = 1) -> Sequence[float]:
    """Return what is paid a month in each period of the same number of months; none where some month is not whole.

    months: flows by month, such as 2026-02, with the covered days of each. each: the months of a period, of which
        amounts are known as a whole.

    >>> paid_a_month({"2026-01": {"effective": 9_000, "days": 31}, "2026-02": {"effective": 10_000, "days": 28}})
    [9000.0, 10000.0]
    >>> paid_a_month({"2026-01": {"effective": 9_000, "days": 30}})
    []
    """
    ordered = sorted(months)
    if each < 1 or len(ordered) % each or not all(_whole(month, months[month]) for month in ordered):
        return []
    return [sum(_paid(months[month]) for month in some) / each for some in batched(ordered, each)]


def _whole(month: str, flows: Mapping[str, float]) -> bool:
    year, number = map(int, month.split("-"))
    return Flow.EFFECTIVE in flows and flows["days"] == monthrange(year, number)[1]


def _paid(flows: Mapping[str, float]) -> float:
    return float(flows[Flow.EFFECTIVE] + flows.get(Flow.UNUSED_COMMITMENT, 0.0))


def is_mean_of_months(measurement: Measurement) -> bool:
    """Return whether what a plain table cost a month is the mean of its whole months."""
    paid = paid_a_month(measurement.months) if measurement.family == PLAIN else ()
    spend = measurement.figures.get("spend", 0.0)
    return bool(paid) and isclose(spend * len(paid), sum(paid), rel_tol=1e-9)
