"""Columns of text as numbers, and heads as they are compared. Nothing is taken for zero that is only missing."""

import re
from collections.abc import Sequence
from unicodedata import normalize

import numpy as np
import pandas as pd
from numpy.typing import NDArray

type Texts = NDArray[np.object_]
type Floats = NDArray[np.float64]

_MISSING = frozenset(
    {
        "",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "[n/a]",
        "-",
        "–",
        "[not supported]",
        "[unknown error]",
        "[gpu requires reset]",
        "unknown",
        "+inf",
        "-inf",
        "inf",
        "undefined",
    }
)
"""What stands for a value that was not taken, in small letters."""

APART = " \u00a0\u2009\u202f'\u2019"
"""What stands between thousands, beside commas and points: blanks of every width, apostrophes."""

_NUMBER = re.compile(rf"^([-−+]?)\(?\s*[$£€]?\s*([-−+]?[\d.,{APART}]+(?:[eE][-+]?\d+)?)\)?(.*)$", re.DOTALL)
_POINT = re.compile(r"^[-+]?\d+\.(?:\d{1,2}|\d{4,})$")
"""A point before other than three figures is a decimal one, whatever the file writes elsewhere: 12.5 is no 125."""

_BEHIND = re.compile(rf"^([$£€]?\s*[\d.,{APART}]+)\s*(-|−|[cd]r|db)$", re.IGNORECASE)
"""A sign behind its amount, as ledgers write it: 250.00- and 250.00 CR are credits."""

_GROUPED = re.compile(rf"^[-−+]?\d{{1,3}}(?:[{APART}]\d{{3}})+(?:[.,]\d+)?$")
_LONGEST = 64
"""Characters of a number with its unit; longer texts are none, and no pattern is tried on them."""

_PREFIXES = {"K": 1e3, "k": 1e3, "M": 1e6, "Mil": 1e6, "G": 1e9, "B": 1e9, "Bil": 1e9, "T": 1e12, "m": 1e-3}
"""Of numbers shown short, such as 1.2 K."""

_WORDS_OF_SIZE = {
    "thousand": 1e3,
    "thousands": 1e3,
    "tsd": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "bn": 1e9,
    "mrd": 1e9,
}
"""Of numbers with their size as a word, in small letters."""

_UNITS_WITH_DIGITS = frozenset({"co2", "co2e", "tco2e", "kgco2e", "kg co2e", "m2", "m3"})

_WORDS = re.compile(r"[^a-z0-9]+")
BLANK_SENTINEL = 9.2e18
"""DCGM writes numbers near 2⁶³ where it has no value; nothing that is measured comes near."""


class Seen:
    """What has been read before, by its prints, over all chunks of a file."""

    def __init__(self) -> None:
        self._prints = np.zeros(0, dtype=np.uint64)

    def new(self, prints: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return which of some rows are the first with their print.

        >>> seen = Seen()
        >>> [seen.new(np.array(some, dtype=np.uint64)).tolist() for some in ([1, 2, 1], [2, 3])]
        [[True, True, False], [False, True]]
        """
        first = np.zeros(len(prints), dtype=np.bool_)
        first[np.unique(prints, return_index=True)[1]] = True
        first &= ~np.isin(prints, self._prints)
        self._prints = np.concatenate([self._prints, prints[first]])
        return first


def folded(head: str) -> str:
    """Return a head as it is compared: small letters and digits alone.

    This is so that lineItem/UsageAmount and line_item_usage_amount agree; accents are dropped.
    """
    plain = head if head.isascii() else normalize("NFKD", head)
    return _WORDS.sub("", plain.casefold())


def distinct(texts: Texts) -> tuple[NDArray[np.int64], Sequence[str]]:
    """Return for every text the place of its value among the distinct ones, and these."""
    codes, values = pd.factorize(texts, use_na_sentinel=False)
    return codes.astype(np.int64), [str(value) for value in values]


def numbers(texts: Texts, *, comma: bool = False, counts: bool = False) -> tuple[Floats, NDArray[np.bool_]]:
    """Return a column as numbers, NaN where a value is missing, and where a text is there that is no number.

    comma: 1.234,5 stands for what is 1,234.5 here. counts: of requests, tokens or money, of which no thousandths are
        written, so that 1.2m is 1.2 million. A unit after the number is left off; K, M and G before none count.
    """
    parsed = (
        np.asarray(pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce"), dtype=np.float64).copy()
        if not comma
        else np.full(len(texts), np.nan)
    )
    parsed[~np.isfinite(parsed) | (np.abs(parsed) > BLANK_SENTINEL)] = np.nan
    odd = np.zeros(len(texts), dtype=np.bool_)
    left = np.flatnonzero(np.isnan(parsed))
    if len(left):
        codes, values = distinct(texts[left])
        read = [number(value, comma=comma, counts=counts) for value in values]
        parsed[left] = np.array([np.nan if one is None else one for one in read])[codes]
        odd[left] = np.array([one is None for one in read])[codes]
    return parsed, odd


def number(text: str, *, comma: bool = False, counts: bool = False) -> float | None:
    """Return the number in a text, NaN where it says that none was taken, None where it is no number.

    comma, counts: as in numbers.
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip().strip("'")
    if text.casefold() in _MISSING:
        return float("nan")
    owed = _BEHIND.match(text)
    if owed is not None:
        value = number(owed[1], comma=comma, counts=counts)
        return value if value is None or owed[2].casefold() in {"dr", "db"} else -value
    match = _NUMBER.match(text)
    if match is None or (match[1] and match[2][0] in "-−+"):
        return None
    figure = match[2].strip(APART)
    if re.search(f"[{APART}]", figure) and not _GROUPED.match(figure):
        return None
    digits = re.sub(f"[{APART}]", "", figure).replace("−", "-").rstrip(",")
    if comma and "e" not in digits.casefold() and not _POINT.match(digits):
        if "," in digits and digits.rfind(".") > digits.find(","):
            return None
        digits = digits.replace(".", "").replace(",", ".")
    if "," in digits:
        # by thousands, or as in India by lakhs and crores: 12,34,567
        if not re.match(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d*)?$", digits):
            return None
        digits = digits.replace(",", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    if abs(value) > BLANK_SENTINEL:
        return float("nan")
    if match[1] in {"-", "−"} or (text.startswith("(") and text.endswith(")")):
        value = -value
    scale = _scale(match[3].strip().rstrip("."), counts=counts or any(sign in text for sign in "$£€"))
    return None if scale is None else value * scale


def _scale(unit: str, *, counts: bool) -> float | None:
    """Return what a number shown short stands for, None where what follows it is no unit.

    1.2 K is 1,200, £0.5m half a million, 1.2 million what it says; the m of ms or MiB is none of these. A unit has no
    digit: 1O00 with a letter O and 10-12 are no numbers.
    """
    if counts and _OTHER_TIME.search(unit):
        return None
    if counts and unit == "m":
        return _WORDS_OF_SIZE["million"]
    first, _, rest = unit.partition(" ")
    if first.casefold() in _WORDS_OF_SIZE:
        return _WORDS_OF_SIZE[first.casefold()]
    if unit in _PREFIXES:
        return _PREFIXES[unit]
    if any(one.isdigit() for one in unit) and unit.casefold() not in _UNITS_WITH_DIGITS:
        return None
    if rest and first.isupper() and first in _PREFIXES:
        return _PREFIXES[first]
    remarked = _REMARKED.match(unit)
    size = remarked[1] if remarked is not None and not _OF_A_UNIT.match(unit) else ""
    if size.casefold() in {*_WORDS_OF_SIZE, "k", "bn"} or (counts and size.casefold() in {"m", "b"}):
        return _WORDS_OF_SIZE.get(size.casefold()) or _WORDS_OF_SIZE[_LETTERS_OF_SIZE[size.casefold()]]
    return 1.0


_REMARKED = re.compile(r"^\(?([A-Za-z]+)(?![A-Za-z0-9²³])")
"""The size behind a number where something else follows: 13k (est.), 12m*, 10k USD, £120k ex VAT, 13 (m)."""

_OF_A_UNIT = re.compile(r"^[A-Za-z]+\s*[/·*-]?\s*(?:b|bit|byte|w|wh|hz|s|sec|min|h)\b", re.IGNORECASE)
"""Letters that are the beginning of a unit."""

_LETTERS_OF_SIZE = {"k": "thousand", "m": "million", "b": "billion"}

_OTHER_TIME = re.compile(
    r"\s*(?:(?:req(?:uests?)?|calls|tok(?:ens?)?)\s*)?(?:/|\bper\s|\ban?\s|\beach\s)\s*"
    r"(s|sec|second|min|minute|h|hr|hour|day|d|week|wk|quarter|qtr|year|yr|annum)s?\b"
    r"|\s*\bp\.?\s?(a)\.?$",
    re.IGNORECASE,
)
"""An amount by another time than the month that its row may be of: what it comes to in the row is not said."""


def by_time(text: str) -> str:
    """Return the time that an amount is by, in small letters, as it is written; empty where it is by none.

    >>> by_time("400k/day"), by_time("12 req/s"), by_time("5m p.a."), by_time("400,000")
    ('day', 's', 'a', '')
    """
    match = _OTHER_TIME.search(text)
    return (match[1] or match[2]).casefold() if match is not None else ""


def without_time(texts: Texts) -> Texts:
    """Return amounts without the time that they are by."""
    return np.array([_OTHER_TIME.sub("", str(text)) for text in texts], dtype=object)


_TIME = re.compile("^" + r"\s*".join(rf"(?:(\d+(?:\.\d+)?)\s*{unit})?" for unit in "dhms") + "$")
"""Days, hours, minutes and seconds."""


def seconds_in(text: str) -> float | None:
    """Return the seconds of a time written as 1d 2h 30m 5s, None where a text is none.

    >>> seconds_in("6h 0m 0s"), seconds_in("90"), seconds_in("")
    (21600.0, None, None)
    """
    match = _TIME.match(text.strip()) if text.strip() and len(text) <= _LONGEST else None
    if match is None:
        return None
    return sum(float(part or 0) * size for part, size in zip(match.groups(), (86_400, 3_600, 60, 1), strict=True))
