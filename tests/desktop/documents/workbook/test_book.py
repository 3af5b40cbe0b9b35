"""The one private method of XlsxWriter that is overridden: given and returning what it was written for."""

import inspect
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from answers import always
from xlsxwriter.worksheet import Worksheet

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.book import PlainSheet
from desktop.storage.examples import example


def test_formulas_are_prepared_as_the_library_prepares_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "documented", always({}))
    data = writer.workbook(example("startup").plan, "base", date(2026, 11, 24))
    theirs: Any = Worksheet()
    ours: Any = PlainSheet()
    formulas = {
        str(cell.value)
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows(max_col=12)
        for cell in row
        if str(cell.value).startswith("=")
    }
    assert len(formulas) > 1_000
    assert {text for text in formulas if theirs._prepare_formula(text) != ours._prepare_formula(text)} == set()
    assert ours._prepare_formula("{=SUM(A1:A2)}") == theirs._prepare_formula("{=SUM(A1:A2)}") == "SUM(A1:A2)"


def test_the_private_method_is_still_called_as_it_was() -> None:
    private: Any = Worksheet
    assert list(inspect.signature(private._prepare_formula).parameters) == [
        "self",
        "formula",
        "expand_future_functions",
    ]
