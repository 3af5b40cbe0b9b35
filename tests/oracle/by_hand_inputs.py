"""Inputs by key, months, price indices and whole units: sections 1 and 2 of MODEL.md."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

type Value = float | bool | str
type Months = list[float]

HOURS_A_MONTH = 730
MONTHS_A_YEAR = 12
SLICES = 20
TOLERANCE = 1e-9

CURRENCIES = {"GBP": "finance.pound_rate", "USD": "finance.dollar_rate", "EUR": "finance.euro_rate"}
TRENDS = {
    "general": "finance.inflation",
    "cloud": "finance.cloud_trend",
    "hardware": "finance.hardware_trend",
    "energy": "finance.energy_trend",
    "api": "finance.api_trend",
    "wages": "finance.wage_trend",
}


@dataclass(frozen=True)
class Inputs:
    """The values of a plan's inputs by key, and the rows of its tables by the table's name."""

    values: Mapping[str, Value]
    rows: Mapping[str, Sequence[str]]

    def number(self, key: str) -> float:
        """Return a figure in the unit of its declaration; rates and shares are fractions (section 1)."""
        value = self.values[key]
        if isinstance(value, str):
            raise TypeError(key)
        return float(value)

    def flag(self, key: str) -> bool:
        """Return whether a box is ticked."""
        return bool(self.values[key])

    def choice(self, key: str) -> str:
        """Return the word that was chosen."""
        return str(self.values[key])

    @property
    def horizon(self) -> int:
        """The last month H; month 0 is the decision (section 1, Time)."""
        return int(self.number("finance.horizon"))

    def rate(self, currency_key: str) -> float:
        """Return pounds for one unit of the currency chosen under the key (section 1, Money)."""
        return self.number(CURRENCIES[self.choice(currency_key)])

    def index(self, trend: str) -> Months:
        """Return a class's price over that of month 0, by month 0…H (section 1, Prices move)."""
        yearly = 1 + self.number(TRENDS[trend])
        return [yearly ** (month / MONTHS_A_YEAR) for month in range(self.horizon + 1)]

    def growth(self, key: str) -> Months:
        """Return a volume over that of month 1, by month; it grows with m − 1 and is nothing in month 0."""
        yearly = 1 + self.number(key)
        return [0.0, *(yearly ** ((month - 1) / MONTHS_A_YEAR) for month in range(1, self.horizon + 1))]


def nominal_rate(inputs: Inputs) -> float:
    """Return the nominal discount rate a year: as it stands, or (1 + real)(1 + inflation) − 1."""
    rate = inputs.number("finance.discount_rate")
    if inputs.choice("finance.rate_basis") == "real":
        return (1 + rate) * (1 + inputs.number("finance.inflation")) - 1
    return rate


def whole(units: float) -> int:
    """Return whole units: ⌈x − 1e-9⌉ (section 1, Ceilings)."""
    return math.ceil(units - TOLERANCE)


def scaled(months: Sequence[float], by: Sequence[float] | float) -> Months:
    """Return month by month the product of an amount with an index or a number."""
    if isinstance(by, Sequence):
        return [amount * factor for amount, factor in zip(months, by, strict=True)]
    return [amount * by for amount in months]


def added(*series: Sequence[float]) -> Months:
    """Return the sum of series, month by month."""
    return [sum(amounts) for amounts in zip(*series, strict=True)]


def from_month_one(amount: float, index: Sequence[float]) -> Months:
    """Return what is paid in each of months 1…H at that month's prices, and nothing in month 0 (section 1, Time)."""
    return [0.0, *(amount * factor for factor in index[1:])]


def at_month(amount: float, month: int, horizon: int) -> Months:
    """Return a sum paid once in one of months 0…H, and nothing where the month lies beyond them."""
    return [amount if each == month else 0.0 for each in range(horizon + 1)]


def running_total(months: Sequence[float]) -> Months:
    """Return the sum up to each month."""
    total = 0.0
    sums: Months = []
    for amount in months:
        total += amount
        sums.append(total)
    return sums
