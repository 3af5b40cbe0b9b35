"""The cells of an exhibit's table as cells of a sheet: every number is a number, with its unit in its format."""

from datetime import datetime

from desktop.documents.workbook.sheets import Draft, Sheet
from models.exhibits.cells import Cell, CellKind, Form, number_format, written
from models.exhibits.figures import Table

_LONG = 24
"""Characters that a column of a sheet holds."""


def write_table(draft: Draft, sheet: Sheet, row: int, table: Table) -> int:
    """Write heads and rows; a cell of two values takes two columns. Return the row after the last."""
    styles = draft.styles
    widths = [
        max((len(line[column].numbers()) for line in table.rows), default=1) for column in range(len(table.heads))
    ]
    starts = [sum(widths[:column]) for column in range(len(widths))]
    # long words to the right of everything begin where their column does: set to its end they lose their beginning
    long = len(widths) > 1 and any(not line[-1].is_number and len(written(line[-1])) > _LONG for line in table.rows)
    left = {0, *([starts[-1]] if long else [])}
    for head, start, width in zip(table.heads, starts, widths, strict=True):
        style = styles.head if start in left else styles.head_right
        if head.isdigit():
            sheet.write_number(row, start, int(head), style)
        else:
            draft.text(sheet, row, start, head, style)
        for further in range(start + 1, start + width):
            sheet.write_blank(row, further, None, style)
    for place, line in enumerate(table.rows, row + 1):
        for cell, start in zip(line, starts, strict=True):
            for offset, one in enumerate(cell.numbers()):
                write_cell(draft, sheet, place, start + offset, one, left=start in left)
    return row + 1 + len(table.rows)


def write_cell(draft: Draft, sheet: Sheet, row: int, column: int, cell: Cell, *, left: bool = False) -> None:
    """Write one value: a number as a number, a calendar month as a date, words as text."""
    styles = draft.styles
    if isinstance(cell.value, (int, float)):
        sheet.write_number(
            row,
            column,
            cell.value,
            # a number whose format has words shows signs where it is cut, so that it shrinks instead
            styles.make(num_format=number_format(cell), align="left" if not column else "right", shrink=True),
        )
    elif cell.kind is CellKind.DATE and isinstance(cell.value, str):
        year, month = int(cell.value[:4]), int(cell.value[5:7])
        shape = "mmm yyyy" if cell.form is Form.SHORT_MONTH else "mmmm yyyy"
        style = styles.make(num_format=shape, align="right")
        sheet.write_datetime(row, column, datetime(year, month, 1), style)  # noqa: DTZ001 - a sheet knows no zones
    else:
        draft.text(
            sheet, row, column, written(cell), styles.text if left or column == 0 else styles.make(align="right")
        )
