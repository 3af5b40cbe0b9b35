"""Google Cloud: exports of billing and reports of its console."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, in_their_period, joined
from desktop.imports.measured.credits_apart import AGAIN, CreditsApart
from desktop.imports.measured.moments import DAY, moment, moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.providers import (
    GCP_NATURE,
    GIFTS,
    column_numbers,
    console_currency,
    falling,
    lower,
    mentions,
    natures,
    once,
    times,
)
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, number
from desktop.storage.watching import Look
from models.plan.measurements import DAYS_A_MONTH, Flow
from models.quantities.texts import counted

SUMMED_CREDITS = ("creditsamount", "totalcredits", "creditamount", "creditstotal", "sumofcredits")
"""Columns of an export that somebody has flattened, in which the credits of a line are one sum."""

GCP_WANTED = (
    "servicedescription",
    "skudescription",
    "usagestarttime",
    "usageendtime",
    "cost",
    "currency",
    "usageamount",
    "usageunit",
    "usageamountinpricingunits",
    "usagepricingunit",
    "credits",
    *SUMMED_CREDITS,
    "costtype",
    "costatlist",
    "invoicemonth",
)


def gcp_export(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a Google Cloud billing export to BigQuery, saved as CSV or JSON. Source: Cloud Billing documentation."""
    tally = Tally("Google Cloud billing export", "gcp")
    bill = Bill(tally, only=opened.gpu)
    gifts = 0.0
    apart = CreditsApart.of(opened, look)
    for chunk in chunks_of(opened, apart.wanted(GCP_WANTED) if apart else GCP_WANTED, look):
        start, end = times(tally, chunk, "usagestarttime", zone), times(tally, chunk, "usageendtime", zone)
        nature = natures(lower(chunk.column("costtype")), GCP_NATURE)
        cost = column_numbers(chunk, "cost", comma=False)
        if apart is not None:
            again, reduced, given, committed = apart.of_lines(chunk)
            nature = np.where(again, Nature.NONE, nature)
            tally.left[AGAIN] += int(np.count_nonzero(again))
        else:
            reduced, given, committed = _gcp_credits(chunk.column("credits"))
        gifts += float(np.nansum(given))
        summed = next((head for head in SUMMED_CREDITS if chunk.has(head) and apart is None), "credits")
        of_line = np.nan_to_num(column_numbers(chunk, summed, comma=False))
        if of_line.any():
            once(
                tally.notices,
                "The credits of a line are one sum here: commitments and gifts do not come apart in it, so that all of"
                " it counts as a discount.",
            )
        net = cost + reduced + of_line
        text = joined(chunk.column("servicedescription"), chunk.column("skudescription"))
        # in pricing units where they are told: their GiB-months are already those of their month
        priced = column_numbers(chunk, "usageamountinpricingunits", comma=False)
        in_pricing_units = np.isfinite(priced) & (chunk.column("usagepricingunit") != "")
        quantity = np.where(in_pricing_units, priced, column_numbers(chunk, "usageamount", comma=False))
        unit = np.where(in_pricing_units, chunk.column("usagepricingunit"), chunk.column("usageunit"))
        listed = falling(column_numbers(chunk, "costatlist", comma=False), cost)
        charges = Charges(
            start,
            end,
            nature,
            net + given,
            net,
            listed,
            quantity,
            text,
            unit,
            np.full(chunk.count, np.nan),
            committed,
            chunk.column("currency"),
            mentions(text, "spot preemptible") | mentions(text, "attached to spot"),
        )
        bill.take(in_their_period(charges, *_invoice(chunk.column("invoicemonth"))))
    done = bill.finished()  # the currency is known from here on
    if gifts:
        done.notices.append(
            f"Promotional and free-tier credits of {-gifts:,.2f} {done.currency} are in what is billed and not in"
            " effective cost."
        )
    done.notices.append("The months of Google's invoices are those of Pacific time; days here are UTC.")
    return done


def _invoice(months: Texts) -> tuple[Floats, Floats]:
    """Return when the months of invoices begin in UTC and end in Pacific time, NaN where a line names none."""
    codes, values = distinct(months)
    begins, ends = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for place, value in enumerate(values):
        digits = value.strip().replace("-", "")
        if digits.isascii() and digits.isdecimal() and len(digits) == len("202610") and 1 <= int(digits[4:]) <= _MONTHS:
            year, month = int(digits[:4]), int(digits[4:])
            begins[place] = datetime(year, month, 1, tzinfo=UTC).timestamp()
            ends[place] = datetime(year + month // _MONTHS, month % _MONTHS + 1, 1, tzinfo=_PACIFIC).timestamp()
    return begins[codes], ends[codes]


_MONTHS = 12
_PACIFIC = ZoneInfo("America/Los_Angeles")
"""Of Google's invoices."""


def _gcp_credits(texts: Texts) -> tuple[Floats, Floats, np.ndarray]:
    """Return what credits take off each line: discounts, gifts, and whether a commitment is among them."""
    import json  # noqa: PLC0415 - only bills of this kind have such a column

    codes, values = distinct(texts)
    sums: list[tuple[float, float, bool]] = []
    for value in values:
        reduced = given = 0.0
        committed = False
        try:
            entries: object = json.loads(value) if value.strip() else []
        except ValueError:
            entries = []
        for entry in entries if isinstance(entries, list) else []:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(entry, dict):
                amount, kind = number(str(entry.get("amount") or 0)) or 0.0, str(entry.get("type") or "")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
                if kind in GIFTS:
                    given += amount
                else:
                    reduced += amount
                committed |= kind.startswith("COMMITTED_USAGE")
        sums.append((reduced, given, committed))
    if not sums:
        return np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_)
    rows = np.array(sums, dtype=np.float64)[codes]
    return rows[:, 0], rows[:, 1], rows[:, 2] > 0


CONSOLE_WANTED = (
    "servicedescription",
    "skudescription",
    "usageamount",
    "usageunit",
    "listcost",
    "cost",
    "unroundedsubtotal",
    "subtotal",
    "negotiatedsavings",
    "savingsprograms",
    "othersavings",
)


def _days_of_console(opened: Opened, look: Look) -> float:
    """Return how many days a report is of by its own columns of months or of dates; 0 where it has none."""
    months: set[str] = set()
    begin, end = np.inf, -np.inf
    for chunk in chunks_of(opened, ("month", "usagestartdate", "usageenddate"), look):
        months |= {text for one in chunk.column("month") if any(map(str.isdigit, text := str(one).strip()))}
        first, last = (
            moments(chunk.column(head), UTC, opened.order).seconds for head in ("usagestartdate", "usageenddate")
        )
        begin, end = min(begin, np.nanmin([*first, np.inf])), max(end, np.nanmax([*last, -np.inf]))
    whole = (end - begin) / DAY + 1 if np.isfinite(end - begin) else 0.0
    return DAYS_A_MONTH * len(months) if months else whole or _days_above(opened)


_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2} [A-Za-z]{3,9}\.? \d{4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}")
_LONGEST = 366


def _days_above(opened: Opened) -> float:
    """Return how many days there are from one date to another in a line above the heads; 0 where no line has two."""
    for line in opened.text.split("\n")[: opened.head_line] if opened.kind == "table" else ():
        said = [moment(one) for one in _A_DATE.findall(line)]
        days = [one.seconds / DAY for one in said if one is not None]
        if len(days) == len(said) == 2 and 0 <= days[1] - days[0] < _LONGEST:  # noqa: PLR2004 - from and to
            return days[1] - days[0] + 1
    return 0.0


def _say_of_console(tally: Tally, rounded: int, *, known: bool) -> None:
    """Note what a console report leaves open, and how it is read."""
    if known:
        tally.notices.append(f"By its own words it is of {tally.undated_days:,.3g} days.")
    else:
        tally.warnings.append(
            "The report names no period: it is taken for one month. Take the billing export for days and hours."
        )
    if rounded:
        tally.notices.append(
            f"{counted(rounded, 'line')} rounded to nothing in the column Subtotal: the unrounded one is read."
        )


def gcp_console(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read the table of Google's console reports: rounded to cents a line, so that its unrounded subtotal counts.

    It names no period but by columns of months or dates, where it has them.
    """
    days = _days_of_console(opened, look)
    tally = Tally("Google Cloud console report", "gcp", undated_days=days or DAYS_A_MONTH)
    bill = Bill(tally, undated=True, tells_commitments=False, only=opened.gpu)
    currency = console_currency(opened, tally)
    subtotal = np.nan
    rounded = 0
    for chunk in chunks_of(opened, CONSOLE_WANTED, look):
        comma = opened.comma
        paid = falling(
            column_numbers(chunk, "unroundedsubtotal", comma=comma), column_numbers(chunk, "subtotal", comma=comma)
        )
        service, sku = lower(chunk.column("servicedescription")), chunk.column("skudescription")
        line = (service != "") & ((sku != "") | (not chunk.has("skudescription")))
        labels = _labels(chunk, ~line)
        said = {word: paid[np.flatnonzero(~line & (labels == word))[:1]] for word in ("subtotal", "tax")}
        if len(said["subtotal"]):
            subtotal = float(said["subtotal"][0])
        if len(said["tax"]) and np.isfinite(said["tax"][0]) and said["tax"][0]:
            tally.flows[Flow.TAX] = {0: float(said["tax"][0])}
        tally.left["that add others up"] += int(np.count_nonzero(~line))
        rounded += int(np.count_nonzero(line & (column_numbers(chunk, "subtotal", comma=comma) == 0) & (paid > 0)))
        listed = column_numbers(chunk, "listcost", comma=comma)
        saved = column_numbers(chunk, "savingsprograms", comma=comma)
        nature = np.where(line, Nature.USE, Nature.NONE).astype(np.int64)
        none = np.full(chunk.count, np.nan)
        bill.take(
            Charges(
                none,
                none,
                nature,
                paid,
                paid.copy(),
                listed,
                column_numbers(chunk, "usageamount", comma=comma),
                joined(chunk.column("servicedescription"), sku),
                chunk.column("usageunit"),
                none,
                np.zeros(chunk.count, dtype=np.bool_),
                np.full(chunk.count, currency, dtype=object),
            )
        )
        if np.nansum(saved) < 0:
            once(
                tally.notices,
                "What savings programmes take off is in the discount of all; how many hours they cover is not in this"
                " report.",
            )
    _say_of_console(tally, rounded, known=days > 0)
    tally = bill.finished()
    if np.isfinite(subtotal):
        tally.reconciliation += f" The report's own subtotal says {subtotal:,.2f}."
    return tally


def _labels(chunk: Chunk, rows: np.ndarray) -> Texts:
    """Return the label of each row that has neither service nor SKU, in whichever column it stands."""
    labels = np.full(chunk.count, "", dtype=object)
    for place in np.flatnonzero(rows).tolist():
        texts = [str(chunk.column(head)[place]).strip() for head in CONSOLE_WANTED[2:]]
        labels[place] = next(
            (text.casefold() for text in texts if text and not text[0].isdigit() and text[0] != "-"), ""
        )
    return labels
