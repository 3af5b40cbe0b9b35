"""Where rules begin and end: one more or one less than the figure that decides."""

from collections.abc import Iterator

import pytest
from advice import INSURER, P, having

from models.exhibits import tripwires as shown
from models.plan.plan import Plan
from models.rules import owns_nothing
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.service import recovery_missed
from models.studies.tripwires import Tripwire


def _facts(plan: Plan) -> Facts:
    return Facts(plan, dict(plan.values("base")), judged(plan, "base"), "base")


@pytest.mark.parametrize(
    ("asked", "takes", "standby", "missed"),
    [
        (4.0, 24.0, 0, (4.0, 24.0)),
        (24.0, 24.0, 0, (0.0, 0.0)),  # as long as is asked for
        (0.0, 24.0, 0, (0.0, 0.0)),  # nothing is asked for
        (0.5, 24.0, 0, (0.5, 24.0)),  # half an hour is asked for
        (4.0, 24.0, 0.25, (0.0, 0.0)),  # a quarter stands by
    ],
)
def test_recovery_is_missed_where_it_takes_longer_than_is_asked(
    asked: float, takes: float, standby: float, missed: tuple[float, float]
) -> None:
    plan = having(INSURER, **{"security.recovery_time": asked, "security.restore_time": takes, f"{P}standby": standby})
    assert recovery_missed(_facts(plan)) == missed


@pytest.mark.parametrize(("at", "far"), [(0.2, False), (0.19, True), (1.5, False), (2.0, False), (2.01, True)])
def test_all_prices_together_move_to_a_fifth_or_double_at_most(at: float, far: bool) -> None:
    wire = Tripwire("cloud_prices", [f"{P}cloud_price"], 1.0, at, at < 1, "cloud", 1.0)
    assert wire.together
    assert shown._far(INSURER, wire) is far  # pyright: ignore[reportPrivateUsage] - what it tells has more in it


@pytest.mark.parametrize(
    ("needed", "owned", "struck"),
    [((0.0, 0.0), (0.0, 0.0), False), ((1.0, 0.0), (0.0, 0.0), True), ((1.0, 0.0), (0.0, 1.0), False)],
)
def test_owning_never_starts_where_one_server_month_is_needed_and_none_is_owned(
    monkeypatch: pytest.MonkeyPatch, needed: tuple[float, float], owned: tuple[float, float], struck: bool
) -> None:
    pools = [("A", P, needed[0], owned[0]), ("B", P, needed[1], owned[1])]

    def of_pools(_: Facts) -> Iterator[tuple[str, str, float, float]]:
        yield from pools

    monkeypatch.setattr(owns_nothing, "_servers", of_pools)
    (rule,) = [one for one in owns_nothing.OWNS_RULES if one.key == "owns_nothing"]
    assert bool(list(rule.condition(_facts(INSURER)))) is struck
