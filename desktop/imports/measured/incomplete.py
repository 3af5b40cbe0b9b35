"""Rows of a plain table that lack something: a time, an amount, or all that could be counted."""

import re

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.moments import Moments
from desktop.imports.measured.periods import MONTH_NAMES
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats
from models.quantities.texts import counted
from models.quantities.writing import shown

_PART_OF_A_YEAR = re.compile(r"(?:Q ?[1-4]|P(?:D|eriod)? ?\d{1,2})$", re.IGNORECASE)


def usable(
    tally: Tally,
    read: Moments,
    seconds: Floats,
    values: dict[str, Floats],
    bad: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> NDArray[np.bool_]:
    """Return which rows can be used; amounts below nothing cannot, but for a cost, which is then a credit.

    bad: rows with an amount that is no number, and rows that are told already. A cost that counts without what
        is missing beside it is added to another row of values.
    """
    odd, outside = bad
    good = np.isfinite(seconds)
    doubtful = {text: count for text, count in read.unread.items() if "total" not in text.casefold()}
    if doubtful and all(text.strip().casefold() in MONTH_NAMES for text in doubtful):
        no_year = "whose month has no year; expected here is Jul 2026, or a column of years"
        tally.aside[no_year] += sum(doubtful.values())
    elif doubtful and all(_PART_OF_A_YEAR.match(text.strip()) for text in doubtful):
        kind = "quarter" if next(iter(doubtful)).strip()[0] in "Qq" else "period"
        such = "Q1 2026" if kind == "quarter" else "P01 2025/26"
        tally.aside[f"whose {kind} has no year; expected here is {such}, or a column of years"] += sum(
            doubtful.values()
        )
    elif doubtful:
        unread = ", ".join(f"“{text}”" for text in list(doubtful)[:3])
        tally.aside[f"whose time leaves a doubt or is none ({unread})"] += sum(doubtful.values())
    blank = int(np.count_nonzero(~good)) - sum(doubtful.values())
    if blank > 0:
        tally.aside["without a time, such as totals"] += blank
    cells = ", ".join(shown(cell) for cell in list(tally.odd_cells)[:3])
    tally.aside[f"with an amount that is not a number{f' ({cells})' if cells else ''}"] += int(
        np.count_nonzero(good & odd)
    )
    good &= ~odd & ~outside
    if "cost" in values and (owed := int((good & (values["cost"] < 0)).sum())):
        tally.notices.append(f"{counted(owed, 'cost')} below nothing: taken for credits.")
    good = _with_all(tally, seconds, good, values)
    if len(values) and not any(np.isfinite(column[good]).any() for column in values.values()):
        good[:] = False
    return good


def _with_all(tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: dict[str, Floats]) -> NDArray[np.bool_]:
    """Return the rows that hold all that they should, a cost and a utilisation apart, and say which others there are.

    A cost counts where it is a credit, or where another row of its time holds the rest: it is added to the row of its
    time, or of the one before it, so that nothing else was 0 then.
    """
    first = ["cost"] if "cost" in values else list(values)[:1]
    counts = [name for name in values if name not in {"cost", "utilisation"}] or first
    empty = good & np.any([~np.isfinite(values[name]) for name in counts], axis=0)
    below = {name: good & (values[name] < 0) for name in values if name != "cost"}
    lacking = empty | np.any(list(below.values()), axis=0) if below else empty
    alone = np.zeros(len(good), dtype=np.bool_)
    if "cost" in values and counts != ["cost"]:
        paid = np.isfinite(values["cost"])
        alone = lacking & paid & ((values["cost"] < 0) | np.isin(seconds, seconds[good & ~lacking]))
    whole = np.flatnonzero(good & ~lacking)
    if alone.any() and len(whole):
        tally.notices.append(f"{counted(int(alone.sum()), 'row')} without other amounts: their cost alone is counted.")
        whole = whole[np.argsort(seconds[whole], kind="stable")]
        before = np.searchsorted(seconds[whole], seconds[alone], side="right") - 1
        added_to, cost = whole[np.maximum(before, 0)], values["cost"].copy()
        cost[added_to] = np.nan_to_num(cost[added_to])
        np.add.at(cost, added_to, cost[alone])
        values["cost"] = cost
        good = good & ~alone
    tally.aside["with an amount missing, which is not treated as 0"] += int((empty & good).sum())
    good = good & ~empty
    for name, rows in below.items():
        tally.aside[f"with {name.replace('_', ' ')} below nothing"] += int((rows & good).sum())
        good &= ~rows
    return good


_FEW_LACK, _AS_INVOICES = 0.05, 0.2
"""Shares of times: those that may lack a cost, and those that have one where it is an invoice's of many."""


def without_gaps(
    tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: dict[str, Floats], priced: NDArray[np.bool_]
) -> dict[str, Floats]:
    """Return values without a cost that some times have and others lack: these cost something, and nobody says what.

    priced: which rows have a cost, in whatever currency.
    """
    if "cost" not in values or values.keys() == {"cost"}:
        return values
    # where nothing was used, nothing is paid
    used = np.any([np.nan_to_num(column) != 0 for name, column in values.items() if name != "cost"], axis=0)
    times, with_cost = np.unique(seconds[good & (used | priced)]), np.unique(seconds[good & priced])
    lacking = len(times) - len(with_cost)
    if not len(with_cost) or not lacking:
        return values
    far = float(with_cost[-1] - with_cost[0]) > float(times[-1] - times[0]) / 2
    if len(with_cost) < _AS_INVOICES * len(times) and far:
        return values
    if lacking <= _FEW_LACK * len(times):
        tally.warnings.append(f"{counted(lacking, 'time')} without a cost: nothing is counted there.")
        return values
    tally.warnings.append(
        f"{counted(lacking, 'time')} without a cost, which is not taken for 0: no cost is drawn from the file."
    )
    return {name: column for name, column in values.items() if name != "cost"}
