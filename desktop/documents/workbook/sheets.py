"""The sheets of inputs and calculations: every formula comes from the formula graph, every cached value from the engine."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import xlsxwriter.workbook
import xlsxwriter.worksheet
from numpy.typing import NDArray

from desktop.documents.workbook.layout import CALCULATION_SHEETS, TIMELINE_COLUMN, VALUE_COLUMN, InputRow, Layout, column_name
from desktop.documents.workbook.styles import TAB_COLOURS, Format, Styles
from models.formula.excel import Writer
from models.formula.node import Line
from models.formula.program import Results
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import SYMBOLS, month_after

type Sheet = xlsxwriter.worksheet.Worksheet


class WorkbookError(Exception):
    """A workbook that cannot be written: a value that is not a number; the message names sheet and cell."""


@dataclass
class Draft:
    """A workbook being written."""

    book: xlsxwriter.workbook.Workbook
    styles: Styles
    layout: Layout
    results: Results
    scenario: str
    cached: dict[tuple[str, str], float | str] = field(default_factory=dict[tuple[str, str], float | str])

    @property
    def names(self) -> list[str]:
        """The names of the scenarios, in order."""
        return [one.name for one in self.layout.plan.scenarios]

    def sheet(self, name: str, kind: str, title: str) -> Sheet:
        """Add a sheet with its title and the master check."""
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(TAB_COLOURS[kind])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&8{self.layout.plan.title.replace('&', '&&')[:80]}&C&8&A&R&8page &P of &N, &D")
        sheet.write_string(0, 0, title, self.styles.title)
        return sheet

    def master_check(self, sheet: Sheet, name: str, column: int) -> None:
        """Write the master check in the head of a sheet."""
        passed = self.styles.make(num_format='[=0]"All checks pass";"Checks fail: "0', bold=True, align="right")
        self.formula(sheet, name, 0, column, "Checks!$C$4", 0, passed)

    def formula(self, sheet: Sheet, name: str, row: int, column: int, text: str, value: float | str, style: Format) -> None:
        """Write a formula with the engine's value beside it. Raises WorkbookError where that is not a number."""
        cell = f"{column_name(column)}{row + 1}"
        if isinstance(value, float | int | np.floating):
            value = float(value)
            if not np.isfinite(value):
                raise WorkbookError(f"{name}!{cell}: the value of ={text[:80]} is {value}; every cell must hold a finite number")
        sheet.write_formula(row, column, f"={text}", style, value)  # pyright: ignore[reportArgumentType] - typed as int, takes any
        self.cached[name, cell] = value


def cell_value(draft: Draft, declared: Input, value: Value) -> float | str | datetime:
    """Return a value as a cell of Inputs holds it: choices by their label, a month as its first day, a flag as 1 or 0."""
    plan = draft.layout.plan
    if declared.kind is Kind.CHOICE:
        return next(choice.label for choice in declared.choices if choice.value == value)
    if declared.kind is Kind.ROW:
        return plan.row_name(declared.table, str(value))
    if declared.kind is Kind.MONTH:
        first = month_after(str(value), 0)
        return datetime(first.year, first.month, 1)  # noqa: DTZ001 - a cell's date has no zone
    return float(value)


def label_of(draft: Draft, row: InputRow) -> str:
    """Return an input's label with the name of its table row."""
    if not row.table_row:
        return row.declared.label
    return f"{draft.layout.plan.row_name(row.declared.home, row.table_row)}: {row.declared.label}"


def write_inputs(draft: Draft) -> None:
    """Write every input with its evidence, one column a scenario; an inherited cell points at the base's."""
    sheet = draft.sheet("Inputs", "inputs", "Inputs: the only cells to change")
    styles, plan = draft.styles, draft.layout.plan
    last = VALUE_COLUMN + len(plan.scenarios) - 1
    draft.master_check(sheet, "Inputs", last)
    sheet.write_string(1, 0, "Framed cells are inputs. A scenario's cell that points at the base inherits it; a number there is a change.", styles.note)
    heads = ["Key", "Input", "Unit", "Evidence", "Source", "Date", "Low", "High", "Note", "Allowed"]
    for column, head in enumerate(heads):
        sheet.write_string(3, column, head, styles.head)
    for column, name in enumerate(draft.names):
        sheet.write_string(3, VALUE_COLUMN + column, name, styles.head_right)
    for (name, row), heading in draft.layout.headings.items():
        if name == "Inputs":
            sheet.write_string(row - 1, 0, heading, styles.section)
            for column in range(1, last + 1):
                sheet.write_blank(row - 1, column, None, styles.section)
    for row in draft.layout.inputs:
        _write_input(draft, sheet, row)
    for column, width in enumerate((44, 46, 16, 12, 30, 11, 11, 11, 30, 24)):
        sheet.set_column(column, column, width, styles.text)
    sheet.set_column(VALUE_COLUMN, last, 16)
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    sheet.fit_to_pages(1, 0)


def _write_input(draft: Draft, sheet: Sheet, row: InputRow) -> None:
    plan, styles, declared = draft.layout.plan, draft.styles, row.declared
    entry = plan.entries[row.key]
    evidence = entry.evidence
    line = row.row - 1
    symbol = plan.symbol(draft.scenario, row.key)
    constant = declared.kind is Kind.CONSTANT
    texts = (
        row.key,
        label_of(draft, row),
        declared.unit.printed(symbol),
        "constant" if constant else evidence.kind.value,
        evidence.source or declared.source,
        evidence.date,
    )
    for column, text in enumerate(texts):
        sheet.write_string(line, column, text[:32_000], styles.text if column < 4 else styles.note)  # noqa: PLR2004 - evidence is in small print
    low, high = declared.plausible or (None, None)
    for column, value in ((6, evidence.low if evidence.low is not None else low), (7, evidence.high if evidence.high is not None else high)):
        if value is not None:
            sheet.write_number(line, column, value, styles.make(num_format=styles.input(declared).num_format, font_color="#5B6472", font_size=9, align="right"))
    sheet.write_string(line, 8, evidence.note or declared.help, styles.note)
    sheet.write_string(line, 9, _allowed(declared), styles.note)
    for offset, scenario in enumerate(plan.scenarios):
        column = VALUE_COLUMN + offset
        style = styles.constant(declared) if constant or (offset and not declared.scenario_may_change) else styles.input(declared)
        value = cell_value(draft, declared, plan.entry(scenario.slug, row.key).value)
        if offset and row.key not in scenario.changes:
            draft.formula(sheet, "Inputs", line, column, f"${column_name(VALUE_COLUMN)}{row.row}", _cached(value), style)
        elif isinstance(value, datetime):
            sheet.write_datetime(line, column, value, style)
        elif isinstance(value, str):
            sheet.write_string(line, column, value, style)
        else:
            sheet.write_number(line, column, value, style)
        if not constant:
            _validate(draft, sheet, line, column, declared)


def _cached(value: float | str | datetime) -> float | str:
    return float((value - datetime(1899, 12, 30)).days) if isinstance(value, datetime) else value  # noqa: DTZ001


def _allowed(declared: Input) -> str:
    if declared.kind in {Kind.CHOICE, Kind.ROW}:
        return "one of the list"
    if declared.kind is Kind.FLAG:
        return "1 for yes, 0 for no"
    if declared.kind is Kind.MONTH:
        return "the first day of a month"
    if declared.kind is Kind.SHARE:
        return f"{declared.bounds[0]:.0%} to {declared.bounds[1]:,.0%}"
    return f"{declared.bounds[0]:,g} to {declared.bounds[1]:,g}"


def _validate(draft: Draft, sheet: Sheet, line: int, column: int, declared: Input) -> None:
    """Set what a cell accepts, with a prompt and a stop message."""
    plan = draft.layout.plan
    allowed = _allowed(declared)
    options: dict[str, object] = {
        "input_title": declared.label[:32],
        "input_message": f"{declared.help[:180]} Allowed: {allowed}."[:255],
        "error_title": "Not allowed",
        "error_message": f"{declared.label}: {allowed}."[:255],
        "error_type": "stop",
    }
    if declared.kind is Kind.CHOICE:
        options |= {"validate": "list", "source": [choice.label for choice in declared.choices]}
    elif declared.kind is Kind.ROW:
        names = [row.name for row in plan.rows[declared.table]]
        if len(",".join(names)) > 250 or any("," in name for name in names):  # noqa: PLR2004 - Excel's limit for a list in the rule itself
            return
        options |= {"validate": "list", "source": names}
    elif declared.kind is Kind.MONTH:
        options |= {"validate": "date", "criteria": "between", "minimum": datetime(2000, 1, 1), "maximum": datetime(2099, 12, 1)}  # noqa: DTZ001
    else:
        whole = declared.kind in {Kind.INTEGER, Kind.FLAG}
        options |= {
            "validate": "integer" if whole else "decimal",
            "criteria": "between",
            "minimum": declared.bounds[0],
            "maximum": declared.bounds[1],
        }
    sheet.data_validation(line, column, line, column, options)


def write_live(draft: Draft) -> None:
    """Write the chosen scenario's values, and choices as flags; calculations read only this sheet."""
    sheet = draft.sheet("Live", "calculation", "Live: the values of the chosen scenario")
    styles, layout = draft.styles, draft.layout
    draft.master_check(sheet, "Live", 5)
    for column, head in enumerate(("Key", "Input", "Unit", "Value")):
        sheet.write_string(3, column, head, styles.head)
    first, last = column_name(VALUE_COLUMN), column_name(VALUE_COLUMN + len(layout.plan.scenarios) - 1)
    values = layout.plan.values(draft.scenario)
    for row in layout.inputs:
        line = row.row - 1
        for column, text in enumerate((row.key, label_of(draft, row), row.declared.unit.printed(layout.plan.symbol(draft.scenario, row.key)))):
            sheet.write_string(line, column, text, styles.text)
        style = styles.make(num_format=styles.input(row.declared).num_format, align="right")
        value = _cached(cell_value(draft, row.declared, values[row.key]))
        draft.formula(sheet, "Live", line, 3, f"INDEX(Inputs!${first}{row.row}:${last}{row.row},1,Summary!$C$4)", value, style)
    by_row = {row.row: row for row in layout.inputs}
    for flag in layout.flags:
        choice = by_row[flag.choice_row]
        sheet.write_string(flag.row - 1, 0, flag.label, styles.text)
        sheet.write_string(flag.row - 1, 1, f"{label_of(draft, choice)} is {flag.label}", styles.text)
        value = 1 if values[choice.key] == flag.option else 0
        draft.formula(sheet, "Live", flag.row - 1, 3, f"IF($D${flag.choice_row}=$A{flag.row},1,0)", value, styles.make(num_format="0", align="right"))
    for row, label, number in layout.numbers:
        sheet.write_string(row - 1, 1, label, styles.text)
        sheet.write_number(row - 1, 3, number, styles.make(num_format="0", align="right"))
    for (name, row), heading in layout.headings.items():
        if name in {"Live", "Inputs"}:
            sheet.write_string(row - 1, 0, heading, styles.section)
    for column, width in enumerate((44, 60, 16, 18)):
        sheet.set_column(column, column, width, styles.text)
    sheet.freeze_panes(4, 2)
    sheet.fit_to_pages(1, 0)


def write_calculations(draft: Draft) -> None:
    """Write the calculation sheets, line by line."""
    titles = {
        "demand": "Demand: prices, workloads and servers needed",
        "cloud": "Cloud: everything rented",
        "on_premises": "On-premises: everything owned",
        "hybrid": "Hybrid: owned with bursts to the cloud",
        "tax": "Tax, accounts and financing",
        "appraisal": "Appraisal: crossovers, unit costs and other views",
    }
    for key, name in CALCULATION_SHEETS.items():
        sheet = draft.sheet(name, "calculation", titles[key])
        _write_heads(draft, sheet, name)
        for line in draft.layout.traced.lines.values():
            if line.sheet == key:
                _write_line(draft, sheet, name, line)
        for row in draft.layout.schedules.get(name, ()):
            _write_schedule(draft, sheet, name, row.line, row.row - 1)
        for (owner, row), heading in draft.layout.headings.items():
            if owner == name:
                sheet.write_string(row - 1, 0, heading, draft.styles.section)


def _write_heads(draft: Draft, sheet: Sheet, name: str) -> None:
    styles, layout = draft.styles, draft.layout
    horizon = layout.traced.structure.horizon
    draft.master_check(sheet, name, 3)
    sheet.write_string(1, 1, "Month", styles.note)
    for column, head in enumerate(("Section", "Line", "Unit", "Constant", "Total", "Note", "")):
        sheet.write_string(3, column, head, styles.head if column < 3 else styles.head_right)  # noqa: PLR2004
    months = styles.make(num_format="0", font_color="#5B6472", align="right")
    sheet.write_number(1, TIMELINE_COLUMN - 1, -1, months)
    start = f"Live!$D${next(row.row for row in layout.inputs if row.key == 'finance.start')}"
    for month in range(horizon + 1):
        column = TIMELINE_COLUMN + month
        draft.formula(sheet, name, 1, column, f"{column_name(column - 1)}2+1", month, months)
        first = month_after(layout.plan.start, month)
        serial = (datetime(first.year, first.month, 1) - datetime(1899, 12, 30)).days  # noqa: DTZ001
        draft.formula(sheet, name, 3, column, f"EDATE({start},{column_name(column)}$2)", serial, styles.month)
    for column, width in enumerate((26, 52, 15, 14, 14, 10, 3)):
        sheet.set_column(column, column, width, styles.text)
    sheet.set_column(TIMELINE_COLUMN, TIMELINE_COLUMN + horizon, 11)
    sheet.freeze_panes(4, TIMELINE_COLUMN)
    sheet.repeat_columns(0, 2)
    sheet.repeat_rows(1, 3)
    sheet.set_print_scale(70)
    sheet.set_v_pagebreaks([TIMELINE_COLUMN + month for month in range(12, horizon, 12)])


def _write_line(draft: Draft, sheet: Sheet, name: str, line: Line) -> None:
    writer = Writer(draft.layout, name)
    style = draft.styles.figure(line.unit)
    values = draft.results.rows(line.key)[:, :, 0]
    flow = line.timed and line.unit.dimension.endswith("/month")
    for offset, (row, at, added) in enumerate(draft.layout.rows(line)):
        sheet.write_string(row - 1, 1, f"{line.label} – {added}" if added else line.label, draft.styles.text)
        sheet.write_string(row - 1, 2, line.unit.printed(SYMBOLS[draft.layout.plan.currency]), draft.styles.note)
        text = writer.formula(line, at)
        if line.timed:
            _write_months(draft, sheet, name, row - 1, text, np.broadcast_to(values[offset], draft.layout.traced.structure.horizon + 1), style)
            if flow:
                _write_total(draft, sheet, name, row - 1, float(values[offset].sum()), style)
        else:
            draft.formula(sheet, name, row - 1, 3, text, float(values[offset, 0]), style)


def _write_schedule(draft: Draft, sheet: Sheet, name: str, line: Line, row: int) -> None:
    """Write a cost line in the cost schedule: the sum of its rows."""
    style = draft.styles.figure(line.unit)
    sheet.write_string(row, 1, line.label, draft.styles.text)
    sheet.write_string(row, 2, line.unit.printed(SYMBOLS[draft.layout.plan.currency]), draft.styles.note)
    _, first = draft.layout.of(line)
    last = first + draft.layout.row_count(line) - 1
    values = draft.results.rows(line.key).sum(axis=0)[:, 0]
    _write_months(draft, sheet, name, row, f"SUM({{c}}{first}:{{c}}{last})", values, style)
    _write_total(draft, sheet, name, row, float(values.sum()), style)


def _write_months(draft: Draft, sheet: Sheet, name: str, row: int, text: str, values: NDArray[np.float64], style: Format) -> None:
    for month, value in enumerate(values.tolist()):
        column = TIMELINE_COLUMN + month
        formula = text.replace("{c}", column_name(column)).replace("{p}", column_name(column - 1))
        draft.formula(sheet, name, row, column, formula, value, style)


def _write_total(draft: Draft, sheet: Sheet, name: str, row: int, value: float, style: Format) -> None:
    first, last = draft.layout.first_column, draft.layout.last_column
    draft.formula(sheet, name, row, 4, f"SUM({first}{row + 1}:{last}{row + 1})", value, style)
