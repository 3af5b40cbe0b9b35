"""The private methods of XlsxWriter that are overridden: given and returning what they were written for."""

import inspect
import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from answers import always
from xlsxwriter.worksheet import Worksheet

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.book import Book, PlainSheet
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


def cells_of(book: Any, stream: io.BytesIO) -> bytes:
    """Return the XML of a sheet of formulas with every sort of value, style and character that is awkward."""
    sheet = book.add_worksheet("Sheet")
    bold = book.add_format({"bold": True})
    values: list[Any] = [0, 1.5, -1e-300, 1 / 3, True, False, "", "text", "a & b", "<tag>", '"', "#N/A", "#DIV/0!"]
    for row, value in enumerate(values):
        for column, style in enumerate((bold, None)):
            sheet.write_formula(row, column, '=IF(A1<>"a&b",1,2)', style, value)
    sheet.write_formula(30, 0, "{=SUM(A1:A2)}", bold, 3)
    sheet.write_formula(31, 0, "A1>2", bold, 3)
    sheet.write_number(32, 0, 5, bold)
    sheet.write_string(33, 0, "a & b", bold)
    book.close()
    with zipfile.ZipFile(stream) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def test_cells_are_written_as_the_library_writes_them() -> None:
    ours, theirs = io.BytesIO(), io.BytesIO()
    written = cells_of(Book(ours, {"in_memory": True}), ours)
    assert written == cells_of(xlsxwriter.Workbook(theirs, {"in_memory": True}), theirs)
    assert b'<c r="A9" s="1" t="str"><f>IF(A1&lt;&gt;"a&amp;b",1,2)</f><v>a &amp; b</v></c>' in written


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("_prepare_formula", ["formula", "expand_future_functions"]),
        ("_write_formula", ["row", "col", "formula", "cell_format", "value"]),
        ("_write_cell", ["row", "col", "cell"]),
    ],
)
def test_the_private_methods_are_still_called_as_they_were(method: str, given: list[str]) -> None:
    assert list(inspect.signature(getattr(Worksheet, method)).parameters) == ["self", *given]
