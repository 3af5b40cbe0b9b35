"""Studies as they are shown: a finding in one sentence, charts and tables, and the points that can become scenarios.

Screen, sheet, page and command share them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf

import numpy as np

from models.appraisal.results import CaseResult
from models.areas.finance import BILLS
from models.areas.options import NOTHING as NONE_OF_THEM
from models.areas.options import OPTIONS, OWNING, in_sentence, outcome
from models.exhibits.case_text import name_of_cost, ranked_cost
from models.exhibits.cells import Entered, number, thousands_in
from models.exhibits.figures import Table
from models.exhibits.frontier import Frontier
from models.exhibits.plots import Plot, PlotLine
from models.exhibits.series_styles import STYLES, barred_label, left_open
from models.exhibits.shapes import Map, Shape
from models.exhibits.verdict_parts import may_be, none_as_planned
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, Standing, State
from models.rules.offers import Judged
from models.rules.start_of_owning import StartOfOwning
from models.studies.best import AllBest
from models.studies.hybrid_split import PoolSplit
from models.studies.influence import Influence
from models.studies.information import Information
from models.studies.stress import DOUBLES, HALVES, LATE, Stressed
from models.studies.switching import SwitchingValue
from models.studies.tripwires import Reopening
from models.studies.two_inputs import TwoInputs
from models.studies.uncertainty import Uncertainty

TITLES: Mapping[str, str] = {
    "best": "Each option at its best",
    "offers": "Rental offers",
    "simulation": "How sure are we",
    "tornado": "What moves the verdict",
    "switching": "What would change our mind",
    "map": "Two inputs at once",
    "split": "Best hybrid split",
    "levers": "Levers",
    "stress": "Stress tests",
    "evidence": "What the cost is based on",
    "worth": "Worth knowing",
    "tripwires": "What reopens it",
    "owning": "When to start owning",
}
"""Every study by name, in the order in which they are shown."""

MOST_BARS = 12
MOST_ROWS = 40

type Behind = (
    Uncertainty
    | Sequence[Influence]
    | Sequence[SwitchingValue]
    | TwoInputs
    | Sequence[Stressed]
    | Sequence[Judged]
    | AllBest
    | Information
    | Reopening
    | StartOfOwning
    | None
)
"""The result a study is shown from, for those who need its numbers."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a study that can become a scenario: its name and exactly the inputs it stands for."""

    name: str
    inputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Shown:
    """A study: its name, what was found in one sentence, how it was come by, its charts and tables.

    points: by the key of a table's row. judgement: of each option at its best, where the study searches for it.
    """

    name: str
    finding: str
    note: str
    charts: Sequence[Plot | Shape | Map | Frontier]
    tables: Sequence[Table]
    points: Mapping[str, Sequence[Point]] = field(default_factory=dict[str, Sequence[Point]])
    behind: Behind = None
    judgement: Judgement | None = None

    @property
    def title(self) -> str:
        """The title of the study."""
        return TITLES[self.name]


def better_than_options(plan: Plan, standing: Standing) -> str:
    """Return what is better than every option, as a sentence that follows another; empty where nothing is."""
    by = money(standing.lead, SYMBOLS[plan.currency])
    return {
        State.USUAL: f" Business as usual, which does the same work, costs {by} less than the cheapest of them.",
        State.NOTHING: f" All the work is worth {by} less than the cheapest option costs.",
    }.get(standing.state, "")


def beside_options(plan: Plan, shown: Shown, standing: Standing) -> Shown:
    """Return a study of the options alone, with a word on what is better than all of them, where something is."""
    return replace(shown, finding=f"{shown.finding}{better_than_options(plan, standing)}")


KEPT = (
    "Purchases, commitments and the split stay as the plan has decided them; a shortfall bursts or waits, a surplus"
    " idles."
)


_NONE_LEADS = {
    State.NONE: "no option is allowed",
    State.USUAL: "business as usual costs less than every option",
    State.NOTHING: "no option is worth its cost",
}


def at_plans_settings(judgement: Judgement) -> str:
    """Return that studies keep the plan's own settings while another option leads at its best; empty where none does.

    Without it a study that finds for one option contradicts a verdict that finds for another.
    """
    if not judgement.turned or judgement.best is None:
        return ""
    own, best = judgement.planned, judgement.best
    as_planned = _NONE_LEADS.get(own.state) or f"{in_sentence(own.recommended)} leads"
    at_best = _NONE_LEADS.get(best.state) or f"{judgement.named(best.recommended)} leads"
    return (
        f"Studies keep the plan's own settings, with which {as_planned}; each at its best, {at_best}."
        " Take the best settings under Decision to study those."
    )


def split_shown(plan: Plan, found: Sequence[PoolSplit]) -> Shown:
    """Return the search for the best number of servers to keep in the hybrid."""
    thousands = thousands_in(plan)
    symbol = SYMBOLS[plan.currency]
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    charts: list[Plot] = []
    for one in found:
        name = plan.row_name("pool", one.pool)
        for servers, cost in enumerate(one.costs[:MOST_ROWS]):
            mark = "best" if servers == one.best else "the plan's" if servers == one.stored else ""
            rows.append([number(servers).with_words(f"{name}: "), thousands(cost), mark])
            points[f"{one.key}={servers}"] = [Point(f"{name}: {servers} servers kept", {one.key: servers})]
        if len(one.costs) > 1:
            places = np.arange(len(one.costs), dtype=float)
            step = max(1, len(one.costs) // 6)
            line = PlotLine("Hybrid", np.array(one.costs), STYLES["hybrid"])
            title = f"{name}: keeping {one.best} costs least"
            charts.append(
                Plot(
                    title,
                    f"Present value of the hybrid by servers kept, {symbol}",
                    places,
                    [(float(p), str(int(p))) for p in places[::step]],
                    [line],
                    symbol,
                    f"{title}.",
                    [(float(one.stored), "plan")],
                )
            )
    keys = list(points)
    table = Table.of(
        ["Servers kept", f"{symbol}k, {ranked_cost(plan)}", ""],
        rows,
        keys,
        next((place for place, row in enumerate(rows) if row[2] == "best"), -1),
    )
    return Shown(
        "split",
        split_finding(plan, found),
        "Every whole number is worked out, one pool after the other; purchases follow the number kept, and commitments"
        " stay as planned: Each option at its best moves both.",
        charts,
        [table],
        points,
    )


def split_finding(plan: Plan, found: Sequence[PoolSplit]) -> str:
    """Return the best split in one sentence."""
    symbol = SYMBOLS[plan.currency]
    if found and not any(one.best for one in found):
        first = found[0]
        most = (
            f" Of those that keep some, keeping {first.least_kept} costs least."
            if len(found) == 1 and first.least_kept
            else ""
        )
        return f"Keeping no server costs least: the hybrid rents everything then, as the cloud does.{most}"
    said = [
        f"{plan.row_name('pool', one.pool)}: keep {one.best}"
        + (f", which costs {money(one.saving, symbol)} less than the {one.stored} the plan keeps" if one.stale else "")
        for one in found
    ]
    return (
        "The hybrid costs least with this many servers kept:"
        f" {'; '.join(said)}{'.' if any(one.stale for one in found) else ', as the plan has it.'}"
    )


_BURSTS = " What owned servers cannot do is rented beside them, without the people and the controls that a hybrid has."
BILL_FOLLOWS = (
    " Today's bill, which pays for the same work, follows demand and prices in the cloud; it is no estimate, so bills"
    " above the estimate leave it as it is."
)


def _owns(case: CaseResult) -> bool:
    """Return whether some option that is allowed owns servers."""
    return any(one.key in OWNING for one in case.allowed())


def _cheaper_late(case: CaseResult, found: Sequence[Stressed]) -> str:
    """Return which options cost less where their servers are late, and what saves it; empty where none does."""
    planned, late = found[0], next((one for one in found if one.label == LATE), None)
    if late is None:
        return ""
    less = [
        one.in_sentence
        for one in case.allowed()
        if one.key in late.present_value and late.present_value[one.key] < planned.present_value[one.key] - 1
    ]
    if not less:
        return ""
    said = f"{listed(less)} cost{'s' if len(less) == 1 else ''} less late"
    return f" {said[0].upper()}{said[1:]}: until then the work is rented or waits, which costs less."


def _dearer_with_less(case: CaseResult, found: Sequence[Stressed]) -> str:
    """Return which options cost more with half the demand, or less with twice of it, and why; empty where none does."""
    costs = {one.label: one.present_value for one in found}
    planned = costs[found[0].label]
    odd = [
        one.in_sentence
        for one in case.allowed()
        if one.waiting_cost > 1
        and (
            costs.get(HALVES, planned).get(one.key, 0.0) > planned[one.key] + 1
            or costs.get(DOUBLES, planned).get(one.key, inf) < planned[one.key] - 1
        )
    ]
    if not odd:
        return ""
    return (
        f" Less work is no saving for {listed(odd)}: what waits in it counts at what a busy hour of the servers costs,"
        " and that is more where fewer hours share their cost."
    )


def stress_shown(plan: Plan, case: CaseResult, found: Sequence[Stressed]) -> Shown:
    """Return the stress tests."""
    points = {one.label: [Point(one.label, one.inputs)] for one in found if one.inputs}
    bill = case.usual_ranked and plan.entry(plan.slug_named(case.scenario), "finance.usual_today").value in BILLS
    late = " Servers that are late come late every time, those for later growth too." if _owns(case) else ""
    stays = " What the work is worth moves with the demand for it." if case.value_of_work else ""
    return Shown(
        "stress",
        stress_finding(case, found),
        f"One thing goes wrong at a time. {KEPT}{_BURSTS}{late}{_cheaper_late(case, found)}"
        f"{_dearer_with_less(case, found)}{stays}{BILL_FOLLOWS if bill else ''}",
        [],
        [stress_table(plan, case, found)],
        points,
        found,
    )


def stress_table(plan: Plan, case: CaseResult, found: Sequence[Stressed]) -> Table:
    """Return every stress test: present value by option in thousands, and the cheapest allowed."""
    compared = list(found[0].present_value) if found else list(OPTIONS)
    options = [option for option in compared if not left_open(option, case)]
    thousands = thousands_in(plan)
    rows = [
        [
            one.label,
            *(thousands(one.present_value[option]) for option in options),
            _capital(outcome(one.cheapest)) if one.cheapest else "none",
        ]
        for one in found
    ]
    return Table.of(
        [
            f"{SYMBOLS[plan.currency]}k, {name_of_cost(by_society=case.by_society)}",
            *(_ranked_name(option, case) for option in options),
            "Cheapest",
        ],
        rows,
        [one.label for one in found],
    )


def _small_lead(case: CaseResult, test: Stressed) -> bool:
    """Return whether what is cheapest under a stress leads by less than the tolerance of the plan as it is."""
    costs = {one: cost for one, cost in test.present_value.items() if one not in case.blocked and one not in case.twins}
    ordered = sorted(costs, key=costs.__getitem__)
    if len(ordered) < 2:  # noqa: PLR2004 - it takes two
        return False
    least, next_ = ordered[:2]
    lead = costs[next_] - costs[least]
    own = case.close_call * max(costs[least], 0.0)
    tolerance = case.tolerances.get(frozenset((least, next_)), own)
    return lead < tolerance


def _by_little(case: CaseResult, test: Stressed) -> str:
    return f"{outcome(test.cheapest)}{' by a small lead' if _small_lead(case, test) else ''}"


def _ranked_name(option: str, case: CaseResult) -> str:
    """Return the head of what is ranked; doing nothing costs what the work is worth."""
    return "Value of the work" if option == NONE_OF_THEM else barred_label(option, case)


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def stress_finding(case: CaseResult, found: Sequence[Stressed]) -> str:
    """Return whether the verdict stands, in one sentence."""
    allowed = case.allowed()
    if not allowed and not case.usual_ranked:
        return f"{none_as_planned(case)}: there is no verdict that a stress could change."
    if not allowed:
        none = none_as_planned(case)
        return f"{none}, and only business as usual does the work: no stress changes that."
    if len(set(found[0].present_value) - set(case.blocked)) < 2:  # noqa: PLR2004 - it takes two
        return f"No more than one option {may_be(case)}: no stress changes the verdict."
    tests = found[1:]
    flips = [one for one in tests if one.cheapest != found[0].cheapest]
    stays = _capital(outcome(found[0].cheapest))
    if found[0].cheapest != NONE_OF_THEM:
        small = ", whose lead is small as planned," if _small_lead(case, found[0]) else ""
        stays += f"{small} stays the cheapest"
    if not flips:
        return f"{stays} in all {len(tests)} stress tests."
    # what leads then is said once behind all the stresses in a row under which it does
    named = "; ".join(
        f"{listed([f'{one.label[0].lower()}{one.label[1:]}' for one in alike], 'or')} ({then})"
        for then, alike in groupby(flips, lambda one: _by_little(case, one))
    )
    by_little = sum(_small_lead(case, one) for one in tests if one not in flips)
    small = f", {by_little} of them by a small lead" if by_little else ""
    return f"{stays} in {len(tests) - len(flips)} of {len(tests)} stress tests{small}; not when {named}."
