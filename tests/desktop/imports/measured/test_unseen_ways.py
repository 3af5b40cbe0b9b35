"""Files as departments write them: how numbers are written, what a row is a part of, what a head says; sums by hand."""

from collections.abc import Sequence

import pytest

from desktop.imports.files import offered_by
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from tests.evidence_made import table, taken

DAYS = [f"2026-09-{day:02}" for day in range(1, 31)]
GERMAN_DAYS = [f"{day:02}.09.2026" for day in range(1, 31)]


def rows(head: str, *lines: str) -> str:
    return "\n".join((head, *lines)) + "\n"


@pytest.mark.parametrize(
    ("head", "cells", "total"),
    [
        ("Datum;Modell;Version;Kosten (EUR)", ("Llama;3.1;240,313",), 30 * 240.313),
        ("Datum;Uhrzeit;Kosten (EUR)", ("08.00;16,125",), 30 * 16.125),
        ("Datum;Version;Kosten (EUR)", ("1.0;12.400,500",), 30 * 12_400.5),
        ("Datum\tKosten (EUR)", ("0,512",), 30 * 0.512),
        ('Datum,"Kosten (EUR)"', ('"0,512"',), 30 * 0.512),
        ('Datum,"Kosten (EUR)"', ('"12,512"',), 30 * 12_512),
    ],
)
def test_how_numbers_are_written_is_judged_by_amounts(head: str, cells: tuple[str], total: float) -> None:
    mark = next(one for one in ";\t," if one in head)
    _, kept = taken(rows(head, *(f"{day}{mark}{cells[0]}" for day in GERMAN_DAYS)))
    assert kept.sums["effective"] == pytest.approx(total)


def test_a_decimal_comma_far_below_the_head_counts() -> None:
    """Sixty-nine hours cost nothing, the seventieth 12.345 €."""
    hours = [f"{1 + at // 24:02}.09.2026 {at % 24:02}:00;8;{'12,345' if at > 69 else '0'}" for at in range(72)]
    _, kept = taken(rows("Datum;GPU-Stunden;Kosten (EUR)", *hours))
    assert kept.sums["effective"] == pytest.approx(2 * 12.345)


def test_a_comma_that_may_be_either_is_asked() -> None:
    data = rows("Date;Cost (GBP)", *(f"{day};12,345" for day in DAYS))
    plan = example("insurer").plan
    found = offered_by(plan, data.encode(), "cost.csv")
    assert any(ask.name == "decimals" and not ask.sure for ask in found.asks)
    assert not any(one.chosen for one in found.offers)
    for answer, each in (("comma", 12.345), ("point", 12_345)):
        said = offered_by(plan, data.encode(), "cost.csv", answers={"decimals": answer})
        assert said.measurement is not None
        assert said.measurement.sums["effective"] == pytest.approx(30 * each)
        assert any(one.chosen for one in said.offers)


@pytest.mark.parametrize("words", [("Month start", "Month end"), ("Billing period start", "Billing period end")])
def test_a_part_of_a_month_is_no_whole_one(words: tuple[str, str]) -> None:
    """July, August and the first half of September: 77 days, 5,952 hours a full month and 2,880 in the half."""
    data = rows(
        f"{words[0]},{words[1]},GPU hours",
        "2026-07-01,2026-07-31,5952",
        "2026-08-01,2026-08-31,5952",
        "2026-09-01,2026-09-15,2880",
    )
    tally, kept = taken(data)
    assert (kept.start, kept.end) == ("2026-07-01", "2026-09-16")
    assert tally.sums()["gpu_hours"] == 14_784
    assert kept.figures["gpu_hours"] == pytest.approx(14_784 / 77 * 30.4375)


def test_charges_of_one_day_and_name_add_up_and_equal_ones_count_once() -> None:
    lines = [
        (day, name, cost) for day in ("2026-07-28", "2026-08-28") for name, cost in (("H100", 60_000), ("H100", 30_000))
    ]
    tally, kept = taken(table(["Date", "Description", "Cost (GBP)"], lines))
    assert kept.sums["effective"] == 180_000
    assert tally.twice_asked
    _, kept = taken(table(["Date", "Description", "Cost (GBP)"], [*lines, lines[0]]))
    assert kept.sums["effective"] == 180_000
    tally, kept = taken(
        table(["Date", "Vendor", "Cost (GBP)"], [(lines[0][0], "AWS", 60_000), (lines[0][0], "AWS", -5)])
    )
    assert kept.sums["effective"] == 59_995
    assert not tally.twice_asked


def test_costs_of_one_day_are_doubted_and_those_of_a_numbered_bill_are_its_months() -> None:
    """£4,100 on one day were £124,794 a month."""
    rows = [("B1", "2026-09-14", "H100", 4_000), ("B1", "2026-09-14", "Storage", 100)]
    tally, _ = taken(table(["Row", "Date", "Description", "Cost (GBP)"], rows))
    assert tally.doubted
    assert any("read as that day's" in one for one in tally.warnings)
    tally, kept = taken(table(["Bill ID", "Date", "Description", "Cost (GBP)"], rows))
    assert not tally.doubted
    assert (kept.start, kept.end, tally.sums()["effective"]) == ("2026-09-01", "2026-10-01", 4_100)


def test_sums_of_a_portal_name_what_they_are_of() -> None:
    heads = ["Time", "Processed Prompt Tokens (Sum), aoai-prod", "Azure OpenAI Requests (Sum), aoai-prod"]
    tally, _ = taken(table(heads, [(f"{day} 00:00", 1_000, 10) for day in DAYS]))
    assert tally.sums() == {"tokens_in": 30_000, "requests": 300}


@pytest.mark.parametrize(
    ("head", "days", "months"),
    [
        # two a day apart, and steps of 6 to 28 days: three months' invoices, dated in them
        ("Date", ("07-28", "07-29", "08-12", "08-31", "09-15", "09-21"), ("07", "09")),
        # each the month after what it is of
        ("Invoice date", ("08-03", "09-02", "10-05"), ("07", "09")),
        # about a month apart, on either side of the tenth: as they are dated, or one would have none
        ("Invoice date", ("07-08", "08-12", "09-09"), ("07", "09")),
        # of one month alone, on uneven days, or on even ones by chance
        ("Transaction date", ("09-02", "09-15", "09-28"), ("09", "09")),
        # some of the month before, some of their own: the first month would be of one supplier alone
        ("Invoice date", ("08-03", "08-30", "09-04", "09-30"), ("08", "09")),
        ("Posting date", ("09-03", "09-09", "09-24"), ("09", "09")),
        ("Rechnungsdatum", ("09-29",), ("09", "09")),
    ],
)
def test_charges_on_some_days_are_those_of_their_months(head: str, days: Sequence[str], months: Sequence[str]) -> None:
    """Each is £1,000: what a month cost is their sum over the months."""
    tally, kept = taken(table([head, "Cost (GBP)"], [(f"2026-{day}", 1_000) for day in days]))
    first, last = (int(one) for one in months)
    assert (kept.start, kept.end) == (f"2026-{first:02}-01", f"2026-{last + 1:02}-01")
    assert tally.sums()["effective"] == pytest.approx(1_000 * len(days))
    assert any("added up by month" in one for one in tally.notices)


@pytest.mark.parametrize(
    ("head", "cost"),
    [
        ("Kosten netto (€)", 1_000),
        ("Price without tax (EUR)", 1_000),
        ("Pretax Amount (EUR)", 1_000),
        ("Montant HT (EUR)", 1_000),
        ("Imponibile (EUR)", 1_000),
    ],
)
def test_amounts_before_tax_are_costs(head: str, cost: int) -> None:
    tally, _ = taken(table(["Month", head, "Status"], [(f"2026-{month:02}", cost, "open") for month in (7, 8, 9)]))
    assert tally.sums()["effective"] == pytest.approx(3 * cost)
    assert not tally.doubted


def test_service_periods_go_before_the_day_of_the_paper() -> None:
    heads = ["Invoice date", "Service period start", "Service period end", "Cost (GBP)"]
    rows = [
        (f"2026-{month + 2:02}-14", f"2026-{month:02}-01", f"2026-{month:02}-{last}", 1_000)
        for month, last in ((7, 31), (8, 31), (9, 30))
    ]
    _, kept = taken(table(heads, rows))
    assert (kept.start, kept.end) == ("2026-07-01", "2026-10-01")
    # of whole months, whatever days these have: £11,970 was told of one October alone
    assert kept.figures["spend"] == 1_000
    _, kept = taken(table(heads, [("2026-11-03", "2026-10-01", "2026-10-31", 12_000)]))
    assert kept.figures["spend"] == pytest.approx(12_000)
    _, kept = taken(table(heads, [("2026-11-03", "2026-10-01", "2026-10-15", 6_000)]))
    assert kept.figures["spend"] == pytest.approx(6_000 / 15 * 30.4375)


@pytest.mark.parametrize("month", ["{} 2026 (£)", "{} 2026"])
def test_the_title_of_months_across_says_in_what_they_are(month: str) -> None:
    heads = ",".join(month.format(one) for one in ("Jul", "Aug", "Sep"))
    data = f"AI platform costs £000,,,\nMeasure,{heads}\nRequests,100,200,300\nCost,10,20,30\n"
    tally, _ = taken(data)
    assert tally.sums()["effective"] == pytest.approx(60_000)
    assert tally.currency == "GBP"


def test_periods_of_a_financial_year_are_columns_once_somebody_says_when_it_begins() -> None:
    """P1 to P4 of 2026/27 from April on: £11k, 11k, 13k and 14k; what adds up quarters and the year is not read."""
    data = (
        "AI cost £000 FY 2026/27,P1,P2,P3,P4,Q1 total,YTD\nAWS,10,10,12,12,32,44\nOpenAI,1,1,1,2,3,5\n"
        "Total,11,11,13,14,35,49\n"
    )
    tally, _ = taken(data)
    assert any("say in which month that begins" in one for one in tally.warnings)
    tally, kept = taken(data, year="april")
    assert (kept.start, kept.end) == ("2026-04-01", "2026-08-01")
    assert tally.sums()["effective"] == pytest.approx(49_000)


def test_months_across_in_german_have_decimal_commas() -> None:
    data = "Kosten in T€;09/2026;10/2026;11/2026\nAWS;10,5;11,5;12,5\nAzure;2,0;2,0;2,0\nSumme netto;12,5;13,5;14,5\n"
    tally, _ = taken(data)
    assert tally.sums()["effective"] == pytest.approx(40_500)
    assert tally.currency == "EUR"


@pytest.mark.parametrize(("head", "each"), [("Cost (cents)", 0.0125), ("Cost (¢)", 0.0125), ("Cost (p)", 0.0125)])
def test_hundredths_of_money_are_known(head: str, each: float) -> None:
    tally, _ = taken(table(["Date", head], [(day, 1.25) for day in DAYS]))
    assert tally.sums()["effective"] == pytest.approx(30 * each)


def test_one_credit_beside_the_usual_lines_counts() -> None:
    lines = [*((day, "H100 usage", 400) for day in DAYS), (DAYS[14], "Credit", -1_000)]
    _, kept = taken(table(["Date", "Description", "Cost (GBP)"], lines))
    assert kept.sums["effective"] == 30 * 400 - 1_000


def test_a_head_of_per_cent_holds_and_what_is_odd_is_doubted() -> None:
    hours = [f"{day}T{hour:02}:00:00Z" for day in DAYS for hour in range(24)]
    tally, kept = taken(table(["timestamp", "GPU utilisation (%)"], [(one, 0.5) for one in hours]))
    assert kept.figures["utilisation"] == pytest.approx(0.005)
    assert tally.doubted
    tally, kept = taken(table(["timestamp", "utilisation"], [(one, 0.5) for one in hours]))
    assert kept.figures["utilisation"] == pytest.approx(0.5)
    assert not tally.doubted
    two = [(one, host, used) for one in hours for host, used in (("n1", 45), ("n2", 0.55))]
    assert taken(table(["timestamp", "host", "utilisation"], two))[0].doubted


def test_unlike_metrics_are_not_added_up() -> None:
    """Utilisation of 20 and 80 in turn: the peak is 1.6 of the average, whatever bytes stand beside it."""
    hours = [f"{day}T{hour:02}:00:00Z" for day in DAYS for hour in range(24)]
    lines = [
        (one, metric, value)
        for at, one in enumerate(hours)
        for metric, value in (("memory_used_bytes", 3e10), ("gpu_utilization", 20 + 60 * (at % 2)))
    ]
    tally, kept = taken(table(["time", "metric", "value"], lines))
    assert kept.figures["peak_to_average"] == pytest.approx(1.6)
    assert "memory_used_bytes" in " ".join(tally.warnings)


@pytest.mark.parametrize(
    "names",
    [
        ("Compute", "of which GPU", "of which CPU", "Storage"),
        ("1", "1.1", "1.2", "2"),
        ("C", "davon G", "davon P", "S"),
    ],
)
def test_parts_below_their_sum_do_not_count_again(names: tuple[str, ...]) -> None:
    amounts = (10_000, 8_000, 2_000, 1_500)
    lines = [(month, *row) for month in ("2026-07", "2026-08") for row in zip(names, amounts, strict=True)]
    _, kept = taken(table(["Month", "Item", "Cost (GBP)"], lines))
    assert kept.sums["effective"] == 2 * 11_500


def test_versions_of_a_model_are_not_revisions_of_a_report() -> None:
    lines = [(day, "Claude", version, 1_000) for day in DAYS for version in ("4.0", "4.5")]
    assert taken(table(["Date", "Model", "Version", "Requests"], lines))[1].sums["requests"] == 60_000
    lines = [(day, "all", version, 1_000) for day in DAYS for version in ("1", "2")]
    assert taken(table(["Date", "Scope", "Version", "Requests"], lines))[1].sums["requests"] == 30_000


def test_a_credit_without_hours_counts_and_a_day_without_hours_does_not() -> None:
    lines = [*((day, "H100", 192, 400) for day in DAYS), (DAYS[3], "Credit", "", -1_000), (DAYS[5], "Change", -5, -50)]
    tally, _ = taken(table(["Date", "Item", "GPU hours", "Cost (GBP)"], lines))
    assert tally.sums()["gpu_hours"] == 30 * 192
    assert tally.sums()["effective"] == 30 * 400 - 1_050
    alone = [(day, "" if day == DAYS[9] else 192, 400) for day in DAYS]
    tally, _ = taken(table(["Date", "GPU hours", "Cost (GBP)"], alone))
    assert tally.sums()["effective"] == 29 * 400
    assert "1 row with an amount missing" in " ".join(tally.warnings)


def test_a_blank_utilisation_leaves_the_cost_of_its_day() -> None:
    lines = [(day, 192, "" if at % 3 else 45, 400) for at, day in enumerate(DAYS)]
    tally, kept = taken(table(["Date", "GPU hours", "Utilisation (%)", "Cost (GBP)"], lines))
    assert tally.sums()["effective"] == 12_000
    assert kept.figures["utilisation"] == pytest.approx(0.45)


def test_egress_to_the_internet_comes_first_in_any_order() -> None:
    for heads in (
        ("Data transfer out (TB)", "Egress to internet (TB)"),
        ("Egress to internet (TB)", "Data transfer out (TB)"),
    ):
        lines = [("2026-07", *((3, 5) if heads[0].startswith("Egress") else (5, 3)))]
        assert taken(table(["Month", *heads], lines))[0].sums()["egress_gb"] == 3_000
    assert taken("Month,Egress (GiB)\n2026-07,1000\n")[0].sums()["egress_gb"] == pytest.approx(1_073.741824)


@pytest.mark.parametrize("month", ["202607", "07.2026", "2026-07"])
def test_a_month_however_written(month: str) -> None:
    _, kept = taken(f"Monat,GPU hours\n{month},5952\n")
    assert (kept.start, kept.end) == ("2026-07-01", "2026-08-01")


def test_a_currency_in_another_language() -> None:
    tally, _ = taken("Monat;Kosten;Währung\n2026-07;12.400,50;EUR\n2026-08;12.600,10;EUR\n")
    assert tally.currency == "EUR"
    assert tally.sums()["effective"] == pytest.approx(25_000.6)


@pytest.mark.parametrize("heads", [("Datum", "GPU-Stunden", "Kosten EUR"), ("Date", "GPU hours", "Cost EUR")])
def test_points_in_a_table_of_commas_are_decimal(heads: tuple[str, ...]) -> None:
    tally, _ = taken(table(heads, [(day, "24.125", "48.250") for day in DAYS]))
    assert tally.sums()["gpu_hours"] == pytest.approx(30 * 24.125)
    assert tally.sums()["effective"] == pytest.approx(30 * 48.25)
    _, kept = taken(rows("Date;Utilisation %", *(f"{day};45.125" for day in DAYS)))
    assert kept.figures["utilisation"] == pytest.approx(0.45125)


def test_a_restated_bill_counts_by_its_last_version() -> None:
    lines = [(day, "GPU", version, cost) for day in DAYS for version, cost in (("2026-10-01", 20), ("2026-10-02", 22))]
    assert taken(table(["Date", "Service", "Version", "Cost GBP"], lines))[1].sums["effective"] == 30 * 22


def test_a_day_that_stands_twice_without_a_name_counts_once() -> None:
    lines = [*((day, 1_000, 20.5) for day in DAYS), (DAYS[-1], 400, 8.2)]
    tally, _ = taken(table(["Date", "Requests", "Cost GBP"], lines))
    assert tally.sums()["requests"] == 30_000
    assert "Times that stand twice: 1, 1 of them with other amounts" in " ".join(tally.warnings)


def test_a_credit_on_a_day_of_its_own_is_no_day_without_use() -> None:
    lines = [*((day, 24, 48) for day in DAYS), ("2026-10-03", "", -100)]
    tally, kept = taken(table(["Date", "GPU hours", "Cost GBP"], lines))
    assert (kept.end, tally.sums()["gpu_hours"]) == ("2026-10-01", 720)
    assert tally.sums()["effective"] == 30 * 48 - 100
    assert kept.figures["gpu_hours"] == pytest.approx(24 * 30.4375)


def test_equal_charges_with_invoices_of_their_own_are_no_repeats() -> None:
    lines = [(day, f"INV-{2 * at + one}", 24) for at, day in enumerate(DAYS) for one in (0, 1)]
    tally, kept = taken(table(["Date", "Invoice ID", "Cost GBP"], lines))
    assert kept.sums["effective"] == 60 * 24
    assert not tally.doubted


@pytest.mark.parametrize("heads", [("Utilisation", "Cost GBP"), ("Cost GBP", "Utilisation")])
def test_the_order_of_columns_decides_nothing(heads: tuple[str, ...]) -> None:
    idle, busy = {"Utilisation": "", "Cost GBP": "480"}, {"Utilisation": "0.6", "Cost GBP": "48"}
    lines = [(day, *((busy if at % 5 else idle)[head] for head in heads)) for at, day in enumerate(DAYS)]
    assert taken(table(["Date", *heads], lines))[0].sums()["effective"] == 6 * 480 + 24 * 48


def test_words_and_units_that_only_look_like_parts_or_ends() -> None:
    lines = [("2026-07", name, 50) for name in ("Dont care", "GPU", "Storage")]
    assert taken(table(["Month", "Service", "Cost GBP"], lines))[1].sums["effective"] == pytest.approx(150)
    data = "Month start,Year end,Requests\n2026-07-01,2026-12-31,1000\n2026-08-01,2026-12-31,1000\n"
    assert taken(data)[0].sums()["requests"] == 2_000


def test_a_part_of_what_was_paid_is_not_ticked() -> None:
    """Half of what three suppliers charge is in dollars: £6,667 a month stood for about £14,700."""
    bills = (("AWS", 9_000, "USD"), ("OVH", 8_000, "EUR"), ("Civo", 1_000, "GBP"))
    lines = [(month, *bill) for month in ("2026-07", "2026-08") for bill in bills]
    plan = example("insurer").plan
    found = offered_by(plan, table(["Month", "Vendor", "Cost", "Currency"], lines).encode(), "cost.csv")
    assert found.measurement is not None
    assert found.measurement.sums["effective"] == 18_000
    assert "what is read is a part of what was paid, and nothing is ticked" in " ".join(found.warnings)
    assert not any(one.chosen for one in found.offers)
    few = [*((day, "H100", 400, "USD") for day in DAYS), (DAYS[2], "Fee", 5, "GBP")]
    assert not taken(table(["Date", "Item", "Cost", "Currency"], few))[0].doubted


def test_a_column_without_a_head_hides_no_end() -> None:
    """From 1 to 15 September: 15 days, and the column that stands empty behind it says nothing."""
    tally, kept = taken("Start date,End date,GPU hours,\n2026-09-01,2026-09-15,2880,\n2026-08-01,2026-08-31,5952,\n")
    assert (kept.start, kept.end) == ("2026-08-01", "2026-09-16")
    assert tally.sums()["gpu_hours"] == 8_832


def test_credits_beside_a_cost_before_tax_are_taken_off_it() -> None:
    """AWS' monthly report: $44,640 less $1,000 of credits, and $230, in October; the total of the invoice has tax."""
    heads = (
        "InvoiceID,RecordType,InvoiceDate,ProductName,UsageStartDate,UsageEndDate,CurrencyCode,CostBeforeTax,Credits"
    )
    times = "2026/10/01 00:00:00,2026/10/31 23:59:59,USD"
    tally, _ = taken(
        rows(
            f"{heads},TaxAmount,TotalCost",
            f"E,PayerLineItem,2026/11/03,Elastic Compute Cloud,{times},44640.00,-1000,8728.00,52368.00",
            f"E,PayerLineItem,2026/11/03,Simple Storage Service,{times},230.00,0,46.00,276.00",
            f"E,InvoiceTotal,2026/11/03,Total,{times},44870.00,-1000,8774.00,52644.00",
        )
    )
    assert tally.sums()["effective"] == pytest.approx(43_870)


def test_heads_that_differ_by_their_signs_are_named_both() -> None:
    with pytest.raises(ImportRefusedError, match=r"“Cost \(\$\)” and “Cost \(£\)” are the same but for their signs"):
        taken(table(["Month", "Cost ($)", "Cost (£)"], [("2026-07", 10, 8), ("2026-08", 10, 8)]))
