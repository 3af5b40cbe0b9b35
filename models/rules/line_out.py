"""A rule on the internet line of owned servers: what is sent over it may be more than a line of its price carries."""

from collections.abc import Iterator

from models.areas.data import Data
from models.areas.finance import Finance
from models.areas.options import OWNING
from models.quantities.writing import SYMBOLS, money
from models.rules.facts import Facts
from models.rules.rule import Effect, Rule

_GIGABITS = 8_000.0
"""In a terabyte."""

_SECONDS = 3_600.0

_A_GIGABIT = 320.0
"""Dollars a month for each gigabit a second: below this a line is priced for less than it carries.

A dedicated line of 1 Gbit/s costs £250 to £500 a month in UK towns, of 10 Gbit/s £800 to £2,500; an assumption, as of
November 2026.
"""

_LEAST = 0.5
"""Gigabits a second on average, below which an ordinary line will do."""


def _narrow(facts: Facts) -> Iterator[str]:
    """Yields what is sent out in a month, as a rate, where the line's price is that of a smaller one."""
    sent, cost = facts.number(Data.egress.key), facts.number(Data.line_cost.key)
    rate = sent * _GIGABITS / (facts.number("world.hours_per_month") * _SECONDS)
    if rate >= _LEAST and cost < _A_GIGABIT * rate * facts.number(Finance.dollar_rate.key):
        symbol = SYMBOLS[facts.plan.currency]
        yield f"{sent:,.0f} TB a month are {rate:,.1f} Gbit/s on average, over a line of {money(cost, symbol)} a month"


LINE_RULES: tuple[Rule, ...] = (
    Rule(
        "narrow_line",
        "Internet line too cheap for what is sent",
        OWNING,
        Effect.WARNS,
        "{}: its price is that of a smaller line.",
        "network operator",
        ("line_cost", "egress"),
        _narrow,
    ),
)
"""The rules on the line out, in their order."""
