"""Operations that gather a line's months into one number: sum, largest, last, present value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

import numpy as np

from models.formula.axes import MONTH_AXIS
from models.formula.operation import (
    Array,
    Call,
    Coordinates,
    Instruction,
    MachineCode,
    Rows,
    Say,
    Script,
    Spreadsheet,
    Term,
    UnitRule,
    Vector,
)
from models.formula.operations.months import AlongMonths, along


class Gathered(AlongMonths):
    """One number from the months of a named line."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        self.single(node, block)
        return self.of_line(sheet, node, at)

    def of_line(self, sheet: Spreadsheet, node: Any, at: Coordinates) -> str:  # noqa: ANN401
        """Return the text over the months of the line."""
        raise NotImplementedError(self.name)


@dataclass(frozen=True, eq=False, kw_only=True)
class OverMonths(Gathered):
    """A sum or the largest of the months."""

    ufunc: np.ufunc
    function: str
    gathered: str

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self.ufunc.reduce, (operands[0], MONTH_AXIS, None, out, True))]

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        line = node.operands[0]
        return f"{self.gathered}({script.place(line, at)},{script.months(line)},1)"

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        value, before = code.value(one.reads[0], at), code.so_far(one, at)
        return code.after_first(self.joined(code, before, value), value)

    def joined(self, code: MachineCode, before: Vector, value: Vector) -> Vector:
        """Return the months so far and one more as one."""
        raise NotImplementedError(self.name)

    @override
    def of_line(self, sheet: Spreadsheet, node: Any, at: Coordinates) -> str:
        return f"{self.function}({along(sheet, node.operands[0], at)})"


class OverTime(OverMonths):
    """The sum of a named line over all months."""

    @override
    def joined(self, code: MachineCode, before: Vector, value: Vector) -> Vector:
        return code.add(before, value)

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0]) * rule.month


class PeakOverTime(OverMonths):
    """The largest monthly value of a named line."""

    @override
    def joined(self, code: MachineCode, before: Vector, value: Vector) -> Vector:
        return code.select(code.compare(">", before, value), before, value)


class AtEnd(Gathered):
    """The value of a named line in the last month."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(np.copyto, (out, operands[0][..., -1:, :]))]

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        line = node.operands[0]
        return f"V[{script.place(line, at, str(script.months(line) - 1))}]"

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return code.value(one.reads[0], at)

    @override
    def of_line(self, sheet: Spreadsheet, node: Any, at: Coordinates) -> str:
        prefix, row = sheet.place(node.operands[0], at)
        return f"{prefix}${sheet.last_column}{row}"


class PresentValue(Gathered):
    """The value at month 0 of a named monthly line, month 0 itself undiscounted."""

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        text = super().words(say, node, above)
        return f"({text})" if above >= 0 else text

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._discounted, (*operands, out))]

    @staticmethod
    def _discounted(line: Array, rate: Array, out: Array) -> None:
        months = line.shape[MONTH_AXIS]
        growth = np.broadcast_to(1.0 / (1.0 + rate), (*rate.shape[:-2], months, rate.shape[-1])).copy()
        growth[..., 0, :] = 1.0
        np.multiply.accumulate(growth, axis=MONTH_AXIS, out=growth)
        np.add.reduce(line * growth, axis=MONTH_AXIS, keepdims=True, out=out)

    @override
    def of_line(self, sheet: Spreadsheet, node: Any, at: Coordinates) -> str:
        prefix, row = sheet.place(node.operands[0], at)
        second = chr(ord(sheet.first_column) + 1)
        rate = sheet.text(node.operands[1], at)
        return f"{prefix}${sheet.first_column}{row}+NPV({rate},{prefix}${second}{row}:${sheet.last_column}{row})"

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        line, rate = node.operands
        return f"today({script.place(line, at)},{script.months(line)},{script.text(rate, at, month)})"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0]) * rule.month


OVER_TIME = OverTime(
    name="over_time",
    gathers=True,
    runs_on=True,
    ufunc=np.add,
    function="SUM",
    gathered="sum",
    phrase="the sum of {} over all months",
)
PEAK_OVER_TIME = PeakOverTime(
    name="peak_over_time",
    gathers=True,
    runs_on=True,
    ufunc=np.maximum,
    function="MAX",
    gathered="most",
    phrase="the largest {} of any month",
)
AT_END = AtEnd(name="at_end", gathers=True, runs_on=True, phrase="{} in the last month")
PRESENT_VALUE = PresentValue(
    name="present_value",
    gathers=True,
    phrase="the present value of {} at {}",
    numpy_only="its sum over the months is grouped as numpy groups it",
)
