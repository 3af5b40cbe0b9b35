"""The sheet of years: every option's cost by year and class, one page wide, live."""

import numpy as np

from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.sheets import Draft, Sheet, year_of
from desktop.documents.workbook.styles import NAVY, PALE
from models.appraisal.line_keys import OptionLine
from models.appraisal.results import CaseResult
from models.exhibits.series_styles import STYLES
from models.exhibits.years import by_year, class_label
from models.formula.node import Line
from models.quantities.writing import SYMBOLS

_FIRST = 3
"""The column of the decision, counted from 0; label, unit and total stand before it."""

_WIDE = 7
"""Years up to which a page leaves room for wide columns."""

_PATTERNS = {
    "cloud": "wide_upward_diagonal",
    "api": "light_horizontal",
    "on_premises": "solid_diamond",
    "hybrid": "large_grid",
}


def write_years(draft: Draft, case: CaseResult, finding: str) -> None:
    """Write costs by year.

    Class by class, all costs, what they come to so far, the charge in the accounts and the cost after tax.
    """
    sheet = draft.sheet("Years", "results", "Costs by year")
    styles, layout = draft.styles, draft.layout
    years = year_of(layout.traced.structure.horizon)
    last = _FIRST + years
    draft.master_check(sheet, "Years", last)
    draft.text(sheet, 1, 0, "Nominal, before residual value at the horizon. Year 1 is months 1 to 12.", styles.note)
    for column, head in enumerate(("", "Unit", "Total")):
        draft.text(sheet, 3, column, head, styles.head if column < _FIRST - 1 else styles.head_right)
    heading = styles.make(num_format='"Year "0;;"Decision"', bold=True, bg_color=PALE, font_color=NAVY, align="right")
    sheet.write_number(3, _FIRST, 0, heading)
    for year in range(1, years + 1):
        draft.formula(sheet, "Years", 3, _FIRST + year, f"{column_name(_FIRST + year - 1)}4+1", year, heading)
    row = 4
    totals: dict[str, int] = {}
    for key, option in case.options.items():
        row += 1
        draft.text(sheet, row, 0, option.label, styles.section)
        for column in range(1, last + 1):
            sheet.write_blank(row, column, None, styles.section)
        row += 1
        lines = layout.traced.appraisal.options[key]
        for line in lines.class_totals:
            _write_year_row(draft, sheet, row, line, class_label(line))
            row += 1
        totals[key] = row
        _write_year_row(draft, sheet, row, lines.monthly, "All costs", strong=True)
        row += 1
        _write_so_far(draft, sheet, row, row - 1, lines.monthly)
        row += 1
        for name, label in (
            (OptionLine.ACCOUNTS_CHARGE.of(key), "Charge to profit and loss"),
            (OptionLine.TAX_AFTER_TAX.of(key), "Cost after tax"),
        ):
            if name in layout.traced.lines:
                _write_year_row(draft, sheet, row, layout.traced.lines[name], label)
                row += 1
    _chart(draft, sheet, case, totals, finding, row + 1)
    sheet.set_h_pagebreaks([row + 1])
    sheet.set_column(0, 0, 34, styles.text)
    sheet.set_column(1, 1, 10, styles.text)
    sheet.set_column(2, last - 1, 14 if years <= _WIDE else 11)
    sheet.set_column(last, last, 17)
    sheet.freeze_panes(4, _FIRST)
    sheet.fit_to_pages(1, 0)


def _by_year(draft: Draft, line: Line) -> list[float]:
    return list(by_year(draft.results.monthly(line.key)[:, 0]))


def _write_year_row(draft: Draft, sheet: Sheet, row: int, line: Line, label: str, *, strong: bool = False) -> None:
    """Write a line's months summed by year."""
    styles, layout = draft.styles, draft.layout
    name, at = layout.of(line)
    first, last = layout.first_column, layout.last_column
    style = styles.figure(line.unit, bold=strong)
    draft.text(sheet, row, 0, label, styles.make(bold=strong))
    draft.text(sheet, row, 1, SYMBOLS[layout.plan.currency], styles.note)
    by_year = _by_year(draft, line)
    for year, value in enumerate(by_year):
        column = column_name(_FIRST + year)
        draft.formula(
            sheet,
            "Years",
            row,
            _FIRST + year,
            f"SUMPRODUCT(({name}!${first}$3:${last}$3={column}$4)*{name}!${first}{at}:${last}{at})",
            value,
            style,
        )
    ends = column_name(_FIRST), column_name(_FIRST + len(by_year) - 1)
    draft.formula(sheet, "Years", row, 2, f"SUM({ends[0]}{row + 1}:{ends[1]}{row + 1})", sum(by_year), style)


def _write_so_far(draft: Draft, sheet: Sheet, row: int, of: int, line: Line) -> None:
    """Write what a row of years comes to at the end of each."""
    styles, layout = draft.styles, draft.layout
    draft.text(sheet, row, 0, "Cumulative at the end of the year", styles.text)
    draft.text(sheet, row, 1, SYMBOLS[layout.plan.currency], styles.note)
    style = styles.figure(line.unit)
    so_far = np.cumsum(_by_year(draft, line)).tolist()
    for year, value in enumerate(so_far):
        column = column_name(_FIRST + year)
        draft.formula(
            sheet, "Years", row, _FIRST + year, f"SUM(${column_name(_FIRST)}{of + 1}:{column}{of + 1})", value, style
        )


def _chart(draft: Draft, sheet: Sheet, case: CaseResult, totals: dict[str, int], finding: str, row: int) -> None:
    """Add the native chart of cost by year; the options are told apart by pattern as well as colour."""
    chart = draft.book.add_chart({"type": "column"})
    assert chart is not None
    last = _FIRST + year_of(draft.layout.traced.structure.horizon)
    for key, option in case.options.items():
        colour = STYLES[key].colour
        look: dict[str, object] = (
            {"fill": {"color": colour}}
            if key == "cloud"
            else {"pattern": {"pattern": _PATTERNS[key], "fg_color": colour, "bg_color": "#FFFFFF"}}
        )
        chart.add_series(
            {
                "name": option.label,
                "categories": ["Years", 3, _FIRST, 3, last],
                "values": ["Years", totals[key], _FIRST, totals[key], last],
                "border": {"color": colour},
                "gap": 60,
                **look,
            }
        )
    draft.dress_chart(chart, finding, "Year", f"Cost in the year, {SYMBOLS[draft.layout.plan.currency]}")
    sheet.insert_chart(
        row,
        0,
        chart,
        {
            "description": f"Cost by year of {', '.join(option.label for option in case.options.values())}. {finding}.",
            "object_position": 2,
        },
    )
