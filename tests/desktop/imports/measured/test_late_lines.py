"""Lines of a bill that are of another month, of a discount, or of a split: sums worked by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.bills_made import FOCUS
from tests.evidence_made import table, taken

OCTOBER, NOVEMBER = "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"
HOURS = [datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(744)]


def test_a_correction_of_an_earlier_month_counts_as_money_of_its_bill_and_as_no_use_of_it() -> None:
    """October: 31 days of 192 GPU-hours at 10; a refund of 640 for 64 hours of September."""
    days = [datetime(2026, 10, day, tzinfo=UTC) for day in range(1, 32)]
    rows = [
        [1_920, 1_920, 1_920, "USD", "Usage", day, day + timedelta(days=1), 24, "Hours", "p5.48xlarge", "Standard"]
        for day in [*days, datetime(2026, 9, 10, tzinfo=UTC)]
    ]
    rows[-1][:3], rows[-1][7] = [-640, -640, -640], -8
    whole = [
        [*(one.isoformat() if isinstance(one, datetime) else one for one in row), OCTOBER, NOVEMBER] for row in rows
    ]
    _, found = taken(table([*FOCUS, "BillingPeriodStart", "BillingPeriodEnd"], whole))
    assert (found.start, found.end, found.days) == ("2026-10-01", "2026-11-01", 31)
    assert found.sums["gpu_hours"] == pytest.approx(31 * 192)
    assert found.sums["effective"] == pytest.approx(31 * 1_920 - 640)
    assert found.figures["effective_price"] == pytest.approx(10)


CUR = (
    *("line_item_line_item_type", "line_item_usage_start_date", "line_item_usage_end_date"),
    *("bill_billing_period_start_date", "bill_billing_period_end_date", "line_item_product_code"),
    *("line_item_usage_type", "line_item_usage_amount", "line_item_currency_code", "line_item_unblended_cost"),
    *("pricing_unit", "pricing_public_on_demand_cost", "split_line_item_parent_resource_id"),
)


def _cur(kind: str, hour: datetime, amount: float, cost: float, unit: str = "Hrs", parent: str = "") -> list[object]:
    times = (hour.isoformat(), (hour + timedelta(hours=1)).isoformat())
    use = "EUW2-BoxUsage:p5.48xlarge" if unit == "Hrs" else "EUW2-EKS-GPU-Hours"
    listed = cost if kind == "Usage" else ""
    return [kind, *times, OCTOBER, NOVEMBER, "AmazonEC2", use, amount, "USD", cost, unit, listed, parent]


def test_what_was_negotiated_takes_off_the_use_that_it_stands_beside() -> None:
    """8 GPUs for 55.04 an hour, 5.504 of it off by a line of its own: 6.192 a GPU-hour, a tenth below the list."""
    rows = [row for hour in HOURS for row in (_cur("Usage", hour, 1, 55.04), _cur("EdpDiscount", hour, 1, -5.504))]
    rows.append(_cur("MysteryFee", HOURS[0], 1, 250.0))
    tally, found = taken(table(CUR, rows))
    assert found.sums["gpu_hours"] == pytest.approx(744 * 8)
    assert found.figures["effective_price"] == pytest.approx(6.192)
    assert found.figures["negotiated_discount"] == pytest.approx(0.1)
    assert any("“mysteryfee” 250.00" in text for text in tally.warnings)
    # where lines of use have their cost net of it, the line of its own takes nothing off again
    net = [[*row, 49.536 if row[0] == "Usage" else ""] for row in rows[:-1]]
    _, found = taken(table([*CUR, "line_item_net_unblended_cost"], net))
    assert found.figures["effective_price"] == pytest.approx(6.192)


def test_the_split_of_an_instance_among_containers_is_no_use_of_its_own() -> None:
    rows = [
        row for hour in HOURS for row in (_cur("Usage", hour, 1, 55.04), _cur("Usage", hour, 8, 0, "GPU-Hours", "i-1"))
    ]
    tally, found = taken(table(CUR, rows))
    assert found.sums["gpu_hours"] == pytest.approx(744 * 8)
    assert found.figures["effective_price"] == pytest.approx(6.88)
    assert sum(tally.left.values()) == 744


def test_slurms_gpus_by_type_are_in_those_of_all() -> None:
    head = "Cluster/Account/User Utilization 2026-10-01T00:00:00 - 2026-10-31T23:59:59 (2678400 secs)\n"
    head += "Usage reported in TRES Hours\n"
    rows = ["Cluster|Account|Login|Proper Name|TRES Name|Used"]
    rows += ["c|ai|ann|A|gres/gpu|4000", "c|ai|ann|A|gres/gpu:h100|4000", "c|ai|bob|B|gres/gpu|2000"]
    tally, _ = taken(head + "\n".join(rows) + "\n", "report.txt")
    assert tally.sums()["gpu_hours"] == pytest.approx(6_000)
    only = [*(row for row in rows if "gres/gpu|" not in row), "c|ai|bob|B|gres/gpu:a100|500"]
    tally, _ = taken(head + "\n".join(only) + "\n", "report.txt")
    assert tally.sums()["gpu_hours"] == pytest.approx(4_500)
