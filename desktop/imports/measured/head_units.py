"""The unit that a head gives in brackets, such as Requests (k), Cost (£m) or egress (TB), and what it multiplies by."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from desktop.imports.measured.moments import DAY, HOUR
from desktop.imports.measured.texts import Floats, Texts, distinct, folded
from models.plan.measurements import DAYS_A_MONTH

_BRACKETS = re.compile(r"^(.{1,80}?)\s*[(\[]\s*([^()\[\]]{1,20}?)\s*[)\]]\s*$")

_MONEY = re.compile(r"[£$€]|gbp|usd|eur", re.IGNORECASE)
_MONEY_BEHIND = re.compile(
    r"^(.{1,80}?)\s+(?:in\s+)?((?:[£$€]|gbp|usd|eur)\s?['’]?(?:k|mn?|bn|000s?|thousands?|millions?)"
    r"|(?:t|k|m|tsd\.?|mio\.?)\s?(?:€|eur))$",
    re.IGNORECASE,
)
"""An amount of money with its size behind it and no brackets: Cost £k, Kosten in TEUR."""

_SIZE_BEFORE = re.compile(
    r"^(thousands?|millions?|billions?)\s+(?:of\s+)?((?:gpu|input|output|requests?|tokens?|calls?|queries).*)$",
    re.IGNORECASE,
)
"""A count with its size before it: Thousand GPU-hours, Million requests."""

_LASTED_BEHIND = re.compile(
    r"^(.{0,40}(?:duration|runtime|run[ _]?time|wall[ _]?time|wall[ _]?clock|elapsed(?:[ _]?time)?|dauer|laufzeit))"
    r"[\s_-]+(?:in[\s_]+)?(ms|s|secs?|seconds|mins?|minutes|h|hrs?|hours|days)$",
    re.IGNORECASE,
)
"""How long something took, with its unit behind it: duration_min, Runtime in hours."""

_BITS = re.compile(r"^([MGT])(?:b|bits?|Bits?)$")
"""Sizes in bits: a small b is no byte."""

_COUNTED = re.compile(
    r"^(?:1\s?)?(k|m|bn?|thousands?|millions?|billions?)(?:\s?(?:tok(?:ens?)?|req(?:uests?)?|calls))?$", re.IGNORECASE
)
"""A size with what it counts behind it: 1k, M tokens, MTok."""

_COUNT, _DATA, _TIME, _MONEY_UNIT = "count", "data", "time", "money"
_UNITS: Mapping[str, tuple[str, float]] = {
    "p": (_MONEY_UNIT, 0.01),
    "pence": (_MONEY_UNIT, 0.01),
    **dict.fromkeys(("cent", "cents", "¢"), (_MONEY_UNIT, 0.01)),
    "k": (_COUNT, 1e3),
    "thousand": (_COUNT, 1e3),
    "thousands": (_COUNT, 1e3),
    "000": (_COUNT, 1e3),
    "000s": (_COUNT, 1e3),
    "m": (_COUNT, 1e6),
    "mn": (_COUNT, 1e6),
    "mio": (_COUNT, 1e6),
    "million": (_COUNT, 1e6),
    "millions": (_COUNT, 1e6),
    "bn": (_COUNT, 1e9),
    "billion": (_COUNT, 1e9),
    "billions": (_COUNT, 1e9),
    "mib": (_DATA, 1.048576e-3),
    "gib": (_DATA, 1.073741824),
    "tib": (_DATA, 1.099511627776e3),
    "mb": (_DATA, 1e-3),
    "gb": (_DATA, 1.0),
    "tb": (_DATA, 1e3),
    "mbit": (_DATA, 1e-3 / 8),
    "gbit": (_DATA, 1 / 8),
    "tbit": (_DATA, 1e3 / 8),
    "ms": (_TIME, 1 / 3_600_000),
    "sec": (_TIME, 1 / 3_600),
    "secs": (_TIME, 1 / 3_600),
    "hr": (_TIME, 1.0),
    "hrs": (_TIME, 1.0),
    "seconds": (_TIME, 1 / 3_600),
    "s": (_TIME, 1 / 3_600),
    "minutes": (_TIME, 1 / 60),
    "min": (_TIME, 1 / 60),
    "mins": (_TIME, 1 / 60),
    "hours": (_TIME, 1.0),
    "h": (_TIME, 1.0),
    "days": (_TIME, 24.0),
}
_OF_ROLE = {"egress_gb": _DATA, "gpu_hours": _TIME, "hours": _TIME, "gpus": "", "utilisation": "", "load": ""}
"""What the unit of a role is one of; a count for all others."""

BASES: Mapping[str, str] = {
    "egress": "egress_gb",
    "dataout": "egress_gb",
    "internetegress": "egress_gb",
    "egresstointernet": "egress_gb",
    "egresstotheinternet": "egress_gb",
    "dataouttointernet": "egress_gb",
    "datatransferouttointernet": "egress_gb",
    "datatransferout": "egress_gb",
    "gputime": "gpu_hours",
    "gpuusage": "gpu_hours",
}
"""Heads that are known with a unit alone."""

WITH_UNIT: Mapping[str, tuple[str, float]] = {
    "minutes": ("hours", 1 / 60),
    "mins": ("hours", 1 / 60),
    "seconds": ("hours", 1 / 3_600),
    "secs": ("hours", 1 / 3_600),
    "gpuminutes": ("gpu_hours", 1 / 60),
    "gpumins": ("gpu_hours", 1 / 60),
    "gpuseconds": ("gpu_hours", 1 / 3_600),
    "gpudays": ("gpu_hours", 24.0),
    "egresstb": ("egress_gb", 1e3),
    "egressmb": ("egress_gb", 1e-3),
}
"""Heads that end in their unit, by folded head: what each is and what it multiplies by."""


def without_unit(head: str) -> tuple[str, str]:
    """Return a head without the unit in brackets behind it, and this unit in small letters without a currency sign.

    >>> without_unit("Cost (£k)"), without_unit("Requests [M]"), without_unit("Requests")
    (('Cost', 'k'), ('Requests', 'm'), ('Requests', ''))
    >>> without_unit("Egress (Gb)"), without_unit("Egress (GB)"), without_unit("Egress (gb)")
    (('Egress', 'gbit'), ('Egress', 'gb'), ('Egress', 'gb'))
    >>> without_unit("Input tokens (1k)"), without_unit("Output tokens (M tokens)"), without_unit("Tokens (MTok)")
    (('Input tokens', 'k'), ('Output tokens', 'm'), ('Tokens', 'm'))
    >>> without_unit("duration_min"), without_unit("Runtime seconds")
    (('duration', 'min'), ('Runtime', 'seconds'))
    >>> [without_unit(one) for one in ("Kosten (T€)", "Kosten in TEUR", "Cost (USD m)", "CO2 (t)")]
    [('Kosten', 'k'), ('Kosten', 'k'), ('Cost', 'm'), ('CO2 (t)', '')]
    """
    if lasted := _LASTED_BEHIND.match(head.strip()):
        return lasted[1], lasted[2].casefold()
    match = _BRACKETS.match(head.strip()) or _MONEY_BEHIND.match(head.strip())
    if match is None and (before := _SIZE_BEFORE.match(head.strip())):
        return before[2], before[1].casefold()
    if match is None:
        return head, ""
    bits = _BITS.match(match[2])
    said = _COUNTED.sub(r"\1", match[2])
    bare = f"{bits[1]}bit".casefold() if bits else _MONEY.sub("", said).casefold().strip("'’. ")
    # a T is a tonne, but of money a thousand
    unit = "k" if bare in {"t", "tsd"} and bare != match[2].casefold() else bare
    return (match[1], unit) if unit in _UNITS else (head, "")


def factor(head: str, role: str) -> float:
    """Return what a head's unit multiplies the values of a role by, 1 where it gives none that fits."""
    ends_in = WITH_UNIT.get(folded(head))
    if ends_in is not None and ends_in[0] == role:
        return ends_in[1]
    unit = without_unit(head)[1]
    kind, times = _UNITS.get(unit, ("", 1.0))
    of_money = kind == _MONEY_UNIT and role == "cost"
    return times if of_money or kind == _OF_ROLE.get(role, _COUNT) or _counts_hours(unit, role) else 1.0


def _counts_hours(unit: str, role: str) -> bool:
    """Return whether a unit is how many GPU-hours are counted in one: thousands of them, or millions as a word.

    An m is of minutes.
    """
    return role == "gpu_hours" and _UNITS.get(unit, ("",))[0] == _COUNT and unit != "m"


_RATE = re.compile(r"\s*(?:/|_?per[_ ])(s|sec|second|min|minute|h|hour|day|week)s?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    r"\s*[(\[]\s*(?:(?:req(?:uests?)?|tok(?:ens?)?|calls)?\s*(?:/|per\s)\s*|1/)"
    r"(s|sec|second|min|minute|h|hour|day|week)s?\s*[)\]]$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\s*[(\[]\s*[rqt]p([smh])\s*[)\]]$", re.IGNORECASE)
"""Requests (rps), Requests (per second), Tokens [1/min]."""

_AVERAGE = re.compile(
    r"(?:average|avg\.?|mean)[\s_]+(?:(?:no\.?|number) of\s+)?(.+)$"
    r"|(.+?)[\s_]*[(\[,]?\s*(?:average|avg\.?|mean)[)\]]?$",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"^(hourly|daily|weekly|monthly)[_ ]+", re.IGNORECASE)
_SHORT_RATES: Mapping[str, tuple[str, float]] = {"rps": ("requests", 1.0), "rpm": ("requests", 60.0)}
_IN_SHORT: Mapping[str, str] = {"req": "requests", "reqs": "requests"}
"""What is counted, in short, where a rate stands behind it: alone it may be the number of a requisition."""

_A_MONTH = DAYS_A_MONTH * DAY
_SECONDS = {
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": HOUR,
    "hour": HOUR,
    "day": DAY,
    "week": 7.0 * DAY,
    "hourly": HOUR,
    "daily": DAY,
    "weekly": 7.0 * DAY,
    "monthly": _A_MONTH,
}
BY_TIME = {
    **{word: _SECONDS[word] for word in ("s", "sec", "second", "min", "minute", "h", "hour", "day", "week")},
    "hr": HOUR,
    "d": DAY,
    "wk": 7.0 * DAY,
    **dict.fromkeys(("quarter", "qtr"), 3 * _A_MONTH),
    **dict.fromkeys(("year", "yr", "annum", "a"), 12 * _A_MONTH),
}
"""Seconds of the times that amounts in cells are by."""

_SHORTEST, _LONGEST = 28.0 * DAY, 31.0 * DAY
"""Of a month."""


def without_rate(head: str) -> tuple[str, float]:
    """Return a head without the time that it is counted in, and its seconds; 0 where it is no rate.

    >>> without_rate("Requests/s"), without_rate("input_tokens_per_minute"), without_rate("rpm"), without_rate("Hours")
    (('Requests', 1.0), ('input_tokens', 60.0), ('requests', 60.0), ('Hours', 0.0))
    >>> without_rate("Requests (rps)"), without_rate("Requests (per second)"), without_rate("Tokens [1/min]")
    (('Requests', 1.0), ('Requests', 1.0), ('Tokens', 60.0))
    >>> without_rate("Average requests per day"), without_rate("Average requests")
    (('requests', 86400), ('Average requests', 0.0))
    """
    # an average by the day is as good as what is counted by it, but not of what a head calls daily, which may go over
    # more than its row
    averaged = _AVERAGE.match(head.strip())
    bare = (averaged[1] or averaged[2]) if averaged else ""
    found = without_rate(bare) if bare and not _ADVERB.match(bare) else ("", 0.0)
    # tokens by the second, on average, are how fast an answer comes, and no volume
    if found[1] >= DAY or (found[1] and "token" not in bare.casefold()):
        return found
    if head.strip().casefold() in _SHORT_RATES:
        return _SHORT_RATES[head.strip().casefold()]
    if short := _IN_BRACKETS.search(head.strip()):
        return head.strip()[: short.start()], _SECONDS[short[1].casefold()]
    if letters := _LETTERS.search(head.strip()):
        return head.strip()[: letters.start()], {"s": 1.0, "m": 60.0, "h": HOUR}[letters[1].casefold()]
    if adverb := _ADVERB.match(head.strip()):
        return head.strip()[adverb.end() :], _SECONDS[adverb[1].casefold()]
    match = _RATE.search(head.strip())
    if match is None:
        return head, 0.0
    counted = head.strip()[: match.start()]
    return _IN_SHORT.get(counted.casefold(), counted), _SECONDS[match[1].casefold()]


def times_counted(lasting: Floats, seconds: float) -> Floats:
    """Return how often rows hold what is counted in some seconds: a row of a month holds what is counted by the month.

    >>> times_counted(np.array([86_400.0, 31 * 86_400.0]), 86_400.0).tolist()
    [1.0, 31.0]
    >>> times_counted(np.array([28 * 86_400.0, 31 * 86_400.0]), 30.4375 * 86_400.0).tolist()
    [1.0, 1.0]
    """
    months = (lasting >= _SHORTEST) & (lasting <= _LONGEST) & (seconds == _A_MONTH)
    return np.where(months, 1.0, lasting / seconds)


def row_factors(texts: Texts, role: str) -> Floats:
    """Return what the units of rows, such as thousand or minutes, multiply the values of a role by; 1 where none fits.

    >>> row_factors(np.array(["thousand", "million tokens", "requests"]), "requests").tolist()
    [1000.0, 1000000.0, 1.0]
    """
    codes, units = distinct(texts)
    factors = [_of_unit(unit.strip().casefold(), _OF_ROLE.get(role, _COUNT)) for unit in units]
    return np.array(factors, dtype=np.float64)[codes] if factors else np.zeros(0)


_BEHIND = re.compile(r"^[^A-Za-z]*\d[^A-Za-z]*?([A-Za-z]{1,8})\s*$")


def cell_factors(texts: Texts, role: str) -> Floats:
    """Return what the unit behind each number multiplies it by, NaN where none stands there that fits.

    Of sizes and of times alone: what follows a count, such as k, is part of the number.

    >>> cell_factors(np.array(["1 TB", "500 GB", "7"], dtype=object), "egress_gb").tolist()
    [1000.0, 1.0, nan]
    """
    wanted = _OF_ROLE.get(role, _COUNT)
    codes, cells = distinct(texts)
    found = [match and _UNITS.get(match[1].casefold(), ("", np.nan)) for match in map(_BEHIND.match, cells)]
    factors = [one[1] if one and one[0] == wanted and wanted in {_DATA, _TIME} else np.nan for one in found]
    return np.array(factors, dtype=np.float64)[codes] if factors else np.zeros(0)


_THOUSANDS = r"(?:thousands?|000s?|k|t(?:eur|gbp|usd|€)|k(?:eur|gbp|usd|€)|tsd\.?|tausend|milliers)"
_MILLIONS = r"(?:millions?|mn|m|m(?:eur|gbp|usd|€)|mio\.?|millionen)"
_OF_ALL = re.compile(
    rf"\b(?:figures?|amounts?|values?|numbers?|volumes?|counts?|quantities|all)"
    rf" (?:are )?in ({_THOUSANDS}|{_MILLIONS})\b"
    rf"|(?:^\W*|\()in ({_THOUSANDS}|{_MILLIONS})(?=\s*(?:$|[),;]|of (?:gbp|usd|eur|[£$€]|pounds|dollars|euros)))",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(r"[£$€]|(?:eur|usd|gbp)\b|\b(?:pounds?|euros?|dollars?)\b|\bin \w+ of\b", re.IGNORECASE)
"""In a title whose size is that of money, or of what it names."""

_OF_ONE = {
    "requests": re.compile(rf"\b(?:requests|calls|queries) (?:are )?in ({_THOUSANDS}|{_MILLIONS})\b", re.IGNORECASE),
    "tokens": re.compile(rf"\btokens (?:are )?in ({_THOUSANDS}|{_MILLIONS})\b", re.IGNORECASE),
}
_IN_EUROS = r"t€|teur|k€|keur|(?:tsd\.?|tausend|milliers d.) ?(?:€|euros?|eur)|mio\.? (?:€|eur)|m€"
_OF_MONEY = re.compile(
    rf"(?:[£$€]\s?(?:in\s)?['’]?|\b(?:gbp|usd|eur)\s(?:in\s)?"
    rf"|\b(?:angaben|werte|beträge|montants|chiffres) (?:in|en) )({_THOUSANDS}|{_MILLIONS})(?![A-Za-z])"
    rf"|(?<![\d.,])(?<![\d.,]\s)\b({_IN_EUROS})(?![A-Za-z])",
    re.IGNORECASE,
)


def title_factor(titles: Sequence[str], role: str) -> float:
    """Return what a title above a table multiplies the values of a role by, 1 where it says nothing of them.

    >>> title_factor(["All figures in thousands"], "requests"), title_factor(["AI spend, £000s"], "requests")
    (1000.0, 1.0)
    >>> title_factor(["AI spend, £000s"], "cost"), title_factor(["AI spend 2000"], "cost")
    (1000.0, 1.0)
    >>> title_factor(["Tokens in millions"], "tokens_in"), title_factor(["Tokens in millions"], "requests")
    (1000000.0, 1.0)
    >>> [title_factor([one], "cost") for one in ("Alle Angaben in T€, netto", "Kosten in Mio. €", "$ in millions")]
    [1000.0, 1000000.0, 1000000.0]
    """
    if role in {"utilisation", "load", "gpus", "gpus_each", "in_each", "out_each"}:
        return 1.0
    if role != "cost":
        titles = [text for text in titles if not _OF_SOMETHING.search(text)]
    of_one = _OF_ONE.get(role.partition("_")[0])
    patterns = (_OF_ALL, _OF_MONEY) if role == "cost" else (_OF_ALL, of_one) if of_one is not None else (_OF_ALL,)
    found = next((match for text in titles for one in patterns if (match := one.search(text))), None)
    if found is None:
        return 1.0
    said = next(one for one in found.groups() if one)
    return 1e6 if re.match(r"m(?!illiers)", said, re.IGNORECASE) else 1e3


def scale_in_row(unit: str, role: str) -> float:
    """Return what a cell of a row of units, below the heads, multiplies the values of a role by; 1 where it is none.

    >>> scale_in_row("thousand", "requests"), scale_in_row("(m)", "tokens_in"), scale_in_row("1,200", "tokens_in")
    (1000.0, 1000000.0, 1.0)
    """
    return _of_unit(unit.strip(" ()[]").casefold(), _OF_ROLE.get(role, _COUNT))


def _of_unit(unit: str, wanted: str) -> float:
    for one in (unit, unit.partition(" ")[0]):
        kind, times = _UNITS.get(one, ("", 1.0))
        if kind and kind == wanted:
            return times
        if kind == _COUNT and wanted == _TIME and one in {"k", "thousand", "thousands", "000", "000s"}:
            return times  # of hours
    return 1.0
