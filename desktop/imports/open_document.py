"""Spreadsheets of OpenDocument (.ods) as grids, looked through first: a few bytes may repeat a cell a billion times."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from desktop.imports.grid import Grid, GridCell, Held
from desktop.imports.limits import CELL_CHARACTERS, COLUMNS, ROWS
from desktop.imports.package import Package
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import Book, hidden_sheets
from desktop.imports.workbook_package import no_doctype
from desktop.storage.watching import Look, unwatched

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_MOST_CELLS = 5_000_000
"""Cells with a value, repeated ones counted as often as they stand."""


def is_open_document(package: Package) -> bool:
    """Return whether a package is a spreadsheet of OpenDocument."""
    return "mimetype" in package.entries and package.part("mimetype").strip().startswith(_MIMETYPE)


def book_of_open_document(package: Package, data: bytes, look: Look = unwatched) -> Book:
    """Return a spreadsheet of OpenDocument. Raises ImportRefusedError with place and cause."""
    import python_calamine as calamine  # noqa: PLC0415 - few files are of this kind

    name = package.name
    content = package.part(_CONTENT)
    no_doctype(name, _CONTENT, content)
    look(0.1, f"Opening {name}")
    formulas = _formulas(name, content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        kinds = book.sheets_metadata
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise ImportRefusedError(
            name, f"the spreadsheet cannot be read ({str(error)[:80]}); open and save it in a spreadsheet program"
        ) from None
    hidden = [one.name for one in kinds if one.visible != calamine.SheetVisibleEnum.Visible]

    def read(sheet: str) -> Grid:
        look(0.5, f"Reading {sheet}")
        try:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise ImportRefusedError(
                f"{name}, sheet {sheet}", f"cannot be read ({str(error)[:80]}); save it in a spreadsheet program"
            ) from None
        return _grid(name, sheet, rows, formulas.get(sheet, {}))

    return Book(name, hidden_sheets(hidden), book.sheet_names, read, frozenset(hidden))


def _grid(name: str, sheet: str, rows: Sequence[Sequence[Held]], formulas: Mapping[tuple[int, int], str]) -> Grid:
    """Return a sheet. formulas: by row and column, from 1."""
    grid = Grid(sheet)
    beyond = 0
    if len(rows) > ROWS:
        raise ImportRefusedError(f"{name}, sheet {sheet}", f"it has more than {ROWS:,} rows")
    for number, row in enumerate(rows, start=1):
        cells = {
            column: made
            for column, value in enumerate(row, start=1)
            if not (made := _cell(value, formulas.get((number, column), ""))).empty
        }
        beyond += sum(column > COLUMNS for column in cells)
        long = next((column for column, cell in cells.items() if len(str(cell.value)) > CELL_CHARACTERS), 0)
        if long:
            raise ImportRefusedError(
                f"{name}, {grid.place(number, long)}", f"the cell holds more than {CELL_CHARACTERS:,} characters"
            )
        if cells:
            grid.cells[number] = {column: cell for column, cell in cells.items() if column <= COLUMNS}
    if beyond:
        grid.notices.append(f"{sheet}: {beyond} cells lie beyond column {COLUMNS}; they are left out.")
    return grid


def _cell(value: Held, formula: str) -> GridCell:
    """Return a value as a cell; the library gives an error as its text, and days without a time as dates."""
    if isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper():
        return GridCell(value, formula, error=True)
    if isinstance(value, (str, float, int, bool, datetime, date, time, timedelta)):
        return GridCell(value, formula)
    return GridCell(None if value is None else str(value), formula)


def _formulas(name: str, content: bytes) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Return the formulas of each sheet by row and column, from 1, as spreadsheets show them.

    Raises ImportRefusedError for a sheet whose repeated cells are more than any honest one has.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    sheet: dict[tuple[int, int], str] = {}
    cells = in_row = row = column = 0
    try:
        for event, element in iterparse(BytesIO(content), events=("start", "end")):
            if event == "start":
                if element.tag == f"{_TABLE}table":
                    sheet, row = found.setdefault(str(element.get(f"{_TABLE}name")), {}), 1
                continue
            if element.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                repeated = _repeated(name, element.get(f"{_TABLE}number-columns-repeated"))
                if element.get(f"{_OFFICE}value-type") or element.text or len(element):
                    in_row += repeated
                if formula := element.get(f"{_TABLE}formula"):
                    sheet[row, column + 1] = _as_shown(formula)
                column += repeated
            elif element.tag == f"{_TABLE}table-row":
                repeated = _repeated(name, element.get(f"{_TABLE}number-rows-repeated"))
                cells, row = cells + in_row * repeated, row + repeated
                in_row = column = 0
                element.clear()
            if cells + in_row > _MOST_CELLS:
                raise ImportRefusedError(name, f"it has more than {_MOST_CELLS:,} cells; nothing of it is read")
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise ImportRefusedError(
            f"{name}, {_CONTENT}", f"is damaged ({str(error)[:80]}); open and save it in a spreadsheet program"
        ) from None
    return found


def _as_shown(formula: str) -> str:
    """Return a formula of OpenDocument as a spreadsheet shows it.

    >>> _as_shown("of:=[.$C6]+SUM([$Costs.B2:.B4];1)")
    '=$C6+SUM($Costs!B2:B4,1)'
    """
    text = _REFERENCE.sub(lambda match: match[1].replace(":.", ":").removeprefix(".").replace(".", "!"), formula)
    return text[text.find("=") :].replace(";", ",") if "=" in text else text


def _repeated(name: str, text: str | None) -> int:
    if text is None:
        return 1
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 - a sheet has a million rows
        raise ImportRefusedError(name, f"a cell is repeated “{text[:20]}” times, which is no number")
    return int(text)
