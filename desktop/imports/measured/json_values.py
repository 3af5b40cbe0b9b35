"""JSON text read strictly and piece by piece: the values of its outermost list are packed as they are read.

Ten thousand records of a log stand in memory as text would, a twentieth of what they take as values.
"""

import json
import marshal
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Never

from desktop.imports.refusal import ImportRefusedError
from desktop.storage.json_text import in_words

_AT_ONCE = 2_000
"""Values that are packed together."""

_LONGEST = 8_000_000
"""Characters among which an opened record has to end somewhere, or one within it."""

_BLANK = re.compile(r"[ \t\r\n]*")


def as_written(value: object) -> str:
    """Return a value for a message as JSON has it, cut where it is long; a text stands as it is.

    >>> as_written("matrix"), as_written(None), as_written([True, 1.5])
    ('matrix', 'null', '[true, 1.5]')
    """
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:40]


class Packed:
    """Values kept as bytes: made once, read as often as needed, a few thousand at a time."""

    def __init__(self, values: Iterable[object] = ()) -> None:
        self._packs: list[bytes] = []
        self._open: list[object] = []
        self._count = 0
        for value in values:
            self.add(value)

    def add(self, value: object) -> None:
        """Put a value behind the last."""
        self._open.append(value)
        self._count += 1
        if len(self._open) >= _AT_ONCE:
            # of this process for itself: never written, never read from anywhere
            self._packs.append(marshal.dumps(self._open))
            self._open = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        for pack in self._packs:
            yield from marshal.loads(pack)  # noqa: S302 - packed above
        yield from self._open

    def in_parts(self, count: int) -> Iterator[list[Any]]:
        """Yield the values, so many at a time."""
        some: list[Any] = []
        for value in self:
            some.append(value)
            if len(some) >= count:
                yield some
                some = []
        if some:
            yield some


class JsonText:
    """Reads JSON text, and says where it comes from. line: in which the text stands in the file, 0 for a whole file."""

    def __init__(self, name: str) -> None:
        self._name, self.line = name, 0
        self._decoder = json.JSONDecoder(parse_constant=self._constant, parse_float=self._finite)

    def value(self, text: str) -> Any:  # noqa: ANN401 - the value of a JSON text
        """Return the value of a text, all of it at once. Raises ImportRefusedError where it is none."""
        return self._refusing(self._decoder.decode, text)

    def document(self, text: str) -> Any:  # noqa: ANN401 - the value of a JSON text
        """Return the value of a text in which an outermost list, or one named in the outermost object, is Packed.

        Raises ImportRefusedError where it is no JSON.
        """
        return self._refusing(self._document, text)

    def _refusing(self, read: Any, text: str) -> Any:  # noqa: ANN401 - as above
        try:
            return read(text)
        except json.JSONDecodeError as error:
            place = f"{self._name}, line {self.line or error.lineno}, column {error.colno}"
            raise ImportRefusedError(place, f"{in_words(error)}; the file is not whole JSON") from None
        except (RecursionError, ValueError):
            raise ImportRefusedError(self._name, "is nested too deeply or holds a number too long for JSON") from None

    def _document(self, text: str) -> Any:  # noqa: ANN401 - as above
        begin = _next(text, 0)
        if text[begin : begin + 1] == "[":
            value, end = self._list(text, begin)
        elif text[begin : begin + 1] == "{":
            value, end = self._object(text, begin)
        else:
            value, end = self._one(text, begin)
        if (end := _next(text, end)) != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        return value

    def _object(self, text: str, begin: int) -> tuple[dict[str, Any], int]:
        members: dict[str, Any] = {}
        place = _next(text, begin + 1)
        if text[place : place + 1] == "}":
            return members, place + 1
        while True:
            if text[place : place + 1] != '"':
                raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, place)
            name, place = self._decoder.raw_decode(text, place)
            place = _expected(text, place, ":")
            members[name], place = (self._list if text[place : place + 1] == "[" else self._one)(text, place)
            place, more = _more(text, place, "}")
            if not more:
                return members, place

    def _list(self, text: str, begin: int) -> tuple[Packed, int]:
        values = Packed()
        place = _next(text, begin + 1)
        if text[place : place + 1] == "]":
            return values, place + 1
        while True:
            value, place = self._one(text, place)
            values.add(value)
            place, more = _more(text, place, "]")
            if not more:
                return values, place

    def _one(self, text: str, place: int) -> tuple[Any, int]:
        ends = {"{": "}", "[": "]"}.get(text[place : place + 1])
        if ends and len(text) - place > _LONGEST and text.find(ends, place, place + _LONGEST) < 0:
            raise ImportRefusedError(
                f"{self._name}, line {self.line or text.count(chr(10), 0, place) + 1}",
                f"one record has more than {_LONGEST:,} characters; no bill or log has one so long",
            )
        return self._decoder.raw_decode(text, place)

    def _constant(self, what: str) -> Never:
        raise ImportRefusedError(self._name, f"{self._at()}{what} is not a JSON number")

    def _finite(self, digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            raise ImportRefusedError(self._name, f"{self._at()}{digits[:40]} is larger than any number")
        return value

    def _at(self) -> str:
        return f"line {self.line}: " if self.line else ""


def _next(text: str, place: int) -> int:
    """Return where the next character stands that is no blank."""
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _expected(text: str, place: int, sign: str) -> int:
    """Return where it goes on after a sign. Raises JSONDecodeError where the sign is missing."""
    place = _next(text, place)
    if text[place : place + 1] != sign:
        raise json.JSONDecodeError(f"Expecting {sign!r} delimiter", text, place)
    return _next(text, place + 1)


def _more(text: str, place: int, end: str) -> tuple[int, bool]:
    """Return where it goes on after a value, and whether another follows. Raises JSONDecodeError for anything else."""
    place = _next(text, place)
    if text[place : place + 1] == end:
        return place + 1, False
    after = _expected(text, place, ",")
    if text[after : after + 1] == end:
        what = "object" if end == "}" else "array"
        raise json.JSONDecodeError(f"Illegal trailing comma before end of {what}", text, place)
    return after, True
