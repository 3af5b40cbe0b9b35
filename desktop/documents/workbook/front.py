"""The sheets a reader sees first: what the workbook is, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.documents.workbook.layout import CALCULATION_SHEETS, SHEETS, TIMELINE_COLUMN, VALUE_COLUMN, column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from models.appraisal.comparison import OPTION_LABELS
from models.appraisal.results import CaseResult, case_result
from models.areas.placement import OPTIONS
from models.areas.world import hours_a_month
from models.catalogue.rows import catalogue
from models.exhibits.areas import AREA_LABELS
from models.exhibits.figures import Figure
from models.exhibits.verdict import Verdict
from models.formula.node import Line
from models.plan.measurements import FIGURES, unit_of
from models.quantities.writing import SYMBOLS, month_name

_MARKERS = {"circle": "circle", "square": "square", "triangle": "triangle", "none": "none"}
_DASHES: Mapping[tuple[int, ...], str] = {(): "solid", (6, 3): "dash", (2, 2): "round_dot", (8, 3, 2, 3): "dash_dot"}
_CHART_ROWS = 20
"""Rows the chart takes."""

FIRST_OPTION_ROW = 9
"""The row of the first option on Summary, counted from 0."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an export is marked with."""

    day: str
    version: str
    input_hash: str


def write_about(draft: Draft, stamp: Stamp) -> None:
    """Write purpose, conventions, colour key and an index with links."""
    sheet = draft.sheet("About", "front", "About this workbook")
    styles, plan = draft.styles, draft.layout.plan
    scenario = plan.scenario(draft.scenario)
    facts = (
        ("Plan", plan.title),
        (
            "Purpose",
            (
                "Compares cloud, on-premises and hybrid infrastructure for AI over the horizon. Every figure follows"
                " from the Inputs sheet by live formulas."
            ),
        ),
        ("Story", plan.story or "–"),
        ("Author", f"Boardcase {stamp.version} on {stamp.day}, from the plan of the same name"),
        ("Scenario as exported", scenario.name),
        ("Input hash", stamp.input_hash),
        ("Price base", f"{month_name(plan.start, 0)} (month 0)"),
        ("Currency", plan.currency),
        ("Signs", "Costs are positive; money received is negative. Shares are fractions shown in percent."),
        (
            "Months",
            (
                f"Month 0 is the decision; months 1 to {draft.layout.traced.structure.horizon} carry running cost. The"
                " horizon is fixed at export."
            ),
        ),
        ("Hours", f"{hours_a_month()} hours a month."),
        ("Ceilings", "Whole units are rounded up, forgiving an excess of 1e-9."),
        (
            "Colour key",
            (
                "Framed yellow cells are inputs; plain cells are calculations; grey print is unit and evidence. Tabs:"
                " navy front, yellow inputs, grey calculations, green results, purple checks."
            ),
        ),
        ("Large figures", "By month, k stands for thousands and m for millions; the cell holds the figure in full."),
        (
            "Take it back",
            (
                "Change Inputs, save, and let Boardcase take it back (File, Take in figures): every difference is shown"
                " and accepted line by line."
            ),
        ),
        (
            "Not here",
            (
                "Studies are worked out in Boardcase and stand on Sensitivity as values; rules between decisions are in"
                " the business case."
            ),
        ),
    )
    for row, (name, text) in enumerate(facts, start=2):
        draft.text(sheet, row, 0, name, styles.make(bold=True, valign="top"))
        draft.text(sheet, row, 1, text, styles.wrapped)
    row = len(facts) + 3
    if draft.notices:
        draft.text(sheet, row, 0, "Left out", styles.make(bold=True, valign="top"))
        draft.text(sheet, row, 1, "; ".join(draft.notices[:20]), styles.wrapped)
        row += 2
    draft.text(sheet, row, 0, "Sheet", styles.head)
    draft.text(sheet, row, 1, "What it holds", styles.head)
    for offset, (name, text) in enumerate(SHEETS, start=1):
        sheet.write_url(row + offset, 0, f"internal:'{name}'!A1", styles.make(font_color="#12436D", underline=1), name)
        draft.text(sheet, row + offset, 1, text, styles.text)
    draft.master_check(sheet, "About", 2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    sheet.set_column(2, 2, 20)
    sheet.fit_to_pages(1, 1)


def write_sources(draft: Draft) -> None:
    """Write the catalogue rows the plan's prices were frozen from."""
    sheet = draft.sheet("Sources", "inputs", "Sources of prices and facts")
    styles, plan = draft.styles, draft.layout.plan
    used = sorted({entry.evidence.catalogue for entry in plan.entries.values() if entry.evidence.catalogue})
    for column, head in enumerate(
        (
            "Catalogue row",
            "What",
            "Region",
            "Low",
            "Typical",
            "High",
            "Unit",
            "Currency",
            "Date",
            "Rests on",
            "Source",
            "Note",
        )
    ):
        draft.text(sheet, 2, column, head, styles.head)
    for row, row_id in enumerate((one for one in used if one in catalogue()), start=3):
        fact = catalogue()[row_id]
        for column, text in (
            (0, fact.id),
            (1, fact.name),
            (2, fact.region),
            (6, fact.unit),
            (7, fact.currency),
            (9, fact.evidence),
            (10, fact.source),
            (11, fact.note),
        ):
            draft.text(sheet, row, column, text, styles.wrapped)
        draft.dated(sheet, row, 8, fact.as_of, styles.wrapped)
        for column, value in ((3, fact.low), (4, fact.typical), (5, fact.high)):
            if value is not None:
                sheet.write_number(
                    row, column, value, styles.make(num_format="#,##0.####", align="right", valign="top")
                )
    _measurements(draft, sheet, 4 + sum(one in catalogue() for one in used))
    draft.master_check(sheet, "Sources", 11)
    for column, width in enumerate((28, 28, 13, 9, 9, 9, 12, 8, 10, 10, 30, 32)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 1)
    sheet.fit_to_pages(1, 0)


_MEASURED_HEADS = (
    "Measured by",
    "What it is",
    "Period",
    "Used",
    "Aside",
    "Covered",
    "Zone",
    "Currency",
    "Taken in",
    "",
    "SHA-256",
    "To check against the invoice",
)
_FIGURE_HEADS = ("Measured by", "A usual month", "", "Low", "Measured", "High", "Unit")


def _measurements(draft: Draft, sheet: Sheet, row: int) -> None:
    """Write the register of measurements and every figure they say of a usual month, with its lowest and highest week.

    Values as taken in.
    """
    styles, plan = draft.styles, draft.layout.plan
    if not plan.measurements:
        draft.text(sheet, row, 0, "Nothing is measured: no bill, metrics or log was taken in.", styles.note)
        return
    for column, head in enumerate(_MEASURED_HEADS):
        draft.text(sheet, row, column, head, styles.head)
    number = styles.make(num_format="#,##0.####", align="right", valign="top")
    for one in plan.measurements:
        row += 1
        for column, text in (
            (0, one.file),
            (1, one.format),
            (2, one.period),
            (6, one.zone),
            (7, one.currency),
            (8, one.taken),
            (10, one.sha256),
            (11, one.reconciliation),
        ):
            draft.text(sheet, row, column, text, styles.wrapped)
        for column, value in ((3, one.used), (4, one.aside)):
            sheet.write_number(row, column, value, number)
        sheet.write_number(row, 5, one.coverage, styles.make(num_format="0%", align="right", valign="top"))
    row += 2
    for column, head in enumerate(_FIGURE_HEADS):
        draft.text(sheet, row, column, head, styles.head)
    for one in plan.measurements:
        for name in (name for name in FIGURES if name in one.figures):
            row += 1
            named, ends = FIGURES[name], one.ranges.get(name)
            for column, text in ((0, one.file), (1, named.label), (6, unit_of(named, one.currency))):
                draft.text(sheet, row, column, text, styles.wrapped)
            scale = 100.0 if named.unit == "%" else 1.0
            for column, value in (
                (3, ends[0] if ends else None),
                (4, one.figures[name]),
                (5, ends[1] if ends else None),
            ):
                if value is not None:
                    sheet.write_number(row, column, value * scale, number)


def write_summary(draft: Draft, case: CaseResult, said: Verdict, figure: Figure) -> None:
    """Write selector, verdict, options, crossovers, chart and the stamped comparison of scenarios."""
    sheet = draft.sheet("Summary", "results", draft.layout.plan.title)
    styles = draft.styles
    draft.master_check(sheet, "Summary", 9)
    _selector(draft, sheet)
    draft.text(sheet, 4, 0, "Verdict as exported", styles.make(bold=True, font_color="#12436D"))
    for row, text in enumerate(wrapped_lines(said.text, 120)[:3], start=5):
        draft.text(sheet, row, 0, text, styles.make(font_size=11))
    _options(draft, sheet, case)
    chart = FIRST_OPTION_ROW + len(OPTIONS) + 2
    _chart(draft, sheet, figure, chart)
    second_page = chart + _CHART_ROWS
    after = _crossovers(draft, sheet, case, second_page)
    after = _returns(draft, sheet, case, after + 1)
    after = _areas(draft, sheet, case, after + 1)
    _comparison(draft, sheet, case, after + 1)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 9, 14)
    sheet.set_h_pagebreaks([second_page])
    sheet.fit_to_pages(1, 0)


def wrapped_lines(text: str, width: int) -> list[str]:
    """Return a text in lines of so many characters at most, words whole."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _selector(draft: Draft, sheet: Sheet) -> None:
    """Write the cell that chooses the scenario every sheet follows."""
    styles, names = draft.styles, draft.names
    chosen = draft.layout.scenario_names[draft.scenario]
    draft.text(sheet, 3, 0, "Scenario (choose here)", styles.make(bold=True))
    draft.text(
        sheet, 3, 1, chosen, styles.make(bg_color="#FFF9E5", border=1, border_color="#D9C27A", locked=False, bold=True)
    )
    first, last = column_name(VALUE_COLUMN), column_name(VALUE_COLUMN + len(names) - 1)
    sheet.data_validation(
        3,
        1,
        3,
        1,
        {
            "validate": "list",
            "source": f"=Inputs!${first}$4:${last}$4",
            "ignore_blank": False,
            "input_title": "Scenario",
            "input_message": "Every sheet follows the scenario chosen here.",
            "error_title": "Not allowed",
            "error_message": "Choose one of the plan's scenarios.",
        },
    )
    draft.formula(
        sheet,
        "Summary",
        3,
        2,
        f"SUMPRODUCT((Inputs!${first}$4:${last}$4=$B$4)*Inputs!${first}$3:${last}$3)",
        names.index(chosen) + 1,
        styles.make(num_format="0", font_color="#5B6472"),
    )
    draft.text(sheet, 3, 3, "number of the scenario", styles.note)


def _line_cell(draft: Draft, line: Line) -> str:
    sheet, row = draft.layout.of(line)
    return f"{sheet}!$D${row}"


def _options(draft: Draft, sheet: Sheet, case: CaseResult) -> None:
    """Write the options side by side, each figure a link to its sheet."""
    styles, layout = draft.styles, draft.layout
    symbol = SYMBOLS[layout.plan.currency]
    heads = (
        "Option",
        "Whole-life cost",
        "Present value",
        "Equivalent a year",
        "Residual value",
        "Cost per GPU-hour",
        "Break-even against cloud",
        "Payback, discounted",
        "Since the export",
        "Present value then",
    )
    for column, head in enumerate(heads):
        draft.text(sheet, FIRST_OPTION_ROW - 1, column, head, styles.head if column == 0 else styles.head_right)
    lines = layout.traced.lines
    money = styles.make(num_format=f'"{symbol}"#,##0;("{symbol}"#,##0);"–"', align="right")
    unit = styles.make(num_format=f'"{symbol}"#,##0.00', align="right")
    months = styles.make(num_format='"month "0.0;;"–"', align="right")
    for offset, (key, option) in enumerate(case.options.items()):
        row = FIRST_OPTION_ROW + offset
        name = f"{option.label} (not allowed)" if option.key in case.blocked else option.label
        draft.text(sheet, row, 0, name, styles.make(bold=case.allowed()[:1] == [option]))
        figures = (
            ("total.total_cost", option.total_cost),
            ("total.present_value", option.present_value),
            ("total.equivalent", option.equivalent_annual_cost),
            ("total.residual", option.residual),
        )
        for column, (name, value) in enumerate(figures, start=1):
            draft.formula(sheet, "Summary", row, column, _line_cell(draft, lines[f"{key}.{name}"]), value, money)
        draft.formula(
            sheet, "Summary", row, 5, _line_cell(draft, lines[f"unit.{key}.cost"]), option.unit_cost or 0.0, unit
        )
        for column, basis in ((6, "nominal"), (7, "discounted")):
            if key != "cloud":
                sustained = case.pair("cloud", key, basis).sustained
                draft.formula(
                    sheet,
                    "Summary",
                    row,
                    column,
                    _line_cell(draft, lines[f"pair.cloud.{key}.{basis}.sustained"]),
                    sustained or 0.0,
                    months,
                )
        _moved(draft, sheet, row, option.present_value)
    draft.text(
        sheet,
        FIRST_OPTION_ROW + len(OPTIONS),
        0,
        "Break-even: the month from which the option stays cheaper than cloud to the horizon; a dash where it does"
        " not.",
        styles.note,
    )


def _moved(draft: Draft, sheet: Sheet, row: int, stamped: float) -> None:
    """Write whether a figure has moved since the export: the verdict's words are then out of date."""
    sheet.write_number(
        row,
        9,
        stamped,
        draft.styles.make(
            num_format=f'"{draft.symbol}"#,##0;("{draft.symbol}"#,##0);"–"', font_color="#5B6472", align="right"
        ),
    )
    moved = draft.styles.make(num_format='[=0]"as exported";"has moved"', align="right")
    tolerance = draft.layout.live("world.equal_within")
    draft.moved(sheet, "Summary", row, 8, f"IF(ABS(C{row + 1}-J{row + 1})<={tolerance},0,1)", moved)


def _crossovers(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> int:
    """Write every crossover of each pair, in order, as links into Appraisal; room for six a pair."""
    styles, layout = draft.styles, draft.layout
    room = 6
    draft.text(sheet, row, 0, "Crossovers, month", styles.head)
    for number in range(1, room + 1):
        sheet.write_number(
            row, number, number, styles.make(num_format='"no. "0', bold=True, bg_color="#EEF2F7", align="right")
        )
    months = styles.make(num_format="0.0;;–", align="right")
    heads = row + 1
    for pair in layout.traced.appraisal.pairs:
        row += 1
        draft.text(
            sheet,
            row,
            0,
            f"{OPTION_LABELS[pair.first]} and {OPTION_LABELS[pair.second].lower()}, {pair.basis}",
            styles.text,
        )
        found = sorted(
            one.month
            for one in case.crossovers
            if {one.origin, one.to} == {pair.first, pair.second} and one.basis == pair.basis
        )
        _, month_row = layout.of(pair.crossing_month)
        _, count_row = layout.of(pair.count)
        first, last = layout.first_column, layout.last_column
        for number in range(1, room + 1):
            counts = f"Appraisal!${first}${count_row}:${last}${count_row}"
            where = f"Appraisal!${first}${month_row}:${last}${month_row}"
            text = f"SUMPRODUCT(({counts}={column_name(number)}${heads})*{where})"
            draft.formula(
                sheet, "Summary", row, number, text, found[number - 1] if number <= len(found) else 0.0, months
            )
    return row + 1


def _chart(draft: Draft, sheet: Sheet, figure: Figure, row: int) -> None:
    """Add the native chart of cumulative cost, live, with the finding as its title."""
    layout = draft.layout
    chart = draft.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    assert chart is not None
    horizon = layout.traced.structure.horizon
    last = TIMELINE_COLUMN + horizon
    for series in figure.series:
        if series.key == "usual":
            line, name = layout.traced.lines["finance.usual_cumulative"], CALCULATION_SHEETS["demand"]
        else:
            line, name = layout.traced.lines[f"{series.key}.total.cumulative"], CALCULATION_SHEETS[series.key]
        values_row = layout.of(line)[1] - 1
        style = series.style
        chart.add_series(
            {
                "name": series.label,
                "categories": [name, 1, TIMELINE_COLUMN, 1, last],
                "values": [name, values_row, TIMELINE_COLUMN, values_row, last],
                "line": {"color": style.colour, "width": 2, "dash_type": _DASHES[style.dash]},
                "marker": {
                    "type": _MARKERS[style.marker],
                    "size": 4,
                    "fill": {"color": "#FFFFFF"},
                    "border": {"color": style.colour},
                },
                "smooth": False,
            }
        )
    draft.dress_chart(
        chart,
        figure.title,
        f"Months from {month_name(figure.start, 0)}",
        f"Cumulative cost, {figure.symbol}",
        {"min": 0, "max": horizon, "major_unit": 12},
    )
    sheet.insert_chart(row, 0, chart, {"description": figure.alternative, "object_position": 2})


def _returns(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> int:
    """Write what owning earns against cloud.

    A rate of return only where there is one, found from the engine's as the guess.
    """
    styles, layout = draft.styles, draft.layout
    heads = (
        "Against cloud, nominal",
        "Peak funding",
        "Saving over it",
        "One rate exists",
        "Guess, a month",
        "Rate a month",
        "Internal rate a year",
        "Modified rate a year",
    )
    for column, head in enumerate(heads):
        draft.text(sheet, row, column, head, styles.head if column == 0 else styles.head_right)
    first, last = layout.first_column, layout.last_column
    money = styles.make(num_format=f'"{draft.symbol}"#,##0;("{draft.symbol}"#,##0);"–"', align="right")
    share = styles.make(num_format='0.0%;-0.0%;"–"', align="right")
    months = layout.live("world.months_in_year")
    lines = layout.traced.lines
    rate = _line_cell(draft, lines["finance.monthly_rate"])
    for option in (one for one in OPTIONS if one != "cloud"):
        row += 1
        pair = case.pair("cloud", option, "nominal")
        flow = layout.of(lines[f"returns.cloud.{option}.flow"])[1]
        flows = f"Appraisal!${first}${flow}:${last}${flow}"
        draft.text(sheet, row, 0, OPTION_LABELS[option], styles.text)
        peak = _line_cell(draft, lines[f"pair.cloud.{option}.nominal.peak_funding"])
        costs = [_line_cell(draft, lines[f"{one}.total.total_cost"]) for one in ("cloud", option)]
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
            _line_cell(draft, lines[f"returns.cloud.{option}.exists"]),
            float(exists),
            styles.make(num_format='"yes";;"no"', align="right"),
        )
        sheet.write_number(row, 4, monthly, styles.make(num_format="0.00%", font_color="#5B6472", align="right"))
        draft.formula(
            sheet,
            "Summary",
            row,
            5,
            f"IF(D{at}=1,IFERROR(IRR({flows},E{at}),0),0)",
            monthly,
            styles.make(num_format='0.00%;-0.00%;"–"', align="right"),
        )
        draft.formula(sheet, "Summary", row, 6, f"(1+F{at})^{months}-1", pair.internal_rate or 0.0, share)
        text = f"IF(D{at}=1,IFERROR((1+MIRR({flows},{rate},{rate}))^{months}-1,0),0)"
        draft.formula(sheet, "Summary", row, 7, text, (pair.modified_rate or 0.0) if exists else 0.0, share)
    return row + 1


def _areas(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> int:
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
    for name, label, sign in (("residual", "Resale of what is left", -1), ("total_cost", "Whole-life cost", 1)):
        draft.text(sheet, row, 0, label, styles.make(bold=sign > 0))
        for column, (key, option) in enumerate(case.options.items(), start=1):
            cell = _line_cell(draft, layout.traced.lines[f"{key}.total.{name}"])
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


def _comparison(draft: Draft, sheet: Sheet, case: CaseResult, row: int) -> None:
    """Write what each scenario gives, as values of the day of the export, with a live check of the chosen one."""
    styles, plan = draft.styles, draft.layout.plan
    symbol = SYMBOLS[plan.currency]
    draft.text(sheet, row, 0, "Scenarios, present value as exported", styles.head)
    for column, option in enumerate(case.options.values(), start=1):
        draft.text(sheet, row, column, option.label, styles.head_right)
    draft.text(sheet, row, 4, "Chosen: moved", styles.head_right)
    money = styles.make(num_format=f'"{symbol}"#,##0;("{symbol}"#,##0);"–"', align="right")
    moved = styles.make(num_format='[=0]"–";"has moved"', align="right")
    cloud = f"$C${FIRST_OPTION_ROW + 1}"
    for offset, scenario in enumerate(plan.scenarios, start=1):
        values: Sequence[float] = [option.present_value for option in case_result(plan, scenario.slug).options.values()]
        draft.text(sheet, row + offset, 0, draft.layout.scenario_names[scenario.slug], styles.text)
        for column, value in enumerate(values, start=1):
            sheet.write_number(row + offset, column, value, money)
        sheet.write_number(
            row + offset, 5, offset, styles.make(num_format='"no. "0', font_color="#9AA3AF", align="right")
        )
        text = (
            f"($C$4=F{row + offset + 1})*(ABS(B{row + offset + 1}-{cloud})>{draft.layout.live('world.equal_within')})"
        )
        draft.moved(sheet, "Summary", row + offset, 4, text, moved)
