"""Reads a formula in words, as `explain` prints it, and works it out from what is listed beneath it.

It knows nothing of the program's formulas: a sentence and the values of the names in it are all it has. What a reader
takes for granted: brackets first, then powers, × and ÷, + and −, comparisons, phrases such as “the larger of A and B”
and “rounded up”, and “A where B, else C” last. A yes counts 1, a no 0. Before month 0 everything is 0, after the last
month it stays as it was, and a running product is 1 in month 0. A part of nothing, A ÷ 0, is 0. What is whole to nine
decimals is whole.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]

LISTED, CHOICE, PHRASE, COMPARED, ADDED, MULTIPLIED, RAISED, CLOSE = range(1, 9)
"""How strongly words bind, the loosest first."""

INFIX = {
    **dict.fromkeys(("<", "≤", ">", "≥", "="), COMPARED),
    **dict.fromkeys(("+", "−"), ADDED),
    **dict.fromkeys(("×", "÷"), MULTIPLIED),
    "to the power of": RAISED,
}
ONCE = {COMPARED, RAISED}
"""Where two in a row, such as A < B < C, leave open which comes first."""

OF_TWO = {"the larger of": "and", "the smaller of": "and", "the remainder of": "by", "the present value of": "at"}
"""Phrases of two terms, with the word between them."""

OF_ONE = ("the size of", "the running total of")
ENCLOSED = ("the sum of", "the largest of", "the largest")
ENDS = ("over all months", "of any month", "over each")
AFTER = ("rounded up", "held between 0 and 1")
MONTHS_AFTER = ("a month before", "in the last month", "compounded month by month")
FROM_MONTH = "after month"
SIGNS = ("(", ")", "[", "]", "…", ", else")
WORDS = (*OF_TWO, *OF_TWO.values(), *OF_ONE, *ENCLOSED, *ENDS, *AFTER, *MONTHS_AFTER)
ALONE = (FROM_MONTH, "of the last month in which", "of", "before", "later", "where", "number of the", "month")
KNOWN = sorted({*INFIX, *SIGNS, *WORDS, *ALONE}, key=len, reverse=True)


class UnclearError(Exception):
    """A sentence that cannot be followed; the message says where it stops making sense."""


@dataclass(frozen=True)
class Phrase:
    """A part of a sentence: what kind of words it is, its parts, and the name, number or rows it speaks of."""

    kind: str
    parts: tuple["Phrase", ...] = ()
    told: str = ""

    def kinds(self) -> set[str]:
        """Return every kind of words in it."""
        return {self.kind}.union(*(part.kinds() for part in self.parts))


@dataclass(frozen=True)
class Token:
    """A name, a number, a flag in square brackets, or words."""

    kind: str
    text: str


def tokens(sentence: str, names: Collection[str]) -> list[Token]:
    """Return a sentence in pieces. The longest name that fits is meant. Raises UnclearError for a stray word."""
    longest = sorted(names, key=len, reverse=True)
    found: list[Token] = []
    place = 0
    while place < len(sentence):
        rest = sentence[place:]
        if rest[0] == " ":
            place += 1
            continue
        name = next((one for one in longest if _starts(rest, one)), "")
        word = next((one for one in KNOWN if _starts(rest, one)), "")
        number = re.match(r"\d+(\.\d+)?(?![\w.])", rest)
        if rest[0] == "[":
            token = Token("flag", rest[: rest.index("]") + 1])
        elif name:
            token = Token("name", name)
        elif word:
            token = Token("word", word)
        elif number:
            token = Token("number", number[0])
        else:
            raise UnclearError(f"“{rest[:40]}” is neither listed beneath nor known words")
        found.append(token)
        place += len(token.text)
    return found


def _starts(rest: str, text: str) -> bool:
    return rest.startswith(text) and not (text[-1].isalnum() and rest[len(text) : len(text) + 1].isalnum())


@dataclass
class Reader:
    """Reads the pieces of a sentence from left to right.

    far: how far a phrase without brackets reaches: True for as far as it can, False for the next term only. A
    sentence with all the brackets it needs says the same either way.
    """

    pieces: list[Token]
    names: Collection[str]
    far: bool = True
    place: int = 0

    def whole(self) -> Phrase:
        """Return the whole sentence."""
        phrase = self.term(LISTED)
        if self.place < len(self.pieces):
            raise UnclearError(f"nothing leads to “{self.next}”")
        return phrase

    @property
    def next(self) -> str:
        """The words that come next; empty where a name or number does."""
        if self.place >= len(self.pieces) or self.pieces[self.place].kind != "word":
            return ""
        return self.pieces[self.place].text

    def take(self, *wanted: str) -> str:
        """Return the next words, which must be among those wanted, and go past them."""
        if self.next not in wanted:
            raise UnclearError(f"“{' / '.join(wanted)}” is missing before “{self.next}”")
        self.place += 1
        return self.pieces[self.place - 1].text

    def term(self, bound: int) -> Phrase:
        """Return the longest term whose parts bind at least as strongly as told."""
        left, last = self.first(), 0
        while self.next:
            binds = self.binds(self.next)
            if not binds or binds < bound:
                break
            if binds == last and binds in ONCE:
                raise UnclearError(f"“{self.next}” twice in a row")
            left, last = self.joined(left, self.take(self.next), binds), binds
        return left

    def binds(self, word: str) -> int:
        """Return how strongly words after a term bind it, 0 for words that do not go on from a term."""
        if word in AFTER:
            return PHRASE if self.far else CLOSE
        if word in MONTHS_AFTER or word in {"of", "of the last month in which"}:
            return CLOSE
        return {"…": LISTED, "where": CHOICE}.get(word, 0) or INFIX.get(word, 0)

    def joined(self, left: Phrase, word: str, binds: int) -> Phrase:
        """Return a term with the words after it."""
        if word in INFIX:
            return Phrase(word, (left, self.term(binds if binds == RAISED and self.next == "−" else binds + 1)))
        if word == "…":
            return Phrase(word, (left, self.term(CHOICE)))
        if word == "where":
            condition = self.term(PHRASE)
            self.take(", else")
            return Phrase(word, (left, condition, self.term(CHOICE)))
        if word == "of":
            months = self.term(LISTED)
            return Phrase(self.take("before", "later"), (left, months))
        if word == "of the last month in which":
            return Phrase(word, (left, self.tail()))
        if word == "compounded month by month" and self.next == FROM_MONTH:
            self.take(FROM_MONTH)
            return Phrase(word, (left, self.term(CLOSE)))
        return Phrase(word, (left,))

    def tail(self) -> Phrase:
        """Return the term that ends a phrase."""
        return self.term(PHRASE if self.far else CLOSE)

    def first(self) -> Phrase:
        """Return what a term begins with."""
        if not self.next:
            return self.leaf()
        word = self.take(self.next)
        if word == "(":
            inner = self.term(LISTED)
            self.take(")")
            return inner
        if word == "−":
            return Phrase("less", (self.term(RAISED),))
        if word in OF_TWO:
            one = self.term(LISTED)
            self.take(OF_TWO[word])
            return Phrase(word, (one, self.tail()))
        if word in OF_ONE:
            return Phrase(word, (self.tail(),))
        if word in ENCLOSED:
            inner = self.term(LISTED)
            end = self.take(*ENDS)
            return Phrase(f"{word.removesuffix(' of')} {end}", (inner,), self.axis() if end == "over each" else "")
        if word == "number of the":
            return Phrase(word, told=self.axis())
        if word == "month":
            return Phrase(word)
        raise UnclearError(f"a term cannot begin with “{word}”")

    def axis(self) -> str:
        """Return the next name of rows, such as workload."""
        self.place += 1
        return self.pieces[self.place - 1].text

    def leaf(self) -> Phrase:
        """Return a name, a number or a flag in square brackets."""
        if self.place >= len(self.pieces):
            raise UnclearError("the sentence breaks off")
        token = self.pieces[self.place]
        self.place += 1
        if token.kind != "flag":
            return Phrase(token.kind, told=token.text)
        inside = token.text[1:-1]
        name = max((one for one in self.names if _starts(inside, one)), key=len, default="")
        rest = inside.removeprefix(name)
        if not name or not rest.startswith((": ", " is the ")):
            raise UnclearError(f"{token.text} speaks of nothing listed beneath")
        kind = "choice" if rest.startswith(": ") else "row"
        return Phrase(kind, (Phrase("name", told=name),), rest.removeprefix(": ").removeprefix(" is the "))


def read(sentence: str, names: Collection[str], rows: Collection[str], *, far: bool = True) -> Phrase:
    """Return a sentence as a reader takes it. Raises UnclearError where it leaves open what is meant.

    names: what is listed beneath it. rows: what tables of rows are called.
    """
    return Reader(tokens(sentence, [*names, *rows]), names, far).whole()


@dataclass(frozen=True)
class Page:
    """What stands beneath a sentence: values by name, over the rows of every table in one order, then months.

    said: of a choice, the words of its value. lengths: rows of every table. over: the tables of the line explained.
    """

    values: Mapping[str, Array]
    said: Mapping[str, NDArray[np.str_]]
    lengths: Mapping[str, int]
    over: Collection[str]
    horizon: int

    def along(self, axis: str, numbers: Array) -> Array:
        """Return numbers laid along the rows of a table; an empty name stands for months."""
        shape = [len(numbers) if name == axis else 1 for name in (*self.lengths, "")]
        return numbers.reshape(shape)

    def by_month(self, value: Array) -> Array:
        """Return a value with all its months."""
        return np.broadcast_to(value, (*value.shape[:-1], self.horizon + 1))


def follow(phrase: Phrase, page: Page) -> Array:
    """Return what a sentence comes to, over rows and months; not a number where it does not say."""
    if phrase.kind == "number":
        return page.along("", np.array([float(phrase.told)]))
    if phrase.kind == "name":
        return page.values[phrase.told]
    if phrase.kind == "month":
        return page.along("", np.arange(page.horizon + 1.0))
    if phrase.kind == "number of the":
        return page.along(phrase.told, np.arange(1.0, page.lengths[phrase.told] + 1))
    if phrase.kind == "choice":
        return (page.said[phrase.parts[0].told] == phrase.told).astype(float)
    parts = [follow(part, page) for part in phrase.parts]
    if phrase.kind == "row":
        return (parts[0] == page.along(phrase.told, np.arange(float(page.lengths[phrase.told])))).astype(float)
    if phrase.kind == "…":
        return _listed(parts[0], parts[1], page)
    if phrase.kind.endswith("over each"):
        place = list(page.lengths).index(phrase.told)
        gathered = np.sum if phrase.kind.startswith("the sum") else np.max
        return gathered(parts[0], axis=place, keepdims=True)
    if phrase.kind in PLAIN:
        return np.asarray(PLAIN[phrase.kind](*parts), dtype=float)
    return ALONG_MONTHS[phrase.kind](*(page.by_month(part) for part in parts))


def _listed(first: Array, last: Array, page: Page) -> Array:
    """Return the first and last row; the words leave out those between."""
    order, shape = list(page.lengths), (first + last).shape
    lacking = [axis for axis in page.over if shape[order.index(axis)] == 1 < page.lengths[axis]]
    if len(lacking) != 1:
        raise UnclearError("“…” leaves open over which rows it runs")
    between = [np.full(shape, np.nan)] * (page.lengths[lacking[0]] - 2)
    rows = [np.broadcast_to(first, shape), *between, np.broadcast_to(last, shape)]
    return np.concatenate(rows, axis=order.index(lacking[0]))


def _divided(first: Array, second: Array) -> Array:
    return np.where(second == 0, 0.0, first / np.where(second == 0, 1.0, second))


def _chosen(then: Array, condition: Array, otherwise: Array) -> Array:
    return np.where(condition != 0, then, otherwise)


def _rounded_up(value: Array) -> Array:
    return np.ceil(np.round(value, 9))


def _held_within(value: Array) -> Array:
    return np.minimum(np.maximum(value, 0.0), 1.0)


PLAIN: Mapping[str, Callable[..., Any]] = {
    "+": np.add,
    "−": np.subtract,
    "×": np.multiply,
    "÷": _divided,
    "to the power of": np.power,
    "less": np.negative,
    "<": np.less,
    "≤": np.less_equal,
    ">": np.greater,
    "≥": np.greater_equal,
    "=": np.equal,
    "where": _chosen,
    "the larger of": np.maximum,
    "the smaller of": np.minimum,
    "the size of": np.abs,
    "the remainder of": np.mod,
    "rounded up": _rounded_up,
    "held between 0 and 1": _held_within,
}
"""What words say of numbers of one row and month."""


def _moved(value: Array, months: Array) -> Array:
    """Return a value some months later, or earlier where the number is negative."""
    shape = np.broadcast_shapes(value.shape, months.shape)
    places = np.broadcast_to((np.arange(float(shape[-1])) + months).astype(np.int64), shape)
    found = np.take_along_axis(np.broadcast_to(value, shape), places.clip(0, shape[-1] - 1), axis=-1)
    return np.where(places < 0, 0.0, found)


def _before(value: Array, months: Array) -> Array:
    return _moved(value, -months)


def _month_before(value: Array) -> Array:
    return _moved(value, -np.ones_like(value))


def _compounded(factor: Array, after: Array | float = 0.0) -> Array:
    return np.cumprod(np.where(np.arange(float(factor.shape[-1])) <= after, 1.0, factor), axis=-1)


def _held(value: Array, flag: Array) -> Array:
    """Return the value of the last month in which the flag was set."""
    month = np.arange(float(flag.shape[-1]))
    last: Array = np.maximum.accumulate(np.where(flag != 0, month, -1.0), axis=-1)
    return np.where(last < 0, 0.0, _moved(value, last - month))


def _present_value(value: Array, rate: Array) -> Array:
    months = np.arange(float(value.shape[-1]))
    return np.sum(value * (1 / (1 + rate)) ** months, axis=-1, keepdims=True)


ALONG_MONTHS: Mapping[str, Callable[..., Any]] = {
    "before": _before,
    "later": _moved,
    "a month before": _month_before,
    "in the last month": itemgetter((..., slice(-1, None))),
    "the sum over all months": partial(np.sum, axis=-1, keepdims=True),
    "the largest of any month": partial(np.max, axis=-1, keepdims=True),
    "the running total of": partial(np.cumsum, axis=-1),
    "compounded month by month": _compounded,
    "of the last month in which": _held,
    "the present value of": _present_value,
}
"""What words say of other months."""


def laid(value: Array, page: Page) -> Array:
    """Return a value over the rows of the line explained: row by row where another table has as many rows.

    Raises UnclearError where the words speak of more rows than the line has.
    """
    order = list(page.lengths)
    for place, axis in enumerate(order):
        if value.shape[place] > 1 and axis not in page.over:
            onto = [one for one in page.over if page.lengths[one] == value.shape[place] > value.shape[order.index(one)]]
            if len(onto) != 1:
                raise UnclearError(f"the words speak of each {axis}, the line does not")
            return laid(np.swapaxes(value, place, order.index(onto[0])), page)
    return value
