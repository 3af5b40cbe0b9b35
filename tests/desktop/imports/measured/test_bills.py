"""Bills of every provider, made here; totals by hand beside them. The quirks are those found in real files."""

import gzip
import json
from pathlib import Path
from typing import Any, cast

import fastparquet
import pandas as pd
import pytest
from evidence_made import table, taken

from desktop.imports.refusal import ImportRefusedError

FOCUS = [
    "BilledCost",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "CommitmentDiscountStatus",
    "ConsumedQuantity",
    "ConsumedUnit",
    "EffectiveCost",
    "Id",
    "ListCost",
    "PricingCategory",
    "ProviderName",
    "ServiceCategory",
    "ServiceName",
    "SkuPriceDetails",
]
GPU8 = json.dumps({"GpuCount": 8, "InstanceType": "p5.48xlarge"})


def line(**given: object) -> list[object]:
    """Return a FOCUS line: a day of one instance of eight GPUs at 100 a day, unless told otherwise."""
    usual: dict[str, object] = {
        "BilledCost": 100,
        "BillingCurrency": "USD",
        "BillingPeriodEnd": "2025-02-01T00:00:00Z",
        "BillingPeriodStart": "2025-01-01T00:00:00Z",
        "ChargeCategory": "Usage",
        "ChargeDescription": "p5.48xlarge hour",
        "ChargeFrequency": "Usage-Based",
        "ChargePeriodEnd": "2025-01-02T00:00:00Z",
        "ChargePeriodStart": "2025-01-01T00:00:00Z",
        "CommitmentDiscountStatus": "NULL",
        "ConsumedQuantity": 24,
        "ConsumedUnit": "Hours",
        "EffectiveCost": 100,
        "Id": 1,
        "ListCost": 200,
        "PricingCategory": "Standard",
        "ProviderName": "AWS",
        "ServiceCategory": "Compute",
        "ServiceName": "Amazon EC2",
        "SkuPriceDetails": "",
    }
    return [{**usual, **given}[head] for head in FOCUS]


def month(**given: object) -> list[list[object]]:
    """Return a line for every day of January 2025."""
    return [
        line(
            ChargePeriodStart=f"2025-01-{day:02}T00:00:00Z",
            ChargePeriodEnd=f"2025-01-{day + 1:02}T00:00:00Z" if day < 31 else "2025-02-01T00:00:00Z",
            **given,
        )
        for day in range(1, 32)
    ]


def test_instance_hours_are_not_gpu_hours() -> None:
    _, found = taken(table(FOCUS, month()))
    assert found.sums["gpu_hours"] == 31 * 24 * 8
    assert found.figures["gpus"] == pytest.approx(8)
    assert found.figures["gpu_hours"] == pytest.approx(8 * 24 * 30.4375)
    assert found.figures["effective_price"] == pytest.approx(31 * 100 / (31 * 24 * 8))
    assert found.figures["discount"] == pytest.approx(0.5)
    assert (found.start, found.end, found.coverage, found.used, found.aside) == ("2025-01-01", "2025-02-01", 1.0, 31, 0)


def test_what_the_line_says_of_gpus_counts_before_what_its_name_says() -> None:
    _, found = taken(table(FOCUS, month(ChargeDescription="a machine", SkuPriceDetails=json.dumps({"GpuCount": 4}))))
    assert found.sums["gpu_hours"] == 31 * 24 * 4


def test_commitments_covered_and_unused_make_the_effective_price() -> None:
    """A quarter of the hours under a commitment at 40 for what lists at 200, 10 of it unused; on demand at 100."""
    rows = [
        *month()[:24],
        *month(BilledCost=0, EffectiveCost=40, PricingCategory="Committed", CommitmentDiscountStatus="Used")[:8],
    ]
    rows.append(
        line(
            BilledCost=0,
            EffectiveCost=10,
            ListCost=0,
            ConsumedQuantity="NULL",
            ConsumedUnit="NULL",
            CommitmentDiscountStatus="Unused",
            PricingCategory="Committed",
        )
    )
    rows.append(
        line(ChargeCategory="Purchase", BilledCost=330, EffectiveCost=0, ConsumedQuantity="NULL", ConsumedUnit="NULL")
    )
    _, found = taken(table(FOCUS, rows))
    assert found.figures["commitment_coverage"] == pytest.approx(0.25)
    assert found.figures["effective_price"] == pytest.approx((2_400 + 320 + 10) / (32 * 192))
    assert found.figures["negotiated_discount"] == pytest.approx(0.5)
    assert found.figures["committed_discount"] == pytest.approx(1 - 320 / (1_600 * 0.5))
    assert found.sums["purchases"] == 330
    assert "purchases 330.00" in found.reconciliation
    assert "Billed 2,730.00 USD" in found.reconciliation


def test_tax_credits_and_purchases_stand_apart_and_the_line_adds_up() -> None:
    rows = [
        *month(),
        line(ChargeCategory="Tax", BilledCost=20, EffectiveCost=20),
        line(ChargeCategory="Credit", BilledCost=-5, EffectiveCost=-5),
        line(ChargeCategory="Adjustment", BilledCost=1, EffectiveCost=1),
    ]
    _, found = taken(table(FOCUS, rows))
    assert (found.sums["tax"], found.sums["credits"], found.sums["adjustments"], found.sums["effective"]) == (
        20,
        -5,
        1,
        3_100,
    )
    assert (
        found.reconciliation
        == "Billed 3,116.00 USD in 34 lines, of which tax 20.00, credits -5.00, adjustments 1.00; effective cost of all"
        " lines 3,116.00 USD."
    )
    assert found.figures["spend"] == pytest.approx(3_100 / 31 * 30.4375)


def test_storage_is_an_average_and_not_a_sum_of_days() -> None:
    """31 TB held all of January come as 1,000 GB-months a day; half of January's days would too."""
    held = {
        "ConsumedQuantity": 1_000,
        "ConsumedUnit": "GB-Months",
        "ServiceCategory": "Storage",
        "ChargeDescription": "General purpose SSD (gp3)",
        "BilledCost": 90,
        "EffectiveCost": 90,
        "ListCost": 90,
    }
    _, whole = taken(table(FOCUS, month(**held)))
    assert whole.figures["hot"] == pytest.approx(31)
    assert whole.figures["hot_price"] == pytest.approx(0.09)
    _, part = taken(table(FOCUS, month(**held)[:15]))
    assert part.figures["hot"] == pytest.approx(31)
    assert part.coverage == pytest.approx(15 / 31, abs=1e-4)


@pytest.mark.parametrize("unit", ["GB-Months", "GB/Month", "GB-Mo", "GB Months", "1 GB/Month"])
def test_storage_in_all_its_units(unit: str) -> None:
    _, found = taken(
        table(
            FOCUS,
            month(
                ConsumedQuantity=10,
                ConsumedUnit=unit,
                ServiceCategory="Storage",
                ChargeDescription="Standard storage used",
            ),
        )
    )
    assert found.figures["cold"] == pytest.approx(0.31)


def test_only_what_leaves_for_the_internet_is_egress() -> None:
    texts = [
        "$0.085 per GB - next 40 TB / month data transfer out",
        "$0.000 per GB - data transfer in per month",
        "$0.010 per GB - regional data transfer - in/out/between EC2 AZs",
        "$0.02 per GB - EU (London) data transfer to EU (Ireland)",
        "$0.00 per GB data transfer out of US East to CloudFront",
        "Bandwidth Inter-Region - Intra Continent Data Transfer Out",
        "$0.045 per GB Data Processed by NAT Gateways",
    ]
    rows = [
        line(ConsumedQuantity=100 + number, ConsumedUnit="GB", ChargeDescription=text, ServiceCategory="Networking")
        for number, text in enumerate(texts)
    ]
    _, found = taken(table(FOCUS, rows))
    assert found.sums["egress_gb"] == 100


def test_under_covered_months_scale_by_days_and_say_so() -> None:
    tally, found = taken(table(FOCUS, month()[:20]))
    assert found.coverage == pytest.approx(20 / 31, abs=1e-4)
    assert found.figures["gpu_hours"] == pytest.approx(8 * 24 * 30.4375)
    assert any("covers 65% of its period, 20 days" in one for one in tally.warnings)


def test_an_effective_cost_that_was_never_filled_in_gives_no_price() -> None:
    tally, found = taken(table(FOCUS, month(EffectiveCost=0)))
    assert any("In 31 of 31 lines" in one for one in tally.warnings)
    assert "effective_price" not in found.figures
    assert "discount" not in found.figures
    assert found.sums["effective"] == 3_100


def test_null_words_a_bom_us_dates_and_no_zone() -> None:
    """The specification's own examples have a BOM and 5/1/25; real files have no zone, an Id without x_.

    Also Usage-Based written two ways.
    """
    rows = [
        line(
            ChargePeriodStart="4/1/25",
            ChargePeriodEnd="4/2/25",
            BillingPeriodStart="4/1/25",
            BillingPeriodEnd="5/1/25",
            ChargeFrequency="Usage-based",
            ListCost="NULL",
        )
    ]
    tally, found = taken("﻿" + table(FOCUS, rows))
    assert (found.start, found.end) == ("2025-04-01", "2025-05-01")
    assert tally.zone == "UTC, assumed"
    assert "list_price" not in found.figures


def test_two_currencies_are_never_added_up() -> None:
    tally, found = taken(table(FOCUS, [*month(), *month(BillingCurrency="CAD", ProviderName="Microsoft")[:3]]))
    assert found.currency == "USD"
    assert found.sums["billed"] == 3_100
    assert found.aside == 3
    assert any("one sum has one currency" in one for one in tally.warnings)


def test_unknown_categories_empty_periods_and_lines_without_times_are_set_aside() -> None:
    rows = [
        *month(),
        line(ChargeCategory="usage-based"),
        line(ChargePeriodEnd="2025-01-01T00:00:00Z"),
        line(ChargePeriodStart="NULL", ChargePeriodEnd="NULL"),
        line(BilledCost="NULL", EffectiveCost="NULL"),
    ]
    tally, found = taken(table(FOCUS, rows))
    assert found.used == 31
    assert found.aside == 4
    assert "category" in " ".join(tally.warnings)


def test_corrections_keep_their_sign() -> None:
    tally, found = taken(
        table(FOCUS, [*month(), line(ConsumedQuantity=-24, BilledCost=-100, EffectiveCost=-100, ListCost=-200)])
    )
    assert found.sums["gpu_hours"] == 30 * 24 * 8
    assert any("negative quantity" in one for one in tally.warnings)


def test_hourly_lines_give_the_load_and_unbilled_hours_are_nothing() -> None:
    """Two days: two instances in office hours, none at night: 10 of 24 hours at 16 GPUs."""
    rows = [
        line(
            ChargePeriodStart=f"2025-01-{day:02}T{hour:02}:00:00Z",
            ChargePeriodEnd=f"2025-01-{day:02}T{hour + 1:02}:00:00Z",
            ConsumedQuantity=2,
            BillingPeriodStart="",
            BillingPeriodEnd="",
        )
        for day in (1, 2)
        for hour in range(8, 18)
    ]
    _, found = taken(table(FOCUS, rows))
    assert found.bucket == 3_600
    assert found.figures["peak_to_average"] == pytest.approx(2.4)
    assert found.slices[0] == 0
    assert found.slices[-1] == pytest.approx(2.4)
    assert sum(found.slices) / 20 == pytest.approx(1, abs=1e-3)


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


# damage


def test_a_row_with_too_many_cells_is_named() -> None:
    with pytest.raises(ImportRefusedError, match=r"row 3: has more than 20 cells"):
        taken(table(FOCUS, [line(), [*line(), "1"]]))


def test_a_file_cut_short_says_so() -> None:
    tally, _ = taken(table(FOCUS, month()).rstrip("\n").rsplit(",", 3)[0])
    assert any("cut short" in one for one in tally.warnings)


def test_gzip_that_inflates_beyond_reason_or_is_cut_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="to 1"):
        taken(gzip.compress((",".join(FOCUS) + "\n").encode() + b"0" * 30_000_000))
    with pytest.raises(ImportRefusedError, match="damaged or cut short"):
        taken(gzip.compress(table(FOCUS, month() * 200).encode())[:-2_000])
