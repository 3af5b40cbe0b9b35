"""Tables of the board paper's pages: doing nothing, the longlist, classes, benefits, sums, phases, what decides."""

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import SOME_WORK, OptionResult
from models.areas.options import OPTION_LABELS, OWNING, USUAL, in_sentence
from models.areas.security import REQUIREMENTS, Security
from models.exhibits.capital_words import capital_approved, capital_later, contingency
from models.exhibits.case_text import conditions_of, name_of_cost, short
from models.exhibits.cells import BLANK, Cell, CellKind, Entered, number, of_input, share, span, text, thousands_in
from models.exhibits.conclusions import Known
from models.exhibits.every_study import bests_in
from models.exhibits.figures import NOT_SAID, NOTHING, Table, usual_is_considered
from models.exhibits.inputs import input_name
from models.exhibits.option_rows import option_row
from models.exhibits.series_styles import left_open
from models.exhibits.tripwires import WATCHED_BY
from models.exhibits.years import class_label
from models.plan.plan import EvidenceKind
from models.plan.ranges import about
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.residency import leaves
from models.studies.influence import Influence, deciding
from models.studies.limits import OF_PLAN

YEAR = 12
DECIDE = 25
"""Inputs that decide, of those that move the verdict most."""

_LABEL, _TWO_LINES = 48, 84
"""Characters of a name that stands in one line, or in two, beside what is said of it."""


def doing_nothing_table(known: Known) -> Table:
    """Return business as usual, the option that asks least up front, and what is proposed, in thousands."""
    plan, case = known.plan, known.case
    thousands = thousands_in(plan)
    said = usual_is_considered(plan, known.scenario)
    words: list[Entered] = [NOTHING if said else NOT_SAID, BLANK, BLANK, BLANK, "all" if said else BLANK]
    figures: list[Entered] = [
        thousands(float(case.usual[-1])),
        thousands(case.usual_present_value),
        BLANK,
        thousands(float(case.usual[YEAR])),
        "none" if case.usual_ranked or case.usual_barred else "some" if case.usual.any() else BLANK,
    ]
    name = f"{'Proposed: b' if known.keeps_usual else 'Do nothing: b'}usiness as usual"
    rows: list[list[Entered]] = [[name, *(figures if case.usual.any() else words)]]
    keys = ["usual"]
    allowed = [one for one in case.allowed() if one.key not in case.twins]
    least = min(allowed, key=lambda one: (round(one.up_front), one.compared), default=None)
    proposed = known.proposed
    called = "Too close to call" if known.left_open else "Proposed"
    rival = case.options.get(known.judgement.final.rival) if known.left_open else None
    same = least is not None and least.key in {one.key for one in (proposed, rival) if one is not None}
    for option, name in (
        (least, f"{called}, with the least capital" if same else "With the least capital"),
        (proposed, called),
        (rival, called),
    ):
        if option is None or option.key in keys:
            continue
        keys.append(option.key)
        rows.append([f"{name}: {option.in_sentence}", *_in_short(known, option)])
    heads = [f"{known.symbol}k", "Whole life", "Present value", "Up front", "First-year cash", "Work undone"]
    chosen = 0 if known.keeps_usual else keys.index(proposed.key) if proposed is not None else -1
    return Table.of(heads, rows, keys, chosen)


def _in_short(known: Known, option: OptionResult) -> list[Entered]:
    thousands = thousands_in(known.plan)
    undone: Entered = share(option.undone) if option.undone > SOME_WORK else "none"
    return [
        thousands(option.total_cost),
        thousands(option.present_value),
        thousands(option.up_front),
        thousands(float(option.cumulative[YEAR])),
        undone,
    ]


AT_BEST, CHEAPEST_IN, CRITERIA = "At its best", "Cheapest in", "Criteria"
"""Heads that a note explains."""


def longlist_table(known: Known) -> Table:
    """Return every option as planned and at its best, what it asks up front, and how often it is the cheapest.

    Of each option that is out, the reason stands with `dropped_table`.
    """
    case = known.case
    thousands = thousands_in(known.plan)
    found = bests_in(known.studies)
    bests = {one.kind: one for one in found.found} if found is not None else {}
    chances = _chances(known)
    rows: list[list[Entered]] = []
    for key, option in case.options.items():
        best = bests.get(key)
        rows.append(
            option_row(
                key,
                case,
                [
                    thousands(option.compared),
                    thousands(best.cost) if best is not None else BLANK,
                    thousands(option.up_front),
                    thousands(best.capital) if best is not None else BLANK,
                    chances.get(key, BLANK),
                    number(option.views.get("criteria_score", 0.0)),
                ],
            )
        )
    heads = [
        f"{known.symbol}k, {case.basis_in_words}",
        "As planned",
        AT_BEST,
        "Up front",
        "Capital at best",
        CHEAPEST_IN,
        CRITERIA,
    ]
    keys = list(case.options)
    proposed = known.proposed
    # what no search has found says nothing of any option
    said = [place for place in range(len(heads)) if any(row[place] != BLANK for row in rows)]
    rows = [[row[place] for place in said] for row in rows]
    chosen = keys.index(proposed.key) if proposed is not None else -1
    return Table.of([heads[place] for place in said], rows, keys, chosen)


def _chances(known: Known) -> dict[str, Cell]:
    """Return in which share of cases an option is the cheapest, each at its best."""
    if known.studies is None or len(known.studies["best"].tables) < 3:  # noqa: PLR2004 - costs, settings, risk
        return {}
    table = known.studies["best"].tables[2]
    if "Cheapest in" not in table.heads:
        return {}
    at = list(table.heads).index("Cheapest in")
    names = {label: key for key, label in OPTION_LABELS.items()}
    return {names[str(row[0])]: row[at] for row in table.rows if str(row[0]) in names}


def dropped_table(known: Known) -> Table:
    """Return the options that are out, each with the reason: a rule, or that it is another option."""
    case = known.case
    rows = [[OPTION_LABELS[key], reason] for key, reason in case.blocked.items()]
    rows += [
        [OPTION_LABELS[key], f"In this plan it is the same as {in_sentence(of)}."]
        for key, of in case.twins.items()
        if key not in case.blocked
    ]
    return Table.of(["Dropped", "Why"], rows)


def class_table(known: Known) -> Table:
    """Return the whole cost of each option by class, then resale, in thousands."""
    plan = known.plan
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    options = [option for option in known.case.options if not left_open(option, known.case)]
    shown = [known.case.options[option] for option in options]
    lines = {option: traced.appraisal.options[option].class_totals for option in options}
    figures = traced.evaluate(plan.values(known.scenario), [line.key for some in lines.values() for line in some])
    amounts = {
        option: {class_label(line): float(figures.monthly(line.key)[:, 0].sum()) for line in lines[option]}
        for option in options
    }
    labels = list(dict.fromkeys(label for some in amounts.values() for label in some))
    rows: list[list[Entered]] = [
        [label, *(thousands(amounts[option].get(label, 0.0)) for option in options)]
        for label in labels
        if any(abs(amounts[option].get(label, 0.0)) >= 1 for option in options)
    ]
    if any(one.residual > 1 for one in shown):
        rows.append(["Residual value", *(thousands(-one.residual) for one in shown)])
    rows.append(["Whole life", *(thousands(one.total_cost) for one in shown)])
    rows.append(["Present value", *(thousands(one.present_value) for one in shown)])
    return Table.of(
        [f"{SYMBOLS[plan.currency]}k", *(OPTION_LABELS[option] for option in options)], rows, chosen=len(rows) - 2
    )


def net_table(known: Known) -> Table:
    """Return what the work is worth, what each option costs and what is left, in thousands; no rows where not stated.

    Present values; the cost counts what the work is worth that waits.
    """
    case = known.case
    thousands = thousands_in(known.plan)
    heads = [f"{known.symbol}k, present value", "Value of the work", "Cost", "Net benefit"]
    worth = case.value_of_work
    if not worth:
        return Table.of(heads, [])
    allowed = [one for key, one in case.options.items() if key not in case.twins and key not in case.blocked]
    rows: list[list[Entered]] = [
        [one.label, thousands(worth), thousands(worth - case.net(one)), thousands(case.net(one))] for one in allowed
    ]
    keys = [one.key for one in allowed]
    if case.usual_ranked and case.usual_compared > 0:
        usual = case.usual_compared
        rows.insert(0, ["Business as usual", thousands(worth), thousands(usual), thousands(worth - usual)])
        keys.insert(0, USUAL)
    best = known.proposed
    return Table.of(heads, rows, keys, keys.index(best.key) if best is not None and best.key in keys else -1)


def sums_table(known: Known) -> Table:
    """Return, by option, what is paid up front, with contingency, what follows, and the most that is tied up."""
    case = known.case
    thousands = thousands_in(known.plan)
    rows: list[list[Entered]] = []
    for key, option in case.options.items():
        pair = None if key == "cloud" or "cloud" in case.blocked else case.pair("cloud", key, "nominal")
        rows.append(
            option_row(
                key,
                case,
                [
                    thousands(option.up_front),
                    thousands(capital_approved(known.plan, known.scenario, option)),
                    thousands(capital_later(known.plan, known.scenario, key)),
                    thousands(pair.peak_funding) if pair is not None else BLANK,
                    thousands(option.approval),
                ],
            )
        )
    share_of = contingency(known.plan, known.scenario)
    heads = [
        f"{known.symbol}k",
        "Up front",
        f"With {share_of:.0%}",
        "Later capital",
        "Peak funding",
        f"All costs with {share_of:.0%}",
    ]
    keys = list(case.options)
    best = known.proposed
    # of an option that is alone nothing is tied up beyond another
    said = [place for place in range(len(heads)) if any(row[place] != BLANK for row in rows)]
    rows = [[row[place] for place in said] for row in rows]
    chosen = keys.index(best.key) if best is not None else -1
    return Table.of([heads[place] for place in said], rows, keys, chosen)


def decisive_table(known: Known, most: int = DECIDE) -> Table:
    """Return the inputs that move the verdict most: value, plausible range, source, who watches it."""
    found = known.studies["tornado"].behind if known.studies is not None else None
    known_ones = [one for one in found if isinstance(one, Influence)] if isinstance(found, list) else []
    moving = [one for one in deciding(known_ones) if one.size >= 1]
    rows: list[list[Entered]] = []
    plan, scenario = known.plan, known.scenario
    for one in moving[:most]:
        entry = plan.entry(scenario, one.key)
        source = entry.evidence.source or (
            "not yet checked" if entry.evidence.kind is EvidenceKind.DEFAULT else "not stated"
        )
        usual = one.declared.plausible
        outside = usual is not None and about(float(entry.value), usual) != usual
        source += "; outside the usual range" if outside and entry.evidence.low is None else ""
        source += f"; {entry.evidence.note}" if entry.evidence.said_right else ""
        rows.append(
            [
                text(short(input_name(plan, one.key), _TWO_LINES), CellKind.INPUT),
                of_input(plan, scenario, one.key, entry.value, short=True),
                span(plan, scenario, one.key, (one.low, one.high), short=True),
                source if source.startswith(entry.evidence.kind.value) else f"{entry.evidence.kind.value}; {source}",
                WATCHED_BY.get(one.key.split(".")[0], "HR and finance"),
            ]
        )
    heads = ["Input", "Value", "Range", "Based on", "Watched by"]
    return Table.of(heads, rows, [one.key for one in moving[:most]])


def controls_table(known: Known) -> Table:
    """Return the controls that the requirements which apply ask for, whether each is in place, and who asks."""
    plan, scenario = known.plan, known.scenario
    applies = [(key, label) for key, label in REQUIREMENTS if bool(plan.entry(scenario, f"security.{key}").value)]
    rows: list[list[Entered]] = []
    for row in plan.rows["control"]:
        prefix = f"security.control.{row.slug}."
        asking = [label for key, label in applies if bool(plan.entry(scenario, f"{prefix}{key}").value)]
        if asking:
            there = bool(plan.entry(scenario, f"{prefix}active").value)
            rows.append([short(row.name, _LABEL), "planned" if there else "missing", ", ".join(asking)])
    rows.sort(key=lambda one: one[1] != "missing")
    return Table.of(["Control", "", "Required by"], rows)


def recovery_table(known: Known) -> Table:
    """Return what is asked after the loss of a site and what the plan has for it."""
    plan, scenario = known.plan, known.scenario
    pairs = (("recovery_time", "restore_time", "Restore time"), ("recovery_point", "copy_every", "Backup interval"))
    rows: list[list[Entered]] = []
    for asked, planned, words in pairs:
        key = f"security.{asked}"
        value = float(plan.entry(scenario, key).value)
        told: Entered = of_input(plan, scenario, key, value) if value > 0 else "not stated"
        own = f"security.{planned}"
        has = of_input(plan, scenario, own, plan.entry(scenario, own).value)
        rows.append([plan.declaration(key).label, told, words, has])
    return Table.of(["", "Required", "In the plan", ""], rows)


def without_nothing(table: Table) -> Table:
    """Return a table without the rows of which every figure is nothing, written as dashes."""
    kept = [
        place
        for place, row in enumerate(table.rows)
        if place == table.chosen or any(str(cell) not in {"–", ""} for cell in row[1:])
    ]
    chosen = kept.index(table.chosen) if table.chosen in kept else -1
    return Table(table.heads, [table.rows[place] for place in kept], [table.keys[place] for place in kept], chosen)


def conditions_words(known: Known) -> str:
    """Return the conditions of the approval: those that the resolution names, and a person's own; or nothing."""
    own = known.plan.paper.conditions.strip()
    without = known.proposed is None
    cost = name_of_cost(by_society=known.case.by_society)
    named = list[str]() if without else list(conditions_of(known.judgement, known.symbol, cost))
    if not named:
        return own
    first = " and ".join(named)
    others = f"\n{own}" if own else " Others are not stated."
    return f"{first[0].upper()}{first[1:]}, as the resolution says.{others}"


def bounds_in_words(known: Known) -> str:
    """Return where data must stay and what capital there is, with what options need of it; empty without either."""
    plan, scenario = known.plan, known.scenario
    values = plan.values(scenario)
    facts, told = Facts(plan, dict(values), known.case, scenario), list[str]()
    if values[Security.residency.key]:
        away = [one for one in known.case.options if leaves(facts, one)]
        does = "does" if len(away) == 1 else "do"
        but = f"; as planned {listed([in_sentence(one) for one in away])} {does} not keep it there" if away else ""
        told.append(f"Data must stay in the UK{' alone' if values[Security.uk_only.key] else ' or EU'}{but}.")
    most = float(values[OF_PLAN["capital"]])
    if most > 0:
        more = contingency(plan, scenario)
        there = [one for one in OWNING if one in known.case.options]
        needed_by = {one: facts.line(OptionLine.UP_FRONT.of(one)) * (1 + more) for one in there}
        needs = [f"{in_sentence(one)} needs {money(needed, known.symbol)}" for one, needed in needed_by.items()]
        with_it = f" with its contingency of {more:.0%}" if more > 0 and needs else ""
        needed = f"; {listed(needs)}{with_it}" if needs else ""
        told.append(f"{money(most, known.symbol)} is available for hardware and works over the horizon{needed}.")
    return " ".join(told)
