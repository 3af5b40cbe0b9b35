"""What stands before those who sign a decision, and what of it goes on record."""

from collections.abc import Sequence

from models.appraisal.results import CaseResult
from models.exhibits.case_text import name_of_cost, subject_to
from models.exhibits.review import review_finding, reviewed
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS
from models.rules.judgement import Judgement


def before_signing(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement) -> Sequence[tuple[str, str]]:
    """Return what is decided on, each with its heading: the scenario, its verdict, conditions, what speaks against it.

    What reviewers left open comes last, where there is any.
    """
    against = "\n".join(one.text for one in judgement.also_against)
    unsettled = any(stands.open for _, _, stands in reviewed(plan, scenario))
    every = (
        ("Scenario", plan.scenario(scenario).name),
        ("Verdict", verdict(plan, case, judgement).text),
        ("Conditions", _conditions(plan, case, judgement)),
        ("Against it", against),
        ("Review of inputs", review_finding(plan, scenario) if unsettled else ""),
    )
    return [(head, words) for head, words in every if words]


def sentence_on_record(plan: Plan, case: CaseResult, judgement: Judgement, decided: str) -> str:
    """Return what a decision goes on record with: the verdict, and what choosing what it favours is subject to.

    decided: the option that is decided for; what the favoured one is subject to says nothing of another.
    """
    said = verdict(plan, case, judgement).text
    conditions = _conditions(plan, case, judgement) if decided == judgement.final.recommended else ""
    return f"{said} {conditions}".strip()


def _conditions(plan: Plan, case: CaseResult, judgement: Judgement) -> str:
    if not judgement.final.recommended:
        return ""
    return subject_to(judgement, SYMBOLS[plan.currency], name_of_cost(by_society=case.by_society)).strip()
