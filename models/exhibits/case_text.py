"""Sentences of the business case. Every number in them comes from the results."""

import math

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult
from models.exhibits.board import evidence_counts, recommended
from models.exhibits.cells import Entered, thousands_in
from models.exhibits.figures import Table, usual_is_considered
from models.exhibits.verdict import horizon_in_words, usual_costs_less, verdict, waiting
from models.exhibits.years import by_year, class_label, year_heads
from models.plan.plan import EvidenceKind, Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, State, planned

_LABEL = 64

A_POUND = 0.5
"""A line whose every year comes to less is left out of a table of years."""
_LEAST_ROW = 8
"""Characters of a row's name that say something."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def resolution(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> str:
    """Return what the board is asked to resolve, in exact words."""
    best = recommended(plan, scenario, case, judgement)
    standing = judgement.planned if judgement is not None else planned(case)
    if best is None and standing.state is State.USUAL and usual_is_considered(plan, scenario):
        return "The Board resolves to keep business as usual, and to approve no expenditure."
    if best is None:
        return "The Board is asked to note this paper and to resolve nothing yet: no option is recommended."
    symbol = SYMBOLS[plan.currency]
    horizon = horizon_in_words(plan.structure.horizon)
    if best.key == "cloud" or best.up_front <= 0:
        cost = money(best.total_cost, symbol)
        where = "by commercial API, with cloud capacity for the rest" if best.key == "api" else "in the cloud"
        return (
            f"The Board resolves to run the organisation's AI workloads {where}, at an expected cost of {cost}"
            f" over {horizon}, and to approve no capital expenditure.{_hedge(plan, scenario)}"
        )
    traced = model(plan.structure)
    ordered = OptionLine.ORDERED.of(best.key)
    capital = OptionLine.UP_FRONT.of(best.key)
    figures = traced.evaluate(plan.values(scenario), [ordered, capital])
    by_month = figures.rows(ordered)[:, :, 0].sum(axis=0)
    servers, later = round(float(by_month[0])), round(float(by_month[1:].sum()))
    follows = float(figures.monthly(capital)[1:, 0].sum())
    counted = f"{_WORDS[servers] if servers < len(_WORDS) else servers} GPU server{'' if servers == 1 else 's'}"
    rest = ", with cloud capacity for the peaks" if best.key == "hybrid" else ""
    limit = math.ceil(best.up_front / 1000 - 1e-9) * 1000
    after = ""
    if follows > A_PENNY:
        more = (
            f"{_WORDS[later] if later < len(_WORDS) else later} more server{'' if later == 1 else 's'}"
            if later
            else "later purchases"
        )
        after = f", and notes that {money(follows, symbol)} for {more} over {horizon} follows as it falls due"
    return (
        f"The Board resolves to approve capital expenditure of up to {symbol}{limit:,} now for {counted} and"
        f" {'its' if servers == 1 else 'their'} installation{rest}{after}.{_hedge(plan, scenario)}"
    )


def _hedge(plan: Plan, scenario: str) -> str:
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
    best, symbol = case.allowed()[0], SYMBOLS[plan.currency]
    usual = "" if case.usual_ranked else usual_costs_less(case, best, symbol)
    barred = " ".join(dict.fromkeys(case.blocked.values())) if len(case.allowed()) == 1 else ""
    return " ".join(piece for piece in (said.sentence, waiting(best, symbol), usual, barred) if piece)


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
        f"The {sum(count.values())} inputs that decide rest on: measurement {count[EvidenceKind.MEASURED]}, quotes and"
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
