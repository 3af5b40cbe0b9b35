"""The frontier of each option's efficient settings: its points as numbers and a native chart."""

from desktop.documents.workbook.sheets import Draft, Sheet
from models.exhibits.frontier import Frontier
from models.exhibits.studies import Shown
from models.quantities import units

_MARKERS = {"circle": "circle", "square": "square", "triangle": "triangle", "diamond": "diamond"}
_HIGH = 360
"""Pixels of the chart's height."""


def write_frontier(draft: Draft, sheet: Sheet, shown: Shown, row: int) -> int:
    """Write the points of the frontier against what is paid up front; return the row after points and chart."""
    drawn = next((chart for chart in shown.charts if isinstance(chart, Frontier)), None)
    if drawn is None:
        return row
    styles = draft.styles
    heads = ("Option", f"Present value, {drawn.symbol}", drawn.across, "Efficient", "Settings")
    for column, head in enumerate(heads):
        draft.text(sheet, row, column, head, styles.head_right if column in {1, 2} else styles.head)
    money = styles.figure(units.MONEY)
    ordered = sorted(drawn.points, key=lambda one: one.option)
    first = row + 1
    for place, one in enumerate(ordered, start=first):
        draft.text(sheet, place, 0, one.label, styles.text)
        sheet.write_number(place, 1, one.cost, money)
        sheet.write_number(place, 2, one.across, money)
        draft.text(sheet, place, 3, "yes" if one.efficient else "no", styles.text)
        draft.text(sheet, place, 4, one.words, styles.text)
    chart = draft.book.add_chart({"type": "scatter"})
    assert chart is not None
    for option in dict.fromkeys(one.option for one in ordered):
        places = [first + place for place, one in enumerate(ordered) if one.option == option]
        style = next(one for one in ordered if one.option == option)
        chart.add_series(
            {
                "name": style.label,
                "categories": ["Sensitivity", places[0], 2, places[-1], 2],
                "values": ["Sensitivity", places[0], 1, places[-1], 1],
                "marker": {
                    "type": _MARKERS[style.style.marker],
                    "size": 8,
                    "fill": {"color": style.style.colour},
                    "border": {"color": style.style.colour},
                },
            }
        )
    last = first + len(ordered) - 1
    draft.dress_chart(chart, drawn.title, drawn.across, f"Present value, {drawn.symbol}", {"num_format": "#,##0"})
    chart.set_size({"width": 1180, "height": _HIGH})
    sheet.insert_chart(last + 2, 0, chart, {"description": drawn.alternative, "object_position": 2})
    return last + 4 + _HIGH // 17
