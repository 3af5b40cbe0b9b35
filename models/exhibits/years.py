"""Years as tables and sheets divide the months.

The decision by itself, then months 1 to 12, 13 to 24 and so on to the horizon.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.formula.node import Line

YEAR = 12
"""Months."""


def year_edges(horizon: int) -> list[int]:
    """Return where the years of months 0 to the horizon begin, and the end of the last one.

    The decision is a year of one month.
    """
    return sorted({0, 1, *range(YEAR + 1, horizon + 1, YEAR), horizon + 1})


def year_heads(horizon: int) -> list[str]:
    """Return what the years are called."""
    return ["Decision", *(f"Year {year}" for year in range(1, len(year_edges(horizon)) - 1))]


def by_year(monthly: NDArray[np.float64]) -> Sequence[float]:
    """Return sums by year of amounts by month 0…H, in their unit."""
    return [float(monthly[first:end].sum()) for first, end in pairwise(year_edges(len(monthly) - 1))]


def class_label(line: Line) -> str:
    """Return what the total of a class of costs is called in a table of its option, such as "Running costs"."""
    return line.label.removeprefix("All ").capitalize()
