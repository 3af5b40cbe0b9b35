"""XlsxWriter's workbook without its search of every formula for functions that this program never writes.

XlsxWriter looks for thirty dynamic-array functions in each formula, by as many regular expressions, and offers no
setting against it: half of the time of a workbook. The method that does so is private; its release is pinned, and a
test holds what it is given and returns.
"""

from typing import Any, override

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


class PlainSheet(Worksheet):
    """A sheet that writes formulas as they are given, without the leading sign of equality."""

    @override
    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        plain = formula.removeprefix("{").removeprefix("=")
        return plain.removesuffix("}") if formula.startswith("{") else plain


class Book(xlsxwriter.Workbook):
    """A workbook of such sheets."""

    @override
    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Worksheet:
        return super().add_worksheet(name, worksheet_class or PlainSheet)
