"""A recommendation that is another than what was decided and is on record."""

from dataclasses import replace

from models.areas.options import OPTIONS, USUAL, in_sentence
from models.plan.decision_record import DecisionRecord, latest_of
from models.plan.plan import Plan
from models.rules.judgement import Against, Judgement, State


def with_record(plan: Plan, scenario: str, judgement: Judgement) -> Judgement:
    """Return a judgement with the latest decision on record for a scenario, where its advice would reverse that.

    It stands behind what speaks against the advice and takes no reason's place. Where nothing is recommended nothing is
    reversed.
    """
    here = [one for one in plan.records if one.scenario == plan.scenario(scenario).name]
    if not here or judgement.undecided or judgement.final.state is State.NONE:
        return judgement
    latest, final = latest_of(here), judgement.final
    if latest.decided == final.recommended:
        return judgement
    # of two that are too close to call the other one keeps what was decided
    reverses = "this" if not final.tied else f"choosing {in_sentence(final.recommended)}"
    said = f"On record: {latest.by} decided {_for_what(latest)} on {latest.on}; {reverses} would reverse it."
    return replace(judgement, against=(*judgement.against, Against("record", said)))


def _for_what(record: DecisionRecord) -> str:
    """Return what was decided, as the end of a clause."""
    if record.decided in {*OPTIONS, USUAL}:
        return f"for {in_sentence(record.decided)}"
    return "not to proceed"
