"""Tables that somebody else wrote as departments do: what a row is of, and which rows are none; sums worked by hand."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook

from desktop.imports.files import offered_by
from desktop.imports.measured.formats import measured, recognised
from desktop.storage.examples import example
from models.catalogue.meters import metered
from tests.evidence_made import table, taken

DAYS = [f"2026-10-{day:02}" for day in range(1, 32)]


def test_hours_that_a_spreadsheet_shows_as_a_time_are_hours() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Date", "GPU hours"])
    for day in range(1, 32):
        sheet.append([datetime(2026, 10, day), timedelta(hours=150)])  # noqa: DTZ001 - a workbook has no zones
        sheet.cell(day + 1, 2).number_format = "[h]:mm"
    stream = BytesIO()
    book.save(stream)
    kept = offered_by(example().plan, stream.getvalue(), "hours.xlsx").measurement
    assert kept is not None
    assert kept.sums["gpu_hours"] == pytest.approx(31 * 150)
    tally, _ = taken(table(["Date", "GPU hours"], [(day, "12:30") for day in DAYS]))
    assert tally.sums()["gpu_hours"] == pytest.approx(31 * 12.5)


def test_a_unit_beside_an_amount_is_that_of_its_row() -> None:
    rows = [(day, *row) for day in DAYS for row in (("requests", "thousand", 1), ("input_tokens", "million", 1))]
    tally, _ = taken(table(["date", "metric", "unit", "value"], rows))
    assert tally.sums() == pytest.approx({"requests": 31_000, "tokens_in": 31_000_000})
    tally, _ = taken(table(["Date", "Requests", "Unit"], [(day, 2, "thousand") for day in DAYS]))
    assert tally.sums()["requests"] == pytest.approx(62_000)


def test_embeddings_are_no_calls_of_a_model_that_answers_and_cost_what_they_cost() -> None:
    heads = ["Date", "Model", "Requests", "Input tokens", "Output tokens", "Cost (EUR)"]
    rows = [(day, *row) for day in DAYS for row in (("gpt-5", 10, 9_000, 900, 1), ("text-embedding-3", 90, 99, 0, 2))]
    tally, found = taken(table(heads, rows))
    sums = tally.sums()
    assert (sums["requests"], sums["tokens_in"], sums["effective"]) == pytest.approx((310, 31 * 9_000, 93))
    assert found.figures["tokens_in_request"] == pytest.approx(900)
    heads = ["startTime", "endTime", "model", "spend", "prompt_tokens", "completion_tokens", "status"]
    log = [(f"{day}T08:00:00Z", f"{day}T08:00:01Z", "m", 0.5, 100, 10, "success") for day in DAYS]
    log += [(f"{day}T09:00:00Z", f"{day}T09:00:01Z", "embed-v4", 0.5, 9_000, 0, "success") for day in DAYS]
    tally, _ = taken(table(heads, log))
    assert (tally.sums()["requests"], tally.sums()["tokens_in"]) == (31, 3_100)
    assert tally.sums()["effective"] == pytest.approx(31)


def test_tokens_of_a_cache_that_stand_beside_the_input_are_added_to_it() -> None:
    heads = ["date", "requests", "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
    tally, found = taken(table(heads, [(day, 1_000, 100_000, 50_000, 900_000) for day in DAYS]))
    assert tally.sums()["tokens_in"] == pytest.approx(31 * 1_050_000)
    assert found.figures["cached_share"] == pytest.approx(900 / 1_050)
    tally, found = taken(
        table(["date", "requests", "input tokens", "cached tokens"], [(day, 1, 10, 90) for day in DAYS])
    )
    assert found.figures["cached_share"] == pytest.approx(0.9)
    assert any("more cached tokens than input ones" in text for text in tally.warnings)


def test_a_row_is_of_the_time_until_its_end() -> None:
    rows = [(f"{day} 08:00", f"{day} 20:00", 8, "x") for day in DAYS]
    tally, _ = taken(table(["Start", "End", "GPUs", "Owner"], rows))
    assert tally.sums()["gpu_hours"] == pytest.approx(31 * 12 * 8)
    # a day is the last of its row, unless another row begins on it: 31 + 30 days, and 14 of a third month
    for ends in (("2026-08-31", "2026-09-30", "2026-10-14"), ("2026-09-01", "2026-10-01", "2026-10-15")):
        periods = zip(("2026-08-01", "2026-09-01", "2026-10-01"), ends, (31, 30, 14), strict=True)
        tally, found = taken(table(["Period start", "Period end", "Requests"], list(periods)))
        assert found.days == pytest.approx(75)
        assert found.figures["requests"] == pytest.approx(30.4375)
    rows = [("2026-10-02", "2026-10-01", 5), ("2026-10-03", "2026-10-05", 6)]
    tally, _ = taken(table(["From", "To", "Requests"], rows))
    assert tally.aside["that end where they begin or before"] == 1


def test_gpus_times_the_hours_that_they_ran_are_gpu_hours() -> None:
    rows = [(day, *row) for day in DAYS for row in (("n1", 8, 24), ("n2", 8, 12))]
    tally, _ = taken(table(["Date", "Node", "GPUs", "Hours"], rows))
    assert tally.sums()["gpu_hours"] == pytest.approx(31 * (192 + 96))
    tally, _ = taken(table(["Date", "GPUs per instance", "Instance hours"], [(day, 8, 24) for day in DAYS]))
    assert tally.sums()["gpu_hours"] == pytest.approx(31 * 192)


def test_hours_that_a_head_says_are_of_something_else_multiply_no_gpus() -> None:
    tally, _ = taken(table(["Date", "GPUs", "Opening hours"], [(day, 8, 10) for day in DAYS]))
    assert tally.sums()["gpu_hours"] == pytest.approx(31 * 192)
    tally, _ = taken(table(["Date", "GPUs", "Total GPU hours"], [(day, 8, 100) for day in DAYS]))
    assert tally.sums()["gpu_hours"] == pytest.approx(3_100)


def test_nothing_was_measured_after_today_nor_in_a_month_that_is_not_over() -> None:
    months = [f"2026-{month:02}" for month in range(1, 13)] + ["2027-01", "2027-02"]
    text = table(["Month", "Requests"], [(month, 1_000 if month < "2026-11" else 9_000) for month in months])
    found = recognised("file.csv", None, text.encode())
    assert found is not None
    tally = measured(found, {"zone": "UTC"}, today="2026-11-29")
    assert tally.sums()["requests"] == pytest.approx(10_000)
    assert tally.aside["that begin after 2026-11-29"] == 3
    assert tally.aside["of a week, month or quarter that is not over"] == 1
    assert measured(found, {"zone": "UTC"}, today="2026-11-30").sums()["requests"] == pytest.approx(19_000)
    rows = [*((month, 1_000) for month in months[:10]), ("Forecast", ""), ("2026-11", 5_000), ("2026-12", 5_000)]
    tally, _ = taken(table(["Month", "Requests"], rows))
    assert tally.sums()["requests"] == pytest.approx(10_000)


def test_a_time_that_is_cut_into_columns_is_one() -> None:
    rows = [(day, hour, 100 + hour) for day in DAYS for hour in range(24)]
    tally, found = taken(table(["Date", "Hour", "Requests"], rows))
    assert tally.sums()["requests"] == pytest.approx(31 * (24 * 100 + 276))
    assert found.figures["peak_to_average"] == pytest.approx(123 / 111.5)
    rows = [(2026, 10, day, 1_000) for day in range(1, 32)]
    tally, _ = taken(table(["Year", "Month", "Day", "Requests"], rows))
    assert (tally.sums()["requests"], tally.days()) == (31_000, 31)
    rows = [(day, f"{hour:02}:00", "40%") for day in DAYS for hour in range(24)]
    tally, _ = taken(table(["Date", "Time", "GPU utilisation"], rows))
    assert tally.sums()["observed_gpu_hours"] == pytest.approx(31 * 24)


def test_rows_that_a_number_tells_apart_are_added_up_and_failed_ones_left_out() -> None:
    months = [f"2026-{month:02}" for month in range(5, 11)]
    rows = [(month, *row) for month in months for row in ((4001, 10_000), (4002, 3_000), (4010, 500))]
    tally, _ = taken(table(["Month", "Cost centre", "Cost (GBP)"], rows))
    assert tally.sums()["effective"] == pytest.approx(6 * 13_500)
    rows = [(day, *row) for day in DAYS for row in ((200, 900), (429, 60), (500, 40))]
    tally, _ = taken(table(["Date", "Status", "Requests"], rows))
    assert tally.sums()["requests"] == pytest.approx(31 * 900)


def test_metrics_of_several_resources_add_up_and_averages_are_no_counts() -> None:
    heads = ["Timestamp", "Processed Prompt Tokens (Sum) prod", "Processed Prompt Tokens (Sum) dev"]
    tally, _ = taken(table(heads, [(f"{day} 00:00", 100, 20) for day in DAYS]))
    assert tally.sums()["tokens_in"] == pytest.approx(31 * 120)
    assert recognised("file.csv", None, b"Timestamp,Processed Prompt Tokens (Avg) prod\n2026-10-01,5\n") is None


def test_of_versions_of_a_month_the_last_counts() -> None:
    months = [f"2026-{month:02}" for month in range(5, 11)]
    rows = [(month, *row) for month in months for row in (("Estimated", 1_100), ("Final", 1_000))]
    tally, _ = taken(table(["Month", "Invoice status", "Cost (GBP)"], rows))
    assert tally.sums()["effective"] == pytest.approx(6_000)
    rows = [(month, *row) for month in months for row in (("2026-11-01", 1_000), ("2026-11-08", 1_010))]
    tally, _ = taken(table(["Month", "Run date", "Cost (GBP)"], rows))
    assert tally.sums()["effective"] == pytest.approx(6_060)


def test_totals_of_quarters_and_merged_months_are_read_for_what_they_are() -> None:
    rows: list[tuple[object, ...]] = []
    for quarter in range(3):
        rows.append((f"Q{quarter + 1} 2026", 3_000))
        rows += [(f"2026-{month:02}", 1_000) for month in range(3 * quarter + 1, 3 * quarter + 4)]
    tally, _ = taken(table(["Month", "Requests"], rows))
    assert tally.sums()["requests"] == pytest.approx(9_000)
    rows = [row for month in range(1, 11) for row in ((f"2026-{month:02}", "a", 600), ("", "b", 400))]
    tally, _ = taken(table(["Month", "Team", "Requests"], [*rows, ("", "Total", 10_000)]))
    assert tally.sums()["requests"] == pytest.approx(10_000)


def test_a_part_of_a_total_is_counted_with_neither() -> None:
    """1,000 and 500 of two teams, their total of 1,500, of which 900 are of GPUs: 1,500 a month."""
    names = (("Chat", 1_000), ("Search", 500), ("Grand total", 1_500), ("of which GPU", 900))
    rows = [(f"2026-{month:02}", name, cost) for month in (1, 2, 3) for name, cost in names]
    _, kept = taken(table(["Month", "Team", "Cost (GBP)"], rows))
    assert kept.sums["effective"] == 4_500


def test_a_total_that_the_others_do_not_come_to_is_counted_and_doubted() -> None:
    rows = [(f"2026-{month:02}", *one) for month in (1, 2, 3) for one in (("Chat", 1_000), ("Total", 1_700))]
    tally, _ = taken(table(["Month", "Team", "Cost (GBP)"], rows))
    assert tally.doubted
    assert any("3 rows called a total" in one for one in tally.warnings)


def test_a_total_of_rounded_rows_is_a_total() -> None:
    """Three rows of 11.4, 11.4 and 11.4 thousand come to 34.2: 11 + 11 + 11 beside 34, in thousands."""
    names = (("Chat", 11), ("Search", 11), ("Code", 11), ("Total", 34))
    rows = [(f"2026-{month:02}", name, cost) for month in (1, 2, 3) for name, cost in names]
    tally, kept = taken(table(["Month", "Team", "Cost (GBP thousand)"], rows))
    assert kept.sums["effective"] == 3 * 33_000
    assert not tally.doubted


def test_tabs_part_a_table_whose_numbers_have_commas_between_thousands() -> None:
    rows = [f"2026-{month:02}\t1,000,000\t2,500,000\t500,000\t1,250.50" for month in range(1, 7)]
    text = "\n".join(["Month\tRequests\tInput tokens\tOutput tokens\tCost (USD)", *rows])
    tally, _ = taken(text)
    assert tally.sums()["requests"] == pytest.approx(6_000_000)


def test_rows_that_repeat_each_other_at_every_time_are_doubted() -> None:
    rows = [(day, "gpt", tag, 100 + place) for place, day in enumerate(DAYS) for tag in ("a", "b", "c")]
    tally, _ = taken(table(["Date", "Model", "Tag", "Requests"], rows))
    assert tally.twice_asked
    tally, _ = taken(
        table(["Date", "Model", "Tag", "Requests"], [(*row[:3], row[3] + (row[2] == "b")) for row in rows])
    )
    assert not tally.doubted
    assert not tally.twice_asked


def test_a_list_of_people_is_no_series_of_costs() -> None:
    rows = [("G7", "Engineer", 1, 78_000, 102_930, "2026-04-15")] * 3
    heads = ["Grade", "Role", "FTE", "Base salary", "Total cost", "Start date"]
    assert recognised("people.csv", None, table(heads, rows).encode()) is None


def test_gemini_is_billed_by_the_count_and_speech_is_no_text() -> None:
    assert metered("Vertex AI Gemini 2.5 Flash GA Text Input - Predictions", "count").what == "tokens_in"
    assert metered("Vertex AI Gemini 2.5 Flash GA Cached Text Input - Predictions", "count").what == "tokens_cached"
    assert metered("Azure OpenAI gpt realtime audio Inp glbl Tokens", "1M").what == "other"


def test_rates_and_tokens_of_each_request_are_made_amounts() -> None:
    rows = [(f"{day}T{hour:02}:00:00Z", 0.5, 30_000) for day in DAYS for hour in range(24)]
    tally, _ = taken(table(["Time", "Requests/s", "Input tokens per minute"], rows))
    # 744 hours of half a request a second, and of 30,000 tokens a minute
    assert tally.sums() == pytest.approx({"requests": 744 * 1_800, "tokens_in": 744 * 1_800_000})
    tally, _ = taken(table(["Date", "Requests", "Average input tokens"], [(day, 10, 1_500) for day in DAYS]))
    assert tally.sums()["tokens_in"] == pytest.approx(31 * 15_000)


def test_the_average_of_a_utilisation_is_the_utilisation_and_its_maximum_is_not() -> None:
    rows = [(f"{day} {hour:02}:00", 95, 35, 16) for day in DAYS for hour in range(24)]
    heads = ["timestamp", "GPU utilisation max (%)", "GPU utilisation avg (%)", "GPUs"]
    tally, found = taken(table(heads, rows))
    assert found.figures["utilisation"] == pytest.approx(0.35)
    assert tally.sums()["gpu_hours"] == pytest.approx(744 * 16)


def test_tax_of_cost_explorer_is_left_out_of_its_total() -> None:
    rows = [(day, 1_000, 200, 1_200) for day in DAYS]
    tally, _ = taken(table(["Service", "EC2-Instances($)", "Tax($)", "Total costs($)"], rows))
    assert tally.sums()["effective"] == pytest.approx(31_000)


def test_months_named_without_a_year_are_of_the_year_in_the_title() -> None:
    heads = "Account,Oct,Nov,Dec,Jan,Feb\nA,100,100,100,100,100\nB,50,50,50,50,50\n"
    tally, found = taken(f"AI spend 2025/26 (GBP)\n\n{heads}", "spend.csv")
    assert (found.start, found.end) == ("2025-10-01", "2026-03-01")
    assert tally.sums()["effective"] == pytest.approx(750)
    # one year cannot hold both sides of a new year
    assert recognised("spend.csv", None, f"AI spend 2025 (GBP)\n\n{heads}".encode()) is None


def test_names_that_are_no_rows_of_the_plan_leave_a_table_of_months_its_amounts() -> None:
    months = [f"2026-{month:02}" for month in range(5, 11)]
    rows = [(month, *row) for month in months for row in ((4001, "AI lab", 10_000), (4002, "Digital", 3_000))]
    found = offered_by(
        example().plan, table(["Month", "Cost centre", "Name", "Cost (GBP)"], rows).encode(), "costs.csv"
    )
    assert found.measurement is not None
    assert found.measurement.sums["effective"] == pytest.approx(78_000)
