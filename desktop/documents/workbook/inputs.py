"""The sheets of inputs: Inputs, which a person changes.

Also Live, the chosen scenario's values that calculations read.
"""

from collections.abc import Mapping
from datetime import datetime

from desktop.documents.workbook.input_cells import (
    CellValue,
    allowed,
    evidence_cells,
    fixed,
    label_of,
    unit_of,
    value_cell,
)
from desktop.documents.workbook.joint_checks import (
    ELSEWHERE,
    LIVE_HEADS,
    NO_NUMBER,
    OUTSIDE,
    TURNED,
    UNLIKELY,
    sliced,
    sums_column,
)
from desktop.documents.workbook.layout import EVIDENCE_HEADS, EVIDENCE_LIST, VALUE_COLUMN, InputRow, column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.styles import GREY
from models.areas.finance import PLAN_CURRENCY_RATES
from models.quantities.declaration import NUMERIC, Input, Kind, Value

_WIDTHS = (12, 34, 11, 11, 11, 11, 40, 22, 30)
"""Of the columns of evidence."""

_DAYS = (datetime(2000, 1, 1), datetime(2099, 12, 1))  # noqa: DTZ001 - a cell's date has no zone
"""The first and the last day that a month may be."""

KEY_OFFSET, LOW, LIKELY, HIGH = (EVIDENCE_HEADS.index(head) for head in ("Key", "Low", "Likely", "High"))
"""Of columns from the first one of evidence: keys, and both ends of ranges with what is between them."""

_ANY_NUMBER = ">=-1E+300"
"""What COUNTIF counts as a number, whatever mark of decimals a program uses."""

_PROMPT = 255
"""Characters of a prompt or a stop message, by Excel's limit."""


def write_inputs(draft: Draft) -> None:
    """Write every input with one column a scenario, then its evidence; an inherited cell points at the base's."""
    sheet = draft.sheet("Inputs", "inputs", "Inputs: the only cells to change")
    styles, layout = draft.styles, draft.layout
    evidence = layout.evidence_column
    last = evidence + len(EVIDENCE_HEADS) - 1
    draft.master_check(sheet, "Inputs", 1)
    draft.text(
        sheet,
        1,
        0,
        "Framed cells are inputs. A scenario's cell that points at the base inherits it; a number there is a change."
        " What the plan does not use is turned on in Boardcase.",
        styles.note,
    )
    draft.text(sheet, 2, 0, "Number of the scenario", styles.note)
    for column, head in ((0, "Input"), (1, "Unit"), *enumerate(EVIDENCE_HEADS, start=evidence)):
        draft.text(sheet, 3, column, head, styles.head_right if head in {"Low", "Likely", "High"} else styles.head)
    for column, name in enumerate(draft.names):
        sheet.write_number(
            2, VALUE_COLUMN + column, column + 1, styles.make(num_format="0", font_color=GREY, align="right")
        )
        draft.text(sheet, 3, VALUE_COLUMN + column, name, styles.head_right)
    draft.headings(sheet, "Inputs", last)
    for row in layout.inputs:
        _write_input(draft, sheet, row)
    for one in layout.lists:
        draft.text(sheet, one.row - 1, 0, one.text, styles.text)
        draft.text(sheet, one.row - 1, 1, "choice", styles.note)
        draft.text(sheet, one.row - 1, last, f"list: {one.owner}", styles.note)
    sheet.set_column(0, 0, 50, styles.text)
    sheet.set_column(1, 1, 14, styles.text)
    sheet.set_column(VALUE_COLUMN, evidence - 1, 18)
    for column, width in enumerate(_WIDTHS, start=evidence):
        sheet.set_column(column, column, width, styles.text)
    sheet.freeze_panes(4, VALUE_COLUMN)
    sheet.repeat_rows(2, 3)
    sheet.repeat_columns(0, 1)
    sheet.set_print_scale(70)
    sheet.set_v_pagebreaks([*range(VALUE_COLUMN + _SCENARIOS_A_PAGE, evidence, _SCENARIOS_A_PAGE), evidence, last - 2])


_SCENARIOS_A_PAGE = 7


def _write_input(draft: Draft, sheet: Sheet, row: InputRow) -> None:
    layout, plan, styles, declared, line = draft.layout, draft.layout.plan, draft.styles, row.declared, row.row - 1
    draft.text(sheet, line, 0, label_of(layout, row), styles.text)
    draft.text(sheet, line, 1, unit_of(plan, plan.scenarios[0].slug, row), styles.note)
    locked = fixed(declared)
    for offset, scenario in enumerate(plan.scenarios):
        column = VALUE_COLUMN + offset
        style = (
            styles.constant(declared)
            if locked or (offset > 0 and not declared.scenario_may_change)
            else styles.input(declared)
        )
        value = value_cell(layout, declared, plan.entry(scenario.slug, row.key).value)
        if offset and row.key not in scenario.changes:
            draft.formula(
                sheet,
                "Inputs",
                line,
                column,
                f"${column_name(VALUE_COLUMN)}{row.row}",
                draft.cached_value(value),
                style,
            )
        else:
            write_value(draft, sheet, line, column, value, style)
        if not locked:
            _validate(draft, sheet, line, column, declared)
    _write_evidence(draft, sheet, row)


def write_value(draft: Draft, sheet: Sheet, line: int, column: int, value: CellValue, style: object) -> None:
    """Write a value of an input as what it is: a date, a text or a number."""
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, value, style)  # pyright: ignore[reportArgumentType]
    elif isinstance(value, str):
        draft.text(sheet, line, column, value, style)  # pyright: ignore[reportArgumentType]
    else:
        sheet.write_number(line, column, value, style)  # pyright: ignore[reportArgumentType]


def _write_evidence(draft: Draft, sheet: Sheet, row: InputRow) -> None:
    """Write source, date, low, likely and high in columns that print; the likely value is the base's own."""
    styles, declared, line = draft.styles, row.declared, row.row - 1
    plan = draft.layout.plan
    entry = plan.entries[row.key]
    shown = evidence_cells(plan, plan.scenarios[0].slug, row.key)
    first = draft.layout.evidence_column
    constant = declared.kind is Kind.CONSTANT
    small = styles.locked_note if constant else styles.evidence
    for offset, text in ((0, shown.kind), (1, shown.source), (6, shown.note)):
        draft.text(sheet, line, first + offset, text, small)
    draft.dated(sheet, line, first + 2, shown.date, small)
    number_format = styles.input(declared).num_format
    if declared.kind in NUMERIC:
        figure = styles.make(num_format=number_format, font_color=GREY, align="right", locked=constant)
        for offset, value in ((3, shown.low), (5, shown.high)):
            if value is not None:
                sheet.write_number(line, first + offset, value, figure)
            elif not constant:
                sheet.write_blank(line, first + offset, None, figure)
        likely = styles.make(num_format=number_format, font_color=GREY, align="right")
        draft.formula(
            sheet, "Inputs", line, first + 4, f"${column_name(VALUE_COLUMN)}{row.row}", float(entry.value), likely
        )
    draft.text(sheet, line, first + 7, allowed(declared), styles.note)
    draft.text(sheet, line, first + KEY_OFFSET, row.key, styles.note)
    if not constant:
        sheet.data_validation(
            line,
            first,
            line,
            first,
            {
                "validate": "list",
                "source": draft.layout.list_range(EVIDENCE_LIST),
                "input_title": "Evidence",
                "input_message": "What the value rests on.",
                "error_title": "Not allowed",
                "error_message": "Choose what the value rests on.",
            },
        )


def _validate(draft: Draft, sheet: Sheet, line: int, column: int, declared: Input) -> None:
    """Set what a cell accepts, with a prompt and a stop message."""
    accepts = allowed(declared)
    options: dict[str, object] = {
        "input_title": declared.label[:32],
        "input_message": f"{declared.help[:180]} Allowed: {accepts}."[:_PROMPT],
        "error_title": "Not allowed",
        "error_message": f"{declared.label}: {accepts}."[:_PROMPT],
        "error_type": "stop",
    }
    if declared.kind in {Kind.CHOICE, Kind.ROW}:
        options |= {"validate": "list", "source": draft.layout.list_range(declared.key)}
    elif declared.kind is Kind.MONTH:
        options |= {"validate": "date", "criteria": "between", "minimum": _DAYS[0], "maximum": _DAYS[1]}
    else:
        whole = declared.kind in {Kind.INTEGER, Kind.FLAG}
        options |= {
            "validate": "integer" if whole else "decimal",
            "criteria": "between",
            "minimum": declared.bounds[0],
            "maximum": declared.bounds[1],
        }
    sheet.data_validation(line, column, line, column, options)


_LIVE_WIDTHS = (60, 16, 44, 20)


def _write_guarded(draft: Draft, sheet: Sheet, row: InputRow, value: float | str) -> None:
    """Write an input's value as it is read, as it is chosen, its bounds, whether it is valid, and as exported."""
    layout, styles, declared, line = draft.layout, draft.styles, row.declared, row.row - 1
    number = row.row
    first, last = column_name(VALUE_COLUMN), column_name(layout.evidence_column - 1)
    style = styles.make(num_format=styles.input(declared).num_format, align="right")
    small = styles.make(num_format=styles.input(declared).num_format, align="right", font_color=GREY)
    flag = styles.make(num_format="0", align="right", font_color=GREY)
    exported = [layout.plan.entry(one.slug, row.key).value for one in layout.plan.scenarios]
    begin, end = column_name(len(LIVE_HEADS)), column_name(len(LIVE_HEADS) + len(exported) - 1)
    chosen = f"INDEX(Inputs!${first}{number}:${last}{number},1,Summary!$C$4)"
    draft.formula(
        sheet,
        "Live",
        line,
        3,
        f"IF($I{number}=0,$E{number},INDEX(${begin}{number}:${end}{number},1,Summary!$C$4))",
        value,
        style,
    )
    draft.formula(sheet, "Live", line, 4, chosen, value, small)
    words = declared.kind in {Kind.CHOICE, Kind.ROW}
    kind = "ISTEXT" if words else "ISNUMBER"
    entered = f"IF(AND({kind}(Inputs!${first}{number}),{kind}({chosen})),1,0)"
    draft.formula(sheet, "Live", line, 7, entered, 1, flag)
    if words:
        among = draft.layout.list_range(declared.key).removeprefix("=").replace("$A", "Inputs!$A", 1)
        inside = f"SUMPRODUCT(({among}=$E{number})*1)"
    else:
        for column, bound in zip((5, 6), _bounds(draft, declared, value), strict=True):
            sheet.write_number(line, column, bound, small)
        inside = f"($E{number}>=$F{number})*($E{number}<=$G{number})"
        if declared.kind in {Kind.INTEGER, Kind.FLAG}:
            inside += f"*(INT($E{number})=$E{number})"
        if declared.kind is Kind.MONTH:
            inside += f"*(DAY($E{number})=1)"
    # a row that was sorted or pasted elsewhere holds another input's figures
    own = f"(Inputs!${column_name(layout.evidence_column + KEY_OFFSET)}{number}=$C{number})"
    draft.formula(sheet, "Live", line, 8, f"IF($H{number}=1,1-{inside}*{own},1)", 0, flag)
    low, high = (f"Inputs!${column_name(layout.evidence_column + offset)}{number}" for offset in (LOW, HIGH))
    # an error is no end of a range
    turned = f"IFERROR(ISNUMBER({low})*ISNUMBER({high})*({low}>{high}),1)"
    draft.formula(
        sheet,
        "Live",
        line,
        LIVE_HEADS.index(TURNED),
        turned,
        int(layout.plan.entries[row.key].evidence.turned_round),
        flag,
    )
    _write_elsewhere(draft, sheet, row)
    for column, one in enumerate(exported, start=len(LIVE_HEADS)):
        write_value(draft, sheet, line, column, value_cell(layout, declared, one), small)


def _write_elsewhere(draft: Draft, sheet: Sheet, row: InputRow) -> None:
    """Write whether an input's likely figure was typed over, and whether it is not valid where it is not chosen."""
    layout, declared, number = draft.layout, row.declared, row.row
    flag = draft.styles.make(num_format="0", align="right", font_color=GREY)
    first, last, likely = (
        column_name(column) for column in (VALUE_COLUMN, layout.evidence_column - 1, layout.evidence_column + LIKELY)
    )
    cells = f"Inputs!${first}{number}:${last}{number}"
    scenarios, numbers = (f"${column_name(LIVE_HEADS.index(one))}$3" for one in (OUTSIDE, NO_NUMBER))

    def write(head: str, formula: str) -> None:
        draft.formula(sheet, "Live", number - 1, LIVE_HEADS.index(head), formula, 0, flag)

    if declared.kind in {Kind.CHOICE, Kind.ROW}:
        among = layout.list_range(declared.key).removeprefix("=").replace("$A", "Inputs!$A", 1)
        inside = f"({among}={cells})*1"
    else:
        # a blank lies within the bounds where 0 does
        inside = f"({cells}>=$F{number})*({cells}<=$G{number})"
        if declared.kind is Kind.FLAG and not fixed(declared):
            inside = f"({cells}=$F{number})+({cells}=$G{number})"
        write(NO_NUMBER, f"{scenarios}-COUNTIF({cells},{numbers})")
        if declared.kind in NUMERIC:
            write(UNLIKELY, f"IF($I{number}=0,IFERROR((Inputs!${likely}{number}<>Inputs!${first}{number})*1,1),0)")
    write(OUTSIDE, f"IFERROR({scenarios}-SUMPRODUCT({inside}),1)")
    parts = "+".join(f"${column_name(LIVE_HEADS.index(one))}{number}" for one in (NO_NUMBER, OUTSIDE))
    write(ELSEWHERE, f"IF($I{number}=0,({parts}<>0)*1,0)")


def _bounds(draft: Draft, declared: Input, value: float | str) -> tuple[float, float]:
    """Return the lowest and the highest number a cell may hold; what a workbook cannot follow is fixed."""
    if fixed(declared) or declared.key == PLAN_CURRENCY_RATES[draft.layout.plan.currency]:
        return float(value), float(value)
    if declared.kind is Kind.MONTH:
        return float(draft.cached_value(_DAYS[0])), float(draft.cached_value(_DAYS[1]))
    return float(declared.bounds[0]), float(declared.bounds[1])


def _write_sums(draft: Draft, sheet: Sheet, values: Mapping[str, Value]) -> None:
    """Write the sum of each workload's measured slices, which a check holds against their number."""
    layout, column = draft.layout, sums_column(draft.layout)
    by_row = {row.row: row.key for row in layout.inputs}
    for workload in layout.plan.slugs["workload"]:
        rows = sliced(layout, workload)
        if rows:
            draft.text(sheet, 3, column, "Sum of slices", draft.styles.head_right)
            added = ",".join(f"D{row}" for row in rows)
            whole = sum(float(values[by_row[row]]) for row in rows)
            figure = draft.styles.make(num_format="0.000", align="right", font_color=GREY)
            draft.formula(sheet, "Live", rows[0] - 1, column, f"SUM({added})", whole, figure)


def _write_live_heads(draft: Draft, sheet: Sheet) -> None:
    """Write the heads of Live, and above them what its columns of flags count with."""
    styles, layout = draft.styles, draft.layout
    for column, head in enumerate((*LIVE_HEADS, *(f"Exported: {name}" for name in draft.names))):
        draft.text(sheet, 3, column, head, styles.head if column < 3 else styles.head_right)  # noqa: PLR2004
    for column, _ in enumerate(draft.names):
        draft.text(sheet, 2, len(LIVE_HEADS) + column, column_name(VALUE_COLUMN + column), styles.note)
    sheet.write_number(2, LIVE_HEADS.index(OUTSIDE), len(draft.names), styles.make(num_format="0", font_color=GREY))
    draft.text(sheet, 2, LIVE_HEADS.index(NO_NUMBER), _ANY_NUMBER, styles.note)
    sheet.write_number(
        2, LIVE_HEADS.index(ELSEWHERE), layout.inputs[0].row, styles.make(num_format="0", font_color=GREY)
    )


def write_live(draft: Draft) -> None:
    """Write the chosen scenario's values, and choices as flags; calculations read only this sheet.

    A value that is not valid is not read: the exported one stands in its place until it is corrected.
    """
    sheet = draft.sheet("Live", "calculation", "Live: the values of the chosen scenario")
    styles, layout, plan = draft.styles, draft.layout, draft.layout.plan
    draft.master_check(sheet, "Live", 3)
    draft.text(
        sheet,
        1,
        0,
        "Calculations use Value: the chosen figure, or the exported one where the chosen figure is not valid. Checks"
        " lists every such input.",
        styles.note,
    )
    _write_live_heads(draft, sheet)
    values = plan.values(draft.scenario)
    for row in layout.inputs:
        line = row.row - 1
        for column, text in enumerate((label_of(layout, row), unit_of(plan, draft.scenario, row), row.key)):
            draft.text(sheet, line, column, text, styles.text if column == 0 else styles.note)
        value = draft.cached_value(value_cell(layout, row.declared, values[row.key]))
        _write_guarded(draft, sheet, row, value)
    _write_sums(draft, sheet, values)
    by_row = {row.row: row for row in layout.inputs}
    for flag in layout.flags:
        choice = by_row[flag.choice_row]
        draft.text(sheet, flag.row - 1, 0, f"{label_of(layout, choice)}: {flag.label}", styles.text)
        draft.text(sheet, flag.row - 1, 1, "yes/no", styles.note)
        draft.text(sheet, flag.row - 1, 2, flag.label, styles.note)
        value = 1 if values[choice.key] == flag.option else 0
        draft.formula(
            sheet,
            "Live",
            flag.row - 1,
            3,
            f"IF($D${flag.choice_row}=$C{flag.row},1,0)",
            value,
            styles.make(num_format="0", align="right"),
        )
    for row, label, number in layout.numbers:
        draft.text(sheet, row - 1, 0, label, styles.text)
        draft.text(sheet, row - 1, 1, "number", styles.note)
        sheet.write_number(row - 1, 3, number, styles.make(num_format="0", align="right"))
    draft.headings(
        sheet, "Live", 3, *(row for name, row in layout.headings if name == "Inputs" and row < layout.lists[0].row - 1)
    )
    for column, width in enumerate(_LIVE_WIDTHS):
        sheet.set_column(column, column, width, styles.text)
    sheet.set_column(len(_LIVE_WIDTHS), len(LIVE_HEADS) + len(draft.names) - 1, 18, styles.text)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0, 0)
    sheet.set_print_scale(70)
    sheet.set_v_pagebreaks([4])
