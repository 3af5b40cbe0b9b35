"""Rules of a workbook that defends itself: W21 to W26."""

import re
from collections.abc import Iterator
from typing import Any, cast

from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop.documents.workbook.audited import FIRST_MONTH, Audited, Found, kind_of, references
from desktop.documents.workbook.verdict_cells import NAME, PAGE_HEADS

type Formula = tuple[Worksheet, Cell, Tokenizer]

_CHECK_ROWS, _LIVE_ROWS = 8, 5
"""The first rows of the checks and of the inputs on Live."""


def _inputs(book: Audited) -> Iterator[int]:
    """Give the rows of Inputs that hold an input."""
    inputs = book.formulas["Inputs"]
    heads = [str(cell.value or "") for cell in inputs[4]]
    key = heads.index("Key") + 1
    for row in range(_LIVE_ROWS, inputs.max_row + 1):
        name = str(inputs.cell(row, key).value or "")
        if name and not name.startswith("list:"):
            yield row


def inputs_checked(book: Audited) -> Found:
    """Find inputs without a check of their own (W21)."""
    checks = book.formulas["Checks"]
    checked = {str(checks.cell(row, 2).value) for row in range(_CHECK_ROWS, checks.max_row + 1)}
    for row in _inputs(book):
        if f"=Live!$I${row}" not in checked:
            yield "Inputs", f"A{row}", "has no row on Checks"


def values_guarded(book: Audited) -> Found:
    """Find values that are read whether or not they may be, and a Summary that does not tell (W22)."""
    live = book.formulas["Live"]
    heads = [str(cell.value or "") for cell in live[4]]
    exported = [place for place, head in enumerate(heads, start=1) if head.startswith("Exported")]
    if not exported:
        yield "Live", "A4", "holds no values as exported"
        return
    first, last = (get_column_letter(place) for place in (exported[0], exported[-1]))
    rows = list(_inputs(book))
    for row in rows:
        guarded = f"=IF($I{row}=0,$E{row},INDEX(${first}{row}:${last}{row},1,Summary!$C$4))"
        if live.cell(row, 4).value != guarded:
            yield "Live", f"D{row}", f"{str(live.cell(row, 4).value)[:60]} is read whether or not it is valid"
    if book.formulas["Summary"]["J5"].value != f"=SUM(Live!$I${rows[0]}:$I${rows[-1]})":
        yield "Summary", "J5", "does not count the inputs that must be corrected"


def verdict_lives(book: Audited) -> Found:
    """Find a verdict, a title or a bold row that does not follow the cells (W23)."""
    if NAME not in book.formulas.sheetnames:
        yield NAME, "A1", "is missing: the verdict is as exported"
        return
    summary = book.formulas["Summary"]
    for cell in ("A5", "F5", "H5"):
        if not str(summary[cell].value or "").startswith(f"={NAME}!"):
            yield "Summary", cell, f"{str(summary[cell].value)[:60]} does not follow the verdict"
    if not str(summary["A6"].value or "").startswith(("As exported: ", "As exported, ")):
        yield "Summary", "A6", "does not say that it is as exported"
    if not any(b"Summary!$A$5" in data for name, data in book.parts.items() if name.startswith("xl/charts/")):
        yield "Summary", "A1", "has no chart whose title follows the verdict"
    bold = [rule.formula for rules in cast("Any", summary.conditional_formatting) for rule in rules.rules]
    if not any(NAME in str(one) for one in bold):
        yield "Summary", "A10", "marks the recommended row as exported"


_HOPS = 4


def paper_traced(book: Audited) -> Found:
    """Find figures of the paper's first page that are no formula, or far from their cost lines by month (W24)."""
    if NAME not in book.formulas.sheetnames:
        return
    sheet = book.formulas[NAME]
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == PAGE_HEADS[0]]
    if not rows:
        yield NAME, "A1", "has no figures of the first page"
        return
    tokens = {(one.title, cell.coordinate): (one, cell, found) for one, cell, found in book.formula_cells}
    starts = [("Summary", f"{column}{row}") for column in "BC" for row in range(10, 12)]
    row = rows[0] + 1
    while sheet.cell(row, 1).value:
        starts += [(NAME, f"{get_column_letter(column)}{row}") for column in range(2, len(PAGE_HEADS) + 1)]
        row += 1
    for start in starts:
        if start not in tokens:
            yield start[0], start[1], "is no formula"
        elif not _reaches(tokens, start) and start[1][0] not in "DEFGH":
            yield start[0], start[1], f"is more than {_HOPS} cells away from its cost lines by month"


def _reaches(tokens: dict[tuple[str, str], Formula], start: tuple[str, str]) -> bool:
    """Return whether a cell reads cells of months of a calculation within so many steps."""
    near = [start]
    for _ in range(_HOPS):
        following: list[tuple[str, str]] = []
        for one in near:
            if one not in tokens:
                continue
            sheet, _cell, found = tokens[one]
            for name, first, _last, column in references(found, sheet.title):
                if name.startswith("Calc_") and column >= FIRST_MONTH:
                    return True
                following.append((name, f"{get_column_letter(column)}{first}"))
        near = following
    return False


_WRITTEN = re.compile(r"[(−-]?[£$€]?[(−-]?\d[\d,]*(\.\d+)?[kmb%)]*")


def figures_are_numbers(book: Audited) -> Found:
    """Find figures that stand as text in results, calculations and inputs (W25)."""
    for sheet in book.sheets:
        if kind_of(sheet.title) not in {"results", "calculation"}:
            continue
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "s" and _WRITTEN.fullmatch(cell.value):
                    yield sheet.title, cell.coordinate, f"{cell.value} is a figure as text"


def ranges_hold(book: Audited) -> Found:
    """Find ranges of inputs whose low end is above the high one (W26)."""
    sheet = book.formulas["Inputs"]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[4], start=1)}
    low, high = (heads.get(name, 0) for name in ("Low", "High"))
    if not low or not high:
        yield "Inputs", "A4", "has no columns Low and High"
        return
    for row in _inputs(book):
        ends = [sheet.cell(row, column).value for column in (low, high)]
        if any(isinstance(end, str) and not end.startswith("=") for end in ends):
            yield "Inputs", f"{get_column_letter(low)}{row}", "is a range that is no number"
        elif all(isinstance(end, (int, float)) for end in ends) and float(str(ends[0])) > float(str(ends[1])):
            yield "Inputs", f"{get_column_letter(low)}{row}", "has a low end above the high one"
