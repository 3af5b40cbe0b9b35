"""What two strangers broke it with.

Stray times, slow patterns, odd shapes, chunks that differ, kinds that are mixed.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from evidence_made import table, taken

from desktop.imports.files import offered_by
from desktop.imports.offers import accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.plan.measured_inputs import measured_inputs

FIRST = datetime(2025, 1, 6, tzinfo=UTC)
LOG = ["request_id", "spend", "prompt_tokens", "completion_tokens", "startTime", "endTime", "model", "status"]
FOCUS = [
    "BilledCost",
    "EffectiveCost",
    "ListCost",
    "BillingCurrency",
    "ChargeCategory",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ChargeDescription",
    "PricingCategory",
]


def calls(days: int = 30) -> list[list[object]]:
    return [
        [
            f"r{place}",
            0.01,
            100,
            20,
            (FIRST + timedelta(minutes=30 * place)).strftime("%Y-%m-%d %H:%M:%S"),
            "",
            "m",
            "success",
        ]
        for place in range(48 * days)
    ]


def line(
    description: str = "p5.48xlarge",
    *,
    billed: float = 100,
    listed: float = 200,
    currency: str = "USD",
    hours: float = 24,
    kind: str = "Standard",
    day: int = 6,
    unit: str = "Hours",
) -> list[object]:
    start = datetime(2025, 1, day, tzinfo=UTC)
    return [
        billed,
        billed,
        listed,
        currency,
        "Usage",
        start.isoformat(),
        (start + timedelta(days=1)).isoformat(),
        hours,
        unit,
        description,
        kind,
    ]


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
def test_no_cell_takes_long_to_read(where: str) -> None:
    row = line()
    if where == "amount":
        row[0] = "1" * 60_000 + "!\nx"
    elif where == "text":
        row[9] = "a2 " * 20_000
    elif where == "unit":
        row[8] = "a" + " " * 50_000 + "b\nc"
    else:
        row[5] = "1" * 60_000
    begun = time.monotonic()
    taken(table(FOCUS, [row, line()]))
    assert time.monotonic() - begun < 5  # a runaway pattern takes hours


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


# kinds that are mixed


def test_two_kinds_of_gpu_are_asked_about_and_told_apart() -> None:
    rows = [line("p5.4xlarge", billed=100, listed=120, day=day) for day in range(1, 31)] + [
        line("g5.xlarge", billed=97, listed=97, hours=96, day=day) for day in range(1, 31)
    ]
    data, plan = table(FOCUS, rows).encode(), example("insurer").plan
    found = offered_by(plan, data, "bill.csv")
    assert any("A10G 2,880 hours, H100 720 hours" in one for one in found.warnings)
    assert [ask.options for ask in found.asks if ask.name == "gpu"] == [
        [("", "all of them"), ("A10G", "A10G"), ("H100", "H100")]
    ]
    assert not any(offer.chosen for offer in found.offers if offer.key.startswith("compute."))
    one = offered_by(plan, data, "bill.csv", answers={"gpu": "H100"})
    price = next(offer for offer in one.offers if offer.key.endswith("cloud_price"))
    assert price.chosen
    assert price.entry is not None
    assert price.entry.value == pytest.approx(5.0)
    with pytest.raises(ValueError, match="A10G, H100"):
        offered_by(plan, data, "bill.csv", answers={"gpu": "B300"})


def test_spot_is_no_negotiated_discount() -> None:
    rows = [line(billed=180, listed=200, day=day) for day in range(1, 31)] + [
        line(billed=60, listed=200, kind="Dynamic", day=day) for day in range(1, 31)
    ]
    _, found = taken(table(FOCUS, rows))
    assert found.figures["negotiated_discount"] == pytest.approx(0.1)
    assert found.figures["spot_discount"] == pytest.approx(1 - 60 / 180)


def test_discounts_are_taken_as_a_set_that_gives_the_price_back() -> None:
    """On demand at 60 of 200, covered use at 80 of 200: dearer than on demand.

    So that all of it is one discount and no commitment.
    """
    rows = [line(billed=60, listed=200, day=day) for day in range(1, 31)] + [
        line(billed=80, listed=200, kind="Committed", day=day) for day in range(1, 31)
    ]
    _, found = taken(table(FOCUS, rows))
    plan = example("insurer").plan
    pool = plan.slugs["pool"][0]
    told = {
        one.key.rsplit(".", 1)[1]: one
        for one in measured_inputs(plan, replace(found, pool=pool))
        if one.key.startswith("compute.")
    }
    assert told["negotiated_discount"].value == pytest.approx(1 - 140 / 400)
    assert told["committed_one_year"].value == 0
    assert all(one.sure and not one.problem for name, one in told.items() if name != "idle_share")


def test_one_refund_takes_no_price_away() -> None:
    _, found = taken(
        table(
            FOCUS,
            [
                *[line(day=day) for day in range(1, 31)],
                line(billed=-10, listed=-20, hours=-2.4),
                line(billed=0, listed=0, hours=0),
            ],
        )
    )
    assert found.figures["list_price"] == pytest.approx(200 / 192)


def test_gb_hours_are_what_is_held_in_any_month() -> None:
    for month, length in ((2, 28), (3, 31)):
        rows = [
            [
                1,
                1,
                1,
                "USD",
                "Usage",
                f"2025-{month:02}-{day:02}T00:00:00Z",
                f"2025-{month:02}-{day:02}T23:59:59Z",
                240_000,
                "GB-Hours",
                "Standard storage used",
                "Standard",
            ]
            for day in range(1, length + 1)
        ]
        assert taken(table(FOCUS, rows))[1].figures["cold"] == pytest.approx(10)


def test_empty_days_of_an_export_are_days_without_use() -> None:
    heads = [
        "start_time",
        "end_time",
        "num_model_requests",
        "input_tokens",
        "output_tokens",
        "input_cached_tokens",
        "model",
        "batch",
    ]
    rows = [
        [
            int((FIRST + timedelta(days=day)).timestamp()),
            int((FIRST + timedelta(days=day + 1)).timestamp()),
            *(["1000", "5", "5", "0", "m", "False"] if day >= 20 else [""] * 6),
        ]
        for day in range(31)
    ]
    assert taken(table(heads, rows))[1].figures["requests"] == pytest.approx(11_000 / 31 * 30.4375)


def test_hours_rented_are_offered_as_a_load_and_not_ticked() -> None:
    rows = [
        [
            100,
            100,
            200,
            "USD",
            "Usage",
            (FIRST + timedelta(hours=hour)).isoformat(),
            (FIRST + timedelta(hours=hour + 1)).isoformat(),
            1,
            "Hours",
            "p5.48xlarge",
            "Standard",
        ]
        for hour in range(24 * 14)
    ]
    found = offered_by(example("insurer").plan, table(FOCUS, rows).encode(), "bill.csv")
    assert {offer.chosen for offer in found.offers if offer.key.endswith((".shape", ".peak"))} == {False}


def test_a_missing_gpu_is_left_out_of_the_load() -> None:
    """Two days: one GPU at 20 % then 80 %, the other at 50 % and not sampled for six hours.

    Those hours are left out.
    """

    def series(gpu: str, values: Sequence[int | None]) -> dict[str, object]:
        return {
            "metric": {"__name__": "DCGM_FI_DEV_GPU_UTIL", "UUID": gpu},
            "values": [
                [int(FIRST.timestamp()) + 3_600 * hour, str(value)]
                for hour, value in enumerate(values)
                if value is not None
            ],
        }

    answer = {
        "status": "success",
        "data": {
            "resultType": "matrix",
            "result": [series("a", [20] * 24 + [80] * 24), series("b", [50] * 30 + [None] * 6 + [50] * 12)],
        },
    }
    _, found = taken(json.dumps(answer), "a.json")
    assert found.figures["peak_to_average"] == pytest.approx(1.3 / ((24 * 0.7 + 18 * 1.3) / 42))


def test_panels_of_any_head_and_long_ones() -> None:
    rows = [[(FIRST + timedelta(hours=hour)).strftime("%m/%d/%Y %I:%M:%S %p"), "40%", "60%"] for hour in range(24 * 12)]
    _, found = taken(table(["Time", "10.0.0.1:9400", "10.0.0.2:9400"], rows))
    assert found.figures["utilisation"] == pytest.approx(0.5)
    assert found.sums["gpu_hours"] == 2 * 24 * 12
    long = [
        [name, (FIRST + timedelta(hours=hour)).isoformat(), value]
        for hour in range(48)
        for name, value in (("a", 40), ("b", 60))
    ]
    assert taken(table(["Series", "Time", "Value"], long))[1].sums["gpu_hours"] == 96


def test_days_of_twelve_are_told_by_their_even_steps() -> None:
    _, found = taken(table(["date", "requests"], [[f"{day:02}/01/2025", 1_000] for day in range(1, 13)]))
    assert (found.start, found.end) == ("2025-01-01", "2025-01-13")
