"""What is too close to call: a small lead, or one that does not hold often enough."""

LIKELY, SURE = 0.7, 0.9
"""A lead is close below the first chance, and below the second where it is within the tolerance."""


def is_close(lead: float, tolerance: float, chance: float | None) -> bool:
    """Return whether a lead is too close to call; without draws, whether it is within the tolerance.

    >>> is_close(42_000, 150_000, 0.54), is_close(42_000, 150_000, 0.95), is_close(900_000, 150_000, 0.65)
    (True, False, True)
    """
    if chance is None:
        return lead < tolerance
    return chance < LIKELY or (lead < tolerance and chance < SURE)
