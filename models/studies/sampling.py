"""Draws of uncertain inputs.

Distributions are truncated to an input's bounds; Latin hypercubes are keyed by seed, input and block.

A draw depends on nothing but its own key, so that a new input moves no other's draws and a band moves only because an
input moved.
"""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from models.areas.register import expanded
from models.formula.code_store import CODE, key_of
from models.plan.distributions import FIXED, Shape
from models.plan.plan import Plan
from models.plan.ranges import plausible_range
from models.quantities.declaration import Input, Kind

type Draws = NDArray[np.float64]

SEED = 2_026
ONE_CUBE = 100_000
"""Up to this many cases are one Latin hypercube; above it blocks of PER_BLOCK cases are one each."""

PER_BLOCK = 20_000
REMEMBERED = 10_000
"""Columns of up to this many cases are kept from one edit to the next."""

_Z = NormalDist().inv_cdf(0.9)
_TURNS = np.sin(np.linspace(0.0, np.pi / 2, 1_501)) ** 2
"""Where a PERT distribution is tabulated, densest at its ends.

What is read between two points is off by less than 1e-5 of the range.
"""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How an input is spread: shape, low, value (the likeliest) and high, in the input's unit, truncated to its bounds.

    PERT and triangular: the ends are the least and the most. Uniform: anything between the ends is alike.
    Normal and lognormal: a tenth of the cases lies below the low end and a tenth above the high end, before truncation.
    """

    shape: Shape
    low: float
    value: float
    high: float
    bounds: tuple[float, float]

    def quantile(self, part: Draws) -> Draws:
        """Return the values below which parts (0 to 1) of all cases lie."""
        low, high, mode = self.low, self.high, min(max(self.value, self.low), self.high)
        if not low < high:
            return np.full_like(part, self.value)
        match self.shape:
            case Shape.UNIFORM:
                values = low + part * (high - low)
            case Shape.TRIANGULAR:
                values = _triangular(part, low, mode, high)
            case Shape.NORMAL:
                values = _normal(part, (low + high) / 2, (high - low) / (2 * _Z), self.bounds)
            case Shape.LOGNORMAL if low > 0:
                logs = np.log([low, high])
                with np.errstate(divide="ignore"):
                    bounds = np.log(np.maximum(self.bounds, 0.0))
                values = np.exp(
                    _normal(
                        part,
                        float(logs.mean()),
                        float(logs[1] - logs[0]) / (2 * _Z),
                        (float(bounds[0]), float(bounds[1])),
                    )
                )
            case _:
                values = _pert(part, low, mode, high)
        return values.clip(*self.bounds)


def _triangular(part: Draws, low: float, mode: float, high: float) -> Draws:
    """Return quantiles in closed form. Source: Kotz and van Dorp, Beyond Beta (2004), chapter 1."""
    below = low + np.sqrt(part * (high - low) * (mode - low))
    above = high - np.sqrt((1 - part) * (high - low) * (high - mode))
    return np.where(part < (mode - low) / (high - low), below, above)


def _pert(part: Draws, low: float, mode: float, high: float) -> Draws:
    """Return quantiles of the beta distribution with mean (low + 4 mode + high) ÷ 6.

    Source: Malcolm et al. (1959), PERT.
    """
    turn = (mode - low) / (high - low)
    return low + (high - low) * np.interp(part, _beta_table(1 + 4 * turn, 5 - 4 * turn), _TURNS)


@lru_cache(maxsize=512)
def _beta_table(first: float, second: float) -> Draws:
    """Return the beta distribution at the points of a PERT distribution; what was worked out before is kept on disk."""
    key = key_of(f"betainc {first!r} {second!r} {len(_TURNS)}", "", "", np.__version__)
    kept = CODE.read(key)
    if kept is not None and len(kept) == _TURNS.nbytes:
        return np.frombuffer(kept)
    # takes a third of a second to import, and the window must not wait for it
    from scipy.special import betainc  # noqa: PLC0415

    table: Draws = betainc(first, second, _TURNS)
    CODE.write(key, table.tobytes())
    return table


def _normal(part: Draws, middle: float, spread: float, bounds: tuple[float, float]) -> Draws:
    from scipy.special import ndtr, ndtri  # noqa: PLC0415 - likewise

    low, high = (float(ndtr((bound - middle) / spread)) for bound in bounds)
    return middle + spread * ndtri(low + part * (high - low))


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An input that is drawn: its key, declaration and distribution, and how it moves with others of its group.

    correlation: with what the members of the group have in common, −1 to 1.
    """

    key: str
    declared: Input
    distribution: Distribution
    group: str = ""
    correlation: float = 0.0

    def column(self, cases: int, block: int = 0, seed: int = SEED) -> Draws:
        """Return the input's values in some cases, one in each of as many equal parts of its distribution.

        Whole numbers are rounded.
        """
        if cases <= REMEMBERED and block == 0:
            return _remembered(
                self.key,
                self.distribution,
                self.group,
                self.correlation,
                cases,
                seed,
                whole=self.declared.kind is Kind.INTEGER,
            )
        return _column(
            self.key,
            self.distribution,
            self.group,
            self.correlation,
            cases,
            seed,
            block,
            whole=self.declared.kind is Kind.INTEGER,
        )


def uncertain_inputs(
    plan: Plan, scenario: str, known: Sequence[Uncertain] = (), moved: Collection[str] = ()
) -> list[Uncertain]:
    """Return the numeric inputs of a scenario that count and have a range, each with its distribution.

    known: those of a plan that differs by the inputs moved alone; rows in which none of them stands are taken from
    there.

    A range of the evidence is drawn from as it is. Of a range that is only declared, and holds for any organisation,
    the part that lies
    evenly about the plan's value is drawn from: a default then widens a band and never moves its middle.
    """
    rows = {_row_of(key) for key in moved}
    taken = [one for one in known if _row_of(one.key) not in rows]
    inputs = (
        uncertain(plan, scenario, key)
        for key, declared, _ in expanded(plan.slugs)
        if declared.numeric and (not known or _row_of(key) in rows)
    )
    return [*taken, *(one for one in inputs if one is not None)]


def _row_of(key: str) -> str:
    """Return the row, or the area, whose inputs say of each other whether they apply and count."""
    return key.rsplit(".", 1)[0]


def moving_inputs(plan: Plan, scenario: str) -> set[str]:
    """Return the numeric inputs that may turn out otherwise: those that are drawn, and those at an end of their range.

    A default of which nobody has said in which range it lies is not drawn where it is the most there can be, such as
    100% success; it may be less all the same.
    """
    return {
        key
        for key, declared, _ in expanded(plan.slugs)
        if declared.numeric and _within(plan, scenario, key, declared) is not None
    }


def _within(plan: Plan, scenario: str, key: str, declared: Input) -> tuple[float, float] | None:
    """Return the range of an input that is not certain, None where it has none."""
    shape = plan.entry(scenario, key).evidence.shape
    if (shape and Shape(shape) is FIXED) or (not shape and declared.certain):
        return None
    return plausible_range(plan, scenario, key, declared)


def uncertain(plan: Plan, scenario: str, key: str) -> Uncertain | None:
    """Return how one input is drawn, None where it is not."""
    declared = plan.declaration(key)
    within = _within(plan, scenario, key, declared)
    if within is None:
        return None
    entry = plan.entry(scenario, key)
    evidence, value = entry.evidence, float(entry.value)
    shape = Shape(evidence.shape) if evidence.shape else Shape.PERT
    low, high = min(within[0], value), max(within[1], value)
    if (evidence.low is None and evidence.high is None) or evidence.low == evidence.high:
        near = min(value - low, high - value)
        low, high = value - near, value + near
    return (
        Uncertain(
            key, declared, Distribution(shape, low, value, high, declared.bounds), evidence.group, evidence.correlation
        )
        if low < high
        else None
    )


type Drawn = dict[str, tuple[Uncertain, Draws]]
"""Columns that were drawn before, by key, each with the input as it was drawn."""


def columns(
    inputs: Sequence[Uncertain], cases: int, block: int = 0, seed: int = SEED, before: Drawn | None = None
) -> dict[str, Draws]:
    """Return the draws of some inputs by key.

    before: of the same number of cases, block and seed; what is drawn is added to it.
    """
    drawn: dict[str, Draws] = {}
    for one in inputs:
        known = before.get(one.key) if before is not None else None
        drawn[one.key] = known[1] if known is not None and known[0] is one else one.column(cases, block, seed)
        if before is not None and known is None:
            before[one.key] = one, drawn[one.key]
    return drawn


def _generator(seed: int, key: str, block: int) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(key.encode()), block])


@lru_cache(maxsize=1_024)
def _remembered(
    key: str, distribution: Distribution, group: str, correlation: float, cases: int, seed: int, *, whole: bool
) -> Draws:
    draws = _column(key, distribution, group, correlation, cases, seed, 0, whole=whole)
    draws.flags.writeable = False
    return draws


def _column(
    key: str,
    distribution: Distribution,
    group: str,
    correlation: float,
    cases: int,
    seed: int,
    block: int,
    *,
    whole: bool,
) -> Draws:
    strata, within = _placed(key, cases, seed, block, group, correlation)
    # tables are looked up in their order: a walk along them, not a search for each case
    draws = distribution.quantile((np.arange(cases) + within[_inverse(strata)]) / cases)[strata]
    return np.round(draws) if whole else draws


def parts(key: str, cases: int, seed: int = SEED, block: int = 0, group: str = "", correlation: float = 0.0) -> Draws:
    """Return a Latin hypercube's column: one part (0 to 1) in each of as many strata as cases.

    In a group the order follows a normal factor all members share (a Gaussian copula): two members correlate by the
    product of their correlations.
    Source: McKay, Beckman and Conover (1979); Iman and Conover (1982) for the order.
    """
    strata, within = _placed(key, cases, seed, block, group, correlation)
    return (strata + within) / cases


def _placed(
    key: str, cases: int, seed: int, block: int, group: str, correlation: float
) -> tuple[NDArray[np.int64], Draws]:
    """Return the stratum of each case, a permutation, and how far within it the case lies, 0 to 1."""
    own = _generator(seed, key, block)
    if group and correlation:
        common = _generator(seed, f"group {group}", block).standard_normal(cases)
        mixed = correlation * common + np.sqrt(1 - correlation**2) * own.standard_normal(cases)
        strata = _inverse(mixed.argsort())
    else:
        strata = own.permutation(cases)
    return strata, own.random(cases)


def _inverse(order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the permutation that undoes one."""
    undone = np.empty_like(order)
    undone[order] = np.arange(len(order))
    return undone


def struck(key: str, probability: float, cases: int, seed: int = SEED, block: int = 0) -> Draws:
    """Return 1 in the cases in which a risk strikes, 0 in all others."""
    return (parts(key, cases, seed, block) < probability).astype(float)
