"""The checks of the workbook: each a row with its figure, its tolerance and whether it passed."""

from collections.abc import Iterator

from desktop.documents.workbook.input_cells import allowed, label_of
from desktop.documents.workbook.joint_checks import LIVE_HEADS, Check, joint_checks
from desktop.documents.workbook.layout import VALUE_COLUMN, column_name
from desktop.documents.workbook.sheet_list import CALCULATION_SHEETS
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.styles import GREY
from desktop.documents.workbook.summary_cells import scenario_unknown
from models.appraisal.line_keys import OptionLine
from models.areas.options import OPTION_LABELS
from models.formula.node import Line
from models.formula.operations.rows import BLOCK_TOTAL


def _checks(draft: Draft) -> Iterator[Check]:
    layout = draft.layout
    lines = layout.traced.lines
    end = layout.last_column

    def cell(line: Line, column: str = "$D$") -> str:
        sheet, row = layout.of(line)
        return f"{sheet}!{column}{row}"

    yield Check("Summary: the scenario chosen is one of the plan's", scenario_unknown(draft), "Summary!B4")
    for option in layout.traced.options:
        label, sheet = OPTION_LABELS[option], CALCULATION_SHEETS[option]
        total = lines[OptionLine.MONTHLY.of(option)]
        by_class, by_area = (_schedules(draft, f"{option}.total.{name}") for name in ("estimated_", "area_"))
        yield Check(
            f"{label}: costs by class and costs by area add up alike", f"SUM({sheet}!{by_class})-SUM({sheet}!{by_area})"
        )
        parts = layout.traced.appraisal.options[option].class_totals
        yield Check(
            f"{label}: the classes add up to the cost of all months",
            f"SUM({cell(parts[0], '$E$')}:$E${layout.of(parts[-1])[1]})-{cell(total, '$E$')}",
        )
        cumulative = cell(lines[OptionLine.CUMULATIVE.of(option)], f"${end}$")
        yield Check(f"{label}: cumulative cost ends at the sum of the months", f"{cumulative}-{cell(total, '$E$')}")
        residual = cell(lines[OptionLine.RESIDUAL.of(option)])
        # where years are discounted as a whole, what is left at the horizon is discounted to the horizon itself
        whole = lines.get("finance.end_factor")
        factor = cell(whole) if whole is not None else cell(lines["finance.discount_factor"], f"${end}$")
        discounted = cell(lines[OptionLine.DISCOUNTED.of(option)], f"${end}$")
        value = cell(lines[OptionLine.PRESENT_VALUE.of(option)])
        yield Check(
            f"{label}: present value by NPV is the discounted sum less the residual",
            f"{value}-({discounted}-{residual}*{factor})",
        )
        yield Check(
            f"{label}: whole-life cost is cumulative cost less the residual",
            f"{cell(lines[OptionLine.TOTAL_COST.of(option)])}-({cumulative}-{residual})",
        )
    for option in ("on_premises", "hybrid"):
        own = OptionLine.WORK_AT_ONCE.of(option)
        at_once = own if own in lines else "demand.all.mean"
        served, left, demand = (
            lines[key] for key in (OptionLine.OWN_INTERACTIVE.of(option), OptionLine.LEFT_MEAN.of(option), at_once)
        )
        parts = [_all_rows(draft, line) for line in (served, left, demand)]
        yield Check(
            f"{OPTION_LABELS[option]}: demand that stays and demand that is left are all demand",
            f"{parts[0]}+{parts[1]}-{parts[2]}",
        )


def _schedules(draft: Draft, prefix: str) -> str:
    """Return the total column from the first to the last schedule of the totals whose keys begin alike.

    They stand one below the other.
    """
    blocks = [
        draft.layout.schedule(line.formula)
        for line in draft.layout.traced.lines.values()
        if line.key.startswith(prefix) and line.formula.op is BLOCK_TOTAL
    ]
    return f"$E${blocks[0][0]}:$E${blocks[-1][1]}"


def _all_rows(draft: Draft, line: Line) -> str:
    sheet, row = draft.layout.of(line)
    last = row + draft.layout.row_count(line) - 1
    return f"SUM({sheet}!${draft.layout.first_column}${row}:${draft.layout.last_column}${last})"


def _inputs(draft: Draft) -> Iterator[Check]:
    """Give a check for every input: that it is entered and valid."""
    for row in draft.layout.inputs:
        label = f"Valid input: {label_of(draft.layout, row)} ({allowed(row.declared)})"
        yield Check(label, f"Live!$I${row.row}", row=row.row)


def write_checks(draft: Draft) -> None:
    """Write the checks and the master check that stands in the head of every sheet.

    The first that fails is named beside it, with a link to where it is corrected.
    """
    sheet = draft.sheet("Checks", "checks", "Checks")
    styles = draft.styles
    checks = [*_inputs(draft), *joint_checks(draft.layout, draft.scenario), *_checks(draft)]
    begin, end = (column_name(len(LIVE_HEADS) + place) for place in (0, len(draft.names) - 1))
    letter = column_name(VALUE_COLUMN + draft.names.index(draft.layout.scenario_names[draft.scenario]))
    first = 7
    last = first + len(checks)
    draft.text(sheet, 3, 0, "All checks: number that fail", styles.make(bold=True))
    draft.text(sheet, 4, 0, "The first that fails, with a link", styles.make(bold=True))
    draft.text(sheet, 4, 3, "None", styles.note)
    draft.text(sheet, 4, 5, "#Inputs!", styles.note)
    failing = f"MATCH(1,$D${first + 1}:$D${last},0)"
    place, label = (f"INDEX(${column}${first + 1}:${column}${last},{failing})" for column in "EA")
    link = styles.make(font_color="#12436D", underline=1)
    draft.formula(sheet, "Checks", 4, 1, f"IFERROR(HYPERLINK({place},{label}),$D$5)", "None", link)
    passed = styles.make(num_format='[=0]"All checks pass";"Checks fail: "0', bold=True, align="right")
    draft.formula(sheet, "Checks", 3, 2, f"SUM(D{first + 1}:D{first + len(checks)})", 0, passed)
    for column, head in enumerate(("Check", "Difference", "Tolerance", "Fails (0 is good)", "Place", "Row of Inputs")):
        draft.text(sheet, 6, column, head, styles.head if column == 0 else styles.head_right)
    figure = styles.make(num_format="0.000000", align="right")
    tolerance = draft.layout.live("world.equal_within")
    column = f"INDEX(Live!${begin}$3:${end}$3,1,Summary!$C$4)"
    for offset, check in enumerate(checks):
        row = first + offset
        draft.text(sheet, row, 0, check.label, styles.text)
        draft.formula(sheet, "Checks", row, 1, check.formula, check.value, figure)
        draft.formula(sheet, "Checks", row, 2, tolerance, 0.005, figure)
        draft.formula(
            sheet,
            "Checks",
            row,
            3,
            f"IF(ABS(B{row + 1})<=C{row + 1},0,1)",
            0,
            styles.make(num_format="0", align="right"),
        )
        if check.row:
            place = f"#Inputs!{letter}{check.row}"
            draft.formula(sheet, "Checks", row, 4, f"$F$5&{column}&$F{row + 1}", place, styles.note)
            sheet.write_number(row, 5, check.row, styles.make(num_format="0", align="right", font_color=GREY))
        elif check.among:
            _write_found(draft, sheet, row, check)
        else:
            draft.text(sheet, row, 4, f"#{check.place}" if check.place else f"#Checks!A{row + 1}", styles.note)
    sheet.set_column(0, 0, 78)
    sheet.set_column(1, 5, 20)
    sheet.fit_to_pages(1, 0)


def _write_found(draft: Draft, sheet: Sheet, row: int, check: Check) -> None:
    """Write a check over many inputs: it is named after the first that it strikes, and leads to its row of Inputs."""
    styles, first = draft.styles, draft.layout.inputs[0].row
    column, _, last = check.among.removeprefix("Live!$").partition("$")
    flags, labels = (f"Live!${one}$1:${one}${last.rpartition('$')[2]}" for one in (column, "A"))
    draft.text(sheet, 4, 4, check.label, styles.note)
    name = f"$E$5&IFERROR(INDEX({labels},MATCH(1,{flags},0)),$D$5)"
    draft.formula(sheet, "Checks", row, 0, name, f"{check.label}None", styles.text)
    draft.formula(
        sheet, "Checks", row, 4, f"$F$5&$C$5&$F{row + 1}", f"#Inputs!{column_name(VALUE_COLUMN)}{first}", styles.note
    )
    draft.text(sheet, 4, 2, column_name(VALUE_COLUMN), styles.note)
    number = styles.make(num_format="0", align="right", font_color=GREY)
    draft.formula(sheet, "Checks", row, 5, f"IFERROR(MATCH(1,{flags},0),Live!${column}$3)", first, number)
