"""The settings that one option may take: its decisions row by row, with the values that are tried of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from models.appraisal.model import model
from models.areas.compute import Pool
from models.areas.decisions import CALLS, COMMITTED, DECISIONS, DISCOUNTS, DecisionVariable, Tried
from models.areas.hosting import Route
from models.areas.terms_that_fit import may_be_taken
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value
from models.studies.bars import Bar

QUARTER = 3
LEAST_OWNING = 24
"""Months that owning lasts at least."""
TWENTIETHS = tuple(step / 20 for step in range(21))

type Settings = Mapping[str, Value]
type Candidate = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched.

    may_call: workloads that a commercial API may serve. blocked: options that are not allowed, each with its reason.
        within: limits by name. bars: by option, what no candidate of it may have. as_planned: why a limit does not
        allow an option at the settings of the plan.
    freed: keys of declared inputs that the search may move though they are not free from the start.
    stores: whether on-premises is one though an API serves all of its work: it owns the storage.
    """

    plan: Plan
    scenario: str
    may_call: Collection[str] = ()
    blocked: Mapping[str, str] = field(default_factory=dict[str, str])
    within: Mapping[str, float] = field(default_factory=dict[str, float])
    freed: Collection[str] = ()
    bars: Mapping[str, Sequence[Bar]] = field(default_factory=dict[str, Sequence[Bar]])
    as_planned: Mapping[str, str] = field(default_factory=dict[str, str])
    stores: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """One decision of one row, and the values that are tried; the plan's own value is among them.

    key: the input that holds it for the option, switch: the input that says that the option has values of its own,
        empty where it has none. stored: what these inputs hold in the plan.
    planned: the place among the values of what the option takes as planned.
    """

    key: str
    decision: DecisionVariable
    row: str
    values: tuple[Value, ...]
    planned: int
    switch: str
    stored: Mapping[str, Value]

    @property
    def is_choice(self) -> bool:
        """Whether its values are words, which a batch of cases shares."""
        return self.decision.declared.kind is Kind.CHOICE

    @property
    def is_call(self) -> bool:
        """Whether it says how the models of a workload are reached."""
        return self.decision.tried is Tried.NONE_OR_ALL

    def sets(self, value: Value) -> Settings:
        """Return the inputs that give the option a value, each with what it is set to."""
        if not self.is_call:
            return {self.key: value} | ({self.switch: True} if self.switch else {})
        if value == 1 and self.stored[self.key] != 1:
            return {self.switch: True, self.key: self.stored[self.key]}
        return {self.switch: False, self.key: value}


def variables_of(question: Question, option: str) -> list[Variable]:
    """Return the decisions of an option, row by row, with the values that are tried."""
    plan = question.plan
    values = plan.values(question.scenario)
    at_work = {
        values[f"workloads.workload.{work}.pool"]
        for work in plan.slugs["workload"]
        if values[f"workloads.workload.{work}.active"]
    }
    variables: list[Variable] = []
    for decision in DECISIONS:
        if option not in decision.options:
            continue
        moves = decision.free or decision.declared.key in question.freed
        for row in decision.rows(plan.slugs):
            if not moves and not _goes_along(values, decision, row, option):
                continue
            if decision.tried is Tried.NONE_OR_ALL and row not in question.may_call:
                continue
            if decision.table == "pool" and row not in at_work and decision.tried is not Tried.SERVERS_UP_TO_THE_NEED:
                continue  # without work there is nothing to commit, and no start of owning
            planned = planned_value(values, decision, row, option)
            tried = _tried(question, decision, row) if moves else (planned,)
            every = tuple(tried) if planned in tried else (*tried, planned)
            own = decision.own.get(option)
            key = (own or decision.declared).key_in(row)
            switch = decision.switches.get(option) if own or decision.tried is Tried.NONE_OR_ALL else None
            of_row = switch.key_in(row) if switch else ""
            stored = {name: values[name] for name in (key, of_row) if name}
            variables.append(Variable(key, decision, row, every, every.index(planned), of_row, stored))
    return variables


def _goes_along(values: Mapping[str, Value], decision: DecisionVariable, row: str, option: str) -> bool:
    """Return whether a decision that the search does not move has to be looked at with those that it does.

    What is committed counts towards all that may be. Where another of an option's own values moves, its own value of
    this counts from then on, and must stay what the option takes as planned.
    """
    own, switch = decision.own.get(option), decision.switches.get(option)
    planned = planned_value(values, decision, row, option)
    if decision.declared in COMMITTED and planned:
        return True
    return own is not None and switch is not None and values[own.key_in(row)] != planned


def called_share(values: Mapping[str, Value], work: str, option: str) -> float:
    """Return the share of a workload's requests that an option, but for the API option, sends to an API as planned."""
    return 1.0 if values[CALLS[option].key_in(work)] else float(values[Route.api_share.key_in(work)])


def planned_value(values: Mapping[str, Value], decision: DecisionVariable, row: str, option: str) -> Value:
    """Return what an option takes as planned: its own value, or that which it shares."""
    base = values[decision.declared.key_in(row)]
    switch, own = decision.switches.get(option), decision.own.get(option)
    on = switch is not None and bool(values[switch.key_in(row)])
    if decision.tried is Tried.NONE_OR_ALL:
        return 1.0 if on else base
    if own is None:
        return base
    if switch is None:
        mine = values[own.key_in(row)]
        return mine if any(mine == one.value for one in decision.declared.choices) else base
    if on:
        return values[own.key_in(row)]
    commits = decision.declared in COMMITTED
    return 0.0 if commits and option == "hybrid" and not values[f"compute.pool.{row}.hybrid_commitment"] else base


def settings_of(variables: Sequence[Variable], candidate: Candidate) -> dict[str, Value]:
    """Return what a candidate sets differently from the plan, by key.

    Where one of a row's values of the option's own moves all of them are set, since from then on they count.
    """
    chosen = [(one, one.values[place]) for one, place in zip(variables, candidate, strict=True)]
    moved = {(one.switch or one.key) for one, value in chosen if value != one.values[one.planned]}
    return {
        key: set_to
        for one, value in chosen
        if (one.switch or one.key) in moved
        for key, set_to in one.sets(value).items()
        if set_to != one.stored[key]
    }


def _tried(question: Question, decision: DecisionVariable, row: str) -> Sequence[Value]:
    match decision.tried:
        case Tried.NONE_OR_ALL:
            return (0.0, 1.0)
        case Tried.STEPS_OF_A_TWENTIETH:
            return TWENTIETHS if _pays(question, decision, row) else (0.0,)
        case Tried.EVERY_CHOICE:
            return tuple(one.value for one in decision.declared.choices)
        case Tried.QUARTERS_OF_OWNING:
            return _starts(question.plan, question.scenario, row)
        case Tried.SERVERS_UP_TO_THE_NEED:
            return tuple(range(_need(question, row) + 1))


def _pays(question: Question, decision: DecisionVariable, row: str) -> bool:
    """Return whether what is committed or run on spot may be and has a discount: for none nobody gives up being free.

    What follows three-year terms has to have these before it.
    """
    values = question.plan.values(question.scenario)
    if decision.declared in COMMITTED and not may_be_taken(values, decision.declared, row):
        return False
    if decision.declared is Pool.one_year_after and float(values[Pool.three_year_discount.key_in(row)]) <= 0:
        return False
    discount = DISCOUNTS.get(decision.declared)
    return discount is None or float(values[discount.key_in(row)]) > 0


def _starts(plan: Plan, scenario: str, pool: str) -> Sequence[int]:
    """Return the months in which owning may start: as soon as servers and their power are there, or quarters later.

    It lasts two years at least.
    """
    lead, power = (int(plan.entry(scenario, one.key_in(pool)).value) for one in (Pool.lead, Pool.site_from))
    horizon = int(plan.entry(scenario, "finance.horizon").value)
    if lead < power <= horizon - LEAST_OWNING:
        return range(power, horizon - LEAST_OWNING + 1, QUARTER)
    return (0, *range(lead + QUARTER, horizon - LEAST_OWNING + 1, QUARTER))


def starts_with_power(plan: Plan, scenario: str) -> dict[str, Value]:
    """Return the settings by which no server is in use before its site has power, where some would be as planned."""
    values = plan.values(scenario)
    settings: dict[str, Value] = {}
    for pool in plan.slugs["pool"]:
        power = int(float(values[Pool.site_from.key_in(pool)]))
        own = [Pool.hybrid_start] if values[Pool.hybrid_terms.key_in(pool)] else []
        for start in (Pool.owning_start, *own):
            begins = max(float(values[Pool.lead.key_in(pool)]), float(values[start.key_in(pool)]))
            if begins < power <= float(values["finance.horizon"]) - LEAST_OWNING:
                settings[start.key_in(pool)] = power
    return settings


def _need(question: Question, pool: str) -> int:
    """Return the servers that all work of a pool that may be owned needs at most, whatever is called by API."""
    plan = question.plan
    changed = {f"hosting.workload.{work}.api_share": 0.0 for work in question.may_call}
    traced = model(plan.structure_for(changed))
    line = "demand.need_ownable.servers"
    figures = traced.evaluate({**plan.values(question.scenario), **changed}, [line]).rows(line)
    return int(figures[plan.slugs["pool"].index(pool)].max())
