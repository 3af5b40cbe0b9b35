"""What a person types into a field: a number, a sum such as 20m/12, a value in a unit such as 80 GB or 3 FTE.

Files are read more strictly: there a text is a value, in a unit at most, or it is refused.
"""

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import CODES, SIZE, SYMBOLS, ReadingError, in_other_money, read, shown, size_of

LONGEST = 200
"""Characters of a sum at most."""

_SIZE = SIZE.removesuffix("|")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?P<power>[eE][-+]?\d{1,3}(?![\w.]))?"
    rf"(?:\s?(?P<scale>{_SIZE})(?![A-Za-z]))?(?P<percent>\s?%)?"
    r"|(?P<sign>[-+*/()×÷−–]))",
    re.ASCII | re.IGNORECASE,
)
_SIGNS = {"×": "*", "÷": "/", "−": "-", "–": "-"}

_PER_CENT = re.compile(r"\s*(?<![A-Za-z])(?:per ?cent|pct)\b", re.IGNORECASE)

_HOURS = {
    "ms": 1 / 3_600_000,
    "s": 1 / 3_600,
    "sec": 1 / 3_600,
    "second": 1 / 3_600,
    "min": 1 / 60,
    "minute": 1 / 60,
    "h": 1.0,
    "hr": 1.0,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.0,
    "mo": 730.0,
    "quarter": 2_190.0,
    "year": 8_760.0,
    "yr": 8_760.0,
}
_FAMILIES: Mapping[str, Mapping[str, float]] = {
    "time": _HOURS,
    "bytes": {"kb": 1e-6, "mb": 1e-3, "gb": 1.0, "tb": 1e3, "pb": 1e6},
    "power": {"w": 1e-3, "kw": 1.0, "mw": 1e3},
    "energy": {"wh": 1e-3, "kwh": 1.0, "mwh": 1e3, "gwh": 1e6},
    "mass": {"kg": 1.0, "t": 1e3, "tonne": 1e3},
    "carbon": {"kgco₂e": 1.0, "kgco2e": 1.0, "tco₂e": 1e3, "tco2e": 1e3},
    "people": {"people": 1.0, "person": 1.0, "fte": 1.0, "head": 1.0},
    "tokens": {"token": 1.0, "thousand token": 1e3, "million token": 1e6, "million": 1e6},
    "requests": {"request": 1.0, "call": 1.0, "thousand request": 1e3, "thousand": 1e3},
}
"""Units of one kind, each by its size; a month has 730 hours, as everywhere in the model."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text stands for; how it was typed, where that is more than a number."""

    value: Value
    entered_as: str


def typed(
    text: str,
    declared: Input,
    *,
    symbol: str = "£",
    rows: tuple[str, ...] = (),
    percent: bool = True,
    sums: bool = True,
) -> Typed:
    """Return the value a person has typed.

    symbol: the currency sign an amount may carry. rows: for a reference to a table, the rows there are.
    percent: a bare number for a share is a percentage. sums: more than one number may stand there, with signs between.

    Raises ReadingError where the text is neither a value nor a sum in the input's unit. Bounds are checked elsewhere.
    """
    text = given = _PER_CENT.sub("%", text) if declared.numeric else text
    text = _below_nothing(text) if declared.numeric else text
    as_typed = " ".join(given.split()).removeprefix("=").strip()
    try:
        plain = read(text, declared, percent=percent, symbol=symbol, rows=rows)
        return Typed(plain, as_typed if text != given else "")
    except ReadingError as refused:
        if not declared.numeric or not re.search(r"\d", text):
            raise
        if _is_range(text.replace(symbol, ""), declared):
            said = f"{shown(text)} may be a range: enter one value; its range belongs to its evidence"
            raise ReadingError(said) from None
        sum_of = _sum(text, declared, symbol, percent=percent, sums=sums)
        if sum_of is None:
            raise refused from None
        return Typed(sum_of, as_typed)


_IN_BRACKETS = re.compile(
    r"\s*(?P<before>[£$€]?)\s*\(\s*(?P<number>[£$€]?\s*[\d.,][^()+*/×÷−–-]*)\)\s*(?P<behind>%?)\s*"
)


def _below_nothing(text: str) -> str:
    """Return a number alone in brackets with a minus instead, as accountants and spreadsheets write it.

    >>> _below_nothing("(5)"), _below_nothing("£(1,200)"), _below_nothing("(5%)"), _below_nothing("(5 + 3)")
    ('-5', '-£1,200', '-5%', '(5 + 3)')
    """
    match = _IN_BRACKETS.fullmatch(text)
    return f"-{match['before']}{match['number'].strip()}{match['behind']}" if match else text


def _sum(text: str, declared: Input, symbol: str, *, percent: bool, sums: bool) -> float | None:
    """Return what a sum in a unit comes to, in the input's own unit; None where it is none."""
    if len(text) > LONGEST:
        return None
    bare = text.strip().removeprefix("=").replace("\u00a0", " ").replace("\u202f", " ")
    for sign in SYMBOLS.values():
        if sign in bare and (sign != symbol or not declared.unit.symbol.startswith("£")):
            return None
    python, unit, in_percent = _parts(bare.replace(symbol, ""), declared)
    pence = _PENCE.match(unit) if symbol == "£" and declared.unit.symbol.startswith("£") else None
    if pence and symbol in text:
        return None  # pounds and pence in one: which of them is meant nobody can say
    if pence:
        unit = unit[pence.end() :].strip()
    if unit[:3].upper() in SYMBOLS and declared.unit.symbol.startswith("£"):
        if unit[:3].upper() != CODES.get(symbol):
            raise in_other_money(text, unit[:3].upper(), symbol, declared)
        unit = unit[3:].strip()
    if (
        (not sums and not _ONE_NUMBER.fullmatch(python))
        or (in_percent and declared.kind is not Kind.SHARE)
        or (unit and not re.match(r"/?\s*[A-Za-z]", unit))
    ):
        return None
    value = _worked_out(python, text)
    if value is None or not math.isfinite(value):
        return None
    if pence:
        value /= 100
    if unit:
        value *= _factor(unit, declared, text, symbol)
    if declared.kind is Kind.SHARE and (in_percent or percent):
        value /= 100
    return round(value) if declared.kind is Kind.INTEGER and abs(value - round(value)) < 1e-9 else value  # noqa: PLR2004 - as a sum of thirds comes out


_RANGE = re.compile(
    rf"\s*(?P<low>[\d.,]+)\s*(?P<low_size>{SIZE})\s*%?\s*[-–]\s*"
    rf"(?P<high>[\d.,]+)\s*(?P<high_size>{SIZE})(?![\d.,]*\s*[-+*×÷−–(])(?!\s*/\s*\d)",
    re.IGNORECASE,
)
"""Two numbers with a dash between, and no other sign."""


def _is_range(text: str, declared: Input) -> bool:
    """Return whether a text goes from a smaller number to a larger one, which is rather that than a difference."""
    match = _RANGE.match(text)
    if match is None:
        return False
    try:
        low, high = (
            float(match[end].replace(",", "")) * size_of(match[f"{end}_size"], declared) for end in ("low", "high")
        )
    except ValueError:
        return False
    return low < high


_ONE_NUMBER = re.compile(r"(?:[-+] )?(?:[\d.e+-]+|\([^()]+\))")
"""A sum of one number, as `_parts` writes it."""

_PENCE = re.compile(r"(?:pence|p|GBp|GBX)(?![A-Za-z.])")
"""Hundredths of a pound, behind an amount."""


def _parts(text: str, declared: Input) -> tuple[str, str, bool]:
    """Return a sum as Python writes it, the unit behind it, and whether a percent sign stands in it."""
    pieces: list[str] = []
    at, percent = 0, False
    while at < len(text):
        if re.match(r"\s*/?\s*[A-Za-z]", text[at:]):
            break  # from here on it is the unit, such as "GB" or "/month"
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            break
        if match["number"]:
            scale = size_of(match["scale"] or "", declared)
            number = float(match["number"].replace(",", "") + (match["power"] or ""))
            pieces.append(f"({number}*{scale})" if scale != 1 else str(number))
            percent = percent or bool(match["percent"])
        else:
            pieces.append(_SIGNS.get(match["sign"], match["sign"]))
        at = match.end()
    return " ".join(pieces), text[at:].strip(), percent


def _worked_out(python: str, text: str) -> float | None:
    """Return what a sum comes to, None where it is none."""
    try:
        return _value(ast.parse(python, mode="eval").body)
    except ZeroDivisionError:
        raise ReadingError(f"{shown(text)} divides by zero") from None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=float() | int() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _value(left) + _value(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left) - _value(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left) * _value(right)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _value(left) / _value(right)
        case _:
            raise ValueError("not a sum")


def _factor(unit: str, declared: Input, text: str, symbol: str) -> float:
    """Return by what an amount in a unit is multiplied to be in the input's own.

    Raises ReadingError where it counts something else.
    """
    own_top, own_below = _split(declared.unit.symbol.replace("£", "").replace("%", ""))
    top, below = _split(unit)
    refused = ReadingError(f"{shown(text)} is {_said(unit)}; expected {_expected(declared, symbol)}")
    factor = 1.0
    if top:
        if not own_top:
            raise refused
        factor *= _ratio(top, own_top, refused)
    for one in below:
        same = next((own for own in own_below if _same_kind(one, own)), None)
        if same is None:
            raise refused
        factor /= _ratio(one, same, refused)
    if declared.kind is Kind.SHARE and factor != 1:  # a yearly change is compounded: a twelfth of it is another
        raise refused
    return factor


def _said(unit: str) -> str:
    return f"per {unit.strip('/ ')}" if unit.startswith("/") else f"in {unit}"


def _expected(declared: Input, symbol: str) -> str:
    return declared.unit.printed(symbol).strip("/ ") or "a number without a unit"


def _split(unit: str) -> tuple[str, list[str]]:
    """Return what a unit counts and per what, each in the singular and in small letters."""
    short = re.sub(r"\bp\.\s?a\.?|\bpa\b", " per year", re.sub(r"\bp\.\s?m\.?|\bpcm\b", " per month", unit.lower()))
    plain = re.sub(r"\s+(?:per|an?)\s+|^\s*(?:per|an?)\s+", "/", short.strip())
    pieces = [_singular(piece.strip()) for piece in re.split(r"[/\-]", plain)]
    return pieces[0], [piece for piece in pieces[1:] if piece]


def _singular(word: str) -> str:
    many = " ".join(word.split())
    return many[:-1] if many.endswith("s") and many not in {"s", "ms"} else many


def _family(word: str) -> str:
    return next((name for name, sizes in _FAMILIES.items() if word in sizes), word)


def _same_kind(one: str, other: str) -> bool:
    return _family(one) == _family(other)


def _ratio(one: str, other: str, refused: ReadingError) -> float:
    if not _same_kind(one, other):
        raise refused
    sizes = _FAMILIES.get(_family(one), {})
    return sizes[one] / sizes[other] if one in sizes and other in sizes else 1.0
