"""Cells of tables: a value with its unit and kind, written once for each edge.

Screen and page take `written`, a sheet takes the value with `number_format`, JSON takes `record`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from models.exhibits.inputs import rounded
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import SYMBOLS, brief, in_unit, money, month_after, month_name, thousands, whole_money

A_POUND = 0.5
"""An amount of less rounds to nothing: it has no row of a table and no step of a chart."""


class CellKind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    FINDING = "finding"
    CHOICE = "choice"
    INPUT = "input"
    LINE = "line"
    MONEY = "money"
    SHARE = "share"
    QUANTITY = "quantity"
    MONTH = "month"
    DATE = "date"


class Form(StrEnum):
    """How a number is written."""

    TEXT = "text"
    THOUSANDS = "thousands"
    BRIEF = "brief"
    WHOLE = "whole"
    PRICE = "price"
    SHARE = "share"
    NUMBER = "number"
    INPUT = "input"
    INPUT_BRIEF = "input_brief"
    MONTH_NAME = "month_name"
    SHORT_MONTH = "short_month"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    value: in base units: money in the plan's currency, a share as a fraction, a date as year and month; None for blank.
    unit: the unit's symbol. decimals, signed: of a number as it is written. before, after: words around it.
    also: further values of the same cell, such as the other end of a range; joint: what stands between them.
    declared: the input a value is of.
    """

    kind: CellKind
    value: float | str | None
    unit: str = ""
    form: Form = Form.TEXT
    decimals: int = 0
    signed: bool = False
    before: str = ""
    after: str = ""
    also: tuple["Cell", ...] = ()
    joint: str = " to "
    declared: Input | None = None

    def __str__(self) -> str:
        return written(self)

    @property
    def is_number(self) -> bool:
        """Whether the value is a number."""
        return isinstance(self.value, (int, float))

    def with_words(self, before: str = "", after: str = "") -> "Cell":
        """Return the cell with words around its number."""
        return replace(self, before=before, after=after)

    def numbers(self) -> tuple["Cell", ...]:
        """Return the values of the cell, each as a cell."""
        return (replace(self, also=()), *self.also)


type Entered = Cell | str
"""What a row may be given: a text stands for a cell that holds it."""


def text(words: str, kind: CellKind = CellKind.TEXT) -> Cell:
    """Return a cell of words."""
    return Cell(kind, words)


def cells(row: Iterable[Entered]) -> tuple[Cell, ...]:
    """Return a row as cells."""
    return tuple(text(one) if isinstance(one, str) else one for one in row)


BLANK = Cell(CellKind.TEXT, None)


def in_thousands(amount: float, symbol: str) -> Cell:
    """Return an amount of money, written in thousands."""
    return Cell(CellKind.MONEY, float(amount), symbol, Form.THOUSANDS)


def thousands_in(plan: Plan) -> Callable[[float], Cell]:
    """Return what makes cells of amounts in the plan's currency, written in thousands."""
    symbol = SYMBOLS[plan.currency]
    return lambda amount: in_thousands(amount, symbol)


def amount(value: float, symbol: str) -> Cell:
    """Return an amount of money, written at the length of words: £12k, £1.2m."""
    return Cell(CellKind.MONEY, float(value), symbol, Form.BRIEF)


def whole_amount(value: float, symbol: str, *, signed: bool = False) -> Cell:
    """Return an amount of money, written to the pound."""
    return Cell(CellKind.MONEY, float(value), symbol, Form.WHOLE, signed=signed)


def price(value: float, symbol: str, decimals: int = 2, *, signed: bool = False) -> Cell:
    """Return a price, written with two decimals unless more are asked for."""
    return Cell(CellKind.MONEY, float(value), symbol, Form.PRICE, decimals, signed=signed)


def share(part: float, decimals: int = 0, *, signed: bool = False) -> Cell:
    """Return a share, written in percent."""
    return Cell(CellKind.SHARE, float(part), "%", Form.SHARE, decimals, signed=signed)


def number(value: float, decimals: int = 0, unit: str = "", *, signed: bool = False) -> Cell:
    """Return a quantity with its unit behind it."""
    return Cell(CellKind.QUANTITY, float(value), unit, Form.NUMBER, decimals, signed=signed)


def month_number(place: float) -> Cell:
    """Return the number of a month."""
    return Cell(CellKind.MONTH, float(place), "", Form.NUMBER)


def calendar_month(start: str, months: int = 0) -> Cell:
    """Return the calendar month some months after a start such as "2027-01"."""
    year, first = int(start[:4]), int(start[5:7]) - 1 + months
    return Cell(CellKind.DATE, f"{year + first // 12:04}-{first % 12 + 1:02}", "", Form.MONTH_NAME)


def of_input(plan: Plan, scenario: str, key: str, value: Value, *, short: bool = False) -> Cell:
    """Return a value of an input, to about three figures where it was not typed; short: without all of its unit."""
    declared = plan.declaration(key)
    if declared.kind is Kind.ROW:
        return Cell(CellKind.CHOICE, plan.row_name(declared.table, str(value)))
    if isinstance(value, (bool, str)):
        return Cell(CellKind.CHOICE, in_unit(value, declared, ""))
    if isinstance(value, float) or short:
        value = rounded(value * 100) / 100 if declared.kind is Kind.SHARE else rounded(value)
    return typed_input(plan, scenario, key, value, short=short)


def typed_input(plan: Plan, scenario: str, key: str, value: float, *, short: bool = False) -> Cell:
    """Return a number of an input as it is, with its unit."""
    declared = plan.declaration(key)
    symbol = plan.symbol(scenario, key)
    money_in = declared.unit.symbol.startswith("£")
    kind = CellKind.SHARE if declared.kind is Kind.SHARE else CellKind.MONEY if money_in else CellKind.QUANTITY
    form = Form.INPUT_BRIEF if short else Form.INPUT
    return Cell(kind, float(value), declared.unit.printed(symbol), form, declared.decimals, declared=declared)


def span(plan: Plan, scenario: str, key: str, ends: tuple[float, float], *, short: bool = False) -> Cell:
    """Return a range of an input's values as one cell of two."""
    low, high = (of_input(plan, scenario, key, end, short=short) for end in ends)
    return between(low, high)


def between(low: Cell, high: Cell, joint: str = " to ") -> Cell:
    """Return a range as one cell of two values."""
    return replace(low, also=(*low.also, high), joint=joint)


def symbol_of(cell: Cell) -> str:
    """Return the currency symbol of a cell's unit; of a unit that is no money, one that no unit begins with."""
    return cell.unit[:1] if cell.kind is CellKind.MONEY else "£"


def written(cell: Cell) -> str:
    """Return a cell as screen and page show it."""
    own = f"{cell.before}{_value(cell)}{cell.after}"
    return cell.joint.join([own, *(written(one) for one in cell.also)])


def _value(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.form is Form.SHORT_MONTH:
            return f"{month_after(value, 0):%b %Y}"
        return month_name(value, 0) if cell.form is Form.MONTH_NAME else value
    match cell.form:
        case Form.THOUSANDS:
            return thousands(value)
        case Form.BRIEF:
            return _signed(cell, money(abs(value) if cell.signed else value, cell.unit))
        case Form.WHOLE:
            return _signed(cell, whole_money(abs(value) if cell.signed else value, cell.unit))
        case Form.PRICE:
            return _signed(
                cell, f"{'−' if value < 0 and not cell.signed else ''}{cell.unit}{abs(value):,.{cell.decimals}f}"
            )
        case Form.INPUT | Form.INPUT_BRIEF:
            assert cell.declared is not None
            shown = int(value) if cell.declared.kind is Kind.INTEGER and value.is_integer() else value
            if cell.form is Form.INPUT:
                return in_unit(shown, cell.declared, symbol_of(cell))
            return brief(shown, cell.declared, symbol_of(cell)).replace("-", "−")
        case _:
            digits = "%" if cell.form is Form.SHARE else "f"
            digits_text = f"{abs(value) if cell.signed else value:,.{cell.decimals}{digits}}".replace("-", "−")
            unit = f" {cell.unit}" if cell.unit and cell.form is Form.NUMBER else ""
            return _signed(cell, digits_text + unit)


def _signed(cell: Cell, told: str) -> str:
    """Return an amount with its sign where it is asked for; 0 where nothing of it would be seen."""
    if not cell.signed:
        return told
    digits = told.strip("£$€ ×").replace(",", "").replace(".", "").rstrip("kmbn")
    if cell.form is not Form.SHARE and not digits.strip("0"):
        return "0"
    assert isinstance(cell.value, (int, float))
    return f"{'−' if cell.value < 0 else '+'}{told}"


def number_format(cell: Cell) -> str:
    """Return a number's format in a sheet, with the words around it."""
    digits = "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
    plus = "+" if cell.signed else ""
    match cell.form:
        case Form.THOUSANDS:
            return '#,##0,;(#,##0,);"–"'
        case Form.BRIEF | Form.WHOLE | Form.PRICE:
            sign = _quoted(cell.unit)
            shapes = [f"{plus}{sign}{digits}", f'"−"{sign}{digits}']
        case Form.SHARE:
            part = "0" + (f".{'0' * cell.decimals}" if cell.decimals else "") + "%"
            shapes = [f"{plus}{part}", f'"−"{part}']
        case Form.INPUT | Form.INPUT_BRIEF:
            shapes = _input_shapes(cell)
        case _:
            unit = _quoted(f" {cell.unit}") if cell.unit else ""
            shapes = [f"{plus}{digits}{unit}", f'"−"{digits}{unit}']
    return ";".join(f"{_quoted(cell.before)}{one}{_quoted(cell.after)}" for one in shapes)


def _input_shapes(cell: Cell) -> list[str]:
    """Return how a sheet writes a value of an input: a share in percent, money with its sign, others with a unit."""
    declared = cell.declared
    assert declared is not None
    if declared.kind is Kind.SHARE:
        return ["0.##%", '"−"0.##%']
    digits = "#,##0" if declared.kind is Kind.INTEGER else "#,##0.00####" if cell.decimals else "#,##0.####"
    if cell.kind is CellKind.MONEY:
        sign = _quoted(symbol_of(cell))
        rest = _quoted(cell.unit[1:]) if cell.form is Form.INPUT else ""
        return [f"{sign}{digits}{rest}", f'"−"{sign}{digits}{rest}']
    unit = _quoted(f" {cell.unit}") if cell.unit and cell.form is Form.INPUT else ""
    return [f"{digits}{unit}", f'"−"{digits}{unit}']


def _quoted(words: str) -> str:
    """Return words as they stand in a number format."""
    return f'"{words.replace(chr(34), chr(39))}"' if words else ""


def record(cell: Cell) -> dict[str, object]:
    """Return a cell for JSON: value, unit, kind, and how it is written."""
    made: dict[str, object] = {"kind": cell.kind.value, "value": cell.value, "unit": cell.unit, "text": written(cell)}
    if cell.also:
        made["also"] = [record(one) for one in cell.also]
    return made


def sort_key(cell: Cell) -> tuple[float, str]:
    """Return what a cell is sorted by: numbers by size, words by alphabet, dates by time."""
    return (cell.value, "") if isinstance(cell.value, (int, float)) else (0.0, str(cell.value or "").casefold())
