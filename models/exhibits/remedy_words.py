"""What would allow an option where none is allowed as planned, in words: another place to rent, or waiting."""

from models.appraisal.results import A_PENNY, CaseResult
from models.areas.compute import Pool
from models.areas.options import in_sentence
from models.exhibits.verdict_parts import may_be
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import findings
from models.rules.leased import on_lease
from models.rules.offers import where
from models.rules.remedies import allowed_if_it_waits, allowed_if_rented_elsewhere, allowed_with_controls
from models.rules.rule import reasons


def remedies(plan: Plan, case: CaseResult, horizon: str) -> str:
    """Return which option another offer to rent would allow, or waiting for delivery, and at what cost.

    Or a lease of what on-premises buys. As sentences before another; empty where none of them allows any.
    """
    return f"{lease_would_do(plan, case, horizon)}{_otherwise(plan, case, horizon)}"


def lease_would_do(plan: Plan, case: CaseResult, horizon: str) -> str:
    """Return that a lease of its servers would allow on-premises, at what cost, as a sentence before another.

    Empty where some option is allowed as planned, or a lease allows none.
    """
    found = on_lease(plan, plan.slug_named(case.scenario), case) if not case.allowed() else None
    if found is None or found.short > A_PENNY:
        return ""
    costs = f"{money(found.compared, SYMBOLS[plan.currency])} over {horizon} {case.basis_in_words}"
    return f"With its servers on a lease, on-premises {may_be(case)}: it then costs {costs}. "


def _otherwise(plan: Plan, case: CaseResult, horizon: str) -> str:
    scenario, symbol = plan.slug_named(case.scenario), SYMBOLS[plan.currency]
    controlled = allowed_with_controls(plan, scenario, case)
    if controlled is not None:
        freed, more, names = controlled
        option, *others = freed
        besides = listed([f"{one.in_sentence} {money(one.compared, symbol)}" for one in others]) if others else ""
        return (
            f"With {listed(names)} planned, {listed([one.in_sentence for one in freed])} {may_be(case, len(freed))}:"
            f" {option.in_sentence if others else 'it'} then costs"
            f" {money(option.compared, symbol)} over {horizon} {case.basis_in_words}"
            f" ({money(more, symbol)} of it for {'that control' if len(names) == 1 else 'those controls'})"
            f"{f', {besides}' if besides else ''}. "
        )
    sentence, elsewhere = "", allowed_if_rented_elsewhere(plan, scenario, case)
    if elsewhere is not None:
        offer, freed = elsewhere
        first, *others = freed
        names = listed([one.in_sentence for one in freed])
        costs = [f"{one.in_sentence} {money(one.compared, symbol)}" for one in others]
        besides = listed(costs) if costs else ""
        it = "it" if not others else first.in_sentence
        sentence = (
            f"Rented as {offer.offer.name}, {where(offer)}, nothing committed, {names} {may_be(case, len(freed))}:"
            f" {it} then costs {money(first.compared, symbol)} over {horizon} {case.basis_in_words}"
            f"{f', {besides}' if besides else ''}. "
        )
    return f"{sentence}{_waiting(plan, case, horizon, otherwise=bool(sentence))}"


def _waiting(plan: Plan, case: CaseResult, horizon: str, *, otherwise: bool) -> str:
    """Return which option waiting for delivery would allow, at what cost, as a sentence before another.

    otherwise: what is rented elsewhere would allow options too, as was said.
    """
    scenario, symbol = plan.slug_named(case.scenario), SYMBOLS[plan.currency]
    found = allowed_if_it_waits(plan, scenario)
    if found is None:
        return ""
    waits = f", of which {money(found.waiting_cost, symbol)} is work that waits" if found.waiting_cost >= 1 else ""
    which = f"Without that, {found.in_sentence}" if otherwise else found.label
    return (
        f"{which} {may_be(case)} where work waits for delivery (Compute, {Pool.bridging.label}): it then costs"
        f" {money(found.compared, symbol)} over {horizon} {case.basis_in_words}{waits}. "
    )


def every_bar(plan: Plan, case: CaseResult) -> str:
    """Return everything that bars the options where none is allowed: mending the first alone would free none."""
    told: dict[str, list[str]] = {option: [why] for option, why in case.blocked.items()}
    for finding in findings(plan, plan.slug_named(case.scenario), case):
        for option in finding.rule.options if finding.blocks else ():
            if option in told and finding.message not in told[option]:
                told[option].append(finding.message)
    deepest = max((len(every) for every in told.values()), default=0)
    layers = [{option: every[at] for option, every in told.items() if len(every) > at} for at in range(1, deepest)]
    first = reasons(case.blocked)
    besides = [one for one in dict.fromkeys(one for layer in layers for one in reasons(layer)) if one not in first]
    real = {option: every for option, every in told.items() if option not in case.twins}
    alone = [in_sentence(option) for option, every in real.items() if len(every) == 1]
    others = [in_sentence(option) for option, every in real.items() if len(every) > 1]
    if set(case.blocked) <= {*case.awaited, *case.twins}:
        more = "That is not all that is missing."
    else:
        more = f"Nothing else bars {listed(alone, 'or')}" if alone else "Nor is that all"
        more += f"; {listed(others)} {'is' if len(others) == 1 else 'are'} barred by more." if alone and others else "."
    return " ".join([*first, *([more, *besides] if besides else [])])
