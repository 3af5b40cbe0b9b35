"""What reopens the decision, and what to ask of each supplier, as they are shown."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.areas.options import NOTHING as NONE_OF_THEM
from models.areas.options import OPTION_LABELS, OWNING, in_sentence, outcome
from models.exhibits.barred import barred_and_cheaper
from models.exhibits.case_text import short
from models.exhibits.cells import Cell, CellKind, Entered, calendar_month, of_input, share, text, typed_input, written
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.studies import KEPT, Shown
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.judgement import Judgement, Standing, State, planned, worth_telling
from models.rules.site_power import nearly_full
from models.studies.asks import Ask
from models.studies.together import FURTHEST, TOGETHER, is_a_bill, members, worth_of_work
from models.studies.tripwires import Reopening, Tripwire

MOST_SHOWN = 8
"""Tripwires that are told, the nearest first; files are held against all of them."""

_MOST_BOUGHT = 3
"""Of them, those that turn only what has been bought as it is planned now."""

WATCHED_BY: Mapping[str, str] = {
    "workloads": "Owner of the service",
    "compute": "CTO and procurement",
    "hosting": "CTO and procurement",
    "data": "CTO",
    "security": "Security officer",
    "cost_management": "CTO",
    "operations": "HR and finance",
    "finance": "Finance director",
    "risks": "Risk owner",
    "demand": "Owner of the service",
    "cloud_prices": "CTO and procurement",
    "api_prices": "CTO and procurement",
    "server_prices": "CTO and procurement",
    "tariffs": "Finance director",
    "spot": "CTO and procurement",
}
"""Who watches a figure, by its decision area or by what moves together; people and salaries: HR and finance."""


def tripwire_name(plan: Plan, one: Tripwire) -> str:
    """Return what a tripwire is about; a group of one input is that input."""
    name = TOGETHER[one.key] if one.together and len(one.keys) > 1 else input_name(plan, one.keys[0])
    if one.key == "demand":
        values = plan.values(plan.scenarios[0].slug)
        ranked = bool(values["finance.usual_same_work"]) and is_a_bill(values)
        along = ["what it is worth"] * bool(worth_of_work(values, plan.slugs["workload"])) + ["today's bill"] * ranked
        name += f", with {listed(along)}" if along else ""
    return f"{name}{ONCE_BOUGHT}" if one.once_bought else name


ONCE_BOUGHT = ", once all is bought"
"""Behind what turns a decision only with servers and commitments as they are planned now."""


def at(plan: Plan, scenario: str, one: Tripwire) -> Entered:
    """Return the figure of a tripwire: of one input in its unit, of several the part by which all move."""
    way = "below " if one.below else "above "
    if one.together and len(one.keys) > 1:
        return _moved(one.at)
    value: Value = one.at * float(plan.values(scenario)[one.keys[0]]) if one.together else one.at
    if plan.declaration(one.keys[0]).kind is Kind.SHARE and _NEAR_ALL < float(value) < 1:
        return _nearly_all(plan, scenario, one.keys[0], float(value)).with_words(way)
    return of_input(plan, scenario, one.keys[0], _apart(float(value), one.now)).with_words(way)


_NEAR_ALL = 0.99
"""A share beyond which what is missing of the whole counts: of a success rate 99.94% is not 99.9%."""


def _nearly_all(plan: Plan, scenario: str, key: str, value: float) -> Cell:
    """Return a share close to the whole with as many decimals as what is missing of it needs."""
    places = math.ceil(-math.log10(1 - value))
    return replace(typed_input(plan, scenario, key, round(value, places)), decimals=places - 2)


PLANNED = "Planned"


def _planned(plan: Plan, scenario: str, one: Tripwire) -> Entered:
    """Return what stands in the plan where one input is watched; what moves together has no one figure."""
    if one.together and len(one.keys) > 1:
        return "–"
    return of_input(plan, scenario, one.keys[0], plan.values(scenario)[one.keys[0]], short=True)


def tripwire_words(plan: Plan, scenario: str, one: Tripwire) -> str:
    """Return a tripwire in words: what it is about, and its figure."""
    figure = at(plan, scenario, one)
    return f"{tripwire_name(plan, one)} {figure if isinstance(figure, str) else written(figure)}"


def _figures(value: float) -> float:
    return float(f"{value:.3g}")


def _apart(value: float, now: float) -> float:
    """Return a figure with as many digits as tell it from the plan's own: 1,202 beside 1,200, not 1,200.

    >>> _apart(1202.37, 1200.0), _apart(6965.7, 7000.0), _apart(4.952, 5.0)
    (1202.0, 6970.0, 4.95)
    """
    for digits in range(3, 8):
        shown = float(f"{value:.{digits}g}")
        if abs(shown - value) <= abs(value - now) / 3:
            return shown
    return value


def then_words(to: str) -> str:
    """Return what is so beyond a tripwire: another option is cheaper, or none is worth what it costs."""
    return outcome(to) if to == NONE_OF_THEM else f"{in_sentence(to)} is cheaper"


def tripwires_table(plan: Plan, scenario: str, found: Sequence[Tripwire]) -> Table:
    """Return the tripwires: figure as planned, figure and direction, what is cheaper then, who watches it."""
    shown = nearest(plan, found)
    rows: list[list[Entered]] = [
        [
            text(short(tripwire_name(plan, one)), CellKind.INPUT),
            _planned(plan, scenario, one),
            at(plan, scenario, one),
            outcome(one.to),
            WATCHED_BY.get(one.key.split(".")[0], "HR and finance"),
        ]
        for one in shown
    ]
    heads = ["Reopened by", PLANNED, "Tripwire", "Cheaper then", "Watched by"]
    return Table.of(heads, rows, [one.key for one in shown])


_MARKET = frozenset({"demand", "cloud_prices", "api_prices", "server_prices", "salaries", "tariffs", "spot"})
"""What the market decides, of what moves together."""


def market_first(plan: Plan, found: Sequence[Tripwire]) -> Sequence[Tripwire]:
    """Return the nearest tripwires, those that the market decides before those that the plan itself says.

    What lies so near that the least slip crosses it stands first, whoever decides it.
    """

    def own(one: Tripwire) -> bool:
        declared = plan.declaration(one.keys[0])
        market = one.key in _MARKET or declared.currency or one.key.startswith("finance.")
        return one.distance > _AT_HAND and not market

    return sorted([one for one in found if not _far(plan, one)][:MOST_SHOWN], key=own)


def nearest(plan: Plan, found: Sequence[Tripwire]) -> Sequence[Tripwire]:
    """Return the tripwires that are told: those within reach, or the nearest where none is.

    First those that turn a plan made with the figure, which a decision is about; then what turns it once all is bought.
    """
    anew = sorted((one.anew for one in found if one.anew is not None), key=lambda one: one.distance)
    bought = market_first(plan, [one for one in found if one.once_bought])[:_MOST_BOUGHT]
    told = [*market_first(plan, anew)[: MOST_SHOWN - len(bought)], *bought] or anew[:1]
    # what is out of reach, and turns nothing that is planned with it, is of what has been bought
    return told or [replace(one, once_bought=True) for one in found[:1]]


def as_bought(plan: Plan, found: Sequence[Tripwire]) -> Sequence[Tripwire]:
    """Return the tripwires of what has been bought as it is planned now, which a decision is held against.

    What a paper tells is among them. Where none of them is within reach, the one that is told.
    """
    near, told = market_first(plan, found), nearest(plan, found)
    also = [one for one in found if one not in near and any(one.key == other.key for other in told)] if near else []
    return [replace(one, once_bought=False) for one in [*near, *also] or told[:1]]


def out_of_reach(plan: Plan, found: Sequence[Tripwire]) -> bool:
    """Return whether what is told is the nearest only because nothing nearer is: no likely change reopens."""
    return not market_first(plan, [one.anew for one in found if one.anew is not None]) and not market_first(plan, found)


_AT_HAND = 0.05
"""Of the width of a plausible range."""

_TIMES = 5.0

_LEAST_RATE, _MOST_RATE = -0.9, 0.5
"""Of a price in a year: beyond them nobody watches it. Work may well grow faster."""

_LEAST_OF_ALL, _MOST_OF_ALL = 0.2, 2.0
"""The factors by which all prices or all people of a sort may fall or rise together and still be within reach."""


def _far(plan: Plan, one: Tripwire) -> bool:
    """Return whether a tripwire is so many times as much as planned, or a part as small, that it is out of reach."""
    if one.together:
        return one.key != "demand" and not _LEAST_OF_ALL <= one.at <= _MOST_OF_ALL
    declared = plan.declaration(one.keys[0])
    if one.now <= 0 or declared.kind is Kind.SHARE:
        # a rate of 2% may well become one of 12%; no price falls to a tenth in a year, or rises by half every year
        trend = declared.kind is Kind.SHARE and "year" in declared.unit.symbol and one.keys[0].startswith("finance.")
        return trend and not _LEAST_RATE <= one.at <= max(_MOST_RATE, one.now)
    return not 1 / _TIMES <= one.at / one.now <= _TIMES


_A_PER_CENT = 0.01


def _moved(factor: float) -> Entered:
    """Return by how much prices that move together rise or fall; less than one per cent with a decimal."""
    by = abs(factor - 1)
    way = "down by " if factor < 1 else "up by "
    return share(by, 0 if by >= _A_PER_CENT else 1).with_words(way) if by >= _A_PER_CENT / 20 else "as planned"


def asks_table(plan: Plan, scenario: str, found: Sequence[Ask]) -> Table:
    """Return what to ask of each supplier, as prices where one price is asked for, else as a change of all."""
    together = members(plan, scenario)
    rows: list[list[Entered]] = []
    for one in found:
        keys = list(together[one.group])
        name = TOGETHER[one.group] if len(keys) > 1 else input_name(plan, keys[0])
        ties = _asked(plan, scenario, keys, one.ties)
        wins = [_asked(plan, scenario, keys, factor, wins=True) for factor in (one.clear, one.likely)]
        told = [wins[0], ties, wins[1]]
        label = " or ".join([OPTION_LABELS[one.option], *map(in_sentence, one.also)])
        rows.append([label, text(short(name), CellKind.INPUT), *told])
    heads = ["For", "Ask for", "Clearly ahead at", "Equal cost at", "Cheapest in 80 of 100 cases at"]
    return Table.of(heads, rows, [f"{one.option} {one.group}" for one in found])


def _asked(plan: Plan, scenario: str, keys: Sequence[str], factor: float | None, *, wins: bool = False) -> Entered:
    """Return a price to ask for. wins: it is the highest at which the option is ahead; else where it costs the same."""
    if factor is None:
        return "at no price"
    if factor >= FURTHEST:
        return f"{'up to' if wins else 'more than'} {FURTHEST:.0f} times today's{' or more' if wins else ''}"
    if len(keys) > 1:
        return _moved(factor)
    price = of_input(plan, scenario, keys[0], _figures(factor * float(plan.values(scenario)[keys[0]])))
    return price.with_words("met: up to ") if wins and factor >= 1 and not isinstance(price, str) else price


def only_if(plan: Plan, standing: Standing, found: Sequence[Tripwire]) -> str:
    """Return what alone reopens a verdict that no figure reopens; empty where tripwires were found, or may have been.

    found: the tripwires.
    """
    if found:
        return ""
    if standing.state is State.NOTHING:
        return f"the work is worth {money(standing.lead, SYMBOLS[plan.currency])} more over the horizon"
    if standing.state is State.NONE and not standing.awaited:
        return "settings or a requirement change, so that the rules allow an option"
    if standing.awaited:
        others = "the options" if standing.state is State.NONE else "other options"
        return f"what is missing is entered, so that {others} can be judged"
    if standing.state is State.ONLY and not standing.rival:
        return "a requirement changes, so that the rules allow another option"
    return ""


def once_allowed(plan: Plan, standing: Standing) -> str:
    """Return what the plan's scenarios in which other options are allowed come to, as a sentence that follows.

    Empty where others are allowed already, or in no scenario.
    """
    if standing.state is not State.ONLY or standing.awaited or standing.rival:
        return ""
    told: list[str] = []
    for scenario in plan.scenarios:
        there = planned(judged(plan, scenario.slug))
        if there.state not in {State.CLEAR, State.CLOSE} or there.awaited:
            continue
        name, rival = in_sentence(there.recommended), in_sentence(there.rival)
        if there.state is State.CLOSE:
            told.append(f"in “{scenario.name}” {name} and {rival} are too close to call")
            continue
        still = "still " if there.recommended == standing.recommended else ""
        lead = money(there.lead, SYMBOLS[plan.currency])
        told.append(f"in “{scenario.name}” {name} {still}costs {lead} less than {rival}")
    return f" As planned, {listed(told[:_MOST_SCENARIOS])}." if told else ""


_MOST_SCENARIOS = 2


def offer_reopens(judgement: Judgement | None) -> bool:
    """Return whether an offer that was not tried is told which would reopen a decision."""
    return judgement is not None and any(one.kind == "offer" and one.turns for one in judgement.against)


def none_likely(judgement: Judgement | None) -> str:
    """Return that no likely change of a figure reopens a decision, and that an offer would where one does."""
    if offer_reopens(judgement):
        return "An offer that was not tried may reopen it; no likely change of a figure does"
    return "No likely change reopens it"


def tripwires_finding(plan: Plan, scenario: str, found: Sequence[Tripwire], judgement: Judgement | None = None) -> str:
    """Return the nearest tripwire in a sentence. judgement: of which offers that would reopen the decision are told."""
    if not found:
        return "No plausible change outside your control reopens it: no figure alone makes another option cheaper."
    near = nearest(plan, found)
    first, others = near[0], len(near) - 1
    more = f"; {others} more {'is' if others == 1 else 'are'} to be watched" if others else ""
    told = at(plan, scenario, first)
    words = told if isinstance(told, str) else written(told)
    name = tripwire_name(plan, replace(first, once_bought=False))
    if out_of_reach(plan, found):
        return f"{none_likely(judgement)}; the nearest is “{name}” {words}: then {then_words(first.to)}."
    if first.once_bought:
        return (
            "Planned anew, no plausible change outside your control reopens it. Once all is bought as planned, it is"
            f" reopened first by “{name}” {words}: then {then_words(first.to)}{more}."
        )
    # each at its best the options may stand nearer to each other
    the = "As planned, the" if judgement is not None and judgement.moved else "The"
    return f"{the} decision is reopened first by “{name}” {words}: then {then_words(first.to)}{more}."


def reopened_finding(plan: Plan, scenario: str, standing: Standing, found: Sequence[Tripwire]) -> str:
    """Return what reopens a verdict in a sentence."""
    if only := only_if(plan, standing, found):
        return f"It is reopened only if {only}.{once_allowed(plan, standing)}"
    return " ".join([tripwires_finding(plan, scenario, found), *barred_then(plan, scenario, standing)])


def barred_then(plan: Plan, scenario: str, standing: Standing) -> Sequence[str]:
    """Return what would bar the option that is recommended, or allow one that costs less, as sentences.

    A site that has little more power, and the scenarios of the plan in which it is forbidden or no option.
    """
    option, told = standing.recommended, list[str]()
    now = judged(plan, scenario)
    barred = barred_and_cheaper(now, now.options[option]) if option in now.options else None
    saved = now.options[option].compared - barred.compared if barred is not None else 0.0
    if barred is not None and option not in now.blocked and worth_telling(saved, now.options[option]):
        less = money(saved, SYMBOLS[plan.currency])
        said = f"{barred.label}, which is not allowed as planned, would cost {less} less"
        told.append(f"{said}: look again where what bars it changes.")
    if option in OWNING:
        facts = Facts(plan, dict(plan.values(scenario)), now, scenario)
        told += [f"{one}." for one in nearly_full(facts, option)]
    forbidden, gone = list[str](), list[str]()
    for other in plan.scenarios if option in OPTION_LABELS else ():
        case = judged(plan, other.slug) if other.slug != scenario else None
        if case is not None and option not in case.options:
            gone.append(f"“{other.name}”")
        elif case is not None and option in case.blocked and option not in {*case.awaited, *case.unpriced}:
            forbidden.append(f"“{other.name}”")
    for names, what in ((forbidden, "not allowed"), (gone, "no option")):
        if names:
            more = f" and {len(names) - _MOST_SCENARIOS} more" if len(names) > _MOST_SCENARIOS else ""
            where = f"the scenario{'s' if len(names) > 1 else ''} {listed(names[:_MOST_SCENARIOS])}"
            told.append(f"In {where}{more} {in_sentence(option)} is {what}.")
    return told


AS_BOUGHT = (
    "Listed first is what changes the advice even if purchases, and they alone, were planned again with it. “Once all"
    " is bought” means with purchases too as planned now: planned again with that figure, the advice would stay."
)


def tripwires_shown(plan: Plan, scenario: str, found: Reopening) -> Shown:
    """Return what reopens the decision, and what to ask."""
    standing = planned(judged(plan, scenario))
    wires = found.tripwires
    asks = () if standing.state in {State.NOTHING, State.NONE} else found.asks
    tables = [tripwires_table(plan, scenario, wires), asks_table(plan, scenario, asks)]
    until = calendar_month(str(plan.values(scenario)["finance.start"]), plan.structure.horizon)
    note = (
        f"Tripwires are watched until the horizon, {written(until)}. What moves together, such as salaries, is moved"
        " together; all else alone, within three widths of its plausible range. Chances are of 1,000 cases."
        f" {AS_BOUGHT if any(one.once_bought for one in nearest(plan, wires)) else KEPT}"
    )
    told = [table for table in tables if table.rows]
    return Shown("tripwires", reopened_finding(plan, scenario, standing, wires), note, [], told, behind=found)
