"""Figures of a usual month, load slices and weekly ranges: worked out by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.plan.measurements import (
    DAYS_A_MONTH,
    Flow,
    Measurement,
    load_slices,
    usual_month,
    weekly_ranges,
    with_measurement,
)


def test_a_usual_month_from_a_fortnight() -> None:
    """14 days: 3,360 GPU-hours are 10 GPUs; 1,400 requests of 100 and 20 tokens, a quarter of the input cached.

    140,000 GB-days are 10 TB.
    """
    sums = {
        "gpu_hours": 3_360.0,
        "gpu_effective": 6_720.0,
        "gpu_list": 13_440.0,
        "committed_gpu_hours": 840.0,
        "committed_effective": 840.0,
        "committed_list": 3_360.0,
        "unused_commitment": 336.0,
        "requests": 1_400.0,
        "tokens_in": 140_000.0,
        "tokens_cached": 35_000.0,
        "tokens_out": 28_000.0,
        "hot_gb_days": 140_000.0,
        "hot_gb_months": 4_600.0,
        "hot_cost": 460.0,
        "egress_gb": 700.0,
        "egress_cost": 70.0,
        "effective": 7_000.0,
    }
    told = usual_month(sums, 14)
    assert told["gpu_hours"] == pytest.approx(240 * 30.4375)
    assert told["gpus"] == pytest.approx(10)
    assert told["requests"] == pytest.approx(100 * 30.4375)
    assert (told["tokens_in_request"], told["tokens_out_request"], told["cached_share"]) == (100, 20, 0.25)
    assert told["hot"] == pytest.approx(10)
    assert told["hot_price"] == pytest.approx(0.1)
    assert told["egress"] == pytest.approx(0.05 * 30.4375)
    assert told["effective_price"] == pytest.approx((6_720 + 336) / 3_360)
    assert told["list_price"] == 4
    # what was paid for commitments and not used is paid for the hours that were
    assert told["discount"] == pytest.approx(1 - (6_720 + 336) / 13_440)
    assert told["commitment_coverage"] == 0.25
    assert told["negotiated_discount"] == pytest.approx(1 - 5_880 / 10_080)
    assert told["spend"] == pytest.approx((7_000 + 336) / 14 * 30.4375)


@given(st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.floats(0.05, 0.95), st.floats(1, 1e6))
def test_price_discounts_and_coverage_give_the_effective_price_back(
    negotiated: float, committed: float, coverage: float, hours: float
) -> None:
    """List price × (1 − negotiated) × (1 − coverage × committed discount) is what a GPU-hour costs.

    As the model computes it.
    """
    listed = 4.0 * hours
    covered = listed * coverage
    paid_covered = covered * (1 - negotiated) * (1 - committed)
    paid = (listed - covered) * (1 - negotiated) + paid_covered
    told = usual_month(
        {
            "gpu_hours": hours,
            "gpu_list": listed,
            "gpu_effective": paid,
            "committed_gpu_hours": hours * coverage,
            "committed_list": covered,
            "committed_effective": paid_covered,
        },
        10,
    )
    assert told["list_price"] * (1 - told["negotiated_discount"]) * (
        1 - told["commitment_coverage"] * told["committed_discount"]
    ) == pytest.approx(told["effective_price"], rel=1e-9)


def test_what_is_not_there_is_left_out_and_never_nothing() -> None:
    assert usual_month({}, 10) == {}
    assert usual_month({"gpu_hours": 10.0}, 0) == {}
    assert "list_price" not in usual_month({"gpu_hours": 10.0, "gpu_effective": 5.0, "gpu_list": 0.0}, 1)
    assert "tokens_in_request" not in usual_month({"tokens_in": 10.0}, 1)


def test_slices_of_a_load_by_hand() -> None:
    """40 hours: 38 at 1, two at 11: average 1.5, the top slice is 11 / 1.5, the others 1 / 1.5."""
    slices, peak = load_slices([1.0] * 38 + [11.0] * 2)
    assert peak == pytest.approx(11 / 1.5)
    assert slices[-1] == pytest.approx(11 / 1.5, abs=1e-4)
    assert slices[0] == slices[18] == pytest.approx(1 / 1.5, abs=1e-4)
    with pytest.raises(ValueError, match="nothing runs"):
        load_slices([0.0] * 24)


@given(st.lists(st.floats(0, 1e6), min_size=24, max_size=800).filter(lambda load: max(load) > 1))
def test_slices_rise_average_one_and_stay_below_the_peak(load: list[float]) -> None:
    slices, peak = load_slices(load)
    assert len(slices) == 20
    assert np.mean(slices) == pytest.approx(1, abs=1e-4)
    assert all(later >= earlier - 1e-9 for earlier, later in itertools.pairwise(slices))
    assert slices[-1] <= peak + 1e-3


def test_weeks_give_the_range_and_broken_weeks_do_not() -> None:
    by_day = {Flow.REQUESTS: {day: 10.0 if day < 7 else 30.0 for day in range(14)}}
    found = weekly_ranges(by_day, range(14))
    assert found["requests"] == (pytest.approx(10 * DAYS_A_MONTH), pytest.approx(30 * DAYS_A_MONTH))
    assert weekly_ranges(by_day, [day for day in range(14) if day != 3]) == {}


def test_the_same_file_replaces_what_it_brought() -> None:
    first, second = (
        Measurement("a.csv", "1" * 64, "x", "focus", "2026-11-01"),
        Measurement("b.csv", "2" * 64, "x", "focus", "2026-11-02"),
    )
    again = Measurement("renamed.csv", "1" * 64, "x", "focus", "2026-11-03")
    assert with_measurement((first, second), again) == (second, again)
