"""Metrics of GPUs made here: means, hours and loads by hand beside them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from evidence_made import table, taken

from desktop.imports.refusal import ImportRefusedError

FIRST = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp())


def series(
    gpu: str, values: Sequence[object], *, metric: str = "DCGM_FI_DEV_GPU_UTIL", step: int = 3_600, **labels: str
) -> dict[str, object]:
    return {
        "metric": {"__name__": metric, "UUID": gpu, "gpu": "0", "Hostname": "node", **labels},
        "values": [[FIRST + step * place, str(value)] for place, value in enumerate(values) if value is not None],
    }


def answer(*results: dict[str, object], **more: object) -> str:
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": list(results)}, **more})


def test_two_gpus_for_two_days() -> None:
    """One at 20%, one at 60% in twelve hours of each day and at 0 in the others: mean (20 + 30) / 2 = 25%."""
    half = ([60] * 12 + [0] * 12) * 2
    _, found = taken(answer(series("a", [20] * 48), series("b", list(half))), "metrics.json")
    assert found.sums["gpu_hours"] == 96
    assert found.sums["busy_gpu_hours"] == pytest.approx(24)
    assert found.figures["utilisation"] == pytest.approx(0.25)
    assert found.figures["idle"] == pytest.approx(0.25)
    assert found.figures["peak_utilisation"] == pytest.approx(0.4)
    assert found.figures["peak_to_average"] == pytest.approx(0.8 / 0.5)
    assert found.figures["gpus"] == pytest.approx(2)
    assert (found.start, found.end, found.coverage, found.bucket) == ("2025-01-06", "2025-01-08", 1.0, 3_600)


def test_nan_and_the_blank_sentinel_are_missing_and_not_nothing() -> None:
    _, found = taken(answer(series("a", [50, "NaN", 50, "9223372036854775794", "+Inf", 50])), "metrics.json")
    assert found.figures["utilisation"] == pytest.approx(0.5)
    assert found.sums["gpu_hours"] == 3
    assert found.coverage == 0.5


def test_a_gap_is_told_and_not_filled() -> None:
    tally, found = taken(answer(series("a", [50] * 5 + [None] * 5 + [50] * 5)), "metrics.json")
    assert found.sums["gpu_hours"] == 10
    assert any("missing" in one for one in tally.warnings)


def test_one_gpu_scraped_twice_counts_once_even_when_its_labels_change() -> None:
    tally, found = taken(
        answer(series("a", [50] * 4, job="x", pod="p1"), series("a", [50] * 4, job="y", pod="p2")), "metrics.json"
    )
    assert found.sums["gpu_hours"] == 4
    assert any("two jobs" in one for one in tally.warnings)


def test_a_slice_of_a_gpu_counts_by_sevenths() -> None:
    _, found = taken(
        answer(
            series("a", [100] * 7, GPU_I_ID="1", GPU_I_PROFILE="1g.10gb"),
            series("a", [0] * 7, GPU_I_ID="2", GPU_I_PROFILE="3g.40gb"),
        ),
        "metrics.json",
    )
    assert found.sums["gpu_hours"] == pytest.approx(7 * 4 / 7)
    assert found.figures["utilisation"] == pytest.approx(0.25)


def test_a_ratio_and_a_percentage_are_not_mixed() -> None:
    tally, found = taken(
        answer(series("a", [0.5] * 4, metric="DCGM_FI_PROF_GR_ENGINE_ACTIVE"), series("a", [40] * 4)), "metrics.json"
    )
    assert found.figures["utilisation"] == pytest.approx(0.4)
    assert any("0 to 1" in one for one in tally.warnings)
    _, ratio = taken(answer(series("a", [0.5] * 4, metric="DCGM_FI_PROF_GR_ENGINE_ACTIVE")), "metrics.json")
    assert ratio.figures["utilisation"] == pytest.approx(0.5)


def test_counters_of_vllm_rise_and_begin_anew() -> None:
    """1,000 tokens an hour, restarted after the fourth sample: 3 × 1,000, then 500 after the restart, then 1,000."""
    _, found = taken(
        answer(series("a", [1_000, 2_000, 3_000, 4_000, 500, 1_500], metric="vllm:generation_tokens_total")),
        "metrics.json",
    )
    assert found.sums["tokens_out"] == 4_500


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            json.dumps({"status": "error", "errorType": "bad_data", "error": "secret query"}),
            "error answer of Prometheus (bad_data)",
        ),
        (answer(), "found no series"),
        (answer(series("a", [1], metric="node_load1")), "node_load1"),
        (json.dumps({"status": "success", "data": {"resultType": "scalar", "result": [1, "2"]}}), "type scalar"),
        (answer({"metric": {}, "values": [["a", "b"]]}), "pairs of a time and a value"),
    ],
)
def test_what_is_no_utilisation_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        taken(text, "metrics.json")
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)


def test_warnings_of_prometheus_are_passed_on() -> None:
    tally, _ = taken(answer(series("a", [50] * 4), warnings=["partial response"]), "metrics.json")
    assert any("partial" in one for one in tally.warnings)


def test_a_scrape_is_a_moment_and_no_hours() -> None:
    text = (
        "# HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).\n# TYPE DCGM_FI_DEV_GPU_UTIL"
        ' gauge\nDCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="a",Hostname="n"}'
        ' 10\nDCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="b",Hostname="n"} 30\n'
    )
    tally, found = taken(text, "metrics.prom")
    assert found.figures == {"gpus": 2.0, "utilisation": pytest.approx(0.2)}
    assert any("one moment" in one for one in tally.warnings)


HOURS = [datetime.fromtimestamp(FIRST + 3_600 * hour, UTC) for hour in range(48)]


@pytest.mark.parametrize("mode", ["raw", "formatted", "semicolons", "excel"])
def test_grafana_in_every_mode_says_the_same(mode: str) -> None:
    """A GPU at 10% and one at 30%, each hour of two days.

    Excel mode is UTF-16 with tabs, formatted has units in every cell.
    """
    unit = "%" if mode == "formatted" else ""
    times = [
        f"{int(when.timestamp()) * 1_000}" if mode in {"raw", "semicolons"} else when.strftime("%Y-%m-%d %H:%M:%S")
        for when in HOURS
    ]
    separator = {"semicolons": ";", "excel": "\t"}.get(mode, ",")
    low = "10,5" if mode == "semicolons" else "10.5"
    lines = [
        separator.join(("Time", "node GPU 0", "node GPU 1")),
        *(separator.join((when, f"{low}{unit}", f"30{unit}")) for when in times),
        "",
        "",
    ]
    text = "\n".join(lines)
    data = (
        f"sep=;\n{text}".encode()
        if mode == "semicolons"
        else text.encode("utf-16")
        if mode == "excel"
        else text.encode()
    )
    tally, found = taken(data, "panel.csv")
    assert found.format == "Grafana panel as CSV"
    assert found.figures["utilisation"] == pytest.approx(0.2025)
    assert found.sums["gpu_hours"] == 96
    assert any("averages of its points" in one for one in tally.notices)
    assert ("assumed" in tally.zone) == (mode in {"formatted", "excel"})


@pytest.mark.parametrize("units", [True, False])
def test_an_nvidia_smi_log_with_its_gaps(units: bool) -> None:
    """Four seconds of two GPUs.

    A sample not taken, the heads again after a restart, a time cut short, a line of an error.
    """
    percent, space = (" %", " MiB") if units else ("", "")
    lines = ["timestamp, name, index, utilization.gpu [%], memory.used [MiB]"]
    for second in range(4):
        lines += [
            f"2025/03/21 02:06:{50 + second}.651, NVIDIA H100, {gpu}, {20 + 40 * gpu}{percent}, 1948{space}"
            for gpu in (0, 1)
        ]
    lines += [
        "2025/03/21 02:06:54.651, NVIDIA H100, 0, [N/A], [N/A]",
        lines[0],
        f"025/03/21 02:06:5, NVIDIA H100, 0, 2{percent}, 1{space}",
        "Unable to determine the device handle for GPU0000:3B:00.0: Unknown Error",
    ]
    tally, found = taken("\n".join(lines) + "\n", "smi.csv")
    assert found.figures["utilisation"] == pytest.approx(0.4)
    assert found.sums["gpu_hours"] == pytest.approx(8 / 3_600)
    told = " ".join(tally.warnings)
    assert "2 rows without a whole time" in told
    assert "1 row without a sample, such as NaN" in told
    assert tally.left["that repeat the heads"] == 1
    assert "assumed" in tally.zone


def test_a_log_that_does_not_name_the_gpu_takes_lines_of_one_second_for_as_many() -> None:
    rows = [[f"2025/03/21 02:0{minute}:00.{place}00", "NVIDIA H100", 50] for minute in range(5) for place in range(4)]
    tally, found = taken(table(["timestamp", "name", "utilization.gpu [%]"], rows), "smi.csv")
    assert found.sums["gpu_hours"] == pytest.approx(4 * 5 / 60, rel=0.01)
    assert any("taken for as many GPUs" in one for one in tally.warnings)


def test_finer_samples_show_the_sharper_peak() -> None:
    """Idle but for ten minutes an hour: by the hour flat at a sixth, by ten minutes six times the average."""
    _, found = taken(answer(series("a", ([60] + [0] * 5) * 48, step=600)), "metrics.json")
    assert found.figures["peak_to_average"] == pytest.approx(1)
    assert found.figures["peak_ten_minutes"] == pytest.approx(6)
