"""The tables of the sheet Summary below its options: returns, areas, comparison."""

from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.summary_cells import FIRST_OPTION_ROW, line_cell
from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.results import CaseResult, case_result
from models.areas.options import OPTION_LABELS
from models.exhibits.areas import AREA_LABELS
from models.quantities.writing import SYMBOLS

_RETURN_HEADS = (
    "Against cloud, nominal",
    "Peak funding",
    "Saving over it",
    "One rate exists",
    "Initial guess, monthly",
    "Monthly rate",
    "Internal rate of return, annual",
    "Modified internal rate of return, annual",
)


def returns(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> int:
    """Write what owning earns against cloud.

    A rate of return only where there is one, found from the engine's as the guess.
    """
    styles, layout = draft.styles, draft.layout
    for column, head in enumerate(_RETURN_HEADS):
        draft.text(sheet, row, column, head, styles.head if column == 0 else styles.head_right)
    first, last = layout.first_column, layout.last_column
    money = styles.make(num_format=f'"{draft.symbol}"#,##0;("{draft.symbol}"#,##0);"–"', align="right")
    share = styles.make(num_format='0.0%;-0.0%;"–"', align="right")
    months = layout.live("world.months_in_year")
    lines = layout.traced.lines
    rate, earns = (line_cell(draft, lines[f"finance.{one}"]) for one in ("monthly_rate", "reinvestment_monthly"))
    for option in (one for one in case.options if one != "cloud"):
        row += 1
        pair = case.pair("cloud", option, "nominal")
        flow = layout.of(lines[PairLine.RETURNS_FLOW.of("cloud", option)])[1]
        flows = f"Appraisal!${first}${flow}:${last}${flow}"
        draft.text(sheet, row, 0, OPTION_LABELS[option], styles.text)
        peak = line_cell(draft, lines[PairLine.PEAK_FUNDING.of("cloud", option, "nominal")])
        costs = [line_cell(draft, lines[OptionLine.TOTAL_COST.of(one)]) for one in ("cloud", option)]
        exists, at = pair.internal_rate is not None, row + 1
        monthly = (1 + pair.internal_rate) ** (1 / 12) - 1 if pair.internal_rate is not None else 0.0
        draft.formula(sheet, "Summary", row, 1, peak, pair.peak_funding, money)
        draft.formula(
            sheet,
            "Summary",
            row,
            2,
            f"IF(B{at}>{layout.live('world.equal_within')},({costs[0]}-{costs[1]})/B{at},0)",
            pair.return_on_investment or 0.0,
            share,
        )
        draft.formula(
            sheet,
            "Summary",
            row,
            3,
            line_cell(draft, lines[PairLine.RETURNS_EXISTS.of("cloud", option)]),
            float(exists),
            styles.make(num_format='"yes";;"no"', align="right"),
        )
        sheet.write_number(row, 4, monthly, styles.make(num_format="0.00%", font_color="#5B6472", align="right"))
        draft.formula(
            sheet,
            "Summary",
            row,
            5,
            # from the guess, and where that leads nowhere after an edit, from a loss of a twelfth a month
            f"IF(D{at}=1,IFERROR(IRR({flows},E{at}),IFERROR(IRR({flows},-1/{months}),0)),0)",
            monthly,
            styles.make(num_format='0.00%;-0.00%;"–"', align="right"),
        )
        draft.formula(sheet, "Summary", row, 6, f"(1+F{at})^{months}-1", pair.internal_rate or 0.0, share)
        text = f"IF(D{at}=1,IFERROR((1+MIRR({flows},{rate},{earns}))^{months}-1,0),0)"
        draft.formula(sheet, "Summary", row, 7, text, (pair.modified_rate or 0.0) if exists else 0.0, share)
    return row + 1


def areas(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> int:
    """Write what each decision area costs in each option, as links to the lines that add it up."""
    styles, layout = draft.styles, draft.layout
    money = styles.make(
        num_format=f'"{SYMBOLS[layout.plan.currency]}"#,##0;("{SYMBOLS[layout.plan.currency]}"#,##0);"–"', align="right"
    )
    options = layout.traced.appraisal.options
    draft.text(sheet, row, 0, "Cost by decision area, all months", styles.head)
    for column, option in enumerate(case.options.values(), start=1):
        draft.text(sheet, row, column, option.label, styles.head_right)
    areas = [area for area in AREA_LABELS if any(area in option.areas for option in case.options.values())]
    for offset, area in enumerate(areas, start=1):
        draft.text(sheet, row + offset, 0, AREA_LABELS[area], styles.text)
        for column, (key, option) in enumerate(case.options.items(), start=1):
            parts = [
                line
                for name, line in (*options[key].areas.items(), *((line.area, line) for line in options[key].derived))
                if name == area
            ]
            text = "+".join("{}!$E${}".format(*layout.of(line)) for line in parts) or "0"
            draft.formula(sheet, "Summary", row + offset, column, text, option.areas.get(area, 0.0), money)
    row += len(areas) + 1
    for name, label, sign in (
        (OptionLine.RESIDUAL, "Residual value", -1),
        (OptionLine.TOTAL_COST, "Whole-life cost", 1),
    ):
        draft.text(sheet, row, 0, label, styles.make(bold=sign > 0))
        for column, (key, option) in enumerate(case.options.items(), start=1):
            cell = line_cell(draft, layout.traced.lines[name.of(key)])
            draft.formula(
                sheet,
                "Summary",
                row,
                column,
                cell if sign > 0 else f"-{cell}",
                option.total_cost if sign > 0 else -option.residual,
                money,
            )
        row += 1
    return row


def comparison(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> None:
    """Write what each scenario gives, as values of the day of the export, with a live check of the chosen one."""
    styles, plan = draft.styles, draft.layout.plan
    symbol = SYMBOLS[plan.currency]
    draft.text(sheet, row, 0, "Scenarios, present value as exported", styles.head)
    for column, option in enumerate(case.options.values(), start=1):
        draft.text(sheet, row, column, option.label, styles.head_right)
    draft.text(sheet, row, len(case.options) + 1, "Chosen: moved", styles.head_right)
    money = styles.make(num_format=f'"{symbol}"#,##0;("{symbol}"#,##0);"–"', align="right")
    moved = styles.make(num_format='[=0]"–";"has moved"', align="right")
    rows = {key: FIRST_OPTION_ROW + 1 + place for place, key in enumerate(case.options)}
    moved_at = len(case.options) + 1
    number = column_name(moved_at + 1)
    for offset, scenario in enumerate(plan.scenarios, start=1):
        found = case_result(plan, scenario.slug).options
        draft.text(sheet, row + offset, 0, draft.layout.scenario_names[scenario.slug], styles.text)
        for column, key in enumerate(case.options, start=1):
            if key in found:
                sheet.write_number(row + offset, column, found[key].present_value, money)
        sheet.write_number(
            row + offset, moved_at + 1, offset, styles.make(num_format='"no. "0', font_color="#9AA3AF", align="right")
        )
        at, near = row + offset + 1, draft.layout.live("world.equal_within")
        apart = ",".join(
            f"ABS({column_name(column)}{at}-$C${rows[key]})"
            for column, key in enumerate(case.options, start=1)
            if key in found
        )
        text = f"($C$4={number}{at})*(MAX({apart})>{near})"
        draft.moved(sheet, "Summary", row + offset, moved_at, text, moved)
