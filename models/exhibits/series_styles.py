"""How the options are told apart in figures: by colour, dash and marker, on light and on dark."""

from dataclasses import dataclass

from models.appraisal.results import CaseResult
from models.areas.options import label_of


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How a series is told apart: by colour, by dash (lengths of line and gap in points) and by marker."""

    colour: str
    dash: tuple[int, ...]
    marker: str


STYLES = {
    "cloud": SeriesStyle("#B54516", (), "circle"),
    "api": SeriesStyle("#865799", (10, 2, 2, 2), "diamond"),
    "on_premises": SeriesStyle("#12436D", (6, 3), "square"),
    "hybrid": SeriesStyle("#1D756E", (2, 2), "triangle"),
    "usual": SeriesStyle("#636976", (8, 3, 2, 3), "none"),
}


AREAS = ("#2F6F9F", "#8C3B5C", "#5C6B1F", "#7A5230", "#4F5B93", "#8A6A00")
"""Colours of what costs are made of; none is an option's."""

ON_LIGHT = {"#28A197": "#1D756E", "#F46A25": "#B84409", "#A285D1": "#7C53BE"}
"""What stands for a scenario's colour on a light screen, where its name has to be read in it."""

ON_DARK = {
    "#B54516": "#FF8A5C",
    "#12436D": "#7FB5E6",
    "#1D756E": "#5CC4B8",
    "#865799": "#C9A2DB",
    "#636976": "#A9B3C0",
    "#7A1F5C": "#D98BC0",
    "#9A6700": "#E3B341",
    "#801650": "#EA83BB",
    "#3D3D3D": "#B8BEC6",
    "#28A197": "#2DB6AB",
    "#F46A25": "#F6854C",
    "#A285D1": "#B198D8",
    "#2F6F9F": "#68A5D2",
    "#8C3B5C": "#CE8CA7",
    "#5C6B1F": "#91A931",
    "#7A5230": "#C5956C",
    "#4F5B93": "#959DC6",
    "#8A6A00": "#C79900",
}
"""What stands for a colour of paper and light screens on a dark one."""

ON_CONTRAST = {
    "#B54516": "#B03A00",
    "#12436D": "#002B5C",
    "#1D756E": "#005A50",
    "#865799": "#5B2A70",
    "#636976": "#000000",
    "#28A197": "#14514C",
    "#F46A25": "#802F06",
    "#A285D1": "#58368F",
    "#2F6F9F": "#275C84",
    "#5C6B1F": "#515E1B",
    "#4F5B93": "#4A558A",
    "#8A6A00": "#6D5400",
}
"""The same in high contrast."""


def left_open(option: str, case: CaseResult) -> bool:
    """Return whether an option awaits an entry while others can be judged: a part of its cost is missing."""
    return option in case.awaited and bool(case.allowed())


def none_judged(case: CaseResult) -> bool:
    """Return whether no option can be judged yet: those that may be chosen lack an entry, and nothing is cheapest."""
    return bool(case.awaited) and not case.allowed()


def awaits(option: str, case: CaseResult) -> bool:
    """Return whether an option, or the one that it is, only lacks an entry."""
    return case.twins.get(option, option) in case.awaited


def barred_label(option: str, case: CaseResult) -> str:
    """Return the name of an option at a curve or a column; one that is not allowed, or awaits an entry, says so."""
    if option not in case.blocked:
        return label_of(option)
    return f"{label_of(option)} ({'not judged' if awaits(option, case) else 'not allowed'})"
