"""A recommendation that is another than what was decided and is on record."""

from collections.abc import Iterator

from models.areas.options import OPTIONS, in_sentence
from models.plan.decision_record import latest_of
from models.plan.plan import Plan
from models.rules.judgement import Against


def reverses(plan: Plan, scenario: str, recommended: str) -> Iterator[Against]:
    """Yield the latest decision on record for a scenario where it was for another option than is recommended.

    recommended: empty where no option is.
    """
    here = [one for one in plan.records if one.scenario == plan.scenario(scenario).name]
    if not here:
        return
    latest = latest_of(here)
    if latest.decided in OPTIONS and latest.decided != recommended:
        yield Against(
            "record",
            f"On record: {latest.by} decided for {in_sentence(latest.decided)} on {latest.on}; this would reverse it.",
        )
