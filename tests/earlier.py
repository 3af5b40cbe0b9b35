"""Example plans as they were planned before the search tried one-year terms after three-year ones.

What they cost and which option leads is known of them from many sides; the examples themselves have better settings.
"""

from collections.abc import Mapping
from dataclasses import replace

from desktop.storage import examples
from desktop.storage.plan_file import Loaded
from models.quantities.declaration import Value

_H100, _INFERENCE, _H200 = "compute.pool.h100.", "compute.pool.inference.", "compute.pool.h200."

PLANNED: Mapping[str, Mapping[str, Value]] = {
    "insurer": {
        f"{_H100}committed_one_year": 0.45,
        f"{_H100}committed_three_years": 0.5,
        f"{_H100}one_year_after": 0.0,
        f"{_H100}api_one_year": 0.15,
        f"{_H100}api_three_years": 0.3,
        f"{_H100}api_one_year_after": 0.0,
    },
    "bank": {
        f"{_INFERENCE}committed_one_year": 0.7,
        f"{_INFERENCE}committed_three_years": 0.15,
        f"{_INFERENCE}one_year_after": 0.0,
    },
    "university": {
        f"{_H200}committed_one_year": 0.05,
        f"{_H200}committed_three_years": 0.95,
        f"{_H200}one_year_after": 0.0,
        f"{_H200}api_one_year_after": 0.0,
    },
}
"""Settings by example; the others are as they come."""


def example(name: str = examples.DEFAULT) -> Loaded:
    """Return an example plan at the settings that it had."""
    loaded = examples.example(name)
    plan = loaded.plan
    for key, value in PLANNED.get(name, {}).items():
        plan = plan.with_entry("base", key, replace(plan.entry("base", key), value=value))
    return replace(loaded, plan=plan)
