"""Demand of several workloads on one pool or two: coinciding peaks, and work that can wait."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.models.areas.conftest import Case, Cases, Inputs

CURVED: "Inputs" = {"kind": "experimentation", "runs": 4, "run_hours": 730, "shape": "curve", "trough": 0.5, "peak": 3}
"""4 GPUs on average, 12 at the peak."""
STEADY: "Inputs" = {"gpus": 6, "hours": 365}
"""3 GPUs on average, 6 at the peak."""


def slices(case: "Case") -> "list[float]":
    return case.rows("demand.all.slices")[:, 1].tolist()


def peak(case: "Case") -> float:
    return float((case.line("demand.all.mean") + case.line("demand.all.joint_above"))[1])


def test_peaks_that_coincide_wholly_add_up(cases: "Cases") -> None:
    together = cases.several({"a": CURVED, "b": STEADY}, {"main": {}}, other={"workloads.coincidence": 1})
    alone = [cases(work=one) for one in (CURVED, STEADY)]
    assert peak(together) == pytest.approx(12 + 6)
    assert slices(together) == pytest.approx(np.add(slices(alone[0]), slices(alone[1])).tolist())


def test_peaks_that_never_coincide_leave_the_largest_excess(cases: "Cases") -> None:
    # Above their means the two reach 8 and 3: together 7 + 8; each slice keeps 8/11 of its distance from the mean.
    together = cases.several({"a": CURVED, "b": STEADY}, {"main": {}}, other={"workloads.coincidence": 0})
    summed = np.add(slices(cases(work=CURVED)), slices(cases(work=STEADY)))
    assert peak(together) == pytest.approx(15)
    assert slices(together) == pytest.approx((7 + (summed - 7) * 8 / 11).tolist())


def test_peaks_that_coincide_by_half_lie_in_between(cases: "Cases") -> None:
    # 8 + 0.5 × (11 − 8) = 9.5 above the mean of 7.
    together = cases.several({"a": CURVED, "b": STEADY}, {"main": {}}, other={"workloads.coincidence": 0.5})
    assert peak(together) == pytest.approx(16.5)


@pytest.mark.parametrize("coincidence", [0, 0.4, 1])
def test_pooling_keeps_the_mean_and_leaves_a_single_workload_alone(cases: "Cases", coincidence: float) -> None:
    other: Inputs = {"workloads.coincidence": coincidence}
    pooled = slices(cases.several({"a": CURVED, "b": STEADY}, {"main": {}}, other=other))
    assert np.mean(pooled) == pytest.approx(7)
    assert slices(cases(work=CURVED, other=other)) == pytest.approx(slices(cases(work=CURVED)))


def test_two_halves_that_coincide_wholly_are_the_whole(cases: "Cases") -> None:
    half: Inputs = {**CURVED, "runs": 2}
    together = cases.several({"a": half, "b": half}, {"main": {}}, other={"workloads.coincidence": 1})
    assert slices(together) == pytest.approx(slices(cases(work=CURVED)))
    assert peak(together) == pytest.approx(12)


def test_flat_workloads_have_no_peak_whatever_coincides(cases: "Cases") -> None:
    together = cases.several({"a": {"gpus": 2}, "b": {"gpus": 5}}, {"main": {}}, other={"workloads.coincidence": 0.3})
    assert slices(together) == pytest.approx([7.0] * 20)
    assert peak(together) == pytest.approx(7)


def test_a_workload_switched_off_is_as_if_it_were_not_there(cases: "Cases") -> None:
    both = cases.several(
        {"a": CURVED, "b": {**STEADY, "active": False}}, {"main": {}}, other={"workloads.coincidence": 0.3}
    )
    assert slices(both) == pytest.approx(slices(cases(work=CURVED)))


def test_workloads_on_two_pools_do_not_meet(cases: "Cases") -> None:
    pools: dict[str, Inputs] = {"x": {"cloud_price": 2}, "y": {"cloud_price": 5}}
    case = cases.several({"a": {**CURVED, "pool": "x"}, "b": {**STEADY, "pool": "y"}}, pools)
    assert case.rows("demand.all.mean")[:, 1].tolist() == pytest.approx([4, 3])
    assert case.rows("demand.all.joint_above")[:, 1].tolist() == pytest.approx([8, 3])
    assert case.rows("demand.need.servers")[:, 1].tolist() == [2, 1]
    # Steady use on pool y: 6 GPUs for 365 hours at £5.
    assert case.rows("cloud.on_demand")[1, 1:].tolist() == pytest.approx([10_950] * 60)


def test_an_idle_pool_costs_nothing(cases: "Cases") -> None:
    pools: dict[str, Inputs] = {
        "x": {"cloud_price": 2},
        "y": {"cloud_price": 5, "server_price": 1e6, "facility_works": 1e6, "spares": 3},
    }
    case = cases.several({"a": {"gpus": 8, "pool": "x"}}, pools)
    assert not case.rows("cloud.rent")[1].any()
    assert not case.rows("on_premises.in_use")[1].any()
    assert case.result.options["on_premises"].total_cost == 0


def test_work_that_can_wait_has_no_part_in_the_peak(cases: "Cases") -> None:
    case = cases.several({"a": STEADY, "b": {**CURVED, "timing": "deferrable"}}, {"main": {}})
    assert case.line("demand.all.mean")[1] == pytest.approx(3)
    assert peak(case) == pytest.approx(6)
    assert case.line("demand.all.deferrable")[1] == pytest.approx(4)


def test_work_that_can_wait_fills_idle_owned_hours(cases: "Cases") -> None:
    # 8 GPUs at once half the time leave 4 idle on average: 3 GPUs of training need no second server.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "hours": 365}, "b": {"gpus": 3, "timing": "deferrable"}}
    case = cases.several(works, {"main": {"cloud_price": 2}})
    assert case.line("demand.need.servers")[1:].tolist() == [1] * 60
    assert case.line("on_premises.own_deferrable")[1:].tolist() == pytest.approx([3] * 60)
    assert not case.line("on_premises.rent").any()


def test_work_that_can_wait_needs_a_server_where_idle_hours_do_not_suffice(cases: "Cases") -> None:
    # 4 + 5 GPUs on average are more than 8: a second server.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "hours": 365}, "b": {"gpus": 5, "timing": "deferrable"}}
    assert cases.several(works, {"main": {}}).line("demand.need.servers")[1:].tolist() == [2] * 60


def test_work_that_can_wait_fills_servers_up_to_the_highest_use_and_rents_the_rest(cases: "Cases") -> None:
    # One server of 8 used at most 70% has 5.6 GPUs to give; 4 are taken at once, so 1.6 of 3 stay and 1.4 are rented
    # at £2.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "hours": 365}, "b": {"gpus": 3, "timing": "deferrable"}}
    case = cases.several(works, {"main": {"cloud_price": 2, "highest_use": 0.7, "hybrid_servers": 1}})
    assert case.line("hybrid.own_deferrable")[1:].tolist() == pytest.approx([1.6] * 60)
    assert case.monthly("hybrid")[1:].tolist() == pytest.approx([1.4 * 730 * 2] * 60)
