"""Answers of cloud monitors, Amazon CloudWatch and Azure Monitor, as records: a time, a metric, and its value."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

_STATISTICS = ("Sum", "total", "SampleCount", "count", "Average", "average", "Maximum", "maximum")
"""What a point of a metric may hold, what adds up first."""


def samples_of(document: Mapping[str, Any]) -> Iterator[dict[str, object]] | None:
    """Return the points of a monitor's answer, None where it is another document.

    Sources: Amazon CloudWatch, GetMetricData and GetMetricStatistics; Azure Monitor, metrics of a resource.
    """
    results, points, values = (document.get(name) for name in ("MetricDataResults", "Datapoints", "value"))
    if _are(results, "Timestamps", "Values"):
        return _of_results(cast("Iterable[dict[str, Any]]", results))
    if "Label" in document and _are(points, "Timestamp"):
        return _of_points(str(document["Label"]), "Timestamp", cast("Iterable[dict[str, Any]]", points))
    if _are(values, "timeseries", "name"):
        return _of_azure(cast("Iterable[dict[str, Any]]", values))
    return None


def _are(rows: object, *names: str) -> bool:
    """Return whether something holds records, all of them with these names."""
    if not isinstance(rows, Iterable) or isinstance(rows, (str, bytes, dict)):
        return False
    some = list(cast("Iterable[object]", rows))
    return bool(some) and all(isinstance(one, dict) and all(name in one for name in names) for one in some)


def _of_results(results: Iterable[dict[str, Any]]) -> Iterator[dict[str, object]]:
    for one in results:
        metric = str(one.get("Label") or one.get("Id") or "")
        for time, value in zip(one["Timestamps"], one["Values"], strict=False):
            yield {"time": time, "metric": metric, "value": value}


def _of_points(metric: str, time: str, points: Iterable[dict[str, Any]]) -> Iterator[dict[str, object]]:
    for point in points:
        found = next((name for name in _STATISTICS if point.get(name) is not None), "")
        # of what is counted, an average or a maximum is no count: its metric is called so
        of_each = f" ({found.capitalize()})" if found.casefold() in {"average", "maximum"} else ""
        yield {"time": point.get(time), "metric": f"{metric}{of_each}", "value": point.get(found)}


def _of_azure(metrics: Iterable[dict[str, Any]]) -> Iterator[dict[str, object]]:
    for metric in metrics:
        named: Any = metric["name"]
        name = str(cast("dict[str, Any]", named).get("value", "")) if isinstance(named, dict) else str(named)
        for one in cast("Iterable[dict[str, Any]]", metric["timeseries"]):
            yield from _of_points(name, "timeStamp", cast("Iterable[dict[str, Any]]", one.get("data", [])))
