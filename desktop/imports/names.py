"""Heads and names of rows as they are compared."""

import re
from unicodedata import normalize


def plainly(text: object) -> str:
    """Return a head as it is compared: small letters, words apart by one blank, without units in brackets."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", str(text))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.casefold()).split())


def same_name(text: object) -> str:
    """Return the name of a row as it is compared: composed and case-folded, nothing dropped but double blanks.

    Source: The Unicode Standard, 3.13, canonical caseless matching.
    """
    return " ".join(normalize("NFC", normalize("NFD", str(text)).casefold()).split())


def in_singular(name: str) -> str:
    """Return a name without the plural of its words, by which two names may be of one thing.

    >>> in_singular("Data engineers") == in_singular("Data Engineer"), in_singular("Class A") == in_singular("Clas A")
    (True, False)
    """
    return " ".join(word[:-1] if re.search(r"[^su]s$", word) else word for word in same_name(name).split())


_TOTAL = re.compile(
    r"\(?(?:(?:overall|altogether|team (?:cost|total)s?|all (?:roles|teams|staff|workloads|pools)"
    r"|grand|(?:sub-?)?totals?|sum|summe|zwischensumme|gesamt(?:summe|betrag)?|insgesamt"
    r"|(?:sous-)?total|somme|(?:sub)?totale)(?=[\s:)]|$)|[^\n]{1,60}\s(?:sub-?)?totals?[:)]*$)"
)


def is_called_total(text: str) -> bool:
    """Return whether the name of a row begins as that of a total.

    Or ends as one: July total. So do the words of German, French and Italian sheets.

    >>> [is_called_total(one) for one in ("Total", "Grand total:", "Sub-total UK", "Summary", "Totally new")]
    [True, True, True, False, False]
    >>> [is_called_total(one) for one in ("July total", "Gesamtsumme", "Sous-total", "Gesamtschule", "Summer")]
    [True, True, True, False, False]
    """
    return _TOTAL.match(text.strip().casefold()) is not None


_SCALES = frozenset(
    [
        "s",
        "sec",
        "seconds",
        "ms",
        "min",
        "minutes",
        "h",
        "hours",
        "days",
        "k",
        "thousand",
        "thousands",
        "m",
        "million",
        "millions",
        "bn",
        "b",
        "kb",
        "mb",
        "gb",
        "tb",
        "pb",
    ]
)
_SIZES = frozenset({"k", "thousand", "thousands", "m", "million", "millions", "bn"})
_OF_TIME_OR_DATA = re.compile(r"^(?:hours|months|days|GB|kB|ms|s)\b|^$")

_IN_BRACKETS = re.compile(r"[(\[]\s*(?:in\s+)?([^)\]]{1,20}?)\s*[)\]]")


def in_another_unit(head: object, unit: str) -> bool:
    """Return whether a head names, in brackets, a scale that is not the input's own: seconds where it is in ms.

    >>> in_another_unit("Latency (s)", "ms"), in_another_unit("Latency (ms)", "ms"), in_another_unit("Price (£)", "£")
    (True, False, False)
    """
    found = _IN_BRACKETS.search(str(head).casefold())
    if found is not None and found[1] in _SIZES and not _OF_TIME_OR_DATA.search(unit):
        return False  # a size, which multiplies what is counted
    return found is not None and found[1] in _SCALES and found[1] not in re.split(r"[\s/·-]+", unit.casefold())
