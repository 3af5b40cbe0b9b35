"""Sentences of the business case. Every number in them comes from the results."""

import math
from collections.abc import Sequence

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import in_sentence
from models.exhibits.board import evidence_counts, recommended
from models.exhibits.cells import Entered, thousands_in
from models.exhibits.figures import Table, usual_is_considered
from models.exhibits.verdict import horizon_in_words, usual_costs_less, verdict, waiting
from models.exhibits.years import by_year, class_label, year_heads
from models.plan.plan import BASE, EvidenceKind, Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money, month_after, month_name
from models.rules.judgement import Judgement, Standing, State, planned
from models.studies.limits import CONTINGENCY, OF_PLAN

_LABEL = 64
_CONDITIONS = 220
"""Characters of the conditions that the resolution repeats."""

A_POUND = 0.5
"""A line whose every year comes to less is left out of a table of years."""
_LEAST_ROW = 8
"""Characters of a row's name that say something."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def resolution(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> str:
    """Return what the board is asked to resolve, in exact words."""
    best = recommended(plan, scenario, case, judgement)
    judged = judgement or Judgement(planned(case))
    standing = judged.planned
    if best is None and judged.resolved is State.USUAL and usual_is_considered(plan, scenario):
        costs = money(float(case.usual[-1]), SYMBOLS[plan.currency])
        return (
            f"{deciding(plan)} resolves to keep business as usual, at a planned cost of {costs} over"
            f" {horizon_in_words(plan.structure.horizon)}, and to approve no capital expenditure."
        )
    if best is None and judged.resolved is State.NOTHING and not standing.close:
        return _not_to_proceed(plan, case, standing)
    if best is None:
        return f"{deciding(plan)} is asked to note this paper and to resolve nothing yet: no option is recommended."
    symbol = SYMBOLS[plan.currency]
    begins = _begins(plan, best, judgement.final if judgement is not None else standing)
    horizon = horizon_in_words(plan.structure.horizon)
    if best.key == "cloud" or best.up_front <= 0:
        cost = f"{money(best.total_cost + brought_in(best), symbol)}"
        gains = f", before benefits of {money(brought_in(best), symbol)}," if brought_in(best) > A_POUND else ""
        delegates = f", {_delegated(plan)[0]}" if _delegated(plan) else ""
        rest = ", with cloud capacity for the rest" if best.areas.get("compute", 0.0) > A_PENNY else ""
        where = f"by commercial API{rest}" if best.key == "api" else "in the cloud"
        given = f"{delegates}{subject_to(judgement, SYMBOLS[plan.currency])}{_provided(plan)}"
        return (
            f"{begins} to run the organisation's AI workloads {where}, at a planned cost of {cost}"
            f" over {horizon}{gains or ','} and to approve no capital expenditure{given}.{hedge(plan, scenario)}"
        )
    traced = model(plan.structure)
    ordered = OptionLine.ORDERED.of(best.key)
    capital = OptionLine.UP_FRONT.of(best.key)
    figures = traced.evaluate(plan.values(scenario), [ordered, capital])
    by_month = figures.rows(ordered)[:, :, 0].sum(axis=0)
    servers, later = round(float(by_month[0])), round(float(by_month[1:].sum()))
    paid_later = figures.monthly(capital)[1:, 0]
    follows, later_months = float(paid_later.sum()), [int(one) + 1 for one in np.flatnonzero(paid_later > A_PENNY)]
    counted = f"{_WORDS[servers] if servers < len(_WORDS) else servers} GPU server{'' if servers == 1 else 's'}"
    rest = ", with cloud capacity for the peaks" if best.key == "hybrid" else ""
    share = contingency(plan, scenario)
    limit = whole_thousands(capital_approved(plan, scenario, best), symbol)
    made_of = f" ({whole_thousands(best.up_front, symbol)} and {share:.0%} contingency)" if share > 0 else ""
    works = f"{counted} and {'its' if servers == 1 else 'their'} installation" if servers else "storage and preparation"
    buys = f"{works}{rest}{made_of}{_out_of(plan, scenario)}"
    parts = [f"to approve capital expenditure of up to {limit} now for {buys}"]
    if later or follows > WORTH_NOTING * best.up_front:
        number = f"{_WORDS[later] if later < len(_WORDS) else later}"
        several = "" if later == 1 else "s"
        more = f"{number} more server{several}" if servers else f"its {number} server{several} and works"
        when = _in_years(plan, later_months, [float(paid_later[month - 1]) for month in later_months], symbol)
        # where none is bought yet, what is approved now is the least of it
        first = int(np.flatnonzero(by_month)[0]) if later else 0
        asked = f", to be approved before {month_name(plan.start, first)}" if first else ""
        parts.append(
            f"to note that {money(follows, symbol)} for {more if later else 'later purchases'} follows {when}{asked}"
        )
    given = f"{subject_to(judgement, SYMBOLS[plan.currency])}{_provided(plan)}"
    return f"{begins} {listed([*parts, *_delegated(plan)])}{given}.{hedge(plan, scenario)}"


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
        f"{deciding(plan)} resolves to end the work that business as usual does, at a planned"
        f" {money(today, symbol)} over {horizon_in_words(plan.structure.horizon)}, since {since}, the cheapest option,"
        f" costs and {less} less than business as usual, and to approve no capital expenditure."
    )


def brought_in(option: OptionResult) -> float:
    """Return the benefits over the horizon, of which an option's cost is net."""
    return -option.areas.get("benefits", 0.0)


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


def _out_of(plan: Plan, scenario: str) -> str:
    """Return the capital that is available, where the plan says how much that is."""
    available = float(plan.entry(scenario, OF_PLAN["capital"]).value)
    return f", out of the {money(available, SYMBOLS[plan.currency])} available" if available > 0 else ""


def ranked_cost(plan: Plan, scenario: str = BASE.slug) -> str:
    """Return the name of the cost by which a scenario ranks its options."""
    return name_of_cost(by_society=plan.entry(scenario, "finance.ranked_by").value == "society")


def name_of_cost(*, by_society: bool) -> str:
    """Return the name of the cost by which options are ranked."""
    return "economic cost" if by_society else "present value"


WORTH_NOTING = 0.005
"""Of what is paid up front; what follows later and is less is not noted in a resolution."""


def contingency(plan: Plan, scenario: str) -> float:
    """Return the contingency of the plan, as a share."""
    return float(plan.entry(scenario, CONTINGENCY).value)


def capital_approved(plan: Plan, scenario: str, option: OptionResult) -> float:
    """Return what is paid up front with the plan's contingency on it, in money."""
    return option.up_front * (1 + contingency(plan, scenario))


def capital_later(plan: Plan, scenario: str, option: str) -> float:
    """Return what is paid up front in later months, in money."""
    line, traced = OptionLine.UP_FRONT.of(option), model(plan.structure)
    if line not in traced.lines:
        return 0.0
    return float(traced.evaluate(plan.values(scenario), [line]).monthly(line)[1:, 0].sum())


def whole_thousands(amount: float, symbol: str) -> str:
    """Return an amount up to the next thousand, in full."""
    return f"{symbol}{math.ceil(amount / 1000 - 1e-9) * 1000:,}"


_MOST_OF_IT = 0.5


def _in_years(plan: Plan, months: Sequence[int], amounts: Sequence[float], symbol: str) -> str:
    """Return the calendar years of some months, such as "in 2028 and 2030", and the year in which most of it falls."""
    by_year: dict[str, float] = {}
    for month, paid in zip(months, amounts, strict=True):
        year = str(month_after(plan.start, month).year)
        by_year[year] = by_year.get(year, 0.0) + paid
    years = list(by_year)
    told = f"in {listed(years)}" if len(years) <= 3 else f"from {years[0]} to {years[-1]}"  # noqa: PLR2004
    most = max(years, key=by_year.__getitem__)
    if len(years) > 1 and by_year[most] > _MOST_OF_IT * sum(by_year.values()):
        told += f", {money(by_year[most], symbol)} of it in {most}"
    return told


def _delegated(plan: Plan) -> list[str]:
    to = plan.paper.delegated.strip()
    return [f"to delegate the contract to {to}"] if to else []


def subject_to(judgement: Judgement | None, symbol: str) -> str:
    """Return what must be done first, as a part of the resolution.

    Settings on which the lead rests, controls that are missing, people to be hired.
    """
    told = {one.kind: one.text for one in judgement.conditions} if judgement is not None else dict[str, str]()
    controls = "control" if told.get("controls", "").startswith("1 ") else "controls"
    first = [
        words
        for kind, words in (
            ("controls", f"the missing {controls} being in place"),
            ("people", "its people being in post"),
        )
        if kind in told
    ]
    settings = _settings_first(judgement, symbol) if judgement is not None else ""
    every = [one for one in (settings, " and ".join(first)) if one]
    return f", subject to {', and to '.join(every)}" if every else ""


def _settings_first(judgement: Judgement, symbol: str) -> str:
    """Return that the best settings are to be taken, where the option leads clearly at them alone."""
    best, kind = judgement.best, judgement.final.recommended
    if best is None or best.close or not judgement.planned.close or kind not in judgement.not_at_best:
        return ""
    less = money(judgement.not_at_best[kind], symbol)
    return f"its best settings being taken, which cost {less} less in present value"


def _provided(plan: Plan) -> str:
    """Return the conditions of the approval as the end of a sentence."""
    told = "; ".join(one.strip().rstrip(".") for one in plan.paper.conditions.split("\n") if one.strip())
    if not told:
        return ""
    told = told if len(told) <= _CONDITIONS else f"{told[: _CONDITIONS - 1].rstrip()}…"
    return f", provided that {told[0].lower() if told[:2].istitle() or told[1:2].islower() else told[0]}{told[1:]}"


def hedge(plan: Plan, scenario: str) -> str:
    """Return what is hedged of the sum, as a sentence; empty where nothing is."""
    told: list[str] = []
    for name, plural in (("dollar", "dollar"), ("euro", "euro")):
        share_of = float(plan.entry(scenario, f"finance.{name}_hedged").value)
        forward = float(plan.entry(scenario, f"finance.{name}_forward").value)
        if share_of > 0:
            told.append(f"{share_of:.0%} of {plural} payments at {SYMBOLS[plan.currency]}{forward:.4g}")
    return f" The sum is hedged: {' and '.join(told)}." if told else ""


def reason(plan: Plan, case: CaseResult, judgement: Judgement | None = None) -> str:
    """Return why, in the words of the verdict: how it stands against the next option, what each at its best changes."""
    if not case.allowed():
        return " ".join(dict.fromkeys(case.blocked.values()))
    said = verdict(plan, case, judgement)
    best = case.allowed()[0]
    said_below = any(one.kind == "usual" for one in judgement.against) if judgement is not None else False
    usual = "" if case.usual_ranked or said_below else usual_costs_less(plan, case, best)
    barred = " ".join(dict.fromkeys(case.blocked.values())) if len(case.allowed()) == 1 else ""
    return " ".join(piece for piece in (said.sentence, waiting(plan, case, best), usual, barred) if piece)


def short(label: str, most: int = _LABEL) -> str:
    """Return a label that stays on one or two lines of a table on paper.

    Of a row and its input, the row's name gives way.
    """
    if len(label) <= most:
        return label
    row, colon, name = label.rpartition(": ")
    room = most - len(name) - 3
    return f"{row[:room].rstrip()}…: {name}" if colon and room > _LEAST_ROW else f"{label[: most - 1].rstrip()}…"


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
