"""A page of the body: its charts take the room that words and tables leave, so that no page stands half empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import override

from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop.documents.business_case.library import kept_together, repeated_rows, rows_of
from desktop.documents.business_case.tables import WIDTH, Styles, paragraph
from desktop.documents.business_case.tagging import TaggedFigure, TaggedTable

PAGE_HEIGHT = A4[1] - 38 * mm
"""Points between the margins of a page."""

_SPARE = 16.0


@dataclass(frozen=True, slots=True)
class Grown:
    """A chart with its finding and its axis, drawn at the height that is left for it, within limits in points.

    optional: it is left out where the page has no room for it.
    """

    title: str
    below: str
    drawn: Callable[[float], Drawing]
    alternative: str
    least: float = 105.0
    most: float = 250.0
    optional: bool = False


type Part = Flowable | Grown

_EMPTY = 0.3
"""Of a page that may be left empty at its foot, so that a table stands on one page."""

_FEWEST = 6
"""Rows of a table, without its head, that stand at least on each of two pages."""


class Whole(KeepTogether):
    """Parts that stay on one page; where that would leave much of a page empty, a table at their end goes on overleaf.

    The head of the table stands on both pages.
    """

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Return the parts for this page and the next."""
        kept: list[Flowable] = super().split(aW, aH)
        *before, last = kept_together(self)
        if not isinstance(last, TaggedTable) or aH < _EMPTY * PAGE_HEIGHT or height_of([*before, last]) <= aH:
            return kept
        left = aH - height_of(before) - _SPARE
        pieces = [one for one in last.split(aW, left) if isinstance(one, TaggedTable)]
        rows = [rows_of(one) - repeated_rows(one) for one in pieces]
        if len(rows) != 2 or min(rows) < _FEWEST:  # noqa: PLR2004 - one on either page
            return kept
        return [*before, *pieces]


def height_of(flowables: Sequence[Flowable]) -> float:
    """Return the room that flowables take one below the other, in points.

    Of the space after one and before the next the larger counts, as the library sets them; none stands at the top.
    """
    total, after = 0.0, None
    for one in _flat(flowables):
        style: object = getattr(one, "style", None)
        before = float(getattr(style, "spaceBefore", 0) or 0)
        total += float(one.wrap(WIDTH, PAGE_HEIGHT)[1]) + (max(before, after) if after is not None else 0.0)
        after = float(getattr(style, "spaceAfter", 0) or 0)
    return total


def _flat(flowables: Sequence[Flowable]) -> list[Flowable]:
    return [
        inner for one in flowables for inner in (_flat(kept_together(one)) if isinstance(one, KeepTogether) else [one])
    ]


def least_height(parts: Sequence[Part], styles: Styles) -> float:
    """Return the room that parts take with their charts as low as they may be, in points."""
    return height_of(_stacked(parts, styles)) + sum(one.least for one in parts if isinstance(one, Grown))


def fullest_height(parts: Sequence[Part], styles: Styles) -> float:
    """Return the room that parts take with their charts as high as they may be, in points."""
    return height_of(_stacked(parts, styles)) + sum(one.most for one in parts if isinstance(one, Grown))


def fits(parts: Sequence[Part], styles: Styles, above: float = 0.0) -> bool:
    """Return whether parts stand on one page with charts as low as they may be. above: points that are taken."""
    return above + least_height(parts, styles) <= PAGE_HEIGHT - _SPARE


def leaf(parts: Sequence[Part], styles: Styles) -> list[Flowable]:
    """Return the parts of a page with its charts drawn.

    Where all of it takes more than a page, charts are as low as they may be and the rest goes on to the next.
    """
    while not fits(parts, styles):
        spared = [place for place, one in enumerate(parts) if isinstance(one, Grown) and one.optional]
        if not spared:
            break
        parts = [one for place, one in enumerate(parts) if place != spared[-1]]
    growing = [one for one in parts if isinstance(one, Grown)]
    left = PAGE_HEIGHT - height_of(_stacked(parts, styles)) - _SPARE
    heights = iter(shares(left, [(one.least, one.most) for one in growing]))
    return [
        (
            KeepTogether([*_head(one, styles), TaggedFigure(one.drawn(next(heights)), one.alternative)])
            if isinstance(one, Grown)
            else one
        )
        for one in parts
    ]


def _stacked(parts: Sequence[Part], styles: Styles) -> list[Flowable]:
    """Return the parts with the words of charts in the place of charts."""
    return [piece for one in parts for piece in (_head(one, styles) if isinstance(one, Grown) else [one])]


def shares(left: float, limits: Sequence[tuple[float, float]]) -> list[float]:
    """Return what each of some gets of a room: its least at least, its most at most, the rest shared alike.

    >>> shares(300.0, [(100.0, 120.0), (100.0, 250.0)]), shares(50.0, [(100.0, 120.0)])
    ([120.0, 180.0], [100.0])
    """
    given = [low for low, _ in limits]
    rest = left - sum(given)
    while rest > 1:
        able = [place for place, (_, high) in enumerate(limits) if given[place] < high - 0.5]
        if not able:
            break
        each = rest / len(able)
        for place in able:
            more = min(each, limits[place][1] - given[place])
            given[place] += more
            rest -= more
    return given


def _head(one: Grown, styles: Styles) -> list[Flowable]:
    below: list[Flowable] = [paragraph(one.below, styles.small)] if one.below else []
    return [paragraph(one.title, styles.strong), *below, Spacer(1, 3)]
