"""Inputs are declared once: everything that reads the declaration has the same keys.

Also every input changes something.
"""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from desktop.cli import main
from desktop.documents.workbook.workbook import workbook
from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.appraisal.model import _model, model
from models.appraisal.results import case_result, view_keys, wanted_keys
from models.areas import staffing
from models.areas.cost_management import LEVERS
from models.areas.features import EVERY
from models.areas.register import DECLARED, GROUPS, TABLES, expanded
from models.areas.security import REQUIREMENTS
from models.catalogue.rows import catalogue
from models.formula.explain import inputs_behind
from models.formula.node import Line, per_month
from models.formula.order import visit
from models.formula.trace import Trace
from models.plan.plan import Entry, Plan, Row, new_plan, starting_rows
from models.quantities.declaration import CatalogueDefault, Input, Kind, Value
from models.rules.decisions import RULES

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
                assert set(declared.when.values) <= ({choice.value for choice in other.choices} or {"True"})


@pytest.mark.long
def test_file_workbook_command_line_and_evaluation_have_the_same_keys(capsys: pytest.CaptureFixture[str]) -> None:
    plan = example().plan.keeping_on(EVERY)
    for key in plan.entries:
        if key.endswith(".active"):
            plan = plan.with_entry("base", key, Entry(value=True))
    declared = [key for key, _, _ in expanded(plan.slugs)]
    stored = json.loads(text_of(plan))["inputs"]
    assert main(["inputs", "--json"]) == 0
    listed = [record["key"] for record in json.loads(capsys.readouterr().out)]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(plan, "base", date(2026, 11, 24))))["Inputs"]
    column = next(cell.column for cell in sheet[4] if cell.value == "Key")
    written = [
        cell.value
        for cell in next(sheet.iter_cols(column, column, 5))
        if cell.value and not str(cell.value).startswith("list:")
    ]
    assert list(stored) == declared == listed == written == list(plan.values("base"))


def test_the_form_has_every_key(qtbot: QtBot) -> None:
    from desktop.document.document import Document
    from desktop.document.worker import Worker
    from desktop.forms.field import Field
    from desktop.tabs.area_tab import AreaTab
    from desktop.tabs.every import all_tabs

    document = Document(example().plan.keeping_on(EVERY))
    shown: set[str] = set()
    for tab in all_tabs(document, Worker()):
        qtbot.addWidget(tab)
        if not isinstance(tab, AreaTab):
            continue
        for form in tab.forms:
            form._toggle()
            shown |= {field.declared.key for field in tab.findChildren(Field)}
    assert shown == {one.key for one in INPUTS if one.kind is not Kind.CONSTANT}


def _having(plan: Plan, values: dict[str, Value]) -> Plan:
    for key, value in values.items():
        assert key in plan.entries, key
        plan = plan.with_entry("base", key, Entry(value))
    return plan


def _rich_plan() -> Plan:
    """Return a plan in which every mechanism is at work somewhere."""
    rows = {table: starting_rows(table, blank=True) for table, group in TABLES.items() if group.starting_rows}
    works = (Row("assistant", "Assistant"), Row("training", "Training"), Row("experiments", "Experiments"))
    plan = new_plan(
        "Rich", rows | {"workload": works, "pool": (Row("h100", "H100"),), "criterion": starting_rows("criterion")[:2]}
    )
    pool, works_key = "compute.pool.h100.", "workloads.workload."
    return _having(
        plan,
        {
            f"{works_key}assistant.requests": 24_000_000,
            f"{works_key}training.kind": "training",
            f"{works_key}training.timing": "deferrable",
            f"{works_key}training.checkpointed": True,
            f"{works_key}experiments.kind": "experimentation",
            f"{works_key}experiments.runs": 12,
            f"{works_key}experiments.place": "cloud",
            f"{works_key}assistant.value": 50_000,
            f"{pool}committed_three_years": 0.2,
            f"{pool}dearer_hours": 0.05,
            f"{pool}cloud_software": 500.0,
            f"{pool}spares": 1,
            f"{pool}life": 30,
            f"{pool}spot_share": 0.5,
            f"{pool}owned_servers": 1,
            f"{pool}owned_months": 18,
            f"{pool}instance_gpus": 8,
            f"{pool}committed_one_year": 0.4,
            f"{pool}owned_value": 10_000.0,
            f"{pool}running_month": 10.0,
            f"{pool}running_hour": 0.1,
            f"{pool}running_busy_hour": 0.01,
            f"{pool}rack_price": 900.0,
            f"{pool}hybrid_servers": 2,
            f"{pool}bridging": "wait",
            f"{pool}facility_share": 0.1,
            "finance.usual_cost": 40_000.0,
            "finance.usual_growth": 0.05,
            "finance.inflation": 0.02,
            f"{pool}headroom": 0.2,
            f"{pool}highest_use": 0.7,
            f"{works_key}experiments.growth": 0.3,
            f"{works_key}training.ramp": 6,
            f"{works_key}experiments.start": 3,
            f"{works_key}experiments.end": 50,
            "hosting.workload.assistant.api_share": 0.4,
            "hosting.workload.assistant.escalation": 0.1,
            "hosting.workload.assistant.cached_share": 0.3,
            "hosting.workload.assistant.batch_share": 0.2,
            "hosting.workload.assistant.step_month": 12,
            "hosting.workload.assistant.step_factor": 1.5,
            **{f"cost_management.{lever}": True for lever in LEVERS},
            "data.retention": 40,
            "data.deleted": 0.1,
            "data.moved_cold": 0.1,
            "data.retrieval_price": 0.01,
            "data.in_cloud": True,
            "security.control.encryption.active": True,
            "security.control.encryption.overhead": 0.2,
            "operations.role.data.hire_delay": 2,
            "operations.role.data.hire_cost": 0.1,
            "operations.tool.feast.active": True,
            "operations.tool.feast.licence": 5_000.0,
            "operations.tool.feast.users": 3.0,
            "operations.tool.feast.user_price": 20.0,
            "finance.vat_services": 0.5,
            "finance.vat_assets": 0.5,
            "finance.bias_counted": True,
            "finance.tax_position": "company",
            "finance.credit_share": 0.2,
            "finance.other_profit": 400_000.0,
            "risks.risk.price_rise.active": True,
            "cost_management.bill_factor": 1.2,
        },
    )


def _variants(plan: Plan) -> list[Plan]:
    """Return plans under which inputs that matter only in some cases do."""
    pool, works = "compute.pool.h100.", "workloads.workload."
    levers_off: dict[str, Value] = {f"cost_management.{lever}": False for lever in LEVERS}
    return [
        plan,
        _having(plan, levers_off),
        _having(plan, {f"{works}{row}.kind": "steady" for row in ("experiments", "training", "assistant")}),
        _having(
            plan,
            {
                f"{works}assistant.shape": "measured",
                f"{works}training.shape": "curve",
                f"{works}training.timing": "interactive",
                f"{works}training.trough": 0.1,
            },
        ),
        _having(
            plan,
            {
                f"{works}assistant.kind": "training",
                f"{works}training.kind": "inference",
                f"{works}experiments.kind": "inference",
                f"{works}training.timing": "interactive",
                f"{works}training.shape": "measured",
                f"{works}experiments.shape": "measured",
                f"{works}experiments.timing": "deferrable",
            },
        ),
        _having(
            plan,
            {
                f"{pool}dearer_hours": 0.1,
                f"{pool}cloud_currency": "EUR",
                f"{pool}server_currency": "GBP",
                f"{pool}bridging": "cloud",
                **levers_off,
            },
        ),
        *(
            _having(
                plan,
                {
                    **{f"{pool}{option}_terms": True for option in ("api", "on_premises", "hybrid")},
                    f"{pool}bridging": "cloud",
                    f"{pool}spot_discount": 0.6,
                    f"{pool}hybrid_servers": servers,
                    f"{pool}lead": lead,
                    f"{pool}late_terms": True,
                    f"{works}assistant.growth": 1.0,
                    "finance.horizon": 60,
                    **levers_off,
                },
            )
            for servers, lead in ((4, 4), (1, 0))
        ),
        _having(
            plan,
            {f"{pool}hybrid_commitment": True, f"{works}assistant.growth": 1.0, "finance.horizon": 60, **levers_off},
        ),
        _having(plan, {f"{pool}life": 60, "finance.allowances": "first_year", "finance.by_profit": True}),
        _having(
            plan,
            {
                "finance.allowances": "aia",
                "finance.by_profit": True,
                "finance.other_profit": 3_000_000.0,
                "finance.allowance_limit": 100_000.0,
                "data.in_cloud": False,
            },
        ),
        _having(
            plan, {"finance.allowances": "writing_down", "finance.by_profit": True, "finance.other_profit": 100_000.0}
        ),
        _having(plan, {f"{works}assistant.start": 30, f"{works}assistant.end": 30, f"{works}assistant.ramp": 3}),
        _having(plan, {f"{works}{row}.active": False for row in ("experiments", "training")}),
        _having(plan, {"finance.other_profit": 50_000_000.0}),
        _having(plan, {f"{pool}owned_servers": 0}),
        _having(
            plan,
            {
                "finance.by_profit": True,
                "finance.other_profit": 30_000.0,
                "cost_management.quantise_level": "int8",
                f"{works}assistant.precision": "fp16",
            },
        ),
        _having(
            plan,
            {
                "finance.by_profit": True,
                "finance.other_profit": 30_000.0,
                "cost_management.quantise_level": "fp8",
                f"{works}assistant.precision": "fp16",
            },
        ),
        _having(
            plan,
            {
                "security.control.encryption.active": False,
                **{f"security.{name}": True for name, _ in REQUIREMENTS},
                **{f"security.control.encryption.{name}": True for name, _ in REQUIREMENTS},
            },
        ),
        _having(
            plan,
            {
                **{f"security.{name}": True for name, _ in REQUIREMENTS},
                **{f"security.control.encryption.{name}": True for name, _ in REQUIREMENTS},
            },
        ),
    ]


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
    plans = _variants(_rich_plan())
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
    plan = _rich_plan()
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


def test_a_cost_line_added_in_one_place_stands_in_totals_tables_workbook_and_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Adding a cost is one line in one file: here one is added to the operations area for the length of the test."""
    own = staffing.operations_costs

    def with_coffee(trace: Trace, option: str, *rest: Any) -> Line:
        ready = own(trace, option, *rest)
        with trace.section(f"{option}.operations", sheet=option, option=option):
            trace.cost(
                "coffee",
                "Coffee for the team",
                "operations",
                "running",
                per_month(rest[2].equal_within * rest[0].operations.pension * (trace.month >= 0)),
            )
        return ready

    plan = example().plan
    before = case_result(plan, "base").options["cloud"].total_cost
    monkeypatch.setattr("models.appraisal.model.operations_costs", with_coffee)
    _model.cache_clear()
    try:
        pension = float(plan.entries["operations.pension"].value)
        penny = 0.005 * pension
        assert case_result(plan, "base").options["cloud"].total_cost - before == pytest.approx(
            61 * penny * (1 + 0.2 * (1 - float(plan.entries["finance.vat_services"].value))), rel=1e-3
        )
        (tmp_path / "plan.json").write_bytes(text_of(plan))
        assert main(["evaluate", str(tmp_path / "plan.json"), "--json"]) == 0
        lines = json.loads(capsys.readouterr().out)["options"]["cloud"]["lines"]
        assert any(line["label"] == "Coffee for the team" and line["monthly"][1] > 0 for line in lines)
        book = openpyxl.load_workbook(io.BytesIO(workbook(plan, "base", date(2026, 11, 24))))
        assert any(cell.value == "Coffee for the team" for (cell,) in book["Calc_Cloud"]["B1:B400"])
        assert main(["explain", str(tmp_path / "plan.json"), "cloud.operations.coffee"]) == 0
    finally:
        _model.cache_clear()


def test_the_options_have_different_costs_in_the_example() -> None:
    plan = example().plan
    totals = [option.total_cost for option in case_result(plan, "base").options.values()]
    assert len(set(np.round(totals))) == 4


def test_the_example_plan_loads_without_notices_and_is_frozen() -> None:
    loaded = example()
    assert loaded.notices == ()
    assert read(text_of(loaded.plan)).plan == loaded.plan
