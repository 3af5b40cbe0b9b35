"""The sample files this was built against, where they lie beside the project: the known month in every format, and real
files against sums of their own.

The project stands without them; these tests are left out where they are not there.
"""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from evidence_made import taken

from desktop.imports.files import offered
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from models.plan.measurements import Measurement
from tests.architecture.test_messages import WORDS

SHARED = Path(__file__).parents[5] / "shared"
SAMPLES, TORTURE = SHARED / "samples", SHARED / "torture"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")


def read(name: str) -> Measurement:
    path = SAMPLES / name
    return taken(path.read_bytes(), path.name)[1]


def rows(name: str) -> list[dict[str, str]]:
    path = SAMPLES / name
    data = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


def truth() -> dict[str, float]:
    return json.loads((SAMPLES / "synthetic_formats" / "truth.json").read_text())


MONTH: dict[str, dict[str, Callable[[Measurement], float]]] = {
    **{
        name: {
            "gpu_hours_allocated": lambda one: one.sums["gpu_hours"],
            "effective_cost_gpu": lambda one: one.sums["gpu_effective"],
            "list_cost_gpu": lambda one: one.sums["gpu_list"],
            "committed_gpu_hours": lambda one: one.sums["committed_gpu_hours"],
            "effective_price_gpu_hour": lambda one: one.figures["effective_price"],
            "discount_share": lambda one: one.figures["discount"],
            "list_price_gpu_hour": lambda one: one.figures["list_price"],
            "gpus": lambda one: one.figures["gpus"],
        }
        for name in ("focus_1_0.csv", "focus_1_2.csv", "aws_cur2.csv.gz", "azure_ea_amortized.csv")
    },
    "azure_ea_actual.csv": {
        "gpu_hours_allocated": lambda one: one.sums["gpu_hours"],
        "billed_cost_gpu": lambda one: one.sums["billed"],
    },
    "gcp_console_report.csv": {
        "gpu_hours_allocated": lambda one: one.sums["gpu_hours"],
        "effective_cost_gpu": lambda one: one.sums["gpu_effective"],
        "discount_share": lambda one: one.figures["discount"],
        "egress_gb": lambda one: one.sums["egress_gb"] / 1.073741824,
    },
    **{
        name: {
            "gpu_hours_allocated": lambda one: one.sums["gpu_hours"],
            "gpu_hours_busy": lambda one: one.sums["busy_gpu_hours"],
            "gpu_util_mean_pct": lambda one: one.figures["utilisation"] * 100,
            "fleet_util_peak_hour_pct": lambda one: one.figures["peak_utilisation"] * 100,
        }
        for name in (
            "prometheus_query_range.json",
            "grafana_excel_mode_utf16.csv",
            "grafana_formatted_units.csv",
            "grafana_sep_semicolon_locale.csv",
            "grafana_series_joined_raw.csv",
        )
    },
    "openai_completions_usage.csv": {
        name: lambda one, name=flow: one.sums[name]
        for name, flow in (
            ("requests", "requests"),
            ("tokens_in", "tokens_in"),
            ("tokens_in_cached", "tokens_cached"),
            ("tokens_out", "tokens_out"),
        )
    },  # type: ignore[misc]
    "anthropic_usage.csv": {
        name: lambda one, name=flow: one.sums[name]
        for name, flow in (
            ("tokens_in", "tokens_in"),
            ("tokens_in_cached", "tokens_cached"),
            ("tokens_out", "tokens_out"),
        )
    },  # type: ignore[misc]
    "openai_cost.csv": {"openai_cost_usd": lambda one: one.sums["effective"]},
    "anthropic_cost.csv": {"anthropic_cost_usd_rounded_to_cents_per_row": lambda one: one.sums["effective"]},
}
"""What each file of the known month must say, by the name of the answer."""


@pytest.mark.parametrize("name", list(MONTH))
def test_the_known_month_in_every_format(name: str) -> None:
    found, answers = read(f"synthetic_formats/{name}"), truth()
    for answer, say in MONTH[name].items():
        assert say(found) == pytest.approx(answers[answer], rel=2e-5), answer


def test_storage_tax_and_credits_of_the_known_month() -> None:
    for name in ("focus_1_0.csv", "focus_1_2.csv"):
        found = read(f"synthetic_formats/{name}")
        assert (found.figures["hot"], found.figures["cold"]) == (pytest.approx(20), pytest.approx(80))
        assert found.sums["egress_gb"] == pytest.approx(12_000)
        assert (found.sums["tax"], found.sums["credits"]) == (1_234.56, -500)
        assert found.reconciliation.startswith("Billed 21,665.38 USD in 344 lines")
        assert "effective cost of all lines 22,938.98" in found.reconciliation


def test_one_day_of_litellm() -> None:
    found = read("synthetic_formats/litellm_spendlogs.csv")
    assert (found.used, found.sums["requests"], found.sums["tokens_in"], found.sums["tokens_out"]) == (
        240,
        234,
        257_400,
        51_480,
    )
    assert found.sums["effective"] == pytest.approx(1.1583)


def test_the_real_focus_sample_adds_up_to_its_own_columns() -> None:
    """Anonymised lines of three providers: totals by Python's csv.

    Also no price drawn from effective costs that were rounded away.
    """
    lines, found = rows("focus/focus_sample.csv"), read("focus/focus_sample.csv")
    assert found.used == len(lines) == 1_000
    assert found.sums["billed"] == pytest.approx(sum(float(line["BilledCost"]) for line in lines))
    given = sum(float(line["BilledCost"]) for line in lines if line["ChargeCategory"] == "Credit")
    assert found.sums.get("credits", 0.0) == pytest.approx(given)
    gpu = sum(
        float(line["ConsumedQuantity"])
        for line in lines
        if any(one in line["ChargeDescription"] for one in ("g5.4xlarge", "g3.4xlarge"))
    )
    assert found.sums["gpu_hours"] == pytest.approx(gpu)
    out = sum(
        float(line["ConsumedQuantity"])
        for line in lines
        if "data transfer out" in line["ChargeDescription"].casefold()
        and "cloudfront" not in line["ChargeDescription"].casefold()
        and "intra" not in line["ChargeDescription"].casefold()
    )
    assert found.sums["egress_gb"] == pytest.approx(out, rel=0.01)
    assert "effective_price" not in found.figures


@pytest.mark.parametrize(
    ("name", "cost"),
    [
        ("azure_cost/EA_AmortizedCost_Small.csv", "Cost"),
        ("azure_cost/EA_ActualCost_Small.csv", "Cost"),
        ("focus_converters/azure_ea_sample.csv", "CostInBillingCurrency"),
    ],
)
def test_real_azure_exports_add_up_to_their_own_columns(name: str, cost: str) -> None:
    lines, found = rows(name), read(name)
    assert found.sums["billed"] == pytest.approx(sum(float(line[cost]) for line in lines))
    assert found.used == len(lines)
    hot = sum(
        float(line["Quantity"]) * {"P30": 1_024, "P10": 128, "P4": 32}[line["MeterName"].split(" ")[0]]
        for line in lines
        if line["MeterName"].startswith(("P30 ", "P10 ", "P4 "))
    )
    assert found.sums.get("hot_gb_months", 0.0) == pytest.approx(hot * 1.073741824)


@pytest.mark.parametrize(
    "name", ["hourly_language_m_large", "hourly_language_m_mid", "hourly_language_m_small", "hourly_reason_deepseek_r1"]
)
def test_real_hourly_traces_have_the_published_peak_and_sums(name: str) -> None:
    lines, found = rows(f"servegen/{name}.csv"), read(f"servegen/{name}.csv")
    counts = [float(line["requests"]) for line in lines]
    assert found.sums["requests"] == sum(counts)
    assert found.sums["tokens_in"] == sum(float(line["tokens_in"]) for line in lines)
    assert found.figures["peak_to_average"] == pytest.approx(max(counts) * len(counts) / sum(counts))
    assert found.days == len(counts) / 24


def _said(path: Path) -> str:
    try:
        found = offered(example("insurer").plan, path)
    except ImportRefusedError as refused:
        said = str(refused)
    else:
        return "warn" if found.warnings or (found.measurement is None and found.notices) else "ok"
    assert path.suffix == ".zip" or (said.startswith(path.name) and said.count(path.name) == 1), said
    assert not WORDS.search(said), said
    return "reject"


DIFFERENT = {"csv/gzip_named.csv": "ok", "json/int_beyond_double.json": "reject", "json/nul_escape.json": "reject"}
"""What comes out otherwise than listed: gzip is opened, as the list allows.

Two documents of no kind that is known are refused, not warned about.
"""


@pytest.mark.parametrize("group", ["csv", "json", "text", "zip"])
def test_hostile_files_come_out_as_listed(group: str) -> None:
    for one in json.loads((TORTURE / "manifest.json").read_text()):
        if one.get("group") == group and one["expect"] in {"ok", "warn", "reject"}:
            assert _said(TORTURE / one["file"]) == DIFFERENT.get(one["file"], one["expect"]), one
