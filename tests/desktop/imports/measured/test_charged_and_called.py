"""What is charged for and called but once: fees that run on, terms of commitments, requests in two exports.

Every expectation is worked out by hand from the rows that are shown.
"""

import json
from datetime import date, timedelta

import pytest

from models.plan.measurements import Flow
from tests.evidence_made import table, taken

_FOCUS = (
    *("BilledCost", "EffectiveCost", "ListCost", "BillingCurrency", "ChargeCategory", "ChargeFrequency"),
    *("CommitmentDiscountId", "ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart", "BillingPeriodEnd"),
    *("ConsumedQuantity", "ConsumedUnit", "PricingCategory", "ServiceName", "ServiceCategory", "ChargeDescription"),
)


def _focus(
    day: date, cost: float, *, category: str = "Usage", frequency: str = "Usage-Based", bought: str = ""
) -> list[object]:
    ends = day + timedelta(days=1)
    return [
        *(cost, 0 if bought else cost, cost, "USD", category, frequency, bought),
        *(f"{day}T00:00:00Z", f"{ends}T00:00:00Z", "2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"),
        *("", "", "Standard", "Support", "Other", "a service"),
    ]


def test_a_fee_that_recurs_is_part_of_what_a_month_costs_and_a_commitment_that_is_bought_is_not() -> None:
    """Thirty days at $100 and support at $400; $5,000 paid up front for a year is borne by its use."""
    rows = [_focus(date(2026, 9, 1) + timedelta(days=day), 100.0) for day in range(30)]
    rows.append(_focus(date(2026, 9, 1), 400.0, category="Purchase", frequency="Recurring"))
    rows.append(_focus(date(2026, 9, 1), 5_000.0, category="Purchase", frequency="One-Time", bought="sp-1"))
    rows.append(_focus(date(2026, 9, 1), 250.0, category="Purchase", frequency="Recurring", bought="ri-1"))
    tally, found = taken(table(_FOCUS, rows), "focus.csv")
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(3_400)
    assert found.sums[Flow.PURCHASES] == pytest.approx(5_250)
    assert "Recurring fees for no commitment, such as those of support, count to its cost." in tally.notices


_AZURE = (
    *("Date", "ChargeType", "MeterCategory", "MeterName", "Quantity", "CostInBillingCurrency", "BillingCurrency"),
    *("UnitOfMeasure", "PricingModel", "Frequency", "Term", "PayGPrice", "ProductName"),
)
_H100 = "Virtual Machines ND H100 v5 Series - ND96isrH100v5"


def _azure(day: int, cost: float, model: str = "Reservation", term: str = "36", **other: str) -> list[object]:
    kind, frequency = other.get("kind", "Usage"), other.get("frequency", "UsageBased")
    return [
        *(f"09/{day:02}/2026", kind, "Virtual Machines", "ND96isrH100v5", 24, cost, "USD"),
        *("1 Hour", model, frequency, term, 98.32, _H100),
    ]


def test_an_azure_bill_says_for_how_long_its_gpus_are_committed() -> None:
    """Term has months: all of them 36 are three years, 12 beside 36 say nothing of all."""
    alike = [_azure(day, 1_000.0) for day in range(1, 31)]
    tally, _ = taken(table(_AZURE, alike), "azure.csv")
    assert dict(tally.years) == {3: 30 * 24 * 8}
    unlike = [_azure(day, 1_000.0, term="12" if day % 2 else "36") for day in range(1, 31)]
    tally, _ = taken(table(_AZURE, unlike), "azure.csv")
    assert dict(tally.years) == {1: 15 * 24 * 8, 3: 15 * 24 * 8}


def test_a_marketplace_fee_of_every_month_is_part_of_an_azure_bill() -> None:
    """Thirty days at $1,000 and a licence of $600 a month; a reservation paid by the month is borne by its hours."""
    rows = [_azure(day, 1_000.0) for day in range(1, 31)]
    rows.append(_azure(1, 600.0, "OnDemand", "", kind="Purchase", frequency="Recurring"))
    rows.append(_azure(1, 2_000.0, kind="Purchase", frequency="Recurring"))
    _, found = taken(table(_AZURE, rows), "azure.csv")
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(30_600)
    assert found.sums[Flow.PURCHASES] == pytest.approx(2_000)
    assert found.sums[Flow.GPU_HOURS] == pytest.approx(30 * 24 * 8)  # the licence has a quantity and no GPUs


_LITELLM = (
    *("request_id", "call_type", "spend", "total_tokens", "prompt_tokens", "completion_tokens", "startTime", "endTime"),
    *("model", "status", "cache_hit"),
)


def _call(number: int, **other: str) -> list[object]:
    minute = f"2026-09-{1 + number // 100:02} {number % 24:02}:{number % 60:02}"
    return [
        other.get("name", f"req-{number}"),
        *("acompletion", 0.02, 1_200, 1_000, 200, f"{minute}:00", f"{minute}:09", "gpt-4o", "success", "False"),
    ]


def test_a_request_that_two_exports_hold_counts_once() -> None:
    """Two exports, put together, overlap by forty requests whose lines differ in a column that is not read."""
    rows = [_call(number) for number in range(1_000)]
    again = [[*_call(number)[:1], "completion", *_call(number)[2:]] for number in range(960, 1_000)]
    tally, found = taken(table(_LITELLM, rows + again), "spend.csv")
    assert found.sums[Flow.REQUESTS] == 1_000
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(20)
    assert tally.aside["of a request that stands in a row before"] == 40


def test_requests_without_a_name_and_a_name_at_other_times_all_count() -> None:
    """A hundred rows whose name is blank, and a hundred that share one but came at times of their own."""
    blank = [_call(number % 10, name="") for number in range(100)]
    shared = [_call(number * 7, name="session") for number in range(100)]
    _, found = taken(table(_LITELLM, blank + shared), "spend.csv")
    assert found.sums[Flow.REQUESTS] == 200


def test_the_night_before_the_first_call_is_as_quiet_as_every_other() -> None:
    """Thirty-six calls a day from nine to six for a fortnight: 36 × 30.4375 a month, and 24 ÷ 9 at the peak."""
    rows = [
        [f"r{day}-{at}", "acompletion", 0.01, 1_200, 1_000, 200, time, time, "gpt-4o", "success", "False"]
        for day in range(5, 19)
        for at in range(36)
        for time in [f"2026-10-{day:02} {9 + at // 4:02}:{15 * (at % 4):02}:00"]
    ]
    _, found = taken(table(_LITELLM, rows), "spend.csv")
    assert found.days == 14
    assert found.figures["requests"] == pytest.approx(36 * 30.4375)
    assert found.figures["peak_to_average"] == pytest.approx(24 / 9)


def test_a_report_of_google_s_console_says_above_its_heads_of_which_days_it_is() -> None:
    """£45,161 of thirty-one days: 45,161 × 30.4375 ÷ 31 a month."""
    heads = ["Service description", "SKU description", "Usage amount", "Usage unit", "Cost at list (£)", "Subtotal (£)"]
    rows = [["Compute Engine", "A3 Nvidia H100 80GB GPU running in London", "5,952", "hour", "45,161.00", "45,161.00"]]
    above = "Billing report\nDate range: 1 October 2026 – 31 October 2026\n\n"
    tally, found = taken(above + table(heads, rows))
    assert found.days == 31
    assert found.figures["spend"] == pytest.approx(45_161 * 30.4375 / 31)
    assert not any("names no period" in one for one in tally.warnings)


def test_a_ledger_costs_what_is_debited_less_what_is_credited() -> None:
    """Of an account in Xero: 4,210.50 and 4,390.10 less a credit note of 120; its balance and its total are neither."""
    text = (
        "Date,Source,Description,Debit (GBP),Credit (GBP),Running Balance\n"
        "Account: 7502 - Cloud hosting,,,,,\n"
        '01/10/2026,Payable Invoice,AWS,"4,210.50",,"4,210.50"\n'
        '01/11/2026,Payable Invoice,AWS,"4,390.10",,"8,600.60"\n'
        '12/11/2026,Payable Credit Note,AWS,,120.00,"8,480.60"\n'
        'Total 7502,,,"8,600.60",120.00,"8,480.60"\n'
    )
    tally, found = taken(text.encode(), "account.csv", order="dmy")
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(4_210.50 + 4_390.10 - 120)
    assert tally.currency == "GBP"
    assert "Its cost is what is debited, less what is credited." in tally.notices


def test_what_is_credited_stands_behind_its_figure_as_in_a_ledger_of_sap() -> None:
    """120,50- is 120.50 less."""
    text = (
        "Posting Date;G/L Account;Amount in LC;LCurr\n30.09.2026;750200;4.100,00;GBP\n31.10.2026;750200;4.210,50;GBP\n"
        "15.11.2026;750200;120,50-;GBP\n30.11.2026;750200;4.390,10;GBP\n"
    )
    tally, found = taken(text.encode(), "postings.csv")
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(4_100 + 4_210.50 - 120.50 + 4_390.10)
    assert tally.currency == "GBP"


def test_credits_without_a_debit_beside_them_are_no_ledger() -> None:
    tally, _ = taken(b"Date,Credits,Cost (USD)\n2026-09-01,5,100\n2026-10-01,5,110\n", "use.csv")
    assert not any("debited" in one for one in tally.notices)


@pytest.mark.parametrize(
    "cells",
    [
        ("12m", "13m (est.)", "12.5m"),
        ("12m*", "13m approx", "12.5m?"),
        ("12 (m)", "13,000k (est)", "12.5m/month"),
        ("12m – est.", "13m+", "12.5 million (prov.)"),
    ],
)
def test_a_size_counts_whatever_is_remarked_behind_it(cells: tuple[str, str, str]) -> None:
    """12, 13 and 12.5 million; the remark made 13 of the second."""
    rows = zip(("2026-01", "2026-02", "2026-03"), cells, strict=True)
    text = "Month,Requests\n" + "".join(f'{month},"{cell}"\n' for month, cell in rows)
    _, found = taken(text, "use.csv")
    assert found.sums[Flow.REQUESTS] == pytest.approx(37_500_000)


def test_money_with_words_behind_it_keeps_its_size() -> None:
    text = "Month,Cost\n2026-01,£10k ex VAT\n2026-02,£11k (est.)\n2026-03,£12k + VAT\n"
    _, found = taken(text, "spend.csv")
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(33_000)


@pytest.mark.parametrize("cell", ["400,000 per day", "400k/day", "£120k per year", "12 req/s", "5m p.a."])
def test_an_amount_by_another_time_is_no_amount_of_its_row(cell: str) -> None:
    """400,000 a day stood for a month's requests: thirty times too few."""
    what = "Cost" if "£" in cell else "Requests"
    text = f'Month,{what}\n2026-01,100\n2026-02,"{cell}"\n2026-03,100\n'
    tally, found = taken(text, "use.csv")
    assert (found.sums.get(Flow.EFFECTIVE) or found.sums.get(Flow.REQUESTS)) == pytest.approx(200)
    assert any("not a number" in one for one in tally.warnings)


@pytest.mark.parametrize(
    "head", ["GPU-hours (thousands)", "GPU hours (k)", "GPU-hours (000s)", "GPU hours ('000)", "Thousand GPU-hours"]
)
def test_gpu_hours_in_thousands_are_thousands(head: str) -> None:
    _, found = taken(f"Month,{head}\n2026-01,12.5\n2026-02,11\n2026-03,13\n", "hours.csv")
    assert found.sums[Flow.GPU_HOURS] == pytest.approx(36_500)


def test_an_invoice_is_of_the_time_it_charges_for_and_not_of_its_date() -> None:
    """Written on 1 April for March."""
    rows = "".join(
        f"2026-{month + 1:02}-01,2026-{month:02}-01,2026-{month + 1:02}-01,H100,{1_000 * month}\n"
        for month in (3, 4, 5)
    )
    _, found = taken(f"Invoice Date,Period Start,Period End,Description,Amount (USD)\n{rows}", "invoices.csv")
    assert "2026-03-01 to 2026-06-01" in str(found.period)


def test_metrics_of_days_are_of_each_model() -> None:
    """Langfuse's daily metrics: 1,500 and 1,400 generations, 2.4m tokens in, 470k out, $24; traces wrap them."""
    mini = {"model": "mini", "inputUsage": 500_000, "outputUsage": 90_000, "countObservations": 200, "totalCost": 1.5}
    large = {
        "model": "4o",
        "inputUsage": 1_000_000,
        "outputUsage": 200_000,
        "countObservations": 1_300,
        "totalCost": 11,
    }
    next_day = large | {"inputUsage": 900_000, "outputUsage": 180_000, "countObservations": 1_400, "totalCost": 11.5}
    days = [("2026-09-01", 12.5, [large, mini]), ("2026-09-02", 11.5, [next_day])]
    data = [{"date": day, "countTraces": 900, "totalCost": cost, "usage": some} for day, cost, some in days]
    tally, found = taken(json.dumps({"data": data, "meta": {"page": 1}}), "metrics.json")
    assert found.sums[Flow.REQUESTS] == 2_900
    assert found.sums[Flow.TOKENS_IN] == 2_400_000
    assert found.sums[Flow.TOKENS_OUT] == 470_000
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(24)
    assert tally.currency == "USD"


@pytest.mark.parametrize(
    ("head", "cell", "days", "total"),
    [
        # of 30 days £120 each; of 30 days 1,000 requests each
        ("Cost", "£120 per day", 30, 3_600.0),
        ("Requests per day", "1k per day", 30, 30_000.0),
        ("Requests per second", "2 req/s", 30, 2 * 86_400.0 * 30),
        # two rows, each of a day: a week's 700 in seven of them
        ("Requests", "700 per week", 30, 100.0 * 30),
    ],
)
def test_amounts_that_all_say_their_time_are_counted_by_it(head: str, cell: str, days: int, total: float) -> None:
    rows = "".join(f'{date(2026, 9, 1) + timedelta(days=day)},"{cell}"\n' for day in range(days))
    _, found = taken(f"Date,{head}\n{rows}", "use.csv")
    assert (found.sums.get(Flow.EFFECTIVE) or found.sums.get(Flow.REQUESTS)) == pytest.approx(total)


def test_what_is_credited_below_nothing_is_taken_off_once_and_two_currencies_are_no_ledger() -> None:
    _, found = taken(
        "Date,Debit (GBP),Credit (GBP)\n2026-09-01,100,-20\n2026-10-01,110,-10\n2026-11-01,50,-20\n", "a.csv"
    )
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(210)
    tally, _ = taken("Date,Debit (USD),Credit (GBP),Cost (USD)\n2026-09-01,100,20,90\n2026-10-01,110,10,95\n", "b.csv")
    assert not any("debited" in one for one in tally.notices)


def test_an_invoice_without_a_period_is_of_its_date() -> None:
    rows = "2026-02-01,2026-01-01,2026-02-01,100\n2026-03-01,,,110\n2026-04-01,2026-03-01,2026-04-01,120\n"
    _, found = taken(f"Invoice Date,Period Start,Period End,Amount (USD)\n{rows}", "invoices.csv")
    assert found.sums[Flow.EFFECTIVE] == pytest.approx(330)
    assert found.used == 3
