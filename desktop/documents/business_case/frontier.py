"""The frontier of each option's efficient settings, as vectors of the business case."""

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Shape
from reportlab.lib.colors import Color, HexColor, white

from desktop.documents.business_case.chart import rectangle, text_at
from desktop.documents.business_case.fonts import REGULAR, SEMIBOLD
from desktop.documents.business_case.tables import WIDTH
from models.exhibits.frontier import Frontier, FrontierPoint
from models.quantities.writing import money

_HEIGHT, _SIZE = 190.0, 3.6
_INK, _GREY, _RULE = HexColor("#1F2933"), HexColor("#5B6472"), HexColor("#C9D1DA")


def frontier_drawing(shown: Frontier, height: float = _HEIGHT) -> Drawing:
    """Return the points of a frontier over a grid, the efficient ones joined, with a key."""
    picture = Drawing(WIDTH, height, initialFontName=REGULAR, initialFontSize=8.5)
    left, right, bottom, top = 52.0, WIDTH - 12, 44.0, height - 6
    xs, ys = shown.ticks()
    asked, costs = [one.across for one in shown.points], [one.cost for one in shown.points]
    first, last = min(xs[0], *asked), max(xs[-1], *asked)
    low, high = min(ys[0], *costs), max(ys[-1], *costs)

    def at(across: float, cost: float) -> tuple[float, float]:
        return (
            left + (across - first) / (last - first or 1.0) * (right - left),
            bottom + (cost - low) / (high - low or 1.0) * (top - bottom),
        )

    for tick in ys:
        y = at(first, tick)[1]
        picture.add(Line(left, y, right, y, strokeColor=_RULE, strokeWidth=0.5))
        picture.add(text_at(left - 5, y - 3, money(tick, shown.symbol), anchor="end", size=8.5, colour=_GREY))
    for tick in xs:
        x = at(tick, low)[0]
        picture.add(Line(x, bottom, x, bottom - 3, strokeColor=_GREY, strokeWidth=0.5))
        picture.add(text_at(x, bottom - 13, shown.amount(tick), anchor="middle", size=8.5, colour=_GREY))
    line = [coordinate for one in shown.points if one.efficient for coordinate in at(one.across, one.cost)]
    picture.add(PolyLine(line, strokeColor=_GREY, strokeWidth=0.7, strokeDashArray=[3, 2]))
    for one in reversed(shown.points):
        for part in _marker(one, *at(one.across, one.cost)):
            picture.add(part)
    x = left
    for option in dict.fromkeys(one.option for one in shown.points):
        one = next(point for point in shown.points if point.option == option)
        for part in _marker(one, x + 4, 12.0, key=True):
            picture.add(part)
        picture.add(text_at(x + 13, 9, one.label, size=8.5, font=SEMIBOLD, colour=HexColor(one.style.colour)))
        x += 84
    return picture


def _marker(point: FrontierPoint, x: float, y: float, *, key: bool = False) -> list[Shape]:
    """Return a point in its option's colour and marker, full where it is efficient, ringed where it is the plan's."""
    colour = HexColor(point.style.colour)
    fill: Color = colour if point.efficient or key else white
    size = _SIZE
    match point.style.marker:
        case "square":
            shape: Shape = rectangle(x - size, y - size, 2 * size, 2 * size, fill=fill, stroke=colour, line=1.1)
        case "triangle":
            corners = [x, y + size, x + size, y - size, x - size, y - size]
            shape = Polygon(corners, fillColor=fill, strokeColor=colour, strokeWidth=1.1)
        case "diamond":
            corners = [x, y + size + 1, x + size + 1, y, x, y - size - 1, x - size - 1, y]
            shape = Polygon(corners, fillColor=fill, strokeColor=colour, strokeWidth=1.1)
        case _:
            shape = Circle(x, y, size, fillColor=fill, strokeColor=colour, strokeWidth=1.1)
    if point.planned and not key:
        return [shape, Circle(x, y, 2.1 * size, fillColor=None, strokeColor=_INK, strokeWidth=0.8)]
    return [shape]
