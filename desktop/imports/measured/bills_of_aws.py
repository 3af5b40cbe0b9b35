"""AWS: cost and usage reports."""

from datetime import tzinfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, gpus_said, joined
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.providers import column_numbers, falling, lower, mentions, natures, times, with_instance
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts
from desktop.storage.watching import Look

AWS_WANTED = (
    "lineitemlineitemtype",
    "lineitemusagestartdate",
    "lineitemusageenddate",
    "billbillingperiodstartdate",
    "billbillingperiodenddate",
    "lineitemproductcode",
    "lineitemusagetype",
    "lineitemoperation",
    "lineitemlineitemdescription",
    "lineitemusageamount",
    "lineitemcurrencycode",
    "lineitemunblendedcost",
    "lineitemnetunblendedcost",
    "pricingunit",
    "pricingpublicondemandcost",
    "savingsplansavingsplaneffectivecost",
    "savingsplannetsavingsplaneffectivecost",
    "reservationeffectivecost",
    "reservationneteffectivecost",
    "reservationunusedamortizedupfrontfeeforbillingperiod",
    "reservationunusedrecurringfee",
    "savingsplantotalcommitmenttodate",
    "savingsplanusedcommitment",
    "product",
    "productinstancetype",
    "productgpu",
    "producttotalgpu",
    "productvolumetype",
    "productstorageclass",
)


_AWS_NATURE = {
    "usage": Nature.USE,
    "discountedusage": Nature.USE,
    "savingsplancoveredusage": Nature.USE,
    "savingsplannegation": Nature.NONE,
    "savingsplanupfrontfee": Nature.PURCHASE,
    "fee": Nature.PURCHASE,
    "rifee": Nature.PURCHASE,
    "savingsplanrecurringfee": Nature.PURCHASE,
    "tax": Nature.TAX,
    "credit": Nature.CREDIT,
    "refund": Nature.CREDIT,
    "edpdiscount": Nature.CREDIT,
    "privateratediscount": Nature.CREDIT,
    "bundleddiscount": Nature.CREDIT,
}


_AWS_TEXTS = (
    "lineitemproductcode",
    "lineitemusagetype",
    "lineitemoperation",
    "productinstancetype",
    "productvolumetype",
    "productstorageclass",
    "lineitemlineitemdescription",
)
"""Columns whose words together say what was paid for."""


def _amounts(chunk: Chunk, head: str, otherwise: str) -> Floats:
    """Return the numbers of a column, and of another one where they are missing."""
    return falling(column_numbers(chunk, head, comma=False), column_numbers(chunk, otherwise, comma=False))


def aws(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read an AWS Cost and Usage Report, legacy or 2.0. Source: AWS Data Exports user guide."""
    modern = any(head.startswith("line_item_") for head in opened.heads)
    tally = Tally(f"AWS Cost and Usage Report {'2.0' if modern else '(legacy)'}", "aws")
    bill = Bill(tally, only=opened.gpu)
    negated = 0.0
    for chunk in chunks_of(opened, AWS_WANTED, look):
        kind = lower(chunk.column("lineitemlineitemtype"))
        nature = natures(kind, _AWS_NATURE)
        start, end = (
            times(tally, chunk, "lineitemusagestartdate", zone),
            times(tally, chunk, "lineitemusageenddate", zone),
        )
        opens, closes = (
            times(tally, chunk, "billbillingperiodstartdate", zone),
            times(tally, chunk, "billbillingperiodenddate", zone),
        )
        start = falling(start, opens)
        unblended = column_numbers(chunk, "lineitemunblendedcost", comma=False)
        paid = falling(column_numbers(chunk, "lineitemnetunblendedcost", comma=False), unblended)
        saved = kind == "savingsplancoveredusage"
        reserved = kind == "discountedusage"
        plan_cost = _amounts(chunk, "savingsplannetsavingsplaneffectivecost", "savingsplansavingsplaneffectivecost")
        reserved_cost = _amounts(chunk, "reservationneteffectivecost", "reservationeffectivecost")
        effective = np.where(saved, plan_cost, np.where(reserved, reserved_cost, paid))
        effective[np.isin(nature, (Nature.PURCHASE, Nature.NONE))] = np.nan
        negated += float(np.nansum(unblended[kind == "savingsplannegation"]))
        billed = np.where(saved, 0.0, paid)
        product = chunk.column("product")
        text = joined(*(chunk.column(head) for head in _AWS_TEXTS))
        gpus = falling(_amounts(chunk, "productgpu", "producttotalgpu"), gpus_said(product))
        spot = mentions(chunk.column("lineitemusagetype"), "spotusage")
        bill.take(
            Charges(
                start,
                end,
                nature,
                billed,
                effective,
                column_numbers(chunk, "pricingpublicondemandcost", comma=False),
                column_numbers(chunk, "lineitemusageamount", comma=False),
                with_instance(text, product),
                chunk.column("pricingunit"),
                gpus,
                saved | reserved,
                chunk.column("lineitemcurrencycode"),
                spot,
                _aws_unused(chunk, kind),
            )
        )
        bill.own_period(opens, closes)
    if negated:
        tally.notices.append(
            f"Savings plans: their negations of {negated:,.2f} and the list price of the use they cover cancel each"
            " other; both are left out of what is billed."
        )
    return bill.finished()


def _aws_unused(chunk: Chunk, kind: Texts) -> Floats:
    """Return what was paid for commitments and not used.

    Of reservations by their fee line, of savings plans by what is left of their commitment.
    """
    reserved = falling(
        column_numbers(chunk, "reservationunusedamortizedupfrontfeeforbillingperiod", comma=False),
        np.zeros(chunk.count),
    )
    reserved += falling(column_numbers(chunk, "reservationunusedrecurringfee", comma=False), np.zeros(chunk.count))
    left = column_numbers(chunk, "savingsplantotalcommitmenttodate", comma=False) - column_numbers(
        chunk, "savingsplanusedcommitment", comma=False
    )
    return np.where(
        kind == "rifee",
        reserved,
        np.where(kind == "savingsplanrecurringfee", falling(left, np.zeros(chunk.count)), 0.0),
    )
