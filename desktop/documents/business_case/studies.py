"""The section of the business case on what is not known: simulation, tornado, switching values, map, stress tests.

Each with its finding.
"""

from collections.abc import Mapping, Sequence

from reportlab.graphics.shapes import Drawing, Line
from reportlab.lib.colors import Color, HexColor, white
from reportlab.platypus import Flowable, Spacer

from desktop.documents.business_case.chart import drawing, rectangle, text_at
from desktop.documents.business_case.fonts import REGULAR
from desktop.documents.business_case.frontier import frontier_drawing
from desktop.documents.business_case.leaf import Whole
from desktop.documents.business_case.map_drawing import map_drawing
from desktop.documents.business_case.pages import Found
from desktop.documents.business_case.tables import WIDTH, Styles, exhibit, paragraph
from desktop.documents.business_case.tagging import TaggedFigure
from models.appraisal.results import CaseResult
from models.exhibits.figures import Table, cumulative_figure, lasting, with_bands
from models.exhibits.frontier import Frontier
from models.exhibits.shapes import Map, Tornado, heights
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.quantities.writing import money
from models.studies.uncertainty import Uncertainty

_FAN = 190.0
_MOST_ROWS = 12
_WIDTHS: Sequence[Sequence[float] | None] = (None, (0.28, 0.17, 0.17, 0.23, 0.15), (0.7, 0.3), (0.62, 0.2, 0.18), None)
"""Of the tables of a simulation, in their order; the last one, of all draws, stands in the workbook."""

_INK, _GREY = HexColor("#1F2933"), HexColor("#5B6472")


_TABLES: Mapping[str, Sequence[tuple[float, ...]]] = {
    "best": ((0.4, 0.2, 0.2, 0.2), (0.2, 0.8)),
    "offers": ((0.22, 0.13, 0.1, 0.08, 0.1, 0.08, 0.29),),
    "split": ((0.5, 0.3, 0.2),),
    "stress": ((0.4, 0.14, 0.16, 0.14, 0.16),),
    "worth": ((0.56, 0.24, 0.2), (0.56, 0.44)),
    "owning": ((0.12, 0.14, 0.17, 0.12, 0.17, 0.12, 0.16), (0.56, 0.22, 0.22)),
    "tripwires": ((0.32, 0.3, 0.14, 0.24), (0.13, 0.27, 0.2, 0.2, 0.2)),
}
"""The studies that are a finding and tables, and how wide the columns of their first tables are."""


def sensitivity(
    plan: Plan, case: CaseResult, studies: Mapping[str, Shown], styles: Styles, found: Found
) -> list[Flowable]:
    """Return the section; every finding is word for word that of the window and of the workbook."""
    story = _simulation(plan, case, studies["simulation"], styles, found)
    story += _alone(studies, styles, found)
    over_two = studies["map"]
    drawn = [TaggedFigure(map_drawing(chart), chart.alternative) for chart in over_two.charts if isinstance(chart, Map)]
    story.append(
        Whole(
            [
                found.heading(over_two.title, styles.heading, 2),
                paragraph(over_two.finding, styles.body),
                paragraph(_height(over_two.charts), styles.small),
                *drawn,
            ]
        )
    )
    for name in _TABLES:
        study = studies[name]
        head = found.heading(study.title, styles.heading, 2)
        first, *others = told_in_full(name, study, styles)
        story += [Whole([head, first]), *others, *_frontier(study, styles)]
    story.append(paragraph(studies["stress"].note, styles.small))
    return story


def told_in_full(name: str, study: Shown, styles: Styles) -> list[Flowable]:
    """Return a study that is a finding and tables; tables without rows are left out."""
    story: list[Flowable] = [paragraph(study.finding, styles.body)]
    for place, (table, wide) in enumerate(zip(study.tables, _TABLES[name], strict=False)):
        if len(table.heads) == len(wide) and table.rows:
            drawn = exhibit(_first(table), wide, _texts(name, place), styles)
            story.append(Whole([Spacer(1, 5), drawn]))
    return story


def _texts(name: str, place: int) -> tuple[int, ...]:
    """Return the columns of text of a study's table."""
    if name == "tripwires":
        return (0, 1) if place else (0, 2, 3)
    if name == "offers":
        return (0, 6)
    return (0, 1) if name == "best" and place else (0,)


def _simulation(plan: Plan, case: CaseResult, simulation: Shown, styles: Styles, found: Found) -> list[Flowable]:
    """Return how sure the verdict is, with the curves and their bands."""
    assert isinstance(simulation.behind, Uncertainty)
    story: list[Flowable] = []
    figure = with_bands(
        lasting(cumulative_figure(plan, case)),
        {option: bands["nominal"] for option, bands in simulation.behind.bands.items()},
        simulation.behind.cases,
    )
    story.append(
        Whole(
            [
                found.heading(simulation.title, styles.heading, 2),
                paragraph(simulation.finding, styles.body),
                Spacer(1, 4),
                paragraph(figure.subtitle, styles.small),
                TaggedFigure(drawing(figure, WIDTH, _FAN), figure.alternative),
            ]
        )
    )
    story += _tables(list(zip(simulation.tables[:-1], _WIDTHS, strict=False)), styles)
    story.append(paragraph(simulation.note, styles.small))
    return story


def _alone(studies: Mapping[str, Shown], styles: Styles, found: Found) -> list[Flowable]:
    """Return what moves the verdict and what would change it, each input alone."""
    story: list[Flowable] = []
    tornado = studies["tornado"]
    bars = [
        piece
        for chart in tornado.charts
        if isinstance(chart, Tornado)
        for piece in (
            paragraph(f"{chart.title}, {chart.height}", styles.small),
            TaggedFigure(_tornado(chart), chart.alternative),
        )
    ]
    story.append(
        Whole([found.heading(tornado.title, styles.heading, 2), paragraph(tornado.finding, styles.body), *bars])
    )
    switching = studies["switching"]
    head = [found.heading(switching.title, styles.heading, 2), paragraph(switching.finding, styles.body)]
    story.append(
        Whole([*head, Spacer(1, 5), exhibit(_first(switching.tables[0]), (0.36, 0.14, 0.28, 0.22), (0, 2), styles)])
    )
    story.append(paragraph(switching.note, styles.small))
    return story


def _frontier(study: Shown, styles: Styles) -> list[Flowable]:
    """Return the first frontier of a study, cost against what is paid up front, with its title; nothing without one."""
    shown = next((chart for chart in study.charts if isinstance(chart, Frontier)), None)
    if shown is None:
        return []
    said = paragraph(f"{shown.title}. {shown.height}.", styles.small)
    return [Whole([Spacer(1, 5), said, TaggedFigure(frontier_drawing(shown), shown.alternative)])]


def _height(charts: Sequence[object]) -> str:
    return next((chart.height for chart in charts if isinstance(chart, Map)), "")


def _first(table: Table) -> Table:
    """Return a table with as many rows as a page has room for."""
    return table.first(_MOST_ROWS)


def _tables(tables: Sequence[tuple[Table, Sequence[float] | None]], styles: Styles) -> list[Flowable]:
    return [Whole([Spacer(1, 5), exhibit(table, widths, (0,), styles)]) for table, widths in tables if table.rows]


def _tornado(tornado: Tornado) -> Drawing:
    """Return the tornado as vectors: hatched towards the low end of an input, full towards the high one."""
    step, names, figures = 14.0, WIDTH * 0.4, 44.0
    height = step * (len(tornado.bars) + 1) + 4
    picture = Drawing(WIDTH, height, initialFontName=REGULAR, initialFontSize=8.5)
    low, high = heights(tornado)
    start, room = names + figures + 6, WIDTH - names - 2 * figures - 12
    navy = HexColor("#12436D")

    def across(amount: float) -> float:
        return start + (amount - low) / (high - low or 1.0) * room

    for place, bar in enumerate(tornado.bars):
        y = height - step * (place + 1)
        for end, full in ((bar.at_low, False), (bar.at_high, True)):
            first, last = sorted((across(end), across(tornado.planned)))
            filled = navy if full else white
            picture.add(rectangle(first, y + 3, max(last - first, 0.6), step - 5, fill=filled, stroke=navy, line=0.7))
            if not full:
                _hatch(picture, first, last, y + 3, step - 5, navy)
        left, right = sorted((bar.at_low, bar.at_high))
        picture.add(text_at(0, y + 4, bar.label[:52], size=8.5, colour=_INK))
        picture.add(text_at(names + figures, y + 4, money(left, tornado.symbol), anchor="end", size=8.5, colour=_INK))
        picture.add(text_at(WIDTH, y + 4, money(right, tornado.symbol), anchor="end", size=8.5, colour=_INK))
    foot = height - step * len(tornado.bars)
    picture.add(
        Line(across(0.0), foot, across(0.0), height, strokeColor=_GREY, strokeWidth=0.8, strokeDashArray=[3, 2])
    )
    picture.add(Line(across(tornado.planned), foot, across(tornado.planned), height, strokeColor=_INK, strokeWidth=0.8))
    picture.add(
        text_at(
            0,
            foot - 12,
            f"Planned {money(tornado.planned, tornado.symbol)}. Hatched: low end; full: high end; dashed line: no"
            " lead.",
            size=8.5,
            colour=_GREY,
        )
    )
    return picture


def _hatch(picture: Drawing, left: float, right: float, bottom: float, height: float, colour: Color) -> None:
    x = left + 3
    while x < right:
        picture.add(
            Line(
                x,
                bottom,
                min(x + height * 0.6, right),
                bottom + height * min(1.0, (right - x) / (height * 0.6)),
                strokeColor=colour,
                strokeWidth=0.5,
            )
        )
        x += 4
