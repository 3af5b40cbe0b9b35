"""Whether a plan begins before the day on which it is put to the board, or long after it."""

from datetime import date

from models.plan.plan import Plan
from models.quantities.writing import month_name

_LONG = 12
"""Months ahead up to which prices of today are those that will be paid."""


def begins_later(plan: Plan, scenario: str, day: date) -> bool:
    """Return whether what is to be decided begins more than a year after a day."""
    return _passed(plan, scenario, day) < -_LONG


def ends_before(plan: Plan, scenario: str, day: date) -> str:
    """Return the last month of a plan that lies in the past on a day as a whole; empty where it does not."""
    horizon = plan.structure.horizon
    start = str(plan.values(scenario)["finance.start"])
    return month_name(start, horizon - 1) if _passed(plan, scenario, day) >= horizon else ""


def _passed(plan: Plan, scenario: str, day: date) -> int:
    """Return the months from the start of a scenario to a day, less than nothing where it begins after that."""
    start = str(plan.values(scenario)["finance.start"])
    return 12 * (day.year - int(start[:4])) + day.month - int(start[5:7])


def out_of_time(plan: Plan, scenario: str, day: date) -> str:
    """Return that what is to be decided has begun before a day or begins long after it, in two sentences.

    Empty where it begins within a year.
    """
    start, passed = str(plan.values(scenario)["finance.start"]), _passed(plan, scenario, day)
    if passed < -_LONG:
        ahead = -passed // 12
        years = "more than a year" if ahead == 1 else f"{ahead} years"
        return (
            f"The plan begins in {month_name(start, 0)}, {years} after this paper: its prices are not those that will"
            " be paid then. It can be decided nearer the time, on new quotes."
        )
    if passed <= 0:
        return ""
    if ended := ends_before(plan, scenario, day):
        return f"The plan ends in {ended}, before this paper: nothing in it is left to be decided. Set its start anew."
    months = "a month" if passed == 1 else f"{passed} months"
    return (
        f"The plan begins in {month_name(start, 0)}, {months} before this paper: what is to be decided lies in the past"
        " by then. Set its start anew, and look at prices and delivery again."
    )
