"""Draws an exhibit's figure as vectors for paper: direct labels, dash and marker beside colour."""

from typing import Literal

import numpy as np
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from models.exhibits.apart import apart
from models.exhibits.figures import Figure, Series, strokes
from models.exhibits.labels import Area, placed
from models.exhibits.scale import nice_ticks
from models.quantities.writing import money, month_after

_LABEL_SPACE = 112.0
_LEFT = 44.0
_BOTTOM = 26.0
_TOP = 12.0
MOST_MARKS = 8
"""More names than this would hide the curves; all crossovers stand in the workbook."""
_GREY = HexColor("#5B6472")
_RULE = HexColor("#E1E5EA")


class Plot:
    """Turns months and money into points of the drawing."""

    def __init__(self, figure: Figure, width: float, height: float) -> None:
        self.months = len(figure.series[0].values) - 1
        curves = [
            curve
            for series in figure.series
            for curve in (series.values, *((series.band.low, series.band.high) if series.band is not None else ()))
        ]
        highest, lowest = (
            max(float(curve.max()) for curve in curves),
            min(0.0, *(float(curve.min()) for curve in curves)),
        )
        self.ticks = nice_ticks(lowest, highest)
        self.low, self.high = min(self.ticks[0], lowest), max(self.ticks[-1], highest)
        self.left, self.right = _LEFT, width - _LABEL_SPACE
        self.bottom, self.top = _BOTTOM, height - _TOP

    def x[Number: (float, np.ndarray)](self, month: Number) -> Number:
        """Return the horizontal place of a month."""
        return self.left + (self.right - self.left) * month / self.months

    def y[Number: (float, np.ndarray)](self, amount: Number) -> Number:
        """Return the vertical place of an amount."""
        return self.bottom + (self.top - self.bottom) * (amount - self.low) / (self.high - self.low)


def drawing(figure: Figure, width: float, height: float) -> Drawing:
    """Return the figure as a drawing of the given size in points."""
    picture = Drawing(width, height, initialFontName=REGULAR, initialFontSize=9)
    plot = Plot(figure, width, height)
    _axes(picture, plot, figure)
    for series in reversed(figure.series):
        _band(picture, plot, series)
        _hatch(picture, plot, series)
    for series in reversed(figure.series):
        _curve(picture, plot, series)
    _marks(picture, plot, figure)
    _end_labels(picture, plot, figure)
    return picture


def text_at(
    x: float,
    y: float,
    text: str,
    *,
    anchor: Literal["start", "middle", "end"] = "start",
    size: float = 9,
    font: str = REGULAR,
    colour: Color = _GREY,
) -> String:
    """Return a text at a place, in points."""
    return String(x, y, text, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor)


def _axes(picture: Drawing, plot: Plot, figure: Figure) -> None:
    for tick in plot.ticks:
        y = plot.y(tick)
        picture.add(Line(plot.left, y, plot.right, y, strokeColor=_RULE, strokeWidth=0.6))
        picture.add(text_at(plot.left - 5, y - 3, money(tick, figure.symbol), anchor="end"))
    step = 12 if plot.months <= 72 else 24  # noqa: PLR2004 - more than six labels would touch
    for month in range(0, plot.months + 1, step):
        x = plot.x(month)
        day = month_after(figure.start, month)
        picture.add(Line(x, plot.bottom, x, plot.bottom - 3, strokeColor=_GREY, strokeWidth=0.6))
        label = f"{day:%b} {day.year}" if month == 0 else f"{day:%b} {day:%y}"
        picture.add(text_at(x, plot.bottom - 14, label, anchor="middle"))


def _band(picture: Drawing, plot: Plot, series: Series) -> None:
    """Draw the band a series' cases lie in, with a thin edge in the series' dash, so that grey tells them apart."""
    if series.band is None:
        return
    colour = HexColor(series.style.colour)
    months = range(plot.months + 1)
    low, high = series.band.low.tolist(), series.band.high.tolist()
    outline = [place for month in months for place in (plot.x(month), plot.y(low[month]))] + [
        place for month in reversed(months) for place in (plot.x(month), plot.y(high[month]))
    ]
    picture.add(
        Polygon(outline, fillColor=Color(colour.red, colour.green, colour.blue, 0.14), strokeColor=None, strokeWidth=0)
    )
    for edge in (low, high):
        line = PolyLine(
            [place for month in months for place in (plot.x(month), plot.y(edge[month]))],
            strokeColor=colour,
            strokeWidth=0.5,
        )
        if series.style.dash:
            line.strokeDashArray = list(series.style.dash)
        picture.add(line)


def _hatch(picture: Drawing, plot: Plot, series: Series) -> None:
    """Hatch the part of a curve that is no cash: the work that waits."""
    colour = HexColor(series.style.colour)
    for month, low, later, high in strokes(series.paid, series.values):
        picture.add(Line(plot.x(month), plot.y(low), plot.x(later), plot.y(high), strokeColor=colour, strokeWidth=0.4))


def _curve(picture: Drawing, plot: Plot, series: Series) -> None:
    points: list[float] = []
    for month, amount in enumerate(series.values.tolist()):
        points += [plot.x(month), plot.y(amount)]
    colour = HexColor(series.style.colour)
    line = PolyLine(points, strokeColor=colour, strokeWidth=1.7, strokeLineJoin=1)
    if series.style.dash:
        line.strokeDashArray = list(series.style.dash)
    picture.add(line)
    for month in range(6, plot.months, 12):
        picture.add(marker(series.style.marker, plot.x(month), plot.y(float(series.values[month])), colour))


def marker(kind: str, x: float, y: float, colour: Color) -> Group:
    """Return the marker of a series."""
    shape = Group()
    if kind == "circle":
        shape.add(Circle(x, y, 2.6, fillColor=white, strokeColor=colour, strokeWidth=1.2))
    elif kind == "square":
        # its types are too narrow
        shape.add(rectangle(x - 2.4, y - 2.4, 4.8, 4.8, fill=white, stroke=colour, line=1.2))
    elif kind == "diamond":
        shape.add(
            Polygon([x - 3, y, x, y - 3, x + 3, y, x, y + 3], fillColor=white, strokeColor=colour, strokeWidth=1.2)
        )
    elif kind == "triangle":
        shape.add(
            Polygon([x - 3, y - 2.4, x + 3, y - 2.4, x, y + 3], fillColor=white, strokeColor=colour, strokeWidth=1.2)
        )
    return shape


def _marks(picture: Drawing, plot: Plot, figure: Figure) -> None:
    """Name the crossovers where their words touch neither each other nor a curve."""
    ink = HexColor("#1F2933")
    marks = list(figure.marks)[-MOST_MARKS:]
    points = [(plot.x(mark.month), plot.y(mark.amount)) for mark in marks]
    widths = [stringWidth(mark.text, REGULAR, 8.5) for mark in marks]
    months = np.arange(plot.months + 1)
    curves = [np.column_stack([plot.x(months), plot.y(series.values)]) for series in figure.series]
    area = Area(plot.left + 2, plot.right - 2, plot.bottom + 3, plot.top)
    for mark, (x, y), place in zip(marks, points, placed(points, widths, 10.0, area, curves), strict=True):
        if place is not None:
            picture.add(Line(x, y, x, place.stem, strokeColor=_GREY, strokeWidth=0.6))
            picture.add(text_at(place.left, place.middle - 3, mark.text, size=8.5, colour=ink))
    for x, y in points:
        picture.add(Circle(x, y, 3.4, fillColor=white, strokeColor=ink, strokeWidth=1.3))


def _end_labels(picture: Drawing, plot: Plot, figure: Figure) -> None:
    """Write each series' name and last value beside its end, moved apart where they would touch."""
    wanted = [plot.y(float(series.values[-1])) for series in figure.series]
    for place, series in zip(apart(wanted, 12.0, plot.bottom, plot.top), figure.series, strict=True):
        text = f"{series.label} {money(float(series.values[-1]), figure.symbol)}"
        picture.add(
            text_at(plot.right + 7, place - 3, text, font=SEMIBOLD, size=9, colour=HexColor(series.style.colour))
        )


def rectangle(
    left: float, bottom: float, width: float, height: float, *, fill: Color | None, stroke: Color, line: float
) -> Rect:
    """Return a rectangle, all lengths in points; without a fill it is an outline."""
    # reportlab's types name too few of its properties
    return Rect(left, bottom, width, height, fillColor=fill, strokeColor=stroke, strokeWidth=line)  # pyright: ignore[reportArgumentType]
