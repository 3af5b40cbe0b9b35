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
from answers import always
from pytestqt.qtbot import QtBot

from desktop.cli import main
from desktop.documents.workbook.workbook import workbook
from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.appraisal.model import _model
from models.appraisal.results import case_result
from models.areas import staffing
from models.areas.features import EVERY
from models.areas.register import DECLARED, GROUPS, expanded
from models.catalogue.rows import catalogue
from models.formula.node import per_month
from models.formula.trace import Trace
from models.plan.plan import Entry
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
            for when in declared.when.every() if declared.when is not None else ():
                other = names[when.input_name]
                assert set(when.values) <= ({choice.value for choice in other.choices} or {"True"})


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


@pytest.mark.long
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


def test_a_cost_line_added_in_one_place_stands_in_totals_tables_workbook_and_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Adding a cost is one line in one file: here one is added to the operations area for the length of the test."""
    own = staffing.operations_costs

    def with_coffee(trace: Trace, option: str, *rest: Any) -> staffing.Operating:
        operating = own(trace, option, *rest)
        with trace.section(f"{option}.operations", sheet=option, option=option):
            trace.cost(
                "coffee",
                "Coffee for the team",
                "operations",
                "running",
                per_month(rest[3].equal_within * rest[0].operations.pension * (trace.month >= 0)),
            )
        return operating

    plan = example().plan
    before = case_result(plan, "base").options["cloud"].total_cost
    monkeypatch.setattr("models.appraisal.model.operations_costs", with_coffee)
    monkeypatch.setattr("desktop.documents.workbook.workbook.documented", always({}))  # no line stands in a study
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
