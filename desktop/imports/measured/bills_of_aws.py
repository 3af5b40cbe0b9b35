"""AWS: cost and usage reports."""

from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Codes, Nature, gpus_said, joined, running_fees, years_of
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.providers import column_numbers, falling, lower, mentions, natures, times, with_instance
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from desktop.storage.watching import Look
from models.quantities.texts import listed

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
    "splitlineitemparentresourceid",
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
    "pricingleasecontractlength",
    "savingsplanpurchaseterm",
    "productgpu",
    "producttotalgpu",
    "productvolumetype",
    "productstorageclass",
)


_AWS_DISCOUNTS = (
    *("edpdiscount", "privateratediscount", "bundleddiscount", "sppdiscount", "rivolumediscount", "discount"),
    *("edp", "spp", "negotiateddiscount"),
)
"""Lines of what was negotiated: each takes off what stands in a line of use, and is no use of its own."""

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
    **dict.fromkeys(_AWS_DISCOUNTS, Nature.USE),
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
    unknown: dict[str, float] = {}
    for chunk in chunks_of(opened, AWS_WANTED, look):
        kind = lower(chunk.column("lineitemlineitemtype"))
        nature = natures(kind, _AWS_NATURE)
        unblended = column_numbers(chunk, "lineitemunblendedcost", comma=False)
        for one in distinct(kind[nature == Nature.UNKNOWN])[1]:
            unknown[one] = unknown.get(one, 0.0) + float(np.nansum(unblended[kind == one]))
        negated += float(np.nansum(unblended[kind == "savingsplannegation"]))
        split = np.array([bool(str(one)) for one in chunk.column("splitlineitemparentresourceid")], dtype=np.bool_)
        tally.left[_SPLIT] += int(split.sum())
        nature[split] = Nature.NONE
        start, end = (times(tally, chunk, f"lineitemusage{side}date", zone) for side in ("start", "end"))
        opens, closes = (times(tally, chunk, f"billbillingperiod{side}date", zone) for side in ("start", "end"))
        charges = _charges(chunk, kind, nature, falling(start, opens), end)
        support = mentions(chunk.column("lineitemproductcode"), "support") & (kind == "fee")
        bill.take(running_fees(tally, charges, support), (opens, closes))
    if unknown:
        sums = listed([f"“{kind[:40]}” {amount:,.2f}" for kind, amount in sorted(unknown.items())])
        tally.warnings.append(f"Kinds of line that are not known are left out, with their cost: {sums}.")
    if negated:
        tally.notices.append(
            f"Savings plans: their negations of {negated:,.2f} and the list price of the use they cover cancel each"
            " other; both are left out of what is billed."
        )
    return bill.finished()


_SPLIT = "of the split of an instance among its containers, which stands in lines of its own"


def _charges(chunk: Chunk, kind: Texts, nature: Codes, start: Floats, end: Floats) -> Charges:
    """Return the lines of a chunk in common terms. kind: of each line; nature: what it is charged for."""
    off = np.isin(kind, _AWS_DISCOUNTS)
    unblended, net = (column_numbers(chunk, f"lineitem{which}unblendedcost", comma=False) for which in ("", "net"))
    # where lines of use are net of what was negotiated, it is taken off already
    in_net = off & bool(np.isfinite(net[~off]).any())
    paid = falling(net, np.where(in_net, 0.0, unblended))
    saved, reserved = kind == "savingsplancoveredusage", kind == "discountedusage"
    plan_cost = _amounts(chunk, "savingsplannetsavingsplaneffectivecost", "savingsplansavingsplaneffectivecost")
    reserved_cost = _amounts(chunk, "reservationneteffectivecost", "reservationeffectivecost")
    effective = np.where(saved, plan_cost, np.where(reserved, reserved_cost, paid))
    effective[np.isin(nature, (Nature.PURCHASE, Nature.NONE))] = np.nan
    product = chunk.column("product")
    text = joined(*(chunk.column(head) for head in _AWS_TEXTS))
    return Charges(
        start,
        end,
        nature,
        np.where(saved, 0.0, paid),
        effective,
        np.where(off, 0.0, column_numbers(chunk, "pricingpublicondemandcost", comma=False)),
        np.where(off, 0.0, column_numbers(chunk, "lineitemusageamount", comma=False)),
        with_instance(text, product),
        _units(chunk, off),
        falling(_amounts(chunk, "productgpu", "producttotalgpu"), gpus_said(product)),
        saved | reserved,
        chunk.column("lineitemcurrencycode"),
        mentions(chunk.column("lineitemusagetype"), "spotusage"),
        _aws_unused(chunk, kind),
        years=np.where(
            saved,
            years_of(chunk.column("savingsplanpurchaseterm")),
            years_of(chunk.column("pricingleasecontractlength")),
        ),
    )


def _units(chunk: Chunk, off: NDArray[np.bool_]) -> Texts:
    """Return the unit of each line; a discount on machines that names none is on their hours. off: the discounts."""
    units = chunk.column("pricingunit")
    if not off.any():
        return units
    blank = np.array([not str(one).strip() for one in units], dtype=np.bool_)
    used = chunk.column("lineitemusagetype")
    machines = mentions(used, "boxusage") | mentions(used, "spotusage") | mentions(used, "dedicatedusage")
    return np.where(off & blank & machines, "Hrs", units).astype(object)


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
