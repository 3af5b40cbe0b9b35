"""Times that stand twice in a table: the first counts, or they are added up, and where it is open somebody is asked."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from models.quantities.texts import counted

ADDED, FIRST = "added", "first"
"""The answers of who was asked: all rows of a time, or the first alone."""

_FEW_REPEATS = 0.02
"""Share of the lines whose time and name may stand before with other amounts without doubt."""


def _numbered(keys: NDArray[np.int64], columns: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Return the number of each row's key together with what some columns hold."""
    for column in columns:
        codes = np.unique(column, return_inverse=True, equal_nan=True)[1]
        keys = np.unique(keys * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1].astype(np.int64)
    return keys


def unlike(
    tally: Tally,
    places: NDArray[np.int64],
    pairs: NDArray[np.int64],
    values: Mapping[str, Floats],
    labels: Mapping[str, Texts],
) -> NDArray[np.int64]:
    """Return for every line of a bill the number of its time, its names and amounts, which wholly equal lines share.

    pairs: the number of its time and names. Charges of one time and name are doubted where they are more than a few.
    """
    called = _numbered(pairs, [distinct(texts[places])[0] for texts in labels.values()])
    keys = _numbered(called, [column[places] for column in values.values()])
    first = np.unique(keys, return_index=True)[1]
    charges = first[~(values["cost"][places[first]] < 0)]
    again = len(charges) - len(np.unique(called[charges]))
    if again > _FEW_REPEATS * len(places):
        tally.twice_asked = True
        if tally.twice == FIRST:
            return called
        tally.warnings.append(
            f"{counted(again, 'charge')} of a time and name that stand before, with other amounts: they are added up as"
            " lines of a bill are; look whether an export stands in it twice."
        )
    return keys


def are_repeats(tally: Tally, at: NDArray[np.int64], values: Mapping[str, Floats]) -> bool:
    """Ask of a table whose rows of one time all hold the same amounts, as where one row was joined to several others.

    Returns whether somebody said that the first of them counts alone.
    """
    many = np.bincount(at)
    if len(many) < _FEW_TIMES or (many < 2).any():  # noqa: PLR2004 - one row repeats nothing
        return False
    order = np.argsort(at, kind="stable")
    first = np.repeat(np.cumsum(many) - many, many)
    same = [np.array_equal(column[order], column[order][first], equal_nan=True) for column in values.values()]
    varied = any(len(np.unique(column[np.isfinite(column)])) > 1 for column in values.values())
    if all(same) and varied:
        tally.twice_asked = True
        if tally.twice == FIRST:
            return True
        tally.warnings.append(
            "All rows of a time hold the same amounts: they may be one row that stands several times. They are added"
            " up; look which it is."
        )
    return False


def without_repeats(
    tally: Tally, start: Floats, counts: NDArray[np.bool_], values: Mapping[str, Floats]
) -> NDArray[np.bool_]:
    """Return which rows count: the first of each time alone, where all of one time are alike and somebody said so."""
    places = np.flatnonzero(counts)
    _, first, at = np.unique(start[places], return_index=True, return_inverse=True)
    if not are_repeats(tally, at, {name: column[places] for name, column in values.items()}):
        return counts
    kept = np.zeros_like(counts)
    kept[places[first]] = True
    tally.aside["whose time stands twice"] += len(places) - len(first)
    return kept


_FEW_TIMES = 5
"""Times that may hold the same amounts by chance."""


def once(tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: Mapping[str, Floats]) -> NDArray[np.int64]:
    """Return the places of rows whose time stands for the first time, and say which others there are."""
    places = np.flatnonzero(good)
    _, first = np.unique(seconds[places], return_index=True)
    keep = places[np.sort(first)]
    again = np.setdiff1d(places, keep)
    if len(again):
        tally.aside["whose time stands twice"] += len(again)
        where = {float(seconds[place]): place for place in keep.tolist()}
        differ = sum(
            any(values[name][place] != values[name][where[float(seconds[place])]] for name in values)
            for place in again.tolist()
        )
        hint = (
            " Clocks go back in that hour in the UK: name the time zone, or export in UTC."
            if any(_autumn(seconds[place]) for place in again.tolist())
            else ""
        )
        tally.twice_asked |= differ > _FEW_REPEATS * len(places)
        tally.warnings.append(
            "Times that stand twice:"
            f" {len(again):,}{f', {differ:,} of them with other amounts' if differ else ', with the same amounts'}; the"
            f" first row of each counts.{hint}"
        )
    return keep


def _autumn(seconds: float) -> bool:
    """Return whether an hour is the one that happens twice when the UK's clocks go back, read as if it were UTC."""
    day = datetime.fromtimestamp(seconds, UTC)
    # the last Sunday of October
    return day.month == 10 and day.weekday() == 6 and day.day > 24 and day.hour == 1  # noqa: PLR2004
