"""Oracle Cloud: cost reports."""

from datetime import tzinfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, joined
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.providers import column_numbers, lower, times
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.storage.watching import Look
from models.quantities.texts import counted

OCI_WANTED = (
    "lineitemintervalusagestart",
    "lineitemintervalusageend",
    "productservice",
    "productdescription",
    "usagebilledquantity",
    "costmycost",
    "costcurrencycode",
    "costbillingunitreadable",
    "costskuunitdescription",
    "lineitemiscorrection",
    "costunitprice",
)


_UNITS = (
    ("GIGABYTE STORAGE CAPACITY PER MONTH", "GB MONTHS"),
    ("GIGABYTE OUTBOUND DATA TRANSFER PER MONTH", "GB"),
    ("GIGABYTE PER MONTH", "GB MONTHS"),
    ("GIGABYTE MONTHS", "GB MONTHS"),
    ("GPU PER HOUR", "GPU HOURS"),
    ("ONE HOUR", "HOUR"),
)
"""Units as the report writes them, and as they are read."""


def _unit(text: str) -> str:
    text = text.replace("_", " ").upper()
    for written, read in _UNITS:
        text = text.replace(written, read)
    return text


def oracle(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read an Oracle Cloud cost report; two spellings of a time stand in one row. Source: OCI billing documentation."""
    tally = Tally("Oracle Cloud cost report", "oracle")
    bill = Bill(tally, only=opened.gpu)
    corrections = 0
    for chunk in chunks_of(opened, OCI_WANTED, look):
        start, end = (
            times(tally, chunk, "lineitemintervalusagestart", zone),
            times(tally, chunk, "lineitemintervalusageend", zone),
        )
        cost, quantity = (
            column_numbers(chunk, "costmycost", comma=False),
            column_numbers(chunk, "usagebilledquantity", comma=False),
        )
        corrected = lower(chunk.column("lineitemiscorrection")) == "true"
        corrections += int(np.count_nonzero(corrected))
        text = joined(chunk.column("productservice"), chunk.column("productdescription"))
        unit = np.array([_unit(str(one)) for one in chunk.column("costbillingunitreadable")], dtype=object)
        listed = column_numbers(chunk, "costunitprice", comma=False) * quantity
        bill.take(
            Charges(
                start,
                end,
                np.full(chunk.count, Nature.USE, dtype=np.int64),
                cost,
                cost.copy(),
                listed,
                np.where(corrected, np.nan, quantity),
                text,
                unit,
                np.full(chunk.count, np.nan),
                np.zeros(chunk.count, dtype=np.bool_),
                chunk.column("costcurrencycode"),
                late=corrected,
            )
        )
    if corrections:
        told = "their cost is added with its sign, their use is not"
        tally.notices.append(f"{counted(corrections, 'correction')} of earlier lines: {told}.")
    return bill.finished()
