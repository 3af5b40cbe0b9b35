"""What heads and columns of a table say of units and currencies, held against the input that they would fill."""

import re
from collections.abc import Iterable
from dataclasses import replace

from desktop.imports.grid import GridCell
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


_FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(("kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib", "pib")),
    frozenset(("w", "kw", "mw", "gw", "va", "kva", "mva")),
    frozenset(("wh", "kwh", "mwh", "gwh")),
    frozenset(("g", "kg", "t", "tonne", "gco", "kgco", "tco")),
    frozenset(("gpu", "node", "server", "rack", "instance", "host", "machine")),
)
"""Words of units of which one is not another of its family."""

_OF_TOKENS = {
    **dict.fromkeys(("k", "1k", "1000", "thousand"), "thousand"),
    **dict.fromkeys(("m", "1m", "1000000", "million", "mtok"), "million"),
}


_A_WORD = 3
"""Letters from which on a word may be a plural."""


def _things(text: str) -> list[frozenset[str]]:
    """Return which words of each family a text has, scales of tokens last."""
    parts = re.findall(r"\d+[km]?|[a-z]+", text.casefold())
    words = {word if len(word) < _A_WORD else word.removesuffix("s") for word in parts}
    scales = {_OF_TOKENS[word] for word in words & _OF_TOKENS.keys()} if {"token", "tok", "mtok"} & words else ()
    return [*(family & words for family in _FAMILIES), frozenset(scales)]


def _other_thing(said: str, unit: str) -> bool:
    """Return whether two units name different sizes or things of one family, such as GB and TB, or node and GPU."""
    return any(one and other and not one & other for one, other in zip(_things(said), _things(unit), strict=True))


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
    if scaled or _other_thing(inside, unit) or (_periods(inside) and _periods(inside) != _periods(unit)):
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
    apart = _periods(said) and _periods(said) != _periods(unit)
    if scaled or percent or apart or _other_thing(said, unit):
        return f"is given in {shown(said)}, and the plan counts it in {unit or 'no unit'}: convert it"
    return ""


_BARE = re.compile(r"^\s*-?\d+(?:\.\d+)?\s*$")


def share_said(cell: GridCell, beside: Iterable[GridCell], said: str) -> tuple[GridCell, str]:
    """Return a bare number as the per cent that a head or a column of units makes it, and what leaves a doubt.

    beside: the numbers that the same head or unit stands over. Where one of them is above 1, all are per cent; where
    none is, 0.5 may be a half or half a per cent.
    """
    if "%" not in said or "%" in cell.number_format or not _BARE.match(str(cell.value)) or not float(str(cell.value)):
        return cell, ""
    if any(_BARE.match(str(one.value)) and abs(float(str(one.value))) > 1 for one in [cell, *beside]):
        return replace(cell, value=f"{str(cell.value).strip()}%"), ""
    number = float(str(cell.value))
    return cell, f"stands under {shown(said)} and may be {number:g}% or {100 * number:g}%: write it with its sign"
