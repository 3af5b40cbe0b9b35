"""Files in which kinds of GPU, of price and of period are mixed; sums by hand beside them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from bills_made import FIRST, FOCUS, line
from evidence_made import table, taken

from desktop.imports.files import offered_by
from desktop.imports.measured.moments import order_in
from desktop.storage.examples import example
from models.plan.measured_inputs import measured_inputs


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
    """Two days: one GPU at 20% then 80%, the other at 50% and not sampled for six hours.

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
    _, found = taken(table(["date", "requests"], [[f"{day:02}/02/2025", 1_000] for day in range(1, 13)]))
    assert (found.start, found.end) == ("2025-02-01", "2025-02-13")


def test_first_days_of_months_may_be_days_of_january_and_are_asked() -> None:
    """01/09/2026, 01/10/2026 and 01/11/2026, a British bill by the month, was read as three days of January."""
    monthly = ["01/09/2026", "01/10/2026", "01/11/2026"]
    assert order_in(monthly) == ""
    assert order_in([*monthly, "01/12/2026", "01/01/2027"]) == "dmy", "the last is no day after the 12th of January"
    assert order_in(["09/02/2026", "10/02/2026", "11/02/2026"]) == "dmy"


def test_first_days_of_january_may_be_first_days_of_months_as_americans_write_them() -> None:
    """01/01 to 11/01, $30,000 each, were eleven days of January: $913,125 a month."""
    assert order_in([f"{month:02}/01/2026" for month in range(1, 12)]) == ""
    assert order_in([f"{month:02}/01/2026" for month in (7, 8, 9)]) == ""
    assert order_in(["01/09/2026", "08/09/2026", "15/09/2026"]) == "dmy"
