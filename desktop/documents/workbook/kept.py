"""The sheet of what is on record: decisions, how the plan stands against the latest, and the review of inputs."""

from collections.abc import Sequence

from desktop.documents.workbook.front import wrapped_lines
from desktop.documents.workbook.sheet_list import RECORD
from desktop.documents.workbook.sheets import Draft
from desktop.documents.workbook.table_cells import write_table
from models.exhibits.figures import Table
from models.exhibits.recorded import record_parts
from models.exhibits.review import review_finding, review_table
from models.plan.plan import Plan

_COLUMNS, _LINE = 6, 150


def write_record(draft: Draft, plan: Plan) -> None:
    """Write decisions and remarks as values of the day of the export; without either there is no such sheet.

    plan: the whole plan, with the rows that are switched off.
    """
    if not (plan.records or plan.remarks):
        return
    sheet = draft.sheet(RECORD, "checks", "Record and review")
    styles = draft.styles
    draft.master_check(sheet, RECORD, _COLUMNS)
    parts: list[tuple[str, Sequence[str], Sequence[Table]]] = []
    if plan.records:
        finding, words, tables = record_parts(plan, draft.scenario)
        parts.append(("Decisions on record, as exported", [finding, *words], tables))
    if plan.remarks:
        table = review_table(plan, draft.scenario)
        parts.append(
            ("Review of inputs, as exported", [review_finding(plan, draft.scenario)], [table] if table.rows else [])
        )
    row = 2
    for title, words, tables in parts:
        for column in range(_COLUMNS + 1):
            sheet.write_blank(row, column, None, styles.section)
        draft.text(sheet, row, 0, title, styles.section)
        row += 1
        for text in words:
            for line in wrapped_lines(text, _LINE):
                draft.text(sheet, row, 0, line, styles.text)
                row += 1
        for table in tables:
            row = write_table(draft, sheet, row + 1, table)
        row += 1
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, _COLUMNS, 24)
    sheet.fit_to_pages(1, 0)
