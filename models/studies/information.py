"""What it is worth to know an uncertain input before deciding, in money of present value, from the cases drawn.

Perfect information: what the decision costs on average less what it would cost if every case were known. Partial: the
same where one input, or one group of inputs, is known. The cost expected of each option, given the input, is fitted by
splines on its ranks in nine tenths of the cases and read in the other tenth, so that chance is not taken for knowledge.

Source: Strong, Oakley and Brennan, Estimating Multiparameter Partial Expected Value of Perfect Information, 2014.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import decided
from models.appraisal.line_keys import compared_line
from models.plan.plan import Plan
from models.studies.sampling import SEED, Draws
from models.studies.uncertainty import Sampler, no_double

type Look = Callable[[float, str], None]
type Basis = NDArray[np.float64]

CASES = 10_000
FOLDS = 10
KNOTS = 5
"""Inner knots of the splines of one input, at even ranks."""

DEGREE = 3
"""Of the splines: cubic."""

KNOTS_IN_GROUP = 2
"""Those of each input of a group, beside the products of their ranks."""

FEW_VALUES = 12
"""Up to so many different values an input has no spline: each value has a mean of its own."""

ERRORS = 2.0
"""Standard errors below which nothing is measurable, for one input; more for many."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing an input, a group or a risk before deciding is worth.

    key: of the input, of the risk with its register's prefix, or the group's name. members: the inputs of a group.
    value, error: money of present value and its standard error.
    """

    key: str
    value: float
    error: float
    measurable: bool
    members: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Information:
    """What information is worth in a scenario.

    perfect: of knowing everything, with its standard error. best: the option of least mean cost, which is decided for
        without more. worths: the measurable ones first, each the dearest first.
    """

    scenario: str
    cases: int
    seed: int
    options: Sequence[str]
    best: str
    perfect: float
    perfect_error: float
    worths: Sequence[Worth]

    @property
    def measurable(self) -> Sequence[Worth]:
        """What is worth knowing."""
        return [one for one in self.worths if one.measurable]


def information(
    plan: Plan, scenario: str, options: Sequence[str], *, cases: int = CASES, seed: int = SEED, look: Look | None = None
) -> Information:
    """Return what it is worth to know each uncertain input, each group of them and each risk.

    options: those that are allowed, and business as usual where it is ranked; with one alone there is nothing to
        decide, and nothing is worth knowing.
    """
    if not options:
        return Information(scenario, cases, seed, (), "", 0.0, 0.0, ())
    sampler = Sampler(plan, scenario, seed)
    drawn = sampler.draw(cases)
    lines = [compared_line(option) for option in options]
    figures = decided(plan, scenario).evaluate({**no_double(plan, scenario), **drawn}, lines)
    costs = np.stack([figures.arrays[line].reshape(-1) * np.ones(cases) for line in lines])
    perfect, error = perfect_information(costs)
    known = {one.key: (one.key,) for one in sampler.inputs}
    groups: dict[str, list[str]] = {}
    for one in sampler.inputs:
        if one.group:
            groups.setdefault(one.group, []).append(one.key)
    asked = known | {name: tuple(keys) for name, keys in groups.items() if len(keys) > 1} | risks_of(drawn)
    limit = NormalDist().inv_cdf(1 - (1 - NormalDist().cdf(ERRORS)) / max(len(asked), 1))
    worths: list[Worth] = []
    for number, (name, keys) in enumerate(asked.items()):
        if look is not None and number % 20 == 0:
            look(number / len(asked), "Weighing what is worth knowing")
        value, spread = partial_information(costs, basis_of([drawn[key] for key in keys]))
        worths.append(Worth(name, value, spread, value > limit * spread > 0, keys if len(keys) > 1 else ()))
    worths.sort(key=lambda one: (not one.measurable, -one.value, one.key))
    best = options[int(costs.mean(axis=1).argmin())]
    return Information(scenario, cases, seed, tuple(options), best, perfect, error, worths)


def risks_of(drawn: Mapping[str, Draws]) -> dict[str, tuple[str, ...]]:
    """Return the risks that were drawn: whether each strikes, and how hard, which are known together."""
    prefixes = {key.rsplit(".", 1)[0] for key in drawn if key.startswith("risks.risk.")}
    return {prefix: (f"{prefix}.probability", f"{prefix}.likely") for prefix in sorted(prefixes)}


def perfect_information(costs: Basis) -> tuple[float, float]:
    """Return what knowing every case is worth, with its standard error. costs: options × cases."""
    gains = costs[costs.mean(axis=1).argmin()] - costs.min(axis=0)
    return float(gains.mean()), float(gains.std() / np.sqrt(gains.size))


def partial_information(costs: Basis, basis: Basis) -> tuple[float, float]:
    """Return what knowing an input is worth, with its standard error.

    costs: options × cases. basis: cases × terms by which the cost of an option is fitted. The worth is never below 0
    nor above that of knowing everything.
    """
    cases = costs.shape[1]
    decided_for = costs[costs.mean(axis=1).argmin()]
    products, sums = basis.T @ basis, basis.T @ costs.T
    ridge = 1e-9 * np.trace(products) / len(products) * np.eye(len(products))
    chosen: Draws = np.empty(cases)
    for fold in range(FOLDS):
        here = slice(fold, None, FOLDS)
        own = basis[here]
        left: Basis = products - own.T @ own + ridge
        right: Basis = sums - own.T @ costs[:, here].T
        weights: Basis = np.linalg.solve(left, right)
        expected: Basis = own @ weights
        best = expected.argmin(axis=1)
        chosen[here] = costs[:, here][best, np.arange(len(own))]
    gains = decided_for - chosen
    value = float(np.clip(gains.mean(), 0.0, perfect_information(costs)[0]))
    return value, float(gains.std() / np.sqrt(cases))


def basis_of(columns: Sequence[Draws]) -> Basis:
    """Return the terms, cases × terms, by which costs are fitted to one input or to several that are known together."""
    if len(columns) == 1:
        return np.column_stack(_terms(columns[0], KNOTS))
    terms = [_terms(column, KNOTS_IN_GROUP) for column in columns]
    ranks = [_ranks(column) for column in columns]
    pairs = [first * second for first, second in itertools.combinations(ranks, 2)]
    constant = np.ones_like(columns[0])
    # each input's terms add up to one, so that one of them is left out
    return np.column_stack([constant, *(one for some in terms for one in some[1:]), *pairs])


def _terms(column: Draws, knots: int) -> list[Draws]:
    """Return the terms of one input: a flag for each of a few values, or splines on its ranks."""
    order = np.argsort(column, kind="stable")
    rising = column[order]
    steps = np.flatnonzero(rising[1:] != rising[:-1])
    if steps.size < FEW_VALUES:
        return [(column == value).astype(float) for value in (*rising[steps], rising[-1])]
    # every case has a rank of its own, so that the splines of one input are those of another in another order
    ordered = _splines(column.size, knots)
    terms = np.empty_like(ordered)
    terms[order] = ordered
    return list(terms.T)


@cache
def _splines(cases: int, knots: int) -> Basis:
    """Return cubic B-splines at even places between 0 and 1, cases × splines, by de Boor's recursion on even knots.

    SciPy's take a third of a second to import, and bring half of SciPy into the installed program.
    """
    places = (np.arange(cases) + 0.5) / cases
    ends: Draws = np.concatenate([np.zeros(DEGREE), np.linspace(0, 1, knots + 2), np.ones(DEGREE)])
    at = places[:, None]
    basis: Basis = ((ends[:-1] <= at) & (at < ends[1:])).astype(float)
    for degree in range(1, DEGREE + 1):
        width = ends[degree:] - ends[:-degree]
        inverse = np.divide(1, width, out=np.zeros_like(width), where=width > 0)
        rise = (at - ends[:-degree]) * inverse
        fall = (ends[degree:] - at) * inverse
        basis = rise[:, :-1] * basis[:, :-1] + fall[:, 1:] * basis[:, 1:]
    return basis


def _ranks(column: Draws) -> Draws:
    """Return the ranks of draws, from 0 to 1."""
    places = np.empty(column.size)
    places[np.argsort(column, kind="stable")] = np.arange(column.size)
    return (places + 0.5) / column.size
