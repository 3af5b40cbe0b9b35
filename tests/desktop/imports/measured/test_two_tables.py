"""Tables that change below, rows that say too little, and what stands twice; sums worked by hand."""

import json

import pytest

from desktop.imports.files import offered_by
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from models.catalogue.meters import metered
from tests.evidence_made import table, taken

DAYS = [f"2026-09-{day:02}" for day in range(1, 31)]
PLAN = example("university").plan


def test_other_heads_in_the_middle_are_another_table() -> None:
    first = table(["Date", "Requests"], [(day, 10) for day in DAYS[:15]])
    second = table(["Date", "Cost (£)"], [(day, 500) for day in DAYS[:15]])
    with pytest.raises(ImportRefusedError, match=r"row 17: heads stand again, “Cost \(£\)” where “Requests” stood"):
        taken(first + second)
    _, found = taken(first + table(["Date", "Requests"], [(day, 10) for day in DAYS[15:]]))
    assert found.sums["requests"] == 300, "the same heads again are none"


def test_columns_that_change_places_below_are_refused() -> None:
    first = table(["Date", "Input tokens", "Output tokens"], [(day, 1_000, 100) for day in DAYS[:15]])
    second = table(["Date", "Output tokens", "Input tokens"], [(day, 100, 1_000) for day in DAYS[15:]])
    with pytest.raises(ImportRefusedError, match="heads stand again"):
        taken(first + second)


@pytest.mark.parametrize(
    ("head", "times", "total"),
    [
        ("Daily requests", ["2026-07", "2026-08"], 100 * 62),
        ("Weekly requests", ["2026-07", "2026-08"], 100 * 62 / 7),
        ("Hourly requests", ["2026-07", "2026-08"], 100 * 62 * 24),
        ("Requests per day", ["2026-07", "2026-08"], 100 * 62),
        ("Monthly requests", ["2026-07", "2026-08"], 200),
        ("Daily requests", DAYS, 3_000),
        ("Monthly requests", DAYS, 100 * 30 / 30.4375),
    ],
)
def test_what_a_head_counts_by_the_day_is_so_much_in_each_of_them(head: str, times: list[str], total: float) -> None:
    _, found = taken(table(["Period", head], [(time, 100) for time in times]))
    assert found.sums["requests"] == pytest.approx(total)


@pytest.mark.parametrize("head", ["Estimated requests", "Budgeted requests", "Idle GPU hours", "Wasted GPU hours"])
def test_what_was_not_used_is_no_use(head: str) -> None:
    assert not offered_by(PLAN, table(["Date", head], [(day, 8) for day in DAYS]).encode(), "idle.csv").offers


@pytest.mark.parametrize("still", ["", "Unknown"])
def test_jobs_that_still_run_do_not_take_the_end_from_those_that_ended(still: str) -> None:
    """21 jobs of 4 GPUs for 2 hours: 168 GPU-hours; nine have no end yet."""
    rows = [(f"{day} 08:00", f"{day} 10:00" if place < 21 else still, 4, "ml") for place, day in enumerate(DAYS)]
    _, found = taken(table(["Start", "End", "GPUs", "Team"], rows))
    assert found.sums["gpu_hours"] == pytest.approx(168)


def test_records_that_stand_twice_are_asked_about() -> None:
    bucket = {"start_time": 1_788_220_800, "end_time": 1_788_307_200, "model": "gpt-5", "num_model_requests": 20}
    rows = [bucket | {"input_tokens": 2_000, "output_tokens": 400, "start_time": 1_788_220_800 + 86_400 * day,
                      "end_time": 1_788_307_200 + 86_400 * day} for day in range(30)]  # fmt: skip
    data = json.dumps(rows + rows).encode()
    tally, found = taken(data, "usage.json")
    assert tally.repeated == 30
    assert found.sums["requests"] == 1_200
    _, found = taken(data, "usage.json", duplicates="once")
    assert found.sums["requests"] == 600


@pytest.mark.parametrize(
    ("text", "unit", "what", "count"),
    [
        ("p5.48xlarge on demand", "GPU Hours", "gpu_hours", 1.0),
        ("BM.GPU.H100.8", "GPU PER HOUR", "gpu_hours", 1.0),
        ("p5.48xlarge on demand", "Hours", "gpu_hours", 8.0),
        ("Amazon Bedrock Titan Text Embeddings V2 input tokens", "1K tokens", "other", 1.0),
        ("Claude Sonnet 4 cache write input tokens", "1M tokens", "tokens_in", 1e6),
        ("Claude Sonnet 4 cache read input tokens", "1M tokens", "tokens_cached", 1e6),
    ],
)
def test_what_is_metered(text: str, unit: str, what: str, count: float) -> None:
    found = metered(text, unit)
    assert (found.what, found.factor if what != "other" else 1.0) == (what, count)


def test_a_console_report_of_three_months_is_of_three() -> None:
    """5,760 GPU-hours at £9 in each of July, August and September: £51,840 a month."""
    heads = ["Month", "Service description", "SKU description", "Usage amount", "Usage unit", "Cost (£)"]
    heads += ["Savings programs (£)", "Subtotal (£)", "Unrounded subtotal (£)"]
    sku = "Nvidia H100 80GB GPU running in London"
    rows = [(f"2026-0{month}", "Compute Engine", sku, 5_760, "hour", 51_840, 0, 51_840, 51_840) for month in (7, 8, 9)]
    _, found = taken(table(heads, rows))
    assert found.figures["gpu_hours"] == pytest.approx(5_760)
    assert found.sums["effective"] == pytest.approx(3 * 51_840)


@pytest.mark.parametrize(("unit", "amount"), [("gibibyte month", 40_000), ("gibibyte hour", 40_000 * 730.5)])
def test_what_is_held_is_not_added_up_over_the_months_of_a_console_report(unit: str, amount: float) -> None:
    """40,000 GiB kept for July, August and September are 42,950 GB, not three times as many; £700 a month each.

    40,000 x 1.073741824 = 42,949.67 GB; £700 / 42,949.67 GB = £0.016298 a GB-month.
    """
    heads = ["Month", "Service description", "SKU description", "Usage amount", "Usage unit", "Cost (£)"]
    heads += ["Savings programs (£)", "Subtotal (£)", "Unrounded subtotal (£)"]
    sku = "Standard Storage London"
    rows = [(f"2026-0{month}", "Cloud Storage", sku, amount, unit, 700, 0, 700, 700) for month in (7, 8, 9)]
    _, found = taken(table(heads, rows))
    assert found.figures["cold"] == pytest.approx(42.94967, rel=1e-6)
    assert found.figures["cold_price"] == pytest.approx(0.016298, rel=1e-4)


def problems(text: str) -> list[str]:
    return [one.problem for one in offered_by(PLAN, text.encode(), "list.csv").offers]


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("Hot data", "500", "GB"),
        ("H200: Cloud price", "9.5", "$ per node hour"),
        ("H200: Power per server", "700", "W"),
        ("H200: Power available at the site", "3", "MW"),
        ("Student assistant: API price, input tokens", "0.002", "$/1K tokens"),
        ("H200: Server price", "250000", "$/rack"),
        ("H200: Electricity price", "0.25", "£/MWh"),
        ("Embodied carbon per server", "3.5", "tCO2e/server"),
    ],
)
def test_a_unit_of_another_size_or_thing_is_not_taken(name: str, value: str, unit: str) -> None:
    (said,) = problems(f'Input,Value,Unit\n"{name}",{value},{unit}\n')
    assert "convert it" in said
    assert f"“{unit}”" in said


def test_half_a_per_cent_is_asked_about_and_read_beside_others() -> None:
    (said,) = problems("Input,Value,Unit\nDiscount rate,0.5,%\n")
    assert "may be 0.5% or 50%" in said
    offers = offered_by(PLAN, b"Input,Value,Unit\nDiscount rate,4.5,%\nGeneral inflation,0.5,%\n", "list.csv").offers
    assert [one.entry.value for one in offers if one.entry is not None] == pytest.approx([0.045, 0.005])
    (said,) = problems("Pool,Negotiated discount (%)\nH200,0.5\n")
    assert "may be 0.5% or 50%" in said


def test_a_row_of_a_table_keeps_to_its_unit_and_to_its_table() -> None:
    (said,) = problems("Workload,Requests,Unit\nStudent assistant,12000,per day\n")
    assert "convert it" in said
    offers = offered_by(PLAN, b"Pool,Negotiated discount\nH200,5%\n", "pools.csv").offers
    assert [(one.key, one.problem) for one in offers] == [("compute.pool.h200.negotiated_discount", "")]


def test_a_unit_in_a_cell_goes_before_that_of_its_head() -> None:
    """1,000 GB, 1 TB, 1,000 and 2.5 TB: 5,500 GB."""
    rows = [("2026-09-01", "1000 GB"), ("2026-09-02", "1 TB"), ("2026-09-03", "1000"), ("2026-09-04", "2.5 TB")]
    _, found = taken(table(["Date", "Egress (GB)"], rows))
    assert found.sums["egress_gb"] == pytest.approx(5_500)
    _, found = taken(table(["Date", "GPU hours"], [(day, "90 min") for day in DAYS]))
    assert found.sums["gpu_hours"] == pytest.approx(45)


@pytest.mark.parametrize(
    ("title", "head", "key"),
    [
        ("All figures in thousands", "Requests", "requests"),
        ("Cloud costs (USD thousands)", "Cost", "effective"),
        ("AI spend £000s", "Cost", "effective"),
    ],
)
def test_a_scale_above_the_table_is_that_of_its_amounts(title: str, head: str, key: str) -> None:
    _, found = taken(f"{title}\n\nMonth,{head}\n2026-07,10\n2026-08,11\n", currency="USD")
    assert found.sums[key] == pytest.approx(21_000)


def test_budgets_and_changes_among_rows_of_months_are_not_added() -> None:
    rows = [("AWS", 100, 100, 100), ("Budget", 120, 120, 120), ("Variance", -20, -20, -20), ("% change", 1, 1, 1)]
    _, found = taken(table(["Cost (£)", "Apr-26", "May-26", "Jun-26"], rows))
    assert found.sums["effective"] == pytest.approx(300)
    # a team may be called so, and is used like any other
    teams = [("Growth", 100, 100, 100), ("Growth platform", 10, 10, 10), ("Budget tools", 1, 1, 1)]
    _, found = taken(table(["Cost (£)", "Apr-26", "May-26", "Jun-26"], teams))
    assert found.sums["effective"] == pytest.approx(333)


def test_a_cost_centre_is_no_cost() -> None:
    rows = "Physics,10,11,12\nChemistry,4,5,6\n"
    with pytest.raises(ImportRefusedError, match="nothing says what its amounts are"):
        taken(f"FTE by cost centre\n\nCost centre,Apr-26,May-26,Jun-26\n{rows}")
    _, found = taken(f"GPU hours by cost centre\n\nCost centre,Apr-26,May-26,Jun-26\n{rows}")
    assert found.sums["gpu_hours"] == pytest.approx(48)
    assert "effective" not in found.sums
