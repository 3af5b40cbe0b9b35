"""The options side by side on the sheet Summary, and business as usual below them."""

from collections.abc import Mapping

from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.summary_cells import FIRST_OPTION_ROW, line_cell
from desktop.documents.workbook.verdict_cells import RANKED_AT
from models.appraisal.line_keys import USUAL_COMPARED, OptionLine, PairLine
from models.appraisal.results import A_PENNY, CaseResult
from models.areas.options import USUAL, label_of
from models.exhibits.figures import MOST_AN_HOUR
from models.exhibits.spans import whole_month
from models.quantities.writing import SYMBOLS

_HEADS = (
    "Option",
    "Whole-life cost",
    "Present value",
    "Equivalent annual cost",
    "Residual value",
    "Cost per GPU-hour",
    "Break-even against cloud",
    "Payback, discounted",
    "Since the export",
    "Present value then",
)
_RANKED = 3
"""The column of the equivalent annual cost, or of what options are ranked by where that is not present value."""


def options_into(draft: Draft, sheet: Sheet, case: CaseResult, names: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    """Write the options side by side, each figure a link to its sheet, and return their keys by row.

    case: of every option. names: the cell of each that names it, and what it holds. Business as usual stands last,
    where it costs anything.
    """
    styles, lines = draft.styles, draft.layout.traced.lines
    ranked = any(abs(one.compared - one.present_value) > A_PENNY for one in case.options.values())
    for column, head in enumerate(_HEADS):
        if column == _RANKED and ranked:
            head = RANKED_AT  # noqa: PLW2901 - one head of the list
        draft.text(sheet, FIRST_OPTION_ROW - 1, column, head, styles.head if column == 0 else styles.head_right)
    symbol = SYMBOLS[draft.layout.plan.currency]
    money = styles.make(num_format=f'"{symbol}"#,##0;("{symbol}"#,##0);"–"', align="right")
    unit = styles.make(num_format=f'[>={MOST_AN_HOUR:.0f}]"–";"{symbol}"#,##0.00', align="right")
    rows: dict[int, str] = {}
    for row, (key, option) in enumerate(case.options.items(), start=FIRST_OPTION_ROW):
        rows[row] = key
        draft.formula(sheet, "Summary", row, 0, *names[key], styles.text)
        third = OptionLine.COMPARED if ranked else OptionLine.EQUIVALENT
        figures = (
            (OptionLine.TOTAL_COST, option.total_cost),
            (OptionLine.PRESENT_VALUE, option.present_value),
            (third, option.compared if ranked else option.equivalent_annual_cost),
            (OptionLine.RESIDUAL, option.residual),
        )
        for column, (line, value) in enumerate(figures, start=1):
            draft.formula(sheet, "Summary", row, column, line_cell(draft, lines[line.of(key)]), value, money)
        if OptionLine.UNIT_COST.of(key) in lines:
            hour = line_cell(draft, lines[OptionLine.UNIT_COST.of(key)])
            draft.formula(sheet, "Summary", row, 5, hour, option.unit_cost or 0.0, unit)
        _breaks_even(draft, sheet, row, key, case)
        _moved(draft, sheet, row, option.present_value)
    if case.usual.any():
        row = FIRST_OPTION_ROW + len(case.options)
        rows[row] = USUAL
        _usual(draft, sheet, row, case, ranked=ranked)
    draft.text(
        sheet,
        FIRST_OPTION_ROW + len(rows),
        0,
        "Break-even: the month from which the option stays cheaper than cloud to the horizon; a dash where it does"
        " not.",
        styles.note,
    )
    return rows


def _breaks_even(draft: Draft, sheet: Sheet, row: int, key: str, case: CaseResult) -> None:
    """Write the whole month from which an option stays cheaper than cloud, nominal and discounted."""
    if key == "cloud":
        return
    months = draft.styles.make(num_format='"month "0;;"–"', align="right")
    for column, basis in ((6, "nominal"), (7, "discounted")):
        line = draft.layout.traced.lines[PairLine.SUSTAINED.of("cloud", key, basis)]
        month = float(whole_month(case.pair("cloud", key, basis).sustained or 0.0))
        draft.formula(sheet, "Summary", row, column, f"ROUNDUP({line_cell(draft, line)},0)", month, months)


def _usual(draft: Draft, sheet: Sheet, row: int, case: CaseResult, *, ranked: bool) -> None:
    """Write what business as usual costs: over the horizon, in present value, and as it is ranked."""
    styles, layout = draft.styles, draft.layout
    lines = layout.traced.lines
    draft.text(sheet, row, 0, label_of(USUAL), styles.text)
    symbol = SYMBOLS[layout.plan.currency]
    money = styles.make(num_format=f'"{symbol}"#,##0;("{symbol}"#,##0);"–"', align="right")
    name, of_line = layout.of(lines["finance.usual_cumulative"])
    whole = f"{name}!${layout.last_column}${of_line}"
    draft.formula(sheet, "Summary", row, 1, whole, float(case.usual[-1]), money)
    value = line_cell(draft, lines["finance.usual_present_value"])
    draft.formula(sheet, "Summary", row, 2, value, case.usual_present_value, money)
    if ranked and case.usual_ranked:
        at = line_cell(draft, lines[USUAL_COMPARED])
        draft.formula(sheet, "Summary", row, _RANKED, at, case.usual_compared, money)


def _moved(draft: Draft, sheet: Sheet, row: int, stamped: float) -> None:
    """Write whether a figure has moved since the export: the verdict's words are then out of date."""
    stamp = draft.styles.make(
        num_format=f'"{draft.symbol}"#,##0;("{draft.symbol}"#,##0);"–"', font_color="#5B6472", align="right"
    )
    sheet.write_number(row, 9, stamped, stamp)
    moved = draft.styles.make(num_format='[=0]"as exported";[=1]"has moved";"of another scenario"', align="right")
    tolerance = draft.layout.live("world.equal_within")
    text = f"($C$4=$C$3)*(ABS(C{row + 1}-J{row + 1})>{tolerance})+($C$4<>$C$3)*(1+1)"
    draft.moved(sheet, "Summary", row, 8, text, moved)
