"""Where the figures of the sheet Summary stand."""

from desktop.documents.workbook.layout import VALUE_COLUMN, column_name
from desktop.documents.workbook.sheets import Draft
from models.formula.node import Line

FIRST_OPTION_ROW = 9
"""The row of the first option on Summary, counted from 0."""


CHANGED = (2, 9)
"""Row and column of the number of inputs changed since the export, from 0; written with the sheet of changes."""


def line_cell(draft: Draft, line: Line) -> str:
    """Return the cell of a line that has neither rows nor months."""
    sheet, row = draft.layout.of(line)
    return f"{sheet}!$D${row}"


def _chosen(draft: Draft) -> tuple[str, str]:
    """Return the formula of which head of Inputs is the scenario that is chosen, and the cells of their numbers."""
    first, last = column_name(VALUE_COLUMN), column_name(VALUE_COLUMN + len(draft.names) - 1)
    return f"(Inputs!${first}$4:${last}$4=Summary!$B$4)", f"Inputs!${first}$3:${last}$3"


def scenario_number(draft: Draft) -> str:
    """Return the formula of the number of the scenario that is chosen, 0 where it is none or its cell is an error."""
    chosen, numbers = _chosen(draft)
    return f"IFERROR(SUMPRODUCT({chosen}*{numbers}),0)"


def scenario_unknown(draft: Draft) -> str:
    """Return the formula of whether the scenario that is chosen is none of the plan's: 1 where it is none."""
    chosen, _ = _chosen(draft)
    return f"IFERROR((SUMPRODUCT({chosen}*1)<>1)*1,1)"
