"""The map of two inputs as vectors: regions, their names where they fit, the plan's own point."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from reportlab.graphics.shapes import Circle, Drawing, Line, Path
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.documents.business_case.chart import rectangle, text_at
from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.tables import WIDTH
from models.exhibits.shapes import Map

_HEIGHT = 200.0
_SIZE = 9.0
"""Of the names of regions, in points; all lengths here are in points."""
_LETTER = 12.0
"""The height of a name with its air."""
_PLAN = (-6.0, 32.0, -8.0, 8.0)
"""The plan's mark and its name about its place: left, right, below, above."""
_INK, _RULE = HexColor("#1F2933"), HexColor("#C9D1DA")

type _Points = NDArray[np.float64]


def map_drawing(shown: Map, height: float = _HEIGHT) -> Drawing:
    """Return the map as vectors: pale regions with their names, the plan's own point."""
    picture = Drawing(WIDTH, height, initialFontName=REGULAR, initialFontSize=8.5)
    left, right, bottom, top = 78.0, WIDTH - 90, 24.0, height - 8

    def at(x: float, y: float) -> tuple[float, float]:
        (first, last), (low, high) = shown.across, shown.up
        return left + (x - first) / (last - first) * (right - left), bottom + (y - low) / (high - low) * (top - bottom)

    drawn = [
        (region, [[np.array([at(float(x), float(y)) for x, y in points]) for points in one] for one in region.outlines])
        for region in shown.regions
        if region.outlines
    ]
    for region, outlines in drawn:
        colour = HexColor(region.style.colour)
        for outline in outlines:
            path = Path(
                fillColor=Color(colour.red, colour.green, colour.blue, 0.22),
                strokeColor=colour,
                strokeWidth=1.0,
                fillMode=0,
            )
            for places in outline:
                path.moveTo(*places[0])
                for place in places[1:]:
                    path.lineTo(*place)
                path.closePath()
            picture.add(path)
    picture.add(rectangle(left, bottom, right - left, top - bottom, fill=None, stroke=_RULE, line=0.8))
    for place, text in shown.names_across:
        picture.add(text_at(at(place, shown.up[0])[0], bottom - 13, text, anchor="middle", size=8.5))
    for place, text in shown.names_up:
        picture.add(text_at(left - 5, at(shown.across[0], place)[1] - 3, text, anchor="end", size=8.5))
    x, y = at(*shown.plan)
    picture.add(Circle(x, y, 3.4, fillColor=white, strokeColor=_INK, strokeWidth=1.3))
    picture.add(text_at(x + 7, y - 3, "plan", size=8.5, font=SEMIBOLD, colour=_INK))
    taken = (x + _PLAN[0], x + _PLAN[1], y + _PLAN[2], y + _PLAN[3])
    for number, (region, outlines) in enumerate(drawn):
        colour = HexColor(region.style.colour)
        edges = [places for outline in outlines for places in outline]
        room = stringWidth(region.label, SEMIBOLD, _SIZE) + 8, _LETTER
        middle = name_place(edges, room, taken)
        if middle is not None:
            picture.add(
                text_at(
                    middle[0], middle[1] - 3, region.label, anchor="middle", size=_SIZE, font=SEMIBOLD, colour=colour
                )
            )
        else:
            within = name_place(edges, (2.0, 2.0), taken) or tuple(edges[0].mean(axis=0))
            place = top - 10 - 14 * number
            picture.add(Line(within[0], within[1], right + 6, place + 3, strokeColor=colour, strokeWidth=0.6))
            picture.add(text_at(right + 9, place, region.label, size=_SIZE, font=SEMIBOLD, colour=colour))
    return picture


def name_place(
    edges: Sequence[_Points], room: tuple[float, float], taken: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    """Return the middle of the roomiest place within edges for a box of some width and height.

    edges: outlines and holes, each points of (n, 2). taken: left, right, bottom and top of what the box must not
    touch. None where the box fits nowhere.
    """
    low: list[float] = np.vstack(edges).min(axis=0).tolist()
    high: list[float] = np.vstack(edges).max(axis=0).tolist()
    wide, tall = room
    if high[0] - low[0] < wide or high[1] - low[1] < tall:
        return None
    columns, rows = np.arange(25 * 49) % 49 / 48, np.arange(25 * 49) // 49 / 24
    x: _Points = low[0] + wide / 2 + columns * (high[0] - low[0] - wide)
    y: _Points = low[1] + tall / 2 + rows * (high[1] - low[1] - tall)
    left, right, bottom, top = taken
    free = (x + wide / 2 < left) | (x - wide / 2 > right) | (y + tall / 2 < bottom) | (y - tall / 2 > top)
    best: tuple[float, float] | None = None
    for air in (1.0, 1.5, 2.0, 3.0, 4.5):
        fits = free.copy()
        for across in (-0.5, -0.25, 0.0, 0.25, 0.5):
            for up in (-0.5, 0.0, 0.5):
                fits &= _inside(edges, x + across * wide * air**0.5, y + up * tall * air)
        if not fits.any():
            break
        away = np.hypot(x - float(x[fits].mean()), y - float(y[fits].mean()))
        place = int(np.where(fits, away, np.inf).argmin())
        best = float(x[place]), float(y[place])
    return best


def _inside(edges: Sequence[_Points], x: _Points, y: _Points) -> NDArray[np.bool_]:
    """Return which points an odd number of edges lie to the right of."""
    within = np.zeros(x.shape, bool)
    for points in edges:
        ends = [(float(one[0]), float(one[1])) for one in points]
        for (first, low), (last, high) in pairwise([*ends, ends[0]]):
            if low != high:
                crosses = (low > y) != (high > y)
                within ^= crosses & (x < first + (y - low) / (high - low) * (last - first))
    return within
