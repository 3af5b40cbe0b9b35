"""Whether a plan begins before the day on which it is put to the board."""

from datetime import date

from models.plan.plan import Plan
from models.quantities.writing import month_name


def begun(plan: Plan, scenario: str, day: date) -> str:
    """Return that what is to be decided has begun before a day, in two sentences; empty where it has not."""
    start = str(plan.values(scenario)["finance.start"])
    passed = 12 * (day.year - int(start[:4])) + day.month - int(start[5:7])
    if passed <= 0:
        return ""
    months = "a month" if passed == 1 else f"{passed} months"
    return (
        f"The plan begins in {month_name(start, 0)}, {months} before this paper: what is to be decided lies in the past"
        " by then. Set its start anew, and look at prices and delivery again."
    )
