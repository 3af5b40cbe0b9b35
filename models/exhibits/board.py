"""What a board reads first: whether anything may be recommended, the options in its terms, how good the evidence is."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import in_sentence
from models.areas.register import expanded
from models.exhibits.barred import barred_words
from models.exhibits.cells import A_POUND, BLANK, Entered, thousands_in
from models.exhibits.figures import ECONOMIC, NOT_SAID, NOTHING, WITH_WAITING, Table, pays_back, usual_is_considered
from models.exhibits.remedy_words import every_bar, remedies
from models.exhibits.series_styles import barred_label, left_open
from models.exhibits.spans import horizon_in_words
from models.exhibits.verdict import verdict
from models.exhibits.verdict_parts import none_may_be
from models.plan.plan import EvidenceKind, Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS
from models.rules.judgement import Judgement, State, planned
from models.rules.rule import reasons
from models.studies.best import AllBest

LEAST_OPTIONS = 3
"""Beside business as usual."""

FIRST_YEAR = 12


@dataclass(frozen=True, slots=True)
class Grade:
    """How good the evidence is, from A to D, and what that says."""

    letter: str
    meaning: str


def recommended(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> OptionResult | None:
    """Return the option that may be recommended on cost, None where none may.

    Business as usual and three options are needed, no rule in the way, and no other option that is cheaper at its
    best: whose settings to take comes first then.
    """
    allowed = case.allowed()
    if not allowed or not usual_is_considered(plan, scenario) or len(case.options) < LEAST_OPTIONS:
        return None
    judged = judgement or Judgement(planned(case))
    leads = judged.planned.recommended
    if leads not in case.options or judged.waits or judged.planned.awaited:
        return None
    return case.options[leads]


def why_none(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> str:
    """Return why no option is recommended, in one sentence; where business as usual is, that it is."""
    judged = judgement or Judgement(planned(case))
    if judged.waits and usual_is_considered(plan, scenario):
        barred = barred_words(plan, case, judged) if case.allowed() else every_bar(plan, case)
        barred = f" {barred}" if barred else ""
        first = judged.comes_first
        return f"No option is recommended yet: {judged.torn}. {first[0].upper()}{first[1:]}.{barred}"
    if judged.planned.awaited and case.allowed():
        said = "".join(part.text for part in verdict(plan, case, judged).parts[2:])
        named = listed([in_sentence(one) for one in judged.planned.awaited])
        # where one option alone is judged, that is said of it
        left = [] if judged.planned.state is State.ONLY else [f"{named[0].upper()}{named[1:]} cannot be judged yet."]
        return " ".join([f"{said[:1].upper()}{said[1:]}", *left, *reasons(judged.planned.awaited)])
    said = case.allowed() and usual_is_considered(plan, scenario)
    if said and judged.planned.state in {State.USUAL, State.NOTHING}:
        return verdict(plan, case, judged).sentence
    if not case.allowed():
        remedy = f" {told}" if (told := remedies(plan, case, horizon_in_words(plan.structure.horizon)).strip()) else ""
        none = none_may_be(case.awaited)
        return f"No option is recommended: {none[0].lower()}{none[1:]}. {every_bar(plan, case)}{remedy}"
    if not usual_is_considered(plan, scenario):
        return (
            "No option is recommended: the cost of business as usual is not stated (Finance, Business-as-usual"
            " basis; “nothing” is a valid answer)."
        )
    return f"No option is recommended: {len(case.options)} options were worked out, {LEAST_OPTIONS} are needed."


def against_head(judgement: Judgement) -> str:
    """Return under which head stands what speaks against what is recommended, or against what the best settings say."""
    leads = judgement.final.recommended
    return f"Against {in_sentence(leads)}" if judgement.turned and leads else "Against it"


def recommendation_head(best: OptionResult, judgement: Judgement) -> str:
    """Return the head above why an option is recommended; where it is too close to call there is no clear one."""
    standing = judgement.final
    if standing.state is State.CLOSE and standing.rival:
        others = [in_sentence(one) for one in (standing.rival, *standing.as_close)]
        return f"No clear recommendation on cost: {listed([best.in_sentence, *others], 'or')}."
    by_them = ", at its best settings" if judgement.planned.close and judgement.best is not None else ""
    return f"Recommendation on cost: {best.in_sentence}{by_them}."


def as_planned(judgement: Judgement | None) -> str:
    """Return what stands behind a head of curves and studies where the headline has each option at its best."""
    return ", as planned" if judgement is not None and judgement.moved else ""


def without_option(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> tuple[str, str]:
    """Return what stands where an option is recommended elsewhere: its head, and why."""
    judged = judgement or Judgement(planned(case))
    head = "No recommendation."
    if usual_is_considered(plan, scenario) and judged.resolved is State.USUAL:
        head = "Recommendation on cost: business as usual."
        if judged.final.tied:
            head = f"No clear recommendation on cost: business as usual or {in_sentence(judged.final.rival)}."
    elif usual_is_considered(plan, scenario) and judged.resolved is State.NOTHING and not judged.planned.close:
        head = "Recommendation on cost: do not proceed."
    return head, why_none(plan, scenario, case, judgement)


def board_table(
    plan: Plan, case: CaseResult, scenario: str, judgement: Judgement | None = None, bests: AllBest | None = None
) -> Table:
    """Return the options in a board's terms, in thousands.

    Whole life, present value as planned and at its best, lasting payback, cash of the first year, peak funding, effect
    on EBITDA a year; net benefit where a value was entered for all work.

    bests: of each option, None where none was searched; the column is left out then.
    """
    thousands = thousands_in(plan)
    expensed = _expensed(plan, scenario)
    # each at its best is ranked cost: it stands beside present value, or beside what ranks where that is another sum
    at_best = {one.kind: thousands(one.cost) for one in bests.found} if bests is not None else {}
    of_another = _of_another(case, bests)
    worth = case.value_of_work
    years = plan.structure.horizon / FIRST_YEAR
    usual = float(case.usual[-1])
    left_out = _left_out(case, at_best=bool(at_best))
    said = usual_is_considered(plan, scenario)
    rows: list[dict[str, Entered]] = [
        {
            WHOLE_LIFE: thousands(usual),
            VALUE: thousands(case.usual_present_value),
            ECONOMIC: thousands(case.usual_compared) if case.by_society else "",
            FIRST_CASH: thousands(float(case.usual[FIRST_YEAR])),
            EBITDA: thousands(-usual / years),
            NET_BENEFIT: thousands((worth or 0.0) - case.usual_compared) if case.usual_ranked else "",
        }
        if usual
        else {WHOLE_LIFE: NOTHING if said else NOT_SAID}
    ]
    names = ["Business as usual"]
    keys = ["usual"]
    for key, option in case.options.items():
        pair = None if key == "cloud" or "cloud" in case.blocked else case.pair("cloud", key, "nominal")
        # what is planned is another option, cannot run or lacks a price: what that costs is no figure of this one
        if left_open(key, case) or (key in case.unpriced and key in at_best) or key in of_another:
            rows.append({AT_BEST: at_best.get(key, "")})
            names.append(f"{option.label} (not as planned)" if key in at_best else barred_label(key, case))
            keys.append(key)
            continue
        rows.append(
            {
                **_sums(plan, case, key),
                AT_BEST: at_best.get(key, ""),
                PEAK: thousands(pair.peak_funding) if pair is not None else "",
                EBITDA: thousands(-expensed[key] / years),
            }
        )
        names.append(barred_label(key, case))
        keys.append(key)
    best = recommended(plan, scenario, case, judgement)
    heads = [head for head in _HEADS if head not in left_out]
    cells: list[list[Entered]] = [
        [name, *(row.get(head, "") for head in heads)] for name, row in zip(names, rows, strict=True)
    ]
    return Table.of([f"{SYMBOLS[plan.currency]}k", *heads], cells, keys, keys.index(best.key) if best else -1)


def _of_another(case: CaseResult, bests: AllBest | None) -> set[str]:
    """Return the options that are planned as another: a hybrid that keeps no server has no cost of its own to show.

    The plan's own settings are among those searched, so that a best above them is of another kind.
    """
    found = {one.kind: one.cost for one in bests.found} if bests is not None else {}
    planned = {key: one.compared for key, one in case.options.items() if key not in case.blocked}
    return {key for key, cost in found.items() if key in planned and cost > planned[key] + A_POUND}


def _sums(plan: Plan, case: CaseResult, key: str) -> dict[str, Entered]:
    """Return the cells of an option that its own results give, by the head of their column."""
    option, thousands = case.options[key], thousands_in(plan)
    return {
        WHOLE_LIFE: thousands(option.total_cost),
        VALUE: thousands(option.present_value),
        ECONOMIC: thousands(option.compared),
        WITH_WAITING: thousands(option.compared),
        NET_BENEFIT: thousands(case.net(option)),
        PAYS_BACK: pays_back(case, key),
        FIRST_CASH: thousands(float(option.cumulative[FIRST_YEAR])),
    }


def _left_out(case: CaseResult, *, at_best: bool) -> set[str]:
    """Return the columns of a board's table that would say nothing. at_best: whether a search has found anything."""
    waits = not case.by_society and any(one.waiting_cost > 1 for one in case.apart)
    there = {
        ECONOMIC: case.by_society,
        WITH_WAITING: waits,
        AT_BEST: at_best,
        NET_BENEFIT: bool(case.value_of_work),
        PEAK: _peaks(case),
        PAYS_BACK: any(pays_back(case, key) != BLANK for key in case.options),
    }
    return {head for head, is_there in there.items() if not is_there}


def _peaks(case: CaseResult) -> bool:
    """Return whether any option is held against the cloud."""
    return "cloud" not in case.blocked and len(case.options) > 1


WHOLE_LIFE, VALUE, AT_BEST, NET_BENEFIT = "Whole life", "Present value", "At its best", "Net benefit"
PAYS_BACK, FIRST_CASH, PEAK, EBITDA = "Pays back", "First-year cash", "Peak funding", "EBITDA a year"
_HEADS = (WHOLE_LIFE, VALUE, ECONOMIC, WITH_WAITING, AT_BEST, NET_BENEFIT, PAYS_BACK, FIRST_CASH, PEAK, EBITDA)


PEAK_WORDS = f"{PEAK}: most its cumulative cost exceeds cloud's."


def compared_words(table: Table) -> str:
    """Return what the terms of a board's table are measured against, of those that it has."""
    terms = (
        (
            WITH_WAITING,
            (
                f"{WITH_WAITING}: present value and what is lost by work that waits, by which options are ranked"
                f"{'; net benefit counts it at its value' if NET_BENEFIT in table.heads else ''}."
            ),
        ),
        (PAYS_BACK, "Pays back: when it is cheaper than cloud for good."),
        (PEAK, PEAK_WORDS),
        (EBITDA, "EBITDA: average."),
    )
    return " ".join(words for head, words in terms if head in table.heads)


def net_of_benefits(case: CaseResult) -> str:
    """Return, as a further sentence, that costs are net of what options bring in; empty where none does."""
    brings = any(abs(one.brought_in) > A_PENNY for one in case.options.values())
    return " Costs are net of the benefits entered." if brings else ""


def _expensed(plan: Plan, scenario: str) -> Mapping[str, float]:
    """Return what each option charges before depreciation over the horizon, in money.

    All its costs but what is paid up front.
    """
    traced = model(plan.structure)
    lines = {
        option: [line.key for line in totals.class_totals if not line.key.endswith(".up_front")]
        for option, totals in traced.appraisal.options.items()
    }
    figures = traced.evaluate(plan.values(scenario), [key for keys in lines.values() for key in keys])
    return {option: sum(float(figures.monthly(key)[:, 0].sum()) for key in keys) for option, keys in lines.items()}


def evidence_counts(plan: Plan, scenario: str) -> Mapping[EvidenceKind, int]:
    """Return on what the deciding inputs that are in play rest, by kind."""
    kinds = [
        plan.entry(scenario, key).evidence.kind
        for key, declared, _ in expanded(plan.slugs)
        if declared.essential and plan.applies(scenario, key) and plan.counts(scenario, key)
    ]
    return {kind: kinds.count(kind) for kind in EvidenceKind}


def evidence_grade(plan: Plan, scenario: str) -> Grade:
    """Return the grade of evidence, by the share of deciding inputs that are measured or quoted.

    A from three quarters on with a quarter measured, B from a half, C from a quarter, D below.
    """
    counts = evidence_counts(plan, scenario)
    whole = sum(counts.values()) or 1
    measured = counts[EvidenceKind.MEASURED] / whole
    sound = measured + counts[EvidenceKind.QUOTE] / whole
    if sound >= 0.75 and measured >= 0.25:  # noqa: PLR2004 - the grades are defined here
        return Grade("A", "most inputs are measured or quoted, many measured")
    if sound >= 0.5:  # noqa: PLR2004
        return Grade("B", "half of the inputs or more are measured or quoted")
    if sound >= 0.25:  # noqa: PLR2004
        return Grade("C", "a quarter of the inputs or more are measured or quoted")
    return Grade("D", "few inputs are measured or quoted: the case rests on assumptions")
