"""Bills of AWS, Azure, Google and Oracle in their own shapes, made here; totals by hand beside them."""

import gzip
import json
from pathlib import Path
from typing import Any, cast

import fastparquet
import pandas as pd
import pytest
from evidence_made import table, taken

# AWS

LEGACY = [
    "lineItem/LineItemType",
    "lineItem/UsageStartDate",
    "lineItem/UsageEndDate",
    "lineItem/ProductCode",
    "lineItem/UsageType",
    "lineItem/UsageAmount",
    "lineItem/CurrencyCode",
    "lineItem/UnblendedCost",
    "pricing/unit",
    "pricing/publicOnDemandCost",
    "savingsPlan/SavingsPlanEffectiveCost",
    "reservation/EffectiveCost",
    "reservation/UnusedRecurringFee",
    "product/instanceType",
]


def aws(
    kind: str,
    amount: float,
    unblended: float,
    listed: float | str,
    *,
    plan: float | str = "",
    reserved: float | str = "",
    unused: float | str = "",
    usage: str = "BoxUsage:p4d.24xlarge",
) -> list[object]:
    return [
        kind,
        "2025-03-01T00:00:00Z",
        "2025-03-02T00:00:00Z",
        "AmazonEC2",
        usage,
        amount,
        "USD",
        unblended,
        "Hrs",
        listed,
        plan,
        reserved,
        unused,
        "p4d.24xlarge",
    ]


def test_aws_savings_plans_and_reservations_count_once() -> None:
    """On demand 240 for 24 h; a plan's use at list 240 that cost 150 with its negation.

    A reservation's at 120 with 30 unused; the plan bought for 1,000.
    """
    rows = [
        aws("Usage", 24, 240, 240),
        aws("SavingsPlanCoveredUsage", 24, 240, 240, plan=150),
        aws("SavingsPlanNegation", 0, -240, ""),
        aws("DiscountedUsage", 24, 0, 240, reserved=120),
        aws("RIFee", 1, 500, "", unused=30),
        aws("SavingsPlanUpfrontFee", 1, 1_000, ""),
        aws("Tax", 0, 48, ""),
        aws("Refund", 0, -8, ""),
    ]
    _, found = taken(table(LEGACY, rows))
    assert found.format == "AWS Cost and Usage Report (legacy)"
    assert found.sums["gpu_hours"] == 3 * 24 * 8
    assert found.sums["gpu_effective"] == 240 + 150 + 120
    assert found.figures["effective_price"] == pytest.approx((510 + 30) / 576)
    assert found.figures["commitment_coverage"] == pytest.approx(2 / 3)
    assert found.sums["billed"] == 240 + 0 + 0 + 500 + 1_000 + 48 - 8
    assert (found.sums["tax"], found.sums["credits"], found.sums["purchases"]) == (48, -8, 1_500)


def test_cur_2_is_the_same_in_snake_case_in_gzip_and_in_parquet(tmp_path: Path) -> None:
    heads = [
        "line_item_line_item_type",
        "line_item_usage_start_date",
        "line_item_usage_end_date",
        "line_item_product_code",
        "line_item_usage_type",
        "line_item_usage_amount",
        "line_item_currency_code",
        "line_item_unblended_cost",
        "pricing_unit",
        "pricing_public_on_demand_cost",
        "savings_plan_savings_plan_effective_cost",
        "reservation_effective_cost",
        "reservation_unused_recurring_fee",
        "product_instance_type",
    ]
    rows = [aws("Usage", 24, 240, 240), aws("SavingsPlanCoveredUsage", 24, 240, 240, plan=150)]
    text = table(heads, rows)
    frame = pd.DataFrame(rows, columns=heads).replace("", None)
    frame = frame.astype(
        {head: "float64" for head in heads if frame[head].dropna().map(lambda one: isinstance(one, (int, float))).all()}
    )
    frame["line_item_usage_start_date"] = pd.to_datetime(frame["line_item_usage_start_date"]).dt.tz_localize(None)
    cast("Any", fastparquet).write(str(tmp_path / "cur.parquet"), frame, object_encoding="utf8")
    for data in (text.encode(), gzip.compress(text.encode()), (tmp_path / "cur.parquet").read_bytes()):
        _, found = taken(data)
        assert found.format == "AWS Cost and Usage Report 2.0"
        assert found.sums["gpu_hours"] == 384
        assert found.sums["gpu_effective"] == 390


# Azure

AZURE = [
    "Date",
    "MeterCategory",
    "MeterSubCategory",
    "MeterName",
    "Quantity",
    "EffectivePrice",
    "Cost",
    "UnitPrice",
    "BillingCurrency",
    "UnitOfMeasure",
    "ChargeType",
    "PayGPrice",
    "PricingModel",
    "AdditionalInfo",
]


def azure(
    date: str,
    quantity: float,
    cost: float,
    *,
    meter: str = "ND96isr H100 v5",
    unit: str = "1 Hour",
    kind: str = "Usage",
    payg: float = 98,
    price: float = 98,
    model: str = "OnDemand",
    category: str = "Virtual Machines",
    sub: str = "",
) -> list[object]:
    return [
        date,
        category,
        sub,
        meter,
        quantity,
        0,
        cost,
        price,
        "USD",
        unit,
        kind,
        payg,
        model,
        '{"ServiceType":"Standard_ND96isr_H100_v5"}' if unit == "1 Hour" else "",
    ]


def test_azure_amortised_and_actual() -> None:
    """A reserved day at 60 an hour beside a day on demand at 98, eight GPUs each.

    On reservation rows the list price falls back to the unit price.
    """
    both = [
        azure("03/01/2025", 24, 24 * 98),
        azure("03/02/2025", 24, 24 * 60, payg=0, model="Reservation"),
        azure("03/02/2025", 1, 90, kind="UnusedReservation", model="Reservation"),
    ]
    _, amortised = taken("﻿" + table(AZURE, both))
    assert amortised.format == "Azure amortised cost export"
    assert amortised.sums["gpu_hours"] == 2 * 192
    assert amortised.sums["gpu_list"] == 2 * 24 * 98
    assert amortised.figures["effective_price"] == pytest.approx((24 * 158 + 90) / 384)
    actual = [
        azure("03/01/2025", 24, 24 * 98),
        azure("03/02/2025", 24, 0, payg=0, model="Reservation"),
        azure("03/01/2025", 1, 2_000, kind="Purchase", model="Reservation"),
    ]
    tally, told = taken("﻿" + table(AZURE, actual))
    assert told.format == "Azure actual cost export"
    assert "effective_price" not in told.figures
    assert any("amortised" in one for one in tally.warnings)


def test_azure_quantities_are_blocks_and_disks_have_a_size() -> None:
    """A P30 disk is 1,024 GiB; "1 GB/Month" of blobs; "10K" of operations is no storage."""
    rows = [
        azure(
            "01/15/2025",
            1.0,
            122.88,
            meter="P30 LRS Disk",
            unit="1/Month",
            category="Storage",
            sub="Premium SSD Managed Disks",
        ),
        azure(
            "01/15/2025",
            500,
            10,
            meter="Hot LRS Data Stored",
            unit="1 GB/Month",
            category="Storage",
            sub="Blob Storage",
        ),
        azure("01/15/2025", 0.1351, 0.01, meter="Disk Operations", unit="10K", category="Storage"),
        azure("01/15/2025", 2, 1, meter="Standard Data Transfer Out", unit="1 TB", category="Bandwidth"),
    ]
    _, found = taken(table(AZURE, rows))
    assert found.sums["hot_gb_months"] == pytest.approx(1_024 * 1.073741824)
    assert found.sums["cold_gb_months"] == 500
    assert found.sums["egress_gb"] == 2_000


def test_an_azure_export_of_heads_alone_has_nothing_to_take() -> None:
    tally, found = taken(table(AZURE, []))
    assert found.figures == {}
    assert any("nothing to take" in one for one in tally.warnings)


# Google


def test_a_console_report_counts_its_unrounded_column_and_not_its_totals() -> None:
    text = (
        "﻿Service description,Service ID,SKU description,SKU ID,Usage amount,Usage unit,List cost ($),Negotiated"
        " savings ($),Savings programs ($),Other savings ($),Unrounded subtotal ($),Subtotal ($)\n"
        "Compute Engine,6F81,A3 Nvidia H100 80GB GPU running in"
        ' London,AAAA,"1,000",hour,4000.00,0,-1000.00,0,3000.004,3000.00\n'
        "Compute Engine,6F81,A3 Instance Core running in London,AAAB,100,hour,50.00,0,0,0,50.001,50.00\n"
        "Gemini API,AEFD,Generate content output token"
        ' count,DDDD,"1,234,567",count,0.00,0,0,0,0.0031,0.00\n,,,,,,,,,Subtotal,3050.0081,3050.01\n'
        ",,,,,,,,,Tax,,610.00\n,,,,,,,,,Filtered total,3660.0081,3660.01\n"
    )
    tally, found = taken(text)
    assert found.format == "Google Cloud console report"
    assert found.sums["gpu_hours"] == 1_000
    assert found.sums["gpu_effective"] == pytest.approx(3_050.005)
    assert found.sums["tokens_out"] == 1_234_567
    assert found.sums["effective"] == pytest.approx(3_050.0081)
    assert "own subtotal says 3,050.01" in found.reconciliation
    assert any("names no period" in one for one in tally.warnings)
    assert "negotiated_discount" not in found.figures


def test_a_google_export_adds_nested_credits_and_keeps_gifts_apart() -> None:
    """Cost 100 at list, a commitment takes 30 off, a promotion 20: effective 70, billed 50."""
    record = {
        "service": {"id": "6F81", "description": "Compute Engine"},
        "sku": {"id": "A", "description": "Nvidia H100 80GB GPU running in London"},
        "usage_start_time": "2025-01-01T00:00:00Z",
        "usage_end_time": "2025-01-01T01:00:00Z",
        "cost": 100,
        "currency": "USD",
        "usage": {"amount": 28_800, "unit": "seconds", "amount_in_pricing_units": 8, "pricing_unit": "hour"},
        "cost_type": "regular",
        "cost_at_list": 100,
        "credits": [
            {"name": "CUD", "amount": -30, "type": "COMMITTED_USAGE_DISCOUNT"},
            {"name": "promo", "amount": -20, "type": "PROMOTION"},
        ],
        "project": {"id": "secret-project"},
    }
    tax = {**record, "cost_type": "tax", "cost": 20, "credits": [], "usage": {}}
    for text in (json.dumps([record, tax]), "\n".join(json.dumps(one) for one in (record, tax))):
        tally, found = taken(text, "export.json")
        assert found.format == "Google Cloud billing export"
        assert (
            "Promotional and free-tier credits of 20.00 USD are in what is billed and not in effective cost."
            in tally.notices
        )
        assert (found.sums["gpu_hours"], found.sums["effective"], found.sums["billed"], found.sums["tax"]) == (
            8,
            70,
            70,
            20,
        )
        assert found.figures["commitment_coverage"] == 1


def test_oracle_with_two_spellings_of_time_in_a_row() -> None:
    heads = [
        "lineItem/intervalUsageStart",
        "lineItem/intervalUsageEnd",
        "product/service",
        "product/Description",
        "usage/billedQuantity",
        "cost/myCost",
        "cost/currencyCode",
        "cost/billingUnitReadable",
        "cost/unitPrice",
        "lineItem/isCorrection",
        "tags/owner",
    ]
    rows = [
        [
            "2023-11-13T10:00Z",
            "2023-11-13T11:00:00Z",
            "COMPUTE",
            "Oracle Cloud Infrastructure - Compute - GPU - H100",
            8,
            80,
            "GBP",
            "GPU HOURS",
            10,
            "false",
            "someone@example.org",
        ],
        [
            "2023-11-13T11:00Z",
            "2023-11-13T12:00:00Z",
            "COMPUTE",
            "Standard - E3 - Memory",
            16,
            1,
            "GBP",
            "GB HOURS",
            0.0625,
            "true",
            "",
        ],
    ]
    _, found = taken(table(heads, rows))
    assert (found.sums["gpu_hours"], found.sums["effective"], found.currency) == (8, 81, "GBP")
