"""Google Cloud: the cost table of its console, with a line for each SKU and each credit of an invoice month."""

from datetime import tzinfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, joined
from desktop.imports.measured.moments import DAY
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.providers import (
    column_numbers,
    console_currency,
    falling,
    lower,
    mentions,
    natures,
    times,
)
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.storage.watching import Look

COST_TABLE = (
    "servicedescription",
    "skudescription",
    "credittype",
    "costtype",
    "usagestartdate",
    "usageenddate",
    "usageamount",
    "usageunit",
    "unroundedcost",
    "cost",
)
_NATURE = {
    "usage": Nature.USE,
    "tax": Nature.TAX,
    "rounding error": Nature.ADJUSTMENT,
    "adjustment": Nature.ADJUSTMENT,
    "": Nature.NONE,
}
_GIFTS = ("promotion", "free")
"""How the types of credits begin that are no discount."""


def gcp_cost_table(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read the CSV of the cost table: credits stand on lines of their own beside the SKU that they are for.

    Source: Cloud Billing documentation, cost table.
    """
    tally = Tally("Google Cloud cost table", "gcp", zone="UTC")
    bill = Bill(tally, tells_commitments=False, only=opened.gpu)
    currency = console_currency(opened, tally)
    for chunk in chunks_of(opened, COST_TABLE, look):
        comma = opened.comma
        start = times(tally, chunk, "usagestartdate", zone, opened.order)
        end = times(tally, chunk, "usageenddate", zone, opened.order) + DAY  # both days are in it
        credit = lower(chunk.column("credittype"))
        given = np.array([str(one).startswith(_GIFTS) for one in credit], dtype=np.bool_)
        is_credit = credit != ""
        nature = natures(lower(chunk.column("costtype")), _NATURE)
        nature = np.where(is_credit & given & (nature == Nature.USE), Nature.CREDIT, nature)
        paid = falling(column_numbers(chunk, "unroundedcost", comma=comma), column_numbers(chunk, "cost", comma=comma))
        # a credit meters nothing, and takes its part off what its SKU costs
        quantity = np.where(is_credit, 0.0, column_numbers(chunk, "usageamount", comma=comma))
        text = joined(chunk.column("servicedescription"), chunk.column("skudescription"))
        unit = np.where(is_credit & (chunk.column("usageunit") == ""), "hour", chunk.column("usageunit"))
        bill.take(
            Charges(
                start,
                end,
                nature.astype(np.int64),
                paid,
                paid.copy(),
                np.where(is_credit, 0.0, paid),
                quantity,
                text,
                unit,
                np.full(chunk.count, np.nan),
                np.zeros(chunk.count, dtype=np.bool_),
                np.full(chunk.count, currency, dtype=object),
                mentions(text, "spot preemptible") | mentions(text, "attached to spot"),
            )
        )
    done = bill.finished()
    done.zone_assumed = False
    done.notices.append("Which hours commitments cover is not in this table: they are in the discount of all.")
    return done
