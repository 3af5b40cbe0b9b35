"""The workbook: live formulas with the engine's values beside them, checked by a program that recalculates it."""

import io
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils.datetime import to_excel

from desktop.documents.workbook.sheets import Draft
from desktop.documents.workbook.workbook import draft_and_bytes, workbook
from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.areas.cost_management import LEVERS
from models.exhibits.verdict import verdict
from models.plan.plan import Entry, Plan, Row, Scenario, new_plan

DAY = date(2026, 11, 24)
ALLOWED = {"SUM", "SUMPRODUCT", "MIN", "MAX", "ABS", "IF", "INDEX", "MATCH", "NPV", "EDATE", "MOD", "MONTH", "ROUNDUP"}
CALCULATIONS = ("Calc_Demand", "Calc_Cloud", "Calc_OnPrem", "Calc_Hybrid", "Appraisal")


def two_pools() -> Plan:
    """Return a plan with two pools and four workloads, every mechanism at work."""
    rows: dict[str, tuple[Row, ...]] = {"workload": tuple(Row(f"w{i}", f"Work {i}") for i in range(4)), "pool": (Row("big", "Big"), Row("small", "Small"))}
    plan = new_plan("Two pools & <marks>", rows)
    settings = {
        "workloads.workload.w1.pool": "small", "workloads.workload.w2.kind": "training", "workloads.workload.w2.timing": "deferrable",
        "workloads.workload.w2.checkpointed": True, "workloads.workload.w3.kind": "steady", "workloads.workload.w3.gpus": 5.0, "workloads.workload.w3.hours": 240.0,
        "workloads.workload.w3.place": "inside", "workloads.workload.w0.requests": 2e7, "workloads.workload.w0.growth": -0.2, "workloads.workload.w1.growth": 0.4,
        "compute.pool.big.committed_one_year": 0.4, "compute.pool.big.committed_three_years": 0.3, "compute.pool.big.late_terms": True, "compute.pool.big.spot_share": 0.5,
        "compute.pool.big.hybrid_servers": 1, "compute.pool.small.hybrid_servers": 1, "compute.pool.small.site": "own_room", "compute.pool.small.purchase": "at_once",
        "compute.pool.small.bridging": "wait", "compute.pool.big.life": 30, "compute.pool.big.owned_servers": 1, "compute.pool.big.spares": 1,
        "compute.pool.big.rack_price": 900.0, "finance.rate_basis": "real", "finance.usual_cost": 50_000.0, "finance.horizon": 48,
        "hosting.workload.w0.api_share": 0.3, "hosting.workload.w0.escalation": 0.05, "hosting.workload.w1.step_month": 9, "hosting.workload.w1.step_factor": 2.0,
        "hosting.workload.w1.api_share": 0.5, "hosting.workload.w1.cached_share": 0.4, "workloads.workload.w0.value": 20_000.0, "workloads.workload.w1.precision": "fp16",
        **{f"cost_management.{lever}": True for lever in LEVERS}, "data.in_cloud": True, "data.retention": 24, "data.array_life": 30,
        "security.control.privacy.active": True, "operations.role.ml.hire_delay": 3, "operations.role.ml.hire_cost": 0.2, "operations.tool.databricks.active": True,
        "finance.vat_services": 0.2, "finance.vat_assets": 0.0, "finance.bias_counted": True, "finance.tax_position": "company", "finance.other_profit": 300_000.0,
        "finance.allowances": "first_year", "finance.by_profit": True, "finance.credit_share": 0.1, "compute.pool.big.owned_value": 50_000.0,
        "risks.risk.late.active": True, "risks.risk.exit.active": True, "cost_management.bill_factor": 1.5, "finance.start": "2026-11",
    }  # fmt: skip
    for key, value in settings.items():
        plan = plan.with_entry("base", key, Entry(value))
    plan = plan.with_scenario(Scenario("cheap", "=cheap", "#801650"))
    return plan.with_entry("cheap", "compute.pool.big.cloud_price", Entry(3.0))


@pytest.fixture(scope="module", params=["insurer", "two pools"])
def exported(request: pytest.FixtureRequest) -> tuple[Plan, Draft, bytes]:
    plan = example().plan if request.param == "insurer" else two_pools()
    return plan, *draft_and_bytes(plan, "base", DAY)


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def recalculated(book: openpyxl.Workbook, folder: Path) -> openpyxl.Workbook:
    """Return the workbook as LibreOffice works it out; what openpyxl saves holds no cached value."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.fail("LibreOffice is needed for this check: install libreoffice-calc-nogui (installer/test.sh does)")
    source = folder / "stripped.xlsx"
    book.save(source)
    command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return openpyxl.load_workbook(folder / "out" / "stripped.xlsx", data_only=True)


def _same(value: object, expected: float | str) -> bool:
    if isinstance(expected, str) or not isinstance(value, (int, float)):
        return value == expected
    return abs(value - expected) <= 1e-9 * max(1.0, abs(value), abs(expected))


def differences(draft: Draft, book: openpyxl.Workbook) -> list[str]:
    found: list[str] = []
    for (sheet, cell), expected in draft.cached.items():
        value = book[sheet][cell].value
        if isinstance(value, datetime):
            value = to_excel(value)
        if not _same(value, expected):
            found.append(f"{sheet}!{cell}: engine {expected!r}, recalculated {value!r}")
    return found


def test_libreoffice_agrees_with_the_engine_in_every_cell(exported: tuple[Plan, Draft, bytes], tmp_path: Path) -> None:
    _, draft, data = exported
    assert differences(draft, recalculated(opened(data), tmp_path)) == []
    assert len(draft.cached) > 20_000


def test_the_selector_and_an_input_changed_in_the_workbook_move_it_as_the_engine_does(tmp_path: Path) -> None:
    plan = example().plan
    changed = plan.with_entry("doubles", "compute.pool.h100.server_price", Entry(400_000.0))
    expected, _ = draft_and_bytes(changed, "doubles", DAY)
    book = opened(workbook(plan, "base", DAY))
    book["Summary"]["B4"] = "Demand doubles"
    row = next(cell.row for (cell,) in book["Inputs"]["A5:A300"] if cell.value == "compute.pool.h100.server_price")
    book["Inputs"].cell(row, 12).value = 400_000
    found = recalculated(book, tmp_path)
    moving = {key: value for key, value in expected.cached.items() if key[0] in CALCULATIONS}
    expected.cached = moving
    assert differences(expected, found) == []
    assert found["Summary"]["I10"].value == 1, "the verdict's words are out of date and the sheet says so"


def test_every_formula_has_a_cached_value(exported: tuple[Plan, Draft, bytes]) -> None:
    _, draft, data = exported
    formulas, values = opened(data), opened(data, values=True)
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert (sheet.title, cell.coordinate) in draft.cached
                    value = values[sheet.title][cell.coordinate].value
                    assert value is not None
                    assert not str(value).startswith("#")


def test_formulas_keep_the_rules(exported: tuple[Plan, Draft, bytes]) -> None:
    """One formula per row, only known functions, at most 120 characters, no IF in an IF, no constant but 0 and 1."""
    _, _, data = exported
    breaches: list[str] = []
    for sheet in opened(data):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                text = str(cell.value)
                tokens = Tokenizer(text).items
                names = {token.value.rstrip("(").upper() for token in tokens if token.type == "FUNC" and token.subtype == "OPEN"}
                constants = [token.value for token in tokens if token.type == "OPERAND" and token.subtype == "NUMBER" and token.value not in ("0", "1")]
                texts = [token.value for token in tokens if token.type == "OPERAND" and token.subtype == "TEXT"]
                if names - ALLOWED or constants or texts or len(text) > 121 or text.count("IF(") > 1:
                    breaches.append(f"{sheet.title}!{cell.coordinate}: {text}")
    assert breaches == []


def test_a_row_is_one_formula_copied_along(exported: tuple[Plan, Draft, bytes]) -> None:
    from openpyxl.formula.translate import Translator

    _, _, data = exported
    book = opened(data)
    for name in CALCULATIONS:
        sheet = book[name]
        for row in sheet.iter_rows(min_row=2, min_col=8):
            first = row[0]
            if first.data_type == "f":
                for cell in row[1:]:
                    assert cell.value == Translator(first.value, origin=first.coordinate).translate_formula(cell.coordinate), f"{name}!{cell.coordinate}"


def test_checks_pass_and_the_master_check_stands_on_every_sheet(exported: tuple[Plan, Draft, bytes]) -> None:
    _, _, data = exported
    values = opened(data, values=True)
    assert values["Checks"]["C4"].value == 0
    for sheet in opened(data):
        if sheet.title != "Checks":
            assert any("Checks!$C$4" in str(cell.value) for cell in sheet[1]), sheet.title


def test_summary_says_what_screen_and_paper_say(exported: tuple[Plan, Draft, bytes]) -> None:
    plan, _, data = exported
    case = case_result(plan, "base")
    summary = opened(data, values=True)["Summary"]
    said = " ".join(str(summary.cell(row, 1).value or "") for row in (6, 7, 8)).strip()
    assert verdict(plan, case).text.startswith(said) or said.startswith(verdict(plan, case).text)
    for row, option in zip(range(10, 13), case.options.values(), strict=True):
        assert summary.cell(row, 2).value == pytest.approx(option.total_cost)
        assert summary.cell(row, 3).value == pytest.approx(option.present_value)
    assert len(opened(data)["Summary"]._charts) == 1


def test_decision_areas_on_summary_add_up_to_the_whole_life_cost(exported: tuple[Plan, Draft, bytes]) -> None:
    summary = opened(exported[2], values=True)["Summary"]
    first = next(row for row in range(1, 80) if str(summary.cell(row, 1).value).startswith("Cost by decision area"))
    last = next(row for row in range(first, 80) if summary.cell(row, 1).value == "Whole-life cost")
    assert last - first > 5
    for column in (2, 3, 4):
        parts = [summary.cell(row, column).value for row in range(first + 1, last)]
        assert sum(value for value in parts if isinstance(value, (int, float))) == pytest.approx(summary.cell(last, column).value)


def test_about_lists_every_sheet_in_its_order(exported: tuple[Plan, Draft, bytes]) -> None:
    book = opened(exported[2])
    first = next(row for row in range(1, 40) if book["About"].cell(row, 1).value == "Sheet")
    assert [book["About"].cell(first + offset, 1).value for offset in range(1, len(book.sheetnames) + 1)] == book.sheetnames
    assert book["About"].cell(first + len(book.sheetnames) + 1, 1).value is None


def test_two_exports_of_one_plan_are_the_same_bytes() -> None:
    plan = example().plan
    assert workbook(plan, "base", DAY) == workbook(plan, "base", DAY)


def test_a_name_can_never_become_a_formula(exported: tuple[Plan, Draft, bytes]) -> None:
    plan, _, data = exported
    sheet = opened(data)["Inputs"]
    heads = [cell.value for cell in sheet[4]][10:]
    assert heads == [one.name for one in plan.scenarios]
    assert {cell.data_type for cell in sheet[4][10:]} == {"s"}


def test_no_merged_cells_no_hidden_sheets_and_frozen_heads(exported: tuple[Plan, Draft, bytes]) -> None:
    _, _, data = exported
    for sheet in opened(data):
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(dimension.hidden for dimension in [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()])
        if sheet.title in CALCULATIONS:
            assert re.match(r"H\d", str(sheet.freeze_panes))


def test_every_line_has_a_unit_or_is_a_number(exported: tuple[Plan, Draft, bytes]) -> None:
    _, draft, _ = exported
    assert all(line.unit is not None for line in draft.layout.traced.lines.values())


def test_input_cells_are_unlocked_and_validated(exported: tuple[Plan, Draft, bytes]) -> None:
    _, draft, data = exported
    sheet = opened(data)["Inputs"]
    rules = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    for row in draft.layout.inputs:
        cell = sheet[f"K{row.row}"]
        if row.declared.kind.value != "constant":
            assert not cell.protection.locked
            assert any(cell.coordinate in rule for rule in rules), row.key
