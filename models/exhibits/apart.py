"""Places along a line for names that would touch if each stood where it would like to."""

from collections.abc import Sequence
from math import inf


def apart(wanted: Sequence[float], gap: float, lowest: float = -inf, highest: float = inf) -> list[float]:
    """Return places as near as can be to those wanted, in their order, a gap apart and between two bounds.

    Nearest in the sum of squares: less the gaps before them the places only have to rise, so that those out of order
    share their mean and the bounds cut off what is left (isotonic regression; Barlow and others, "Statistical
    inference under order restrictions", 1972, chapter 1). Where there is no room for all, the gap is what there is.

    >>> apart([50.0, 52.0, 10.0], 10.0)
    [46.0, 56.0, 10.0]
    >>> apart([50.0, 52.0, 10.0], 10.0, 20.0, 55.0)
    [45.0, 55.0, 20.0]
    >>> apart([5.0, 5.0, 5.0], 10.0, 0.0, 10.0)
    [0.0, 5.0, 10.0]
    """
    if len(wanted) > 1:
        gap = min(gap, max(0.0, highest - lowest) / (len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    groups: list[tuple[float, list[int]]] = []
    for number, place in enumerate(order):
        groups.append((wanted[place] - gap * number, [place]))
        while len(groups) > 1 and groups[-1][0] < groups[-2][0]:
            (before, first), (after, last) = groups[-2:]
            groups[-2:] = [((before * len(first) + after * len(last)) / (len(first) + len(last)), first + last)]
    level = {place: shared for shared, places in groups for place in places}
    room = highest - gap * (len(wanted) - 1)
    places = [0.0] * len(wanted)
    for number, place in enumerate(order):
        places[place] = max(lowest, min(level[place], room)) + gap * number
    return places
