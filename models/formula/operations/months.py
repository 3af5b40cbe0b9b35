"""Operations along the months: earlier and later values, running totals and products, and what months add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

import numpy as np
from numpy.typing import NDArray

from models.formula.axes import MONTH_AXIS
from models.formula.operation import (
    Array,
    Call,
    Coordinates,
    FormulaError,
    Instruction,
    MachineCode,
    Operation,
    Rows,
    Say,
    Script,
    Spreadsheet,
    Term,
    UnitRule,
    Vector,
)
from models.formula.operations.arithmetic import NUMBER_BY_ITSELF, TIGHT, into
from models.quantities.declaration import Input

MANY_CASES = 33
"""From this many cases on, one call a month is faster than numpy's own accumulation along the months."""


@dataclass(frozen=True, eq=False, kw_only=True)
class AlongMonths(Operation):
    """An operation on a named line or a term along its months.

    phrase: in words, with the operands in braces.
    """

    phrase: str

    @override
    def words(self, say: Say, node: Any, above: int) -> str:
        return self.phrase.format(*(say(operand, TIGHT) for operand in node.operands))

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0])

    def single(self, node: Term, block: str | None) -> None:
        """Raise FormulaError where the text of a single value stands in a sum over rows."""
        if block is not None:
            raise FormulaError(f"{node.described()}: {self.name} has no form over a range of rows")


class Previous(AlongMonths):
    """A named line's value of the month before, 0 before month 0."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._before, (operands[0], out))]

    @staticmethod
    def _before(line: Array, out: Array) -> None:
        out[..., 0, :] = 0.0
        out[..., 1:, :] = line[..., :-1, :]

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        return f"({month}?V[{script.place(node.operands[0], at, month)}-1]:0)"

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return code.earlier(one, one.reads[0], at)

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        self.single(node, block)
        prefix, row = sheet.place(node.operands[0], at)
        return f"{prefix}{{p}}{row}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Shifted(AlongMonths):
    """A named line's value a number of months away."""

    onward: bool

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._moved, (operands[0], operands[1], out))]

    def _moved(self, line: Array, months: Array, out: Array) -> None:
        shifted(line, months if self.onward else -months, out)

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        return code.shifted(one, at, onward=self.onward)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        line, months = node.operands
        sign = "" if self.onward else "-"
        return f"away({script.place(line, at)},{month},{sign}{script.text(months, at, month)},{script.months(line)})"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        away = rule.plain(operands[1])
        if away != rule.month:
            raise rule.refuse(node, f"looks {away} away, expected months")
        return rule.plain(operands[0])


def shifted(line: Array, months: Array, out: Array) -> None:
    """Write the line moved by a number of months: 0 before its first month, its last value after the last."""
    length = int(line.shape[MONTH_AXIS])
    month: NDArray[np.int64] = np.arange(length, dtype=np.int64)
    first = months.flat[0]
    if (months == first).all():
        positions: NDArray[np.int64] = month + int(first)
        moved = np.minimum(positions, length - 1).clip(0)
        np.take(np.broadcast_to(line, out.shape), moved, axis=MONTH_AXIS, out=out, mode="clip")
        out[..., positions < 0, :] = 0.0
        return
    shape = np.broadcast_shapes(line.shape, (*months.shape[:-2], length, months.shape[-1]))
    lanes = line.size // length
    if line.shape != shape or lanes * length != out.size or line.size // line.shape[-1] != length:
        positions = month[:, np.newaxis] + months.astype(np.int64)
        places = np.broadcast_to(positions.clip(0, length - 1), shape)
        chosen = np.take_along_axis(np.broadcast_to(line, shape), places, axis=MONTH_AXIS)
        np.multiply(chosen, positions >= 0, out=out)
        return
    positions = month[:, np.newaxis] + months.reshape(1, -1).astype(np.int64)
    places = positions.clip(0, length - 1) * lanes + np.arange(lanes)
    np.take(line.reshape(-1), places, out=out.reshape(length, lanes), mode="clip")
    if positions[0].min() < 0:
        np.multiply(out, (positions >= 0).reshape(out.shape), out=out)


class Lag(Shifted):
    """A named line's value a number of months ago, 0 before month 0."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        self.single(node, block)
        line, months = node.operands
        prefix, row = sheet.place(line, at)
        this_month = months.detail == 0 or (isinstance(months.detail, Input) and months.detail.bounds[0] < 1)
        last = "{c}" if this_month else "{p}"
        back = sheet.text(months, at, None, TIGHT)
        past = f"{prefix}${sheet.opening_column}{row}:{last}{row}"
        return f"INDEX({past},1,MAX({{c}}${sheet.month_row}-{back}+1,0)+1)"


class Ahead(Shifted):
    """A named line's value a number of months later, its last value where that is past the horizon."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        self.single(node, block)
        line, months = node.operands
        onward = sheet.text(months, at, None, NUMBER_BY_ITSELF)
        return f"INDEX({along(sheet, line, at)},1,MIN({{c}}${sheet.month_row}+{onward},{sheet.horizon()})+1)"


def along(sheet: Spreadsheet, line: Any, at: Coordinates) -> str:  # noqa: ANN401
    """Return the cells of a named line's months."""
    prefix, row = sheet.place(line, at)
    return f"{prefix}${sheet.first_column}{row}:${sheet.last_column}{row}"


class Running(AlongMonths):
    """An operation whose result runs on from month to month; it is the whole formula of a line."""

    @override
    def excel(self, sheet: Spreadsheet, node: Any, at: Coordinates, block: str | None, above: int) -> str:
        raise FormulaError(f"{node.described()}: {self.name} must be the whole formula of a line")


class Cumulative(Running):
    """The running total over the months."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        if out.shape[-1] < MANY_CASES:
            return [(np.add.accumulate, (np.broadcast_to(operands[0], out.shape), MONTH_AXIS, None, out))]
        months = [out[..., m : m + 1, :] for m in range(out.shape[MONTH_AXIS])]
        value = np.broadcast_to(operands[0], (*out.shape[:-2], operands[0].shape[-2], operands[0].shape[-1]))
        parts = [value[..., m : m + 1, :] if value.shape[-2] > 1 else value for m in range(len(months))]
        later = (into(np.add, months[m], months[m - 1], parts[m]) for m in range(1, len(months)))
        return [(np.copyto, (months[0], parts[0])), *later]

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        value = code.value(one.reads[0], at)
        return code.after_first(code.add(code.so_far(one, at), value), value)

    @override
    def excel_row(self, sheet: Spreadsheet, node: Any, at: Coordinates, row: int) -> str:
        return f"{{p}}{row}+{sheet.text(node.operands[0], at, None, NUMBER_BY_ITSELF)}"

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        before = f"{month}?V[{script.place(node, at, month)}-1]:0"
        return f"(({before})+{script.text(node.operands[0], at, month)})"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        return rule.plain(operands[0]) * rule.month


class Compounded(Running):
    """A running product: 1 up to the first month, times the factor every month after."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        factor, first_month = operands
        if out.shape[-1] < MANY_CASES:
            return [(self._multiplied, (factor, first_month, out))]
        months = [out[..., m : m + 1, :] for m in range(out.shape[MONTH_AXIS])]
        first = int(first_month.flat[0])
        start: list[Call] = [(np.copyto, (month, 1.0)) for month in months[: first + 1]]
        return start + [into(np.multiply, months[m], months[m - 1], factor) for m in range(first + 1, len(months))]

    @staticmethod
    def _multiplied(factor: Array, first_month: Array, out: Array) -> None:
        out[...] = factor
        out[..., : int(first_month.flat[0]) + 1, :] = 1.0
        np.multiply.accumulate(out, axis=MONTH_AXIS, out=out)

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        factor, first_month = (code.value(read, at) for read in one.reads)
        early = code.compare("<=", code.month(), first_month)
        return code.select(early, code.constant(1.0), code.multiply(code.so_far(one, at), factor))

    @override
    def excel_row(self, sheet: Spreadsheet, node: Any, at: Coordinates, row: int) -> str:
        factor, first_month = node.operands
        first = sheet.text(first_month, at, None, NUMBER_BY_ITSELF)
        return f"IF({{c}}${sheet.month_row}<={first},1,{{p}}{row}*{sheet.text(factor, at, None, TIGHT)})"

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        factor, first = (script.text(one, at, month) for one in node.operands)
        return f"({month}<={first}?1:V[{script.place(node, at, month)}-1]*{factor})"

    @override
    def unit(self, rule: UnitRule, node: Term, operands: Sequence[Any]) -> Any:
        if rule.plain(operands[0]) != rule.none:
            raise rule.refuse(node, f"{self.name} of {operands[0]}")
        return rule.none


class Held(Running):
    """The value of the last month in which the flag was set, 0 before."""

    @override
    def calls(self, node: Term, operands: Sequence[Array], out: Array) -> list[Call]:
        return [(self._kept, (*operands, out))]

    @staticmethod
    def _kept(value: Array, at: Array, out: Array) -> None:
        months: NDArray[np.int64] = np.arange(int(out.shape[MONTH_AXIS]), dtype=np.int64)[:, np.newaxis]
        last = np.maximum.accumulate(np.where(at != 0, months, -1), axis=MONTH_AXIS)
        if last.size == last.shape[MONTH_AXIS]:
            np.take(np.broadcast_to(value, out.shape), last.ravel().clip(0), axis=MONTH_AXIS, out=out, mode="clip")
            out[..., last.ravel() < 0, :] = 0.0
            return
        last = np.broadcast_to(last, out.shape)
        chosen = np.take_along_axis(np.broadcast_to(value, out.shape), last.clip(0), axis=MONTH_AXIS)
        np.multiply(chosen, last >= 0, out=out)

    @override
    def javascript(self, script: Script, node: Any, at: Rows, month: str) -> str:
        value, flag = (script.text(one, at, month) for one in node.operands)
        return f"({flag}?{value}:({month}?V[{script.place(node, at, month)}-1]:0))"

    @override
    def machine(self, code: MachineCode, one: Instruction, at: Coordinates) -> Vector:
        value, flag = (code.value(read, at) for read in one.reads)
        before = code.earlier(one, one.write, at)
        return code.select(code.compare("!=", flag, code.constant(0.0)), value, before)

    @override
    def excel_row(self, sheet: Spreadsheet, node: Any, at: Coordinates, row: int) -> str:
        value, flag = node.operands
        return f"IF({sheet.condition(flag, at)},{sheet.text(value, at)},{{p}}{row})"


PREVIOUS = Previous(name="previous", by_month=True, looks_back=True, phrase="{} a month before")
LAG = Lag(name="lag", by_month=True, looks_back=True, onward=False, phrase="{} of {} before")
AHEAD = Ahead(name="ahead", by_month=True, looks_ahead=True, onward=True, phrase="{} of {} later")
CUMULATIVE = Cumulative(
    name="cumulative", by_month=True, runs_on=True, whole_formula=True, scales=0, phrase="the running total of {}"
)
COMPOUNDED = Compounded(
    name="compounded",
    by_month=True,
    runs_on=True,
    whole_formula=True,
    phrase="{} compounded month by month after month {}",
)
HELD = Held(
    name="held", by_month=True, runs_on=True, whole_formula=True, scales=0, phrase="{} of the last month in which {}"
)
