"""Ledgers in which VAT stands in rows of its own, and panels that are of no GPUs."""

import pytest
from evidence_made import table, taken

from desktop.imports.measured.formats import recognised

LEDGER = ["Period", "Supplier", "Description", "Cost (GBP)"]
MONTHS = ("2026-07", "2026-08", "2026-09")


def _ledger(tax: str, rates: tuple[float, ...], supplier: str = "HMRC") -> str:
    hosting = [(month, "Amazon Web Services", "Cloud hosting", 20_000.0) for month in MONTHS]
    taxes = [(month, supplier, tax, 20_000 * rate) for month, rate in zip(MONTHS, rates, strict=False)]
    return table(LEDGER, [*hosting, *taxes])


@pytest.mark.parametrize("tax", ["VAT on cloud hosting", "VAT @ 20%", "Input VAT", "HMRC"])
def test_vat_in_the_descriptions_of_a_ledger_is_no_cost(tax: str) -> None:
    """Three months of £20,000 with 20% on them: £60,000, and not £72,000."""
    tally, _ = taken(_ledger(tax, (0.2, 0.2, 0.2)))
    assert tally.reconciliation == "Cost 60,000.00 GBP in 3 rows."
    assert tally.aside["of VAT or another tax on the others"] == 3


def test_vat_booked_in_some_months_alone_is_no_cost_of_these() -> None:
    tally, _ = taken(_ledger("VAT on cloud hosting", (0.2,)))
    assert tally.reconciliation == "Cost 60,000.00 GBP in 3 rows."


def test_what_is_called_vat_and_is_no_rate_of_the_others_is_counted_and_told() -> None:
    """20% and 2% of the same amount are no one rate."""
    tally, _ = taken(_ledger("VAT on cloud hosting", (0.2, 0.02)))
    assert tally.reconciliation == "Cost 64,400.00 GBP in 5 rows."
    (told,) = tally.warnings
    assert told.startswith("Counted as cost: 2 rows named as VAT or another tax, at no single rate on the others.")


@pytest.mark.parametrize("name", ["Vatican archive", "Hosting ex VAT", "Taxonomy service"])
def test_what_only_has_the_letters_of_a_tax_is_a_cost(name: str) -> None:
    tally, _ = taken(_ledger(name, (0.2, 0.2, 0.2), "Amazon Web Services"))
    assert tally.reconciliation == "Cost 72,000.00 GBP in 6 rows."


@pytest.mark.parametrize("head", ["Debit", "Debit (GBP)", "Charges", "Amount paid (£)", "Invoice amount", "Dr"])
def test_what_a_ledger_calls_a_cost_is_one(head: str) -> None:
    """£100 and £120 in July and August, make £110.00 a month."""
    _, kept = taken(table(["Period", "Supplier", head], [("2026-07", "AWS", 100), ("2026-08", "AWS", 120)]))
    assert kept.figures["spend"] == pytest.approx(110)


def test_a_panel_of_numbers_no_utilisation_can_be_is_no_panel_of_gpus() -> None:
    """Two services at thousands of requests a day were said to be two GPUs, every row set aside."""
    days = [f"2026-09-{day:02} 00:00:00" for day in range(1, 9)]
    of_requests = table(["Time", "chat-prod", "search-prod"], [(day, 12_000, 3_100) for day in days])
    assert recognised("panel.csv", None, of_requests.encode()) is None
    of_gpus = table(["Time", "node-1", "node-2"], [(day, 71, 65) for day in days])
    found = recognised("panel.csv", None, of_gpus.encode())
    assert found is not None
    assert found.reader.__name__ == "grafana"


@pytest.mark.parametrize("word", ["Void", "Voided", "Cancelled"])
def test_an_invoice_that_was_void_is_no_cost(word: str) -> None:
    """£1,000 in each of March to May; a void invoice of £9,000 made it £12,000."""
    rows = [("2026-03-01", "Paid", 1_000), ("2026-04-01", word, 9_000), ("2026-04-01", "Paid", 1_000)]
    read, kept = taken(table(["Invoice date", "Status", "Net amount (£)"], [*rows, ("2026-05-01", "Paid", 1_000)]))
    assert kept.figures["spend"] == pytest.approx(1_000)
    assert any("of what was cancelled or void" in one for one in [*read.notices, *read.warnings])
