"""The sheet of studies: what needs root finding or sampling, as values of the day of the export, with a live check that says when they are out of date."""

from collections.abc import Mapping

from desktop.documents.workbook.front import FIRST_OPTION_ROW, Stamp, wrapped_lines
from desktop.documents.workbook.sheets import Draft
from models.areas.placement import OPTIONS
from models.exhibits.studies import Shown

_COLUMNS = 6
_LINE = 150
"""Characters in a line of a finding."""


def write_studies(draft: Draft, stamp: Stamp, studies: Mapping[str, Shown]) -> None:
    """Write every study: finding, how it was come by, tables."""
    sheet = draft.sheet("Sensitivity", "results", "Sensitivity and risk")
    styles = draft.styles
    draft.master_check(sheet, "Sensitivity", _COLUMNS)
    draft.text(sheet, 2, 0, f"Worked out by Boardcase {stamp.version} on {stamp.day}, input hash {stamp.input_hash}: values, not formulas.", styles.note)
    draft.text(sheet, 3, 0, "The options' figures since then", styles.make(bold=True))
    first, last = FIRST_OPTION_ROW + 1, FIRST_OPTION_ROW + len(OPTIONS)
    draft.moved(sheet, "Sensitivity", 3, 1, f"SUM(Summary!$I${first}:$I${last})", styles.make(num_format='[=0]"as exported";"have moved: export again"'))
    row = 5
    for shown in studies.values():
        for column in range(_COLUMNS + 1):
            sheet.write_blank(row, column, None, styles.section)
        draft.text(sheet, row, 0, shown.title, styles.section)
        row += 1
        for line in (shown.finding, shown.note):
            for text in wrapped_lines(line, _LINE):
                draft.text(sheet, row, 0, text, styles.text if line is shown.finding else styles.note)
                row += 1
        for table in shown.tables:
            if not table.rows:
                continue
            row += 1
            for column, head in enumerate(table.heads):
                draft.text(sheet, row, column, head, styles.head if column == 0 else styles.head_right)
            for cells in table.rows:
                row += 1
                for column, text in enumerate(cells):
                    draft.text(sheet, row, column, text, styles.text if column == 0 else styles.make(align="right"))
            row += 1
        row += 1
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, _COLUMNS, 24)
    sheet.fit_to_pages(1, 0)

