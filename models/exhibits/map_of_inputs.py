"""The map of two inputs as it is shown."""

import numpy as np

from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.cells import BLANK, Entered, share
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name, input_value
from models.exhibits.series_styles import STYLES, awaits, barred_label
from models.exhibits.shapes import Map, MapRegion
from models.exhibits.studies import KEPT, Point, Shown
from models.exhibits.verdict_parts import none_as_planned, to_mend
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.studies.two_inputs import UTILISATION, MapAxis, TwoInputs, told_apart


def map_shown(plan: Plan, scenario: str, found: TwoInputs) -> Shown:
    """Return the map of two inputs."""
    finding = map_finding(plan, scenario, found)
    names = [axis_name(plan, axis.key) for axis in (found.across, found.up)]
    case = judged(plan, scenario)
    labels = {option: barred_label(option, case) for option in found.costs}
    regions = [
        MapRegion(option, labels[option], outlines, STYLES[option]) for option, outlines in found.regions.items()
    ]
    ticks = [_ticks(plan, scenario, axis) for axis in (found.across, found.up)]
    shares = "; ".join(f"{labels[option]} {found.share(option):.0%}" for option in found.costs)
    chart = Map(
        "Which option is cheapest",
        f"{names[1]} up, {names[0].lower()} across; boundaries where two cost the same",
        (float(found.across.values[0]), float(found.across.values[-1])),
        (float(found.up.values[0]), float(found.up.values[-1])),
        (found.across.plan, found.up.plan),
        ticks[0],
        ticks[1],
        regions,
        f"{finding} Share of the map by cheapest option: {shares}.",
    )
    rows: list[list[Entered]] = [
        [labels[option], BLANK if awaits(option, case) else share(found.share(option))] for option in found.costs
    ]
    note = (
        f"{len(found.across.values)} × {len(found.up.values)} points, boundaries on straight lines between them. {KEPT}"
    )
    if UTILISATION in {found.across.key, found.up.key}:
        note += " Utilisation moves with the demand of all workloads, on the servers the plan buys."
    return Shown(
        "map",
        finding,
        note,
        [chart],
        [Table.of(["Cheapest option", "of the map"], rows, list(found.costs))],
        behind=found,
    )


def _ticks(plan: Plan, scenario: str, axis: MapAxis) -> list[tuple[float, str]]:
    first, last = float(axis.values[0]), float(axis.values[-1])
    places = [first + (last - first) * part / 4 for part in range(5)]
    return [(place, axis_value(plan, scenario, axis.key, place)) for place in places]


def map_finding(plan: Plan, scenario: str, found: TwoInputs) -> str:
    """Return where another option wins along the first input, at the plan's second."""
    case = judged(plan, scenario)
    if not case.allowed():
        return f"{none_as_planned(case)}. {to_mend(case)}"
    best = OPTION_LABELS[found.best]
    name, planned = axis_name(plan, found.across.key), axis_value(plan, scenario, found.across.key, found.across.plan)
    crossings = crossings_across(found)
    if not crossings:
        return (
            f"{best} is the cheapest at any “{name}” shown, with “{axis_name(plan, found.up.key)}” as planned; you plan"
            f" {planned}."
        )
    value, low, high = min(crossings, key=lambda one: abs(one[0] - found.across.plan))
    where = axis_value(plan, scenario, found.across.key, value)
    if where == planned:
        below, above = OPTION_LABELS[low], in_sentence(high)
        return f"{below} is cheapest just below the {planned} {name.lower()} that you plan, {above} just above it."
    winner = low if value > found.across.plan else high
    side = "Below" if value > found.across.plan else "Above"
    return f"{side} {where} {name.lower()} {in_sentence(winner)} is cheapest; you plan {planned}."


def crossings_across(found: TwoInputs) -> list[tuple[float, str, str]]:
    """Return where the cheapest option changes along the first input at the plan's second.

    The value, the option below and the one above it.
    """
    place = float(np.interp(found.up.plan, found.up.values, np.arange(len(found.up.values))))
    row, part = min(int(place), len(found.up.values) - 2), place - min(int(place), len(found.up.values) - 2)
    along = {option: cost[row] * (1 - part) + cost[row + 1] * part for option, cost in found.costs.items()}
    order = list(along)
    winner = np.argmin(np.array(list(told_apart(along).values())), axis=0)
    crossings: list[tuple[float, str, str]] = []
    for at in np.flatnonzero(winner[1:] != winner[:-1]):
        low, high = order[int(winner[at])], order[int(winner[at + 1])]
        before, after = (float(along[high][i] - along[low][i]) for i in (at, at + 1))
        share = before / (before - after) if before != after else 0.5
        crossings.append(
            (
                float(found.across.values[at] + share * (found.across.values[at + 1] - found.across.values[at])),
                low,
                high,
            )
        )
    return crossings


def axis_name(plan: Plan, key: str) -> str:
    """Return the name of a side of the map."""
    return "Utilisation" if key == UTILISATION else input_name(plan, key)


def axis_value(plan: Plan, scenario: str, key: str, value: float) -> str:
    """Return a value on a side of the map."""
    return f"{value:.0%}" if key == UTILISATION else input_value(plan, scenario, key, value)


def map_point(plan: Plan, scenario: str, found: TwoInputs, x: float, y: float) -> tuple[str, Point]:
    """Return what is found at a point of the map, in words, and the point itself."""
    inputs = {**found.across.inputs_at(plan, scenario, x), **found.up.inputs_at(plan, scenario, y)}
    names = [
        f"{axis_name(plan, axis.key)} {axis_value(plan, scenario, axis.key, value)}"
        for axis, value in ((found.across, x), (found.up, y))
    ]
    column, row = int(np.abs(found.across.values - x).argmin()), int(np.abs(found.up.values - y).argmin())
    symbol = SYMBOLS[plan.currency]
    costs = ", ".join(
        f"{in_sentence(option)} {money(float(cost[row, column]), symbol)}" for option, cost in found.costs.items()
    )
    return (
        (
            f"{names[0]}, {names[1]}: {in_sentence(found.cheapest_at(x, y))} is the cheapest ({costs}), with"
            " what the plan buys."
        ),
        Point(", ".join(names)[:120], inputs),
    )
