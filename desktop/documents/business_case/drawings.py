"""The charts of the decision areas as vectors.

Lines, and bars in groups, told apart by dash and hatch as well as colour.
"""

from collections.abc import Sequence

import numpy as np
from reportlab.graphics.shapes import Drawing, Line, PolyLine
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.documents.business_case.chart import rectangle, text_at
from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.tables import WIDTH
from models.exhibits.apart import apart
from models.exhibits.plots import Plot
from models.exhibits.scale import nice_ticks
from models.exhibits.shapes import Bars
from models.quantities.writing import money

HEIGHT = 140.0
_MARK_ROOM = 40.0
"""Points that the name of a mark takes from left to right; one that would touch it stands above it."""
_MARK_ROW = 10.0

_LEFT, _BOTTOM, _TOP, _NAMES = 48.0, 24.0, 8.0, 118.0
_GREY, _RULE, _INK = HexColor("#5B6472"), HexColor("#E1E5EA"), HexColor("#1F2933")


def _amount(value: float, symbol: str) -> str:
    if symbol:
        return money(value, symbol)
    return f"{value:,.0f}" if value == round(value) else f"{value:,.3g}"


def covering(low: float, high: float) -> list[float]:
    """Return the marks of an axis, the last at or above what is highest."""
    ticks = [*nice_ticks(low, high)]
    return [*ticks, 2 * ticks[-1] - ticks[-2]] if ticks[-1] < high and len(ticks) > 1 else ticks


def plot_drawing(plot: Plot, height: float = HEIGHT) -> Drawing:
    """Return a line chart with each line's name at its end, and a gap where it has no value; height in points."""
    picture = Drawing(WIDTH, height, initialFontName=REGULAR, initialFontSize=8.5)
    lows = [float(np.nanmin(line.values)) for line in plot.lines]
    highs = [float(np.nanmax(line.values)) for line in plot.lines]
    ticks = covering(min(0.0, *lows), max(highs) or 1.0)
    low, high = min(ticks[0], *lows), max(ticks[-1], *highs)
    left, right, bottom, top = _LEFT, WIDTH - _NAMES, _BOTTOM, height - _TOP
    first, last = float(plot.places[0]), float(plot.places[-1])

    def at(place: float, value: float) -> tuple[float, float]:
        return left + (right - left) * (place - first) / ((last - first) or 1.0), bottom + (top - bottom) * (
            value - low
        ) / ((high - low) or 1.0)

    for tick in ticks:
        y = at(first, tick)[1]
        picture.add(Line(left, y, right, y, strokeColor=_RULE, strokeWidth=0.6))
        picture.add(text_at(left - 5, y - 3, _amount(tick, plot.symbol), anchor="end", size=8.5))
    for place, name in plot.names:
        picture.add(text_at(at(place, low)[0], bottom - 13, name, anchor="middle", size=8.5))
    ends: list[tuple[float, str, Color]] = []
    for line in plot.lines:
        colour = HexColor(line.style.colour)
        there = np.flatnonzero(np.isfinite(line.values))
        pieces = [piece for piece in np.split(there, np.flatnonzero(np.diff(there) > 1) + 1) if len(piece)]
        for piece in pieces:
            points: list[float] = []
            for place in piece.tolist():
                x, y = at(float(plot.places[place]), float(line.values[place]))
                if line.steps and points:
                    points += [x, points[-1]]
                points += [x, y]
            drawn = PolyLine(points, strokeColor=colour, strokeWidth=1.5, strokeLineJoin=1)
            if line.style.dash:
                drawn.strokeDashArray = list(line.style.dash)
            picture.add(drawn)
            if piece is pieces[-1]:
                ends.append((points[-1], line.label, colour))
    for place, (_, label, colour) in zip(apart([y for y, *_ in ends], 10.5, bottom, top), ends, strict=True):
        picture.add(text_at(right + 6, place - 3, label[:26], font=SEMIBOLD, size=8.5, colour=colour))
    _put_marks(picture, [(at(place, low)[0] + 2, name) for place, name in plot.marks], bottom)
    return picture


def _put_marks(picture: Drawing, marks: Sequence[tuple[float, str]], bottom: float) -> None:
    """Draw marks at the foot over what is drawn there; those that would touch stand one above the other.

    marks: with where each begins, from left to right.
    """
    free: list[float] = []
    for x, name in marks:
        row = next((row for row, end in enumerate(free) if x >= end), len(free))
        free[row : row + 1] = [x + _MARK_ROOM]
        y = bottom + 3 + row * _MARK_ROW
        wide = stringWidth(name, REGULAR, 8)
        picture.add(rectangle(x - 1, y - 2, wide + 2, _MARK_ROW, fill=white, stroke=white, line=0))
        picture.add(text_at(x, y, name, size=8, colour=_GREY))


def bars_drawing(bars: Bars, height: float = HEIGHT + 14) -> Drawing:
    """Return bars in groups, each option with its own hatch, the second amount as a line on the bar."""
    picture = Drawing(WIDTH, height, initialFontName=REGULAR, initialFontSize=8.5)
    amounts = [amount for one in bars.series for amount in (*one.amounts, *one.marks)]
    ticks = covering(min(0.0, *amounts), max(0.0, *amounts))
    low, high = min(ticks[0], *amounts), max(ticks[-1], *amounts)
    left, right, bottom, top = _LEFT, WIDTH, _BOTTOM + 14, height - _TOP

    def up(value: float) -> float:
        return bottom + (top - bottom) * (value - low) / ((high - low) or 1.0)

    for tick in ticks:
        picture.add(Line(left, up(tick), right, up(tick), strokeColor=_RULE, strokeWidth=0.6))
        picture.add(text_at(left - 5, up(tick) - 3, money(tick, bars.symbol), anchor="end", size=8.5))
    room = (right - left) / len(bars.groups)
    width = room * 0.74 / len(bars.series)
    for place, group in enumerate(bars.groups):
        start = left + room * place + room * 0.13
        picture.add(text_at(left + room * (place + 0.5), bottom - 12, group, anchor="middle", size=8.5))
        for number, one in enumerate(bars.series):
            _bar(
                picture, start + width * number, width - 1.5, up(0.0), up(one.amounts[place]), one.style.colour, number
            )
            picture.add(
                Line(
                    start + width * number - 1,
                    up(one.marks[place]),
                    start + width * (number + 1) - 0.5,
                    up(one.marks[place]),
                    strokeColor=_INK,
                    strokeWidth=1.2,
                )
            )
    x = left
    for number, one in enumerate(bars.series):
        _bar(picture, x, 10, 3, 11, one.style.colour, number)
        picture.add(text_at(x + 14, 3.5, one.label, size=8.5, font=SEMIBOLD, colour=HexColor(one.style.colour)))
        x += max(90.0, stringWidth(one.label, SEMIBOLD, 8.5) + 28)
    return picture


def _bar(picture: Drawing, left: float, width: float, foot: float, head: float, colour_name: str, number: int) -> None:
    """Draw one bar: full, hatched up, or hatched across, by its number."""
    colour = HexColor(colour_name)
    low, high = sorted((foot, head))
    filled = colour if number == 0 else white
    picture.add(rectangle(left, low, width, max(high - low, 0.5), fill=filled, stroke=colour, line=0.7))
    step = 3.2
    y = low + step
    while number and y < high:
        if number == 1:
            picture.add(Line(left, y, left + width, min(y + width * 0.5, high), strokeColor=colour, strokeWidth=0.6))
        else:
            picture.add(Line(left, y, left + width, y, strokeColor=colour, strokeWidth=0.6))
        y += step
