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
