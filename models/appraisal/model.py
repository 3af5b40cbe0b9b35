"""The whole model: every area and the appraisal traced into one graph."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np

from models.appraisal.alike import tolerances
from models.appraisal.comparison import Adjusting, Appraisal, PairLines, option_totals, pair, returns
from models.appraisal.delays import Delays, delays
from models.appraisal.line_keys import looked_up
from models.appraisal.meanwhile import rented_meanwhile
from models.appraisal.ranking import ranking
from models.appraisal.same_work import same_work
from models.appraisal.task_costs import task_costs
from models.appraisal.totals import BASES, OptionTotals
from models.appraisal.unit_costs import hour_costs, unit_costs
from models.appraisal.usual import Today, business_as_usual
from models.appraisal.views import Appraised, after_tax, economic, in_the_accounts
from models.areas.compute import Compute, Pool
from models.areas.cost_management import CostManagement, Levers, levers
from models.areas.coverage import coverage
from models.areas.criteria import Criterion, scores
from models.areas.data import Data
from models.areas.data_duties import duties_of_data
from models.areas.demand import Demand, demand
from models.areas.economy import Economy
from models.areas.energy import Carbon, Energy, carbon
from models.areas.finance import Finance, Prices, prices
from models.areas.financing import Financing
from models.areas.hedging import Hedging
from models.areas.hosting import Hosting, Route
from models.areas.load import Influences, SmallModel
from models.areas.model_routes import Bought, bought, called_alone, hosting_costs, may_be_called, routes
from models.areas.on_call import OnCall, on_call_costs
from models.areas.operations import Operations, Role, Tool
from models.areas.options import ALL_RENTED, OPTIONS, options_of
from models.areas.own_lines import Benefit, OwnCost, Service, benefits, own_amounts, own_costs
from models.areas.owned_site import moving_costs
from models.areas.payment import Payment
from models.areas.placement import Placement, placement
from models.areas.price_steps import PriceStep
from models.areas.register import DECLARED
from models.areas.risks import Risk, Risks, expected_by_risk, risk_costs
from models.areas.route_duties import able, duties
from models.areas.security import Control, Secured, Security, secured, security_costs
from models.areas.staffing import Operated, Operating, operations_costs, staffing
from models.areas.storage import data_costs, kept
from models.areas.tax_years import tax_years
from models.areas.taxation import Tax
from models.areas.workloads import Workload, Workloads
from models.areas.world import World
from models.formula.decisions import Decision, Kept, as_decided
from models.formula.node import ZERO, Line, Node, total, value_of
from models.formula.operation import FormulaError
from models.formula.program import Program, Results, Values
from models.formula.trace import Structure, Trace, checked


@dataclass(frozen=True)
class Model:
    """A traced model.

    Its lines by key in order, its inputs, the program that evaluates it and what its results are read from.
    """

    structure: Structure
    lines: Mapping[str, Line]
    inputs: Mapping[str, Node]
    appraisal: Appraisal
    decisions: Sequence[Decision]
    _programs: dict[tuple[str, ...], Program] = field(default_factory=dict)
    _decided: dict[tuple[str, ...], Program] = field(default_factory=dict)
    _plain: dict[tuple[str, ...], Program] = field(default_factory=dict)

    @property
    def options(self) -> Sequence[str]:
        """The options that are compared."""
        return options_of(self.structure)

    def evaluate(self, values: Values, wanted: Sequence[str]) -> Results:
        """Return the wanted lines, by key, for one case or a batch of cases.

        Raises FormulaError where a value uses a feature that this model is traced without.
        """
        batch = any(isinstance(value, np.ndarray) for value in values.values())
        return self.evaluate_often(values, wanted) if batch else self.evaluate_once(values, wanted)

    def evaluate_often(self, values: Values, wanted: Sequence[str]) -> Results:
        """Return the same where the same lines are wanted of many cases, together or one after the other."""
        self.check(values)
        return self.program(wanted).evaluate(values, [self.lines[key] for key in wanted])

    def evaluate_once(self, values: Values, wanted: Sequence[str]) -> Results:
        """Return the same where lines are wanted of one case, or of a few together.

        Formulas are taken as they stand: rewriting them for speed takes longer than a few cases do.
        """
        self.check(values)
        keys = tuple(wanted)
        if keys not in self._plain:
            self._plain[keys] = Program(self.structure, [self.lines[key] for key in keys], collect=False)
        return self._plain[keys].evaluate(values, [self.lines[key] for key in keys])

    def program(self, wanted: Sequence[str]) -> Program:
        """Return the steps that yield some lines and nothing else, rewritten for speed."""
        keys = tuple(wanted)
        if keys not in self._programs:
            self._programs[keys] = Program(self.structure, [self.lines[key] for key in keys])
        return self._programs[keys]

    def check(self, values: Values) -> None:
        """Raise FormulaError where a value uses a feature that this model is traced without."""
        for key, neutral, chosen in self._closed_inputs:
            value = values.get(key)
            if value is None or isinstance(value, Kept):
                continue
            used = value == chosen if chosen else value != neutral
            if used.any() if isinstance(used, np.ndarray) else used:
                raise FormulaError(f"{key}: {value} uses what this model is traced without")

    @cached_property
    def _closed_inputs(self) -> Sequence[tuple[str, object, str]]:
        """The inputs that must not be used: key, the value that uses nothing, or the choice that would be the use."""
        closed: list[tuple[str, object, str]] = []
        for token in self.structure.closed:
            key, _, chosen = token.partition("=")
            declared = DECLARED[key]
            rows = self.structure.rows[declared.home] if declared.home else ("",)
            closed.extend((declared.key_in(row) if row else key, declared.neutral, chosen) for row in rows)
        return closed

    @cached_property
    def used(self) -> "Used":
        """What of the whole model is left: the lines that are worth a row, and the inputs they read."""
        return _used(self)

    @cached_property
    def _stand_ins(self) -> Mapping[int, Line]:
        return as_decided(self.decisions)

    def decided_program(self, wanted: Sequence[str]) -> Program:
        """Return the same with decisions kept.

        Its values have those of every decided line as well, by the line's key.
        """
        keys = tuple(wanted)
        if keys not in self._decided:
            self._decided[keys] = Program(self.structure, [self.lines[key] for key in keys], stand_ins=self._stand_ins)
        return self._decided[keys]

    def costs(self, option: str) -> Sequence[Line]:
        """Return the cost lines of an option."""
        return [line for line in self.lines.values() if line.option == option and line.cost_class]


@dataclass(frozen=True, slots=True)
class Used:
    """Lines, and inputs by the key of their declaration, that a plan of some structure uses."""

    lines: frozenset[str]
    inputs: frozenset[str]


def _used(traced: Model) -> Used:
    """Return what is left of the whole model: what ends in a total, or in a line that only a reader looks up.

    An input that no formula reads, for rules alone look at it, is always left.
    """
    whole = model(replace(traced.structure, closed=frozenset()))
    read = {operand.key for line in whole.lines.values() for operand in _lines_read(line)}
    asked = looked_up(OPTIONS, BASES)
    ends = [
        line
        for line in traced.lines.values()
        if line.key not in read or line.key in asked or line.cost_class or ".total." in line.key
    ]
    seen: set[int] = set()
    stack: list[Node] = [line for line in ends if value_of(line) is None or ".total." in line.key]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            stack.extend(node.operands)
    lines = frozenset(line.key for line in traced.lines.values() if id(line) in seen and not _is_another(line, read))
    closed = traced.structure.closed
    gone = {key for key in whole.inputs if key in closed or id(traced.inputs.get(key)) not in seen}
    return Used(lines, frozenset(DECLARED) - gone)


def _is_another(line: Line, read: AbstractSet[str]) -> bool:
    """Return whether a line says what another says, so that whoever reads it may as well read that."""
    other = line.formula
    alike = isinstance(other, Line) and (other.axes, other.timed) == (line.axes, line.timed)
    return alike and line.key in read and not line.cost_class and ".total." not in line.key


def _lines_read(line: Line) -> Iterator[Line]:
    stack = list(line.operands)
    while stack:
        node = stack.pop()
        if isinstance(node, Line):
            yield node
        else:
            stack.extend(node.operands)


def model(structure: Structure) -> Model:
    """Return the model for a structure; the same structure gives the same model."""
    rows = tuple(sorted((axis, tuple(names)) for axis, names in structure.rows.items()))
    return _model(rows, structure.horizon, structure.closed)


_KEPT = 12
"""Models that are kept, the latest: a judgement with every study of a plan traces up to ten, of 15 to 40 MB each."""


@lru_cache(maxsize=_KEPT)
def _model(rows: tuple[tuple[str, tuple[str, ...]], ...], horizon: int, closed: frozenset[str]) -> Model:
    structure = Structure(dict(rows), horizon, closed)
    trace = Trace(structure)
    totals, pairs = _traced(trace)
    checked(trace.lines)
    lines = {line.key: line for line in trace.lines}
    return Model(structure, lines, trace.inputs, Appraisal(totals, pairs), tuple(trace.decisions))


def clear_models() -> None:
    """Forget every traced model with its programs and machine code."""
    _model.cache_clear()


def _traced(trace: Trace) -> tuple[dict[str, OptionTotals], list[PairLines]]:
    """Trace every area and the appraisal, in the order in which they build on each other."""
    world, finance, costs, tax = World(trace), Finance(trace), CostManagement(trace), Tax(trace)
    indices = prices(trace, finance, Payment(trace), Hedging(trace), PriceStep(trace), world)
    working = levers(trace, costs)
    safe = secured(trace, Security(trace), Control(trace))
    operations, hosting, route, pool = Operations(trace), Hosting(trace), Route(trace), Pool(trace)
    small = SmallModel(hosting.small_prefill, hosting.small_decode, hosting.small_replica)
    influences = Influences(working, small, route.api_share, operations.goodput, safe.overhead)
    demanded = demand(trace, Workloads(trace), Workload(trace), influences, world)
    options = options_of(trace.structure)
    with trace.section("hosting", sheet="demand"):
        can = able(trace, route, demanded, world)
    by_api = may_be_called(trace, route, demanded, safe.security, can) if "api" in options else None
    alone = called_alone(route, by_api)
    placed = placement(trace, Compute(trace), pool, demanded, alone, working, indices, world)
    called = bought(trace, hosting, route, demanded, alone, indices, world)
    bills, operating = _option_costs(
        trace, placed, called, working, safe, operations, route, pool, demanded, indices, world
    )
    residuals = {option: owned.residual for option, owned in placed.owned.items()}
    totals = {
        option: option_totals(
            trace, option, indices, world, residuals.get(option), Adjusting(tax, costs, bills[option])
        )
        for option in options
    }
    pairs_of = tuple(combinations(options, 2))
    for first, second in pairs_of:
        returns(trace, totals[first], totals[second], (first, second), finance.horizon, world)
    economy = Economy(trace)
    ranked = ranking(trace, finance, economy, indices, world)
    business_as_usual(trace, finance, ranked, world, Today(pool, placed, totals, tax, costs))
    busy = unit_costs(trace, placed, totals, called["cloud"].api, indices, world)
    appraised = Appraised(trace, totals, placed, ranked, world)
    task_costs(trace, totals, called, demanded, route)
    ready = {option: one.ready for option, one in operating.items()}
    forgone, society, emitted = _views(appraised, tax, pool, demanded, bills, ready, alone, economy)
    rented = rented_meanwhile(trace, placed, operating, emitted, ranked, tax, costs)
    same = same_work(
        trace, totals, forgone, busy, demanded, society, ranked, rented, placed.meanwhile, safe.security, world
    )
    pairs = [pair(trace, totals, same.curves, names, basis, world) for basis in BASES for names in pairs_of]
    tolerances(trace, totals, same.compared, ranked, world)
    routes(
        trace,
        route,
        demanded,
        called["cloud"],
        hour_costs(trace, pool, placed.market, demanded, world, busy.owned),
        world,
    )
    coverage(trace, safe, options)
    scores(trace, Criterion(trace), options)
    return totals, pairs


def _option_costs(
    trace: Trace,
    placed: Placement,
    called: Mapping[str, Bought],
    working: Levers,
    safe: Secured,
    operations: Operations,
    route: Route,
    pool: Pool,
    demanded: Demand,
    indices: Prices,
    world: World,
) -> tuple[dict[str, Node], dict[str, Operating]]:
    """Trace what each option pays in every area beside compute; return what providers bill, and how it is operated."""
    data, risk = Data(trace), Risk(trace)
    stored = kept(trace, data, working, indices, world)
    people = staffing(trace, operations, Role(trace), Tool(trace), world)
    expected = expected_by_risk(trace, risk, Risks(trace), world)
    own, benefit = OwnCost(trace), Benefit(trace)
    amounts = own_amounts(trace, own, world)
    bills: dict[str, Node] = {}
    operating: dict[str, Operating] = {}
    for option in placed.rent:
        hosting_costs(trace, option, called[option])
        duties(trace, option, route, called[option], demanded, operations.day_rate, indices, world)
        in_cloud = data_costs(trace, option, stored, data, placed.keeps)
        in_cloud = in_cloud + duties_of_data(
            trace, option, stored, data, operations.day_rate, placed.keeps, indices, world
        )
        security_costs(trace, option, safe, operations.day_rate, indices, placed.keeps)
        with trace.section(f"{option}.cost_management", sheet=option, option=option):
            trace.cost(
                "introducing",
                "Introducing cost levers",
                "cost_management",
                "one-off",
                working.introducing * indices.general,
            )
        operating[option] = operations_costs(
            trace, option, people, _operated(placed, option, called[option], pool), indices, world, placed.keeps
        )
        if option in placed.fleets:
            moving_costs(trace, option, placed.fleets[option], operations.day_rate, indices, world)
        own_costs(trace, option, own, amounts, placed.keeps)
        # what is rented alone is all there is to do; what servers have to do may wait for them
        rents = option in ALL_RENTED
        work = placed.work.get(option, placed.served[option if rents else "cloud"])
        benefits(trace, option, benefit, Service(work, placed.served[option], demanded.live), placed.keeps, world)
        on_call_costs(trace, option, OnCall(trace), indices)
        bills[option] = total(placed.rent[option], "pool") + called[option].api + called[option].tuning + in_cloud
        risk_costs(trace, option, risk, expected, bills[option], indices, placed.keeps)
    return bills, operating


def _operated(placed: Placement, option: str, called: Bought, pool: Pool) -> Operated:
    """Return what an option operates: the GPUs it owns and rents, and what it calls by API."""
    owned = placed.fleets[option].in_use * pool.server_gpus if option in placed.fleets else ZERO
    waiting = placed.meanwhile.get(option)
    return Operated(owned, placed.rented[option], called.called, placed.served[option], waiting)


def _views(
    appraised: Appraised,
    tax: Tax,
    pool: Pool,
    demanded: Demand,
    bills: dict[str, Node],
    ready: dict[str, Line],
    called: Mapping[str, Node],
    economy: Economy,
) -> tuple[Delays, dict[str, Line], Carbon]:
    """Trace the views after tax, in the accounts and for society.

    Return the value forgone, the cost to society, and emissions.
    """
    trace, placed, prices_of, world = appraised.trace, appraised.placed, appraised.prices, appraised.world
    years = tax_years(trace, tax, prices_of.finance, world)
    taxed = {option: after_tax(appraised, tax, years, option, bills[option]) for option in appraised.totals}
    in_the_accounts(appraised, Financing(trace), tax, taxed)
    emitted = carbon(trace, Energy(trace), pool, placed, world)
    forgone = delays(appraised, pool, demanded, ready, called)
    society = {
        option: economic(appraised, economy, option, emitted, forgone.forgone[option], pool)
        for option in appraised.totals
    }
    return forgone, society, emitted
