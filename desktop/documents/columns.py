"""Widths of the columns of a table, on paper and on slides."""

from collections.abc import Sequence


def fitted(wanted: Sequence[float], least: Sequence[float]) -> list[float]:
    """Return widths of at least so much each, as near to those wanted as that leaves, of the same sum.

    Where there is not even room for the least, each has its part of it.

    >>> fitted([50.0, 50.0], [70.0, 10.0]), fitted([50.0, 50.0], [150.0, 50.0])
    ([70.0, 30.0], [75.0, 25.0])
    """
    whole = sum(wanted)
    if sum(least) >= whole:
        return [whole * one / sum(least) for one in least]
    pairs = list(zip(least, wanted, strict=True))
    short = sum(max(0.0, low - want) for low, want in pairs)
    spare = sum(max(0.0, want - low) for low, want in pairs) or 1.0
    return [low if want <= low else want - (want - low) * short / spare for low, want in pairs]
