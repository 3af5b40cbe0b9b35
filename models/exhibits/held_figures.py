"""New figures held against what reopens a decision: what is crossed, and the verdict with them."""

from collections.abc import Callable, Mapping, Sequence

from models.exhibits.tripwires import tripwire_words
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.rules.decisions import in_question, judged
from models.rules.judging import judge
from models.studies.tripwires import Tripwire, tripwires
from models.studies.work_left import with_work_gone

type Look = Callable[[float, str], None]


def crossed_by(
    plan: Plan, scenario: str, found: Sequence[Tripwire], figures: Mapping[str, float]
) -> Sequence[Tripwire]:
    """Return the tripwires of a plan that new figures lie beyond. figures: by the key of their input."""
    return [one for one in found if one.crossed(figures, plan.values(scenario))]


def crossing(plan: Plan, scenario: str, crossed: Sequence[Tripwire], now: str) -> str:
    """Return in words what was crossed, and the verdict with the new figures."""
    words = "; ".join(tripwire_words(plan, scenario, one) for one in crossed)
    return f"Tripwire crossed: {words}. With the new figures: {now}"


def verdict_now(plan: Plan, scenario: str) -> str:
    """Return the verdict on a plan's settings in words."""
    case = judged(plan, scenario)
    return verdict(plan, case, judge(plan, scenario, case)).text


def crossed_words(before: Plan, after: Plan, scenario: str, look: Look | None = None) -> str:
    """Return what the figures of a plan cross that it did not have before; empty where nothing is crossed."""
    old, new = before.values(scenario), after.values(scenario)
    figures = {
        key: float(value)
        for key, value in new.items()
        if key in old and old[key] != value and not isinstance(value, (bool, str))
    }
    figures = with_work_gone(figures, before.slugs["workload"], old, new)
    if not figures:
        return ""
    case = judged(before, scenario)
    crossed = crossed_by(before, scenario, tripwires(before, scenario, in_question(case), look), figures)
    return crossing(before, scenario, crossed, verdict_now(after, scenario)) if crossed else ""
