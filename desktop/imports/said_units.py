"""What heads and columns of a table say of units and currencies, held against the input that they would fill."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop.imports.grid import GridCell
from models.quantities.declaration import NUMERIC, Input, Kind
from models.quantities.writing import SYMBOLS, shown

_CURRENCY = re.compile(r"\b(?:gbp|usd|eur|chf|jpy|cad|aud|cny|inr|sek|nok|dkk)\b|[£$€]", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^)\]]{1,40})[)\]]")
_SCALED = re.compile(
    r"(?:^|[£$€\s'’x×]|gbp|usd|eur)['’]?(?:k|m|mn|bn|mio\.?|tsd\.?|1?,?000s?|thousands?|millions?|billions?)$",
    re.IGNORECASE,
)
_SCALED_FIRST = re.compile(
    r"(?:in\s+)?(?:k|m|mn|bn|thousands?|millions?|billions?)\s+(?:of\s+)?[a-z]{3}", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = (
    (re.compile(r"\bp\.?\s?a\.|\bp/a\b|\bpar an\b"), " year "),
    (re.compile(r"\bp\.?\s?m\.|\bp/m\b|\bpcm\b"), " month "),
)
"""Short forms of periods, which are no words."""

_PERIODS = {
    **dict.fromkeys(("second", "seconds", "sec", "s"), "second"),
    **dict.fromkeys(("minute", "minutes", "min"), "minute"),
    **dict.fromkeys(("hour", "hours", "hourly", "hr", "hrs", "h", "stunde", "std", "heure"), "hour"),
    **dict.fromkeys(("day", "days", "daily", "tag", "täglich", "tägl", "jour"), "day"),
    **dict.fromkeys(("week", "weeks", "weekly", "woche", "semaine"), "week"),
    **dict.fromkeys(("month", "months", "mo", "mth", "monthly", "monat", "monatlich", "monatl", "mtl"), "month"),
    **dict.fromkeys(("mois", "mensuel", "mensuelle", "mensuels", "mensuelles"), "month"),
    **dict.fromkeys(("fortnight", "fortnightly"), "fortnight"),
    **dict.fromkeys(("biannual", "biannually", "semiannual", "semiannually"), "half a year"),
    **dict.fromkeys(("qtr", "qtrs", "quarter", "quarters", "quarterly", "quartal", "trimestre"), "quarter"),
    **dict.fromkeys(("year", "years", "yr", "annum", "annual", "annually", "yearly", "pa"), "year"),
    **dict.fromkeys(("jahr", "jährlich", "jährl", "annuel", "annuelle", "annuels", "annuelles"), "year"),
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


def short_periods(text: str) -> list[str]:
    """Return the short forms of periods that a text has, such as p.a."""
    return [match[0] for short, _ in _SHORT for match in short.finditer(text.casefold())]


def periods(text: str) -> set[str]:
    """Return the periods that a text names.

    >>> sorted(periods("£ p.a.")), sorted(periods("mtl.")), sorted(periods("pcm")), sorted(periods("p. m. ahead"))
    (['year'], ['month'], ['month'], ['month'])
    """
    said = text.casefold()
    for short, word in _SHORT:
        said = short.sub(word, said)
    return {_PERIODS[word] for word in _WORD.findall(said) if word in _PERIODS}


def without_periods(text: str) -> str:
    """Return a text without the periods that it names, and what stands before them.

    >>> without_periods("Amount (£ p.a.)"), without_periods("Saving (£k per year)"), without_periods("Annual saving")
    ('Amount (£ )', 'Saving (£k )', 'saving')
    """
    said = text
    for short, word in _SHORT:
        said = re.sub(short.pattern, word, said, flags=re.IGNORECASE)
    bare = _OF_A_PERIOD.sub(lambda found: "" if found[1].casefold() in _PERIODS else found[0], said)
    return " ".join(bare.split())


_OF_A_PERIOD = re.compile(r"(?:(?:/\s*|(?:\bper|\ban?|\beach|\bevery)\s+))?\b([^\W\d_]+)", re.IGNORECASE)

_EACH = frozenset(("user", "seat", "employee", "head", "licence", "license", "nutzer", "utilisateur"))
"""Words of those of whom there are many, each with its own price."""

_WITH_TAX = re.compile(
    r"\b(?:incl(?:uding|usive of)?|inc|with|inkl|y compris)\b\.?\s*(?:\d+\s?%\s*)?(?:vat|mwst|ust|tva|gst|tax(?:es)?)\b"
    r"|\bttc\b|\bgross of (?:vat|tax)\b",
    re.IGNORECASE,
)


_WITHOUT = re.compile(r"\bexcl|\bexclud|\bwithout\b|\bnet of\b|\bex\.? vat\b|\bplus vat\b|\bzzgl", re.IGNORECASE)


def _for_each(said: str, unit: str) -> bool:
    """Return whether an amount is one of each user, seat or the like, and an input is not."""
    each = {word.removesuffix("s") for word in _WORD.findall(said.casefold())} & _EACH
    return bool(each) and not any(word in unit for word in (*each, "person", "people"))


_SEVERAL = re.compile(
    r"\b(\d+)\s*(?:[x×]\s*)?(?:years?|yrs?|months?|quarters?|weeks?|days?|gpus?|servers?|users?|seats?|people|nodes?)\b",
    re.IGNORECASE,
)
_OF_ALL_OF_THEM = re.compile(r"\b(?:total for|for (?:the )?(?:whole )?(?:team|all)|all \w+ together)\b", re.IGNORECASE)


def of_several(said: str, unit: str) -> bool:
    """Return whether words in brackets say that an amount is of several years, GPUs or people, and an input of one.

    >>> of_several("3 years", "£/year"), of_several("$/h for 8 GPUs", "£/GPU-hour"), of_several("per 1 year", "£/year")
    (True, True, False)
    >>> of_several("total for team", "£/person-year"), of_several("total", "requests/month")
    (True, False)
    """
    if unit in {"months", "hours", "days"} or re.search(r"\bmonth \d", said, re.IGNORECASE):
        return False
    counts = [match[1] for match in _SEVERAL.finditer(said)]
    return any(one != "1" and one not in unit for one in counts) or _OF_ALL_OF_THEM.search(said) is not None


def counted_otherwise(said: str, declared: Input, symbol: str) -> bool:
    """Return whether words on a unit name another scale, period or thing than an input is counted in."""
    unit = declared.unit.printed(symbol)
    amount = declared.kind in NUMERIC and declared.kind is not Kind.SHARE
    if said.strip().casefold() == unit.casefold():
        return False
    scaled = any(_SCALED.search(one.strip()) for one in re.split(r"[/,;]|\bper\b|\ba\b", said)) or (
        _SCALED_FIRST.match(said.strip()) and not _things(unit)[-1]
    )
    return bool(
        (amount and scaled and _scales(said) != _scales(unit))
        or (periods(said) and periods(said) != periods(unit))
        or _other_thing(said, unit)
        or (amount and _for_each(said, unit))
    )


SIZES = {
    **dict.fromkeys(("k", "000", "000s", "1000", "thousand", "thousands", "tsd"), "thousand"),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), "million"),
    **dict.fromkeys(("bn", "billion", "billions"), "billion"),
}
"""Words of sizes, by what they mean."""


def _scales(text: str) -> set[str]:
    return {SIZES[word] for word in re.findall(r"\d+s?|[a-z]+", text.casefold().replace(",", "")) if word in SIZES}


SUFFIX = {"thousand": "k", "million": "m", "billion": "bn"}
"""What stands behind a figure for its size."""
_SIZE_IN_HEAD = re.compile(
    r"(?P<before>[(\[]\s*[£$€]?|[£$€])\s*['’]?(?P<size>1?,?000s?|k|mn?|bn|thousands?|millions?|billions?)(?![\w'’])",
    re.IGNORECASE,
)


def scaled(cell: GridCell, head: str, declared: Input, symbol: str) -> tuple[GridCell, str]:
    """Return a bare number as the thousands or millions that its head makes it, with the head less that size.

    Both as they are where the head says no size, or the input is counted in one itself, or in another period or thing.

    >>> from desktop.imports.grid import GridCell
    >>> from models.areas.workloads import Workload
    >>> cell, head = scaled(GridCell(36), "Requests (m/month)", Workload.requests, "£")
    >>> cell.value, head
    ('36m', 'Requests (/month)')
    """
    found = _SIZE_IN_HEAD.search(head)
    amount = declared.kind in NUMERIC and declared.kind is not Kind.SHARE
    if found is None or not amount or _scales(declared.unit.printed(symbol)) or not BARE.match(str(cell.value)):
        return cell, head
    size = SIZES.get(found["size"].casefold().removeprefix("1,").replace(",", ""))
    rest = f"{head[: found.start('size')]}{head[found.end('size') :]}"
    if size is None or counted_otherwise(" ".join(_BRACKETS.findall(rest)), declared, symbol):
        return cell, head
    return replace(cell, value=f"{str(cell.value).strip()}{SUFFIX[size]}"), rest


def tax_problem(said: str, declared: Input) -> str:
    """Return what is wrong where words say that an amount of money includes VAT, which the plan adds itself."""
    return (
        f"{shown(said)} says that VAT is in it, which the plan adds itself: give the amount without VAT"
        if is_money(declared) and _WITH_TAX.search(said) and not _WITHOUT.search(said)
        else ""
    )


def currency_said(text: str) -> str:
    """Return the currency that a text names, as its sign where it has one; empty where it names none."""
    found = _CURRENCY.search(text)
    return SYMBOLS.get(found[0].upper(), found[0].upper()) if found is not None else ""


def is_money(declared: Input) -> bool:
    """Return whether an input is an amount of money."""
    return declared.unit.symbol.startswith("£")


def currency_problem(said: str, declared: Input, symbol: str) -> str:
    """Return what is wrong where a head, or a column of currencies, names another than an amount is held in."""
    sign = currency_said(said) if is_money(declared) else ""
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
    if problem := tax_problem(text, declared):
        return problem
    amount = declared.kind in NUMERIC
    if counted_otherwise(inside, declared, symbol) or (amount and of_several(inside, declared.unit.printed(symbol))):
        unit = declared.unit.printed(symbol) or "no unit"
        return f"stands under {shown(text)}, and the plan counts this in {unit}: convert it"
    return ""


def unit_problem(said: str, declared: Input, symbol: str) -> str:
    """Return what is wrong where a column of units names another period, scale or thing than an input is counted in."""
    unit = declared.unit.printed(symbol)
    if not said.strip():
        return ""
    if problem := currency_problem(said, declared, symbol):
        return problem
    if ("%" in said) != ("%" in unit) or counted_otherwise(said, declared, symbol):
        return f"is given in {shown(said)}, and the plan counts it in {unit or 'no unit'}: convert it"
    return ""


def speaks_of(said: str, inputs: Sequence[Input], declared: Input) -> bool:
    """Return whether a column of units speaks of an input, of those that a table has: of its money, or its period."""
    others = [one for one in inputs if one is not declared and one.kind in NUMERIC]
    if not others:
        return True
    if currency_said(said):
        return is_money(declared)
    return bool(periods(said) and periods(declared.unit.symbol)) and declared.kind is not Kind.SHARE


BARE = re.compile(r"^\s*-?\d+(?:\.\d+)?\s*$")
"""A number and nothing else."""


def share_said(cell: GridCell, beside: Iterable[GridCell], said: str) -> tuple[GridCell, str]:
    """Return a bare number as the per cent that a head or a column of units makes it, and what leaves a doubt.

    beside: the numbers that the same head or unit stands over. Where one of them is above 1, all are per cent; where
    none is, 0.5 may be a half or half a per cent.
    """
    if "%" not in said or "%" in cell.number_format or not BARE.match(str(cell.value)) or not float(str(cell.value)):
        return cell, ""
    if any(BARE.match(str(one.value)) and abs(float(str(one.value))) > 1 for one in [cell, *beside]):
        return replace(cell, value=f"{str(cell.value).strip()}%"), ""
    number = float(str(cell.value))
    return cell, f"stands under {shown(said)} and may be {number:g}% or {100 * number:g}%: write it with its sign"
