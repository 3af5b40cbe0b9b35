"""Operations that are written as a function of their operands: the smaller, the larger, the size, the remainder."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

import numpy as np

from models.formula.operation import Coordinates, MachineCode, Say, Spreadsheet, Term, UnitRule, Vector
from models.formula.operations.arithmetic import NUMBER_BY_ITSELF, TIGHT, OfNumpy, no_form_over_rows


@dataclass(frozen=True, eq=False, kw_only=True)
class Called(OfNumpy):
    """An operation written as a function of its operands.

    function: of the sheet; it has no form over a range of rows. phrase: in words, with the operands in braces.
    """

    function: str
    phrase: str

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is not None:
            raise no_form_over_rows(self, node)
        return f"{self.function}({','.join(sheet.text(operand, at) for operand in node.operands)})"

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        text = self.phrase.format(*(say(operand, TIGHT) for operand in node.operands))
        return f"({text})" if above >= 0 else text

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.common(node, operands)


@dataclass(frozen=True, eq=False, kw_only=True)
class Extreme(Called):
    """The smaller or the larger of two. Over a range of rows it is written as products with flags."""

    order: str
    other: str

    @override
    def vector(self, code: MachineCode, *values: Vector) -> Vector:
        first, second = values
        return code.select(code.compare(self.order, first, second), first, second)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        if block is None:
            return super().excel(sheet, node, at, block, above)
        first, second = (sheet.text(operand, at, block, NUMBER_BY_ITSELF) for operand in node.operands)
        if node.operands[1].op.is_leaf and node.operands[1].detail == 0:
            return f"({first}{self.order}0)*({first})"
        return f"(({first}{self.order}{second})*({first})+({first}{self.other}{second})*{second})"


def _absolute_code(code: MachineCode, value: Vector) -> Vector:
    return code.absolute(value)


LEAST = Extreme(
    name="least",
    ufunc=np.minimum,
    of_numbers=min,
    function="MIN",
    order="<",
    other=">=",
    commutes=True,
    overwrites=True,
    phrase="the smaller of {} and {}",
    inline="min({}, {})",
    script="Math.min({},{})",
)
GREATEST = Extreme(
    name="greatest",
    ufunc=np.maximum,
    of_numbers=max,
    function="MAX",
    order=">",
    other="<=",
    commutes=True,
    overwrites=True,
    phrase="the larger of {} and {}",
    inline="max({}, {})",
    script="Math.max({},{})",
)
ABSOLUTE = Called(
    name="absolute",
    ufunc=np.absolute,
    of_numbers=abs,
    emit=_absolute_code,
    function="ABS",
    overwrites=True,
    phrase="the size of {}",
    inline="abs({})",
    script="Math.abs({})",
)
REMAINDER = Called(
    name="remainder",
    ufunc=np.remainder,
    of_numbers=operator.mod,
    function="MOD",
    phrase="the remainder of {} by {}",
    inline="({} % {})",
    script="remainder({},{})",
    numpy_only="it works on months of the calendar alone",
)
