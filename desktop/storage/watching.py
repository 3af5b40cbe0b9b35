"""Word of how far long work is, for whoever waits."""

from collections.abc import Callable

type Look = Callable[[float, str], None]
"""Told how far the work is, from 0 to 1, and what is done; it may raise to give the work up."""


def unwatched(_part: float, _doing: str) -> None:
    """Take word of how far the work is where nobody waits for it."""
