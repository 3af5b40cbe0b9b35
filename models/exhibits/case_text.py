"""Sentences of the business case. Every number in them comes from the results."""

from collections.abc import Sequence
from datetime import date
from string import ascii_lowercase

import numpy as np

from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import OWNING, USUAL, in_sentence
from models.exhibits.barred import barred_words
from models.exhibits.board import evidence_counts, recommended
from models.exhibits.capital_words import capital_in_short, capital_now, capital_to_follow, number_in_words
from models.exhibits.cells import A_POUND, Entered, thousands_in
from models.exhibits.dated import ends_before
from models.exhibits.figures import Table, usual_is_considered
from models.exhibits.hedged import hedge
from models.exhibits.priced_as import apis_called
from models.exhibits.remedy_words import lease_would_do
from models.exhibits.spans import horizon_in_words
from models.exhibits.verdict import usual_costs_less, verdict
from models.exhibits.waiting_words import cheaper_but_waits, waiting
from models.exhibits.years import by_year, class_label, year_heads
from models.plan.plan import EvidenceKind, Plan
from models.quantities.texts import listed, listed_clauses
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against, Judgement, Standing, State, planned
from models.rules.rule import reasons

PRESENT_VALUE = "present value"
"""By which options are ranked unless a plan says otherwise."""

_LABEL = 64
_CONDITIONS = 480
"""Characters of conditions that a resolution repeats word for word; longer ones stand in the paper alone."""

_LEAST_ROW = 8
"""Characters of a row's name that say something."""


_LONGEST_NAME = 120
"""Characters that the names of APIs may take in a resolution; the section on options has them in any case."""


_MOST_NAMED = 3
"""Missing controls that a resolution names; of more it says where they are named."""


def resolution(
    plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None, day: date | None = None
) -> str:
    """Return what the board is asked to resolve, in exact words. day: that of the paper, where it has one."""
    if day is not None and (ended := ends_before(plan, scenario, day)):
        return f"{deciding(plan)} is asked to note this paper and to resolve nothing: its plan ends in {ended}."
    best = recommended(plan, scenario, case, judgement)
    judged = judgement or Judgement(planned(case))
    standing = judged.planned
    if best is None and judged.resolved is State.USUAL and usual_is_considered(plan, scenario):
        return _as_usual(plan, scenario, case, judged)
    if best is None and judged.resolved is State.NOTHING and not standing.close:
        return _not_to_proceed(plan, case, standing)
    if best is None:
        return f"{deciding(plan)} is asked to note this paper{_but_for_a_lease(plan, case)}: no option is recommended."
    final = judged.final
    first = subject_to(judgement, SYMBOLS[plan.currency], name_of_cost(by_society=case.by_society))
    given = f"{first}{_provided(plan, also=bool(first))}{hedge(plan, scenario, best)}"
    return f"{_begins(plan, best, final)} {_steps(plan, scenario, best)}{given}{_instead(plan, scenario, case, judged)}"


def _but_for_a_lease(plan: Plan, case: CaseResult) -> str:
    """Return that nothing is resolved yet, but that a lease be priced where it would allow an option."""
    if not lease_would_do(plan, case, horizon_in_words(plan.structure.horizon)):
        return " and to resolve nothing yet"
    priced = "to have a lease of the servers priced, with which on-premises is allowed"
    return f", {priced}, and to resolve nothing else yet"


def _as_usual(plan: Plan, scenario: str, case: CaseResult, judged: Judgement) -> str:
    """Return what is resolved where business as usual costs least: where that is too close to call, if it is kept."""
    symbol, who = SYMBOLS[plan.currency], deciding(plan)
    costs = f"at a planned cost of {money(float(case.usual[-1]), symbol)} over"
    over = f"{costs} {horizon_in_words(plan.structure.horizon)}"
    given = subject_to(judged, symbol, name_of_cost(by_society=case.by_society))
    rival = case.options.get(judged.final.rival)
    if not judged.left_open or rival is None:
        return f"{who} resolves to keep business as usual, {over}, and to approve no capital expenditure.{given}"
    kept = (
        f"If {who[0].lower()}{who[1:]} keeps business as usual, it resolves to approve no capital expenditure, {over}."
    )
    close = f"The costs of business as usual and {rival.in_sentence} are too close to call."
    return f"{close} {kept}{given}{_choosing(plan, scenario, case, judged, rival)}"


def _steps(plan: Plan, scenario: str, option: OptionResult) -> str:
    """Return what is resolved where an option is chosen: how work is run, what is approved and what is noted."""
    symbol = SYMBOLS[plan.currency]
    peaks = ", with cloud capacity for the peaks" if option.key == "hybrid" else ""
    now, follows = capital_now(plan, scenario, option, peaks), capital_to_follow(plan, scenario, option)
    if option.key in OWNING and now:
        asked = [one for one in (now, follows) if one]
        return f"{listed([*asked, *_delegated(plan)])}.{_in_all(plan, option)}"
    cost = f"{money(option.total_cost + option.brought_in, symbol)}"
    gains = f", before benefits of {money(option.brought_in, symbol)}," if option.brought_in > A_POUND else ""
    rest = ", with cloud capacity for the rest" if option.areas.get("compute", 0.0) > A_PENNY else ""
    called = apis_called(plan, scenario) if option.key == "api" else ""
    by_name = f" ({called})" if 0 < len(called) <= _LONGEST_NAME else ""
    ways = {"api": f"through commercial APIs{by_name}{rest}", "cloud": "in the cloud"}
    where = ways.get(option.key, f"on its own servers{peaks}")
    capital = now or f"to approve no capital expenditure{' now' if follows else ''}"
    name = plan.paper.organisation.strip()
    whose = f"the AI workloads of {name}" if 0 < len(name) <= _LONGEST_NAME else "the organisation's AI workloads"
    run = f"to run {whose} {where}, at a planned cost of {cost}"
    over = f"over {horizon_in_words(plan.structure.horizon)}{gains or ','}"
    asked = [one for one in (capital, follows, *_delegated(plan)) if one]
    noted = listed(asked) if len(asked) > 1 else f"and {capital}"
    return f"{run} {over} {noted}."


def _instead(plan: Plan, scenario: str, case: CaseResult, judged: Judgement) -> str:
    """Return what choosing the other of two that are too close to call would be, as a sentence that follows.

    As planned: where that other is as close at its best settings alone, they have to be taken first.
    """
    final, rival = judged.final, case.options.get(judged.final.rival)
    symbol, horizon = SYMBOLS[plan.currency], horizon_in_words(plan.structure.horizon)
    if final.state is State.CLOSE and final.rival == USUAL:
        usual = money(float(case.usual[-1]), symbol)
        shown = _to_be_done(_first_of(judged.instead, USUAL, symbol))
        given = f", {shown}" if shown else ""
        return f" Keeping business as usual instead would mean a planned cost of {usual} over {horizon}{given}."
    if final.state is not State.CLOSE or rival is None:
        return ""
    return f"{_choosing(plan, scenario, case, judged, rival)}{_as_close(final, symbol)}"


def _as_close(final: Standing, symbol: str) -> str:
    """Return what besides two options is too close to call, as a sentence that follows; empty where nothing is."""
    least = final.compared.get(final.recommended, 0.0)
    others = [f"{in_sentence(one)} ({money(final.compared[one] - least, symbol)} more)" for one in final.as_close]
    if not others:
        return ""
    told, are, their = listed(others), *(("are", "their") if len(others) > 1 else ("is", "its"))
    close = f"{told[0].upper()}{told[1:]} {are} too close to {in_sentence(final.recommended)} to call as well"
    return f" {close}; {their} sums are in this paper."


def _choosing(plan: Plan, scenario: str, case: CaseResult, judged: Judgement, rival: OptionResult) -> str:
    """Return what choosing the other of two would be, with what it is subject to, as a sentence that follows."""
    symbol, horizon = SYMBOLS[plan.currency], horizon_in_words(plan.structure.horizon)
    if rival.key in judged.not_at_best or rival.key in case.blocked:
        return f" Choosing {rival.in_sentence} instead would mean taking its best settings into the plan first."
    cost = money(rival.total_cost + rival.brought_in, symbol)
    gains = f", before benefits of {money(rival.brought_in, symbol)}" if rival.brought_in > A_POUND else ""
    sold = ", less resale," if rival.residual > A_POUND else ""
    # best settings that are to be taken first are the recommended option's alone
    own = conditions_of(judged, symbol, name_of_cost(by_society=case.by_society))
    its, entered = _first_of(judged.instead, rival.key, symbol), _entered(plan)
    if its == own:
        given = "subject to the same" if its or entered else ""
    else:
        stated = f"the condition{'' if len(entered) == 1 else 's'} stated in this paper"
        given = _to_be_done([*its, stated] if entered else its)
    return (
        f" Choosing {rival.in_sentence} instead would mean {capital_in_short(plan, scenario, rival)}, at a planned"
        f" cost{sold} of {cost} over {horizon}{gains}{f', {given}' if given else ''}."
    )


def _in_all(plan: Plan, best: OptionResult) -> str:
    """Return what capital and all that it takes to run come to, as the table of options has it."""
    symbol, whole = SYMBOLS[plan.currency], best.total_cost + best.brought_in
    if whole + best.residual <= best.up_front + A_POUND:
        return ""  # nothing is said to run
    cost = money(whole, symbol)
    gains = f", before benefits of {money(best.brought_in, symbol)}" if best.brought_in > A_POUND else ""
    sold = ", less resale," if best.residual > A_POUND else ""
    over = horizon_in_words(plan.structure.horizon)
    return f" Capital and running costs together{sold} are planned at {cost} over {over}{gains}."


def _not_to_proceed(plan: Plan, case: CaseResult, standing: Standing) -> str:
    """Return the resolution where nothing is worth doing: what is done today has to end, or it goes on and costs."""
    symbol = SYMBOLS[plan.currency]
    since = f"all the work is worth {money(standing.lead, symbol)} less than {in_sentence(standing.rival)}"
    today = float(case.usual[-1])
    if not case.usual_ranked or case.value_of_work is None or today < 1:
        goes_on = (
            f" Business as usual goes on at {money(today, symbol)} over {horizon_in_words(plan.structure.horizon)}"
            " unless it is ended."
            if today >= 1
            else ""
        )
        return (
            f"{deciding(plan)} resolves not to proceed, since {since}, the cheapest option, costs, and to approve no"
            f" capital expenditure.{goes_on}"
        )
    less = money(case.usual_compared - case.value_of_work, symbol)
    return (
        f"{deciding(plan)} resolves to end the work that business as usual does, which would cost"
        f" {money(today, symbol)} over {horizon_in_words(plan.structure.horizon)}, since {since}, the cheapest option,"
        f" costs and {less} less than business as usual, and to approve no capital expenditure."
    )


def deciding(plan: Plan) -> str:
    """Return who decides, as the beginning of a sentence."""
    name = plan.paper.board.strip() or "Board"
    return name if name.lower().startswith("the ") else f"The {name}"


def _begins(plan: Plan, best: OptionResult, final: Standing) -> str:
    """Return how the resolution begins: where two options are too close to call, the choice is left to who decides."""
    who = deciding(plan)
    if final.state is not State.CLOSE or not final.rival:
        return f"{who} resolves"
    pair, whoever = f"{best.in_sentence} and {in_sentence(final.rival)}", f"{who[0].lower()}{who[1:]}"
    return f"The costs of {pair} are too close to call. If {whoever} chooses {best.in_sentence}, it resolves"


def ranked_cost(plan: Plan, scenario: str = "") -> str:
    """Return the name of the cost by which a scenario ranks its options, the base where none is named."""
    return name_of_cost(
        by_society=plan.entry(scenario or plan.scenarios[0].slug, "finance.ranked_by").value == "society"
    )


def name_of_cost(*, by_society: bool) -> str:
    """Return the name of the cost by which options are ranked."""
    return "economic cost" if by_society else PRESENT_VALUE


def _delegated(plan: Plan) -> list[str]:
    to = plan.paper.delegated.strip()
    return [f"to delegate authority to {to} to agree and sign the contract"] if to else []


def subject_to(judgement: Judgement | None, symbol: str, cost: str = PRESENT_VALUE) -> str:
    """Return what must be done first, as a sentence of the resolution. cost: the name of that which ranks options."""
    every = conditions_of(judgement, symbol, cost)
    return f" The decision is {_to_be_done(every)}." if every else ""


def _to_be_done(every: Sequence[str]) -> str:
    """Return what must be done first as a clause; empty where nothing must."""
    return f"subject to {', and to '.join(every)}" if every else ""


def conditions_of(judgement: Judgement | None, symbol: str, cost: str = PRESENT_VALUE) -> Sequence[str]:
    """Return what must be done first: settings on which the lead rests, controls that are missing, people to hire.

    cost: the name of that by which options are ranked.
    """
    if judgement is None:
        return []
    settings = _settings_first(judgement, symbol, cost)
    return [*([settings] if settings else []), *_first_of(judgement.conditions, judgement.final.recommended, symbol)]


def _first_of(conditions: Sequence[Against], option: str, symbol: str) -> Sequence[str]:
    """Return what an option lacks, as the one clause that a resolution is subject to; none where it lacks nothing."""
    told = {one.kind: one for one in conditions}
    missing = told["controls"].names if "controls" in told else ()
    besides = _besides(told["controls"], symbol) if "controls" in told else ""
    controls = "control" if len(missing) == 1 else "controls"
    named = f" ({listed(missing)})" if 0 < len(missing) <= _MOST_NAMED else ", each named in this paper,"
    # servers are ordered long before anybody has to run them
    in_time = " before its servers go into use" if option in OWNING else ""
    in_time += _on_top(sum(one.adds for one in conditions if one.kind == "people"), symbol)
    first = [
        words
        for kind, words in (
            ("region", "rented capacity being in the UK or EU"),
            ("region_uk", "rented capacity being in the UK"),
            ("endpoint", "the API used being in the UK or EU"),
            ("endpoint_uk", "the API used being in the UK"),
            ("controls", f"the missing {controls}{named} being in place{besides}"),
            ("people", f"the people needed for {in_sentence(option)} being in post{in_time}"),
        )
        if kind in told
    ]
    first += [f"{one.first}{_besides(one, symbol)}" for one in conditions if one.first]
    return [listed_clauses(first)] if first else []


def _besides(one: Against, symbol: str) -> str:
    """Return what putting something right adds to the cost that is resolved, which has not got it."""
    return _on_top(one.adds, symbol)


def _on_top(adds: float, symbol: str) -> str:
    return f" at {money(adds, symbol)} as paid on top of the planned cost" if adds >= 1 else ""


def _settings_first(judgement: Judgement, symbol: str, cost: str) -> str:
    """Return that the best settings are to be taken: where an option leads clearly at them alone, or they save much."""
    best, kind = judgement.best, judgement.final.recommended
    if best is None or kind not in judgement.not_at_best:
        return ""
    saved = judgement.not_at_best[kind]
    clear_by_them = judgement.planned.close and not best.close
    if not clear_by_them and not judgement.saves_much:
        return ""
    return f"its best settings being taken, which cost {money(saved, symbol)} less in {cost}"


def _entered(plan: Plan) -> list[str]:
    """Return the conditions that somebody has entered, each without its full stop."""
    return [one.strip().rstrip(".;") for one in plan.paper.conditions.split("\n") if one.strip()]


def _provided(plan: Plan, *, also: bool) -> str:
    """Return the conditions that somebody has entered as a sentence, word for word: a board resolves on all of them.

    also: whether it is subject to something else already.
    """
    begins = "It is also" if also else "The decision is"
    every = _entered(plan)
    if not every:
        return ""
    lettered = [f"({letter}) {one}" for letter, one in zip(ascii_lowercase, every, strict=False)]
    told = every[0] if len(every) == 1 else "; ".join(lettered)
    these = "this condition" if len(every) == 1 else "these conditions"
    if len(told) > _CONDITIONS or len(every) > len(ascii_lowercase):
        how_many = "condition" if len(every) == 1 else f"{number_in_words(len(every))} conditions"
        return f" {begins} subject to the {how_many} set out in this paper."
    return f" {begins} subject to {these}: {told}."


def reason(plan: Plan, case: CaseResult, judgement: Judgement | None = None) -> str:
    """Return why, in the words of the verdict: how it stands against the next option, what each at its best changes."""
    if not case.allowed():
        return " ".join(reasons(case.blocked))
    said = verdict(plan, case, judgement)
    best = case.allowed()[0]
    said_below = any(one.kind == "usual" for one in judgement.against) if judgement is not None else False
    usual = "" if case.usual_ranked or said_below else usual_costs_less(plan, case, best)
    barred = barred_words(plan, case, judgement)
    allowed = [one for one in case.allowed()[1:] if one.key not in case.twins]
    waits = [cheaper_but_waits(case, best, one, SYMBOLS[plan.currency]) for one in allowed]
    return " ".join(piece for piece in (said.sentence, *waits[:1], waiting(plan, case, best), usual, barred) if piece)


def short(label: str, most: int = _LABEL) -> str:
    """Return a label that stays on one or two lines of a table on paper.

    Of a row and its input, the row's name gives way; where that is not enough, both do.

    >>> short("Transaction screening: Throughput at target latency", 48)
    'Transaction scree…: Throughput at target latency'
    >>> short("Transaction screening: Throughput at target latency", 28)
    'Transact…: Throughput at ta…'
    """
    if len(label) <= most:
        return label
    row, colon, name = label.rpartition(": ")
    room = most - len(name) - 3
    if not colon:
        return f"{label[: most - 1].rstrip()}…"
    if room > _LEAST_ROW:
        return f"{row[:room].rstrip()}…: {name}"
    kept = f"{row[:_LEAST_ROW].rstrip()}…" if len(row) > _LEAST_ROW + 1 else row
    return f"{kept}: {name[: most - len(kept) - 3].rstrip()}…"


def evidence_sentence(plan: Plan, scenario: str) -> str:
    """Return what the deciding inputs rest on."""
    count = evidence_counts(plan, scenario)
    return (
        f"The {sum(count.values())} decisive inputs rest on: measurement {count[EvidenceKind.MEASURED]}, quotes and"
        f" price lists {count[EvidenceKind.QUOTE]}, assumptions {count[EvidenceKind.ASSUMPTION]}, defaults"
        f" {count[EvidenceKind.DEFAULT]}."
    )


def yearly_table(plan: Plan, scenario: str, option: str) -> Table:
    """Return an option's cost lines by year, then its classes, in thousands; year 0 is the decision itself.

    Lines that cost nothing are left out.
    """
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    totals = traced.appraisal.options[option]
    lines = [*traced.costs(option), *totals.class_totals]
    figures = traced.evaluate(plan.values(scenario), [line.key for line in lines])
    heads = [f"{SYMBOLS[plan.currency]}k", *year_heads(plan.structure.horizon), "Total"]
    rows: list[list[Entered]] = []
    keys: list[str] = []
    sums = np.zeros(len(heads) - 1)
    for place, line in enumerate(lines):
        monthly = figures.rows(line.key).sum(axis=0)[:, 0]
        amounts = [*by_year(monthly), float(monthly.sum())]
        is_class = place >= len(lines) - len(totals.class_totals)
        sums += amounts if is_class else np.zeros(len(amounts))
        if any(abs(one) >= A_POUND for one in amounts):
            rows.append([class_label(line) if is_class else line.label, *(thousands(one) for one in amounts)])
            keys.append(line.key)
    rows.append(["All costs", *(thousands(float(one)) for one in sums)])
    return Table.of(heads, rows, [*keys, "total"], len(rows) - 1)
