"""Hybrids: what stays on the servers kept, what bursts, what may not leave.

Also the best number of servers found by trying each.
"""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.studies.hybrid_split import best_split

if TYPE_CHECKING:
    from tests.models.areas.conftest import Case, Cases, Inputs

HALVES: "Inputs" = {f"measured_{position:02}": 0.5 if position <= 10 else 1.5 for position in range(1, 21)}
BUSY: "dict[str, Inputs]" = {
    "bursty": {
        "kind": "inference",
        "requests": 60_000_000,
        "shape": "curve",
        "trough": 0.3,
        "peak": 3,
        "replicas": 2,
        "growth": 0.4,
    },
    "waiting": {
        "kind": "training",
        "runs": 9,
        "run_hours": 700,
        "timing": "deferrable",
        "checkpointed": True,
        "start": 3,
    },
    "steady": {"gpus": 5, "hours": 160, "end": 40},
}
PRICED: "Inputs" = {
    "cloud_price": 3,
    "instance_gpus": 4,
    "idle_share": 0.1,
    "spot_share": 0.5,
    "spot_discount": 0.6,
    "committed_one_year": 0.3,
    "one_year_discount": 0.3,
    "cloud_extras": 0.05,
    "cloud_support": 0.03,
    "server_price": 200_000,
    "server_power": 10,
    "tariff": 0.25,
    "lead": 3,
    "life": 36,
    "headroom": 0.2,
    "highest_use": 0.8,
    "resale_1": 0.6,
    "resale_2": 0.4,
    "resale_3": 0.3,
}


def shares_of_work(case: "Case", option: str) -> "tuple[list[float], list[float]]":
    """Return what is served at once on owned servers plus what is left, and the demand."""
    return (case.line(f"{option}.own_interactive") + case.line(f"{option}.left_mean")).tolist(), case.line(
        "demand.all.mean"
    ).tolist()


def test_a_hybrid_without_servers_is_the_cloud_in_every_month(cases: "Cases") -> None:
    case = cases.several(BUSY, {"main": PRICED}, other={"compute.orchestration": 900, "workloads.coincidence": 0.6})
    assert case.monthly("cloud").sum() > 1e6
    assert case.monthly("hybrid").tolist() == pytest.approx(case.monthly("cloud").tolist(), rel=1e-12)


def test_a_hybrid_with_enough_servers_rents_nothing_once_they_are_there(cases: "Cases") -> None:
    pool: Inputs = {**PRICED, "hybrid_servers": 100_000, "hybrid_commitment": False}
    case = cases.several(BUSY, {"main": pool}, other={"workloads.coincidence": 0.6})
    assert case.line("hybrid.rent")[1:4].min() > 0
    assert case.line("hybrid.rent")[4:].tolist() == pytest.approx([0] * 57, abs=1e-6)
    assert case.monthly("hybrid").tolist() == pytest.approx(case.monthly("on_premises").tolist(), rel=1e-9, abs=1e-6)


def test_orchestration_is_paid_from_month_one_where_servers_are_kept(cases: "Cases") -> None:
    for servers, paid in ((0, 0), (1, 500)):
        case = cases(work={"gpus": 16}, pool={"hybrid_servers": servers}, other={"compute.orchestration": 500})
        assert case.line("hybrid.orchestration").tolist() == [0] + [paid] * 60


def test_flat_demand_above_the_servers_kept_is_rented(cases: "Cases") -> None:
    # 20 GPUs: 8 stay, 12 are rented at £2.
    case = cases(work={"gpus": 20}, pool={"cloud_price": 2, "hybrid_servers": 1})
    assert case.monthly("hybrid")[1:].tolist() == pytest.approx([12 * 730 * 2] * 60)


def test_headroom_bursts_earlier(cases: "Cases") -> None:
    # 8 GPUs with a quarter of headroom serve 6.4 of 20; 13.6 are rented as 14 whole GPUs.
    case = cases(work={"gpus": 20}, pool={"cloud_price": 2, "hybrid_servers": 1, "headroom": 0.25})
    assert case.line("hybrid.own_interactive")[1] == pytest.approx(6.4)
    assert case.monthly("hybrid")[1] == pytest.approx(14 * 730 * 2)


def test_only_the_hours_above_the_servers_burst(cases: "Cases") -> None:
    # On average 8 GPUs: half the hours 4, half 12. Of those 12 a server of 8 leaves 4 for half the hours: 6 stay and 2
    # burst on average.
    work: Inputs = {"kind": "training", "runs": 8, "run_hours": 730, "shape": "measured", "peak": 1.5, **HALVES}
    case = cases(work=work, pool={"cloud_price": 2, "hybrid_servers": 1})
    assert case.line("hybrid.own_interactive")[1] == pytest.approx(6)
    assert case.monthly("hybrid")[1] == pytest.approx(2 * 730 * 2)


def test_spares_of_a_hybrid_serve_nothing(cases: "Cases") -> None:
    # Three servers kept, one of them a spare: 16 of 20 GPUs stay.
    case = cases(work={"gpus": 20}, pool={"cloud_price": 2, "hybrid_servers": 3, "spares": 1})
    assert case.monthly("hybrid")[1] == pytest.approx(4 * 730 * 2)


def test_a_hybrid_never_keeps_more_servers_than_its_work_needs(cases: "Cases") -> None:
    case = cases(work={"gpus": 20}, pool={"server_price": 100, "hybrid_servers": 9})
    assert case.line("hybrid.servers").sum() == 300


def test_work_that_never_leaves_keeps_its_servers_and_rents_nothing(cases: "Cases") -> None:
    case = cases(
        work={"gpus": 20, "place": "inside"},
        pool={"cloud_price": 2, "server_price": 100, "lead": 3, "hybrid_servers": 0},
    )
    assert case.line("hybrid.in_use").tolist() == [0, 0, 0, 0] + [3] * 57
    assert not case.line("hybrid.rent").any()
    assert not case.line("on_premises.rent").any()
    # Until the servers are there it waits.
    assert case.line("hybrid.served").tolist() == pytest.approx([0, 0, 0, 0] + [20] * 57)


def test_work_beside_what_never_leaves_is_rented_until_servers_are_there(cases: "Cases") -> None:
    # Months 1 and 2: of 8 + 4 GPUs at once only the 4 may leave. Then two servers in the on-premises option; one in the
    # hybrid, and 4 rented.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "place": "inside"}, "b": {"gpus": 4}}
    case = cases.several(works, {"main": {"cloud_price": 1, "lead": 2}}, finance={"horizon": 12})
    assert case.line("on_premises.rent").tolist() == pytest.approx([0] + [2_920] * 2 + [0] * 10)
    assert case.line("hybrid.rent").tolist() == pytest.approx([0] + [2_920] * 12)


def test_what_may_leave_beside_what_never_leaves_is_rented_in_whole_instances(cases: "Cases") -> None:
    # As above, on instances of 8: the 4 GPUs that may leave take a whole one.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "place": "inside"}, "b": {"gpus": 4}}
    case = cases.several(works, {"main": {"cloud_price": 1, "lead": 2, "instance_gpus": 8}}, finance={"horizon": 12})
    assert case.line("on_premises.rent")[1:3].tolist() == pytest.approx([8 * 730] * 2)


def test_a_commitment_for_all_that_may_leave_leaves_nothing_on_demand(cases: "Cases") -> None:
    # No server comes within the year: 8 GPUs that never leave wait, and the 4 that may leave are all committed, at half
    # price.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "place": "inside"}, "b": {"gpus": 4}}
    pool: Inputs = {"cloud_price": 1, "lead": 12, "committed_one_year": 1, "one_year_discount": 0.5}
    case = cases.several(works, {"main": pool}, finance={"horizon": 12})
    assert case.monthly("hybrid")[1:].tolist() == pytest.approx([4 * 730 * 0.5] * 12)


def test_what_a_hybrid_rents_is_on_spot_only_where_it_saves_its_state(cases: "Cases") -> None:
    # The 4 GPUs of work that saves its state run on the server kept; the 4 that are rented do not save theirs.
    waiting: Inputs = {"gpus": 4, "timing": "deferrable"}
    works: dict[str, Inputs] = {"a": {**waiting, "checkpointed": True}, "b": {**waiting, "place": "cloud"}}
    case = cases.several(
        works, {"main": {"cloud_price": 1, "spot_share": 1, "spot_discount": 0.5, "hybrid_servers": 1}}
    )
    assert case.line("hybrid.own_deferrable")[1] == pytest.approx(4)
    assert case.monthly("hybrid")[1:].tolist() == pytest.approx([4 * 730] * 60)


def test_work_of_the_cloud_alone_is_rented_whatever_is_kept(cases: "Cases") -> None:
    pool: Inputs = {"cloud_price": 2, "server_price": 100, "hybrid_servers": 5}
    case = cases(work={"gpus": 20, "place": "cloud"}, pool=pool)
    assert not case.line("hybrid.in_use").any()
    assert case.monthly("hybrid").tolist() == case.monthly("cloud").tolist()
    assert case.line("on_premises.servers")[0] == 300


def test_servers_of_a_hybrid_do_not_serve_work_of_the_cloud(cases: "Cases") -> None:
    # 4 GPUs may stay, 12 are for the cloud: the server kept is half empty and 12 are rented.
    works: dict[str, Inputs] = {"a": {"gpus": 4}, "b": {"gpus": 12, "place": "cloud"}}
    case = cases.several(works, {"main": {"cloud_price": 1, "hybrid_servers": 2}})
    assert case.line("hybrid.in_use")[1] == 1
    assert case.monthly("hybrid")[1:].tolist() == pytest.approx([12 * 730] * 60)


@pytest.mark.parametrize("coincidence", [0, 0.7, 1])
def test_below_and_above_are_the_demand_when_all_work_may_be_owned(cases: "Cases", coincidence: float) -> None:
    case = cases.several(BUSY, {"main": {**PRICED, "hybrid_servers": 2}}, other={"workloads.coincidence": coincidence})
    for option in ("on_premises", "hybrid"):
        served_and_left, demanded = shares_of_work(case, option)
        assert served_and_left == pytest.approx(demanded)


def test_below_and_above_are_the_demand_when_some_work_is_for_the_cloud(cases: "Cases") -> None:
    # Two workloads whose peaks never fall together. The first may be owned; the second, busy 37 hours a month, is for
    # the cloud.
    # However they are pooled, the servers and the cloud cannot serve more than the 10 + 1 GPUs of demand.
    works: dict[str, Inputs] = {
        "a": {"kind": "training", "runs": 10, "run_hours": 730, "shape": "curve", "trough": 0.2, "peak": 2},
        "b": {"gpus": 20, "hours": 36.5, "place": "cloud"},
    }
    case = cases.several(works, {"main": {"hybrid_servers": 5}}, other={"workloads.coincidence": 0})
    served_and_left, demanded = shares_of_work(case, "hybrid")
    assert demanded[1:] == pytest.approx([11] * 60)
    assert served_and_left == pytest.approx(demanded)


def test_the_hybrid_commits_only_where_it_is_told_to(cases: "Cases") -> None:
    # 12 of 20 GPUs are rented; all of them committed at half price, or on demand.
    pool: Inputs = {"cloud_price": 1, "hybrid_servers": 1, "committed_one_year": 1, "one_year_discount": 0.5}
    for committed, hourly in ((True, 0.5), (False, 1)):
        case = cases(work={"gpus": 20}, pool={**pool, "hybrid_commitment": committed}, finance={"horizon": 12})
        assert case.monthly("hybrid")[1:].tolist() == pytest.approx([12 * 730 * hourly] * 12)


def test_the_on_premises_option_never_commits(cases: "Cases") -> None:
    case = cases(
        pool={"cloud_price": 1, "lead": 12, "committed_one_year": 1, "one_year_discount": 0.5}, finance={"horizon": 12}
    )
    assert case.monthly("on_premises")[1:].tolist() == pytest.approx([5_840] * 12)


def test_the_best_split_is_the_cheapest_of_all_that_were_tried(cases: "Cases") -> None:
    # 8 GPUs at all hours and 8 more for 73 of 730: a server costs £200,000 over 60 months and rents replaced £2 an
    # hour.
    # None: £2 × (5,840 + 584) × 60 = £770,880. One: 200,000 + £2 × 584 × 60 = £270,080. Two: £400,000.
    works: dict[str, Inputs] = {"a": {"gpus": 8}, "b": {"gpus": 8, "hours": 73}}
    case = cases.several(
        works, {"main": {"cloud_price": 2, "server_price": 200_000}}, other={"workloads.coincidence": 1}
    )
    (found,) = best_split(case.plan, "base")
    assert found.costs == pytest.approx([770_880, 270_080, 400_000])
    assert (found.best, found.stored, found.stale) == (1, 0, True)
    assert found.saving == pytest.approx(500_800)


def test_the_best_split_weighs_discounting_and_resale(cases: "Cases") -> None:
    # A server for £100,000 that fetches 62% after the year, against £8,000 a month: at 44% a year a month is worth
    # 1.2^(-1/6) of the one before.
    pool: Inputs = {"cloud_price": 8_000 / 5_840, "server_price": 100_000, "resale_1": 0.62}
    case = cases(pool=pool, finance={"horizon": 12, "discount_rate": 0.44})
    (found,) = best_split(case.plan, "base")
    rented = sum(8_000 / 1.44 ** (month / 12) for month in range(1, 13))
    assert found.costs == pytest.approx([rented, 100_000 - 62_000 / 1.44])
    assert found.best == 1


def test_each_pool_finds_its_own_split(cases: "Cases") -> None:
    pools: dict[str, Inputs] = {
        "cheap": {"cloud_price": 9, "server_price": 100_000},
        "dear": {"cloud_price": 0.1, "server_price": 500_000},
    }
    works: dict[str, Inputs] = {"a": {"gpus": 24, "pool": "cheap"}, "b": {"gpus": 24, "pool": "dear"}}
    assert [one.best for one in best_split(cases.several(works, pools).plan, "base")] == [3, 0]


def test_each_split_is_found_after_those_of_the_pools_before_it(cases: "Cases") -> None:
    # A server saves £5,840 × 60 − £250,400 = £100,000 in the first pool and £40,000 in the second; orchestration costs
    # £60,000 once servers are kept.
    # The first pays for it, and beside the first the second pays too.
    pools: dict[str, Inputs] = {
        "first": {"cloud_price": 1, "server_price": 250_400},
        "second": {"cloud_price": 1, "server_price": 310_400},
    }
    works: dict[str, Inputs] = {"a": {"pool": "first"}, "b": {"pool": "second"}}
    case = cases.several(works, pools, other={"compute.orchestration": 1_000})
    assert [one.best for one in best_split(case.plan, "base")] == [1, 1]


def test_servers_owned_already_serve_in_a_hybrid_that_buys_none(cases: "Cases") -> None:
    # One of them serves 8 of 20 GPUs until month 12.
    case = cases(
        work={"gpus": 20}, pool={"cloud_price": 1, "owned_servers": 1, "owned_months": 12}, finance={"horizon": 24}
    )
    assert case.line("hybrid.rent").tolist() == pytest.approx([0] + [12 * 730] * 12 + [20 * 730] * 12)


def test_two_pools_are_kept_and_rented_apart(cases: "Cases") -> None:
    pools: dict[str, Inputs] = {
        "x": {"cloud_price": 1, "hybrid_servers": 1},
        "y": {"cloud_price": 10, "hybrid_servers": 0},
    }
    case = cases.several({"a": {"gpus": 10, "pool": "x"}, "b": {"gpus": 3, "pool": "y"}}, pools)
    assert case.rows("hybrid.rent")[:, 1].tolist() == pytest.approx([2 * 730, 3 * 730 * 10])
    assert np.allclose(case.monthly("hybrid")[1:], 2 * 730 + 3 * 730 * 10)
