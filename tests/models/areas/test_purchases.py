"""Servers bought month by month: growth, lead time, refresh, the horizon, spares and servers owned already.

The tables are made by hand.
"""

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Inputs

SERVER: "Inputs" = {"server_price": 100, "cloud_price": 1}


def steps(*needs: tuple[int, int, int]) -> "dict[str, Inputs]":
    """Return workloads that need whole servers of 8 GPUs: servers, first and last month."""
    return {
        f"w{number}": {"gpus": 8 * servers, "start": first, "end": last}
        for number, (servers, first, last) in enumerate(needs)
    }


def test_purchases_follow_demand_with_lead_time_and_refresh(cases: "Cases") -> None:
    # Needed: 1 in months 1–3, 2 in 4–6, 4 in 7–10, 2 in 11–14. Two months of lead, five of use.
    works = steps((1, 1, 120), (1, 4, 120), (2, 7, 10))
    case = cases.several(works, {"main": {**SERVER, "lead": 2, "life": 5}}, finance={"horizon": 14})
    assert case.line("demand.need.servers").tolist() == [0, 1, 1, 1, 2, 2, 2, 4, 4, 4, 4, 2, 2, 2, 2]
    # Delivered: 2 is the first month possible; 3 for the growth in 4; 6 for that in 7; 7 and 8 replace what retires; 11
    # replaces nothing
    # (two retire, two are enough); 12 and 13 replace; nothing in 14, the last month.
    assert case.line("on_premises.bought").tolist() == [0, 0, 1, 1, 0, 0, 2, 1, 1, 0, 0, 0, 1, 1, 0]
    assert case.line("on_premises.retired").tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 2, 1, 1, 0]
    assert case.line("on_premises.in_use").tolist() == [0, 0, 0, 1, 2, 2, 2, 4, 4, 4, 4, 4, 2, 2, 2]
    # Paid two months before each delivery.
    assert case.line("on_premises.servers").tolist() == [100, 100, 0, 0, 200, 100, 100, 0, 0, 0, 100, 100, 0, 0, 0]
    # Months 1 and 2 are bridged: 8 GPUs for 730 hours at £1.
    assert case.line("on_premises.rent").tolist() == pytest.approx([0, 5_840, 5_840] + [0] * 12)


def test_falling_demand_is_replaced_only_as_far_as_it_is_needed(cases: "Cases") -> None:
    # 4 servers until month 6, then 1; life of 12 months: 4 at once, 1 a year later.
    case = cases.several(steps((3, 1, 6), (1, 1, 120)), {"main": {**SERVER, "life": 12}}, finance={"horizon": 36})
    bought = case.line("on_premises.bought")
    assert {month: bought[month] for month in np.flatnonzero(bought)} == {0: 4, 12: 1, 24: 1}


def test_servers_outlast_demand_that_falls_and_serve_demand_that_returns(cases: "Cases") -> None:
    case = cases.several(steps((2, 1, 6), (2, 10, 20)), {"main": {**SERVER, "life": 24}}, finance={"horizon": 20})
    assert np.flatnonzero(case.line("on_premises.bought")).tolist() == [0]


@pytest.mark.parametrize(
    ("life", "horizon", "delivered"),
    [
        (12, 24, [0, 12]),
        (18, 24, [0, 18]),
        (24, 24, [0]),
        (25, 24, [0]),
        (240, 24, [0]),
        (7, 24, [0, 7, 14, 21]),
        (1, 12, list(range(12))),
    ],
)
def test_life_and_horizon_need_not_fit(cases: "Cases", life: int, horizon: int, delivered: list[int]) -> None:
    case = cases(pool={**SERVER, "life": life}, finance={"horizon": horizon})
    assert np.flatnonzero(case.line("on_premises.bought")).tolist() == delivered
    assert case.line("on_premises.in_use").tolist() == [0] + [1] * horizon
    assert case.line("on_premises.servers").sum() == 100 * len(delivered)


def test_nothing_is_bought_for_demand_after_the_horizon(cases: "Cases") -> None:
    # Demand begins in month 24: a server delivered in 23 serves it. At horizon 23 none is bought.
    for horizon, count in ((24, 1), (23, 0)):
        case = cases(work={"start": 24}, pool=SERVER, finance={"horizon": horizon})
        assert case.line("on_premises.bought").sum() == count


def test_all_at_once_buys_for_the_largest_need_at_the_start(cases: "Cases") -> None:
    works = steps((1, 1, 120), (2, 13, 120))
    case = cases.several(works, {"main": {**SERVER, "purchase": "at_once"}}, finance={"horizon": 24})
    assert case.line("on_premises.bought").tolist() == [3] + [0] * 24
    grown = cases.several(works, {"main": SERVER}, finance={"horizon": 24})
    assert {month: grown.line("on_premises.bought")[month] for month in (0, 12)} == {0: 1, 12: 2}


def test_all_at_once_buys_the_largest_number_again_at_the_end_of_life(cases: "Cases") -> None:
    works = steps((1, 1, 120), (2, 4, 6))
    case = cases.several(works, {"main": {**SERVER, "purchase": "at_once", "life": 12}}, finance={"horizon": 24})
    bought = case.line("on_premises.bought")
    assert {month: bought[month] for month in np.flatnonzero(bought)} == {0: 3, 12: 3}


def test_with_a_lead_time_beyond_the_horizon_everything_is_rented(cases: "Cases") -> None:
    case = cases(work={"growth": 0.5}, pool={**SERVER, "lead": 24}, finance={"horizon": 24})
    assert not case.line("on_premises.bought").any()
    assert case.monthly("on_premises").tolist() == pytest.approx(case.monthly("cloud").tolist())


def test_with_a_lead_time_of_a_month_less_than_the_horizon_one_month_is_owned(cases: "Cases") -> None:
    case = cases(pool={**SERVER, "lead": 23}, finance={"horizon": 24})
    assert case.line("on_premises.in_use").tolist() == [0] * 24 + [1]
    assert case.line("on_premises.servers").tolist() == [100] + [0] * 24


def test_until_the_first_delivery_the_work_runs_in_the_cloud_or_waits(cases: "Cases") -> None:
    for bridging, rented, served in (("cloud", 5_840, 8), ("wait", 0, 0)):
        case = cases(pool={**SERVER, "lead": 3, "bridging": bridging}, finance={"horizon": 12})
        assert case.line("on_premises.rent").tolist() == pytest.approx([0] + [rented] * 3 + [0] * 9)
        assert case.line("on_premises.served").tolist() == pytest.approx([0] + [served] * 3 + [8] * 9)


def test_need_is_the_larger_of_peak_with_headroom_and_hours_at_the_highest_use(cases: "Cases") -> None:
    # Flat 16 GPUs: peak with 10% is 17.6 → 3 servers; hours at 60% are 26.7 → 4; peak with 60% is 25.6 → 4; 24 with
    # 50% is exactly 3.
    for headroom, highest_use, servers in ((0.1, 1, 3), (0, 0.6, 4), (0.6, 0.9, 4), (0.5, 1, 3), (0, 1, 2)):
        assert (
            cases(work={"gpus": 16}, pool={"headroom": headroom, "highest_use": highest_use}).line(
                "demand.need.servers"
            )[1]
            == servers
        )


def test_spares_are_bought_where_a_server_is_needed_and_serve_nothing(cases: "Cases") -> None:
    works = steps((2, 4, 9))
    case = cases.several(works, {"main": {**SERVER, "spares": 1}}, finance={"horizon": 12})
    assert case.line("demand.need.servers").tolist() == [0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 0, 0, 0]
    assert case.line("on_premises.bought").tolist() == [0, 0, 0, 3] + [0] * 9
    assert case.line("on_premises.capacity")[4] == 16


def test_servers_owned_already_need_no_purchase_until_they_are_retired(cases: "Cases") -> None:
    # Two are needed and one is owned for ten months: one is bought at once, another in month 10.
    case = cases(work={"gpus": 16}, pool={**SERVER, "owned_servers": 1, "owned_months": 10}, finance={"horizon": 24})
    bought = case.line("on_premises.bought")
    assert {month: bought[month] for month in np.flatnonzero(bought)} == {0: 1, 10: 1}
    assert case.line("on_premises.in_use")[1:].tolist() == [2] * 24
    assert not case.line("on_premises.rent").any()


def test_servers_owned_already_cost_nothing_in_the_month_of_the_decision(cases: "Cases") -> None:
    # Running costs begin in month 1: £50 a server and month, two servers for ten of twelve months.
    pool: Inputs = {"owned_servers": 2, "owned_months": 10, "running_month": 50}
    case = cases(work={"gpus": 16, "end": 10}, pool=pool, finance={"horizon": 12})
    assert case.monthly("on_premises").tolist() == pytest.approx([0] + [100] * 10 + [0, 0])


def test_a_lead_time_bridges_the_retirement_of_servers_owned_already(cases: "Cases") -> None:
    # The owned server lasts two months, its replacement ordered in month 0 arrives in month 4: months 3 and 4 are
    # rented.
    case = cases(pool={**SERVER, "owned_servers": 1, "owned_months": 2, "lead": 4}, finance={"horizon": 12})
    assert case.line("on_premises.servers").tolist() == [100] + [0] * 12
    assert case.line("on_premises.rent").tolist() == pytest.approx([0, 0, 0, 5_840, 5_840] + [0] * 8)


def test_servers_are_paid_at_the_price_of_the_month_of_the_order(cases: "Cases") -> None:
    # Needed from month 19 with six months of lead: ordered in month 12, after a year of 20% decline.
    case = cases(work={"start": 19}, pool={**SERVER, "lead": 6}, finance={"horizon": 24, "hardware_trend": -0.2})
    assert case.line("on_premises.servers").tolist() == pytest.approx([0] * 12 + [80] + [0] * 12)


def test_two_pools_buy_apart(cases: "Cases") -> None:
    pools: dict[str, Inputs] = {
        "x": {"server_price": 100, "lead": 2, "life": 6},
        "y": {"server_price": 7, "server_gpus": 4, "life": 12},
    }
    works: dict[str, Inputs] = {"a": {"pool": "x"}, "b": {"pool": "y", "start": 5}}
    bought = cases.several(works, pools, finance={"horizon": 12}).rows("on_premises.bought")
    assert [np.flatnonzero(one).tolist() for one in bought] == [[2, 8], [4]]
    assert bought[1, 4] == 2


def test_owning_that_starts_later_is_ordered_a_lead_time_before_and_rented_until_then(cases: "Cases") -> None:
    # Two months of lead, owning from month 6: ordered in 4, delivered in 6, in use from 7; 8 GPUs at £1 for 730 hours
    # a month until then. With the lead alone: ordered in 0, in use from 3.
    pool: Inputs = {**SERVER, "lead": 2, "owning_start": 6, "hybrid_servers": 1}
    case = cases(work={"gpus": 8}, pool=pool, finance={"horizon": 12})
    assert case.line("on_premises.servers").tolist() == [0, 0, 0, 0, 100] + [0] * 8
    assert case.line("on_premises.in_use").tolist() == [0] * 7 + [1] * 6
    assert case.line("on_premises.rent").tolist() == pytest.approx([0] + [5_840] * 6 + [0] * 6)
    assert case.line("hybrid.servers").tolist() == case.line("on_premises.servers").tolist()
    # A start before the lead time changes nothing.
    soon = cases(work={"gpus": 8}, pool={**pool, "owning_start": 1}, finance={"horizon": 12})
    assert soon.line("on_premises.servers").tolist() == [100] + [0] * 12
    assert soon.line("on_premises.rent").tolist() == pytest.approx([0, 5_840, 5_840] + [0] * 10)


def test_a_hybrid_may_start_to_own_and_stand_elsewhere(cases: "Cases") -> None:
    # A server of 10 kW at £100 for a kW and month is £1,000 a month in colocation; in a room of one's own it is nothing
    # here, since no tariff is set. On-premises stands in colocation from month 1 on, the hybrid in the room from 4 on.
    pool: Inputs = {
        **SERVER,
        "hybrid_servers": 1,
        "hybrid_terms": True,
        "hybrid_start": 3,
        "site": "colocation",
        "hybrid_site": "own_room",
        "server_power": 10,
        "colocation_price": 100,
    }
    case = cases(work={"gpus": 8}, pool=pool, finance={"horizon": 12})
    assert case.line("on_premises.colocation").tolist() == [0] + [1_000] * 12
    assert case.line("hybrid.colocation").tolist() == [0] * 13
    assert case.line("hybrid.in_use").tolist() == [0] * 4 + [1] * 9
    other = cases(work={"gpus": 8}, pool={**pool, "site": "own_room", "hybrid_site": "colocation"})
    assert other.line("on_premises.colocation").sum() == 0
    assert other.line("hybrid.colocation")[4:].tolist() == pytest.approx([1_000] * len(other.line("hybrid.in_use")[4:]))


def test_work_that_waits_for_owning_that_starts_later_waits_longer(cases: "Cases") -> None:
    pool: Inputs = {**SERVER, "lead": 2, "bridging": "wait"}
    work: Inputs = {"gpus": 8, "value": 1_000}
    soon = cases(work=work, pool=pool, finance={"horizon": 12})
    late = cases(work=work, pool={**pool, "owning_start": 5}, finance={"horizon": 12})
    assert soon.number("value.on_premises.forgone_total") == pytest.approx(2_000)
    assert late.number("value.on_premises.forgone_total") == pytest.approx(5_000)
