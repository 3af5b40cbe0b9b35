"""What each page of the board paper concludes, in a line: the heading of a page and the title of a slide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import CaseResult, OptionResult
from models.areas.options import OPTION_LABELS, USUAL, in_sentence
from models.exhibits.board import evidence_grade, recommended
from models.exhibits.capital_words import capital_approved, capital_later, nearest_thousand, whole_thousands
from models.exhibits.cells import A_POUND, written
from models.exhibits.every_study import judgement_in
from models.exhibits.figures import usual_is_considered
from models.exhibits.judgement import headline
from models.exhibits.plots import load_duration
from models.exhibits.shapes import coverage_matrix
from models.exhibits.simulation import cost_range
from models.exhibits.spans import horizon_in_words
from models.exhibits.studies import Shown
from models.exhibits.tripwires import at, nearest, only_if, out_of_reach, tripwire_name
from models.exhibits.verdict import in_cases
from models.exhibits.verdict_parts import TOO_CLOSE, none_as_planned
from models.plan.paper import PARTS
from models.plan.plan import Plan
from models.quantities.texts import counted as number_of
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, State, planned
from models.rules.start_of_owning import OWNING, StartOfOwning
from models.studies.tripwires import Reopening
from models.studies.uncertainty import Uncertainty

NO_CAPITAL = "No capital is to be approved"

_CLOSE = f"{TOO_CLOSE}: "

LONGEST = 92
"""Characters of a conclusion, so that it stands on one line of the contents."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a conclusion is drawn from. studies: None while they are worked out."""

    plan: Plan
    scenario: str
    case: CaseResult
    studies: Mapping[str, Shown] | None

    @property
    def symbol(self) -> str:
        """The sign of the plan's currency."""
        return SYMBOLS[self.plan.currency]

    @property
    def judgement(self) -> Judgement:
        """The judgement of the studies, of the plan's settings alone while they are worked out."""
        return judgement_in(self.studies) or Judgement(planned(self.case))

    @property
    def keeps_usual(self) -> bool:
        """Whether business as usual does the same work for less than every option."""
        return self.judgement.resolved is State.USUAL

    @property
    def does_nothing(self) -> bool:
        """Whether nothing is worth doing, as planned and with the best settings."""
        return self.judgement.resolved is State.NOTHING

    @property
    def left_open(self) -> bool:
        """Whether what is proposed and the next option are too close to call: the board has the choice."""
        return self.judgement.final.state is State.CLOSE and self.proposed is not None

    @property
    def owning_matters(self) -> bool:
        """Whether an option that owns is recommended, or is all that a lead is unsure against."""
        standing = self.judgement.final
        close = standing.rival if standing.state is State.CLOSE else ""
        return bool({standing.recommended, close} & {*OWNING})

    @property
    def proposed(self) -> OptionResult | None:
        """The option that is recommended, None where none is."""
        return recommended(self.plan, self.scenario, self.case, judgement_in(self.studies))


def conclusion(name: str, known: Known) -> str:
    """Return what a section concludes; its subject where the plan gives nothing to conclude from."""
    said = _CONCLUSIONS[name](known) if name in _CONCLUSIONS else ""
    return said if said and len(said) <= LONGEST else PARTS[name]


def decision(known: Known) -> str:
    """Return what is decided, in a line."""
    told = "".join(part.text for part in headline(known.plan, known.judgement)).rstrip(".")
    told = told if len(told) <= LONGEST else told.split(". ")[0]
    close, rest = told[: len(_CLOSE)], told[len(_CLOSE) :]
    # an abbreviation keeps its capitals
    return f"{close}{rest[0].lower()}{rest[1:]}" if close == _CLOSE and not rest[:2].isupper() else told


def _background(known: Known) -> str:
    best = known.proposed
    if best is not None and known.case.usual.any():
        more = known.case.usual_present_value - best.present_value
        if more > 1:
            return f"Business as usual costs {money(more, known.symbol)} more than {best.in_sentence}"
    found = known.studies["owning"].behind if known.studies is not None else None
    waits = found.waiting(3) if isinstance(found, StartOfOwning) else None
    if waits is not None and waits > 1 and isinstance(found, StartOfOwning) and best and found.option == best.key:
        return f"The first quarter of waiting costs {money(waits, known.symbol)}"
    if not usual_is_considered(known.plan, known.scenario):
        return "The cost of business as usual is not stated"
    return ""


def _workloads(known: Known) -> str:
    works = sum(
        bool(known.plan.entry(known.scenario, f"workloads.workload.{row.slug}.active").value)
        for row in known.plan.rows["workload"]
    )
    if not works:
        return "No work is counted"
    shape = load_duration(known.plan, known.scenario)
    tops = {line.label: float(line.values[0]) for line in shape.lines if line.label.startswith("At once")}
    if len(tops) < 2:  # noqa: PLR2004 - the first month and the last
        return ""
    # what has ended or not begun takes nothing
    last, first = max(tops.values()), min([top for top in tops.values() if round(top) > 0] or [0.0])
    waits = _most_that_waits(known)
    if waits > last:
        return f"{counted(works)} workload{'' if works == 1 else 's'}: work that can wait takes {gpus(waits)}"
    grows = round(last) > round(first)
    grown = (
        f"grows from {first:,.0f} to {last:,.0f} GPUs"
        if grows
        else f"takes {gpus(last) if last < 1 else number_of(round(last), 'GPU')}"
    )
    return f"{counted(works)} workload{'' if works == 1 else 's'}: the busiest hour {grown}"


def _most_that_waits(known: Known) -> float:
    """Return how many GPUs the work that can wait takes in the month in which it takes most."""
    key, traced = "demand.all.deferrable", model(known.plan.structure)
    if key not in traced.lines:
        return 0.0
    found = traced.evaluate(known.plan.values(known.scenario), [key])
    return float(found.rows(key)[:, :, 0].sum(axis=0).max())


def _options(known: Known) -> str:
    judgement = known.judgement
    standing, symbol = judgement.final, known.symbol
    when = "At their best" if judgement.searched else "As planned"
    if standing.state in {State.CLEAR, State.CLOSE} and standing.lead >= 1:
        ranked = sorted(set(standing.compared) - set(standing.blocked), key=standing.compared.__getitem__)
        return f"{when}: {', '.join(f'{in_sentence(one)} {money(standing.compared[one], symbol)}' for one in ranked)}"
    return decision(known)


def gpus(many: float) -> str:
    """Return a number of GPUs in words; hardly any is less than one, and none of them is 0."""
    return "less than a GPU" if 0 < many < 1 else f"{many:,.0f} GPU{'' if round(many) == 1 else 's'}"


def _costs(known: Known) -> str:
    allowed = known.case.allowed()
    if not allowed:
        return none_as_planned(known.case)
    horizon = horizon_in_words(known.plan.structure.horizon)
    best = known.proposed or allowed[0]
    if known.keeps_usual:
        usual = money(float(known.case.usual[-1]), known.symbol)
        return (
            f"Business as usual costs {usual} over {horizon}, {best.in_sentence} {money(best.total_cost, known.symbol)}"
        )
    brought = best.brought_in
    before = " before benefits" if brought > A_POUND else ""
    said = f"{best.label} costs {money(best.total_cost + brought, known.symbol)} over {horizon}{before}"
    rival = next((one for one in allowed if one.key != best.key and one.key not in known.case.twins), None)
    if rival is None:
        return said
    return f"{said}, {rival.in_sentence} {money(rival.total_cost + rival.brought_in, known.symbol)}"


def _benefits(known: Known) -> str:
    benefit = known.judgement.final.benefit
    if benefit is None:
        if not known.case.unvalued:
            return ""
        if known.case.worth > 0:
            return f"The value of {counted(known.case.unvalued).lower()} of the workloads is not stated"
        return "The value of the work is not stated"
    way = "more" if benefit >= 0 else "less"
    return f"The work is worth {money(abs(benefit), known.symbol)} {way} than it costs"


def _sensitivity(known: Known) -> str:
    standing = known.judgement.told
    doubted, chance = standing.least_sure
    cases = in_cases(chance)
    found = known.studies["simulation"].behind if known.studies is not None else None
    if isinstance(found, Uncertainty) and found.best == standing.recommended and not (standing.rival or found.other):
        low, high = cost_range(known.plan, found)
        return f"In 8 of 10 cases {in_sentence(found.best)} costs {low} to {high}"
    if not cases or not standing.recommended or not standing.rival:
        return ""
    name = "Business as usual" if standing.recommended == USUAL else OPTION_LABELS[standing.recommended]
    said = f"is cheaper than {in_sentence(doubted)} in {cases}"
    # the tables below are of the plan's settings: a chance of others says so, where any of them moved the lead
    at_plan = known.judgement.planned
    moved = known.judgement.moved or at_plan.least_sure[0] != doubted
    moved = moved or in_cases(at_plan.least_sure[1]) not in {"", cases}
    moved = moved and not known.judgement.confirmed
    return f"Each at its best, {in_sentence(standing.recommended)} {said}" if moved else f"{name} {said}"


def _switching(known: Known) -> str:
    found = known.studies["tripwires"].behind if known.studies is not None else None
    wires = found.tripwires if isinstance(found, Reopening) else ()
    if only := only_if(known.plan, known.judgement.reopened_from, wires):
        return f"Reopened if {only}"
    if not isinstance(found, Reopening):
        return ""
    near = nearest(known.plan, found.tripwires)
    if not near:
        return "No plausible change reopens the decision"
    first = near[0]
    figure = at(known.plan, known.scenario, first)
    told = figure if isinstance(figure, str) else written(figure)
    if out_of_reach(known.plan, found.tripwires):
        return f"No likely change reopens it; the nearest: “{tripwire_name(known.plan, first)}” {told}"
    begins = "As planned, reopened" if known.judgement.moved and not known.judgement.confirmed else "Reopened"
    return f"{begins} if “{tripwire_name(known.plan, first)}” is {told}"


def _compliance(known: Known) -> str:
    shown = coverage_matrix(known.plan, known.scenario)
    asked = [row for row in shown.shares if any(share is not None for share in row)]
    short = sum(any(share is not None and share < 1 for share in row) for row in asked)
    if not asked:
        return "No law, regulator or contract asks for controls"
    if not short:
        return "Every control that is asked for is planned and costed"
    lacking = [share for row in asked if any(map(_lacks, row)) for share in row]
    where = "every option" if all(map(_lacks, lacking)) else "some option"
    if len(asked) == 1:
        return f"A requirement that applies lacks a control in {where}"
    every = f"{counted(short)} of {counted(len(asked)).lower()} requirements"
    return f"{every} lack{'s' if short == 1 else ''} controls in {where}"


def _lacks(share: float | None) -> bool:
    return share is not None and share < 1


_COUNTED = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def counted(number: int) -> str:
    """Return a number as a sentence begins with it."""
    return _COUNTED[number] if number < len(_COUNTED) else str(number)


def _delivery(known: Known) -> str:
    best = known.proposed or next(iter(known.case.allowed()), None)
    if best is None:
        return ""
    if known.keeps_usual or known.does_nothing:
        return "Nothing is to be delivered"
    plan, traced = known.plan, model(known.plan.structure)
    team, ordered = OptionLine.TEAM.of(best.key), OptionLine.ORDERED.of(best.key)
    owns = best.key in OWNING
    figures = traced.evaluate(plan.values(known.scenario), [team, *([ordered] if owns else [])])
    people = float(figures.monthly(team)[1:, 0].max())
    who = f"{people:,.2g}"
    run = f"{who} {'person runs' if who == '1' else 'people run'} it" if people else "nobody is planned to run it"
    arrivals: list[int] = []
    if owns:
        for place, pool in enumerate(plan.rows["pool"]):
            months = np.flatnonzero(figures.rows(ordered)[place, :, 0] > 0)
            lead = int(plan.entry(known.scenario, f"compute.pool.{pool.slug}.lead").value)
            arrivals += [int(months[0]) + lead] if len(months) else []
    if not arrivals:
        return f"{best.label} needs no servers; {run}"
    return f"The first new server arrives in month {min(arrivals)}; {run}"


def _tax(known: Known) -> str:
    best = known.proposed
    standing = known.judgement.final
    if best is None and (known.keeps_usual or (known.does_nothing and not standing.close)):
        return NO_CAPITAL
    if best is None:
        return "No sum is to be approved yet"
    limit = whole_thousands(capital_approved(known.plan, known.scenario, best), known.symbol)
    later = capital_later(known.plan, known.scenario, best.key)
    told = f"capital of {limit} is to be approved now" if best.up_front > 0 else "no capital is to be approved"
    if later > 1:
        told += f"{'' if best.up_front > 0 else ' now'}; {nearest_thousand(later, known.symbol)} follows"
    return f"If {best.in_sentence} is chosen, {told}" if known.left_open else f"{told[0].upper()}{told[1:]}"


def _assumptions(known: Known) -> str:
    grade = evidence_grade(known.plan, known.scenario)
    return f"Evidence grade {grade.letter}: {grade.meaning.partition(':')[0]}"


def _procurement(known: Known) -> str:
    return "" if known.plan.paper.procurement else "The procurement route is not stated"


def _economic(known: Known) -> str:
    found = {
        # as the table has it that ranks by it, with work that waits
        key: option.compared if known.case.by_society else option.views.get("economic_present_value", 0.0)
        for key, option in known.case.options.items()
        if key not in known.case.blocked and key not in known.case.twins
    }
    if len(found) < 2:  # noqa: PLR2004 - it takes two
        return ""
    first, second = sorted(found, key=found.__getitem__)[:2]
    less = money(found[second] - found[first], known.symbol)
    return f"To society {in_sentence(first)} costs {less} less than {in_sentence(second)}"


_CONCLUSIONS: Mapping[str, Callable[[Known], str]] = {
    "background": _background,
    "workloads": _workloads,
    "options": _options,
    "economic": _economic,
    "costs": _costs,
    "benefits": _benefits,
    "sensitivity": _sensitivity,
    "switching": _switching,
    "compliance": _compliance,
    "procurement": _procurement,
    "delivery": _delivery,
    "tax": _tax,
    "assumptions": _assumptions,
}
