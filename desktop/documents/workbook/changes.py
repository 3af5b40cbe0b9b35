"""The sheet of changes: what the scenarios change and why.

Also which inputs somebody has changed in this workbook since the export.
"""

from desktop.documents.workbook.cell_text import clean
from desktop.documents.workbook.front import Stamp
from desktop.documents.workbook.input_cells import evidence_cells, label_of, unit_of, value_cell
from desktop.documents.workbook.inputs import HIGH, LOW, write_value
from desktop.documents.workbook.layout import EXPORTED_HEADS, VALUE_COLUMN, InputRow, column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.styles import GREY, NAVY, PALE
from desktop.documents.workbook.summary_cells import CHANGED

STAMP_COLUMN = len(EXPORTED_HEADS)
"""The column of the base's exported values; the scenarios' follow."""

_RANGE = ("Evidence", "Low", "High", "Changed")
"""The heads of what the base's values rest on as exported, which the studies are drawn from, and how many differ."""


def write_changes(draft: Draft, stamp: Stamp) -> None:
    """Write both tables; the second holds every input as exported beside a live count of cells that differ."""
    sheet = draft.sheet("Changes", "checks", "Changes")
    styles, layout = draft.styles, draft.layout
    last = STAMP_COLUMN + max(len(layout.plan.scenarios) + len(_RANGE), 6) - 1
    draft.master_check(sheet, "Changes", last)
    row = _write_scenarios(draft, sheet, 2)
    draft.text(sheet, row, 0, "Inputs as exported", styles.section)
    for column in range(1, last + 1):
        sheet.write_blank(row, column, None, styles.section)
    draft.text(
        sheet,
        row + 1,
        0,
        f"Boardcase {stamp.version}, {stamp.day}, input hash {stamp.input_hash}. Filter “Changed” for more than 0 to"
        " see what somebody has changed since.",
        styles.note,
    )
    heads = row + 3
    draft.text(sheet, row + 2, 0, "Cells of Inputs that differ from the export", styles.make(bold=True))
    for column, head in enumerate((*EXPORTED_HEADS, *draft.names, *_RANGE)):
        draft.text(sheet, heads, column, head, styles.head if column < STAMP_COLUMN - 1 else styles.head_right)
    first, evidence = heads + 1, STAMP_COLUMN + len(layout.plan.scenarios) + len(_RANGE) - 1
    for offset, one in enumerate(layout.inputs):
        _write_input(draft, sheet, first + offset, one, evidence)
    end = first + len(layout.inputs)
    ranged = f"{column_name(evidence)}{first + 1}:{column_name(evidence)}{end}"
    draft.moved(
        sheet,
        "Changes",
        row + 2,
        3,
        f"SUM(D{first + 1}:D{end})+SUM({ranged})",
        styles.make(num_format="0", bold=True, align="right"),
    )
    front = draft.book.get_worksheet_by_name("Summary")
    assert front is not None
    since = styles.make(num_format='[=0]"Inputs as exported";"Inputs changed: "0', align="right")
    draft.moved(front, "Summary", *CHANGED, f"Changes!$D${row + 3}", since)
    sheet.autofilter(heads, 0, end - 1, evidence)
    # what the values rest on stands in Inputs, where it prints
    sheet.print_area(0, 0, end - 1, max(len(layout.plan.scenarios) + STAMP_COLUMN - 1, len(_HEADS) - 1))
    for column, width in enumerate((36, 46, 13, 12)):
        sheet.set_column(column, column, width, styles.text)
    sheet.set_column(STAMP_COLUMN, last, 16)
    sheet.repeat_columns(0, 1)
    sheet.set_print_scale(70)


def _write_input(draft: Draft, sheet: Sheet, line: int, one: InputRow, evidence: int) -> None:
    """Write an input as exported, and how many of its cells differ now. evidence: the column that counts its range."""
    styles, layout = draft.styles, draft.layout
    count = styles.make(num_format="0;;–", align="right")
    ends = column_name(VALUE_COLUMN), column_name(layout.evidence_column - 1)
    stamps = column_name(STAMP_COLUMN), column_name(STAMP_COLUMN + len(layout.plan.scenarios) - 1)
    draft.text(sheet, line, 0, one.key, styles.note)
    draft.text(sheet, line, 1, label_of(layout, one), styles.text)
    draft.text(sheet, line, 2, unit_of(layout.plan, draft.scenario, one), styles.note)
    figure = styles.make(num_format=styles.input(one.declared).num_format, font_color=GREY, align="right")
    now = f"Inputs!${ends[0]}{one.row}:${ends[1]}{one.row}"
    moved = f"SUMPRODUCT(({now}<>{stamps[0]}{line + 1}:{stamps[1]}{line + 1})*1)"
    # an error differs from any value, and has to be counted without becoming one
    draft.moved(sheet, "Changes", line, 3, f"IFERROR({moved},1)", count)
    differ: list[str] = []
    shown = evidence_cells(layout.plan, layout.plan.scenarios[0].slug, one.key)
    beside = styles.make(font_color=GREY, indent=1)
    for place, (offset_of, value) in enumerate(((0, shown.kind), (LOW, shown.low), (HIGH, shown.high))):
        at = STAMP_COLUMN + len(layout.plan.scenarios) + place
        cell = f"Inputs!${column_name(layout.evidence_column + offset_of)}{one.row}"
        differ.append(f"({cell}<>{column_name(at)}{line + 1})")
        if value is not None:
            write_value(draft, sheet, line, at, value, beside if isinstance(value, str) else figure)
    draft.moved(sheet, "Changes", line, evidence, f"IFERROR({'+'.join(differ)},1)", count)
    for place, scenario in enumerate(layout.plan.scenarios):
        write_value(
            draft,
            sheet,
            line,
            STAMP_COLUMN + place,
            value_cell(layout, one.declared, layout.plan.entry(scenario.slug, one.key).value),
            figure,
        )


_HEADS = ("Scenario", "Input", "Unit", "Base", "Scenario", "Evidence", "Date", "Low", "High", "Source and note")
_FIGURES, _INDENTED = {3, 4, 7, 8}, {5, 9}
"""Columns of figures, and of words that begin a little to the right."""


def _write_heads(draft: Draft, sheet: Sheet, row: int) -> None:
    styles = draft.styles
    indented = styles.make(bold=True, bg_color=PALE, font_color=NAVY, indent=1)
    for column, head in enumerate(_HEADS):
        style = styles.head_right if column in _FIGURES else indented if column in _INDENTED else styles.head
        draft.text(sheet, row, column, head, style)


def _write_scenarios(draft: Draft, sheet: Sheet, row: int) -> int:
    """Write what each scenario changes against the base, live, with its evidence; return the row after it."""
    styles, layout, plan = draft.styles, draft.layout, draft.layout.plan
    by_key = {one.key: one for one in layout.inputs}
    draft.text(sheet, row, 0, "What the scenarios change", styles.section)
    for column in range(1, 10):
        sheet.write_blank(row, column, None, styles.section)
    row += 1
    _write_heads(draft, sheet, row)
    row += 1
    for place, scenario in enumerate(plan.scenarios):
        for key, entry in scenario.changes.items():
            if key not in by_key:  # what nothing reads, such as a part that the plan does not use, changes nothing
                continue
            one = by_key[key]
            cells = evidence_cells(plan, scenario.slug, key)
            style = styles.make(num_format=styles.input(one.declared).num_format, align="right")
            draft.text(sheet, row, 0, layout.scenario_names[scenario.slug], styles.text)
            draft.text(sheet, row, 1, label_of(layout, one), styles.text)
            draft.text(sheet, row, 2, unit_of(plan, scenario.slug, one), styles.note)
            values = (plan.entries[key].value, entry.value)
            for column, at, value in ((3, VALUE_COLUMN, values[0]), (4, VALUE_COLUMN + place, values[1])):
                draft.formula(
                    sheet,
                    "Changes",
                    row,
                    column,
                    f"Inputs!${column_name(at)}${one.row}",
                    draft.cached_value(value_cell(layout, one.declared, value)),
                    style,
                )
            draft.text(sheet, row, 5, cells.kind, styles.make(font_color=GREY, indent=1))
            draft.text(sheet, row, 6, cells.date, styles.note)
            for column, value in ((7, cells.low), (8, cells.high)):
                if value is not None:
                    sheet.write_number(row, column, value, style)
            draft.text(
                sheet,
                row,
                9,
                clean("; ".join(piece for piece in (cells.source, entry.evidence.note) if piece)),
                styles.make(font_color=GREY, indent=1),
            )
            row += 1
    if not any(scenario.changes for scenario in plan.scenarios):
        draft.text(sheet, row, 0, "No scenario changes an input.", styles.note)
        row += 1
    return row + 1
