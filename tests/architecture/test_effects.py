"""Every input changes something, and everything that costs is counted."""

import pytest
from effect_plans import rich_plan, variants

from desktop.storage.examples import example
from models.appraisal.model import model
from models.appraisal.results import case_result, view_keys, wanted_keys
from models.areas.features import EVERY
from models.areas.register import DECLARED, expanded
from models.formula.explain import inputs_behind
from models.formula.order import visit
from models.plan.plan import Entry, Plan, Row, new_plan
from models.quantities.declaration import Input, Kind
from models.rules.every_rule import RULES

INPUTS = list(DECLARED.values())


REPORTED = (
    "routes.rented.overtakes",
    "routes.owned.overtakes",
    "routes.rented.per_million",
    "routes.api.per_million",
    "routes.api.per_thousand",
    "financing.lease_gain",
    "financing.loan_gain",
    "accounts.on_premises.charge",
    "accounts.on_premises.carrying",
    "finance.general_index",
)
"""Lines that exhibits show beside the results of a case."""


def _fingerprint(plan: Plan) -> tuple[object, ...]:
    """Return all results and views of the base."""
    traced = model(plan.structure)
    found = traced.evaluate(plan.values("base"), [*wanted_keys(traced), *view_keys(traced), *REPORTED])
    return tuple(array.tobytes() for array in found.arrays.values())


def _other_values(declared: Input, plan: Plan, key: str) -> list[object]:
    own = plan.entries[key].value
    if declared.kind is Kind.FLAG:
        return [not own]
    if declared.kind is Kind.CHOICE:
        return [choice.value for choice in declared.choices if choice.value != own]
    if isinstance(own, str):
        return []
    low, high = declared.plausible or declared.bounds
    moved = [low, high, own * 1.5, own * 0.5, own + 1]
    if declared.kind is Kind.INTEGER:
        moved = [round(one) for one in moved]
    return [one for one in moved if one != own and declared.bounds[0] <= one <= declared.bounds[1]]


RULED = {name for rule in RULES for name in rule.inputs}
"""Names of inputs that rules look at: they decide what is allowed, not what it costs."""


@pytest.mark.long
def test_every_input_changes_some_output() -> None:
    plans = variants(rich_plan())
    before = [_fingerprint(plan) for plan in plans]
    waiting = {
        declared.key
        for _, declared, _ in expanded(plans[0].slugs)
        if declared.kind not in {Kind.CONSTANT, Kind.ROW, Kind.MONTH} and declared.name not in RULED
    }
    for plan, known in zip(plans, before, strict=True):
        for key, declared, _ in expanded(plan.slugs):
            if declared.key in waiting and any(
                _fingerprint(plan.with_entry("base", key, Entry(value))) != known  # type: ignore[arg-type]
                for value in _other_values(declared, plan, key)
            ):
                waiting.discard(declared.key)
    assert waiting == set()


def test_the_month_of_the_decision_names_the_months_and_places_the_tax_years() -> None:
    plan = rich_plan()
    later = plan.with_entry("base", "finance.start", Entry("2030-05"))
    assert _fingerprint(later) != _fingerprint(plan)


def test_the_pool_of_a_workload_changes_the_results() -> None:
    rows = {"workload": (Row("steady", "Steady"),), "pool": (Row("small", "Small"), Row("large", "Large"))}
    plan = new_plan("Two pools", rows, blank=True)
    plan = plan.with_entry("base", "compute.pool.small.cloud_price", Entry(1.0)).with_entry(
        "base", "compute.pool.large.cloud_price", Entry(3.0)
    )
    costs = [
        case_result(plan.with_entry("base", "workloads.workload.steady.pool", Entry(pool)), "base")
        .options["cloud"]
        .total_cost
        for pool in ("small", "large")
    ]
    assert costs[1] == pytest.approx(3 * costs[0])


def test_every_input_and_every_cost_stands_behind_the_results() -> None:
    traced = model(example().plan.keeping_on(EVERY).structure)
    results = [traced.lines[key] for key in (*wanted_keys(traced), *view_keys(traced), *REPORTED)]
    reached = {declared.key for declared in inputs_behind(results)}
    ruled = {one.key for one in INPUTS if one.name in RULED}
    assert {one.key for one in INPUTS} - reached - ruled == set()
    counted: set[int] = set()
    visit([totals.monthly for totals in traced.appraisal.options.values()], lambda node: counted.add(id(node)))
    assert [line.key for line in traced.lines.values() if line.cost_class and id(line) not in counted] == []
