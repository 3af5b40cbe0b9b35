"""JSON text read strictly: no duplicate keys, no numbers a computation could not use."""

import json
import math
from typing import Never

LARGEST_FILE = 20_000_000
"""Bytes; a plan of 500 scenarios stays under a tenth of this."""


class JsonError(Exception):
    """A text that is not acceptable JSON; the message names the place."""


_IN_WORDS = {
    "Extra data": "more stands behind the end of the value",
    "Expecting value": "a value is missing",
    "Expecting property name": "a name in double quotes is missing",
    "Expecting ':'": "a colon is missing",
    "Expecting ','": "a comma or an end is missing",
    "Illegal trailing comma": "a comma stands before an end",
    "Unterminated string": "a text in quotes has no end",
    "Invalid control character": "a text holds a line break or another control character",
    "Invalid \\escape": "a backslash stands before a character that needs none",
    "Invalid \\uXXXX": "a backslash and u stand without four digits",
}
"""What is wrong with JSON, by how Python's reader begins to say it."""


def in_words(error: json.JSONDecodeError) -> str:
    """Return what is wrong with a JSON text in words."""
    return next((words for begins, words in _IN_WORDS.items() if error.msg.startswith(begins)), "it cannot be read")


def decoded(data: bytes) -> str:
    """Return the text of a file. Raises JsonError where it is empty, too large for a plan, or no UTF-8."""
    if not data.strip(b"\x00 \t\r\n"):
        raise JsonError("the file is empty")
    if len(data) > LARGEST_FILE:
        raise JsonError(f"the file has {len(data):,} bytes; a plan has at most {LARGEST_FILE:,}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError(f"byte {error.start} is not UTF-8 text; a plan is a UTF-8 JSON file") from None


def parse(text: str) -> object:
    """Return the value of a JSON document.

    Raises JsonError for anything else: a truncated text, duplicate keys, NaN or infinity.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_constant=_constant, parse_float=_finite, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise JsonError(f"{place}: {in_words(error)}; a plan is one JSON object, whole") from None
    except _NumberError as error:
        at = text.find(error.token)
        line = f"line {text.count(chr(10), 0, at) + 1}: " if at >= 0 else ""
        raise JsonError(f"{line}{error}") from None
    except RecursionError:
        raise JsonError("it is nested too deeply to be a plan") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, value in pairs:
        if key in members:
            raise JsonError(f"the key “{key[:80]}” stands twice in one object; which of the two holds is not said")
        members[key] = value
    return members


class _NumberError(Exception):
    """A number that no plan can hold. token: as it stands in the text."""

    def __init__(self, message: str, token: str) -> None:
        super().__init__(message)
        self.token = token


def _constant(name: str) -> Never:
    raise _NumberError(f"{name} is not a number a plan can hold", name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _NumberError(f"{text[:40]} is larger than any number a plan can hold", text)
    return value


def _whole(text: str) -> int | float:
    # whole numbers of 15 digits are exact in a double
    return int(text) if len(text) <= 15 else _finite(text)  # noqa: PLR2004
