"""Google's bill with a row for each credit, as UNNEST(credits) gives it: a line's cost and use stand in every row."""

from collections import Counter
from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.providers import GIFTS, column_numbers
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.texts import Floats
from desktop.storage.watching import Look

_AMOUNT = "creditsamount"
_OF_A_CREDIT = frozenset({"creditsname", "creditstype", "creditsid", "creditsfullname"})

AGAIN = "that repeat a line for another of its credits, all of which are read"

type _Line = int
type Flags = NDArray[np.bool_]


class CreditsApart:
    """The lines of such a bill, each with all of its credits."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._heads = heads
        self._credits: dict[_Line, list[float]] = {}
        self._committed: set[_Line] = set()
        self._times: Counter[_Line] = Counter()
        self._read: Counter[_Line] = Counter()

    @classmethod
    def of(cls, opened: Opened, look: Look) -> Self | None:
        """Return the lines of a file, None where it has no row for each credit."""
        heads = sorted(opened.folded_heads)
        if _AMOUNT not in heads or not _OF_A_CREDIT & set(heads):
            return None
        lines = cls([head for head in heads if head and head != _AMOUNT and head not in _OF_A_CREDIT])
        which: Counter[tuple[_Line, str]] = Counter()
        for chunk in chunks_of(opened, (*lines.wanted(()), *sorted(_OF_A_CREDIT)), look):
            lines._add(chunk, which)
        return lines

    def wanted(self, others: Sequence[str]) -> Sequence[str]:
        """Return the columns that are read, with others."""
        return tuple(dict.fromkeys([*others, *self._heads, _AMOUNT]))

    def _add(self, chunk: Chunk, which: Counter[tuple[_Line, str]]) -> None:
        """Add the credits of some rows to their lines. which: how often a line was seen with each credit."""
        amounts = np.nan_to_num(column_numbers(chunk, _AMOUNT, comma=False)).tolist()
        kinds = [str(one).strip() for one in chunk.column("creditstype")]
        names = zip(kinds, *(chunk.column(head) for head in sorted(_OF_A_CREDIT)), strict=True)
        for line, amount, kind, name in zip(self._lines(chunk), amounts, kinds, names, strict=True):
            which[line, str(name)] += 1
            # lines that are alike in all else are as many as have the same credit
            self._times[line] = max(self._times[line], which[line, str(name)])
            taken = self._credits.setdefault(line, [0.0, 0.0])
            taken[kind in GIFTS] += amount
            if kind.startswith("COMMITTED_USAGE"):
                self._committed.add(line)

    def _lines(self, chunk: Chunk) -> list[_Line]:
        """Return what tells the line of each row from others."""
        columns = [chunk.column(head) for head in self._heads]
        return [hash(row) for row in zip(*columns, strict=True)] if columns else [0] * chunk.count

    def of_lines(self, chunk: Chunk) -> tuple[Flags, Floats, Floats, Flags]:
        """Return which rows repeat a line, what credits and gifts take off the others, and what is committed."""
        again, committed = np.zeros(chunk.count, dtype=np.bool_), np.zeros(chunk.count, dtype=np.bool_)
        reduced, given = np.zeros(chunk.count), np.zeros(chunk.count)
        for place, line in enumerate(self._lines(chunk)):
            self._read[line] += 1
            if self._read[line] > self._times[line]:
                again[place] = True
                continue
            reduced[place], given[place] = (amount / self._times[line] for amount in self._credits[line])
            committed[place] = line in self._committed
        return again, reduced, given, committed
