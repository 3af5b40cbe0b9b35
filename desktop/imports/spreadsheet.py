"""Workbooks read cell by cell.

Values, formulas and formats of the sheets that are asked for, never code, links or entities.
"""

import math
import re
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, override
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

from desktop.imports.grid import Grid, GridCell
from desktop.imports.limits import CELL_CHARACTERS, COLUMNS, GRID_COLUMNS, GRID_ROWS, ROWS, SECONDS
from desktop.imports.package import Package, opened
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.workbook_package import damaged, no_doctype, sound
from desktop.storage.watching import Look, unwatched
from models.quantities.texts import counted
from models.quantities.writing import shown

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VALUE, _FORMULA = f"{_MAIN}v", f"{_MAIN}f"
_MOST_MERGED = 500
"""Merged ranges that are looked at for overlaps."""

_MOST_BLANK = 1_000
"""Formatted rows without content from which a word is said."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was opened: its sheets by name, read when they are asked for; which of them are hidden."""

    name: str
    notices: Sequence[str]
    sheets: Sequence[str]
    _read: Callable[[str], Grid]
    hidden: frozenset[str] = frozenset()

    def grid(self, sheet: str) -> Grid:
        """Return a sheet.

        Raises ImportRefusedError where it cannot be read.
        """
        return self._read(sheet)


def book_of(data: bytes, name: str, look: Look = unwatched) -> Book:
    """Return a workbook.

    look: told how far the reading is, from 0 to 1; it may raise to give the work up. Raises ImportRefusedError with
        place and cause.
    """
    package, data, notices = sound(opened(data, name), data)
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        try:
            book: Any = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except (ImportRefusedError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a damaged file makes the library raise anything
            broken = damaged(package) or f"the workbook cannot be read{_why(error)}"
            raise ImportRefusedError(name, f"{broken}; open it in a spreadsheet program and save it again") from None
    paths = {sheet.title: sheet._worksheet_path for sheet in book.worksheets}  # noqa: SLF001
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    notices += hidden_sheets(hidden)
    if not paths:
        raise ImportRefusedError(name, "it holds no sheet with cells, only charts")
    reader = _Reader(package, book, paths, look)
    return Book(name, notices, list(paths), reader.grid, frozenset(hidden))


def hidden_sheets(names: Sequence[str]) -> list[str]:
    """Return what is said of sheets that are hidden."""
    return [
        f"{name}: the sheet is hidden; it is read all the same, and nothing it measured is ticked." for name in names
    ]


def _why(error: BaseException) -> str:
    """Return where XML breaks, in brackets; of anything else a reader has no use for the library's words."""
    return f" ({error})" if isinstance(error, (ParseError, SyntaxError)) else ""


class _Parser(WorkSheetParser):
    """The library's parser, which gives formula and cached value of a cell together."""

    @override
    def parse_cell(self, element: Any) -> dict[str, Any]:
        self.data_only = True
        try:
            cell: dict[str, Any] = super().parse_cell(element)  # pyright: ignore[reportUnknownMemberType]
        except (ValueError, OverflowError) as error:
            raise ImportRefusedError(
                f"cell {element.get('r', '')[:20]}",
                f"its value {shown((element.findtext(_VALUE) or '')[:30])} cannot be read as what it says it is",
            ) from error
        formula = element.find(_FORMULA)
        cell["formula"] = ""
        if formula is not None:
            text: object = self.parse_formula(element)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            cell["formula"] = text if isinstance(text, str) else f"={getattr(text, 'text', '')}"  # pyright: ignore[reportUnknownArgumentType]
        cell["raw"] = element.findtext(_VALUE) or None
        return cell


class _Reader:
    """Reads sheets of one workbook as they are asked for."""

    # the library has no type for it
    def __init__(self, package: Package, book: Any, paths: dict[str, str], look: Look) -> None:  # noqa: ANN401
        self._package = package
        self._book = book
        self._paths = paths
        self._look = look
        self._until = time.monotonic() + SECONDS
        self._grids: dict[str, Grid] = {}

    def grid(self, sheet: str) -> Grid:
        """Return one sheet as a grid, read once."""
        if sheet not in self._grids:
            self._grids[sheet] = self._grid(sheet)
        return self._grids[sheet]

    def _grid(self, sheet: str) -> Grid:
        part = self._paths[sheet].lstrip("/")
        data = self._package.part(part)
        no_doctype(self._package.name, part, data)
        grid = Grid(sheet)
        book = self._book
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            strings = book._shared_strings if hasattr(book, "_shared_strings") else book[sheet]._shared_strings  # noqa: SLF001
            parser = _Parser(
                BytesIO(data),
                strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,  # noqa: SLF001
                timedelta_formats=book._timedelta_formats,  # noqa: SLF001
            )
            try:
                self._fill(grid, parser)
            except ImportRefusedError as refused:
                if refused.place.startswith("cell "):
                    raise ImportRefusedError(
                        f"{self._package.name}, {sheet}!{refused.place[5:]}", refused.cause
                    ) from None
                raise
            except (ParseError, DefusedXmlException) as error:
                raise ImportRefusedError(
                    f"{self._package.name}, sheet {sheet}",
                    f"the sheet is damaged{_why(error)}; open and save it in a spreadsheet program",
                ) from None
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
                raise ImportRefusedError(
                    f"{self._package.name}, sheet {sheet}",
                    f"the sheet cannot be read{_why(error)}; open and save it in a spreadsheet program",
                ) from None
        grid.notices += [
            f"{sheet}: {one.message}"[:200] for one in said if "outside the limits for dates" in str(one.message)
        ]
        return grid

    def _fill(self, grid: Grid, parser: _Parser) -> None:
        last, blank, disorder, unstyled, beyond = 0, 0, 0, 0, 0
        twice: list[str] = []
        formats = self._book._cell_styles  # noqa: SLF001
        for row, cells in parser.parse():
            self._look(min(0.9, row / ROWS), f"Reading {grid.name}, row {row}")
            if time.monotonic() > self._until:
                raise ImportRefusedError(
                    f"{self._package.name}, sheet {grid.name}",
                    f"reading takes more than {SECONDS} seconds; it is given up at row {row}",
                )
            if not 1 <= row <= GRID_ROWS:
                raise ImportRefusedError(
                    f"{self._package.name}, sheet {grid.name}",
                    f"a cell stands in row {row:,}; a sheet has {GRID_ROWS:,}",
                )
            disorder += row < last
            last = max(row, last)
            kept: dict[int, GridCell] = {}
            there = grid.cells.get(row, {})
            for cell in cells:
                column, style = int(cell["column"]), int(cell["style_id"] or 0)
                if cell["row"] != row or column > GRID_COLUMNS:
                    raise ImportRefusedError(
                        f"{self._package.name}, sheet {grid.name}",
                        f"a cell names row {cell['row']}, column {column} and stands in row {row}",
                    )
                unstyled += style >= len(formats)
                made = self._cell(grid, row, column, cell, style if style < len(formats) else 0)
                if not made.empty:
                    beyond += column > COLUMNS
                    if column in kept or column in there:
                        twice.append(grid.place(row, column))
                        made = replace(made, error=True)
                    if column <= COLUMNS:
                        kept[column] = made
            blank += bool(cells) and not kept
            if kept:
                grid.cells.setdefault(row, {}).update(kept)
                if len(grid.cells) > ROWS:
                    raise ImportRefusedError(
                        f"{self._package.name}, sheet {grid.name}", f"it has more than {ROWS:,} rows"
                    )
        if twice:
            grid.notices.append(
                f"{grid.name}: {', '.join(twice[:3])} stand{'s' if len(twice) == 1 else ''} twice; which holds is not"
                " said, and none is taken."
            )
        _note(grid, parser, blank, disorder, unstyled, beyond)

    def _cell(self, grid: Grid, row: int, column: int, cell: dict[str, Any], style: int) -> GridCell:
        value, kind, raw = cell["value"], cell["data_type"], cell["raw"]
        place = grid.place(row, column)
        if isinstance(value, str) and len(value) > CELL_CHARACTERS:
            raise ImportRefusedError(
                f"{self._package.name}, {place}",
                f"the cell holds {len(value):,} characters; {CELL_CHARACTERS:,} are the most",
            )
        number_format = self._number_format(style)
        if (
            kind == "n"
            and raw is not None
            and (not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value))
        ):
            raise ImportRefusedError(
                f"{self._package.name}, {place}", f"the number in the cell is {shown(str(raw)[:30])}, which is none"
            )
        if (
            kind == "n"
            and isinstance(value, float | int)
            and raw is not None
            and not re.fullmatch(r"\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*", str(raw), re.ASCII)
        ):
            raise ImportRefusedError(
                f"{self._package.name}, {place}", f"the number in the cell is written {shown(str(raw)[:30])}"
            )
        return GridCell(value, str(cell["formula"]), number_format, kind == "e")

    def _number_format(self, style: int) -> str:
        from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415

        number = self._book._cell_styles[style].numFmtId if len(self._book._cell_styles) else 0  # noqa: SLF001
        own = self._book._number_formats  # noqa: SLF001
        return str(BUILTIN_FORMATS.get(number) or (own[number - 164] if 0 <= number - 164 < len(own) else "General"))


def _note_hidden(grid: Grid, parser: _Parser) -> None:
    """Note rows and columns that are hidden and hold data."""
    grid.hidden_rows = {
        int(row)
        for row, attributes in parser.row_dimensions.items()
        if attributes.get("hidden") in {"1", "true"} and int(row) in grid.cells
    }
    for attributes in parser.column_dimensions.values():
        if attributes.get("hidden") in {"1", "true"}:
            grid.hidden_columns |= set(range(int(attributes["min"]), min(int(attributes["max"]), COLUMNS) + 1))
    used = {column for cells in grid.cells.values() for column in cells}
    grid.hidden_columns &= used
    if grid.hidden_rows or grid.hidden_columns:
        columns = ", ".join(get_column_letter(column) for column in sorted(grid.hidden_columns)[:5])
        grid.notices.append(
            f"{grid.name}: {counted(len(grid.hidden_rows), 'row')} and {counted(len(grid.hidden_columns), 'column')}"
            f" ({columns or 'none'}) are hidden and hold data; they are read all the same."
        )


def _overlapping(ranges: Sequence[str]) -> str:
    """Return the first two merged ranges that share a cell, empty where none do."""
    boxes: list[tuple[str, tuple[int, int, int, int]]] = []
    for ref in ranges:
        try:
            box = range_boundaries(ref)
        except ValueError:
            continue
        if None in box:
            continue
        left, top, right, bottom = (int(one or 0) for one in box)
        for other, (first, upper, last, lower) in boxes:
            if left <= last and first <= right and top <= lower and upper <= bottom:
                return f"{other} and {ref}"
        boxes.append((ref, (left, top, right, bottom)))
    return ""


def _note(grid: Grid, parser: _Parser, blank: int, disorder: int, unstyled: int, beyond: int) -> None:
    """Note what a reader of the sheet would not see, or would see otherwise."""
    _note_hidden(grid, parser)
    merged = list(parser.merged_cells.mergeCell) if parser.merged_cells is not None else []
    overlapping = _overlapping([str(one.ref) for one in merged[:_MOST_MERGED]])
    if overlapping:
        grid.notices.append(
            f"{grid.name}: the merged cells {overlapping} overlap, which no spreadsheet program writes; look at them."
        )
    if merged:
        grid.notices.append(
            f"{grid.name}: cells are merged ({', '.join(str(one.ref) for one in merged[:4])}); only the first of each"
            " holds a value."
        )
    if disorder:
        grid.notices.append(f"{grid.name}: {disorder} rows are stored out of order; they are read by their numbers.")
    if unstyled:
        grid.notices.append(
            f"{grid.name}: {unstyled} cells have a format that the file does not define; they are read as plain"
            " numbers."
        )
    if beyond:
        grid.notices.append(
            f"{grid.name}: {beyond} cells lie beyond column {get_column_letter(COLUMNS)}; they are left out."
        )
    if blank >= _MOST_BLANK:
        grid.notices.append(
            f"{grid.name}: {blank:,} rows are formatted and empty; {len(grid.cells)} rows hold something."
        )
    waiting = [
        grid.place(row, column)
        for row, cells in grid.rows()
        for column, cell in cells.items()
        if cell.formula and cell.value is None
    ]
    if waiting:
        grid.notices.append(
            f"{grid.name}: never calculated: {counted(len(waiting), 'formula')} ({', '.join(waiting[:3])}); open and"
            " save the file in a spreadsheet program first. None is taken as 0."
        )
    outside = [
        grid.place(row, column)
        for row, cells in grid.rows()
        for column, cell in cells.items()
        if re.search(r"\[\d+\]|\[[^\]]+\.xls|\|", cell.formula)
    ]
    if outside:
        grid.notices.append(
            f"{grid.name}: {', '.join(outside[:3])} reads another file or program; its last value is shown, the link is"
            " never followed or written."
        )
