"""An exported workbook that comes back: untouched it offers nothing.

Edited, exactly what was edited, whoever saved it.
"""

import io
import json
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from answers import always, in_two_tiers
from drawn_plans import EVERY_CHECK, Drawn, plans
from hypothesis import Phase, given, settings
from openpyxl.worksheet.worksheet import Worksheet
from workbook_cells import two_pools
from workbook_edited import columns, edited, put, row_of

from desktop.cli import main
from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.workbook import workbook
from desktop.imports.cell_values import value_of
from desktop.imports.files import offered_by
from desktop.imports.grid import GridCell
from desktop.imports.offers import AcceptanceError, Offered, accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.storage import examples
from desktop.storage.plan_file import load, save
from models.plan.plan import Entry, EvidenceKind, Plan

DAY = date(2026, 11, 25)
PRICE = "compute.pool.h100.server_price"


@pytest.fixture(autouse=True)
def without_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the studies out: they are values that nothing reads back, and take seconds."""
    monkeypatch.setattr(writer, "documented", always({}))


@pytest.fixture(scope="module")
def insurer() -> tuple[Plan, bytes]:
    """Return the example and its workbook, of which only the sheets that are read back are kept.

    So that it is quickly edited.
    """
    plan = examples.example().plan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "documented", always({}))
        book = openpyxl.load_workbook(io.BytesIO(workbook(plan, "base", DAY)))
    for name in set(book.sheetnames) - {"About", "Inputs", "Changes"}:
        del book[name]
    stream = io.BytesIO()
    book.save(stream)
    return plan, stream.getvalue()


def told(found: Offered) -> list[str]:
    return [offer.in_words() for offer in found.offers]


@pytest.mark.parametrize("name", in_two_tiers([*examples.names(), "two pools"], "startup"))
def test_a_workbook_that_nobody_changed_offers_nothing(name: str) -> None:
    plan = two_pools() if name == "two pools" else examples.example(name).plan
    found = offered_by(plan, workbook(plan, plan.scenarios[-1].slug, DAY), "plan.xlsx")
    assert told(found) == []
    assert found.notices == ["Only values, ranges and evidence on Inputs are read; what was changed elsewhere is not."]


@pytest.mark.long
@given(plans())
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=EVERY_CHECK,
)
def test_the_round_trip_of_any_valid_plan_is_the_identity(drawn: Drawn) -> None:
    assert told(offered_by(drawn.plan, workbook(drawn.plan, "base", DAY), "plan.xlsx")) == []


@pytest.mark.long
def test_what_openpyxl_and_libreoffice_have_saved_comes_back_too(insurer: tuple[Plan, bytes], tmp_path: Path) -> None:
    plan, data = insurer
    saved = edited(data, lambda _book, sheet: setattr(sheet.cell(row_of(sheet, PRICE), 4), "value", 400_000))
    (tmp_path / "plan.xlsx").write_bytes(saved)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "plan.xlsx"),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    for file in (saved, (tmp_path / "out" / "plan.xlsx").read_bytes()):
        found = offered_by(plan, file, "plan.xlsx")
        assert [(offer.key, offer.scenario, offer.before) for offer in found.offers] == [
            (PRICE, "doubles", "as the base")
        ]
        assert accepted(plan, found.offers).entry("doubles", PRICE).value == 400_000


EDITS: dict[str, tuple[str, int, object, str]] = {
    "a number": (PRICE, 3, 310_000, "$310,000 / server"),
    "a number stored as text": (PRICE, 3, "310000", "$310,000 / server"),
    "pounds where dollars are meant": (PRICE, 3, "£310,000", "this amount is in $"),
    "pounds and thousands marks": (PRICE, 3, "$310,000", "→ $310,000 / server"),
    "thousands in short": (PRICE, 3, "310k", "“310k” is read as 310,000"),
    "a decimal comma": ("compute.pool.h100.cloud_price", 3, "7,95", "“7,95” is read with a decimal comma"),
    "a percentage as text": ("workloads.workload.assistant.growth", 3, "25%", "25% a year"),
    "a percentage without its sign": (
        "workloads.workload.assistant.growth",
        3,
        25,
        "for 25 per cent write 25% or 0.25",
    ),
    "an error": (PRICE, 3, "#REF!", "holds the error #REF!; expected a number"),
    "nothing": (PRICE, 3, None, "is empty; expected a number, and an empty cell is not taken as 0"),
    "a word": (PRICE, 3, "ask Bob", "“ask Bob” is not a number"),
    "beyond its bounds": (PRICE, 3, -1, "out of range"),
    "a choice": ("workloads.workload.assistant.kind", 3, "Training", "Inference → Training"),
    "a choice that is none": ("workloads.workload.assistant.kind", 3, "Dancing", "“Dancing” is not among the choices"),
    "a row that is none": (
        "workloads.workload.assistant.pool",
        3,
        "Pool 9",
        "is not a row of the plan; it has H100 pool",
    ),
    "a flag": ("workloads.workload.training.active", 3, 0, "Yes → No"),
    "a flag that is none": ("data.in_cloud", 3, 2, "expected 1 for yes or 0 for no"),
    # a cell's date has no zone
    "a date": ("finance.start", 3, datetime(2027, 4, 1), "2027-01 → 2027-04"),  # noqa: DTZ001
    "a day as text that leaves doubt": ("finance.start", 3, "01/04/2027", "may begin with day or month"),
    "a day as text that leaves none": ("finance.start", 3, "25/04/2027", "2027-01 → 2027-04"),
    "a month as text": ("finance.start", 3, "April 2027", "2027-01 → 2027-04"),
    "a formula that was never calculated": (PRICE, 3, "=300000+10000", "holds a formula that was never calculated"),
    "a scenario's number": (PRICE, 4, 350_000, "(Demand doubles): as the base → $350,000 / server"),
    "the base's own number in a scenario": (PRICE, 4, 299_000, ""),
    "another horizon": ("finance.horizon", 3, 48, "60 months → 48 months"),
}


@pytest.mark.parametrize("what", in_two_tiers(list(EDITS), "a number", "nothing", "a row that is none"))
def test_an_edited_cell_is_offered_or_named(what: str, insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer
    key, column, value, says = EDITS[what]
    if what.startswith("the base's own"):
        value, says = plan.entries[key].value, "is the base's own value, and would no longer follow it"

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, key), column, value)

    found = offered_by(plan, edited(data, change), "plan.xlsx")
    assert len(found.offers) == 1, told(found)
    assert says in found.offers[0].in_words()
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Inputs"]
    assert found.offers[0].place == f"Inputs!{'ABCDE'[column - 1]}{row_of(sheet, key)}"
    after = accepted(plan, found.possible)
    assert (after == plan) == bool(found.offers[0].problem)


def test_a_bare_number_of_days_is_read_as_a_month_and_said() -> None:
    declared = examples.example().plan.declaration("finance.start")
    found = value_of(GridCell(46478), declared, "£", (), {})
    assert (found.value, found.note) == ("2027-04", "the number 46478 is read as 01 April 2027, counted from 1900")


@pytest.mark.long
def test_a_scenario_returns_to_the_base(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer
    key = "workloads.workload.assistant.requests"

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        row = row_of(sheet, key)
        put(sheet, row, 4, f"=$C${row}")

    found = offered_by(plan, edited(data, change), "plan.xlsx")
    assert [(offer.before, offer.after) for offer in found.offers] == [("48,000,000 requests/month", "as the base")]
    assert key not in accepted(plan, found.offers).scenario("doubles").changes


@pytest.mark.long
def test_evidence_comes_back(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        row, heads = row_of(sheet, PRICE), columns(sheet)
        for head, value in (
            ("Evidence", "quote"),
            ("Source", "Dell quote 4711"),
            ("Date", "2026-11-20"),
            ("Low", 280_000),
            ("Note", "valid 30 days"),
        ):
            put(sheet, row, heads[head], value)

    found = offered_by(plan, edited(data, change), "plan.xlsx")
    evidence = accepted(plan, found.offers).entries[PRICE].evidence
    assert (evidence.kind, evidence.source, evidence.date, evidence.low, evidence.note) == (
        EvidenceKind.QUOTE,
        "Dell quote 4711",
        "2026-11-20",
        280_000,
        "valid 30 days",
    )
    assert len(found.offers) == 5


@pytest.mark.long
def test_moved_columns_renamed_and_extra_sheets_and_blank_rows_are_dealt_with(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, PRICE), 3, 310_000)
        last = columns(sheet)["Key"]
        for row in range(1, sheet.max_row + 1):
            put(sheet, row, last + 3, sheet.cell(row, 3).value)
            put(sheet, row, 3, None)
        for row in sheet.iter_rows(min_row=5, min_col=4, max_col=6):
            for cell in row:
                if str(cell.value).startswith("=$C"):
                    put(sheet, int(cell.row or 0), int(cell.column or 0), str(cell.value).replace("$C", "$R"))
        sheet.title = "Numbers from finance"
        book.create_sheet("Scratch")["A1"] = "mine"

    data = edited(data, change)
    found = offered_by(plan, data, "plan.xlsx")
    assert [(offer.key, offer.after) for offer in found.possible if "as the base" not in offer.before][:1] == [
        (PRICE, "$310,000 / server")
    ]
    assert found.offers[0].place.startswith("Numbers from finance!R")


def test_what_cannot_be_taken_is_named(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        heads = columns(sheet)
        put(sheet, 4, 4, "My scenario")
        put(sheet, row_of(sheet, PRICE), heads["Key"], "compute.pool.h200.server_price")
        put(sheet, row_of(sheet, "finance.discount_rate"), heads["Key"], "finance.inflation")

    said = " ".join(told(offered_by(plan, edited(data, change), "plan.xlsx")))
    for words in (
        "column “My scenario” is not a scenario of the plan; there are Base, Demand doubles",
        "scenario Demand doubles has no column; it stays as it is",
        "“compute.pool.h200.server_price” is not an input of this plan",
        "which of the two holds is not said",
        "2 inputs of the plan stand in no row",
    ):
        assert words in said


@pytest.mark.long
def test_what_only_the_plan_has_changed_since_the_export_stays(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer
    later = plan.with_entry("base", "finance.discount_rate", Entry(0.09)).with_entry("base", PRICE, Entry(305_000.0))
    found = offered_by(
        later,
        edited(data, lambda _book, sheet: setattr(sheet.cell(row_of(sheet, PRICE), 3), "value", 310_000)),
        "plan.xlsx",
    )
    assert [(offer.key, offer.note[:45]) for offer in found.possible if not offer.evidence] == [
        (PRICE, "the plan has changed too since the export, fr")
    ]
    assert any("1 input has changed in the plan since the export" in notice for notice in found.notices)
    assert accepted(later, found.possible).entries["finance.discount_rate"].value == 0.09


@pytest.mark.long
def test_inputs_that_contradict_each_other_are_not_taken(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer
    found = offered_by(
        plan,
        edited(data, lambda _book, sheet: setattr(sheet.cell(row_of(sheet, "finance.pound_rate"), 3), "value", 1.2)),
        "plan.xlsx",
    )
    with pytest.raises(AcceptanceError, match="whose rate is 1"):
        accepted(plan, found.offers)


@pytest.mark.long
def test_f34_text_like_a_formula_goes_out_and_comes_back_as_text(insurer: tuple[Plan, bytes]) -> None:
    plan = insurer[0]
    entry = plan.entries[PRICE]
    plan = plan.with_entry(
        "base",
        PRICE,
        replace(entry, evidence=replace(entry.evidence, source='=HYPERLINK("http://x","y")', note="@SUM(A1)\t+1")),
    )
    data = workbook(plan, "base", DAY)
    assert told(offered_by(plan, data, "plan.xlsx")) == []
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Inputs"]
    assert sheet.cell(row_of(sheet, PRICE), columns(sheet)["Source"]).data_type == "s"


def test_the_command_line_lists_and_takes(
    insurer: tuple[Plan, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, data = insurer
    file, target, out = tmp_path / "back.xlsx", tmp_path / "plan.boardcase", tmp_path / "new.boardcase"
    save(plan, target)

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, PRICE), 3, 310_000)
        put(sheet, row_of(sheet, "finance.discount_rate"), 3, "9%")
        put(sheet, row_of(sheet, "finance.inflation"), 3, "lots")

    file.write_bytes(edited(data, change))
    assert main(["import", str(target), str(file)]) == 0
    listed = capsys.readouterr().out
    assert "   1  Inputs!C" in listed
    assert "   –  Inputs!C" in listed
    assert load(target).plan == plan
    assert main(["import", str(target), str(file), "--accept", "2", "-o", str(out)]) == 0
    taken = load(out).plan.entries
    assert taken[PRICE].value != taken["finance.discount_rate"].value
    assert sum(taken[key] != plan.entries[key] for key in plan.entries) == 1
    capsys.readouterr()
    assert main(["import", str(target), str(file), "--accept", "all", "--json"]) == 0
    assert [one["number"] for one in json.loads(capsys.readouterr().out)["offers"]].count(None) == 1
    assert load(target).plan.entries[PRICE].value == 310_000
    assert main(["import", str(target), str(file), "--accept", "7"]) == 1
    assert "--accept 7: there is no such number" in capsys.readouterr().err
    assert main(["import", str(target), str(tmp_path / "none.xlsx")]) == 1
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.long
def test_a_changed_head_or_a_lost_sheet_is_named_and_nothing_is_taken(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def rename(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        put(sheet, 4, columns(sheet)["Evidence"], "Basis")

    book = openpyxl.load_workbook(io.BytesIO(edited(data, rename)))
    book.create_sheet("Calc_Cloud")
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(
        ImportRefusedError, match=r"Inputs!4: the head Evidence is missing in this row of the inputs; put it back"
    ):
        offered_by(plan, stream.getvalue(), "plan.xlsx")
    del book["Inputs"]
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(ImportRefusedError, match="without its sheet Inputs"):
        offered_by(plan, stream.getvalue(), "plan.xlsx")


def test_a_changed_unit_keeps_the_row_from_being_read(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        row = row_of(sheet, "workloads.workload.assistant.requests")
        put(sheet, row, 2, "requests/year")
        put(sheet, row, 3, 1e9)

    found = offered_by(plan, edited(data, change), "plan.xlsx")
    assert found.possible == []
    assert "the unit says “requests/year”; expected requests/month" in told(found)[0]


@pytest.mark.long
def test_a_copy_of_inputs_is_not_read_and_said(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        book.copy_worksheet(sheet).title = "Inputs of Bob"

    found = offered_by(plan, edited(data, change), "plan.xlsx")
    assert found.offers == []
    assert "Inputs of Bob looks like Inputs too and is not read; only Inputs is." in found.notices


def test_low_above_high_is_not_taken(insurer: tuple[Plan, bytes]) -> None:
    plan, data = insurer

    def change(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        row, heads = row_of(sheet, PRICE), columns(sheet)
        put(sheet, row, heads["Low"], 300_000)
        put(sheet, row, heads["High"], 200_000)

    with pytest.raises(AcceptanceError, match="its plausible low is above its high"):
        accepted(plan, offered_by(plan, edited(data, change), "plan.xlsx").possible)
