"""An exported workbook that comes back to another plan, or with ranges that leave their values out."""

from datetime import date
from typing import Any, cast

import openpyxl
import pytest
from answers import always
from openpyxl.worksheet.worksheet import Worksheet
from workbook_edited import columns, edited, put, row_of

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.workbook import workbook
from desktop.imports.files import offered_by
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from models.plan.currency import in_currency

DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def without_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "documented", always({}))


@pytest.mark.long
def test_a_workbook_of_another_plan_or_in_other_money_is_refused_in_one_sentence() -> None:
    """It wrote 242 lines, and taking everything took the other plan's sources and ranges."""
    bank, hospital = example("bank").plan, example("hospital").plan
    with pytest.raises(ImportRefusedError, match=r"is of another plan, “.*”: \d+ of its \d+ inputs are none of"):
        offered_by(bank, workbook(hospital, "base", DAY), "hospital.xlsx")
    saas = example("saas").plan
    with pytest.raises(ImportRefusedError, match="its money is USD and the plan's is GBP"):
        offered_by(saas, workbook(in_currency(saas, "USD"), "base", DAY), "saas.xlsx")


def test_an_unchanged_workbook_says_what_of_it_is_read() -> None:
    bank = example("bank").plan
    found = offered_by(bank, workbook(bank, "base", DAY), "bank.xlsx")
    assert list(found.offers) == []
    assert found.notices == ["Only values, ranges and evidence on Inputs are read; what was changed elsewhere is not."]


@pytest.mark.long
def test_a_range_that_leaves_its_value_out_is_not_taken_unasked() -> None:
    """A low end of 600 beside a value of 450 moved the chance from 80 to 92 of 100, without a word."""
    bank = example("bank").plan

    def narrow(_: openpyxl.Workbook, inputs: Worksheet) -> None:
        row = row_of(inputs, "workloads.workload.chat.tokens_in")
        put(inputs, row, columns(inputs)["Low"], float(cast("Any", inputs.cell(row, 3).value)) * 2)

    (offer,) = offered_by(bank, edited(workbook(bank, "base", DAY), narrow), "bank.xlsx").offers
    assert not offer.chosen
    assert "the range would leave out the value" in offer.note


@pytest.mark.long
def test_two_sheets_that_could_be_inputs_are_not_guessed_between() -> None:
    plan = example("bank").plan
    data = workbook(plan, "base", DAY)

    def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        book.copy_worksheet(sheet).title = "Inputs of Bob"
        sheet.title = "Inputs of Ann"

    with pytest.raises(ImportRefusedError, match=r"Inputs of Ann and Inputs of Bob both look like Inputs"):
        offered_by(plan, edited(data, change), "plan.xlsx")
