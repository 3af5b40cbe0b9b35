"""The columns of every provider's bill, and what they mean in common terms."""

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, gpus_said, joined, running_fees
from desktop.imports.measured.moments import moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, numbers
from desktop.storage.watching import Look
from models.quantities.writing import CODES

_MOST_TOLD = 5


def lower(texts: Texts) -> Texts:
    """Return texts in small letters without NULL words, each distinct one looked at once."""
    codes, values = distinct(texts)
    lowered = np.array(
        ["" if value.strip().casefold() in {"null", "none", "nan"} else value.strip().casefold() for value in values],
        dtype=object,
    )
    return lowered[codes] if len(values) else texts


def mentions(texts: Texts, word: str) -> np.ndarray:
    """Return which texts hold a word, in small letters."""
    codes, values = distinct(texts)
    return (
        np.array([word in value.casefold() for value in values], dtype=np.bool_)[codes]
        if values
        else np.zeros(0, dtype=np.bool_)
    )


def natures(texts: Texts, known: Mapping[str, Nature]) -> np.ndarray:
    """Return the nature of every row by its word, unknown where the word is."""
    codes, values = distinct(texts)
    return np.array([known.get(value, Nature.UNKNOWN) for value in values], dtype=np.int64)[codes]


def times(tally: Tally, chunk: Chunk, head: str, zone: tzinfo, order: str = "") -> Floats:
    """Return the times of a column, in seconds, NaN where a cell holds none."""
    return tally.timed(moments(chunk.column(head), zone, order))


def column_numbers(chunk: Chunk, head: str, *, comma: bool) -> Floats:
    """Return the numbers of a column, NaN where it is not there or a cell holds none."""
    return numbers(chunk.column(head), comma=comma)[0] if chunk.has(head) else np.full(chunk.count, np.nan)


def falling(first: Floats, second: Floats) -> Floats:
    """Return the first where it is there, the second elsewhere."""
    return np.where(np.isfinite(first), first, second)


# FOCUS

FOCUS_WANTED = (
    "billedcost",
    "effectivecost",
    "listcost",
    "billingcurrency",
    "chargecategory",
    "chargeperiodstart",
    "chargeperiodend",
    "billingperiodstart",
    "billingperiodend",
    "consumedquantity",
    "consumedunit",
    "pricingquantity",
    "pricingunit",
    "pricingcategory",
    "commitmentdiscountstatus",
    "servicecategory",
    "servicesubcategory",
    "servicename",
    "chargedescription",
    "skumeter",
    "skupricedetails",
    "resourcetype",
    "pricingcurrency",
    "chargefrequency",
    "commitmentdiscountid",
)
_FOCUS_NATURE = {
    "usage": Nature.USE,
    "purchase": Nature.PURCHASE,
    "tax": Nature.TAX,
    "credit": Nature.CREDIT,
    "adjustment": Nature.ADJUSTMENT,
    "refund": Nature.CREDIT,
}


_FOCUS_TEXTS = ("servicename", "servicesubcategory", "chargedescription", "skumeter", "resourcetype")
"""Columns whose words together say what was paid for."""


def focus(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a cost and usage file of FOCUS 1.0 to 1.2. Source: FinOps Open Cost and Usage Specification."""
    heads = opened.folded_heads
    version = "1.2" if "pricingcurrency" in heads else "1.1" if "skupricedetails" in heads else "1.0"
    tally = Tally(f"FOCUS {version} cost and usage", "focus")
    bill, order = Bill(tally, only=opened.gpu), opened.order or "mdy"
    for chunk in chunks_of(opened, FOCUS_WANTED, look):
        comma = opened.comma
        start, end = (times(tally, chunk, f"chargeperiod{side}", zone, order) for side in ("start", "end"))
        nature = natures(lower(chunk.column("chargecategory")), _FOCUS_NATURE)
        status = lower(chunk.column("commitmentdiscountstatus"))
        nature[(nature == Nature.USE) & (status == "unused")] = Nature.UNUSED
        _empty_periods(tally, start, end, nature)
        quantity, unit = column_numbers(chunk, "consumedquantity", comma=comma), chunk.column("consumedunit")
        priced = ~np.isfinite(quantity)
        quantity = np.where(priced, column_numbers(chunk, "pricingquantity", comma=comma), quantity)
        unit = np.where(priced, chunk.column("pricingunit"), unit)
        details = chunk.column("skupricedetails")
        text = joined(*(chunk.column(head) for head in _FOCUS_TEXTS))
        storage = lower(chunk.column("servicecategory"))
        stays = (storage == "storage") | (storage == "") | ~_held(unit) | mentions(text, "outbound data transfer")
        text = np.where(stays, with_instance(text, details), "not storage")
        committed = (lower(chunk.column("pricingcategory")) == "committed") | (status == "used")
        opens, closes = (times(tally, chunk, f"billingperiod{side}", zone, order) for side in ("start", "end"))
        running = (lower(chunk.column("chargefrequency")) == "recurring") & ~committed
        running &= lower(chunk.column("commitmentdiscountid")) == ""
        bill.take(
            running_fees(
                tally,
                Charges(
                    start,
                    end,
                    nature,
                    column_numbers(chunk, "billedcost", comma=comma),
                    column_numbers(chunk, "effectivecost", comma=comma),
                    column_numbers(chunk, "listcost", comma=comma),
                    quantity,
                    text,
                    unit,
                    gpus_said(details),
                    committed,
                    chunk.column("billingcurrency"),
                    lower(chunk.column("pricingcategory")) == "dynamic",
                ),
                running,
            ),
            (opens, closes),
        )
        odd = sorted(
            {*distinct(lower(chunk.column("pricingcurrency")))[1]}
            - {"", *distinct(lower(chunk.column("billingcurrency")))[1]}
        )
        if odd:
            once(
                tally.notices,
                f"Prices are in {', '.join(one.upper() for one in odd[:_MOST_TOLD])}; amounts are read in the currency"
                " of the bill.",
            )
    return bill.finished()


def _held(unit: Texts) -> np.ndarray:
    codes, values = distinct(unit)
    return (
        np.array(["month" in value.casefold() or "-mo" in value.casefold() for value in values], dtype=np.bool_)[codes]
        if len(values)
        else np.zeros(0, dtype=np.bool_)
    )


def with_instance(text: Texts, details: Texts) -> Texts:
    """Return descriptions with the instance that details name."""
    codes, values = distinct(details)
    named = np.array([value if "instance" in value.casefold() else "" for value in values], dtype=object)
    return joined(text, named[codes]) if any(named) else text


def _empty_periods(tally: Tally, start: Floats, end: Floats, nature: np.ndarray) -> None:
    empty = int(np.count_nonzero((end <= start) & (nature == Nature.USE)))
    if empty:
        tally.aside["with a period that ends where it begins"] += empty
        nature[(end <= start) & (nature == Nature.USE)] = Nature.NONE


def once(told: list[str], text: str) -> None:
    """Note a text that is not noted yet."""
    if text not in told:
        told.append(text)


CLOSED_BY = 1e-12

# Google

GCP_NATURE = {
    "regular": Nature.USE,
    "": Nature.USE,
    "tax": Nature.TAX,
    "adjustment": Nature.ADJUSTMENT,
    "rounding_error": Nature.ADJUSTMENT,
}
GIFTS = frozenset({"PROMOTION", "FREE_TIER", "FREE_TRIAL"})


def console_currency(opened: Opened, tally: Tally) -> str:
    """Return the currency that a console's heads give in brackets, as its code; empty where they give none.

    A dollar sign alone is told to be read as US dollars.
    """
    head = next((head for head in opened.heads if "(" in head), "")
    sign = head.partition("(")[2].partition(")")[0].strip()
    if sign == "$":
        tally.notices.append("“$” is read as US dollars; the report names no other currency.")
    return CODES.get(sign, sign.upper()[:3])
