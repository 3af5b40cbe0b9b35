"""How close two numbers count as the same."""

CLOSE = 1e-11
"""Of the larger; programs write fifteen digits."""
