"""Shapes of the distribution an uncertain input is drawn from."""

from collections.abc import Mapping
from enum import StrEnum


class Shape(StrEnum):
    """How an input's cases are spread over its range."""

    PERT = "pert"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    FIXED = "fixed"


FIXED = Shape.FIXED
"""Not drawn: the value holds in every case."""

SHAPES: Mapping[str, str] = {
    "": "PERT (default)",
    Shape.PERT: "PERT: the ends are the minimum and maximum, the value the most likely",
    Shape.TRIANGULAR: "Triangular: the same with more weight on the ends",
    Shape.UNIFORM: "Uniform: every value between the ends is equally likely",
    Shape.NORMAL: "Normal: one case in ten below the low end, one above the high end",
    Shape.LOGNORMAL: "Lognormal: the same on a logarithmic scale",
    Shape.FIXED: "Fixed: not drawn",
}
"""What each shape means, in words; no shape at all is PERT."""
