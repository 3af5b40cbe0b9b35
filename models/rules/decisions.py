"""What the rules find in a scenario, and which options they do not allow."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from models.appraisal.results import CaseResult, case_result
from models.areas.options import NOTHING, USUAL
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.texts import listed
from models.rules.every_rule import RULES
from models.rules.facts import Facts
from models.rules.rule import Finding

_FREE = "unpriced"
"""Begins the keys of rules on what has no price: without it an option costs the least that it can."""

_AWAITS = (_FREE, "other_device", "rates_elsewhere")
"""Rules, by how their keys begin, that forbid nothing: a figure has to be entered before an option can be judged."""

_SAYS_NOTHING = (
    *_AWAITS,
    *("keeps_nothing", "split_servers", "calls_everything", "calls_no_model", "no_work", "too_large", "weak_racks"),
)
"""Rules, by how their keys begin, of what has no price, cannot run or is another option: its cost says nothing."""


def findings(
    plan: Plan, scenario: str, case: CaseResult | None = None, figures: Results | None = None
) -> list[Finding]:
    """Return every rule that strikes in a scenario, in the order of the rules; those of the last few plans are kept.

    case, figures: its results and lines, where they are worked out already.
    """
    if case is None and (known := next((one for of, name, one in _found if of is plan and name == scenario), None)):
        return list(known)
    values: dict[str, Value] = dict(plan.values(scenario))
    facts = Facts(plan, values, case or case_result(plan, scenario), scenario, figures)
    all_findings: list[Finding] = []
    for rule in RULES:
        places = list(rule.condition(facts))
        if places:
            all_findings.append(Finding(rule, _told(rule.reason, [place for place in places if place])))
    if case is None or figures is not None:  # else it may be a case of other settings
        _found[:] = [(plan, scenario, tuple(all_findings)), *_found[: _KEPT - 1]]
    return all_findings


def judged(plan: Plan, scenario: str, case: CaseResult | None = None, figures: Results | None = None) -> CaseResult:
    """Return the results of a scenario with the options that rules block marked; those of the last few plans are kept.

    case, figures: its results and lines, where they are worked out already.
    """
    if case is not None:
        # it may have no more than a frame on screen needs
        return _made(plan, scenario, case, figures)
    known = next((one for of, name, one in _judged if of is plan and name == scenario), None)
    if known is None:
        known = _made(plan, scenario, case_result(plan, scenario), figures)
        _judged[:] = [(plan, scenario, known), *_judged[: _KEPT - 1]]
    return known


_KEPT = 4
_found: list[tuple[Plan, str, Sequence[Finding]]] = []
_judged: list[tuple[Plan, str, CaseResult]] = []
"""What was worked out last: a page asks for the results of one plan from many places."""


def _made(plan: Plan, scenario: str, case: CaseResult, figures: Results | None) -> CaseResult:
    struck = findings(plan, scenario, case, figures)
    reasons = {key: reason for key, reason in blocked(struck).items() if key in case.options}
    same = {twin: reasons[option] for twin, option in case.twins.items() if option in reasons}
    reasons = same | reasons
    unpriced = {
        option for one in struck if one.blocks and one.rule.key.startswith(_SAYS_NOTHING) for option in one.rule.options
    }
    forbidden = {
        option for one in struck if one.blocks and not one.rule.key.startswith(_AWAITS) for option in one.rule.options
    }
    awaited = {key: reason for key, reason in reasons.items() if key not in forbidden and key not in case.twins}
    # what costs more though a part of it costs nothing is no reason to wait for the price of that part
    least = min((one.compared for key, one in case.options.items() if key not in reasons), default=inf)
    free = {option for one in struck if one.rule.key.startswith(_FREE) for option in one.rule.options}
    holding = {key: why for key, why in awaited.items() if key not in free or case.options[key].compared < least}
    # where the cloud is not allowed, today's cloud is no way to do the work either
    barred = usual_is_cloud(plan, scenario) and "cloud" in reasons
    ranked = case.usual_ranked and not barred
    made = replace(case, blocked=reasons, unpriced=unpriced, awaited=awaited, holding=holding)
    return replace(made, usual_ranked=ranked, usual_barred=barred)


def usual_is_cloud(plan: Plan, scenario: str) -> bool:
    """Return whether business as usual is today's cloud."""
    return plan.entry(scenario, "finance.usual_today").value == "cloud"


def in_question(case: CaseResult) -> list[str]:
    """Return what a decision is between: the options that are allowed, the cheapest first, and what is beside them.

    Of options that are the same there is one. case: with the blocked options marked.
    """
    options = [one.key for one in case.allowed() if one.key not in case.twins]
    return [*options, *other_outcomes(case)] if options else [USUAL] * case.usual_ranked


def other_outcomes(case: CaseResult) -> list[str]:
    """Return what a decision may come to beside the options: business as usual where it is ranked, or nothing.

    Nothing is worth doing where a value was entered for all work and every option costs more.
    """
    return [USUAL] * case.usual_ranked + [NOTHING] * (case.value_of_work is not None)


def _told(reason: str, places: Sequence[str]) -> str:
    """Return a reason with the names of what it strikes, one or several.

    >>> _told("{} is rented abroad, and its data must stay.", ["A", "B"])
    'A and B are rented abroad, and their data must stay.'
    """
    if not places:
        return reason
    names = listed(places)
    told = reason.replace("{}", names)
    if len(places) > 1:
        for one, many in ((f"{names} is ", f"{names} are "), *_PLURALS):
            told = told.replace(one, many)
    return told


_PLURALS = (
    (", and its data ", ", and their data "),
    ("its API has no region there", "their APIs have no region there"),
    ("evaluate it before relying on it", "evaluate them before relying on them"),
    ("what it takes all the same is charged: enter its", "what they take all the same is charged: enter their"),
    ("enter its requests", "enter their requests"),
    ("switch it off", "switch them off"),
    (": it cannot run on interruptible capacity and pays", ": they cannot run on interruptible capacity and pay"),
    ("sends all of it to", "sends all of them to"),
    (": its work is rented throughout", ": their work is rented throughout"),
)
"""What reasons say of one thing that they name, and of several."""


def blocked(found: Sequence[Finding]) -> dict[str, str]:
    """Return the options that are not allowed, each with its first reason."""
    reasons: dict[str, str] = {}
    for finding in found:
        if finding.blocks:
            for option in finding.rule.options:
                reasons.setdefault(option, finding.message)
    return reasons
