"""Heads and names of rows as they are compared."""

import re
from collections.abc import Set as AbstractSet
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


_ONE_OF_MANY = {"people": "person", "persons": "person", "staff": "person"}
_NO_WORDS = frozenset({"or", "the", "is", "are", "of", "and", "with", "for", "to"})


def much_alike(one: str, other: str) -> bool:
    """Return whether two names may be of one thing: most words the same, but for endings, order and small words.

    What one of them has in brackets may be of the other too; where both have some, these tell them apart.

    >>> much_alike("Data engineers", "Data Engineer"), much_alike("Weights & Biases", "Weights and biases")
    (True, True)
    >>> much_alike("Delivery is late", "Delivery late"), much_alike("Model A", "Model"), much_alike("C++", "C#")
    (True, False, False)
    >>> much_alike("Chat (UK)", "Chat"), much_alike("Chat (UK)", "Chat (US)"), much_alike("Delivery late", "Delivery")
    (True, False, False)
    """
    brackets = [re.search(r"[(\[]", name) is not None for name in (one, other)]
    names = [one, other] if all(brackets) else [re.sub(r"[(\[].*?[)\]]", " ", name) for name in (one, other)]
    first, second = ({_stem(word) for word in _WORDS.findall(same_name(name))} - {""} for name in names)
    if not first or not second:
        return False
    return first == second or (not all(brackets) and _nearly(first, second))


_MOST_OF = 0.6


def _nearly(first: AbstractSet[str], second: AbstractSet[str]) -> bool:
    """Return whether most words are the same, at least two, and none that differ are numbers or single letters.

    >>> _nearly({"cloud", "pric", "ris"}, {"cloud", "api", "pric", "ris"}), _nearly({"chat", "2"}, {"chat", "3"})
    (True, False)
    """
    apart = first ^ second
    same = len(first & second)
    if same < 2 or any(len(word) == 1 or word.isdigit() for word in apart):  # noqa: PLR2004 - one word is of many things
        return False
    return same >= _MOST_OF * len(first | second)


_WORDS = re.compile(r"[^\W_]+[+#]*")


def _stem(word: str) -> str:
    """Return a word without its ending, nothing for one that says nothing."""
    word = _ONE_OF_MANY.get(word, word)
    return "" if word in _NO_WORDS else re.sub(r"(?<=[^\W\d_]{3})(?:ing|ed|es|s|e)$", "", word)


_TOTAL = re.compile(
    r"\(?(?:(?:grand|(?:sub-?)?totals?|sum|summe|zwischensumme|gesamt(?:summe|betrag)?|insgesamt"
    r"|(?:sous-)?total|somme|(?:sub)?totale)(?=[\s:)]|$)|[^\n]{1,60}\s(?:sub-?)?totals?[:)]*$)"
)
_SUMMARY = re.compile(
    r"(?:(?:overall|altogether|headcount|expected value|worst case|best case|team (?:cost|total)s?"
    r"|all (?:roles|teams|staff|workloads|pools|risks)|(?:vat|on-?costs?)(?: at)?(?: \d+ ?%)?)"
    r"\s*(?:totals?|costs?)?[\s:]*$"
    r"|average (?:salary|cost|price|age)\s*$|(?:blended|weighted|overall|grand) average\b)"
)


def is_summary(text: str) -> bool:
    """Return whether the name of a row of a plan's table is that of figures drawn from others, and of no row.

    >>> [is_summary(one) for one in ("Overall", "Average salary", "On-costs 25%", "Overall quality monitoring")]
    [True, True, True, False]
    """
    return is_called_total(text) or _SUMMARY.match(text.strip().casefold()) is not None


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
