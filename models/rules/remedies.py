"""What would allow an option where none is allowed as planned, and the search, which keeps it, does not try."""

from dataclasses import replace

from models.appraisal.results import CaseResult, OptionResult
from models.areas.compute import Pool
from models.plan.plan import Plan
from models.rules.controls import missing_controls
from models.rules.decisions import judged
from models.rules.offers import Offered, cheapest_elsewhere
from models.studies.best import with_settings

WAITS = "wait"


def allowed_if_rented_elsewhere(
    plan: Plan, scenario: str, case: CaseResult
) -> tuple[Offered, list[OptionResult]] | None:
    """Return the offer to rent with which options are allowed that are not as planned, and these, the cheapest first.

    case: with what rules block. At the offer's list price, nothing committed.
    """
    found = cheapest_elsewhere(plan, scenario, case) if case.blocked else None
    if found is None:
        return None
    with_it = judged(with_settings(plan, scenario, found.settings), scenario)
    freed = [one for one in with_it.allowed() if one.key in case.blocked and one.key not in with_it.twins]
    return (found, freed) if freed else None


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


def allowed_with_controls(
    plan: Plan, scenario: str, case: CaseResult
) -> tuple[list[OptionResult], float, list[str]] | None:
    """Return the options allowed once controls that lack are planned, the cheapest first, what it adds, and these.

    Only where controls are mandatory and none is allowed without them.
    """
    values = plan.values(scenario)
    if not values["security.controls_mandatory"] or case.allowed():
        return None
    lacking = {row.slug: row.name for option in case.options for row in missing_controls(plan, values, option)}
    settings = {f"security.control.{slug}.active": True for slug in lacking}
    with_them = judged(with_settings(plan, scenario, settings), scenario)
    allowed = [one for one in with_them.allowed() if one.key not in with_them.twins]
    if not allowed:
        return None
    return allowed, allowed[0].compared - case.options[allowed[0].key].compared, list(lacking.values())
