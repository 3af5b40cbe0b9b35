"""How far below a limit settings have to stay so that they keep it in eight of ten cases."""

from collections.abc import Mapping

import numpy as np
import pytest

from models.plan.plan import Entry, blank_plan
from models.rules.best import best
from models.studies.best_judged import Drawing
from models.studies.room_for_limits import _room  # pyright: ignore[reportPrivateUsage]

POOL = "compute.pool.main."


def test_the_room_left_below_a_limit_is_what_it_holds_in_eight_of_ten_cases_in_proportion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # One server of 400,000 is what owning a flat load of 8 GPUs takes. In three of ten cases it costs 500,000: so that
    # 450,000 is kept in eight of ten, at the plan's price 450,000 x 400,000 / 500,000 = 360,000 may be spent.
    plan = blank_plan()
    for name, value in {"cloud_price": 2.0, "server_price": 400_000.0}.items():
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    owned = next(one for one in best(plan, "base").found if one.kind == "on_premises")
    assert owned.capital == pytest.approx(400_000)
    cases = np.array([320_000.0] * 7 + [500_000.0] * 3)

    def held(*_: object) -> Mapping[str, np.ndarray]:
        return {"capital": cases}

    monkeypatch.setattr(Drawing, "held", held)
    assert _room(plan, "base", owned, {"capital": 450_000.0}) == {"capital": pytest.approx(-90_000)}
    # where it is never more than planned nothing has to be left
    cases[:] = 400_000.0
    assert _room(plan, "base", owned, {"capital": 450_000.0}) == {"capital": 0.0}
