"""The search over the settings of one option's decisions.

Candidates are cases of the one engine. Where there are few all are worked out; otherwise the search moves one decision
at a time and then two of a pool at a time until neither is cheaper, from several starts.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY
from models.areas.compute import Pool
from models.areas.decisions import AT_ONCE, COMMITTED, Tried
from models.areas.finance import Finance
from models.areas.hosting import Route
from models.areas.options import OWNING
from models.areas.workloads import Workload
from models.formula.program import Results
from models.plan.waits_freely import free_to_wait
from models.quantities.declaration import Value
from models.studies.decision_space import Candidate, Question, Variable, settings_of
from models.studies.limits import LIMITS
from models.studies.moves import pair_moves, single_moves, term_moves
from models.studies.spares import stand_whole

MOST_ENUMERATED = 50_000
"""Candidates up to which all are worked out."""

MOST_SUBSETS = 3
"""Workloads that may be called by API up to which the search begins at every subset of them."""

MOST_ROUNDS = 200
"""Moves after which a search is ended, so that it ends whatever the costs are."""

KEEPS = "hybrid.keeps_servers"
"""The line that says whether a hybrid ever has a server."""

type Look = Callable[[float, str], None]
type Costs = NDArray[np.float64]


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
        moved = {key: np.empty(0) for one in variables for key in one.stored}
        self._traced = model(plan.structure_for(moved))
        self._lines = [OptionLine.COMPARED.of(self.kind)]
        up_front = OptionLine.UP_FRONT.of(self.kind)
        self._capital = up_front if up_front in self._traced.lines else ""
        if self._capital:
            self._lines.append(self._capital)
        self._within: dict[str, float] = dict(question.within)
        self._limited = bool(question.within)
        if free_to_wait(plan, question.scenario):
            # who says that nothing is lost by waiting has not said that the work may wait longer still
            self._within["undone"] = min(self._planned_undone(), self._within.get("undone", 1.0))
        self._limits: dict[str, Sequence[str]] = {name: LIMITS[name].lines(self._traced, kind) for name in self._within}
        self._keeps = KEEPS if kind == "hybrid" and KEEPS in self._traced.lines else ""
        if self._keeps:
            self._lines.append(self._keeps)
        self._bars = [bar for bar in question.bars.get(kind, ()) if bar.line in self._traced.lines]
        self._lines += [key for keys in self._limits.values() for key in keys] + [bar.line for bar in self._bars]
        self._lines = list(dict.fromkeys(self._lines))
        self._known: dict[Candidate, tuple[float, float]] = {}
        self._calls = [(place, one) for place, one in enumerate(variables) if one.is_call]
        self._worked: dict[frozenset[str], Mapping[str, float]] = {}
        self.nearest: dict[str, float] = {}

    def _planned_undone(self) -> float:
        """Return the largest share of the work that an option which owns leaves undone as planned."""
        limit = LIMITS["undone"]
        lines = [keys for option in OWNING if (keys := limit.lines(self._traced, option))]
        shares = [float(limit.holds(self._traced.evaluate(self._values, keys), keys).max()) for keys in lines]
        return max(shares, default=0.0)

    def cost(self, candidates: Sequence[Candidate]) -> Costs:
        """Return the cost of candidates, infinite where they are not of this kind or break a limit."""
        wanted = list(dict.fromkeys(one for one in candidates if one not in self._known))
        allowed = [one for one in wanted if self._is_of_kind(one)]
        self._known.update(dict.fromkeys(wanted, (np.inf, 0.0)))
        by_choice: dict[tuple[Value, ...], list[Candidate]] = {}
        for one in allowed:
            by_choice.setdefault(self._choices(one), []).append(one)
        for some in by_choice.values():
            self._work_out(some)
        return np.array([self._known[one][0] for one in candidates])

    def capital(self, candidate: Candidate) -> float:
        """Return what a candidate that was worked out pays up front."""
        return self._known[candidate][1]

    def carbon(self, candidates: Sequence[Candidate]) -> list[float]:
        """Return the carbon of candidates over the horizon, in tonnes."""
        line = OptionLine.CARBON_TOTAL.of(self.kind)
        if line not in self._traced.lines:
            return [0.0] * len(candidates)
        return [float(self._evaluated([one], [line]).arrays[line].reshape(-1)[0]) for one in candidates]

    @property
    def known(self) -> Mapping[Candidate, tuple[float, float]]:
        """Cost and capital of every candidate that was worked out."""
        return self._known

    def _choices(self, candidate: Candidate) -> tuple[Value, ...]:
        return tuple(one.values[place] for one, place in zip(self.variables, candidate, strict=True) if one.is_choice)

    def _work_out(self, some: Sequence[Candidate]) -> None:
        """Work candidates out that share their choices, as one batch."""
        self._look(0.0, "Trying other settings")
        worked_out = self._evaluated(some, self._lines)
        self.tried += len(some)
        every = np.ones(len(some))
        cost = worked_out.arrays[self._lines[0]].reshape(-1) * every
        capital = worked_out.monthly(self._capital).sum(axis=0) * every if self._capital else 0.0 * every
        kept = np.ones(len(some), dtype=bool)
        if self._keeps:
            # servers that nothing needs are not bought: what keeps none is the cloud
            kept &= worked_out.monthly(self._keeps).sum(axis=0) * every > 0
        for bar in self._bars:
            kept &= bar.keeps(worked_out)
        for name, keys in self._limits.items():
            limit, figures = LIMITS[name], LIMITS[name].holds(worked_out, keys) * every
            near = limit.nearest(figures)
            self.nearest[name] = limit.nearest(np.array([near, self.nearest.get(name, near)]))
            kept &= limit.keeps(figures, self._within[name])
        for candidate, its_cost, its_capital, keeps in zip(some, cost, capital, kept, strict=True):
            self._known[candidate] = (float(its_cost) if keeps else np.inf, float(its_capital))

    def _evaluated(self, some: Sequence[Candidate], lines: Sequence[str]) -> Results:
        """Return lines of candidates that share their choices, case by case."""
        values: dict[str, object] = dict(self._values)
        places = np.array(some, dtype=np.intp)
        for number, one in enumerate(self.variables):
            if one.is_choice:
                values[one.key] = one.values[some[0][number]]
                continue
            tried = [one.sets(value) for value in one.values]
            values |= {key: np.array([float(each[key]) for each in tried])[places[:, number]] for key in tried[0]}
        return self._traced.evaluate(values, lines)  # type: ignore[arg-type]

    def _is_of_kind(self, candidate: Candidate) -> bool:
        """Return whether a candidate is of this kind: kinds are disjoint, and shares of a pool are 100% at most."""
        if self._commits_too_much(candidate):
            return False
        if "carbon" in self._within and self._calls_something(candidate):
            return False  # what the supplier of an API emits is not known
        if self.kind == "api":
            return True
        if self.kind == "hybrid" and not self._stands_whole(candidate):
            return False
        if self.kind == "on_premises" and self._question.stores and self._leaves_no_work(candidate):
            return True
        if self.kind in OWNING:
            return self._owns(candidate) and (self._hosts(candidate) or not self._hosts(self.planned()))
        return not self._calls or len(self._called(candidate)) < len(self._calls)

    @cached_property
    def _at_once(self) -> Sequence[Sequence[int]]:
        """The places of shares that are committed at the same time, for every row."""
        there = [place for place, one in enumerate(self.variables) if one.decision.declared in COMMITTED]
        rows = dict.fromkeys(self.variables[place].row for place in there)
        return [
            [
                place
                for place in there
                if self.variables[place].row == row and self.variables[place].decision.declared in together
            ]
            for row in rows
            for together in AT_ONCE
        ]

    def _commits_too_much(self, candidate: Candidate) -> bool:
        """Return whether more than all is committed at once, other than as the plan has it."""
        for places in self._at_once:
            shares = [float(self.variables[place].values[candidate[place]]) for place in places]
            if sum(shares) > 1 + 1e-9 and any(candidate[place] != self.variables[place].planned for place in places):
                return True
        return False

    def _stands_whole(self, candidate: Candidate) -> bool:
        """Return whether no server of a hybrid would have to stand at two sites at once; all that are needed do not."""
        for place, one in enumerate(self.variables):
            servers = one.decision.tried is Tried.SERVERS_UP_TO_THE_NEED and candidate[place] < len(one.values) - 1
            if servers and not stand_whole(self._values, one.row, float(one.values[candidate[place]])):
                return False
        return True

    @property
    def only_calls(self) -> bool:
        """Whether every candidate sends work to an API."""
        return self.kind == "api" or (bool(self._known) and all(map(self._calls_something, self._known)))

    def _calls_something(self, candidate: Candidate) -> bool:
        """Return whether a candidate sends any work to an API."""
        if self.kind == "api":
            return True
        decided = {one.row: float(one.values[candidate[place]]) for place, one in self._calls}
        return any(decided.get(work, float(self._values[Route.api_share.key_in(work)])) > 0 for work in self._models)

    def _called(self, candidate: Candidate) -> frozenset[str]:
        """Return the workloads that a candidate calls by API altogether."""
        return frozenset(one.row for place, one in self._calls if one.values[candidate[place]] == 1)

    def _hosts(self, candidate: Candidate) -> bool:
        """Return whether a candidate hosts a model, or there is none: else it is the API option, but for training.

        A plan that calls every model and owns servers for training keeps to that, and is searched as such.
        """
        return not self._models or not self._models <= self._called(candidate)

    @cached_property
    def _models(self) -> frozenset[str]:
        """The workloads that count and are inference."""
        values = self._values
        works = self._question.plan.slugs["workload"]
        counted = [one for one in works if values[Workload.active.key_in(one)]]
        return frozenset(one for one in counted if values[Workload.kind.key_in(one)] == "inference")

    def _owns(self, candidate: Candidate) -> bool:
        """Return whether an option owns a server while there is work for it: else it is the cloud, or does nothing."""
        first = {pool: self._first_owned(pool) for pool in self._question.plan.slugs["pool"]}
        kept = dict.fromkeys(first, self.kind == "on_premises")
        for one, place in zip(self.variables, candidate, strict=True):
            if one.decision.tried is Tried.SERVERS_UP_TO_THE_NEED:
                kept[one.row] = float(one.values[place]) > 0
            elif one.decision.tried is Tried.QUARTERS_OF_OWNING and first[one.row] > 0:
                first[one.row] = max(first[one.row], float(one.values[place]))
        last = self._last_worked(self._called(candidate))
        return any(kept[pool] and month < last[pool] for pool, month in first.items())

    def _leaves_no_work(self, candidate: Candidate) -> bool:
        """Return whether an API serves all the work there is."""
        return not any(self._last_worked(self._called(candidate)).values())

    def _last_worked(self, called: frozenset[str]) -> Mapping[str, float]:
        """Return the month after which a pool has no work, the horizon where it has some to the end; 0 for none.

        called: workloads that leave no work to a pool, since an API serves them.
        """
        if called not in self._worked:
            horizon = float(self._values[Finance.horizon.key])
            last = dict.fromkeys(self._question.plan.slugs["pool"], 0.0)
            for work in self._question.plan.slugs["workload"]:
                if self._values[Workload.active.key_in(work)] and work not in called:
                    pool = str(self._values[Workload.pool.key_in(work)])
                    last[pool] = max(last[pool], min(float(self._values[Workload.end.key_in(work)]), horizon))
            self._worked[called] = last
        return self._worked[called]

    def _first_owned(self, pool: str) -> float:
        """Return the month from which a pool may own a server at the earliest, 0 where it owns one already."""
        there = float(self._values[Pool.owned_servers.key_in(pool)]) * float(
            self._values[Pool.owned_months.key_in(pool)]
        )
        return 0.0 if there > 0 else float(self._values[Pool.lead.key_in(pool)])

    def bound(self, candidate: Candidate) -> tuple[float, float]:
        """Return what a candidate is bound by: shares committed, added up, and servers kept."""
        committed = servers = 0.0
        for one, place in zip(self.variables, candidate, strict=True):
            if one.decision.tried is Tried.SERVERS_UP_TO_THE_NEED:
                servers += float(one.values[place])
            elif one.decision.declared in COMMITTED:
                committed += float(one.values[place])
        return round(committed, 4), servers

    def planned(self) -> Candidate:
        """Return the plan's own settings."""
        return tuple(one.planned for one in self.variables)

    def settings(self, candidate: Candidate) -> dict[str, Value]:
        """Return what a candidate sets differently from the plan, by key."""
        return settings_of(self.variables, candidate)

    def run(self) -> Candidate | None:
        """Return the best candidate; None where none is allowed."""
        size = np.prod([float(len(one.values)) for one in self.variables])
        if size <= MOST_ENUMERATED:
            self.cost(list(itertools.product(*(range(len(one.values)) for one in self.variables))))
        else:
            for start in self._starts():
                self._descend(start)
            if self._limited or self.best() is None:
                for start in self._small_starts():
                    self._descend(start)
        return self.best()

    def best(self) -> Candidate | None:
        """Return the cheapest candidate so far; of equal ones that which moves least from the plan."""
        return next(iter(self.ranked()), None)

    def ranked(self) -> list[Candidate]:
        """Return the candidates that keep every limit, the cheapest first."""
        allowed = [(one, cost) for one, (cost, _) in self._known.items() if np.isfinite(cost)]
        return [one for one, _ in sorted(allowed, key=lambda pair: (round(pair[1], 2), self._moves(pair[0]), pair[0]))]

    def holds(self, candidate: Candidate) -> bool:
        """Return whether a candidate is of this kind and keeps every limit."""
        return bool(np.isfinite(self.cost([candidate])[0]))

    def _moves(self, candidate: Candidate) -> int:
        return sum(place != one.planned for one, place in zip(self.variables, candidate, strict=True))

    def _starts(self) -> Iterator[Candidate]:
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

    def _small_starts(self) -> Iterator[Candidate]:
        """Yield where the search begins where nothing so far is allowed: one server in one pool, none in others."""
        servers = self._of(Tried.SERVERS_UP_TO_THE_NEED)
        for start in list(self._starts()):
            for kept in servers:
                few = list(start)
                for place in servers:
                    few[place] = min(int(place == kept), len(self.variables[place].values) - 1)
                yield tuple(few)

    def _of(self, tried: Tried) -> list[int]:
        """Return the places of the decisions of a sort."""
        return [place for place, one in enumerate(self.variables) if one.decision.tried is tried]

    def _descend(self, start: Candidate) -> None:
        """Move one decision at a time, then two of a pool, as long as that is cheaper."""
        here, cost = start, float(self.cost([start])[0])
        for _ in range(MOST_ROUNDS):
            moved = False
            for moves in (single_moves, pair_moves, term_moves):
                candidates = list(moves(self.variables, here))
                if not candidates:
                    continue
                costs = self.cost(candidates)
                place = int(np.argmin(costs))
                if costs[place] < cost - A_PENNY / 2:
                    together = self._together(here, cost, candidates, costs)
                    at_once, one = float(self.cost([together])[0]), float(costs[place])
                    here, cost = (together, at_once) if at_once < one else (candidates[place], one)
                    moved = True
                    break
            if not moved:
                return

    def _together(self, here: Candidate, cost: float, candidates: Sequence[Candidate], costs: Costs) -> Candidate:
        """Return the best moves of every row made at once: rows hardly touch each other, and there may be many."""
        best: dict[str, tuple[float, Candidate]] = {}
        for number in map(int, np.flatnonzero(costs < cost - A_PENNY / 2)):
            moves = [place for place, one in enumerate(candidates[number]) if one != here[place]]
            rows = {self.variables[place].row for place in moves}
            if len(rows) == 1:
                row = rows.pop()
                best[row] = min(best.get(row, (np.inf, here)), (float(costs[number]), candidates[number]))
        together = list(here)
        for _, candidate in best.values():
            for place, one in enumerate(candidate):
                if one != here[place]:
                    together[place] = one
        return tuple(together)
