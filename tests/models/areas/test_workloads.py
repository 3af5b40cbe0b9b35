"""Demand of one workload: volume by month, GPU time of a request, and the load-duration slices."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.catalogue.rows import catalogue

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Figures, Inputs

GPU_HOUR_REQUESTS: "Inputs" = {
    "kind": "inference",
    "tokens_in": 0,
    "tokens_out": 3600,
    "decode_rate": 1,
    "efficiency": 1,
    "replicas": 0,
}
"""An answer of 3,600 tokens at one a second keeps a GPU busy for an hour.

730 requests a month are one GPU on average.
"""


def slices(cases: "Cases", shape: "Inputs") -> "Figures":
    return cases(work={**GPU_HOUR_REQUESTS, "requests": 730, **shape}).rows("workloads.slices")[:, 0]


def integrated_curve(trough: float, peak: float) -> list[float]:
    """Return the slices of the power curve from trough to peak whose mean is 1, its exponent found by bisection, by
    numerical integration.
    """
    points = (np.arange(400_000) + 0.5) / 400_000
    low, high = 0.0, 1_000.0
    for _ in range(60):
        exponent = (low + high) / 2
        if np.mean(trough + (peak - trough) * points**exponent) > 1:
            low = exponent
        else:
            high = exponent
    curve = trough + (peak - trough) * points ** ((low + high) / 2)
    return curve.reshape(20, -1).mean(axis=1).tolist()


def test_flat_load_is_the_average_in_every_slice(cases: "Cases") -> None:
    assert slices(cases, {"shape": "flat"}).tolist() == [1.0] * 20


def test_a_curve_whose_trough_and_peak_are_the_average_is_flat(cases: "Cases") -> None:
    assert slices(cases, {"shape": "curve", "trough": 1, "peak": 1}).tolist() == [1.0] * 20


@pytest.mark.parametrize(("trough", "peak"), [(0.4, 2.0), (0.0, 2.0), (0.2, 9.0), (0.7, 1.2), (0.0, 1.2), (0.95, 40.0)])
def test_a_curve_through_trough_and_peak_has_the_slices_of_its_integral(
    cases: "Cases", trough: float, peak: float
) -> None:
    found = slices(cases, {"shape": "curve", "trough": trough, "peak": peak})
    assert found.tolist() == pytest.approx(integrated_curve(trough, peak), abs=2e-4)


@pytest.mark.parametrize(("trough", "peak"), [(0.4, 2.0), (0.0, 1.01), (0.99, 100.0), (0.0, 100.0)])
def test_a_curve_keeps_its_mean_rises_and_stays_within_trough_and_peak(
    cases: "Cases", trough: float, peak: float
) -> None:
    found = slices(cases, {"shape": "curve", "trough": trough, "peak": peak})
    assert found.mean() == pytest.approx(1, rel=1e-12)
    assert (np.diff(found) >= -1e-12).all()
    assert found[0] >= trough - 1e-12
    assert found[-1] < peak


def test_measured_slices_are_taken_as_they_are(cases: "Cases") -> None:
    given = [0.05 + 0.1 * position for position in range(20)]
    measured: Inputs = {f"measured_{position + 1:02}": value for position, value in enumerate(given)}
    assert slices(cases, {"shape": "measured", "peak": 2.5, **measured}).tolist() == pytest.approx(given)


@pytest.mark.parametrize("hours", [730, 500, 365, 182.5, 160, 40, 10])
def test_steady_use_of_some_hours_has_the_slices_of_those_hours_sorted(cases: "Cases", hours: float) -> None:
    # A month in steps of a tenth of an hour: busy for the hours of use, idle for the rest, sorted and cut into twenty
    # parts.
    steps = np.zeros(7_300)
    steps[7_300 - round(hours * 10) :] = 1
    expected = (steps / steps.mean()).reshape(20, -1).mean(axis=1)
    case = cases(work={"hours": hours})
    assert case.rows("workloads.slices")[:, 0].tolist() == pytest.approx(expected.tolist(), abs=1e-9)
    assert case.number("workloads.shape_peak") == pytest.approx(730 / hours)


def test_the_peak_of_steady_use_is_the_gpus_in_use_and_its_mean_their_share_of_the_month(cases: "Cases") -> None:
    # 6 GPUs for 146 of 730 hours: 1.2 on average.
    case = cases(work={"gpus": 6, "hours": 146})
    assert case.line("demand.all.mean")[1:].tolist() == pytest.approx([1.2] * 60)
    assert (case.line("demand.all.mean") + case.line("demand.all.joint_above"))[1:].tolist() == pytest.approx([6] * 60)


def test_no_hours_and_no_gpus_are_no_demand(cases: "Cases") -> None:
    for nothing in ({"hours": 0}, {"gpus": 0}, {"active": False}):
        case = cases(work=nothing, pool={"cloud_price": 3, "server_price": 100_000})
        assert not case.rows("demand.all.slices").any()
        assert [option.total_cost for option in case.result.options.values()] == [0, 0, 0]


def test_growth_compounds_from_the_first_month(cases: "Cases") -> None:
    # 44% a year is 20% in half a year: 1 at month 1, 1.2 at month 7, 1.44 at month 13, 1.44² = 2.0736 at month 25.
    busy = cases(work={"gpus": 10, "hours": 100, "growth": 0.44}).line("workloads.busy")
    assert busy[[0, 1, 7, 13, 25]].tolist() == pytest.approx([0, 1_000, 1_200, 1_440, 2_073.6])


def test_negative_growth_shrinks_demand(cases: "Cases") -> None:
    # Minus 75% a year halves every half year.
    busy = cases(work={"gpus": 10, "hours": 100, "growth": -0.75}).line("workloads.busy")
    assert busy[[1, 7, 13, 19, 25]].tolist() == pytest.approx([1_000, 500, 250, 125, 62.5])


def test_growth_counts_from_month_one_for_a_workload_that_starts_later(cases: "Cases") -> None:
    busy = cases(work={"gpus": 10, "hours": 100, "growth": 0.44, "start": 13}).line("workloads.busy")
    assert busy[[1, 12, 13, 25]].tolist() == pytest.approx([0, 0, 1_440, 2_073.6])


def test_ramp_rises_in_equal_steps_between_start_and_end(cases: "Cases") -> None:
    busy = cases(work={"gpus": 8, "hours": 100, "start": 3, "end": 9, "ramp": 4}, finance={"horizon": 12}).line(
        "workloads.busy"
    )
    assert busy.tolist() == pytest.approx([0, 0, 0, 200, 400, 600, 800, 800, 800, 800, 0, 0, 0])


@pytest.mark.parametrize("kind", ["training", "fine_tuning", "experimentation"])
def test_jobs_are_runs_times_their_gpu_hours(cases: "Cases", kind: str) -> None:
    case = cases(work={"kind": kind, "runs": 2.5, "run_hours": 730})
    assert case.line("workloads.busy")[1:].tolist() == pytest.approx([1_825] * 60)
    assert case.line("demand.all.mean")[1:].tolist() == pytest.approx([2.5] * 60)


def test_requests_become_gpu_hours(cases: "Cases") -> None:
    # 2,000 in at 1,000 a second and 300 out at 100 a second are 5 s, at half the offline rate 10 s; 720,000 of them are
    # 2,000 GPU-hours.
    work: Inputs = {"kind": "inference", "requests": 720_000, "tokens_in": 2_000, "tokens_out": 300, "replicas": 0}
    case = cases(work={**work, "prefill_rate": 1_000, "decode_rate": 100, "efficiency": 0.5})
    assert case.line("workloads.request_seconds")[1] == pytest.approx(10)
    assert case.line("workloads.busy")[1:].tolist() == pytest.approx([2_000] * 60)


PUBLISHED_OUTPUT = {
    # NVIDIA TensorRT-LLM v1.0, docs/source/performance/perf-overview.md at 00f37686: output tokens/s at 2,048/128 and
    # at 1,000/1,000,
    # and the number of GPUs of the row.
    "8b.h100.fp8": (3_450, 15_220, 1),
    "70b.h100.fp8": (762, 4_205, 2),
    "70b.h200.fp8": (442, 2_909, 1),
    "405b.h100.fp8": (453, 2_919, 8),
}


@pytest.mark.parametrize("fitted", PUBLISHED_OUTPUT)
@pytest.mark.parametrize(("tokens_in", "tokens_out"), [(2_048, 128), (1_000, 1_000)])
def test_fitted_rates_give_back_the_published_throughput(
    cases: "Cases", fitted: str, tokens_in: int, tokens_out: int
) -> None:
    rate_long, rate_even, gpus = PUBLISHED_OUTPUT[fitted]
    published = (rate_long if tokens_out == 128 else rate_even) / gpus
    rates: Inputs = {
        f"{name}_rate": catalogue()[f"throughput.{fitted}.{name}"].typical for name in ("prefill", "decode")
    }
    case = cases(work={"kind": "inference", "tokens_in": tokens_in, "tokens_out": tokens_out, "efficiency": 1, **rates})
    # The catalogue keeps whole tokens a GPU, so half a token is as near as it can come.
    assert tokens_out / case.line("workloads.request_seconds")[1] == pytest.approx(published, abs=0.51)


@pytest.mark.parametrize("row", [one.id for one in catalogue().values() if one.kind == "throughput_published"])
def test_every_published_row_of_the_catalogue_follows_from_its_fitted_rates(cases: "Cases", row: str) -> None:
    fitted, lengths = row.rsplit(".", 1)
    tokens_in, tokens_out = (int(length) for length in lengths.split("_"))
    rates: Inputs = {f"{name}_rate": catalogue()[f"{fitted}.{name}"].typical for name in ("prefill", "decode")}
    case = cases(work={"kind": "inference", "tokens_in": tokens_in, "tokens_out": tokens_out, "efficiency": 1, **rates})
    assert tokens_out / case.line("workloads.request_seconds")[1] == pytest.approx(catalogue()[row].typical, rel=1e-5)


def test_replicas_are_paid_at_all_hours_without_a_single_request(cases: "Cases") -> None:
    # 2 replicas of 3 GPUs at £2 an hour are 6 × 730 × 2 = £8,760 a month.
    case = cases(work={**GPU_HOUR_REQUESTS, "requests": 0, "replicas": 2, "replica_gpus": 3}, pool={"cloud_price": 2})
    assert case.monthly("cloud").tolist() == pytest.approx([0] + [8_760] * 60)


def test_replicas_fill_only_the_slices_below_them(cases: "Cases") -> None:
    # 5 GPUs on average, half the hours at 2.5 and half at 7.5, with 4 always on: 4 and 7.5, on average 5.75; the peak
    # of 10 stays.
    halves: Inputs = {f"measured_{position:02}": 0.5 if position <= 10 else 1.5 for position in range(1, 21)}
    work: Inputs = {
        **GPU_HOUR_REQUESTS,
        "requests": 3_650,
        "replicas": 1,
        "replica_gpus": 4,
        "shape": "measured",
        "peak": 2,
        **halves,
    }
    case = cases(work=work)
    assert case.rows("demand.all.slices")[:, 1].tolist() == pytest.approx([4.0] * 10 + [7.5] * 10)
    assert case.line("demand.all.mean")[1] == pytest.approx(5.75)
    assert (case.line("demand.all.mean") + case.line("demand.all.joint_above"))[1] == pytest.approx(10)


def test_replicas_above_the_peak_make_the_load_flat(cases: "Cases") -> None:
    case = cases(
        work={
            **GPU_HOUR_REQUESTS,
            "requests": 730,
            "replicas": 3,
            "replica_gpus": 2,
            "shape": "curve",
            "peak": 4,
            "trough": 0.2,
        }
    )
    assert case.rows("demand.all.slices")[:, 1].tolist() == pytest.approx([6.0] * 20)
    assert case.line("demand.all.joint_above")[1] == 0


def test_replicas_are_on_only_while_the_workload_runs(cases: "Cases") -> None:
    work: Inputs = {**GPU_HOUR_REQUESTS, "requests": 0, "replicas": 1, "replica_gpus": 2, "start": 4, "end": 6}
    assert cases(work=work, finance={"horizon": 12}).line("demand.all.mean").tolist() == [
        0,
        0,
        0,
        0,
        2,
        2,
        2,
        0,
        0,
        0,
        0,
        0,
        0,
    ]
