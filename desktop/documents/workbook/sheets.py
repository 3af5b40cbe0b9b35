"""The sheets of inputs and calculations.

Every formula comes from the formula graph, every cached value from the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

import numpy as np
import xlsxwriter.chart
import xlsxwriter.workbook
import xlsxwriter.worksheet
from numpy.typing import NDArray

from desktop.documents.workbook.cell_text import LONGEST, clean
from desktop.documents.workbook.layout import TIMELINE_COLUMN, VALUE_COLUMN, Layout, column_name
from desktop.documents.workbook.sheet_list import CALCULATION_SHEETS, sheets_of
from desktop.documents.workbook.styles import TAB_COLOURS, Format, Styles
from models.formula.excel import Writer
from models.formula.node import Line
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Kind
from models.quantities.units import Unit
from models.quantities.writing import SYMBOLS, month_after

type Chart = xlsxwriter.chart.Chart
type Sheet = xlsxwriter.worksheet.Worksheet


NOTE_COLUMN = 5
"""The column of a calculation sheet, counted from 0, that names what a line reads."""

MONTHS_A_PAGE = 24
"""On paper: the first page of a calculation sheet holds constants and totals, each other one two years."""

MONTH_WIDTH = 5.57
"""Characters: what lets two years stand on a landscape page at seven points."""


def year_of(month: int) -> int:
    """Return the year a month belongs to: 0 the decision itself, 1 the months 1 to 12."""
    return -(-month // 12)


class WorkbookError(Exception):
    """A workbook that cannot be written: a value that is not a number; the message names sheet and cell."""


@dataclass
class Draft:
    """A workbook being written.

    layout: where what is in use of a plan stands. whole: the plan itself: a control that nobody took may be one that
        the rules ask for.
    """

    book: xlsxwriter.workbook.Workbook
    styles: Styles
    layout: Layout
    whole: Plan
    results: Results
    scenario: str
    day: str
    notices: list[str] = field(default_factory=list[str])
    cached: dict[tuple[str, str], float | str] = field(default_factory=dict[tuple[str, str], float | str])
    since: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Cells that tell whether figures or inputs have moved since the export; they are 0 in a fresh one."""

    @property
    def names(self) -> list[str]:
        """The names of the scenarios, in order."""
        return list(self.layout.scenario_names.values())

    def add(self, name: str) -> None:
        """Add a sheet; the order in which they are added is that of the workbook."""
        self.book.add_worksheet(name)

    def sheet(self, name: str, kind: str, title: str) -> Sheet:
        """Return a sheet that was added, with its title, tab and print set-up."""
        sheet = self.book.get_worksheet_by_name(name)
        assert sheet is not None
        sheet.set_tab_color(TAB_COLOURS[kind])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&8&F&C&8&A&R&8page &P of &N · {self.day}")
        self.text(sheet, 0, 0, title, self.styles.title)
        return sheet

    def text(self, sheet: Sheet, row: int, column: int, text: str, style: Format) -> None:
        """Write a text: never a formula, never a link; what a cell cannot hold is left out, and About says so."""
        kept = clean(text)
        if kept != text:
            self.notices.append(
                f"{sheet.get_name()}!{column_name(column)}{row + 1}:"
                f" {'shortened' if len(kept) >= LONGEST else 'control characters left out'}"
            )
        sheet.write_string(row, column, kept, style)

    def dated(self, sheet: Sheet, row: int, column: int, date: str, style: Format) -> None:
        """Write a date of evidence: a year alone is a number, so that no number stands as text."""
        if date.isdigit():
            sheet.write_number(row, column, int(date), style)
        else:
            self.text(sheet, row, column, date, style)

    def headings(self, sheet: Sheet, name: str, last: int, *more: int) -> None:
        """Write the headings of a sheet's sections, ruled to the last column."""
        heads = [
            (row, text)
            for (owner, row), text in self.layout.headings.items()
            if owner == name or (owner == "Inputs" and row in more)
        ]
        for row, text in heads:
            self.text(sheet, row - 1, 0, text, self.styles.section)
            for column in range(1, last + 1):
                sheet.write_blank(row - 1, column, None, self.styles.section)

    def cached_value(self, value: float | str | datetime) -> float | str:
        """Return what a cell holds as a recalculation gives it: a date as its number of days."""
        return float((value - datetime(1899, 12, 30)).days) if isinstance(value, datetime) else value  # noqa: DTZ001

    @property
    def symbol(self) -> str:
        """The sign of the plan's currency."""
        return SYMBOLS[self.layout.plan.currency]

    def dress_chart(
        self, chart: Chart, title: str, across: str, up: str, axis: Mapping[str, object] | None = None
    ) -> None:
        """Give a chart its finding as title, axis titles with units, and one look."""
        font = {"name": "Arial", "size": 9, "color": "#374151"}
        chart.set_title(
            {"name": clean(title), "name_font": {"name": "Arial", "size": 12, "color": "#12436D"}, "overlay": False}
        )
        chart.set_x_axis(
            {"name": across, "num_font": font, "name_font": font, "major_gridlines": {"visible": False}, **(axis or {})}
        )
        chart.set_y_axis(
            {
                "name": up,
                "num_font": font,
                "name_font": font,
                "num_format": "#,##0",
                "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}},
            }
        )
        chart.set_legend({"position": "bottom", "font": font})
        chart.set_size({"width": 1080, "height": 350})

    def master_check(self, sheet: Sheet, name: str, column: int) -> None:
        """Write the master check in the head of a sheet."""
        passed = self.styles.make(num_format='[=0]"All checks pass";"Checks fail: "0', bold=True, align="right")
        self.formula(sheet, name, 0, column, "Checks!$C$4", 0, passed)

    def moved(self, sheet: Sheet, name: str, row: int, column: int, text: str, style: Format) -> None:
        """Write a formula that counts what has moved since the export."""
        self.formula(sheet, name, row, column, text, 0, style)
        self.since.add((name, f"{column_name(column)}{row + 1}"))

    def formula(
        self, sheet: Sheet, name: str, row: int, column: int, text: str, value: float | str, style: Format
    ) -> None:
        """Write a formula with the engine's value beside it. Raises WorkbookError where that is not a number."""
        cell = f"{column_name(column)}{row + 1}"
        if not isinstance(value, str):
            value = float(value)
            if not isfinite(value):
                raise WorkbookError(
                    f"{name}!{cell}: the value of ={text[:80]} is {value}; every cell must hold a finite number"
                )
        # typed as int, takes any
        sheet.write_formula(row, column, f"={text}", style, value)  # pyright: ignore[reportArgumentType]
        self.cached[name, cell] = value


def write_calculations(draft: Draft) -> None:
    """Write the calculation sheets, line by line."""
    titles = {
        "demand": "Demand: prices, workloads and servers needed",
        "cloud": "Cloud: everything rented",
        "api": "API: all that one may serve, the rest rented",
        "on_premises": "On-premises: everything owned",
        "hybrid": "Hybrid: owned with bursts to the cloud",
        "tax": "Tax, accounts and financing",
        "appraisal": "Appraisal: crossovers, unit costs and other views",
    }
    for key, name in CALCULATION_SHEETS.items():
        if name not in sheets_of(draft.layout.traced, draft.layout.plan):
            continue
        sheet = draft.sheet(name, "calculation", titles[key])
        _write_heads(draft, sheet, name)
        for line in draft.layout.lines:
            if line.sheet == key:
                _write_line(draft, sheet, name, line)
        for row in draft.layout.schedules.get(name, ()):
            _write_schedule(draft, sheet, name, row.line, row.row - 1)
        draft.headings(sheet, name, TIMELINE_COLUMN - 1)


def _write_heads(draft: Draft, sheet: Sheet, name: str) -> None:
    styles, layout = draft.styles, draft.layout
    horizon = layout.traced.structure.horizon
    draft.master_check(sheet, name, 3)
    draft.text(sheet, 1, 1, "Month", styles.note)
    draft.text(sheet, 2, 1, "Year, 0 the decision", styles.note)
    for column, head in enumerate(("§", "Line", "Unit", "Constant", "Total", "Note", "")):
        draft.text(sheet, 3, column, head, styles.head if column < 3 else styles.head_right)  # noqa: PLR2004
    months = styles.make(num_format="0", font_color="#5B6472", align="right")
    sheet.write_number(1, TIMELINE_COLUMN - 1, -1, months)
    for month in range(horizon + 1):
        column = TIMELINE_COLUMN + month
        draft.formula(sheet, name, 1, column, f"{column_name(column - 1)}2+1", month, months)
        draft.formula(
            sheet,
            name,
            2,
            column,
            f"ROUNDUP({column_name(column)}2/{layout.live('world.months_in_year')},0)",
            year_of(month),
            months,
        )
        first = month_after(layout.plan.start, month)
        serial = draft.cached_value(datetime(first.year, first.month, 1))  # noqa: DTZ001
        draft.formula(
            sheet,
            name,
            3,
            column,
            f"EDATE({layout.live('finance.start')},{column_name(column)}$2)",
            serial,
            styles.month,
        )
    for column, width in enumerate((2, 37, 12, 16, 16, 30, 3)):
        sheet.set_column(column, column, width, styles.text)
    sheet.set_column(TIMELINE_COLUMN, TIMELINE_COLUMN + horizon, MONTH_WIDTH)
    sheet.freeze_panes(4, TIMELINE_COLUMN)
    sheet.repeat_columns(0, 2)
    sheet.repeat_rows(1, 3)
    sheet.set_print_scale(70)
    sheet.set_v_pagebreaks([TIMELINE_COLUMN + month for month in range(0, horizon + 1, MONTHS_A_PAGE)])


def _write_line(draft: Draft, sheet: Sheet, name: str, line: Line) -> None:
    writer = Writer(draft.layout, name)
    style = draft.styles.figure(line.unit)
    values = draft.results.rows(line.key)[:, :, 0]
    flow = line.timed and line.unit.dimension.endswith("/month")
    for offset, (row, at, added) in enumerate(draft.layout.rows(line)):
        if not offset:
            _write_inputs(draft, sheet, row - 1, line)
        draft.text(
            sheet,
            row - 1,
            1,
            f"{added[0].upper()}{added[1:]}: {line.label}" if added else line.label,
            draft.styles.text,
        )
        draft.text(sheet, row - 1, 2, line.unit.printed(draft.symbol) or "number", draft.styles.note)
        text = writer.formula(line, at)
        if line.timed:
            _write_months(
                draft,
                sheet,
                name,
                row - 1,
                text,
                np.broadcast_to(values[offset], draft.layout.traced.structure.horizon + 1),
                line.unit,
            )
            if flow:
                _write_total(draft, sheet, name, row - 1, float(values[offset].sum()), style)
        else:
            value = float(values[offset, 0])
            draft.formula(
                sheet, name, row - 1, 3, text, value, draft.styles.figure(line.unit, whole=value.is_integer())
            )


_MOST_NAMED = 3


def _write_inputs(draft: Draft, sheet: Sheet, row: int, line: Line) -> None:
    """Name the inputs that a line reads itself, with a link to the first of them."""
    read = [one for one in draft.layout.direct_inputs(line) if one.declared.kind is not Kind.CONSTANT]
    if not read:
        return
    named = ", ".join(one.declared.label for one in read[:_MOST_NAMED])
    more = len(read) - _MOST_NAMED
    words = clean(f"{named} and {more} more" if more > 0 else named)
    place = f"internal:Inputs!{column_name(VALUE_COLUMN)}{read[0].row}"
    sheet.write_url(row, NOTE_COLUMN, place, draft.styles.note, words)


def _write_schedule(draft: Draft, sheet: Sheet, name: str, line: Line, row: int) -> None:
    """Write a cost line in the cost schedule: the sum of its rows."""
    style = draft.styles.figure(line.unit)
    draft.text(sheet, row, 1, line.label, draft.styles.text)
    draft.text(sheet, row, 2, line.unit.printed(draft.symbol) or "number", draft.styles.note)
    _, first = draft.layout.of(line)
    last = first + draft.layout.row_count(line) - 1
    values = draft.results.rows(line.key).sum(axis=0)[:, 0]
    _write_months(draft, sheet, name, row, f"SUM({{c}}{first}:{{c}}{last})", values, line.unit)
    _write_total(draft, sheet, name, row, float(values.sum()), style)


def _write_months(
    draft: Draft, sheet: Sheet, name: str, row: int, text: str, values: NDArray[np.float64], unit: Unit
) -> None:
    style = draft.styles.monthly(unit, values)
    for month, value in enumerate(values.tolist()):
        column = TIMELINE_COLUMN + month
        formula = text.replace("{c}", column_name(column)).replace("{p}", column_name(column - 1))
        draft.formula(sheet, name, row, column, formula, value, style)


def _write_total(draft: Draft, sheet: Sheet, name: str, row: int, value: float, style: Format) -> None:
    first, last = draft.layout.first_column, draft.layout.last_column
    draft.formula(sheet, name, row, 4, f"SUM({first}{row + 1}:{last}{row + 1})", value, style)
