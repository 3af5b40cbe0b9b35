"""How two options compare in one scenario, read from the lines of the graph: when they cross, what the second earns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.returns import internal_rate, modified_internal_rate, sign_changes
from models.formula.program import Results

type Curve = NDArray[np.float64]

A_PENNY = 0.01
"""Money; results closer than this are the same to a reader. The crossovers' own tolerance is half of it."""


@dataclass(frozen=True, slots=True)
class Crossover:
    """A month, with its fraction, in which one option's cumulative cost passes another's: `to` is cheaper after it."""

    origin: str
    to: str
    month: float
    basis: str


@dataclass(frozen=True, slots=True)
class PairResult:
    """How a second option does against a first.

    sustained: the month from which the second stays cheaper to the horizon; None where it ends dearer.
        It is the payback wherever one is told: that it was cheaper for a time is none.
    first_cheaper: the first month in which the second has made up for what it costs more before; None for never.
    peak_funding: the most that the second has cost more at any time, in money.
    internal_rate, modified_rate: a year, of choosing the second; None where there is no such rate, with the reason why
        there is no internal one.
        return_on_investment: the saving over peak funding.
    """

    first: str
    second: str
    basis: str
    sustained: float | None
    first_cheaper: float | None
    peak_funding: float = 0.0
    internal_rate: float | None = None
    no_rate: str = ""
    modified_rate: float | None = None
    return_on_investment: float | None = None


def earned(
    found: Results, first: str, second: str, basis: str
) -> tuple[float, float | None, str, float | None, float | None]:
    """Return what choosing the second earns against the first: peak funding, yearly rates.

    It also gives the saving over peak funding.
    """
    key = PairLine.PEAK_FUNDING.of(first, second, basis)
    if key not in found.arrays or basis != "nominal":
        return 0.0, None, "", None, None
    counted = found.curve(PairLine.RETURNS_FLOW.of(first, second)) * found.curve(
        PairLine.RETURNS_MOVES.of(first, second)
    )
    peak = found.number(key)
    monthly = found.number("finance.monthly_rate")
    inner = internal_rate(counted) if found.number(PairLine.RETURNS_EXISTS.of(first, second)) > 0 else None
    modified = modified_internal_rate(counted, monthly, found.number("finance.reinvestment_monthly"))
    saving = found.number(OptionLine.TOTAL_COST.of(first)) - found.number(OptionLine.TOTAL_COST.of(second))
    why = "" if inner is not None else _no_rate(counted)
    return peak, _yearly(inner), why, _yearly(modified), saving / peak if peak > A_PENNY else None


def _no_rate(flows: Curve) -> str:
    """Return why flows have no internal rate of return."""
    if not (flows < 0).any():
        return "it never costs more" if (flows > 0).any() else "the two cost the same"
    if not (flows > 0).any():
        return "it never saves anything"
    turns, sums = sign_changes(flows), sign_changes(np.cumsum(flows))
    return f"what it saves changes sign {turns} times, and what it has saved so far {sums} times: no one rate is right"


def _yearly(monthly: float | None) -> float | None:
    return None if monthly is None else (1 + monthly) ** 12 - 1


def crossovers_of(found: Results, first: str, second: str, basis: str) -> list[Crossover]:
    """Return every crossover of two options on a basis, in order."""
    flags, months, signs = (
        found.curve(line.of(first, second, basis)) for line in (PairLine.CROSSING, PairLine.MONTH, PairLine.SIGN)
    )
    return [
        (
            Crossover(first, second, float(months[m]), basis)
            if signs[m] > 0
            else Crossover(second, first, float(months[m]), basis)
        )
        for m in np.flatnonzero(flags)
    ]


def first_cheaper(passed: Sequence[Crossover], second: str, signs: Curve) -> float | None:
    """Return the first crossover to the second option; 0 where it is never dearer and ends cheaper."""
    first = next((one.month for one in passed if one.to == second), None)
    return 0.0 if first is None and (signs >= 0).all() and signs[-1] > 0 else first
