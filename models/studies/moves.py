"""From where the search stands, the candidates that it looks at next."""

import itertools
from collections.abc import Iterator, Sequence

from models.areas.compute import Pool
from models.areas.decisions import COMMITTED, Tried
from models.studies.decision_space import Candidate, Variable

NEAR = 15
"""Of a decision with many values, such as servers, how far from where it stands two are moved together."""


def single_moves(variables: Sequence[Variable], here: Candidate) -> Iterator[Candidate]:
    """Yield every change of one decision."""
    for place, one in enumerate(variables):
        for value in range(len(one.values)):
            if value != here[place]:
                yield (*here[:place], value, *here[place + 1 :])


def pair_moves(variables: Sequence[Variable], here: Candidate) -> Iterator[Candidate]:
    """Yield every change of two decisions of one pool, or of two workloads' models."""
    for first, second in itertools.combinations(range(len(variables)), 2):
        one, other = variables[first], variables[second]
        both_called = {one.decision.tried, other.decision.tried} == {Tried.NONE_OR_ALL}
        if one.row != other.row and not both_called:
            continue
        for value, another in itertools.product(_near(one, here[first]), _near(other, here[second])):
            moved = list(here)
            moved[first], moved[second] = value, another
            yield tuple(moved)


def term_moves(variables: Sequence[Variable], here: Candidate) -> Iterator[Candidate]:
    """Yield every exchange of one-year for three-year terms that keeps what is committed after the latter."""
    place_of = {(one.row, one.decision.declared.name): place for place, one in enumerate(variables)}
    for row, name in place_of:
        places = [place_of.get((row, one.name)) for one in COMMITTED]
        if name != Pool.one_year_after.name or None in places:
            continue
        one_year, three_years, after = (place for place in places if place is not None)
        shares = [float(share) for share in variables[one_year].values]
        later = {round(float(share), 4): number for number, share in enumerate(variables[after].values)}
        in_all = shares[here[one_year]] + float(variables[after].values[here[after]])
        for number, share in enumerate(shares):
            kept = later.get(round(in_all - share, 4))
            for longer in range(len(variables[three_years].values)) if kept is not None else ():
                moved = list(here)
                moved[one_year], moved[three_years], moved[after] = number, longer, kept or 0
                yield tuple(moved)


def _near(one: Variable, place: int) -> range:
    if len(one.values) <= 2 * NEAR:
        return range(len(one.values))
    return range(max(0, place - NEAR), min(len(one.values), place + NEAR + 1))
