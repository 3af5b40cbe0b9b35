"""Cases built on the blank plan, in which every cost is zero: a test sets what it is about and reads lines."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from models.appraisal.model import model
from models.appraisal.results import CaseResult, case_result
from models.plan.plan import Entry, Plan, Row, new_plan
from models.plan.problems import plan_problems
from models.quantities.declaration import Value

type Inputs = Mapping[str, Value]
type Figures = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One valid plan and its lines."""

    plan: Plan

    def rows(self, key: str) -> Figures:
        """Return a line as rows × months; a line that does not vary by month has one column."""
        found = model(self.plan.structure).evaluate(self.plan.values("base"), [key])
        return found.rows(key)[:, :, 0]

    def line(self, key: str) -> Figures:
        """Return a line of a single row by month, month 0 first."""
        found = self.rows(key)
        assert len(found) == 1, key
        return found[0]

    def number(self, key: str) -> float:
        """Return the one value of a line."""
        found = self.line(key)
        assert len(found) == 1, key
        return float(found[0])

    def monthly(self, option: str) -> Figures:
        """Return what an option costs in each month."""
        return self.line(f"{option}.total.monthly")

    @property
    def result(self) -> CaseResult:
        """The results a board asks for."""
        return case_result(self.plan, "base")


class Cases:
    """Makes cases. A call sets inputs of the one workload and the one pool; `several` names the rows itself."""

    def __call__(
        self,
        *,
        work: Inputs | None = None,
        pool: Inputs | None = None,
        finance: Inputs | None = None,
        other: Inputs | None = None,
    ) -> Case:
        """Return the blank plan with these inputs of workload, pool and finance, and others by their whole key."""
        return self.several({"steady": work or {}}, {"main": pool or {}}, finance=finance, other=other)

    def of(self, plan: Plan) -> Case:
        """Return a plan made elsewhere as a case."""
        assert not plan_problems(plan)
        return Case(plan)

    def several(
        self,
        works: Mapping[str, Inputs],
        pools: Mapping[str, Inputs],
        *,
        finance: Inputs | None = None,
        other: Inputs | None = None,
    ) -> Case:
        """Return a blank plan with these workloads and pools."""
        rows = {"workload": tuple(Row(slug, slug) for slug in works), "pool": tuple(Row(slug, slug) for slug in pools)}
        plan = new_plan("Case", rows, blank=True)
        changes: dict[str, Value] = {
            f"workloads.workload.{row}.{name}": value for row, inputs in works.items() for name, value in inputs.items()
        }
        changes |= {
            f"compute.pool.{row}.{name}": value for row, inputs in pools.items() for name, value in inputs.items()
        }
        changes |= {f"finance.{name}": value for name, value in (finance or {}).items()}
        for key, value in (changes | dict(other or {})).items():
            assert key in plan.entries, key
            plan = plan.with_entry("base", key, Entry(value))
        assert not plan_problems(plan)
        return Case(plan)


@pytest.fixture
def cases() -> Cases:
    """Makes cases on the blank plan."""
    return Cases()
