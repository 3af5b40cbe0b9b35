"""Each option at its best, judged again under uncertainty: the same draws for all, decisions kept."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import USUAL_COMPARED, OptionLine
from models.appraisal.model import model
from models.formula.program import Results
from models.plan.plan import Plan
from models.plan.used import opened_by
from models.studies.best import AllBest, Best, with_settings
from models.studies.decision_space import Settings
from models.studies.limits import LIMITS
from models.studies.sampling import SEED, Drawn, Draws, uncertain_inputs
from models.studies.taking import taken
from models.studies.uncertainty import CASES, Sampler, no_double

SHORTLISTED = 2_000
"""Cases in which the candidates of their shortlists are held against each other."""

EIGHT_IN_TEN = 80
"""The percentile of cost that eight cases in ten stay below."""

REGRET = 95
"""The percentile of regret that is told; it informs and never ranks."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A candidate under uncertainty, in money of present value; see Risked."""

    expected: float
    p80: float
    regret: float


@dataclass(frozen=True, slots=True)
class Risked:
    """One option at its best under uncertainty, in money of present value.

    expected: the mean. p80: what eight cases in ten stay below. regret: the 95th percentile of cost above the cheapest
        candidate of all options in the same case. chance: share of the cases in which it is the cheapest.
    kept: by limit, the share of the cases that keep it. shortlist: the same of its shortlist, in its order.
    """

    expected: float
    p80: float
    regret: float
    chance: float
    kept: Mapping[str, float] = field(default_factory=dict[str, float])
    shortlist: Sequence[Spread] = ()


def costs_at_best(
    plan: Plan, scenario: str, found: Sequence[Best], cases: int = CASES, seed: int = SEED
) -> Mapping[str, Draws]:
    """Return the present value of options at their best, case by case, by kind: the same cases for all.

    All of them at once, as the plan that takes every option's settings has them.
    """
    if not found:
        return {}
    drawing = Drawing(plan, scenario, found, cases, seed)
    return drawing.costs_of([one.kind for one in found], taken(plan, scenario, found))


def usual_at_best(plan: Plan, scenario: str, leader: Best, cases: int = CASES, seed: int = SEED) -> Draws:
    """Return what business as usual costs as it is ranked, in the cases that `costs_at_best` draws for the leader."""
    drawing = Drawing(plan, scenario, [leader], cases, seed)
    return drawing.usual(leader.settings)


def risked(
    plan: Plan,
    scenario: str,
    found: Sequence[Best],
    drawn: Mapping[str, Draws] | None = None,
    *,
    within: Mapping[str, float] | None = None,
    cases: int = SHORTLISTED,
    seed: int = SEED,
) -> Mapping[str, Risked]:
    """Return every option at its best under uncertainty, by kind; cases in which two cost alike are shared.

    drawn: what `costs_at_best` gave for them, where that is known. within: limits by name. cases: of the shortlists,
        against which regret is told.
    """
    if not found:
        return {}
    drawing = Drawing(plan, scenario, found, cases, seed)
    by_kind = drawing.costs_of([one.kind for one in found], taken(plan, scenario, found))
    shared_cases = drawn or costs_at_best(plan, scenario, found, max(cases, CASES), seed)
    costs = np.array([shared_cases[one.kind] for one in found])
    others = {
        one.kind: [
            by_kind[one.kind] if some.settings == one.settings else drawing.costs(one.kind, some.settings)
            for some in one.shortlist
        ]
        for one in found
    }
    of_any = np.array([each for drawn_of in others.values() for each in drawn_of] + list(by_kind.values())).min(axis=0)
    least = costs.min(axis=0)
    cheapest = costs <= least + 1e-6
    part = cheapest / cheapest.sum(axis=0)
    return {
        one.kind: Risked(
            float(cost.mean()),
            float(np.percentile(cost, EIGHT_IN_TEN)),
            float(np.percentile(by_kind[one.kind] - of_any, REGRET)),
            float(shared.mean()),
            drawing.kept(one.kind, one.settings, within) if within else {},
            [_spread(each, of_any) for each in others[one.kind]],
        )
        for one, cost, shared in zip(found, costs, part, strict=True)
    }


def _spread(costs: Draws, least: Draws) -> Spread:
    regret = float(np.percentile(costs - least, REGRET))
    return Spread(float(costs.mean()), float(np.percentile(costs, EIGHT_IN_TEN)), regret)


OBJECTIVES: Mapping[str, Callable[[Draws], float]] = {
    "expected": lambda costs: float(costs.mean()),
    "p80": lambda costs: float(np.percentile(costs, EIGHT_IN_TEN)),
}
"""What may be made least beside the cost at the plan's values, by name."""


def chosen_by(
    plan: Plan, scenario: str, found: AllBest, objective: str, within: Mapping[str, float] | None = None
) -> AllBest:
    """Return every option at the one of its shortlist that has the least expected cost or P80.

    within: limits by name; with P80 they are to be kept in eight of ten cases, and an option of which no candidate of
        the shortlist does so is left out.
    Raises KeyError where there is no such objective.
    """
    least = OBJECTIVES[objective]
    drawing = Drawing(plan, scenario, found.found)
    costs: list[tuple[float, Best]] = []
    missing = dict(found.missing)
    for one in found.found:
        judged = [
            (least(drawing.costs(one.kind, some.settings)), some.cost, some.capital, some.settings)
            for some in one.shortlist
        ]
        if within and objective == "p80":
            judged, often = _kept_mostly(drawing, one.kind, judged, within)
            if not judged:
                most = math.floor(100 * often)
                missing[one.kind] = f"no settings found keep every limit in 8 of 10 cases; {most}% is the most"
                continue
        value, cost, capital, settings = min(judged, key=lambda each: round(each[0], 2))
        costs.append((value, replace(one, cost=cost, capital=capital, settings=settings)))
    ranked = [one for _, one in sorted(costs, key=lambda each: round(each[0], 2))]
    made_least = {one.kind: value for value, one in costs}
    together = taken(plan, scenario, ranked)
    return replace(found, found=ranked, missing=missing, together=together, objective=objective, least=made_least)


type _Judged = tuple[float, float, float, Settings]
"""What is made least, cost and capital of a candidate, and its settings."""


def _kept_mostly(
    drawing: "Drawing", option: str, judged: Sequence[_Judged], within: Mapping[str, float]
) -> tuple[Sequence[_Judged], float]:
    """Return the candidates that keep every limit in eight of ten cases, and the share of cases of the best of all."""
    kept = [min(drawing.kept(option, one[3], within).values(), default=1.0) for one in judged]
    keeping = [one for one, chance in zip(judged, kept, strict=True) if 100 * chance >= EIGHT_IN_TEN]
    return keeping, max(kept, default=0.0)


class Drawing:
    """The same cases for every candidate of every option.

    All candidates are worked out by one graph: that of the plan with every feature that some candidate uses.
    """

    def __init__(
        self, plan: Plan, scenario: str, found: Sequence[Best], cases: int = SHORTLISTED, seed: int = SEED
    ) -> None:
        settings = [some for one in found for some in (one.settings, *(each.settings for each in one.shortlist))]
        used = frozenset[str]().union(*(opened_by(some) for some in settings))
        self._plan, self._scenario, self._cases, self._seed = (
            plan.keeping_on(plan.features | used),
            scenario,
            cases,
            seed,
        )
        self._known = uncertain_inputs(self._plan, scenario)
        self._drawn: Drawn = {}

    def costs(self, option: str, settings: Settings) -> Draws:
        """Return the present value of an option at some settings, case by case."""
        return self.costs_of([option], settings)[option]

    def costs_of(self, options: Sequence[str], settings: Settings) -> dict[str, Draws]:
        """Return the present value of options at some settings, case by case."""
        lines = {option: OptionLine.COMPARED.of(option) for option in options}
        figures = self._figures(settings, list(lines.values()))
        return {option: figures.arrays[line].reshape(-1) * np.ones(self._cases) for option, line in lines.items()}

    def usual(self, settings: Settings) -> Draws:
        """Return what business as usual costs as it is ranked, case by case."""
        return self._figures(settings, [USUAL_COMPARED]).arrays[USUAL_COMPARED].reshape(-1) * np.ones(self._cases)

    def kept(self, option: str, settings: Settings, within: Mapping[str, float]) -> Mapping[str, float]:
        """Return the share of the cases in which an option at some settings keeps each limit."""
        held = self.held(option, settings, within)
        return {name: float(np.mean(LIMITS[name].keeps(held[name], value))) for name, value in within.items()}

    def held(self, option: str, settings: Settings, names: Collection[str]) -> Mapping[str, Draws]:
        """Return what some limits hold of an option at some settings, by name and case by case."""
        traced = model(with_settings(self._plan, self._scenario, settings).structure)
        lines = {name: LIMITS[name].lines(traced, option) for name in names}
        wanted = dict.fromkeys([OptionLine.COMPARED.of(option), *(key for keys in lines.values() for key in keys)])
        figures, every = self._figures(settings, list(wanted)), np.ones(self._cases)
        return {name: LIMITS[name].holds(figures, lines[name]) * every for name in names}

    def _figures(self, settings: Settings, lines: Sequence[str]) -> Results:
        """Return lines of the plan at some settings, case by case, decisions kept."""
        at_best = with_settings(self._plan, self._scenario, settings)
        sampler = Sampler(at_best, self._scenario, self._seed, self._known, settings.keys())
        changes = {**no_double(at_best, self._scenario), **sampler.draw(self._cases, before=self._drawn)}
        return decided(at_best, self._scenario).evaluate(changes, lines)
