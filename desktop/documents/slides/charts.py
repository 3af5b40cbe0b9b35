"""Native charts of the slides, each with a workbook of its own data that PowerPoint opens."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from desktop.documents.slides.house import FACE, GREY, INK, NAVY, RULE, described, element
from desktop.documents.slides.parts import Box
from desktop.documents.workbook.cell_text import clean
from models.exhibits.apart import apart
from models.exhibits.figures import Figure
from models.exhibits.phases import Phases
from models.exhibits.scale import nice_ticks
from models.quantities.writing import money, month_after

_DASHES: Mapping[tuple[int, ...], MSO_LINE] = {
    (): MSO_LINE.SOLID,
    (6, 3): MSO_LINE.DASH,
    (2, 2): MSO_LINE.ROUND_DOT,
    (10, 2, 2, 2): MSO_LINE.DASH_DOT,
    (8, 3, 2, 3): MSO_LINE.LONG_DASH_DOT,
}
_YEAR = 12
_PLOT_HEIGHT = 0.85
"""Of a chart of curves."""

_NAME_POINTS = 15.0
"""Height of a name at the end of a curve."""

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def curves(slide: Any, box: Box, figure: Figure, day: date) -> None:  # noqa: ANN401 - the library's slide
    """Draw cumulative cost by month, every option named at its end; names are moved apart where they would touch."""
    months = len(figure.series[0].values)
    dates = [month_after(figure.start, month) for month in range(months)]
    rows = {one.label: [float(value) for value in one.values] for one in figure.series}
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *box, _data(dates, rows, _money_format(figure.symbol)))
    described(frame, figure.alternative)
    chart = _plain(frame.chart)
    _own_workbook(chart, dates, rows, day)
    every = [value for values in rows.values() for value in values]
    ticks = nice_ticks(min(0.0, *every), max(every))
    step = ticks[1] - ticks[0]
    low, high = ticks[0], ticks[-1] if ticks[-1] >= max(every) else ticks[-1] + step
    ends = [(high - float(one.values[-1])) / (high - low) * _PLOT_HEIGHT for one in figure.series]
    places = apart(ends, _NAME_POINTS * 12_700 / box[3], 0.0, _PLOT_HEIGHT)
    for one, series, end, place in zip(figure.series, chart.plots[0].series, ends, places, strict=True):
        colour = RGBColor.from_string(one.style.colour.lstrip("#"))
        series.smooth = False
        series.format.line.color.rgb = colour
        series.format.line.width = Pt(2.5)
        series.format.line.dash_style = _DASHES.get(tuple(one.style.dash), MSO_LINE.SOLID)
        _no_marker(series)
        label = series.points[months - 1].data_label
        label.position = XL_LABEL_POSITION.RIGHT
        label.text_frame.word_wrap = False
        run = label.text_frame.paragraphs[0].add_run()
        run.text = clean(f"{one.label} {money(float(one.values[-1]), figure.symbol)}")
        run.font.size, run.font.bold, run.font.name = Pt(12), True, FACE
        run.font.color.rgb = colour
        _moved(label, place - end)
    value = chart.value_axis
    value.minimum_scale, value.maximum_scale, value.major_unit = low, high, step
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = _money_format(figure.symbol), False
    _by_year(chart.category_axis)
    _leave_room(chart, 2.1 * 914_400 / box[2])


def bars(slide: Any, box: Box, names: Sequence[str], shares: Sequence[float], alternative: str, day: date) -> None:  # noqa: ANN401
    """Draw shares as bars, each with its figure."""
    rows = {"Cheapest in": list(shares)}
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, _data(names, rows, "0%"))
    described(frame, alternative)
    chart = _plain(frame.chart)
    _own_workbook(chart, names, rows, day)
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0%", False
    plot.data_labels.font.size, plot.data_labels.font.name = Pt(14), FACE
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = NAVY
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(14)
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, 1.0
    chart.value_axis.has_major_gridlines = False


def gantt(slide: Any, box: Box, shown: Phases, day: date) -> None:  # noqa: ANN401
    """Draw phases as bars over months: the months before a phase stand in a series that is not seen."""
    names = [one.label for one in shown.phases]
    rows = {
        "Month before": [float(one.first) for one in shown.phases],
        "Months": [float(max(one.last - one.first, 0.4)) for one in shown.phases],
    }
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box, _data(names, rows, "0"))
    described(frame, shown.alternative)
    chart = _plain(frame.chart)
    _own_workbook(chart, names, rows, day)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 50, 100
    plot.series[0].format.fill.background()
    plot.series[1].format.fill.solid()
    plot.series[1].format.fill.fore_color.rgb = NAVY
    chart.category_axis.reverse_order = True
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, float(shown.months)
    chart.value_axis.major_unit = 6.0
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = clean(shown.note)
    _face(chart.value_axis.axis_title.text_frame.paragraphs[0].runs[0].font)


def _data(names: Sequence[str] | Sequence[date], rows: Mapping[str, Sequence[float]], number: str) -> CategoryChartData:
    made = CategoryChartData(number_format=number)
    made.categories = [clean(one) if isinstance(one, str) else one for one in names]
    for label, values in rows.items():
        made.add_series(clean(label), [round(value, 6) for value in values])
    return made


def _plain(chart: Any) -> Any:  # noqa: ANN401 - the library's chart
    """Return a chart without legend and title, in the house's face."""
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.name = Pt(12), FACE
    chart.font.color.rgb = INK
    for axis in (chart.value_axis, chart.category_axis):
        axis.format.line.color.rgb = RULE
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = RULE
    for one in chart._chartSpace.iter(f"{{{_CHART}}}axId", f"{{{_CHART}}}crossAx"):  # noqa: SLF001
        # the library's own are below zero, which the format does not have
        one.set("val", str(abs(int(one.get("val"))) % 1_000_000_007))
    return chart


def _face(font: Any) -> None:  # noqa: ANN401
    font.size, font.name, font.bold = Pt(12), FACE, False
    font.color.rgb = GREY


def _money_format(symbol: str) -> str:
    return f'[>=1000000]"{symbol}"0.0,,"m";[>=1000]"{symbol}"0,"k";"{symbol}"0'


def _no_marker(series: Any) -> None:  # noqa: ANN401
    own = series._element  # noqa: SLF001 - a series without markers has no public name
    for old in own.findall(f"{{{_CHART}}}marker"):
        own.remove(old)
    marker = element(f'<c:marker xmlns:c="{_CHART}"><c:symbol val="none"/></c:marker>')
    properties = own.find(f"{{{_CHART}}}spPr")
    properties.addnext(marker)


def _by_year(axis: Any) -> None:  # noqa: ANN401
    """Name every twelfth month alone."""
    own = axis._element  # noqa: SLF001 - the units of a date axis have no public name
    for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit"):
        for old in own.findall(f"{{{_CHART}}}{name}"):
            own.remove(old)
    units = (("baseTimeUnit", "months"), ("majorUnit", str(_YEAR)), ("majorTimeUnit", "months"))
    for name, value in units:
        own.append(element(f'<c:{name} xmlns:c="{_CHART}" val="{value}"/>'))
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "mmm yyyy", False


def _moved(label: Any, by: float) -> None:  # noqa: ANN401
    """Move a label down by a share of the chart's height."""
    own = label._dLbl  # noqa: SLF001 - the place of a label has no public name
    for old in own.findall(f"{{{_CHART}}}layout"):
        own.remove(old)
    own.find(f"{{{_CHART}}}idx").addnext(
        element(
            f'<c:layout xmlns:c="{_CHART}"><c:manualLayout><c:x val="0.005"/><c:y val="{by:.4f}"/></c:manualLayout>'
            "</c:layout>"
        )
    )


def _leave_room(chart: Any, share: float) -> None:  # noqa: ANN401
    """Leave a share of the chart's width on the right for the names of its lines."""
    area = chart._chartSpace.find(f".//{{{_CHART}}}plotArea")  # noqa: SLF001 - its layout has no public name
    for old in area.findall(f"{{{_CHART}}}layout"):
        area.remove(old)
    edges = (("x", 0.07), ("y", 0.03), ("w", 0.93 - share), ("h", _PLOT_HEIGHT))
    area.insert(
        0,
        element(
            f'<c:layout xmlns:c="{_CHART}"><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            '<c:yMode val="edge"/>'
            + "".join(f'<c:{name} val="{value:.3f}"/>' for name, value in edges)
            + "</c:manualLayout></c:layout>"
        ),
    )


def _own_workbook(
    chart: Any,  # noqa: ANN401
    names: Sequence[str] | Sequence[date],
    rows: Mapping[str, Sequence[float]],
    day: date,
) -> None:
    """Replace the workbook behind a chart by one with a fixed date, so that the same slides are the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - as the format has it
    sheet, months = book.add_worksheet("Sheet1"), book.add_format({"num_format": "mmm yyyy"})
    for place, name in enumerate(names, start=1):
        if isinstance(name, str):
            sheet.write_string(place, 0, clean(name))
        else:
            sheet.write_datetime(place, 0, datetime(name.year, name.month, 1), months)  # noqa: DTZ001
    for column, (label, values) in enumerate(rows.items(), start=1):
        sheet.write_string(0, column, clean(label))
        for place, value in enumerate(values, start=1):
            sheet.write_number(place, column, round(value, 6))
    book.close()
    chart.part.chart_workbook.update_from_xlsx_blob(stream.getvalue())
