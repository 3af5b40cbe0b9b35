"""The judgement as tables and for JSON, of the same values as its sentence."""

from collections.abc import Mapping

from models.appraisal.results import CaseResult
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.rules.judgement import Judgement, Standing


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
        "compared_cost": dict(standing.compared),
        "blocked": dict(standing.blocked),
        "net_benefit": standing.benefit,
    }
