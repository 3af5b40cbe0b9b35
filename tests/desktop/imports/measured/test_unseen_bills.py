"""Bills that nobody here had seen: what each holds is known, and was dropped, doubled or refused."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.storage.examples import example
from models.catalogue.meters import metered
from models.plan.measurements import DAYS_A_MONTH, usual_month
from tests.evidence_made import table, taken

PLAN = example().plan
OCTOBER = [f"2026-10-{day:02}" for day in range(1, 32)]
A_MONTH = DAYS_A_MONTH / 31


def hours(days: int = 10) -> list[datetime]:
    return [datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * days)]


# bills


CONSOLE = ("Service description", "SKU description", "Credit type", "Cost type", "Usage start date", "Usage end date")


def test_the_cost_table_of_googles_console() -> None:
    """5,952 GPU-hours at £4.10, a commitment's credit of £6,547.20 off them: £3.00 an hour; tax apart."""
    gpu = ("Compute Engine", "Nvidia H100 80GB GPU running in London")
    period = ("2026-10-01", "2026-10-31")
    rows = [
        (*gpu, "", "Usage", *period, "5,952", "hour", 24_403.2),
        (*gpu, "Committed usage discount: CPU", "Usage", *period, "", "", -6_547.2),
        ("Invoice", "Tax", "", "Tax", *period, "", "", 3_666.0),
        ("Compute Engine", "", "Promotional credit", "Usage", *period, "", "", -100.0),
    ]
    preamble = 'Invoice number,5012345678\nInvoice date,2026-10-31\nTotal amount due,"£21,422.00"\n\n'
    text = preamble + table([*CONSOLE, "Usage amount", "Usage unit", "Unrounded Cost (£)"], rows)
    _, found = taken(text, "cost_table.csv")
    assert (found.start, found.end, found.currency) == ("2026-10-01", "2026-11-01", "GBP")
    assert found.figures["gpus"] == pytest.approx(8)
    assert found.figures["list_price"] == pytest.approx(4.1)
    assert found.figures["effective_price"] == pytest.approx(3.0)
    assert (found.sums["tax"], found.sums["credits"]) == (3_666, -100)
    assert found.figures["spend"] == pytest.approx(17_856 * A_MONTH)


def test_a_dollar_sign_in_a_cost_table_is_told_to_be_read_as_us_dollars() -> None:
    row = ("Compute Engine", "Nvidia H100 80GB GPU", "", "Usage", "2026-10-01", "2026-10-31", "744", "hour", 2_976.0)
    offered, found = taken(table([*CONSOLE, "Usage amount", "Usage unit", "Cost ($)"], [row]), "dollars.csv")
    assert found.currency == "USD"
    assert any("read as US dollars" in one for one in offered.notices)


def test_a_month_of_another_zone_is_as_long_as_it_is() -> None:
    """Google's invoices go from 07:00 to 07:00: eight GPUs were 7.75 on 32 days, and a month of a day stood beside."""
    rows = [
        (
            one.isoformat(),
            (one + timedelta(hours=1)).isoformat(),
            "Compute Engine",
            "Nvidia H100 80GB GPU",
            80.0,
            "USD",
            8,
            "hour",
        )
        for hour in range(744)
        for one in (datetime(2026, 10, 1, 7, tzinfo=UTC) + timedelta(hours=hour),)
    ]
    heads = ["usage_start_time", "usage_end_time", "service_description", "sku_description", "cost", "currency"]
    _, found = taken(table([*heads, "usage_amount_in_pricing_units", "usage_pricing_unit"], rows))
    assert found.days == pytest.approx(31)
    assert found.figures["gpus"] == pytest.approx(8)
    assert found.figures["peak_to_average"] == pytest.approx(1)
    assert {month: flows["days"] for month, flows in found.months.items()} == {
        "2026-10": pytest.approx(31 - 7 / 24, abs=1e-5),
        "2026-11": pytest.approx(7 / 24, abs=1e-5),
    }


_GPU = ("Compute Engine", "Nvidia H100 80GB GPU")


@pytest.mark.parametrize("head", ["credits", "credits_amount", "total_credits"])
def test_credits_that_were_summed_count(head: str) -> None:
    rows = [
        (
            f"{day} 00:00:00 UTC",
            f"{day} 23:59:59 UTC",
            "Compute Engine",
            "Nvidia H100 80GB GPU",
            1_000.0,
            "USD",
            100,
            "hour",
            -300,
        )
        for day in OCTOBER
    ]
    heads = ["usage_start_time", "usage_end_time", "service_description", "sku_description", "cost", "currency"]
    tally, found = taken(table([*heads, "usage_amount_in_pricing_units", "usage_pricing_unit", head], rows))
    assert found.sums["billed"] == pytest.approx(700 * 31)
    assert found.figures["effective_price"] == pytest.approx(7)
    assert "The credits of a line are one sum here" in " ".join(tally.notices)


def test_reports_by_day_take_what_is_paid_after_savings() -> None:
    rows = [(day, *amounts) for day in OCTOBER for amounts in (("Compute", 1_000, -200, 800), ("Storage", 30, 0, 30))]
    heads = ["Date", "Service description", "Cost (£)", "Savings programs (£)", "Unrounded subtotal (£)"]
    _, found = taken(table(heads, rows))
    assert (found.sums["effective"], found.currency) == (830 * 31, "GBP")
    _, found = taken(table(heads[1:], [row[1:] for row in rows[:2]]))
    assert found.sums["billed"] == 830


def test_cost_explorer_is_read_by_its_totals() -> None:
    rows = [("Service total", 310, 31, 341), *((day, 10, 1, 11) for day in OCTOBER)]
    tally, found = taken(table(["Service", "EC2-Instances($)", "S3($)", "Total costs($)"], rows))
    assert (found.sums["effective"], found.currency) == (341, "USD")
    assert not any("leaves a doubt" in warning for warning in tally.warnings)


def test_an_azure_list_price_in_another_currency_is_taken_at_the_rate_beside_it() -> None:
    heads = ["date", "chargeType", "meterCategory", "meterName", "quantity", "unitOfMeasure", "costInBillingCurrency"]
    heads += ["PayGPrice", "pricingCurrency", "billingCurrency", "exchangeRatePricingToBilling", "additionalInfo"]
    info = '{"ServiceType":"Standard_ND96isr_H100_v5"}'
    rows = [
        (
            f"10/{day:02}/2026",
            "Usage",
            "Virtual Machines",
            "ND96isr H100 v5",
            24,
            "1 Hour",
            24 * 70.0,
            98.32,
            "USD",
            "GBP",
            0.742,
            info,
        )
        for day in range(1, 32)
    ]
    _, found = taken(table(heads, rows))
    assert found.figures["list_price"] == pytest.approx(98.32 * 0.742 / 8)
    assert found.figures["effective_price"] == pytest.approx(70 / 8)


def test_a_discount_that_is_none_but_for_how_numbers_are_kept_is_none() -> None:
    """0.1 + 0.2 is not 0.3: a discount of −2e-16 hid how commitments and demand come apart."""
    sums = {"gpu_hours": 3.0, "gpu_effective": 0.1 + 0.2 + 0.5, "gpu_list": 1.3, "committed_gpu_hours": 1.0}
    sums |= {"committed_list": 1.0, "committed_effective": 0.5}
    told = usual_month(sums, 1)
    assert told["negotiated_discount"] == 0
    assert told["committed_discount"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("text", "unit", "what"),
    [
        ("OBJECTSTORE Object Storage - Storage", "Gigabyte Storage Capacity Per Month", "cold"),
        ("NETWORK Outbound Data Transfer - Zone 1", "Gigabyte Outbound Data Transfer Per Month", "egress_gb"),
        ("NETWORK Outbound Data Transfer - Zone 1", "GB Months", "egress_gb"),
    ],
)
def test_oracles_units_are_known_in_focus(text: str, unit: str, what: str) -> None:
    assert (metered(text, unit).what, metered(text, unit).factor) == (what, 1)
