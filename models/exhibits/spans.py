"""Months and years as they are spoken."""

from models.plan.plan import Plan
from models.quantities.writing import month_name

_YEAR = 12
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def horizon_in_words(months: int) -> str:
    """Return the horizon as it is spoken, such as "five years" or "18 months".

    >>> horizon_in_words(12), horizon_in_words(96), horizon_in_words(18)
    ('one year', 'eight years', '18 months')
    """
    years, rest = divmod(months, _YEAR)
    if rest or not 0 < years <= len(_NUMBERS):
        return f"{months} months"
    return f"{_NUMBERS[years - 1]} year{'s' if years > 1 else ''}"


def month_in_words(plan: Plan, month: float) -> str:
    """Return a month of the plan with its calendar name: the first whole month at or after it."""
    whole = whole_month(month)
    return f"month {whole}, {month_name(plan.start, whole)}"


def whole_month(month: float) -> int:
    """Return the month in which a crossover falls: the crossover at 22.4 is seen in the figures of month 23."""
    return int(-(-(month - 1e-9) // 1))
