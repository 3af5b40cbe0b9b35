"""Google's bill with a row for each credit, as UNNEST(credits) gives it: a line's cost and use stand in every row."""

from collections import Counter
from collections.abc import Sequence
from typing import Self

import numpy as np

from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.providers import GIFTS, column_numbers
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.texts import Floats
from desktop.imports.measured.usage import Bools
from desktop.storage.watching import Look

_AMOUNT = "creditsamount"
_OF_A_CREDIT = frozenset({"creditsname", "creditstype", "creditsid", "creditsfullname"})

AGAIN = "that repeat a line for another of its credits, all of which are read"

_KNOWN = _BARE, _WITH, _READ, _REDUCED, _GIVEN, _COMMITTED = range(6)
"""Places of what is known of a line: how often it stands without a credit and with the same one, how often it was read,
what credits and gifts take off it, and how many commitments cover it.
"""


class CreditsApart:
    """The lines of such a bill, each with all of its credits."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._heads = heads
        self._lines: dict[int, list[float]] = {}

    @classmethod
    def of(cls, opened: Opened, look: Look) -> Self | None:
        """Return the lines of a file, None where it has no row for each credit."""
        heads = sorted(opened.folded_heads)
        if _AMOUNT not in heads or not _OF_A_CREDIT & set(heads):
            return None
        lines = cls([head for head in heads if head and head != _AMOUNT and head not in _OF_A_CREDIT])
        which: Counter[int] = Counter()
        for chunk in chunks_of(opened, (*lines.wanted(()), *sorted(_OF_A_CREDIT)), look):
            lines._add(chunk, which)
        return lines

    def wanted(self, others: Sequence[str]) -> Sequence[str]:
        """Return the columns that are read, with others."""
        return tuple(dict.fromkeys([*others, *self._heads, _AMOUNT]))

    def _add(self, chunk: Chunk, which: Counter[int]) -> None:
        """Add the credits of some rows to their lines. which: how often a line was seen with each credit.

        Lines that are alike in all else are as many as have the same credit; one without a credit is one of its own.
        """
        amounts = np.nan_to_num(column_numbers(chunk, _AMOUNT, comma=False)).tolist()
        kinds = [str(one).strip() for one in chunk.column("creditstype")]
        names = zip(*(chunk.column(head) for head in sorted(_OF_A_CREDIT)), strict=True)
        for line, amount, kind, name in zip(self._told_by(chunk), amounts, kinds, names, strict=True):
            known = self._lines.setdefault(line, [0.0] * len(_KNOWN))
            if not any(name):
                known[_BARE] += 1
                continue
            credit = hash((line, name))
            which[credit] += 1
            known[_WITH] = max(known[_WITH], which[credit])
            known[_GIVEN if kind in GIFTS else _REDUCED] += amount
            if kind.startswith("COMMITTED_USAGE"):  # a line may have several of them
                known[_COMMITTED] = max(known[_COMMITTED], which[credit])

    def _told_by(self, chunk: Chunk) -> list[int]:
        """Return what tells the line of each row from others."""
        columns = [chunk.column(head) for head in self._heads]
        return [hash(row) for row in zip(*columns, strict=True)] if columns else [0] * chunk.count

    def of_lines(self, chunk: Chunk) -> tuple[Bools, Floats, Floats, Bools]:
        """Return which rows repeat a line, what credits and gifts take off the others, and what is committed."""
        again, committed = np.zeros(chunk.count, dtype=np.bool_), np.zeros(chunk.count, dtype=np.bool_)
        reduced, given = np.zeros(chunk.count), np.zeros(chunk.count)
        for place, line in enumerate(self._told_by(chunk)):
            known = self._lines[line]
            known[_READ] += 1
            times = known[_BARE] + known[_WITH]
            if known[_READ] > times:
                again[place] = True
                continue
            reduced[place], given[place] = known[_REDUCED] / times, known[_GIVEN] / times
            # those that are alike are told apart by nothing: so many of them as have a commitment count as covered
            committed[place] = known[_READ] <= known[_COMMITTED]
        return again, reduced, given, committed
