"""Lines of a bill in common terms, whoever wrote it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import cast

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from models.quantities.texts import counted

type Bools = NDArray[np.bool_]
type Codes = NDArray[np.int64]


class Nature(IntEnum):
    """What a line is charged for. Lines of nature NONE are left out; those of nature UNKNOWN are set aside."""

    UNKNOWN = 0
    USE = 1
    UNUSED = 2
    PURCHASE = 3
    TAX = 4
    CREDIT = 5
    ADJUSTMENT = 6
    NONE = 7


@dataclass
class Charges:
    """Lines of one chunk.

    start, end: seconds since 1970, NaN where a line does not say. nature: of each. billed, effective, listed: in the
        bill's currency, NaN where it is not said.
    quantity: in its unit. texts, units: what is metered. gpus: of the machine, NaN where the bill does not say.
        committed: whether a commitment covered it.
    spot: whether it could be taken away at any time. currency: of each line. unused: paid for commitments and not used,
        in the same line. years: of the commitment of each line, 0 where it does not say.
    late: used at another time than that of the bill, which they say nothing of.
    """

    start: Floats
    end: Floats
    nature: Codes
    billed: Floats
    effective: Floats
    listed: Floats
    quantity: Floats
    texts: Texts
    units: Texts
    gpus: Floats
    committed: Bools
    currency: Texts
    spot: Bools | None = None
    unused: Floats | None = None
    late: Bools | None = None
    years: Floats | None = None

    def some(self, rows: Bools) -> "Charges":
        """Return some of the lines."""
        return Charges(
            self.start[rows],
            self.end[rows],
            self.nature[rows],
            self.billed[rows],
            self.effective[rows],
            self.listed[rows],
            self.quantity[rows],
            self.texts[rows],
            self.units[rows],
            self.gpus[rows],
            self.committed[rows],
            self.currency[rows],
            None if self.spot is None else self.spot[rows],
            None if self.unused is None else self.unused[rows],
            None if self.late is None else self.late[rows],
            None if self.years is None else self.years[rows],
        )


_YEARS = re.compile(r"p?(\d{1,2})\s*-?(yr|years?|y|months?|m|)")
_A_YEAR = 12


def years_of(texts: Texts) -> Floats:
    """Return how many years a commitment is for, as a bill says it, 0 where it says nothing that is known.

    >>> years_of(np.array(["12", "36", "3yr", "1 Year", "P3Y", "60 Months", ""], dtype=object)).tolist()
    [1.0, 3.0, 3.0, 1.0, 3.0, 5.0, 0.0]
    """
    codes, values = distinct(texts)
    years: list[float] = []
    for value in values:
        said = _YEARS.fullmatch(value.strip().casefold())
        number = int(said[1]) if said is not None else 0
        years.append(float(number if said is not None and said[2].startswith("y") else number // _A_YEAR))
    return np.array(years, dtype=np.float64)[codes] if values else np.zeros(0)


def running_fees(tally: Tally, charges: Charges, running: Bools) -> Charges:
    """Return lines of which purchases that are fees for the time, such as those of support, are use: they run on.

    What is paid for a commitment is none of these, since its use bears it. A fee meters nothing.
    """
    # what its bill says costs nothing by use is borne by the use of a commitment
    fees = running & (charges.nature == Nature.PURCHASE) & ~(charges.effective == 0)
    if not fees.any():
        return charges
    if _FEES not in tally.notices:
        tally.notices.append(_FEES)
    effective = np.where(fees & ~(charges.effective > 0), charges.billed, charges.effective)
    quantity = np.where(fees, np.nan, charges.quantity)
    return replace(
        charges,
        nature=np.where(fees, Nature.USE, charges.nature),
        effective=effective,
        listed=np.where(fees, np.nan, charges.listed),
        quantity=quantity,
    )


_FEES = "Recurring fees for no commitment, such as those of support, count to its cost."


def gpus_said(details: Texts) -> Floats:
    """Return the GPUs that details in JSON name, NaN where they name none: GpuCount of FOCUS, gpu of AWS."""
    codes, values = distinct(details)
    counts = np.array([_gpus_in(value) for value in values], dtype=np.float64)
    return counts[codes] if len(values) else np.zeros(0)


def _gpus_in(text: str) -> float:
    if "gpu" not in text.casefold():
        return np.nan
    try:
        details: object = json.loads(text)
    except ValueError:
        return np.nan
    if isinstance(details, dict):
        for key, value in cast("Mapping[str, object]", details).items():
            if key.casefold() in {"gpucount", "gpu", "x_gpucount"} and isinstance(value, (int, float, str)):
                try:
                    return float(value)
                except ValueError:
                    return np.nan
    return np.nan


def joined(*columns: Texts) -> Texts:
    """Return texts put together, row by row, with blanks between."""
    joined_text = columns[0]
    for column in columns[1:]:
        joined_text = joined_text + " " + column
    return joined_text


def in_their_period(charges: Charges, opens: Floats, closes: Floats) -> Charges:
    """Return lines of which those of another time than that of their bill are put into it: they are paid with it.

    Such are late and corrected lines; their cost lies evenly over the period, and their use is no use of it. opens,
        closes: of the bill of each line, NaN where it does not say.
    """
    late = (closes > opens) & (charges.end > charges.start) & ((charges.start >= closes) | (charges.end <= opens))
    if not late.any():
        return charges
    start, end = np.where(late, opens, charges.start), np.where(late, closes, charges.end)
    return replace(charges, start=start, end=end, quantity=np.where(late, np.nan, charges.quantity), late=late)


def reconciled(sums: Mapping[str, float], currency: str, totals: Mapping[str, float], lines: int) -> str:
    """Return the sentence that can be held against an invoice.

    sums: of each flow; totals: what is billed and what it costs after commitments, of all lines.
    """
    names = {"tax": "tax", "credits": "credits", "purchases": "purchases", "adjustments": "adjustments"}
    names["unused_commitment"] = "unused commitments"
    parts = [f"{label} {sums[name]:,.2f}" for name, label in names.items() if sums.get(name)]
    code = currency or "without a currency"
    sentence = f"Billed {totals['billed']:,.2f} {code} in {counted(lines, 'line')}"
    sentence += f", of which {', '.join(parts)}" if parts else ""
    effective = totals["effective"]
    return f"{sentence}; effective cost of all lines {effective:,.2f} {code}." if effective else f"{sentence}."
