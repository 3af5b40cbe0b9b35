"""What a running total is made of, by area and by year, before a month of it is looked at."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.appraisal.model import Model
from models.exhibits.areas import AREA_LABELS
from models.exhibits.years import year_edges, year_heads
from models.formula.node import Line
from models.formula.program import Results

type Months = NDArray[np.float64]
type Parts = Sequence[tuple[str, Sequence[Line], Months]]
"""Parts of a total: each with its name, its lines and its amounts by month."""

LATER = "Paid later than it arises"
LEFT = "Residual value at the horizon"
_A_PENNY = 0.01
_TOTALS = (".total.cumulative", ".total.discounted", ".total.present_value")


def is_total(key: str) -> bool:
    """Return whether a line is the sum of an option's costs over months."""
    return key.endswith(_TOTALS)


def parts_by_area(traced: Model, found: Results, key: str, month: int) -> Parts:
    """Return the costs of an option in the months up to one, by area.

    Discounted where the line is. What is paid in another month than it arises is a part of its own, if there is any.
    """
    option = key.split(".", maxsplit=1)[0]
    totals = traced.appraisal.options[option]
    horizon = found.rows(totals.monthly.key).shape[1] - 1
    last = horizon if key.endswith(".present_value") else month
    factor = np.ones(horizon + 1)
    if not key.endswith(".cumulative"):
        factor = _monthly(found, "finance.discount_factor", horizon)

    def weigh(line: str) -> Months:
        return (_monthly(found, line, horizon) * factor)[: last + 1]

    by_area: dict[str, list[Line]] = {area: [line] for area, line in totals.areas.items()}
    for line in totals.derived:
        by_area.setdefault(line.area, []).append(line)
    parts: list[tuple[str, Sequence[Line], Months]] = [
        (AREA_LABELS.get(area, area), lines, np.sum([weigh(line.key) for line in lines], axis=0))
        for area, lines in by_area.items()
    ]
    rest = weigh(totals.monthly.key) - np.sum([amounts for _, _, amounts in parts], axis=0)
    if np.abs(rest).max(initial=0.0) >= 1:  # a pound
        parts.append((LATER, [], rest))
    if key.endswith(".present_value"):  # less what is left at the horizon, discounted
        left = np.zeros(last + 1)
        left[-1] = found.number(key) - sum(float(amounts.sum()) for _, _, amounts in parts)
        parts.append((LEFT, [traced.lines[f"{option}.total.residual"]], left))
    return [one for one in parts if np.abs(one[2]).max(initial=0.0) >= _A_PENNY]


def _monthly(found: Results, key: str, horizon: int) -> Months:
    rows = found.rows(key)[:, :, 0].sum(axis=0)
    return np.broadcast_to(rows, (horizon + 1,)) if len(rows) == 1 else rows


def by_year(amounts: Months, horizon: int) -> Sequence[tuple[str, float]]:
    """Return the sums of amounts by month, by year of a plan of so many months.

    Years that have not begun are left out; one that has not ended says up to which month.
    """
    last = len(amounts) - 1
    years: list[tuple[str, float]] = []
    for head, (first, end) in zip(year_heads(horizon), pairwise(year_edges(horizon)), strict=True):
        if first <= last:
            upto = f", to month {last}" if last < end - 1 else ""
            years.append((f"{head}{upto}", float(amounts[first:end].sum())))
    return years
