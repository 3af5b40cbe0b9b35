"""Inputs moved one after another, decisions kept.

A batch in which each has its own stretch of cases and stands still in all others.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import Decided
from models.formula.program import Results

type Points = NDArray[np.float64]


def along(
    ground: Decided,
    moves: Mapping[str, Points],
    wanted: Sequence[str],
    look: Callable[[float, str], None] | None = None,
) -> dict[str, Points]:
    """Return, for every input moved, the wanted lines along its points: lines × points.

    moves: by key, the values an input takes; none for one that only stands among those that may move, for which machine
        code is there already. wanted: lines without rows or months. look: told how far it is; it may raise to give up.
    """
    ends = np.cumsum([len(points) for points in moves.values()])
    cases = int(ends[-1]) if len(ends) else 0
    if not cases:
        return {key: np.empty((len(wanted), 0)) for key in moves}
    stretches = {
        key: (int(end) - len(points), int(end)) for (key, points), end in zip(moves.items(), ends, strict=True)
    }
    values = np.empty((len(wanted), cases))

    still = {key: float(ground.values[key]) for key in moves}
    places = list(moves)
    last = np.array([end for _, end in stretches.values()])

    def draw(start: int, stop: int) -> dict[str, Points | float]:
        if look is not None:
            look(start / cases, "Moving one input after another")
        columns: dict[str, Points | float] = dict(still)
        for key in places[int(np.searchsorted(last, start, side="right")) :]:
            begin, end = stretches[key]
            if begin >= stop:
                break
            low, high = max(begin, start), min(end, stop)
            if low < high:
                column = np.full(stop - start, still[key])
                column[low - start : high - start] = moves[key][low - begin : high - begin]
                columns[key] = column
        return columns

    def keep(start: int, stop: int, block: Results) -> None:
        for row, line in enumerate(wanted):
            values[row, start:stop] = (
                block.arrays[line].reshape(-1)[: stop - start]
                if block.arrays[line].size > 1
                else block.arrays[line].reshape(-1)
            )

    ground.evaluate_blocks({}, draw, cases, wanted, keep)
    return {key: values[:, begin:end] for key, (begin, end) in stretches.items()}
