"""What an operation of the graph is: one object with a method for each back end, and its traits.

Back ends: numpy (`calls`), machine code (`machine`), spreadsheet text (`excel`), JavaScript (`javascript`), words
(`words`), the unit rule (`unit`), and, for lines that look back at each other, a function of plain numbers and one of
lanes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]
type Call = tuple[Callable[..., object], tuple[object, ...]]
"""A function and its arguments."""

type Coordinates = Mapping[str, int]
"""The row of each axis, counted from 0."""

type Vector = Any
"""A value of machine code: a number for each of a few cases."""


class FormulaError(Exception):
    """A formula that cannot be traced or written; the message names the line."""


class Term(Protocol):
    """A term of the graph, as far as an operation looks at it."""

    @property
    def op(self) -> "Operation":
        """The operation."""
        ...

    @property
    def operands(self) -> Sequence["Term"]:
        """What it works on."""
        ...

    @property
    def axes(self) -> tuple[str, ...]:
        """The row axes it varies over."""
        ...

    @property
    def timed(self) -> bool:
        """Whether it varies by month."""
        ...

    @property
    def detail(self) -> object:
        """What else the operation needs to know: an axis, a number, an input."""
        ...

    def described(self) -> str:
        """Return the name of the nearest named quantity, for messages."""
        ...


class Spreadsheet(Protocol):
    """What writes a formula as spreadsheet text, as an operation sees it.

    A text holds `{c}` where the column of the month stands and `{p}` where the column before it stands.
    """

    def text(self, node: Any, at: Coordinates, block: str | None = None, above: int = 0) -> str:  # noqa: ANN401
        """Return a term's text; `block` is the axis whose rows appear as ranges, `above` how strongly it is bound."""
        ...

    def condition(self, node: Any, at: Coordinates) -> str:  # noqa: ANN401
        """Return a term's text as the condition of an IF."""
        ...

    def reference(self, node: Any, at: Coordinates, block: str | None) -> str:  # noqa: ANN401
        """Return the cell, or the range of cells, of a named line, an input or a flag."""
        ...

    def place(self, node: Any, at: Coordinates) -> tuple[str, int]:  # noqa: ANN401
        """Return the sheet prefix and the row of a named line."""
        ...

    def horizon(self) -> str:
        """Return the cell of the horizon."""
        ...

    def schedule(self, node: Any) -> tuple[int, int]:  # noqa: ANN401
        """Return the first and last row of the schedule that a block total adds up."""
        ...

    @property
    def month_row(self) -> int:
        """The row in which the months' numbers stand."""
        ...

    @property
    def opening_column(self) -> str:
        """The empty column before month 0."""
        ...

    @property
    def first_column(self) -> str:
        """The column of month 0."""
        ...

    @property
    def last_column(self) -> str:
        """The column of the last month."""
        ...


class Script(Protocol):
    """What writes a formula as JavaScript, as an operation sees it.

    Rows and months are given as text: the name of a loop's counter, or a number. Values stand in one array, each term's
    months beside each other; a place is an index into it.
    """

    def text(self, node: Any, at: Mapping[str, str], month: str) -> str:  # noqa: ANN401
        """Return the text of a term's value at a row in a month."""
        ...

    def place(self, node: Any, at: Mapping[str, str], month: str = "0") -> str:  # noqa: ANN401
        """Return the place of the value of a term that is stored."""
        ...

    def rows(self, axis: str) -> int:
        """Return the number of rows of an axis."""
        ...

    def apart(self, node: Any, axis: str) -> int:  # noqa: ANN401
        """Return how far apart two rows of an axis stand."""
        ...

    def all_rows(self, node: Any) -> int:  # noqa: ANN401
        """Return the number of rows of a stored term."""
        ...

    def months(self, node: Any) -> int:  # noqa: ANN401
        """Return the number of values a stored term has in one row: one where it does not vary by month."""
        ...


type Rows = Mapping[str, str]
"""The row of each axis as JavaScript text."""

type Say = Callable[[Any, int], str]
"""Returns a term in words; the number says how strongly the operation around it binds."""


class UnitRule(Protocol):
    """The algebra of units, as an operation sees it. Units multiply and divide."""

    none: Any
    month: Any
    per_year_and_month: Any

    def parsed(self, dimension: str) -> Any:  # noqa: ANN401
        """Return a unit from its dimension."""
        ...

    def plain(self, unit: Any) -> Any:  # noqa: ANN401
        """Return a unit, none for a bare 0 or 1."""
        ...

    def common(self, node: Term, units: Sequence[Any]) -> Any:  # noqa: ANN401
        """Return the one unit of several terms; a bare 0 or 1 takes that of the others."""
        ...

    def refuse(self, node: Term, why: str) -> Exception:
        """Return the error for a formula whose units do not fit."""
        ...


@dataclass(frozen=True, slots=True)
class Instruction:
    """One term of machine code, worked out from references.

    A reference is a slot of the program, or below zero a value that lives in its nest only.
    """

    node: Any
    reads: tuple[int, ...]
    write: int


class MachineCode(Protocol):
    """What writes machine code, as an operation sees it: vector arithmetic, and values by reference and row."""

    def constant(self, value: float) -> Vector:
        """Return a number as a vector."""
        ...

    def add(self, first: Vector, second: Vector) -> Vector:
        """Return a sum."""
        ...

    def subtract(self, first: Vector, second: Vector) -> Vector:
        """Return a difference."""
        ...

    def multiply(self, first: Vector, second: Vector) -> Vector:
        """Return a product."""
        ...

    def divide(self, first: Vector, second: Vector) -> Vector:
        """Return a quotient."""
        ...

    def negate(self, value: Vector) -> Vector:
        """Return the value with the other sign."""
        ...

    def absolute(self, value: Vector) -> Vector:
        """Return the size of a value."""
        ...

    def ceiling(self, value: Vector) -> Vector:
        """Return the next whole number at or above."""
        ...

    def compare(self, order: str, first: Vector, second: Vector) -> Vector:
        """Return a flag by an order such as "<"."""
        ...

    def select(self, flag: Vector, then: Vector, otherwise: Vector) -> Vector:
        """Return one of two values by a flag."""
        ...

    def value(self, reference: int, at: Coordinates) -> Vector:
        """Return the value of a reference at a row, in this month."""
        ...

    def rows(self, axis: str) -> int:
        """Return the number of rows of an axis."""
        ...

    def earlier(self, one: Instruction, reference: int, at: Coordinates) -> Vector:
        """Return a value of the month before, 0 in month 0."""
        ...

    def so_far(self, one: Instruction, at: Coordinates) -> Vector:
        """Return what the instruction itself left in memory in the month before."""
        ...

    def shifted(self, one: Instruction, at: Coordinates, *, onward: bool) -> Vector:
        """Return the first operand's value a number of months away."""
        ...

    def after_first(self, then: Vector, otherwise: Vector) -> Vector:
        """Return one value from month 1 on, the other in month 0."""
        ...

    def month(self) -> Vector:
        """Return the number of the month."""
        ...


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation. A back end reads its traits and calls its methods, and never asks for its name.

    name: for messages and tests, and of its function in a recurrence.
    elementwise: each number depends on the numbers in its own place only.
    overwrites: it may write over an operand's array.
    commutes: the order of its two operands does not matter.
    renames: it changes a name or a unit, not a number.
    by_month: its result varies by month, whatever its operands do.
    gathers: it gathers a term's months into one number.
    looks_back, looks_ahead: it reads another month of its first operand.
    runs_on: its own array carries it from month to month.
    whole_formula: it must be the whole formula of a line.
    scales: the place of the operand that a factor constant over time may be taken out of, -1 for none.
    numpy_only: why numpy works it out, where there is no machine code for it.
    inline: its text in a recurrence over plain numbers, with the operands in braces; empty where it is a call.
    script: its text in JavaScript, with the operands in braces; empty where `javascript` writes it.
    """

    name: str
    elementwise: bool = False
    overwrites: bool = False
    commutes: bool = False
    renames: bool = False
    by_month: bool = False
    gathers: bool = False
    looks_back: bool = False
    looks_ahead: bool = False
    runs_on: bool = False
    whole_formula: bool = False
    scales: int = -1
    numpy_only: str = ""
    inline: str = ""
    script: str = ""

    def __repr__(self) -> str:
        return self.name.upper()

    @property
    def is_leaf(self) -> bool:
        """Whether its value is given, not worked out from operands."""
        return False

    @property
    def is_comparison(self) -> bool:
        """Whether it is a flag written with a sign, such as a < b."""
        return False

    @property
    def is_named(self) -> bool:
        """Whether a term of it is a named quantity: a row of the workbook."""
        return False

    @property
    def has_place(self) -> bool:
        """Whether a term of it has cells of its own on a sheet."""
        return False

    @property
    def other_months(self) -> bool:
        """Whether it reads or gathers other months than the one it is worked out for."""
        return self.looks_back or self.looks_ahead or self.gathers or self.runs_on

    def varies_over(self, operands: Sequence[Term], detail: object) -> set[str]:
        """Return the row axes of a term of this operation."""
        del detail
        return {axis for operand in operands for axis in operand.axes}

    def varies_by_month(self, operands: Sequence[Term]) -> bool:
        """Return whether a term of this operation varies by month."""
        return self.by_month or (not self.gathers and any(operand.timed for operand in operands))

    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        """Return the operation as numpy calls that write into `out`, with their arguments ready."""
        raise NotImplementedError(self.name)

    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        """Return the value at a row, in this month, with the bits of numpy."""
        raise NotImplementedError(self.name)

    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:  # noqa: ANN401
        """Return a term's text; raises FormulaError where it has none here."""
        raise NotImplementedError(self.name)

    def excel_row(self, sheet: Spreadsheet, node: Any, at: Coordinates, row: int) -> str:  # noqa: ANN401
        """Return the text of a term that is the whole formula of a line that stands in a row."""
        del row
        return sheet.text(node, at)

    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:  # noqa: ANN401
        """Return a term's text at a row in a month; it is safe inside any other."""
        assert self.script, self.name
        return self.script.format(*(script.text(operand, at, month) for operand in node.operands))

    def words(self, say: Say, node: Any, above: int) -> str:  # noqa: ANN401
        """Return a term in words."""
        raise NotImplementedError(self.name)

    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:  # noqa: ANN401
        """Return the unit of a term from those of its operands."""
        raise NotImplementedError(self.name)

    def number(self, *values: float) -> float:
        """Return the result for plain numbers of one month; for operations that may stand in a recurrence."""
        raise FormulaError(f"{self.name} of {values} cannot stand in lines that look back at each other")

    def lanes(self, *operands: Any, out: Array) -> None:  # noqa: ANN401
        """Write the result for lanes of one month; for operations that may stand in a recurrence."""
        del operands, out
        raise FormulaError(f"{self.name} cannot stand in lines that look back at each other")
