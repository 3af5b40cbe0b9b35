"""Rows of a table that measured nothing of their own: totals of the others, and what was planned or is expected."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct
from desktop.imports.names import is_called_total

_OF_ALL = re.compile(r"\(?(?:overall|all)\b")
"""How else than as a total such a name may begin; “All-purpose compute” begins so too, and its amounts tell."""

_CHARGED = frozenset({"actual", "actuals", "billed", "charged", "invoiced", "measured"})
_EXPECTED = re.compile(r"^(?:budget(?:ed)?|forecast(?:ed)?|plan(?:ned)?|estimated?|project(?:ed|ion)|target)$")

_LEVELS = 3
"""Rows of all rows of all may stand this deep."""

_ROUNDED = 0.005
"""Share by which a total that was rounded may miss the sum of the others."""


type Coded = tuple[NDArray[np.int64], Sequence[str]]
"""For every row the place of its name among the names of a column, and these."""

MOST_NAMES = 2_000
"""Names of a column; one with more is of numbers, users or texts: it breaks nothing down, and holds no totals."""


class Names:
    """The names in some columns of a table that is read piece by piece, four bytes a row."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._known: dict[str, dict[str, int]] = {column: {} for column in columns}
        self._codes: dict[str, list[NDArray[np.int32]]] = {column: [] for column in self._known}

    @property
    def columns(self) -> list[str]:
        """The columns that are still looked at."""
        return list(self._known)

    def add(self, column: str, texts: Texts) -> None:
        """Add the next rows of a column, or give it up where it has too many names."""
        codes, names = distinct(texts)
        known = self._known[column]
        places = [known.setdefault(name, len(known)) for name in names]
        if len(known) > MOST_NAMES:
            del self._known[column], self._codes[column]
        else:
            self._codes[column].append(np.array(places, dtype=np.int32)[codes])

    def coded(self) -> dict[str, Coded]:
        """Return every column that was kept as places and names."""
        return {
            column: (np.concatenate(self._codes[column]).astype(np.int64), list(known))
            for column, known in self._known.items()
            if self._codes[column]
        }


def counted_rows(
    tally: Tally, seconds: Floats, good: NDArray[np.bool_], values: Mapping[str, Floats], labels: Mapping[str, Coded]
) -> NDArray[np.bool_]:
    """Return which of the rows that can be used count; the others are set aside.

    A row is a total where its name begins as one and, at every time that has one, such rows hold what the others do.
    labels: the columns that are neither time nor amount, by folded head.
    """
    good = good.copy()
    for codes, names in labels.values():
        plain = [name.strip().casefold() for name in names]
        expected = _rows(codes, [place for place, name in enumerate(plain) if _EXPECTED.match(name)]) & good
        if expected.any() and (expected == good).all():
            tally.warnings.append("Its rows say of themselves that they were planned or are expected, not measured.")
        elif expected.any() and any(name in _CHARGED for name in plain):
            tally.aside["that are budgeted or forecast"] += int(expected.sum())
            good &= ~expected
        of_all = [place for place, name in enumerate(plain) if is_called_total(name) or _OF_ALL.match(name)]
        totals = _rows(codes, of_all) & good
        if totals.any() and _add_up(seconds, totals, good & ~totals, values):
            tally.aside[f"that are totals of the others (“{names[of_all[0]].strip()[:40]}”)"] += int(totals.sum())
            good &= ~totals
    return good


def _rows(codes: NDArray[np.int64], places: list[int]) -> NDArray[np.bool_]:
    """Return which rows have one of some names."""
    return np.isin(codes, places)


def _add_up(
    seconds: Floats, totals: NDArray[np.bool_], others: NDArray[np.bool_], values: Mapping[str, Floats]
) -> bool:
    """Return whether rows hold what the others of their time do, once or, with totals of totals, a few times over."""
    times = np.unique(seconds[totals])
    if not np.isin(times, seconds[others]).all():
        return False
    amounts = [column for name, column in values.items() if name != "utilisation"]
    pairs = [(_by_time(times, seconds, column, totals), _by_time(times, seconds, column, others)) for column in amounts]
    return bool(pairs) and any(
        all(np.allclose(whole, level * parts, rtol=_ROUNDED, atol=level * 0.01) for whole, parts in pairs)
        for level in range(1, _LEVELS + 1)
    )


def _by_time(times: Floats, seconds: Floats, column: Floats, rows: NDArray[np.bool_]) -> Floats:
    """Return the sum of some rows at each of some times."""
    rows = rows & np.isfinite(column) & np.isin(seconds, times)
    return np.bincount(np.searchsorted(times, seconds[rows]), weights=column[rows], minlength=len(times))
