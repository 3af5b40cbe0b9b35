"""Azure: exports of cost management."""

from datetime import tzinfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, joined, running_fees, years_of
from desktop.imports.measured.moments import HOUR, order_in
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.providers import CLOSED_BY, column_numbers, falling, lower, natures, times
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from desktop.storage.watching import Look

AZURE_WANTED = (
    "date",
    "usagedatetime",
    "chargetype",
    "metercategory",
    "metersubcategory",
    "metername",
    "product",
    "productname",
    "quantity",
    "cost",
    "costinbillingcurrency",
    "unitprice",
    "paygprice",
    "paygcostinbillingcurrency",
    "pricingcurrency",
    "pricingcurrencycode",
    "exchangeratepricingtobilling",
    "billingcurrency",
    "billingcurrencycode",
    "unitofmeasure",
    "pricingmodel",
    "frequency",
    "reservationid",
    "term",
    "additionalinfo",
    "billingperiodstartdate",
    "billingperiodenddate",
)


_AZURE_NATURE = {
    "usage": Nature.USE,
    "purchase": Nature.PURCHASE,
    "refund": Nature.CREDIT,
    "unusedreservation": Nature.UNUSED,
    "unusedsavingsplan": Nature.UNUSED,
    "tax": Nature.TAX,
    "credit": Nature.CREDIT,
    "adjustment": Nature.ADJUSTMENT,
    "roundingadjustment": Nature.ADJUSTMENT,
}


_AZURE_TEXTS = ("metercategory", "metersubcategory", "metername", "product", "productname")
"""Columns whose words together say what was paid for."""


def _order(chunk: Chunk) -> str:
    """Return whether the dates of a chunk begin with the day or the month, where any of its columns shows it."""
    heads = ("date", "usagedatetime", "billingperiodstartdate", "billingperiodenddate")
    return next((order for head in heads if (order := order_in(distinct(chunk.column(head))[1]))), "")


def _listed(chunk: Chunk, quantity: Floats, *, comma: bool) -> Floats:
    """Return what lines cost at list price, in the currency that is billed.

    Prices may be in another, with the rate from it to the one that is billed beside them; without a rate they are left.
    """
    price = column_numbers(chunk, "paygprice", comma=comma)
    price = np.where(price > 0, price, column_numbers(chunk, "unitprice", comma=comma))
    priced_in, billed_in = lower(chunk.column("pricingcurrency")), lower(chunk.column("billingcurrency"))
    abroad = (priced_in != "") & (billed_in != "") & (priced_in != billed_in)
    rate = column_numbers(chunk, "exchangeratepricingtobilling", comma=comma)
    said = column_numbers(chunk, "paygcostinbillingcurrency", comma=comma)
    return np.where(said > 0, said, price * quantity * np.where(abroad, rate, 1.0))


def azure(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read an Azure cost export, actual or amortised; dates are month first in every locale.

    Source: Microsoft Cost Management.
    """
    tally, order = Tally("Azure cost export", "azure"), opened.order or "mdy"
    bill = Bill(tally, only=opened.gpu)
    free, paid_for, purchased = 0, 0, 0
    for chunk in chunks_of(opened, AZURE_WANTED, look):
        comma = opened.comma
        order = _order(chunk) or order
        start = falling(times(tally, chunk, "date", zone, order), times(tally, chunk, "usagedatetime", zone, order))
        nature = natures(lower(chunk.column("chargetype")), _AZURE_NATURE)
        cost = falling(
            column_numbers(chunk, "costinbillingcurrency", comma=comma), column_numbers(chunk, "cost", comma=comma)
        )
        quantity = column_numbers(chunk, "quantity", comma=comma)
        listed = _listed(chunk, quantity, comma=comma)
        model = lower(chunk.column("pricingmodel"))
        committed = (model == "reservation") | (model == "savingsplan")
        use = nature == Nature.USE
        free += int(np.count_nonzero(use & (model == "reservation") & (np.abs(cost) < CLOSED_BY) & (quantity > 0)))
        paid_for += int(np.count_nonzero(use & (model == "reservation") & (cost > 0)))
        purchased += int(np.count_nonzero((nature == Nature.PURCHASE) & committed))
        opens, closes = (times(tally, chunk, f"billingperiod{side}date", zone, order) for side in ("start", "end"))
        charges = Charges(
            start,
            start + 24 * HOUR,
            nature,
            cost,
            cost.copy(),
            listed,
            quantity,
            _paid_for(chunk),
            chunk.column("unitofmeasure"),
            np.full(chunk.count, np.nan),
            committed,
            _currency(chunk),
            model == "spot",
            years=years_of(chunk.column("term")),
        )
        running = (lower(chunk.column("frequency")) == "recurring") & ~committed
        running &= (chunk.column("term") == "") & (chunk.column("reservationid") == "")
        bill.take(running_fees(tally, charges, running), (opens, closes + 24 * HOUR))
    actual = purchased or (free and not paid_for)
    tally.title = (
        "Azure actual cost export" if actual else "Azure amortised cost export" if paid_for else "Azure cost export"
    )
    bill.amortised = not (free and not paid_for)
    tally.zone_assumed = False  # Azure's days are those of UTC
    return bill.finished()


def _currency(chunk: Chunk) -> Texts:
    billed_in = chunk.column("billingcurrency")
    return np.where(billed_in == "", chunk.column("billingcurrencycode"), billed_in)


def _paid_for(chunk: Chunk) -> Texts:
    """Return the words that say what was paid for, with the kind of machine."""
    text = joined(*(chunk.column(head) for head in _AZURE_TEXTS))
    return joined(text, _service_type(chunk.column("additionalinfo")))


def _service_type(info: Texts) -> Texts:
    """Return the kind of machine that the additional information names."""
    codes, values = distinct(info)
    services = [
        value.partition('"ServiceType":')[2].split(",")[0].strip(' "}') if '"ServiceType":' in value else ""
        for value in values
    ]
    return np.array(services, dtype=object)[codes] if values else info
