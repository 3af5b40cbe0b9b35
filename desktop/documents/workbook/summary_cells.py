"""Where the figures of the sheet Summary stand."""

from desktop.documents.workbook.sheets import Draft
from models.formula.node import Line

FIRST_OPTION_ROW = 9
"""The row of the first option on Summary, counted from 0."""


def line_cell(draft: Draft, line: Line) -> str:
    """Return the cell of a line that has neither rows nor months."""
    sheet, row = draft.layout.of(line)
    return f"{sheet}!$D${row}"
