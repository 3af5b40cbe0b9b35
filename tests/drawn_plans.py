"""Valid plans drawn from the declarations, for tests of what holds for any of them."""

import math
from collections.abc import Mapping

import numpy as np
from hypothesis import HealthCheck
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.appraisal.model import Model, model
from models.appraisal.results import CaseResult, read_case, wanted_keys
from models.areas.features import EVERY
from models.areas.register import TABLES, expanded
from models.plan.plan import Entry, Plan, Row, new_plan, starting_rows
from models.plan.problems import LEAST, plan_problems
from models.quantities.declaration import Input, Kind, Value

EVERY_CHECK = [
    check for name, check in HealthCheck.__members__.items() if name not in {"return_value", "not_a_test_method"}
]
"""Checks of hypothesis that a test which works a whole plan out must pass over."""

STRUCTURES = [(1, 1, 24), (2, 1, 60), (3, 2, 36), (2, 2, 12), (1, 2, 120), (1, 3, 12), (4, 1, 18), (9, 2, 12)]
"""Workloads, pools, horizon: eight, since each is traced once; in the last, rows are loops of machine code."""
REASONABLE = 1e5
"""Bounds up to here are drawn too; a larger one is legal but says nothing more."""


def numbers(declared: Input) -> st.SearchStrategy[float]:
    """Return values mostly within the plausible range, now and then at a bound."""
    low, high = declared.plausible or declared.bounds
    edges = [bound for bound in declared.bounds if abs(bound) <= REASONABLE] or [low]
    if declared.kind is Kind.INTEGER:
        within: st.SearchStrategy[float] = st.integers(int(low), int(high))
        edges = [int(edge) for edge in edges]
    else:
        within = st.floats(low, high).map(lambda value: 0.0 if abs(value) < LEAST else value)
    return st.one_of(within, within, within, st.sampled_from(edges))


def values_of(declared: Input, rows: Mapping[str, tuple[str, ...]]) -> st.SearchStrategy[Value]:
    """Return values an input may take."""
    if declared.kind is Kind.FLAG:
        return st.booleans()
    if declared.kind is Kind.CHOICE:
        return st.sampled_from([one.value for one in declared.choices])
    if declared.kind is Kind.ROW:
        return st.sampled_from(rows[declared.table])
    return numbers(declared)


class Drawn:
    """A valid plan, its values and its model, which has every feature so that any value may change."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan = plan.keeping_on(EVERY)
        self.values: Mapping[str, Value] = plan.values("base")
        self.traced: Model = model(plan.structure)

    def __repr__(self) -> str:
        slugs = self.plan.slugs
        return (
            f"a plan of {len(slugs['workload'])} workloads and {len(slugs['pool'])} pools over"
            f" {self.plan.structure.horizon} months"
        )

    def lines(self, *keys: str, changes: Mapping[str, Value] | None = None) -> list[NDArray[np.float64]]:
        """Return lines as rows × months."""
        found = self.traced.evaluate({**self.values, **(changes or {})}, keys)
        return [found.rows(key)[:, :, 0] for key in keys]

    def result(self, changes: Mapping[str, Value] | None = None) -> CaseResult:
        return read_case(
            self.traced, self.traced.evaluate({**self.values, **(changes or {})}, wanted_keys(self.traced)), "Base"
        )


def mended(values: dict[str, Value], rows: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    """Return the values with what two inputs must agree on: trough and peak, measured slices, first and last month."""
    for row in rows["workload"]:
        prefix = f"workloads.workload.{row}."
        if values[f"{prefix}peak"] == 1 or values[f"{prefix}trough"] == 1:
            values[f"{prefix}peak"] = values[f"{prefix}trough"] = 1
            values[f"{prefix}shape"] = "flat" if values[f"{prefix}shape"] == "measured" else values[f"{prefix}shape"]
        keys = [f"{prefix}measured_{number:02}" for number in range(1, 21)]
        measured = sorted(float(values[key]) for key in keys)
        mean = math.fsum(measured) / 20
        values.update(zip(keys, [one / mean if mean else 1.0 for one in measured], strict=True))
        route = f"hosting.workload.{row}."
        cached = float(values[f"{route}cached_share"])
        values[f"{route}written_share"] = min(float(values[f"{route}written_share"]), 1 - cached)
        months = sorted(int(values[f"{prefix}{name}"]) for name in ("start", "end"))
        values[f"{prefix}start"], values[f"{prefix}end"] = months
    for row in rows["own_cost"]:
        keys = [f"finance.own_cost.{row}.{name}" for name in ("first", "last")]
        values.update(zip(keys, sorted(int(values[key]) for key in keys), strict=True))
    return values


AT_ONCE: Mapping[str, Value] = {
    **dict.fromkeys(("capital_after", "capital_before", "running_after", "running_before"), 0),
    **dict.fromkeys(("people_after", "one_off_after"), 0),
    "discounting": "monthly",
}
"""Inputs by name at which all is paid when it arises and discounted month by month."""


@st.composite
def plans(
    draw: st.DrawFn,
    shape: tuple[int, int, int] | None = None,
    fixed: Mapping[str, Value] | None = None,
    *,
    timed: bool = False,
) -> Drawn:
    """Draw a valid plan.

    fixed: inputs by name that are the same in every row. timed: also with terms of payment and years discounted as a
        whole.
    """
    fixed = {**({} if timed else AT_ONCE), **(fixed or {})}
    workloads, pools, horizon = shape or draw(st.sampled_from(STRUCTURES))
    counts = {"workload": workloads, "pool": pools}
    own = {
        table: tuple(Row(f"{table[0]}{number}", table) for number in range(count)) for table, count in counts.items()
    }
    plan = new_plan("Drawn", own | {table: starting_rows(table, blank=True) for table in TABLES if table not in own})
    values = {key: entry.value for key, entry in plan.entries.items()}
    for key, declared, _ in expanded(plan.slugs):
        if declared.kind not in {Kind.CONSTANT, Kind.MONTH}:
            values[key] = fixed[declared.name] if declared.name in fixed else draw(values_of(declared, plan.slugs))
    values |= {"finance.horizon": horizon, "finance.pound_rate": 1.0}
    for key, value in mended(values, plan.slugs).items():
        plan = plan.with_entry("base", key, Entry(value))
    assert not plan_problems(plan)
    return Drawn(plan)
