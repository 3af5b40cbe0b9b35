"""The search over the settings of one option's decisions.

Candidates are cases of the one engine. Where there are few all are worked out; otherwise the search moves one decision
at a time and then two of a pool at a time until neither is cheaper, from several starts.
"""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY
from models.areas.decisions import DECISIONS, DecisionVariable, Tried
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value

MOST_ENUMERATED = 50_000
"""Candidates up to which all are worked out."""

TWENTIETHS = tuple(step / 20 for step in range(21))

NEAR = 15
"""Of a decision with many values, such as servers, how far from where it stands two are moved together."""

MOST_SUBSETS = 3
"""Workloads that may be called by API up to which the search begins at every subset of them."""

MOST_ROUNDS = 200
"""Moves after which a search is ended, so that it ends whatever the costs are."""

type Look = Callable[[float, str], None]
type Settings = Mapping[str, Value]
type Costs = NDArray[np.float64]


class Limit:
    """The names of limits that a candidate may be held to, and the lines that say whether it keeps them."""

    CAPITAL = "capital"
    CARBON = "carbon"
    YEAR = "year"

    EVERY: Mapping[str, str] = {
        CAPITAL: "paid up front over the horizon",
        YEAR: "cash in any year from the decision",
        CARBON: "carbon over the horizon, in kg",
    }


@dataclass(frozen=True, slots=True)
class Variable:
    """One decision of one row, and the values that are tried; the plan's own value is among them."""

    key: str
    decision: DecisionVariable
    row: str
    values: tuple[Value, ...]
    planned: int

    @property
    def is_choice(self) -> bool:
        """Whether its values are words, which a batch of cases shares."""
        return self.decision.declared.kind is Kind.CHOICE


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched.

    may_call: workloads that a commercial API may serve. blocked: options that are not allowed, each with its reason.
        within: limits by name.
    freed: keys of declared inputs that the search may move though they are not free from the start.
    """

    plan: Plan
    scenario: str
    may_call: Collection[str] = ()
    blocked: Mapping[str, str] = field(default_factory=dict[str, str])
    within: Mapping[str, float] = field(default_factory=dict[str, float])
    freed: Collection[str] = ()


class Search:
    """The search for the best of one kind of option."""

    def __init__(self, question: Question, kind: str, variables: Sequence[Variable], look: Look) -> None:
        self.kind = kind
        self.variables = variables
        self.tried = 0
        self._question = question
        self._look = look
        plan = question.plan
        self._values = dict(plan.values(question.scenario))
        moved = {one.key: np.empty(0) for one in variables}
        self._traced = model(plan.structure_for(moved))
        self._lines = [OptionLine.COMPARED.of(self.kind)]
        up_front = OptionLine.UP_FRONT.of(self.kind)
        self._capital = up_front if up_front in self._traced.lines else ""
        if self._capital:
            self._lines.append(self._capital)
        if Limit.YEAR in question.within:
            self._lines.append(OptionLine.MONTHLY.of(self.kind))
        if Limit.CARBON in question.within:
            self._lines.append(OptionLine.CARBON_TOTAL.of(self.kind))
        self._known: dict[tuple[int, ...], tuple[float, float]] = {}
        self.least: dict[str, float] = {}

    def cost(self, candidates: Sequence[tuple[int, ...]]) -> Costs:
        """Return the cost of candidates, infinite where they are not of this kind or break a limit."""
        wanted = list(dict.fromkeys(one for one in candidates if one not in self._known))
        allowed = [one for one in wanted if self._is_of_kind(one)]
        self._known.update(dict.fromkeys(wanted, (np.inf, 0.0)))
        by_choice: dict[tuple[Value, ...], list[tuple[int, ...]]] = {}
        for one in allowed:
            by_choice.setdefault(self._choices(one), []).append(one)
        for some in by_choice.values():
            self._work_out(some)
        return np.array([self._known[one][0] for one in candidates])

    def capital(self, candidate: tuple[int, ...]) -> float:
        """Return what a candidate that was worked out pays up front."""
        return self._known[candidate][1]

    @property
    def known(self) -> Mapping[tuple[int, ...], tuple[float, float]]:
        """Cost and capital of every candidate that was worked out."""
        return self._known

    def _choices(self, candidate: tuple[int, ...]) -> tuple[Value, ...]:
        return tuple(one.values[place] for one, place in zip(self.variables, candidate, strict=True) if one.is_choice)

    def _work_out(self, some: Sequence[tuple[int, ...]]) -> None:
        """Work candidates out that share their choices, as one batch."""
        self._look(0.0, "Trying other settings")
        values: dict[str, object] = dict(self._values)
        for place, one in enumerate(self.variables):
            drawn = [one.values[candidate[place]] for candidate in some]
            values[one.key] = drawn[0] if one.is_choice else np.array(drawn, dtype=float)
        found = self._traced.evaluate(values, self._lines)  # type: ignore[arg-type]
        self.tried += len(some)
        every = np.ones(len(some))
        cost = found.arrays[self._lines[0]].reshape(-1) * every
        capital = found.monthly(self._capital).sum(axis=0) * every if self._capital else 0.0 * every
        kept = np.ones(len(some), dtype=bool)
        for name, figure in self._limited(found, capital).items():
            self.least[name] = min(self.least.get(name, np.inf), float(figure.min()))
            kept &= figure * every <= self._question.within[name] + A_PENNY
        for candidate, its_cost, its_capital, keeps in zip(some, cost, capital, kept, strict=True):
            self._known[candidate] = (float(its_cost) if keeps else np.inf, float(its_capital))

    def _limited(self, found: Results, capital: Costs) -> dict[str, Costs]:
        """Return what limits hold, by the limit's name, case by case."""
        figures: dict[str, Costs] = {}
        for name in self._question.within:
            if name == Limit.CAPITAL:
                figures[name] = capital
            elif name == Limit.YEAR:
                monthly = found.monthly(OptionLine.MONTHLY.of(self.kind))
                figures[name] = np.add.reduceat(monthly, [0, *range(1, len(monthly), 12)], axis=0).max(axis=0)
            else:
                figures[name] = found.arrays[OptionLine.CARBON_TOTAL.of(self.kind)].reshape(-1)
        return figures

    def _is_of_kind(self, candidate: tuple[int, ...]) -> bool:
        """Return whether a candidate is of this kind: kinds are disjoint, and shares of a pool are 100 % at most."""
        settings = {one.key: one.values[place] for one, place in zip(self.variables, candidate, strict=True)}
        for pool in self._question.plan.slugs["pool"]:
            prefix = f"compute.pool.{pool}."
            years = (f"{prefix}committed_one_year", f"{prefix}committed_three_years")
            if sum(float(settings.get(key, self._values[key])) for key in years) > 1 + 1e-9 and any(
                settings.get(key, self._values[key]) != self._values[key] for key in years
            ):
                return False
        if self.kind == "hybrid":
            keys = [f"compute.pool.{pool}.hybrid_servers" for pool in self._question.plan.slugs["pool"]]
            if not any(float(settings.get(key, self._values[key])) for key in keys):
                return False
        if self.kind == "api":
            return True
        called = [float(settings[f"hosting.workload.{work}.api_share"]) for work in self._inference]
        all_called = bool(called) and all(share == 1 for share in called)
        return not (all_called and self._api_is_option)

    @cached_property
    def _inference(self) -> list[str]:
        """The workloads that an API may serve."""
        return [one.row for one in self.variables if one.decision.tried is Tried.NONE_OR_ALL]

    @cached_property
    def _api_is_option(self) -> bool:
        """Whether there is an option that serves all that an API may serve by API."""
        return bool(self._inference)

    def bound(self, candidate: tuple[int, ...]) -> tuple[float, float]:
        """Return what a candidate is bound by: shares committed, added up, and servers kept."""
        committed = servers = 0.0
        for one, place in zip(self.variables, candidate, strict=True):
            if one.decision.tried is Tried.SERVERS_UP_TO_THE_NEED:
                servers += float(one.values[place])
            elif one.decision.declared.name.startswith("committed"):
                committed += float(one.values[place])
        return round(committed, 4), servers

    def planned(self) -> tuple[int, ...]:
        """Return the plan's own settings."""
        return tuple(one.planned for one in self.variables)

    def settings(self, candidate: tuple[int, ...]) -> dict[str, Value]:
        """Return what a candidate sets differently from the plan, by key."""
        return {
            one.key: one.values[place]
            for one, place in zip(self.variables, candidate, strict=True)
            if place != one.planned
        }

    def run(self) -> tuple[int, ...] | None:
        """Return the best candidate; None where none is allowed."""
        size = np.prod([float(len(one.values)) for one in self.variables])
        if size <= MOST_ENUMERATED:
            self.cost(list(itertools.product(*(range(len(one.values)) for one in self.variables))))
        else:
            for start in self._starts():
                self._descend(start)
        return self.best()

    def best(self) -> tuple[int, ...] | None:
        """Return the cheapest candidate so far; of equal ones that which moves least from the plan."""
        allowed = [(one, cost) for one, (cost, _) in self._known.items() if np.isfinite(cost)]
        if not allowed:
            return None
        return min(allowed, key=lambda pair: (round(pair[1], 2), self._moves(pair[0]), pair[0]))[0]

    def _moves(self, candidate: tuple[int, ...]) -> int:
        return sum(place != one.planned for one, place in zip(self.variables, candidate, strict=True))

    def _starts(self) -> Iterator[tuple[int, ...]]:
        """Yield where the search begins: the plan's settings, and no, every and each single workload by API."""
        calls, servers = self._of(Tried.NONE_OR_ALL), self._of(Tried.SERVERS_UP_TO_THE_NEED)
        planned = self.planned()
        patterns = [[planned[place] for place in calls]]
        if len(calls) <= MOST_SUBSETS:
            patterns += [list(some) for some in itertools.product((0, 1), repeat=len(calls))]
        else:
            patterns += [[0] * len(calls), [1] * len(calls)]
            patterns += [[int(place == chosen) for place in range(len(calls))] for chosen in range(len(calls))]
        for pattern in dict.fromkeys(map(tuple, patterns)):
            start = list(planned)
            for place, value in zip(calls, pattern, strict=True):
                start[place] = value
            if servers and not any(float(self.variables[place].values[start[place]]) for place in servers):
                start[servers[0]] = len(self.variables[servers[0]].values) - 1
            yield tuple(start)

    def _of(self, tried: Tried) -> list[int]:
        """Return the places of the decisions of a sort."""
        return [place for place, one in enumerate(self.variables) if one.decision.tried is tried]

    def _descend(self, start: tuple[int, ...]) -> None:
        """Move one decision at a time, then two of a pool, as long as that is cheaper."""
        here, cost = start, float(self.cost([start])[0])
        for _ in range(MOST_ROUNDS):
            moved = False
            for moves in (self._single_moves, self._pair_moves):
                candidates = list(moves(here))
                if not candidates:
                    continue
                costs = self.cost(candidates)
                place = int(np.argmin(costs))
                if costs[place] < cost - A_PENNY / 2:
                    here, cost, moved = candidates[place], float(costs[place]), True
                    break
            if not moved:
                return

    def _single_moves(self, here: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for place, one in enumerate(self.variables):
            for value in range(len(one.values)):
                if value != here[place]:
                    yield (*here[:place], value, *here[place + 1 :])

    def _pair_moves(self, here: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Yield every change of two decisions of one pool, or of two workloads' models."""
        for first, second in itertools.combinations(range(len(self.variables)), 2):
            one, other = self.variables[first], self.variables[second]
            both_called = {one.decision.tried, other.decision.tried} == {Tried.NONE_OR_ALL}
            if one.row != other.row and not both_called:
                continue
            for value, another in itertools.product(self._near(one, here[first]), self._near(other, here[second])):
                moved = list(here)
                moved[first], moved[second] = value, another
                yield tuple(moved)

    @staticmethod
    def _near(one: Variable, place: int) -> range:
        if len(one.values) <= 2 * NEAR:
            return range(len(one.values))
        return range(max(0, place - NEAR), min(len(one.values), place + NEAR + 1))


def variables_of(question: Question, option: str) -> list[Variable]:
    """Return the decisions of an option, row by row, with the values that are tried."""
    plan = question.plan
    values = plan.values(question.scenario)
    found: list[Variable] = []
    for decision in DECISIONS:
        key = decision.declared.key
        if option not in decision.options or not (decision.free or key in question.freed):
            continue
        for row in plan.slugs[decision.table]:
            of_row = decision.declared.key_in(row)
            if decision.tried is Tried.NONE_OR_ALL and row not in question.may_call:
                continue
            if option == "hybrid" and "committed" in key and not values[f"compute.pool.{row}.hybrid_commitment"]:
                continue
            tried = _tried(question, decision, row)
            own = values[of_row]
            every = tuple(tried) if own in tried else (*tried, own)
            found.append(Variable(of_row, decision, row, every, every.index(own)))
    return found


def _tried(question: Question, decision: DecisionVariable, row: str) -> Sequence[Value]:
    match decision.tried:
        case Tried.NONE_OR_ALL:
            return (0.0, 1.0)
        case Tried.STEPS_OF_A_TWENTIETH:
            return TWENTIETHS
        case Tried.EVERY_CHOICE:
            return tuple(one.value for one in decision.declared.choices)
        case Tried.SERVERS_UP_TO_THE_NEED:
            return tuple(range(_need(question, row) + 1))


def _need(question: Question, pool: str) -> int:
    """Return the servers that all work of a pool that may be owned needs at most, whatever is called by API."""
    plan = question.plan
    changed = {f"hosting.workload.{work}.api_share": 0.0 for work in question.may_call}
    traced = model(plan.structure_for(changed))
    line = "demand.need_ownable.servers"
    found = traced.evaluate({**plan.values(question.scenario), **changed}, [line]).rows(line)
    return int(found[plan.slugs["pool"].index(pool)].max())
