"""Rows of one time added up: a table broken down by what it names, or with a row for each thing that is measured."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.head_units import row_factors
from desktop.imports.measured.left_out import MOST_NAMES
from desktop.imports.measured.role_values import UNITS, put_together
from desktop.imports.measured.roles import amounts_of
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, distinct, numbers
from desktop.imports.measured.twice import ADDED, are_repeats, unlike
from models.quantities.texts import listed

SERIES = "series"
"""How many rows of a time were added up, beside their amounts."""

_REPEATED = 0.3
"""Share of the rows whose time another row has too, from which a table is broken down."""

_GRID = 0.15
"""Share of the pairs of a time and a name that stand in the table at least."""

_NEARLY_A_DAY = 23 * 3_600
"""Seconds between times from which costs are lines of a bill; hours that stand twice are those of the clock."""

_METRICS = frozenset({"metric", "metricname", "measure", "measurement", "meter", "metername", "quantityname"})
"""Heads of a column that says what the value beside it is."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows added up by time. times: each once, in order; values: by what they are; rows: how many they were."""

    times: Floats
    values: Mapping[str, Floats]
    rows: int


def gathered(
    tally: Tally,
    seconds: Floats,
    good: NDArray[np.bool_],
    values: Mapping[str, Floats],
    labels: Mapping[str, Texts],
    heads: Mapping[str, str],
) -> Gathered | None:
    """Return the rows that can be used added up by time, None where nothing breaks the table down.

    labels: the columns that are neither time nor amount, by folded head; heads: as the file writes these. A row that
        stands twice, its names too, counts once; utilisation is the mean of a time's rows. Lines of a bill, by the day
        or longer, are added up whatever they are called; of those of one name with other amounts somebody is asked.
        Who says that rows of one time are added up means every row.
    """
    places = np.flatnonzero(good)
    times, at = np.unique(seconds[places], return_inverse=True)
    metric = next((head for head in labels if head in _METRICS), "")
    unit = next((column for head, column in labels.items() if head in UNITS), None)
    by_role = _by_role(metric, labels, unit, places, values) if metric and len(places) else {}
    if by_role:
        tally.notices.append("It has a row for each thing that is measured; what each is was read from its name.")
        sums = {role: _sum(at, column, len(times)) for role, column in by_role.items()}
        return Gathered(times, put_together(sums, tally), len(places))
    repeated = np.bincount(at)[at] > 1 if len(places) else np.zeros(0, dtype=np.bool_)
    is_list = bool(labels) or set(values) == {"cost"}
    of_bill = "cost" in values and is_list and (len(times) < 2 or float(np.median(np.diff(times))) > _NEARLY_A_DAY)  # noqa: PLR2004
    every = tally.twice == ADDED and repeated.any()
    if not len(places) or (not every and repeated.mean() < (0 if of_bill and repeated.any() else _REPEATED)):
        return None
    most = max(2, len(places) // 2, len(places) // len(times) + 1)
    named = {head: distinct(column[places]) for head, column in labels.items() if _names(head, column[places], most)}
    codes, names = _together(named, at)
    # one name tells nothing apart
    if not (of_bill or every) and (len(names) < 2 or len(places) < _GRID * len(times) * len(names)):  # noqa: PLR2004
        return None
    pairs = at * len(names) + codes
    once = np.arange(len(places)) if every else unlike(tally, places, pairs, values, labels) if of_bill else pairs
    first = np.sort(np.unique(once, return_index=True)[1])
    if not named and len(first) == len(times):
        return None
    if len(first) < len(places):
        tally.aside["whose time and names stand twice"] += len(places) - len(first)
    places, at, codes = places[first], at[first], codes[first]
    mean = ", utilisation is their mean" if "utilisation" in values else ""
    mean += " by their GPUs" if mean and GPUS_OF & set(values) else ""
    whole = "is a list of charges" if of_bill else "has several rows of one time"
    by = f"is broken down by {listed([heads.get(one, one) for one in named])}" if named else whole
    if are_repeats(tally, at, {name: column[places] for name, column in values.items()}):
        return None
    tally.notices.append(f"It {by}: rows of one time are added up{mean}.")
    sums = {name: _sum(at, column[places], len(times)) for name, column in values.items()}
    count = np.bincount(at, minlength=len(times)).astype(np.float64)
    if "utilisation" in sums:
        sums["utilisation"] = _mean(at, values["utilisation"][places], _weights(values, places), len(times))
    return Gathered(times, {**sums, SERIES: count}, len(places))


def of_one_metric(
    tally: Tally, good: NDArray[np.bool_], values: Mapping[str, Floats], labels: Mapping[str, Texts]
) -> NDArray[np.bool_]:
    """Return which rows are of one metric, where a table has a row for each that is measured and says no unit.

    That is the utilisation of GPUs where one is; rows of unlike metrics are never added up.
    """
    metric = next((head for head in labels if head in _METRICS), "")
    if not metric or set(values) != {"load"}:
        return good
    codes, names = distinct(labels[metric])
    there = [int(place) for place in np.unique(codes[good]) if names[int(place)].strip()]
    roles = {place: next(iter(amounts_of([names[place]], {}).values()), "") for place in there}
    if len(there) < 2 or set(roles.values()) - {"", "load", "utilisation"}:  # noqa: PLR2004 - one is not unlike itself
        return good
    read = next((place for place in there if roles[place] == "utilisation"), there[0])
    others = listed([names[place][:40] for place in there if place != read][:4])
    tally.warnings.append(f"Of its metrics “{names[read][:40]}” alone is read, and not {others}: they do not add up.")
    tally.doubted |= roles[read] != "utilisation"
    return good & (codes == read)


_NUMBERED = re.compile(
    r"gpu|index|node|rank|device|host|instance|replica|shard|id$|no$|number$|code$|status|cent(?:re|er)|account|dept"
    r"|department|project|customer|tenant|port$|cluster|rack|version|ticket"
)
"""Heads of columns whose whole numbers are names."""


def _names(head: str, column: Texts, most: int) -> bool:
    """Return whether a column holds names or numbers that stand for some, such as those of GPUs, and no amounts.

    most: names that there may be: as many as a time has rows, or two rows each.
    """
    names = distinct(column)[1]
    if not 1 < len(names) <= min(MOST_NAMES, most):
        return False
    read, odd = numbers(np.array(names, dtype=object))
    if odd.any():
        return True
    whole = np.isfinite(read) & (read >= 0) & (read == np.floor(read))
    return bool(whole.all()) and _NUMBERED.search(head) is not None


def _together(
    named: Mapping[str, tuple[NDArray[np.int64], Sequence[str]]], at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for every row the number of its names taken together, and these."""
    codes = np.zeros(len(at), dtype=np.int64)
    for of_rows, names in named.values():
        codes = np.unique(codes * len(names) + of_rows, return_inverse=True)[1].astype(np.int64)
    return codes, np.unique(codes)


def _by_role(
    metric: str,
    labels: Mapping[str, Texts],
    unit: Texts | None,
    places: NDArray[np.int64],
    values: Mapping[str, Floats],
) -> dict[str, Floats]:
    """Return the one column of values by what the metric of each row is; nothing where its names say nothing.

    unit: of each row, such as thousand, where a column says so.
    """
    if len(values) != 1:
        return {}
    column = next(iter(values.values()))[places]
    codes, names = distinct(labels[metric][places])
    roles = [next(iter(amounts_of([name], {}).values()), "") for name in names]
    return {
        role: np.where(
            np.isin(codes, [place for place, one in enumerate(roles) if one == role]),
            column if unit is None else column * row_factors(unit[places], role),
            np.nan,
        )
        for role in dict.fromkeys(roles)
        if role and role not in {"utilisation", "load"}
    }


GPUS_OF = frozenset({"gpu_hours", "gpus"})
"""What says of how many GPUs a utilisation is."""


def _weights(values: Mapping[str, Floats], places: NDArray[np.int64]) -> Floats:
    """Return of how many GPUs each row is, 1 where nothing says so."""
    of_gpus = next((values[one] for one in sorted(GPUS_OF) if one in values), None)
    return np.ones(len(places)) if of_gpus is None else np.nan_to_num(of_gpus[places])


def _mean(at: NDArray[np.int64], column: Floats, weights: Floats, count: int) -> Floats:
    """Return the weighted mean of each time, the plain one where its rows weigh nothing.

    >>> _mean(np.array([0, 0, 1]), np.array([0.6, 0.3, 0.5]), np.array([96.0, 192.0, 0.0]), 2).round(6).tolist()
    [0.4, 0.5]
    """
    there = np.isfinite(column)
    many = np.bincount(at[there], minlength=count)
    weight = np.bincount(at[there], weights=weights[there], minlength=count)
    weighed = np.bincount(at[there], weights=(column * weights)[there], minlength=count)
    plain = np.bincount(at[there], weights=column[there], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, weighed / weight, np.where(many > 0, plain / many, np.nan))


def _sum(at: NDArray[np.int64], column: Floats, count: int) -> Floats:
    """Return the sum of each time, NaN where it has no number."""
    there = np.isfinite(column)
    sums = np.bincount(at[there], weights=column[there], minlength=count)
    return np.where(np.bincount(at[there], minlength=count) > 0, sums, np.nan)


def added_by_month(
    seconds: Floats, values: Mapping[str, Floats], good: NDArray[np.bool_]
) -> tuple[Floats, Mapping[str, Floats], NDArray[np.bool_]]:
    """Return what invoices come to by the month that they are of: as many as it has are added up."""
    months, places = np.unique(seconds[good], return_inverse=True)
    added = {
        name: np.bincount(places, weights=np.nan_to_num(column[good]), minlength=len(months))
        for name, column in values.items()
    }
    return months, added, np.ones(len(months), dtype=np.bool_)
