"""Pieces of the verdict: what each option at its best changes, what is the same, how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.series_styles import awaits
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, Standing, State
from models.rules.rule import NOT_AS_PLANNED
from models.studies.too_close import LIKELY, SURE

WORTH_A_SENTENCE = 0.01
"""Of an option's cost; a difference up front below this is not told."""


TOO_CLOSE = "Too close to call"
"""What is said of a choice that figures leave open."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: strong where it carries the message, an option's key where it names the option."""

    text: str
    strong: bool = False
    option: str = ""


def pounds(amount: float, symbol: str) -> str:
    """Return an amount of money, empty where it is less than a pound: nobody is told of £0 less."""
    return money(amount, symbol) if amount >= 1 else ""


def needs_less(best: OptionResult, rival: OptionResult, symbol: str) -> str:
    """Return which of two options needs less money up front, where that is worth a sentence."""
    less, more = sorted((best, rival), key=lambda one: one.up_front)
    saved = more.up_front - less.up_front
    if saved <= WORTH_A_SENTENCE * abs(best.compared):
        return ""
    return f" {less.label} needs {money(saved, symbol)} less up front."


def usual_needs_less(case: CaseResult, best: OptionResult, symbol: str) -> str:
    """Return what business as usual spares up front, and what the next option costs, where it is the nearest rival."""
    spared = f" Business as usual needs {money(best.up_front, symbol)} less up front."
    needs = spared if best.up_front > WORTH_A_SENTENCE * abs(best.compared) else ""
    others = [one for one in case.allowed() if one.key != best.key and one.key not in case.twins]
    more = f" {others[0].label} costs {money(others[0].compared - best.compared, symbol)} more." if others else ""
    return f"{needs}{more}"


def usual_alone(plan: Plan, case: CaseResult) -> str:
    """Return that business as usual does the same work where no option is allowed, and what it costs."""
    if not case.usual_ranked:
        return ""
    cost = money(case.usual_compared, SYMBOLS[plan.currency])
    return f"Business as usual, which is said to do the same work, goes on at {cost} in present value. "


def alone(standing: Standing) -> str:
    """Return what the only option is, after its name: others are forbidden, or cannot be judged before an entry.

    As planned, where others may be allowed with other settings.
    """
    if standing.awaited:
        return "is the only option that can be judged"
    return f"is the only option allowed{' as planned' if by_settings(standing.blocked) else ''}"


def by_settings(blocked: Mapping[str, str]) -> bool:
    """Return whether settings alone bar some option, so that it may be allowed with others. blocked: with reasons."""
    return any(NOT_AS_PLANNED in why for why in blocked.values())


def may_be(case: CaseResult, count: int = 1) -> str:
    """Return what is said of those that a study compares: allowed, or able to be judged where others await an entry.

    count: how many it is said of.
    """
    return "can be judged" if case.awaited else "is allowed" if count == 1 else "are allowed"


def none_may_be(awaited: Mapping[str, str]) -> str:
    """Return that nothing can be recommended: all is forbidden, or what is not lacks an entry."""
    return "No option can be judged yet" if awaited else "No option is allowed"


def none_as_planned(case: CaseResult) -> str:
    """Return that nothing can be recommended as planned: other settings may be allowed where these alone are barred."""
    return f"{none_may_be(case.awaited)}{' as planned' if by_settings(case.blocked) and not case.awaited else ''}"


def to_mend(case: CaseResult, *, on_lease: bool = False) -> str:
    """Return what is to be done where nothing can be recommended. on_lease: where a lease of servers would do."""
    if all(awaits(option, case) for option in case.blocked):
        return "Enter what is missing."
    if case.awaited:
        waiting = [in_sentence(option) for option in case.awaited if option not in case.twins]
        return f"Enter what is missing, with which {listed(waiting)} can be judged."
    if on_lease:
        priced = "Have a lease priced: once it is agreed, no limit holds for the servers (Finance, Capital limit: 0)"
        return f"{priced}. Otherwise change what the rules name, or the requirement itself."
    return "Change what the rules name, or the requirement itself."


def on_hold(standing: Standing, judgement: Judgement | None = None) -> tuple[Part, ...]:
    """Return what stands before a sentence on options that can be judged while others await an entry.

    Or while what leads lacks what is asked for, with which it would not.
    """
    if judgement is not None and judgement.on_hold and not judgement.turned:
        return Part("No recommendation yet", strong=True), Part(f": {judgement.torn}. ")
    if not standing.awaited or standing.state is State.NONE:
        return ()
    return Part("No recommendation yet", strong=True), Part(": " if standing.state is State.ONLY else ". ")


def likelier(standing: Standing) -> str:
    """Return that the rival is cheaper more often than what costs least at the plan's values, where it is."""
    if standing.chance is None or standing.chance >= _EVEN:
        return ""
    return f" More often than not {in_sentence(standing.rival)} is the cheaper."


_EVEN = 0.495
"""A chance that is told as less than 50 of 100 cases."""


def next_by_cost(case: CaseResult, standing: Standing, symbol: str) -> str:
    """Return which option comes next by cost, where a dearer one is named since it is more often the cheaper."""
    own = standing.recommended
    others = {
        one.key: one.compared - case.options[own].compared
        for one in case.allowed()
        if one.key not in {own, standing.rival, *case.twins}
    }
    nearest = min(others, key=others.__getitem__, default="")
    if not nearest or others[nearest] >= standing.lead - A_PENNY:
        return ""
    return (
        f" By cost {in_sentence(nearest)} comes next, {money(others[nearest], symbol)} above {in_sentence(own)};"
        f" {in_sentence(standing.rival)} is cheaper than {in_sentence(own)} in more of the cases than"
        f" {in_sentence(nearest)} is."
    )


def at_best_words(plan: Plan, judged: Judgement) -> tuple[Part, ...]:
    """Return what the search for better settings changes; nothing where it changes nothing that counts."""
    best, before = judged.best, judged.planned
    if best is None:
        return ()
    symbol = SYMBOLS[plan.currency]
    ended = "" if judged.complete else " The search was stopped: this is the best so far."
    if best.state is State.NONE:
        return (Part(f" No settings keep every limit.{ended}"),)
    if best.state in {State.USUAL, State.NOTHING}:
        usual = "business as usual costs less still" if best.state is State.USUAL else "none is worth its cost"
        if best.state is not before.state:
            return (Part(f" Each option at its best, {usual}.{ended}"),)
        if before.lead - best.lead <= WORTH_A_SENTENCE * abs(best.compared.get(best.rival, 0.0)):
            return ()
        by = f"by {pounds(best.lead, symbol)}" if best.lead >= 1 else "but hardly,"
        still = f" Each option at its best, that is still so, {by} against {judged.named(best.rival)}"
        close = ", which is too close to call" if best.close else ""
        return (Part(f"{still}{close}.{ended}"),)
    if best.state is State.ONLY and judged.turned:
        only = f"{in_sentence(best.recommended)} is allowed with other settings"
        cost = money(best.compared.get(best.recommended, 0.0), symbol)
        return (
            Part(" But "),
            Part(only, strong=True, option=best.recommended),
            Part(f", at {cost}, and no other option is.{ended}"),
        )
    if best.state is State.ONLY:
        # an option alone leads by nothing: what it would cost is told where it is much less
        saved = judged.not_at_best.get(best.recommended, 0.0)
        cost = best.compared.get(best.recommended, 0.0)
        less = f" At its best settings it costs {money(cost, symbol)}." if saved > WORTH_A_SENTENCE * abs(cost) else ""
        return (Part(f"{less}{ended}"),) if less or ended else ()
    name, rival = judged.named(best.recommended), judged.named(best.rival)
    doubted, least = best.least_sure
    than = f" than {judged.named(doubted)}" if doubted != best.rival else ""
    cases = f", cheaper{than} in {in_cases(least)}" if least is not None else ""
    lead = pounds(best.lead, symbol)
    said = (
        f"{name} is too close to {rival} to call" + (f" ({lead} less{cases})" if lead else "")
        if best.state is State.CLOSE
        else f"{name} leads {rival} by {lead}{cases}"
    )
    if undone := judged.undoes.get(best.recommended, ()):
        said += f", though only without what this scenario sets ({listed(undone)})"
    if judged.turned:
        words = f"each at its best, {said}; the plan does not have its settings yet"
        strong = Part(words, strong=True, option=best.recommended)
        return (Part(" But "), strong, Part(f".{ended}"))
    if not judged.confirmed:
        return (Part(" Each at its best, "), Part(said, strong=True), Part(f".{ended}"))
    untried = any(one.turns and one.untried for one in judged.against)
    but = "; one that was not tried would" if untried else ""
    return (Part(f" None of the other settings tried changes that{but}.{ended}"),)


def in_cases(chance: float | None) -> str:
    """Return a chance in words.

    A chance below what a clear lead asks for is not rounded up to it.
    >>> in_cases(0.536), in_cases(0.695), in_cases(0.999), in_cases(1.0)
    ('54 of 100 cases', '69 of 100 cases', 'more than 99 of 100 cases', 'every case drawn')
    """
    if chance is None:
        return ""
    if chance >= 1:
        return "every case drawn"
    share = round(chance * 100)
    share -= any(chance < asked <= share / 100 for asked in (LIKELY, SURE))
    return f"{share} of 100 cases" if share < 100 else "more than 99 of 100 cases"  # noqa: PLR2004 - per cent


def twins_in_words(case: CaseResult) -> str:
    """Return which options are another, each said once.

    A hybrid that keeps no server is the cloud; a cloud that calls every model is the API option.
    """
    sentences: list[str] = []
    for key, of in case.twins.items():
        why = "keeps no server" if key == "hybrid" else "uses an API for every model it may" if of == "api" else ""
        label = OPTION_LABELS[key]
        same = f"it is the {in_sentence(of)} option" if of == "api" else f"it is {in_sentence(of)}"
        sentences.append(
            f"{label} {why}: {same}." if why else f"{label} costs the same as {in_sentence(of)} in every month."
        )
    return " ".join(sentences)
