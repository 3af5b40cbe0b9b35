"""How the options are told apart in figures: by colour, dash and marker, on light and on dark."""

from collections.abc import Container
from dataclasses import dataclass

from models.areas.options import label_of


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How a series is told apart: by colour, by dash (lengths of line and gap in points) and by marker."""

    colour: str
    dash: tuple[int, ...]
    marker: str


STYLES = {
    "cloud": SeriesStyle("#D4511B", (), "circle"),
    "api": SeriesStyle("#8A5A9E", (10, 2, 2, 2), "diamond"),
    "on_premises": SeriesStyle("#12436D", (6, 3), "square"),
    "hybrid": SeriesStyle("#1F7F77", (2, 2), "triangle"),
    "usual": SeriesStyle("#6B7280", (8, 3, 2, 3), "none"),
}


ON_DARK = {
    "#D4511B": "#FF8A5C",
    "#12436D": "#7FB5E6",
    "#1F7F77": "#5CC4B8",
    "#8A5A9E": "#C9A2DB",
    "#6B7280": "#A9B3C0",
    "#7A1F5C": "#D98BC0",
    "#9A6700": "#E3B341",
}
"""What stands for a colour of paper and light screens on a dark one."""


def allowed_label(option: str, blocked: Container[str]) -> str:
    """Return the name of an option at a curve or a column; one that is not allowed says so."""
    return f"{label_of(option)} (barred)" if option in blocked else label_of(option)
