"""The sheet of studies: what needs root finding or sampling.

As values of the day of the export, with a live check that says when they are out of date.
"""

from collections.abc import Mapping, Sequence

from desktop.documents.workbook.front import Stamp, wrapped_lines
from desktop.documents.workbook.frontier import write_frontier
from desktop.documents.workbook.layout import column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.summary_cells import CHANGED, FIRST_OPTION_ROW
from desktop.documents.workbook.table_cells import write_table
from models.exhibits.cells import Cell, written
from models.exhibits.series_styles import STYLES
from models.exhibits.shapes import Tornado
from models.exhibits.studies import Shown
from models.quantities import units

_COLUMNS = 6
_LINE = 150
"""Characters in a line of a finding."""


def write_studies(draft: Draft, stamp: Stamp, studies: Mapping[str, Shown]) -> None:
    """Write every study: finding, how it was come by, tables."""
    sheet = draft.sheet("Sensitivity", "results", "Sensitivity and risk")
    styles = draft.styles
    draft.master_check(sheet, "Sensitivity", _COLUMNS)
    draft.text(
        sheet,
        2,
        0,
        f"Worked out by Boardcase {stamp.version} on {stamp.day}, input hash {stamp.input_hash}: values, not formulas.",
        styles.note,
    )
    draft.text(sheet, 3, 0, "The options' figures since then", styles.make(bold=True))
    first, last = FIRST_OPTION_ROW + 1, FIRST_OPTION_ROW + len(draft.layout.traced.options)
    draft.moved(
        sheet,
        "Sensitivity",
        3,
        1,
        f"SUM(Summary!$I${first}:$I${last})+Summary!${column_name(CHANGED[1])}${CHANGED[0] + 1}",
        styles.make(num_format='[=0]"as exported";"have moved: export again"'),
    )
    row = 5
    for shown in studies.values():
        for column in range(_COLUMNS + 1):
            sheet.write_blank(row, column, None, styles.section)
        draft.text(sheet, row, 0, shown.title, styles.section)
        row += 1
        for line in (shown.finding, shown.note):
            for text in wrapped_lines(line, _LINE):
                draft.text(sheet, row, 0, text, styles.text if line is shown.finding else styles.note)
                row += 1
        for table in shown.tables:
            if not table.rows:
                continue
            row = write_table(draft, sheet, row + 1, table)
        row = write_frontier(draft, sheet, shown, _tornado(draft, sheet, shown, row + 1))
        row += 1
    sheet.set_column(0, 0, 50)
    for column in range(1, _COLUMNS + 1):
        sheet.set_column(column, column, _width(list(studies.values()), column))
    sheet.fit_to_pages(1, 0)


_NARROWEST, _WIDEST = 18, 38
"""Characters of a column."""


def _width(studies: Sequence[Shown], column: int) -> int:
    """Return how wide a column has to be for its figures: one with words in its format is signs where it is cut."""
    cells = [row[column] for shown in studies for table in shown.tables for row in table.rows if column < len(row)]
    # what holds two figures is a text, which may run on
    told = [len(written(one)) for one in cells if isinstance(one, Cell) and one.is_number and not one.also]
    return min(_WIDEST, max([_NARROWEST, *(length + 2 for length in told)]))


def _tornado(draft: Draft, sheet: Sheet, shown: Shown, row: int) -> int:
    """Write the figures of a tornado and its native chart around the lead as it stands; return the row after both."""
    drawn = next((chart for chart in shown.charts if isinstance(chart, Tornado)), None)
    if drawn is None or not drawn.bars:
        return row
    styles = draft.styles
    for column, head in enumerate(("Lead of the cheapest option", "At the low end", "At the high end")):
        draft.text(
            sheet,
            row,
            column,
            f"{head}, {drawn.symbol}" if column else head,
            styles.head_right if column else styles.head,
        )
    money = styles.figure(units.MONEY)
    first = row + 1
    for offset, bar in enumerate(reversed(drawn.bars)):
        draft.text(sheet, first + offset, 0, bar.label, styles.text)
        sheet.write_number(first + offset, 1, bar.at_low, money)
        sheet.write_number(first + offset, 2, bar.at_high, money)
    last = first + len(drawn.bars) - 1
    chart = draft.book.add_chart({"type": "bar"})
    assert chart is not None
    ends: tuple[tuple[int, str, dict[str, object]], ...] = (
        (
            1,
            "Low end of the range",
            {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": STYLES["cloud"].colour, "bg_color": "#FFFFFF"}},
        ),
        (2, "High end of the range", {"fill": {"color": STYLES["on_premises"].colour}}),
    )
    for column, name, look in ends:
        chart.add_series(
            {
                "name": name,
                "categories": ["Sensitivity", first, 0, last, 0],
                "values": ["Sensitivity", first, column, last, column],
                "overlap": 100,
                "gap": 40,
                **look,
            }
        )
    draft.dress_chart(
        chart,
        shown.finding,
        f"{drawn.title}, {drawn.symbol} of present value",
        "Input",
        {"crossing": drawn.planned, "num_format": "#,##0"},
    )
    chart.set_y_axis({"name": "Input", "label_position": "low", "major_gridlines": {"visible": False}})
    chart.set_size({"width": 1180, "height": 120 + 24 * len(drawn.bars)})
    sheet.insert_chart(last + 2, 0, chart, {"description": drawn.alternative, "object_position": 2})
    return last + 4 + (120 + 24 * len(drawn.bars)) // 17
