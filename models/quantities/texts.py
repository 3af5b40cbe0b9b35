"""Texts of people: the one rule for which characters a plan keeps, at every entry and at reading.

Letters of any script, signs, emoji and every kind of space stay, no-break and thin ones too. What nobody wants to keep
goes: control characters, halves of surrogate pairs, spaces of no width, soft hyphens, and marks that turn the direction
of what follows. What joins letters or emoji stays.
"""

import unicodedata
from collections.abc import Sequence

_JOINERS = frozenset("\u200c\u200d\u200e\u200f")
"""Of the invisible marks those that scripts and emoji need."""

_TAGS = (0xE0020, 0xE007F)
"""Marks that spell the region of a flag."""

_GONE = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


def clean_line(text: str) -> str:
    """Return a text of one line with the characters that a plan keeps; line ends and tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_kept(one, "") for one in text.replace("\r\n", "\n"))


def clean_text(text: str) -> str:
    """Return a text of several lines with the characters that a plan keeps; ends of lines stay, tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_kept(one, "\n") for one in text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return what a person typed as one line: what a plan does not keep goes, ordinary spaces in a row become one."""
    return " ".join(piece for piece in clean_line(text).split(" ") if piece)


def _kept(character: str, kept_ends: str) -> str:
    if character == "\n":
        return "\n" if kept_ends else " "
    if character == "\t" or character in "\u2028\u2029\x0b\x0c\r\x85":
        return " "
    kind = unicodedata.category(character)
    if kind in _GONE or (kind == "Cf" and character not in _JOINERS and not _tagged(character)):
        return ""
    return character


def _tagged(character: str) -> bool:
    """Return whether a mark is part of an emoji, such as the flag of Scotland."""
    return _TAGS[0] <= ord(character) <= _TAGS[1]


def counted(many: int, word: str) -> str:
    """Return a count with its word, which takes an s where it is not one."""
    return f"{many:,} {word}" if many == 1 else f"{many:,} {word}s"


def listed(parts: Sequence[str], joint: str = "and") -> str:
    """Return parts as a list in a sentence.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"]), listed(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b and c', 'a, b or c')
    """
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}" if len(parts) > 1 else parts[0]


def listed_clauses(parts: Sequence[str]) -> str:
    """Return clauses as a list in a sentence, parted by semicolons where any but the last has a comma of its own.

    >>> listed_clauses(["a", "b"]), listed_clauses(["a, with c,", "b"]), listed_clauses(["a", "b, with c"])
    ('a and b', 'a, with c; and b', 'a and b, with c')
    """
    if any("," in one for one in parts[:-1]):
        return "; ".join([*(one.removesuffix(",") for one in parts[:-1]), f"and {parts[-1]}"])
    return listed(parts)


def isolated(text: str) -> str:
    """Return a name so that its direction moves nothing of the sentence around it, where it has Hebrew or Arabic in it.

    >>> isolated("Café"), [hex(ord(one)) for one in isolated("א")]
    ('Café', ['0x2068', '0x5d0', '0x2069'])
    """
    turns = any(unicodedata.bidirectional(one) in {"R", "AL", "AN"} for one in text)
    return f"\u2068{text}\u2069" if turns else text
