"""What a supplier would have to offer, where something is brought in too: benefits move a lead and no tolerance."""

from dataclasses import replace

import numpy as np
import pytest
from advice import INSURER, P, having
from earlier import example

from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.judgement import State, judged_now
from models.studies.asks import Ask, _Cases, asks  # pyright: ignore[reportPrivateUsage]
from models.studies.together import Scan, members

BENEFIT = "finance.benefit.benefit."
OF_OWNING_ALONE: dict[str, Value] = {
    f"{BENEFIT}active": True,
    f"{BENEFIT}amount": 5_000.0,
    **{f"{BENEFIT}{one}": False for one in ("cloud", "api", "hybrid")},
}


def asked(plan: Plan) -> dict[str, Ask]:
    case = judged(plan, "base")
    options = [*(one.key for one in case.allowed()), *(["usual"] if case.usual_ranked else [])]
    return {one.group: one for one in asks(plan, "base", options, case.tolerances)}


@pytest.mark.long
def test_the_same_benefit_for_everything_asks_nothing_else_of_anybody() -> None:
    """£40,000 a month for each option made every supplier win "at no price"."""
    alike = having(INSURER, **{f"{BENEFIT}active": True, f"{BENEFIT}amount": 40_000.0})
    for group, one in asked(INSURER).items():
        found = asked(alike)[group]
        assert (found.ties, found.clear) == (pytest.approx(one.ties), pytest.approx(one.clear)), group


@pytest.mark.long
def test_a_rival_of_owning_wins_clearly_below_the_price_at_which_it_costs_the_same() -> None:
    """With a benefit for owning alone cloud was clearly ahead at $7.53 and level at $7.12."""
    plan = having(INSURER, **OF_OWNING_ALONE)
    cloud = asked(plan)["cloud_prices"]
    assert cloud.ties is not None
    assert cloud.clear is not None
    assert cloud.clear < cloud.ties
    price = float(plan.entry("base", f"{P}cloud_price").value)
    level = having(plan, **{f"{P}cloud_price": price * cloud.ties})
    costs = {key: one.compared for key, one in judged(level, "base").options.items()}
    assert costs["cloud"] == pytest.approx(costs["on_premises"], abs=200)
    ahead = having(plan, **{f"{P}cloud_price": price * cloud.clear * 0.999})
    standing = judged_now(ahead, "base", judged(ahead, "base"))
    assert standing.recommended == "cloud"
    assert standing.lead >= standing.tolerance


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("bank", "cloud_prices"),
        ("bank", "server_prices"),
        pytest.param("insurer", "cloud_prices", marks=pytest.mark.long),
        pytest.param("insurer", "server_prices", marks=pytest.mark.long),
    ],
)
def test_clearly_ahead_is_what_the_judgement_calls_clear(name: str, group: str) -> None:
    """ "Clearly ahead at $8.32", where the judgement said "too close to call, cheaper in 52 of 100 cases"."""
    plan = example(name).plan
    clear = asked(plan)[group].clear
    assert clear is not None
    states: list[State] = []
    for factor in (0.97 * clear, 1.03 * clear):  # cases are read between a few prices
        at = plan
        for key in members(plan, "base")[group]:
            # the price is offered with the range about it
            entry = plan.entry("base", key)
            low, high = (None if end is None else end * factor for end in (entry.evidence.low, entry.evidence.high))
            about = replace(entry.evidence, low=low, high=high)
            at = at.with_entry("base", key, replace(entry, value=float(entry.value) * factor, evidence=about))
        states.append(judged_now(at, "base", judged(at, "base"), 1_000).state)
    assert states == [State.CLEAR, State.CLOSE]


@pytest.mark.long
def test_what_leads_clearly_already_may_cost_more() -> None:
    plan = having(INSURER, **OF_OWNING_ALONE)
    assert judged_now(plan, "base", judged(plan, "base")).state is State.CLEAR
    servers = asked(plan)["server_prices"]
    assert servers.clear is not None
    assert servers.clear > 1


def test_between_the_factors_worked_out_each_case_costs_what_it_costs_there() -> None:
    """Cost follows a price on a straight line: what is read between two factors is what that factor gives."""
    options = ["cloud", "on_premises"]
    keys = [f"{P}cloud_price"]
    scan = Scan(INSURER, "base", options)
    drawn = {f"{P}server_price": np.array([250_000.0, 300_000.0, 380_000.0])}
    cases = _Cases(scan, keys, drawn, 3)
    for factor in (0.2, 0.75, 1.0, 1.3):
        there = scan.costs(keys, np.full(3, factor), drawn)
        assert cases.costs(factor) == pytest.approx(there, rel=1e-9), factor
