"""JSON text read strictly: no duplicate keys, no numbers a computation could not use."""

import json
import math
from typing import Never

LARGEST_FILE = 20_000_000
"""Bytes; a plan of 500 scenarios stays under a tenth of this."""


class JsonError(Exception):
    """A text that is not acceptable JSON; the message names the place."""


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
        raise JsonError(
            f"line {error.lineno}, column {error.colno}: {error.msg.removesuffix(' at')}; the file is not whole JSON"
        ) from None
    except RecursionError:
        raise JsonError("it is nested too deeply to be a plan") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, value in pairs:
        if key in members:
            raise JsonError(f"the key “{key[:80]}” stands twice in one object; which of the two holds is not said")
        members[key] = value
    return members


def _constant(name: str) -> Never:
    raise JsonError(f"{name} is not a number a plan can hold")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise JsonError(f"{text[:40]} is larger than any number a plan can hold")
    return value


def _whole(text: str) -> int | float:
    # whole numbers of 15 digits are exact in a double
    return int(text) if len(text) <= 15 else _finite(text)  # noqa: PLR2004
