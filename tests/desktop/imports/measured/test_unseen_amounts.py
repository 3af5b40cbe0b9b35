"""Amounts that were read as something they are not: hours of jobs, licences, other GPUs, bits; sums by hand."""

import json

import pytest

from desktop.imports.files import offered_by
from desktop.storage.examples import example
from models.catalogue.meters import metered
from tests.evidence_made import table, taken

DAYS = [f"2026-09-{day:02}" for day in range(1, 31)]
HOURS = [f"2026-09-01 {hour:02}:00" for hour in range(24)]
PLAN = example("insurer").plan


def ticked(data: str, name: str = "file.csv") -> list[str]:
    found = offered_by(PLAN, data.encode(), name)
    return [offer.key for offer in found.offers if offer.chosen and offer.key]


def told(data: str) -> str:
    return " ".join(offered_by(PLAN, data.encode(), "file.csv").warnings)


@pytest.mark.parametrize(
    ("head", "cells"), [("GPU hours,GPUs", ("200,16", "100,8")), ("GPUs,GPU hours", ("16,200", "8,100"))]
)
def test_gpu_hours_stay_where_gpus_stand_beside_them(head: str, cells: tuple[str, str]) -> None:
    """300 GPU-hours a day over 30 days; they had become 24 GPUs for every hour, 17,280."""
    _, kept = taken(
        f"Date,Team,{head}\n"
        + "".join(f"{day},{team},{cell}\n" for day in DAYS for team, cell in zip("ab", cells, strict=True))
    )
    assert kept.sums["gpu_hours"] == pytest.approx(9_000)


@pytest.mark.parametrize(
    ("head", "ten", "three"),
    [
        ("Duration", "10:00:00", "3:00:00"),
        ("Runtime (min)", "600", "180"),
        ("Wall time (h)", "10", "3"),
        ("Elapsed hours", "10", "3"),
        ("Laufzeit", "10:00", "3:00"),
    ],
)
def test_jobs_last_as_long_as_their_duration(head: str, ten: str, three: str) -> None:
    """Eight GPUs for ten hours and two for three: 86 GPU-hours a day, and not 240."""
    rows = [row for day in DAYS for row in ((day, "train", 8, ten), (day, "eval", 2, three))]
    _, kept = taken(table(("Date", "Job", "GPUs", head), rows))
    assert kept.sums["gpu_hours"] == pytest.approx(30 * 86)


def test_a_duration_without_a_unit_is_no_hours() -> None:
    tally, kept = taken(table(("Date", "Job", "GPUs", "Duration"), [(day, "train", 8, 36_000) for day in DAYS]))
    assert not kept.sums.get("gpu_hours")
    assert tally.aside["with an amount that is not a number (“36000”)"] == 30
    assert any(one.startswith("“Duration” gives no unit") for one in tally.notices)


def test_gpus_in_use_come_before_those_that_are_there() -> None:
    rows = [(hour, node, 8, used) for hour in HOURS for node, used in (("n1", 5), ("n2", 6))]
    _, kept = taken(table(("Time", "Node", "GPUs", "GPUs in use"), rows))
    assert kept.sums["gpu_hours"] == pytest.approx(24 * 11)


@pytest.mark.parametrize("head", ["GPU requests", "Pull requests", "Purchase requests", "Support requests"])
def test_what_colleagues_and_pods_ask_for_is_no_request_to_a_model(head: str) -> None:
    assert not ticked(table(("Date", head), [(day, 16) for day in DAYS]))


@pytest.mark.parametrize("head", ["Served requests", "Chat requests", "Successful requests"])
def test_what_a_model_is_asked_is_one(head: str) -> None:
    assert ticked(table(("Date", head), [(day, 1_000) for day in DAYS])) == ["workloads.workload.assistant.requests"]


P5 = "AmazonEC2 EUW2-BoxUsage:p5.48xlarge RunInstances p5.48xlarge"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("AWSMarketplace SoftwareUsage:p5.48xlarge Hourly p5.48xlarge NVIDIA AI Enterprise", "Hrs"),
        ("AmazonEC2 EUW2-EKS-Auto:p5.48xlarge EKSAutoUsage EKS auto mode p5.48xlarge", "Hrs"),
        ("ElasticMapReduce EUW2-BoxUsage:p5.48xlarge RunInstances per hour for EMR p5.48xlarge", "Hrs"),
        ("Virtual Machines Licenses RHEL AI NVIDIA AI Enterprise ND96isr H100 v5", "1 Hour"),
    ],
)
def test_what_is_paid_on_top_of_a_machine_is_no_machine(text: str, unit: str) -> None:
    """Software by the hour doubled the GPU-hours and halved their price."""
    assert metered(P5, "Hrs").what == "gpu_hours"
    assert metered(text, unit).what == "other"


def google(*lines: tuple[str, float, float, str]) -> str:
    days = zip(DAYS, [*DAYS[1:], "2026-10-01"], strict=True)
    return "\n".join(
        json.dumps(
            {
                "service": {"description": "Compute Engine"},
                "sku": {"description": sku},
                "usage_start_time": f"{start}T00:00:00Z",
                "usage_end_time": f"{end}T00:00:00Z",
                "cost": cost,
                "currency": "GBP",
                "usage": {"amount": quantity, "unit": unit, "amount_in_pricing_units": quantity, "pricing_unit": unit},
                "credits": [],
                "invoice": {"month": "202609"},
                "cost_type": "regular",
            }
        )
        for start, end in days
        for sku, cost, quantity, unit in lines
    )


@pytest.mark.parametrize("gpu", ["L4", "Tesla T4", "RTX PRO 6000"])
def test_another_gpu_of_google_is_no_price_of_the_pool(gpu: str) -> None:
    """An L4 at £0.50 an hour had become the price of the H100 pool."""
    data = google((f"Nvidia {gpu} GPU running in London", 12.0, 24.0, "hour"))
    found = offered_by(PLAN, data.encode(), "bill.jsonl")
    assert not [offer.key for offer in found.offers if offer.chosen and ".pool." in offer.key]
    assert any("nothing of the pool is ticked" in one for one in found.warnings)


def test_memory_of_a_machine_of_gpus_is_in_their_price() -> None:
    """£480 for 192 GPU-hours a day, £150 for cores and £90 for memory: £3.75 an hour."""
    data = google(
        ("Nvidia H100 80GB GPU running in London", 480.0, 192.0, "hour"),
        ("A3 Instance Core running in London", 150.0, 4_992.0, "hour"),
        ("A3 Instance Ram running in London", 90.0, 44_928.0, "gibibyte hour"),
    )
    _, kept = taken(data, "bill.jsonl")
    assert kept.sums["gpu_effective"] / kept.sums["gpu_hours"] == pytest.approx(720 / 192)


def test_a_small_b_is_a_bit() -> None:
    _, kept = taken(table(("Date", "Egress (Gb)"), [(day, 800) for day in DAYS]))
    assert kept.sums["egress_gb"] == pytest.approx(30 * 100)


@pytest.mark.parametrize(("above", "below"), [("Tokens in millions\n", ""), ("", ",,m,m\n")])
def test_tokens_in_millions_by_a_title_or_a_row_of_units(above: str, below: str) -> None:
    """1.2m tokens of 1,000 requests a day are 1,200 of each."""
    rows = "".join(f"{day},1000,1.2,0.3\n" for day in DAYS)
    _, kept = taken(f"{above}Date,Requests,Input tokens,Output tokens\n{below}{rows}")
    assert kept.sums["tokens_in"] / kept.sums["requests"] == pytest.approx(1_200)
    assert kept.sums["tokens_out"] / kept.sums["requests"] == pytest.approx(300)


@pytest.mark.parametrize(
    ("heads", "cells"),
    [("Input tokens (1k),Output tokens (1k)", "1200,300"), ("Input tokens (M tokens),Output tokens (MTok)", "1.2,0.3")],
)
def test_a_size_with_what_it_counts_is_a_size(heads: str, cells: str) -> None:
    _, kept = taken(f"Date,Requests,{heads}\n" + "".join(f"{day},1000,{cells}\n" for day in DAYS))
    assert kept.sums["tokens_in"] / kept.sums["requests"] == pytest.approx(1_200)


@pytest.mark.parametrize(
    ("head", "value"), [("Requests (rps)", 2.5), ("Requests (per second)", 2.5), ("Requests [1/min]", 150)]
)
def test_rates_in_brackets_are_rates(head: str, value: float) -> None:
    """2.5 a second are 9,000 an hour."""
    _, kept = taken(table(("Time", head), [(hour, value) for hour in HOURS]))
    assert kept.sums["requests"] == pytest.approx(24 * 9_000)


def test_columns_that_are_not_read_are_named() -> None:
    tally, _ = taken(table(("Date", "Requests", "Input ktokens", "Team"), [(day, 10, 3, "a") for day in DAYS]))
    assert "Columns that are not read: “Input ktokens”." in tally.notices


def test_months_and_days_in_one_column_are_in_doubt() -> None:
    """Three months and then days gave 110,682 requests a month where 30,000 were meant."""
    rows = [("2026-06", 30_000), ("2026-07", 30_000), ("2026-08", 30_000), *((day, 1_000) for day in DAYS)]
    assert not ticked(table(("Date", "Requests"), rows))


@pytest.mark.parametrize(
    "title",
    ["AI spend by day (in TEUR)", "In kGBP", "(in thousands of pounds)", "(in Mio. EUR)", "Report (in K. Miller area)"],
)
def test_a_size_of_money_is_none_of_requests(title: str) -> None:
    _, kept = taken(f"{title}\nDate,Requests,Cost EUR\n" + "".join(f"{day},1000,12\n" for day in DAYS))
    assert kept.sums["requests"] == pytest.approx(30_000)


@pytest.mark.parametrize(
    "text",
    [
        "Service,Date,Requests\n" + "".join(f'"Notes summariser (values in k)",{day},1000\n' for day in DAYS),
        "Date,Requests\n"
        + "".join(f"{day},1000\n" for day in DAYS)
        + "Notes: cost is in the finance report (in thousands of GBP)\n",
        "Date,Requests\n"
        + "".join(f"{day},1000\n" for day in DAYS)
        + "Note: amounts in thousands of requests in the annex\n",
        "Date,Requests\n"
        + "".join(f"{day},1000\n" for day in DAYS)
        + "Note: cost (in thousands) is in the finance report\n",
    ],
)
def test_notes_of_something_else_give_no_scale(text: str) -> None:
    _, kept = taken(text)
    assert kept.sums["requests"] == pytest.approx(30_000)


def test_a_classifier_answers_in_less_than_a_token() -> None:
    data = table(("Date", "Requests", "Input tokens", "Output tokens"), [(day, 10_000, 5e6, 9_000) for day in DAYS])
    assert "workloads.workload.assistant.tokens_out" in ticked(data)


def test_a_service_that_grows_is_no_running_count() -> None:
    data = table(("Date", "Total requests"), [(day, 1_000 + 150 * at) for at, day in enumerate(DAYS)])
    assert ticked(data)


def test_requests_with_tokens_beside_them_are_requests_to_a_model() -> None:
    heads = ("Date", "Support requests", "Input tokens", "Output tokens")
    data = table(heads, [(day, 1_000, 500_000, 90_000) for day in DAYS])
    assert "workloads.workload.assistant.requests" in ticked(data)


def test_a_layer_of_a_network_is_no_gpu() -> None:
    assert metered("Elastic Load Balancing L4 network", "hours").what == "other"
    assert metered("Nvidia L4 GPU running in London", "hour").gpu == "L4"


def test_a_note_below_gives_the_scale_too() -> None:
    _, kept = taken("Date,Requests\n" + "".join(f"{day},1000\n" for day in DAYS) + "\n* Requests in thousands,\n")
    assert kept.sums["requests"] == pytest.approx(30_000_000)


def test_less_than_a_token_a_request_is_in_doubt() -> None:
    data = table(("Date", "Requests", "Input tokens", "Output tokens"), [(day, 1_000, 1.2, 0.3) for day in DAYS])
    assert not ticked(data)
    assert "0.0012 input tokens a request, which no model has" in told(data)


@pytest.mark.parametrize(
    ("head", "label", "name"),
    [("Utilization", "Host", "web1"), ("Utilization", "Link", "uplink1"), ("Utilisation", "Room", "Boardroom")],
)
def test_a_utilisation_of_something_else_is_in_doubt(head: str, label: str, name: str) -> None:
    data = table(("Time", label, head), [(hour, name, f"{20 + at}%") for at, hour in enumerate(HOURS)])
    assert not ticked(data)
    assert f"Nothing in it says that “{head}” is of GPUs" in told(data)


def test_a_utilisation_of_gpu_nodes_is_none_of_something_else() -> None:
    rows = [(hour, node, f"{20 + at}%") for at, hour in enumerate(HOURS) for node in ("gpu-node-1", "web1")]
    assert "Nothing in it says" not in told(table(("Time", "Node", "Utilisation"), rows))


def test_a_count_that_runs_on_is_in_doubt() -> None:
    """50,000 a day, added up as they ran on, were 23 million a month."""
    data = table(("date", "total_requests"), [(day, 50_000 * (at + 1)) for at, day in enumerate(DAYS)])
    assert not ticked(data)
    assert "“total_requests” only ever rises" in told(data)
    steady = table(("date", "total_requests"), [(day, 50_000 + at % 7) for at, day in enumerate(DAYS)])
    assert ticked(steady)


def test_gpu_hours_of_a_workload_are_not_those_of_each_gpu() -> None:
    found = offered_by(PLAN, b"Workload,GPUs,GPU hours\nFraud,4,600\n", "table.csv")
    assert not any(".hours" in offer.key for offer in found.offers)
    assert any("“GPU hours” is not used" in one for one in found.notices)


def test_a_sum_of_tokens_is_no_request_s() -> None:
    found = offered_by(PLAN, b"Workload,Requests,Input tokens\nFraud,2000,2400000\n", "table.csv")
    offer = next(one for one in found.offers if one.key.endswith(".tokens_in"))
    assert "no model has so many or so few" in offer.problem
