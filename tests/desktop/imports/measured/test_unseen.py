"""Files that nobody here had seen: what each holds is known, and was dropped, doubled or refused."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.measured.texts import number, seconds_in
from desktop.imports.offers import accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from models.plan.measurements import DAYS_A_MONTH
from tests.bills_made import FOCUS, line
from tests.evidence_made import table, taken

PLAN = example().plan
_GPU = ("Compute Engine", "Nvidia H100 80GB GPU")
OCTOBER = [f"2026-10-{day:02}" for day in range(1, 32)]
A_MONTH = DAYS_A_MONTH / 31


def hours(days: int = 10) -> list[datetime]:
    return [datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * days)]


# tables broken down by anything


@pytest.mark.parametrize("by", ["customer", "env", "ResourceGroupName", "node", "Kostenstelle"])
def test_a_table_broken_down_by_anything_is_added_up(by: str) -> None:
    """100 and 900 requests a day, £1 and £9: only the first row of each day counted."""
    rows = [(day, name, *amounts) for day in OCTOBER for name, amounts in (("Acme", (100, 1)), ("Zed", (900, 9)))]
    tally, found = taken(table(["date", by, "requests", "cost_gbp"], rows))
    assert found.figures["requests"] == pytest.approx(31_000 * A_MONTH)
    assert found.sums["effective"] == 310
    assert f"It is broken down by {by}: rows of one time are added up." in tally.notices
    assert not any("stand twice" in warning for warning in tally.warnings)


def test_utilisation_by_gpu_is_the_mean_of_its_gpus() -> None:
    rows = [(time.isoformat(), gpu, used) for time in hours() for gpu, used in ((0, 10), (1, 90))]
    _, found = taken(table(["timestamp", "gpu", "utilization"], rows))
    assert found.figures["utilisation"] == pytest.approx(0.5)


def test_a_row_that_stands_twice_with_its_names_counts_once() -> None:
    rows = [(day, name, 100) for day in OCTOBER for name in ("a", "b")]
    tally, found = taken(table(["date", "who", "requests"], [*rows, rows[0]]))
    assert found.sums["requests"] == 6_200
    assert tally.aside["whose time and names stand twice"] == 1
    # a time that stands twice by mistake, with nothing to tell its rows apart, is as before
    tally, found = taken(table(["date", "requests"], [(day, 100) for day in [*OCTOBER, OCTOBER[3]]]))
    assert found.sums["requests"] == 3_100
    assert any("Times that stand twice: 1" in warning for warning in tally.warnings)


def test_a_row_for_each_metric_is_read_by_its_name() -> None:
    amounts = {"requests": 1_000, "input_tokens": 1_500_000, "output_tokens": 300_000, "gpu_hours": 48}
    rows = [(day, name, amount) for day in OCTOBER for name, amount in amounts.items()]
    _, found = taken(table(["date", "metric", "value"], rows))
    assert (found.figures["tokens_in_request"], found.figures["tokens_out_request"]) == (1_500, 300)
    assert found.figures["gpus"] == pytest.approx(2)


def test_what_monitors_of_clouds_answer_is_read() -> None:
    """CloudWatch's two answers and Azure Monitor's: 50 requests an hour, 1,200 and 180 tokens each."""
    times = [one.isoformat() for one in hours(31)]
    amounts = {"Invocations": 50.0, "InputTokenCount": 60_000.0, "OutputTokenCount": 9_000.0}
    results = [
        {"Id": f"m{place}", "Label": f"AWS/Bedrock {name}", "Timestamps": times, "Values": [value] * len(times)}
        for place, (name, value) in enumerate(amounts.items())
    ]
    azure = [
        {"name": {"value": name}, "timeseries": [{"data": [{"timeStamp": time, "total": value} for time in times]}]}
        for name, value in zip(
            ("AzureOpenAIRequests", "ProcessedPromptTokens", "GeneratedTokens"), amounts.values(), strict=True
        )
    ]
    for answer in ({"MetricDataResults": results}, {"value": azure, "namespace": "Microsoft.CognitiveServices"}):
        _, found = taken(json.dumps(answer), "answer.json")
        assert found.figures["requests"] == pytest.approx(50 * 24 * DAYS_A_MONTH)
        assert (found.figures["tokens_in_request"], found.figures["tokens_out_request"]) == (1_200, 180)
    points = [{"Timestamp": time, "Sum": 60_000.0, "Unit": "Count"} for time in times]
    _, found = taken(json.dumps({"Label": "InputTokenCount", "Datapoints": points}), "one.json")
    assert found.figures["tokens_in"] == pytest.approx(60_000 * 24 * DAYS_A_MONTH)


# numbers, units, months


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£0.5m", 500_000),
        ("15M", 15e6),
        ("12 thousand", 12_000),
        ("1.2 million", 1.2e6),
        ("2 bn", 2e9),
        ("5 m", 0.005),
        ("30 ms", 30),
        ("1O00", None),
        ("1000-1200", None),
        ("10-12", None),
        ("6h 0m 0s", None),
        ("3 CO2e", 3),
    ],
)
def test_a_number_ends_where_its_digits_end(text: str, value: float | None) -> None:
    assert number(text) == (value if value is None else pytest.approx(value))


def test_a_time_in_days_hours_and_minutes_is_read() -> None:
    assert [seconds_in(text) for text in ("6h 0m 0s", "1d 2h", "90s", "90", "", "h")] == [
        21_600,
        93_600,
        90,
        *[None] * 3,
    ]
    rows = [("r1", "finished", "2026-10-01T09:00:00Z", "6h 0m 0s", 8)]
    _, found = taken(table(["Name", "State", "Created", "Runtime", "gpu_count"], rows), "runs.csv")
    assert found.figures["run_hours"] == 48


def test_a_cell_with_a_letter_in_its_number_is_set_aside() -> None:
    rows = [(day, "1O00" if day == OCTOBER[4] else 1_000, 1_500_000) for day in OCTOBER]
    tally, found = taken(table(["date", "requests", "input tokens"], rows))
    assert tally.aside["with an amount that is not a number (“1O00”)"] == 1
    assert found.figures["tokens_in_request"] == 1_500


def test_units_in_heads_are_read() -> None:
    rows = [(day, 10, 15.0, 3.0, 1.2) for day in OCTOBER]
    tally, found = taken(table(["Date", "Requests (k)", "Input tokens (M)", "Output tokens (M)", "Cost (£k)"], rows))
    assert found.figures["requests"] == pytest.approx(310_000 * A_MONTH)
    assert (found.figures["tokens_in_request"], found.figures["tokens_out_request"]) == (1_500, 300)
    assert (found.sums["effective"], found.currency) == (pytest.approx(37_200), "GBP")
    assert "“Requests (k)” × 1,000" in " ".join(tally.notices)
    _, found = taken(table(["date", "egress (TB)"], [(day, 0.5) for day in OCTOBER]))
    assert found.figures["egress"] == pytest.approx(15.5 * A_MONTH)
    _, found = taken(table(["date", "gpu minutes"], [(day, 2_880) for day in OCTOBER]))
    assert found.figures["gpus"] == pytest.approx(2)


def test_costs_that_contradict_their_head_are_not_taken() -> None:
    tally, found = taken(table(["date", "requests", "cost_gbp"], [(day, 1_000, "$10.00") for day in OCTOBER]))
    assert "spend" not in found.figures
    assert "Its costs are headed GBP and written in USD" in " ".join(tally.warnings)


@pytest.mark.parametrize("months", [("Jan 2026", "Feb 2026"), ("Jan-26", "Feb-26"), ("01/2026", "02/2026")])
def test_months_by_name_or_number_are_months(months: Sequence[str]) -> None:
    _, found = taken(table(["Month", "Requests"], [(month, 300_000) for month in months]))
    assert (found.start, found.end) == ("2026-01-01", "2026-03-01")
    assert found.figures["requests"] == pytest.approx(600_000 / 59 * DAYS_A_MONTH)


# metrics


def answer(series: Sequence[tuple[dict[str, str], Sequence[float]]]) -> str:
    begin = datetime(2026, 10, 1, tzinfo=UTC).timestamp()
    result = [
        {"metric": labels, "values": [[begin + 3_600 * hour, str(value)] for hour, value in enumerate(values)]}
        for labels, values in series
    ]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


def test_replicas_of_a_model_add_up_and_a_second_scrape_does_not() -> None:
    """Two pods, 1,800 and 5,400 requests an hour; a second job scrapes both. Only the first pod counted."""
    name = "vllm:request_success_total"
    series = [
        ({"__name__": name, "pod": pod, "instance": f"{pod}:80", "job": job}, [rate * hour for hour in range(194)])
        for job in ("a", "b")
        for pod, rate in (("p1", 1_800.0), ("p2", 5_400.0))
    ]
    _, found = taken(answer(series), "range.json")
    assert found.figures["requests"] == pytest.approx(7_200 * 24 * DAYS_A_MONTH, rel=0.01)


def test_series_without_a_name_or_a_gpu_are_a_load_and_no_gpus() -> None:
    """`sum by (model) (rate(...))` was two GPUs at 3%."""
    _, found = taken(answer([({"model": "llama"}, [3.0] * 193), ({"model": "qwen"}, [1.0] * 193)]), "range.json")
    assert "gpus" not in found.figures
    assert found.figures["peak_to_average"] == pytest.approx(1)
    _, found = taken(answer([({"gpu": "0"}, [0.5] * 193)]), "range.json")
    assert found.figures["utilisation"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("first", "head"),
    [
        ("Time", 'DCGM_FI_DEV_GPU_UTIL{{gpu="{}", Hostname="n1"}}'),
        ("timestamp", "avg:nvidia.gpu.utilization{{host:n{}}}"),
    ],
)
def test_panels_with_labels_in_their_heads_are_tables(first: str, head: str) -> None:
    rows = [(time.strftime("%Y-%m-%d %H:%M:%S"), 30, 50) for time in hours()]
    _, found = taken(table([first, head.format(0), head.format(1)], rows))
    assert (found.figures["gpus"], found.figures["utilisation"]) == (pytest.approx(2), pytest.approx(0.4))


# accounts


def test_a_job_that_began_before_the_time_of_a_list_leaves_its_first_part_out() -> None:
    """A job of 12 days and 1 GPU ends on the second day; 31 of 8 GPUs and 10 hours follow: one of its days counts."""
    heads = ["JobID", "State", "Start", "End", "ElapsedRaw", "AllocTRES"]
    rows: list[Sequence[object]] = [
        ["1", "COMPLETED", "2026-09-20T00:00:00", "2026-10-02T00:00:00", 12 * 86_400, "gres/gpu=1"]
    ]
    rows += [
        [str(day + 1), "COMPLETED", f"2026-10-{day:02}T08:00:00", f"2026-10-{day:02}T18:00:00", 36_000, "gres/gpu=8"]
        for day in range(1, 32)
    ]
    tally, found = taken(table(heads, rows), "sacct.csv")
    assert found.start == "2026-10-01"
    assert found.sums["gpu_hours"] == pytest.approx(31 * 80 + 24)
    assert found.figures["runs"] == pytest.approx(31 * A_MONTH)
    assert "1 job began before 2026-10-01" in " ".join(tally.notices)


def test_a_report_of_slurm_has_its_period_above_the_table() -> None:
    text = """Cluster/Account/User Utilization 2026-10-01T00:00:00 - 2026-10-31T23:59:59 (2678400 secs)
Usage reported in TRES Hours
Cluster|Account|Login|Proper Name|TRES Name|Used
hpc|root|||gres/gpu|8200
hpc|ml|||gres/gpu|8200
hpc|ml|bob|Bob|gres/gpu|5000
hpc|ml|ann|Ann|gres/gpu|3200
hpc|ml|ann|Ann|cpu|99999
"""
    _, found = taken(text, "report.txt")
    assert found.sums["gpu_hours"] == pytest.approx(8_200)
    assert found.figures["gpus"] == pytest.approx(8_200 / 744)
    with pytest.raises(ImportRefusedError, match="no period stands above its table"):
        taken(text.split("\n", 2)[2], "report.txt")


# several files, sheets, kinds of JSON


def test_a_list_of_records_with_known_heads_is_read_as_their_table() -> None:
    records = [{"day": day, "requests": 1_000, "input_tokens": 1_500_000} for day in OCTOBER]
    for data in (json.dumps(records), "\n".join(json.dumps(one) for one in records)):
        found = offered_by(PLAN, data.encode(), "use.json")
        assert found.measurement is not None
        assert found.measurement.figures["tokens_in_request"] == 1_500
    cut = "\n".join(json.dumps(one) for one in records[:2])[:-12]
    with pytest.raises(ImportRefusedError, match=r"line 2, column \d+: .*; the file is not whole JSON"):
        offered_by(PLAN, cut.encode(), "use.jsonl")


def test_of_several_sheets_the_later_counts_and_a_hidden_one_is_not_ticked() -> None:
    book = openpyxl.Workbook()
    for place, (name, month, gpus) in enumerate((("Oct", 10, 4), ("Sep", 9, 2), ("Aug draft", 8, 9))):
        sheet = book.active if not place else book.create_sheet(name)
        assert sheet is not None
        sheet.title = name
        sheet.append(["date", "gpus"])
        for day in range(1, 31):
            sheet.append([f"2026-{month:02}-{day:02}", gpus])
    book["Aug draft"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    found = offered_by(PLAN, stream.getvalue(), "gpus.xlsx")
    ticked = {offer.place: offer.after for offer in found.offers if offer.chosen and "GPUs" in offer.place}
    assert all(place.startswith("Oct: ") for place in ticked)
    assert {offer.place.split(": ")[0] for offer in found.offers} == {"Oct", "Sep", "Aug draft"}
    assert not any(offer.chosen for offer in found.offers if offer.place.startswith("Aug draft"))


def test_a_report_of_costs_by_name_adds_no_workload_unasked() -> None:
    heads = ["Name", "CPU", "GPU", "RAM", "PV", "Network", "LB", "Total cost", "Efficiency"]
    rows = [("ml", "$155.00", "$17,856.00", "$93.00", "$62.00", "$31.00", "$0.00", "$18,197.00", "50.1%")]
    found = offered_by(PLAN, table(heads, rows).encode(), "cost-report.csv")
    assert not any(offer.chosen for offer in found.offers)
    assert "most of its columns belong to nothing in the plan" in " ".join(found.notices)


def test_the_currency_of_costs_is_asked_where_the_file_names_none() -> None:
    rows = [(day, 1_000, 10) for day in OCTOBER]
    data = table(["date", "requests", "cost"], rows).encode()
    found = offered_by(PLAN, data, "use.csv")
    assert "currency" in {ask.name for ask in found.asks}
    told = offered_by(PLAN, data, "use.csv", answers={"currency": "EUR"})
    assert told.measurement is not None
    assert told.measurement.currency == "EUR"
    assert "310.00 EUR" in told.measurement.reconciliation


def test_a_bill_of_the_same_months_beside_another_replaces_nothing_unasked() -> None:
    """A second provider's bill of the month overwrote GPUs and storage of the first, ticked; so did no later month."""
    october = table(FOCUS, [line(day=day) for day in range(1, 31)])
    first = offered_by(PLAN, october.encode(), "one.csv")
    plan = accepted(PLAN, [offer for offer in first.offers if offer.chosen])
    heads = ["usage_start_time", "usage_end_time", "service_description", "sku_description", "cost", "currency"]
    month = next(iter(plan.measurements[0].months))

    def google(of: str) -> bytes:
        rows = [
            (f"{of}-{day:02} 00:00:00 UTC", f"{of}-{day:02} 23:59:59 UTC", *_GPU, 900.0, "USD", 100, "hour")
            for day in range(1, 29)
        ]
        return table([*heads, "usage_amount_in_pricing_units", "usage_pricing_unit"], rows).encode()

    beside = offered_by(plan, google(month), "two.csv")
    for offer in beside.offers:
        if offer.key and plan.entries[offer.key].evidence.source.startswith("one.csv"):
            assert not offer.chosen, offer.what
            assert "it would replace what one.csv measured" in offer.note
    second = offered_by(plan, october.replace(month, "2027-05").encode(), "next.csv")
    usual = next(offer for offer in second.offers if offer.key == "finance.usual_cost")
    assert usual.chosen
