"""Each option at its best as it is shown: what moves, what leads then, the frontier, and settings to be taken."""

from collections.abc import Mapping, Sequence

from models.appraisal.comparison import OPTION_LABELS
from models.areas.decisions import DECISIONS, Tried
from models.exhibits.cells import Entered, share, thousands_in
from models.exhibits.figures import Table
from models.exhibits.studies import Point, Shown
from models.plan.plan import Plan
from models.plan.used import pattern_of
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import SYMBOLS, money
from models.rules.best import SOME_WORK
from models.studies.best import AllBest, Best
from models.studies.best_judged import Risked
from models.studies.settings_search import Settings

KINDS: Mapping[str, str] = {"api": "API", **OPTION_LABELS}
"""The kinds of options that are searched, and what they are called."""

WORTH_TELLING = 0.005
"""Of an option's cost, what its best must save to be told first."""

NOTE = (
    "Present value before tax at the plan's values, with what the work is worth that waits. Commitments and work on"
    " spot are tried in steps of 5 %, servers one by one, APIs for none or all of a workload; the plan's own settings"
    " are always among what is tried. The API option has the cloud's people, controls and data until it has its own."
    " Not asked: room or colocation."
)


def best_shown(plan: Plan, found: AllBest, judged: Mapping[str, Risked]) -> Shown:
    """Return the study of each option at its best."""
    points = {
        KINDS[one.kind]: [Point(f"{KINDS[one.kind]} at its best", one.settings)] for one in found.found if one.settings
    }
    tables = [_settings_table(plan, found), _judged_table(plan, found, judged), _frontier(plan, found)]
    ended = "" if found.complete else " The search was given up: this is the best so far."
    return Shown("best", best_finding(plan, found) + ended, NOTE, [], tables, points, found)


def best_finding(plan: Plan, found: AllBest) -> str:
    """Return what moves and what leads, in a few sentences."""
    symbol = SYMBOLS[plan.currency]
    if not found.found:
        return f"No option is allowed: {'; '.join(dict.fromkeys(found.missing.values()))}."
    told = [
        f"{KINDS[one.kind]} at its best costs {money(one.saving, symbol)} less than planned:"
        f" {'; '.join(in_words(plan, one.settings))}."
        for one in sorted(found.found, key=lambda one: -one.saving)
        if one.saving > WORTH_TELLING * max(abs(one.cost), 1.0)
    ]
    planned = sorted((one for one in found.found if one.planned is not None), key=_planned)
    leader = found.found[0]
    if not told:
        told.append("No other setting of an option is cheaper than the plan's by half a per cent.")
    told += [
        f"{KINDS[one.kind]} leaves {one.undone:.0%} of the work undone, which is counted.".replace("%", " %")
        for one in found.found
        if one.undone > SOME_WORK
    ]
    if len(found.found) == 1:
        return " ".join([*told, f"Only {_inside(leader)} is allowed."])
    lead = money(found.found[1].cost - leader.cost, symbol)
    if planned and planned[0].kind != leader.kind:
        told.append(
            f"As planned {_inside(planned[0])} leads; each at its best, {_inside(leader)} leads by {lead}: take its"
            " settings first."
        )
    else:
        told.append(f"Each at its best, {_inside(leader)} leads, by {lead}.")
    return " ".join(told)


def in_words(plan: Plan, settings: Settings) -> list[str]:
    """Return settings in words, in the order in which decisions are declared."""
    told: list[str] = []
    for decision in DECISIONS:
        for key, value in settings.items():
            if pattern_of(key) != decision.declared.key:
                continue
            row = plan.row_name(decision.table, key.split(".")[2])
            if decision.tried is Tried.NONE_OR_ALL:
                told.append(decision.phrase.format(row) if value else f"{row} hosted")
            else:
                where = f"{row}: " if len(plan.slugs[decision.table]) > 1 else ""
                told.append(where + decision.phrase.format(_value(decision.declared, value)))
    return told


def _value(declared: Input, value: Value) -> str:
    """Return the value of a decision as it stands in its phrase."""
    if declared.kind is Kind.CHOICE:
        label = next(one.label for one in declared.choices if one.value == value)
        return f"{label[0].lower()}{label[1:]}"
    if declared.kind is Kind.SHARE:
        return "none" if not value else "all" if value == 1 else _percent(float(value))
    return f"{float(value):,.0f} server{'' if value == 1 else 's'}"


def _percent(part: float) -> str:
    return f"{part * 100:,.0f} %"


def _planned(one: Best) -> float:
    return one.planned if one.planned is not None else float("inf")


def _inside(one: Best) -> str:
    """Return an option's name within a sentence."""
    label = KINDS[one.kind]
    return label if one.kind == "api" else f"{label[0].lower()}{label[1:]}"


def _settings_table(plan: Plan, found: AllBest) -> Table:
    thousands = thousands_in(plan)
    rows: list[Sequence[Entered]] = [
        [
            KINDS[one.kind],
            thousands(one.planned) if one.planned is not None else "not planned",
            thousands(one.cost),
            thousands(one.capital),
            "; ".join(in_words(plan, one.settings)) or "as planned",
        ]
        for one in found.found
    ]
    rows += [[KINDS[kind], "", "", "", reason] for kind, reason in found.missing.items()]
    symbol = SYMBOLS[plan.currency]
    heads = [f"{symbol}k, present value", "As planned", "At its best", "Paid up front", "Settings"]
    return Table.of(heads, rows, [str(row[0]) for row in rows], 0 if found.found else -1)


def _judged_table(plan: Plan, found: AllBest, judged: Mapping[str, Risked]) -> Table:
    thousands = thousands_in(plan)
    rows: list[list[Entered]] = [
        [
            KINDS[one.kind],
            thousands(judged[one.kind].expected),
            thousands(judged[one.kind].p80),
            thousands(judged[one.kind].regret),
            share(judged[one.kind].chance),
        ]
        for one in found.found
        if one.kind in judged
    ]
    heads = [f"{SYMBOLS[plan.currency]}k, at its best", "Expected", "8 in 10 below", "Regret, 95 in 100 below"]
    return Table.of([*heads, "Cheapest in"], rows, [str(row[0]) for row in rows])


def _frontier(plan: Plan, found: AllBest) -> Table:
    """Return the candidates of all options of which none is both cheaper and pays less up front."""
    thousands = thousands_in(plan)
    every = sorted(
        ((cost, capital, one.kind, settings) for one in found.found for cost, capital, settings in one.shortlist),
        key=lambda each: (round(each[0], 2), each[1]),
    )
    efficient: list[list[Entered]] = []
    least = float("inf")
    for cost, capital, kind, settings in every:
        if capital < least - 1:
            least = capital
            words = "; ".join(in_words(plan, settings)) or "as planned"
            efficient.append([KINDS[kind], thousands(cost), thousands(capital), words])
    return Table.of(
        ["Nothing is both cheaper and needs less up front", "Present value", "Up front", "Settings"], efficient
    )
