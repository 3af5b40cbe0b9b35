"""The verdict in one sentence, and the findings that titles are made of.

Every number in them comes from the results.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import in_sentence
from models.exhibits.barred import barred_and_cheaper
from models.exhibits.remedy_words import every_bar, lease_would_do, remedies
from models.exhibits.spans import horizon_in_words, month_in_words, whole_month
from models.exhibits.verdict_parts import (
    TOO_CLOSE,
    Part,
    alone,
    at_best_words,
    in_cases,
    likelier,
    needs_less,
    next_by_cost,
    none_may_be,
    on_hold,
    pounds,
    to_mend,
    twins_in_words,
    usual_alone,
    usual_needs_less,
)
from models.exhibits.waiting_words import cheaper_but_waits, waiting
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money, month_name
from models.rules.judgement import Judgement, Standing, State, planned
from models.rules.rule import NOT_AS_PLANNED, of_many, what_bars
from models.rules.usual_unranked import why_unranked


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence in parts, a second sentence in smaller type, and the option it recommends on cost alone.

    close: whether it leaves the choice open, as planned.
    """

    parts: tuple[Part, ...]
    follow_up: str
    cheapest: str
    warning: str
    close: bool = False

    @property
    def sentence(self) -> str:
        """The sentence as plain text."""
        return "".join(part.text for part in self.parts)

    @property
    def text(self) -> str:
        """The whole verdict as plain text."""
        return " ".join(piece for piece in (self.sentence, self.follow_up, self.warning) if piece)


_QUARTER = 3
"""Months that an option is below cloud from the start before it is told, where it does not stay so."""


def verdict(plan: Plan, case: CaseResult, judgement: Judgement | None = None) -> Verdict:
    """Return what the figures say, by compared cost: as planned, and each option at its best where it was searched.

    judgement: of the same figures; without one the plan's settings are judged and no cases are drawn.
    """
    symbol = SYMBOLS[plan.currency]
    horizon = horizon_in_words(plan.structure.horizon)
    judged = judgement or Judgement(planned(case))
    standing = judged.planned
    if standing.state is State.NONE:
        why = every_bar(plan, case)
        if judged.turned:
            can_be = "can be judged" if standing.awaited else "is allowed"
            none = (Part(f"No option {can_be} as planned", strong=True), Part("."))
            return Verdict((*none, *at_best_words(plan, judged)), why, "", "")
        rest = f"{usual_alone(plan, case)}{remedies(plan, case, horizon)}"
        rest += to_mend(case, on_lease=bool(lease_would_do(plan, case, horizon)))
        return Verdict((Part(none_may_be(standing.awaited), strong=True), Part(f". {why}")), rest, "", "")
    best = next(one for one in case.allowed() if one.key not in case.twins)
    if standing.state in {State.USUAL, State.NOTHING}:
        waits = waiting(plan, case, best, best.label)
        pieces = (_worth_less(case, standing, symbol), waits, _not_allowed(case, best, symbol))
        rest = " ".join(piece for piece in pieces if piece)
        said = _without_option(case, standing, best, horizon, symbol)
        return Verdict(
            (*on_hold(standing), *said, *at_best_words(plan, judged)), rest, standing.recommended, "", standing.close
        )
    possible = judged.best.compared.keys() if judged.best is not None else frozenset[str]()
    if standing.state is State.ONLY:
        sentence = _alone(case, best, horizon, symbol, standing)
    else:
        sentence = _against_the_next(plan, case, standing, horizon)
    follow_up = " ".join(
        piece
        for piece in (
            waiting(plan, case, best),
            _follow_up(plan, case, standing, horizon, symbol),
            twins_in_words(case),
            "" if case.usual_ranked else usual_costs_less(plan, case, best),
            _not_allowed(case, best, symbol, possible),
        )
        if piece
    )
    at_its_best = at_best_words(plan, judged)
    if len(at_its_best) > 1:
        # of two leads the one that counts is read first
        sentence = tuple(one if one.option else replace(one, strong=False) for one in sentence)
    return Verdict(
        (*on_hold(standing, judged), *sentence, *at_its_best),
        follow_up,
        best.key,
        _disagreement(case),
        standing.state is State.CLOSE,
    )


def _without_option(
    case: CaseResult, standing: Standing, best: OptionResult, horizon: str, symbol: str
) -> tuple[Part, ...]:
    """Return the sentence where none of the options is recommended though some are allowed."""
    alone_judged = bool(standing.awaited) and len([one for one in case.allowed() if one.key not in case.twins]) == 1
    which = "the only option that can be judged" if alone_judged else "the cheapest option"
    if standing.state is State.USUAL:
        close, sure = standing.close, in_cases(standing.chance)
        cases = f", cheaper in {sure}" if sure else ""
        return (
            *((Part(TOO_CLOSE, strong=True), Part(": ")) if close else ()),
            Part("business as usual" if close else "Business as usual", strong=True, option="usual"),
            Part(" does the same work and "),
            Part(f"costs {money(standing.lead, symbol)} less", strong=True),
            Part(f" than {best.in_sentence}, {which}, over {horizon} {case.basis_in_words}{cases}."),
        )
    close = standing.close
    return (
        Part(f"{TOO_CLOSE} whether anything is worth doing" if close else "Nothing is worth doing", strong=True),
        Part(f": all the work is worth {money(standing.lead, symbol)} less than "),
        Part(best.in_sentence, strong=True, option=best.key),
        Part(f", {which}, over {horizon} {case.basis_in_words}."),
    )


def _worth_less(case: CaseResult, standing: Standing, symbol: str) -> str:
    """Return, where business as usual is cheapest, by how much all the work is worth less than it costs."""
    if standing.state is not State.USUAL or case.value_of_work is None:
        return ""
    less = case.usual_compared - case.value_of_work
    return f"All the work is worth {money(less, symbol)} less than business as usual costs." if less > A_PENNY else ""


def _alone(case: CaseResult, best: OptionResult, horizon: str, symbol: str, standing: Standing) -> tuple[Part, ...]:
    """Return the sentence where one option is allowed or can be judged, or all that are cost the same."""
    if len(case.allowed()) > 1:
        return (
            Part(f"The options that are allowed cost the same over {horizon}: "),
            Part(money(best.compared, symbol), strong=True),
            Part(f" {case.basis_in_words}."),
        )
    # the range of the cases that stands beside it is of the cost that is compared, with what waits
    counts = best.waiting_cost > A_PENNY and not case.by_society
    whole = money(best.compared, symbol)
    counts = counts and whole != money(best.present_value, symbol)
    waits = f", {whole} with the work that waits in it" if counts else ""
    cost = best.compared if case.by_society else best.present_value
    said = f"costs {money(cost, symbol)}" if cost >= 0 else f"brings in {money(-cost, symbol)} more than it costs"
    return (
        Part(best.in_sentence if standing.awaited else best.label, strong=True, option=best.key),
        Part(f" {alone(standing)}: it "),
        Part(said, strong=True),
        Part(f" over {horizon} {case.basis_in_words}{waits}."),
    )


def _against_the_next(plan: Plan, case: CaseResult, standing: Standing, horizon: str) -> tuple[Part, ...]:
    """Return how the cheapest option stands against the next: clearly cheaper, or too close to call."""
    best, rival = case.options[standing.recommended], case.options.get(standing.rival)
    symbol, against = SYMBOLS[plan.currency], in_sentence(standing.rival)
    lead, sure = pounds(standing.lead, symbol), in_cases(standing.chance)
    cases = f", cheaper in {sure}" if sure else ""
    # where two options are named, or another is the likelier to be cheaper, whose chance it is has to be said
    doubted, least = standing.least_sure
    of_rival = f", cheaper than {in_sentence(doubted)} in {in_cases(least)}" if sure else ""
    cases = cases if doubted == standing.rival else of_rival
    if standing.state is State.CLOSE:
        gap = f" {lead} below {against}" if lead else f" and {against} cost the same"
        needs = needs_less(best, rival, symbol) if rival is not None else usual_needs_less(case, best, symbol)
        between = next_by_cost(case, standing, symbol)
        return (
            Part(TOO_CLOSE, strong=True),
            Part(": "),
            Part(best.in_sentence, strong=True, option=best.key),
            Part(f"{gap} over {horizon} {case.basis_in_words}{cases}.{likelier(standing)}{needs}{between}"),
        )
    versus = f" than {against}"
    cloud = case.options["cloud"]
    if "cloud" not in {best.key, standing.rival, *case.blocked, *case.twins}:
        versus += f" and {money(cloud.compared - best.compared, symbol)} less than cloud"
        cases = of_rival
    meets = best.key != "cloud" and "cloud" not in case.blocked
    begins = _overtakes(plan, case, best) if meets else (Part(" "),)
    return (
        Part(best.label, strong=True, option=best.key),
        *(begins if best.key != "cloud" else (Part(" is cheapest: it "),)),
        Part(f"costs {lead} less", strong=True),
        Part(f"{versus} over {horizon} {case.basis_in_words}{cases}."),
    )


def usual_costs_less(plan: Plan, case: CaseResult, best: OptionResult) -> str:
    """Return by how much business as usual is cheaper than the option that is recommended, where it is."""
    less = best.present_value - case.usual_present_value
    terms = "in present value"
    if case.by_society:
        less, terms = best.compared - case.usual_compared, case.basis_in_words
    return (
        f"Business as usual costs {money(less, SYMBOLS[plan.currency])} less than {best.in_sentence} {terms},"
        f" but {why_unranked(plan, case)}."
        if case.usual_present_value > 0 and less > A_PENNY
        else ""
    )


def _not_allowed(case: CaseResult, best: OptionResult, symbol: str, possible: Collection[str] = frozenset()) -> str:
    """Return which options are not allowed, why, and what they would cost against the one that is recommended.

    possible: options that a search has found settings for that are allowed.
    """
    sentences: list[str] = []
    alike: dict[str, list[OptionResult]] = {}
    for option in case.ranked():
        if option.key in case.blocked:
            # what bars the settings of several options in the same words is said once
            # one that is another under some settings has the other's reason
            alike.setdefault(what_bars(option.key, case.blocked[option.key]), []).append(option)
    for reason, touched in alike.items():
        said = case.blocked[touched[0].key]
        names = listed([_named(option) for option in touched])
        as_planned = NOT_AS_PLANNED in said
        planned_so = as_planned or all(option.key in possible for option in touched)
        be = "is" if len(touched) == 1 else "are"
        barred = f"{names[0].upper()}{names[1:]} {be} not allowed{' as planned' if planned_so else ''}"
        if all(option.key in case.awaited for option in touched):
            barred = f"{names[0].upper()}{names[1:]} cannot be judged yet"
        own = f"{touched[0].label} " if len(touched) == 1 else ""
        # a reason that begins with the option's own name does not say it twice
        if as_planned:
            sentences.append(f"{barred}: {reason}")
        elif own and said.startswith(own):
            sentences.append(f"{barred}: it {said.removeprefix(own)}")
        elif reason != said:
            sentences.append(f"{barred}: they {of_many(reason)}")
        else:
            sentences.append(f"{barred}. {reason}")
    barred = barred_and_cheaper(case, best)
    if barred is not None:
        less = money(best.compared - barred.compared, symbol)
        sentences.append(f"What is not allowed would cost up to {less} less as planned.")
    return " ".join(sentences)


def _overtakes(plan: Plan, case: CaseResult, best: OptionResult) -> tuple[Part, ...]:
    month = case.pair("cloud", best.key, "nominal").sustained
    if month is None:
        return (Part(" "),)
    if month <= 0:
        return (Part(" is cheaper than cloud from the start and "),)
    discounted = case.pair("cloud", best.key, "discounted").sustained
    later = (
        f" (month {whole_month(discounted)} discounted)"
        if discounted is not None and whole_month(discounted) != whole_month(month)
        else ""
    )
    return (
        Part(" overtakes cloud in "),
        Part(f"month {whole_month(month)}", strong=True),
        Part(f", {month_name(plan.start, whole_month(month))}{later}, and "),
    )


def _follow_up(plan: Plan, case: CaseResult, standing: Standing, horizon: str, symbol: str) -> str:
    """Return what becomes of the other options."""
    sentences: list[str] = []
    best, no_cloud = case.options[standing.recommended], "cloud" in case.blocked
    for option in case.allowed()[1:]:
        if option.key in {"cloud", *case.twins, *([standing.rival] if no_cloud else [])}:
            continue
        if said := cheaper_but_waits(case, best, option, symbol):
            sentences.append(said)
            continue
        more = option.compared - best.compared
        month = case.pair("cloud", option.key, "nominal").sustained
        if option.waiting_cost > A_PENNY:
            waits = money(option.waiting_cost, symbol)
            costs = f"costs {money(more, symbol)} more"
            sentences.append(f"{option.label} {costs}; the work that waits in it counts {waits}.")
        elif more < 1:
            sentences.append(f"{option.label} costs the same.")
        elif no_cloud:
            sentences.append(f"{option.label} costs {money(more, symbol)} more than {_named(best)}.")
        elif month is None:
            sentences.append(_not_below(case, option, horizon, symbol))
        elif best.key == "cloud":
            met = month_in_words(plan, month)
            sentences.append(f"{option.label} overtakes cloud in {met}, {_but_not(case, option)}.")
        else:
            but = f", {_but_not(case, option)}," if option.compared - case.options["cloud"].compared > A_PENNY else ""
            sentences.append(
                f"{option.label} {_against_cloud(case, best, month)}{but} and costs {money(more, symbol)} more than"
                f" {_named(best)}."
            )
    return " ".join(sentences)


def _but_not(case: CaseResult, option: OptionResult) -> str:
    """Return by what an option that ends below cloud in nominal terms costs more than it all the same."""
    if case.pair("cloud", option.key, "discounted").sustained is None or case.by_society:
        return f"but not {case.basis_in_words}"
    return "but not once residual value at the horizon is counted"


def _against_cloud(case: CaseResult, best: OptionResult, month: float) -> str:
    """Return when another option overtakes cloud for good: it follows only where the best did so before it."""
    first = case.pair("cloud", best.key, "nominal").sustained
    if month <= 0:
        at_once = first is not None and first <= 0
        return f"is cheaper than cloud from the start{' too' if at_once else ''}"
    if first is not None and whole_month(first) < whole_month(month):
        return f"becomes cheaper than cloud in month {whole_month(month)}"
    return f"overtakes cloud in month {whole_month(month)}"


def _not_below(case: CaseResult, option: OptionResult, horizon: str, symbol: str) -> str:
    """Return, of an option whose curve ends above cloud, whether it was ever below, or is once servers are sold."""
    cloud, sold = case.options["cloud"], float(option.cumulative[-1]) - option.total_cost
    if option.total_cost < cloud.total_cost - 1 and sold > 1:
        sale = f"what its servers are sold for at the horizon ({money(sold, symbol)})"
        if option.compared > cloud.compared + A_PENNY:
            dearer = f"{case.basis_in_words} it is not cheaper"
            return f"Undiscounted, {option.in_sentence} is cheaper than cloud only by {sale}; {dearer}."
        return f"{option.label} is cheaper than cloud only by {sale}."
    passed = [
        one for one in case.crossovers if one.basis == "nominal" and {one.origin, one.to} == {"cloud", option.key}
    ]
    if passed and passed[-1].to == "cloud" and (len(passed) > 1 or passed[-1].month >= _QUARTER):
        return (
            f"{option.label} is below cloud up to month {whole_month(passed[-1].month)} and does not stay so within"
            f" {horizon}."
        )
    return f"{option.label} does not overtake cloud within {horizon}."


def _disagreement(case: CaseResult) -> str:
    if not case.verdicts_disagree:
        return ""
    return (
        f"Undiscounted, {_named(case.allowed('nominal')[0])} is cheapest: the nominal and the discounted verdict"
        " disagree."
    )


def _named(option: OptionResult) -> str:
    return option.in_sentence if option.key != "cloud" else "cloud"
