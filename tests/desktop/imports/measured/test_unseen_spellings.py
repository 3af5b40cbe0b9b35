"""Tables as they are written in other countries and finance departments: numbers, heads, quarters, days as columns."""

from datetime import date, timedelta

import pytest
from evidence_made import table, taken

from desktop.imports.files import offered_by
from desktop.imports.measured.texts import number
from models.plan.plan import blank_plan


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,34,567", 1_234_567),
        ("1,23,456.78", 123_456.78),
        ("1,00,00,000", 10_000_000),
        ("1,234,567", 1_234_567),
        ("1,2,345", None),
        ("12,3456", None),
    ],
)
def test_lakhs_and_crores_are_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "heads",
    [
        ("Mese", "Richieste", "Token in ingresso", "Token in uscita", "Costo (€)"),
        ("Mes", "Solicitudes", "Tokens de entrada", "Tokens de salida", "Coste (€)"),
        ("Maand", "Verzoeken", "Invoertokens", "Uitvoertokens", "Kosten (€)"),
    ],
)
def test_italian_spanish_and_dutch_heads_are_known(heads: tuple[str, ...]) -> None:
    rows = "".join(f"{month:02}/2026;30.000;18.000.000;6.000.000;1.234,50\n" for month in (7, 8, 9))
    _, measurement = taken(f"{';'.join(heads)}\n{rows}", "tabella.csv")
    # 92 days: 90,000 requests, of 600 tokens in and 200 out
    assert measurement.figures["requests"] == pytest.approx(90_000 / 92 * 30.4375)
    assert measurement.figures["tokens_in_request"] == pytest.approx(600)
    assert measurement.figures["tokens_out_request"] == pytest.approx(200)
    assert measurement.figures["spend"] == pytest.approx(1_234.5)


@pytest.mark.parametrize("month", ["luglio 2026", "julio 2026", "juli 2026", "Lug 2026"])
def test_their_months_are_known(month: str) -> None:
    _, measurement = taken(f"Month,Requests\n{month},31000\n", "m.csv")
    assert (measurement.start, measurement.days) == ("2026-07-01", 31)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding: str) -> None:
    data = "Month,Requests\n2026-07,31000\n2026-08,31000\n".encode(encoding)
    _, measurement = taken(data, "m.csv")
    assert measurement.figures["requests"] == pytest.approx(1_000 * 30.4375)


@pytest.mark.parametrize(
    ("first", "year", "begins"),
    [
        ("FY26 Q{}", "april", "2025-04-01"),
        ("Q{} FY2026", "april", "2025-04-01"),
        ("FY26 Q{}", "january", "2026-01-01"),
        ("FY26-Q{}", "october", "2025-10-01"),
        ("2025/26 Q{}", "april", "2025-04-01"),
        ("FY25/26 Q{}", "july", "2025-07-01"),
    ],
)
def test_quarters_of_a_financial_year_wait_for_its_first_month(first: str, year: str, begins: str) -> None:
    text = table(["Quarter", "Requests"], [[first.format(one), 300_000] for one in range(1, 5)])
    asked, nothing = taken(text, "q.csv")
    assert asked.year_asked
    assert not nothing.figures
    assert any("say in which month that begins" in one for one in asked.warnings)
    said, measurement = taken(text, "q.csv", year=year)
    assert measurement.start == begins
    assert measurement.days == pytest.approx(365)
    assert measurement.figures["requests"] == pytest.approx(1_200_000 / 365 * 30.4375)
    assert not any("calendar year" in one for one in said.notices)


def test_periods_are_months_of_it() -> None:
    text = table(["Period", "Requests"], [[f"P{one:02} FY26", 1_000 * one] for one in range(1, 13)])
    _, measurement = taken(text, "p.csv", year="april")
    assert measurement.start == "2025-04-01"
    # 78,000 in all
    assert measurement.figures["requests"] == pytest.approx(78_000 / 365 * 30.4375)


def test_a_year_that_begins_in_august_has_periods_and_no_quarters_of_the_calendar() -> None:
    months = table(["Period", "Requests"], [[f"P{one:02} 2025/26", 1_000] for one in range(1, 13)])
    _, measurement = taken(months, "p.csv", year="august")
    assert (measurement.start, measurement.end) == ("2025-08-01", "2026-08-01")
    quarters = table(["Quarter", "Requests"], [[f"FY26 Q{one}", 1_000] for one in range(1, 5)])
    tally, nothing = taken(quarters, "q.csv", year="august")
    assert not nothing.figures
    assert any("Quarters of a year that begins in another month" in one for one in tally.notices)


def test_a_year_and_its_quarter_may_stand_in_two_columns() -> None:
    text = table(["Year", "Quarter", "Requests"], [["FY26", f"Q{one}", 300_000] for one in range(1, 5)])
    _, measurement = taken(text, "q.csv", year="april")
    assert (measurement.start, measurement.end) == ("2025-04-01", "2026-04-01")


def test_years_that_do_not_follow_each_other_are_no_financial_year() -> None:
    tally, _ = taken(table(["Quarter", "Requests"], [["2025/27 Q1", 1_000], ["2025/27 Q2", 1_000]]), "q.csv")
    assert not tally.year_asked


@pytest.mark.parametrize("heads", [("dag", "start", "gpu hours"), ("DIA", "date", "gpu hours")])
def test_short_words_that_are_names_of_other_things_are_no_times_beside_one(heads: tuple[str, ...]) -> None:
    _, measurement = taken(table(heads, [["etl", "2026-10-01", 24], ["lineage", "2026-10-02", 24]]), "jobs.csv")
    assert measurement.sums["gpu_hours"] == 48


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        (("anno", "mese", "richieste"), [["2026", "7", "31000"], ["2026", "8", "31000"]]),
        (("jaar", "maand", "verzoeken"), [["2026", "7", "31000"], ["2026", "8", "31000"]]),
        (("mes", "solicitudes"), [["julio de 2026", "31000"], ["agosto de 2026", "31000"]]),
    ],
)
def test_years_and_months_of_other_languages(heads: tuple[str, ...], rows: list[list[str]]) -> None:
    _, measurement = taken(table(heads, rows), "t.csv")
    assert (measurement.start, measurement.days) == ("2026-07-01", 62)


def test_a_year_is_twelve_months_in_every_language() -> None:
    for head in ("anno", "ano", "jaar", "year"):
        _, measurement = taken(table([head, "requests"], [["01/01/2024", 366_000], ["01/01/2025", 365_000]]), "t.csv")
        assert measurement.figures["requests"] == pytest.approx(1_000 * 30.4375), head


def test_months_beside_the_day_of_a_report_are_months() -> None:
    heads = ["Cost (£)", "2026-07-01", "2026-08-01", "2026-09-01", "2026-09-28"]
    _, measurement = taken(table(heads, [["GPU", 3_100, 3_100, 3_000, 99]]), "m.csv")
    assert measurement.days == 92


def test_the_question_stands_in_the_dialog() -> None:
    text = table(["Quarter", "Requests"], [["FY26 Q1", 300_000], ["FY26 Q2", 300_000]])
    found = offered_by(blank_plan(), text.encode(), "q.csv")
    assert any(ask.name == "year" and not ask.sure for ask in found.asks)


@pytest.mark.parametrize("form", ["{:%d/%m/%Y}", "{:%Y-%m-%d}", "{:%d %b %Y}"])
def test_days_side_by_side_are_read_day_by_day(form: str) -> None:
    """Of two months of days those of the first of each month were read, and the rest "not read"."""
    days = [date(2026, 10, 1) + timedelta(days=one) for one in range(61)]
    rows = [["EC2 GPU", *["£120.00"] * 61], ["S3", *["£2.00"] * 61]]
    tally, measurement = taken(table(["Cost by service", *(form.format(one) for one in days)], rows), "days.csv")
    assert (measurement.start, measurement.days) == ("2026-10-01", 61)
    assert measurement.figures["spend"] == pytest.approx(122 * 30.4375)
    assert any("Its columns are days, 2026-10-01 to 2026-11-30" in one for one in tally.notices)
