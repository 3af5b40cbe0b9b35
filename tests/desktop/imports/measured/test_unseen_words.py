"""Tables as people keep them: sizes in formats and heads, totals, means and tax in other words, invoices, no years.

Every sum is that of the rows by hand.
"""

import io
from typing import Any

import openpyxl
import pytest
from evidence_made import table, taken

from desktop.imports.files import offered_by
from desktop.imports.measured.formats import recognised
from desktop.imports.measured.sheets import as_table
from desktop.imports.measured.tally import Flow
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import book_of
from desktop.storage.examples import example

MONTHS = ["2026-07", "2026-08", "2026-09"]


def cost_of(text: str, name: str = "spend.csv") -> tuple[float, str]:
    tally, _ = taken(text, name)
    return tally.sums()["effective"], tally.currency


@pytest.mark.parametrize(
    ("number_format", "each", "times", "currency"),
    [
        ('"£"#,##0"k"', (57, 61, 65), 1e3, "GBP"),
        ('#,##0.0 "Mio. €"', (0.5, 0.6, 0.7), 1e6, "EUR"),
        ('#,##0,"k"', (57_000, 61_000, 65_000), 1, ""),  # it divides what it shows, and the cell has all of it
        ("[$€-407] #,##0.00", (57.5, 61.5, 65.5), 1, "EUR"),
        ("General", (57, 61, 65), 1, ""),
    ],
)
def test_what_a_cell_is_shown_with_is_part_of_it(
    number_format: str, each: tuple[float, ...], times: float, currency: str
) -> None:
    """A cell of 57 that is shown as £57k was read as 57: a thousandth, and in a currency that nobody named."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Month", "Cost"])
    for row, (month, value) in enumerate(zip(MONTHS, each, strict=True), start=2):
        sheet.append([month, value])
        sheet.cell(row, 2).number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    made = book_of(stream.getvalue(), "spend.xlsx")
    total, said = cost_of(as_table(made.grid(made.sheets[0])).decode())
    assert total == pytest.approx(sum(each) * times)
    assert said == currency


@pytest.mark.parametrize(
    ("head", "times", "currency"),
    [
        ("Kosten (T€)", 1e3, "EUR"),
        ("Kosten in TEUR", 1e3, "EUR"),
        ("Cost £k", 1e3, "GBP"),
        ("Cost (GBP thousands)", 1e3, "GBP"),
        ("Cost (USD m)", 1e6, "USD"),
        ("Kosten (Mio. €)", 1e6, "EUR"),
        ("Cloud cost (£)", 1, "GBP"),
        ("Total (£)", 1, "GBP"),
    ],
)
def test_the_size_and_currency_of_a_head(head: str, times: float, currency: str) -> None:
    rows = list(zip(MONTHS, (57, 61, 65), strict=True))
    assert cost_of(table(["Month", head], rows)) == (pytest.approx(183 * times), currency)


@pytest.mark.parametrize(
    ("title", "times", "currency"),
    [
        ("Alle Angaben in T€, netto", 1e3, "EUR"),
        ("Angaben in Tsd. EUR", 1e3, "EUR"),
        ("Montants en milliers d'euros", 1e3, "EUR"),
        ("All figures: $ in millions", 1e6, "USD"),
        ("AI spend, £000s", 1e3, "GBP"),
        ("AI spend of the team in Europe", 1, ""),
    ],
)
def test_the_size_and_currency_above_a_table(title: str, times: float, currency: str) -> None:
    rows = list(zip(MONTHS, (57, 61, 65), strict=True))
    assert cost_of(f'"{title}"\n\n{table(["Month", "Cost"], rows)}') == (pytest.approx(183 * times), currency)


SERVICES = {"GPU compute": (30_000, 31_000, 32_000), "Storage": (5_000, 5_100, 5_200), "Network": (1_200, 1_300, 1_400)}
OF_ALL = [sum(each) for each in zip(*SERVICES.values(), strict=True)]
WHOLE = 112_200  # 36,200 and 37,400 and 38,600


def broken_down(extra: dict[str, tuple[float, ...]]) -> str:
    rows = [
        (month, name, each[place]) for place, month in enumerate(MONTHS) for name, each in {**SERVICES, **extra}.items()
    ]
    return table(["Month", "Service", "Cost (GBP)"], rows)


@pytest.mark.parametrize(
    "name", ["Summe", "Gesamt", "Gesamtsumme", "Zwischensumme", "Somme", "Totale", "Month total", "Total", ""]
)
def test_rows_that_add_up_the_others_are_not_counted_again(name: str) -> None:
    assert sum(OF_ALL) == WHOLE
    assert cost_of(broken_down({name: tuple(OF_ALL)}))[0] == pytest.approx(WHOLE)


def test_a_row_that_is_called_so_and_adds_up_nothing_counts() -> None:
    assert cost_of(broken_down({"Month total": (5.0, 6.0, 7.0)}))[0] == pytest.approx(WHOLE + 18)
    assert cost_of(broken_down({"": (5.0, 6.0, 7.0)}))[0] == pytest.approx(WHOLE + 18)


@pytest.mark.parametrize("name", ["VAT", "VAT @ 20%", "MwSt. 19 %", "Sales tax", "TVA"])
def test_tax_in_a_row_is_left_out_as_it_is_in_a_column(name: str) -> None:
    tax = tuple(0.2 * each for each in OF_ALL)
    tally, _ = taken(broken_down({name: tax}), "spend.csv")
    assert tally.sums()["effective"] == pytest.approx(WHOLE)
    assert tally.aside["of VAT or another tax on the others"] == 3
    # with the total that has it in it
    gross = tuple(1.2 * each for each in OF_ALL)
    assert cost_of(broken_down({name: tax, "Total": gross}))[0] == pytest.approx(WHOLE)
    assert cost_of(broken_down({name: tax, "Total": tuple(OF_ALL)}))[0] == pytest.approx(WHOLE)


def test_a_service_that_begins_with_tax_counts() -> None:
    assert cost_of(broken_down({"Tax engine": (1.0, 2.0, 3.0)}))[0] == pytest.approx(WHOLE + 6)


def test_means_and_shares_of_the_others_are_not_added() -> None:
    mean = tuple(each / 3 for each in OF_ALL)
    assert cost_of(broken_down({"Average": mean}))[0] == pytest.approx(WHOLE)
    assert cost_of(broken_down({"Average speed test": (1.0, 2.0, 3.0)}))[0] == pytest.approx(WHOLE + 6)
    assert cost_of(broken_down({"% of budget": (97.6, 97.6, 97.7)}))[0] == pytest.approx(WHOLE)


def test_totals_in_the_column_of_months_keep_a_blank_month_that_of_the_row_above() -> None:
    rows = [
        ("July 2026", "GPU", 30_000),
        ("", "Storage", 5_000),
        ("", "Network", 1_200),
        ("July total", "", 36_200),
        ("August 2026", "GPU", 31_000),
        ("", "Storage", 5_100),
        ("", "Network", 1_300),
        ("August total", "", 37_400),
        ("Grand total", "", 73_600),
    ]
    assert cost_of(table(["Month", "Service", "Cost GBP"], rows))[0] == pytest.approx(73_600)


INVOICES = [
    ("31/07/2026", "AWS", 45_000),
    ("03/08/2026", "OpenAI", 5_000),
    ("31/08/2026", "AWS", 46_000),
    ("03/09/2026", "OpenAI", 5_100),
    ("30/09/2026", "AWS", 47_000),
    ("03/10/2026", "OpenAI", 5_200),
]


def test_invoices_are_of_the_month_they_are_for() -> None:
    """Six invoices of three months, 153,300, were taken for steps of three days: £259,226 a month."""
    tally, found = taken(table(["Invoice date", "Supplier", "Amount (£)"], INVOICES), "invoices.csv")
    assert (found.start, found.end) == ("2026-07-01", "2026-10-01")
    assert tally.sums()["effective"] == pytest.approx(153_300)
    days = tally.flows[Flow.EFFECTIVE]
    assert {round(each * 31, 6) for each in days.values()} >= {50_000, 51_100}


def test_two_invoices_of_one_month_without_a_supplier_are_added() -> None:
    rows = [("31/07/2026", 45_000), ("14/08/2026", -2_500), ("31/08/2026", 46_000), ("30/09/2026", 47_000)]
    assert cost_of(table(["Date", "Cost (£)"], rows))[0] == pytest.approx(135_500)


def test_days_with_gaps_are_no_invoices() -> None:
    rows = [(f"2026-{day}", 100) for day in ("09-28", "09-29", "10-01", "10-02")]
    tally, _ = taken(table(["Date", "Cost (£)"], rows), "spend.csv")
    assert not any("invoices" in one for one in tally.notices)


@pytest.mark.parametrize("head", ["Time (UTC)", "Timestamp (UTC)", "UTC time", "Date (UTC)"])
def test_a_head_of_times_may_say_its_zone(head: str) -> None:
    rows = [(f"2026-09-{day:02} 00:00", 100) for day in range(1, 31)]
    tally, _ = taken(table([head, "Requests"], rows), "use.csv")
    assert tally.sums()["requests"] == pytest.approx(3_000)


@pytest.mark.parametrize("days", range(17, 25))
@pytest.mark.parametrize("mark", [";", "\t"])
def test_decimal_commas_as_often_as_marks_between_columns(days: int, mark: str) -> None:
    """From nineteen rows on a comma stood as often as a semicolon in nearly every line, and was taken for the mark."""
    rows = "\n".join(f"{day:02}.09.2026{mark}151,5{mark}{900 + day},25" for day in range(1, days + 1))
    tally, _ = taken(f"Datum{mark}GPU-Stunden{mark}Kosten (EUR)\n{rows}\n", "nutzung.csv")
    assert tally.sums()["effective"] == pytest.approx(sum(900.25 + day for day in range(1, days + 1)))


def test_months_without_a_year_are_asked_for_it() -> None:
    with pytest.raises(ImportRefusedError, match="row 1: its columns are months, and nothing says of which years"):
        recognised("spend.csv", None, b"Item,Jul,Aug,Sep\nCost (GBP),45000,46000,47000\n")
    tally, _ = taken("Month,Cost (GBP)\nJuly,45000\nAugust,46000\nSeptember,47000\n", "spend.csv")
    assert any("whose month has no year; expected here is Jul 2026" in one for one in tally.warnings)


def test_the_name_of_a_file_does_not_make_a_budget_of_actuals() -> None:
    text = "Cost (GBP),Jul 2026,Aug 2026,Sep 2026\nActual,40000,41000,42000\nBudget,45000,45000,45000\n"
    assert cost_of(text, "budget against actual.csv")[0] == pytest.approx(123_000)


def test_a_report_that_is_gone_through_twice_has_no_duplicates() -> None:
    heads = ["Service description", "SKU description", "Usage amount", "Usage unit", "List cost ($)", "Subtotal ($)"]
    rows = [
        ("Compute Engine", "A3 Nvidia H100 80GB GPU", 720, "hour", 2_829.6, 2_829.6),
        ("Storage", "Standard", 5, "gibibyte month", 1, 1),
    ]
    tally, _ = taken(table(heads, rows), "report.csv")
    assert tally.repeated == 0
    twice, _ = taken(table(heads, [*rows, rows[0]]), "report.csv")
    assert twice.repeated == 1


@pytest.mark.parametrize(("head", "of_each"), [("GPU-hours", (96, 192)), ("GPUs", (4, 8))])
def test_utilisation_is_that_of_the_gpus_not_of_the_rows(head: str, of_each: tuple[int, int]) -> None:
    """Four GPUs at 60% and eight at 30% are busy for 40%: 2.4 and 2.4 of twelve. Read was 45%."""
    rows = [
        (f"2026-09-{day:02}", name, gpus, busy)
        for day in range(1, 31)
        for name, gpus, busy in (("rag", of_each[0], "60%"), ("train", of_each[1], "30%"))
    ]
    tally, _ = taken(table(["Date", "Project", head, "GPU utilisation"], rows), "gpus.csv")
    sums = tally.sums()
    assert sums["busy_gpu_hours"] / sums["observed_gpu_hours"] == pytest.approx(0.4)
    # over time too: a day of twelve GPUs at 50% and one of four at 90% are busy for 60%
    days = [("2026-09-01", 12 * of_each[0] / 4, "50%"), ("2026-09-02", of_each[0], "90%")]
    sums = taken(table(["Date", head, "GPU utilisation"], days), "gpus.csv")[0].sums()
    assert sums["busy_gpu_hours"] / sums["observed_gpu_hours"] == pytest.approx(0.6)


def as_workbook(rows: list[tuple[object, ...]], formats: dict[int, str] | None = None) -> str:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for column, number_format in (formats or {}).items():
        for row in range(2, len(rows) + 1):
            sheet.cell(row, column).number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    made = book_of(stream.getvalue(), "use.xlsx")
    return as_table(made.grid(made.sheets[0])).decode()


def test_whole_numbers_of_a_workbook_stay_whole() -> None:
    rows = [("Year", "Month", "Cost (GBP)"), *((2026, month, 5_000) for month in (5, 6, 7))]
    assert as_workbook(list(rows)).splitlines()[1] == "2026,5,5000"
    assert cost_of(as_workbook(list(rows)))[0] == pytest.approx(15_000)


@pytest.mark.parametrize(
    ("head", "number_format", "factor"),
    [
        ("GPU-hours", '#,##0" m"', 1),  # minutes, months or metres
        ("Requests", '#,##0"k"', 1e3),
        ("Cost (£k)", '"£"#,##0"k"', 1e3),  # once, not twice
        ("Cost (GBP)", '#,##0"m"', 1e6),
        ("Cost (GBP)", '[>=1000]#,##0,"k";0', 1),
        ("Cost (GBP)", "[$€-407] #,##0", 1),  # the head holds
    ],
)
def test_a_size_counts_where_it_can_be_one(head: str, number_format: str, factor: float) -> None:
    text = as_workbook([("Month", head), *((month, 57) for month in MONTHS)], {2: number_format})
    sums = taken(text, "use.csv")[0].sums()
    role = {"GPU-hours": "gpu_hours", "Requests": "requests"}.get(head, "effective")
    assert sums[role] == pytest.approx(171 * factor)


@pytest.mark.parametrize("number_format", ["[$$-C09]#,##0.00", "[$CA$-1009]#,##0"])
def test_a_dollar_of_another_country_is_not_that_of_the_united_states(number_format: str) -> None:
    assert cost_of(as_workbook([("Month", "Cost"), *((month, 57) for month in MONTHS)], {2: number_format}))[1] == ""


@pytest.mark.parametrize(
    "title", ["Budget approved: 2 M€", "Alle Posten ab 5 TEUR", "EUR region", "Converted from USD"]
)
def test_a_title_that_names_an_amount_or_a_region_says_no_size(title: str) -> None:
    rows = list(zip(MONTHS, (57, 61, 65), strict=True))
    assert cost_of(f'"{title}"\n\n{table(["Month", "Cost (GBP)"], rows)}') == (pytest.approx(183), "GBP")


@pytest.mark.parametrize(
    ("heads", "rows", "total"),
    [
        # what nobody has tagged is part of a total beside it
        (["Month", "Team", "Cost (GBP)"], [("A", 100), ("", 37), ("Total", 137)], 137),
        (["Month", "Team", "Cost (GBP)"], [("A", 100), ("", 100), ("Total", 200)], 200),
        # and a row that another column names is no sum
        (["Month", "Server", "Owner", "Cost (GBP)"], [("gpu-01", "Research", 5_000), ("gpu-02", "", 5_000)], 10_000),
        # a department is no tax, a cluster no share, a model no mean
        (["Month", "Department", "Cost (GBP)"], [("Audit", 4_000), ("Tax", 3_000), ("Advisory", 2_000)], 9_000),
        (["Month", "Item", "Cost (GBP)"], [("Share of platform cluster", 3_000), ("GPUs", 4_000)], 7_000),
        (["Month", "Model", "Cost (GBP)"], [("Average-size", 100), ("B", 100)], 200),
        (["Month", "Team", "Tax code", "Cost (GBP)"], [("A", "VAT 20%", 100), ("B", "No VAT", 100)], 200),
    ],
)
def test_rows_that_look_like_what_is_left_out_count(
    heads: list[str], rows: list[tuple[object, ...]], total: float
) -> None:
    text = table(heads, [(month, *row) for month in MONTHS for row in rows])
    assert cost_of(text)[0] == pytest.approx(3 * total)


@pytest.mark.parametrize(
    "head", ["Previous month cost", "Target spend", "Average cost", "Hourly cost (£)", "Phone bill"]
)
def test_a_cost_of_something_else_is_not_the_cost(head: str) -> None:
    rows = [(month, 700, 3) for month in MONTHS]
    assert "effective" not in taken(table(["Month", "GPU-hours", head], rows), "use.csv")[0].sums()


def test_a_week_that_is_missing_makes_no_invoices_of_the_others() -> None:
    days = [f"2026-{month:02}-{day:02}" for month, day in ((5, 18), (5, 25), (6, 1), (6, 15), (6, 22), (6, 29))]
    _, found = taken(table(["Date", "Cost (GBP)"], [(day, 1_000) for day in days]), "spend.csv")
    assert (found.start, found.end) == ("2026-05-18", "2026-07-06")


def test_a_head_that_says_utc_is_read_as_utc() -> None:
    rows = [(f"2026-07-01 {hour:02}:00", 100) for hour in range(24)]
    tally, found = taken(table(["Timestamp (UTC)", "Requests"], rows), "use.csv", zone="Europe/London")
    assert found.start.startswith("2026-07-01")
    assert not tally.zone_assumed
    both = table(
        ["Time (local)", "Time (UTC)", "Requests"],
        [(f"2026-07-01 {int(one[0][11:13]) + 1:02}:00", *one) for one in rows[:23]],
    )
    assert taken(both, "use.csv")[1].start.startswith("2026-07-01")


def test_a_hidden_sheet_takes_no_tick_from_a_visible_one() -> None:
    """It stands first; of two that contradict, the later was not ticked, so that nothing at all was."""
    book = openpyxl.Workbook()
    old, actual = book.worksheets[0], book.create_sheet("Actuals")
    old.title = "Actuals old"
    for sheet, each in ((old, 61_000), (actual, 51_000)):
        rows: Any = sheet
        rows.append(["Month", "Cost (GBP)"])
        for month in MONTHS:
            rows.append([month, each])
    old.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    found = offered_by(example().plan, stream.getvalue(), "spend.xlsx")
    ticked = {offer.place.partition(":")[0] for offer in found.offers if offer.chosen}
    assert ticked == {"Actuals"}
    (said,) = [one for one in found.warnings if "of one kind" in one]
    assert said.index("sheet Actuals and") < said.index("sheet Actuals old")
