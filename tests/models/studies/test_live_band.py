"""The band on screen: of few cases at every frame, and about the new curves where even those take longer."""

import numpy as np
from earlier import example

from models.plan.rows import with_rows
from models.studies.live_band import Bands, LiveBand, moved
from models.studies.percentiles import Band


def test_bands_move_as_their_curves_have_moved() -> None:
    """A curve that was 1, 2, 3 and is 2, 4, 6 has moved by 1, 2, 3; so does its band."""
    before, now = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    band = Band(np.array([0.5, 1.0, 1.5]), before, np.array([2.0, 4.0, 6.0]))
    found = moved(Bands({"cloud": band, "api": band}, 10_000), {"cloud": before}, {"cloud": now, "api": now})
    assert set(found.by_option) == {"cloud"}, "an option that was not there had no band"
    assert found.cases == 10_000
    assert found.by_option["cloud"].low.tolist() == [1.5, 3.0, 4.5]
    assert found.by_option["cloud"].high.tolist() == [3.0, 6.0, 9.0]


def test_a_plan_of_many_rows_draws_no_cases_in_a_frame() -> None:
    plan = example("insurer").plan
    assert LiveBand(plan, "nominal").at_every_frame
    large, _ = with_rows(plan, "risk", [f"Risk {number}" for number in range(120)])
    assert not LiveBand(large, "nominal").at_every_frame
