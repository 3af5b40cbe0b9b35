"""Operations on numbers in their own place: arithmetic, comparison, rounding, choice by a flag."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, override

import numpy as np

from models.formula.operation import (
    Array,
    Call,
    Coordinates,
    FormulaError,
    Instruction,
    MachineCode,
    Operation,
    Say,
    Spreadsheet,
    Term,
    UnitRule,
    Vector,
)

NUMBER_BY_ITSELF = 2
"""From this binding strength on a comparison is a number by itself in a sheet; elsewhere it is written with IF."""

TIGHT = 3
"""How strongly a function's argument, or what a sign stands before, is bound."""


def into(function: np.ufunc, out: Array, *operands: Array | float) -> Call:
    """Return the call of a numpy function that writes into an array."""
    if function in {np.maximum, np.minimum}:
        return partial(function, out=out), operands
    return function, (*operands, out)


@dataclass(frozen=True, eq=False, kw_only=True)
class Elementwise(Operation):
    """An operation whose every number depends on the numbers in its own place only."""

    elementwise: bool = True

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return self.vector(code, *(code.value(read, at) for read in one.reads))

    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        """Return the result for values in registers."""
        raise NotImplementedError(self.name)


@dataclass(frozen=True, eq=False, kw_only=True)
class OfNumpy(Elementwise):
    """An operation that is one numpy function."""

    ufunc: np.ufunc
    of_numbers: Callable[..., Any]
    emit: Callable[..., Vector] | None = None

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [into(self.ufunc, out, *operands)]

    @override
    def number(self, *values: float) -> float:
        return float(self.of_numbers(*values))

    @override
    def lanes(self, *operands: Any, out: Array) -> None:
        self.ufunc(*operands, out=out)

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        assert self.emit is not None, self.name
        return self.emit(code, *values)


@dataclass(frozen=True, eq=False, kw_only=True)
class Infix(OfNumpy):
    """An operation with a sign between two terms.

    sign, rank: in a sheet, and how strongly it binds there. spoken, spoken_rank: likewise in words.
    one_sided: its right side is bound more strongly than its left.
    """

    sign: str
    rank: int
    spoken: str
    spoken_rank: int
    one_sided: bool = False

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        left, right = node.operands
        text = (
            f"{sheet.text(left, at, block, self.rank)}{self.sign}"
            f"{sheet.text(right, at, block, self.rank + self.one_sided)}"
        )
        return f"({text})" if self.rank < above else text

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return _spoken(say, node, f" {self.spoken} ", self.spoken_rank, above)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.common(node, operands)


def _spoken(say: Say, node: Any, sign: str, rank: int, above: int) -> str:  # noqa: ANN401
    text = sign.join(say(operand, rank + (position > 0)) for position, operand in enumerate(node.operands))
    return f"({text})" if rank < above else text


@dataclass(frozen=True, eq=False, kw_only=True)
class Product(Infix):
    """An infix operation whose unit is a product or quotient."""

    units: Callable[[Any, Any], Any]

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        first, second = (rule.plain(unit) for unit in operands)
        return self.units(first, second)


@dataclass(frozen=True, eq=False, kw_only=True)
class Power(Infix):
    """A number to the power of another, such as a yearly growth to the part of a year."""

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        base, exponent = (rule.plain(unit) for unit in operands)
        if base != rule.none or exponent not in (rule.none, rule.per_year_and_month):
            raise rule.refuse(node, f"{base} to the power of {exponent}")
        return rule.none


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison(OfNumpy):
    """A flag: 1 where the comparison holds, else 0."""

    sign: str
    spoken: str
    overwrites: bool = True

    @property
    @override
    def is_comparison(self) -> bool:
        return True

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        return code.select(code.compare(self.sign, *values), code.constant(1.0), code.constant(0.0))

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        text = self.comparison(sheet, node, at, block)
        return f"({text})" if block is not None or above >= NUMBER_BY_ITSELF else f"IF({text},1,0)"

    def comparison(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None) -> str:  # noqa: ANN401
        """Return the comparison alone, as it stands in a condition."""
        left, right = (sheet.text(operand, at, block, NUMBER_BY_ITSELF) for operand in node.operands)
        return f"{left}{self.sign}{right}"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return _spoken(say, node, f" {self.spoken} ", 0, above)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        rule.common(node, operands)
        return rule.none


@dataclass(frozen=True, eq=False, kw_only=True)
class Negate(OfNumpy):
    """A value with the other sign."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        inner = sheet.text(node.operands[0], at, block, TIGHT)
        return f"-{inner}" if above < NUMBER_BY_ITSELF else f"(-{inner})"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return f"−{say(node.operands[0], TIGHT)}"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0])


def no_form_over_rows(op: Operation, node: Term) -> FormulaError:
    """Return the error for an operation that cannot stand in a sum over rows."""
    return FormulaError(f"{node.described()}: {op.name} has no form over a range of rows")


def _plain_power(base: float, exponent: float) -> float:
    return float(base**exponent)


def _add_code(code: MachineCode, first: Vector, second: Vector) -> Vector:
    return code.add(first, second)


def _subtract_code(code: MachineCode, first: Vector, second: Vector) -> Vector:
    return code.subtract(first, second)


def _multiply_code(code: MachineCode, first: Vector, second: Vector) -> Vector:
    return code.multiply(first, second)


def _divide_code(code: MachineCode, first: Vector, second: Vector) -> Vector:
    return code.divide(first, second)


def _negate_code(code: MachineCode, value: Vector) -> Vector:
    return code.negate(value)


def _product(first: Any, second: Any) -> Any:  # noqa: ANN401
    return first * second


def _quotient(first: Any, second: Any) -> Any:  # noqa: ANN401
    return first / second


ADD = Infix(
    name="add",
    ufunc=np.add,
    of_numbers=operator.add,
    emit=_add_code,
    inline="({} + {})",
    script="({}+{})",
    sign="+",
    rank=2,
    spoken="+",
    spoken_rank=1,
    commutes=True,
    overwrites=True,
)
SUBTRACT = Infix(
    name="subtract",
    ufunc=np.subtract,
    of_numbers=operator.sub,
    emit=_subtract_code,
    inline="({} - {})",
    script="({}-{})",
    sign="-",
    rank=2,
    spoken="−",
    spoken_rank=1,
    one_sided=True,
    overwrites=True,
)
MULTIPLY = Product(
    name="multiply",
    ufunc=np.multiply,
    of_numbers=operator.mul,
    emit=_multiply_code,
    inline="({} * {})",
    script="({}*{})",
    sign="*",
    rank=3,
    spoken="×",
    spoken_rank=2,
    commutes=True,
    overwrites=True,
    units=_product,
)
DIVIDE = Product(
    name="divide",
    ufunc=np.divide,
    of_numbers=_quotient,
    emit=_divide_code,
    inline="({} / {})",
    script="({}/{})",
    sign="/",
    rank=3,
    spoken="÷",
    spoken_rank=2,
    one_sided=True,
    overwrites=True,
    units=_quotient,
)
POWER = Power(
    name="power",
    ufunc=np.power,
    of_numbers=_plain_power,
    inline="({} ** {})",
    script="Math.pow({},{})",
    sign="^",
    rank=4,
    spoken="to the power of",
    spoken_rank=3,
    one_sided=True,
    numpy_only="no two mathematics libraries round a power alike",
)
NEGATE = Negate(
    name="negate",
    ufunc=np.negative,
    of_numbers=operator.neg,
    emit=_negate_code,
    inline="(-{})",
    script="(-{})",
    overwrites=True,
)
BELOW = Comparison(
    name="below",
    ufunc=np.less,
    of_numbers=operator.lt,
    sign="<",
    spoken="<",
    inline="float({} < {})",
    script="(+({}<{}))",
)
AT_MOST = Comparison(
    name="at_most",
    ufunc=np.less_equal,
    of_numbers=operator.le,
    sign="<=",
    spoken="≤",
    inline="float({} <= {})",
    script="(+({}<={}))",
)
ABOVE = Comparison(
    name="above",
    ufunc=np.greater,
    of_numbers=operator.gt,
    sign=">",
    spoken=">",
    inline="float({} > {})",
    script="(+({}>{}))",
)
AT_LEAST = Comparison(
    name="at_least",
    ufunc=np.greater_equal,
    of_numbers=operator.ge,
    sign=">=",
    spoken="≥",
    inline="float({} >= {})",
    script="(+({}>={}))",
)
EQUALS = Comparison(
    name="equals",
    ufunc=np.equal,
    of_numbers=operator.eq,
    sign="=",
    spoken="=",
    inline="float({} == {})",
    script="(+({}==={}))",
)
