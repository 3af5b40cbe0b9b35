"""Whether a lead that a change would leave is too close to call, by the same rule as the lead of the plan."""

from collections.abc import Mapping

from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.chances import chances, drawn_costs
from models.studies.best import with_settings
from models.studies.too_close import is_close


def too_close(
    plan: Plan, scenario: str, changes: Mapping[str, Value], pair: tuple[str, str], lead: float, tolerance: float
) -> bool:
    """Return whether the first option of a pair leads the second by too little to call in a plan with some changes.

    lead: in money of compared cost, at the plan's values. tolerance: below which it is close unless it is nearly
        certain. Draws a few cases, the same as the judgement of the plan does.
    """
    leader, rival = pair
    return each_too_close(plan, scenario, {leader: changes, rival: changes}, lead, tolerance)


def each_too_close(
    plan: Plan, scenario: str, changes: Mapping[str, Mapping[str, Value]], lead: float, tolerance: float
) -> bool:
    """Return the same where each of two options has its own changes. changes: by option, the leader first."""
    leader, rival = changes
    drawn = {key: drawn_costs(with_settings(plan, scenario, own), scenario, [key])[key] for key, own in changes.items()}
    return is_close(lead, tolerance, chances(drawn, leader)[rival])
