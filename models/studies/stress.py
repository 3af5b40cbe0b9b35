"""Stress tests: the plan as it was decided, with one thing gone wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.appraisal.decided import decided
from models.appraisal.line_keys import compared_line
from models.appraisal.results import A_PENNY, present_options
from models.areas.compute import Pool
from models.areas.options import USUAL
from models.areas.workloads import volumes_of
from models.plan.gates import not_passed
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value
from models.studies.gate import where_pilots_end
from models.studies.together import is_a_bill, worth_of_work

BILL_SHOCKS = (1.0, 3.0, 5.0)
"""Bills over the estimate: as planned, and the article's three and five times."""

PRICE_FALL = 0.5
"""What is left of prices in the cloud when they fall."""

DEMANDS = (0.5, 2.0)
HALVES, DOUBLES = "All demand halves", "All demand doubles"
MONTHS_LATE = 6
LATE = f"Servers are delivered {MONTHS_LATE} months late"
WEAKER = 1.1
"""What foreign money costs over what is planned, when the plan's currency is weaker.

Its inverse when it is stronger.
"""


@dataclass(frozen=True, slots=True)
class Stressed:
    """Present value of every option under a stress, and the cheapest of those allowed.

    factor: bills as a multiple of the estimate. inputs: what is changed, by key.
    """

    label: str
    factor: float
    present_value: Mapping[str, float]
    cheapest: str
    inputs: Mapping[str, Value] = field(default_factory=dict[str, Value])


_NO_PILOT = "No pilot passes its gate"
_BILL_FACTOR = "cost_management.bill_factor"
_BILLED = "Cloud and API bills are {:g} times the estimate"


def bill_shock(plan: Plan, scenario: str, blocked: Sequence[str] = ()) -> list[Stressed]:
    """Return what bills of three and five times the estimate do to the options.

    What providers bill is multiplied; what is owned is not.

    blocked: options that are not allowed and cannot be the cheapest.
    """
    return _stressed(
        plan, scenario, present_options(plan, scenario), blocked, [("As planned", {}), *_billed(plan, scenario)]
    )


def stress_tests(plan: Plan, scenario: str, blocked: Sequence[str] = (), beside: Sequence[str] = ()) -> list[Stressed]:
    """Return all stress tests: bills, prices, demand, delivery and exchange rates, the plan as it stands first.

    beside: business as usual or nothing, where they are ranked with the options; today's bill follows demand and prices
        in the cloud then, since it pays for the same work.
    """
    usual = USUAL in beside
    tests: list[tuple[str, Mapping[str, Value]]] = [("As planned", {})]
    tests += _billed(plan, scenario)
    fallen = {**_prices(plan, scenario, PRICE_FALL), **_bill_today(plan, scenario, PRICE_FALL, ranked=usual)}
    tests.append(("Cloud and API prices fall by half", fallen))
    tests += [
        (
            HALVES if factor < 1 else DOUBLES,
            {**demand_at(plan, scenario, factor), **_bill_today(plan, scenario, factor, ranked=usual)},
        )
        for factor in DEMANDS
    ]
    if stopped := not_passed(plan, scenario):
        tests.append((_NO_PILOT, stopped))
    late = _late(plan, scenario)
    # servers that come after the end do no work at all: that is another plan, which the rules do not allow
    values, horizon = plan.values(scenario), plan.structure.horizon
    if not any(float(values[key]) < horizon <= int(one) for key, one in late.items()):
        tests.append((LATE, late))
    tests += [
        (f"Foreign currency is {label}", _rates(plan, scenario, factor))
        for label, factor in (("10% dearer", WEAKER), ("10% cheaper", 2 - WEAKER))
    ]
    ranked = [*present_options(plan, scenario), *beside]
    found = _stressed(plan, scenario, ranked, blocked, tests)
    if stopped:
        found = [_at_the_gate(plan, scenario, one, blocked) if one.label == _NO_PILOT else one for one in found]
    return [found[0], *(one for one in found[1:] if _moves(found[0], one))]


def _at_the_gate(plan: Plan, scenario: str, test: Stressed, blocked: Sequence[str]) -> Stressed:
    """Return a stress test in which pilots end, with nothing decided after their gate for work that has ended."""
    costs = where_pilots_end(plan, scenario, list(test.present_value))
    return replace(test, present_value=costs, cheapest=_cheapest(costs, blocked))


def _moves(planned: Stressed, test: Stressed) -> bool:
    """Return whether a stress moves anything: a rate that is hedged does not."""
    return any(abs(cost - planned.present_value[option]) >= A_PENNY for option, cost in test.present_value.items())


def demand_at(plan: Plan, scenario: str, factor: float) -> dict[str, Value]:
    """Return every workload's volume at a multiple of the plan's, within its bounds, and what it is worth with it.

    Twice the requests of an assistant that is worth what it costs are not twice as dear and worth no more.
    """
    values = plan.values(scenario)
    works = plan.slugs["workload"]
    keys = [*(key for work in works for key in volumes_of(values, work)), *worth_of_work(values, works)]
    return _multiplied(plan, scenario, [key for key in keys if plan.counts(scenario, key)], factor)


def _billed(plan: Plan, scenario: str) -> list[tuple[str, dict[str, Value]]]:
    """Return the bills of three and five times the estimate that are above what the plan counts already."""
    own = float(plan.entry(scenario, _BILL_FACTOR).value)
    return [(_BILLED.format(factor), {_BILL_FACTOR: factor}) for factor in BILL_SHOCKS[1:] if factor > own]


def _bill_today(plan: Plan, scenario: str, factor: float, *, ranked: bool) -> dict[str, Value]:
    """Return today's bill at a multiple of itself, where it is business as usual and does the same work."""
    is_bill = ranked and is_a_bill(plan.values(scenario))
    return _multiplied(plan, scenario, ["finance.usual_cost"], factor) if is_bill else {}


def _prices(plan: Plan, scenario: str, factor: float) -> dict[str, Value]:
    keys = [f"compute.pool.{slug}.cloud_price" for slug in plan.slugs["pool"]]
    keys += [
        f"hosting.workload.{slug}.{name}"
        for slug in plan.slugs["workload"]
        for name in ("api_in", "api_cached", "api_out")
    ]
    return _multiplied(plan, scenario, keys, factor)


def _late(plan: Plan, scenario: str) -> dict[str, Value]:
    """Return later deliveries: a start of owning beyond the lead time is missed by as many months.

    What waits for the first delivery, or is rented until then, does so for as long.
    """
    values = plan.values(scenario)
    keys: list[str] = []
    for slug in plan.slugs["pool"]:
        lead = Pool.lead.key_in(slug)
        starts = (Pool.owning_start.key_in(slug), Pool.hybrid_start.key_in(slug))
        keys += [lead, *(key for key in starts if float(values[key]) > float(values[lead]))]
    return {key: min(int(values[key]) + MONTHS_LATE, int(plan.declaration(key).bounds[1])) for key in keys}


def _rates(plan: Plan, scenario: str, factor: float) -> dict[str, Value]:
    own = {"GBP": "pound", "USD": "dollar", "EUR": "euro"}[plan.currency]
    return _multiplied(
        plan, scenario, [f"finance.{money}_rate" for money in ("pound", "dollar", "euro") if money != own], factor
    )


def _multiplied(plan: Plan, scenario: str, keys: Sequence[str], factor: float) -> dict[str, Value]:
    """Return inputs at a multiple of the plan's values, within their bounds; whole numbers are rounded."""
    multiplied: dict[str, Value] = {}
    for key in keys:
        declared = plan.declaration(key)
        value = min(max(float(plan.entry(scenario, key).value) * factor, declared.bounds[0]), declared.bounds[1])
        multiplied[key] = round(value) if declared.kind is Kind.INTEGER else value
    return multiplied


def _cheapest(costs: Mapping[str, float], blocked: Sequence[str]) -> str:
    """Return the cheapest of the options that are allowed, empty where none is."""
    allowed = [option for option in costs if option not in blocked]
    return min(allowed, key=lambda option: round(costs[option], 2), default="")


def _stressed(
    plan: Plan,
    scenario: str,
    ranked: Sequence[str],
    blocked: Sequence[str],
    tests: Sequence[tuple[str, Mapping[str, Value]]],
) -> list[Stressed]:
    """Return the costs under each stress, decisions kept, from one batch of cases."""
    keys = {option: compared_line(option) for option in ranked}
    ground = decided(plan, scenario, {key: value for _, inputs in tests for key, value in inputs.items()})
    touched = {key for _, inputs in tests for key in inputs}
    batch = {key: np.array([float(inputs.get(key, ground.values[key])) for _, inputs in tests]) for key in touched}
    figures = ground.evaluate(batch, list(keys.values()))
    costs = {option: figures.arrays[key].reshape(-1) * np.ones(len(tests)) for option, key in keys.items()}
    own = float(ground.values[_BILL_FACTOR])
    return [
        Stressed(
            label,
            float(inputs.get(_BILL_FACTOR, own)),
            {option: float(cost[place]) for option, cost in costs.items()},
            _cheapest({option: float(cost[place]) for option, cost in costs.items()}, blocked),
            inputs,
        )
        for place, (label, inputs) in enumerate(tests)
    ]
