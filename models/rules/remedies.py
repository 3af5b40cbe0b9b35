"""What would allow an option where none is allowed as planned, and the search, which keeps it, does not try."""

from dataclasses import replace

from models.appraisal.results import OptionResult
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.rules.decisions import judged

WAITS = "wait"


def allowed_if_it_waits(plan: Plan, scenario: str) -> OptionResult | None:
    """Return the cheapest option that is allowed once work waits for delivery and nothing is rented until then."""
    changed = plan
    for pool in plan.slugs["pool"]:
        key = Pool.bridging.key_in(pool)
        entry = plan.entry(scenario, key)
        if entry.value != WAITS:
            changed = changed.with_entry(scenario, key, replace(entry, value=WAITS))
    if changed is plan:
        return None
    allowed = judged(changed, scenario).allowed()
    return allowed[0] if allowed else None
