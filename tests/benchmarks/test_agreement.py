"""The independent implementations against the formula graph: both must give its cumulative costs."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.storage.examples import example
from models.appraisal.model import model
from models.areas.register import expanded
from models.quantities.declaration import Kind

OPTIONS = ("cloud", "on_premises", "hybrid")
CURVES = [f"{option}.total.cumulative" for option in OPTIONS]
CASES = 300
RELATIVE = 1e-9


def test_a_pandas_script_gives_the_curves_of_the_engine() -> None:
    script, plan = _sibling("pandas_script"), example().plan
    for scenario in plan.scenarios:
        expected = model(plan.structure).evaluate(plan.values(scenario.slug), CURVES)
        found = script.cumulative(plan, scenario.slug)
        for option, curve in zip(OPTIONS, CURVES, strict=True):
            _assert_close(found[option].to_numpy()[:, None], expected.rows(curve)[0])


def test_the_fused_kernel_gives_the_curves_of_the_engine() -> None:
    pytest.importorskip("numba")
    fused, plan, varying = _sibling("fused_kernel"), example().plan, _varied(CASES)
    expected = model(plan.structure).evaluate({**plan.values("base"), **varying}, CURVES)
    found = fused.cumulative(fused.packed(plan, "base", varying))
    for option, curve in enumerate(CURVES):
        _assert_close(found[option], expected.rows(curve)[0])


def _varied(cases: int) -> dict[str, NDArray[np.float64]]:
    """Return every numeric input of the example drawn evenly from its plausible range."""
    random = np.random.default_rng(1)
    varying: dict[str, NDArray[np.float64]] = {}
    for key, declared, _ in expanded(example().plan.slugs):
        if declared.numeric and declared.plausible and declared.scenario_may_change and declared.plausible[0] < declared.plausible[1]:
            values = random.uniform(*declared.plausible, cases)
            varying[key] = (np.round(values) if declared.kind is Kind.INTEGER else values).clip(*declared.bounds)
    return varying


def _assert_close(found: NDArray[np.float64], expected: NDArray[np.float64]) -> None:
    """Compare curves of months by cases, against the largest figure of each case."""
    assert found.shape == expected.shape
    assert (np.abs(found - expected) <= RELATIVE * np.abs(expected).max(axis=0)).all()


def _sibling(name: str) -> Any:
    """Return a module of this folder, which is no package; compiled code kept from earlier runs finds it by its name."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
