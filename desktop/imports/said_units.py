"""What heads and columns of a table say of units and currencies, held against the input that they would fill."""

import re

from models.quantities.declaration import Input
from models.quantities.writing import SYMBOLS, shown

_CURRENCY = re.compile(r"\b(?:gbp|usd|eur|chf|jpy|cad|aud|cny|inr|sek|nok|dkk)\b|[£$€]", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^)\]]{1,40})[)\]]")
_SCALED = re.compile(r"(?:^|[£$€\s]|gbp|usd|eur)(k|m|bn|000s?|thousands?|millions?)$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_PERIODS = {
    **dict.fromkeys(("second", "seconds", "sec", "s"), "second"),
    **dict.fromkeys(("minute", "minutes", "min"), "minute"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "hour"),
    **dict.fromkeys(("day", "days", "daily"), "day"),
    **dict.fromkeys(("week", "weeks", "weekly"), "week"),
    **dict.fromkeys(("month", "months", "mo", "monthly"), "month"),
    **dict.fromkeys(("quarter", "quarters", "quarterly"), "quarter"),
    **dict.fromkeys(("year", "years", "yr", "annum", "annual", "yearly", "pa"), "year"),
}
"""Words of time, by what they mean."""


def _periods(text: str) -> set[str]:
    return {_PERIODS[word] for word in _WORD.findall(text.casefold()) if word in _PERIODS}


def _sign(text: str) -> str:
    """Return the currency that a text names, as its sign where it has one; empty where it names none."""
    found = _CURRENCY.search(text)
    return SYMBOLS.get(found[0].upper(), found[0].upper()) if found is not None else ""


def is_money(declared: Input) -> bool:
    """Return whether an input is an amount of money."""
    return declared.unit.symbol.startswith("£")


def currency_problem(said: str, declared: Input, symbol: str) -> str:
    """Return what is wrong where a head, or a column of currencies, names another than an amount is held in."""
    sign = _sign(said) if is_money(declared) else ""
    return (
        f"is quoted in {sign}; the plan holds this price in {symbol}: change its currency first, or convert the price"
        if sign and sign != symbol
        else ""
    )


def head_problem(head: object, declared: Input, symbol: str) -> str:
    """Return what is wrong where a head says another currency, scale or period than its input has; else nothing."""
    text = str(head)
    inside = " ".join(_BRACKETS.findall(text))
    if problem := currency_problem(text, declared, symbol):
        return problem
    unit = declared.unit.printed(symbol)
    scaled = is_money(declared) and _SCALED.search(inside.strip()) is not None
    if scaled or (_periods(inside) and _periods(inside) != _periods(unit)):
        return f"stands under {shown(text)}, and the plan counts this in {unit}: convert it"
    return ""


def unit_problem(said: str, declared: Input, symbol: str) -> str:
    """Return what is wrong where a column of units names another period, scale or thing than an input is counted in."""
    unit = declared.unit.printed(symbol)
    if not said.strip():
        return ""
    if problem := currency_problem(said, declared, symbol):
        return problem
    scaled = is_money(declared) and _SCALED.search(said.strip()) is not None
    percent = ("%" in said) != ("%" in unit)
    if scaled or percent or (_periods(said) and _periods(said) != _periods(unit)):
        return f"is given in {shown(said)}, and the plan counts it in {unit or 'no unit'}: convert it"
    return ""
