"""Results of one scenario, read from the lines of the graph as plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.appraisal import line_keys
from models.appraisal.line_keys import UNVALUED, USUAL_COMPARED, WORTH, OptionLine, PairLine, wait_line, work_line
from models.appraisal.model import Model, model
from models.appraisal.pair_results import A_PENNY, Crossover, PairResult, crossovers_of, earned, first_cheaper
from models.appraisal.totals import BASES, OptionTotals
from models.areas.options import ALL_RENTED, NAMED_FIRST, OPTION_LABELS, OPTIONS, in_sentence
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Value

type Curve = NDArray[np.float64]

VIEWS: Mapping[str, str] = {
    "tax.{}.present_value": "present_value_after_tax",
    "tax.{}.total_cost": "total_cost_after_tax",
    "economic.{}.present_value": "economic_present_value",
    "value.{}.forgone_total": "value_forgone",
    "carbon.{}.total": "carbon_tonnes",
    "carbon.{}.energy_total": "energy_kwh",
    "criteria.{}.score": "criteria_score",
    "coverage.{}.gaps": "controls_missing",
    "unit.{}.per_user": "cost_per_user",
    "unit.{}.per_task": "cost_per_task",
    "unit.{}.per_success": "cost_per_success",
}
"""Figures of an option beside its cost: the key of the line, and what it is called in results."""


@dataclass(frozen=True, slots=True)
class OptionResult:
    """What one option costs.

    cumulative, discounted: money by month 0…H, without the sale of what is left at the horizon. curve,
        curve_discounted: the same with what the work is worth that waits in it; they cross where options do.
    total_cost: cumulative at the horizon less the residual value. Amounts are in the plan's currency.
    unit_cost: money per busy GPU-hour, None where no hour is busy.
    undone: share of its work on GPUs that waits and is not done. waits: months until its servers are there,
        while work waits for them.
    approval: the sum to be approved, with contingency. areas: estimated cost by decision area over the horizon.
    views: the figures of VIEWS, by key.
    compared, compared_nominal: present value and whole-life cost with what the work is worth that waits in it: by these
        options are ranked. waiting_cost: what the work is worth that waits in it, in present value; it is no cash.
    beyond_value: the part of that by which it counts at more than the value entered for it.
    """

    key: str
    label: str
    cumulative: Curve
    discounted: Curve
    total_cost: float
    present_value: float
    equivalent_annual_cost: float
    residual: float
    up_front: float
    unit_cost: float | None
    undone: float
    waits: float
    approval: float
    areas: Mapping[str, float]
    views: Mapping[str, float]
    compared: float
    compared_nominal: float
    waiting_cost: float
    curve: Curve
    curve_discounted: Curve
    beyond_value: float = 0.0

    @property
    def in_sentence(self) -> str:
        """How it is called within a sentence."""
        return in_sentence(self.key)

    @property
    def brought_in(self) -> float:
        """Its benefits over the horizon, undiscounted, of which its cost is net."""
        return -self.areas.get("benefits", 0.0)

    def drawn(self, basis: str) -> Curve:
        """Return its curve on a basis, nominal or discounted, with the work that waits in it."""
        return self.curve if basis == "nominal" else self.curve_discounted

    def paid(self, basis: str) -> Curve:
        """Return what is paid of it, by month."""
        return self.cumulative if basis == "nominal" else self.discounted


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Everything a board asks of one scenario.

    blocked: options that a rule does not allow, each with its reason; they are worked out and never recommended.
    awaited: those that a missing entry alone blocks. holding: those of them that may cost least once it is entered:
        nothing is recommended before. unpriced: those whose cost says nothing, since something in it has
        no price or cannot run. twins: options that cost the same as another in every month, with that.
    tolerances: by pair of options, the lead in compared cost below which it is close; close_call: the share it is of
        what differs. usual_ranked: whether business as usual does the same work; usual_compared: its cost as ranked;
        usual_enough: whether today's servers do all the work; usual_barred: whether it is a cloud that is not allowed.
    by_society: whether society's cost ranks. worth: present value entered for the work; unvalued: workloads with none.
    """

    scenario: str
    options: Mapping[str, OptionResult]
    usual: Curve
    usual_present_value: float
    crossovers: Sequence[Crossover]
    pairs: Sequence[PairResult]
    break_even_utilisation: float | None
    utilisation: float
    blocked: Mapping[str, str] = field(default_factory=dict[str, str])
    twins: Mapping[str, str] = field(default_factory=dict[str, str])
    unpriced: Collection[str] = ()
    awaited: Mapping[str, str] = field(default_factory=dict[str, str])
    holding: Mapping[str, str] = field(default_factory=dict[str, str])
    tolerances: Mapping[frozenset[str], float] = field(default_factory=dict[frozenset[str], float])
    close_call: float = 0.0
    usual_ranked: bool = False
    usual_compared: float = 0.0
    usual_enough: bool = True
    usual_barred: bool = False
    by_society: bool = False
    worth: float = 0.0
    unvalued: int = 0

    @property
    def basis_in_words(self) -> str:
        """By what options are ranked, in a sentence."""
        return "in economic terms" if self.by_society else "in today's money"

    @property
    def value_of_work(self) -> float | None:
        """Present value of all work, 0 where none runs; None where some that runs has no value entered."""
        return self.worth if not self.unvalued else None

    def net(self, option: OptionResult) -> float:
        """Return what all work is worth less what an option costs; work that waits is lost at its value, not more."""
        return self.worth - (option.compared - option.beyond_value)

    @property
    def apart(self) -> Sequence[OptionResult]:
        """The options without those that are another, in the order of tables."""
        return [option for key, option in self.options.items() if key not in self.twins]

    @property
    def left_out(self) -> Sequence[str]:
        """Options that a study of the verdict leaves out: blocked, another's twin, or not there."""
        return [key for key in OPTIONS if key in self.blocked or key in self.twins or key not in self.options]

    def allowed(self, basis: str = "discounted") -> Sequence[OptionResult]:
        """Return the options that no rule blocks, from the cheapest on; none where all are blocked."""
        return [option for option in self.ranked(basis) if option.key not in self.blocked]

    def pair(self, first: str, second: str, basis: str) -> PairResult:
        """Return how two options compare."""
        return next(one for one in self.pairs if (one.first, one.second, one.basis) == (first, second, basis))

    def ranked(self, basis: str = "discounted") -> list[OptionResult]:
        """Return the options from the cheapest on; equal ones in the order of NAMED_FIRST."""

        def cost(option: OptionResult) -> tuple[float, int]:
            amount = option.compared if basis == "discounted" else option.compared_nominal
            return round(amount / A_PENNY) * A_PENNY, NAMED_FIRST.index(option.key)

        return sorted(self.options.values(), key=cost)

    @property
    def verdicts_disagree(self) -> bool:
        """True where another of the allowed options is cheapest undiscounted, by more than a penny; not for society."""
        if self.by_society or not self.allowed():
            return False
        nominal, discounted = self.allowed("nominal")[0], self.allowed()[0]
        return self.options[discounted.key].compared_nominal - nominal.compared_nominal > A_PENNY


SOME_WORK = 0.005
"""Share of the work; less than this left undone is not worth a sentence."""

_CROSSING = (
    PairLine.CROSSING,
    PairLine.MONTH,
    PairLine.SIGN,
    PairLine.DIFFERENCE,
    PairLine.SUSTAINED,
    PairLine.SUSTAINED_EXISTS,
)
"""The lines that say when two options cross."""


def wanted_keys(traced: Model) -> list[str]:
    """Return the lines a case's results are read from."""
    keys = [
        "finance.usual_cumulative",
        "finance.usual_present_value",
        "finance.monthly_rate",
        "finance.reinvestment_monthly",
        *(key for key in (*line_keys.WAITS.values(), line_keys.USUAL_ENOUGH) if key in traced.lines),
        "unit.break_even_utilisation",
        "unit.utilisation",
        "unit.saving_value",
        "finance.close_share",
        "finance.usual_ranked",
        USUAL_COMPARED,
        "finance.by_society",
        WORTH,
        UNVALUED,
        *(["hosting.api_serves"] if "api" in traced.options else []),
    ]
    for option, totals in traced.appraisal.options.items():
        lines = (
            totals.cumulative,
            totals.discounted,
            totals.total_cost,
            totals.present_value,
            totals.residual,
            *totals.class_totals,
        )
        keys += [
            *(line.key for line in lines),
            OptionLine.COMPARED.of(option),
            OptionLine.COMPARED_NOMINAL.of(option),
            OptionLine.WAITING_VALUE.of(option),
            *(key for key in (OptionLine.BEYOND_VALUE.of(option),) if key in traced.lines),
            OptionLine.CURVE.of(option),
            OptionLine.CURVE_DISCOUNTED.of(option),
            OptionLine.EQUIVALENT.of(option),
            OptionLine.APPROVAL.of(option),
            *([OptionLine.UNIT_COST.of(option)] if option != "api" else []),
            OptionLine.UNIT_HOURS.of(option),
            work_line(option, traced.lines),
        ]
    for pair in traced.appraisal.pairs:
        keys += [line.of(pair.first, pair.second, pair.basis) for line in _CROSSING]
        if pair.basis == BASES[0]:
            keys.append(PairLine.TOLERANCE.of(pair.first, pair.second))
    return keys


def view_keys(traced: Model) -> list[str]:
    """Return the lines of the other views: after tax, for society, carbon, criteria, areas and what buying earns."""
    keys = [key for option in traced.options for line in VIEWS if (key := line.format(option)) in traced.lines]
    keys += [
        line.key for totals in traced.appraisal.options.values() for line in (*totals.areas.values(), *totals.derived)
    ]
    keys += [
        line.of(pair.first, pair.second)
        for pair in traced.appraisal.pairs
        if pair.basis == "nominal"
        for line in (PairLine.RETURNS_FLOW, PairLine.RETURNS_MOVES, PairLine.RETURNS_EXISTS)
    ]
    return [*keys, *(PairLine.PEAK_FUNDING.of(pair.first, pair.second, pair.basis) for pair in traced.appraisal.pairs)]


def case_result(
    plan: Plan, scenario: str, changes: Mapping[str, Value] | None = None, others: Sequence[Mapping[str, Value]] = ()
) -> CaseResult:
    """Return the results of a scenario, with some inputs changed.

    others: changes that are asked for as well; one model is then traced for all of them.
    """
    structure = plan.structure_for(changes, *others) if changes else plan.structure
    traced = model(structure)
    evaluate = traced.evaluate_often if structure == plan.structure else traced.evaluate_once
    found = evaluate({**plan.values(scenario), **(changes or {})}, [*wanted_keys(traced), *view_keys(traced)])
    return read_case(traced, found, plan.scenario(scenario).name)


def read_case(traced: Model, found: Results, scenario: str, *, every: bool = False) -> CaseResult:
    """Return the evaluated lines of one case as its results.

    every: with an API option that serves nothing in this case and might in another, as a workbook has it.
    """
    shown = traced.options if every else present(traced, found)
    options = {option: _option(traced, found, option) for option in shown}
    crossovers: list[Crossover] = []
    pairs: list[PairResult] = []
    for pair in traced.appraisal.pairs:
        compared = pair.first, pair.second, pair.basis
        if not {pair.first, pair.second} <= options.keys():
            continue
        passed = crossovers_of(found, *compared)
        crossovers += passed
        ends_cheaper = found.number(PairLine.SUSTAINED_EXISTS.of(*compared)) > 0
        pairs.append(
            PairResult(
                pair.first,
                pair.second,
                pair.basis,
                found.number(PairLine.SUSTAINED.of(*compared)) if ends_cheaper else None,
                first_cheaper(passed, pair.second, found.curve(PairLine.SIGN.of(*compared))),
                *earned(found, *compared),
            )
        )
    crossovers.sort(key=lambda one: (one.basis != "nominal", one.month))
    return CaseResult(
        scenario,
        options,
        found.curve("finance.usual_cumulative"),
        found.number("finance.usual_present_value"),
        crossovers,
        pairs,
        found.number("unit.break_even_utilisation") if found.number("unit.saving_value") > 0 else None,
        found.number("unit.utilisation"),
        twins=_twins(options),
        tolerances={frozenset(pair): found.number(PairLine.TOLERANCE.of(*pair)) for pair in combinations(options, 2)},
        close_call=found.number("finance.close_share"),
        usual_ranked=found.number("finance.usual_ranked") > 0,
        usual_compared=found.number(USUAL_COMPARED),
        usual_enough=line_keys.USUAL_ENOUGH not in traced.lines or found.number(line_keys.USUAL_ENOUGH) > 0,
        by_society=found.number("finance.by_society") > 0,
        worth=found.number(WORTH),
        unvalued=round(found.number(UNVALUED)),
    )


def _twins(options: Mapping[str, OptionResult]) -> dict[str, str]:
    """Return the options that are another: the same cost in every month, and the same left at the end."""
    twins: dict[str, str] = {}
    named = [options[key] for key in NAMED_FIRST if key in options]
    for place, option in enumerate(named):
        for first in named[:place]:
            same = np.allclose(option.cumulative, first.cumulative, rtol=0, atol=A_PENNY)
            if first.key not in twins and same and abs(option.compared - first.compared) <= A_PENNY:
                twins[option.key] = first.key
                break
    return twins


def present(traced: Model, found: Results) -> list[str]:
    """Return the options that one case has: no API where there is nothing that one may serve."""
    serves = "api" in traced.options and found.number("hosting.api_serves") > 0
    return [option for option in traced.options if option != "api" or serves]


def compared_options(plan: Plan, scenario: str, left_out: Collection[str]) -> list[str]:
    """Return the options that a study compares: those left, or all where none would be."""
    there = present_options(plan, scenario)
    return [option for option in there if option not in left_out] or there


def present_options(plan: Plan, scenario: str) -> list[str]:
    """Return the options that a scenario has, in the order of tables."""
    traced = model(plan.structure)
    if "api" not in traced.options:
        return list(traced.options)
    return present(traced, traced.evaluate(plan.values(scenario), ["hosting.api_serves"]))


def _option(traced: Model, found: Results, option: str) -> OptionResult:
    totals = traced.appraisal.options[option]
    up_front = [line for line in totals.class_totals if line.key.endswith(".up_front")]
    hours = float(found.curve(OptionLine.UNIT_HOURS.of(option)).sum())
    whole = hours if option in ALL_RENTED else float(found.curve(work_line(option, traced.lines)).sum())
    return OptionResult(
        option,
        OPTION_LABELS[option],
        found.curve(totals.cumulative.key),
        found.curve(totals.discounted.key),
        found.number(totals.total_cost.key),
        found.number(totals.present_value.key),
        found.number(OptionLine.EQUIVALENT.of(option)),
        found.number(totals.residual.key),
        float(found.curve(up_front[0].key)[0]) if up_front else 0.0,
        found.number(OptionLine.UNIT_COST.of(option)) if hours > 0 and option != "api" else None,
        1 - hours / whole if whole > 0 else 0.0,
        0.0 if option in ALL_RENTED else found.number(wait_line(option, traced.lines)),
        found.number(OptionLine.APPROVAL.of(option)),
        _by_area(found, totals),
        {
            name: found.number(line.format(option))
            for line, name in VIEWS.items()
            if line.format(option) in found.arrays
        },
        found.number(OptionLine.COMPARED.of(option)),
        found.number(OptionLine.COMPARED_NOMINAL.of(option)),
        found.number(OptionLine.WAITING_VALUE.of(option)),
        found.curve(OptionLine.CURVE.of(option)),
        found.curve(OptionLine.CURVE_DISCOUNTED.of(option)),
        found.number(beyond) if (beyond := OptionLine.BEYOND_VALUE.of(option)) in found.arrays else 0.0,
    )


def _by_area(found: Results, totals: OptionTotals) -> dict[str, float]:
    """Return what each area costs over the horizon, with what follows from the totals.

    Nothing where the lines were not asked for.
    """
    parts = [*totals.areas.items(), *((line.area, line) for line in totals.derived)]
    by_area: dict[str, float] = {}
    for area, line in parts:
        if line.key in found.arrays:
            by_area[area] = by_area.get(area, 0.0) + float(found.curve(line.key).sum())
    return by_area
