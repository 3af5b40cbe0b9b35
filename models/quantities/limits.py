"""How large a plan may be: declared once, for what refuses beyond it and for what is timed within it."""

MOST_WORKLOADS = 100
MOST_ROWS = 300
"""Rows of any other table."""
MOST_MONTHS = 120
FEWEST_MONTHS = 12
MOST_SCENARIOS = 200


def most_rows(table: str) -> int:
    """Return how many rows a table may have.

    >>> most_rows("workload"), most_rows("pool")
    (100, 300)
    """
    return MOST_WORKLOADS if table == "workload" else MOST_ROWS
