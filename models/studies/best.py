"""Each option at its best: the settings of its decisions with the lowest cost, among those that keep every limit."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.areas.options import NAMED_FIRST
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS
from models.studies.decision_space import Candidate, Question, Settings, variables_of
from models.studies.limits import LIMITS, contingency_on
from models.studies.settings_search import Look, Search

SMALL = 100
"""Figures below this are told with two decimals."""

MOST_SHORTLISTED = 12
"""Efficient candidates of an option that are judged under uncertainty."""

MOST_HELD = 20
"""Candidates that are held against the rules one by one, the cheapest first, where the cheapest is not allowed."""

type Refused = Callable[[str, Settings], str]
"""Returns why an option is not allowed at some settings, empty where it is."""


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """A candidate of an option that none beats in everything: present value, what is paid up front, carbon in tonnes.

    settings: what it sets differently from the plan; nothing where it is the plan's own.
    """

    cost: float
    capital: float
    carbon: float
    settings: Settings


@dataclass(frozen=True, slots=True)
class Best:
    """One option at its best.

    kind: the option's key. planned, cost: present value as planned and at its best, None where the plan's own settings
        are not of this kind.
    settings: what differs from the plan, by key. capital: paid up front at its best.
    shortlist: its efficient candidates, the cheapest first and the plan's own among them: none is cheaper and pays less
        up front, commits less and owns fewer servers.
    undone: share of the work that it leaves undone at its best.
    tried: candidates worked out. complete: False where the search was given up or nothing else was left to try.
    """

    kind: str
    planned: float | None
    cost: float
    settings: Settings
    capital: float
    shortlist: Sequence[Shortlisted]
    tried: int
    undone: float = 0.0

    @property
    def saving(self) -> float:
        """What its best saves over what is planned, in present value; 0 where nothing of the kind is planned."""
        return 0.0 if self.planned is None else max(0.0, self.planned - self.cost)


@dataclass(frozen=True, slots=True)
class AllBest:
    """Every option at its best, the cheapest first, why others are not there, and the seconds it took.

    together: the settings by which all of them are at their best at once. scenario: in which they were searched.
    objective, least: what was made least, and what it is by kind where it is not the cost at the plan's values.
    usual_planned: what business as usual costs as planned, where more than settings was moved; else it is as it was.
    """

    found: Sequence[Best]
    missing: Mapping[str, str]
    seconds: float
    complete: bool
    together: Settings = field(default_factory=dict[str, Value])
    scenario: str = "base"
    objective: str = "compared"
    least: Mapping[str, float] = field(default_factory=dict[str, float])
    usual_planned: float | None = None


NO_API = "no workload may be served by a commercial API that has a price"
AIR_GAPPED = "nothing that is air-gapped may call an API"


class GivenUpError(Exception):
    """The search was given up; what was found until then stands."""


def best_of_each(question: Question, look: Look | None = None, refused: Refused | None = None) -> AllBest:
    """Return every option at its best, the cheapest first.

    look: told how far it is; raising GivenUpError ends the search, and the best so far stands. refused: why an option
    is not allowed at some settings.
    """
    began = time.perf_counter()
    watch = look or _unwatched
    bests: list[Best] = []
    missing: dict[str, str] = {}
    complete = True
    for number, kind in enumerate(NAMED_FIRST):
        if kind in question.blocked:
            missing[kind] = question.blocked[kind]
            continue
        variables = variables_of(question, kind)
        if kind == "api" and not question.may_call:
            missing[kind] = NO_API
            continue
        if kind == "hybrid" and not any(len(one.values) > 1 for one in variables if "hybrid_servers" in one.key):
            missing[kind] = "nothing is needed that could be owned"
            continue
        search = Search(question, kind, variables, lambda part, doing, at=number: watch((at + part) / 4, doing))
        try:
            best = search.run()
        except (GivenUpError, KeyboardInterrupt):
            complete, best = False, search.best()
        if best is None:
            missing[kind] = _why_none(question, search)
        elif why := _refusal(search, best, refused):
            held = _first_allowed(search, refused)
            if held is None:
                missing[kind] = why
            else:
                bests.append(_told(search, held, refused))
        else:
            bests.append(_told(search, best))
        if not complete:
            break
    ranked = sorted(bests, key=lambda one: round(one.cost, 2))
    return AllBest(ranked, missing, time.perf_counter() - began, complete, scenario=question.scenario)


def _refusal(search: Search, candidate: Candidate, refused: Refused | None) -> str:
    """Return why a candidate is not allowed, empty where it is."""
    return refused(search.kind, search.settings(candidate)) if refused is not None else ""


def _first_allowed(search: Search, refused: Refused | None) -> Candidate | None:
    """Return the cheapest candidate that is allowed, of those that cost least and the plan's own."""
    tried = [*search.ranked()[1 : MOST_HELD + 1], search.planned()]
    return next((one for one in tried if search.holds(one) and not _refusal(search, one, refused)), None)


def _why_none(question: Question, search: Search) -> str:
    """Return why an option has no settings."""
    if "carbon" in question.within and search.only_calls:
        return "what the supplier of an API emits is not known, so that a limit on carbon cannot be shown to be kept"
    barred = question.as_planned.get(search.kind, "")
    if search.kind == "hybrid" and not search.nearest and not question.within and not barred:
        return "no server that it kept would be used: it is the cloud"
    nothing = "no settings keep all limits at once" if question.within else "none of its settings was worked out"
    return _unkept(question, search.nearest) or barred or nothing


def _unkept(question: Question, nearest: Mapping[str, float]) -> str:
    """Return which limits no settings keep, and the nearest that some would; nothing where each is kept by some."""
    values = question.plan.values(question.scenario)

    def told(name: str, figure: float, more: float) -> str:
        size = figure * (1 + more)
        digits = f"{size:,.0f}" if size.is_integer() or abs(size) >= SMALL else f"{size:,.2f}"
        return f"{SYMBOLS[question.plan.currency]}{digits}" if LIMITS[name].money else digits

    broken: list[str] = []
    for name, value in question.within.items():
        limit = LIMITS[name]
        if name in nearest and not limit.keeps(np.array([nearest[name]]), value).all():
            more = contingency_on(values, name, value)
            meaning = f"{limit.meaning}, with a contingency of {more:.0%}" if more > 0 else limit.meaning
            broken.append(
                f"{name} of at {'least' if limit.floor else 'most'} {told(name, value, more)} ({meaning}) cannot be"
                f" kept: {told(name, nearest[name], more)} is the {'most' if limit.floor else 'least'} of"
                " all settings tried"
            )
    return "; ".join(broken)


def _told(search: Search, best: Candidate, refused: Refused | None = None) -> Best:
    planned = float(search.cost([search.planned()])[0])
    cost = float(search.cost([best])[0])
    return Best(
        search.kind,
        planned if np.isfinite(planned) else None,
        cost,
        search.settings(best),
        search.capital(best),
        [one for one in _shortlist(search, best) if refused is None or not refused(search.kind, one.settings)],
        search.tried,
    )


def _shortlist(search: Search, best: tuple[int, ...]) -> list[Shortlisted]:
    """Return the efficient candidates, at most twelve and the plan's own settings."""
    cheapest: dict[tuple[float, float, float], tuple[float, tuple[int, ...]]] = {}
    for one, (cost, capital) in search.known.items():
        if not np.isfinite(cost):
            continue
        level = (round(capital), *search.bound(one))
        if level not in cheapest or round(cost, 2) < round(cheapest[level][0], 2):
            cheapest[level] = (cost, one)
    levels = sorted(cheapest, key=lambda level: cheapest[level][0])
    efficient = [
        level
        for place, level in enumerate(levels)
        if not any(all(a <= b for a, b in zip(other, level, strict=True)) for other in levels[:place])
    ]
    step = max(1, -(-len(efficient) // MOST_SHORTLISTED))
    chosen = [best, *(cheapest[level][1] for level in efficient[::step]), search.planned()]
    costs = dict(zip(chosen, search.cost(chosen), strict=True))
    there = [one for one, cost in costs.items() if np.isfinite(cost)]
    carbon = search.carbon(there)
    return [
        Shortlisted(float(costs[one]), search.capital(one), emitted, search.settings(one))
        for one, emitted in zip(there, carbon, strict=True)
    ]


def with_settings(plan: Plan, scenario: str, settings: Settings) -> Plan:
    """Return the plan with some decisions of a scenario set; where they come from is said."""
    for key, value in settings.items():
        entry = plan.entry(scenario, key)
        if entry.value != value:
            evidence = entry.evidence.for_assumption("best settings found", value)
            plan = plan.with_entry(scenario, key, Entry(value, evidence))
    return plan


def _unwatched(_part: float, _doing: str) -> None:
    """Look away."""
