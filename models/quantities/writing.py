"""Numbers as people read and type them: the one place that prints a value and the one that reads one."""

import math
import re
from datetime import date

from models.quantities.declaration import Choice, Input, Kind, Value

SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€"}
CODES = {symbol: code for code, symbol in SYMBOLS.items()}
SIZES = {
    "": 1.0,
    **dict.fromkeys(("k", "tsd", "thousand"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million"), 1e6),
    **dict.fromkeys(("b", "bn", "billion"), 1e9),
}
"""What stands behind a number for its size, in small letters, and what it multiplies by."""
SIZE = "|".join(sorted(SIZES, key=len, reverse=True))
"""The same as a pattern, the longer first and nothing last."""
HELD = frozenset({"b", "bn", "billion", "million", "thousand", "mio", "tsd"})
"""Sizes that are held against a unit that counts in one: 70B of billions of parameters is 70."""

_NUMBER = re.compile(
    r"^(?P<sign>[-−+]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+|\d+(?:\.\d*)?|\.\d+)"
    rf"(?P<power>[eE][-+]?\d{{1,3}})?\s*(?P<scale>{SIZE})\s*"
    r"(?P<percent>%|per ?cent|pct|)$",
    re.IGNORECASE,
)
_FIGURES = 6
"""Figures that are shown of a number that was worked out rather than typed."""

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
_MONTH_FIRST = re.compile(r"^(0?[1-9]|1[0-2])[/.-](\d{4})$")
_MONTH_NAMED = re.compile(r"^([A-Za-z]{3,9})\.?,? +(\d{4})$")


class ReadingError(Exception):
    """A text that is not a value of its input; the message says what is expected."""


def read(text: str, declared: Input, *, percent: bool = False, symbol: str = "£", rows: tuple[str, ...] = ()) -> Value:
    """Return the value a text stands for, such as "£1.2m", "25k", "60%" or "1,234.5".

    percent: a bare number for a share is a percentage, as in a form that shows "%"; otherwise it is a fraction.
    symbol: the currency sign an amount may carry.
    rows: for a reference to a table, the rows there are.

    Raises ReadingError where the text is not such a value. Bounds are checked elsewhere.
    """
    stripped = text.strip()
    if declared.kind is Kind.CHOICE:
        return _one_of(stripped, declared.choices)
    if declared.kind is Kind.ROW:
        return _one_of(stripped, tuple(Choice(row, row) for row in rows))
    if declared.kind is Kind.FLAG:
        return _yes_or_no(stripped)
    if declared.kind is Kind.MONTH:
        return _month(text, stripped)
    return _number(text, stripped, declared, percent=percent, symbol=symbol)


def _month(text: str, stripped: str) -> str:
    """Return a month as the plan writes it, from that or from "Dec 2026", "december 2026", "12/2026"."""
    if _MONTH.match(stripped):
        return stripped
    if by_number := _MONTH_FIRST.match(stripped):
        return f"{by_number[2]}-{int(by_number[1]):02}"
    if by_name := _MONTH_NAMED.match(stripped):
        named = by_name[1].casefold()
        places = [place for place, month in enumerate(_MONTHS, start=1) if month.casefold().startswith(named)]
        if len(places) == 1:
            return f"{by_name[2]}-{places[0]:02}"
    raise ReadingError(f"{shown(text)} is not a month; expected year and month such as 2027-01 or Jan 2027")


def _number(text: str, stripped: str, declared: Input, *, percent: bool, symbol: str) -> float:
    bare = stripped.replace("\u00a0", "").replace("\u202f", "")
    money = declared.unit.symbol.startswith("£")
    if money:
        other = bare[:1]
        if other in SYMBOLS.values() and other != symbol:
            raise in_other_money(text, other, symbol, declared)
        bare = bare.removeprefix(symbol).strip()
    match = _NUMBER.match(bare)
    if match is None or not bare.isascii():
        match = _NUMBER.match(bare.replace("−", "-")) if bare.replace("−", "-").isascii() else None
    # hundredths of a pound are no pounds, however they are written
    if match is None or "GBp" in stripped:
        said = f"{shown(text)} is not a number" if stripped else "nothing is entered"
        raise ReadingError(f"{said}; expected {example(declared, symbol, percent=percent)}")
    if match["percent"] and declared.kind is not Kind.SHARE:
        raise ReadingError(f"{shown(text)} is a percentage; expected {example(declared, symbol)}")
    digits = match["digits"].replace(",", "").replace(" ", "")
    size = float(digits + (match["power"] or "")) * size_of(match["scale"], declared)
    value = -size if match["sign"] in {"-", "−"} else size
    if declared.kind is Kind.SHARE and (match["percent"] or percent):
        value /= 100
    if declared.kind is Kind.INTEGER and value == value // 1:
        return int(value)
    return value


def size_of(said: str, declared: Input) -> float:
    """Return by what a number is multiplied for the size behind it, in what its unit counts in."""
    size, own = said.lower(), declared.unit.symbol.partition(" ")[0]
    return SIZES[size] / (SIZES.get(own, 1.0) if size in HELD else 1.0)


def in_other_money(text: str, other: str, symbol: str, declared: Input) -> ReadingError:
    """Return the refusal of an amount that names another currency than that of its input."""
    or_else = ", or change its currency" if declared.currency else ""
    told = f"this amount is in {symbol}: write what it is in {symbol}{or_else}"
    return ReadingError(f"{shown(text)} is in {other}; {told}")


def _one_of(text: str, choices: tuple[Choice, ...]) -> str:
    for choice in choices:
        if text.casefold() in {choice.value.casefold(), choice.label.casefold()}:
            return choice.value
    raise ReadingError(f"{shown(text)} is not among the choices: {', '.join(choice.label for choice in choices)}")


def _yes_or_no(text: str) -> bool:
    if text.casefold() in {"yes", "y", "true", "on", "1"}:
        return True
    if text.casefold() in {"no", "n", "false", "off", "0"}:
        return False
    raise ReadingError(f"{shown(text)} is neither yes nor no")


_BLANKS = re.compile("[\u00a0\u202f\u2009\u2007]")


def shown(text: object, limit: int = 40) -> str:
    """Return a user's text for a message: quoted, shortened, without control characters."""
    spaced = _BLANKS.sub(" ", str(text))
    plain = "".join(character if character.isprintable() else "�" for character in spaced)
    return f"“{plain[:limit]}…”" if len(plain) > limit else f"“{plain}”"


def example(declared: Input, symbol: str, *, percent: bool = False) -> str:
    """Return what a value of the input may look like, for a message. percent: a bare number is a percentage."""
    if declared.kind is Kind.SHARE:
        return "a percentage such as 60" if percent else "a share such as 60% or 0.6"
    if declared.unit.symbol.startswith("£"):
        return f"an amount such as 1,250, 25k or {symbol}1.2m"
    return "a whole number such as 12" if declared.kind is Kind.INTEGER else "a number such as 1,234.5 or 25k"


def plain(value: Value) -> str:
    """Return a value as text that `read` gives back unchanged, as a fraction for shares."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else repr(value)


def entered(value: Value, declared: Input) -> str:
    """Return a value as a form shows it for editing, without its unit: shares in percent, thousands marked."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return next((choice.label for choice in declared.choices if choice.value == value), value)
    number = value * 100 if declared.kind is Kind.SHARE else float(value)
    decimals = declared.decimals
    # as many as a double holds
    while decimals < 12 and abs(round(number, decimals) - number) > 1e-12 * max(1.0, abs(number)):  # noqa: PLR2004
        decimals += 1
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def at_a_glance(value: Value, declared: Input, least: int | None = None) -> str:
    """Return a value as `entered`, without the decimals that make it longer than six figures.

    least: decimals that are kept all the same; those of the input where none are given.

    >>> from models.areas.compute import Pool
    >>> at_a_glance(1 / 3, Pool.cloud_price), at_a_glance(1234567.89, Pool.cloud_price)
    ('0.333333', '1,234,567.89')
    >>> at_a_glance(1234567.89, Pool.cloud_price, 0)
    '1,234,568'
    """
    if not isinstance(value, float) or not 0 < abs(value) < math.inf:
        return entered(value, declared)
    number = value * 100 if declared.kind is Kind.SHARE else value
    decimals = max(declared.decimals if least is None else least, _FIGURES - 1 - math.floor(math.log10(abs(number))))
    shorter = round(number, decimals)
    return entered(shorter / 100 if declared.kind is Kind.SHARE else shorter, declared)


def legible(value: Value) -> Value:
    """Return a number to six figures, for reading where it was drawn or worked out rather than typed.

    Any other value as it is.
    """
    return float(f"{value:.{_FIGURES}g}") if isinstance(value, float) else value


def in_unit(value: Value, declared: Input, symbol: str) -> str:
    """Return a value with its unit, for reading."""
    text = entered(value, declared)
    if isinstance(value, (bool, str)):
        return text
    text = text.replace("-", "−")
    unit = of_one(declared.unit.printed(symbol)) if text == "1" else declared.unit.printed(symbol)
    if unit.startswith(symbol):
        text = _with_pence(text)
        return (
            f"{symbol}{text}{unit.removeprefix(symbol).replace('/', ' / ', 1)}"
            if not text.startswith("−")
            else f"−{symbol}{text[1:]}"
        )
    if unit.startswith("%"):
        return f"{text}{unit}"
    return f"{text} {unit}".strip()


def _with_pence(text: str) -> str:
    """Return an amount of money with two decimals where it has one, as money is written.

    >>> _with_pence("2.5"), _with_pence("0.125"), _with_pence("1,250")
    ('2.50', '0.125', '1,250')
    """
    return f"{text}0" if text[-2:-1] == "." else text


def of_one(unit: str) -> str:
    """Return a unit as it is read after one.

    >>> of_one("months"), of_one("GPU-hours/run"), of_one("tokens/s per GPU"), of_one("people"), of_one("ms")
    ('month', 'GPU-hour/run', 'token/s per GPU', 'person', 'ms')
    """
    if unit == "people":
        return "person"
    head, slash, rest = unit.partition("/")
    return (head[:-1] if len(head) > len("ms") and head.endswith("s") else head) + slash + rest


def brief(value: float, declared: Input, symbol: str) -> str:
    """Return a value as briefly as it can be read beside its label.

    It has a currency or percent sign, but not the rest of its unit.
    """
    text = entered(abs(value), declared)
    sign = "−" if value < 0 and text.strip("0.,") else ""
    if declared.kind is Kind.SHARE:
        return f"{sign}{text}%"
    return f"{sign}{symbol}{_with_pence(text)}" if declared.unit.symbol.startswith("£") else f"{sign}{text}"


def money(amount: float, symbol: str = "£") -> str:
    """Return an amount in words' length; a negative one with a minus sign.

    >>> money(950), money(-12_345), money(1_234_567)
    ('£950', '−£12k', '£1.2m')
    """
    size = abs(amount)
    for limit, divisor, mark in ((999.5, 1, ""), (999_500, 1e3, "k"), (999.95e6, 1e6, "m"), (float("inf"), 1e9, "bn")):
        if size < limit:
            text = f"{size / divisor:,.1f}" if mark in {"m", "bn"} else f"{size / divisor:,.0f}"
            sign = "−" if amount < 0 and text.strip("0.,") else ""
            return f"{sign}{symbol}{text}{mark}"
    raise AssertionError(amount)


def whole_money(amount: float, symbol: str = "£") -> str:
    """Return an amount to the pound; a negative one with a minus sign.

    >>> whole_money(1_234_567.4), whole_money(-0.4)
    ('£1,234,567', '£0')
    """
    text = f"{abs(amount):,.0f}"
    return f"{'−' if amount < 0 and text != '0' else ''}{symbol}{text}"


def thousands(amount: float) -> str:
    """Return an amount in thousands for a table: negatives in brackets, a dash for nothing.

    >>> thousands(1_234_000), thousands(-5_600), thousands(400)
    ('1,234', '(6)', '–')
    """
    rounded = round(amount / 1000)
    if rounded == 0:
        return "–"
    return f"({-rounded:,})" if rounded < 0 else f"{rounded:,}"


def day_in_words(day: str) -> str:
    """Return a day that is written as in files, as it is said; any other text as it is.

    >>> day_in_words("2026-08-01")
    '1 August 2026'
    """
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


def month_after(start: str, months: int) -> date:
    """Return the first day of the calendar month some months after a start such as "2027-01"."""
    year, month = int(start[:4]), int(start[5:7]) - 1 + months
    return date(year + month // 12, month % 12 + 1, 1)


def month_name(start: str, months: int) -> str:
    """Return that month in words.

    >>> month_name("2027-01", 21)
    'October 2028'
    """
    return f"{_MONTHS[month_after(start, months).month - 1]} {month_after(start, months).year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
