"""What has to be put right before a resolution where much would be paid in months without work."""

from models.rules.counted import Workless, after_the_work, without_the_work
from models.rules.facts import Facts
from models.rules.remark import Hollow

_WORKLESS = 0.1
"""Of what the cheapest option costs, from which it is a condition that it is not paid in months without work."""

_HOLLOW = 0.5
"""Of the same, from which no sum is approved before these months are out of the plan."""

_AHEAD, _MUCH_AHEAD = 12, 0.25
"""Months at its beginning beyond which a plan is decided early, and of the same what is much then: it can wait."""


_IN_VAIN = Hollow(
    "much of what the cheapest option costs is paid in months without work",
    "these months, or what is paid in them, must come out of the plan",
)


def without_work(facts: Facts, key: str) -> tuple[str, Hollow | None]:
    """Return what has to be put right where much is paid in months without work, as a clause; empty where little is.

    Beside it why nothing is resolved before, where so much is. key: of the rule that found it.
    """
    if key == "work_ended":
        after = after_the_work(facts)
        part = _part(facts, after)
        if part > _WORKLESS:
            return (
                f"nothing being paid once all work has ended (month {after.months[0] - 1})",
                _in_vain(part, _HOLLOW),
            )
    if key == "work_waited_for":
        idle = without_the_work(facts)
        part = _part(facts, idle)
        begins = idle.counts and idle.months[-1] == len(idle.months)
        if part > _WORKLESS and begins:
            much = _MUCH_AHEAD if len(idle.months) > _AHEAD else _HOLLOW
            return f"the plan beginning with its work (month {idle.months[-1] + 1})", _in_vain(part, much)
        if part > _WORKLESS:
            return f"a decision on what is paid in {len(idle.months)} months without work", _in_vain(part, _HOLLOW)
    return ("today's bill being shown not to grow with the work" if key == "usual_flat" else ""), None


def _in_vain(part: float, much: float) -> Hollow | None:
    return _IN_VAIN if part > much else None


def _part(facts: Facts, idle: Workless) -> float:
    """Return the part of what the cheapest option costs that it pays in months without work."""
    leads = facts.case.allowed()[0] if facts.case.allowed() else None
    # before what it brings in, which may be more than all of it
    whole = leads.cumulative[-1] + leads.brought_in if leads is not None else 0.0
    return idle.paid / whole if whole > 0 else 0.0
