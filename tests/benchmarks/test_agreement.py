"""The independent implementations against the formula graph: both must give its cumulative costs."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from untuned import untuned

from desktop.storage.examples import example
from models.appraisal.model import model
from models.areas.cost_management import LEVERS
from models.areas.features import BY_SLUG
from models.areas.register import expanded
from models.plan.plan import Entry, Plan, Row, new_plan
from models.quantities.declaration import Kind, Value

OPTIONS = ("cloud", "on_premises", "hybrid")
CURVES = [f"{option}.total.cumulative" for option in OPTIONS]
CASES = 300
RELATIVE = 1e-9


def test_a_pandas_script_gives_the_curves_of_the_engine() -> None:
    script, plan = _sibling("pandas_script"), example().plan
    for scenario in plan.scenarios:
        _assert_script_agrees(script, plan, scenario.slug)


@pytest.mark.parametrize("in_cloud", [True, False])
@pytest.mark.parametrize("servers", [pytest.param(0, marks=pytest.mark.long), 2])
def test_a_pandas_script_gives_the_curves_of_a_plan_with_every_area(*, in_cloud: bool, servers: int) -> None:
    script, plan = _sibling("pandas_script"), rich_plan(in_cloud=in_cloud, servers=servers)
    _assert_script_agrees(script, plan, "base")
    varying = _varied(plan, 5)
    for case in range(5):
        drawn = {
            key: Entry(float(column[case])) for key, column in varying.items() if not key.endswith(".hybrid_servers")
        }
        _assert_script_agrees(script, replace(plan, entries={**plan.entries, **drawn}), "base")


@pytest.mark.long
def test_the_fused_kernel_gives_the_curves_of_the_engine() -> None:
    # the kernel has one set of terms for all options, and they begin in month 1
    plan = untuned("insurer").with_entry("base", "compute.pool.h100.terms_with_work", Entry(value=False))
    _assert_kernel_agrees(plan, _varied(plan, CASES))


@pytest.mark.long
@pytest.mark.parametrize("in_cloud", [True, False])
@pytest.mark.parametrize("servers", [pytest.param(0, marks=pytest.mark.long), 2])
def test_the_fused_kernel_gives_the_curves_of_a_plan_with_every_area(*, in_cloud: bool, servers: int) -> None:
    plan = rich_plan(in_cloud=in_cloud, servers=servers)
    varying = _varied(plan, CASES)
    _assert_kernel_agrees(plan, varying)
    _assert_kernel_agrees(
        plan,
        {key: column for key, column in varying.items() if not key.endswith((".hybrid_servers", ".owned_servers"))},
    )


MONEY_AND_DATA: Mapping[str, Value] = {
    "finance.vat_services": 0.4,
    "finance.vat_assets": 0.3,
    "finance.bias_counted": True,
    "finance.quoted_running": 0.25,
    "finance.bias_mitigated": 0.2,
    "cost_management.bill_factor": 1.5,
    "data.array_life": 30,
    "data.retention": 24,
    "data.ingestion": 4,
    "operations.role.ml.hire_delay": 0,
    "operations.tool.feast.hybrid": False,
    "operations.tool.mlflow.cloud": False,
    "risks.risk.exit.on_premises": False,
    "risks.risk.price_rise.of_bill": 0.0,
    "risks.risk.price_rise.likely": 80_000.0,
}
"""Values that make VAT, bias, data and the tools of each option cost something."""


def rich_plan(*, in_cloud: bool, servers: int) -> Plan:
    """Return a plan of two workloads and two pools in which every area costs something and every lever works, each from
    another month.

    in_cloud: where its data is today; servers: those its hybrid keeps of each pool.
    """
    plan = new_plan(
        "Every area",
        {
            "workload": (Row("chat", "Chat"), Row("training", "Training")),
            "pool": (Row("large", "Large"), Row("small", "Small")),
        },
    )
    wanted: dict[str, Value] = {f"cost_management.{lever}": True for lever in LEVERS}
    wanted |= {f"cost_management.{lever}_start": month for month, lever in enumerate(LEVERS)}
    wanted |= {
        key: True
        for key, declared, _ in expanded(plan.slugs)
        if declared.name == "active" and declared.home not in {"own_cost", "benefit", "price_step"}
    }
    wanted |= {
        f"operations.role.{role}.{name}": value
        for role in plan.slugs["role"]
        for name, value in (("hire_delay", 3), ("hire_cost", 0.2))
    }
    wanted |= MONEY_AND_DATA
    wanted |= {"data.in_cloud": in_cloud}
    # the scripts commit shares of the GPUs in use, as plans did before there was the other way
    terms = ("whole_commitments", "terms_with_work")
    wanted |= {f"compute.pool.{pool}.{name}": False for pool in ("large", "small") for name in terms}
    wanted |= {
        f"hosting.workload.chat.{name}": value
        for name, value in (
            ("api_share", 0.4),
            ("escalation", 0.1),
            ("step_month", 7),
            ("step_factor", 2.0),
            ("api_tuning", 300),
        )
    }
    wanted |= {
        "hosting.workload.chat.regional_endpoint": in_cloud,
        "cost_management.quantise_level": "fp8" if servers else "int4",
    }
    wanted |= {
        "workloads.workload.chat.precision": "int8" if servers else "fp16",
        "workloads.workload.chat.replica_gpus": 3,
        "security.control.privacy.overhead": 0.5,
        "security.clearance": 9_000,
    }
    wanted |= {
        f"workloads.workload.training.{name}": value
        for name, value in (("kind", "training"), ("timing", "deferrable"), ("pool", "small"), ("runs", 20))
    }
    wanted |= {
        f"compute.pool.{pool}.{name}": value
        for pool in plan.slugs["pool"]
        for name, value in (("hybrid_servers", servers), ("committed_one_year", 0.3))
    }
    return replace(plan, entries={**plan.entries, **{key: Entry(value) for key, value in wanted.items()}})


def _assert_script_agrees(script: Any, plan: Plan, scenario: str) -> None:
    expected = model(plan.structure).evaluate(plan.values(scenario), CURVES)
    found = script.cumulative(plan, scenario)
    for option, curve in zip(OPTIONS, CURVES, strict=True):
        _assert_close(found[option].to_numpy()[:, None], expected.rows(curve)[0])


def _assert_kernel_agrees(plan: Plan, varying: dict[str, NDArray[np.float64]]) -> None:
    pytest.importorskip("numba")
    fused = _sibling("fused_kernel")
    expected = model(plan.structure_for(varying)).evaluate({**plan.values("base"), **varying}, CURVES)
    found = fused.cumulative(fused.packed(plan, "base", varying))
    for option, curve in enumerate(CURVES):
        _assert_close(found[option], expected.rows(curve)[0])


LATER = (
    *(
        "later_owning",
        "one_year_after",
        "economic_ranking",
        "users",
        "agents",
        "reasoning",
        "checks",
        "deadlines",
        "tuning",
        "rack_power",
    ),
    *("site_power", "cooling_works", "contracted_power", "tariff_end", "parallel", "moving", "second_site", "recovery"),
    *("generations", "cache_writes", "long_prompts", "rate_limits", "latency", "task_success", "retrieval"),
    *("metered_tools", "array_units"),
    *("own_costs", "benefits", "yearly_discounting", "yearly_equivalent", "payment_terms", "hedges", "reinvestment"),
    *("pilot", "second_phase", "releases", "price_steps", "rising_bills", "book_residual", "book_start"),
    *("tax_by_size", "tax_a_year_on"),
    *("integration", "evaluation", "withdrawal", "fleet_people", "on_call", "preparation", "erasures", "leaving"),
)
"""Features that came after the scripts, which are limits of speed and not written again for each."""

NOT_VARIED = {gate.key for slug in LATER for gate in BY_SLUG[slug].gates}


def _varied(plan: Plan, cases: int) -> dict[str, NDArray[np.float64]]:
    """Return every numeric input of a plan drawn evenly from its plausible range."""
    random = np.random.default_rng(1)
    varying: dict[str, NDArray[np.float64]] = {}
    for key, declared, _ in expanded(plan.slugs):
        if (
            declared.numeric
            and declared.key not in NOT_VARIED
            and declared.plausible
            and declared.scenario_may_change
            and declared.plausible[0] < declared.plausible[1]
        ):
            values = random.uniform(*declared.plausible, cases)
            varying[key] = (np.round(values) if declared.kind is Kind.INTEGER else values).clip(*declared.bounds)
    return varying


def _assert_close(found: NDArray[np.float64], expected: NDArray[np.float64]) -> None:
    """Compare curves of months by cases, against the largest figure of each case."""
    assert found.shape == expected.shape
    assert (np.abs(found - expected) <= RELATIVE * np.abs(expected).max(axis=0)).all()


def _sibling(name: str) -> Any:
    """Return a module of this folder, which is no package.

    Compiled code kept from earlier runs finds it by its name.
    """
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
