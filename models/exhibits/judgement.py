"""The judgement as tables and for JSON, of the same values as its sentence."""

from collections.abc import Mapping

from models.appraisal.results import CaseResult
from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.board import Grade
from models.exhibits.studies import Shown
from models.exhibits.verdict import Part, in_cases, verdict
from models.exhibits.verdict_parts import TOO_CLOSE, alone, none_may_be, on_hold
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Judgement, Standing, State
from models.rules.rule import reasons
from models.studies.best import AllBest
from models.studies.decision_space import Settings


def judgement_record(plan: Plan, case: CaseResult, judgement: Judgement) -> dict[str, object]:
    """Return the judgement for JSON."""
    final = judgement.final
    return {
        "planned": {
            **_standing(judgement.planned),
            "sentence": verdict(plan, case, Judgement(judgement.planned)).sentence,
        },
        "searched": judgement.searched,
        "complete": judgement.complete,
        **_standing(final),
        "sentence": verdict(plan, case, judgement).sentence,
        "against": [{"kind": one.kind, "text": one.text} for one in judgement.against],
        "not_at_best": dict(judgement.not_at_best),
    }


def _standing(standing: Standing) -> Mapping[str, object]:
    return {
        "state": standing.state.value,
        "recommended": standing.recommended or None,
        "next": standing.rival or None,
        "lead": standing.lead,
        "tolerance": standing.tolerance,
        "chance": standing.chance,
        "chances": dict(standing.chances),
        "compared_cost": dict(standing.compared),
        "blocked": dict(standing.blocked),
        "net_benefit": standing.benefit,
    }


def headline(plan: Plan, judgement: Judgement) -> tuple[Part, ...]:
    """Return what to do in one line, each option at its best once that is known."""
    standing, said = judgement.told, _headline(plan, judgement)
    if not standing.awaited:
        return *on_hold(standing, judgement), *said
    return *on_hold(standing), *said, Part(f" {' '.join(reasons(standing.awaited))}")


def _headline(plan: Plan, judgement: Judgement) -> tuple[Part, ...]:
    standing = judgement.told
    if standing.state is State.NOTHING is judgement.planned.state:
        standing = judgement.planned  # which the verdict, the curves and the resolution speak of
    symbol = SYMBOLS[plan.currency]
    named = judgement.named if standing is judgement.best else in_sentence
    key, rival, lead = standing.recommended, named(standing.rival) if standing.rival else "", standing.lead
    option = Part(_capital(named(key)), strong=True, option=key) if key else Part("")
    less = f"{money(lead, symbol)} less than {rival}" if lead >= 1 else f"the same as {rival}"
    best = judgement.best is not None and money(judgement.best.lead, symbol) == money(lead, symbol)
    when = "each at its best" if best else "as planned"
    match standing.state:
        case State.CLEAR:
            return option, Part(f" costs {less}, {when}.")
        case State.CLOSE:
            return Part(f"{TOO_CLOSE}: ", strong=True), option, Part(f" costs {less}, {when}.")
        case State.ONLY:
            only = sum(one not in standing.blocked for one in standing.compared) == 1
            return option, Part(f" {alone(standing)}." if only else ": the options allowed cost the same.")
        case State.USUAL:
            close = Part(f"{TOO_CLOSE}: " if standing.close else "", strong=True)
            return close, option, Part(f" does the same work and costs {less}.")
        case State.NOTHING:
            worth = f"the work is worth {money(lead, symbol)} less than {rival}, the cheapest option, costs."
            close = f"{TOO_CLOSE} whether anything is worth doing: "
            return Part(close if standing.close else "Nothing is worth doing: ", strong=True), Part(worth)
        case State.NONE:
            missing = standing.awaited.values()
            others = {one: why for one, why in standing.blocked.items() if why not in missing}
            told = "".join(f" {reason}" for reason in reasons(others))
            return Part(f"{none_may_be(standing.awaited)}.", strong=True), Part(told)


def how_sure(judgement: Judgement, grade: Grade) -> str:
    """Return how sure the judgement is: the chance that its lead holds, how good the evidence is, what comes first."""
    standing = judgement.told
    doubted, least = standing.least_sure
    rival = in_sentence(doubted) if doubted else ""
    sure = in_cases(least)
    chance = (
        f"Cheaper than {rival} in {sure}. "
        if sure and standing.state in {State.CLEAR, State.CLOSE, State.USUAL}
        else ""
    )
    first = f" {_capital(judgement.comes_first)}." if judgement.waits else ""
    return f"{chance}Evidence grade {grade.letter}: {grade.meaning}.{first}"


def to_take(shown: Shown) -> list[tuple[str, Settings]]:
    """Return the settings that a search has found and the plan does not have, with the name of their option.

    Those by which every option is at its best come first where they are more than one option's.
    """
    if not isinstance(shown.behind, AllBest):
        return []
    behind = shown.behind
    moved = [one for one in behind.found if one.settings]
    every: list[tuple[str, Settings]] = [("every option", behind.together)] if len(moved) > 1 else []
    return every + [(OPTION_LABELS[one.kind], one.settings) for one in moved]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
