"""Which commitments of a pool may be taken at all, by when its work begins and how long the plan lasts.

A term is taken for what is asked for in its first month, and not where it would end past the horizon.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.finance import Finance
from models.areas.workloads import Workload
from models.quantities.declaration import Input, Value

MONTHS_OF_ONE_YEAR, MONTHS_OF_THREE_YEARS = 12, 36


@dataclass(frozen=True, slots=True)
class TermsThatFit:
    """Which terms of a pool may be taken, and for how long: months at the end of which the last of each kind ends.

    begun: months before the first term. after: whether one-year terms fit once the three-year ones have ended. All are
    those of an option that rents for all of the pool's work.
    """

    begun: int
    one_year: int
    three_years: int
    after: bool

    @property
    def any_three_years(self) -> bool:
        """Whether a three-year term is ever taken."""
        return self.three_years > self.begun


def terms_that_fit(values: Mapping[str, Value], pool: str) -> TermsThatFit:
    """Return which terms of a pool may be taken. values: of every input by key. pool: the row's slug."""
    horizon = int(float(values[Finance.horizon.key]))
    spans = _spans(values, pool)
    waits = bool(values[Pool.terms_with_work.key_in(pool)])
    begun = min((first for first, _ in spans), default=1) - 1 if waits else 0
    if values[Pool.late_terms.key_in(pool)]:
        return TermsThatFit(begun, horizon, horizon, after=False)

    def ends(length: int) -> int:
        return begun + max(0, horizon - begun) // length * length

    def taken(length: int) -> int:
        begins = range(begun + 1, ends(length), length)
        return ends(length) if any(_asked(spans, month) for month in begins) else begun

    one, three = taken(MONTHS_OF_ONE_YEAR), taken(MONTHS_OF_THREE_YEARS)
    later = range(ends(MONTHS_OF_THREE_YEARS) + 1, horizon - MONTHS_OF_ONE_YEAR + 2, MONTHS_OF_ONE_YEAR)
    after = three > begun and any(_asked(spans, month) for month in later)
    return TermsThatFit(begun, one, three, after)


def may_be_taken(values: Mapping[str, Value], declared: Input, pool: str) -> bool:
    """Return whether some option may ever commit a share of a pool that an input holds, such as for three years.

    Terms that begin with what an option rents begin later than the pool's work where an API or servers of its own do
    the first of it: then whatever may fit behind it is taken to. declared: the input that the options share.
    """
    fit = terms_that_fit(values, pool)
    if declared is Pool.committed_one_year:
        return fit.one_year > fit.begun
    if declared is Pool.committed_three_years:
        return fit.any_three_years
    if values[Pool.late_terms.key_in(pool)]:
        return False
    left = float(values[Finance.horizon.key]) - fit.begun
    later = bool(values[Pool.terms_with_work.key_in(pool)]) and left >= MONTHS_OF_THREE_YEARS + MONTHS_OF_ONE_YEAR
    return fit.after or later


def _spans(values: Mapping[str, Value], pool: str) -> list[tuple[int, int]]:
    """Return the first and the last month of the work of a pool that counts."""
    works = [key.split(".")[2] for key in values if key.startswith("workloads.workload.") and key.endswith(".pool")]
    return [
        (int(float(values[Workload.start.key_in(work)])), int(float(values[Workload.end.key_in(work)])))
        for work in works
        if values[Workload.active.key_in(work)] and values[Workload.pool.key_in(work)] == pool
    ]


def _asked(spans: list[tuple[int, int]], month: int) -> bool:
    return any(first <= month <= last for first, last in spans)
