"""An exported workbook with cells changed as a person would change them."""

import io
from collections.abc import Callable
from typing import Any, cast

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write a value into a cell, nothing too."""
    cast("Any", sheet.cell(row, column)).value = value


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): int(cell.column or 0) for cell in sheet[4]}


def row_of(sheet: Worksheet, key: str) -> int:
    column = columns(sheet)["Key"]
    return next(row for row in range(5, sheet.max_row) if sheet.cell(row, column).value == key)


def edited(data: bytes, change: Callable[[openpyxl.Workbook, Worksheet], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book, book["Inputs"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
