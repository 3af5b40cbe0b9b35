"""Columns of text as numbers, and heads as they are compared. Nothing is taken for zero that is only missing."""

import re
from collections.abc import Sequence

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
_GROUPED = re.compile(rf"^[-−+]?\d{{1,3}}(?:[{APART}]\d{{3}})+(?:[.,]\d+)?$")
_LONGEST = 64
"""Characters of a number with its unit; longer texts are none, and no pattern is tried on them."""

_PREFIXES = {"K": 1e3, "k": 1e3, "M": 1e6, "Mil": 1e6, "G": 1e9, "B": 1e9, "Bil": 1e9, "T": 1e12, "m": 1e-3}
"""Of numbers shown short, such as 1.2 K."""

_WORDS = re.compile(r"[^a-z0-9]+")
BLANK_SENTINEL = 9.2e18
"""DCGM writes numbers near 2⁶³ where it has no value; nothing that is measured comes near."""


def folded(head: str) -> str:
    """Return a head as it is compared: small letters and digits alone.

    This is so that lineItem/UsageAmount and line_item_usage_amount agree.
    """
    return _WORDS.sub("", head.casefold())


def distinct(texts: Texts) -> tuple[NDArray[np.int64], Sequence[str]]:
    """Return for every text the place of its value among the distinct ones, and these."""
    codes, values = pd.factorize(texts, use_na_sentinel=False)
    return codes.astype(np.int64), [str(value) for value in values]


def numbers(texts: Texts, *, comma: bool = False) -> tuple[Floats, NDArray[np.bool_]]:
    """Return a column as numbers, NaN where a value is missing, and where a text is there that is no number.

    comma: 1.234,5 stands for what is 1,234.5 here. A unit after the number is left off; K, M and G before none count.
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
        read = [number(value, comma=comma) for value in values]
        parsed[left] = np.array([np.nan if one is None else one for one in read])[codes]
        odd[left] = np.array([one is None for one in read])[codes]
    return parsed, odd


def number(text: str, *, comma: bool = False) -> float | None:
    """Return the number in a text, NaN where it says that none was taken, None where it is no number."""
    if len(text) > _LONGEST:
        return None
    text = text.strip().strip("'")
    if text.casefold() in _MISSING:
        return float("nan")
    match = _NUMBER.match(text)
    if match is None:
        return None
    figure = match[2].strip(APART)
    if re.search(f"[{APART}]", figure) and not _GROUPED.match(figure):
        return None
    digits = re.sub(f"[{APART}]", "", figure).replace("−", "-").rstrip(",")
    digits = digits.replace(".", "").replace(",", ".") if comma else digits
    if not comma and "," in digits:
        if not re.match(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$", digits):
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
    return value * _scale(match[3].strip())


def _scale(unit: str) -> float:
    """Return what a number shown short stands for: 1.2 K is 1,200; the m of ms or MiB is none of these."""
    return _PREFIXES.get(unit, 1.0)
