"""Example plans at settings that somebody planned without a search, to be found wanting by one."""

from collections.abc import Mapping

from desktop.storage.examples import example
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Value

_H100, _INFERENCE = "compute.pool.h100.", "compute.pool.inference."

PLANNED: Mapping[str, Mapping[str, Value]] = {
    "insurer": {
        f"{_H100}committed_one_year": 0.5,
        f"{_H100}committed_three_years": 0.0,
        f"{_H100}one_year_after": 0.0,
        f"{_H100}spot_share": 0.5,
        f"{_H100}api_terms": False,
        f"{_H100}hybrid_terms": False,
    },
    "saas": {
        f"{_H100}committed_three_years": 0.0,
        f"{_H100}spot_share": 0.6,
        f"{_H100}api_terms": False,
        f"{_H100}hybrid_terms": False,
        "hosting.workload.summaries.cloud_calls": False,
        "hosting.workload.summaries.on_premises_calls": False,
        "hosting.workload.search.hybrid_calls": False,
        f"{_H100}owning_start": 0,
    },
    "bank": {
        f"{_INFERENCE}committed_one_year": 0.6,
        f"{_INFERENCE}committed_three_years": 0.0,
        f"{_INFERENCE}one_year_after": 0.0,
        f"{_INFERENCE}spot_share": 0.3,
        f"{_INFERENCE}api_terms": False,
        f"{_INFERENCE}hybrid_terms": False,
        f"{_INFERENCE}hybrid_servers": 0,
        "hosting.workload.chat.api_share": 1.0,
    },
    "startup": {
        f"{_H100}committed_three_years": 0.0,
        f"{_H100}hybrid_servers": 0,
        "hosting.workload.assistant.api_share": 1.0,
    },
}
"""Settings by example; the others are at their best as they stand."""

OWN = tuple(
    f"{option}_{term}" for option in ("api", "hybrid") for term in ("one_year", "three_years", "one_year_after", "spot")
)


def untuned(name: str) -> Plan:
    """Return an example at those settings; no option has terms of its own."""
    plan = example(name).plan
    for key, value in PLANNED.get(name, {}).items():
        plan = plan.with_entry("base", key, Entry(value))
    for pool in plan.slugs["pool"]:
        for column in OWN:
            plan = plan.with_entry("base", f"compute.pool.{pool}.{column}", Entry(0.0))
    return plan
