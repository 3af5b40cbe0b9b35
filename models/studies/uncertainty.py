"""Uncertainty: many cases drawn from the inputs' distributions, decisions kept, risks that strike or do not.

Optimism bias and expected values of risks are off: what they stand for is drawn, and nothing is counted twice.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.appraisal.decided import Decided, decided
from models.appraisal.line_keys import OptionLine, PairLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, compared_options
from models.formula.program import Results
from models.plan.distributions import Shape
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.studies.convergence import Step, convergence
from models.studies.drivers import SAME, Driver, drivers
from models.studies.percentiles import PERCENTILES, Band, Percentiles
from models.studies.sampling import (
    ONE_CUBE,
    PER_BLOCK,
    SEED,
    Distribution,
    Drawn,
    Draws,
    Uncertain,
    columns,
    parts,
    struck,
    uncertain_inputs,
)

CASES = 10_000
"""Cases of a study at rest."""

BASES = {"nominal": OptionLine.CURVE, "discounted": OptionLine.CURVE_DISCOUNTED}


def no_double(plan: Plan, scenario: str) -> Mapping[str, Value]:
    """Return what every case holds: optimism bias where the plan counts it, and risks that strike or do not.

    The lines of expected values carry those that strike, at probability 0 or 1.
    """
    return {"finance.bias_counted": plan.values(scenario)["finance.bias_counted"], "risks.expected": True}


type Look = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When an option has made up for good what it costs more than the cloud.

    months: share of the cases in which it happens by each month 0…H. never: share of those in which it does not.
    median: the month by which half of all cases are there, None where it is fewer.
    """

    months: NDArray[np.float64]
    never: float
    median: float | None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What came out of the cases.

    options: those compared. best, other: the cheapest as the plan stands, and what its saving is held against: the
        cloud, else the next that costs more; "" where there is none.
    bands: by option and basis, money by month. present_value: by option, one number a case. inputs: those drawn, risks
        apart.
    cheapest: by option, share of cases in which its cumulative cost is lowest by each month. cheapest_at_end: lowest
        present value over the horizon.
    budget: by option, the sum it is held against; over: chance that cash to the horizon exceeds it.
    saving: present value of `other` less that of `best`, percentiles 10, 50, 90, mean and standard error. planned: the
        same as the plan stands.
    """

    scenario: str
    cases: int
    seed: int
    inputs: Sequence[Uncertain]
    risks: int
    options: Sequence[str]
    best: str
    other: str
    bands: Mapping[str, Mapping[str, Band]]
    present_value: Mapping[str, Draws]
    cheapest: Mapping[str, NDArray[np.float64]]
    cheapest_at_end: Mapping[str, float]
    break_even: Mapping[str, BreakEven]
    budget: Mapping[str, float]
    over: Mapping[str, float]
    saving: tuple[float, float, float, float, float]
    planned: float
    drivers: Sequence[Driver]
    steps: Sequence[Step]
    resolution: float

    @property
    def savings(self) -> Draws:
        """The saving of every case, in money of present value.

        Nothing where there is no other option to save against.
        """
        return _savings(self.present_value, self.best, self.other)


class Sampler:
    """Draws the inputs of one scenario, its risks among them."""

    def __init__(
        self, plan: Plan, scenario: str, seed: int = SEED, known: Sequence[Uncertain] = (), moved: Collection[str] = ()
    ) -> None:
        """Make a sampler. known, moved: what is known of a plan that differs by some inputs; see uncertain_inputs."""
        self.seed = seed
        values = plan.values(scenario)
        self._risks = [slug for slug in plan.slugs["risk"] if values[f"risks.risk.{slug}.active"]]
        names = ("probability", "low", "likely", "high")
        taken = {f"risks.risk.{slug}.{name}" for slug in self._risks for name in names}
        traced = model(plan.structure)
        reads = traced.decided_program(wanted_lines(traced.options)).reads
        self.inputs: Sequence[Uncertain] = [
            one for one in uncertain_inputs(plan, scenario, known, moved) if one.key not in taken and one.key in reads
        ]
        self._register = {slug: [float(values[f"risks.risk.{slug}.{name}"]) for name in names] for slug in self._risks}

    @property
    def risks(self) -> int:
        """The number of risks that may strike."""
        return len(self._risks)

    def draw(self, cases: int, block: int = 0, before: Drawn | None = None) -> dict[str, Draws]:
        """Return the inputs that vary, by key, one number a case. before: what was drawn already; see columns."""
        drawn = columns(self.inputs, cases, block, self.seed, before)
        for slug, (probability, low, likely, high) in self._register.items():
            key = f"risks.risk.{slug}"
            ends = sorted((low, likely, high))
            impact = Distribution(Shape.PERT, ends[0], ends[1], ends[2], (0.0, np.inf)).quantile(
                parts(f"{key}.impact", cases, self.seed, block)
            )
            drawn[f"{key}.probability"] = struck(f"{key}.probability", probability, cases, self.seed, block)
            drawn |= dict.fromkeys((f"{key}.low", f"{key}.likely", f"{key}.high"), impact)
        return drawn


def wanted_of(ground: Decided, options: Sequence[str]) -> list[str]:
    """Return the lines a simulation of some options looks at, with what they bring in where that is something."""
    brought = [line for option in options if (line := OptionLine.BENEFIT.of(option)) in ground.traced.lines]
    return [*wanted_lines(options), *brought]


def wanted_lines(options: Sequence[str]) -> list[str]:
    """Return the lines a simulation of some options looks at."""
    curves = [line.of(option) for option in options for line in BASES.values()]
    numbers = [line.of(option) for option in options for line in (OptionLine.COMPARED, OptionLine.CUMULATIVE)]
    pairs = [
        line.of("cloud", option, "nominal")
        for option in options
        if option != "cloud"
        for line in (PairLine.SUSTAINED, PairLine.SUSTAINED_EXISTS)
    ]
    return [*curves, *numbers, *pairs]


_PLANNED = (OptionLine.COMPARED, OptionLine.APPROVAL)
"""Lines that are read as the plan stands."""


def uncertainty(
    plan: Plan,
    scenario: str,
    blocked: Sequence[str] = (),
    *,
    cases: int = CASES,
    seed: int = SEED,
    budget: float | None = None,
    look: Look | None = None,
) -> Uncertainty:
    """Return what comes out of a number of cases.

    blocked: options that are not allowed and cannot be the cheapest. budget: a sum every option is held against, its
        own sum to be approved where None.
    look: told how far it is; it may raise to give up.
    """
    ground, held = decided(plan, scenario), no_double(plan, scenario)
    sampler = Sampler(plan, scenario, seed)
    options = compared_options(plan, scenario, blocked)
    planned = ground.evaluate({}, [line.of(option) for option in options for line in _PLANNED])
    cost = {option: planned.number(OptionLine.COMPARED.of(option)) for option in options}
    ranked = sorted(options, key=lambda option: round(cost[option], 2))
    best = ranked[0]
    dearer = next((option for option in ranked[1:] if cost[option] - cost[best] > A_PENNY), "")
    other = "cloud" if best != "cloud" and "cloud" in options and cost["cloud"] - cost[best] > A_PENNY else dearer
    approvals = {option: planned.number(OptionLine.APPROVAL.of(option)) for option in options}
    budgets = approvals if budget is None else dict.fromkeys(options, budget)
    gathered = Gathered(options, budgets, plan.structure.horizon, exact=cases <= ONE_CUBE)
    first: dict[str, Draws] = {}
    for block, start in enumerate(range(0, cases, cube_of(cases))):
        if look is not None:
            look(start / cases, "Working out cases")
        size = min(cube_of(cases), cases - start)
        drawn = sampler.draw(size, block)
        gathered.add(_worked_out(ground, held, drawn, size, options, look, start / cases, size / cases))
        first = first or drawn
    present_value = gathered.present_value()
    savings = _savings(present_value, best, other)
    return Uncertainty(
        scenario,
        cases,
        seed,
        sampler.inputs,
        sampler.risks,
        options,
        best,
        other,
        {option: {basis: gathered.band(option, basis) for basis in BASES} for option in options},
        present_value,
        gathered.cheapest(),
        gathered.cheapest_at_end(),
        gathered.break_even(),
        budgets,
        gathered.over(),
        summed_up(savings),
        cost[other] - cost[best] if other else 0.0,
        drivers(first, savings[: cube_of(cases)]),
        convergence(savings),
        gathered.resolution,
    )


def _worked_out(
    ground: Decided,
    kept: Mapping[str, Value],
    drawn: Mapping[str, Draws],
    size: int,
    options: Sequence[str],
    look: Look | None,
    done: float,
    part: float,
) -> Results:
    """Return the lines of some cases, looking up between blocks. kept: what is the same in all of them."""
    wanted = wanted_of(ground, options)
    if look is None or size <= CASES or not drawn:
        return ground.evaluate({**kept, **drawn}, wanted)
    outcomes: dict[str, NDArray[np.float64]] = {}
    for start in range(0, size, CASES):
        look(done + part * start / size, "Working out cases")
        stop = min(start + CASES, size)
        some = ground.evaluate({**kept, **{key: column[start:stop] for key, column in drawn.items()}}, wanted)
        for key, array in some.arrays.items():
            if key not in outcomes:
                outcomes[key] = np.empty((*array.shape[:-1], size))
            outcomes[key][..., start:stop] = array
    return Results(outcomes)


class Gathered:
    """What is kept of the cases, cube by cube."""

    def __init__(self, options: Sequence[str], budgets: Mapping[str, float], horizon: int, *, exact: bool) -> None:
        self._options, self._budgets, self._horizon = options, budgets, horizon
        self._bands = {(option, basis): Percentiles(horizon + 1, exact=exact) for option in options for basis in BASES}
        self._cases = 0
        self._lowest = {option: np.zeros(horizon + 1) for option in options}
        self._lowest_at_end = dict.fromkeys(options, 0.0)
        self._over = dict.fromkeys(options, 0.0)
        self._there = {option: np.zeros(horizon + 1) for option in options if option != "cloud"}
        self._present_value: dict[str, list[Draws]] = {option: [] for option in options}

    def add(self, found: Results) -> None:
        """Take the lines of some cases."""
        cases = max(array.shape[-1] for array in found.arrays.values())
        self._cases += cases
        curves = {
            option: {basis: _by_case(found.monthly(line.of(option)), cases) for basis, line in BASES.items()}
            for option in self._options
        }
        for (option, basis), band in self._bands.items():
            band.add(curves[option][basis])
        for option, flags in lowest({option: curves[option]["nominal"] for option in self._options}).items():
            self._lowest[option] += flags.sum(axis=-1)
        values = {
            option: _by_case(found.arrays[OptionLine.COMPARED.of(option)].reshape(1, -1), cases)[0]
            for option in self._options
        }
        for option, flags in lowest({option: value[None, :] for option, value in values.items()}).items():
            self._lowest_at_end[option] += float(flags.sum())
            # the curves hold what waits as well, which nobody pays
            paid = _by_case(found.monthly(OptionLine.CUMULATIVE.of(option)), cases)[-1]
            brought = OptionLine.BENEFIT.of(option)
            if brought in found.arrays:  # costs are net of what they bring in, and a budget is not
                paid = paid - _by_case(found.monthly(brought), cases).sum(axis=0)
            self._over[option] += float((paid > self._budgets[option] + SAME).sum())
        for option in self._there:
            exists, month = (
                _by_case(found.arrays[f"pair.cloud.{option}.nominal.{name}"].reshape(1, -1), cases)[0]
                for name in ("sustained_exists", "sustained")
            )
            by = np.ceil(month[exists > 0]).astype(int).clip(0, self._horizon)
            self._there[option] += np.bincount(by, minlength=self._horizon + 1).cumsum()
        for option, value in values.items():
            self._present_value[option].append(value)

    def present_value(self) -> dict[str, Draws]:
        """Return the present value of each option, case by case."""
        return {option: np.concatenate(some) for option, some in self._present_value.items()}

    @property
    def resolution(self) -> float:
        """The widest step that percentiles by month were read from, in money; 0 where they are exact."""
        return max(band.resolution for band in self._bands.values())

    def band(self, option: str, basis: str) -> Band:
        """Return the percentiles of a curve by month."""
        return self._bands[option, basis].band()

    def cheapest(self) -> dict[str, NDArray[np.float64]]:
        """Return the share of cases in which each option is the cheapest by each month."""
        return {option: count / self._cases for option, count in self._lowest.items()}

    def cheapest_at_end(self) -> dict[str, float]:
        """Return the share of cases in which each option has the lowest present value."""
        return {option: count / self._cases for option, count in self._lowest_at_end.items()}

    def over(self) -> dict[str, float]:
        """Return the chance that each option's cash exceeds its budget."""
        return {option: count / self._cases for option, count in self._over.items()}

    def break_even(self) -> dict[str, BreakEven]:
        """Return when the options other than the cloud have made up for good what they cost more."""
        months: dict[str, BreakEven] = {}
        for option, there in self._there.items():
            if option in self._options:
                share = there / self._cases
                half = np.flatnonzero(share >= 0.5)  # noqa: PLR2004 - the median
                months[option] = BreakEven(share, float(1 - share[-1]), float(half[0]) if len(half) else None)
        return months


def cube_of(cases: int) -> int:
    """Return how many of some cases are one Latin hypercube."""
    return cases if cases <= ONE_CUBE else PER_BLOCK


def _savings(present_value: Mapping[str, Draws], best: str, other: str) -> Draws:
    return present_value[other] - present_value[best] if other else np.zeros_like(present_value[best])


def summed_up(saving: Draws) -> tuple[float, float, float, float, float]:
    """Return percentiles 10, 50 and 90, the mean and the standard error of the mean were the cases drawn apart."""
    low, middle, high = np.percentile(saving, PERCENTILES)
    return float(low), float(middle), float(high), float(saving.mean()), float(saving.std() / np.sqrt(len(saving)))


def lowest(costs: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Return, for each option, 1 in the cases in which it is the cheapest.

    Of equal ones the first counts, so that a hybrid that keeps no server leaves it to the cloud.

    costs: by option, months × cases.
    """
    floor = np.minimum.reduce(list(costs.values()))
    taken = np.zeros(floor.shape, dtype=bool)
    first: dict[str, NDArray[np.float64]] = {}
    for option, cost in costs.items():
        flags = (cost <= floor + SAME) & ~taken
        taken |= flags
        first[option] = flags.astype(float)
    return first


def _by_case(array: NDArray[np.float64], cases: int) -> NDArray[np.float64]:
    return array if array.shape[-1] == cases else np.broadcast_to(array, (*array.shape[:-1], cases))


def case_nearest(found: Uncertainty, percentile: float) -> int:
    """Return the case of the first cube whose saving is nearest to a percentile of the saving."""
    return int(np.abs(found.savings[: cube_of(found.cases)] - np.percentile(found.savings, percentile)).argmin())


def inputs_of_case(plan: Plan, found: Uncertainty, case: int) -> dict[str, Value]:
    """Return every input that one case of the first cube stood for: what was drawn, risks that struck or did not.

    It also gives what keeps them from counting twice.
    """
    drawn = Sampler(plan, found.scenario, found.seed).draw(cube_of(found.cases))
    return {**no_double(plan, found.scenario), **{key: float(column[case]) for key, column in drawn.items()}}
