"""Names keep apart and inside their chart, and move no further than they must."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as drawn
from scipy.optimize import isotonic_regression

from models.exhibits.apart import apart

_PLACES = drawn.lists(drawn.floats(-200.0, 400.0), min_size=1, max_size=9)


@given(_PLACES, drawn.floats(0.0, 30.0))
def test_names_keep_apart_in_their_order_inside_their_chart(wanted: list[float], gap: float) -> None:
    places = apart(wanted, gap, 0.0, 200.0)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    steps = np.diff([places[place] for place in order])
    room = 200.0 / max(1, len(wanted) - 1)
    assert all(steps >= min(gap, room) - 1e-9)
    assert min(places) >= 0.0
    assert max(places) <= 200.0 + 1e-9


@given(_PLACES, drawn.floats(0.0, 30.0))
def test_without_bounds_they_stand_where_the_least_squares_under_order_stand(wanted: list[float], gap: float) -> None:
    order = np.argsort(wanted, kind="stable")
    before = gap * np.arange(len(wanted))
    # scipy does not say what it returns
    levels: Sequence[float] = isotonic_regression(np.array(wanted)[order] - before).x.tolist()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert np.allclose(np.array(apart(wanted, gap))[order], np.array(levels) + before)


def test_names_that_do_not_touch_stay() -> None:
    assert apart([10.0, 90.0, 50.0], 12.0, 0.0, 100.0) == [10.0, 90.0, 50.0]


def test_a_name_at_the_foot_of_a_chart_never_pushes_another_below_its_axis() -> None:
    # business as usual far below three options that end at the top, as in a plan whose work waits
    assert apart([20.0, 118.0, 119.0, 121.0], 12.0, 0.0, 120.0) == [20.0, 96.0, 108.0, 120.0]
