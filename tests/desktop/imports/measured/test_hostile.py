"""What two strangers broke it with: stray times, slow patterns, odd shapes, chunks that differ."""

import json
import time
from datetime import timedelta

import pytest
from bills_made import FIRST, FOCUS, LOG, calls, line
from evidence_made import table, taken

from desktop.imports.files import offered_by
from desktop.imports.offers import accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of


@pytest.mark.parametrize(
    "stray", ["1970-01-01 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "2001-01-01 00:00:00"]
)
def test_one_stray_time_never_makes_a_month_of_nothing(stray: str) -> None:
    tally, found = taken(table(LOG, [*calls(), ["x", 0.01, 100, 20, stray, "", "m", "success"]]))
    assert tally.warnings
    assert found.figures.get("requests") in (None, pytest.approx(48 * 30.4375))
    plan = example("insurer").plan
    offers = offered_by(
        plan, table(LOG, [*calls(), ["x", 0.01, 100, 20, stray, "", "m", "success"]]).encode(), "log.csv"
    )
    changed = accepted(plan, offers.possible)
    assert read(text_of(changed)).plan == changed


@pytest.mark.parametrize("currency", ["Confidential " * 30, "Jane Doe project", "credits"])
def test_what_is_no_currency_is_not_kept_as_one(currency: str) -> None:
    plan = example("insurer").plan
    found = offered_by(plan, table(FOCUS, [line(currency=currency)]).encode(), "bill.csv")
    changed = accepted(plan, found.possible)
    assert currency.encode() not in text_of(changed)
    assert read(text_of(changed)).plan == changed


@pytest.mark.parametrize("where", ["amount", "text", "unit", "time"])
def test_a_cell_ten_times_as_long_does_not_take_a_hundred_times_as_long(where: str) -> None:
    def took(length: int) -> float:
        row = line()
        if where == "amount":
            row[0] = "1" * length + "!\nx"
        elif where == "text":
            row[9] = "a2 " * (length // 3)
        elif where == "unit":
            row[8] = "a" + " " * length + "b\nc"
        else:
            row[5] = "1" * length
        begun = time.perf_counter()
        taken(table(FOCUS, [row, line()]))
        return time.perf_counter() - begun

    # a pattern that runs away takes the square of the length, or hours
    assert min(took(60_000) for _ in range(3)) < 40 * min(took(6_000) for _ in range(3))


OTHER_SHAPES: list[object] = [
    [],
    {"resultType": "matrix", "result": ["x"]},
    {"resultType": "matrix", "result": [{"metric": None, "values": []}]},
    {"resultType": "matrix", "result": "abc"},
    {"resultType": "matrix", "result": [{"metric": {"__name__": "DCGM_FI_DEV_GPU_UTIL"}, "values": [[1, 2], 3]}]},
]


@pytest.mark.parametrize("data", OTHER_SHAPES)
def test_answers_of_another_shape_are_refused(data: object) -> None:
    with pytest.raises(ImportRefusedError):
        taken(json.dumps({"status": "success", "data": data}), "a.json")


def test_times_beyond_the_world_are_no_samples() -> None:
    tally, found = taken(
        json.dumps(
            {
                "status": "success",
                "data": {
                    "resultType": "matrix",
                    "result": [
                        {"metric": {"__name__": "DCGM_FI_DEV_GPU_UTIL"}, "values": [[1e308, "1"], ["nan", "2"]]}
                    ],
                },
            }
        ),
        "a.json",
    )
    assert found.figures == {}
    assert tally.warnings


def test_a_document_of_millions_of_records_is_refused_before_it_takes_memory() -> None:
    with pytest.raises(ImportRefusedError, match="lists and records"):
        taken(b"[" + b"{}," * 4_100_000 + b"{}]", "a.json")


def test_brackets_in_texts_are_no_depth() -> None:
    rows = [
        {
            "type": "GENERATION",
            "startTime": (FIRST + timedelta(minutes=place)).isoformat(),
            "model": "m",
            "inputUsage": 1,
            "outputUsage": 1,
            "input": 'a "smile" :[',
        }
        for place in range(300)
    ]
    _, found = taken("\n".join(json.dumps(row) for row in rows), "a.jsonl")
    assert found.sums["requests"] == 300
    assert "spend" not in found.figures


def test_a_unit_or_an_amount_of_another_kind_stops_nothing() -> None:
    _, found = taken(table(["usage_date_utc", "usage_output_tokens"], [["2025-01-06", 5]]))
    assert found.sums["tokens_out"] == 5
    record = {
        "service": {"description": "x"},
        "sku": {"description": "y"},
        "usage_start_time": "2025-01-06T00:00:00Z",
        "usage_end_time": "2025-01-06T01:00:00Z",
        "cost": 1,
        "currency": "USD",
        "credits": [{"amount": "1,0"}],
    }
    assert taken(json.dumps([record]), "a.json")[1].sums["billed"] == 1


def test_a_blank_in_the_first_series_does_not_change_its_scale() -> None:
    rows = [[int(FIRST.timestamp() + 3_600 * hour) * 1_000, "" if not hour else 40, 60] for hour in range(48)]
    assert taken(table(["Time", "GPU 0", "GPU 1"], rows))[1].figures["utilisation"] == pytest.approx(0.5, abs=0.01)


def test_semicolons_with_points_before_decimals() -> None:
    text = table(FOCUS, [line(billed=12.5, listed=350.25)]).replace(",", ";").replace("24;", "1,234.50;", 1)
    assert taken(text)[1].sums["billed"] == 12.5


# chunks of 25,000 rows


def test_what_a_column_is_does_not_depend_on_the_chunk() -> None:
    rows = [[int(FIRST.timestamp()) + 60 * place, 1 if place < 25_000 else 80] for place in range(50_000)]
    assert taken(table(["time", "gpu util"], rows))[1].figures["utilisation"] == pytest.approx(0.405)
    shares = [[int(FIRST.timestamp()) + 60 * place, 1.02 if place == 40_000 else 0.5] for place in range(50_000)]
    assert taken(table(["time", "gpu util"], shares))[1].figures["utilisation"] == pytest.approx(0.5, abs=1e-3)


def test_the_currency_with_most_lines_is_kept_however_they_are_ordered_and_written() -> None:
    rows = [*[line(currency="EUR")] * 25_500, *[line(currency="usd")] * 15_000, *[line(currency="USD")] * 15_000]
    tally, found = taken(table(FOCUS, rows))
    assert (found.currency, found.used, found.aside) == ("USD", 30_000, 25_500)
    assert any("not in USD" in one for one in tally.warnings)


def test_a_last_chunk_of_purchases_does_not_stretch_the_period() -> None:
    year = ["1", "0", "1", "USD", "Purchase", "2025-01-06T00:00:00Z", "2026-01-06T00:00:00Z", "", "", "commitment", ""]
    _, found = taken(table(FOCUS, [*[line()] * 25_000, *[year] * 100]))
    assert found.end == "2025-01-07"


def test_totals_of_a_long_console_report_are_found() -> None:
    heads = [
        "Service description",
        "Service ID",
        "SKU description",
        "SKU ID",
        "Usage amount",
        "Usage unit",
        "Unrounded subtotal ($)",
        "Subtotal ($)",
    ]
    rows = [["Compute Engine", "6F", "N1 core", "A", 1, "hour", 1, 1]] * 12_000
    _, found = taken(
        table(
            heads, [*rows, ["", "", "", "", "", "Subtotal", 12_000, 12_000], ["", "", "", "", "", "Tax", 2_400, 2_400]]
        )
    )
    assert found.sums["tax"] == 2_400
    assert "own subtotal says 12,000.00" in found.reconciliation


def test_a_teams_repeated_spend_is_found_across_chunks() -> None:
    heads = ["Date", "Team ID", "Model", "Spend ($)", "Requests", "Prompt Tokens", "Completion Tokens"]
    rows = [
        ["2025-01-06", "t1", "x", 500, 1, 1, 1],
        *[[f"2025-01-{7 + place % 20:02}", f"u{place}", "x", 0, 1, 1, 1] for place in range(25_000)],
        ["2025-01-06", "t1", "y", 500, 1, 1, 1],
    ]
    assert taken(table(heads, rows))[1].sums["effective"] == 500
