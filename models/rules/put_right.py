"""What has to be put right before an option does what is asked of it, whichever of two is chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.appraisal.results import CaseResult, OptionResult
from models.areas.options import USUAL
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.rules.decisions import findings
from models.rules.facts import Facts
from models.rules.failing_tasks import fails_more
from models.rules.its_people import not_in_post, too_few
from models.rules.judgement import Against, Judgement, State, of_conditions
from models.rules.owned_already import sale_of_rivals
from models.rules.residency import assumed_to_stay, in_uk_alone
from models.rules.same_service import same_service
from models.rules.uncosted import controls_missing_for
from models.rules.without_work import without_work
from models.rules.worth_doing import a_bill_alone, asked_of_today, unsaid_of_today


def unsaid_region(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that nobody has said where what an option rents or calls stands, though its data is bound to a place."""
    kinds = {"gpus_unsaid": "region", "uk_unsaid": "region_uk", "endpoint_unsaid": "endpoint_uk"}
    told = {f"{rule}_{option.key}": kind for rule, kind in kinds.items()}
    for finding in findings(plan, scenario, case):
        if finding.rule.key in told:
            yield Against(told[finding.rule.key], finding.message)


def assumed_region(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that nobody has confirmed where an API is of which data must stay in a place: it is a condition."""
    facts = Facts(plan, dict(plan.values(scenario)), case, scenario)
    names = list(assumed_to_stay(facts, option.key))
    if not names:
        return
    kind, where = ("endpoint_uk", "in the UK") if in_uk_alone(facts) else ("endpoint", "in the UK or EU")
    yield Against(kind, f"It is an assumption that the API of {listed(names)} is {where}.", names=tuple(names))


def first_of_rival(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement) -> Sequence[Against]:
    """Return what has to be put right before the other of two that are too close to call is chosen.

    case: with blocked options marked. Empty where the lead is clear.
    """
    told = judgement.told
    rival = case.options.get(told.rival)
    if told.tied and told.rival == USUAL:
        return _first_of_today(plan, scenario, case, judgement)
    if not told.tied or rival is None or rival.key in case.blocked:
        return ()
    every = (
        unsaid_region(plan, scenario, case, rival),
        assumed_region(plan, scenario, case, rival),
        controls_missing_for(plan, scenario, case, rival, judgement),
        same_service(plan, scenario, case, rival),
        fails_more(plan, scenario, case, rival),
        too_few(plan, scenario, case, rival),
        not_in_post(plan, scenario, case, judgement, rival)[1],
        sale_of_rivals(plan, scenario, case, told),
        unsaid_of_today(plan, scenario, case, replace(told, recommended=rival.key, rival=told.recommended)),
    )
    return of_conditions([one for some in every for one in some])


def _first_of_today(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement) -> Sequence[Against]:
    """Return what has to be shown before business as usual is kept, of which an option is too close to call."""
    told = judgement.told
    # as if it were what is recommended: it has to show the same whichever of the two is named first
    kept = replace(told, state=State.USUAL, recommended=USUAL, rival=told.recommended)
    flat = [one.message for one in findings(plan, scenario, case) if one.rule.key == "usual_flat"]
    first, _ = without_work(Facts(plan, dict(plan.values(scenario)), case, scenario), "usual_flat")
    every = (
        [Against("usual", message, first=first) for message in flat[:1]],
        a_bill_alone(plan, scenario, case, kept),
        asked_of_today(plan, scenario, kept),
    )
    return of_conditions([one for some in every for one in some])
