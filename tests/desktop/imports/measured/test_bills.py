"""Bills of every provider, made here; totals by hand beside them. The quirks are those found in real files."""

import gzip
import json

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
    # the 10 that were paid and not used are in it, so that plan and bill come to the same
    assert found.figures["committed_discount"] == pytest.approx(1 - (320 + 10) / (1_600 * 0.5))
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
