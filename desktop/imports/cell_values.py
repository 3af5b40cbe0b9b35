"""What a cell means as the value of an input: a value with how it was read, or what is wrong with it.

Nothing is guessed in silence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel  # pyright: ignore[reportUnknownVariableType]

from desktop.imports.grid import GridCell
from desktop.imports.measured.periods import A_NAME, month_number
from desktop.imports.said_units import is_money, periods
from desktop.imports.table_heads import SAID_OTHERWISE
from models.plan.problems import value_problem
from models.quantities.declaration import NUMERIC, Input, Kind, Value
from models.quantities.sums import typed
from models.quantities.writing import SIZE, ReadingError, in_unit, read, shown

_DECIMAL_COMMA = re.compile(r"^[-−+]?[£$€]?\s*(\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}|\d+,\d{4,})\s*%?$")
_CONTINENTAL = re.compile(r"^[-−+]?[£$€]?\s*(\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)\s*%?$")
_PLAIN = re.compile(r"^[-−+]?[£$€]?(?!\d{1,3}\.\d{3}$)[\d,]*\.?\d*\s*%?$")
"""Numbers that everybody reads alike; of others it is said how they were read."""

_NAMED_MONTH = re.compile(rf"^(?:\d{{1,2}}\.?[ -])?{A_NAME}\.?[ -](\d{{4}})$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ].*)?$")
_SLASHED = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A value, how it was read where that is not plain, and what is wrong; with a problem the value is nothing."""

    value: Value | None
    note: str = ""
    problem: str = ""


def value_of(
    cell: GridCell,
    declared: Input,
    symbol: str,
    rows: tuple[str, ...],
    names: Mapping[str, str],
    *,
    comma: bool = False,
) -> ReadCell:
    """Return what a cell holds for an input.

    rows: the slugs of the table a reference points to. names: their names as files show them, with the slug of each.
    comma: the file writes 1.234,5 for what is 1,234.5 here.
    """
    if cell.error:
        return ReadCell(None, problem=f"holds the error {cell.value}; expected {_expected(declared)}")
    if cell.empty or cell.value is None:
        waits = (
            "holds a formula that was never calculated; open and save the file in a spreadsheet program"
            if cell.formula
            else f"is empty; expected {_expected(declared)}, and an empty cell is not taken as 0"
        )
        return ReadCell(None, problem=waits)
    if comma and isinstance(cell.value, str) and declared.kind in NUMERIC and _CONTINENTAL.match(cell.value.strip()):
        return _in_bounds(_continental(cell.value.strip(), declared, symbol), cell, declared, symbol, rows)
    date_read = (
        _month(cell.value)
        if declared.kind is Kind.MONTH
        else (
            _text(cell.value, declared, symbol, rows, names) if isinstance(cell.value, str) else _number(cell, declared)
        )
    )
    return _in_bounds(date_read, cell, declared, symbol, rows)


def _continental(text: str, declared: Input, symbol: str) -> ReadCell:
    """Return a number of a file that writes points between thousands and a comma before decimals."""
    try:
        value = read(text.replace(".", "").replace(",", "."), declared, symbol=symbol)
    except ReadingError as error:
        return ReadCell(None, problem=str(error))
    return ReadCell(
        value,
        f"{shown(text)} is read as {value:,.10g}, with a decimal comma" if isinstance(value, (int, float)) else "",
    )


def _in_bounds(found: ReadCell, cell: GridCell, declared: Input, symbol: str, rows: tuple[str, ...]) -> ReadCell:
    """Return what was read, or what the input's bounds have against it."""
    if found.value is None:
        return found
    problem = value_problem("", declared, found.value, {declared.table: rows}, symbol)
    if problem is not None:
        return ReadCell(None, found.note, problem.message)
    by_formula = f"the formula {cell.formula[:60]} becomes its value" if cell.formula else ""
    return ReadCell(found.value, "; ".join(piece for piece in (found.note, by_formula) if piece))


def _expected(declared: Input) -> str:
    return {
        Kind.CHOICE: "one of the choices",
        Kind.ROW: "the name of a row",
        Kind.FLAG: "yes or no",
        Kind.MONTH: "a month such as 2027-01",
        Kind.SHARE: "a share such as 60%",
    }.get(declared.kind, "a number")


def _number(cell: GridCell, declared: Input) -> ReadCell:
    value = cell.value
    if isinstance(value, bool):
        return (
            ReadCell(value)
            if declared.kind is Kind.FLAG
            else ReadCell(None, problem=f"holds {str(value).upper()}; expected {_expected(declared)}")
        )
    if isinstance(value, (datetime, date, time, timedelta)):
        return ReadCell(None, problem=f"holds the date {value}; expected {_expected(declared)}")
    if not isinstance(value, (int, float)):
        return ReadCell(None, problem=f"holds nothing that can be read; expected {_expected(declared)}")
    if declared.kind is Kind.FLAG:
        return (
            ReadCell(bool(value))
            if value in {0, 1}
            else ReadCell(None, problem=f"holds {value:g}; expected 1 for yes or 0 for no")
        )
    if declared.kind in {Kind.CHOICE, Kind.ROW}:
        return ReadCell(None, problem=f"holds the number {value:g}; expected {_expected(declared)}")
    if declared.kind is not Kind.SHARE and "%" in cell.number_format and declared.kind in NUMERIC:
        return ReadCell(
            None, problem=f"is shown as a percentage, {value:.4g} as a number; expected {_expected(declared)}"
        )
    return ReadCell(int(value) if declared.kind is Kind.INTEGER and value == int(value) else float(value))


def _text(text: str, declared: Input, symbol: str, rows: tuple[str, ...], names: Mapping[str, str]) -> ReadCell:
    stripped = text.strip().lstrip("'")
    if declared.kind is Kind.ROW:
        by_name = {name.casefold(): slug for name, slug in names.items()}
        slug = by_name.get(stripped.casefold(), stripped if stripped in rows else "")
        return (
            ReadCell(slug)
            if slug
            else ReadCell(None, problem=f"{shown(text)} is not a row of the plan; it has {', '.join(list(names)[:6])}")
        )
    if declared.kind in NUMERIC and (below := _BELOW_NOTHING.match(stripped)):
        stripped = f"-{below[1]}{below[2]}"  # as ledgers write what is below nothing
    stripped = SAID_OTHERWISE.get(declared.key, {}).get(stripped.casefold(), stripped)
    try:
        value = read(stripped, declared, symbol=symbol, rows=rows)
    except ReadingError as error:
        return _with_a_unit(stripped, declared, symbol) or _with_comma(stripped, declared, symbol, str(error))
    ambiguous = declared.kind in NUMERIC and not _PLAIN.match(stripped)
    return ReadCell(
        value, f"{shown(text)} is read as {value:,.10g}" if ambiguous and isinstance(value, (int, float)) else ""
    )


_BELOW_NOTHING = re.compile(rf"^([£$€]?)\(\s*([£$€]?[\d.,]+\s*(?:{SIZE})\s*%?)\s*\)$", re.IGNORECASE)
"""A figure in brackets."""


def _with_a_unit(text: str, declared: Input, symbol: str) -> ReadCell | None:
    """Return a number that has its unit behind it, in the input's own; None where it is none.

    What is paid for days or hours of work is not paid for all that a month has: such amounts are refused.
    """
    worked = periods(text) & {"hour", "day", "week"}
    if declared.kind not in NUMERIC or "(" in text:
        return None
    try:
        found = typed(text, declared, symbol=symbol, percent=False, sums=False)
    except ReadingError:
        return None
    if is_money(declared) and worked - periods(declared.unit.symbol):
        said = f"{shown(text)} is by the {min(worked)}, and the plan counts this in {declared.unit.printed(symbol)}"
        return ReadCell(None, problem=f"{said}: convert it")
    return ReadCell(found.value, f"{shown(text)} is read as {in_unit(found.value, declared, symbol)}")


def _with_comma(text: str, declared: Input, symbol: str, why: str) -> ReadCell:
    """Return a number written with a decimal comma, where it can be no thousands mark."""
    if declared.kind not in NUMERIC or not _DECIMAL_COMMA.match(text):
        return ReadCell(None, problem=why)
    try:
        value = read(text.replace(".", "").replace(",", "."), declared, symbol=symbol)
    except ReadingError as error:
        return ReadCell(None, problem=str(error))
    return ReadCell(value, f"{shown(text)} is read with a decimal comma")


def _day(number: float) -> ReadCell:
    """Return the month of a bare number of days, and say that it was taken for one."""
    try:
        day: object = from_excel(number, CALENDAR_WINDOWS_1900)  # pyright: ignore[reportUnknownVariableType]
    except (ValueError, OverflowError):
        day = None
    if not isinstance(day, datetime):
        return ReadCell(None, problem=f"{number:g} is not a date; expected a month such as 2027-01")
    return ReadCell(
        f"{day.year:04}-{day.month:02}", f"the number {number:g} is read as {day:%d %B %Y}, counted from 1900"
    )


def day_of(number: float) -> tuple[str | None, str]:
    """Return a bare number of days as a date, or what is wrong with it."""
    day_read = _day(number)
    if day_read.value is None:
        return None, day_read.problem
    day: object = from_excel(number, CALENDAR_WINDOWS_1900)  # pyright: ignore[reportUnknownVariableType]
    return (day.strftime("%Y-%m-%d"), "") if isinstance(day, datetime) else (None, f"{number:g} is not a date")


def _month(value: object) -> ReadCell:
    """Return a month from a date, from the number of a day, or from text that leaves no doubt."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _day(value)
    if isinstance(value, (datetime, date)):
        return ReadCell(
            f"{value.year:04}-{value.month:02}", "" if value.day == 1 else f"the {value:%d %B %Y} is read as its month"
        )
    text = str(value).strip()
    iso, named, slashed = _ISO.match(text), _NAMED_MONTH.match(text), _SLASHED.match(text)
    if iso:
        return ReadCell(f"{iso[1]}-{iso[2]}")
    if named:
        return ReadCell(f"{named[2]}-{month_number(named[1]):02}", f"{shown(text)} is read as a month")
    if slashed:
        first, second = int(slashed[1]), int(slashed[2])
        if first > 12 >= second:  # noqa: PLR2004 - no month has that number, so it is a day
            return ReadCell(f"{slashed[3]}-{second:02}", f"{shown(text)} is read as day, month, year")
        return ReadCell(None, problem=f"{shown(text)} may begin with day or month; write the month as 2027-01")
    return ReadCell(None, problem=f"{shown(text)} is not a month; expected year and month such as 2027-01")
