"""Each option at its best as it is shown: what moves, what leads then, the frontier, and settings to be taken."""

from collections.abc import Mapping

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, SOME_WORK, case_result
from models.areas.options import OPTION_LABELS, USUAL, in_sentence, label_of
from models.exhibits.case_text import ranked_cost
from models.exhibits.cells import Entered, share, thousands_in
from models.exhibits.figures import Table
from models.exhibits.frontier import ACROSS, asks_less, frontier
from models.exhibits.settings_words import all_settings, in_words, percent, setting_words
from models.exhibits.studies import Point, Shown, better_than_options
from models.exhibits.verdict_parts import TOO_CLOSE, in_cases, may_be, none_may_be
from models.plan.plan import Plan
from models.plan.waits_freely import nothing_lost
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.rules.judgement import WORTH_TELLING, Judgement, Standing, State
from models.rules.rule import reasons
from models.studies.best import AllBest, Best, Shortlisted, with_settings
from models.studies.best_judged import Risked

_NOTE = (
    "{cost} at the plan's values, including the value of work that waits. Commitments and work on"
    " spot are tried in steps of 5%, servers one by one, APIs for none or all of a workload; the plan's own settings"
    " are always among what is tried."
    " Not searched unless asked: own room or colocation, the share of data that a"
    " hybrid keeps in the cloud, other rental offers, and cost levers that are off; nor"
    " terms of commitments that outlast the horizon."
)


_BY = {
    "expected": "Each at the settings with the lowest expected cost",
    "p80": "Each at the settings that cost least in 8 of 10 cases",
}
"""How options stand where something else than the cost at the plan's values is made least."""


def best_shown(plan: Plan, found: AllBest, judged: Mapping[str, Risked], judgement: Judgement | None = None) -> Shown:
    """Return the study of each option at its best."""
    points = {
        OPTION_LABELS[one.kind]: [Point(f"{OPTION_LABELS[one.kind]} at its best", one.settings)]
        for one in found.found
        if one.settings
    }
    tables = [
        _costs_table(plan, found),
        _settings_table(plan, found),
        _judged_table(plan, found, judged),
        _frontier(plan, found),
    ]
    ended = "" if found.complete else " The search was stopped: this is the best so far."
    beside = judgement is not None and judgement.final.state in {State.USUAL, State.NOTHING}
    drawn = (frontier(plan, found, judged, across, beside=beside) for across in ACROSS)
    charts = [one for one in drawn if one is not None]
    better = f"{_close(plan, judgement.final, found)}{better_than_options(plan, judgement.final)}" if judgement else ""
    cost = ranked_cost(plan, found.scenario)
    note = _NOTE.format(cost="Present value before tax" if cost == "present value" else cost.capitalize())
    return Shown(
        "best", f"{best_finding(plan, found, judged)}{better}{ended}", note, charts, tables, points, found, judgement
    )


def _close(plan: Plan, standing: Standing, found: AllBest) -> str:
    """Return that the lead is too close to call, as a sentence that follows; empty where it is clear or not asked."""
    if standing.state is not State.CLOSE or standing.chance is None or found.objective in _BY:
        return ""
    name, rival = in_sentence(standing.recommended), in_sentence(standing.rival)
    ranked = sorted(found.found, key=lambda one: found.least.get(one.kind, one.cost))
    if len(ranked) > 1 and ranked[1].kind != standing.rival:
        above, cases = money(standing.lead, SYMBOLS[plan.currency]), in_cases(1 - standing.chance)
        return f" {TOO_CLOSE} all the same: {rival}, {above} above it, is cheaper than {name} in {cases}."
    return f" {TOO_CLOSE}: {name} is cheaper than {rival} in {in_cases(standing.chance)}."


def best_finding(plan: Plan, found: AllBest, drawn: Mapping[str, Risked] | None = None) -> str:
    """Return what leads and what moves, in a few sentences. drawn: what the table has of the options, by kind."""
    if not found.found:
        named = {
            kind: reason if reason.startswith(OPTION_LABELS[kind]) else f"{OPTION_LABELS[kind]}: {reason.rstrip('.')}."
            for kind, reason in found.missing.items()
        }
        return " ".join([f"{none_may_be(judged(plan, found.scenario).awaited)}.", *reasons(named)])
    return " ".join([_lead(plan, found, drawn or {}), *_savings(plan, found), *_undone(plan, found)])


def _lead(plan: Plan, found: AllBest, drawn: Mapping[str, Risked]) -> str:
    """Return which option leads, each at its best, and whether that is another than as planned."""
    least = {one.kind: found.least.get(one.kind, one.cost) for one in found.found}
    if found.objective in _BY and all(one.kind in drawn for one in found.found):
        least = {kind: drawn[kind].p80 if found.objective == "p80" else drawn[kind].expected for kind in least}
    ranked = sorted(found.found, key=lambda one: least[one.kind])
    leader = ranked[0]
    name = in_sentence(leader.kind)
    if len(found.found) == 1:
        return (
            f"Only {name} {may_be(judged(plan, found.scenario))}." if found.complete else f"Only {name} was worked out."
        )
    next_one = ranked[1]
    lead = least[next_one.kind] - least[leader.kind]
    way = _BY.get(found.objective, "Each at its best")
    if lead <= A_PENNY:
        return f"{way}, {name} and {in_sentence(next_one.kind)} cost the same."
    by = money(lead, SYMBOLS[plan.currency])
    planned = min((one for one in found.found if one.planned is not None), key=_planned, default=leader)
    if planned.kind == leader.kind:
        return f"{way}, {name} leads {in_sentence(next_one.kind)} by {by}."
    before = in_sentence(planned.kind)
    take = " Take its settings first." if leader.settings else ""
    if found.objective in _BY:
        return f"{way}, {name} leads {in_sentence(next_one.kind)} by {by}; at the plan's values {before} does.{take}"
    return f"As planned {before} leads; {way[0].lower()}{way[1:]}, {name} leads by {by}.{take}"


def _savings(plan: Plan, found: AllBest) -> list[str]:
    """Return what options save at their best, the largest with its settings."""
    symbol = SYMBOLS[plan.currency]
    movers = [one for one in found.found if one.saving > WORTH_TELLING * max(abs(one.cost), 1.0)]
    if not movers and any(one.planned is None for one in found.found):
        return ["No option that is allowed as planned is cheaper at other settings by half a per cent."]
    if not movers:
        return ["No other setting of an option is cheaper than the plan's by half a per cent."]
    first, *others = sorted(movers, key=lambda one: -one.saving)
    # what is searched for all options together is said above the table
    settings = "; ".join(in_words(plan, first.settings)) or "with what is named above, at the plan's own settings"
    savings = [
        f"{OPTION_LABELS[first.kind]} at its best costs {money(first.saving, symbol)} less than planned: {settings}."
    ]
    if others:
        less = [f"{in_sentence(one.kind)} {money(one.saving, symbol)}" for one in others]
        savings.append(f"{less[0][0].upper()}{'; '.join(less)[1:]} less.")
    return savings


def _undone(plan: Plan, found: AllBest) -> list[str]:
    """Return what options leave undone at their best, and at what that counts."""
    some = [one for one in found.found if one.undone > SOME_WORK]
    free = nothing_lost(plan, found.scenario) if some else ""
    costed = "" if free else ", which is costed"
    told = [f"{OPTION_LABELS[one.kind]} leaves {percent(one.undone)} of the work undone{costed}." for one in some]
    return [*told, free] if free else told


def _planned(one: Best) -> float:
    return one.planned if one.planned is not None else float("inf")


def _costs_table(plan: Plan, found: AllBest) -> Table:
    """Return what each option costs as planned and at its best, in thousands.

    Where all work has a value, also by how much it is worth more than the option costs at its best.
    """
    thousands, case = thousands_in(plan), judged(plan, found.scenario)
    worth = case.value_of_work
    rows: list[list[Entered]] = [
        [
            OPTION_LABELS[one.kind],
            thousands(one.planned) if one.planned is not None else "not planned",
            thousands(one.cost),
            thousands(one.capital),
            *([thousands(_net(plan, found.scenario, one, worth))] if worth is not None else []),
        ]
        for one in found.found
    ]
    heads = [
        f"{SYMBOLS[plan.currency]}k, {ranked_cost(plan, found.scenario)}",
        "As planned",
        "At its best",
        "Total capital",
        *(["Net benefit"] if worth is not None else []),
    ]
    if case.usual_ranked and found.objective not in _BY:
        # it is held against the options as it is, and has no settings of its own
        usual = case.usual_compared
        before = usual if found.usual_planned is None else found.usual_planned
        cells: list[Entered] = [label_of(USUAL), thousands(before), thousands(usual), thousands(0.0)]
        place = sum(one.cost < usual for one in found.found)
        rows.insert(place, [*cells, *([thousands(worth - usual)] if worth is not None else [])])
    return Table.of(heads, rows, [str(row[0]) for row in rows], 0 if found.found else -1)


def _net(plan: Plan, scenario: str, one: Best, worth: float) -> float:
    """Return what the work is worth less what an option costs at its best; work that waits is lost at its value."""
    above = OptionLine.BEYOND_VALUE.of(one.kind)
    better = with_settings(plan, scenario, one.settings)
    waits = above in model(better.structure).lines
    own = case_result(better, scenario).options.get(one.kind) if waits else None
    return worth - one.cost + (own.beyond_value if own is not None else 0.0)


def _settings_table(plan: Plan, found: AllBest) -> Table:
    """Return the settings at which each option is at its best, and why others are not there."""
    rows: list[list[Entered]] = []
    for one in found.found:
        values = with_settings(plan, found.scenario, one.settings).values(found.scenario)
        settings = "; ".join([all_settings(plan, values, one.kind), *in_words(plan, one.settings, free=False)])
        rows.append([OPTION_LABELS[one.kind], settings if one.settings else f"as planned: {settings}"])
    for kind, reason in found.missing.items():
        rows.append([OPTION_LABELS[kind], reason.removeprefix(f"{OPTION_LABELS[kind]} ")])
    return Table.of(["Option", "Settings at its best"], rows, [str(row[0]) for row in rows])


def _judged_table(plan: Plan, found: AllBest, judged: Mapping[str, Risked]) -> Table:
    thousands = thousands_in(plan)
    rows: list[list[Entered]] = [
        [
            OPTION_LABELS[one.kind],
            thousands(judged[one.kind].expected),
            thousands(judged[one.kind].p80),
            thousands(judged[one.kind].regret),
            share(judged[one.kind].chance),
        ]
        for one in found.found
        if one.kind in judged
    ]
    limits = list(next(iter(judged.values())).kept) if judged else []
    for one, row in zip((one for one in found.found if one.kind in judged), rows, strict=True):
        row += [share(judged[one.kind].kept[limit]) for limit in limits]
    heads = [f"{SYMBOLS[plan.currency]}k, at its best", "Expected", "8 in 10 below", "Regret, 95 in 100 below"]
    kept = [f"Keeps its limit of {limit} in" for limit in limits]
    return Table.of([*heads, "Cheapest in", *kept], rows, [str(row[0]) for row in rows])


def on_frontier(found: AllBest) -> list[tuple[str, Shortlisted]]:
    """Return the candidates of all options of which none is both cheaper and pays less up front, the cheapest first."""
    every = sorted(
        ((one.kind, some) for one in found.found for some in one.shortlist),
        key=lambda each: (round(each[1].cost, 2), each[1].capital),
    )
    less = asks_less([some.capital for _, some in every])
    return [one for one, efficient in zip(every, less, strict=True) if efficient]


def _frontier(plan: Plan, found: AllBest) -> Table:
    """Return the candidates of all options of which none is both cheaper and pays less up front."""
    thousands = thousands_in(plan)
    efficient: list[list[Entered]] = [
        [OPTION_LABELS[kind], thousands(some.cost), thousands(some.capital), setting_words(plan, some.settings)]
        for kind, some in on_frontier(found)
    ]
    return Table.of(
        [
            "Nothing is both cheaper and needs less capital",
            ranked_cost(plan, found.scenario).capitalize(),
            "Total capital",
            "Settings",
        ],
        efficient,
    )
