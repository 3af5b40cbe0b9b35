"""Why a figure is far outside what is usual: units, periods and counts that are taken for each other.

The ranges are those that inputs declare; what a factor stands for follows from the unit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.quantities.declaration import Input, Kind
from models.quantities.units import PER_YEAR, RATE_PER_YEAR
from models.quantities.writing import in_unit

FAR = 3.0
"""How many times outside its range a figure is looked at: eight times a usual price is six times the highest."""

FAR_FOR_RATES = 10.0
"""The same for token rates, which differ fivefold between models of one class."""

EXTENTS = {"request/month", "terabyte", "terabyte/month", "money", "money/year", "money/month", "day/month", "day"}
"""Dimensions of what a plan is large or small in: no range says what is usual for an organisation."""

HOURS, MONTHS = 730.0, 12.0


@dataclass(frozen=True, slots=True)
class Cause:
    """What makes a figure too large by a factor, below 1 too small, in words that follow "looks like"."""

    factor: float
    words: str


_MONEY = (Cause(100, "pence or cents"), Cause(1_000, "a figure a thousand times too large"))
_SMALL_MONEY = (Cause(1 / 1_000, "thousands"),)
_BY_DIMENSION: Mapping[str, Sequence[Cause]] = {
    "money/gpu/hour": (
        Cause(8, "the price of a whole instance of eight GPUs"),
        Cause(HOURS, "the price of a month"),
        Cause(24, "the price of a day"),
        Cause(HOURS * MONTHS, "the price of a year"),
    ),
    "money/server/hour": (Cause(HOURS, "the cost of a month"), Cause(HOURS * MONTHS, "the cost of a year")),
    "money/server/month": (Cause(MONTHS, "the cost of a year"), Cause(HOURS, "a figure for each hour of the month")),
    "money/kilowatt/month": (Cause(MONTHS, "the price of a year"), Cause(1 / HOURS, "the price of a kWh")),
    "money/rack/month": (Cause(MONTHS, "the price of a year"),),
    "money/person/month": (Cause(MONTHS, "the sum of a year"),),
    "money/gpu/year": (
        Cause(8, "the price of a whole server of eight GPUs"),
        Cause(1 / MONTHS, "the price of a month"),
    ),
    "money/person/year": (Cause(1 / MONTHS, "the pay of a month"), Cause(1 / 220, "the pay of a day"), *_SMALL_MONEY),
    "money/day": (
        Cause(1 / 8, "the rate of an hour"),
        Cause(220, "the pay of a year"),
        Cause(20, "the pay of a month"),
    ),
    "money/server": (Cause(1 / 8, "the price of one GPU"), Cause(8, "the price of eight servers"), *_SMALL_MONEY),
    "money/kilowatt/hour": (Cause(1_000, "the price of a MWh"), Cause(HOURS, "the price of a kW and month")),
    "money/gigabyte/month": (Cause(1_000, "the price of a TB"), Cause(MONTHS, "the price of a year")),
    "money/gigabyte": (Cause(1_000, "the price of a TB"),),
    "money/terabyte": (Cause(1 / 1_000, "the price of a GB"), Cause(1 / MONTHS, "the price of a month")),
    "money/million_token": (Cause(1 / 1_000, "the price of a thousand tokens"), Cause(1e-6, "the price of a token")),
    "money/thousand_request": (Cause(1 / 1_000, "the price of one"), Cause(1_000, "the price of a million")),
    "money/tonne": (Cause(1 / 1_000, "the price of a kilogram"),),
    "money/hour": (Cause(HOURS, "the price of a month"),),
    "kilowatt/server": (Cause(1_000, "watts"), Cause(1 / 8, "the power of one GPU"), Cause(8, "the power of a rack")),
    "kilowatt/gpu": (Cause(1_000, "watts"), Cause(8, "the power of a whole server")),
    "kilowatt/rack": (Cause(1_000, "watts"),),
    "kilowatt": (Cause(1_000, "watts"), Cause(1 / 1_000, "megawatts")),
    "gigabyte/gpu": (Cause(8, "the memory of a whole server"), Cause(1_000, "megabytes")),
    "token/request": (Cause(1_000, "a figure a thousand times too large"), Cause(1 / 1_000, "thousands of tokens")),
    "token/second/gpu": (
        Cause(8, "the rate of a whole server of eight GPUs"),
        Cause(60, "the rate of a minute"),
        Cause(3_600, "the rate of an hour"),
        Cause(1 / 1_000, "thousands of tokens"),
    ),
    "hour/month": (Cause(MONTHS, "the hours of a year"), Cause(1 / 30, "the hours of a day")),
    "month": (Cause(1 / MONTHS, "years"), Cause(30, "days"), Cause(52 / MONTHS, "weeks")),
    "hour": (Cause(1 / 24, "days"), Cause(60, "minutes"), Cause(24 * 365, "years")),
    "minute/request": (Cause(60, "seconds"),),
    "kilobyte/token": (Cause(1_000, "bytes"), Cause(1 / 1_000, "megabytes")),
    "kilogram/kilowatt/hour": (Cause(1_000, "grams"),),
    "kilogram/server": (Cause(1 / 1_000, "tonnes"), Cause(1 / 8, "the carbon of one GPU")),
}
"""What figures of a unit are taken for, by the unit's dimension."""

_BY_SYMBOL: Mapping[str, Sequence[Cause]] = {
    "×": (Cause(100, "a percentage"),),
    "billion": (Cause(1_000, "millions"), Cause(1e9, "the number itself")),
    "TFLOP/s": (Cause(1_000, "GFLOP/s"), Cause(1 / 1_000, "PFLOP/s")),
    "ms": (Cause(1 / 1_000, "seconds"),),
}
"""The same for pure numbers, by the unit's symbol."""

A_PERCENTAGE = 2.0
"""A share from which it may be a percentage written as a number: 150% is too much, and hardly 1.5%."""

_A_RATE = 10.0
"""The same of what grows by the year: a new service may triple."""

_OF_SHARES = (Cause(1 / 100, "a percentage of a percentage"), Cause(100, "a percentage written as a number"))


def cause_of(declared: Input, value: float) -> Cause | None:
    """Return the likely cause of a figure far outside its plausible range; None where there is none."""
    low, high = declared.plausible or (0.0, math.inf)
    far = FAR_FOR_RATES if declared.unit.dimension == "token/second/gpu" else FAR
    if value <= 0 or low == high or low / far <= value <= high * far or declared.unit.dimension in EXTENTS:
        return None
    usual = _usual(declared, low, high)
    for causes in _causes(declared):
        fits = [one for one in causes if low <= value / one.factor <= high and (one.factor > 1) == (value > high)]
        if declared.kind is Kind.SHARE and high < value < (
            _A_RATE if declared.unit in {PER_YEAR, RATE_PER_YEAR} else A_PERCENTAGE
        ):
            continue
        if fits:
            return min(fits, key=lambda one: abs(math.log(value / one.factor / usual)))
    return None


def _causes(declared: Input) -> Sequence[Sequence[Cause]]:
    """Return the causes in groups, the likelier first."""
    if declared.kind is Kind.SHARE:
        return (_OF_SHARES,)
    dimension = declared.unit.dimension
    if not dimension:
        return (_BY_SYMBOL.get(declared.unit.symbol, ()),)
    own = _BY_DIMENSION.get(dimension, ())
    if dimension == "month" and declared.label.lower().endswith("month"):  # a month of the calendar is no count of days
        own = [one for one in own if one.factor < 1]
    return (own, *((one,) for one in _MONEY)) if dimension.startswith("money") else (own,)


def _usual(declared: Input, low: float, high: float) -> float:
    """Return what is usual of an input: its default where that is a figure, or the middle of its range."""
    default = declared.default
    if isinstance(default, (int, float)) and not isinstance(default, bool) and low <= default <= high and default > 0:
        return float(default)
    return math.sqrt(low * high) if low > 0 else high / 3


def likely_cause(declared: Input, value: float, symbol: str) -> str:
    """Return what a figure looks like and what would be usual; empty where it is usual, or of no factor that is known.

    symbol: of the currency it is in.
    """
    cause = cause_of(declared, value)
    if cause is None:
        return ""
    whole = declared.kind is Kind.INTEGER
    usual = float(round(value / cause.factor)) if whole else float(f"{value / cause.factor:.4g}")
    return f"looks like {cause.words}; {in_unit(usual, declared, symbol)} would be usual"
