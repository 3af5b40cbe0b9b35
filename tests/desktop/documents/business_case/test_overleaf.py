"""A table that stays on one page, and goes on overleaf only where the page would stand half empty."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop.documents.business_case.leaf import PAGE_HEIGHT, Whole, height_of
from desktop.documents.business_case.library import rows_of
from desktop.documents.business_case.tables import WIDTH
from desktop.documents.business_case.tagging import TaggedTable


def table(rows: int) -> TaggedTable:
    return TaggedTable([["Of", "£000"], *([f"Line {row}", str(row)] for row in range(rows))], repeatRows=1)


def pieces(left: float, rows: int = 22, after: bool = False) -> list[int]:
    """Return the rows, with the head, of each table that a block is split into with some room left on the page."""
    parts: list[Flowable] = [Spacer(1, 4), table(rows), *([Spacer(1, 2)] if after else [])]
    found = Whole(parts).splitOn(Canvas(io.BytesIO()), WIDTH, left)
    return [rows_of(one) for one in found if isinstance(one, TaggedTable)]


ROW = height_of([table(1)]) / 2
"""Points of a row."""


def test_it_goes_on_overleaf_with_its_head_where_much_of_the_page_would_stand_empty() -> None:
    left = 16 * ROW + 22  # what is spared below it, and the space above
    here, overleaf = pieces(left)
    assert left > 0.3 * PAGE_HEIGHT - ROW
    assert here + overleaf == 22 + 2, "each has a head"
    assert min(here, overleaf) > 6


@pytest.mark.parametrize(
    ("left", "after"),
    [(0.25 * PAGE_HEIGHT, False), (22 * ROW, False), (16 * ROW + 22, True)],
    ids=["little is left empty", "a row or two would stand alone", "a note stands below it"],
)
def test_it_stays_whole(left: float, after: bool) -> None:
    assert pieces(left, after=after) == [23]


def test_what_fits_is_not_split() -> None:
    assert pieces(PAGE_HEIGHT) == [23]
    assert isinstance(Whole([Spacer(1, 1)]), KeepTogether)
