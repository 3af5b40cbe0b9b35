"""Inputs are declared once: everything that reads the declaration has the same keys, and every input changes something."""

import io
import json
from datetime import date

import numpy as np
import openpyxl
import pytest

from desktop.cli import main
from desktop.documents.workbook.workbook import workbook
from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.appraisal.model import model
from models.appraisal.results import case_result, wanted_keys
from models.areas.register import DECLARED, GROUPS, expanded
from models.catalogue.rows import catalogue
from models.exhibits.verdict import verdict
from models.formula.explain import inputs_behind
from models.formula.node import visit
from models.plan.plan import Entry, Plan, Row, new_plan
from models.quantities.declaration import CatalogueDefault, Input, Kind

INPUTS = list(DECLARED.values())


@pytest.mark.parametrize("declared", INPUTS, ids=lambda one: one.key)
def test_a_declaration_is_complete(declared: Input) -> None:
    assert declared.label
    assert declared.help.strip()
    assert declared.source
    assert declared.bounds[0] <= declared.bounds[1]
    if declared.plausible:
        assert declared.bounds[0] <= declared.plausible[0] <= declared.plausible[1] <= declared.bounds[1]
    for default in (declared.default, declared.blank):
        if isinstance(default, CatalogueDefault):
            assert default.row_id in catalogue()
        elif isinstance(default, (int, float)) and not isinstance(default, bool):
            assert declared.bounds[0] <= default <= declared.bounds[1]
    if declared.kind is Kind.CHOICE:
        assert declared.default in {choice.value for choice in declared.choices}


def test_conditions_name_inputs_of_the_same_table() -> None:
    for group in GROUPS:
        names = {one.name: one for one in group.inputs}
        for declared in group.inputs:
            if declared.when is not None:
                other = names[declared.when.input_name]
                assert set(declared.when.values) <= {choice.value for choice in other.choices}


def test_file_workbook_command_line_and_evaluation_have_the_same_keys(capsys: pytest.CaptureFixture[str]) -> None:
    plan = example().plan
    declared = [key for key, _, _ in expanded(plan.slugs)]
    stored = json.loads(text_of(plan))["inputs"]
    assert main(["inputs", "--json"]) == 0
    listed = [record["key"] for record in json.loads(capsys.readouterr().out)]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(plan, "base", date(2026, 11, 24))))["Inputs"]
    written = [cell.value for (cell,) in sheet["A5:A400"] if cell.value and str(cell.value).count(".") >= 1 and " " not in str(cell.value)]
    assert list(stored) == declared == listed == written == list(plan.values("base"))


def test_the_form_has_every_key(qtbot: object) -> None:
    from desktop.document.document import Document
    from desktop.forms.field import Field
    from desktop.tabs.compute import ComputeTab
    from desktop.tabs.finance import FinanceTab
    from desktop.tabs.workloads import WorkloadsTab

    document = Document(example().plan)
    shown: set[str] = set()
    for tab in (WorkloadsTab(document), ComputeTab(document), FinanceTab(document)):
        qtbot.addWidget(tab)  # type: ignore[attr-defined]
        for form in tab.forms:
            form._toggle()
            shown |= {field.declared.key for field in tab.findChildren(Field)}
    assert shown == {one.key for one in INPUTS if one.kind is not Kind.CONSTANT}


def _rich_plan() -> Plan:
    """Return a plan in which every mechanism is at work somewhere."""
    plan = example().plan
    pool = "compute.pool.h100."
    settings = {
        f"{pool}committed_three_years": 0.2, f"{pool}dearer_hours": 0.05, f"{pool}cloud_software": 500.0, f"{pool}spares": 1, f"{pool}life": 30,
        f"{pool}owned_servers": 1, f"{pool}owned_months": 18, f"{pool}instance_gpus": 8, f"{pool}committed_one_year": 0.4,
        f"{pool}running_month": 10.0, f"{pool}running_hour": 0.1, f"{pool}running_busy_hour": 0.01, f"{pool}rack_price": 900.0, f"{pool}hybrid_servers": 2,
        "finance.usual_cost": 40_000.0, "finance.usual_growth": 0.05, "finance.inflation": 0.02, f"{pool}headroom": 0.2, f"{pool}highest_use": 0.7,
        "workloads.workload.experiments.growth": 0.3, "workloads.workload.training.ramp": 6, "workloads.workload.experiments.start": 3,
        "workloads.workload.experiments.end": 50,
    }  # fmt: skip
    for key, value in settings.items():
        plan = plan.with_entry("base", key, Entry(value))
    return plan


def _variants(plan: Plan) -> list[Plan]:
    """Return plans under which inputs that matter only in some cases do."""
    pool = "compute.pool.h100."

    def having(**changes: object) -> Plan:
        varied = plan
        for key, value in changes.items():
            varied = varied.with_entry("base", key.replace("__", "."), Entry(value))  # type: ignore[arg-type]
        return varied

    works = "workloads__workload__"
    steady = having(**{f"{works}experiments__kind": "steady", f"{works}training__kind": "steady", f"{works}assistant__kind": "steady"})
    return [
        plan,
        steady,
        having(**{f"{works}assistant__shape": "measured", f"{works}training__shape": "curve", f"{works}training__timing": "interactive", f"{works}training__trough": 0.1}),
        having(**{f"{works}assistant__kind": "training", f"{works}training__kind": "inference", f"{works}experiments__kind": "inference", f"{works}training__timing": "interactive",
                  f"{works}training__shape": "measured", f"{works}experiments__shape": "measured", f"{works}experiments__timing": "deferrable"}),
        having(**{f"{pool.replace('.', '__')}dearer_hours": 0.1, f"{pool.replace('.', '__')}cloud_currency": "EUR", f"{pool.replace('.', '__')}server_currency": "GBP"}),
        having(**{f"{pool.replace('.', '__')}life": 60}),
        having(**{f"{works}assistant__start": 30, f"{works}assistant__end": 30, f"{works}assistant__ramp": 3}),
    ]


def _fingerprint(plan: Plan) -> tuple[object, ...]:
    """Return all results and the verdict of the base."""
    traced = model(plan.structure)
    found = traced.evaluate(plan.values("base"), wanted_keys(traced))
    case = case_result(plan, "base")
    return (*(array.tobytes() for array in found.arrays.values()), verdict(plan, case).text)


def _other_values(declared: Input, plan: Plan, key: str) -> list[object]:
    own = plan.entries[key].value
    if declared.kind is Kind.FLAG:
        return [not own]
    if declared.kind is Kind.CHOICE:
        return [choice.value for choice in declared.choices if choice.value != own]
    if declared.kind is Kind.MONTH:
        return ["2030-05"]
    if isinstance(own, str):
        return []
    low, high = declared.plausible or declared.bounds
    moved = [low, high, own + 1, own * 1.5, own * 0.5, own - 0.1, own + 0.1]
    if declared.kind is Kind.INTEGER:
        moved = [round(one) for one in moved]
    return [one for one in moved if one != own and declared.bounds[0] <= one <= declared.bounds[1]]


def test_every_input_changes_some_output() -> None:
    plans = _variants(_rich_plan())
    before = [_fingerprint(plan) for plan in plans]
    waiting = {declared.key for _, declared, _ in expanded(plans[0].slugs) if declared.kind not in {Kind.CONSTANT, Kind.ROW}}
    for key, declared, _ in expanded(plans[0].slugs):
        for plan, known in zip(plans, before, strict=True):
            if declared.key in waiting and any(
                _fingerprint(plan.with_entry("base", key, Entry(value))) != known  # type: ignore[arg-type]
                for value in _other_values(declared, plan, key)
            ):
                waiting.discard(declared.key)
    assert waiting == set()


def test_the_pool_of_a_workload_changes_the_results() -> None:
    rows = {"workload": (Row("steady", "Steady"),), "pool": (Row("small", "Small"), Row("large", "Large"))}
    plan = new_plan("Two pools", rows, blank=True)
    plan = plan.with_entry("base", "compute.pool.small.cloud_price", Entry(1.0)).with_entry("base", "compute.pool.large.cloud_price", Entry(3.0))
    costs = [case_result(plan.with_entry("base", "workloads.workload.steady.pool", Entry(pool)), "base").options["cloud"].total_cost for pool in ("small", "large")]
    assert costs[1] == pytest.approx(3 * costs[0])


def test_every_input_and_every_cost_stands_behind_the_results() -> None:
    traced = model(example().plan.structure)
    results = [traced.lines[key] for key in wanted_keys(traced)]
    reached = {declared.key for declared in inputs_behind(results)}
    assert {one.key for one in INPUTS} - reached == {"finance.start"}, "the month of the decision only names the months"
    counted: set[int] = set()
    visit([totals.monthly for totals in traced.appraisal.options.values()], lambda node: counted.add(id(node)))
    assert [line.key for line in traced.lines.values() if line.cost_class and id(line) not in counted] == []


def test_the_three_options_have_different_costs_in_the_example() -> None:
    plan = example().plan
    totals = [option.total_cost for option in case_result(plan, "base").options.values()]
    assert len(set(np.round(totals))) == 3


def test_the_example_plan_loads_without_notices_and_is_frozen() -> None:
    loaded = example()
    assert loaded.notices == ()
    assert read(text_of(loaded.plan)).plan == loaded.plan
