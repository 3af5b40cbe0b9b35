"""The sheets a reader sees first: what the workbook is, and what it says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.documents.workbook.layout import TIMELINE_COLUMN, VALUE_COLUMN, column_name
from desktop.documents.workbook.sheets import Draft, Sheet
from desktop.documents.workbook.summary_cells import CHANGED, FIRST_OPTION_ROW, scenario_number
from desktop.documents.workbook.summary_options import options_into
from desktop.documents.workbook.summary_tables import areas, comparison, returns
from desktop.documents.workbook.verdict_cells import Told
from models.appraisal.line_keys import OptionLine
from models.appraisal.results import CaseResult
from models.areas.options import OPTION_LABELS, USUAL, in_sentence, label_of
from models.exhibits.figures import Figure
from models.exhibits.series_styles import STYLES
from models.exhibits.verdict import Verdict
from models.rules.judgement import Judgement, State, planned

_MARKERS = {"circle": "circle", "square": "square", "triangle": "triangle", "diamond": "diamond", "none": "none"}
_DASHES: Mapping[tuple[int, ...], str] = {
    (): "solid",
    (6, 3): "dash",
    (2, 2): "round_dot",
    (8, 3, 2, 3): "dash_dot",
    (10, 2, 2, 2): "long_dash_dot",
}
_CHART_ROWS = 20
"""Rows the chart takes."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an export is marked with."""

    day: str
    version: str
    input_hash: str


FIGURE_HEADS = ("Measured by", "A usual month", "", "Low", "Measured", "High", "Unit")


def write_summary(
    draft: Draft,
    case: CaseResult,
    every: CaseResult,
    judged: tuple[Verdict, Judgement | None],
    figure: Figure,
    live: Told,
) -> None:
    """Write selector, verdict, options, crossovers, chart and the stamped comparison of scenarios.

    judged: what is said of the exported scenario, and of what.
    """
    said, judgement = judged
    sheet = draft.sheet("Summary", "results", draft.layout.plan.title)
    styles = draft.styles
    draft.master_check(sheet, "Summary", 9)
    _selector(draft, sheet)
    _live(draft, sheet, live)
    mended = styles.make(num_format='[=0]"All inputs are valid";"Inputs to correct: "0', align="right")
    draft.text(sheet, 3, 5, _left_out(case, said, judgement), styles.make(font_color="#5B6472", font_size=10))
    stale = draft.book.add_format({"bold": True, "font_color": "#9C2B00"})
    sheet.conditional_format(
        3,
        5,
        3,
        5,
        {
            "type": "formula",
            "criteria": f"=OR(${column_name(CHANGED[1])}${CHANGED[0] + 1}>0,$C$4<>$C$3)",
            "format": stale,
        },
    )
    rows = [row.row for row in draft.layout.inputs]
    draft.formula(sheet, "Summary", 4, 9, f"SUM(Live!$I${min(rows)}:$I${max(rows)})", 0, mended)
    of = f", {draft.layout.scenario_names[draft.scenario]}" if len(draft.names) > 1 else ""
    for row, text in enumerate(_said_as_exported(said, f"As exported{of}:"), start=5):
        draft.text(sheet, row, 0, text, styles.make(font_size=10))
    rows = options_into(draft, sheet, every, live.names)
    bold = draft.book.add_format({"bold": True})
    for row, key in rows.items():
        sheet.conditional_format(
            row, 0, row, 7, {"type": "formula", "criteria": f"={live.recommended[key][0]}=1", "format": bold}
        )
    chart = FIRST_OPTION_ROW + len(rows) + 2
    _chart(draft, sheet, figure, chart, {key: row for row, key in rows.items()})
    second_page = chart + _CHART_ROWS
    after = _crossovers(draft, sheet, every, second_page)
    after = returns(draft, sheet, every, after + 1)
    after = areas(draft, sheet, every, after + 1)
    comparison(draft, sheet, every, after + 1)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 9, 14)
    # a number whose format has words is all signs where its column is too narrow
    sheet.set_column(7, 7, 17)
    sheet.set_column(9, 9, 21)
    sheet.set_h_pagebreaks([second_page])
    sheet.fit_to_pages(1, 0)


def _left_out(case: CaseResult, said: Verdict, judgement: Judgement | None) -> str:
    """Return what the live verdict does not see."""
    clear = planned(case).state is State.CLEAR
    if close_by_chance(case, said, judgement):
        return "Too close by its chance as exported; after a change or in another scenario chances are left out."
    if clear and said.close:
        return "The live verdict leaves chances out: with them, as exported, it is too close to call."
    best = judgement.best if judgement is not None else None
    if clear and best is not None and best.state is State.CLOSE:
        return "Each at its best, as exported, it is too close to call."
    if judgement is not None and judgement.turned and best is not None and best.recommended:
        return f"Each at its best, as exported, {in_sentence(best.recommended)} leads."
    return "After a change or in another scenario: rules and chances as exported."


def close_by_chance(case: CaseResult, said: Verdict, judgement: Judgement | None) -> bool:
    """Return whether the plan's lead is clear by its amount, and too close to call by its chance."""
    by_amount = planned(case)
    same = judgement is None or judgement.planned.rival == by_amount.rival
    return said.close and by_amount.state is State.CLEAR and same


def _live(draft: Draft, sheet: Sheet, live: Told) -> None:
    """Write the verdict as it stands now: its words, by how much, and from which month."""
    styles = draft.styles
    words = styles.make(bold=True, font_color="#12436D", font_size=12)
    draft.formula(sheet, "Summary", 4, 0, *live.sentence, words)
    by = styles.make(num_format=f'"by {draft.symbol}"#,##0;;', align="right", bold=True)
    draft.formula(sheet, "Summary", 4, 5, *live.lead, by)
    since = styles.make(num_format='"from month "0;;', align="right")
    draft.formula(sheet, "Summary", 4, 7, *live.month, since)


_LINES, _ACROSS = 3, 140
"""Lines of the verdict as exported that the sheet has room for, and the characters of one."""

_MORE = "The rest stands on About."
_SENTENCE_ENDS = re.compile(r"(?<=\.) (?=[A-Z])")


def _said_as_exported(said: Verdict, head: str) -> list[str]:
    """Return the verdict as exported in lines; sentences that have no room stand on About, and it is said."""
    whole = wrapped_lines(f"{head} {said.text}", _ACROSS)
    if len(whole) <= _LINES:
        return whole
    told = head
    for sentence in _SENTENCE_ENDS.split(said.text):
        longer = f"{told} {sentence}"
        if len(wrapped_lines(f"{longer} {_MORE}", _ACROSS)) > _LINES:
            break
        told = longer
    return wrapped_lines(f"{told} {_MORE}", _ACROSS)[:_LINES]


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
        # a scenario that is none is the base until it is corrected, and a check says so
        f"MAX(1,MIN(Inputs!${last}$3,{scenario_number(draft)}))",
        names.index(chosen) + 1,
        styles.make(num_format="0", font_color="#5B6472"),
    )
    draft.text(sheet, 3, 3, "number of the scenario", styles.note)
    exported = styles.make(num_format='"as exported: "0', font_color="#5B6472", align="right")
    sheet.write_number(2, 2, names.index(chosen) + 1, exported)


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
            sheet, row, 0, f"{OPTION_LABELS[pair.first]} and {in_sentence(pair.second)}, {pair.basis}", styles.text
        )
        crossings = sorted(
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
                sheet, "Summary", row, number, text, crossings[number - 1] if number <= len(crossings) else 0.0, months
            )
    return row + 1


def _chart(draft: Draft, sheet: Sheet, figure: Figure, row: int, rows: Mapping[str, int]) -> None:
    """Add the native chart of cumulative cost, live, with the finding as its title.

    rows: of what is named on the sheet: an option that is another one now may stand apart after a change, and is drawn
        below the one that it is.
    """
    layout = draft.layout
    chart = draft.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    assert chart is not None
    horizon = layout.traced.structure.horizon
    last = TIMELINE_COLUMN + horizon
    drawn = {series.key: series.style for series in figure.series}
    waits = any(series.paid is not None for series in figure.series)
    for key in (*(one for one in rows if one not in drawn and one != USUAL), *drawn):
        if key == USUAL:
            line = layout.traced.lines["finance.usual_cumulative"]
        else:
            line = layout.traced.lines[(OptionLine.CURVE if waits else OptionLine.CUMULATIVE).of(key)]
        name, row_of_values = layout.of(line)
        values_row = row_of_values - 1
        style = drawn.get(key, STYLES[key])
        chart.add_series(
            {
                "name": ["Summary", rows[key], 0] if key in rows else label_of(key),
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
        "=Summary!$A$5",
        "Months from the month of decision",
        f"Cumulative cost, {figure.symbol}",
        {"min": 0, "max": horizon, "major_unit": 12},
    )
    sheet.insert_chart(row, 0, chart, {"description": figure.alternative, "object_position": 2})
