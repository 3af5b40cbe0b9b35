"""XlsxWriter's workbook, quick at what this program's workbooks are made of: a hundred thousand formulas.

XlsxWriter looks in each formula for thirty dynamic-array functions that this program never writes, by as many regular
expressions, and puts each cell together attribute by attribute. It offers no setting against either: two thirds of
the time of a workbook. The methods that do so are private; the release is pinned, and tests hold that these write the
same cells and are called as they were.
"""

from typing import Any, override

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet


class PlainSheet(Worksheet):
    """A sheet that writes formulas as they are given, without the leading sign of equality."""

    @override
    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        plain = formula.removeprefix("{").removeprefix("=")
        return plain.removesuffix("}") if formula.startswith("{") else plain

    @override
    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: Any = 0
    ) -> Any:
        if not formula.startswith("=") or cell_format is None:
            return super()._write_formula(row, col, formula, cell_format, value)
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula[1:], cell_format, value)
        return 0

    @override
    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is not _FORMULA or cell.format is None or type(cell.value) not in _PLAIN:
            super()._write_cell(row, col, cell)
            return
        place, index = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()  # noqa: SLF001 - as the library
        value, of_text = cell.value, ""
        if type(value) is str:
            of_text = _TEXT.get(value, ' t="str"')
            value = _escaped(value)
        self.fh.write(f'<c r="{place}" s="{index}"{of_text}><f>{_escaped(cell.formula)}</f><v>{value}</v></c>')


_FORMULA: Any = CellFormulaTuple
_PLAIN = frozenset([float, int, str])
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_TEXT = {"": "", **dict.fromkeys(_ERRORS, ' t="e"')}
"""Texts that a formula comes to which are no texts to a spreadsheet."""


def _escaped(text: str) -> str:
    """Return a text as it stands between two tags."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


class Book(xlsxwriter.Workbook):
    """A workbook of such sheets."""

    @override
    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Worksheet:
        return super().add_worksheet(name, worksheet_class or PlainSheet)
