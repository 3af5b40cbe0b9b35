"""Leads that rest on what is entered for some options alone, and work that is not worth what it adds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.finance import Finance
from models.areas.options import OWNING
from models.areas.own_lines import Benefit
from models.areas.risks import Risk
from models.areas.workloads import Workload
from models.plan.plan import Plan, Row
from models.quantities.declaration import Input, Value
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.judgement import Against, Judgement, State, worth_telling
from models.rules.named_rows import it, names_of
from models.rules.priced import priced, still_allowed, without
from models.rules.unsettled import unsettled


def benefits_before_owning(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield benefits of owning alone that count before the first server is in use, with what the option costs then."""
    if option.key not in OWNING:
        return
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    rented = (Benefit.cloud, Benefit.api)
    rows = [row for row in _benefits(plan, facts) if not any(_has(facts, row, flag) for flag in rented)]
    served = f"{option.key}.benefits.months"
    if not rows or not facts.has(served):
        return
    in_use = facts.by_month(OptionLine.IN_USE.of(option.key)).sum(axis=0)
    months = facts.by_month(served)[0]
    if not in_use.any():
        return
    owned = int(np.argmax(in_use > 0))
    later: dict[str, Value] = {}
    for row in rows:
        key = Benefit.first.key_in(row.slug)
        if facts.number(key) < months[owned]:
            later[key] = float(round(months[owned]))
    found = priced(plan, scenario, case, option, later) if later else None
    if found is not None and found.words:
        counts = "counts" if len(rows) == 1 else "count"
        yield Against(
            "benefit",
            f"{names_of(rows)}, which only owning brings, {counts} from the start, and the"
            f" first server is in use in month {owned}: counted from then on, {found.words}.",
            found.more,
            turns=bool(found.leader),
        )


def rests_on_benefits(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield that an option leads only by benefits that not all options are given."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    flags = (Benefit.cloud, Benefit.api, Benefit.on_premises, Benefit.hybrid)
    rows = [row for row in _benefits(plan, facts) if len({_has(facts, row, flag) for flag in flags}) > 1]
    left_out: dict[str, Value] = {Benefit.active.key_in(row.slug): False for row in rows}
    if found := unsettled(plan, scenario, case, option, judgement, left_out):
        yield Against(
            "benefit",
            f"{option.label} {found.leads_by} {names_of(rows)}, which not every option is given, and not by cost:"
            f" without {it(rows)}, {found.then}.",
            turns=found.turns,
        )


def rests_on_risks(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield that an option leads only by risks that not all options bear."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    flags = (Risk.cloud, Risk.on_premises, Risk.hybrid)
    # what the option bears itself would make it cheaper still
    own = {"cloud": Risk.cloud, "api": Risk.cloud, "on_premises": Risk.on_premises, "hybrid": Risk.hybrid}[option.key]
    rows = [
        row
        for row in plan.rows["risk"]
        if facts.values[Risk.active.key_in(row.slug)]
        and not _has(facts, row, own)
        and any(_has(facts, row, flag) for flag in flags)
    ]
    rows.sort(key=lambda row: -_expected(facts, row))
    left_out: dict[str, Value] = {Risk.active.key_in(row.slug): False for row in rows}
    if found := unsettled(plan, scenario, case, option, judgement, left_out):
        yield Against(
            "risk",
            f"{option.label} {found.leads_by} what {names_of(rows)} would cost the others, which is a judgement, not a"
            f" price: without {it(rows)}, {found.then}.",
            turns=found.turns,
        )


def _expected(facts: Facts, row: Row) -> float:
    """Return what a risk is likely to cost, by which the largest is named first."""
    chance, likely = (facts.number(one.key_in(row.slug)) for one in (Risk.probability, Risk.likely))
    return chance * likely


_TRENDS = (
    (Finance.api_trend, "API prices"),
    (Finance.cloud_trend, "cloud prices"),
    (Finance.hardware_trend, "server prices"),
)
"""Changes of prices a year that nobody knows, and of what."""


def rests_on_trends(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, judgement: Judgement
) -> Iterator[Against]:
    """Yield the change of prices on which a lead rests, whatever it is said to rest on: nobody knows it."""
    for trend, what in _TRENDS:
        change = float(plan.entry(scenario, trend.key).value)
        found = unsettled(plan, scenario, case, option, judgement, {trend.key: 0.0}) if change else None
        if found is None:
            continue
        way = "fall" if change < 0 else "rise"
        if found.close:
            said = (
                f"{option.label} leads clearly only if {what} {way} (planned {abs(change) * 100:.3g}% a year): at"
                f" today's prices {found.then}."
            )
            yield Against("trend", said, turns=found.turns, names=(trend.key,))
            continue
        behind, tolerance = _behind(plan, scenario, case, option, {trend.key: 0.0})
        if judgement.planned.state is State.CLEAR and behind < tolerance:
            said = (
                f"{option.label} leads clearly only if {what} {way} (planned {abs(change) * 100:.3g}% a year): at"
                f" today's prices {found.then}, too close to call."
            )
            yield Against("trend", said, behind, turns=True, names=(trend.key,))
        else:
            turns = abs(_turning(plan, scenario, case, option, trend.key, change)) * 100
            planned = "" if f"{turns:.3g}" == f"{abs(change) * 100:.3g}" else f", planned {abs(change) * 100:.3g}%"
            said = (
                f"{option.label} leads only if {what} {way} by more than {turns:.3g}% a year{planned}: at today's"
                f" prices {found.then}."
            )
            yield Against("trend", said, behind, turns=True, names=(trend.key,))


def _behind(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, changes: Mapping[str, Value]
) -> tuple[float, float]:
    """Return by how much an option is dearer than the cheapest one with some inputs changed, and what is too close."""
    other = case_result(plan, scenario, changes)
    then = still_allowed(case, other)
    own = next((one.compared for one in then if one.key == option.key), None)
    if own is None:
        return 0.0, 0.0
    return own - then[0].compared, other.tolerances.get(frozenset({option.key, then[0].key}), 0.0)


_HALVINGS = 10
"""Of a change of prices, between what turns a lead and what does not: to a thousandth of it."""


def _turning(plan: Plan, scenario: str, case: CaseResult, option: OptionResult, key: str, change: float) -> float:
    """Return the yearly change of prices from which an option leads, between none and the one planned."""
    other, own = 0.0, change
    for _ in range(_HALVINGS):
        between = (other + own) / 2
        if without(plan, scenario, case, option, {key: between}):
            other = between
        else:
            own = between
    return own


def not_worth_its_cost(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield the workloads that add more to the cost than the value entered for them, and what leads without them."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    every = [row for row in plan.rows["workload"] if facts.values[Workload.active.key_in(row.slug)]]
    valued = [row for row in every if facts.number(Workload.value.key_in(row.slug)) > 0]
    if len(every) < 2:  # noqa: PLR2004 - of one workload the verdict itself says whether it is worth doing
        return
    symbol = SYMBOLS[plan.currency]
    dear = [row for row in valued if _apart(plan, scenario, case, option, [row]).lost > A_PENNY]
    if not dear or len(dear) == len(every):
        return
    without_them = _apart(plan, scenario, case, option, dear)
    if not worth_telling(without_them.lost, option):
        return
    leads = f"; without {it(dear)} {without_them.leads}" if without_them.leads else ""
    adds, is_worth = ("adds", "is worth") if len(dear) == 1 else ("add", "are worth")
    they, costs = ("it", "costs") if len(dear) == 1 else ("they", "cost")
    added, worth = (money(one, symbol) for one in (without_them.added, without_them.worth))
    said = f"{names_of(dear)} {adds} {added} and {is_worth} {worth} by the values entered{leads}."
    yield Against(
        "value",
        said,
        without_them.lost,
        turns=bool(leads),
        first=f"{names_of(dear)} being left out, or shown to be worth what {they} {costs}",
    )


@dataclass(frozen=True, slots=True)
class _Apart:
    """What some work adds to an option's cost, what it is worth, and which option leads by how much without it."""

    added: float
    worth: float
    leads: str

    @property
    def lost(self) -> float:
        """By how much more it costs than it is worth."""
        return self.added - self.worth


def _apart(plan: Plan, scenario: str, case: CaseResult, option: OptionResult, rows: Sequence[Row]) -> _Apart:
    """Return what some work comes to in an option."""
    dropped = _dropped(rows)
    other = case_result(plan, scenario, dropped)
    own = other.options.get(option.key)
    if own is None:
        # it called an API for this work alone: the rest is rented, as in the cloud
        rest, rented = still_allowed(case, other), other.options.get("cloud")
        if not rest or rented is None:
            return _Apart(0.0, 0.0, "")
        then = f"{rest[0].in_sentence} costs least for the rest"
        return _Apart(option.compared - rented.compared, case.worth - other.worth, then)
    leads = without(plan, scenario, case, option, dropped)
    return _Apart(option.compared - own.compared, case.worth - other.worth, leads)


def _dropped(rows: Sequence[Row]) -> dict[str, Value]:
    return {Workload.active.key_in(row.slug): False for row in rows}


def _has(facts: Facts, row: Row, flag: Input) -> bool:
    return bool(facts.values[flag.key_in(row.slug)])


def _benefits(plan: Plan, facts: Facts) -> list[Row]:
    """Return the benefits that count."""
    return [row for row in plan.rows["benefit"] if facts.values[Benefit.active.key_in(row.slug)]]
