"""Names stand in their region, clear of its edges and of the plan's point."""

import numpy as np

from desktop.documents.business_case.map_drawing import name_place

NOWHERE = (-100.0, -90.0, -100.0, -90.0)


def points(*places: tuple[float, float]) -> list[np.ndarray]:
    return [np.array(places)]


def test_a_name_stands_in_the_middle_of_a_rectangle() -> None:
    middle = name_place(points((0, 0), (200, 0), (200, 60), (0, 60)), (50, 12), NOWHERE)
    assert middle is not None
    assert np.allclose(middle, (100, 30), atol=4)


def test_a_name_moves_off_the_point_of_the_plan() -> None:
    # the point takes the middle third: 80 to 120 wide; a box of 50 clears it by 25 on either side
    middle = name_place(points((0, 0), (200, 0), (200, 60), (0, 60)), (50, 12), (80, 120, 0, 60))
    assert middle is not None
    assert middle[0] + 25 <= 80 or middle[0] - 25 >= 120


def test_the_corners_of_a_name_stay_inside_where_the_middle_of_the_region_lies_on_its_edge() -> None:
    # an L of arms 20 wide: its centroid (about 40, 40) lies outside
    middle = name_place(points((0, 0), (150, 0), (150, 20), (20, 20), (20, 150), (0, 150)), (50, 12), NOWHERE)
    assert middle is not None
    assert middle[0] + 25 <= 150
    assert middle[1] + 6 <= 20


def test_a_name_keeps_out_of_a_hole() -> None:
    # a hole of 100 by 40 in a square of 200 by 60: no box of 12 fits above or below it, one of 40 fits at a side
    edges = [*points((0, 0), (200, 0), (200, 60), (0, 60)), *points((50, 10), (150, 10), (150, 50), (50, 50))]
    middle = name_place(edges, (40, 12), NOWHERE)
    assert middle is not None
    assert middle[0] <= 30 or middle[0] >= 170


def test_no_place_is_named_where_the_box_fits_nowhere() -> None:
    assert name_place(points((0, 0), (40, 0), (40, 8), (0, 8)), (50, 12), NOWHERE) is None
    assert name_place(points((0, 0), (100, 0), (0, 14)), (60, 12), NOWHERE) is None
