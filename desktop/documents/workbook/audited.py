"""A finished workbook as it is read for its rules."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

type Found = Iterator[tuple[str, str, str]]
"""Sheet, cell and what is wrong there."""

KINDS: Mapping[str, str] = {
    "About": "front",
    "Summary": "results",
    "Verdict": "results",
    "Inputs": "inputs",
    "Live": "calculation",
    "Sources": "inputs",
    "Appraisal": "calculation",
    "Years": "results",
    "Sensitivity": "results",
    "Risks": "results",
    "Checks": "checks",
    "Changes": "checks",
    "Record": "checks",
}
"""The kind of each sheet; all that begin with Calc_ are calculations."""

FIRST_MONTH = 8
"""The column of month 0 on a calculation sheet, counted from 1."""

REFERENCE = re.compile(r"^(?:'?([^'!]+)'?!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")


@dataclass
class Audited:
    """A workbook as it is read for the rules: formulas, cached values and parts."""

    data: bytes
    formulas: openpyxl.Workbook = field(init=False)
    values: openpyxl.Workbook = field(init=False)

    def __post_init__(self) -> None:
        self.formulas = openpyxl.load_workbook(io.BytesIO(self.data))
        self.values = openpyxl.load_workbook(io.BytesIO(self.data), data_only=True)

    @property
    def sheets(self) -> list[Worksheet]:
        """The sheets that hold cells."""
        return list(self.formulas.worksheets)

    @property
    def calculations(self) -> list[Worksheet]:
        """The sheets that carry the timeline."""
        return [sheet for sheet in self.sheets if sheet.title.startswith("Calc_") or sheet.title == "Appraisal"]

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """The parts of the package by name."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return {name: package.read(name) for name in package.namelist()}

    @cached_property
    def formula_cells(self) -> list[tuple[Worksheet, Cell, Tokenizer]]:
        """Every formula with its tokens."""
        return [
            (sheet, cell, Tokenizer(str(cell.value)))
            for sheet in self.sheets
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell, Cell) and cell.data_type == "f"
        ]


def kind_of(sheet: str) -> str:
    """Return the kind of a sheet by its name, nothing where it has none."""
    return "calculation" if sheet.startswith("Calc_") else KINDS.get(sheet, "")


def references(tokens: Tokenizer, own: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield sheet, first and last row, and last column of every reference of a formula."""
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            reference = REFERENCE.match(token.value)
            if reference is not None:
                rows = [int(row) for row in (reference[3], reference[5]) if row]
                yield reference[1] or own, min(rows), max(rows), column_index_from_string(reference[4] or reference[2])
