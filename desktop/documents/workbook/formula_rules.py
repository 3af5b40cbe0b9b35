"""Rules of formulas: W5 to W9, W12 and W14."""

import re

from openpyxl.cell.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from desktop.documents.workbook.audited import FIRST_MONTH, REFERENCE, Audited, Found, kind_of, references

FUNCTIONS = frozenset(
    [
        "SUM",
        "SUMPRODUCT",
        "MIN",
        "MAX",
        "ABS",
        "IF",
        "AND",
        "OR",
        "INDEX",
        "MATCH",
        "CHOOSE",
        "NPV",
        "IRR",
        "MIRR",
        "PMT",
        "DAY",
        "EDATE",
        "DATE",
        "YEAR",
        "MONTH",
        "MOD",
        "INT",
        "ROUNDUP",
        "IFERROR",
        "ISBLANK",
        "ISNUMBER",
        "ISTEXT",
        "COUNTIF",
        "HYPERLINK",
    ]
)

MOST_CHARACTERS = 120


def one_formula(book: Audited) -> Found:
    """Find rows whose months are not one formula copied along (W5)."""
    for sheet in book.calculations:
        for row in sheet.iter_rows(min_row=2, min_col=FIRST_MONTH):
            first = row[0]
            for cell in row[1:]:
                if first.data_type == "f":
                    if cell.value != Translator(str(first.value), origin=first.coordinate).translate_formula(
                        cell.coordinate
                    ):
                        yield sheet.title, cell.coordinate, f"{cell.value} is not {first.coordinate} copied along"
                elif cell.value is not None:
                    yield sheet.title, cell.coordinate, "stands in a row whose first month is no formula"


def constants(book: Audited) -> Found:
    """Find constants in formulas (W6)."""
    for sheet, cell, tokens in book.formula_cells:
        for token in tokens.items:
            if token.type == "OPERAND" and (
                (token.subtype == "NUMBER" and token.value not in {"0", "1"}) or token.subtype == "TEXT"
            ):
                yield sheet.title, cell.coordinate, f"holds the constant {token.value}"


def flow(book: Audited) -> Found:
    """Find formulas that read what comes later (W7)."""
    order = {sheet.title: place for place, sheet in enumerate(book.sheets)}
    for sheet, cell, tokens in book.formula_cells:
        if kind_of(sheet.title) != "calculation":
            continue
        leads = "INDEX(" in str(cell.value) and "MIN(" in str(cell.value)
        for name, first, last, column in references(tokens, sheet.title):
            if name == "Checks":
                continue
            if name != sheet.title and order[name] > order[sheet.title]:
                yield sheet.title, cell.coordinate, f"reads {name}, which comes later"
            if name != sheet.title or sheet.title == "Live":  # which has no timeline
                continue
            if first <= cell.row <= last and cell.column >= FIRST_MONTH and not FIRST_MONTH - 1 <= column < cell.column:
                yield sheet.title, cell.coordinate, "reads its own row other than to the left of it on the timeline"
            if last > cell.row and not FIRST_MONTH - 1 <= column < cell.column:
                yield (
                    sheet.title,
                    cell.coordinate,
                    f"reads row {last}, below it, other than what it was in months before",
                )
            if column > cell.column and cell.column >= FIRST_MONTH and not leads:
                yield sheet.title, cell.coordinate, "looks forward without a lead time"


def short(book: Audited) -> Found:
    """Find formulas that are too long or hold an IF inside an IF (W8)."""
    for sheet, cell, tokens in book.formula_cells:
        text = str(cell.value)
        if len(text) > MOST_CHARACTERS:
            yield sheet.title, cell.coordinate, f"has {len(text)} characters"
        open_ifs: list[bool] = []
        for token in tokens.items:
            if token.type == "FUNC" and token.subtype == "OPEN":
                name = token.value.rstrip("(").upper()
                if name == "IF" and any(open_ifs):
                    yield sheet.title, cell.coordinate, "has an IF inside an IF"
                open_ifs.append(name == "IF")
            elif token.type == "FUNC":
                open_ifs.pop()


def functions(book: Audited) -> Found:
    """Find functions and parts that are not allowed (W9)."""
    for sheet, cell, tokens in book.formula_cells:
        for token in tokens.items:
            if token.type == "FUNC" and token.subtype == "OPEN" and token.value.rstrip("(").upper() not in FUNCTIONS:
                yield sheet.title, cell.coordinate, f"calls {token.value.rstrip('(')}"
            if token.type in {"ARRAY", "ARRAYROW"} or "[" in token.value:
                yield sheet.title, cell.coordinate, "holds an array or a link to another file"
    for name in book.parts:
        if "vba" in name.lower() or "externalLinks" in name:
            yield "(package)", name, "is a macro or a link to another file"


def cached(book: Audited) -> Found:
    """Find error values and formulas without a cached value (W12)."""
    for sheet in book.sheets:
        for row in book.values[sheet.title].iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and (
                    cell.data_type == "e"
                    or (
                        isinstance(cell.value, str)
                        and re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NUM!|NAME\?|NULL!)", cell.value)
                    )
                ):
                    yield sheet.title, cell.coordinate, f"holds {cell.value}"
    waiting: dict[str, list[str]] = {}
    for sheet, cell, _ in book.formula_cells:
        if book.values[sheet.title][cell.coordinate].value is None:
            waiting.setdefault(sheet.title, []).append(cell.coordinate)
    for title, cells in waiting.items():
        yield (
            title,
            cells[0],
            (
                f"has no cached value{f', like {len(cells) - 1} others of the sheet' if len(cells) > 1 else ''}; open"
                " and save the file in a spreadsheet program"
            ),
        )


def net_present_values(book: Audited) -> Found:
    """Find present values that discount month 0 (W14)."""
    for sheet, cell, _ in book.formula_cells:
        for found in re.finditer(r"NPV\(([^,]+),([^)]*)\)", str(cell.value)):
            flows = REFERENCE.match(found[2])
            if flows is None or column_index_from_string(flows[2]) != FIRST_MONTH + 1:
                yield sheet.title, cell.coordinate, "discounts the flow of month 0"
            elif f"{get_column_letter(FIRST_MONTH)}{flows[3]}" not in str(cell.value).replace("$", ""):
                yield sheet.title, cell.coordinate, "leaves out the flow of month 0"
