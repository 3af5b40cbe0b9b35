"""Rows of a plan in a sentence."""

from collections.abc import Sequence

from models.plan.plan import Row
from models.quantities.texts import listed

_NAMED = 2
"""Rows that are named; of more it is said how many there are."""


def it(rows: Sequence[Row]) -> str:
    """Return the word that stands for some rows."""
    return "it" if len(rows) == 1 else "them"


def names_of(rows: Sequence[Row]) -> str:
    """Return the names of some rows in a sentence.

    >>> names_of([Row("a", "One"), Row("b", "Two"), Row("c", "Three")])
    '“One”, “Two” and 1 more'
    """
    more = len(rows) - _NAMED
    named = [f"“{row.name}”" for row in rows[:_NAMED]]
    return listed([*named, f"{more} more"] if more > 0 else named)
