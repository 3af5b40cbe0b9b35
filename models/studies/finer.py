"""Inputs scanned coarsely first, and finely only where what they are scanned for may change its sign."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import Decided
from models.studies.one_by_one import Points, along

type Look = Callable[[float, str], None]
type Differences = Callable[[Points], Mapping[str, Points]]
type Places = NDArray[np.int64]

FIRST = (4, 32)
"""Into how many stretches the points of an input are cut at first, and then; after that each is looked at.

Points within a stretch are looked at only where a difference may change its sign there.
"""

STEEP = 4.0
"""How many times as steep between two points as these and their neighbours say, up to which a change is looked for."""

_EACH = 10_000
"""Stretches of which none has a point within it."""


def finer_where_it_turns(
    ground: Decided,
    grids: Mapping[str, Points],
    wanted: Sequence[str],
    differences: Differences,
    look: Look | None = None,
) -> tuple[dict[str, Points], dict[str, Points]]:
    """Return, for every input, the points that were looked at, in order, and the wanted lines there: lines × points.

    grids: all points of each input. differences: of the lines along some points, what may change its sign. look: told
        how far it is; it may raise to give up.
    """
    places = {key: np.empty(0, dtype=np.int64) for key in grids}
    costs = {key: np.empty((len(wanted), 0)) for key in grids}
    rounds = (*FIRST, _EACH)
    for number, stretches in enumerate(rounds):
        asked = {key: _asked(differences, len(grid), places[key], costs[key], stretches) for key, grid in grids.items()}
        found = along(
            ground,
            {key: grids[key][some] for key, some in asked.items()},
            wanted,
            None if look is None else partial(_part_of, look, number / len(rounds), 1 / len(rounds)),
        )
        for key, some in asked.items():
            every = np.concatenate([places[key], some])
            order = every.argsort()
            places[key] = every[order]
            costs[key] = np.concatenate([costs[key], found[key]], axis=1)[:, order]
    return {key: grid[places[key]] for key, grid in grids.items()}, costs


def _part_of(look: Look, begun: float, whole: float, part: float, doing: str) -> None:
    look(begun + whole * part, doing)


def _asked(differences: Differences, points: int, places: Places, costs: Points, stretches: int) -> Places:
    """Return which points of an input are looked at next: at first some of all, then those where the sign may change.

    places, costs: what is known so far.
    """
    stride = max(points // stretches, 1)
    if not len(places):
        return np.unique(np.append(np.arange(0, points, stride), points - 1))
    may = np.zeros(len(places) - 1, dtype=bool)
    for one in differences(costs).values():
        may |= _may_turn(one)
    between: list[Places] = [np.arange(places[at] + stride, places[at + 1], stride) for at in np.flatnonzero(may)]
    return np.concatenate([np.empty(0, dtype=np.int64), *between])


def _may_turn(difference: Points) -> NDArray[np.bool_]:
    """Return, for every two neighbouring points, whether a difference may change its sign there, or does."""
    near = np.minimum(np.abs(difference[1:]), np.abs(difference[:-1]))
    steps: Points = np.abs(np.diff(difference))
    wider = np.concatenate([steps[:1], steps, steps[-1:]])
    steep = np.maximum(np.maximum(wider[:-2], wider[2:]), steps)
    turns = np.signbit(difference[1:]) != np.signbit(difference[:-1])
    return turns | (near < STEEP * steep)
