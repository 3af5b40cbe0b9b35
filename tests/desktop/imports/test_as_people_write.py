"""Tables as people write them: what formats, columns of periods, brackets and scores say; rows of several things.

Every expectation is worked out by hand from the rows that are shown.
"""

import io
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import Offered
from desktop.storage.examples import example
from models.plan.measurements import DAYS_A_MONTH, Flow
from models.quantities.declaration import Value
from tests.evidence_made import table, taken

PLAN = example("insurer").plan
DAYS = [date(2026, 10, 1) + timedelta(days=day) for day in range(31)]


def offers(text: str, **answers: str) -> Offered:
    return offered_by(PLAN, text.encode(), "file.csv", answers=answers)


def ticked(found: Offered) -> dict[str, Value]:
    return {one.key: one.entry.value for one in found.offers if one.chosen and one.entry is not None}


def problems(found: Offered) -> str:
    return " | ".join(one.problem for one in found.offers if one.problem)


def book(heads: list[str], rows: list[list[object]], formats: dict[int, str]) -> Offered:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in [heads, *rows]:
        sheet.append(row)
    for column, number_format in formats.items():
        for row in range(2, len(rows) + 2):
            sheet.cell(row, column).number_format = number_format
    stream = io.BytesIO()
    made.save(stream)
    return offered_by(PLAN, stream.getvalue(), "file.xlsx")


def test_the_format_of_a_cell_says_its_size_and_its_money() -> None:
    """75 shown as 75k is £75,000; $75,000 is no £75,000."""
    key = next(key for key in PLAN.entries if key.endswith(".salary"))
    name = PLAN.row_name("role", key.split(".")[2])
    rows: list[list[object]] = [[name, 77]]
    assert ticked(book(["Role", "Salary"], rows, {2: '0"k"'})) == {key: 77_000}
    dollars = book(["Role", "Salary"], [[name, 77_000]], {2: "[$$-409]#,##0"})
    assert not ticked(dollars)
    assert "is quoted in $" in problems(dollars)


def test_a_size_behind_counts_of_a_series_is_read() -> None:
    """0.90, 0.93 and 0.96 shown as 0.90m, in 91 days: 2.79m × 30.4375 ÷ 91."""
    rows: list[list[object]] = [[date(2026, month, 1), 0.9 + 0.03 * (month - 8)] for month in (8, 9, 10)]
    found = book(["Month", "Requests"], rows, {1: "mmm yyyy", 2: '0.00"m"'})
    requests = [one.entry.value for one in found.offers if one.key.endswith(".requests") and one.entry is not None]
    assert requests == [pytest.approx(2.79e6 * DAYS_A_MONTH / 92)]


@pytest.mark.parametrize(
    ("head", "values"), [("Probability", (1, 1, 2)), ("Probability (1-5)", (1, 1, 1)), ("Probability", (1, 1, 1))]
)
def test_a_score_is_no_share_of_one(head: str, values: tuple[int, int, int]) -> None:
    rows = [[f"Risk {at}", value, 1_000] for at, value in enumerate(values)]
    found = offers(table(["Risk", head, "Impact, likely"], rows))
    assert not [key for key in ticked(found) if key.endswith(".probability")]
    assert "may be a score" in problems(found)


def test_a_share_of_one_beside_halves_is_one() -> None:
    found = offers(table(["Risk", "Probability", "Impact, likely"], [["One", 1, 20_000], ["Other", 0.5, 20_000]]))
    assert sorted(value for key, value in ticked(found).items() if key.endswith(".probability")) == [0.5, 1.0]


@pytest.mark.parametrize("head", ["Frequency", "Per", "Unit"])
def test_a_column_of_periods_says_of_what_each_figure_is(head: str) -> None:
    """£1.2m a year is £100,000 a month."""
    rows = [["Faster handling", "1,200,000", "Annual"], ["Losses avoided", "20,000", "Monthly"]]
    found = offers(table(["Benefit", "Amount", head], rows))
    assert [value for key, value in ticked(found).items() if key.endswith(".amount")] == [100_000, 20_000]


@pytest.mark.parametrize("head", ["Basis", "Billing"])
def test_a_column_of_when_something_is_billed_does_not_say_of_what_time_a_figure_is(head: str) -> None:
    """£1.2m billed by the year is not £1.2m a month; £20,000 a month is taken."""
    rows = [["Faster handling", "1,200,000", "Annual"], ["Losses avoided", "20,000", "Monthly"]]
    found = offers(table(["Benefit", "Amount", head], rows))
    assert [value for key, value in ticked(found).items() if key.endswith(".amount")] == [20_000]
    assert "counts it in £/month" in problems(found)


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (("Tool", "Licence (3 years)"), ("Tracing", 90_000)),
        (("Workload", "Growth of volume (over 3 years)"), ("Chat", "60%")),
        (("Workload", "Requests per month (per user)"), ("Chat", 300)),
        (("Pool", "Cloud price ($/h for 8 GPUs)"), ("H100 pool", 55.04)),
        (("Role", "Salary (total for team)"), ("Engineers", 280_000)),
        (("Pool", "Cloud price ($/hour)", "GPUs per instance"), ("H100 pool", 55.04, 8)),
    ],
)
def test_what_is_of_several_is_not_taken_for_one(heads: tuple[str, ...], row: tuple[object, ...]) -> None:
    found = offers(table(heads, [row]))
    assert not {value for key, value in ticked(found).items() if not key.endswith(".instance_gpus")}
    assert problems(found)


def test_five_thousand_with_a_dot_is_asked_and_a_price_with_three_decimals_is_not() -> None:
    dotted = offers(table(["Risk", "Impact, low", "Impact, likely"], [["Late", "5.000", "25.000"]]))
    assert "may be 5 or 5,000" in problems(dotted)
    assert not [key for key in ticked(dotted) if key.endswith((".low", ".likely"))]
    priced = offers(table(["Risk", "Impact, low", "Impact, likely"], [["Late", "5.000", "25.50"]]))
    assert not problems(priced)


def test_a_name_in_the_singular_is_asked_and_summaries_are_no_rows() -> None:
    name = PLAN.rows["role"][0].name
    other = name.removesuffix("s") if name.endswith("s") else f"{name}s"
    found = offers(table(["Role", "Salary"], [[other, 72_000], ["Overall", 154_000], ["Team cost", 154_000]]))
    assert not ticked(found)
    assert [one.name for one in found.offers if one.name] == [other]
    assert any(f"the plan has “{name}”" in one.note for one in found.offers)


WORKS = [
    (day, name, requests)
    for day in DAYS
    for name, requests in ((PLAN.rows["workload"][0].name, 1_000), ("Anything else", 4_000))
]


def test_of_rows_of_several_workloads_those_that_are_named_count() -> None:
    """A thousand a day of one and four thousand of another: nothing is ticked of five, and one is ticked by name."""
    text = table(["Date", "Workload", "Requests"], WORKS)
    found = offers(text)
    assert not ticked(found)
    assert [ask.label for ask in found.asks if not ask.sure] == ["Rows that count"]
    one = offers(text, rows=PLAN.rows["workload"][0].name)
    assert list(ticked(one).values()) == [pytest.approx(1_000 * DAYS_A_MONTH)]
    every = offers(text, rows="*")
    assert list(ticked(every).values()) == [pytest.approx(5_000 * DAYS_A_MONTH, abs=1)]
    with pytest.raises(ValueError, match="--rows nobody: the file has"):
        offers(text, rows="nobody")


def test_gpu_hours_of_two_kinds_of_gpu_are_no_one_pool() -> None:
    text = table(["Date", "GPU model", "GPU-hours"], [(day, gpu, 24) for day in DAYS for gpu in ("H100", "L40S")])
    assert any(ask.name == "rows" for ask in offers(text).asks)
    _, found = taken(text, rows="H100")
    assert found.sums[Flow.GPU_HOURS] == 31 * 24


@pytest.mark.parametrize(
    ("head", "value"), [("Minutes", 240), ("duration_min", 240), ("duration_s", 14_400), ("Runtime hours", 4)]
)
def test_gpus_are_busy_as_long_as_their_rows_say(head: str, value: int) -> None:
    """Eight GPUs for four hours a day: 992 GPU-hours in 31 days, and no 5,952."""
    _, found = taken(table(["Date", "GPUs", head], [(day, 8, value) for day in DAYS]))
    assert found.sums[Flow.GPU_HOURS] == pytest.approx(31 * 32)


def test_from_when_to_when_gpus_were_booked_is_not_read_and_said() -> None:
    tally, _ = taken(table(["Date", "GPUs", "From", "To"], [(day, 8, "09:00", "13:00") for day in DAYS]))
    assert tally.doubted
    assert any("“From” and “To” say for how long GPUs were used" in one for one in tally.warnings)


def test_runs_at_no_regular_times_add_up() -> None:
    """Ten runs of eight GPUs for thirty hours are 2,400 GPU-hours, whatever lies between them."""
    apart = (0, 2, 5, 9, 13, 15, 16, 17, 18, 26)
    rows = [(f"2026-10-{3 + day:02}T{at:02}:05:00Z", 8, 1_800) for at, day in enumerate(apart)]
    _, found = taken(table(["start_time", "gpus", "duration_min"], rows))
    assert found.sums[Flow.GPU_HOURS] == pytest.approx(2_400)


@pytest.mark.parametrize(
    ("above", "head", "first", "step"),
    [("", "Total requests", 100_000, 1_000), ("Requests month to date\n", "Requests", 1_000, 1_000)],
)
def test_a_running_total_is_in_doubt_by_its_title_and_by_its_rows(above: str, head: str, first: int, step: int) -> None:
    text = above + table(["Date", head], [(day, first + step * at) for at, day in enumerate(DAYS)])
    tally, _ = taken(text)
    assert tally.doubted
    assert any("only ever rises" in one for one in tally.warnings)


@pytest.mark.parametrize("note", ["All volumes in thousands.", "All figures in 000s"])
def test_a_note_below_a_series_says_its_size(note: str) -> None:
    text = table(["Month", "Requests"], [("2026-08", 900), ("2026-09", 930), ("2026-10", 960)])
    _, found = taken(f"{text}{note},\n")
    assert found.sums[Flow.REQUESTS] == pytest.approx(2_790_000)


def test_a_cost_that_some_months_lack_is_not_nothing() -> None:
    text = table(
        ["Month", "Cost (GBP)", "Requests"], [("2026-09", 9_000, 900), ("2026-10", "", 930), ("2026-11", 9_600, 960)]
    )
    tally, found = taken(text)
    assert "spend" not in found.figures
    assert any("1 time without a cost" in one for one in tally.warnings)


def test_chains_that_wrap_calls_of_models_are_no_calls() -> None:
    """A chain and the call within it hold the same tokens: 72 calls a day are 72."""
    heads = ["id", "parent_run_id", "run_type", "start_time", "status", "prompt_tokens", "completion_tokens"]
    rows: list[list[object]] = []
    for at, day in enumerate(DAYS[:14]):
        for call in range(72):
            time, name = f"{day}T{call // 3:02}:{20 * (call % 3):02}:00Z", f"{at}-{call}"
            rows.append([f"c{name}", "", "chain", time, "success", 1_200, 300])
            rows.append([f"l{name}", f"c{name}", "llm", time, "success", 1_200, 300])
    _, found = taken(table(heads, rows), "runs.csv")
    assert found.sums[Flow.REQUESTS] == 72 * 14
    assert found.sums[Flow.TOKENS_IN] == 72 * 14 * 1_200


def test_rows_that_count_by_name_are_of_the_workload_of_that_name() -> None:
    """A plan with several workloads that answer requests asks for none where the rows name one."""
    first, second = PLAN.rows["workload"][:2]
    key = f"workloads.workload.{second.slug}.kind"
    plan = PLAN.with_entry("base", key, replace(PLAN.entry("base", key), value="inference"))
    text = table(["Date", "Workload", "Requests"], [(day, name, 1_000) for day in DAYS for name in (first.name, "New")])
    found = offered_by(plan, text.encode(), "file.csv", answers={"rows": f"  {first.name.upper()}"})
    assert [key.split(".")[2] for key in ticked(found)] == [first.slug]


def test_heads_of_their_own_come_before_other_words_for_them() -> None:
    """On-demand price is another word for the cloud price, which has a column of its own."""
    text = table(["Pool", "On-demand price", "Cloud price per GPU-hour"], [["H100 pool", 55.04, 6.88]])
    found = offers(text)
    assert [value for key, value in ticked(found).items() if key.endswith(".cloud_price")] == [6.88]


def test_an_instance_by_another_word_is_asked_too() -> None:
    found = offers(table(["Pool", "On-demand price", "GPUs per instance"], [["H100 pool", 55.04, 8]]))
    assert not [key for key in ticked(found) if key.endswith(".cloud_price")]


def test_how_long_requests_took_is_not_how_long_gpus_ran() -> None:
    """Eight GPUs day and night, whose requests took 600 ms: 5,844 GPU-hours a month, and no thousandths."""
    _, found = taken(table(["date", "gpus", "requests", "elapsed_ms"], [(day, 8, 80_000, 600) for day in DAYS]))
    assert found.figures["gpu_hours"] == pytest.approx(5_844)


def test_months_shown_with_an_m_are_months() -> None:
    name = PLAN.rows["pool"][0].name
    found = book(["Pool", "Lead time", "Useful life"], [[name, 7, 54]], {2: '0" m"', 3: '0"m"'})
    assert sorted(value for value in ticked(found).values() if isinstance(value, int)) == [7, 54]


def test_growth_is_no_running_total_and_free_weekends_cost_nothing() -> None:
    weeks = [date(2026, 8, 3) + timedelta(weeks=week) for week in range(8)]
    rising = (100_000, 101_000, 102_500, 104_000, 104_900, 106_200, 107_000, 108_800)
    tally, _ = taken(table(["Week commencing", "Total requests"], list(zip(weeks, rising, strict=True))))
    assert not tally.doubted
    rows = [(day, *((0, "") if day.weekday() > 4 else (800, 10))) for day in DAYS]
    _, found = taken(table(["Date", "Requests", "Cost (GBP)"], rows))
    assert found.sums[Flow.EFFECTIVE] == 10 * sum(day.weekday() < 5 for day in DAYS)


def test_a_new_row_counts_and_what_is_paid_at_unknown_times_is_not_taken() -> None:
    """A cost that was added and not counted changed nothing; one paid "yearly" was paid every month."""
    monthly = ticked(offers(table(["Other cost", "Amount", "Payment frequency"], [["Office", 12_500, "yearly"]])))
    assert {key.rsplit(".", 1)[-1]: value for key, value in monthly.items()} == {
        "amount": 12_500,
        "paid": "year",
        "active": True,
    }
    assert not ticked(offers(table(["Other cost", "Amount", "Payment frequency"], [["Office", 12_500, "by lot"]])))


def test_scores_of_ten_are_no_scores_of_a_hundred() -> None:
    name = PLAN.rows["criterion"][0].name
    found = offers(table(["Criterion", "Cloud", "On-premises", "Hybrid"], [[name, 9, 4, 7]]))
    assert not ticked(found)
    assert "may be of ten" in problems(found)


def test_a_second_table_below_a_blank_row_is_none_of_the_first() -> None:
    work = PLAN.rows["workload"][0].name
    rows: list[list[object]] = [[work, 22.4, 1_250], [None], ["Team role", "Salary", "People in cloud"]]
    rows.append(["Data engineers", 71_000, 0.4])
    found = book(["Workload", "Requests per month (m)", "Input tokens"], rows, {})
    assert not [one for one in found.offers if one.name]
    assert [value for key, value in ticked(found).items() if key.endswith(".requests")] == [22_400_000]


def test_a_step_of_prices_is_known_by_the_words_for_it() -> None:
    text = table(["Price step", "Applies to", "From month", "Change"], [["AWS cuts its list", "cloud", 13, "-15%"]])
    found = {key.rsplit(".", 1)[-1]: value for key, value in ticked(offers(text)).items()}
    assert found == {"of": "cloud", "month": 13, "change": -0.15, "active": True}


@pytest.mark.parametrize(
    "rows",
    [
        [["Own cost", "Amount", "Frequency"], ["Audit", 12_000, "quarterly"]],
        [["Workload", "Requests", "Frequency"], ["Bar", 1_000, "per working day"]],
        [["Tool", "Licence", "Billing"], ["Foo", 1_000, "per user per month"]],
        [["Price step", "Price", "Month", "Change"], ["Tea", "tea", 14, "10%"]],
        [["Tool", "Licence", "Users"], ["Beta", "tbc", "n/a"]],
    ],
)
def test_of_a_row_that_cannot_be_read_for_what_it_is_nothing_is_ticked(rows: list[list[object]]) -> None:
    assert not ticked(offers(table([str(one) for one in rows[0]], rows[1:])))
    assert not [one for one in offers(table([str(one) for one in rows[0]], rows[1:])).offers if one.name and one.chosen]


def test_a_column_that_says_whether_a_row_counts_is_heard() -> None:
    found = ticked(offers(table(["Tool", "Licence", "In use"], [["Foo", 1_000, ""], ["Bar", 20, "no"]])))
    assert [value for key, value in found.items() if key.endswith(".active")] == [True, False]
    stated = ticked(offers(table(["Tool", "Licence", "Status"], [["Foo", 1_000, "not in use"]])))
    assert not [key for key in stated if key.endswith(".active")]


def test_rows_of_work_named_after_averages_are_rows_and_times_of_day_beside_other_hours_are_asked() -> None:
    lookups = offers(table(["Workload", "Requests"], [["Average price lookup", 5_000]]))
    assert lookups.offers[0].name == "Average price lookup"
    rows = [(day, "09:00", "17:00", 4, "day") for day in DAYS]
    tally, _ = taken(table(["date", "from", "to", "gpus", "opening hours"], rows))
    assert tally.doubted


@pytest.mark.parametrize(
    ("heads", "cell", "value"),
    [
        ("Workload,Requests", "24M/month", 24_000_000),
        ("Workload,Requests", "24 million", 24_000_000),
        # a month has 730 hours, a day 24
        ("Workload,Requests", "800k a day", 800_000 * 730 / 24),
        ("Role,Salary", '"£7,000 per month"', 84_000),
        ("Role,Salary", "£85k p.a.", 85_000),
    ],
)
def test_a_figure_with_its_unit_behind_it_is_read_in_the_plans_own_and_that_is_told(
    heads: str, cell: str, value: float
) -> None:
    found = offered_by(example().plan, f"{heads}\nOne more,{cell}\n".encode(), "table.csv")
    (offer,) = [one for one in found.offers if one.entry is not None and isinstance(one.entry.value, float)]
    assert offer.entry is not None
    assert offer.entry.value == pytest.approx(value, rel=1e-12)
    assert "is read as" in offer.note


@pytest.mark.parametrize(
    ("heads", "cell", "why"),
    [
        # a day's pay is not paid on all 365
        ("Role,Salary", "£450/day", "is by the day, and the plan counts this in £/person-year: convert it"),
        ("Workload,Requests", "20m/12", "is not a number"),
        ("Workload,Requests", "2-3m", "is not a number"),
        ("Role,Salary", "85k-95k", "is not a number"),
    ],
)
def test_what_may_mean_several_things_is_refused_in_words(heads: str, cell: str, why: str) -> None:
    found = offered_by(example().plan, f"{heads}\nOne more,{cell}\n".encode(), "table.csv")
    (problem,) = [one.problem for one in found.offers if one.problem]
    assert why in problem
